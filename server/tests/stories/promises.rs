//! Promises: listed until they are settled, brought up when they are due, once, before who made them.

use crate::world::{World, each};
use app::{
    api::{
        Caller,
        inbox::InboxDesk,
        promises::{DUE, PromiseDesk},
        views::ViewDesk,
    },
    domain::{
        command::Command,
        event::What,
        id::{ConversationId, PromiseId},
        label::Promise,
        time::Timestamp,
        view::BuiltIn,
    },
};
use server::clock::Clock;

const HOUR: i64 = 3_600_000;

fn id(text: &str) -> PromiseId {
    PromiseId::parse(text).expect("an id")
}

fn promise(me: &Caller, name: &str, due: Timestamp) -> Promise {
    Promise { id: id(name), what: format!("{name} by Friday"), due, by: me.agent(), is_due: false }
}

async fn opened(world: &World, word: &str) -> ConversationId {
    let visitor = world.visitor().await;
    visitor.say(word, "Where is my refund?").await;
    visitor.conversation().await
}

async fn act(world: &World, me: &Caller, id: &ConversationId, command: Command) {
    world.desk.act(me, id, command).await.expect("is granted");
}

async fn owed(world: &World, me: &Caller) -> Vec<String> {
    world.desk.owed(me).await.expect("reads").into_iter().map(|it| it.promise.id.to_string()).collect()
}

/// What happened in a conversation from `from` on.
async fn since(world: &World, me: &Caller, id: &ConversationId, from: u64) -> Vec<What> {
    let events = world.desk.thread(me, id).await.expect("reads").events;
    events.into_iter().filter(|it| it.seq > from).map(|it| it.what).collect()
}

#[tokio::test]
async fn what_is_promised_is_listed_for_its_team_until_it_is_settled() {
    for world in each().await {
        let (me, eve) = (world.member("ana@example.com").await, world.member("eve@example.com").await);
        let (first, second) = (opened(&world, "message-1").await, opened(&world, "message-2").await);
        let now = world.clock.now();
        act(&world, &me, &first, Command::Promise { promise: promise(&me, "late", now.plus(48 * HOUR)) }).await;
        act(&world, &me, &second, Command::Promise { promise: promise(&me, "soon", now.plus(HOUR)) }).await;
        assert_eq!(owed(&world, &me).await, ["soon", "late"]);
        assert_eq!(owed(&world, &eve).await, Vec::<String>::new(), "another workspace hears nothing of it");
        let listed = world.desk.owed(&me).await.expect("reads");
        let noted = world.desk.thread(&me, &second).await.expect("reads").events.pop().expect("an event");
        assert_eq!((&listed[0].conversation, listed[0].seq), (&second, noted.seq), "it leads to where it was promised");

        let settle = Command::SettlePromise { id: id("soon"), is_kept: true };
        act(&world, &me, &second, settle).await;
        assert_eq!(owed(&world, &me).await, ["late"]);
        act(&world, &me, &second, Command::Promise { promise: listed[0].promise.clone() }).await;
        assert_eq!(owed(&world, &me).await, ["soon", "late"], "and back");
    }
}

#[tokio::test]
async fn a_promise_that_is_due_is_brought_up_once_before_who_made_it() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let it = opened(&world, "message-1").await;
        let due = world.clock.now().plus(HOUR);
        act(&world, &me, &it, Command::Promise { promise: promise(&me, "refund", due) }).await;
        act(&world, &me, &it, Command::Snooze { until: due.plus(24 * HOUR) }).await;
        let before = world.seq().await;
        world.clock.pass(HOUR - 1);
        world.desk.tick().await.expect("ticks");
        assert_eq!(since(&world, &me, &it, before).await, vec![], "not before its time");

        world.clock.pass(1);
        world.desk.tick().await.expect("ticks");
        let brought = Promise { is_due: true, ..promise(&me, "refund", due) };
        let expected = vec![What::Woke, What::PromiseDue { promise: brought }, What::Assigned { to: Some(me.agent()) }];
        assert_eq!(since(&world, &me, &it, before).await, expected);
        let mine = world.desk.inbox(&me, BuiltIn::Mine.into(), None).await.expect("reads");
        assert!(mine.page.rows.iter().any(|row| row.id == it && row.has_due_promise()), "it stands in their view, marked");

        let after = world.seq().await;
        world.clock.pass(HOUR);
        world.desk.tick().await.expect("ticks");
        assert_eq!(since(&world, &me, &it, after).await, vec![], "once");
    }
}

#[tokio::test]
async fn what_a_colleague_has_stays_theirs_and_what_is_overdue_when_it_is_noted_needs_no_reminder() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let it = opened(&world, "message-1").await;
        act(&world, &me, &it, Command::TakeOver).await;
        let now = world.clock.now();
        act(&world, &me, &it, Command::Promise { promise: promise(&me, "yesterday", now.plus(-HOUR)) }).await;
        act(&world, &me, &it, Command::Promise { promise: promise(&me, "today", now.plus(1)) }).await;
        let before = world.seq().await;
        world.clock.pass(1);
        world.desk.tick().await.expect("ticks");
        let brought: Vec<What> = since(&world, &me, &it, before).await;
        assert_eq!(brought, vec![What::PromiseDue { promise: Promise { is_due: true, ..promise(&me, "today", now.plus(1)) } }]);
    }
}

#[tokio::test]
async fn whoever_owes_is_told_how_much_is_due_today() {
    for world in each().await {
        let (me, eve) = (world.member("ana@example.com").await, world.member("eve@example.com").await);
        let it = opened(&world, "message-1").await;
        let now = world.clock.now();
        for (name, due) in [("over", now.plus(-HOUR)), ("later", now.plus(72 * HOUR))] {
            act(&world, &me, &it, Command::Promise { promise: promise(&me, name, due) }).await;
        }
        let n = |who: Caller| {
            let desk = &world.desk;
            async move { desk.views(&who, &[]).await.expect("reads").counts.get(DUE).copied() }
        };
        assert_eq!((n(me.clone()).await, n(eve).await), (Some(1), Some(0)));
        act(&world, &me, &it, Command::SettlePromise { id: id("over"), is_kept: false }).await;
        assert_eq!(n(me).await, Some(0));
    }
}
