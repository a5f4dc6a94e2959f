//! Asking the AI without anybody hearing it: what the visitor would see, and why.

use super::{keep::Keep, wanted::Wanted, whose::Whose};
use crate::{
    api::trials::{Choice, Tried, try_question},
    domain::{fault::Fault, id::AssistantId, turn::Turn},
    ui::{
        effect::{effect, spawn_local, still, still_with},
        inbox::answer::answer_view,
        kit::{
            button::{Button, Weight},
            empty::{Empty, Skeleton, Trouble},
            keyed::keyed,
            mark::{Icon, Mark},
            whose::one_of,
        },
        receipt::receipt_view,
        words::{faults, reasons, trials as words},
    },
};
use leptos::{ev, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The page. `?q=` is a question to begin with, `?assistant=` whom to ask.
#[component]
pub fn TrialPage() -> impl IntoView {
    let Whose { all, .. } = expect_context();
    let shown = move || {
        Some(match all.try_get().flatten()? {
            Ok(assistants) => trial(assistants.into_iter().map(|it| it.id).collect()),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || all.refetch()/> }.into_any(),
        })
    };
    view! {
        <Title text=words::try_it()/>
        <Transition fallback=|| view! { <Skeleton n=3 shape="skeleton-rows"/> }>{shown}</Transition>
    }
}

/// What was asked, and what came of it.
#[derive(Debug, Clone, PartialEq)]
struct Round {
    nth: usize,
    assistant: AssistantId,
    question: String,
    turn: Turn,
}

/// What the page knows.
#[derive(Debug, Clone, Copy)]
struct Page {
    chosen: Memo<Option<AssistantId>>,
    typed: RwSignal<String>,
    rounds: RwSignal<Vec<Round>>,
    wrong: RwSignal<Option<Fault>>,
    is_busy: RwSignal<bool>,
}

impl Page {
    fn ask(self) {
        let question = self.typed.get_untracked();
        let Some(assistant) = self.chosen.get_untracked() else { return };
        if question.trim().is_empty() || self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.wrong.set(None);
        let earlier = self
            .rounds
            .with_untracked(|all| all.iter().map(|it| Tried { question: it.question.clone(), said: it.turn.answer.clone() }).collect());
        spawn_local(async move {
            let came = try_question(assistant.clone(), earlier, question.clone()).await;
            self.is_busy.try_set(false);
            // Another one is asked by now, who knows nothing of it.
            if self.chosen.try_get_untracked().flatten().as_ref() != Some(&assistant) {
                return;
            }
            match came {
                Ok(turn) => {
                    self.rounds.try_update(|all| all.push(Round { nth: all.len(), assistant, question, turn }));
                    self.typed.try_set(String::new());
                }
                Err(fault) => {
                    self.wrong.try_set(Some(fault));
                }
            }
        });
    }

    fn start_anew(self) {
        self.rounds.set(Vec::new());
        self.wrong.set(None);
    }
}

fn trial(assistants: Vec<AssistantId>) -> AnyView {
    let page = Page {
        chosen: one_of(assistants),
        typed: RwSignal::new(use_query_map().with_untracked(|query| query.get("q")).unwrap_or_default()),
        rounds: RwSignal::new(Vec::new()),
        wrong: RwSignal::new(None),
        is_busy: RwSignal::new(false),
    };
    let is_empty = Memo::new(move |_| still_with(&page.rounds, Vec::is_empty));
    let before = StoredValue::new(page.chosen.get_untracked());
    effect(move || {
        let now = page.chosen.get();
        // Another assistant knows nothing of what was said to this one.
        if before.with_value(|before| *before != now) {
            before.set_value(now);
            page.start_anew();
        }
    });
    view! {
        <p class="quiet">{words::try_hint()}</p>
        <div role="log" aria-label=words::trial()>
            <ol class="trial" role="list">{keyed(move || still(&page.rounds), |it| it.nth.to_string(), round)}</ol>
        </div>
        {move || still(&is_empty).then(|| view! { <Empty mark=Mark::Spark title=words::nothing_tried()><p>{words::nothing_tried_hint()}</p></Empty> })}
        {line(page, is_empty)}
    }
    .into_any()
}

/// A choice of assistants.
pub fn choose_assistant(assistants: &[Choice], chosen: RwSignal<Option<AssistantId>>) -> AnyView {
    let options = assistants
        .iter()
        .map(|it| {
            let id = it.id.clone();
            let is_on = move || chosen.with(|chosen| chosen.as_ref() == Some(&id));
            view! { <option value=it.id.to_string() selected=is_on>{it.name.clone()}</option> }
        })
        .collect_view();
    let choose = move |event| chosen.set(AssistantId::parse(&event_target_value(&event)));
    view! {
        <label class="field know-choice">
            <span class="field-label">{words::assistant()}</span>
            <select class="chooser button" on:change=choose>{options}</select>
        </label>
    }
    .into_any()
}

fn line(page: Page, is_empty: Memo<bool>) -> AnyView {
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        page.ask();
    };
    view! {
        <form class="trial-ask" on:submit=submit>
            <label class="field">
                <span class="field-label">{words::your_question()}</span>
                <input
                    class="input"
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    maxlength="4000"
                    placeholder=words::question_example()
                    value=page.typed.get_untracked()
                    prop:value=page.typed
                    on:input=move |event| page.typed.set(event_target_value(&event))
                />
            </label>
            <div class="know-steps">
                <button type="submit" class="button button-primary" aria-disabled=move || still(&page.is_busy).then_some("true")>{words::ask()}</button>
                {move || (!still(&is_empty)).then(|| view! { <Button weight=Weight::Quiet on_press=move || page.start_anew()>{words::start_anew()}</Button> })}
            </div>
            <p class="wrong" role="alert">{move || still(&page.wrong).map(|fault| faults::say(&fault))}</p>
        </form>
    }
    .into_any()
}

/// A question, what the visitor would see, and why.
fn round(it: Round) -> AnyView {
    let turn = it.turn.clone();
    let said = turn.answer.as_ref().map(|answer| answer_view(answer, ().into_any()));
    let person = turn.cause.as_ref().map(|cause| {
        let why = reasons::inside(cause.why);
        let says = if turn.hands_over { words::handed_over(why) } else { words::person_should_look(why) };
        view! { <p class="trial-person"><Icon mark=Mark::Hand/> <span>{says}</span></p> }
    });
    view! {
        <li class="trial-round">
            <p class="trial-question" dir="auto"><span class="unseen">{words::you_asked()} ": "</span>{it.question.clone()}</p>
            // Groups, not regions: each round has them, and landmarks are told apart by their names.
            <div class="trial-said answered" role="group" aria-label=words::visitor_sees()>
                {said}
                {person}
            </div>
            <div class="why trial-why" role="group" aria-label=words::why_so()>{receipt_view(&turn, Signal::stored(None))}</div>
            {keeper(it)}
        </li>
    }
    .into_any()
}

/// The way to make a test question of it.
fn keeper(it: Round) -> AnyView {
    let (keep, nth) = (Keep::of(it.assistant, it.question, Wanted::again(&it.turn)), it.nth.to_string());
    let shown = move || match (keep.is_saved.get(), keep.is_open.get()) {
        (true, _) => view! { <p class="quiet"><Icon mark=Mark::Check/> " " {words::saved_as_test()}</p> }.into_any(),
        (_, false) => view! { <Button on_press=move || keep.is_open.set(true)>{words::save_as_test()}</Button> }.into_any(),
        (_, true) => view! { <div class="know-form">{keep.form(&nth)}</div> }.into_any(),
    };
    view! { <div class="trial-keep">{shown}</div> }.into_any()
}
