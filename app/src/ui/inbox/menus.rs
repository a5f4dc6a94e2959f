//! What else can be done with a conversation: put it away, give it to somebody, mark it.

use super::{
    holder::Acts,
    moments::{Ahead, until},
    open::Open,
};
use crate::ui::effect::spawn_local;
use crate::{
    api::presence::{Colleagues, list_colleagues},
    domain::{command::Command, fault::Fault, id::ConversationId, label::Priority},
    ui::{
        keys::table::Act,
        kit::{
            mark::Mark,
            menu::{Face, Opened, item, item_with, line, menu_of},
        },
        words::{common, faults, menus as words, near, remind},
    },
};
use leptos::prelude::*;

/// The menus in the head of a thread.
pub fn menus(open: Open, acts: Acts) -> AnyView {
    let people = RwSignal::new(None::<Colleagues>);
    let snooze = menu_of(Some(Act::Snooze), words::snooze(), Face::Sign(Mark::Moon), move |opened| {
        until(&[Ahead::Hours(3), Ahead::Tomorrow, Ahead::Monday], open.now, opened, move |until| acts.run(Command::Snooze { until }, || {}))
    });
    let assign = menu_of(Some(Act::Assign), words::assign(), Face::Sign(Mark::Face), move |opened| assign(open, acts, people, opened));
    let more = menu_of(Some(Act::Priority), words::more(), Face::Sign(Mark::Dots), move |opened| more(open, acts, opened));
    view! { <div class="thread-menus">{snooze}{assign}{more}</div> }.into_any()
}

/// Closes the menu and asks for it.
fn choose(acts: Acts, opened: Opened, command: Command) -> impl Fn() + 'static {
    move || {
        opened.close();
        acts.run(command.clone(), || {});
    }
}

/// Me, my colleagues, the teams, nobody.
fn assign(open: Open, acts: Acts, people: RwSignal<Option<Colleagues>>, opened: Opened) -> AnyView {
    // Each time anew: who is there changes.
    spawn_local(async move {
        match list_colleagues().await {
            Ok(read) => drop(people.try_maybe_update(|it| {
                let is_new = it.as_ref() != Some(&read);
                *it = Some(read);
                (is_new, ())
            })),
            Err(fault) => acts.fail(faults::say(&fault)),
        }
    });
    let (assignee, team) = open.conversation.with_untracked(|it| (it.assignee.clone().map(|it| it.id), it.team.clone().map(|it| it.id)));
    let me = open.me();
    (move || {
        let Some(Colleagues { mut members, teams, there }) = people.get() else {
            return view! { <p class="menu-hint">{common::loading()}</p> }.into_any();
        };
        members.sort_by_key(|it| it.id != me.id);
        let members = members
            .into_iter()
            .map(|it| {
                let label = if it.id == me.id { words::me(it.name.as_str()) } else { it.name.as_str().to_owned() };
                let is_there = it.id != me.id && there.contains(&it.id);
                let beside = is_there.then(|| view! { " " <span class="menu-beside">{near::there()}</span> }).into_any();
                item_with(label, beside, assignee.as_ref() == Some(&it.id), choose(acts, opened, Command::Assign { to: Some(it) }))
            })
            .collect_view();
        let nobody = item(words::nobody().to_owned(), assignee.is_none(), choose(acts, opened, Command::Assign { to: None }));
        let teams = (!teams.is_empty()).then(|| {
            let items = teams
                .into_iter()
                .map(|it| {
                    let is_on = team.as_ref() == Some(&it.id);
                    item(it.name.as_str().to_owned(), is_on, choose(acts, opened, Command::Route { team: Some(it) }))
                })
                .collect_view();
            let none = item(words::no_team().to_owned(), team.is_none(), choose(acts, opened, Command::Route { team: None }));
            view! { <p class="menu-head">{words::teams()}</p> {items} {none} }
        });
        view! { <p class="menu-head">{words::members()}</p> {members} {nobody} {teams} }.into_any()
    })
    .into_any()
}

/// Priority, a reminder, spam, block, another conversation of the same person.
fn more(open: Open, acts: Acts, opened: Opened) -> AnyView {
    let (now, is_spam, is_blocked) = open.conversation.with_untracked(|it| (it.priority, it.is_spam, it.is_blocked));
    let priorities = Priority::ALL
        .into_iter()
        .rev()
        .map(|it| item(words::priority(common::priority(it)), it == now, choose(acts, opened, Command::Prioritise { priority: it })))
        .collect_view();
    let spam = if is_spam { words::no_spam() } else { words::spam() };
    let block = if is_blocked { words::unblock() } else { words::block() };
    let remind_of_last = move || {
        opened.close();
        open.remind().begin_with(open, None);
    };
    let link = move |text: String| match conversation_in(&text) {
        Some(other) => {
            opened.close();
            acts.run(Command::Link { other, label: String::new() }, || {});
        }
        None => acts.fail(faults::say(&Fault::NotFound)),
    };
    view! {
        {priorities}
        <hr/>
        {item(remind::remind().to_owned(), false, remind_of_last)}
        <hr/>
        {item(spam.to_owned(), is_spam, choose(acts, opened, Command::MarkSpam { is_spam: !is_spam }))}
        {item(block.to_owned(), is_blocked, choose(acts, opened, Command::Block { is_blocked: !is_blocked }))}
        <hr/>
        {line(words::link_with(), "text", words::link(), link)}
        {merge(acts, opened)}
    }
    .into_any()
}

/// How far one has come with merging.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Merging {
    Not,
    /// With which conversation?
    Asks,
    /// With this one; sure?
    Asked(ConversationId),
}

/// "Merge", with which, and a last question: it can't be taken back.
fn merge(acts: Acts, opened: Opened) -> AnyView {
    let merging = RwSignal::new(Merging::Not);
    let with = move |text: String| match conversation_in(&text) {
        Some(into) => merging.set(Merging::Asked(into)),
        None => acts.fail(faults::say(&Fault::NotFound)),
    };
    (move || match merging.get() {
        Merging::Not => item(words::merge().to_owned(), false, move || merging.set(Merging::Asks)),
        Merging::Asks => line(words::merge_into(), "text", words::go_on(), with),
        Merging::Asked(into) => view! {
            <p class="menu-hint">{words::merge_hint()}</p>
            {item(words::merge_now().to_owned(), false, choose(acts, opened, Command::Merge { into, label: String::new() }))}
        }
        .into_any(),
    })
    .into_any()
}

/// The conversation that a pasted address, or a bare id, leads to.
fn conversation_in(text: &str) -> Option<ConversationId> {
    let path = text.split(['?', '#']).next()?;
    ConversationId::parse(path.trim_end_matches('/').rsplit('/').next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_its_conversation() {
        for text in ["https://chat.test/inbox/01abcd?at=7#x", "/inbox/01abcd/", "01abcd"] {
            assert_eq!(conversation_in(text).as_ref().map(ConversationId::as_str), Some("01abcd"), "{text}");
        }
        assert_eq!(conversation_in("no id"), None);
        assert_eq!(conversation_in(""), None);
    }
}
