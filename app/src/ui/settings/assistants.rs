//! The assistants: which there are, what visitors see of each, what brings its widget onto a page, and whether it is on.

use super::form::{Area, Form, Line, Went, area, foot, line, part, saving, sent_by};
use crate::{
    api::settings::{AssistantShown, Change, Shown},
    domain::{
        face::{Face, colour},
        id::AssistantId,
        view::{Filter, Stage},
    },
    ui::{
        effect::{memo, still, still_with},
        kit::{
            copy::to_copy,
            keyed::keyed,
            mark::{Icon, Mark},
            switch::switch,
        },
        words::{assistants as words, faults},
    },
    write::write,
};
use leptos::prelude::*;
use leptos_router::location::Url;

/// What a fault of saving may name.
const FIELDS: &[&str] = &["name", "tagline", "greeting", "starters", "accent"];

/// Whose face is edited.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Edited {
    New,
    Known(AssistantId),
}

/// The assistants that there are.
#[derive(Debug, Clone, Copy)]
struct All {
    list: RwSignal<Vec<AssistantShown>>,
    edited: RwSignal<Option<Edited>>,
    /// How saving what is edited goes.
    saves: StoredValue<Option<RwSignal<Went>>>,
    /// How switching one went.
    went: RwSignal<Went>,
}

impl All {
    /// What the section shows after a change.
    fn take(self, shown: Shown) {
        if let Shown::Assistants { assistants } = shown {
            self.list.try_set(assistants);
        }
    }

    /// Edits another one, or none. What is being saved stays until it is known how that went: else nobody would hear of it.
    fn edit(self, it: Option<Edited>) {
        if !self.is_saving() {
            self.edited.set(it);
        }
    }

    fn is_saving(self) -> bool {
        self.saves.get_value().and_then(|went| went.try_get_untracked()) == Some(Went::Busy)
    }

    /// Closes the editor, once what is kept of its draft is forgotten.
    fn close(self) {
        request_animation_frame(move || {
            self.edited.try_set(None);
        });
    }

    fn is_edited(self, it: &Edited) -> bool {
        still_with(&self.edited, |edited| edited.as_ref() == Some(it))
    }
}

pub(super) fn section(assistants: Vec<AssistantShown>) -> AnyView {
    let all = All {
        list: RwSignal::new(assistants),
        edited: RwSignal::new(None),
        saves: StoredValue::new(None),
        went: RwSignal::new(Went::Calm),
    };
    let ids = move || still_with(&all.list, |list| list.iter().map(|it| it.id.clone()).collect::<Vec<_>>());
    let cards = keyed(ids, ToString::to_string, move |id| card(all, id));
    let fresh = move || {
        if all.is_edited(&Edited::New) {
            view! { <li class="assistant">{editor(all, None, Face::of("", words::first_words()))}</li> }.into_any()
        } else {
            let press = move |_| all.edit(Some(Edited::New));
            view! { <li><button type="button" class="button" on:click=press><Icon mark=Mark::Plus/> {words::make()}</button></li> }
                .into_any()
        }
    };
    let wrong = move || match still(&all.went) {
        Went::Wrong(fault) => Some(view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> }),
        _ => None,
    };
    let body = view! {
        {wrong}
        <ul class="assistants" role="list" aria-label=words::assistants()>{cards} {fresh}</ul>
    };
    part(words::assistants(), words::hint(), body.into_any())
}

fn card(all: All, id: AssistantId) -> AnyView {
    let own = id.clone();
    let it = memo(move |_| still_with(&all.list, |list| list.iter().find(|it| it.id == own).cloned()));
    let name = memo(move |_| still_with(&it, |it| it.as_ref().map(|it| it.face.name.clone()).unwrap_or_default()));
    let accent = memo(move |_| still_with(&it, |it| it.as_ref().and_then(|it| colour(&it.face.accent))));
    let snippet = memo(move |_| still_with(&it, |it| it.as_ref().map(|it| it.snippet.clone()).unwrap_or_default()));
    let is_on = memo(move |_| still_with(&it, |it| it.as_ref().is_some_and(|it| it.is_on)));
    let edited = StoredValue::new(Edited::Known(id.clone()));
    let is_edited = memo(move |_| edited.try_with_value(|edited| all.is_edited(edited)).unwrap_or_default());
    let toggle = move |_| all.edit((!is_edited.get_untracked()).then(|| edited.get_value()));
    let (open, sources) = (open_of(&id), format!("/knowledge?assistant={id}"));
    let id = StoredValue::new(id);
    let flip = move |is_on| saving(all.went, Change::SwitchAssistant { id: id.get_value(), is_on }, move |shown| all.take(shown));
    let form = move || {
        let known = still(&is_edited).then(|| it.try_get_untracked()).flatten().flatten();
        known.map(|it| editor(all, Some(it.id), it.face))
    };
    let label = Signal::derive(move || words::is_on(&still(&name)));
    view! {
        <li class="assistant" class=("assistant-off", move || !still(&is_on))>
            <div class="assistant-head">
                <svg class="assistant-dot" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><circle cx="8" cy="8" r="8" fill=move || still(&accent)/></svg>
                <div class="assistant-words">
                    <h3 class="assistant-name" dir="auto">{move || still(&name)}</h3>
                    <p class="quiet">
                        <a href=sources>{move || still_with(&it, |it| it.as_ref().map(|it| words::n_sources(it.n_sources)))}</a>
                        " · "
                        <a href=open>{move || still_with(&it, |it| it.as_ref().map(|it| words::n_open(it.n_open)))}</a>
                    </p>
                </div>
                <button
                    type="button"
                    class="button button-quiet"
                    aria-label=move || (!still(&is_edited)).then(|| words::edit(&still(&name)))
                    aria-expanded=move || if still(&is_edited) { "true" } else { "false" }
                    on:click=toggle
                >
                    {move || if still(&is_edited) { words::close() } else { words::edit_short() }}
                </button>
                <span class="assistant-switch">
                    <span aria-hidden="true">{move || if still(&is_on) { words::on() } else { words::off() }}</span>
                    {switch(label, is_on.into(), flip)}
                </span>
            </div>
            {move || (!still(&is_on)).then(|| view! { <p class="hint">{words::off_hint()}</p> })}
            <p class="field-label">{words::snippet()}</p>
            {move || to_copy(&still(&snippet))}
            {form}
        </li>
    }
    .into_any()
}

/// The view of its open conversations.
fn open_of(id: &AssistantId) -> String {
    let filter = Filter { stages: vec![Stage::Open], assistant: Some(id.clone()), ..Filter::default() };
    format!("/inbox?filter={}", Url::escape(&write(&filter).unwrap_or_default()))
}

/// The form of a face; of a new assistant where there is no id.
fn editor(all: All, id: Option<AssistantId>, face: Face) -> AnyView {
    let key = id.as_ref().map_or_else(String::new, ToString::to_string);
    let title = if id.is_some() { words::face_of(&face.name) } else { words::new_assistant().to_owned() };
    let form = Form::of(&["settings-assistant-", &key].concat(), face);
    all.saves.set_value(Some(form.went));
    let id = StoredValue::new(id);
    let is_new = id.with_value(Option::is_none);
    let save = move || {
        let change = Change::Assistant { id: id.get_value(), face: form.draft.get_untracked() };
        form.save(change, move |shown| {
            let Shown::Assistants { assistants } = &shown else { return None };
            let saved = assistants.iter().find(|it| Some(&it.id) == id.get_value().as_ref()).map(|it| it.face.clone());
            all.take(shown);
            if is_new {
                all.close();
            }
            saved.or_else(|| is_new.then(|| form.saved.get_untracked()))
        });
    };
    let is_changed = Memo::new(move |_| form.is_changed());
    let discard = move || {
        if all.is_saving() {
            return;
        }
        form.discard();
        if is_new {
            all.close();
        }
    };
    let body = view! {
        {fields(form)}
        {foot(form.went, is_changed, FIELDS, Box::new(discard))}
    };
    let sent = sent_by(words::face(), Box::new(save), body.into_any());
    view! { <div class="assistant-form" role="group" aria-label=title>{sent}</div> }.into_any()
}

fn fields(form: Form<Face>) -> AnyView {
    let text = move |of: fn(&Face) -> String| move || form.with(of);
    let starters = |it: &mut Face, typed: &str| it.starters = typed.split('\n').map(str::to_owned).collect();
    view! {
        <div class="fields">
            {line(
                Line::text(words::name(), "name", words::name_hint()),
                form.went,
                text(|it| it.name.clone()),
                move |typed| form.draft.update(|it| it.name = typed),
            )}
            {line(
                Line::text(words::tagline(), "tagline", words::tagline_hint()),
                form.went,
                text(|it| it.tagline.clone()),
                move |typed| form.draft.update(|it| it.tagline = typed),
            )}
        </div>
        {area(
            Area { rows: 3, ..Area::of(words::greeting(), "greeting", words::greeting_hint()) },
            form.went,
            text(|it| it.greeting.clone()),
            move |typed| form.draft.update(|it| it.greeting = typed),
        )}
        {area(
            Area { rows: 3, ..Area::of(words::starters(), "starters", words::starters_hint()) },
            form.went,
            text(|it| it.starters.join("\n")),
            move |typed| form.draft.update(|it| starters(it, &typed)),
        )}
        {line(
            Line { kind: "color", class: "input input-colour", ..Line::text(words::accent(), "accent", words::accent_hint()) },
            form.went,
            text(|it| colour(&it.accent).unwrap_or_default()),
            move |typed| form.draft.update(|it| it.accent = typed),
        )}
    }
    .into_any()
}
