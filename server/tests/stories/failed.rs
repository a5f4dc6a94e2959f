//! An assistant that can't take its turn: it is tried again, and then people have the conversation. Each is told once, the visitor too.

use crate::world::{World, each, until};
use app::{
    api::alerts::AlertDesk,
    domain::{
        alert::Kind,
        conversation::Conversation,
        event::What,
        handoff::{Cause, Holder, Reason},
        id::ConversationId,
    },
    talk::Shown,
};
use server::{
    db::{Sql, sql},
    store,
};
use std::cell::Cell;

const PAGE: (&str, &str) = ("refunds.md", "# Refunds\n\n## How long refunds take\n\nRefunds take five days to reach your bank account.");

async fn run(world: &World, text: Sql) {
    let ran = world.desk.db.write::<_, server::db::Error, _>(move |tx| Box::pin(async move { tx.run(text).await }));
    assert_eq!(ran.await.expect("writes"), 1);
}

/// What the workspace listens for can't be read any more: every turn fails, and nothing else does.
async fn damage(world: &World) {
    let text = "insert into setting (workspace_id, section, body, changed_at) values ($1, 'listening', '{', 0)";
    run(world, sql(text).bind(world.workspace())).await;
}

async fn mend(world: &World) {
    run(world, sql("delete from setting where workspace_id = $1 and section = 'listening'").bind(world.workspace())).await;
}

/// How often the turn broke before it was over, and what became of the conversation. Each time that it breaks, its next try is
/// let come; `mended_after` so many times, what was damaged is whole again.
async fn tried(world: &World, id: &ConversationId, mended_after: Option<u32>) -> (u32, Conversation) {
    let n_broken = Cell::new(0);
    let over = until(|| async {
        let now = world.clock_now();
        let due = store::job::next_due(&world.desk.db, "answer", now).await.expect("reads");
        if let Some(due) = due.filter(|due| *due > now) {
            n_broken.set(n_broken.get() + 1);
            if mended_after == Some(n_broken.get()) {
                mend(world).await;
            }
            world.clock.set(due);
            world.desk.jobs.notify_one();
        }
        let it = store::conversation::by_id(&world.desk.db, world.workspace(), id).await.expect("reads").expect("is there");
        (it.holder != Holder::Assistant || it.waiting_since.is_none() || it.flag.is_some()).then_some(it)
    });
    let it = over.await;
    (n_broken.get(), it)
}

async fn whats(world: &World, id: &ConversationId) -> Vec<What> {
    let events = store::event::of_conversation(&world.desk.db, world.workspace(), id, 0).await.expect("reads");
    events.into_iter().map(|event| event.what).collect()
}

#[tokio::test]
async fn a_turn_that_fails_three_times_is_given_to_people_and_the_visitor_is_told() {
    for world in each().await {
        world.docs(&[PAGE]).await;
        damage(&world).await;
        let agents = [world.member("ana@example.com").await, world.member("ben@example.com").await];
        let visitor = world.newcomer().await;
        visitor.say("message-0001", "how long do refunds take").await;
        let id = visitor.conversation().await;
        world.work();
        let (n_broken, it) = tried(&world, &id, None).await;
        assert_eq!(n_broken, 3, "it is tried three times");
        assert!(it.needs_person() && matches!(it.holder, Holder::Queue { why: Reason::AssistantFailed, .. }), "{:?}", it.holder);
        until(|| async { (store::job::n_open(&world.desk.db, "answer").await.expect("reads") == 0).then_some(()) }).await;

        let log = whats(&world, &id).await;
        let causes: Vec<&Cause> = log
            .iter()
            .filter_map(|what| match what {
                What::HandedOff { cause, .. } => Some(cause),
                _ => None,
            })
            .collect();
        assert_eq!(causes, [&Cause::from(Reason::AssistantFailed)], "handed over once: {log:?}");
        assert!(!log.iter().any(|what| matches!(what, What::Answered { .. })), "nothing was answered: {log:?}");
        for me in &agents {
            let bell = world.desk.bell(me, None).await.expect("reads");
            let told: Vec<_> = bell.alerts.iter().map(|it| (it.kind, it.told.why, it.conversation.as_ref())).collect();
            assert_eq!(told, [(Kind::NeedsPerson, Some(Reason::AssistantFailed), Some(&id))], "each is told once");
            assert_eq!(bell.n_unopened, 1);
        }
        // "The assistant had a problem. A person takes over.": the widget's tests hold the sentence to this reason.
        let seen = visitor.reload().await;
        let told = |shown: &Shown| matches!(shown, Shown::HandedOff { why: Reason::AssistantFailed, .. });
        assert_eq!(seen.iter().filter(|entry| told(&entry.what)).count(), 1, "{seen:?}");
        assert!(told(&seen.last().expect("some").what), "it is the last word: {seen:?}");
    }
}

#[tokio::test]
async fn a_turn_that_fails_twice_is_taken_the_third_time() {
    for world in each().await {
        world.docs(&[PAGE]).await;
        damage(&world).await;
        let visitor = world.newcomer().await;
        visitor.say("message-0001", "how long do refunds take").await;
        let id = visitor.conversation().await;
        world.work();
        let (n_broken, it) = tried(&world, &id, Some(2)).await;
        assert_eq!((n_broken, it.holder), (2, Holder::Assistant));
        let log = whats(&world, &id).await;
        assert_eq!(log.iter().filter(|what| matches!(what, What::Answered { .. })).count(), 1, "{log:?}");
        assert!(!log.iter().any(|what| matches!(what, What::HandedOff { .. })), "{log:?}");
    }
}
