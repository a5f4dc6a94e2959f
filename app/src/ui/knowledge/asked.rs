//! What visitors ask most, what became of it, and what of it the docs don't answer.

use super::{
    keep::Keep,
    wanted::Wanted,
    whose::{Whose, name_in},
};
use crate::{
    api::{
        demand::{Demand, Example, Group, MOST_ASKED, Span, read_demand},
        trials::Choice,
    },
    domain::{
        demand::{Became, Tally},
        id::AssistantId,
        time::Timestamp,
        trial::Expect,
    },
    ui::{
        effect::still,
        kit::{
            button::{Button, Weight},
            empty::{Empty, Skeleton, Trouble},
            keyed::keyed,
            mark::{Icon, Mark},
            time::{clock_here, since},
        },
        reading::reading,
        words::{demand as words, faults, number, trials},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, location::Url};

/// The page. `?days=` is how far to look back, `?only=lacking` leaves out what the docs answer, `?assistant=` all others.
#[component]
pub fn AskedPage() -> impl IntoView {
    let (query, whose) = (use_query_map(), expect_context::<Whose>());
    let span = Memo::new(move |_| query.with(|it| it.get_str("days").map(Span::of_days).unwrap_or_default()));
    let only_lacking = Memo::new(move |_| query.with(|it| it.get_str("only") == Some("lacking")));
    let read = reading(move || (still(&span), still(&whose.chosen)), |(span, assistant)| read_demand(span, assistant));
    let shown = move || {
        let several = whose.several()?;
        Some(match read.try_get().flatten()? {
            Ok(demand) => groups(demand, only_lacking, several),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! {
        <Title text=words::asked_most()/>
        <p class="quiet">{words::hint()}</p>
        <div class="asked-head">
            <nav class="tabs" aria-label=words::span()>{Span::ALL.map(|it| span_tab(it, Looked { span, only_lacking, whose })).collect_view()}</nav>
            <nav class="tabs" aria-label=words::which()>{[false, true].map(|only| which_tab(only, Looked { span, only_lacking, whose })).collect_view()}</nav>
        </div>
        <Transition fallback=|| view! { <Skeleton n=6 shape="skeleton-rows"/> }>{shown}</Transition>
    }
}

/// What the address asks for.
#[derive(Debug, Clone, Copy)]
struct Looked {
    span: Memo<Span>,
    only_lacking: Memo<bool>,
    whose: Whose,
}

/// Where that is shown.
fn address(span: Span, only_lacking: bool, assistant: Option<&AssistantId>) -> String {
    let only = if only_lacking { "&only=lacking" } else { "" };
    let assistant = assistant.map_or_else(String::new, |id| format!("&assistant={id}"));
    format!("/knowledge/asked?days={}{only}{assistant}", span.days())
}

fn span_tab(it: Span, Looked { span, only_lacking, whose }: Looked) -> AnyView {
    let href = move || address(it, still(&only_lacking), still(&whose.chosen).as_ref());
    view! { <a class="tab" href=href aria-current=move || (still(&span) == it).then_some("true")>{words::days(it.days())}</a> }.into_any()
}

fn which_tab(only: bool, Looked { span, only_lacking, whose }: Looked) -> AnyView {
    let href = move || address(still(&span), only, still(&whose.chosen).as_ref());
    let label = if only { words::only_lacking() } else { words::all() };
    view! { <a class="tab" href=href aria-current=move || (still(&only_lacking) == only).then_some("true")>{label}</a> }.into_any()
}

fn groups(demand: Demand, only_lacking: Memo<bool>, several: Vec<Choice>) -> AnyView {
    let now = clock_here();
    let (tally, n_more) = (demand.tally, demand.n_more);
    if tally.sum() == 0 {
        return view! { <Empty mark=Mark::Search title=words::none()><p>{words::none_hint()}</p></Empty> }.into_any();
    }
    let standing = if tally.sum() >= MOST_ASKED { words::latest_questions(&number(tally.sum())) } else { words::n_questions(tally.sum()) };
    let lacking = lacking(&demand.groups);
    let all = StoredValue::new(demand.groups);
    let is_empty = lacking.is_empty();
    let lacking = StoredValue::new(lacking);
    let listed = move || if still(&only_lacking) { lacking.get_value() } else { all.get_value() };
    let nothing = move || {
        (is_empty && still(&only_lacking))
            .then(|| view! { <Empty mark=Mark::Check title=words::none_lacking()><p>{words::none_lacking_hint()}</p></Empty> })
    };
    let more = move || (n_more > 0 && !still(&only_lacking)).then(|| view! { <p class="quiet">{words::more(n_more)}</p> });
    view! {
        <div class="asked-sum">
            <p class="asked-standing">{standing}</p>
            {shares(tally)}
        </div>
        <ul class="asked-groups" role="list" aria-label=words::groups()>{keyed(listed, key, move |it| group(&it, &several, now))}</ul>
        {nothing}
        {more}
    }
    .into_any()
}

/// The groups that the docs had nothing on, what they lack most first.
fn lacking(all: &[Group]) -> Vec<Group> {
    let mut lacking: Vec<Group> = all.iter().filter(|it| it.tally.not_covered > 0).cloned().collect();
    lacking.sort_by_key(|it| std::cmp::Reverse(it.tally.not_covered));
    lacking
}

/// Groups of one list have no two conversations and messages in common.
fn key(it: &Group) -> String {
    it.examples.first().map(|example| format!("{} {}", example.conversation, example.seq)).unwrap_or_default()
}

/// What became of so many: a bar, and the same in words.
fn shares(tally: Tally) -> AnyView {
    let mut from: u64 = 0;
    let mut bars: Vec<AnyView> = Vec::new();
    let mut says: Vec<AnyView> = Vec::new();
    for became in Became::ALL {
        let n = tally.of(became);
        if n > 0 {
            let (x, class) = (from.to_string(), class(became));
            bars.push(view! { <rect class=class x=x y="0" width=n.to_string() height="1"/> }.into_any());
            let dot = format!("share-dot {class}");
            says.push(
                view! { <li class="share-says"><span class=dot aria-hidden="true"></span>{words::became(became, n)}</li> }.into_any(),
            );
            from += n;
        }
    }
    // A drawing, for its widths are figures of the page, and our pages allow no style of their own.
    view! {
        <svg class="share" viewBox=format!("0 0 {from} 1") preserveAspectRatio="none" aria-hidden="true" focusable="false">{bars}</svg>
        <ul class="share-words" role="list">{says}</ul>
    }
    .into_any()
}

const fn class(became: Became) -> &'static str {
    match became {
        Became::Answered => "share-answered",
        Became::Offered => "share-offered",
        Became::Person => "share-person",
        Became::NotCovered => "share-lacking",
    }
}

fn group(it: &Group, several: &[Choice], now: ReadSignal<Option<Timestamp>>) -> AnyView {
    let name = it.assistant.as_ref().and_then(|id| name_in(several, id));
    let name = name.map(|name| view! { <p class="quiet" dir="auto">{name}</p> });
    let assistant = it.assistant.as_ref().map(|id| format!("assistant={id}&")).unwrap_or_default();
    let href = format!("/knowledge/try?{assistant}q={}", Url::escape(&it.question));
    let examples = it.examples.iter().map(|it| example(it, now)).collect_view();
    let label = words::try_it(&it.question);
    let keep = it.assistant.clone().map(|assistant| keep_of(assistant, it));
    let keeper = keep.map(|keep| keeper(keep, key(it)));
    let keep = keep.map(|keep| {
        view! { <Button weight=Weight::Quiet on_press=move || keep.is_open.update(|it| *it = !*it)>{trials::save_as_test()}</Button> }
    });
    view! {
        <li class="asked">
            <div class="asked-words">
                <p class="asked-text" dir="auto">{it.question.clone()}</p>
                {name}
                {shares(it.tally)}
                <details class="kept">
                    <summary>{words::examples()}</summary>
                    <ul class="asked-examples" role="list">{examples}</ul>
                </details>
            </div>
            <div class="asked-side">
                <p class="asked-count">{words::asked(it.tally.sum())}</p>
                <p class="quiet">{words::last_asked()} " " {since(it.latest, now)}</p>
            </div>
            <div class="asked-steps">
                <a class="button" href=href aria-label=label>{trials::try_this()}</a>
                {keep}
            </div>
            {keeper}
        </li>
    }
    .into_any()
}

fn example(it: &Example, now: ReadSignal<Option<Timestamp>>) -> AnyView {
    let href = format!("/inbox/{}?at={}", it.conversation, it.seq);
    view! {
        <li>
            <a href=href dir="auto">{it.question.clone()}</a>
            <span class="quiet">" · " {words::one_became(it.became)} " · " {since(it.at, now)}</span>
        </li>
    }
    .into_any()
}

/// What makes a test question of it: it begins with the page that it led to; of what led to none, the owner says where it should.
fn keep_of(assistant: AssistantId, it: &Group) -> Keep {
    let page = it.page.clone().map(|page| Wanted::of(&Expect::Offer { pages: vec![page] }));
    Keep::of(assistant, it.question.clone(), page.unwrap_or_default())
}

fn keeper(keep: Keep, name: String) -> AnyView {
    let shown = move || match (still(&keep.is_open), still(&keep.is_saved)) {
        (true, _) => {
            view! { <div class="know-form asked-keep" role="group" aria-label=trials::save_as_test()>{keep.form(&name)}</div> }.into_any()
        }
        (false, true) => view! { <p class="quiet asked-keep"><Icon mark=Mark::Check/> " " {trials::saved_as_test()}</p> }.into_any(),
        (false, false) => ().into_any(),
    };
    shown.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(question: &str, answered: u64, not_covered: u64) -> Group {
        Group {
            question: question.to_owned(),
            assistant: None,
            page: None,
            tally: Tally { answered, not_covered, ..Tally::default() },
            latest: Timestamp(0),
            examples: Vec::new(),
        }
    }

    #[test]
    fn what_the_docs_lack_most_comes_first() {
        let all = [group("a", 9, 0), group("b", 7, 1), group("c", 0, 5)];
        assert_eq!(lacking(&all).iter().map(|it| it.question.as_str()).collect::<Vec<_>>(), vec!["c", "b"]);
    }

    #[test]
    fn an_address_keeps_every_choice() {
        let id = AssistantId::parse("01robin").expect("an id");
        assert_eq!(address(Span::Week, true, None), "/knowledge/asked?days=7&only=lacking");
        assert_eq!(address(Span::Month, false, None), "/knowledge/asked?days=30");
        assert_eq!(address(Span::Week, true, Some(&id)), "/knowledge/asked?days=7&only=lacking&assistant=01robin");
    }
}
