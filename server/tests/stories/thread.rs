//! A thread as an agent reads it: however long it is it opens with its latest part, goes back piece by piece without a gap,
//! and opens at any of its messages. And what a visitor's browser tells of them.

use crate::world::{each, post, with};
use app::{
    api::inbox::InboxDesk,
    domain::{
        command::Command,
        event::{Event, What},
        fault::Fault,
        id::{MessageId, Seq},
        person::Visit,
        text::Body,
    },
};
use axum::http::{StatusCode, header};
use serde_json::json;

fn seqs(events: &[Event]) -> Vec<Seq> {
    events.iter().map(|event| event.seq).collect()
}

#[tokio::test]
async fn a_long_thread_opens_with_its_end_and_goes_back_without_a_gap() {
    for world in each().await {
        let (visitor, other) = (world.visitor().await, world.visitor().await);
        visitor.say("message-first", "one thing").await;
        let id = visitor.conversation().await;
        let me = world.member("ana@example.com").await;
        for n in 0..450 {
            let (id_of_note, body) =
                (MessageId::parse(&format!("note-{n:04}")).expect("an id"), Body::plain("one more thing").expect("fits"));
            world.desk.act(&me, &id, Command::Note { id: id_of_note, body, files: vec![], mentions: vec![] }).await.expect("is granted");
            if n % 50 == 0 {
                other.say(&format!("message-{n:04}"), "of somebody else").await;
            }
        }
        let all = seqs(&server::store::event::of_conversation(&world.desk.db, world.workspace(), &id, 0).await.expect("reads"));
        let mut thread = world.desk.thread(&me, &id).await.expect("reads");
        assert_eq!((seqs(&thread.events), thread.has_more), (all[all.len() - 200..].to_vec(), true));
        assert_eq!(thread.conversation.seq, *all.last().expect("has events"), "the state is of the whole log");
        // Something happens while one goes back.
        visitor.say("message-last", "and this").await;
        while thread.has_more {
            let earlier = world.desk.earlier(&me, &id, thread.first()).await.expect("reads");
            thread.go_back(earlier);
        }
        assert_eq!(seqs(&thread.events), all);
        let middle = all[100];
        let at = world.desk.thread_at(&me, &id, middle).await.expect("reads");
        assert_eq!((at.first(), at.has_more, at.events.len()), (all[80], true, all.len() + 1 - 80), "a little before it, and all after it");
        let first = world.desk.thread_at(&me, &id, 0).await.expect("reads");
        assert_eq!((first.first(), first.has_more), (all[0], false));
        let eve = world.member("eve@example.com").await;
        assert_eq!(world.desk.thread_at(&eve, &id, middle).await, Err(Fault::NotFound));
        assert_eq!(world.desk.earlier(&eve, &id, middle).await.expect("reads as nothing").events, vec![]);
    }
}

#[tokio::test]
async fn what_a_browser_tells_of_its_visitor_is_kept_once_and_cut_to_size() {
    for world in each().await {
        let visitor = world.visitor().await;
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
        for n in 0..2 {
            let body = json!({
                "id": format!("message-{n:04}"), "body": "hello", "page": "https://shop.test/cart",
                "referrer": format!("https://search.test/{}", "x".repeat(900)), "language": "de-AT", "time_zone": " Europe/Vienna\n",
            });
            let reply = visitor.send(with(post("/api/widget/v1/messages", &body), header::USER_AGENT, firefox)).await;
            assert_eq!(reply.status(), StatusCode::OK);
        }
        let smuggled = json!({ "id": "message-0009", "body": "hello", "browser": "My own words" });
        assert_eq!(visitor.send(post("/api/widget/v1/messages", &smuggled)).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let me = world.member("ana@example.com").await;
        let thread = world.desk.thread(&me, &visitor.conversation().await).await.expect("reads");
        let told = Visit {
            referrer: thread.conversation.visit.referrer.clone().filter(|it| it.chars().count() == 500),
            browser: Some("Firefox 128, Linux".to_owned()),
            language: Some("de-AT".to_owned()),
            time_zone: Some("Europe/Vienna".to_owned()),
        };
        assert_eq!(thread.conversation.visit, told);
        assert_eq!(thread.events.iter().filter(|event| matches!(event.what, What::Visited { .. })).count(), 1);
    }
}
