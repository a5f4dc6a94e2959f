//! Who asks: a member by the session's cookie, a visitor by the bearer token.

use super::{Site, fault::Problem};
use crate::desk::Guest;
use app::{api::Caller, domain::fault::Fault};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::Response,
};
use std::sync::Arc;

/// The cookie where only TLS or this machine can set it, and where plain HTTP must do.
const STRICT: &str = "__Host-baton";
const PLAIN: &str = "baton";

/// The name of the session's cookie on this site.
pub(super) fn cookie_name(site: &Site) -> &'static str {
    if site.is_secure() { STRICT } else { PLAIN }
}

/// The session's token, where the request carries one.
pub(super) fn session_token<'h>(site: &Site, headers: &'h HeaderMap) -> Option<&'h str> {
    cookie(headers, cookie_name(site))
}

/// The value of a cookie, where the request carries it.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// Notes which member makes a request, if any.
pub(super) async fn find(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let caller = match session_token(&site, request.headers()) {
        Some(token) => site.desk.caller(token).await.unwrap_or_else(|failure| {
            // Logged there; the request goes on as nobody's.
            failure.told(site.desk.clock.now());
            None
        }),
        None => None,
    };
    request.extensions_mut().insert(MaybeCaller(caller));
    next.run(request).await
}

/// The member, if one is signed in.
#[derive(Debug, Clone, Default)]
pub(super) struct MaybeCaller(pub Option<Caller>);

impl<S: Send + Sync> FromRequestParts<S> for MaybeCaller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// The visitor whose token the request bears.
#[derive(Debug, Clone)]
pub(super) struct VisitorCaller(pub Guest);

impl FromRequestParts<Arc<Site>> for VisitorCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Self::Rejection> {
        let token = bearer(&parts.headers).ok_or(Problem(Fault::SignedOut))?;
        site.desk.guest(token).await.map(Self).map_err(|failure| Problem::of(failure, site))
    }
}

/// The bearer token, where the request carries one.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}
