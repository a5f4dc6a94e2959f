//! What an agent who takes over needs to know, at the head of a thread that waits for a person or has one.

use super::open::Open;
use crate::ui::effect::{effect, memo, spawn_local};
use crate::{
    api::summary::{read_gist, read_summary},
    domain::{
        handoff::Holder,
        id::{AccountId, ConversationId, Seq},
        summary::{Asked, Gist, Page, Point, Retold, Summary, Told},
    },
    ui::{
        browser,
        kit::{
            mark::{Icon, Mark},
            rich::away,
        },
        words::{reasons, summary as words},
    },
};
use leptos::{html, prelude::*};

/// Where it is kept that somebody put the card away.
const KEPT: &str = "summary";

/// The card, `read` with the thread; nothing while the AI speaks, and where there is nothing to sum up.
pub fn summary(open: Open, read: Option<Summary>) -> AnyView {
    let read = RwSignal::new(read);
    let node = NodeRef::<html::Details>::new();
    // Read anew when a person is asked for, when one comes and when the visitor fills in what they are asked, not with every word.
    let wanted = memo(move |_| {
        open.conversation.with(|it| {
            let is_shown = it.is_open() && it.holder != Holder::Assistant;
            is_shown.then(|| (it.holder.agent().map(|it| it.id.clone()), it.form.as_ref().map_or(0, |form| form.answered)))
        })
    });
    Effect::new(move |before: Option<Wanted>| {
        let now = wanted.get();
        // The page came with the first one.
        if before.is_some_and(|before| before != now) {
            match now {
                Some(_) => read_again(open, read),
                None => read.set(None),
            }
        }
        now
    });
    effect(move || {
        if read.with(|it| it.as_ref().is_some_and(|it| it.retold == Retold::Due)) {
            retell(open, read);
        }
    });
    let keep = move |_| {
        if let Some(card) = node.get_untracked() {
            browser::keep(KEPT, if card.open() { "" } else { "closed" });
        }
    };
    effect(move || {
        // Which cards an agent puts away is known to their browser alone.
        if let Some(card) = node.get().filter(|_| browser::kept(KEPT).is_some()) {
            card.set_open(false);
        }
    });
    (move || {
        let it = read.get().filter(|it| !it.asked.is_empty() || !it.given.attributes.is_empty())?;
        let settled = open.conversation.with_untracked(|it| it.seal.clone()).filter(|seal| !seal.settled.is_empty());
        Some(view! {
            <details class="summary" open=true node_ref=node on:toggle=keep>
                <summary>
                    <strong>{words::in_short()}</strong>
                    <span class="summary-core" dir="auto">{it.core().map(|it| it.text.clone())}</span>
                </summary>
                <dl class="facts">
                    {it.why.as_ref().map(|cause| row(words::why(), view! { <span dir="auto">{reasons::told(cause)}</span> }.into_any()))}
                    {said(&it, &open.id())}
                    {(!it.found.is_empty()).then(|| row(words::found(), pages(&it.found)))}
                    {given(&it).map(|given| row(words::given(), given))}
                    {settled.map(|seal| row(words::settled(), view! {
                        <span dir="auto">{seal.settled}</span> " · " <span dir="auto">{seal.by.name.as_str().to_owned()}</span>
                    }.into_any()))}
                </dl>
            </details>
        })
    })
    .into_any()
}

/// Nothing while the AI speaks; who holds it, where a person does, and the number of what the visitor filled in.
type Wanted = Option<(Option<AccountId>, Seq)>;

fn read_again(open: Open, into: RwSignal<Option<Summary>>) {
    let id = open.id();
    spawn_local(async move {
        // Without it the thread itself still says it all.
        into.try_set(read_summary(id).await.ok());
    });
}

/// Has a language model say it. Until that is there, and where nothing comes of it, the card says it by itself.
fn retell(open: Open, into: RwSignal<Option<Summary>>) {
    let (id, before) = (open.id(), into.get_untracked());
    spawn_local(async move {
        let gist = read_gist(id).await.ok().flatten();
        into.try_update(|it| {
            // One that was read meanwhile has its own.
            if *it == before
                && let Some(it) = it
            {
                it.retold = gist.map_or(Retold::No, |gist| Retold::Made { gist });
            }
        });
    });
}

fn row(name: &'static str, value: AnyView) -> AnyView {
    view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any()
}

/// What was asked and what the AI said: in a language model's words where there are any.
fn said(it: &Summary, id: &ConversationId) -> AnyView {
    if let Retold::Made { gist } = &it.retold {
        return row(words::summed_up(), retold(gist, id));
    }
    let asked = (!it.asked.is_empty()).then(|| row(words::asked(), asked(&it.asked)));
    let told = (!it.told.is_empty()).then(|| row(words::ai_said(), told(&it.told)));
    (asked, told).into_any()
}

/// Each sentence leads to its message; who wrote them is said.
fn retold(of: &Gist, id: &ConversationId) -> AnyView {
    let point = |it: &Point| {
        let path = format!("/inbox/{id}?at={}", it.seq);
        view! { <li><a class="summary-point" href=path dir="auto">{it.text.clone()}</a></li> }
    };
    view! {
        <ul role="list">{of.points.iter().map(point).collect_view()}</ul>
        <p class="summary-by"><Icon mark=Mark::Spark/> " " {words::by_model(&of.model)}</p>
    }
    .into_any()
}

fn asked(of: &[Asked]) -> AnyView {
    let item = |it: &Asked| {
        let times = (it.n_times > 1).then(|| words::times(it.n_times.into()));
        let answered = it.was_answered.then(|| view! { <span class="quiet"><Icon mark=Mark::Check/> {words::answered()}</span> });
        view! { <li><span dir="auto">{it.text.clone()}</span> " " {times.map(|it| view! { <span class="quiet">{it}</span> })} " " {answered}</li> }
    };
    view! { <ul role="list">{of.iter().map(item).collect_view()}</ul> }.into_any()
}

fn told(of: &[Told]) -> AnyView {
    let item = |it: &Told| view! { <li><span dir="auto">{it.text.clone()}</span> {(!it.pages.is_empty()).then(|| pages(&it.pages))}</li> };
    view! { <ul role="list">{of.iter().map(item).collect_view()}</ul> }.into_any()
}

fn pages(of: &[Page]) -> AnyView {
    let item = |it: &Page| {
        let title = if it.section.is_empty() { it.title.clone() } else { format!("{} › {}", it.title, it.section) };
        view! { <li>{away(&it.href, title)}</li> }
    };
    view! { <ul class="summary-pages" role="list">{of.iter().map(item).collect_view()}</ul> }.into_any()
}

/// What needn't be asked again, on one line: who they are, what they filled in, wrote and sent.
fn given(it: &Summary) -> Option<AnyView> {
    let given = &it.given;
    let name = given.name.iter().map(|it| it.as_str().to_owned());
    let filled = given.attributes.iter().map(|(field, value)| format!("{field}: {value}"));
    let links = given.links.iter().map(|it| it.as_str().to_owned());
    let who = name.chain(given.emails.iter().cloned()).chain(filled);
    let all: Vec<String> = who.chain(given.references.iter().cloned()).chain(links).chain(given.files.iter().cloned()).collect();
    (!all.is_empty()).then(|| view! { <span dir="auto">{all.join(" · ")}</span> }.into_any())
}
