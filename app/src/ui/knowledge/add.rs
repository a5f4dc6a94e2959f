//! Adding a source: what kind it is, and what that kind needs.

use super::{
    fields::{Held, Reach, limits, schedule},
    import::import,
    pairs::{Kept, editor},
    watch::asking,
    whose::unknown,
};
use crate::{
    api::knowledge::{Bookcase, Draft, Pair, add_source, read_knowledge},
    domain::{fault::Fault, id::AssistantId},
    read::Read,
    ui::{
        effect::still,
        keys::Keys,
        kit::{
            button::{Button, Weight},
            empty::{Skeleton, Trouble},
            mark::{Icon, Mark},
        },
        reading::reading,
        settings::form::{Area, Form, Line, Went, area, line, sent_by},
        words::{faults, knowledge as words},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

/// A kind of source that can be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
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
        Some(match read.try_get().flatten()? {
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
    let Some(case) = still(&wanted).map_or_else(|| all.first(), |id| all.iter().find(|it| it.assistant == id)) else {
        return unknown();
    };
    let id = StoredValue::new(case.assistant.clone());
    let choices = Kind::ALL.map(|it| choice(it, kind, &case.assistant)).collect_view();
    let form = move || {
        let id = id.get_value();
        match still(&kind) {
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
        <a class="know-choice" href=href aria-current=move || (still(&kind) == it).then_some("true")>
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
fn add<T>(form: Form<T>, keys: Keys, assistant: AssistantId, draft: Draft)
where
    T: Clone + PartialEq + Serialize + Read + Send + Sync + 'static,
{
    asking(form.went, add_source(assistant, draft), move |line| {
        form.discard();
        // What is kept of the draft is forgotten before the page goes.
        request_animation_frame(move || keys.go(&format!("/knowledge/{}", line.id)));
    });
}

/// The button that adds, and what went wrong that no field shows.
fn foot(went: RwSignal<Went>, label: &'static str, fields: &'static [&'static str]) -> AnyView {
    let is_busy = move || matches!(still(&went), Went::Busy | Went::Saved).then_some("true");
    let button = view! { <button type="submit" class="button button-primary" aria-disabled=is_busy>{label}</button> };
    foot_with(went, fields, button.into_any())
}

fn foot_with(went: RwSignal<Went>, fields: &'static [&'static str], button: AnyView) -> AnyView {
    let wrong = move || match still(&went) {
        Went::Wrong(Fault::Invalid { field, .. }) if fields.contains(&field.as_str()) => None,
        Went::Wrong(fault) => Some(view! { <p class="wrong" role="alert">{faults::say(&fault)}</p> }),
        _ => None,
    };
    let told = move || if matches!(still(&went), Went::Busy | Went::Saved) { words::adding() } else { "" };
    view! {
        <div class="know-foot">
            {button}
            <a class="button button-quiet" href="/knowledge">{words::cancel()}</a>
            <p class="quiet" role="status">{told}</p>
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
    let keys = expect_context::<Keys>();
    let form = draft_of(if is_sitemap { Kind::Sitemap } else { Kind::Website }, &assistant, Site::default());
    let held = Held::new(move || form.with(|it| it.reach.clone()), move |reach| form.draft.update(|it| it.reach = reach));
    let (label, hint) = if is_sitemap { (words::sitemap_url(), words::sitemap_url_hint()) } else { (words::url(), words::url_hint()) };
    let send = move || {
        let Site { url, reach } = form.draft.get_untracked();
        let (url, limits, schedule) = (with_scheme(&url), reach.limits(), reach.schedule);
        let draft = if is_sitemap { Draft::Sitemap { url, limits, schedule } } else { Draft::Website { url, limits, schedule } };
        add(form, keys, assistant.clone(), draft);
    };
    let body = view! {
        {line(
            Line { kind: "url", ..Line::text(label, "url", hint) },
            form.went,
            move || form.with(|it| it.url.clone()),
            move |text| form.draft.update(|it| it.url = text),
        )}
        {schedule(&held)}
        <details class="know-more" open=untrack(move || form.with(|it| !it.reach.include.is_empty() || !it.reach.exclude.is_empty()))>
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
        move || form.with(|it| it.name.clone()),
        move |text| form.draft.update(|it| it.name = text),
    )
}

fn files(assistant: AssistantId) -> AnyView {
    let keys = expect_context::<Keys>();
    let form = draft_of(Kind::Files, &assistant, Named { name: words::files_name().to_owned(), text: String::new() });
    let send = move || add(form, keys, assistant.clone(), Draft::Files { name: form.draft.with_untracked(|it| it.name.trim().to_owned()) });
    let body = view! {
        {name_line(form)}
        <p class="hint">{words::files_next()}</p>
        {foot(form.went, words::go_on(), &["name"])}
    };
    sent_by(words::files(), Box::new(send), body.into_any())
}

fn text(assistant: AssistantId) -> AnyView {
    let keys = expect_context::<Keys>();
    let form = draft_of(Kind::Text, &assistant, Named::default());
    let send = move || {
        let Named { name, text } = form.draft.get_untracked();
        add(form, keys, assistant.clone(), Draft::Text { name: name.trim().to_owned(), text });
    };
    let body = view! {
        {name_line(form)}
        {area(
            Area { rows: 14, ..Area::of(words::text_body(), "text", words::text_body_hint()) },
            form.went,
            move || form.with(|it| it.text.clone()),
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
    let keys = expect_context::<Keys>();
    let first = Written { name: words::pairs().to_owned(), pairs: Vec::new() };
    let form = draft_of(Kind::Pairs, &assistant, first);
    let all = Signal::derive(move || form.with(|it| it.pairs.clone()));
    let kept = Kept::new(all, move |step, _, then| {
        form.draft.update(|it| it.pairs = step.after(std::mem::take(&mut it.pairs)));
        then();
    });
    let key = format!("knowledge-add-pair-{assistant}");
    let owner = StoredValue::new(assistant);
    let send = move || {
        let Written { name, pairs } = form.draft.get_untracked();
        add(form, keys, owner.get_value(), Draft::Pairs { name: name.trim().to_owned(), pairs });
    };
    let name = line(
        Line::text(words::name(), "name", words::name_hint()),
        form.went,
        move || form.with(|it| it.name.clone()),
        move |text| form.draft.update(|it| it.name = text),
    );
    let is_busy = Signal::derive(move || matches!(still(&form.went), Went::Busy | Went::Saved));
    let button = view! { <Button weight=Weight::Primary is_busy on_press=send>{words::add_source()}</Button> };
    view! {
        {sent_by(words::pairs(), Box::new(send), name)}
        {editor(kept, &key, import(None, kept))}
        {foot_with(form.went, &["name"], button.into_any())}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_scheme_is_meant_to_be_safe() {
        assert_eq!(with_scheme(" example.com/help "), "https://example.com/help");
        assert_eq!(with_scheme("http://127.0.0.1:9/"), "http://127.0.0.1:9/");
        assert_eq!(with_scheme(""), "");
    }
}
