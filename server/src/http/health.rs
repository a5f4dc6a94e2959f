//! For those who watch over the process.

use super::{Site, fault::Problem};
use crate::store;
use app::domain::fault::Fault;
use axum::{Json, extract::State};
use serde_json::{Value, json};
use std::sync::Arc;

/// `GET /healthz`: the process runs.
pub(super) async fn alive() -> &'static str {
    "ok"
}

/// `GET /readyz`: the database answers and can be written.
pub(super) async fn ready(State(site): State<Arc<Site>>) -> Result<Json<Value>, Problem> {
    let waiting = store::job::n_open(&site.desk.db, "answer").await.map_err(|_| Problem(Fault::Unavailable))?;
    site.desk.sweep_sessions().await.map_err(|_| Problem(Fault::Unavailable))?;
    Ok(Json(
        json!({ "ready": true, "database": site.desk.db.engine(), "model": site.desk.library.has_model(), "answers_waiting": waiting }),
    ))
}

/// `GET /version`
pub(super) async fn version() -> Json<Value> {
    Json(json!({ "name": "baton", "version": env!("CARGO_PKG_VERSION") }))
}
