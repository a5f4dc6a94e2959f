//! Mail's two doors: where a mail server posts what came in, and the page behind the link in our mails.
//!
//! Neither is guarded by where a request comes from: a secret or a signed link is all the proof there is.
//!
//! A mail server posts each mail raw, as `message/rfc822`, with the secret as password (Basic) or token (Bearer):
//!
//! - Postfix, `master.cf`: `baton unix - n n - - pipe flags=Rq user=nobody argv=/usr/bin/curl -fsS --retry 3 -u baton:SECRET
//!   -H Content-Type:message/rfc822 --data-binary @- https://chat.example.com/api/mail/inbound?to=${recipient}`,
//!   and in `transport`: `reply.example.com baton:`
//! - Cloudflare Email Workers: `fetch("https://chat.example.com/api/mail/inbound?to=" + encodeURIComponent(message.to), {method: "POST",
//!   headers: {authorization: "Bearer SECRET", "content-type": "message/rfc822"}, body: message.raw})`
//!
//! Any answer but 2xx asks for the mail to be brought again. What is dropped answers 200, with the reason in the books: a bounce
//! would go to whoever the mail pretends to be from.

use super::{Site, caller::bearer, fault::Problem, limit::Address};
use crate::{
    assets,
    desk::{LinkPage, Wish},
    markdown::escape,
    secret,
};
use app::domain::fault::Fault;
use axum::{
    Form, Json,
    body::Bytes,
    extract::{FromRequestParts, Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Redirect, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use std::sync::Arc;

/// The page's policy: our style, our form, nothing else.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// Where a mail was delivered, where its server says so.
#[derive(Debug, Deserialize)]
pub(super) struct Delivered {
    #[serde(default)]
    to: Option<String>,
}

/// A mail server that knows the secret. Asked before its mail is read: strangers can't fill our memory.
#[derive(Debug)]
pub(super) struct MailServer;

impl FromRequestParts<Arc<Site>> for MailServer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Self::Rejection> {
        if knows_secret(site, &parts.headers) {
            return Ok(Self);
        }
        if let Some(Address(address)) = parts.extensions.get() {
            site.limits.key.take(address)?;
        }
        Err(Problem(Fault::SignedOut))
    }
}

fn knows_secret(site: &Site, headers: &HeaderMap) -> bool {
    let post = site.desk.post();
    let given = bearer(headers).map(str::to_owned).or_else(|| password(headers));
    matches!((&post.inbound_secret, given), (Some(hash), Some(given)) if secret::is_same(&secret::hash_of(&given), hash))
}

/// `POST /api/mail/inbound`
pub(super) async fn inbound(
    State(site): State<Arc<Site>>,
    _: MailServer,
    Query(delivered): Query<Delivered>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<serde_json::Value>, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if !["message/rfc822", "application/octet-stream"].iter().any(|known| kind.starts_with(known)) {
        return Err(Problem(Fault::invalid("body", "Send the mail as it came, as message/rfc822.")));
    }
    let outcome = site.desk.take_mail(body.to_vec(), delivered.to.as_deref()).await.map_err(|failure| Problem::of(failure, &site))?;
    Ok(Json(serde_json::json!({ "outcome": outcome.word() })))
}

/// The password of basic credentials; the user may be anyone.
fn password(headers: &HeaderMap) -> Option<String> {
    let encoded = headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    text.split_once(':').map(|(_, password)| password.to_owned())
}

/// What the page's buttons send, and what a mail program's "unsubscribe" does (RFC 8058).
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    wish: String,
    #[serde(default, rename = "List-Unsubscribe")]
    one_click: String,
}

/// `GET /mail/{token}`: the page behind the link in a mail. Changes nothing: robots open links as well.
pub(super) async fn page(State(site): State<Arc<Site>>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let words = Words::of(&headers);
    match site.desk.mail_link(&token).await {
        Ok(it) => drawn(StatusCode::OK, &words, &words.title.replace("{}", &it.workspace), &content(&it, &words)),
        Err(failure) => match failure.told(site.desk.clock.now()) {
            Fault::NotFound => drawn(StatusCode::NOT_FOUND, &words, words.gone, &format!("<p>{}</p>", words.gone_why)),
            fault => Problem(fault).into_response(),
        },
    }
}

/// `POST /mail/{token}`
pub(super) async fn answer(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
    Form(answer): Form<Answer>,
) -> Result<Response, Problem> {
    let wish = match (answer.wish.as_str(), answer.one_click.as_str()) {
        ("confirm", _) => Wish::Confirm,
        ("stop", _) | (_, "One-Click") => Wish::Stop,
        _ => return Err(Problem(Fault::invalid("wish", "Say `confirm` or `stop`."))),
    };
    site.desk.answer_mail_link(&token, wish).await.map_err(|failure| Problem::of(failure, &site))?;
    // A token that was understood is of letters and digits: it stands in an address as it is.
    Ok(Redirect::to(&format!("/mail/{token}")).into_response())
}

/// The page's words.
struct Words {
    language: &'static str,
    title: &'static str,
    ask: &'static str,
    confirm: &'static str,
    stop: &'static str,
    confirmed: &'static str,
    stopped: &'static str,
    again: &'static str,
    gone: &'static str,
    gone_why: &'static str,
}

const ENGLISH: Words = Words {
    language: "en",
    title: "Your conversation with {}",
    ask: "Is this your address, and shall replies reach you by mail?",
    confirm: "Yes, send me the replies",
    stop: "No more mails about this",
    confirmed: "Replies reach you by mail.",
    stopped: "You get no more mails about this conversation.",
    again: "Send me replies again",
    gone: "This link doesn't work any more",
    gone_why: "It has run out, or it was copied in part. Open the latest mail of your conversation.",
};

const GERMAN: Words = Words {
    language: "de",
    title: "Ihr Gespräch mit {}",
    ask: "Ist das Ihre Adresse, und sollen Antworten Sie per E-Mail erreichen?",
    confirm: "Ja, schickt mir die Antworten",
    stop: "Keine E-Mails mehr dazu",
    confirmed: "Antworten erreichen Sie per E-Mail.",
    stopped: "Sie bekommen keine E-Mails mehr zu diesem Gespräch.",
    again: "Schickt mir wieder Antworten",
    gone: "Dieser Link gilt nicht mehr",
    gone_why: "Er ist abgelaufen oder nur zum Teil kopiert. Öffnen Sie die letzte E-Mail Ihres Gesprächs.",
};

impl Words {
    fn of(headers: &HeaderMap) -> Self {
        let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok()).unwrap_or_default();
        if wanted.trim_start().to_ascii_lowercase().starts_with("de") { GERMAN } else { ENGLISH }
    }
}

fn content(it: &LinkPage, words: &Words) -> String {
    let button =
        |wish: &str, label: &str, class: &str| format!("<button class=\"button {class}\" name=\"wish\" value=\"{wish}\">{label}</button>");
    let (say, buttons) = match it {
        LinkPage { is_stopped: true, .. } => (words.stopped, button("confirm", words.again, "")),
        LinkPage { is_confirmed: true, .. } => (words.confirmed, button("stop", words.stop, "")),
        _ => (words.ask, button("confirm", words.confirm, "button-primary") + &button("stop", words.stop, "")),
    };
    format!("<p>{say}</p><form class=\"sign-in\" method=\"post\">{buttons}</form>")
}

fn drawn(status: StatusCode, words: &Words, title: &str, content: &str) -> Response {
    let (css, language, title) = (assets::path("app.css"), words.language, escape(title));
    let page = format!(
        "<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"robots\" content=\"noindex\"><meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"{css}\"></head><body><main class=\"alone\"><div class=\"card sign-in\"><h1>{title}</h1>{content}</div></main></body></html>"
    );
    let mut response = (status, Html(page)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
