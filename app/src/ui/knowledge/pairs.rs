//! Questions and answers: writing one, changing one, taking one away.

use super::fields::{Area, area};
use crate::domain::fault::Fault;
use crate::{
    api::knowledge::Pair,
    ui::{
        browser,
        effect::memo,
        kit::{
            button::{Button, Weight},
            keyed::keyed,
        },
        settings::form::{Form, Line, Went, line, sent_by},
        words::knowledge as words,
    },
};
use leptos::{ev, prelude::*};

/// So many are drawn at first, and with each press of "more".
const STRETCH: usize = 50;
/// With fewer, the eye finds one sooner than the hand types.
const MANY: usize = 8;

/// The pairs that are edited, wherever they are kept.
#[derive(Debug, Clone)]
pub struct Pairs {
    /// What is typed outlives a reload under this key.
    pub key: String,
    pub all: Signal<Vec<Pair>>,
    /// These besides those that there are.
    pub put: Callback<Vec<Pair>>,
    /// These instead of all.
    pub set: Callback<Vec<Pair>>,
}

#[derive(Debug, Clone, Copy)]
struct Editor {
    all: Signal<Vec<Pair>>,
    put: Callback<Vec<Pair>>,
    set: Callback<Vec<Pair>>,
    words: RwSignal<String>,
    n_shown: RwSignal<usize>,
    removed: RwSignal<Option<Pair>>,
}

/// A form for one more, and the list of those that there are.
pub fn editor(pairs: Pairs) -> AnyView {
    let Pairs { key, all, put, set } = pairs;
    let it = Editor { all, put, set, words: RwSignal::new(String::new()), n_shown: RwSignal::new(STRETCH), removed: RwSignal::new(None) };
    view! { {fresh(it, &key)} {list(it)} }.into_any()
}

fn empty() -> Pair {
    Pair { question: String::new(), answer: String::new() }
}

/// A pair without what surrounds it; nothing where either half is missing.
fn whole(it: &Pair) -> Option<Pair> {
    let (question, answer) = (it.question.trim(), it.answer.trim());
    (!question.is_empty() && !answer.is_empty()).then(|| Pair { question: question.to_owned(), answer: answer.to_owned() })
}

fn both_needed() -> Went {
    Went::Wrong(Fault::invalid(ANSWER, words::both_needed()))
}

const QUESTION: &str = "question";
const ANSWER: &str = "answer";

fn lines(form: Form<Pair>) -> AnyView {
    view! {
        {line(
            Line::text(words::question(), QUESTION, ""),
            form.went,
            move || form.draft.with(|it| it.question.clone()),
            move |text| form.draft.update(|it| it.question = text),
        )}
        {area(
            Area { rows: 3, ..Area::of(words::answer(), ANSWER, words::answer_hint()) },
            form.went,
            move || form.draft.with(|it| it.answer.clone()),
            move |text| form.draft.update(|it| it.answer = text),
        )}
    }
    .into_any()
}

fn fresh(it: Editor, key: &str) -> AnyView {
    let form = Form::of(key, empty());
    let send = move || match whole(&form.draft.get_untracked()) {
        None => form.went.set(both_needed()),
        Some(pair) => {
            form.discard();
            it.put.run(vec![pair]);
            browser::focus(".know-fresh .input");
        }
    };
    let body = view! {
        {lines(form)}
        <div class="know-foot"><button type="submit" class="button">{words::add_pair()}</button></div>
    };
    view! { <div class="know-fresh">{sent_by(words::new_pair(), Box::new(send), body.into_any())}</div> }.into_any()
}

fn list(it: Editor) -> AnyView {
    let fit = memo(move |_| {
        let wanted = it.words.get().trim().to_lowercase();
        let fits =
            |pair: &Pair| wanted.is_empty() || [&pair.question, &pair.answer].iter().any(|text| text.to_lowercase().contains(&wanted));
        it.all.with(|all| all.iter().filter(|pair| fits(pair)).map(|pair| pair.question.clone()).collect::<Vec<_>>())
    });
    let n_all = memo(move |_| it.all.with(Vec::len));
    let finder = move || {
        (n_all.get() > MANY).then(|| {
            let on_input = move |event| it.words.set(event_target_value(&event));
            view! { <input class="input know-find" type="search" aria-label=words::find_pair() placeholder=words::find_pair() prop:value=it.words on:input=on_input/> }
        })
    };
    let more = move || {
        let left = fit.with(Vec::len).saturating_sub(it.n_shown.get());
        (left > 0).then(|| {
            view! { <Button on_press=move || it.n_shown.update(|n| *n += STRETCH)>{words::show_more(left.min(STRETCH) as u64)}</Button> }
        })
    };
    let nothing = move || {
        let says = if n_all.get() == 0 { words::no_pairs() } else { words::no_pair_fits() };
        fit.with(Vec::is_empty).then(|| view! { <p class="quiet">{says}</p> })
    };
    let back = move || {
        it.removed.get().map(|pair| {
            let says = words::removed_pair(&pair.question);
            let undo = move || {
                it.removed.set(None);
                it.put.run(vec![pair.clone()]);
            };
            view! { <span dir="auto">{says}</span> " " <Button on_press=undo>{words::undo()}</Button> }
        })
    };
    let shown = move || fit.with(|fit| fit.iter().take(it.n_shown.get()).cloned().collect());
    view! {
        <div class="know-pairs-head">
            <p class="quiet">{move || (n_all.get() > 0).then(|| words::n_pairs(n_all.get() as u64))}</p>
            {finder}
        </div>
        <div class="know-back" role="status">{back}</div>
        <ul class="know-pairs" role="list" aria-label=words::pairs()>{keyed(shown, Clone::clone, move |question| row(it, question))}</ul>
        {nothing}
        {more}
    }
    .into_any()
}

fn row(it: Editor, question: String) -> AnyView {
    let is_open = RwSignal::new(false);
    let own = question.clone();
    let pair = memo(move |_| it.all.with(|all| all.iter().find(|pair| pair.question == own).cloned()));
    let shown = move || match pair.get() {
        None => ().into_any(),
        Some(pair) if is_open.get() => change(it, pair, is_open),
        Some(pair) => told(it, pair, is_open),
    };
    view! { <li class="know-pair">{shown}</li> }.into_any()
}

fn told(it: Editor, pair: Pair, is_open: RwSignal<bool>) -> AnyView {
    let question = pair.question.clone();
    let remove = move |_| {
        it.set.run(it.all.with_untracked(|all| all.iter().filter(|other| **other != pair).cloned().collect()));
        it.removed.set(Some(pair.clone()));
    };
    let answer = it.all.with_untracked(|all| all.iter().find(|pair| pair.question == question).map(|pair| pair.answer.clone()));
    view! {
        <div class="know-pair-words">
            <p class="know-question" dir="auto">{question.clone()}</p>
            <p class="know-answer" dir="auto">{answer}</p>
        </div>
        <div class="know-steps">
            <button type="button" class="button button-quiet" aria-label=words::edit_pair(&question) on:click=move |_| is_open.set(true)>{words::edit()}</button>
            <button type="button" class="button button-quiet" aria-label=words::remove_pair(&question) on:click=remove>{words::remove()}</button>
        </div>
    }
    .into_any()
}

fn change(it: Editor, pair: Pair, is_open: RwSignal<bool>) -> AnyView {
    let key = format!("knowledge-pair-{}", pair.question);
    let form = Form::of(&key, pair.clone());
    let close = move || {
        form.discard();
        is_open.set(false);
    };
    let send = move || match whole(&form.draft.get_untracked()) {
        None => form.went.set(both_needed()),
        Some(changed) => {
            let swap = |other: Pair| if other == pair { changed.clone() } else { other };
            it.set.run(it.all.get_untracked().into_iter().map(swap).collect());
            close();
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            close();
        }
    };
    let body = view! {
        {lines(form)}
        <div class="know-foot">
            <button type="submit" class="button button-primary">{crate::ui::words::settings::save()}</button>
            <Button weight=Weight::Quiet on_press=close>{words::cancel()}</Button>
        </div>
    };
    request_animation_frame(|| browser::focus(".know-pair .input"));
    view! { <div class="know-pair-form" on:keydown=on_key>{sent_by(words::edit(), Box::new(send), body.into_any())}</div> }.into_any()
}
