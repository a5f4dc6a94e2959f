//! A fault becomes a status and a body (RFC 9457). The one place that logs what broke.

use super::language;
use crate::desk::Failure;
use app::{domain::fault::Fault, ui::words::faults};
use axum::{
    body::Body,
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use std::any::Any;

/// A fault on its way out.
#[derive(Debug)]
pub(super) struct Problem(pub Fault);

impl Problem {
    /// The fault of a failure; what broke is logged under its id.
    pub(super) fn of(failure: Failure, site: &super::Site) -> Self {
        Self(failure.told(site.desk.clock.now()))
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self(fault)
    }
}

/// The status that tells of a fault.
pub(super) const fn status(fault: &Fault) -> StatusCode {
    match fault {
        Fault::NotFound => StatusCode::NOT_FOUND,
        Fault::SignedOut => StatusCode::UNAUTHORIZED,
        Fault::NotAllowed { .. } => StatusCode::FORBIDDEN,
        Fault::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        Fault::Changed { .. } | Fault::Stale => StatusCode::CONFLICT,
        Fault::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Fault::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Fault::Unavailable | Fault::Offline => StatusCode::SERVICE_UNAVAILABLE,
        Fault::Broken { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The body that tells of a fault in these words.
fn problem(fault: &Fault, detail: &str) -> Value {
    let status = status(fault);
    let title = status.canonical_reason().unwrap_or_default();
    let mut body = json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail });
    if let Fault::Invalid { field, .. } = fault {
        body["fields"] = json!({ field: detail });
    }
    body
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(problem(&self.0, &self.0.to_string()).to_string()));
        *response.status_mut() = status(&self.0);
        response.extensions_mut().insert(Told(self.0.clone()));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/problem+json"));
        let wait = match self.0 {
            Fault::TooMany { seconds } => Some(seconds),
            Fault::Unavailable => Some(1),
            _ => None,
        };
        if let Some(seconds) = wait {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// The fault of an answer, for who tells it in another language.
#[derive(Debug, Clone)]
struct Told(Fault);

/// Tells what went wrong in the visitor's language.
pub(super) async fn in_words(request: Request, next: Next) -> Response {
    let lang = language::of_widget(None, request.headers());
    let mut response = next.run(request).await;
    if let Some(Told(fault)) = response.extensions_mut().remove::<Told>() {
        *response.body_mut() = Body::from(problem(&fault, &faults::say_in(&fault, lang)).to_string());
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    response
}

/// What a panic answers; the panic itself is on standard error already.
pub(super) fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("A handler panicked");
    Problem(Fault::Broken { id: "panic".to_owned() }).into_response()
}
