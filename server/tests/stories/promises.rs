//! Promises: listed until they are settled, brought up when they are due, once, before who made them.

use crate::world::{World, each, post, text, with};
use app::{
    api::{
        Caller,
        alerts::AlertDesk,
        inbox::InboxDesk,
        promises::{DUE, PromiseDesk},
        summary::{Pledge, Spoken, SummaryDesk},
        views::ViewDesk,
    },
    domain::{
        alert::Kind,
        command::Command,
        event::What,
        fault::Fault,
        id::{ConversationId, PromiseId},
        label::Promise,
        time::Timestamp,
        view::BuiltIn,
    },
};
use axum::http::{StatusCode, header};
use serde_json::json;
use server::clock::Clock;

const HOUR: i64 = 3_600_000;

fn id(text: &str) -> PromiseId {
    PromiseId::parse(text).expect("an id")
}

fn promise(me: &Caller, name: &str, due: Timestamp) -> Promise {
    Promise { id: id(name), what: format!("{name} by Friday"), due, by: me.agent(), is_due: false, about: None }
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

#[tokio::test]
async fn a_promise_that_is_moved_is_brought_up_at_its_new_time_and_rings_anew() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let it = opened(&world, "message-1").await;
        let due = world.clock.now().plus(HOUR);
        let about = Promise { about: Some(2), ..promise(&me, "refund", due) };
        act(&world, &me, &it, Command::Promise { promise: about.clone() }).await;
        let noted = world.desk.owed(&me).await.expect("reads")[0].seq;
        let moved = |due| Command::MovePromise { id: id("refund"), due };
        let refused = world.desk.act(&me, &it, moved(world.clock.now())).await.expect_err("lies behind");
        assert_eq!(refused, Fault::invalid("until", "Choose a time that lies ahead."));

        act(&world, &me, &it, moved(due.plus(HOUR))).await;
        let listed = world.desk.owed(&me).await.expect("reads").remove(0);
        assert_eq!((listed.promise, listed.seq), (Promise { due: due.plus(HOUR), ..about.clone() }, noted), "it follows what it followed");
        let before = world.seq().await;
        passes(&world, HOUR).await;
        assert_eq!((since(&world, &me, &it, before).await, n_told(&world, &me).await), (vec![], 0), "not at the time that it had");
        passes(&world, HOUR).await;
        let brought = What::PromiseDue { promise: Promise { due: due.plus(HOUR), is_due: true, ..about.clone() } };
        assert_eq!(since(&world, &me, &it, before).await.first(), Some(&brought));
        assert_eq!(n_told(&world, &me).await, 1);

        // What is overdue is put off once more.
        act(&world, &me, &it, moved(due.plus(3 * HOUR))).await;
        let before = world.seq().await;
        passes(&world, 2 * HOUR).await;
        let brought = What::PromiseDue { promise: Promise { due: due.plus(3 * HOUR), is_due: true, ..about } };
        assert_eq!((since(&world, &me, &it, before).await, n_told(&world, &me).await), (vec![brought], 2));

        act(&world, &me, &it, Command::SettlePromise { id: id("refund"), is_kept: true }).await;
        let refused = world.desk.act(&me, &it, moved(due.plus(9 * HOUR))).await.expect_err("is settled");
        assert_eq!(refused, Fault::invalid("promise", "This promise is settled already."));
    }
}

/// Time passes, and all that it makes due is done.
async fn passes(world: &World, ms: i64) {
    world.clock.pass(ms);
    world.desk.tick().await.expect("ticks");
    while world.desk.go_off().await.expect("works") > 0 {}
}

/// How often the bell told of a promise.
async fn n_told(world: &World, me: &Caller) -> usize {
    let bell = world.desk.bell(me, None).await.expect("reads");
    bell.alerts.iter().filter(|it| it.kind == Kind::PromiseDue).count()
}

#[tokio::test]
async fn what_is_noted_by_hand_is_a_line_of_words() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let it = opened(&world, "message-1").await;
        let due = world.clock.now().plus(HOUR);
        let noted = |what: &str| Command::Promise { promise: Promise { what: what.to_owned(), ..promise(&me, "refund", due) } };
        let long = "x".repeat(501);
        let refusals =
            [(" \n", "Say in a few words what is promised."), (long.as_str(), "A promise can have 500 characters; this one has 501.")];
        for (what, say) in refusals {
            let refused = world.desk.act(&me, &it, noted(what)).await.expect_err("is refused");
            assert_eq!(refused, Fault::invalid("promise", say));
        }
        act(&world, &me, &it, noted("  call\nthem ")).await;
        assert_eq!(world.desk.owed(&me).await.expect("reads")[0].promise.what, "call them");
    }
}

#[tokio::test]
async fn what_the_assistant_says_in_our_name_is_heard_without_a_time() {
    for world in each().await {
        let now = world.clock.now();
        let heard = |at, is_of_ai| {
            let said = Spoken { text: "We will refund you.".to_owned(), at, minutes_east: 0 };
            world.desk.pledges(&[said], is_of_ai).concat().into_iter().map(|it| (it.what, it.due)).collect::<Vec<_>>()
        };
        let found = heard(now, true);
        let [(what, due)] = found.as_slice() else { panic!("one promise") };
        assert_eq!((what.as_str(), heard(now, false)), ("We will refund you", vec![]));
        assert_eq!(heard(now.plus(-48 * HOUR), true), vec![(what.clone(), due.plus(-48 * HOUR))], "due by when it was said");
        assert_eq!(heard(now.plus(-40 * 24 * HOUR), true), vec![], "long past");
        let cookie = world.cookie("ana@example.com").await;
        let said = |text: &str| json!({ "text": text, "at": now.0, "minutes_east": 0 });
        let asked = json!({ "said": [said("We'll refund you by Friday."), said("Hello")], "is_of_ai": false });
        let reply = world.send(with(post("/api/app/pledges", &asked), header::COOKIE, &cookie)).await;
        assert_eq!(reply.status(), StatusCode::OK);
        let told = text(reply).await;
        let n_found = app::read::read::<Vec<Vec<Pledge>>>(&told).map(|it| it.iter().map(Vec::len).collect::<Vec<_>>());
        assert_eq!(n_found, Some(vec![1, 0]), "{told}");
    }
}
