//! Where elements stand, and how much room a row of siblings takes.

use js_sys::{Array, Function, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

/// Where the element with this id begins and ends, from the top of the window.
pub fn span(id: &str) -> Option<(f64, f64)> {
    document().get_element_by_id(id).map(|it| ends(&it))
}

/// Where this element begins and ends.
pub fn span_of(it: &HtmlElement) -> Option<(f64, f64)> {
    Some(ends(it))
}

fn ends(it: &Element) -> (f64, f64) {
    let it = it.get_bounding_client_rect();
    (it.top(), it.bottom())
}

/// How high an element has to be that stands in the place of all from the one called `first`, with the marks right before it,
/// to the one called `last`, so that nothing moves. Nothing where something isn't there.
pub fn room(first: &str, last: &str) -> Option<f64> {
    let first = beginning(document().get_element_by_id(first)?);
    let (before, after) = (first.previous_element_sibling()?, document().get_element_by_id(last)?.next_element_sibling()?);
    let gap = measure(&first.parent_element()?, "row-gap");
    let from = ends(&before).1 + measure(&before, "margin-bottom");
    let to = ends(&after).0 - measure(&after, "margin-top");
    Some((to - from - 2.0 * gap).max(0.0))
}

/// The first of the marks that stand right before it.
fn beginning(mut it: Element) -> Element {
    while let Some(before) = it.previous_element_sibling().filter(|before| before.class_name().split(' ').any(|it| it == "day")) {
        it = before;
    }
    it
}

fn measure(it: &Element, name: &str) -> f64 {
    let value = window().get_computed_style(it).ok().flatten().and_then(|style| style.get_property_value(name).ok());
    value.and_then(|it| it.trim_end_matches("px").parse().ok()).unwrap_or_default()
}

/// Whether something from the one called `first` to the one called `last` is chosen or has the focus.
pub fn is_held(first: &str, last: &str) -> bool {
    let focused = document().active_element();
    let is_held = |it: &Element| {
        let has_focus = focused.as_ref().is_some_and(|focused| it.contains(Some(focused)));
        has_focus || is_chosen(it)
    };
    let mut next = document().get_element_by_id(first);
    while let Some(it) = next {
        if is_held(&it) {
            return true;
        }
        next = if it.id() == last { None } else { it.next_element_sibling() };
    }
    false
}

/// Whether something in an element is chosen with the pointer or by keys.
fn is_chosen(it: &Element) -> bool {
    let of = |from: &JsValue, name: &str| Reflect::get(from, &name.into()).unwrap_or_default();
    let call = |from: &JsValue, name: &str, arguments: &Array| {
        of(from, name).dyn_into::<Function>().and_then(|it| it.apply(from, arguments)).unwrap_or_default()
    };
    let selection = call(&window(), "getSelection", &Array::new());
    let has_any = of(&selection, "isCollapsed").is_falsy() && !selection.is_null() && !selection.is_undefined();
    has_any && call(&selection, "containsNode", &Array::of2(it, &true.into())).is_truthy()
}
