//! The public protocol of the widget, and the frame that it lives in.

use super::{
    Site, asset, browser,
    caller::{VisitorCaller, bearer},
    fault::Problem,
    limit::Address,
    security,
};
use crate::{assets, markdown};
use app::{
    domain::fault::Fault,
    talk::{Entries, Introduce, LeaveEmail, Say, Start, Welcome},
};
use axum::{
    Extension, Json,
    extract::{FromRequest, Path, Request, State, rejection::JsonRejection},
    http::{HeaderMap, header},
    response::{Html, IntoResponse, Response},
};
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
pub(super) async fn start(
    State(site): State<Arc<Site>>,
    Extension(address): Extension<Address>,
    headers: HeaderMap,
    Body(start): Body<Start>,
) -> Result<Json<Welcome>, Problem> {
    site.limits.start.take(&address.0)?;
    let welcome = site.desk.welcome(&start.assistant, bearer(&headers)).await;
    welcome.map(Json).map_err(|failure| Problem::of(failure, &site))
}

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

fn answered(site: &Site, done: crate::desk::Result<Vec<app::talk::Entry>>) -> Result<Json<Entries>, Problem> {
    done.map(|entries| Json(Entries { entries })).map_err(|failure| Problem::of(failure, site))
}

/// `GET /widget/{key}`: the page in the frame; opened by itself, it is a chat page.
pub(super) async fn frame(State(site): State<Arc<Site>>, Path(key): Path<String>) -> Result<Response, Problem> {
    let profile = site.desk.assistant(&key).await.map_err(|failure| Problem::of(failure, &site))?;
    let template = assets::text("frame.html").ok_or(Problem(Fault::Unavailable))?;
    let nonce = security::nonce();
    let fill = [
        ("{key}", markdown::escape(&profile.public_key)),
        ("{nonce}", nonce.clone()),
        ("{css}", assets::path("widget.css")),
        ("{js}", assets::path("widget.js")),
        ("{wasm}", assets::path("widget.wasm")),
        ("{accent}", markdown::escape(&profile.accent)),
        ("{tagline}", markdown::escape(&profile.tagline)),
        ("{name}", markdown::escape(profile.name.as_str())),
    ];
    let html = fill.iter().fold(template, |html, (mark, value)| html.replace(mark, value));
    let mut response = Html(html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, security::frame(&nonce));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    asset::for_other_sites(headers);
    Ok(response)
}
