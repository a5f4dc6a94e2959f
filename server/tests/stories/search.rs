//! Search finds what was said the moment it was said, by words, names, ids and filters, and nothing of anybody else's.

use crate::world::{Visitor, World, each, post, text, with};
use app::{
    api::settings::{Change, SettingsDesk, Shown},
    domain::{command::Command, face::Face, id::ConversationId, label::Attribute, search::Found},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};

const OURS: &str = "ana@example.com";
const FOREIGN: &str = "eve@example.com";

/// Somebody who searches.
struct Seeker<'w> {
    world: &'w World,
    cookie: String,
}

impl<'w> Seeker<'w> {
    async fn of(world: &'w World, email: &str) -> Self {
        Self { world, cookie: world.cookie(email).await }
    }

    async fn ask(&self, query: &str) -> (StatusCode, String) {
        let request = with(post("/api/app/search", &json!({ "text": query })), header::COOKIE, &self.cookie);
        let reply = self.world.send(request).await;
        (reply.status(), text(reply).await)
    }

    async fn find(&self, query: &str) -> Found {
        let (status, told) = self.ask(query).await;
        assert_eq!(status, StatusCode::OK, "{query}: {told}");
        let told: Value = serde_json::from_str(&told).expect("JSON");
        serde_json::from_value(told["it"].clone()).expect("what was found")
    }

    /// The conversations that a query finds, in order.
    async fn ids(&self, query: &str) -> Vec<ConversationId> {
        self.find(query).await.hits.into_iter().map(|hit| hit.conversation.id).collect()
    }

    async fn act(&self, id: &ConversationId, command: &Value) {
        let request = with(post("/api/app/act", &json!({ "id": id, "command": command })), header::COOKIE, &self.cookie);
        assert_eq!(self.world.send(request).await.status(), StatusCode::OK, "{command}");
    }
}

async fn said<'w>(world: &'w World, words: &[&str]) -> (Visitor<'w>, ConversationId) {
    let visitor = world.visitor().await;
    for (n, words) in words.iter().enumerate() {
        world.clock.pass(1_000);
        visitor.say(&format!("message-{n}"), words).await;
    }
    let id = visitor.conversation().await;
    (visitor, id)
}

async fn name(visitor: &Visitor<'_>, name: &str) {
    let reply = visitor.send(post("/api/widget/v1/name", &json!({ "name": name }))).await;
    assert_eq!(reply.status(), StatusCode::OK);
}

#[tokio::test]
async fn what_was_said_is_found_at_once_by_its_words_and_by_whom_it_is_of() {
    for world in each().await {
        let ana = Seeker::of(&world, OURS).await;
        let (maria, refund) = said(&world, &["Hello there", "Where is my refund for the Çafé?"]).await;
        let (_, refunds) = said(&world, &["Do refunds take long"]).await;
        let (_, arabic) = said(&world, &["مرحبا، لدي استوديو", "東京都庁はどこ 🎉"]).await;
        name(&maria, "María López").await;

        assert_eq!(ana.ids("refund").await, [refund.clone(), refunds.clone()], "the word itself comes before words that begin so");
        assert_eq!(ana.ids("REFUND cafe").await, vec![refund.clone()]);
        assert_eq!(ana.ids("\"my refund\"").await, vec![refund.clone()]);
        assert_eq!(ana.ids("\"refund my\"").await, vec![]);
        assert_eq!(ana.ids("refunds take ref").await, vec![refunds.clone()]);
        for query in ["مرحبا", "استوديو", "京都", "都", "🎉"] {
            assert_eq!(ana.ids(query).await, vec![arabic.clone()], "{query}");
        }
        for query in ["maria", "lopez maria", "\"maria lopez\"", "maria refund", "from:lopez refund", "from:\"María López\" hello"] {
            assert_eq!(ana.ids(query).await, vec![refund.clone()], "{query}");
        }
        let it = ana.find("refund cafe").await.hits.remove(0);
        let marked: Vec<&str> = it.snippet.iter().filter(|piece| piece.is_hit).map(|piece| piece.text.as_str()).collect();
        assert_eq!(marked, ["refund", "Çafé"]);
        let whole: String = it.snippet.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(whole, "Where is my refund for the Çafé?");
        let place = it.message.expect("a message");
        let seen = world.desk.hub.listen(world.workspace(), place.seq - 1).await.expect("listens").next().await.expect("reads");
        assert_eq!((seen.event.seq, &seen.conversation.id), (place.seq, &refund), "the hit leads to its message");

        let short = ana.find("refunds take").await.hits[0].conversation.visitor.id.clone();
        for query in [refunds.as_str(), &refunds.as_str()[..20], short.as_str(), &short.short(), &format!("Visitor {}", short.short())] {
            assert_eq!(ana.ids(query).await.first(), Some(&refunds), "{query}");
        }
    }
}

#[tokio::test]
async fn operators_say_who_wrote_it_when_and_how_it_stands() {
    for world in each().await {
        let (ana, ben) = (Seeker::of(&world, OURS).await, Seeker::of(&world, "ben@example.com").await);
        let (_, early) = said(&world, &["the invoice is wrong"]).await;
        world.clock.pass(3 * 86_400_000);
        let (late_visitor, late) = said(&world, &["another invoice see https://example.com/x"]).await;
        late_visitor.ask_for_person().await;
        ben.act(&early, &json!({ "is": "take_over" })).await;
        ben.act(&early, &json!({ "is": "note", "id": "note-0001", "body": { "text": "**check** the secret ledger" } })).await;
        ben.act(&early, &json!({ "is": "reply", "id": "reply-001", "body": { "text": "Your invoice was mended" }, "seen": null })).await;
        // The world's clock stands at 2025-11-13.
        for (query, found) in [
            ("invoice", vec![&late, &early]),
            ("from:visitor invoice", vec![&late, &early]),
            ("from:ben invoice", vec![&early]),
            ("from:\"Ben Achterberg\"", vec![&early]),
            ("from:agent mended", vec![&early]),
            ("from:ana invoice", vec![]),
            ("from:ai invoice", vec![]),
            ("note:ledger", vec![&early]),
            ("note: check", vec![&early]),
            ("note:invoice", vec![]),
            ("ledger", vec![&early]),
            ("has:link", vec![&late]),
            ("before:2025-11-15 invoice", vec![&early]),
            ("after:2025-11-15 invoice", vec![&late, &early]),
            ("after:2025-11-15 from:visitor invoice", vec![&late]),
            ("after:2030 invoice", vec![]),
            ("holder:queue", vec![&late]),
            ("holder:ben", vec![&early]),
            ("holder:ai", vec![]),
            ("is:waiting invoice", vec![&late]),
            ("is:open", vec![&late, &early]),
            ("is:closed", vec![]),
            ("assistant:plum is:open", vec![&late, &early]),
            ("assistant:other is:open", vec![]),
        ] {
            let mut ids = ana.ids(query).await;
            let mut expected: Vec<ConversationId> = found.into_iter().cloned().collect();
            ids.sort_unstable();
            expected.sort_unstable();
            assert_eq!(ids, expected, "{query}");
        }
        assert_eq!(ben.ids("from:me holder:me").await, vec![early.clone()]);
        assert_eq!(ana.ids("from:me").await, vec![]);
        // What began under another name is found by the one that the assistant has now.
        let renamed = Change::Assistant { id: Some(world.profile.id.clone()), face: Face::of("Quince", "Hello") };
        world.desk.change_settings(&world.member(OURS).await, renamed).await.expect("is taken");
        assert_eq!((ana.ids("assistant:quince is:open").await.len(), ana.ids("assistant:plum is:open").await.len()), (2, 0));
        ben.act(&early, &json!({ "is": "close" })).await;
        assert_eq!(ana.ids("is:closed invoice").await, [early]);
        for (query, says) in [("is:funny", "open, snoozed"), ("before:soon x", "2026-01-31"), ("from:", "a name")] {
            let (status, told) = ana.ask(query).await;
            assert!(status == StatusCode::UNPROCESSABLE_ENTITY || status == StatusCode::BAD_REQUEST, "{status}");
            assert!(told.contains(says), "{told}");
        }
    }
}

#[tokio::test]
async fn marks_and_attributes_are_operators_too() {
    for world in each().await {
        let (ana, ben) = (Seeker::of(&world, OURS).await, Seeker::of(&world, "ben@example.com").await);
        let (visitor, one) = said(&world, &["the printer is broken"]).await;
        let (_, other) = said(&world, &["the printer is on fire"]).await;
        visitor.ask_for_person().await;
        let me = world.member(OURS).await;
        let change = Change::Team { id: None, name: "Night Shift".to_owned(), members: vec![] };
        let Ok(Shown::Teams { teams, .. }) = world.desk.change_settings(&me, change).await else { panic!("is made") };
        let team = &teams[0].team;
        for command in [
            json!({ "is": "tag", "tag": "paper jam" }),
            json!({ "is": "route", "team": team }),
            json!({ "is": "prioritise", "priority": "high" }),
            json!({ "is": "assign", "to": me.agent() }),
        ] {
            ben.act(&one, &command).await;
        }
        let attribute = |value: &str| Attribute { value: value.to_owned(), is_verified: false, is_captured: false };
        let attributes = [("Plan".to_owned(), attribute("Pro Max")), ("seats".to_owned(), attribute("7"))].into();
        world.desk.act_as_visitor(world.workspace(), &one, Command::Describe { attributes }).await.expect("is granted");
        let bytes = Request::builder().method("POST").uri("/api/widget/v1/files?name=log.txt").header(header::HOST, "chat.test");
        let bytes = bytes.header(header::ORIGIN, "http://chat.test").body(Body::from("it hums")).expect("a request");
        let file: Value = serde_json::from_str(&text(visitor.send(bytes).await).await).expect("a file");
        let say = json!({ "id": "message-file", "body": "here it is", "page": null, "files": [file["id"]] });
        assert_eq!(visitor.send(post("/api/widget/v1/messages", &say)).await.status(), StatusCode::OK);

        for (query, found) in [
            ("tag:\"paper jam\"", vec![&one]),
            ("tag:paper printer", vec![]),
            ("team:night", vec![&one]),
            ("team:day", vec![]),
            ("priority:high printer", vec![&one]),
            ("priority:urgent", vec![]),
            ("assigned:ana", vec![&one]),
            ("assigned:me printer", vec![&one]),
            ("assigned:nobody printer", vec![&other]),
            ("has:file", vec![&one]),
            ("has:file fire", vec![]),
            ("reason:person", vec![&one]),
            ("reason:docs printer", vec![]),
            ("attribute:plan", vec![&one]),
            ("attribute:\"plan=pro max\"", vec![&one]),
            ("attribute:seats=7 broken", vec![&one]),
            ("attribute:seats=70", vec![]),
            ("language:de printer", vec![]),
        ] {
            let expected: Vec<ConversationId> = found.into_iter().cloned().collect();
            assert_eq!(ana.ids(query).await, expected, "{query}");
        }
        ben.act(&other, &json!({ "is": "mark_spam", "is_spam": true })).await;
        ben.act(&other, &json!({ "is": "reopen" })).await;
        assert_eq!(ana.ids("is:open printer").await, vec![one], "spam that was opened again is spam");
        assert_eq!(ana.ids("is:spam printer").await, vec![other]);
        for query in ["reason:moon", "language:1", "attribute:=x", "attribute:plan="] {
            assert_eq!(ana.ask(query).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        }
    }
}

#[tokio::test]
async fn a_foreign_workspace_finds_nothing_and_nothing_of_it_is_found() {
    for world in each().await {
        let (visitor, id) = said(&world, &["the secret of Plumvale"]).await;
        name(&visitor, "Maria").await;
        let eve = Seeker::of(&world, FOREIGN).await;
        let short = Seeker::of(&world, OURS).await.find("secret").await.hits[0].conversation.visitor.id.short();
        for query in ["secret", "maria", id.as_str(), &short, "is:open", "from:visitor", "after:1990", "\"of plumvale\"", "from:maria"] {
            let found = eve.find(query).await;
            assert_eq!(found, Found::default(), "{query}");
        }
    }
}

#[tokio::test]
async fn whatever_is_typed_is_a_search() {
    for world in each().await {
        let ana = Seeker::of(&world, OURS).await;
        let (_, id) = said(&world, &["100% of {{7+7}} 'quotes' -- and OR 1=1; drop table event"]).await;
        let hostile = [
            "' OR 1=1 --",
            "\"",
            "\"\"\"",
            "a\"b",
            "NEAR(",
            "col:x",
            "^x*",
            "x AND NOT y",
            "* OR *",
            "%",
            "_",
            "\\",
            "{",
            "-",
            "--x",
            "(((",
            "🎉👩‍💻",
            "\u{202e}abc",
            "a\u{0}b",
            "ทดสอบ",
            "한국어",
            "ﷺ",
            "\u{301}\u{301}",
            "x:y:z",
            ":",
            "::",
            "<script>",
            "';--",
            "$1",
            "\u{ffff}",
        ];
        for query in hostile {
            ana.find(query).await;
        }
        for query in ["x".repeat(10_000), "word ".repeat(2_000), "\u{1f389}".repeat(2_500), "\"a ".repeat(3_000), "東".repeat(3_000)] {
            ana.find(&query).await;
        }
        for query in ["100%", "'quotes'", "1=1;", "{{7+7}}", "drop table", "' OR 1=1 -- drop"] {
            assert_eq!(ana.ids(query).await, vec![id.clone()], "{query}");
        }
        assert_eq!(ana.find("").await, Found::default());
        assert_eq!(ana.find("*** (((").await, Found::default());
    }
}
