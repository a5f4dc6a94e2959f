//! Test questions: what is expected of each, and whether it comes.

mod draft;
mod import;

use crate::{
    api::trials::{TestQuestion, Tests, read_tests, remove_test, run_tests},
    domain::{fault::Fault, id::TestQuestionId},
    ui::{
        effect::{effect, spawn_local, still, still_with},
        kit::{
            button::{Button, Weight},
            empty::{Empty, Skeleton, Trouble},
            keyed::keyed,
            mark::{Mark, Marked},
        },
        knowledge::{
            warnings::Stirred,
            whose::{Whose, name_in},
        },
        reading::reading,
        words::{faults, number, trials as words},
    },
    write::write,
};
use draft::editor;
use leptos::prelude::*;
use leptos_meta::Title;
use std::{pin::Pin, time::Duration};

/// While questions are run, so often it is looked how far that is.
const LOOK: Duration = Duration::from_secs(1);

/// The page.
#[component]
pub fn QuestionsPage() -> impl IntoView {
    let read = reading(|| (), |()| read_tests());
    let shown = move || {
        Some(match read.try_get().flatten()? {
            Ok(tests) => questions(tests),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! {
        <Title text=words::questions()/>
        <Transition fallback=|| view! { <Skeleton n=6 shape="skeleton-rows"/> }>{shown}</Transition>
    }
}

/// What the page knows.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    tests: RwSignal<Tests>,
    wrong: RwSignal<Option<Fault>>,
    /// The question that is edited.
    edited: RwSignal<Option<TestQuestionId>>,
    is_adding: RwSignal<bool>,
    is_importing: RwSignal<bool>,
    stirred: Option<Stirred>,
    whose: Whose,
}

impl Page {
    /// Takes what the server answers to a wish.
    fn take(self, came: impl Future<Output = Result<Tests, Fault>> + 'static) {
        let came: Pin<Box<dyn Future<Output = Result<Tests, Fault>>>> = Box::pin(came);
        spawn_local(async move {
            match came.await {
                Ok(tests) => {
                    if tests.questions.iter().all(|it| !it.is_waiting) {
                        self.stirred.into_iter().for_each(Stirred::stir);
                    }
                    self.tests.try_set(tests);
                    self.wrong.try_set(None);
                }
                Err(fault) => {
                    self.wrong.try_set(Some(fault));
                }
            }
        });
    }

    fn n_waiting(self) -> u64 {
        still_with(&self.tests, |it| it.questions.iter().filter(|it| it.is_waiting).count() as u64)
    }

    /// Those of the assistant that is looked at, or of all.
    fn listed(self) -> Vec<TestQuestion> {
        still_with(&self.tests, |it| it.questions.iter().filter(|it| self.whose.holds(&it.assistant)).cloned().collect())
    }

    /// Whom a question is put to, where there are several.
    fn assistant_of(self, it: &TestQuestion) -> Option<String> {
        self.tests.with_untracked(|tests| if tests.assistants.len() > 1 { name_in(&tests.assistants, &it.assistant) } else { None })
    }
}

fn questions(tests: Tests) -> AnyView {
    let page = Page {
        tests: RwSignal::new(tests),
        wrong: RwSignal::new(None),
        edited: RwSignal::new(None),
        is_adding: RwSignal::new(false),
        is_importing: RwSignal::new(false),
        stirred: use_context::<Stirred>(),
        whose: expect_context(),
    };
    effect(move || {
        // Each answer asks again, as long as there is something to wait for.
        if page.n_waiting() > 0 {
            let asking = set_timeout_with_handle(move || page.take(read_tests()), LOOK).ok();
            on_cleanup(move || asking.into_iter().for_each(|it| it.clear()));
        }
    });
    let is_empty = Memo::new(move |_| page.listed().is_empty());
    view! {
        <p class="quiet">{words::questions_hint()}</p>
        {head(page, is_empty)}
        <p class="wrong" role="alert">{move || still(&page.wrong).map(|fault| faults::say(&fault))}</p>
        {move || still(&page.is_adding).then(|| editor(page, None))}
        {move || still(&page.is_importing).then(|| import::importer(page))}
        <ul class="questions" role="list" aria-label=words::questions()>
            {keyed(move || page.listed(), key, move |it| row(it, page))}
        </ul>
        {move || still(&is_empty).then(|| view! { <Empty mark=Mark::Check title=words::none_yet()><p>{words::none_yet_hint()}</p></Empty> })}
    }
    .into_any()
}

/// A row is drawn anew where anything in it has changed.
fn key(it: &TestQuestion) -> String {
    let (at, is_missed) = it.ran.as_ref().map_or((0, false), |ran| (ran.at.0, ran.missed.is_some()));
    let expects = write(&it.expects).unwrap_or_default();
    format!("{} {} {at} {is_missed} {} {expects}", it.id, it.is_waiting, it.question)
}

fn head(page: Page, is_empty: Memo<bool>) -> AnyView {
    let standing = move || {
        let listed = page.listed();
        let (n, all) = (listed.iter().filter(|it| passes(it)).count(), listed.len());
        let waiting = Some(page.n_waiting()).filter(|n| *n > 0).map(|n| format!(" · {}", words::running(n)));
        format!("{}{}", words::n_pass(&number(n as u64), &number(all as u64)), waiting.unwrap_or_default())
    };
    view! {
        <div class="questions-head">
            <p class="questions-standing" role="status">{move || (!still(&is_empty)).then(standing)}</p>
            <div class="know-steps">
                {move || (!still(&is_empty)).then(|| view! { <Button weight=Weight::Primary on_press=move || page.take(run_tests(None))>{words::run_all()}</Button> })}
                <Button on_press=move || page.is_adding.update(|it| *it = !*it)>{words::add_question()}</Button>
                <Button weight=Weight::Quiet on_press=move || page.is_importing.update(|it| *it = !*it)>{words::import()}</Button>
            </div>
        </div>
    }
    .into_any()
}

fn passes(it: &TestQuestion) -> bool {
    it.ran.as_ref().is_some_and(|ran| ran.missed.is_none())
}

fn row(it: TestQuestion, page: Page) -> AnyView {
    let id = it.id.clone();
    let is_edited = Memo::new(move |_| still_with(&page.edited, |edited| edited.as_ref() == Some(&id)));
    let shown = move || match still(&is_edited) {
        true => view! { <li class="question">{editor(page, Some(&it))}</li> }.into_any(),
        false => line(&it, page),
    };
    shown.into_any()
}

fn line(it: &TestQuestion, page: Page) -> AnyView {
    let (mark, says, class) = match &it.ran {
        _ if it.is_waiting => (Mark::Clock, words::waits(), "question"),
        None => (Mark::Clock, words::waits(), "question"),
        Some(ran) if ran.missed.is_none() => (Mark::Check, words::passes(), "question question-passes"),
        Some(_) => (Mark::Warn, words::fails(), "question question-fails"),
    };
    let came = it.ran.as_ref().map(|ran| {
        let missed = ran.missed.map(|missed| view! { <strong>{words::missed(missed)}</strong> " " });
        let broke = it.broken_at.is_some().then(|| view! { <span class="badge badge-breach">{words::broke()}</span> " " });
        view! { <p class="question-came">{broke} {missed} {words::did(ran)}</p> }
    });
    let (edit, run, remove) = (it.id.clone(), it.id.clone(), it.id.clone());
    let href = format!("/knowledge/try?assistant={}&q={}", it.assistant, escaped(&it.question));
    view! {
        <li class=class>
            <Marked mark says/>
            <div class="question-words">
                <p class="question-text" dir="auto">{it.question.clone()}</p>
                {page.assistant_of(it).map(|name| view! { <p class="quiet" dir="auto">{name}</p> })}
                <p class="quiet">{words::expects(&it.expects)}</p>
                {came}
            </div>
            <div class="question-steps">
                <Button on_press=move || page.take(run_tests(Some(run.clone())))>{words::run()}</Button>
                <a class="button button-quiet" href=href>{words::try_this()}</a>
                <Button weight=Weight::Quiet on_press=move || page.edited.set(Some(edit.clone()))>{words::edit()}</Button>
                <Button weight=Weight::Quiet on_press=move || page.take(remove_test(remove.clone()))>{words::remove()}</Button>
            </div>
        </li>
    }
    .into_any()
}

/// A text as the value of a query.
fn escaped(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_survives_its_link() {
        assert_eq!(escaped("What’s 5 + 3?"), "What%E2%80%99s%205%20%2B%203%3F");
    }
}
