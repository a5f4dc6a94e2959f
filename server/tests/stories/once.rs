//! A message is kept once, and one speaker speaks: retries, double clicks, races.

use crate::world::{self, World, each, post};
use app::{
    api::inbox::InboxDesk,
    domain::{
        command::{Command, Then},
        conversation::Did,
        event::What,
        fault::Fault,
        handoff::{Holder, Reason},
        id::MessageId,
        text::Body,
    },
    talk::Shown,
};
use axum::http::StatusCode;
use serde_json::{Value, json};

fn reply(id: &str) -> Command {
    Command::Reply {
        id: MessageId::parse(id).expect("an id"),
        body: Body::plain("I'm on it").expect("fits"),
        seen: None,
        shown: None,
        files: vec![],
        then: Then::Stay,
    }
}

async fn events(world: &World, id: &app::domain::id::ConversationId) -> Vec<What> {
    let events = server::store::event::of_conversation(&world.desk.db, world.workspace(), id, 0).await.expect("reads");
    events.into_iter().map(|event| event.what).collect()
}

#[tokio::test]
async fn a_retried_send_is_one_message_and_gets_the_same_answer() {
    for world in each().await {
        let visitor = world.visitor().await;
        let first = visitor.say("message-0001", "hello").await;
        let again = futures::future::join_all((0..8).map(|_| visitor.say("message-0001", "hello"))).await;
        let said = first.last().expect("said");
        assert!(again.iter().all(|entries| entries == std::slice::from_ref(said)), "{again:?}");
        assert_eq!(visitor.reload().await.len(), 1);
        let me = world.member("ana@example.com").await;
        let id = visitor.conversation().await;
        let clicks = futures::future::join_all((0..8).map(|_| world.desk.act(&me, &id, reply("message-0002")))).await;
        assert!(clicks.iter().all(Result::is_ok), "{clicks:?}");
        assert_eq!(events(&world, &id).await.iter().filter(|what| matches!(what, What::Replied { .. })).count(), 1);
    }
}

#[tokio::test]
async fn an_id_that_is_taken_by_another_is_refused() {
    for world in each().await {
        let visitor = world.visitor().await;
        visitor.say("message-0001", "hello").await;
        let me = world.member("ana@example.com").await;
        let refused = world.desk.act(&me, &visitor.conversation().await, reply("message-0001")).await.expect_err("is taken");
        assert_eq!(refused, Fault::invalid("id", "Another message has this id. Send it with a new one."));
    }
}

#[tokio::test]
async fn of_agents_who_claim_together_one_wins_and_the_other_learns_who() {
    for world in each().await {
        let agents = [world.member("ana@example.com").await, world.member("ben@example.com").await];
        for _ in 0..20 {
            let visitor = world.visitor().await;
            visitor.ask_for_person().await;
            let id = visitor.conversation().await;
            let done = tokio::join!(world.desk.act(&agents[0], &id, Command::Claim), world.desk.act(&agents[1], &id, Command::Claim));
            let (winner, told) = match done {
                (Ok(_), Err(told)) => (0, told),
                (Err(told), Ok(_)) => (1, told),
                other => panic!("not one winner: {other:?}"),
            };
            let name = agents[winner].name.as_str().to_owned();
            assert_eq!(told, Fault::Changed { by: name, did: Did::Claimed });
        }
    }
}

#[tokio::test]
async fn after_a_person_replied_no_word_of_the_assistant_follows() {
    for world in each().await {
        world.docs(&[("refunds.md", "# Refunds\n\nRefunds take five days to reach your bank account.")]).await;
        let me = world.member("ana@example.com").await;
        for n in 0..50 {
            let visitor = world.visitor().await;
            visitor.say("message-0001", "how long do refunds take").await;
            let id = visitor.conversation().await;
            let epoch = world.desk.thread(&me, &id).await.expect("reads").conversation.epoch;
            let turn = format!("turn-{n:04}");
            let answering = world.desk.take_turn(world.workspace(), &id, epoch, &turn);
            let (answered, replied) = tokio::join!(answering, world.desk.act(&me, &id, reply("message-0002")));
            answered.expect("a turn that is over is no failure");
            replied.expect("a person may always reply");
            let log = events(&world, &id).await;
            let place = |is: fn(&What) -> bool| log.iter().position(is);
            let person = place(|what| matches!(what, What::TookOver { .. })).expect("took over");
            assert!(place(|what| matches!(what, What::Answered { .. })).is_none_or(|assistant| assistant < person), "{log:?}");
        }
    }
}

#[tokio::test]
async fn a_burst_of_messages_gets_one_answer() {
    for world in each().await {
        world.docs(&[("refunds.md", "# Refunds\n\nRefunds take five days to reach your bank account.")]).await;
        let visitor = world.visitor().await;
        for n in 0..5 {
            visitor.say(&format!("message-{n:04}"), "how long do refunds take").await;
        }
        let id = visitor.conversation().await;
        for epoch in 1..=5 {
            world.desk.take_turn(world.workspace(), &id, epoch, &format!("turn-{epoch:04}")).await.expect("takes it");
            world
                .desk
                .take_turn(world.workspace(), &id, epoch, &format!("turn-{epoch:04}"))
                .await
                .expect("is taken up again after a crash");
        }
        assert_eq!(visitor.reload().await.iter().filter(|entry| matches!(entry.what, Shown::Answer { .. })).count(), 1);
    }
}

#[tokio::test]
async fn a_person_who_hands_back_leaves_nobody_waiting() {
    for world in each().await {
        world.docs(&[("refunds.md", "# Refunds\n\nRefunds take five days to reach your bank account.")]).await;
        world.work();
        let me = world.member("ana@example.com").await;
        let visitor = world.visitor().await;
        visitor.ask_for_person().await;
        visitor.say("message-0001", "how long do refunds take").await;
        let id = visitor.conversation().await;
        let mut stream = visitor.stream("0").await;
        world.desk.act(&me, &id, Command::HandBack { settled: None }).await.expect("is granted");
        let kinds: Vec<Value> = stream.take(4).await.into_iter().map(|frame| frame.data["what"]["is"].clone()).collect();
        assert_eq!(kinds, ["handed_off", "mine", "handed_back", "answer"]);
        assert_eq!(world.desk.thread(&me, &id).await.expect("reads").conversation.holder, Holder::Assistant);
    }
}

#[tokio::test]
async fn what_the_docs_do_not_say_is_not_said() {
    for world in each().await {
        world.docs(&[("refunds.md", "# Refunds\n\nRefunds take five days to reach your bank account.")]).await;
        world.work();
        let visitor = world.visitor().await;
        let mut stream = visitor.stream("0").await;
        visitor.say("message-0001", "do you ship kayaks to Portugal").await;
        let answer = stream.take(2).await.remove(1).data["what"].clone();
        assert_eq!((answer["kind"].as_str(), answer["parts"].as_array().map(Vec::len)), (Some("not_covered"), Some(0)));
        let me = world.member("ana@example.com").await;
        let it = world.desk.thread(&me, &visitor.conversation().await).await.expect("reads").conversation;
        assert!(it.needs_person() && matches!(it.holder, Holder::Queue { why: Reason::NotInDocs, .. }), "handed to people: {it:?}");
    }
}

#[tokio::test]
async fn what_only_we_can_do_goes_to_people() {
    let pages = [
        ("refunds.md", "# Refunds\n\nRefunds take five days to reach your bank account."),
        ("invoices.md", "# Invoices\n\nOpen **Billing** and press Download."),
    ];
    for world in each().await {
        world.work();
        // Whether a page speaks of billing or none does.
        for (pages, question, expected) in [
            (&pages[..1], "Can you reset my billing cycle?", Reason::NotInDocs),
            (&pages[..], "Can you reset my billing cycle?", Reason::NotInDocs),
            (&pages[..], "Could you please extend my invoices by a month?", Reason::NotInDocs),
            (&pages[..], "cancel my subscription for me", Reason::SensitiveTopic),
        ] {
            world.docs(pages).await;
            let visitor = world.newcomer().await;
            visitor.say("message-0001", question).await;
            let id = visitor.conversation().await;
            let over = world::until(|| async {
                let it = server::store::conversation::by_id(&world.desk.db, world.workspace(), &id).await.expect("reads");
                it.filter(|it| it.holder != Holder::Assistant || it.waiting_since.is_none() || it.flag.is_some())
            });
            let it = over.await;
            assert!(it.needs_person() && matches!(it.holder, Holder::Queue { why, .. } if why == expected), "{expected:?}: {it:?}");
            let seen = visitor.reload().await;
            assert!(seen.iter().any(|entry| matches!(entry.what, Shown::HandedOff { .. })), "the visitor knows: {seen:?}");
        }
    }
}

#[tokio::test]
async fn wrong_input_is_told_in_words_and_changes_nothing() {
    for world in each().await {
        let visitor = world.visitor().await;
        let long = "x".repeat(8_001);
        for (body, status, says) in [
            (json!({ "id": "message-0001", "body": "" }), StatusCode::UNPROCESSABLE_ENTITY, "Write something first."),
            (json!({ "id": "message-0001", "body": long }), StatusCode::UNPROCESSABLE_ENTITY, "8000 characters"),
            (json!({ "id": "a/b", "body": "hi" }), StatusCode::UNPROCESSABLE_ENTITY, "4 to 64"),
            (json!({ "id": "message-0001" }), StatusCode::UNPROCESSABLE_ENTITY, "Write something first."),
            (json!({ "body": "hi" }), StatusCode::UNPROCESSABLE_ENTITY, "missing field"),
            (json!({ "id": "message-0001", "body": "hi", "workspace_id": "x" }), StatusCode::UNPROCESSABLE_ENTITY, "unknown field"),
            (json!({ "id": "message-0001", "body": "x".repeat(300_000) }), StatusCode::PAYLOAD_TOO_LARGE, ""),
        ] {
            let reply = visitor.send(post("/api/widget/v1/messages", &body)).await;
            assert_eq!(reply.status(), status, "{says}");
            let told = world::text(reply).await;
            assert!(told.contains(says), "{told}");
        }
        assert_eq!(world.seq().await, 0);
    }
}
