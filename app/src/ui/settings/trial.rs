//! Trying what is listened for, before it is saved: on a sentence, and on what visitors wrote lately.

use super::{
    form::{Form, part},
    topics::drafted,
};
use crate::{
    api::settings::{Ears, Heard, Hit, Rehearsal, rehearse, try_sentence},
    domain::{
        fault::Fault,
        handoff::{Cause, Reason},
        policy::Step,
        signal::{KeywordRule, Topic},
    },
    ui::{
        effect::{effect, follow, still},
        kit::{
            button::Button,
            mark::{Icon, Mark},
        },
        words::{faults, number, reasons, settings as words},
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// After the last letter, so long is waited before asking.
const PAUSE: Duration = Duration::from_millis(200);

type Told<T> = RwSignal<Option<Result<T, Fault>>>;

/// Where things are tried.
pub(super) fn trial(keywords: Form<Vec<KeywordRule>>, topics: Form<Vec<Topic>>) -> AnyView {
    let draft = move || {
        let keywords = keywords.draft.with_untracked(|it| it.iter().filter(|rule| !rule.words.trim().is_empty()).cloned().collect());
        Ears { keywords, topics: drafted(topics) }
    };
    let changes = move || {
        follow(&keywords.draft);
        follow(&topics.draft);
    };
    part(words::trial(), words::trial_hint(), view! { {sentence(draft, changes)} {history(draft)} }.into_any())
}

fn sentence(draft: impl Fn() -> Ears + Copy + Send + Sync + 'static, changes: impl Fn() + Copy + 'static) -> AnyView {
    let text = RwSignal::new(String::new());
    let told: Told<Vec<Heard>> = RwSignal::new(None);
    let ask = move || {
        let asked = text.get_untracked();
        if asked.trim().is_empty() {
            return told.set(None);
        }
        let draft = draft();
        spawn_local(async move {
            let heard = try_sentence(asked.clone(), draft).await;
            // An answer to what stood there before is late.
            if text.try_get_untracked() == Some(asked) {
                told.try_set(Some(heard));
            }
        });
    };
    effect(move || {
        follow(&text);
        changes();
        let asking = set_timeout_with_handle(ask, PAUSE).ok();
        on_cleanup(move || asking.into_iter().for_each(|it| it.clear()));
    });
    let answer = move || {
        still(&told).map(|told| match told {
            Ok(heard) if heard.is_empty() => {
                view! { <p class="heard heard-nothing"><Icon mark=Mark::Spark/> <span>{words::heard_nothing()}</span></p> }.into_any()
            }
            Ok(all) => all.iter().map(heard).collect_view().into_any(),
            Err(fault) => view! { <p class="wrong">{faults::say(&fault)}</p> }.into_any(),
        })
    };
    view! {
        <label class="field">
            <span class="field-label">{words::sentence()}</span>
            <input
                class="input"
                type="text"
                dir="auto"
                autocomplete="off"
                placeholder=words::sentence_example()
                prop:value=text
                on:input=move |event| text.set(event_target_value(&event))
            />
        </label>
        <div class="heard-all" role="status" aria-label=words::heard()>{answer}</div>
    }
    .into_any()
}

fn heard(it: &Heard) -> AnyView {
    let mark = match it.step {
        Step::Off => Mark::Spark,
        Step::Suggest => Mark::Eye,
        Step::HandOff => Mark::Hand,
    };
    let by = (!it.by.is_empty()).then(|| view! { <span class="quiet">{words::heard_by(&it.by)}</span> });
    view! {
        <p class="heard">
            <Icon mark/>
            <span><strong dir="auto">{cause(&it.cause)}</strong> " → " {words::follows(it.step)} " " {by}</span>
        </p>
    }
    .into_any()
}

fn cause(it: &Cause) -> String {
    let why = reasons::label(it.why);
    match &it.detail {
        Some(detail) if it.why == Reason::SensitiveTopic => words::why_of(why, &words::topic(detail)),
        Some(detail) => words::why_of(why, detail),
        None => why.to_owned(),
    }
}

/// What would have been heard in thirty days.
fn history(draft: impl Fn() -> Ears + Copy + Send + Sync + 'static) -> AnyView {
    let told: Told<Rehearsal> = RwSignal::new(None);
    let is_busy = RwSignal::new(false);
    let ask = move || {
        is_busy.set(true);
        let draft = draft();
        spawn_local(async move {
            let heard = rehearse(draft).await;
            is_busy.try_set(false);
            told.try_set(Some(heard));
        });
    };
    let answer = move || {
        still(&told).map(|told| match told {
            Ok(it) => rehearsed(it),
            Err(fault) => view! { <p class="wrong">{faults::say(&fault)}</p> }.into_any(),
        })
    };
    view! {
        <div class="rehearsal">
            <Button is_busy=is_busy on_press=ask>{words::rehearse()}</Button>
            <div role="status">{answer}</div>
        </div>
    }
    .into_any()
}

fn rehearsed(it: Rehearsal) -> AnyView {
    let alone = (it.n_hits > 0).then(|| words::n_alone(&number(it.n_alone)));
    let cut = it.is_cut.then(|| view! { <p class="hint">{words::latest_alone()}</p> });
    let more = it.n_hits.saturating_sub(it.hits.len() as u64);
    view! {
        <p><strong>{words::hits(it.n_hits)}</strong> " " {words::of_read(it.n_read)} " " {alone}</p>
        {cut}
        <ul class="hits" role="list">{it.hits.into_iter().map(hit).collect_view()}</ul>
        {(more > 0).then(|| view! { <p class="hint">{words::more_hits(more)}</p> })}
    }
    .into_any()
}

fn hit(it: Hit) -> AnyView {
    view! {
        <li>
            <a href=format!("/inbox/{}?at={}", it.conversation, it.seq) dir="auto">{it.text}</a>
            <span class="quiet"><span dir="auto">{it.visitor}</span> " · " {cause(&it.cause)} {it.was_alone.then(|| view! { " · " {words::was_alone()} })}</span>
        </li>
    }
    .into_any()
}
