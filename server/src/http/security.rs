//! Headers that every answer carries, and the content policies of our pages.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The policy of an answer that sets none: nothing runs, nothing is loaded, nothing frames it.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Adds what every answer carries.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(NOTHING));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    let opener = HeaderName::from_static("cross-origin-opener-policy");
    headers.insert(opener, HeaderValue::from_static("same-origin"));
    response
}

/// A fresh nonce for one page's scripts: 128 bits.
pub(super) fn nonce() -> String {
    STANDARD.encode(&crate::chance::secret()[..16])
}

/// The policy of the inbox's pages: our own scripts by nonce, no frames, no foreign anything.
pub(super) fn inbox(nonce: &str) -> HeaderValue {
    value(&format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ))
}

/// The policy of the service worker: it loads nothing, and speaks to us alone.
pub(super) fn worker() -> HeaderValue {
    value("default-src 'none'; connect-src 'self'")
}

/// The policy of the widget's frame: it may stand in the pages of these sites and in ours, of any site where none is named, and
/// loads from here alone. The one style in it is the owner's colour.
pub(super) fn frame(nonce: &str, sites: &[String]) -> HeaderValue {
    let ancestors = if sites.is_empty() { "*".to_owned() } else { format!("'self' {}", sites.join(" ")) };
    value(&format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    ))
}

/// The policy of the sample site: that of a careful owner who embeds the widget.
pub(super) fn demo() -> HeaderValue {
    value(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
}

fn value(text: &str) -> HeaderValue {
    // Base64 and our own words: always a header's value.
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(NOTHING))
}
