//! What is done to several conversations at once, and the way back.

use super::shelf::Shelf;
use crate::ui::effect::{memo, spawn_local};
use crate::{
    api::views::{Act, Outcome, act_many},
    domain::{
        command::Command,
        conversation::Conversation,
        id::ConversationId,
        inbox::Inbox,
        label::{Priority, Tag},
        person::Agent,
        time::Timestamp,
        view::undoing,
    },
    ui::{
        browser,
        kit::button::{Button, Weight},
        live::Live,
        words::{bulk as words, common, faults},
    },
};
use leptos::{ev, prelude::*};
use std::{collections::BTreeSet, time::Duration};

/// How long the way back is offered.
const OFFERED: Duration = Duration::from_secs(10);
const HOUR: i64 = 3_600_000;

/// The rows that are picked.
#[derive(Debug, Clone, Copy)]
pub struct Picked {
    pub ids: RwSignal<BTreeSet<ConversationId>>,
    /// Where a range begins.
    last: StoredValue<Option<ConversationId>>,
}

impl Picked {
    pub fn new() -> Self {
        Self { ids: RwSignal::new(BTreeSet::new()), last: StoredValue::new(None) }
    }

    pub fn has(self, id: &ConversationId) -> bool {
        self.ids.with(|ids| ids.contains(id))
    }

    /// Picks a row or lets go of it; with a range (`order`), all from the last one to it.
    pub fn toggle(self, id: ConversationId, order: Option<Vec<ConversationId>>) {
        let from = self.last.try_update_value(|last| last.replace(id.clone())).flatten();
        let range = order.zip(from).map(|(order, from)| between(order, &from, &id));
        self.ids.update(|ids| match range {
            Some(range) if !range.is_empty() => ids.extend(range),
            _ => {
                if !ids.remove(&id) {
                    ids.insert(id);
                }
            }
        });
    }

    /// The same for the row that has the focus.
    pub fn toggle_focused(self) {
        let address = browser::focused_address();
        let id = address.as_deref().and_then(|it| it.strip_prefix("/inbox/")).and_then(|it| ConversationId::parse(it.split('?').next()?));
        if let Some(id) = id {
            self.toggle(id, None);
        }
    }

    pub fn clear(self) {
        self.last.set_value(None);
        self.ids.update(BTreeSet::clear);
    }
}

impl Default for Picked {
    fn default() -> Self {
        Self::new()
    }
}

/// All from one row to another, in whichever order they stand.
fn between(order: Vec<ConversationId>, from: &ConversationId, to: &ConversationId) -> Vec<ConversationId> {
    let place = |id: &ConversationId| order.iter().position(|it| it == id);
    let (Some(a), Some(b)) = (place(from), place(to)) else { return Vec::new() };
    order.into_iter().skip(a.min(b)).take(a.abs_diff(b) + 1).collect()
}

/// What was done, and what takes it back.
#[derive(Debug, Clone)]
struct Done {
    said: String,
    back: Vec<Act>,
    nth: u32,
}

#[derive(Debug, Clone, Copy)]
struct Bulk {
    picked: Picked,
    inbox: RwSignal<Inbox>,
    me: StoredValue<Agent>,
    live: Live,
    shelf: Shelf,
    is_busy: RwSignal<bool>,
    done: RwSignal<Option<Done>>,
    n_done: StoredValue<u32>,
}

impl Bulk {
    fn run(self, command: Command) {
        let before: Vec<Conversation> = self
            .inbox
            .with_untracked(|inbox| self.picked.ids.with_untracked(|ids| ids.iter().filter_map(|id| inbox.row(id).cloned()).collect()));
        let acts = before.iter().map(|row| Act { id: row.id.clone(), command: command.clone() }).collect();
        self.is_busy.set(true);
        spawn_local(async move {
            let outcomes = act_many(acts).await;
            self.is_busy.try_set(false);
            match outcomes {
                Ok(outcomes) => self.finished(&before, &command, &outcomes),
                Err(fault) => self.say(faults::say(&fault), Vec::new()),
            }
        });
    }

    fn finished(self, before: &[Conversation], command: &Command, outcomes: &[Outcome]) {
        let me = self.me.get_value();
        let changed = |row: &&Conversation| outcomes.iter().any(|it| it.id == row.id && !it.frames.is_empty());
        let back = before
            .iter()
            .filter(changed)
            .flat_map(|row| undoing(row, command, &me).into_iter().map(|command| Act { id: row.id.clone(), command }));
        let n_done = outcomes.iter().filter(|it| it.fault.is_none()).count() as u64;
        let refused = outcomes.iter().find_map(|it| it.fault.as_ref());
        let said = match refused {
            None => words::done(n_done),
            Some(fault) => words::partly_done(n_done, &faults::say(fault)),
        };
        self.heard(outcomes);
        self.picked.clear();
        self.say(said, back.collect());
    }

    fn heard(self, outcomes: &[Outcome]) {
        outcomes.iter().for_each(|it| self.live.answered(&it.frames));
        self.shelf.refresh();
    }

    fn say(self, said: String, back: Vec<Act>) {
        let nth = self.n_done.try_update_value(|n| {
            *n += 1;
            *n
        });
        let nth = nth.unwrap_or_default();
        self.done.try_set(Some(Done { said, back, nth }));
        let forget = move || {
            self.done.try_update(|it| {
                if it.as_ref().is_some_and(|it| it.nth == nth) {
                    *it = None;
                }
            });
        };
        set_timeout(forget, OFFERED);
    }

    fn undo(self) {
        let Some(Done { back, .. }) = self.done.try_update(Option::take).flatten() else { return };
        spawn_local(async move {
            match act_many(back).await {
                Ok(outcomes) => {
                    let refused = outcomes.iter().find_map(|it| it.fault.as_ref());
                    let said = refused.map_or_else(|| words::undone().to_owned(), faults::say);
                    self.heard(&outcomes);
                    self.say(said, Vec::new());
                }
                Err(fault) => self.say(faults::say(&fault), Vec::new()),
            }
        });
    }
}

/// The bar of what can be done to what is picked, and what was done last.
pub fn bulk_bar(inbox: RwSignal<Inbox>, me: &Agent, now: ReadSignal<Timestamp>) -> AnyView {
    let (picked, live, shelf) = (expect_context::<Picked>(), expect_context::<Live>(), expect_context::<Shelf>());
    let (is_busy, done) = (RwSignal::new(false), RwSignal::new(None));
    let me = StoredValue::new(me.clone());
    let bulk = Bulk { picked, inbox, me, live, shelf, is_busy, done, n_done: StoredValue::new(0) };
    let n = memo(move |_| picked.ids.with(BTreeSet::len));
    let bar = move || {
        (n.get() > 0).then(|| {
            view! {
                <div class="bulk" role="group" aria-label=words::chosen_together()>
                    <p class="bulk-n" role="status">{move || words::n_chosen(n.get() as u64)}</p>
                    {steps(bulk, now)}
                </div>
            }
        })
    };
    let toast = move || {
        done.get().map(|it| {
            let has_way_back = !it.back.is_empty();
            view! {
                <p class="toast">
                    <span>{it.said}</span>
                    {has_way_back.then(|| view! { <Button on_press=move || bulk.undo()>{words::undo()}</Button> })}
                </p>
            }
        })
    };
    view! { {bar} <div class="toasts" role="status">{toast}</div> }.into_any()
}

fn steps(bulk: Bulk, now: ReadSignal<Timestamp>) -> AnyView {
    let is_busy = bulk.is_busy;
    let press = move |command: Command| move || bulk.run(command.clone());
    let to_me = Command::Assign { to: Some(bulk.me.get_value()) };
    view! {
        <Button is_busy on_press=press(Command::Close)>{words::close()}</Button>
        <Button is_busy on_press=press(to_me)>{words::assign_to_me()}</Button>
        {tagging(bulk)}
        {chooser(words::snooze(), vec![("3", words::three_hours()), ("24", words::a_day()), ("168", words::a_week())], move |hours| {
            let Ok(hours) = hours.parse::<i64>() else { return };
            bulk.run(Command::Snooze { until: now.get_untracked().plus(hours * HOUR) });
        })}
        {chooser(words::priority(), priorities(), move |name| {
            if let Some(priority) = Priority::ALL.into_iter().find(|it| it.rank().to_string() == name) {
                bulk.run(Command::Prioritise { priority });
            }
        })}
        <Button is_busy on_press=press(Command::MarkSpam { is_spam: true })>{words::spam()}</Button>
        <Button weight=Weight::Quiet on_press=move || bulk.picked.clear()>{words::let_go()}</Button>
    }
    .into_any()
}

fn priorities() -> Vec<(&'static str, &'static str)> {
    ["3", "2", "1", "0"].into_iter().zip(Priority::ALL.into_iter().rev().map(common::priority)).collect()
}

/// A choice that is done as soon as it's made.
fn chooser(label: &'static str, options: Vec<(&'static str, &'static str)>, on_choose: impl Fn(String) + 'static) -> AnyView {
    let choose = move |event: ev::Event| {
        let value = event_target_value(&event);
        if !value.is_empty() {
            on_choose(value);
        }
    };
    view! {
        <select class="button chooser" aria-label=label on:change=choose>
            <option value="">{label}</option>
            {options.into_iter().map(|(value, label)| view! { <option value=value>{label}</option> }.into_any()).collect_view()}
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_goes_both_ways() {
        let id = |text: &str| ConversationId::parse(text).expect("an id");
        let order = ["aaaa", "bbbb", "cccc", "dddd"].map(id).to_vec();
        assert_eq!(between(order.clone(), &id("bbbb"), &id("dddd")), ["bbbb", "cccc", "dddd"].map(id));
        assert_eq!(between(order.clone(), &id("cccc"), &id("aaaa")), ["aaaa", "bbbb", "cccc"].map(id));
        assert_eq!(between(order, &id("gone"), &id("aaaa")), []);
    }
}
