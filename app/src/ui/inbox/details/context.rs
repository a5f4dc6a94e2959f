//! The card that the owner's own system fills: asked for once the page is there, so that nothing waits for it.

use crate::ui::effect::{effect, follow};
use crate::{
    api::settings::read_card,
    domain::{card::Looked, fault::Fault},
    ui::{
        browser,
        inbox::open::Open,
        kit::{button::Button, card::looked},
        words::{card as words, common, faults},
    },
};
use leptos::{prelude::*, task::spawn_local};

/// Where it is kept that there are cards at all: until then, nothing says that one is looked for.
const KEPT: &str = "cards";

/// The card; nothing where the workspace has none.
pub(super) fn context(open: Open) -> AnyView {
    let told = RwSignal::new(None::<Result<Looked, Fault>>);
    let has_cards = RwSignal::new(false);
    // What an address can be filled with: when that changes, another card may be meant.
    let about = Memo::new(move |_| {
        open.conversation.with(|it| (it.id.clone(), it.visitor.email.clone(), it.visitor.name.clone(), it.attributes.clone()))
    });
    let ask = move || {
        let id = open.id();
        spawn_local(async move {
            let came = read_card(id).await;
            let is_off = came == Ok(Looked::Off);
            browser::keep(KEPT, if is_off { "" } else { "on" });
            has_cards.try_set(!is_off);
            told.try_set(Some(came));
        });
    };
    effect(move || {
        follow(&about);
        has_cards.set(browser::kept(KEPT).is_some());
        told.set(None);
        ask();
    });
    let again = move || {
        told.set(None);
        ask();
    };
    let body = move || match told.get() {
        None => view! { <p class="quiet">{words::looking()}</p> }.into_any(),
        Some(Ok(Looked::Failed { why })) => trouble(words::failed(&why), again),
        Some(Ok(it)) => looked(&it),
        Some(Err(fault)) => trouble(faults::say(&fault), again),
    };
    (move || {
        has_cards.get().then(|| {
            view! {
                <section class="context" aria-label=words::context()>
                    <h3>{words::context()}</h3>
                    {body}
                </section>
            }
        })
    })
    .into_any()
}

fn trouble(say: String, again: impl Fn() + Send + Sync + 'static) -> AnyView {
    view! {
        <p class="quiet">{say}</p>
        <Button on_press=again>{common::retry()}</Button>
    }
    .into_any()
}
