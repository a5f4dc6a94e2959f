//! Bursts, choices and ratings: one answer to all that was said, from what was chosen, and whether it helped.

use crate::world::{Visitor, World, each, post};
use app::{
    api::inbox::InboxDesk,
    domain::{answer::Kind, event::What},
    talk::{Entry, Shown},
};
use axum::http::StatusCode;
use serde_json::json;
use server::desk::Patience;

const PAGES: [(&str, &str); 3] = [
    ("csv.md", "# Import members from CSV\n\nUpload the file under Members, and choose which column holds the name."),
    ("excel.md", "# Import members from Excel\n\nSave the sheet as a workbook, and upload it under Members."),
    ("refunds.md", "# Refunds\n\nRefunds take five days to reach your bank account."),
];

/// The assistant's turn, as it stands now.
async fn take_turn(world: &World, visitor: &Visitor<'_>, turn: &str) -> Shown {
    let me = world.member("ana@example.com").await;
    let id = visitor.conversation().await;
    let epoch = world.desk.thread(&me, &id).await.expect("reads").conversation.epoch;
    world.desk.take_turn(world.workspace(), &id, epoch, turn).await.expect("takes it");
    visitor.reload().await.pop().expect("something").what
}

fn words(shown: &Shown) -> String {
    match shown {
        Shown::Answer { parts, .. } => parts.iter().map(|part| app::domain::rich::plain(&part.body)).collect::<Vec<_>>().join(" "),
        other => format!("{other:?}"),
    }
}

fn n_answers(entries: &[Entry]) -> usize {
    entries.iter().filter(|entry| matches!(entry.what, Shown::Answer { .. })).count()
}

#[tokio::test]
async fn five_messages_within_a_second_get_one_answer_to_all_of_them() {
    for world in each().await {
        world.docs(&PAGES).await;
        world.desk.be_patient(Patience::USUAL);
        let visitor = world.visitor().await;
        for (n, text) in ["hi", "how long", "do refunds take", "to reach", "my bank account?"].iter().enumerate() {
            visitor.say(&format!("message-{n}"), text).await;
            world.clock.pass(200);
        }
        world.work();
        let mut stream = visitor.stream("0").await;
        world.clock.pass(2_000);
        let frames = stream.take(6).await;
        assert_eq!(frames.last().expect("six").data["what"]["is"], "answer");
        let entries = visitor.reload().await;
        assert_eq!(n_answers(&entries), 1);
        assert!(words(&entries.last().expect("some").what).contains("five days"), "{entries:?}");
    }
}

#[tokio::test]
async fn who_is_still_typing_is_waited_for_but_not_for_ever() {
    for world in each().await {
        world.desk.be_patient(Patience::USUAL);
        let visitor = world.visitor().await;
        visitor.say("message-0001", "how long do refunds take?").await;
        let id = visitor.conversation().await;
        let due = async || world.desk.turn_due(world.workspace(), &id, 1).await.expect("reads").map(|due| due.0 - world.desk.clock.now().0);
        assert_eq!(due().await, Some(300));
        visitor.send(post("/api/widget/v1/typing", &json!({ "is_typing": true }))).await;
        assert_eq!(due().await, Some(500));
        world.clock.pass(2_000);
        assert_eq!(due().await, Some(500));
        visitor.send(post("/api/widget/v1/typing", &json!({ "is_typing": false }))).await;
        assert_eq!(due().await, None, "the turn is due");
        visitor.send(post("/api/widget/v1/typing", &json!({ "is_typing": true }))).await;
        world.clock.pass(6_000);
        assert_eq!(due().await, None, "eight seconds are enough");
        assert_eq!(world.desk.turn_due(world.workspace(), &id, 7).await.expect("reads"), None, "a turn that is over is nobody's");
    }
}

#[tokio::test]
async fn a_choice_is_answered_from_and_is_the_topic_of_what_follows() {
    for world in each().await {
        world.docs(&PAGES).await;
        let visitor = world.visitor().await;
        visitor.say("message-0001", "how do I import and upload members, from a file or from a sheet").await;
        let offered = take_turn(&world, &visitor, "turn-0001").await;
        let Shown::Answer { kind: Kind::Suggestion, sources, .. } = &offered else { panic!("nothing offered: {offered:?}") };
        let nth = sources.iter().position(|source| source.title.ends_with("Excel")).expect("Excel is among them");
        assert!(words(&offered).contains("Which one do you mean: ") && words(&offered).contains("“Excel”"), "{offered:?}");
        visitor.say("message-0002", ["the first one", "the second one", "the third one"][nth]).await;
        let chosen = take_turn(&world, &visitor, "turn-0002").await;
        assert!(matches!(&chosen, Shown::Answer { kind: Kind::Grounded, .. }) && words(&chosen).contains("workbook"), "{chosen:?}");
        let me = world.member("ana@example.com").await;
        let thread = world.desk.thread(&me, &visitor.conversation().await).await.expect("reads");
        let gates = thread.events.iter().rev().find_map(|event| match &event.what {
            What::Answered { answer, .. } => Some(answer.receipt.gates.clone()),
            _ => None,
        });
        assert_eq!(gates.expect("has a receipt")[0].name, "chosen");
        visitor.say("message-0003", "thanks!").await;
        assert_eq!(words(&take_turn(&world, &visitor, "turn-0003").await), "Glad that helped! I'm here if anything else comes up.");
    }
}

#[tokio::test]
async fn an_answer_is_rated_once_and_the_visitor_may_change_their_mind() {
    for world in each().await {
        world.docs(&PAGES).await;
        let visitor = world.visitor().await;
        visitor.say("message-0001", "how long do refunds take to reach my bank account?").await;
        take_turn(&world, &visitor, "turn-0001").await;
        let answer = visitor.reload().await.last().expect("answered").seq;
        let rate = async |answer: u64, is_helpful: bool| {
            visitor.send(post("/api/widget/v1/rating", &json!({ "answer": answer, "is_helpful": is_helpful }))).await.status()
        };
        let me = world.member("ana@example.com").await;
        let rating = async || world.desk.thread(&me, &visitor.conversation().await).await.expect("reads").conversation.rating(answer);
        assert_eq!(rating().await, None);
        for is_helpful in [true, true, false] {
            assert_eq!((rate(answer, is_helpful).await, rating().await), (StatusCode::OK, Some(is_helpful)));
        }
        assert_eq!(rate(answer - 1, true).await, StatusCode::NOT_FOUND, "a question isn't an answer");
        let rated = visitor.reload().await.into_iter().filter(|entry| matches!(entry.what, Shown::Rated { .. })).count();
        assert_eq!(rated, 2, "said again, nothing happens");
        let other = world.visitor().await;
        other.say("message-0001", "hello").await;
        let reply = other.send(post("/api/widget/v1/rating", &json!({ "answer": answer, "is_helpful": true }))).await;
        assert_eq!(reply.status(), StatusCode::NOT_FOUND, "another's answer isn't theirs to rate");
    }
}

#[tokio::test]
async fn who_writes_in_a_language_that_the_docs_lack_is_told_so() {
    for world in each().await {
        world.docs(&PAGES).await;
        let visitor = world.visitor().await;
        visitor.say("message-0001", "Wie ist CSV import, members upload file?").await;
        let said = take_turn(&world, &visitor, "turn-0001").await;
        assert!(matches!(&said, Shown::Answer { kind: Kind::Suggestion, .. }), "{said:?}");
        assert!(words(&said).contains("nicht auf Deutsch"), "{said:?}");
    }
}
