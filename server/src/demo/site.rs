//! The sample company's pages: the landing page and its help centre, with the widget embedded by its snippet.

use crate::{assets, ingest, markdown};

/// Links between articles are read against a host that is then taken away: on the page they need none.
const HOST: &str = "http://demo.invalid";
const BASE: &str = "http://demo.invalid/demo/help";

/// The landing page with the snippet of this assistant.
pub fn home(public_key: &str) -> Option<String> {
    Some(assets::demo("site/index.html")?.replace("<!-- snippet -->", &snippet(public_key)))
}

/// The stylesheet.
pub fn style() -> Option<String> {
    assets::demo("site/site.css")
}

/// An article by its name; nothing where there is none.
pub fn article(slug: &str, public_key: &str) -> Option<String> {
    let source = assets::demo(&format!("help/{slug}.md"))?;
    let document = ingest::markdown::document(slug, &source, BASE);
    let body: String = document.sections.iter().map(section).collect();
    Some(page(&document.title, &body.replace(HOST, ""), Some(slug), public_key))
}

/// The list of all articles.
pub fn index(public_key: &str) -> String {
    page("Help centre", &list(None), None, public_key)
}

/// A section under its heading, which bears the anchor that citations point to.
fn section(it: &ingest::Section) -> String {
    let body = markdown::html(&markdown::blocks(&it.markdown));
    match it.heading.as_str() {
        "" => body,
        heading => format!("<h2 id=\"{}\">{}</h2>\n{body}", markdown::escape(&it.anchor), markdown::escape(heading)),
    }
}

fn page(title: &str, content: &str, current: Option<&str>, public_key: &str) -> String {
    let template = assets::demo("site/help.html").unwrap_or_default();
    template
        .replace("<!-- title -->", &markdown::escape(title))
        .replace("<!-- nav -->", &list(current))
        .replace("<!-- content -->", content)
        .replace("<!-- snippet -->", &snippet(public_key))
}

fn list(current: Option<&str>) -> String {
    let mut articles: Vec<(String, String)> = assets::demo_paths()
        .filter_map(|path| path.strip_prefix("help/")?.strip_suffix(".md").map(str::to_owned))
        .filter_map(|slug| Some((title(&slug)?, slug)))
        .collect();
    articles.sort();
    let item = |(title, slug): &(String, String)| {
        let here = if current == Some(slug) { " aria-current=\"page\"" } else { "" };
        format!("<li><a href=\"/demo/help/{slug}\"{here}>{}</a></li>\n", markdown::escape(title))
    };
    format!("<ul>\n{}</ul>", articles.iter().map(item).collect::<String>())
}

fn title(slug: &str) -> Option<String> {
    Some(ingest::markdown::document(slug, &assets::demo(&format!("help/{slug}.md"))?, "").title)
}

fn snippet(public_key: &str) -> String {
    let key = markdown::escape(public_key);
    format!("<script async src=\"/widget.js\" data-assistant=\"{key}\" data-color=\"{}\"></script>", super::ACCENT)
}
