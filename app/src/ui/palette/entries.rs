//! What the palette offers: what can be done to the open conversation, where one can go, and what was found.

use crate::{
    api::views::Choices,
    domain::{
        command::Command,
        conversation::Conversation,
        id::Seq,
        label::{Lead, Priority, Tag},
        search::Hit,
        view::{BuiltIn, SavedView},
    },
    ui::{
        browser,
        inbox::{
            moments::Ahead,
            nav,
            open::{Open, Opened},
            row::mark_of,
        },
        keys::table::{Act, Group, SHORTCUTS, selector},
        kit::mark::Mark,
        words::{canned, common, composer, frame, holder, keys as key_words, menus, palette as words, remind, views},
    },
};
use leptos::prelude::*;

/// Moments that the palette knows; the menu takes any other.
const AHEAD: [Ahead; 4] = [Ahead::Hours(1), Ahead::Hours(3), Ahead::Tomorrow, Ahead::Monday];

/// What follows when an entry is chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    Act(Act),
    Go(String),
    /// Something is done to the open conversation.
    Do(Command),
    /// The text goes on in the field.
    Type(String),
    /// This path is copied, as a whole address.
    Copy(String),
    /// A promise is noted by hand, about this message or the last one.
    Remind(Option<Seq>),
    /// The control that matches is pressed, seen or not.
    Press(&'static str),
    /// The control that matches first is pressed, and then what it opened.
    Through(&'static str, Then),
}

/// What follows in what a control opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    Focus(&'static str),
    Press(&'static str),
}

/// One of the palette's lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The same for the same thing, whenever it is offered.
    pub key: String,
    pub label: String,
    pub hint: String,
    pub mark: Mark,
    /// Whose keys do the same.
    pub act: Option<Act>,
    pub deed: Deed,
    /// It is offered only where something was typed: there are too many of its kind.
    pub is_deep: bool,
}

impl Entry {
    fn new(key: impl Into<String>, label: impl Into<String>, mark: Mark, deed: Deed) -> Self {
        let act = if let Deed::Act(act) = deed { Some(act) } else { None };
        Self { key: key.into(), label: label.into(), hint: String::new(), mark, act, deed, is_deep: false }
    }

    fn hint(self, hint: &str) -> Self {
        Self { hint: hint.to_owned(), ..self }
    }

    fn deep(self) -> Self {
        Self { is_deep: true, ..self }
    }

    fn keys(self, act: Option<Act>) -> Self {
        Self { act, ..self }
    }
}

/// Everything but what is found by searching. `line`: the one of the thread that had the focus.
pub fn entries(opened: Option<Opened>, line: Option<Seq>, choices: &Choices, saved: &[SavedView]) -> Vec<Entry> {
    let mut all = Vec::new();
    if let Some(Opened { open, .. }) = opened {
        all.extend(steps());
        all.extend(without_keys());
        all.extend(of_message(open, line));
        all.extend(open.conversation.try_with_untracked(|it| marks(it, open, choices)).unwrap_or_default());
    }
    all.extend(pages(saved));
    all.extend(app());
    all
}

/// The controls of the open conversation that are there, and the beginnings of what is chosen from many.
fn steps() -> Vec<Entry> {
    let is_seen = |act| browser::is_there(&selector(act));
    SHORTCUTS
        .iter()
        .filter(|it| it.group == Group::Conversation)
        .filter_map(|it| {
            let begins = match it.act {
                Act::Assign => Some((words::assign_to(""), Mark::Face)),
                Act::Snooze => Some((words::snooze_for(""), Mark::Moon)),
                Act::Tag => Some((words::tag_with(""), Mark::Tag)),
                Act::Priority => Some((menus::priority(""), Mark::Hand)),
                _ => None,
            };
            match begins {
                Some((text, mark)) => Some(Entry::new(it.hook, (it.says)(), mark, Deed::Type(text)).keys(Some(it.act))),
                None => is_seen(it.act).then(|| Entry::new(it.hook, (it.says)(), mark(it.act), Deed::Act(it.act))),
            }
        })
        .collect()
}

/// Links to the conversation and to a message of it, and a promise about that message: the one that has the focus or that the
/// address leads to, else the last one.
fn of_message(open: Open, line: Option<Seq>) -> Vec<Entry> {
    let Some((id, last)) = open.thread.try_with_untracked(|it| {
        let last = it.events.iter().rev().find(|event| event.what.message_id().is_some()).map(|event| event.seq);
        (it.conversation.id.clone(), last)
    }) else {
        return Vec::new();
    };
    let named = line.or(open.at);
    let label = if named.is_some() { words::copy_message_link() } else { words::copy_last_link() };
    let message = named.or(last).map(|seq| Entry::new("copy-message", label, Mark::Link, Deed::Copy(format!("/inbox/{id}?at={seq}"))));
    let conversation = Entry::new("copy-conversation", words::copy_link(), Mark::Link, Deed::Copy(format!("/inbox/{id}")));
    let remind = Entry::new("remind", remind::remind(), Mark::Flag, Deed::Remind(named));
    [conversation].into_iter().chain(message).chain([remind]).collect()
}

/// What can be done to the open conversation that has no keys of its own.
fn without_keys() -> Vec<Entry> {
    let one =
        |place: &'static str, label: &str, mark, deed| Some(Entry::new(place, label, mark, deed)).filter(|_| browser::is_there(place));
    let all = [
        one(SUGGEST, composer::suggest(), Mark::Spark, Deed::Press(SUGGEST)),
        one(ATTACH, composer::attach(), Mark::Clip, Deed::Press(ATTACH)),
        one(PREVIEW, composer::preview(), Mark::Eye, Deed::Press(PREVIEW)),
        one(CANNED, canned::manage(), Mark::Quote, Deed::Press(CANNED)),
        one(SEND_MORE, composer::and_close(), Mark::Send, Deed::Through(SEND_MORE, Then::Press(SEND_CLOSE))),
        one(HAND_BACK_WITH, holder::hand_back_with(), Mark::Spark, Deed::Through(HAND_BACK_WITH, Then::Focus(MENU_FIELD))),
        one(HOLD_UNTIL, holder::hold_until(), Mark::Pause, Deed::Through(HOLD_UNTIL, Then::Focus(MENU_BUTTON))),
        one(MORE, menus::link_with(), Mark::Link, Deed::Through(MORE, Then::Focus(MENU_FIELD))),
    ];
    all.into_iter().flatten().collect()
}

const SUGGEST: &str = ".composer .suggest";
const ATTACH: &str = ".composer [data-act=\"attach\"]";
const PREVIEW: &str = ".composer [data-act=\"preview\"]";
const CANNED: &str = ".composer [data-act=\"canned\"]";
const SEND_MORE: &str = ".composer .send-more";
const SEND_CLOSE: &str = ".composer [data-then=\"close\"]";
const HAND_BACK_WITH: &str = "[data-menu=\"hand-back\"] button";
const HOLD_UNTIL: &str = "[data-menu=\"hold\"] button";
/// The menu of the open conversation with all that is seldom done.
const MORE: &str = "[data-act=\"more\"]";
const MENU_BUTTON: &str = ".menu-panel button";
const MENU_FIELD: &str = ".menu-panel input";
const BUILDER: &str = ".builder > button";
const BUILDER_NAME: &str = ".builder [data-name] input";

const fn mark(act: Act) -> Mark {
    match act {
        Act::Reply => Mark::Send,
        Act::Note => Mark::Lock,
        Act::Claim | Act::TakeOver => Mark::Hand,
        Act::HandBack => Mark::Spark,
        Act::Hold => Mark::Pause,
        Act::Close => Mark::Check,
        Act::Reopen => Mark::Inbox,
        Act::Undo => Mark::Back,
        _ => Mark::Panel,
    }
}

/// To whom it can be given, until when it can be put away, what it can be marked with.
fn marks(it: &Conversation, open: Open, choices: &Choices) -> Vec<Entry> {
    let me = open.me();
    let doing = |key: String, label: String, mark, command| Entry::new(key, label, mark, Deed::Do(command)).deep();
    let mut all = Vec::new();
    for member in &choices.members {
        let name = if member.id == me.id { menus::me(member.name.as_str()) } else { member.name.as_str().to_owned() };
        let command = Command::Assign { to: Some(member.clone()) };
        all.push(doing(format!("assign {}", member.id), words::assign_to(&name), Mark::Face, command));
    }
    all.push(doing("assign".to_owned(), words::assign_to(menus::nobody()), Mark::Face, Command::Assign { to: None }));
    for team in &choices.teams {
        let command = Command::Route { team: Some(team.clone()) };
        all.push(doing(format!("team {}", team.id), words::assign_to(team.name.as_str()), Mark::Face, command).hint(menus::teams()));
    }
    let now = open.now.try_get_untracked().unwrap_or_default();
    for ahead in AHEAD.into_iter().filter(|_| it.is_open()) {
        let until = ahead.at(now, browser::minutes_east);
        all.push(doing(format!("snooze {}", ahead.label()), words::snooze_for(&ahead.label()), Mark::Moon, Command::Snooze { until }));
    }
    for priority in Priority::ALL.into_iter().rev().filter(|other| *other != it.priority) {
        let label = menus::priority(common::priority(priority));
        all.push(doing(format!("priority {}", priority.rank()), label, Mark::Hand, Command::Prioritise { priority }));
    }
    for lead in Lead::ALL.into_iter().filter(|other| *other != it.lead_state()) {
        let label = words::lead_is(common::lead(lead));
        all.push(doing(format!("lead {}", lead.name()), label, Mark::Face, Command::SetLead { lead }));
    }
    for tag in choices.tags.iter().filter(|tag| !it.has_tag(tag)) {
        all.push(doing(format!("tag {}", tag.as_str()), words::tag_with(tag.as_str()), Mark::Tag, Command::Tag { tag: tag.clone() }));
    }
    for tagged in &it.tags {
        let tag = tagged.tag.clone();
        all.push(doing(format!("untag {}", tag.as_str()), words::take_tag(tag.as_str()), Mark::Tag, Command::Untag { tag }));
    }
    let spam = if it.is_spam { menus::no_spam() } else { menus::spam() };
    let block = if it.is_blocked { menus::unblock() } else { menus::block() };
    all.push(doing("spam".to_owned(), spam.to_owned(), Mark::Warn, Command::MarkSpam { is_spam: !it.is_spam }));
    // The menu asks with which, and whether one is sure.
    all.push(Entry::new("merge", menus::merge(), Mark::Link, Deed::Press(MORE)).deep());
    all.push(doing("block".to_owned(), block.to_owned(), Mark::Warn, Command::Block { is_blocked: !it.is_blocked }));
    all
}

/// The views, and the pages that the rail leads to.
fn pages(saved: &[SavedView]) -> Vec<Entry> {
    let view = |name: &str, label: &str, act| {
        let path = if name == BuiltIn::Open.name() { "/inbox".to_owned() } else { format!("/inbox?view={name}") };
        Entry::new(format!("view {name}"), label, Mark::Inbox, Deed::Go(path)).hint(words::view()).keys(act)
    };
    let built_in = BuiltIn::ALL.into_iter().map(|it| view(it.name(), nav::label(it), Act::to_view(it)));
    let saved = saved.iter().map(|it| view(it.id.as_str(), it.name.as_str(), None));
    let linked = browser::links(".rail-nav [href], .settings-nav [href]").into_iter().filter(|(path, _)| path != "/inbox");
    let linked = linked.map(|(path, label)| {
        let act = SHORTCUTS.iter().find(|it| it.act.path() == Some(path.as_str())).map(|it| it.act);
        let act = act.or_else(|| (path == "/settings").then_some(Act::GoSettings));
        Entry::new(format!("page {path}"), label, Mark::Panel, Deed::Go(path)).hint(words::page()).keys(act)
    });
    built_in.chain(saved).chain(linked).collect()
}

/// What can be done anywhere.
fn app() -> Vec<Entry> {
    let pressed = |hook: &'static str, label: String, mark| Entry::new(hook, label, mark, Deed::Press(hook));
    let acts = [Act::ClaimNext, Act::Search, Act::Help].map(|act| {
        let says = if act == Act::Help { key_words::keyboard() } else { (act.shortcut().says)() };
        Entry::new(act.shortcut().hook, says, if act == Act::ClaimNext { Mark::Hand } else { Mark::Search }, Deed::Act(act))
    });
    let is_there = |it: &Entry| !matches!(it.deed, Deed::Act(act @ (Act::ClaimNext | Act::Search)) if !browser::is_there(&place(act)));
    let languages = browser::words_of(LANGUAGE).map(|it| pressed(LANGUAGE, words::language_is(&it), Mark::Globe));
    let out = pressed(SIGN_OUT, frame::sign_out().to_owned(), Mark::Leave);
    let save = browser::is_there(BUILDER)
        .then(|| Entry::new(BUILDER, views::save(), Mark::Panel, Deed::Through(BUILDER, Then::Focus(BUILDER_NAME))));
    acts.into_iter().filter(is_there).chain(save).chain(presence()).chain(languages).chain([out]).collect()
}

/// To be there for others, or not to be, whichever one isn't.
fn presence() -> Option<Entry> {
    let (key, label, mark) = match browser::is_there(IS_AWAY) {
        true => ("available", words::be_available(), Mark::Face),
        false => ("away", words::be_away(), Mark::Moon),
    };
    browser::is_there(MYSELF).then(|| Entry::new(key, label, mark, Deed::Through(MYSELF, Then::Press(OTHERWISE))))
}

fn place(act: Act) -> String {
    if act == Act::Search { ".search-input".to_owned() } else { selector(act) }
}

/// The controls of the rail that the palette presses.
const LANGUAGE: &str = "[data-act=\"language\"]";
const SIGN_OUT: &str = "[data-act=\"sign-out\"]";
/// One's own face, the mark on it of whoever is away, and the choice behind it that isn't taken.
const MYSELF: &str = ".rail-me";
const IS_AWAY: &str = ".rail-me .stands-away";
const OTHERWISE: &str = ".rail-self .menu-item:not([aria-pressed])";

/// A new tag, where the text is one.
pub fn new_tag(typed: &str, choices: &Choices) -> Option<Entry> {
    let prefix = words::tag_with("");
    let tag = Tag::parse(typed.strip_prefix(&prefix)?).ok().filter(|tag| !choices.tags.contains(tag))?;
    let label = words::tag_with(tag.as_str());
    Some(Entry::new(format!("tag {}", tag.as_str()), label, Mark::Tag, Deed::Do(Command::Tag { tag })))
}

/// A conversation that was found.
pub fn found(hit: &Hit) -> Entry {
    let id = &hit.conversation.id;
    let path = match &hit.message {
        Some(place) => format!("/inbox/{id}?at={}", place.seq),
        None => format!("/inbox/{id}"),
    };
    let words: String = hit.snippet.iter().map(|it| it.text.as_str()).collect();
    let (mark, _) = mark_of(&hit.conversation);
    Entry::new(format!("conversation {id}"), common::visitor(&hit.conversation.visitor), mark, Deed::Go(path)).hint(&words)
}
