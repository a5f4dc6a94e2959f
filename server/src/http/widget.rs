//! The public protocol of the widget, and the frame that it lives in.

use super::{
    Site, asset, browser,
    caller::{VisitorCaller, bearer, cookie},
    colour,
    fault::Problem,
    language,
    limit::Address,
    security,
};
use crate::{assets, markdown};
use app::{
    domain::fault::Fault,
    talk::{Entries, Introduce, LeaveEmail, Rate, Say, Seen, Start},
    ui::words::Lang,
};
use axum::{
    Extension, Json,
    extract::{FromRequest, Path, Query, Request, State, rejection::JsonRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;
use std::sync::Arc;

/// A JSON body; what is no such body is told in a problem of ours.
pub(super) struct Body<T>(pub(super) T);

impl<S: Send + Sync, T: serde::de::DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        match Json::from_request(request, state).await {
            Ok(Json(it)) => Ok(Self(it)),
            Err(JsonRejection::BytesRejection(_)) => Err(Problem(Fault::TooLarge)),
            Err(rejection) => Err(Problem(Fault::invalid("body", &rejection.body_text()))),
        }
    }
}

/// `POST /api/widget/v1/start`
///
/// Where a browser refuses the frame its storage (private windows, blocked third parties), the visitor is known by a cookie
/// that only this path gets, that no script can read, and that the browser keeps apart for each site (`Partitioned`). The
/// page around the frame must not keep the token instead: whoever has it reads the thread.
pub(super) async fn start(
    State(site): State<Arc<Site>>,
    Extension(address): Extension<Address>,
    headers: HeaderMap,
    Body(start): Body<Start>,
) -> Result<Response, Problem> {
    site.limits.start.take(&address.0)?;
    let name = format!("visitor-{}", start.assistant);
    let token = bearer(&headers).or_else(|| cookie(&headers, &name));
    let welcome = site.desk.welcome(&start.assistant, token).await.map_err(|failure| Problem::of(failure, &site))?;
    let kept = format!("{name}={}; Path={START}; HttpOnly; SameSite=None; Secure; Partitioned; Max-Age={KEPT}", welcome.token);
    let mut response = Json(welcome).into_response();
    // The key is one of ours by now, so it is fit for a name; and browsers take such a cookie over TLS alone.
    if let (true, Ok(kept)) = (site.is_secure(), HeaderValue::from_str(&kept)) {
        response.headers_mut().insert(header::SET_COOKIE, kept);
    }
    Ok(response)
}

const START: &str = "/api/widget/v1/start";
/// A visitor is known for a year, in seconds.
const KEPT: u32 = 365 * 86_400;

/// `POST /api/widget/v1/messages`
pub(super) async fn say(
    State(site): State<Arc<Site>>,
    VisitorCaller(guest): VisitorCaller,
    headers: HeaderMap,
    Body(mut say): Body<Say>,
) -> Result<Json<Entries>, Problem> {
    site.limits.say.take(&guest.visitor.as_str().to_owned())?;
    say.browser = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).and_then(browser::in_words);
    answered(&site, site.desk.say(&guest, say).await)
}

/// `POST /api/widget/v1/person`
pub(super) async fn ask_for_person(State(site): State<Arc<Site>>, VisitorCaller(guest): VisitorCaller) -> Result<Json<Entries>, Problem> {
    site.limits.say.take(&guest.visitor.as_str().to_owned())?;
    answered(&site, site.desk.ask_for_person(&guest).await)
}

/// `POST /api/widget/v1/name`
pub(super) async fn introduce(
    State(site): State<Arc<Site>>,
    VisitorCaller(guest): VisitorCaller,
    Body(it): Body<Introduce>,
) -> Result<Json<Entries>, Problem> {
    site.limits.say.take(&guest.visitor.as_str().to_owned())?;
    answered(&site, site.desk.introduce(&guest, &it.name).await)
}

/// `POST /api/widget/v1/email`
pub(super) async fn leave_email(
    State(site): State<Arc<Site>>,
    VisitorCaller(guest): VisitorCaller,
    Extension(address): Extension<Address>,
    Body(it): Body<LeaveEmail>,
) -> Result<Json<Entries>, Problem> {
    site.limits.say.take(&guest.visitor.as_str().to_owned())?;
    answered(&site, site.desk.leave_email(&guest, &it.email, address.0).await)
}

/// `POST /api/widget/v1/seen`
pub(super) async fn see(
    State(site): State<Arc<Site>>,
    VisitorCaller(guest): VisitorCaller,
    Body(seen): Body<Seen>,
) -> Result<StatusCode, Problem> {
    site.limits.glance.take(&guest.visitor.as_str().to_owned())?;
    site.desk.seen_by_visitor(&guest, seen.seq).await.map_err(|failure| Problem::of(failure, &site))?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/widget/v1/rating`
pub(super) async fn rate(
    State(site): State<Arc<Site>>,
    VisitorCaller(guest): VisitorCaller,
    Body(rate): Body<Rate>,
) -> Result<Json<Entries>, Problem> {
    site.limits.say.take(&guest.visitor.as_str().to_owned())?;
    answered(&site, site.desk.rate(&guest, rate).await)
}

fn answered(site: &Site, done: crate::desk::Result<Vec<app::talk::Entry>>) -> Result<Json<Entries>, Problem> {
    done.map(|entries| Json(Entries { entries })).map_err(|failure| Problem::of(failure, site))
}

#[derive(Deserialize)]
pub(super) struct Spoken {
    language: Option<String>,
}

/// The name of one of the widget's files in this language.
fn in_language(lang: Lang, english: &str, german: &str) -> String {
    match lang {
        Lang::En => english.to_owned(),
        Lang::De => german.to_owned(),
    }
}

/// `GET /widget.js`: its name is in owners' pages, so it can't be hashed; five minutes, then asked for anew.
pub(super) async fn loader(Query(spoken): Query<Spoken>, headers: HeaderMap) -> Result<Response, Problem> {
    let lang = language::of_widget(spoken.language.as_deref(), &headers);
    asset::loader(&in_language(lang, "loader.js", "loader-de.js"), &headers)
}

/// `GET /widget/{key}`: the page in the frame; opened by itself, it is a chat page.
pub(super) async fn frame(
    State(site): State<Arc<Site>>,
    Path(key): Path<String>,
    Query(spoken): Query<Spoken>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let profile = site.desk.assistant(&key).await.map_err(|failure| Problem::of(failure, &site))?;
    let lang = language::of_widget(spoken.language.as_deref(), &headers);
    let template = assets::text(&in_language(lang, "frame.html", "frame-de.html")).ok_or(Problem(Fault::Unavailable))?;
    let nonce = security::nonce();
    let fill = [
        ("{key}", markdown::escape(&profile.public_key)),
        ("{nonce}", nonce.clone()),
        ("{css}", assets::path("widget.css")),
        ("{js}", assets::path("widget.js")),
        ("{wasm}", assets::path(&in_language(lang, "widget.wasm", "widget-de.wasm"))),
        ("{colours}", colour::style(&profile.accent)),
        ("{tagline}", markdown::escape(&profile.tagline)),
        ("{name}", markdown::escape(profile.name.as_str())),
    ];
    let html = fill.iter().fold(template, |html, (mark, value)| html.replace(mark, value));
    let mut response = Html(html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, security::frame(&nonce));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    asset::for_other_sites(headers);
    Ok(response)
}
