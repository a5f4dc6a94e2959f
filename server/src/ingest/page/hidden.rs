//! What of a page isn't its text: furniture, banners, and what is hidden from its readers.

use super::sheet::Sheet;
use html5ever::tokenizer::Tag;

/// Whole elements that hold nothing to read.
const SILENT: [&str; 20] = [
    "script",
    "style",
    "nav",
    "svg",
    "noscript",
    "template",
    "iframe",
    "object",
    "video",
    "audio",
    "canvas",
    "dialog",
    "select",
    "datalist",
    "textarea",
    "map",
    "frameset",
    "applet",
    "math-annotation",
    "portal",
];
/// Roles of the furniture around a text.
const ROLES: [&str; 10] =
    ["navigation", "search", "menu", "menubar", "dialog", "alertdialog", "toolbar", "contentinfo", "banner", "complementary"];
/// Classes and ids of furniture, as whole words.
const FURNITURE: [&str; 34] = [
    "breadcrumb",
    "breadcrumbs",
    "sidebar",
    "side-bar",
    "toc",
    "table-of-contents",
    "pagination",
    "pager",
    "skip-link",
    "skiplink",
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "headerlink",
    "anchorjs-link",
    "hash-link",
    "heading-anchor",
    "header-anchor",
    "anchor-link",
    "navbar",
    "site-header",
    "site-footer",
    "share-buttons",
    "social-share",
    "related-articles",
    "article-votes",
    "feedback",
    "cc-window",
    "onetrust-consent-sdk",
    "onetrust-banner-sdk",
    "cybotcookiebotdialog",
    "cmpbox",
    "edit-this-page",
];
/// A banner is named after what it is about and what it is.
const ABOUT: [&str; 3] = ["cookie", "consent", "gdpr"];
const BANNER: [&str; 9] = ["banner", "bar", "notice", "popup", "modal", "overlay", "dialog", "manager", "wall"];

/// The value of an attribute.
pub fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|it| &*it.name.local == name).map(|it| &*it.value)
}

/// Whether an element and all in it is no text of the page. `in_main`: inside of what the page says is its text;
/// `on_colour`: inside of an element that says what colour it stands on; `sheet`: the page's own styles.
pub fn is_silent(tag: &Tag, in_main: bool, on_colour: bool, sheet: &Sheet) -> bool {
    let name = &*tag.name;
    if matches!(name, "html" | "body" | "main") {
        return false;
    }
    let is_furniture = matches!(name, "header" | "footer" | "aside") && !in_main;
    SILENT.contains(&name)
        || is_furniture
        || has_role(tag, in_main)
        || is_hidden(tag, on_colour || sheet.colours(tag))
        || is_named_so(tag)
        || sheet.hides(tag)
}

fn has_role(tag: &Tag, in_main: bool) -> bool {
    let Some(role) = attribute(tag, "role") else { return false };
    let may_be_text = matches!(role, "complementary" | "banner" | "contentinfo") && in_main;
    ROLES.contains(&role) && !may_be_text
}

fn is_hidden(tag: &Tag, on_colour: bool) -> bool {
    let hides = |value: &str| !value.eq_ignore_ascii_case("until-found");
    attribute(tag, "hidden").is_some_and(hides)
        || attribute(tag, "aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"))
        || attribute(tag, "style").is_some_and(|style| hides_by(style, on_colour))
}

/// Whether a style takes an element out of sight.
fn hides_by(style: &str, on_colour: bool) -> bool {
    let style = style.to_ascii_lowercase();
    let mut is_white = false;
    for (name, value) in declarations(&style) {
        match name {
            "display" if value == "none" => return true,
            "visibility" if matches!(value, "hidden" | "collapse") => return true,
            "opacity" | "font-size" if is_nothing(value) => return true,
            "left" | "top" | "text-indent" | "margin-left" if is_far_off(value) => return true,
            "clip" if value.replace(' ', "").starts_with("rect(0") => return true,
            "color" if value == "transparent" => return true,
            "color" => is_white = matches!(value.replace(' ', "").as_str(), "white" | "#fff" | "#ffffff" | "rgb(255,255,255)"),
            _ => {}
        }
    }
    is_white && !on_colour && !style.contains("background")
}

/// What a style in lower case declares, each by its name.
pub fn declarations(style: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = style.split(';').filter_map(|it| it.split_once(':'));
    pairs.map(|(name, value)| (name.trim(), value.trim().trim_end_matches("!important").trim()))
}

/// Whether a value is 0, of whatever unit.
pub fn is_nothing(value: &str) -> bool {
    value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').trim().parse() == Ok(0.0_f32)
}

/// Whether a place lies a hundred or more to the left, or above.
pub fn is_far_off(value: &str) -> bool {
    let whole = value.strip_prefix('-').and_then(|it| it.trim_start_matches('-').split('.').next());
    whole.is_some_and(|it| it.trim_end_matches(|c: char| !c.is_ascii_digit()).len() >= 3)
}

/// Whether class or id say that it is furniture or a banner.
fn is_named_so(tag: &Tag) -> bool {
    let named = ["class", "id"].into_iter().filter_map(|name| attribute(tag, name));
    named.flat_map(str::split_whitespace).take(40).any(|word| {
        let word = word.to_ascii_lowercase();
        let is_banner = || ABOUT.iter().any(|it| word.contains(it)) && BANNER.iter().any(|it| word.contains(it));
        FURNITURE.contains(&word.as_str()) || is_banner()
    })
}
