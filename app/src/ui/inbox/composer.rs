//! Where one writes: to the visitor, or to the team.

use super::{
    draft::{Draft, Mode},
    outbox::Outbox,
};
use crate::ui::effect::effect;
use crate::ui::{
    kit::mark::{Icon, Mark},
    words::{common, composer as words, faults},
};
use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    html,
    prelude::*,
};

/// The composer. It shows its mode by colour and word, and grows with its text.
#[component]
pub fn Composer(draft: Draft, outbox: Outbox, node: NodeRef<html::Textarea>) -> impl IntoView {
    let mode = draft.mode;
    let is_note = move || mode.get() == Mode::Note;
    let field_name = move || if is_note() { words::note_text() } else { words::reply() };
    let hint = move || if is_note() { words::write_note() } else { words::write_reply() };
    effect(move || {
        if let Some(field) = node.get() {
            draft.read(field.value());
        }
    });
    let on_key = move |event: KeyboardEvent| {
        if sends(&event) {
            event.prevent_default();
            outbox.send();
        }
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        outbox.send();
    };
    view! {
        <form class="composer" class=("composer-note", is_note) on:submit=on_submit>
            <div class="composer-modes" role="group" aria-label=words::who_reads()>
                <ModeButton draft outbox of=Mode::Reply label=words::reply()/>
                <ModeButton draft outbox of=Mode::Note label=words::note()/>
                <span class="composer-for">{move || if is_note() { common::only_team_sees() } else { words::visitor_sees() }}</span>
            </div>
            {move || outbox.wrong.get().map(|fault| view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> })}
            <div class="composer-field">
                <div class="grows" data-text=move || draft.shown().unwrap_or_default()>
                    <textarea
                        node_ref=node
                        rows="1"
                        dir="auto"
                        aria-label=field_name
                        placeholder=hint
                        prop:value=move || draft.shown()
                        on:input:target=move |event| {
                            // What was wrong with the text may be mended now; sending it tells.
                            outbox.wrong.set(None);
                            draft.write(mode.get_untracked(), event.target().value());
                        }
                        on:keydown=on_key
                    ></textarea>
                </div>
                <button type="submit" class="button button-primary send" aria-keyshortcuts="Enter Control+Enter">
                    <Icon mark=Mark::Send/>
                    <span>{words::send()}</span>
                </button>
            </div>
        </form>
    }
}

#[component]
fn ModeButton(draft: Draft, outbox: Outbox, of: Mode, label: &'static str) -> impl IntoView {
    let is_on = move || draft.mode.get() == of;
    view! {
        <button
            type="button"
            class="mode"
            aria-pressed=move || if is_on() { "true" } else { "false" }
            on:click=move |_| {
                outbox.wrong.set(None);
                draft.mode.set(of);
            }
        >
            {label}
        </button>
    }
}

/// Enter sends and Shift+Enter breaks the line, but not while an input method is composing.
fn sends(event: &KeyboardEvent) -> bool {
    event.key() == "Enter" && !event.shift_key() && !event.is_composing() && event.key_code() != 229
}
