//! Adding a source: what kind it is, and what that kind needs.

use super::{
    fields::{Area, Held, Reach, area, limits, schedule},
    import::import,
    pairs::{Pairs, editor},
    watch::asking,
};
use crate::{
    api::knowledge::{Bookcase, Draft, Pair, add_source, read_knowledge},
    domain::{fault::Fault, id::AssistantId},
    read::Read,
    ui::{
        keys::Keys,
        kit::{
            empty::{Empty, Skeleton, Trouble},
            mark::{Icon, Mark},
        },
        reading::reading,
        settings::form::{Form, Line, Went, line, sent_by},
        words::{faults, frame, knowledge as words},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

/// A kind of source that can be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Website,
    Sitemap,
    Files,
    Pairs,
    Text,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Website, Self::Sitemap, Self::Files, Self::Pairs, Self::Text];

    /// Its name in an address.
    const fn name(self) -> &'static str {
        match self {
            Self::Website => "website",
            Self::Sitemap => "sitemap",
            Self::Files => "files",
            Self::Pairs => "pairs",
            Self::Text => "text",
        }
    }

    fn says(self) -> (Mark, &'static str, &'static str) {
        match self {
            Self::Website => (Mark::Globe, words::website(), words::website_hint()),
            Self::Sitemap => (Mark::Tree, words::sitemap(), words::sitemap_hint()),
            Self::Files => (Mark::Page, words::files(), words::files_hint()),
            Self::Pairs => (Mark::Quote, words::pairs(), words::pairs_hint()),
            Self::Text => (Mark::Lines, words::text(), words::text_hint()),
        }
    }
}

/// The page.
#[component]
pub fn AddPage() -> impl IntoView {
    let read = reading(|| (), |()| read_knowledge());
    let query = use_query_map();
    let kind = Memo::new(move |_| {
        let asked = query.with(|it| it.get("kind"));
        Kind::ALL.into_iter().find(|it| asked.as_deref() == Some(it.name())).unwrap_or(Kind::Website)
    });
    let wanted = Memo::new(move |_| query.with(|it| it.get("assistant").and_then(|id| AssistantId::parse(&id))));
    let shown = move || {
        Some(match read.get()? {
            Ok(all) => chosen(&all, wanted, kind),
            Err(Fault::SignedOut) => ().into_any(),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! {
        <Title text=words::add_source()/>
        <Transition fallback=|| view! { <Skeleton n=4 shape="skeleton-rows"/> }>{shown}</Transition>
    }
}

fn chosen(all: &[Bookcase], wanted: Memo<Option<AssistantId>>, kind: Memo<Kind>) -> AnyView {
    let Some(case) = wanted.get().map_or_else(|| all.first(), |id| all.iter().find(|it| it.assistant == id)) else {
        return view! { <Empty mark=Mark::Warn title=frame::no_such_page()><p>{frame::address_may_be_old()}</p></Empty> }.into_any();
    };
    let id = StoredValue::new(case.assistant.clone());
    let choices = Kind::ALL.map(|it| choice(it, kind, &case.assistant)).collect_view();
    let form = move || {
        let id = id.get_value();
        match kind.get() {
            Kind::Website => site(id, false),
            Kind::Sitemap => site(id, true),
            Kind::Files => files(id),
            Kind::Pairs => pairs(id),
            Kind::Text => text(id),
        }
    };
    view! {
        <div class="know-add">
            {super::crumbs(Vec::new(), words::add_source().to_owned())}
            <h2 class="know-title">{words::add_to(&case.name)}</h2>
            <nav class="know-choices" aria-label=words::kind()>{choices}</nav>
            {form}
        </div>
    }
    .into_any()
}

fn choice(it: Kind, kind: Memo<Kind>, assistant: &AssistantId) -> AnyView {
    let (mark, label, hint) = it.says();
    let href = format!("/knowledge/add?assistant={assistant}&kind={}", it.name());
    view! {
        <a class="know-choice" href=href aria-current=move || (kind.get() == it).then_some("true")>
            <Icon mark/>
            <span class="know-choice-name">{label}</span>
            <span class="know-choice-hint">{hint}</span>
        </a>
    }
    .into_any()
}

/// What isn't added yet outlives a reload.
fn draft_of<T>(kind: Kind, assistant: &AssistantId, first: T) -> Form<T>
where
    T: Clone + PartialEq + Serialize + Read + Send + Sync + 'static,
{
    Form::of(&format!("knowledge-add-{}-{assistant}", kind.name()), first)
}

/// Adds it, and goes there.
fn add<T>(form: Form<T>, assistant: AssistantId, draft: Draft)
where
    T: Clone + PartialEq + Serialize + Read + Send + Sync + 'static,
{
    let keys = expect_context::<Keys>();
    asking(form.went, add_source(assistant, draft), move |line| {
        form.draft.try_set(form.saved.get_untracked());
        // What is kept of the draft is forgotten before the page goes.
        request_animation_frame(move || keys.go(&format!("/knowledge/{}", line.id)));
    });
}

/// The button that adds, and what went wrong that no field shows.
fn foot(went: RwSignal<Went>, label: &'static str, fields: &'static [&'static str]) -> AnyView {
    let wrong = move || match went.get() {
        Went::Wrong(Fault::Invalid { field, .. }) if fields.contains(&field.as_str()) => None,
        Went::Wrong(fault) => Some(view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> }),
        _ => None,
    };
    let is_busy = move || matches!(went.get(), Went::Busy | Went::Saved);
    view! {
        <div class="know-foot">
            <button type="submit" class="button button-primary" aria-disabled=move || is_busy().then_some("true")>{label}</button>
            <a class="button button-quiet" href="/knowledge">{words::cancel()}</a>
            <p class="quiet" role="status">{move || is_busy().then(words::adding)}</p>
            {wrong}
        </div>
    }
    .into_any()
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
struct Site {
    url: String,
    reach: Reach,
}

fn site(assistant: AssistantId, is_sitemap: bool) -> AnyView {
    let form = draft_of(if is_sitemap { Kind::Sitemap } else { Kind::Website }, &assistant, Site::default());
    let held = Held::new(move || form.draft.with(|it| it.reach.clone()), move |reach| form.draft.update(|it| it.reach = reach));
    let (label, hint) = if is_sitemap { (words::sitemap_url(), words::sitemap_url_hint()) } else { (words::url(), words::url_hint()) };
    let send = move || {
        let Site { url, reach } = form.draft.get_untracked();
        let (url, limits, schedule) = (with_scheme(&url), reach.limits(), reach.schedule);
        let draft = if is_sitemap { Draft::Sitemap { url, limits, schedule } } else { Draft::Website { url, limits, schedule } };
        add(form, assistant.clone(), draft);
    };
    let body = view! {
        {line(
            Line { kind: "url", ..Line::text(label, "url", hint) },
            form.went,
            move || form.draft.with(|it| it.url.clone()),
            move |text| form.draft.update(|it| it.url = text),
        )}
        {schedule(&held)}
        <details class="know-more" open=untrack(move || form.draft.with(|it| !it.reach.include.is_empty() || !it.reach.exclude.is_empty()))>
            <summary>{words::which_pages()}</summary>
            {limits(&held, form.went, !is_sitemap)}
        </details>
        {foot(form.went, words::add_source(), &["url", "include", "exclude", "most_pages", "most_depth"])}
    };
    sent_by(if is_sitemap { words::sitemap() } else { words::website() }, Box::new(send), body.into_any())
}

/// An address as people type it: without a scheme it is meant to be safe.
fn with_scheme(typed: &str) -> String {
    let typed = typed.trim();
    if typed.is_empty() || typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") }
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
struct Named {
    name: String,
    text: String,
}

fn name_line(form: Form<Named>) -> AnyView {
    line(
        Line::text(words::name(), "name", words::name_hint()),
        form.went,
        move || form.draft.with(|it| it.name.clone()),
        move |text| form.draft.update(|it| it.name = text),
    )
}

fn files(assistant: AssistantId) -> AnyView {
    let form = draft_of(Kind::Files, &assistant, Named { name: words::files_name().to_owned(), text: String::new() });
    let send = move || add(form, assistant.clone(), Draft::Files { name: form.draft.with_untracked(|it| it.name.trim().to_owned()) });
    let body = view! {
        {name_line(form)}
        <p class="hint">{words::files_next()}</p>
        {foot(form.went, words::go_on(), &["name"])}
    };
    sent_by(words::files(), Box::new(send), body.into_any())
}

fn text(assistant: AssistantId) -> AnyView {
    let form = draft_of(Kind::Text, &assistant, Named::default());
    let send = move || {
        let Named { name, text } = form.draft.get_untracked();
        add(form, assistant.clone(), Draft::Text { name: name.trim().to_owned(), text });
    };
    let body = view! {
        {name_line(form)}
        {area(
            Area { rows: 14, ..Area::of(words::text_body(), "text", words::text_body_hint()) },
            form.went,
            move || form.draft.with(|it| it.text.clone()),
            move |text| form.draft.update(|it| it.text = text),
        )}
        {foot(form.went, words::add_source(), &["name", "text"])}
    };
    sent_by(words::text(), Box::new(send), body.into_any())
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
struct Written {
    name: String,
    pairs: Vec<Pair>,
}

fn pairs(assistant: AssistantId) -> AnyView {
    let first = Written { name: words::pairs().to_owned(), pairs: Vec::new() };
    let form = draft_of(Kind::Pairs, &assistant, first);
    let set = move |pairs| form.draft.update(|it| it.pairs = pairs);
    let held = Pairs {
        key: format!("knowledge-add-pair-{assistant}"),
        all: Signal::derive(move || form.draft.with(|it| it.pairs.clone())),
        put: Callback::new(move |more: Vec<Pair>| set(merged(form.draft.with_untracked(|it| it.pairs.clone()), more))),
        set: Callback::new(set),
    };
    let put = held.put;
    let send = move || {
        let Written { name, pairs } = form.draft.get_untracked();
        add(form, assistant.clone(), Draft::Pairs { name: name.trim().to_owned(), pairs });
    };
    let name = line(
        Line::text(words::name(), "name", words::name_hint()),
        form.went,
        move || form.draft.with(|it| it.name.clone()),
        move |text| form.draft.update(|it| it.name = text),
    );
    let top = sent_by(words::pairs(), Box::new(send), view! { {name} {foot(form.went, words::add_source(), &["name"])} }.into_any());
    view! { {editor(held)} {import(None, put)} {top} }.into_any()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_that_is_there_gets_the_new_answer() {
        let pair = |question: &str, answer: &str| Pair { question: question.to_owned(), answer: answer.to_owned() };
        let all = merged(vec![pair("A?", "1"), pair("B?", "2")], vec![pair("a? ", "3"), pair("C?", "4")]);
        assert_eq!(all, [pair("A?", "3"), pair("B?", "2"), pair("C?", "4")]);
    }

    #[test]
    fn an_address_without_a_scheme_is_meant_to_be_safe() {
        assert_eq!(with_scheme(" example.com/help "), "https://example.com/help");
        assert_eq!(with_scheme("http://127.0.0.1:9/"), "http://127.0.0.1:9/");
        assert_eq!(with_scheme(""), "");
    }
}
