//! A source: how it stands, what can be done with it, and its pages.

use super::{
    head::head,
    import::import,
    line::{Now, is_busy, stand},
    pages,
    pairs::{Kept, Step, editor},
    text, upload,
    watch::{asking, watch},
};
use crate::{
    api::knowledge::{Origin, PageLine, Pair, SourceChange, SourceLine, SourceShown, Wanted, change_source, read_pairs, read_source},
    domain::{fault::Fault, id::SourceId},
    ui::{
        effect::{effect, memo, spawn_local, still_with},
        kit::{
            empty::{Empty, Skeleton, Trouble},
            mark::Mark,
            time::clock_here,
        },
        reading::reading,
        settings::form::Went,
        words::{faults, frame, knowledge as words},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// What the page knows.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    pub line: RwSignal<SourceLine>,
    pub pages: RwSignal<Vec<PageLine>>,
    /// Pages that fit what is wanted.
    pub n_fit: RwSignal<u64>,
    pub wanted: RwSignal<Wanted>,
    /// How the latest change went.
    pub went: RwSignal<Went>,
    pub now: Now,
    /// Readings that were begun: an answer to an older one is no news.
    nth: StoredValue<u32>,
    is_looking: StoredValue<bool>,
}

impl Page {
    fn of(shown: SourceShown, wanted: Wanted) -> Self {
        Self {
            line: RwSignal::new(shown.source),
            pages: RwSignal::new(shown.pages),
            n_fit: RwSignal::new(shown.n_fit),
            wanted: RwSignal::new(wanted),
            went: RwSignal::new(Went::Calm),
            now: clock_here(),
            nth: StoredValue::new(0),
            is_looking: StoredValue::new(false),
        }
    }

    pub fn id(self) -> SourceId {
        self.line.with_untracked(|it| it.id.clone())
    }

    /// Changes the source, and reads again what follows from it.
    pub fn change(self, change: SourceChange) {
        self.went.set(Went::Busy);
        let id = self.id();
        spawn_local(async move {
            let now = match change_source(id, change).await {
                Ok(line) => {
                    self.line.try_set(line);
                    Went::Saved
                }
                Err(fault) => Went::Wrong(fault),
            };
            self.went.try_set(now);
            self.look_now();
        });
    }

    /// Says whether a page of it is searched; it is shown so at once.
    pub fn switch(self, path: String, is_on: bool) {
        self.pages.update(|all| all.iter_mut().filter(|it| it.path == path).for_each(|it| it.is_on = is_on));
        self.change(SourceChange::SwitchPage { path, is_on });
    }

    /// Changes it for a form, which says how that went and goes on where it went well.
    pub fn change_in(self, went: RwSignal<Went>, change: SourceChange, then: impl FnOnce() + 'static) {
        asking(went, change_source(self.id(), change), move |line| {
            self.line.try_set(line);
            self.look_now();
            then();
        });
    }

    /// Looks again, where no look is under way.
    pub fn look(self) {
        if self.is_looking.try_get_value() == Some(false) {
            self.look_now();
        }
    }

    /// Reads the first stretch anew; what was read beyond it stays.
    pub fn look_now(self) {
        let Some(wanted) = self.wanted.try_get_untracked() else { return };
        self.is_looking.try_update_value(|it| *it = true);
        self.read(Wanted { skip: 0, ..wanted }, move |shown| {
            let SourceShown { source, n_fit, pages } = shown;
            self.line.try_set(source);
            self.n_fit.try_set(n_fit);
            self.pages.try_update(|all| {
                let rest = all.drain(..).skip(pages.len()).filter(|it| !pages.iter().any(|new| new.path == it.path)).collect::<Vec<_>>();
                all.extend(pages);
                all.extend(rest);
                all.truncate(usize::try_from(n_fit).unwrap_or(usize::MAX));
            });
        });
    }

    /// Other pages are wanted.
    pub fn want(self, wanted: Wanted) {
        self.wanted.set(wanted.clone());
        self.read(wanted, move |shown| {
            self.line.try_set(shown.source);
            self.n_fit.try_set(shown.n_fit);
            self.pages.try_set(shown.pages);
        });
    }

    /// The next stretch.
    pub fn more(self) {
        let skip = u32::try_from(self.pages.with_untracked(Vec::len)).unwrap_or(u32::MAX);
        self.read(Wanted { skip, ..self.wanted.get_untracked() }, move |shown| {
            self.n_fit.try_set(shown.n_fit);
            self.pages.try_update(|all| {
                let new = shown.pages.into_iter().filter(|it| !all.iter().any(|known| known.path == it.path)).collect::<Vec<_>>();
                all.extend(new);
            });
        });
    }

    fn read(self, wanted: Wanted, take: impl FnOnce(SourceShown) + 'static) {
        let nth = self.nth.try_update_value(|n| {
            *n += 1;
            *n
        });
        let take: Box<dyn FnOnce(SourceShown)> = Box::new(take);
        let Some(id) = self.line.try_with_untracked(|it| it.id.clone()) else { return };
        spawn_local(async move {
            let came = read_source(id, wanted).await;
            self.is_looking.try_update_value(|it| *it = false);
            if self.nth.try_get_value() != nth {
                return;
            }
            match came {
                Ok(shown) => take(shown),
                Err(fault) => drop(self.went.try_set(Went::Wrong(fault))),
            }
        });
    }
}

/// The page.
#[component]
pub fn SourcePage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let id = Memo::new(move |_| params.with(|it| it.get("source").and_then(|id| SourceId::parse(&id))));
    let wanted = move || {
        query.with_untracked(|it| Wanted { words: it.get("words").unwrap_or_default(), only_failed: it.get("failed").is_some(), skip: 0 })
    };
    let read = reading(
        move || id.get(),
        move |id| {
            let wanted = wanted();
            async move { read_source(id.ok_or(Fault::NotFound)?, wanted).await }
        },
    );
    let shown = move || {
        Some(match read.try_get().flatten()? {
            Ok(shown) if id.try_get_untracked().flatten().as_ref() != Some(&shown.source.id) => waiting(),
            Ok(shown) => draw(Page::of(shown, wanted())),
            Err(Fault::SignedOut) => ().into_any(),
            Err(Fault::NotFound) => missing(),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! { <Transition fallback=waiting>{shown}</Transition> }
}

/// The shape of what comes.
pub fn waiting() -> AnyView {
    view! { <Skeleton n=6 shape="skeleton-rows"/> }.into_any()
}

/// Nothing is here, or it isn't theirs.
pub fn missing() -> AnyView {
    view! { <Empty mark=Mark::Warn title=frame::no_such_page()><p>{frame::address_may_be_old()}</p></Empty> }.into_any()
}

fn draw(page: Page) -> AnyView {
    watch(move || still_with(&page.line, is_busy), move || page.look());
    let name = memo(move |_| still_with(&page.line, |it| it.name.clone()));
    view! {
        <Title text=name/>
        <p class="unseen" role="status">{told(page)}</p>
        {super::crumbs(Vec::new(), name)}
        {head(page)}
        {own(page)}
        {pages::section(page)}
    }
    .into_any()
}

/// When reading begins and ends, for those who don't see it.
fn told(page: Page) -> RwSignal<String> {
    let told = RwSignal::new(String::new());
    let busy = memo(move |_| still_with(&page.line, is_busy));
    let before = StoredValue::new(None);
    effect(move || {
        let is_busy = busy.get();
        if before.try_update_value(|it| it.replace(is_busy)).flatten().is_some_and(|it: bool| it != is_busy) {
            let it = page.line.get_untracked();
            told.set(if is_busy { words::begins(&it.name) } else { words::ends(&it.name, &stand(&it), &words::n_pages(it.n_pages)) });
        }
    });
    told
}

/// What this kind of source is made of, where it is made here.
fn own(page: Page) -> AnyView {
    let (assistant, id, what) = page.line.with_untracked(|it| (it.assistant.clone(), it.id.clone(), it.what.clone()));
    match what {
        Origin::Website { .. } | Origin::Sitemap { .. } | Origin::Folder => ().into_any(),
        Origin::Files => {
            let came = Callback::new(move |line: SourceLine| {
                page.line.try_set(line);
                page.look_now();
            });
            view! { <section class="know-part" aria-label=words::files()>{upload::uploads(assistant, id, came)}</section> }.into_any()
        }
        Origin::Pairs => pairs(page, id),
        Origin::Text => text::section(page),
    }
}

fn pairs(page: Page, id: SourceId) -> AnyView {
    let own = id.clone();
    let read = reading(move || own.clone(), read_pairs);
    let shown = move || {
        let id = id.clone();
        Some(match read.try_get().flatten()? {
            Ok(all) => written(page, id, all),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! {
        <section class="know-part" aria-label=words::pairs()>
            <h3>{words::pairs()}</h3>
            <Transition fallback=waiting>{shown}</Transition>
        </section>
    }
    .into_any()
}

fn written(page: Page, id: SourceId, all: Vec<Pair>) -> AnyView {
    let all = RwSignal::new(all);
    let kept = Kept::new(all.into(), move |step: Step, went, then| {
        let change = match &step {
            Step::Put(pairs) => SourceChange::AddPairs { pairs: pairs.clone() },
            Step::Set(pairs) => SourceChange::Pairs { pairs: pairs.clone() },
        };
        page.change_in(went, change, move || {
            all.try_update(|all| *all = step.after(std::mem::take(all)));
            then();
        });
    });
    let key = format!("knowledge-pair-of-{id}");
    editor(kept, &key, import(Some(id), kept))
}
