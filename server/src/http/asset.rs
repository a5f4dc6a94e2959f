//! Files of the bundles: hashed names never change, the others are asked for anew.

use super::fault::Problem;
use crate::assets::{self, Coding};
use app::domain::fault::Fault;
use axum::{
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::borrow::Cow;

/// `GET /assets/{file}`
pub(super) async fn file(Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    serve(&name, &headers)
}

/// `GET /favicon.ico`: what browsers ask for by themselves.
pub(super) async fn favicon(headers: HeaderMap) -> Result<Response, Problem> {
    serve(assets::path("favicon.svg").trim_start_matches("/assets/"), &headers)
}

/// The file that owners' pages name, in the visitor's language.
pub(super) fn loader(name: &str, headers: &HeaderMap) -> Result<Response, Problem> {
    let mut response = serve(name, headers)?;
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding, accept-language"));
    Ok(response)
}

/// Lets other sites' pages load this: the loader and the frame are made for them.
pub(super) fn for_other_sites(headers: &mut HeaderMap) {
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
}

/// `GET /sw.js`: the service worker shows pushes. Its place says how far it reaches, so its name can't be hashed.
pub(super) async fn worker() -> Response {
    let mut response = Response::new(Body::from(include_str!("../../assets/sw.js")));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::CONTENT_SECURITY_POLICY, super::security::worker());
    response
}

fn serve(name: &str, asked: &HeaderMap) -> Result<Response, Problem> {
    let accepts = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let asset = assets::find(name, accepts).ok_or(Problem(Fault::NotFound))?;
    let tag = format!("\"{}\"", asset.sha256[..8].iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    let caching = if asset.is_hashed { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let known = asked.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { Response::new(body(asset.bytes)) };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    match asset.coding {
        Coding::Brotli => drop(headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"))),
        Coding::Gzip => drop(headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))),
        Coding::Plain => {}
    }
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    for_other_sites(headers);
    Ok(response)
}

fn body(bytes: Cow<'static, [u8]>) -> Body {
    match bytes {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    }
}
