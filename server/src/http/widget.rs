//! The public protocol of the widget, and its loader.

use super::{
    Site, asset, browser,
    caller::{VisitorCaller, bearer, cookie},
    fault::Problem,
    language,
    limit::Address,
};
use app::{
    domain::fault::Fault,
    talk::{Ask, Entries, Introduce, LeaveEmail, Rate, Say, Seen, Start},
    ui::words::Lang,
};
use axum::{
    Extension, Json,
    body::Bytes,
    extract::{FromRequest, Query, Request, State, rejection::JsonRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
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
    let welcome = site.desk.welcome_as(&start.assistant, token, start.identity.as_deref()).await;
    let welcome = welcome.map_err(|failure| Problem::of(failure, &site))?;
    let kept = remembered(&site, &start.assistant, &welcome.token, KEPT);
    let mut response = Json(welcome).into_response();
    if let Some(kept) = kept {
        response.headers_mut().insert(header::SET_COOKIE, kept);
    }
    Ok(response)
}

/// The cookie that remembers a visitor of the assistant with this key for so many seconds, where browsers take such a one: over
/// TLS alone.
pub(super) fn remembered(site: &Site, key: &str, token: &str, seconds: u32) -> Option<HeaderValue> {
    let is_name = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if !is_name || !site.is_secure() {
        return None;
    }
    let text = format!("visitor-{key}={token}; Path={START}; HttpOnly; SameSite=None; Secure; Partitioned; Max-Age={seconds}");
    HeaderValue::from_str(&text).ok()
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

/// `POST /api/widget/v1/person`; that it may come without a body is older than its reason.
pub(super) async fn ask_for_person(
    State(site): State<Arc<Site>>,
    VisitorCaller(guest): VisitorCaller,
    body: Bytes,
) -> Result<Json<Entries>, Problem> {
    site.limits.say.take(&guest.visitor.as_str().to_owned())?;
    let Ask { reason } = if body.is_empty() { Ask::default() } else { json(&body)? };
    let done = if reason.is_empty() { site.desk.ask_for_person(&guest).await } else { site.desk.call_person(&guest, &reason).await };
    answered(&site, done)
}

fn json<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| Problem(Fault::invalid("body", &error.to_string())))
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

pub(super) fn answered(site: &Site, done: crate::desk::Result<Vec<app::talk::Entry>>) -> Result<Json<Entries>, Problem> {
    done.map(|entries| Json(Entries { entries })).map_err(|failure| Problem::of(failure, site))
}

#[derive(Deserialize)]
pub(super) struct Spoken {
    pub(super) language: Option<String>,
}

/// The name of one of the widget's files in this language.
pub(super) fn in_language(lang: Lang, english: &str, german: &str) -> String {
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
