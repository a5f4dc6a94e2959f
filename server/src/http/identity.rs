//! What a site and its visitors tell of themselves beside messages, and how a visitor leaves a browser.

use super::{
    Site,
    caller::{VisitorCaller, bearer},
    fault::Problem,
    limit::Address,
    widget::{Body, answered, remembered},
};
use app::talk::{Entries, FillIn, LogOut};
use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::sync::Arc;

/// `POST /api/widget/v1/attributes`, answered with 204: names and values, each a text, a number or a boolean; null takes away.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Describe {
    attributes: Map<String, Value>,
}

pub(super) async fn describe(
    State(site): State<Arc<Site>>,
    VisitorCaller(guest): VisitorCaller,
    Body(it): Body<Describe>,
) -> Result<StatusCode, Problem> {
    site.limits.glance.take(&guest.visitor.as_str().to_owned())?;
    site.desk.describe(&guest, it.attributes).await.map_err(|failure| Problem::of(failure, &site))?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/widget/v1/form`
pub(super) async fn fill_in(
    State(site): State<Arc<Site>>,
    VisitorCaller(guest): VisitorCaller,
    Extension(address): Extension<Address>,
    Body(it): Body<FillIn>,
) -> Result<Json<Entries>, Problem> {
    site.limits.say.take(&guest.visitor.as_str().to_owned())?;
    answered(&site, site.desk.fill_in(&guest, &it.fields, address.0).await)
}

/// `POST /api/widget/v1/details`
pub(super) async fn fill_in_details(
    State(site): State<Arc<Site>>,
    VisitorCaller(guest): VisitorCaller,
    Extension(address): Extension<Address>,
    Body(it): Body<FillIn>,
) -> Result<Json<Entries>, Problem> {
    site.limits.say.take(&guest.visitor.as_str().to_owned())?;
    answered(&site, site.desk.fill_in_details(&guest, it, address.0).await)
}

/// `POST /api/widget/v1/logout`: it forgets the visitor's cookie too. Who bears no token, or one that ended, has left already.
pub(super) async fn log_out(
    State(site): State<Arc<Site>>,
    Extension(address): Extension<Address>,
    headers: HeaderMap,
    Body(it): Body<LogOut>,
) -> Result<Response, Problem> {
    site.limits.start.take(&address.0)?;
    if let Some(token) = bearer(&headers) {
        site.desk.log_out(token).await.map_err(|failure| Problem::of(failure, &site))?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(forgotten) = remembered(&site, &it.assistant, "", 0) {
        response.headers_mut().insert(header::SET_COOKIE, forgotten);
    }
    Ok(response)
}
