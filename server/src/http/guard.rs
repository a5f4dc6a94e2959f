//! Nobody else's page may make a browser do things here: every unsafe method must come from our own origin.

use super::fault::Problem;
use app::domain::fault::Fault;
use axum::{
    extract::Request,
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Refuses an unsafe request that a foreign page made, or that doesn't say who made it.
pub(super) async fn same_origin(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_ours(request.headers()) {
        return next.run(request).await;
    }
    Problem(Fault::not_allowed("This request came from another site.")).into_response()
}

/// A browser says where a request comes from in ways that a page can't change: `Sec-Fetch-Site`, `Origin`.
fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if text(header::HeaderName::from_static("sec-fetch-site")).is_some_and(|site| site != "same-origin") {
        return false;
    }
    let (Some(origin), Some(host)) = (text(header::ORIGIN), text(header::HOST)) else { return false };
    origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(pairs: &[(&'static str, &str)]) -> bool {
        is_ours(&pairs.iter().map(|(name, value)| (header::HeaderName::from_static(name), value.parse().expect("a value"))).collect())
    }

    #[test]
    fn only_our_own_pages_may_change_things() {
        let host = ("host", "chat.test:8300");
        assert!(ours(&[host, ("origin", "https://chat.test:8300"), ("sec-fetch-site", "same-origin")]));
        assert!(ours(&[host, ("origin", "https://chat.test:8300")]));
        for foreign in ["https://evil.test", "https://chat.test", "https://chat.test:8300.evil.test", "null", ""] {
            assert!(!ours(&[host, ("origin", foreign)]), "{foreign}");
        }
        assert!(!ours(&[host, ("origin", "https://chat.test:8300"), ("sec-fetch-site", "cross-site")]));
        assert!(!ours(&[host, ("origin", "https://chat.test:8300"), ("sec-fetch-site", "same-site")]));
        assert!(!ours(&[host]));
    }
}
