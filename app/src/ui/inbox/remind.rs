//! "Remind me": a promise that somebody notes by hand, from a message or of the conversation.

use super::{
    moments::{Ahead, DUE},
    open::Open,
};
use crate::{
    domain::{
        command::Command,
        event::{Event, What},
        file,
        id::{PromiseId, Seq},
        label::Promise,
    },
    ui::{
        browser,
        effect::spawn_local,
        kit::window::{Shown, bare_window},
        words::{faults, moments, remind as words},
    },
};
use leptos::{ev, prelude::*};
use std::{slice, sync::Arc};

/// What follows once something was noted.
pub type Then = Arc<dyn Fn() + Send + Sync>;

/// The window, and what it begins with.
#[derive(Debug, Clone, Copy)]
pub struct Remind {
    is_open: RwSignal<bool>,
    what: RwSignal<String>,
    /// The message that it is about.
    about: StoredValue<Option<Seq>>,
    then: StoredValue<Option<Then>>,
}

impl Remind {
    pub fn closed() -> Self {
        Self {
            is_open: RwSignal::new(false),
            what: RwSignal::new(String::new()),
            about: StoredValue::new(None),
            then: StoredValue::new(None),
        }
    }

    /// Opens it with these words, which can be changed. `then` runs once a promise was noted; not where nothing is.
    pub fn begin(self, what: String, about: Option<Seq>, then: Option<Then>) {
        self.what.set(what);
        self.about.set_value(about);
        self.then.set_value(then);
        self.is_open.set(true);
    }

    /// Opens it with the words of a message; where none is named, of the last one.
    pub fn begin_with(self, open: Open, seq: Option<Seq>) {
        // The palette may still know a conversation that was just left.
        let Some(found) = open.thread.try_with_untracked(|it| message(&it.events, seq)) else { return };
        let (about, what) = found.map_or((None, String::new()), |(seq, what)| (Some(seq), what));
        self.begin(what, about, None);
    }
}

/// The message of that number, or the last one, with its first words.
fn message(events: &[Event], seq: Option<Seq>) -> Option<(Seq, String)> {
    let told = events.iter().rev().flat_map(|event| match &event.what {
        What::Absorbed { history, .. } => history.iter().rev(),
        _ => slice::from_ref(event).iter().rev(),
    });
    told.filter(|event| seq.is_none_or(|seq| event.seq == seq)).find_map(|event| Some((event.seq, first_words(&event.what)?)))
}

fn first_words(what: &What) -> Option<String> {
    match what {
        What::Answered { answer, .. } => Some(answer.preview()),
        what => what.body().map(|body| file::preview(body, what.files())),
    }
}

/// The window, where it is asked for.
pub fn remind_window(open: Open) -> AnyView {
    let it = open.remind();
    bare_window(it.is_open, "remind", words::remind(), move |shown| form(open, it, shown))
}

// A function of its own, so that its code needn't come before the page is alive.
#[inline(never)]
fn form(open: Open, it: Remind, shown: Shown) -> AnyView {
    // Nothing stands for any other time.
    let chosen = RwSignal::new(Some(Ahead::Tomorrow));
    let other = RwSignal::new(String::new());
    let (is_busy, wrong) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let sent = StoredValue::new(None::<Promise>);
    let due = move || match chosen.get_untracked() {
        Some(ahead) => Some(ahead.at(open.now.get_untracked(), browser::minutes_east)),
        None => browser::local_moment(&other.get_untracked()),
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(due) = due().filter(|due| *due > open.now.get_untracked()) else {
            return wrong.set(Some(words::lies_behind().to_owned()));
        };
        let (what, about) = (it.what.get_untracked(), it.about.get_value());
        // Sent again because the answer was lost, it is the same promise.
        let again = sent.get_value().filter(|it| it.what == what && it.due == due).map(|it| it.id);
        let id = again.or_else(|| PromiseId::parse(browser::fresh_message_id().as_str()));
        let Some(id) = id.filter(|_| !is_busy.get_untracked()) else { return };
        let promise = Promise { id, what, due, by: open.me(), is_due: false, about };
        sent.set_value(Some(promise.clone()));
        let then = it.then.get_value();
        let conversation = open.id();
        is_busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            let done = open.act(conversation, Command::Promise { promise }).await;
            is_busy.try_set(false);
            match done {
                Ok(()) => {
                    shown.close();
                    then.into_iter().for_each(|then| then());
                }
                Err(fault) => drop(wrong.try_set(Some(faults::say(&fault)))),
            }
        });
    };
    let moment = move || {
        chosen.get().is_none().then(|| {
            view! {
                <input
                    class="input"
                    type="datetime-local"
                    aria-label=words::moment()
                    prop:value=other
                    on:input=move |event| other.set(event_target_value(&event))
                />
            }
        })
    };
    view! {
        <header class="dialog-head">
            <h2>{words::remind()}</h2>
        </header>
        <form class="remind-form" on:submit=submit>
            <label class="field">
                <span class="field-label">{words::what()}</span>
                <textarea
                    class="input remind-what"
                    rows="3"
                    maxlength="500"
                    dir="auto"
                    prop:value=it.what
                    on:input=move |event| it.what.set(event_target_value(&event))
                ></textarea>
            </label>
            <fieldset class="remind-when">
                <legend class="field-label">{words::when()}</legend>
                {DUE.map(|ahead| choice(chosen, Some(ahead), ahead.label())).collect_view()}
                {choice(chosen, None, moments::other().to_owned())}
                {moment}
            </fieldset>
            {move || wrong.get().map(|say| view! { <p class="wrong" role="alert">{say}</p> })}
            <div class="remind-steps">
                <button type="submit" class="button button-primary" aria-disabled=move || is_busy.get().then_some("true")>
                    {words::set()}
                </button>
                <button type="button" class="button button-quiet" on:click=move |_| shown.close()>{words::cancel()}</button>
            </div>
        </form>
    }
    .into_any()
}

/// One moment to choose.
fn choice(chosen: RwSignal<Option<Ahead>>, ahead: Option<Ahead>, label: String) -> AnyView {
    view! {
        <label class="remind-choice">
            <input type="radio" name="due" prop:checked=move || chosen.get() == ahead on:change=move |_| chosen.set(ahead)/>
            <span>{label}</span>
        </label>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        id::{ConversationId, MessageId},
        person::Author,
        text::Body,
        time::Timestamp,
    };

    #[test]
    fn it_begins_with_the_message_that_was_named_or_the_last_one() {
        let event = |seq, what| {
            let conversation = ConversationId::parse("conversation").expect("an id");
            Event { seq, conversation, at: Timestamp(1), by: Author::Visitor, what }
        };
        let said = |seq, text: &str| {
            let (id, body) = (MessageId::parse("message").expect("an id"), Body::plain(text).expect("fits"));
            event(seq, What::Said { id, body, page: None, files: Vec::new() })
        };
        let events = [said(3, "one"), said(4, "two"), event(5, What::Woke)];
        let found = |seq| message(&events, seq);
        assert_eq!(found(None), Some((4, "two".to_owned())));
        assert_eq!((found(Some(3)), found(Some(5)), found(Some(9))), (Some((3, "one".to_owned())), None, None));
    }
}
