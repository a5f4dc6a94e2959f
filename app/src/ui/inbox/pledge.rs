//! "We'll refund you by Friday": what a reply of ours promises, or an answer of the AI in our name, is offered as something to be
//! reminded of.

use super::{holder::Acts, moments::told, open::Open};
use crate::ui::effect::{effect, memo, spawn_local, still};
use crate::{
    api::summary::{MOST_SPOKEN, Pledge, Spoken, find_pledges},
    domain::{
        answer::{Answer, Kind},
        command::Command,
        event::{Event, What},
        id::{PromiseId, Seq},
        label::{Promise, is_in_our_name},
        time::Timestamp,
    },
    ui::{
        browser,
        kit::{
            button::{Button, Weight},
            time::Zone,
        },
        words::summary as words,
    },
};
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// Where this browser keeps which answers of the AI were looked at: those that promise nothing, and those whose promises were seen to.
const KEPT: &str = "pledges";
/// So many of them are kept.
const MOST_KEPT: usize = 1_000;
/// Among so many events, the latest, answers are looked at.
const LOOKED_AT: usize = 200;

/// A message of ours.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    seq: Seq,
    at: Timestamp,
    text: String,
}

impl Said {
    fn spoken(&self) -> Spoken {
        Spoken { text: self.text.clone(), at: self.at, minutes_east: browser::minutes_east(self.at) }
    }
}

/// Something promised, and the message that promises it.
#[derive(Debug, Clone, PartialEq)]
struct Offer {
    pledge: Pledge,
    about: Seq,
    is_of_ai: bool,
}

impl Offer {
    fn is_in(&self, noted: &BTreeSet<(Seq, String)>) -> bool {
        noted.contains(&(self.about, self.pledge.what.clone()))
    }
}

/// What is offered, and what was noted meanwhile.
#[derive(Debug, Clone, Copy)]
struct Offers {
    all: RwSignal<Vec<Offer>>,
    noted: Memo<BTreeSet<(Seq, String)>>,
}

impl Offers {
    /// One was seen to. An answer is, once all that it promises was.
    fn close(self, it: &Offer, open: Open) {
        let noted = self.noted.try_get_untracked().unwrap_or_default();
        let is_last = self.all.try_update(|all| {
            all.retain(|other| other != it);
            all.iter().all(|other| other.about != it.about || other.is_in(&noted))
        });
        if it.is_of_ai && is_last == Some(true) {
            keep(open, &[it.about]);
        }
    }
}

/// What the latest reply of ours promises, and what the AI did, over the composer.
pub fn pledges(open: Open, acts: Acts) -> AnyView {
    let offers = Offers { all: RwSignal::new(Vec::new()), noted: memo(move |_| open.thread.with(|it| noted(&it.events))) };
    let ask = move |said: Vec<Said>, is_of_ai: bool| {
        spawn_local(async move {
            // What can't be found isn't offered; the words have arrived all the same.
            let Ok(found) = find_pledges(said.iter().map(Said::spoken).collect(), is_of_ai).await else { return };
            let found: Vec<(Seq, Vec<Pledge>)> = said.iter().map(|it| it.seq).zip(found).collect();
            if is_of_ai {
                let nothing: Vec<Seq> = found.iter().filter(|(_, found)| found.is_empty()).map(|(seq, _)| *seq).collect();
                keep(open, &nothing);
            }
            offers.all.try_update(|all| {
                // Only the latest reply of ours counts.
                all.retain(|before| is_of_ai || before.is_of_ai);
                for (about, found) in found {
                    all.extend(found.into_iter().map(|pledge| Offer { pledge, about, is_of_ai }));
                }
            });
        });
    };
    let latest = memo(move |_| open.thread.with(|it| own_reply(&it.events, &open)));
    Effect::new(move |before: Option<Option<Seq>>| {
        let latest = latest.get();
        let seq = latest.as_ref().map(|it| it.seq);
        // What was there when the thread was opened is past.
        if let (Some(before), Some(it)) = (before, latest)
            && before != Some(it.seq)
        {
            ask(vec![it], false);
        }
        seq
    });
    // What the AI said, it said while nobody looked: it counts whenever the thread is opened.
    let answers = memo(move |_| open.thread.with(|it| answers(&it.events)));
    let asked = StoredValue::new(BTreeSet::<Seq>::new());
    effect(move || {
        let seen = browser::remembered(KEPT).unwrap_or_default();
        let is_new = |it: &Said| {
            let is_first = asked.try_update_value(|all| all.insert(it.seq)).unwrap_or_default();
            is_first && mark(open, it.seq).is_some_and(|mark| !seen.split(' ').any(|kept| kept == mark))
        };
        let fresh: Vec<Said> = answers.get().into_iter().filter(is_new).collect();
        if !fresh.is_empty() {
            ask(fresh, true);
        }
    });
    let first = memo(move |_| offers.noted.with(|noted| offers.all.with(|all| all.iter().find(|it| !it.is_in(noted)).cloned())));
    (move || still(&first).map(|it| offer(it, offers, open, acts))).into_any()
}

fn offer(it: Offer, offers: Offers, open: Open, acts: Acts) -> AnyView {
    let zone = expect_context::<Zone>();
    let Offer { pledge: Pledge { what, due }, about, is_of_ai } = it.clone();
    // Pressed again because the answer was lost, it is the same promise.
    let id = PromiseId::parse(browser::fresh_message_id().as_str());
    let done = move || offers.close(&it, open);
    let when = told(due, open.now.get_untracked(), zone);
    let question = if is_of_ai { words::ai_promised(&what, &when) } else { words::remind_me(&what, &when) };
    let (then, otherwise, text) = (done.clone(), done.clone(), what.clone());
    let add = move || {
        let Some(id) = id.clone() else { return };
        let promise = Promise { id, what: what.clone(), due, by: open.me(), is_due: false, about: Some(about) };
        acts.run(Command::Promise { promise }, then.clone());
    };
    // Whoever closes the window without noting anything has it before them again.
    let choose = move || open.remind().begin(text.clone(), Some(about), Some(Arc::new(otherwise.clone())));
    view! {
        <div class="pledge" role="status">
            <p dir="auto">{question}</p>
            <Button weight=Weight::Plain on_press=add>{words::add()}</Button>
            <Button weight=Weight::Quiet on_press=choose>{words::other_time()}</Button>
            <Button weight=Weight::Quiet on_press=done>{words::not_now()}</Button>
        </div>
    }
    .into_any()
}

/// These answers aren't asked about in this browser any more.
fn keep(open: Open, seqs: &[Seq]) {
    let new: Vec<String> = seqs.iter().filter_map(|seq| mark(open, *seq)).collect();
    if new.is_empty() {
        return;
    }
    let before = browser::remembered(KEPT).unwrap_or_default();
    let mut kept: Vec<String> = before.split_ascii_whitespace().map(str::to_owned).chain(new).collect();
    let n_old = kept.len().saturating_sub(MOST_KEPT);
    kept.drain(..n_old);
    browser::remember(KEPT, &kept.join(" "));
}

/// What an answer is kept by. Its number alone may be another one's in another workspace.
fn mark(open: Open, seq: Seq) -> Option<String> {
    open.thread.try_with_untracked(|it| format!("{}:{seq}", it.conversation.id))
}

/// The last reply that is ours.
fn own_reply(events: &[Event], open: &Open) -> Option<Said> {
    let me = open.me();
    events.iter().rev().find_map(|event| match &event.what {
        What::Replied { body, .. } if event.by.agent().is_some_and(|by| by.id == me.id) => {
            Some(Said { seq: event.seq, at: event.at, text: body.text.clone() })
        }
        _ => None,
    })
}

/// The AI's latest answers that may promise something, the latest first.
fn answers(events: &[Event]) -> Vec<Said> {
    let told = events.iter().rev().take(LOOKED_AT).filter_map(|event| match &event.what {
        What::Answered { answer, .. } => Some(Said { seq: event.seq, at: event.at, text: text_of(answer)? }),
        _ => None,
    });
    told.filter(|it| may_promise(&it.text)).take(MOST_SPOKEN).collect()
}

/// What an answer says; nothing where it only keeps company.
fn text_of(answer: &Answer) -> Option<String> {
    let parts = answer.parts.iter().map(|part| part.body.text.as_str());
    (answer.kind != Kind::Courtesy).then(|| parts.collect::<Vec<_>>().join("\n"))
}

/// Most answers have no word of ours, and needn't be asked about.
fn may_promise(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(is_in_our_name)
}

/// What was noted of which message.
fn noted(events: &[Event]) -> BTreeSet<(Seq, String)> {
    let promises = events.iter().filter_map(|event| if let What::Promised { promise } = &event.what { Some(promise) } else { None });
    promises.filter_map(|it| Some((it.about?, it.what.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_in_our_name_are_asked_about() {
        for (text, may) in [
            ("We'll refund you.", true),
            ("Sorry! WE will.", true),
            ("Wir melden uns.", true),
            ("Our team will call.", true),
            ("A colleague will call.", true),
            ("Ein Kollege meldet sich.", true),
            ("Refunds take five days.", false),
            ("In a week the web page is there.", false),
            ("", false),
        ] {
            assert_eq!(may_promise(text), may, "{text}");
        }
    }
}
