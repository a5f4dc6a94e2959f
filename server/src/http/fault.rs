//! A fault becomes a status and a body (RFC 9457). The one place that logs what broke.

use crate::desk::Failure;
use app::domain::fault::Fault;
use axum::{
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;
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

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = status(&self.0);
        let mut body = json!({
            "type": "about:blank",
            "title": status.canonical_reason().unwrap_or_default(),
            "status": status.as_u16(),
            "detail": self.0.to_string(),
        });
        if let Fault::Invalid { field, say } = &self.0 {
            body["fields"] = json!({ field: say });
        }
        let mut response = Response::new(Body::from(body.to_string()));
        *response.status_mut() = status;
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

/// What a panic answers; the panic itself is on standard error already.
pub(super) fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("A handler panicked");
    Problem(Fault::Broken { id: "panic".to_owned() }).into_response()
}
