//! What keys press, and where they don't.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Presses the first element that matches `selector` and is seen, with the focus on it; says whether there was one.
pub fn press(selector: &str) -> bool {
    let Some(it) = seen(selector) else { return false };
    // An element that can't take the focus doesn't get it.
    let _ = it.focus();
    it.click();
    true
}

/// Presses the first element that matches `selector`, seen or not.
pub fn press_any(selector: &str) {
    let it = document().query_selector(selector).ok().flatten();
    if let Some(it) = it.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        it.click();
    }
}

/// Brings the element with this id into sight, no further than it takes.
pub fn reveal(id: &str) {
    let Some(it) = document().get_element_by_id(id) else { return };
    let how = ScrollIntoViewOptions::new();
    how.set_block(ScrollLogicalPosition::Nearest);
    it.scroll_into_view_with_scroll_into_view_options(&how);
}

/// The links that match `selector`: where each leads, and its words.
pub fn links(selector: &str) -> Vec<(String, String)> {
    let Ok(all) = document().query_selector_all(selector) else { return Vec::new() };
    let link = |n| {
        let it: Element = all.get(n)?.dyn_into().ok()?;
        let words = it.query_selector("span").ok().flatten().unwrap_or_else(|| it.clone());
        Some((it.get_attribute("href")?, words.text_content()?.trim().to_owned()))
    };
    (0..all.length()).filter_map(link).collect()
}

/// Whether an element that matches `selector` is seen.
pub fn is_there(selector: &str) -> bool {
    seen(selector).is_some()
}

/// The words of the first element that matches `selector` and is seen.
pub fn words_of(selector: &str) -> Option<String> {
    Some(seen(selector)?.text_content()?.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Takes the focus out of the field that has it.
pub fn leave_field() -> bool {
    match document().active_element().and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // An element that keeps the focus keeps it.
        Some(it) => it.blur().is_ok(),
        None => false,
    }
}

/// Picks the row that has the focus, or lets go of it.
pub fn pick_focused() {
    let row = document().active_element().and_then(|it| it.closest(".row").ok().flatten());
    let pick = row.and_then(|row| row.query_selector(".row-pick").ok().flatten());
    if let Some(pick) = pick.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        pick.click();
    }
}

/// The id of what matches `selector` and has the focus, itself or within.
pub fn id_with_focus(selector: &str) -> Option<String> {
    let it = document().active_element()?.closest(selector).ok().flatten()?;
    Some(it.id()).filter(|id| !id.is_empty())
}

/// Whether somebody is typing: then letters are letters.
pub fn is_typing() -> bool {
    let Some(it) = document().active_element() else { return false };
    match it.dyn_ref::<HtmlInputElement>() {
        Some(input) => !matches!(input.type_().as_str(), "checkbox" | "radio" | "button" | "submit"),
        None => {
            matches!(it.tag_name().as_str(), "TEXTAREA" | "SELECT" | "IFRAME")
                || it.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable)
        }
    }
}

/// Whether ⌘ is the key for commands.
pub fn is_apple() -> bool {
    window().navigator().platform().is_ok_and(|it| {
        let it = it.to_ascii_lowercase();
        it.starts_with("mac") || it.starts_with("ip")
    })
}

fn seen(selector: &str) -> Option<HtmlElement> {
    let all = document().query_selector_all(selector).ok()?;
    (0..all.length()).filter_map(|n| all.get(n)?.dyn_into::<HtmlElement>().ok()).find(is_seen)
}

fn is_seen(it: &HtmlElement) -> bool {
    let box_ = Element::get_bounding_client_rect(it);
    box_.width() > 0.0 && box_.height() > 0.0
}
