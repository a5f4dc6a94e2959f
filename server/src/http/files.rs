//! Files in and out. What somebody uploaded is never run: it is served under a policy that allows nothing.

use super::{
    Site,
    caller::{MaybeCaller, VisitorCaller},
    fault::Problem,
};
use app::{
    domain::{
        fault::Fault,
        file::{File, LARGEST_FILE, LARGEST_OF_VISITOR, in_address},
        id::FileId,
    },
    talk::Attached,
};
use axum::{
    Json,
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures::StreamExt;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
pub(super) struct Named {
    #[serde(default)]
    name: String,
}

/// `POST /files?name=…`: a member's file, its bytes as the body.
pub(super) async fn upload(
    State(site): State<Arc<Site>>,
    MaybeCaller(caller): MaybeCaller,
    Query(named): Query<Named>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<File>, Problem> {
    let me = caller.ok_or(Problem(Fault::SignedOut))?;
    site.limits.upload.take(&me.account.as_str().to_owned())?;
    let bytes = read(&headers, body, LARGEST_FILE).await?;
    site.desk.upload(&me, &named.name, bytes).await.map(Json).map_err(|failure| Problem::of(failure, &site))
}

/// `POST /api/widget/v1/files?name=…`: a visitor's file, its bytes as the body.
pub(super) async fn upload_of_visitor(
    State(site): State<Arc<Site>>,
    VisitorCaller(guest): VisitorCaller,
    Query(named): Query<Named>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Attached>, Problem> {
    site.limits.upload.take(&guest.visitor.as_str().to_owned())?;
    let bytes = read(&headers, body, LARGEST_OF_VISITOR).await?;
    site.desk.upload_of_visitor(&guest, &named.name, bytes).await.map(Json).map_err(|failure| Problem::of(failure, &site))
}

/// The body, given up as soon as it is too large: at once where it says so.
pub(super) async fn read(headers: &HeaderMap, body: Body, most: u64) -> Result<Vec<u8>, Problem> {
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > most) {
        return Err(Problem(Fault::TooLarge));
    }
    let mut bytes = Vec::new();
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        // A sender who went away hears nothing of it.
        let piece = piece.map_err(|_| Problem(Fault::Offline))?;
        if (bytes.len() + piece.len()) as u64 > most {
            return Err(Problem(Fault::TooLarge));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// `GET /files/{id}/{name}`: for members. The name is only for the browser.
pub(super) async fn open(
    State(site): State<Arc<Site>>,
    MaybeCaller(caller): MaybeCaller,
    Path((id, _)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let me = caller.ok_or(Problem(Fault::SignedOut))?;
    let id = FileId::parse(&id).ok_or(Problem(Fault::NotFound))?;
    let (file, bytes) = site.desk.file(&me, &id).await.map_err(|failure| Problem::of(failure, &site))?;
    Ok(served(&file, bytes))
}

#[derive(Deserialize)]
pub(super) struct Signed {
    t: Option<String>,
}

/// `GET /api/widget/v1/files/{id}?t=…`: for the visitor for whom the address was signed.
pub(super) async fn open_signed(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Query(signed): Query<Signed>,
) -> Result<Response, Problem> {
    let token = signed.t.ok_or(Problem(Fault::SignedOut))?;
    let id = FileId::parse(&id).ok_or(Problem(Fault::NotFound))?;
    let (file, bytes) = site.desk.file_by_token(&id, &token).await.map_err(|failure| Problem::of(failure, &site))?;
    Ok(served(&file, bytes))
}

/// Nothing that a browser could run in our name: of another type than we found, in a page, or with a script.
const SANDBOX: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

fn served(file: &File, bytes: Vec<u8>) -> Response {
    let how = if file.is_picture() { "inline" } else { "attachment" };
    let plain: String = file.name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' }).collect();
    let disposition = format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{}", in_address(&file.name));
    let media = if file.media == "text/plain" { "text/plain; charset=utf-8" } else { &file.media };
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, value(media));
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    response
}
