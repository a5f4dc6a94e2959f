//! Signing in and out: plain forms, which work without script.

use super::{Site, caller, fault::Problem, limit::Address};
use axum::{
    Extension, Form,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignIn {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /session`
pub(super) async fn sign_in(
    State(site): State<Arc<Site>>,
    Extension(address): Extension<Address>,
    Form(form): Form<SignIn>,
) -> Result<Response, Problem> {
    let next = local(&form.next);
    if site.limits.sign_in.take(&(address.0, form.email.trim().to_lowercase())).is_err() {
        return Ok(see(&again(next, "many"), None));
    }
    let session = site.desk.sign_in(&form.email, form.password).await.map_err(|failure| Problem::of(failure, &site))?;
    Ok(match session {
        Some(session) => see(next, Some(cookie(&site, &session.token, session.seconds))),
        None => see(&again(next, "wrong"), None),
    })
}

/// `POST /session/end`
pub(super) async fn sign_out(State(site): State<Arc<Site>>, headers: HeaderMap) -> Result<Response, Problem> {
    if let Some(token) = caller::session_token(&site, &headers) {
        site.desk.sign_out(token).await.map_err(|failure| Problem::of(failure, &site))?;
    }
    Ok(see("/sign-in", Some(cookie(&site, "", 0))))
}

/// Where to go next: a path of ours, never another site.
pub(super) fn local(next: &str) -> &str {
    let ours = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']);
    if ours { next } else { "/inbox" }
}

fn again(next: &str, error: &str) -> String {
    let next: String =
        next.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect();
    format!("/sign-in?error={error}&next={next}")
}

fn cookie(site: &Site, token: &str, seconds: i64) -> String {
    let secure = if site.is_secure() { "; Secure" } else { "" };
    format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", caller::cookie_name(site))
}

pub(super) fn see(path: &str, cookie: Option<String>) -> Response {
    let mut response =
        (StatusCode::SEE_OTHER, [(header::LOCATION, path.to_owned()), (header::CACHE_CONTROL, "no-store".to_owned())]).into_response();
    if let Some(value) = cookie.and_then(|cookie| cookie.parse().ok()) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_never_leads_to_another_site() {
        for (next, goes) in [
            ("/inbox/abcd", "/inbox/abcd"),
            ("", "/inbox"),
            ("https://evil.test", "/inbox"),
            ("//evil.test", "/inbox"),
            ("/\\evil.test", "/inbox"),
            ("/a\r\nb", "/inbox"),
        ] {
            assert_eq!(local(next), goes, "{next:?}");
        }
        assert_eq!(again("/inbox/a", "wrong"), "/sign-in?error=wrong&next=%2Finbox%2Fa");
    }
}
