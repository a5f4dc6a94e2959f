//! Canned replies: what fits while somebody types, and where they are made and changed.

use super::{open::Open, shelf::Shelf};
use crate::ui::effect::{effect, spawn_local};
use crate::ui::kit::keyed::keyed;
use crate::{
    api::composer::{list_canned, remove_canned, save_canned},
    domain::{
        canned::{Canned, filled},
        fault::Fault,
        id::CannedId,
    },
    ui::{
        browser,
        guard::Me,
        kit::{
            button::{Button, Weight},
            mark::{Icon, Mark},
        },
        words::{canned as words, common, faults},
    },
};
use leptos::prelude::*;

/// The canned replies of the workspace, read when they are first needed.
#[derive(Debug, Clone, Copy)]
pub struct CannedReplies {
    pub all: RwSignal<Vec<Canned>>,
    is_asked: StoredValue<bool>,
    wrong: RwSignal<Option<Fault>>,
}

impl CannedReplies {
    pub fn unread() -> Self {
        Self { all: RwSignal::new(Vec::new()), is_asked: StoredValue::new(false), wrong: RwSignal::new(None) }
    }

    /// Reads them, unless they were.
    pub fn ask(self) {
        if !self.is_asked.get_value() {
            self.is_asked.set_value(true);
            self.ask_again();
        }
    }

    fn ask_again(self) {
        spawn_local(async move {
            match list_canned().await {
                Ok(all) => drop(self.all.try_set(all)),
                Err(fault) => {
                    self.is_asked.try_set_value(false);
                    self.wrong.try_set(Some(fault));
                }
            }
        });
    }

    fn change(self, done: impl Future<Output = Result<(), Fault>> + 'static, then: impl FnOnce() + 'static) {
        spawn_local(async move {
            match done.await {
                Ok(()) => {
                    self.wrong.try_set(None);
                    self.ask_again();
                    then();
                }
                Err(fault) => drop(self.wrong.try_set(Some(fault))),
            }
        });
    }
}

/// A canned reply's text for this conversation.
pub fn for_this(body: &str, open: Open) -> String {
    let workspace = use_context::<Me>().and_then(Me::get).map(|me| me.workspace_name);
    let shelf = use_context::<Shelf>();
    open.conversation.with_untracked(|it| {
        let assistant = untrack(|| shelf.map_or_else(|| it.assistant.name.clone().into(), |shelf| shelf.assistant(&it.assistant)));
        filled(body, |name| match name {
            "visitor.name" => it.visitor.name.as_ref().map(|name| name.as_str().to_owned()),
            "visitor.email" => it.visitor.email.as_ref().map(|email| email.as_str().to_owned()),
            "agent.name" => Some(open.me().name.as_str().to_owned()),
            "assistant.name" => Some(assistant.clone()),
            "workspace.name" => workspace.clone(),
            _ => name.strip_prefix("attribute.").and_then(|key| it.attributes.get(key)).map(|it| it.value.clone()),
        })
    })
}

/// Where canned replies are made, changed and deleted: over the composer, and in the settings.
pub fn canned_manager(replies: CannedReplies) -> AnyView {
    replies.ask();
    let edited = RwSignal::new(None::<Canned>);
    let fresh = move || CannedId::parse(browser::fresh_message_id().as_str());
    let new = move || edited.set(fresh().map(|id| Canned { id, shortcut: String::new(), title: String::new(), body: String::new() }));
    let row = move |it: Canned| {
        let (copy, id, name) = (it.clone(), it.id.clone(), it.shortcut.clone());
        let delete = move |_| {
            let id = id.clone();
            replies.change(async move { remove_canned(id).await }, || {});
        };
        view! {
            <li class="canned-row">
                <code>{format!("/{}", it.shortcut)}</code>
                <span class="canned-title" dir="auto">{it.title.clone()}</span>
                <button type="button" class="link-button" aria-label=words::edit_one(&it.shortcut) on:click=move |_| edited.set(Some(copy.clone()))>
                    {words::edit()}
                </button>
                <button type="button" class="link-button" aria-label=words::delete_one(&name) on:click=delete>{words::delete()}</button>
            </li>
        }
    };
    view! {
        <div class="canned">
            {move || replies.wrong.get().map(|fault| view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> })}
            {move || match edited.get() {
                Some(it) => form(replies, edited, it),
                None => view! {
                    <ul class="canned-list" role="list" aria-label=words::canned()>
                        {keyed(move || replies.all.get(), key, row)}
                    </ul>
                    {move || replies.all.with(Vec::is_empty).then(|| view! { <p class="canned-none">{words::none_yet()}</p> })}
                    <Button weight=Weight::Plain on_press=new>{words::new_one()}</Button>
                }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// A reply is drawn anew whenever anything in it changes.
fn key(it: &Canned) -> String {
    [it.id.as_str(), "\n", &it.shortcut, "\n", &it.title, "\n", &it.body].concat()
}

fn form(replies: CannedReplies, edited: RwSignal<Option<Canned>>, it: Canned) -> AnyView {
    let (shortcut, title, body) = (RwSignal::new(it.shortcut), RwSignal::new(it.title), RwSignal::new(it.body));
    let id = StoredValue::new(it.id);
    let save = move || {
        let it =
            Canned { id: id.get_value(), shortcut: shortcut.get_untracked(), title: title.get_untracked(), body: body.get_untracked() };
        replies.change(async move { save_canned(it).await }, move || drop(edited.try_set(None)));
    };
    let line = |label: &'static str, value: RwSignal<String>| {
        view! {
            <label class="field">
                <span class="field-label">{label}</span>
                <input class="input" type="text" maxlength="80" prop:value=value on:input:target=move |event| value.set(event.target().value())/>
            </label>
        }
    };
    view! {
        <div class="canned-form">
            {line(words::shortcut(), shortcut)}
            {line(words::title(), title)}
            <label class="field">
                <span class="field-label">{words::text()}</span>
                <textarea class="input canned-body" rows="5" dir="auto" prop:value=body on:input:target=move |event| body.set(event.target().value())></textarea>
            </label>
            <p class="canned-help">{words::variables()} " " <code>"{{visitor.name|there}} {{visitor.email}} {{agent.name}} {{assistant.name}} {{workspace.name}} {{attribute.plan}}"</code></p>
            <div class="canned-ends">
                <Button weight=Weight::Primary on_press=save>{words::save()}</Button>
                <Button weight=Weight::Quiet on_press=move || edited.set(None)>{words::cancel()}</Button>
            </div>
        </div>
    }
    .into_any()
}

/// The manager in a window over the page.
pub fn canned_window(replies: CannedReplies, is_shown: RwSignal<bool>) -> AnyView {
    let node = NodeRef::<leptos::html::Div>::new();
    effect(move || {
        if let Some(window) = node.get() {
            // A window that can't take the focus is still there to be seen.
            let _ = window.focus();
        }
    });
    view! {
        {move || is_shown.get().then(|| view! {
            <div class="window-ground" on:click=move |_| is_shown.set(false)></div>
            <div
                class="window"
                role="dialog"
                aria-modal="true"
                aria-label=words::canned()
                tabindex="-1"
                node_ref=node
                on:keydown=move |event| if event.key() == "Escape" { is_shown.set(false) }
            >
                <header class="window-head">
                    <h2>{words::canned()}</h2>
                    <button type="button" class="icon-button" aria-label=common::close() on:click=move |_| is_shown.set(false)>
                        <Icon mark=Mark::Cross/>
                    </button>
                </header>
                {canned_manager(replies)}
            </div>
        })}
    }
    .into_any()
}
