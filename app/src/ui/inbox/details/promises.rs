//! What was promised to the visitor and is still owed.

use crate::{
    domain::{command::Command, label::Promise},
    ui::{
        inbox::{holder::Acts, moments::due_menu, open::Open},
        kit::{
            button::{Button, Weight},
            mark::{Icon, Mark},
            time::Moment,
        },
        words::details as words,
    },
};
use leptos::prelude::*;

pub(super) fn promises(open: Open, acts: Acts) -> AnyView {
    let owed = Memo::new(move |_| {
        let mut owed = open.conversation.with(|it| it.promises.clone());
        owed.sort_by_key(|it| it.due);
        owed
    });
    (move || {
        let owed = owed.get();
        (!owed.is_empty()).then(|| {
            let items = owed.into_iter().map(|it| promise(it, open, acts)).collect_view();
            view! { <h3>{words::promises()}</h3> <ul class="promises" role="list">{items}</ul> }
        })
    })
    .into_any()
}

fn promise(it: Promise, open: Open, acts: Acts) -> AnyView {
    let Promise { id, what, due, by, .. } = it;
    let is_overdue = Memo::new(move |_| open.now.get() >= due);
    let own = id.clone();
    let moved = due_menu(open.now, move |due| acts.run(Command::MovePromise { id: own.clone(), due }, || {}));
    let settle = move |is_kept| {
        let id = id.clone();
        move || acts.run(Command::SettlePromise { id: id.clone(), is_kept }, || {})
    };
    view! {
        <li class="promise" class=("promise-overdue", is_overdue)>
            <p dir="auto">{what}</p>
            <p class="quiet">
                {move || is_overdue.get().then(|| view! { <Icon mark=Mark::Clock/> {words::overdue()} " · " })}
                <Moment at=due now=open.now/>
                " · "
                <span dir="auto">{by.name.as_str().to_owned()}</span>
            </p>
            <div class="promise-steps">
                <Button weight=Weight::Plain on_press=settle(true)>{words::kept()}</Button>
                <Button weight=Weight::Quiet on_press=settle(false)>{words::drop()}</Button>
                {moved}
            </div>
        </li>
    }
    .into_any()
}
