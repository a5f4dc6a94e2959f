//! How far the visitor has come towards being a customer: an agent says so, and who said it last is told.

use crate::{
    domain::{command::Command, conversation::Conversation, label::Lead},
    ui::{
        effect::memo,
        inbox::{holder::Acts, open::Open},
        kit::{
            mark::{Icon, Mark},
            menu::{item, menu_with},
            time::Moment,
        },
        words::{common, details as words},
    },
};
use leptos::prelude::*;

pub(super) fn lead(open: Open, acts: Acts) -> AnyView {
    let mark = memo(move |_| open.conversation.with(|it| it.lead.clone()));
    let now = memo(move |_| open.conversation.with(Conversation::lead_state));
    let inner = view! {
        <span class="unseen">{words::lead()} ": "</span>
        <span>{move || common::lead(now.get())}</span>
        <Icon mark=Mark::Caret/>
    }
    .into_any();
    let menu = menu_with(Signal::stored(words::lead().to_owned()), "button menu-words", inner, move |opened| {
        let now = now.get_untracked();
        let choice = |lead: Lead| {
            let choose = move || {
                opened.close();
                acts.run(Command::SetLead { lead }, || {});
            };
            item(common::lead(lead).to_owned(), lead == now, choose)
        };
        Lead::ALL.map(choice).collect_view().into_any()
    });
    let said = move || {
        mark.get().map(|it| {
            let at = it.at;
            view! { <p class="quiet"><span dir="auto">{words::lead_by(&common::author(&it.by))}</span> " · " <Moment at now=open.now/></p> }
        })
    };
    view! {
        <h3>{words::lead()}</h3>
        <div class="lead" role="group" aria-label=words::lead()>{menu} {said}</div>
    }
    .into_any()
}
