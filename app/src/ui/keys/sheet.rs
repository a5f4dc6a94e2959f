//! The help sheet: every shortcut, and the switch for single keys.

use super::{
    Keys,
    table::{Group, SHORTCUTS, Shortcut, Strokes, told},
};
use crate::ui::{kit::window::window, words::keys as words};
use leptos::prelude::*;

/// The sheet, where it is asked for.
pub fn sheet(keys: Keys) -> AnyView {
    window(keys.shows_sheet, "sheet", words::keyboard(), move |_| {
        let toggle = move |_| keys.set_letters(!keys.has_letters.get_untracked());
        view! {
            <label class="sheet-switch">
                <input type="checkbox" role="switch" prop:checked=keys.has_letters on:change=toggle/>
                <span>
                    {words::single_keys()}
                    <span class="quiet">{words::single_keys_hint()}</span>
                </span>
            </label>
            <div class="sheet-groups" role="group" aria-label=words::keyboard() tabindex="0">{Group::ALL.map(group).collect_view()}</div>
        }
        .into_any()
    })
}

fn group(it: Group) -> AnyView {
    let lines = SHORTCUTS.iter().filter(|line| line.group == it).map(line).collect_view();
    view! {
        <section class="sheet-group" aria-label=it.label()>
            <h3>{it.label()}</h3>
            <dl>{lines}</dl>
        </section>
    }
    .into_any()
}

fn line(it: &Shortcut) -> AnyView {
    view! {
        <div class="sheet-line">
            <dt>{(it.says)()}</dt>
            <dd>{strokes(it.strokes)}</dd>
        </div>
    }
    .into_any()
}

/// Keys as they stand on the keyboard, with the word between them.
pub fn strokes(of: Strokes) -> AnyView {
    let between = match of {
        Strokes::One(_) => words::or(),
        Strokes::Two(..) => words::then(),
        Strokes::Command(_) | Strokes::Enter | Strokes::Escape => "",
    };
    let key = |(nth, key): (usize, &'static str)| {
        let before = (nth > 0).then(|| view! { <span class="quiet">" " {between} " "</span> });
        view! { {before} <kbd>{key}</kbd> }.into_any()
    };
    told(of).into_iter().enumerate().map(key).collect_view().into_any()
}
