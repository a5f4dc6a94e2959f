//! Drafts, canned replies, the look at formatted text, and what the assistant would say.

use crate::world::{World, each, post, text, with};
use app::domain::{
    canned::Canned,
    draft::{Draft, Mode},
    id::ConversationId,
};
use axum::http::{StatusCode, header};
use serde_json::{Value, json};

async fn call(world: &World, cookie: &str, name: &str, body: &Value) -> (StatusCode, String) {
    let reply = world.send(with(post(&format!("/api/app/{name}"), body), header::COOKIE, cookie)).await;
    (reply.status(), text(reply).await)
}

async fn drafts(world: &World, cookie: &str, id: &ConversationId) -> Vec<Draft> {
    let (_, told) = call(world, cookie, "drafts", &json!({ "id": id })).await;
    serde_json::from_str(&told).expect(&told)
}

fn draft(message: &str, text: &str) -> Value {
    json!({ "mode": "reply", "message": message, "text": text })
}

#[tokio::test]
async fn a_draft_follows_its_writer_and_is_sent_once() {
    for world in each().await {
        let visitor = world.visitor().await;
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        let (ana, ben, eve) =
            (world.cookie("ana@example.com").await, world.cookie("ben@example.com").await, world.cookie("eve@example.com").await);
        let keep = |it: Value| json!({ "id": id, "draft": it });
        assert_eq!(call(&world, &ana, "keep_draft", &keep(draft("message-0002", "Dear"))).await.0, StatusCode::OK);
        assert_eq!(call(&world, &ana, "keep_draft", &keep(draft("message-0002", "Dear Mara"))).await.0, StatusCode::OK);
        let kept = drafts(&world, &ana, &id).await;
        assert_eq!(kept.iter().map(|it| (it.mode, it.text.as_str())).collect::<Vec<_>>(), [(Mode::Reply, "Dear Mara")]);
        assert!(drafts(&world, &ben, &id).await.is_empty() && drafts(&world, &eve, &id).await.is_empty());
        assert_eq!(call(&world, &eve, "keep_draft", &keep(draft("message-0003", "theirs"))).await.0, StatusCode::NOT_FOUND);

        // Two tabs that hold the same draft both send it: one message.
        let reply = json!({ "is": "reply", "id": "message-0002", "body": { "text": "Dear Mara" }, "seen": null });
        for _ in 0..2 {
            assert_eq!(call(&world, &ana, "act", &json!({ "id": id, "command": reply })).await.0, StatusCode::OK);
        }
        assert!(drafts(&world, &ana, &id).await.is_empty(), "sent: it is no draft any more");
        let seen = visitor.reload().await;
        assert_eq!(seen.iter().filter(|entry| matches!(entry.what, app::talk::Shown::Reply { .. })).count(), 1);
        // What was kept while it was sent comes late, and doesn't come back.
        assert_eq!(call(&world, &ana, "keep_draft", &keep(draft("message-0002", "Dear Mara"))).await.0, StatusCode::OK);
        assert!(drafts(&world, &ana, &id).await.is_empty());
        // An empty text is forgotten.
        for words in ["next", " "] {
            assert_eq!(call(&world, &ana, "keep_draft", &keep(draft("message-0004", words))).await.0, StatusCode::OK);
        }
        assert!(drafts(&world, &ana, &id).await.is_empty());
    }
}

#[tokio::test]
async fn canned_replies_are_the_teams() {
    for world in each().await {
        let (ana, ben, eve) =
            (world.cookie("ana@example.com").await, world.cookie("ben@example.com").await, world.cookie("eve@example.com").await);
        let save =
            |id: &str, shortcut: &str, body: &str| json!({ "canned": { "id": id, "shortcut": shortcut, "title": "", "body": body } });
        assert_eq!(call(&world, &ana, "save_canned", &save("canned-1", "/Refund Later", "Five days")).await.0, StatusCode::OK);
        let (status, told) = call(&world, &ben, "save_canned", &save("canned-2", "refund-later", "Six days")).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && told.contains("has this shortcut"), "{told}");
        assert_eq!(call(&world, &ben, "save_canned", &save("canned-2", "x", " ")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(call(&world, &eve, "save_canned", &save("canned-3", "refund-later", "theirs")).await.0, StatusCode::OK);
        assert_eq!(call(&world, &eve, "remove_canned", &json!({ "id": "canned-1" })).await.0, StatusCode::OK);
        let (_, told) = call(&world, &ben, "canned", &json!({})).await;
        let all: Vec<Canned> = serde_json::from_str(&told).expect(&told);
        assert_eq!(all.iter().map(|it| (it.shortcut.as_str(), it.body.as_str())).collect::<Vec<_>>(), [("refund-later", "Five days")]);
        assert_eq!(call(&world, &ben, "remove_canned", &json!({ "id": "canned-1" })).await.0, StatusCode::OK);
        assert_eq!(call(&world, &ana, "canned", &json!({})).await.1, "[]");
    }
}

#[tokio::test]
async fn a_preview_is_drawn_as_the_message_will_be() {
    for world in each().await {
        let ana = world.cookie("ana@example.com").await;
        let (_, told) = call(&world, &ana, "preview", &json!({ "text": "**Hi** <b>x</b>" })).await;
        assert_eq!(told, serde_json::to_string(&server::markdown::blocks("**Hi** <b>x</b>")).expect("writes"));
    }
}

#[tokio::test]
async fn a_suggestion_says_nothing_and_names_its_sources() {
    for world in each().await {
        let refunds = "# Refunds\n\n## How long a refund takes\n\nA refund takes five days to reach your bank account.";
        world.docs(&[("refunds.md", refunds), ("trial.md", "# The free trial\n\nThe free trial lasts three weeks.")]).await;
        let visitor = world.visitor().await;
        visitor.say("message-0001", "how long does a refund take to reach my bank account").await;
        let id = visitor.conversation().await;
        let (ana, eve) = (world.cookie("ana@example.com").await, world.cookie("eve@example.com").await);
        let before = world.seq().await;
        let (status, told) = call(&world, &ana, "suggest", &json!({ "id": id })).await;
        assert_eq!(status, StatusCode::OK);
        let found: Option<app::api::composer::Suggestion> = serde_json::from_str(&told).expect(&told);
        let found = found.expect("the docs tell");
        assert!(found.text.contains("takes five days"), "{}", found.text);
        assert_eq!(found.sources.iter().map(|it| it.title.as_str()).collect::<Vec<_>>(), ["Refunds"]);
        assert_eq!(world.seq().await, before, "nothing was said");
        let missing = call(&world, &eve, "suggest", &json!({ "id": "01zzzzzzzzzzzzzzzzzzzzzzzz" })).await;
        assert_eq!(call(&world, &eve, "suggest", &json!({ "id": id })).await, missing);
        assert_eq!(missing.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn colleagues_who_can_be_called_are_those_of_the_workspace() {
    for world in each().await {
        let ana = world.cookie("ana@example.com").await;
        let (_, told) = call(&world, &ana, "callable", &json!({})).await;
        assert!(told.contains("Ana Ortiz") && told.contains("Ben Achterberg") && !told.contains("Eve"), "{told}");
    }
}
