//! Files that an assistant is to answer from.

use super::{Site, caller::MaybeCaller, fault::Problem, files::read};
use crate::reading::LARGEST;
use app::{
    api::knowledge::SourceLine,
    domain::{
        fault::Fault,
        id::{AssistantId, SourceId},
    },
};
use axum::{
    Json,
    body::Body,
    extract::{Query, State},
    http::HeaderMap,
};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
pub(super) struct Meant {
    #[serde(default)]
    assistant: String,
    source: Option<String>,
    #[serde(default)]
    name: String,
}

/// `POST /knowledge/files?assistant=…&source=…&name=…`: a file to answer from, its bytes as the body.
pub(super) async fn upload(
    State(site): State<Arc<Site>>,
    MaybeCaller(caller): MaybeCaller,
    Query(meant): Query<Meant>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<SourceLine>, Problem> {
    let me = caller.ok_or(Problem(Fault::SignedOut))?;
    site.limits.upload.take(&me.account.as_str().to_owned())?;
    let assistant = AssistantId::parse(&meant.assistant).ok_or(Problem(Fault::NotFound))?;
    let source = meant.source.filter(|it| !it.is_empty()).map(|it| SourceId::parse(&it).ok_or(Problem(Fault::NotFound))).transpose()?;
    let bytes = read(&headers, body, LARGEST).await?;
    let added = site.desk.add_knowledge_file(&me, &assistant, source.as_ref(), &meant.name, bytes).await;
    added.map(Json).map_err(|failure| Problem::of(failure, &site))
}
