//! What there was before with the same person, and the conversations that a colleague linked. It is asked for once the page is
//! there, so that nothing waits for it.

use crate::{
    api::inbox::read_before,
    domain::{conversation::Status, id::ConversationId, thread::Before},
    ui::{
        effect::{effect, memo},
        inbox::{moments::told, open::Open},
        kit::time::Zone,
        words::{common, details as words},
    },
};
use leptos::{prelude::*, task::spawn_local};

pub(super) fn before(open: Open) -> AnyView {
    let zone = expect_context::<Zone>();
    let links = memo(move |_| open.conversation.with(|it| it.links.clone()));
    // Whatever may lead to another answer.
    let about =
        memo(move |_| open.conversation.with(|it| (it.id.clone(), it.segment, it.visitor.email.clone(), it.visitor.identity.clone())));
    let known = RwSignal::new(Vec::<Before>::new());
    effect(move || {
        let (id, ..) = about.get();
        known.set(Vec::new());
        spawn_local(async move {
            // Without it the thread itself still says what it can; the next change asks anew.
            let came = read_before(id.clone()).await.unwrap_or_default();
            if open.is(&id) {
                known.try_set(came);
            }
        });
    });
    (move || {
        let (known, links) = (known.get(), links.get());
        let is_known = |id: &ConversationId| known.iter().any(|it| it.conversation == *id);
        let linked = links
            .iter()
            .filter(|(other, _)| !is_known(other))
            .map(|(other, label)| view! { <li><a href=format!("/inbox/{other}") dir="auto">{if label.is_empty() { other.to_string() } else { label.clone() }}</a></li> })
            .collect_view();
        if known.is_empty() && links.is_empty() {
            return None;
        }
        let rows = known.iter().map(|it| row(open, zone, it)).collect_view();
        Some(view! {
            <h3>{words::earlier()}</h3>
            <ul class="docs earlier" role="list" aria-label=words::earlier()>{rows}{linked}</ul>
        })
    })
    .into_any()
}

fn row(open: Open, zone: Zone, it: &Before) -> AnyView {
    let at = it.from.map_or_else(String::new, |seq| format!("?at={seq}"));
    let status = match it.status {
        Status::Open => common::open(),
        Status::Snoozed { .. } => words::snoozed(),
        Status::Closed => common::closed(),
    };
    let words = if it.words.is_empty() { common::visitor(&it.visitor) } else { it.words.clone() };
    view! {
        <li>
            <a href=format!("/inbox/{}{at}", it.conversation) dir="auto">{words}</a>
            <span class="quiet">{told(it.at, open.now.get_untracked(), zone)} " · " {status}</span>
        </li>
    }
    .into_any()
}
