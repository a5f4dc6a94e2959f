//! A visitor types.

use super::{Site, caller::VisitorCaller, fault::Problem, widget::Body};
use app::talk::Typing;
use axum::{extract::State, http::StatusCode};
use std::sync::Arc;

/// `POST /api/widget/v1/typing`
pub(super) async fn typing(
    State(site): State<Arc<Site>>,
    VisitorCaller(guest): VisitorCaller,
    Body(typing): Body<Typing>,
) -> Result<StatusCode, Problem> {
    site.limits.typing.take(&guest.visitor.as_str().to_owned())?;
    site.desk.types(&guest, typing).await.map_err(|failure| Problem::of(failure, &site))?;
    Ok(StatusCode::NO_CONTENT)
}
