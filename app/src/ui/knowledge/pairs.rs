//! Questions and answers: writing one, changing one, taking one away.

use crate::{
    api::knowledge::Pair,
    domain::fault::Fault,
    ui::{
        browser,
        effect::{memo, still, still_with},
        kit::{
            button::{Button, Weight},
            keyed::keyed,
        },
        settings::form::{Area, Form, Line, Went, area, line, sent_by},
        words::{faults, knowledge as words, settings},
    },
};
use leptos::{ev, prelude::*};
use std::sync::Arc;

/// So many are drawn at first, and with each press of "more".
const STRETCH: usize = 50;
/// With fewer, the eye finds one sooner than the hand types.
const MANY: usize = 8;

/// What becomes of the pairs.
#[derive(Debug, Clone)]
pub enum Step {
    /// These besides those that there are; a question that is there gets the new answer.
    Put(Vec<Pair>),
    /// These instead of all.
    Set(Vec<Pair>),
}

impl Step {
    /// What there is after it.
    pub fn after(self, all: Vec<Pair>) -> Vec<Pair> {
        match self {
            Self::Put(more) => merged(all, more),
            Self::Set(all) => all,
        }
    }
}

/// `more` besides `all`: a question that is there gets the new answer.
fn merged(mut all: Vec<Pair>, more: Vec<Pair>) -> Vec<Pair> {
    for pair in more {
        match all.iter_mut().find(|it| it.question.trim().eq_ignore_ascii_case(pair.question.trim())) {
            Some(there) => there.answer = pair.answer,
            None => all.push(pair),
        }
    }
    all
}

type Take = Arc<dyn Fn(Step, RwSignal<Went>, Box<dyn FnOnce()>) + Send + Sync>;

/// The pairs that are edited, wherever they are kept.
#[derive(Clone, Copy)]
pub struct Kept {
    pub all: Signal<Vec<Pair>>,
    take: StoredValue<Take>,
}

impl Kept {
    /// `take` keeps what a step leads to, says how that went, and goes on where it went well.
    pub fn new(all: Signal<Vec<Pair>>, take: impl Fn(Step, RwSignal<Went>, Box<dyn FnOnce()>) + Send + Sync + 'static) -> Self {
        Self { all, take: StoredValue::new(Arc::new(take)) }
    }

    pub fn step(self, step: Step, went: RwSignal<Went>, then: impl FnOnce() + 'static) {
        self.take.with_value(|take| take(step, went, Box::new(then)));
    }
}

#[derive(Clone, Copy)]
struct Editor {
    kept: Kept,
    words: RwSignal<String>,
    n_shown: RwSignal<usize>,
    removed: RwSignal<Option<Pair>>,
    /// How taking one away, or bringing it back, went.
    went: RwSignal<Went>,
}

impl Editor {
    fn others(self, but: &Pair) -> Vec<Pair> {
        self.kept.all.with_untracked(|all| all.iter().filter(|it| *it != but).cloned().collect())
    }
}

/// A form for one more, `besides`, and the list of those that there are. What is typed outlives a reload under `key`.
pub fn editor(kept: Kept, key: &str, besides: AnyView) -> AnyView {
    let it = Editor {
        kept,
        words: RwSignal::new(String::new()),
        n_shown: RwSignal::new(STRETCH),
        removed: RwSignal::new(None),
        went: RwSignal::new(Went::Calm),
    };
    view! { {fresh(it, key)} {besides} {list(it)} }.into_any()
}

/// What went wrong that no field shows.
fn wrong(went: RwSignal<Went>) -> impl Fn() -> Option<AnyView> + Send + Sync + 'static {
    move || match still(&went) {
        Went::Wrong(Fault::Invalid { field, .. }) if [QUESTION, ANSWER].contains(&field.as_str()) => None,
        Went::Wrong(fault) => Some(view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> }.into_any()),
        _ => None,
    }
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
            move || form.with(|it| it.question.clone()),
            move |text| form.draft.update(|it| it.question = text),
        )}
        {area(
            Area { rows: 3, ..Area::of(words::answer(), ANSWER, words::answer_hint()) },
            form.went,
            move || form.with(|it| it.answer.clone()),
            move |text| form.draft.update(|it| it.answer = text),
        )}
    }
    .into_any()
}

fn fresh(it: Editor, key: &str) -> AnyView {
    let form = Form::of(key, empty());
    let send = move || match whole(&form.draft.get_untracked()) {
        None => form.went.set(both_needed()),
        Some(pair) => it.kept.step(Step::Put(vec![pair]), form.went, move || {
            form.discard();
            browser::focus(".know-fresh .input");
        }),
    };
    let body = view! {
        {lines(form)}
        <div class="know-foot"><button type="submit" class="button">{words::add_pair()}</button> {wrong(form.went)}</div>
    };
    view! { <div class="know-fresh">{sent_by(words::new_pair(), Box::new(send), body.into_any())}</div> }.into_any()
}

fn list(it: Editor) -> AnyView {
    let fit = memo(move |_| {
        let wanted = still(&it.words).trim().to_lowercase();
        let fits =
            |pair: &Pair| wanted.is_empty() || [&pair.question, &pair.answer].iter().any(|text| text.to_lowercase().contains(&wanted));
        still_with(&it.kept.all, |all| all.iter().filter(|pair| fits(pair)).map(|pair| pair.question.clone()).collect::<Vec<_>>())
    });
    let n_all = memo(move |_| still_with(&it.kept.all, Vec::len));
    let finder = move || {
        (still(&n_all) > MANY).then(|| {
            let on_input = move |event| it.words.set(event_target_value(&event));
            view! { <input class="input know-find" type="search" aria-label=words::find_pair() placeholder=words::find_pair() prop:value=it.words on:input=on_input/> }
        })
    };
    let more = move || {
        let left = still_with(&fit, Vec::len).saturating_sub(still(&it.n_shown));
        (left > 0).then(|| {
            view! { <Button on_press=move || it.n_shown.update(|n| *n += STRETCH)>{words::show_more(left.min(STRETCH) as u64)}</Button> }
        })
    };
    let nothing = move || {
        let says = if still(&n_all) == 0 { words::no_pairs() } else { words::no_pair_fits() };
        still_with(&fit, Vec::is_empty).then(|| view! { <p class="quiet">{says}</p> })
    };
    let back = move || {
        still(&it.removed).map(|pair| {
            let says = words::removed_pair(&pair.question);
            let undo = move || {
                it.kept.step(Step::Put(vec![pair.clone()]), it.went, move || drop(it.removed.try_set(None)));
            };
            view! { <span dir="auto">{says}</span> " " <Button on_press=undo>{words::undo()}</Button> }
        })
    };
    let head = move || {
        let n = still(&n_all) as u64;
        (n > 0).then(|| view! { <div class="know-pairs-head"><p class="quiet">{words::n_pairs(n)}</p> {finder}</div> })
    };
    let shown = move || still_with(&fit, |fit| fit.iter().take(still(&it.n_shown)).cloned().collect());
    view! {
        {head}
        <div class="know-back" role="status">{back}</div>
        {wrong(it.went)}
        <ul class="know-pairs" role="list" aria-label=words::pairs()>{keyed(shown, Clone::clone, move |question| row(it, question))}</ul>
        {nothing}
        {more}
    }
    .into_any()
}

fn row(it: Editor, question: String) -> AnyView {
    let is_open = RwSignal::new(false);
    let pair = memo(move |_| still_with(&it.kept.all, |all| all.iter().find(|pair| pair.question == question).cloned()));
    let shown = move || match still(&pair) {
        None => ().into_any(),
        Some(pair) if still(&is_open) => change(it, pair, is_open),
        Some(pair) => told(it, pair, is_open),
    };
    view! { <li class="know-pair">{shown}</li> }.into_any()
}

fn told(it: Editor, pair: Pair, is_open: RwSignal<bool>) -> AnyView {
    let (question, answer) = (pair.question.clone(), pair.answer.clone());
    let remove = move |_| {
        let gone = pair.clone();
        it.kept.step(Step::Set(it.others(&pair)), it.went, move || drop(it.removed.try_set(Some(gone))));
    };
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
        is_open.try_set(false);
    };
    let send = move || match whole(&form.draft.get_untracked()) {
        None => form.went.set(both_needed()),
        Some(changed) => {
            let swap = |other: Pair| if other == pair { changed.clone() } else { other };
            let all = it.kept.all.get_untracked().into_iter().map(swap).collect();
            it.kept.step(Step::Set(all), form.went, close);
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
            <button type="submit" class="button button-primary">{settings::save()}</button>
            <Button weight=Weight::Quiet on_press=close>{words::cancel()}</Button>
            {wrong(form.went)}
        </div>
    };
    request_animation_frame(|| browser::focus(".know-pair .input"));
    view! { <div class="know-pair-form" on:keydown=on_key>{sent_by(words::edit(), Box::new(send), body.into_any())}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_that_is_there_gets_the_new_answer() {
        let pair = |question: &str, answer: &str| Pair { question: question.to_owned(), answer: answer.to_owned() };
        let all = Step::Put(vec![pair("a? ", "3"), pair("C?", "4")]).after(vec![pair("A?", "1"), pair("B?", "2")]);
        assert_eq!(all, [pair("A?", "3"), pair("B?", "2"), pair("C?", "4")]);
    }
}
