//! The page that the widget lives in, within a frame of ours on the owner's site.

use super::{
    Site, asset, colour,
    fault::Problem,
    language, security,
    widget::{Spoken, in_language},
};
use crate::{assets, markdown::escape};
use app::domain::{
    fault::Fault,
    form::{Field, FieldKind, Moment, asked_at},
};
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use std::sync::Arc;

/// `GET /widget/{key}`: the page in the frame; opened by itself, it is a chat page.
pub(super) async fn frame(
    State(site): State<Arc<Site>>,
    Path(key): Path<String>,
    Query(spoken): Query<Spoken>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let profile = site.desk.assistant(&key).await.map_err(|failure| Problem::of(failure, &site))?;
    let door = site.desk.door(&profile.workspace, &profile.id).await.map_err(|failure| Problem::of(failure, &site))?;
    // Opened by itself it stands on nobody's site. Browsers that don't say so are believed to show it on one.
    if headers.get("sec-fetch-dest").is_none_or(|it| it != "document") {
        site.desk.note_embedded(&profile).await;
    }
    let lang = language::of_widget(spoken.language.as_deref(), &headers);
    let template = assets::text(&in_language(lang, "frame.html", "frame-de.html")).ok_or(Problem(Fault::Unavailable))?;
    let nonce = security::nonce();
    let fields: String = asked_at(&door.fields, Moment::First).enumerate().map(|(at, field)| drawn(at, field)).collect();
    let fill = [
        ("{key}", escape(&profile.public_key)),
        ("{nonce}", nonce.clone()),
        ("{css}", assets::path("widget.css")),
        ("{js}", assets::path("widget.js")),
        ("{wasm}", assets::path(&in_language(lang, "widget.wasm", "widget-de.wasm"))),
        ("{colours}", colour::style(&profile.accent)),
        ("{asks}", if fields.is_empty() { String::new() } else { "asks".to_owned() }),
        ("{fields}", fields),
        ("{tagline}", escape(&profile.tagline)),
        ("{name}", escape(profile.name.as_str())),
    ];
    let html = fill.iter().fold(template, |html, (mark, value)| html.replace(mark, value));
    let mut response = Html(html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, security::frame(&nonce, &door.sites));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    asset::for_other_sites(headers);
    Ok(response)
}

/// One thing that is asked before the first message. What it is called is escaped: it is an owner's own words. Its name begins with
/// `=`, as all that asks does: a field that is called as something of a form is would stand in its place.
fn drawn(at: usize, field: &Field) -> String {
    let label = escape(&field.label);
    let required = if field.is_required { " required" } else { "" };
    let mark = if field.is_required { "<span aria-hidden=\"true\"> *</span>" } else { "" };
    let input = |kind: &str, complete: &str| {
        format!(
            "<input id=\"f{at}\" name=\"={label}\" type=\"{kind}\" maxlength=\"500\" dir=\"auto\" autocomplete=\"{complete}\"{required}>"
        )
    };
    let control = match field.kind {
        FieldKind::Name => input("text", "name"),
        FieldKind::Email => input("email", "email"),
        FieldKind::Text => input("text", "on"),
        FieldKind::File => input("file", "off"),
        FieldKind::Choice => {
            let choices = field.choices.iter().map(|it| format!("<option>{}</option>", escape(it))).collect::<String>();
            format!("<select id=\"f{at}\" name=\"={label}\"{required}><option value=\"\"></option>{choices}</select>")
        }
    };
    format!("<label for=\"f{at}\"><span dir=\"auto\">{label}</span>{mark}</label>{control}")
}
