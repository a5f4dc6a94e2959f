//! The form that makes a view: what it asks for, and under which name it is kept.

use super::shelf::{Looked, Shelf};
use crate::ui::effect::spawn_local;
use crate::{
    api::views::{Choices, ViewDraft, read_choices, remove_view, save_view},
    domain::{
        fault::Fault,
        handoff::Reason,
        id::{AccountId, AssistantId, TeamId},
        label::{Lead, Priority, Tag},
        text::Name,
        view::{Assignee, Filter, HolderKind, SavedView, Sort, Stage, ViewKey},
    },
    ui::{
        kit::button::{Button, Weight},
        words::{common, faults, reasons, views as words},
    },
    write::write,
};
use leptos::{ev, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate, location::Url};

/// Something to choose: how a form calls it, and how people do.
type Choice = (String, String);

/// What is being made.
#[derive(Debug, Clone, Copy)]
struct Draft {
    filter: RwSignal<Filter>,
    /// As it is typed: an unfinished tag isn't one yet.
    tags: RwSignal<String>,
    attribute: RwSignal<(String, String)>,
    name: RwSignal<String>,
    is_shared: RwSignal<bool>,
    wrong: RwSignal<Option<Fault>>,
}

impl Draft {
    fn of(filter: Filter, saved: Option<&SavedView>) -> Self {
        let tags = filter.tags.iter().map(Tag::as_str).collect::<Vec<_>>().join(", ");
        let attribute = filter.attributes.iter().next().map(|(key, value)| (key.clone(), value.clone())).unwrap_or_default();
        Self {
            filter: RwSignal::new(filter),
            tags: RwSignal::new(tags),
            attribute: RwSignal::new(attribute),
            name: RwSignal::new(saved.map(|it| it.name.as_str().to_owned()).unwrap_or_default()),
            is_shared: RwSignal::new(saved.is_some_and(|it| it.is_shared)),
            wrong: RwSignal::new(None),
        }
    }

    /// What the form asks for.
    fn asked(self) -> Result<Filter, Fault> {
        let tags = self.tags.get_untracked().split(',').filter(|it| !it.trim().is_empty()).map(Tag::parse).collect::<Result<_, _>>()?;
        let (key, value) = self.attribute.get_untracked();
        let attributes = if key.trim().is_empty() { vec![] } else { vec![(key.trim().to_owned(), value.trim().to_owned())] };
        Filter { tags, attributes: attributes.into_iter().collect(), ..self.filter.get_untracked() }.checked()
    }
}

/// A button that opens the form.
pub fn builder(looked: &Looked, filter: Filter, sort: Sort, shelf: Shelf) -> AnyView {
    let saved = match &looked.view {
        ViewKey::Saved { id } => shelf.views.with_untracked(|it| it.saved.iter().find(|view| view.id == *id).cloned()),
        _ => None,
    };
    let is_open = RwSignal::new(false);
    let choices = RwSignal::new(Choices::default());
    let draft = Draft::of(filter, saved.as_ref());
    let toggle = move |_| {
        is_open.update(|it| *it = !*it);
        if is_open.get_untracked() {
            spawn_local(async move {
                match read_choices().await {
                    Ok(read) => drop(choices.try_set(read)),
                    Err(fault) => drop(draft.wrong.try_set(Some(fault))),
                }
            });
        }
    };
    let close_by_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            is_open.set(false);
        }
    };
    view! {
        <div class="builder" on:keydown=close_by_key>
            <button
                type="button"
                class="button"
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                on:click=toggle
            >
                {words::filter()}
            </button>
            {move || is_open.get().then(|| form(draft, sort, saved.as_ref(), choices, shelf, is_open))}
        </div>
    }
    .into_any()
}

fn form(draft: Draft, sort: Sort, saved: Option<&SavedView>, choices: RwSignal<Choices>, shelf: Shelf, is_open: RwSignal<bool>) -> AnyView {
    let go = use_navigate();
    let go_to = StoredValue::new(move |path: String| go(&path, NavigateOptions::default()));
    let show = move || match draft.asked() {
        Ok(filter) => {
            is_open.set(false);
            let text = write(&filter).unwrap_or_default();
            go_to.with_value(|go| go(format!("/inbox?filter={}", Url::escape(&text))));
        }
        Err(fault) => draft.wrong.set(Some(fault)),
    };
    let id = saved.map(|it| it.id.clone());
    let is_known = id.is_some();
    let keep = move |id| {
        let asked = Name::parse(&draft.name.get_untracked()).and_then(|name| Ok((name, draft.asked()?)));
        let (name, filter) = match asked {
            Ok(asked) => asked,
            Err(fault) => return draft.wrong.set(Some(fault)),
        };
        let wanted = ViewDraft { name, filter, sort, is_shared: draft.is_shared.get_untracked() };
        spawn_local(async move {
            match save_view(id, wanted).await {
                Ok(view) => {
                    shelf.refresh();
                    is_open.try_set(false);
                    go_to.try_with_value(|go| go(format!("/inbox?view={}", view.id)));
                }
                Err(fault) => drop(draft.wrong.try_set(Some(fault))),
            }
        });
    };
    let (changed, removed) = (id.clone(), id);
    let remove = move || {
        let Some(id) = removed.clone() else { return };
        spawn_local(async move {
            match remove_view(id).await {
                Ok(()) => {
                    shelf.refresh();
                    go_to.try_with_value(|go| go("/inbox".to_owned()));
                }
                Err(fault) => drop(draft.wrong.try_set(Some(fault))),
            }
        });
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        show();
    };
    view! {
        <form class="builder-form" aria-label=words::filter() on:submit=submit>
            {places(draft.filter, choices)}
            {marks(draft)}
            {times(draft.filter)}
            <button type="submit" class="button button-primary">{words::show()}</button>
            <hr/>
            <div data-name="">{text(words::name(), move || draft.name.get(), move |it| draft.name.set(it))}</div>
            {tick(words::shared(), move || draft.is_shared.get(), move |it| draft.is_shared.set(it))}
            <div class="builder-steps">
                {is_known.then(|| view! { <Button on_press=move || keep(changed.clone())>{words::change()}</Button> })}
                <Button on_press=move || keep(None)>{words::save()}</Button>
                {is_known.then(|| view! { <Button weight=Weight::Quiet on_press=remove>{words::remove()}</Button> })}
            </div>
            {move || draft.wrong.get().map(|fault| view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> })}
        </form>
    }
    .into_any()
}

/// Where it is and with whom.
fn places(filter: RwSignal<Filter>, choices: RwSignal<Choices>) -> AnyView {
    let stages = move || Stage::ALL.map(|it| (it.name().to_owned(), words::stage(it).to_owned())).to_vec();
    let holders = move || HolderKind::ALL.map(|it| (it.name().to_owned(), words::holder_kind(it).to_owned())).to_vec();
    let people = move || {
        let members = choices.with(|it| it.members.iter().map(|it| (it.id.to_string(), it.name.as_str().to_owned())).collect::<Vec<_>>());
        let own = [("me".to_owned(), words::me().to_owned()), ("nobody".to_owned(), words::nobody().to_owned())];
        own.into_iter().chain(members).collect()
    };
    let teams = move || choices.with(|it| it.teams.iter().map(|it| (it.id.to_string(), it.name.as_str().to_owned())).collect());
    let assistants = move || choices.with(|it| it.assistants.iter().map(|it| (it.id.to_string(), it.name.as_str().to_owned())).collect());
    let has_choice = Memo::new(move |_| choices.with(|it| it.assistants.len() > 1) || filter.with_untracked(|it| it.assistant.is_some()));
    let assignee = move || match filter.with(|it| it.assignee.clone()) {
        None => String::new(),
        Some(Assignee::Me) => "me".to_owned(),
        Some(Assignee::Nobody) => "nobody".to_owned(),
        Some(Assignee::Member { id }) => id.to_string(),
    };
    let assign = move |to: String| {
        let to = match to.as_str() {
            "me" => Some(Assignee::Me),
            "nobody" => Some(Assignee::Nobody),
            id => AccountId::parse(id).map(|id| Assignee::Member { id }),
        };
        filter.update(|it| it.assignee = to);
    };
    view! {
        {select(words::status(), stages, move || filter.with(|it| it.stages.first().map_or("", |it| it.name()).to_owned()), move |name| {
            filter.update(|it| it.stages = Stage::ALL.into_iter().filter(|stage| stage.name() == name).collect());
        })}
        {select(words::holder(), holders, move || filter.with(|it| it.holder.map_or("", HolderKind::name).to_owned()), move |name| {
            filter.update(|it| it.holder = HolderKind::ALL.into_iter().find(|kind| kind.name() == name));
        })}
        {select(words::assignee(), people, assignee, assign)}
        {select(words::team(), teams, move || filter.with(|it| it.team.as_ref().map(ToString::to_string).unwrap_or_default()), move |id| {
            filter.update(|it| it.team = TeamId::parse(&id));
        })}
        {move || has_choice.get().then(|| {
            let chosen = move || filter.with(|it| it.assistant.as_ref().map(ToString::to_string).unwrap_or_default());
            select(words::assistant(), assistants, chosen, move |id| filter.update(|it| it.assistant = AssistantId::parse(&id)))
        })}
        {tick(words::needs(), move || filter.with(|it| it.needs_person == Some(true)), move |on| {
            filter.update(|it| it.needs_person = on.then_some(true));
        })}
        {tick(words::is_unread(), move || filter.with(|it| it.is_unread), move |on| filter.update(|it| it.is_unread = on))}
        {tick(words::mentions_me(), move || filter.with(|it| it.mentions_me), move |on| filter.update(|it| it.mentions_me = on))}
    }
    .into_any()
}

/// What it is marked with.
fn marks(draft: Draft) -> AnyView {
    let filter = draft.filter;
    let priorities = move || Priority::ALL.map(|it| (it.rank().to_string(), common::priority(it).to_owned())).to_vec();
    let leads = move || Lead::ALL.map(|it| (it.name().to_owned(), common::lead(it).to_owned())).to_vec();
    let causes = move || Reason::ALL.map(|it| ((it as u8).to_string(), reasons::label(it).to_owned())).to_vec();

    view! {
        {text(words::tags(), move || draft.tags.get(), move |it| draft.tags.set(it))}
        {tick(words::all_tags(), move || filter.with(|it| it.has_all_tags), move |on| filter.update(|it| it.has_all_tags = on))}
        {select(words::priority(), priorities, move || filter.with(|it| it.priorities.first().map(|it| it.rank().to_string()).unwrap_or_default()), move |rank| {
            filter.update(|it| it.priorities = Priority::ALL.into_iter().filter(|it| it.rank().to_string() == rank).collect());
        })}
        {select(words::lead(), leads, move || filter.with(|it| it.leads.first().map_or("", |it| it.name()).to_owned()), move |name| {
            filter.update(|it| it.leads = Lead::named(&name).into_iter().collect());
        })}
        {select(words::reason(), causes, move || filter.with(|it| it.reasons.first().map(|why| (*why as u8).to_string()).unwrap_or_default()), move |nth| {
            filter.update(|it| it.reasons = Reason::ALL.into_iter().filter(|why| (*why as u8).to_string() == nth).collect());
        })}
        {text(words::language(), move || filter.with(|it| it.language.clone().unwrap_or_default()), move |tag| {
            filter.update(|it| it.language = (!tag.trim().is_empty()).then_some(tag));
        })}
        {text(words::attribute(), move || draft.attribute.get().0, move |key| draft.attribute.update(|it| it.0 = key))}
        {text(words::value(), move || draft.attribute.get().1, move |value| draft.attribute.update(|it| it.1 = value))}
    }
    .into_any()
}

fn times(filter: RwSignal<Filter>) -> AnyView {
    let spans = || {
        [("1", words::an_hour()), ("24", words::a_day()), ("168", words::a_week()), ("720", words::a_month())]
            .map(|(hours, label)| (hours.to_owned(), label.to_owned()))
            .to_vec()
    };
    let told = |hours: Option<u32>| hours.map(|it| it.to_string()).unwrap_or_default();
    view! {
        {select(words::changed(), spans, move || told(filter.with(|it| it.changed_within)), move |hours| {
            filter.update(|it| it.changed_within = hours.parse().ok());
        })}
        {select(words::opened(), spans, move || told(filter.with(|it| it.opened_within)), move |hours| {
            filter.update(|it| it.opened_within = hours.parse().ok());
        })}
    }
    .into_any()
}

fn select(
    label: &'static str,
    options: impl Fn() -> Vec<Choice> + Send + Sync + 'static,
    chosen: impl Fn() -> String + Copy + Send + Sync + 'static,
    on_choose: impl Fn(String) + 'static,
) -> AnyView {
    let option = move |(value, label): Choice| {
        let own = value.clone();
        view! { <option value=value selected=move || chosen() == own>{label}</option> }.into_any()
    };
    view! {
        <label class="builder-field">
            <span>{label}</span>
            <select class="chooser button" on:change=move |event| on_choose(event_target_value(&event))>
                <option value="">{words::any()}</option>
                {move || options().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

fn text(label: &'static str, value: impl Fn() -> String + Send + Sync + 'static, on_type: impl Fn(String) + 'static) -> AnyView {
    view! {
        <label class="builder-field">
            <span>{label}</span>
            <input class="builder-text" type="text" prop:value=value on:input=move |event| on_type(event_target_value(&event))/>
        </label>
    }
    .into_any()
}

fn tick(label: &'static str, is_on: impl Fn() -> bool + Send + Sync + 'static, on_tick: impl Fn(bool) + 'static) -> AnyView {
    view! {
        <label class="builder-tick">
            <input type="checkbox" prop:checked=is_on on:change=move |event| on_tick(event_target_checked(&event))/>
            <span>{label}</span>
        </label>
    }
    .into_any()
}
