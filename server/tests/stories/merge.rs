//! Two conversations with the same person: a link is known by both, and what is merged goes on in one.

use crate::world::{self, Visitor, World, each, get, with};
use app::{
    api::{Caller, inbox::InboxDesk, promises::PromiseDesk},
    domain::{
        command::{Command, Then},
        conversation::{Conversation, Status},
        event::What,
        fault::Fault,
        handoff::{Holder, Reason},
        id::{ConversationId, MessageId, PromiseId},
        label::Promise,
        text::{Body, Name},
    },
    talk::{Entry, Shown},
};
use axum::{
    body::Body as HttpBody,
    http::{Method, Request, StatusCode, header},
};
use server::{clock::Clock, store};

fn reply(id: &str, words: &str) -> Command {
    let (id, body) = (MessageId::parse(id).expect("an id"), Body::plain(words).expect("fits"));
    Command::Reply { id, body, seen: None, shown: None, files: vec![], then: Then::Stay }
}

fn note(id: &str, words: &str) -> Command {
    Command::Note { id: MessageId::parse(id).expect("an id"), body: Body::plain(words).expect("fits"), files: vec![], mentions: vec![] }
}

fn merge(into: &ConversationId) -> Command {
    Command::Merge { into: into.clone(), label: String::new() }
}

async fn now(world: &World, id: &ConversationId) -> Conversation {
    store::conversation::by_id(&world.desk.db, world.workspace(), id).await.expect("reads").expect("is there")
}

/// What a visitor reads after a reload: who said what, in order.
async fn told(visitor: &Visitor<'_>) -> Vec<String> {
    let words = |entry: Entry| match entry.what {
        Shown::Mine { text, .. } => Some(text),
        Shown::Reply { by, body, .. } => Some(format!("{by}: {}", server::markdown::html(&body))),
        _ => None,
    };
    visitor.reload().await.into_iter().filter_map(words).collect()
}

async fn act(world: &World, me: &Caller, id: &ConversationId, command: Command) {
    world.desk.act(me, id, command).await.expect("is granted");
}

#[tokio::test]
async fn a_link_is_known_by_both() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let (one, two) = (world.visitor().await, world.visitor().await);
        one.say("message-0001", "hello").await;
        two.say("message-0001", "hello again").await;
        let (a, b) = (one.conversation().await, two.conversation().await);
        let frames =
            world.desk.act(&me, &a, Command::Link { other: b.clone(), label: "believed by nobody".into() }).await.expect("is granted");
        assert_eq!(frames.len(), 2, "who asked is told of both");
        let (of_a, of_b) = (now(&world, &a).await, now(&world, &b).await);
        assert_eq!(of_a.links.get(&b), Some(&of_b.visitor.label()));
        assert_eq!(of_b.links.get(&a), Some(&of_a.visitor.label()));
        assert_eq!(world.desk.act(&me, &b, Command::Link { other: a.clone(), label: String::new() }).await.expect("is so").len(), 0);
        let frames = store::event::after(&world.desk.db, world.workspace(), 0, 99).await.expect("reads");
        let numbers: Vec<u64> = frames.iter().map(|frame| frame.event.seq).collect();
        assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>(), "gapless, over both");
    }
}

#[tokio::test]
async fn what_is_merged_goes_on_in_one_thread_for_everyone() {
    for world in each().await {
        let (me, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let (phone, laptop) = (world.visitor().await, world.visitor().await);
        phone.say("message-0001", "My invoice is wrong").await;
        let a = phone.conversation().await;
        act(&world, &me, &a, reply("message-0002", "Which one?")).await;
        laptop.say("message-0001", "Hello, it is about an invoice").await;
        laptop.ask_for_person().await;
        laptop.send(world::post("/api/widget/v1/name", &serde_json::json!({ "name": "Mara" }))).await;
        let b = laptop.conversation().await;
        act(&world, &ben, &b, note("note-0001", "SECRET: she has written before")).await;
        let promise = Promise {
            id: PromiseId::parse("promise-1").expect("an id"),
            what: "a refund".to_owned(),
            due: world.clock.now().plus(3_600_000),
            by: ben.agent(),
            is_due: false,
            about: None,
        };
        act(&world, &ben, &b, Command::Promise { promise }).await;
        phone.say("message-0003", "The one of May").await;
        let mut stream_of_b = laptop.stream(&world.seq().await.to_string()).await;
        let mut stream_of_a = phone.stream(&world.seq().await.to_string()).await;

        let frames = world.desk.act(&me, &b, merge(&a)).await.expect("is granted");
        assert!(
            matches!(frames[0].event.what, What::Merged { .. }) && frames.iter().any(|it| matches!(it.event.what, What::Absorbed { .. }))
        );
        let (of_a, of_b) = (now(&world, &a).await, now(&world, &b).await);
        assert_eq!((of_b.status, of_b.merged_into.as_ref(), of_b.needs_person()), (Status::Closed, Some(&a), false));
        assert_eq!((of_a.visitor.name.as_ref().map(Name::as_str), of_a.promises.len(), of_b.promises.len()), (Some("Mara"), 1, 0));
        let owed = world.desk.owed(&ben).await.expect("reads");
        assert_eq!(owed.iter().map(|it| &it.conversation).collect::<Vec<_>>(), vec![&a], "the promise moved along");
        assert!(matches!(of_a.holder, Holder::Agent { .. }) && of_a.waiting_since.is_some(), "Ana holds it, and owes an answer");
        let alarms = store::alarm::due(&world.desk.db, store::alarm::NEVER, 99).await.expect("reads");
        let of = |id: &ConversationId| alarms.iter().filter(|it| it.conversation_id == id.as_str() && it.kind != "alert").count();
        assert_eq!((of(&a), of(&b)), (2, 0), "the ladder and the promise are where it goes on");

        // Both widgets start afresh, and read the one thread in order, without the note.
        assert_eq!(stream_of_a.next().await.expect("a frame").event.as_deref(), Some("reset"));
        assert_eq!(stream_of_b.next().await.expect("a frame").event.as_deref(), Some("reset"));
        let thread = vec!["My invoice is wrong", "Ana Ortiz: <p>Which one?</p>", "Hello, it is about an invoice", "The one of May"];
        assert_eq!(
            (told(&phone).await.iter().map(|it| it.trim()).collect::<Vec<_>>(), told(&laptop).await),
            (thread.clone(), told(&phone).await)
        );
        let raw = serde_json::to_string(&laptop.reload().await).expect("writes");
        assert!(!raw.contains("SECRET"), "{raw}");

        // Whoever writes, from either side, writes in the one; and hears of it.
        let mut stream_of_b = laptop.stream(&world.seq().await.to_string()).await;
        act(&world, &me, &a, reply("message-0004", "I found it")).await;
        let heard = loop {
            let frame = stream_of_b.next().await.expect("a frame");
            if frame.data["what"]["is"] == "reply" {
                break frame;
            }
        };
        assert_eq!(heard.data["what"]["by"], "Ana Ortiz");
        laptop.say("message-0005", "Thank you").await;
        assert_eq!(laptop.conversation().await, a);
        assert_eq!(told(&phone).await.last().map(String::as_str), Some("Thank you"));
        assert_eq!(now(&world, &b).await, of_b, "nothing happens in the other any more");
        let refused = world.desk.act(&ben, &b, reply("message-0006", "hello?")).await.expect_err("goes on elsewhere");
        assert_eq!(refused.to_string(), "This conversation was merged into another. Go on there.");
    }
}

#[tokio::test]
async fn who_waited_for_the_ai_or_in_the_queue_waits_for_people_where_it_goes_on() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        for asks_for_person in [false, true] {
            let (old, new) = (world.newcomer().await, world.newcomer().await);
            old.say("message-0001", "hello").await;
            let a = old.conversation().await;
            act(&world, &me, &a, Command::Close).await;
            new.say("message-0001", "are you there?").await;
            if asks_for_person {
                new.ask_for_person().await;
            }
            let b = new.conversation().await;
            act(&world, &me, &b, merge(&a)).await;
            let it = now(&world, &a).await;
            let why = if asks_for_person { Reason::AskedForPerson } else { Reason::AgentPulled };
            assert!(matches!(it.holder, Holder::Queue { why: it, .. } if it == why), "{:?}", it.holder);
            assert!(it.is_owed_by_people() && it.segment == 2);
            let alarms = store::alarm::due(&world.desk.db, store::alarm::NEVER, 99).await.expect("reads");
            assert!(alarms.iter().any(|it| it.kind == "ladder" && it.conversation_id == a.as_str()));
        }
    }
}

#[tokio::test]
async fn files_of_either_are_seen_from_both_sides() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let (one, two) = (world.visitor().await, world.visitor().await);
        one.say("message-0001", "hello").await;
        let a = one.conversation().await;
        let picture = upload(&two, "bill.txt", b"42 EUR").await;
        two.send(world::post(
            "/api/widget/v1/messages",
            &serde_json::json!({ "id": "message-0002", "body": "the bill", "files": [picture] }),
        ))
        .await;
        act(&world, &me, &two.conversation().await, merge(&a)).await;
        let more = upload(&two, "more.txt", b"43 EUR").await;
        two.send(world::post("/api/widget/v1/messages", &serde_json::json!({ "id": "message-0003", "body": "and this", "files": [more] })))
            .await;
        let stranger = world.visitor().await;
        for visitor in [&one, &two] {
            let urls: Vec<String> = visitor
                .reload()
                .await
                .iter_mut()
                .flat_map(|entry| entry.files_mut().iter().map(|it| it.url.clone()).collect::<Vec<_>>())
                .collect();
            assert_eq!(urls.len(), 2);
            for url in urls {
                assert_eq!(world.send(get(&url)).await.status(), StatusCode::OK, "{url}");
            }
        }
        let guest = world.desk.guest(&stranger.token).await.expect("a visitor");
        let file = app::domain::id::FileId::parse(&picture).expect("an id");
        assert_eq!(store::file::for_visitor(&world.desk.db, world.workspace(), &file, &guest.visitor).await.expect("reads"), None);
    }
}

/// Sends a file as the widget does; its id.
async fn upload(visitor: &Visitor<'_>, name: &str, bytes: &'static [u8]) -> String {
    let request = Request::builder().method(Method::POST).uri(format!("/api/widget/v1/files?name={name}"));
    let request = request.header(header::CONTENT_TYPE, "application/octet-stream").body(HttpBody::from(bytes)).expect("a request");
    let reply = visitor.send(with(with(request, header::HOST, "chat.test"), header::ORIGIN, "http://chat.test")).await;
    assert_eq!(reply.status(), StatusCode::OK);
    world::body::<serde_json::Value>(reply).await["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn only_what_can_go_on_is_merged_and_no_foreign_one() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            let visitor = world.newcomer().await;
            visitor.say("message-0001", "hello").await;
            ids.push(visitor.conversation().await);
        }
        let [a, b, c] = &ids[..] else { panic!("three") };
        let refused =
            async |id: &ConversationId, into: &ConversationId| world.desk.act(&me, id, merge(into)).await.expect_err("is refused");
        assert_eq!(refused(a, a).await, Fault::invalid("other", "That is this very conversation."));
        let nowhere = ConversationId::parse("nowhere").expect("an id");
        assert!(refused(a, &nowhere).await.to_string().starts_with("There is no such conversation"));
        let eve = world.member("eve@example.com").await;
        assert_eq!(world.desk.act(&eve, a, merge(b)).await.expect_err("is refused"), Fault::NotFound);
        act(&world, &me, a, merge(b)).await;
        assert!(refused(c, a).await.to_string().starts_with("That conversation was merged"));
        assert!(refused(a, c).await.to_string().starts_with("This conversation was merged"), "once");
        // The second of two that would lead to each other finds the first done.
        assert!(refused(b, a).await.to_string().starts_with("That conversation was merged"));
        // A chain leads to its end.
        act(&world, &me, b, merge(c)).await;
        let it = now(&world, a).await;
        assert_eq!(store::conversation::onward(&world.desk.db, world.workspace(), it).await.expect("reads").id, *c);
    }
}
