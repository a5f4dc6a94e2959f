//! The same question, asked of today's docs: what would be said, and what changed.

use super::{passage_name, pieces, standing_badge};
use crate::{
    api::receipts::{Moved, Replay, Standing, ask_today},
    domain::{
        fault::Fault,
        id::{ConversationId, Seq},
        turn::Turn,
    },
    ui::{
        effect::spawn_local,
        kit::{button::Button, rich::away},
        words::{faults, receipt as words},
    },
};
use leptos::prelude::*;

/// The way to ask again, and what came of it.
pub fn replay_view(conversation: ConversationId, seq: Seq) -> AnyView {
    let told: RwSignal<Option<Result<Replay, Fault>>> = RwSignal::new(None);
    let is_busy = RwSignal::new(false);
    let ask = move || {
        is_busy.set(true);
        let conversation = conversation.clone();
        spawn_local(async move {
            let came = ask_today(conversation, seq).await;
            is_busy.try_set(false);
            told.try_set(Some(came));
        });
    };
    let shown = move || {
        told.get().map(|told| match told {
            Ok(it) => replayed(&it),
            Err(fault) => view! { <p class="wrong">{faults::say(&fault)}</p> }.into_any(),
        })
    };
    view! {
        <div class="replay">
            <p class="replay-ask"><Button is_busy=is_busy on_press=ask>{words::replay()}</Button> <span class="hint">{words::replay_hint()}</span></p>
            <div role="status">{shown}</div>
        </div>
    }
    .into_any()
}

fn replayed(it: &Replay) -> AnyView {
    let differs = it.then.said() != it.today.said();
    let laid_over = (differs && !it.then.said().is_empty() && !it.today.said().is_empty())
        .then(|| view! { <div class="replay-part"><p class="replay-title">{words::difference()}</p> <p class="replay-text">{pieces(&it.words)}</p></div> });
    let sides = view! {
        <div class="replay-sides">
            {side(words::then(), &it.then)}
            {side(words::today(), &it.today)}
        </div>
    };
    view! {
        <p class="replay-verdict"><strong>{words::compared(it.verdict)}</strong></p>
        {sides}
        {laid_over}
        {(!it.passages.is_empty()).then(|| moved(&it.passages))}
    }
    .into_any()
}

fn side(title: &'static str, turn: &Turn) -> AnyView {
    let said = turn.said();
    let text = if said.is_empty() { words::says_nothing().to_owned() } else { said };
    view! {
        <section class="replay-side">
            <p class="replay-title">{title}</p>
            <p class="replay-fate">{words::fate(turn.fate())}</p>
            <p class="replay-text" dir="auto">{text}</p>
        </section>
    }
    .into_any()
}

fn moved(passages: &[Moved]) -> AnyView {
    let rows = passages
        .iter()
        .map(|it| {
            let used = match (it.was_used, it.is_used) {
                (true, true) => words::used_both(),
                (true, false) => words::used_then(),
                (false, true) => words::used_today(),
                (false, false) => words::used_neither(),
            };
            let changed = match &it.standing {
                Standing::Changed { words } => Some(view! { <p class="replay-text">{pieces(words)}</p> }),
                _ => None,
            };
            view! {
                <li>
                    <p>{away(&it.href, passage_name(&it.title, &it.section))} " " {standing_badge(&it.standing)} " " <span class="quiet">{used}</span></p>
                    {changed}
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="replay-part">
            <p class="replay-title">{words::sources_then_and_now()}</p>
            <ul class="replay-passages" role="list">{rows}</ul>
        </div>
    }
    .into_any()
}
