//! A thread as an agent reads it: however long it is it opens with its latest part, goes back piece by piece without a gap,
//! and opens at any of its messages. And what a visitor's browser tells of them.

use crate::world::{each, post, with};
use app::{
    api::{inbox::InboxDesk, views::ViewDesk},
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
        assert_eq!(seqs(&at.events), all[80..280], "a little before it, and a page after it");
        assert_eq!((at.has_more, at.has_later), (true, true));
        // One goes on to the end, while something happens.
        let mut on = at;
        visitor.say("message-after", "and that").await;
        while on.has_later {
            let later = world.desk.later(&me, &id, on.last()).await.expect("reads");
            on.go_on(later);
        }
        let whole = seqs(&server::store::event::of_conversation(&world.desk.db, world.workspace(), &id, 0).await.expect("reads"));
        assert_eq!(seqs(&on.events), whole[80..]);
        let near_the_end = world.desk.thread_at(&me, &id, whole[whole.len() - 100]).await.expect("reads");
        assert_eq!((seqs(&near_the_end.events), near_the_end.has_later), (whole[whole.len() - 200..].to_vec(), false));
        assert_eq!(world.desk.later(&world.member("eve@example.com").await, &id, middle).await.expect("reads as nothing").events, vec![]);
        let first = world.desk.thread_at(&me, &id, 0).await.expect("reads");
        assert_eq!((first.first(), first.has_more), (all[0], false));
        let eve = world.member("eve@example.com").await;
        assert_eq!(world.desk.thread_at(&eve, &id, middle).await, Err(Fault::NotFound));
        assert_eq!(world.desk.earlier(&eve, &id, middle).await.expect("reads as nothing").events, vec![]);
    }
}

#[tokio::test]
async fn the_first_unread_message_is_known_however_far_back_it_stands() {
    for world in each().await {
        let visitor = world.visitor().await;
        visitor.say("message-first", "one thing").await;
        let id = visitor.conversation().await;
        let me = world.member("ana@example.com").await;
        assert_eq!(world.desk.thread(&me, &id).await.expect("reads").first_new, None, "never read: all is new");
        world.desk.mark_read(&me, &id, world.seq().await).await.expect("is noted");
        let note = async |n: usize| {
            let (id_of_note, body) = (MessageId::parse(&format!("note-{n:04}")).expect("an id"), Body::plain("hm").expect("fits"));
            world.desk.act(&me, &id, Command::Note { id: id_of_note, body, files: vec![], mentions: vec![] }).await.expect("is granted");
        };
        for n in 0..150 {
            note(n).await;
        }
        assert_eq!(world.desk.thread(&me, &id).await.expect("reads").first_new, None, "the visitor wrote nothing since");
        visitor.say("message-new", "the first new one").await;
        let new = world.seq().await;
        for n in 150..400 {
            note(n).await;
        }
        visitor.say("message-newer", "another").await;
        let thread = world.desk.thread(&me, &id).await.expect("reads");
        assert_eq!((thread.first_new, thread.spans(new)), (Some(new), false));
        let around = world.desk.thread_at(&me, &id, new).await.expect("reads");
        assert!(around.spans(new) && around.first_new == Some(new) && around.has_later && around.events.len() <= 200);
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
