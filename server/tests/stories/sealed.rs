//! What a person has answered stays answered, in whatever words it is asked again and whoever answers; who takes over, and who
//! writes a reply, has the language model beside them, which says nothing by itself.

use crate::model_faults::{PAGE, QUESTION, good, prepared};
use crate::peer::provider::{Act, Peer, answer};
use crate::world::{Visitor, World, body, each, post, until};
use app::{
    api::{
        Caller,
        composer::{ComposerDesk, Suggestion},
        inbox::InboxDesk,
        summary::SummaryDesk,
    },
    domain::{
        answer::{Answer, Kind},
        command::{Command, Then},
        event::{Event, What},
        fault::Fault,
        handoff::{Cause, Holder, Reason},
        id::{ConversationId, MessageId, Seq},
        model::{Came, Provider},
        summary::{Gist, Retold},
        text::Body,
    },
};
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use server::store;
use std::time::{Duration, Instant};

const ASKED: &str = "How long does my refund take?";
const TOLD: &str = "Yours takes 3 days. Write to mara@example.com if not.";

async fn events(world: &World, id: &ConversationId) -> Vec<Event> {
    store::event::of_conversation(&world.desk.db, world.workspace(), id, 0).await.expect("reads")
}

/// The last thing that the assistant said.
async fn last_answer(world: &World, id: &ConversationId) -> Option<Answer> {
    let answer = |event: &Event| match &event.what {
        What::Answered { answer, .. } => Some((**answer).clone()),
        _ => None,
    };
    events(world, id).await.iter().rev().find_map(answer)
}

fn words(answer: &Answer) -> String {
    answer.parts.iter().map(|part| part.body.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// A conversation that Ana has answered and handed back.
async fn handed_back<'w>(world: &'w World, me: &Caller) -> (Visitor<'w>, ConversationId) {
    let visitor = world.newcomer().await;
    visitor.say("message-0001", ASKED).await;
    let id = visitor.conversation().await;
    let body = Body::plain(TOLD).expect("fits");
    let reply = MessageId::parse("message-0002").expect("fits");
    let reply = Command::Reply { id: reply, body, seen: None, shown: None, files: vec![], then: Then::Stay };
    for command in [Command::Claim, reply, Command::HandBack { settled: None }] {
        world.desk.act(me, &id, command).await.expect("is granted");
    }
    (visitor, id)
}

/// The visitor asks, and the assistant takes its turn.
async fn asks(world: &World, visitor: &Visitor<'_>, id: &ConversationId, question: &str) {
    visitor.say("message-0003", question).await;
    takes_turn(world, id).await;
}

async fn takes_turn(world: &World, id: &ConversationId) {
    let it = store::conversation::by_id(&world.desk.db, world.workspace(), id).await.expect("reads").expect("is there");
    world.desk.take_turn(world.workspace(), id, it.epoch, "turn-0001").await.expect("takes it");
}

/// Why people have it now.
async fn called(world: &World, me: &Caller, id: &ConversationId) -> Option<Cause> {
    let it = world.desk.thread(me, id).await.expect("reads").conversation;
    it.handoff.filter(|_| matches!(it.holder, Holder::Queue { .. })).map(|handoff| handoff.cause)
}

#[tokio::test]
async fn asked_again_in_other_words_a_persons_answer_is_pointed_to() {
    for world in each().await {
        world.docs(&[("refunds.md", PAGE), ("invoices.md", "# Invoices\n\nOpen **Billing** and press Download.")]).await;
        let me = world.member("ana@example.com").await;
        for question in ["how long until my refund?", ASKED] {
            let (visitor, id) = handed_back(&world, &me).await;
            asks(&world, &visitor, &id, question).await;
            let told = last_answer(&world, &id).await.expect("was answered");
            assert_eq!((told.kind, told.receipt.engine.as_str()), (Kind::Courtesy, "seal"), "{question}");
            assert!(words(&told).contains("Ana Ortiz has answered that above: “Yours takes 3 days."), "{}", words(&told));
            assert_eq!(called(&world, &me, &id).await, None, "{question}");
        }
        // Near it, and another question: the docs answer.
        let (visitor, id) = handed_back(&world, &me).await;
        asks(&world, &visitor, &id, "Where do I download an invoice?").await;
        let told = last_answer(&world, &id).await.expect("was answered");
        assert_eq!(told.receipt.engine, "bm25");
        // The docs know of five days, and Ana has said three: a person is asked.
        let (visitor, id) = handed_back(&world, &me).await;
        asks(&world, &visitor, &id, QUESTION).await;
        let cause = called(&world, &me, &id).await.expect("people have it");
        assert_eq!(cause.why, Reason::Contradiction);
        assert!(cause.detail.as_ref().is_some_and(|detail| detail.starts_with("Ana Ortiz: “Yours takes 3 days.")), "{cause:?}");
        assert!(!serde_json::to_string(&visitor.reload().await).expect("writes").contains("five days"), "it isn't said");
        // Who asks for a person is heard, whatever is settled.
        let (visitor, id) = handed_back(&world, &me).await;
        asks(&world, &visitor, &id, "How long does my refund take? Let me talk to a person").await;
        assert_eq!(called(&world, &me, &id).await.map(|cause| cause.why), Some(Reason::AskedForPerson));
    }
}

#[tokio::test]
async fn a_file_after_the_hand_back_is_seen_by_people() {
    for world in each().await {
        world.docs(&[("refunds.md", PAGE)]).await;
        let me = world.member("ana@example.com").await;
        let (visitor, id) = handed_back(&world, &me).await;
        let upload =
            Request::post("/api/widget/v1/files?name=a.txt").header(header::HOST, "chat.test").header(header::ORIGIN, "http://chat.test");
        let file: Value = body(visitor.send(upload.body(axum::body::Body::from("words")).expect("a request")).await).await;
        let say = json!({ "id": "message-0003", "files": [file["id"]] });
        assert_eq!(visitor.send(post("/api/widget/v1/messages", &say)).await.status(), StatusCode::OK);
        takes_turn(&world, &id).await;
        assert_eq!(called(&world, &me, &id).await.map(|cause| cause.why), Some(Reason::NotInDocs));
    }
}

#[tokio::test]
async fn a_model_knows_what_a_person_told_and_never_contradicts_it() {
    for world in each().await {
        let peer = Peer::start().await;
        prepared(&world, peer.model(Provider::OpenAi), 10).await;
        let me = world.member("ana@example.com").await;

        peer.will(Act::Say(answer(&[
            ("MODEL: Write to us.", 1, "Write to us to get one"),
            ("MODEL: Refunds take five days.", 1, "Refunds take five days"),
        ])));
        let (visitor, id) = handed_back(&world, &me).await;
        asks(&world, &visitor, &id, QUESTION).await;
        let cause = called(&world, &me, &id).await.expect("people have it");
        assert_eq!(cause.why, Reason::Contradiction);
        let handed_off = |event: &Event| match &event.what {
            What::HandedOff { receipt, .. } => receipt.as_ref().and_then(|receipt| receipt.model.as_ref()).map(|used| used.came),
            _ => None,
        };
        assert_eq!(events(&world, &id).await.iter().rev().find_map(handed_off), Some(Came::Contradicted));
        assert!(!serde_json::to_string(&visitor.reload().await).expect("writes").contains("MODEL"), "nothing of it is kept");
        let body = peer.bodies().pop().expect("was asked");
        assert!(body.contains("Yours takes 3 days. Write to [EMAIL_1] if not."), "{body}");
        assert!(!body.contains("mara@example.com") && !body.contains("Ana"), "{body}");

        // What was told may be told again, its figure as well.
        peer.will(Act::Say(answer(&[("MODEL: Yours takes 3 days, to your bank account.", 1, "reach your bank account")])));
        let (visitor, id) = handed_back(&world, &me).await;
        asks(&world, &visitor, &id, QUESTION).await;
        let told = last_answer(&world, &id).await.expect("was answered");
        assert_eq!(words(&told), "MODEL: Yours takes 3 days, to your bank account.");

        // And it may say that it is settled.
        peer.will(Act::Say(r#"{"outcome":"settled","sentences":[],"choices":[7,1],"reason":"none"}"#.to_owned()));
        let (visitor, id) = handed_back(&world, &me).await;
        asks(&world, &visitor, &id, QUESTION).await;
        let told = last_answer(&world, &id).await.expect("was answered");
        assert!(words(&told).contains("Ana Ortiz has answered that above"), "{}", words(&told));
        assert_eq!(told.receipt.model.map(|used| used.came), Some(Came::Settled));

        // What nobody has told can't be.
        peer.will(Act::Say(r#"{"outcome":"settled","sentences":[],"choices":[1],"reason":"none"}"#.to_owned()));
        let visitor = world.newcomer().await;
        visitor.say("message-0001", QUESTION).await;
        let id = visitor.conversation().await;
        takes_turn(&world, &id).await;
        let told = last_answer(&world, &id).await.expect("was answered");
        assert_eq!((told.kind, told.receipt.model.map(|used| used.came)), (Kind::Grounded, Some(Came::Ungrounded)));
    }
}

#[tokio::test]
async fn a_suggested_reply_is_the_models_and_in_trouble_the_built_in_engines() {
    for world in each().await {
        let peer = Peer::start().await;
        prepared(&world, peer.model(Provider::OpenAi), 1).await;
        let me = world.member("ana@example.com").await;
        let visitor = world.newcomer().await;
        visitor.say("message-0001", QUESTION).await;
        let id = visitor.conversation().await;
        let before = world.seq().await;
        let suggested = async || -> Suggestion { world.desk.suggest(&me, &id).await.expect("reads").expect("the docs tell") };
        let titles = |it: &Suggestion| it.sources.iter().map(|it| it.title.clone()).collect::<Vec<_>>();

        peer.will(Act::Say(good()));
        let it = suggested().await;
        assert_eq!((it.text.as_str(), titles(&it)), ("MODEL: It takes a few days. Write to us.", vec!["Refunds".to_owned()]));
        for trouble in
            [Act::Say(answer(&[("It takes 14 days.", 1, "Refunds take five days")])), Act::Status(500), Act::Half(good()), Act::Mute]
        {
            peer.will(trouble.clone());
            let begun = Instant::now();
            let it = suggested().await;
            assert!(it.text.contains("Refunds take five days to reach your bank account."), "{trouble:?}: {}", it.text);
            assert!(begun.elapsed() < Duration::from_secs(4), "{trouble:?}");
            assert_eq!(titles(&it), ["Refunds"], "{trouble:?}");
        }
        assert_eq!(world.seq().await, before, "nothing was said");
    }
}

/// Where a model's sentences stand in a thread: the message that each is of.
fn points(gist: &Gist) -> Vec<(&str, Seq)> {
    gist.points.iter().map(|point| (point.text.as_str(), point.seq)).collect()
}

#[tokio::test]
async fn who_takes_over_has_it_summed_up_by_the_model_once_for_each_state() {
    for world in each().await {
        let peer = Peer::start().await;
        prepared(&world, peer.model(Provider::OpenAi), 10).await;
        world.work();
        let (me, eve) = (world.member("ana@example.com").await, world.member("eve@example.com").await);
        peer.will(Act::Say(good()));
        let visitor = world.newcomer().await;
        visitor.say("message-0001", QUESTION).await;
        let id = visitor.conversation().await;
        until(|| last_answer(&world, &id)).await;
        assert_eq!(world.desk.summary(&me, &id).await.expect("reads").retold, Retold::No, "the AI still speaks");
        visitor.say("message-0002", "Let me talk to a person, it is about order C01X00T47").await;
        until(|| called(&world, &me, &id)).await;
        let said: Vec<Seq> = events(&world, &id).await.iter().filter(|it| matches!(it.what, What::Said { .. })).map(|it| it.seq).collect();

        peer.will(Act::Say(answer(&[
            ("MODEL: They want a person about [ID_1].", 3, "it is about order [ID_1]"),
            ("MODEL: They asked how long refunds take.", 1, "How long do refunds take"),
            ("MODEL: They have paid 900 euros.", 3, "Let me talk to a person"),
        ])));
        let n_asked = peer.n_asked();
        let plain = world.desk.summary(&me, &id).await.expect("reads");
        assert_eq!((&plain.retold, plain.asked.len()), (&Retold::Due, 1), "the plain one is there at once");
        let (one, other) = tokio::join!(world.desk.gist(&me, &id), world.desk.gist(&me, &id));
        let gist = one.expect("reads").expect("is made");
        assert_eq!(other, Ok(Some(gist.clone())), "who looks at the same time has the same");
        let expected = [("MODEL: They want a person about C01X00T47.", said[1]), ("MODEL: They asked how long refunds take.", said[0])];
        assert_eq!((points(&gist), gist.model.as_str()), (expected.to_vec(), "openai:scripted"));
        let body = peer.bodies().pop().expect("was asked");
        assert!(!body.contains("C01X00T47") && body.contains("[ID_1]"), "{body}");

        // It is kept: for who claims it, for the page that is loaded again.
        world.desk.act(&me, &id, Command::Claim).await.expect("is granted");
        assert_eq!(world.desk.summary(&me, &id).await.expect("reads").retold, Retold::Made { gist: gist.clone() });
        assert_eq!(world.desk.gist(&me, &id).await, Ok(Some(gist)));
        for up_to in [said[0], said[1]] {
            world.desk.sum_up(world.workspace(), &id, up_to, 2).await.expect("a job that comes twice");
        }
        assert_eq!(peer.n_asked(), n_asked + 1, "it was made once");
        let missing = ConversationId::parse("01zzzzzzzzzzzzzzzzzzzzzzzz").expect("an id");
        assert_eq!((world.desk.gist(&eve, &id).await, world.desk.gist(&eve, &missing).await), (Err(Fault::NotFound), Err(Fault::NotFound)));

        // More is said, and a colleague takes it over: that is another state.
        visitor.say("message-0004", "And hurry, please").await;
        assert!(matches!(world.desk.summary(&me, &id).await.expect("reads").retold, Retold::Made { .. }), "not with every word");
        world.desk.act(&world.member("ben@example.com").await, &id, Command::TakeOver).await.expect("is granted");
        assert_eq!(world.desk.summary(&me, &id).await.expect("reads").retold, Retold::Due);
    }
}

#[tokio::test]
async fn in_trouble_the_plain_summary_stays_and_visitors_keep_the_model() {
    for world in each().await {
        let peer = Peer::start().await;
        prepared(&world, peer.model(Provider::OpenAi), 1).await;
        world.work();
        let me = world.member("ana@example.com").await;
        let angry = Act::Say(answer(&[("MODEL: They are angry.", 1, "I am very angry")]));
        for trouble in [Act::Status(500), Act::Status(401), Act::Prose, angry] {
            // Past every rest.
            world.clock.pass(3_700_000);
            peer.will(Act::Say(good()));
            let visitor = world.newcomer().await;
            visitor.say("message-0001", QUESTION).await;
            let id = visitor.conversation().await;
            until(|| last_answer(&world, &id)).await;
            visitor.ask_for_person().await;
            peer.will(trouble.clone());
            let n_asked = peer.n_asked();
            assert_eq!(world.desk.gist(&me, &id).await, Ok(None), "{trouble:?}");
            assert_eq!(peer.n_asked(), n_asked + 1, "{trouble:?}");
            assert_eq!(world.desk.gist(&me, &id).await, Ok(None), "{trouble:?}");
            assert_eq!(peer.n_asked(), n_asked + 1, "it isn't asked again and again: {trouble:?}");
            let plain = world.desk.summary(&me, &id).await.expect("reads");
            assert_eq!((plain.retold, plain.asked.len(), plain.told.len()), (Retold::No, 1, 1), "{trouble:?}");

            // Who asks now is answered by the model all the same.
            peer.will(Act::Say(good()));
            let visitor = world.newcomer().await;
            visitor.say("message-0001", QUESTION).await;
            let id = visitor.conversation().await;
            let told = until(|| last_answer(&world, &id)).await;
            assert_eq!(told.receipt.model.map(|used| used.came), Some(Came::Answered { n_dropped: 0 }), "{trouble:?}");
        }
    }
}
