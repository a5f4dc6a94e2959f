//! The browser's own answers.

use crate::domain::{id::MessageId, time::Timestamp};
use leptos::prelude::{document, window};
use std::fmt::Write;

/// The time by the visitor's own clock.
pub fn now() -> Timestamp {
    Timestamp(whole(js_sys::Date::now()))
}

/// How many minutes the local time is ahead of UTC at that moment.
pub fn minutes_east(at: Timestamp) -> i64 {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of our age fit a double")]
    let date = js_sys::Date::new(&(at.0 as f64).into());
    -whole(date.get_timezone_offset())
}

/// An id for a message that is about to be sent. `randomUUID` exists only where the connection is secure.
pub fn fresh_message_id() -> MessageId {
    let mut dice = [0_u8; 16];
    if let Ok(crypto) = window().crypto() {
        // Where there are no dice at all, the time below still tells our own messages apart.
        let _ = crypto.get_random_values_with_u8_array(&mut dice);
    }
    let mut text = format!("{:x}-", now().0);
    dice.iter().for_each(|byte| {
        // Writing to a string can't fail.
        let _ = write!(text, "{byte:02x}");
    });
    MessageId::parse(&text).expect("hex digits and a dash are an id")
}

/// What was kept under `key` in this tab.
pub fn kept(key: &str) -> Option<String> {
    window().session_storage().ok().flatten()?.get_item(key).ok().flatten()
}

/// Keeps `text` under `key` in this tab, across reloads; an empty text forgets it.
pub fn keep(key: &str, text: &str) {
    let Some(storage) = window().session_storage().ok().flatten() else { return };
    // A full or forbidden storage costs the draft after a reload, nothing more.
    let _ = if text.is_empty() { storage.remove_item(key) } else { storage.set_item(key, text) };
}

/// Tells tests and styles how far the page has come.
pub fn mark(name: &str) {
    if let Some(html) = document().document_element() {
        // Only a name that isn't a name can fail.
        let _ = html.set_attribute(name, "");
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the browser gives whole milliseconds and minutes as doubles")]
fn whole(figure: f64) -> i64 {
    figure as i64
}

/// What was kept under `key` in this browser, for all its tabs.
pub fn remembered(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

/// Keeps `text` under `key` in this browser; an empty text forgets it.
pub fn remember(key: &str, text: &str) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    // A full or forbidden storage costs a choice after a reload, nothing more.
    let _ = if text.is_empty() { storage.remove_item(key) } else { storage.set_item(key, text) };
}

/// Posts JSON that arrives even if the page goes away now. Whether the browser has taken it.
pub fn post_at_last(path: &str, json: &str) -> bool {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("application/json");
    let text = js_sys::Array::of1(&json.into());
    let Ok(blob) = web_sys::Blob::new_with_str_sequence_and_options(&text, &options) else { return false };
    window().navigator().send_beacon_with_opt_blob(path, Some(&blob)).unwrap_or(false)
}

/// Where the caret stands in a field, in UTF-16 units.
pub fn caret(field: &web_sys::HtmlTextAreaElement) -> u32 {
    field.selection_end().ok().flatten().unwrap_or_default()
}

/// Marks a part of a field's text, in UTF-16 units, and takes the focus there.
pub fn mark_text(field: &web_sys::HtmlTextAreaElement, from: u32, to: u32) {
    // A field that can't take the focus or a mark is left as it is.
    let _ = field.focus();
    let _ = field.set_selection_range(from, to);
}
