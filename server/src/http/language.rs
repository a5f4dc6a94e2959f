//! The language of a page: what was chosen here, kept in a cookie; else what the browser asks for; else English.

use super::{Site, caller, fault::Problem, session};
use app::{domain::fault::Fault, ui::words::Lang};
use axum::{
    Form,
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use serde::Deserialize;
use std::sync::Arc;

const COOKIE: &str = "lang";
/// A choice is kept for a year.
const SECONDS: u32 = 365 * 86_400;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Choice {
    lang: String,
    #[serde(default)]
    next: String,
}

/// `POST /language`: keeps the choice and goes back to where it was made.
pub(super) async fn choose(State(site): State<Arc<Site>>, Form(choice): Form<Choice>) -> Result<Response, Problem> {
    let lang = Lang::of(&choice.lang).ok_or_else(|| Fault::invalid("lang", "We don't speak this language yet."))?;
    let secure = if site.is_secure() { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={SECONDS}{secure}", lang.tag());
    Ok(session::see(session::local(&choice.next), Some(cookie)))
}

/// The language for whoever sent these headers.
pub(super) fn of(headers: &HeaderMap) -> Lang {
    let chosen = caller::cookie(headers, COOKIE).and_then(Lang::of);
    chosen.or_else(|| by_browser(headers)).unwrap_or_default()
}

/// The language of what stands in other sites' pages: what the owner's snippet names, else what the visitor's browser asks for.
pub(super) fn of_widget(named: Option<&str>, headers: &HeaderMap) -> Lang {
    named.and_then(Lang::of).or_else(|| by_browser(headers)).unwrap_or_default()
}

fn by_browser(headers: &HeaderMap) -> Option<Lang> {
    wished(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?)
}

/// The language that a browser likes best among those that we speak (RFC 9110, 12.5.4); the first of equals.
fn wished(accept: &str) -> Option<Lang> {
    let mut best: Option<(Lang, f32)> = None;
    for wish in accept.split(',') {
        let mut parts = wish.split(';');
        let lang = parts.next().and_then(Lang::of);
        let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(Some(1.0), |weight| weight.parse().ok());
        if let (Some(lang), Some(weight)) = (lang, weight)
            && weight > best.map_or(0.0, |(_, best)| best)
        {
            best = Some((lang, weight));
        }
    }
    best.map(|(lang, _)| lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_loved_language_that_we_speak_wins() {
        for (accept, lang) in [
            ("de", Some(Lang::De)),
            ("de-AT,de;q=0.9,en;q=0.8", Some(Lang::De)),
            ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", Some(Lang::En)),
            ("en;q=0.2, de;q=0.3", Some(Lang::De)),
            ("de;q=0, en;q=0.1", Some(Lang::En)),
            ("de;q=x", None),
            ("fr", None),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(wished(accept), lang, "{accept}");
        }
    }

    #[test]
    fn a_choice_counts_more_than_the_browsers_wish() {
        let headers = |pairs: &[(header::HeaderName, &str)]| {
            pairs.iter().map(|(name, value)| (name.clone(), value.parse().expect("a value"))).collect::<HeaderMap>()
        };
        let german = (header::ACCEPT_LANGUAGE, "de-DE,de");
        assert_eq!(of(&headers(&[])), Lang::En);
        assert_eq!(of(&headers(std::slice::from_ref(&german))), Lang::De);
        assert_eq!(of(&headers(&[german.clone(), (header::COOKIE, "baton=x; lang=en")])), Lang::En);
        assert_eq!(of(&headers(&[german, (header::COOKIE, "lang=tlh")])), Lang::De);
    }
}
