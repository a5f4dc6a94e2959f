//! Who types in the open conversation, and what, for as long as it isn't sent.

use super::faces::does;
use crate::{
    domain::{
        draft::Mode,
        near::{Looker, Near},
    },
    ui::{
        inbox::open::Open,
        live::Live,
        words::{common, near as words},
    },
};
use leptos::prelude::*;

/// The lines above the composer. They are read, not written: the colleague's text stays the colleague's.
pub fn writing(open: Open) -> AnyView {
    let live = expect_context::<Live>();
    let id = open.id();
    let near = Memo::new(move |_| live.near(&id));
    let visitor = Memo::new(move |_| open.conversation.with(|it| common::visitor(&it.visitor)));
    let says = Memo::new(move |_| near.with(|near| near.as_ref().map(|near| visitor.with(|it| sentences(near, it)))).unwrap_or_default());
    let drafts = Memo::new(move |_| near.with(|near| near.as_ref().map(|near| visitor.with(|it| drafts(near, it)))).unwrap_or_default());
    view! {
        <div class="near">
            <p class="near-says" role="status">{move || says.get()}</p>
            {move || drafts.get().into_iter().map(draft_view).collect_view()}
        </div>
    }
    .into_any()
}

/// A text that isn't sent yet.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Unsent {
    who: String,
    is_note: bool,
    text: String,
}

fn draft_view(it: Unsent) -> AnyView {
    view! {
        <figure class="near-draft" class=("near-note", it.is_note)>
            <figcaption class="unseen">{words::draft_of(&it.who)}</figcaption>
            <blockquote dir="auto">{it.text}</blockquote>
        </figure>
    }
    .into_any()
}

/// Who types; who has begun something and stopped to think.
fn sentences(near: &Near, visitor: &str) -> String {
    let visitor = near.visitor.as_ref().map(|_| words::types(visitor));
    let agents = near.agents.iter().filter_map(|it| match it.doing.mode {
        _ if it.doing.is_typing => Some(does(it)),
        _ if it.doing.draft.is_empty() => None,
        Mode::Reply => Some(words::began_reply(it.agent.name.as_str())),
        Mode::Note => Some(words::began_note(it.agent.name.as_str())),
    });
    visitor.into_iter().chain(agents).collect::<Vec<_>>().join(" ")
}

fn drafts(near: &Near, visitor: &str) -> Vec<Unsent> {
    let of_visitor = near.visitor.clone().map(|text| Unsent { who: visitor.to_owned(), is_note: false, text });
    let of_agent =
        |it: &Looker| Unsent { who: it.agent.name.as_str().to_owned(), is_note: it.doing.mode == Mode::Note, text: it.doing.draft.clone() };
    of_visitor.into_iter().chain(near.agents.iter().map(of_agent)).filter(|it| !it.text.trim().is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        id::{AccountId, ConversationId},
        near::Doing,
        person::Agent,
        text::Name,
    };

    #[test]
    fn who_types_is_told_apart_from_who_has_begun_and_from_who_only_looks() {
        let looker = |name: &str, is_typing, mode, draft: &str| {
            let id = AccountId::parse(&format!("account-{name}")).expect("an id");
            Looker {
                agent: Agent { id, name: Name::parse(name).expect("a name") },
                doing: Doing { is_typing, mode, draft: draft.to_owned() },
            }
        };
        let near = Near {
            agents: vec![
                looker("Ana", true, Mode::Reply, "Dear"),
                looker("Ben", false, Mode::Note, "psst"),
                looker("Cleo", false, Mode::Reply, ""),
            ],
            visitor: Some(String::new()),
            ..Near::nobody(ConversationId::parse("conversation").expect("an id"))
        };
        assert_eq!(sentences(&near, "Mara"), "Mara is typing… Ana is typing a reply… Ben has begun a note");
        let unsent = |who: &str, is_note, text: &str| Unsent { who: who.to_owned(), is_note, text: text.to_owned() };
        assert_eq!(drafts(&near, "Mara"), [unsent("Ana", false, "Dear"), unsent("Ben", true, "psst")]);
    }
}
