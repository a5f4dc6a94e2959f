//! The tab: whether anybody sees it, where a press went, what it copies and sends while it closes.

use crate::domain::time::Timestamp;
use leptos::{prelude::document, prelude::window};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, Element, EventTarget, Node};

/// Whether somebody can see the tab.
pub fn is_visible() -> bool {
    !document().hidden()
}

/// Whether `target` is `root` or in it.
pub fn is_within(target: Option<EventTarget>, root: &Element) -> bool {
    target.and_then(|it| it.dyn_into::<Node>().ok()).is_some_and(|it| root.contains(Some(&it)))
}

/// Sends JSON that must leave even while the page is being closed; nobody hears what came of it.
pub fn beacon(path: &str, json: &str) {
    let kind = BlobPropertyBag::new();
    kind.set_type("application/json");
    let Ok(body) = Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&json.into()), &kind) else { return };
    // Where the browser doesn't take it, the server forgets by itself.
    let _ = window().navigator().send_beacon_with_opt_blob(path, Some(&body));
}

/// The moment that a field of date and time stands on, by the local clock; nothing where it is empty.
pub fn local_moment(text: &str) -> Option<Timestamp> {
    let ms = js_sys::Date::parse(text);
    #[expect(clippy::cast_possible_truncation, reason = "a date is whole milliseconds in a double")]
    ms.is_finite().then_some(Timestamp(ms as i64))
}

/// Puts `text` into the clipboard, where the browser lets us.
pub fn copy(text: &str) {
    // Whether it was let in is told by no one; the address stands in the link as well.
    let _ = window().navigator().clipboard().write_text(text);
}

/// The site's own address, such as `https://chat.example.com`.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Brings the element with this id into the middle of what is seen; says whether there is one.
pub fn show(id: &str) -> bool {
    let Some(element) = document().get_element_by_id(id) else { return false };
    let how = web_sys::ScrollIntoViewOptions::new();
    how.set_block(web_sys::ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&how);
    true
}

/// Hour and minute at that moment in a time zone, such as `Europe/Berlin`; nothing where the browser doesn't know it.
pub fn time_in(zone: &str, at: Timestamp) -> Option<String> {
    let how = js_sys::Object::new();
    for (name, value) in [("timeZone", zone), ("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")] {
        js_sys::Reflect::set(&how, &name.into(), &value.into()).ok()?;
    }
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of our age fit a double")]
    let date = js_sys::Date::new(&(at.0 as f64).into());
    // Asked for by name: the binding would throw on a zone that a visitor made up.
    let tell: js_sys::Function = named(&date, "toLocaleTimeString")?.dyn_into().ok()?;
    tell.call2(&date, &"en-GB".into(), &how).ok()?.as_string()
}

/// The name of a language such as `de-AT`, in the language `of`; nothing where the browser doesn't know it.
pub fn language_name(tag: &str, of: &str) -> Option<String> {
    let names: js_sys::Function = named(&named(&js_sys::global(), "Intl")?, "DisplayNames")?.dyn_into().ok()?;
    let how = js_sys::Object::new();
    js_sys::Reflect::set(&how, &"type".into(), &"language".into()).ok()?;
    let names = js_sys::Reflect::construct(&names, &js_sys::Array::of2(&of.into(), &how)).ok()?;
    let tell: js_sys::Function = named(&names, "of")?.dyn_into().ok()?;
    tell.call1(&names, &tag.into()).ok()?.as_string()
}

/// What `object` has under that name.
pub(super) fn named(object: &wasm_bindgen::JsValue, name: &str) -> Option<wasm_bindgen::JsValue> {
    js_sys::Reflect::get(object, &name.into()).ok()
}
