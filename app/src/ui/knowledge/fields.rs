//! The fields that sources have in common: which pages of a site are read, and when.

use crate::{
    api::knowledge::{Limits, Schedule},
    read::Read,
    ui::{
        settings::form::{Area, Line, Went, area, line, number_in, tick, typed},
        words::knowledge as words,
    },
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Pages that are read where nobody says otherwise.
const USUAL_PAGES: u32 = 500;
/// Links away from the address, where nobody says otherwise.
const USUAL_DEPTH: u32 = 5;
/// Every schedule, in the order in which they are offered.
const SCHEDULES: [(Schedule, &str); 4] =
    [(Schedule::Never, "never"), (Schedule::Hourly, "hourly"), (Schedule::Daily, "daily"), (Schedule::Weekly, "weekly")];

/// Which pages of a site are read, and when, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Reach {
    /// A pattern a line.
    pub include: String,
    pub exclude: String,
    pub most_pages: u32,
    pub most_depth: u32,
    #[serde(default)]
    pub reads_noindex: bool,
    pub schedule: Schedule,
}

impl Default for Reach {
    fn default() -> Self {
        Self {
            include: String::new(),
            exclude: String::new(),
            most_pages: USUAL_PAGES,
            most_depth: USUAL_DEPTH,
            reads_noindex: false,
            schedule: Schedule::Daily,
        }
    }
}

impl Reach {
    /// As it is typed anew.
    pub fn of(limits: &Limits, schedule: Schedule) -> Self {
        Self {
            include: limits.include.join("\n"),
            exclude: limits.exclude.join("\n"),
            most_pages: limits.most_pages,
            most_depth: limits.most_depth,
            reads_noindex: limits.reads_noindex,
            schedule,
        }
    }

    /// The limits in what was typed.
    pub fn limits(&self) -> Limits {
        let patterns = |text: &str| text.lines().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect();
        Limits {
            include: patterns(&self.include),
            exclude: patterns(&self.exclude),
            most_pages: self.most_pages,
            most_depth: self.most_depth,
            reads_noindex: self.reads_noindex,
        }
    }
}

/// A place in a draft that a [`Reach`] is read from and written to.
#[derive(Clone)]
pub struct Held {
    get: Arc<dyn Fn() -> Reach + Send + Sync>,
    set: Arc<dyn Fn(Reach) + Send + Sync>,
}

impl Held {
    pub fn new(get: impl Fn() -> Reach + Send + Sync + 'static, set: impl Fn(Reach) + Send + Sync + 'static) -> Self {
        Self { get: Arc::new(get), set: Arc::new(set) }
    }

    fn change(&self, how: impl FnOnce(&mut Reach)) {
        let mut reach = untrack(|| (self.get)());
        how(&mut reach);
        (self.set)(reach);
    }
}

/// Which pages are read; `has_depth` where it goes by links.
pub fn limits(held: &Held, went: RwSignal<Went>, has_depth: bool) -> AnyView {
    let it = |held: &Held| held.clone();
    let (a, b, c, d, e) = (it(held), it(held), it(held), it(held), it(held));
    let (get_a, get_b, get_c, get_d, get_e) = (it(held), it(held), it(held), it(held), it(held));
    view! {
        <div class="know-fields">
            {area(Area { rows: 3, ..Area::of(words::include(), "include", words::include_hint()) }, went, move || (get_a.get)().include, move |text| a.change(|it| it.include = text))}
            {area(Area { rows: 3, ..Area::of(words::exclude(), "exclude", words::exclude_hint()) }, went, move || (get_b.get)().exclude, move |text| b.change(|it| it.exclude = text))}
            {line(
                Line::minutes(words::most_pages(), "most_pages", words::most_pages_hint()),
                went,
                move || typed((get_c.get)().most_pages),
                move |text| c.change(|it| it.most_pages = number_in(&text)),
            )}
            {has_depth.then(|| line(
                Line::minutes(words::most_depth(), "most_depth", words::most_depth_hint()),
                went,
                move || typed((get_d.get)().most_depth),
                move |text| d.change(|it| it.most_depth = number_in(&text)),
            ))}
        </div>
        <div class="field">
            {tick(
                words::reads_noindex().to_owned(),
                move || (get_e.get)().reads_noindex,
                move |is_on| e.change(|it| it.reads_noindex = is_on),
            )}
            <p class="hint">{words::reads_noindex_hint()}</p>
        </div>
    }
    .into_any()
}

/// When it is looked at again by itself.
pub fn schedule(held: &Held) -> AnyView {
    let (get, set) = (held.clone(), held.clone());
    let choose = move |name: String| {
        let chosen = SCHEDULES.into_iter().find(|(_, it)| *it == name);
        chosen.into_iter().for_each(|(schedule, _)| set.change(|it| it.schedule = schedule));
    };
    let options = SCHEDULES
        .into_iter()
        .map(|(schedule, name)| {
            let get = get.clone();
            view! { <option value=name selected=move || (get.get)().schedule == schedule>{words::schedule_of(schedule)}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label class="field">
                <span class="field-label">{words::schedule()}</span>
                <select class="chooser button know-select" aria-describedby="schedule-told" on:change=move |event| choose(event_target_value(&event))>{options}</select>
            </label>
            <p class="hint" id="schedule-told">{words::schedule_hint()}</p>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_a_line_each_and_come_back_as_they_were() {
        let typed = Reach { include: " /help/* \n\n/faq\n".to_owned(), ..Reach::default() };
        let limits = typed.limits();
        assert_eq!(limits.include, ["/help/*", "/faq"]);
        assert_eq!((limits.most_pages, limits.most_depth, limits.reads_noindex), (500, 5, false));
        assert_eq!(Reach::of(&limits, Schedule::Weekly).limits(), limits);
        let all = Limits { reads_noindex: true, ..limits };
        assert_eq!(Reach::of(&all, Schedule::Weekly).limits(), all);
    }
}
