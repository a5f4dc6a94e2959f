//! "We'll refund you by Friday": what a reply of ours promises is offered as something to be reminded of.

use super::{holder::Acts, moments::told, open::Open};
use crate::ui::effect::{memo, spawn_local};
use crate::{
    api::summary::{Pledge, find_pledges},
    domain::{
        command::Command,
        event::{Event, What},
        id::{PromiseId, Seq},
        label::Promise,
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

/// What the latest reply of ours promises, over the composer.
pub fn pledges(open: Open, acts: Acts) -> AnyView {
    let offered = RwSignal::new(Vec::<Pledge>::new());
    let latest = memo(move |_| open.thread.with(|it| own_reply(&it.events, &open)));
    Effect::new(move |before: Option<Option<Seq>>| {
        let latest = latest.get();
        let seq = latest.as_ref().map(|(seq, _)| *seq);
        // What was there when the thread was opened is past.
        if let (Some(before), Some((seq, text))) = (before, latest)
            && before != Some(seq)
        {
            spawn_local(async move {
                // What can't be found isn't offered; the reply has arrived all the same.
                if let Ok(found) = find_pledges(text, browser::minutes_east(open.now.get_untracked())).await {
                    offered.try_set(found);
                }
            });
        }
        seq
    });
    (move || offered.with(|it| it.first().cloned()).map(|pledge| offer(pledge, offered, open, acts))).into_any()
}

fn offer(pledge: Pledge, offered: RwSignal<Vec<Pledge>>, open: Open, acts: Acts) -> AnyView {
    let zone = expect_context::<Zone>();
    let done = move || {
        offered.try_update(|it| (!it.is_empty()).then(|| it.remove(0)));
    };
    let question = words::remind_me(&pledge.what, &told(pledge.due, open.now.get_untracked(), zone));
    let add = move || {
        let Some(id) = PromiseId::parse(browser::fresh_message_id().as_str()) else { return };
        let promise = Promise { id, what: pledge.what.clone(), due: pledge.due, by: open.me(), is_due: false };
        acts.run(Command::Promise { promise }, done);
    };
    view! {
        <div class="pledge" role="status">
            <p dir="auto">{question}</p>
            <Button weight=Weight::Plain on_press=add>{words::add()}</Button>
            <Button weight=Weight::Quiet on_press=done>{words::not_now()}</Button>
        </div>
    }
    .into_any()
}

/// The number and the words of the last reply that is ours.
fn own_reply(events: &[Event], open: &Open) -> Option<(Seq, String)> {
    let me = open.me();
    events.iter().rev().find_map(|event| match &event.what {
        What::Replied { body, .. } if event.by.agent().is_some_and(|by| by.id == me.id) => Some((event.seq, body.text.clone())),
        _ => None,
    })
}
