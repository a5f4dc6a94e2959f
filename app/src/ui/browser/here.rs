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

/// Tells tests and styles that the page is alive.
pub fn mark_hydrated() {
    if let Some(html) = document().document_element() {
        // Only a name that isn't a name can fail.
        let _ = html.set_attribute("data-hydrated", "");
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the browser gives whole milliseconds and minutes as doubles")]
fn whole(figure: f64) -> i64 {
    figure as i64
}
