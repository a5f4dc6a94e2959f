//! The sources of each assistant.

use super::line::{self, Now, address, cell, head, is_busy, looked_at, mark, origin, stand, state};
use super::{
    watch::watch,
    whose::{Whose, unknown},
};
use crate::{
    api::{
        knowledge::{Bookcase, SourceChange, SourceLine, change_source, read_knowledge},
        setup::read_setup,
    },
    domain::{
        fault::Fault,
        id::{AssistantId, SourceId},
    },
    ui::{
        effect::{effect, memo, spawn_local, still, still_with},
        kit::{
            empty::{Empty, Skeleton, Trouble},
            keyed::keyed,
            mark::{Icon, Mark},
            switch::switch,
            time::clock_here,
        },
        reading::reading,
        setup::setup_path,
        words::{faults, knowledge as words, number},
    },
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The page.
#[component]
pub fn SourcesPage() -> impl IntoView {
    let (read, setup) = (reading(|| (), |()| read_knowledge()), reading(|| (), |()| read_setup()));
    let shown = move || {
        let setup = setup.try_get().flatten()?;
        Some(match read.try_get().flatten()? {
            // Without the way to it the page is whole all the same.
            Ok(all) => view! { {setup_path(setup.ok())} {Cases::of(all).view()} }.into_any(),
            Err(Fault::SignedOut) => ().into_any(),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! { <Transition fallback=|| view! { <Skeleton n=6 shape="skeleton-rows"/> }>{shown}</Transition> }
}

/// What the page knows.
#[derive(Debug, Clone, Copy)]
struct Cases {
    all: RwSignal<Vec<Bookcase>>,
    wrong: RwSignal<Option<Fault>>,
    is_asking: StoredValue<bool>,
    nth: StoredValue<u32>,
    now: Now,
    whose: Whose,
}

impl Cases {
    fn of(all: Vec<Bookcase>) -> Self {
        Self {
            all: RwSignal::new(all),
            wrong: RwSignal::new(None),
            is_asking: StoredValue::new(false),
            nth: StoredValue::new(0),
            now: clock_here(),
            whose: expect_context(),
        }
    }

    /// Looks again, where no look is under way.
    fn look(self) {
        if self.is_asking.try_get_value() == Some(false) {
            self.look_now();
        }
    }

    /// Looks again. An answer to an older look is no news.
    fn look_now(self) {
        self.is_asking.try_update_value(|it| *it = true);
        let nth = self.nth.try_update_value(|n| {
            *n += 1;
            *n
        });
        spawn_local(async move {
            let came = read_knowledge().await;
            self.is_asking.try_update_value(|it| *it = false);
            // What can't be read now stays as it is shown.
            if let (Ok(all), true) = (came, self.nth.try_get_value() == nth) {
                self.all.try_set(all);
            }
        });
    }

    /// Says whether a source is searched; it is shown so at once.
    fn flip(self, id: SourceId, is_on: bool) {
        self.wrong.set(None);
        self.all.update(|all| all.iter_mut().flat_map(|case| &mut case.sources).filter(|it| it.id == id).for_each(|it| it.is_on = is_on));
        spawn_local(async move {
            if let Err(fault) = change_source(id, SourceChange::Switch { is_on }).await {
                self.wrong.try_set(Some(fault));
            }
            self.look_now();
        });
    }

    fn case(self, id: AssistantId) -> Memo<Option<Bookcase>> {
        memo(move |_| still_with(&self.all, |all| all.iter().find(|it| it.assistant == id).cloned()))
    }

    fn line(self, id: SourceId) -> Memo<Option<SourceLine>> {
        memo(move |_| still_with(&self.all, |all| all.iter().flat_map(|case| &case.sources).find(|it| it.id == id).cloned()))
    }

    fn view(self) -> AnyView {
        let busy = move || still_with(&self.all, |all| all.iter().flat_map(|case| &case.sources).any(is_busy));
        watch(busy, move || self.look());
        let told = told(self);
        let looked_at = move || {
            let all = still_with(&self.all, |all| all.iter().map(|it| it.assistant.clone()).collect::<Vec<_>>());
            all.into_iter().filter(|id| self.whose.holds(id)).collect::<Vec<_>>()
        };
        let is_lost = memo(move |_| still_with(&self.all, |all| !all.is_empty()) && looked_at().is_empty());
        let cases = keyed(looked_at, ToString::to_string, move |id| bookcase(self, id));
        view! {
            <p class="unseen" role="status">{told}</p>
            {move || still(&self.wrong).map(|fault| view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> })}
            {move || still_with(&self.all, Vec::is_empty).then(no_assistant)}
            {move || still(&is_lost).then(unknown)}
            <div class="know-cases">{cases}</div>
        }
        .into_any()
    }
}

fn no_assistant() -> AnyView {
    view! {
        <Empty mark=Mark::Spark title=words::no_assistant()>
            <p>{words::no_assistant_hint()} " " <code>"baton user create"</code></p>
        </Empty>
    }
    .into_any()
}

/// When a source begins to be read and when it ends, for those who don't see it.
fn told(cases: Cases) -> RwSignal<String> {
    let told = RwSignal::new(String::new());
    let before = StoredValue::new(None::<BTreeMap<SourceId, bool>>);
    effect(move || {
        let lines: Vec<SourceLine> = cases.all.with(|all| all.iter().flat_map(|case| case.sources.clone()).collect());
        let now = lines.iter().map(|it| (it.id.clone(), is_busy(it))).collect();
        let Some(before) = before.try_update_value(|it| it.replace(now)).flatten() else { return };
        let news = lines.iter().find(|it| before.get(&it.id).copied().unwrap_or_default() != is_busy(it));
        if let Some(it) = news {
            told.set(if is_busy(it) { words::begins(&it.name) } else { words::ends(&it.name, &stand(it), &words::n_pages(it.n_pages)) });
        }
    });
    told
}

fn bookcase(cases: Cases, id: AssistantId) -> AnyView {
    let add = format!("/knowledge/add?assistant={id}");
    let case = cases.case(id);
    let name = memo(move |_| still_with(&case, |it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default()));
    let is_empty = memo(move |_| still_with(&case, |it| it.as_ref().is_none_or(|it| it.sources.is_empty())));
    let first = add.clone();
    let nothing = move || {
        let to = first.clone();
        view! {
            <Empty mark=Mark::Book title=words::no_sources()>
                <p>{words::no_sources_hint()}</p>
                <a class="button button-primary" href=to><Icon mark=Mark::Plus/> {words::add_first()}</a>
            </Empty>
        }
    };
    let body = move || if still(&is_empty) { nothing().into_any() } else { table(cases, case) };
    let adder = move || {
        (!still(&is_empty))
            .then(|| view! { <a class="button button-primary" href=add.clone()><Icon mark=Mark::Plus/> {words::add_source()}</a> })
    };
    view! {
        <section class="know-case" aria-label=move || words::sources_of(&still(&name))>
            <header class="know-case-head">
                <div>
                    <h2 dir="auto">{name}</h2>
                    <p class="quiet">{move || still(&case).map(|it| sum(&it))}</p>
                </div>
                {adder}
            </header>
            {body}
        </section>
    }
    .into_any()
}

/// How much there is in all, and how it is searched.
fn sum(it: &Bookcase) -> String {
    if it.n_passages == 0 {
        return String::new();
    }
    let n_pages = it.sources.iter().filter(|it| it.is_on).map(|it| it.n_pages).sum();
    let all = [words::n_pages(n_pages), words::n_passages(it.n_passages)].join(" · ");
    match () {
        () if !it.has_model => [all.as_str(), words::words_alone()].join(" · "),
        () if it.n_encoded < it.n_passages => [all, words::getting_ready(&number(it.n_encoded), &number(it.n_passages))].join(" · "),
        () => all,
    }
}

fn table(cases: Cases, case: Memo<Option<Bookcase>>) -> AnyView {
    let ids = move || still_with(&case, |it| it.iter().flat_map(|it| &it.sources).map(|it| it.id.clone()).collect());
    let labels = [
        ("", words::source()),
        ("", words::state()),
        ("know-figure", words::pages()),
        ("know-figure", words::passages()),
        ("know-figure", words::used_in()),
        ("", words::checked()),
        ("know-switch", words::is_used()),
    ];
    view! {
        <table role="table" class="know-table know-sources">
            <caption class="unseen">{words::sources()}</caption>
            {head(&labels)}
            <tbody role="rowgroup">{keyed(ids, ToString::to_string, move |id| row(cases, id))}</tbody>
        </table>
    }
    .into_any()
}

fn row(cases: Cases, id: SourceId) -> AnyView {
    let line = cases.line(id.clone());
    let Some(first) = line.get_untracked() else { return ().into_any() };
    let now = cases.now;
    let of = move |draw: fn(&SourceLine, Now) -> AnyView| move || still_with(&line, |it| it.as_ref().map(|it| draw(it, now)));
    let name = memo(move |_| still_with(&line, |it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default()));
    let is_on = memo(move |_| still_with(&line, |it| it.as_ref().is_some_and(|it| it.is_on)));
    let sub = move || {
        let is_other = |it: &&SourceLine| address(&it.what).is_none_or(|url| line::short(url) != it.name);
        still_with(&line, |it| it.as_ref().filter(is_other).map(|it| origin(&it.what)))
    };
    let label = Signal::derive(move || words::use_source(&still(&name)));
    let href = format!("/knowledge/{id}");
    view! {
            <tr role="row" class=("know-off", move || !still(&is_on))>
                <th role="rowheader" scope="row" class="know-name">
    <div class="know-name-line">
                    <span class="know-kind" title=words::kind_of(&first.what)><Icon mark=mark(&first.what)/></span>
                    <span class="know-name-words">
                        <a class="know-link" href=href dir="auto">{name}</a>
                        <span class="know-sub" dir="auto">{sub}</span>
                    </span>
    </div>
                </th>
                {cell("know-state", words::state(), of(state).into_any())}
                {cell("know-figure", words::pages(), of(|it, _| number(it.n_pages).into_any()).into_any())}
                {cell("know-figure", words::passages(), of(|it, _| number(it.n_passages).into_any()).into_any())}
                {cell("know-figure", words::used_in(), of(|it, _| words::n_answers(it.n_answers).into_any()).into_any())}
                {cell("know-when", words::checked(), of(when).into_any())}
                {cell("know-switch", words::is_used(), switch(label, is_on.into(), move |is_on| cases.flip(id.clone(), is_on)))}
            </tr>
        }
    .into_any()
}

fn when(it: &SourceLine, now: Now) -> AnyView {
    looked_at(it.checked_at, it.changed_at, now)
}
