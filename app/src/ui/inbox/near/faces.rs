//! The faces of who else looks: in the head of a thread, and on the rows of the list.

use crate::{
    domain::{
        conversation::Conversation,
        draft::Mode,
        id::ConversationId,
        near::{Looker, Near},
    },
    ui::{
        inbox::open::Open,
        kit::{
            avatar::{avatar, initials},
            mark::{Icon, Mark},
        },
        live::Live,
        words::{common, near as words},
    },
};
use leptos::prelude::*;

/// So many faces are drawn; the names of all are told.
const MOST: usize = 4;

/// What a colleague does here, in words.
pub fn does(it: &Looker) -> String {
    let who = it.agent.name.as_str();
    match it.doing.mode {
        Mode::Reply if it.doing.is_typing => words::types_reply(who),
        Mode::Note if it.doing.is_typing => words::types_note(who),
        _ => words::looks(who),
    }
}

/// Who else looks at the open conversation.
pub fn faces(open: Open) -> AnyView {
    let live = expect_context::<Live>();
    let id = open.id();
    let others = Memo::new(move |_| live.near(&id).map(|it| told(&it.agents)).unwrap_or_default());
    (move || {
        let others = others.get();
        (!others.is_empty()).then(|| {
            let face = |(name, says, is_typing): (String, String, bool)| {
                view! {
                    <li class="near-face" class=("near-types", is_typing) title=says>
                        {avatar(&name)}
                        <span class="unseen">{says.clone()}</span>
                    </li>
                }
            };
            let n_more = others.len().saturating_sub(MOST);
            view! {
                <ul class="near-faces" role="list" aria-label=words::also_here()>
                    {others.into_iter().take(MOST).map(face).collect_view()}
                    {(n_more > 0).then(|| view! { <li class="near-more">{format!("+{n_more}")}</li> })}
                </ul>
            }
        })
    })
    .into_any()
}

/// Name, what they do in words, whether they type: all that is drawn, so that a letter more in a draft draws nothing anew.
fn told(agents: &[Looker]) -> Vec<(String, String, bool)> {
    agents.iter().map(|it| (it.agent.name.as_str().to_owned(), does(it), it.doing.is_typing)).collect()
}

/// On a row: the visitor types, or a colleague is there.
pub fn row_mark(id: ConversationId, row: Memo<Conversation>) -> AnyView {
    let live = expect_context::<Live>();
    let mark = Memo::new(move |_| live.near(&id).and_then(|near| mark_of(&near, &row.with(|it| common::visitor(&it.visitor)))));
    (move || {
        mark.get().map(|(face, is_typing, says)| {
            view! {
                <span class="row-near" class=("near-types", is_typing) title=says>
                    <span class="unseen">{says.clone()}</span>
                    <span aria-hidden="true">{face}</span>
                    {is_typing.then(|| view! { <Icon mark=Mark::Dots/> })}
                </span>
            }
        })
    })
    .into_any()
}

/// Whose face, whether they type, and all of it in words.
fn mark_of(near: &Near, visitor: &str) -> Option<(String, bool, String)> {
    let writes = near.visitor.as_ref().map(|_| words::types(visitor));
    let says = writes.into_iter().chain(near.agents.iter().map(does)).collect::<Vec<_>>();
    let is_typing = near.visitor.is_some() || near.agents.iter().any(|it| it.doing.is_typing);
    let first = near.agents.iter().find(|it| it.doing.is_typing).or(near.agents.first());
    let face = first.map(|it| initials(it.agent.name.as_str())).unwrap_or_default();
    (!says.is_empty()).then(|| (face, is_typing, says.join(", ")))
}
