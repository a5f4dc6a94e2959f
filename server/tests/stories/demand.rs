//! What visitors ask most: fifty chats about five things are five groups, with what became of each and the way to its chats.

use crate::world::{World, body, each, post, with};
use app::{
    api::demand::{Demand, DemandDesk, Group, Span},
    domain::{demand::Became, id::ConversationId},
};
use axum::http::{StatusCode, header};
use serde_json::json;

/// What is asked, in several wordings, and in how many chats.
const TOPICS: [(usize, [&str; 3]); 5] = [
    (
        14,
        [
            "how long does a refund take to reach my bank account",
            "How long until a refund reaches my bank account?",
            "a refund to my bank account, how long does it take to reach it",
        ],
    ),
    (12, ["where do I find my invoices", "where can I see my invoices?", "show me the invoices"]),
    (10, ["How do I export my data?", "where can I export the data", "exporting data, how?"]),
    (8, ["how do I cancel my plan", "How to cancel the subscription?", "cancelling my plan"]),
    (6, ["who won the champions league", "Who won the Champions League?", "so who won the champions league then"]),
];
const PAGES: [(&str, &str); 2] = [
    ("refunds.md", "# Refunds\n\n## How long a refund takes\n\nA refund takes five days to reach your bank account."),
    ("trial.md", "# The free trial\n\nThe free trial lasts three weeks."),
];

/// A chat in which one question is asked, and the assistant's turn is taken.
async fn chat(world: &World, question: &str) -> ConversationId {
    let visitor = world.newcomer().await;
    visitor.say("message-0001", question).await;
    let id = visitor.conversation().await;
    world.desk.take_turn(world.workspace(), &id, 1, "turn-of-the-story").await.expect("takes it");
    world.clock.pass(60_000);
    id
}

/// All chats, the topics in turns; whose topic is whose.
async fn chats(world: &World) -> Vec<Vec<ConversationId>> {
    let mut all = vec![Vec::new(); TOPICS.len()];
    for nth in 0..14 {
        for (topic, (n, wordings)) in TOPICS.iter().enumerate() {
            if nth < *n {
                all[topic].push(chat(world, wordings[nth % wordings.len()]).await);
            }
        }
    }
    all
}

fn counts(demand: &Demand) -> Vec<u64> {
    demand.groups.iter().map(|it| it.tally.sum()).collect()
}

#[tokio::test]
async fn fifty_chats_about_five_things_are_five_groups() {
    for world in each().await {
        world.docs(&PAGES).await;
        let chats = chats(&world).await;
        chat(&world, "hi there").await;
        chat(&world, "let me talk to a person").await;
        let cookie = world.cookie("ana@example.com").await;
        let reply = world.send(with(post("/api/app/demand", &json!({ "span": "week" })), header::COOKIE, &cookie)).await;
        assert_eq!(reply.status(), StatusCode::OK);
        let demand: Demand = body(reply).await;
        assert_eq!((counts(&demand), demand.tally.sum(), demand.n_more), (vec![14, 12, 10, 8, 6], 50, 0));
        for (group, ((_, wordings), chats)) in demand.groups.iter().zip(TOPICS.iter().zip(&chats)) {
            assert!(wordings.contains(&group.question.as_str()), "{} is one of {wordings:?}", group.question);
            assert_eq!(group.examples.len(), 3);
            assert!(group.examples.iter().all(|it| chats.contains(&it.conversation)), "its own chats");
            assert_eq!(group.assistant.as_ref(), Some(&world.profile.id));
        }
        let refunds: &Group = &demand.groups[0];
        assert!(refunds.tally.answered >= 5 && refunds.page.as_deref() == Some("refunds"), "{refunds:?}");
        let league = &demand.groups[4];
        assert_eq!(league.tally.not_covered, 6, "{league:?}");
        assert!(league.examples.iter().all(|it| it.became == Became::NotCovered));
    }
}

#[tokio::test]
async fn what_was_asked_is_its_workspaces_and_of_its_days() {
    for world in each().await {
        world.docs(&PAGES).await;
        let asked = chat(&world, "who won the champions league").await;
        let (ana, eve) = (world.member("ana@example.com").await, world.member("eve@example.com").await);
        assert_eq!(world.desk.demand(&eve, Span::Quarter, None).await.expect("reads"), Demand::default());
        let found = world.desk.demand(&ana, Span::Week, None).await.expect("reads");
        assert_eq!(found.groups[0].examples[0].conversation, asked);
        world.clock.pass(8 * 86_400_000);
        assert_eq!(world.desk.demand(&ana, Span::Week, None).await.expect("reads"), Demand::default());
        assert_eq!(counts(&world.desk.demand(&ana, Span::Month, None).await.expect("reads")), vec![1]);
    }
}
