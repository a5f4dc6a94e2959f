//! How rows move, and how keys move among rows.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// How long a row slides, in milliseconds.
const SLIDE: f64 = 200.0;

/// Where each child of `list` stands, by the address that it leads to.
pub fn tops(list: &Element) -> Vec<(String, i32)> {
    children(list).filter_map(|row| Some((address(&row)?, row.offset_top()))).collect()
}

/// Lets the children of `list` that stood elsewhere slide to where they stand now.
pub fn slide(list: &Element, before: &[(String, i32)]) {
    if wants_stillness() {
        return;
    }
    for row in children(list) {
        let from = address(&row).and_then(|address| before.iter().find(|(known, _)| *known == address).map(|(_, top)| *top));
        if let Some(from) = from.filter(|from| *from != row.offset_top()) {
            animate(&row, from - row.offset_top());
        }
    }
}

/// Moves the focus among the elements that match `selector`, `by` places on from the one that has it.
pub fn step(selector: &str, by: i32) {
    let Ok(all) = document().query_selector_all(selector) else { return };
    let active = document().active_element();
    let rows: Vec<HtmlElement> = (0..all.length()).filter_map(|n| all.get(n)?.dyn_into().ok()).collect();
    let is_active = |row: &HtmlElement| active.as_ref().is_some_and(|active| row.is_same_node(Some(active)));
    let is_current = |row: &HtmlElement| row.has_attribute("aria-current");
    let here = rows.iter().position(is_active).or_else(|| rows.iter().position(is_current));
    let next = match here {
        Some(here) => here.saturating_add_signed(by as isize),
        None => 0,
    };
    if let Some(row) = rows.get(next) {
        // An element that can't take the focus doesn't get it.
        let _ = row.focus();
    }
}

/// Gives the focus to the first element that matches `selector`, its text chosen where it has one.
pub fn focus(selector: &str) {
    let Some(it) = document().query_selector(selector).ok().flatten() else { return };
    if let Some(it) = it.dyn_ref::<HtmlElement>() {
        // An element that can't take the focus doesn't get it.
        let _ = it.focus();
    }
    if let Some(field) = it.dyn_ref::<HtmlInputElement>() {
        field.select();
    }
}

/// Keeps the place of rows that aren't drawn: so many pixels above and below those that are.
pub fn pad(list: &HtmlElement, above: usize, below: usize) {
    let style = list.style();
    for (name, pixels) in [("--above", above), ("--below", below)] {
        // A property of ours takes any text.
        let _ = style.set_property(name, &format!("{pixels}px"));
    }
}

/// Draws a row so many pixels aside, to the right where it is more than nothing.
pub fn draw_aside(row: &HtmlElement, by: i32) {
    // A property of ours takes any text.
    let _ = row.style().set_property("--aside", &format!("{by}px"));
}

/// Whether the element with this id lies above what is seen of `root`.
pub fn is_above(id: &str, root: &HtmlElement) -> bool {
    let it = document().get_element_by_id(id);
    it.is_some_and(|it| it.get_bounding_client_rect().bottom() < root.get_bounding_client_rect().top())
}

fn children(list: &Element) -> impl Iterator<Item = HtmlElement> {
    let children = list.children();
    (0..children.length()).filter_map(move |n| children.item(n)?.dyn_into().ok())
}

fn address(row: &HtmlElement) -> Option<String> {
    row.query_selector("a").ok().flatten()?.get_attribute("href")
}

fn wants_stillness() -> bool {
    window().match_media("(prefers-reduced-motion: reduce)").ok().flatten().is_some_and(|query| query.matches())
}

/// web-sys doesn't offer `animate` yet, so it is asked for by name; where it is missing the row is simply there.
fn animate(row: &HtmlElement, by: i32) -> Option<JsValue> {
    let animate: js_sys::Function = js_sys::Reflect::get(row, &"animate".into()).ok()?.dyn_into().ok()?;
    animate.call2(row, &frames(by), &SLIDE.into()).ok()
}

/// From `by` pixels below its place to its place.
fn frames(by: i32) -> js_sys::Object {
    let frame = |transform: &str| {
        let frame = js_sys::Object::new();
        // A plain object takes any property.
        let _ = js_sys::Reflect::set(&frame, &"transform".into(), &transform.into());
        let _ = js_sys::Reflect::set(&frame, &"easing".into(), &"ease-out".into());
        JsValue::from(frame)
    };
    js_sys::Array::of2(&frame(&format!("translateY({by}px)")), &frame("none")).unchecked_into()
}
