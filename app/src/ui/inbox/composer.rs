//! Where one writes: to the visitor, or to the team.

use super::{
    canned::{CannedReplies, canned_window},
    changed::changed_view,
    draft::{Draft, Mode},
    emoji::emoji_picker,
    files::attachments_view,
    lookup::Lookup,
    outbox::Outbox,
    send::{send_buttons, sends},
};
use crate::ui::effect::{effect, spawn_local};
use crate::{
    api::composer::{Suggestion, preview, suggest},
    domain::{command::Then, rich::Block},
    ui::{
        browser,
        keys::table::{Act, Marks},
        kit::{
            mark::{Icon, Mark},
            rich::{away, blocks},
        },
        words::{canned as canned_words, common, composer as words, faults},
    },
};
use leptos::{
    ev::{ClipboardEvent, DragEvent, KeyboardEvent, SubmitEvent},
    html,
    prelude::*,
};

/// What the assistant drafted.
#[derive(Clone)]
enum Help {
    None,
    Asked,
    Found(Suggestion),
    Nothing,
}

/// The composer. It shows its mode by colour and word, and grows with its text.
#[component]
pub fn Composer(draft: Draft, outbox: Outbox, node: NodeRef<html::Textarea>) -> impl IntoView {
    let mode = draft.mode;
    let is_note = move || mode.get() == Mode::Note;
    let field_name = move || if is_note() { words::note_text() } else { words::reply() };
    let hint = move || if is_note() { words::write_note() } else { words::write_reply() };
    let replies = CannedReplies::unread();
    let lookup = Lookup::new(draft, outbox, node, replies);
    let (drawn, help) = (RwSignal::new(None::<Vec<Block>>), RwSignal::new(Help::None));
    let (shows_emoji, shows_canned, is_over) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let picker = NodeRef::<html::Input>::new();
    effect(move || {
        if let Some(field) = node.get() {
            draft.read(field.value(), outbox.open);
        }
    });
    effect(move || draft.heard(outbox.open));
    effect(move || outbox.follow());
    effect(move || outbox.begin());
    let go = move |then: Then| {
        drawn.set(None);
        outbox.send(then);
        if outbox.wrong.with_untracked(Option::is_none) {
            help.set(Help::None);
        }
        lookup.mark_unfilled();
    };
    let on_key = move |event: KeyboardEvent| {
        let undoes = event.key() == "z" && (event.ctrl_key() || event.meta_key()) && untrack(|| draft.text(mode.get())).is_empty();
        if lookup.on_key(&event) || (undoes && outbox.undo()) {
            event.prevent_default();
        } else if sends(&event) {
            event.prevent_default();
            go(Then::Stay);
        }
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        go(Then::Stay);
    };
    let on_paste = move |event: ClipboardEvent| {
        let picked = browser::pasted(&event);
        if !picked.is_empty() {
            event.prevent_default();
            outbox.files.take(&picked);
        }
    };
    let on_drop = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        outbox.files.take(&browser::dropped(&event));
    };
    let look = move |_| {
        if drawn.with_untracked(Option::is_some) {
            return drawn.set(None);
        }
        let text = untrack(|| draft.text(mode.get()));
        spawn_local(async move {
            match preview(text).await {
                Ok(of) => drop(drawn.try_set(Some(of))),
                Err(fault) => drop(outbox.wrong.try_set(Some(fault))),
            }
        });
    };
    let ask = move |_| {
        help.set(Help::Asked);
        let id = outbox.open.id();
        spawn_local(async move {
            match suggest(id).await {
                Ok(Some(found)) => {
                    let typed = draft.text(Mode::Reply);
                    let whole = if typed.trim().is_empty() { found.text.clone() } else { format!("{typed}\n\n{}", found.text) };
                    mode.try_set(Mode::Reply);
                    draft.write(Mode::Reply, whole);
                    help.try_set(Help::Found(found));
                }
                Ok(None) => drop(help.try_set(Help::Nothing)),
                Err(fault) => {
                    help.try_set(Help::None);
                    outbox.wrong.try_set(Some(fault));
                }
            }
        });
    };
    let put_emoji = Callback::new(move |it: &'static str| lookup.put(it));
    view! {
        <form
            class="composer"
            class=("composer-note", is_note)
            class=("composer-over", is_over)
            on:submit=on_submit
            on:paste=on_paste
            on:dragover=move |event: DragEvent| { event.prevent_default(); is_over.set(true); }
            on:dragleave=move |_| is_over.set(false)
            on:drop=on_drop
        >
            <div class="composer-modes" role="group" aria-label=words::who_reads()>
                {mode_button(draft, outbox, Mode::Reply, words::reply())}
                {mode_button(draft, outbox, Mode::Note, words::note())}
                <span class="composer-for">{move || if is_note() { common::only_team_sees() } else { words::visitor_sees() }}</span>
            </div>
            {held_view(outbox, node)}
            {move || outbox.wrong.get().map(|fault| view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> })}
            {changed_view(outbox, go)}
            {move || help_view(&help.get())}
            <div class="composer-field">
                {lookup.view()}
                {attachments_view(outbox.files)}
                <div class="grows" data-text=move || draft.shown().unwrap_or_default() hidden=move || drawn.with(Option::is_some)>
                    <textarea
                        node_ref=node
                        rows="1"
                        dir="auto"
                        aria-label=field_name
                        aria-controls=Lookup::LIST
                        aria-activedescendant=move || lookup.active()
                        placeholder=hint
                        prop:value=move || draft.shown()
                        on:input:target=move |event| {
                            // What was wrong with the text may be mended now; sending it tells.
                            outbox.wrong.set(None);
                            draft.write(mode.get_untracked(), event.target().value());
                            lookup.look();
                        }
                        on:click=move |_| lookup.look()
                        on:blur=move |_| lookup.close()
                        on:keydown=on_key
                    ></textarea>
                </div>
                {move || drawn.get().map(|of| view! { <div class="composer-drawn rich" dir="auto" role="region" aria-label=words::preview()>{blocks(&of)}</div> })}
                <div class="composer-tools">
                    <input
                        class="unseen"
                        type="file"
                        multiple
                        tabindex="-1"
                        aria-label=words::choose_files()
                        node_ref=picker
                        on:change=move |event| outbox.files.take(&browser::chosen(&event))
                    />
                    {tool("attach", Mark::Clip, words::attach(), move || if let Some(picker) = picker.get_untracked() { picker.click() })}
                    {tool("emoji", Mark::Smile, words::emoji(), move || shows_emoji.update(|it| *it = !*it))}
                    {tool("canned", Mark::Quote, canned_words::manage(), move || shows_canned.set(true))}
                    <button
                        type="button"
                        class="icon-button"
                        data-act="preview"
                        aria-label=words::preview()
                        title=words::preview()
                        aria-pressed=move || if drawn.with(Option::is_some) { "true" } else { "false" }
                        on:click=look
                    >
                        <Icon mark=Mark::Eye/>
                    </button>
                    <button
                        type="button"
                        class="button button-quiet suggest"
                        aria-disabled=move || matches!(help.get(), Help::Asked).then_some("true")
                        on:click=ask
                    >
                        <Icon mark=Mark::Spark/>
                        <span>{words::suggest()}</span>
                    </button>
                    {send_buttons(draft, go)}
                </div>
                {emoji_picker(shows_emoji, put_emoji)}
            </div>
            {canned_window(replies, shows_canned)}
        </form>
    }
}

fn mode_button(draft: Draft, outbox: Outbox, of: Mode, label: &'static str) -> AnyView {
    let is_on = move || draft.mode.get() == of;
    let marks = Marks::of(Some(if of == Mode::Note { Act::Note } else { Act::Reply }));
    view! {
        <button
            type="button"
            class="mode"
            data-act=marks.hook()
            aria-keyshortcuts=move || marks.spoken()
            title=move || marks.title()
            aria-pressed=move || if is_on() { "true" } else { "false" }
            on:click=move |_| {
                outbox.wrong.set(None);
                draft.mode.set(of);
            }
        >
            {label}
        </button>
    }
    .into_any()
}

/// A button of the composer; the palette finds it by its `hook`.
fn tool(hook: &'static str, mark: Mark, name: &'static str, press: impl Fn() + 'static) -> AnyView {
    view! {
        <button type="button" class="icon-button" data-act=hook aria-label=name title=name on:click=move |_| press()><Icon mark/></button>
    }
    .into_any()
}

/// What can still be taken back.
fn held_view(outbox: Outbox, node: NodeRef<html::Textarea>) -> AnyView {
    let undo = move |_| {
        outbox.undo();
        if let Some(field) = node.get_untracked() {
            // A field that can't take the focus has its text all the same.
            let _ = field.focus();
        }
    };
    view! {
        <div class="composer-held" role="status">
            {move || outbox.is_held().then(|| view! {
                <span>{words::going_out()}</span>
                <button type="button" class="link-button" on:click=undo>{words::undo()}</button>
            })}
        </div>
    }
    .into_any()
}

/// What the assistant's draft rests on, or why there is none.
fn help_view(help: &Help) -> AnyView {
    match help {
        Help::None => ().into_any(),
        Help::Asked => view! { <p class="composer-help" role="status">{words::looking()}</p> }.into_any(),
        Help::Nothing => view! { <p class="composer-help" role="status">{words::nothing_found()}</p> }.into_any(),
        Help::Found(found) if found.sources.is_empty() => {
            view! { <p class="composer-help" role="status"><Icon mark=Mark::Spark/> {words::draft_of_told()}</p> }.into_any()
        }
        Help::Found(found) => {
            let sources = found.sources.iter().map(|it| view! { <li>{away(&it.href, it.heading().to_owned())}</li> });
            view! {
                <div class="composer-help" role="status">
                    <Icon mark=Mark::Spark/>
                    <span>{words::draft_from()}</span>
                    <ul role="list">{sources.collect_view()}</ul>
                </div>
            }
            .into_any()
        }
    }
}
