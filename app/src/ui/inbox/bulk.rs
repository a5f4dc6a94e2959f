//! What is done to several conversations at once, and the way back.

mod steps;

use super::shelf::Shelf;
use crate::{
    api::{
        inbox::list_more,
        views::{Act, MOST_AT_ONCE, Outcome, act_many},
    },
    domain::{
        command::Command,
        conversation::Conversation,
        id::ConversationId,
        inbox::Inbox,
        person::Agent,
        time::Timestamp,
        view::{Filter, Key, Sort, undoing},
    },
    ui::{
        keys::table::Act as Shortcut,
        kit::button::Button,
        live::Live,
        words::{bulk as words, faults},
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::BTreeSet, time::Duration};
use steps::steps;

/// How long the way back is offered.
const OFFERED: Duration = Duration::from_secs(10);

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

    /// Picks exactly these.
    pub fn choose(self, ids: BTreeSet<ConversationId>) {
        self.last.try_set_value(None);
        self.ids.try_set(ids);
    }

    pub fn clear(self) {
        self.last.try_set_value(None);
        self.ids.try_update(BTreeSet::clear);
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

/// Does things to rows of the list, says what came of it, and offers the way back.
#[derive(Debug, Clone, Copy)]
pub struct Bulk {
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
    /// What can be done to rows of `inbox`.
    pub fn of(inbox: RwSignal<Inbox>, me: &Agent) -> Self {
        Self {
            picked: expect_context(),
            inbox,
            me: StoredValue::new(me.clone()),
            live: expect_context(),
            shelf: expect_context(),
            is_busy: RwSignal::new(false),
            done: RwSignal::new(None),
            n_done: StoredValue::new(0),
        }
    }

    pub fn me(self) -> Agent {
        self.me.get_value()
    }

    fn run(self, command: Command) {
        self.run_on(&self.picked.ids.with_untracked(|ids| ids.iter().cloned().collect::<Vec<_>>()), command);
    }

    /// The rows that are picked, as they stand.
    fn rows(self) -> Vec<Conversation> {
        self.picked.ids.with(|ids| self.inbox.with(|inbox| ids.iter().filter_map(|id| inbox.row(id).cloned()).collect()))
    }

    /// Picks all of the view, as many as can be done at once; what isn't read yet is read first.
    fn choose_all(self) {
        self.is_busy.set(true);
        spawn_local(async move {
            while let Some(page) = self.next_page() {
                let (filter, sort, end) = page;
                match list_more(filter, sort, end).await {
                    Ok(page) => drop(self.inbox.try_update(|it| it.append(page, &self.live.recent()))),
                    Err(fault) => {
                        self.say(faults::say(&fault), Vec::new());
                        break;
                    }
                }
            }
            if let Some(ids) = self.inbox.try_with_untracked(|it| it.ids().take(MOST_AT_ONCE).cloned().collect()) {
                self.picked.choose(ids);
            }
            self.is_busy.try_set(false);
        });
    }

    /// What to ask for the next page with, while there are too few rows.
    fn next_page(self) -> Option<(Filter, Sort, Key)> {
        let page = |it: &Inbox| it.end().filter(|_| it.len() < MOST_AT_ONCE).map(|end| (it.filter.clone(), it.sort, end.clone()));
        self.inbox.try_with_untracked(page).flatten()
    }

    /// Does it to these.
    pub fn run_on(self, ids: &[ConversationId], command: Command) {
        let before: Vec<Conversation> = self.inbox.with_untracked(|inbox| ids.iter().filter_map(|id| inbox.row(id).cloned()).collect());
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
        let Some(me) = self.me.try_get_value() else { return self.heard(outcomes) };
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
pub fn bulk_bar(bulk: Bulk, now: ReadSignal<Timestamp>) -> AnyView {
    let Bulk { picked, done, .. } = bulk;
    let n = Memo::new(move |_| picked.ids.with(BTreeSet::len));
    let bar = move || (n.get() > 0).then(|| steps_for(bulk, n, now));
    let toast = move || done.get().map(|it| toast(it, bulk));
    view! { {bar} <div class="toasts" role="status">{toast}</div> }.into_any()
}

// A function of its own, so that its code needn't come before the page is alive.
#[inline(never)]
fn steps_for(bulk: Bulk, n: Memo<usize>, now: ReadSignal<Timestamp>) -> AnyView {
    let says = move || {
        let n = n.get();
        if n < MOST_AT_ONCE { words::n_chosen(n as u64) } else { words::most_chosen(n as u64) }
    };
    view! {
        <div class="bulk" role="group" aria-label=words::chosen_together()>
            <p class="bulk-n" role="status">{says}</p>
            {steps(bulk, now)}
        </div>
    }
    .into_any()
}

#[inline(never)]
fn toast(it: Done, bulk: Bulk) -> AnyView {
    let has_way_back = !it.back.is_empty();
    view! {
        <p class="toast">
            <span>{it.said}</span>
            {has_way_back.then(|| view! { <Button act=Some(Shortcut::Undo) on_press=move || bulk.undo()>{words::undo()}</Button> })}
        </p>
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
