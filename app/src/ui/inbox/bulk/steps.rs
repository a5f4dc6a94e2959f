//! What can be done to the rows that are picked.

use super::Bulk;
use crate::{
    api::views::{Choices, read_choices},
    domain::{
        command::Command,
        label::{Priority, Tag},
        time::Timestamp,
    },
    ui::{
        effect::memo,
        inbox::moments::{Ahead, until},
        keys::table::Act,
        kit::{
            button::{Button, Weight},
            menu::{Face, menu},
        },
        words::{bulk as words, common, faults, holder, menus},
    },
};
use leptos::{ev, prelude::*, task::spawn_local};
use std::collections::BTreeSet;

/// Something to choose: how the choice calls it, and how people do.
type Choice = (String, String);
/// What stands for nobody, and for no team; no id is like it.
const NONE: &str = "-";

/// The steps of the bar.
pub fn steps(bulk: Bulk, now: ReadSignal<Timestamp>) -> AnyView {
    let choices = RwSignal::new(Choices::default());
    spawn_local(async move {
        match read_choices().await {
            Ok(read) => drop(choices.try_set(read)),
            Err(fault) => bulk.say(faults::say(&fault), Vec::new()),
        }
    });
    let is_busy = bulk.is_busy;
    let press = move |command: Command| move || bulk.run(command.clone());
    let to_me = Command::Assign { to: Some(bulk.me()) };
    let is_put_away = memo(move |_| bulk.rows().iter().any(|it| !it.is_open() || it.is_snoozed()));
    let is_any_open = memo(move |_| bulk.rows().iter().any(|it| it.is_open()));
    let reopen = move || {
        is_put_away.get().then(|| {
            view! { <Button is_busy act=Some(Act::Reopen) on_press=press(Command::Reopen { cause: None })>{holder::reopen()}</Button> }
        })
    };
    let close = move || {
        is_any_open.get().then(|| view! { <Button is_busy act=Some(Act::Close) on_press=press(Command::Close)>{words::close()}</Button> })
    };
    let snooze = menu(words::snooze(), Face::Words, move |opened| {
        let choices = [Ahead::Hours(3), Ahead::Tomorrow, Ahead::Monday, Ahead::Hours(168)];
        until(&choices, now, opened, move |until| bulk.run(Command::Snooze { until }))
    });
    view! {
        <span class="bulk-all"><Button weight=Weight::Quiet is_busy on_press=move || bulk.choose_all()>{words::choose_all()}</Button></span>
        {close}
        {reopen}
        <Button is_busy on_press=press(to_me)>{words::assign_to_me()}</Button>
        {given(bulk, choices)}
        {tagging(bulk)}
        {untagging(bulk)}
        {snooze}
        {chooser(words::priority(), priorities, move |name| {
            if let Some(priority) = Priority::ALL.into_iter().find(|it| it.rank().to_string() == name) {
                bulk.run(Command::Prioritise { priority });
            }
        })}
        <Button is_busy on_press=press(Command::MarkSpam { is_spam: true })>{words::spam()}</Button>
        <span data-dismiss=""><Button weight=Weight::Quiet on_press=move || bulk.picked.clear()>{words::let_go()}</Button></span>
    }
    .into_any()
}

/// To a colleague, to a team.
fn given(bulk: Bulk, choices: RwSignal<Choices>) -> AnyView {
    let members = move || {
        let members = choices.with(|it| it.members.iter().map(|it| (it.id.to_string(), it.name.as_str().to_owned())).collect::<Vec<_>>());
        members.into_iter().chain([(NONE.to_owned(), menus::nobody().to_owned())]).collect()
    };
    let teams = move || {
        let teams = choices.with(|it| it.teams.iter().map(|it| (it.id.to_string(), it.name.as_str().to_owned())).collect::<Vec<_>>());
        teams.into_iter().chain([(NONE.to_owned(), menus::no_team().to_owned())]).collect()
    };
    let assign = move |id: String| {
        let to = choices.with_untracked(|it| it.members.iter().find(|it| it.id.as_str() == id).cloned());
        if to.is_some() || id == NONE {
            bulk.run(Command::Assign { to });
        }
    };
    let route = move |id: String| {
        let team = choices.with_untracked(|it| it.teams.iter().find(|it| it.id.as_str() == id).cloned());
        if team.is_some() || id == NONE {
            bulk.run(Command::Route { team });
        }
    };
    let has_teams = memo(move |_| choices.with(|it| !it.teams.is_empty()));
    view! {
        {chooser(words::colleague(), members, assign)}
        {move || has_teams.get().then(|| chooser(words::team(), teams, route))}
    }
    .into_any()
}

fn priorities() -> Vec<Choice> {
    Priority::ALL.into_iter().rev().map(|it| (it.rank().to_string(), common::priority(it).to_owned())).collect()
}

/// A choice that is done as soon as it's made.
fn chooser(
    label: &'static str,
    options: impl Fn() -> Vec<Choice> + Send + Sync + 'static,
    on_choose: impl Fn(String) + 'static,
) -> AnyView {
    let options: Box<dyn Fn() -> Vec<Choice> + Send + Sync> = Box::new(options);
    let on_choose: Box<dyn Fn(String)> = Box::new(on_choose);
    let choose = move |event: ev::Event| {
        let value = event_target_value(&event);
        if !value.is_empty() {
            on_choose(value);
        }
    };
    view! {
        <select class="button chooser" aria-label=label on:change=choose>
            <option value="">{label}</option>
            {move || options().into_iter().map(|(value, label)| view! { <option value=value>{label}</option> }.into_any()).collect_view()}
        </select>
    }
    .into_any()
}

fn tagging(bulk: Bulk) -> AnyView {
    let text = RwSignal::new(String::new());
    let add = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let Ok(tag) = Tag::parse(&text.get_untracked()) {
            text.set(String::new());
            bulk.run(Command::Tag { tag });
        }
    };
    view! {
        <form class="bulk-tag" on:submit=add>
            <input
                class="bulk-tag-text"
                aria-label=words::tag()
                placeholder=words::tag()
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
            />
        </form>
    }
    .into_any()
}

/// The tags that any of them has, to be taken away.
fn untagging(bulk: Bulk) -> AnyView {
    let tags = memo(move |_| {
        let tags: BTreeSet<String> = bulk.rows().iter().flat_map(|it| &it.tags).map(|it| it.tag.as_str().to_owned()).collect();
        tags
    });
    let options = move || tags.with(|tags| tags.iter().map(|tag| (tag.clone(), tag.clone())).collect());
    let take = move |tag: String| {
        if let Ok(tag) = Tag::parse(&tag) {
            bulk.run(Command::Untag { tag });
        }
    };
    (move || tags.with(|it| !it.is_empty()).then(|| chooser(words::untag(), options, take))).into_any()
}
