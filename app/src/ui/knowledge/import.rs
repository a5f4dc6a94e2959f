//! Pairs out of CSV, with a look at what they would change before anything is changed.

use super::{
    pairs::{Kept, Step},
    watch::asking,
};
use crate::{
    api::knowledge::{Pair, PairsPreview, preview_pairs},
    domain::{fault::Fault, id::SourceId},
    ui::{
        browser,
        effect::still,
        kit::button::{Button, Weight},
        settings::form::Went,
        words::{faults, knowledge as words},
    },
};
use leptos::prelude::*;

/// More doesn't fit into one request, in bytes.
const MOST: usize = 200_000;
/// So many are shown of each kind.
const SHOWN: usize = 20;

#[derive(Clone, Copy)]
struct Import {
    source: StoredValue<Option<SourceId>>,
    kept: Kept,
    csv: RwSignal<String>,
    preview: RwSignal<Option<PairsPreview>>,
    n_taken: RwSignal<u64>,
    went: RwSignal<Went>,
}

impl Import {
    fn type_in(self, csv: String) {
        self.csv.try_set(csv);
        self.preview.try_set(None);
        self.n_taken.try_set(0);
        self.went.try_set(Went::Calm);
    }

    fn look(self) {
        let csv = self.csv.get_untracked();
        if csv.len() > MOST {
            return self.went.set(Went::Wrong(Fault::invalid("csv", words::too_much_csv())));
        }
        asking(self.went, preview_pairs(self.source.get_value(), csv), move |it| drop(self.preview.try_set(Some(it))));
    }

    fn take(self, pairs: Vec<Pair>) {
        let n = pairs.len() as u64;
        self.kept.step(Step::Put(pairs), self.went, move || {
            self.type_in(String::new());
            self.n_taken.try_set(n);
        });
    }
}

/// A place for CSV, pasted or from a file. What is new or changed in it can be taken over.
pub fn import(source: Option<SourceId>, kept: Kept) -> AnyView {
    let it = Import {
        source: StoredValue::new(source),
        kept,
        csv: RwSignal::new(String::new()),
        preview: RwSignal::new(None),
        n_taken: RwSignal::new(0),
        went: RwSignal::new(Went::Calm),
    };
    let on_file = move |event| {
        for file in browser::chosen(&event).into_iter().take(1) {
            browser::read_text(&file, move |text| {
                it.type_in(text);
                it.look();
            });
        }
    };
    let wrong = move || match still(&it.went) {
        Went::Wrong(fault) => Some(view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> }),
        _ => None,
    };
    let told = move || match still(&it.n_taken) {
        0 => String::new(),
        n => words::taken(n),
    };
    view! {
        <details class="know-more know-import">
            <summary>{words::import()}</summary>
            <div class="know-import-body">
                <p class="hint" id="csv-told">{words::import_hint()}</p>
                <label class="button know-chooser">
                    {words::choose_csv()}
                    <input class="unseen" type="file" accept=".csv,text/csv,text/plain" on:change=on_file/>
                </label>
                <textarea
                    class="input input-area know-csv"
                    rows="5"
                    dir="auto"
                    aria-label=words::csv()
                    aria-describedby="csv-told"
                    prop:value=it.csv
                    on:input=move |event| it.type_in(event_target_value(&event))
                ></textarea>
                <div class="know-foot">
                    <Button is_busy=Signal::derive(move || still(&it.went) == Went::Busy) on_press=move || it.look()>{words::preview()}</Button>
                </div>
                {wrong}
                <div role="status">{told} {move || still(&it.preview).map(|found| shown(it, found))}</div>
            </div>
        </details>
    }
    .into_any()
}

fn shown(it: Import, found: PairsPreview) -> AnyView {
    let PairsPreview { new, changed, n_same, wrong } = found;
    let (n_new, n_changed, n_wrong) = (new.len() as u64, changed.len() as u64, wrong.len() as u64);
    let sum = [
        (n_new, words::n_new(n_new)),
        (n_changed, words::n_changed(n_changed)),
        (n_same, words::n_same(n_same)),
        (n_wrong, words::n_wrong(n_wrong)),
    ];
    let sum = sum.into_iter().filter(|(n, _)| *n > 0).map(|(_, says)| says).collect::<Vec<_>>().join(" · ");
    let take: Vec<Pair> = new
        .iter()
        .cloned()
        .chain(changed.iter().map(|(pair, answer)| Pair { question: pair.question.clone(), answer: answer.clone() }))
        .collect();
    let n = take.len() as u64;
    let button = if n == 0 {
        view! { <p class="quiet">{words::nothing_to_take()}</p> }.into_any()
    } else {
        view! { <Button weight=Weight::Primary on_press=move || it.take(take.clone())>{words::take_over(n)}</Button> }.into_any()
    };
    view! {
        <div class="know-preview">
            <p class="know-preview-sum">{sum}</p>
            {part(words::wrong_ones(), wrong.iter().map(|(n, why)| wrong_line(*n, why)).collect())}
            {part(words::changed_ones(), changed.iter().map(|(pair, answer)| changed_line(pair, answer)).collect())}
            {part(words::new_ones(), new.iter().map(new_line).collect())}
            {button}
        </div>
    }
    .into_any()
}

fn part(title: &'static str, mut lines: Vec<AnyView>) -> Option<AnyView> {
    if lines.is_empty() {
        return None;
    }
    let left = lines.len().saturating_sub(SHOWN);
    lines.truncate(SHOWN);
    let more = (left > 0).then(|| view! { <p class="quiet">{words::and_more(left as u64)}</p> });
    Some(view! { <h4>{title}</h4> <ul class="know-preview-list" role="list" aria-label=title>{lines}</ul> {more} }.into_any())
}

fn wrong_line(n: u64, why: &str) -> AnyView {
    let why = faults::say(&Fault::invalid("csv", why));
    view! { <li class="wrong">{words::line_is(&n.to_string(), &why)}</li> }.into_any()
}

fn new_line(it: &Pair) -> AnyView {
    view! { <li><p class="know-question" dir="auto">{it.question.clone()}</p> <p class="know-answer" dir="auto">{it.answer.clone()}</p></li> }.into_any()
}

fn changed_line(it: &Pair, answer: &str) -> AnyView {
    view! {
        <li>
            <p class="know-question" dir="auto">{it.question.clone()}</p>
            <p class="know-answer"><span class="know-tag">{words::was()}</span> " " <del dir="auto">{it.answer.clone()}</del></p>
            <p class="know-answer"><span class="know-tag">{words::becomes()}</span> " " <ins dir="auto">{answer.to_owned()}</ins></p>
        </li>
    }
    .into_any()
}
