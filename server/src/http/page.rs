//! The inbox's pages and server functions, with desk and caller in context.

use super::{
    Site, browser,
    caller::MaybeCaller,
    drawing::in_one,
    fault::{self, Problem},
    language, security,
};
use crate::assets;
use app::{
    api::{Caller, SharedDesk, alerts::Browser},
    domain::fault::Fault,
    ui::{self, shell::Assets, words::Lang},
};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use leptos::{nonce::Nonce, prelude::provide_context};
use std::{sync::Arc, time::Duration};

/// The library may lose the news that the last thing a page waits for has come; then it is drawn anew.
const PATIENCE: Duration = Duration::from_secs(10);
/// A fault is a sentence; this is many.
const LARGEST_FAULT: usize = 64 * 1024;

/// `GET /`
pub(super) async fn home() -> Redirect {
    Redirect::to("/inbox")
}

/// `GET /sign-in`
pub(super) async fn sign_in(State(site): State<Arc<Site>>, MaybeCaller(caller): MaybeCaller, request: Request) -> Response {
    drawn(&site, caller, request).await
}

/// `GET /inbox`, `GET /settings` and what is below: for members; others are asked to sign in, and come back here.
pub(super) async fn inside(State(site): State<Arc<Site>>, MaybeCaller(caller): MaybeCaller, request: Request) -> Response {
    if caller.is_none() {
        let wanted = request.uri().path_and_query().map_or("/inbox", |it| it.as_str());
        return Redirect::to(&format!("/sign-in?next={}", within(wanted))).into_response();
    }
    drawn(&site, caller, request).await
}

/// An address as the value of a query: what would end it, or mean something else in it, is written out.
fn within(address: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    address.bytes().map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Whatever is no path of ours.
pub(super) async fn not_found(State(site): State<Arc<Site>>, MaybeCaller(caller): MaybeCaller, request: Request) -> Response {
    let wants_page = request.headers().get(header::ACCEPT).and_then(|it| it.to_str().ok()).is_some_and(|it| it.contains("text/html"));
    if !wants_page || request.uri().path().starts_with("/api/") {
        return Problem(Fault::NotFound).into_response();
    }
    let mut response = drawn(&site, caller, request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// `POST /api/app/{call}`: a server function.
pub(super) async fn call(State(site): State<Arc<Site>>, MaybeCaller(caller): MaybeCaller, request: Request) -> Response {
    let agent = request.headers().get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let browser = Browser(browser::in_words(agent));
    let around = context(&site, caller, language::of(request.headers()), security::nonce());
    let context = move || {
        around();
        provide_context(browser.clone());
    };
    let mut response = with_status(leptos_axum::handle_server_fns_with_context(context, request).await.into_response()).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A server function refuses with a fault as its body and 500 as its status; the status becomes the fault's own.
async fn with_status(response: Response) -> Response {
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, LARGEST_FAULT).await.unwrap_or_default();
    if let Ok(fault) = serde_json::from_slice::<Fault>(&bytes) {
        parts.status = fault::status(&fault);
    }
    Response::from_parts(parts, bytes.into())
}

/// A page as Leptos draws it, complete, under the strict policy.
async fn drawn(site: &Arc<Site>, caller: Option<Caller>, request: Request) -> Response {
    let nonce = security::nonce();
    let context = context(site, caller, language::of(request.headers()), nonce.clone());
    let (asked, _) = request.into_parts();
    let draw =
        || leptos_axum::render_app_async_with_context(context.clone(), ui::shell::shell)(Request::from_parts(asked.clone(), Body::empty()));
    let mut response = match tokio::time::timeout(PATIENCE, to_the_end(in_one(draw()))).await {
        Ok(response) => response,
        Err(_) => {
            tracing::warn!(path = asked.uri.path(), "A page wasn't drawn in time; it is drawn anew");
            to_the_end(in_one(draw())).await
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, security::inbox(&nonce));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Draws a page to its end even where the browser hangs up: what reads the desk for it isn't left half done.
async fn to_the_end(drawing: impl Future<Output = Response> + Send + 'static) -> Response {
    match tokio::spawn(drawing).await {
        Ok(response) => response,
        Err(broken) => match broken.try_into_panic() {
            // For the layer that answers panics.
            Ok(panic) => std::panic::resume_unwind(panic),
            // The program is stopping.
            Err(_) => Problem(Fault::Unavailable).into_response(),
        },
    }
}

/// What pages and server functions find in their context.
fn context(site: &Arc<Site>, caller: Option<Caller>, lang: Lang, nonce: String) -> impl Fn() + Clone + Send + Sync + 'static {
    let desk: SharedDesk = Arc::clone(&site.desk) as SharedDesk;
    let assets = Assets {
        css: assets::path("app.css"),
        js: assets::path("app.js"),
        wasm: assets::path("app.wasm"),
        favicon: assets::path("favicon.svg"),
    };
    move || {
        provide_context(Nonce::from_value(nonce.clone()));
        provide_context(lang);
        provide_context(caller.clone());
        provide_context(Arc::clone(&desk));
        provide_context(assets.clone());
    }
}
