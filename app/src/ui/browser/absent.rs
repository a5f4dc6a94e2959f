//! The server has no browser. None of this is called.

use crate::{
    api::alerts::Subscription,
    domain::{
        alert::{Kind, Permission},
        id::MessageId,
        time::Timestamp,
    },
};

pub fn now() -> Timestamp {
    Timestamp::default()
}

pub fn minutes_east(_at: Timestamp) -> i64 {
    0
}

pub fn fresh_message_id() -> MessageId {
    MessageId::parse("none").expect("four letters are an id")
}

pub fn kept(_key: &str) -> Option<String> {
    None
}

pub fn keep(_key: &str, _text: &str) {}

pub fn mark(_: &str) {}

pub fn tops(_list: &leptos::web_sys::HtmlUListElement) -> Vec<(String, i32)> {
    Vec::new()
}

pub fn slide(_list: &leptos::web_sys::HtmlUListElement, _before: &[(String, i32)]) {}

pub fn step(_selector: &str, _by: i32) {}

pub fn focus(_selector: &str) {}

pub fn is_typing() -> bool {
    false
}

pub fn remembered(_key: &str) -> Option<String> {
    None
}

pub fn remember(_key: &str, _text: &str) {}

pub fn post_at_last(_path: &str, _json: &str) -> bool {
    false
}

pub fn caret(_field: &leptos::web_sys::HtmlTextAreaElement) -> u32 {
    0
}

pub fn mark_text(_field: &leptos::web_sys::HtmlTextAreaElement, _from: u32, _to: u32) {}

#[derive(Debug, Clone, PartialEq)]
pub enum Sent {
    Part(u32),
    Ended(u16, String),
}

#[derive(Debug, Clone)]
pub struct Picked;

impl Picked {
    pub fn name(&self) -> String {
        String::new()
    }

    pub fn bytes(&self) -> u64 {
        0
    }
}

pub fn chosen(_event: &leptos::ev::Event) -> Vec<Picked> {
    Vec::new()
}

pub fn pasted(_event: &leptos::ev::ClipboardEvent) -> Vec<Picked> {
    Vec::new()
}

pub fn dropped(_event: &leptos::ev::DragEvent) -> Vec<Picked> {
    Vec::new()
}

pub fn read_text(_it: &Picked, _then: impl FnOnce(String) + 'static) {}

pub fn send_file(_key: u32, _it: &Picked, _to: &str, _ear: impl Fn(Sent) + 'static) {}

pub fn send_again(_key: u32) {}

pub fn forget_file(_key: u32) {}
pub fn is_visible() -> bool {
    false
}

pub fn press(_selector: &str) -> bool {
    false
}

pub fn is_there(_selector: &str) -> bool {
    false
}

pub fn words_of(_selector: &str) -> Option<String> {
    None
}

pub fn press_any(_selector: &str) {}

pub fn reveal(_id: &str) {}

pub fn links(_selector: &str) -> Vec<(String, String)> {
    Vec::new()
}

pub fn is_above(_id: &str, _root: &leptos::web_sys::HtmlElement) -> bool {
    false
}

pub fn span(_id: &str) -> Option<(f64, f64)> {
    None
}

pub fn span_of(_it: &leptos::web_sys::HtmlElement) -> Option<(f64, f64)> {
    None
}

pub fn room(_first: &str, _last: &str) -> Option<f64> {
    None
}

pub fn is_held(_first: &str, _last: &str) -> bool {
    false
}

pub fn draw_aside(_row: &leptos::web_sys::HtmlElement, _by: i32) {}

pub fn leave_field() -> bool {
    false
}

pub fn pick_focused() {}

pub fn id_with_focus(_selector: &str) -> Option<String> {
    None
}

pub fn is_apple() -> bool {
    false
}

pub fn pad(_list: &leptos::web_sys::HtmlUListElement, _above: usize, _below: usize) {}

pub fn is_within(_target: Option<leptos::web_sys::EventTarget>, _root: &leptos::web_sys::Element) -> bool {
    false
}

pub fn beacon(_path: &str, _json: &str) {}

pub fn local_moment(_text: &str) -> Option<Timestamp> {
    None
}

pub fn copy(_text: &str) {}

pub fn origin() -> String {
    String::new()
}

pub fn show(_id: &str) -> bool {
    false
}

pub fn time_in(_zone: &str, _at: Timestamp) -> Option<String> {
    None
}

pub fn language_name(_tag: &str, _of: &str) -> Option<String> {
    None
}

pub fn is_first_to_ring(_key: &str) -> bool {
    false
}

pub fn pathname() -> String {
    String::new()
}

pub fn asked_for(_key: &str) -> Option<String> {
    None
}

pub fn come_forward() {}

pub fn time_zone() -> String {
    String::new()
}

pub fn permission() -> Permission {
    Permission::Unsupported
}

pub fn ask_permission(_then: impl FnOnce() + 'static) {}

pub fn notify(_title: &str, _body: &str, _tag: &str, _on_press: impl FnOnce() + 'static) -> bool {
    false
}

pub fn mark_favicon(_n: u64) {}

pub fn unlock_sound() {}

pub fn is_audible() -> bool {
    false
}

pub fn chime(_kind: Kind) -> bool {
    false
}

pub fn pushed_at(_then: impl FnOnce(Option<String>) + 'static) {}

pub fn subscribe(_key: &str, _lang: &'static str, _then: impl FnOnce(Option<Subscription>) + 'static) {}

pub fn on_first_press(_then: fn()) {}
