//! The keyboard: one table of shortcuts, from which the handler, the help sheet, the palette and the controls take them.
//!
//! A key does what its control does: it presses the one that is marked with its [`Act`] and is seen. Where there is none,
//! it does nothing.

pub mod table;
pub mod heard;
pub mod layers;
pub mod sheet;

use super::{browser, effect::effect_at_once, inbox::open::OpenNow, palette::palette};
use heard::{Heard, Place, Press, heard};
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::sync::Arc;
use table::{Act, selector};

/// Where this browser keeps that single keys are off.
const LETTERS: &str = "single-keys";
/// What says so.
const OFF: &str = "off";
/// The second key of two comes within so many milliseconds of the first.
const PATIENCE: i64 = 1_500;
/// The rows that are seen: those of the view, of what was found, or of what is owed.
const ROWS: &str = ".list > :not([hidden]) .row-link, .owed-link";

type Go = Arc<dyn Fn(&str) + Send + Sync>;

/// The keyboard of the page.
#[derive(Debug, Clone, Copy)]
pub struct Keys {
    /// Whether keys without Ctrl or ⌘ do anything: who dictates, or brushes keys by accident, switches them off.
    pub has_letters: RwSignal<bool>,
    pub shows_sheet: RwSignal<bool>,
    pub shows_palette: RwSignal<bool>,
    /// The first key of two, and when it was pressed.
    begun: StoredValue<Option<(&'static str, i64)>>,
    /// The way to another address. It is bound to the thread that makes it, so only the browser has one.
    go: StoredValue<Option<Go>>,
}

impl Keys {
    fn new() -> Self {
        Self {
            has_letters: RwSignal::new(true),
            shows_sheet: RwSignal::new(false),
            shows_palette: RwSignal::new(false),
            begun: StoredValue::new(None),
            go: StoredValue::new(None),
        }
    }

    /// Switches single keys on or off, for this browser.
    pub fn set_letters(self, has_letters: bool) {
        self.has_letters.set(has_letters);
        browser::remember(LETTERS, if has_letters { "" } else { OFF });
    }

    /// Leads to an address.
    pub fn go(self, path: &str) {
        if let Some(go) = self.go.try_get_value().flatten() {
            go(path);
        }
    }

    /// Does what a shortcut asks for.
    pub fn perform(self, act: Act) {
        match act {
            Act::Next => browser::step(ROWS, 1),
            Act::Previous => browser::step(ROWS, -1),
            Act::Pick => browser::pick_focused(),
            Act::Search => browser::focus(".search-input"),
            Act::Reply | Act::Note => {
                if browser::press(&selector(act)) {
                    browser::focus(".composer-field textarea");
                }
            }
            // Beside the thread; where there is no room for that, it is shown first.
            Act::Tag => {
                if !browser::press(&selector(act)) && browser::press(&selector(Act::Details)) {
                    request_animation_frame(move || {
                        browser::press(&selector(act));
                    });
                }
            }
            Act::Assign | Act::Snooze | Act::Priority => {
                if browser::press(&selector(act)) {
                    request_animation_frame(|| browser::step(".menu-panel button", 1));
                }
            }
            // Where the list stands beside it there is no link back to it to be seen.
            Act::Back => browser::press_any(&selector(act)),
            Act::Palette => self.shows_palette.set(true),
            Act::Help => self.shows_sheet.set(true),
            _ => match act.path() {
                Some(path) => self.go(path),
                None => {
                    browser::press(&selector(act));
                }
            },
        }
    }

    fn hear(self, event: &ev::KeyboardEvent) {
        if event.default_prevented() {
            return;
        }
        if event.key().as_str() == "Escape" {
            if !event.is_composing() && layers::leave_topmost() {
                event.prevent_default();
            }
            return;
        }
        let now = browser::now().0;
        let begun = self.begun.try_update_value(Option::take).flatten();
        let begun = begun.and_then(|(key, at)| (now - at < PATIENCE).then_some(key));
        let place = Place {
            is_typing: browser::is_typing(),
            has_layer: layers::has_any(),
            has_letters: self.has_letters.get_untracked(),
            is_inside: browser::is_there(".desk"),
        };
        match heard(&press(event), begun, place) {
            Heard::Nothing => {}
            Heard::Begun(key) => self.begun.set_value(Some((key, now))),
            Heard::Asked(act) => {
                event.prevent_default();
                self.perform(act);
            }
        }
    }
}

fn press(event: &ev::KeyboardEvent) -> Press {
    Press {
        key: event.key(),
        has_command: !event.alt_key()
            && if browser::is_apple() { event.meta_key() && !event.ctrl_key() } else { event.ctrl_key() && !event.meta_key() },
        has_other: event.ctrl_key() || event.meta_key() || event.alt_key(),
        has_shift: event.shift_key(),
        is_composing: event.is_composing() || is_held_named("AltGraph", event),
        is_repeated: event.repeat(),
    }
}

/// Whether the key of that name is down as well.
fn is_held_named(name: &str, event: &ev::KeyboardEvent) -> bool {
    event.get_modifier_state(name)
}

/// The keyboard, for all pages below the owner of this call.
pub fn provide_keys() {
    provide_context(Keys::new());
    provide_context(OpenNow::none());
}

/// Listens, and shows the help sheet and the palette where they are asked for. It stands in the router, beside the pages.
#[component]
pub fn Keyboard() -> impl IntoView {
    let keys = expect_context::<Keys>();
    effect_at_once(move || {
        let go = use_navigate();
        keys.go.set_value(Some(Arc::new(move |path: &str| go(path, NavigateOptions::default()))));
        keys.has_letters.set(browser::remembered(LETTERS).as_deref() != Some(OFF));
        let heard = window_event_listener(ev::keydown, move |event| keys.hear(&event));
        on_cleanup(move || heard.remove());
    });
    (sheet::sheet(keys), palette(keys))
}
