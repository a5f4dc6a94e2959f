//! The sample company's pages, where the demo is on.

use super::{Site, fault::Problem, security};
use crate::demo::site as pages;
use app::domain::fault::Fault;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use std::sync::Arc;

fn key(site: &Site) -> Result<&str, Problem> {
    site.demo_key.as_deref().ok_or(Problem(Fault::NotFound))
}

fn page(html: Option<String>) -> Result<Response, Problem> {
    let mut response = Html(html.ok_or(Problem(Fault::NotFound))?).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, security::demo());
    Ok(response)
}

/// `GET /demo`
pub(super) async fn home(State(site): State<Arc<Site>>) -> Result<Response, Problem> {
    page(pages::home(key(&site)?))
}

/// `GET /demo/help`
pub(super) async fn index(State(site): State<Arc<Site>>) -> Result<Response, Problem> {
    page(Some(pages::index(key(&site)?)))
}

/// `GET /demo/help/{slug}`
pub(super) async fn article(State(site): State<Arc<Site>>, Path(slug): Path<String>) -> Result<Response, Problem> {
    page(pages::article(&slug, key(&site)?))
}

/// `GET /demo/site.css`
pub(super) async fn style(State(site): State<Arc<Site>>) -> Result<Response, Problem> {
    key(&site)?;
    let css = pages::style().ok_or(Problem(Fault::NotFound))?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"))], css).into_response())
}
