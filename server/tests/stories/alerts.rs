//! Nobody misses a customer: who is told what, what became of it, and what happens when nobody comes.

use crate::world::{World, each, post, text, with};
use app::{
    api::{
        Caller,
        alerts::{AlertDesk, Bell, Which},
        inbox::InboxDesk,
        views::ViewDesk,
    },
    domain::{
        alert::{Channel, Kind, Permission, Seat},
        command::Command,
        id::{ConversationId, MessageId},
        text::Body,
    },
};
use axum::http::{StatusCode, header};
use serde_json::json;

fn seat(page: &str) -> Seat {
    Seat { page: page.to_owned(), is_visible: true, desktop: Permission::Granted, is_audible: true, lang: "en".to_owned() }
}

async fn bell(world: &World, me: &Caller) -> Bell {
    world.desk.bell(me, None).await.expect("reads")
}

/// What the bell has, latest first: the kind, and whether it was opened.
async fn rung(world: &World, me: &Caller) -> Vec<(Kind, bool)> {
    bell(world, me).await.alerts.iter().map(|it| (it.kind, it.opened_at.is_some())).collect()
}

fn note(words: &str, mentions: &[&Caller]) -> Command {
    let id = MessageId::parse(&server::chance::id(app::domain::time::Timestamp(1))).expect("an id");
    Command::Note { id, body: Body::plain(words).expect("fits"), files: vec![], mentions: mentions.iter().map(|it| it.agent()).collect() }
}

/// A visitor who waits for a person.
async fn waiting(world: &World) -> ConversationId {
    let visitor = world.newcomer().await;
    visitor.say("message-0001", "My invoice is wrong").await;
    visitor.ask_for_person().await;
    visitor.conversation().await
}

#[tokio::test]
async fn a_handoff_rings_everybody_and_reading_it_opens_it() {
    for world in each().await {
        let (ana, ben, eve) =
            (world.member("ana@example.com").await, world.member("ben@example.com").await, world.member("eve@example.com").await);
        let id = waiting(&world).await;
        for me in [&ana, &ben] {
            let bell = bell(&world, me).await;
            assert_eq!((bell.n_unopened, bell.alerts.len()), (1, 1));
            let alert = &bell.alerts[0];
            assert_eq!((alert.kind, alert.conversation.as_ref()), (Kind::NeedsPerson, Some(&id)));
            assert_eq!((alert.told.words.as_str(), alert.shown_at, alert.opened_at), ("My invoice is wrong", None, None));
        }
        assert_eq!(bell(&world, &eve).await.alerts, vec![], "nobody of another workspace");
        let first = bell(&world, &ana).await.alerts[0].id.clone();
        world.desk.alerts_shown(&eve, vec![first.clone()], Channel::Sound).await.expect("is nothing");
        world.desk.alerts_opened(&eve, Which::One { id: first.clone(), via: Channel::Screen }).await.expect("is nothing");
        assert_eq!(bell(&world, &ana).await.alerts[0].shown_at, None);
        world.clock.pass(1_000);
        world.desk.alerts_shown(&ana, vec![first], Channel::Sound).await.expect("is noted");
        let shown = bell(&world, &ana).await;
        assert_eq!((shown.alerts[0].shown_at, shown.n_unopened), (Some(shown.now), 1));
        world.desk.mark_read(&ana, &id, 3).await.expect("is noted");
        assert_eq!((rung(&world, &ana).await, bell(&world, &ana).await.n_unopened), (vec![(Kind::NeedsPerson, true)], 0));
        assert_eq!(rung(&world, &ben).await, vec![(Kind::NeedsPerson, false)], "Ben hasn't looked yet");
        world.desk.alerts_opened(&ben, Which::All).await.expect("is noted");
        assert_eq!(bell(&world, &ben).await.n_unopened, 0);
    }
}

#[tokio::test]
async fn who_holds_it_hears_of_messages_and_the_newest_alone_counts() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let visitor = world.newcomer().await;
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        world.desk.act(&ana, &id, Command::TakeOver).await.expect("is granted");
        for (nth, words) in ["are you there?", "hello?"].into_iter().enumerate() {
            visitor.say(&format!("message-1{nth:03}"), words).await;
        }
        let heard = bell(&world, &ana).await;
        let told: Vec<&str> = heard.alerts.iter().map(|it| it.told.words.as_str()).collect();
        assert_eq!((told, heard.n_unopened), (vec!["hello?"], 1));
        assert_eq!(rung(&world, &ben).await, vec![]);
        world.desk.act(&ana, &id, Command::Assign { to: Some(ben.agent()) }).await.expect("is granted");
        assert_eq!(rung(&world, &ben).await, vec![(Kind::Assigned, false)]);
        assert_eq!(rung(&world, &ana).await.len(), 1, "she knows what she did");
    }
}

#[tokio::test]
async fn who_is_called_in_a_note_is_told_and_the_visitor_never() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let visitor = world.newcomer().await;
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        world.desk.act(&ana, &id, note("@Ben Achterberg the secret of this customer", &[&ben, &ana])).await.expect("is granted");
        let bell = bell(&world, &ben).await;
        assert_eq!(
            (bell.alerts[0].kind, bell.alerts[0].told.words.as_str()),
            (Kind::Mentioned, "@Ben Achterberg the secret of this customer")
        );
        assert_eq!(rung(&world, &ana).await, vec![], "who wrote it knows");
        let seen = serde_json::to_string(&visitor.reload().await).expect("writes");
        assert!(!seen.contains("secret") && !seen.contains("Achterberg"), "{seen}");
    }
}

#[tokio::test]
async fn the_bell_is_asked_for_over_the_wire_and_a_page_says_what_it_can() {
    for world in each().await {
        waiting(&world).await;
        let cookie = world.cookie("ana@example.com").await;
        let ask = |seat: serde_json::Value| with(post("/api/app/bell", &json!({ "seat": seat })), header::COOKIE, &cookie);
        let reply = world.send(ask(serde_json::to_value(seat("page-1")).expect("writes"))).await;
        assert_eq!(reply.status(), StatusCode::OK);
        let told = text(reply).await;
        assert!(app::read::read::<Bell>(&told).is_some_and(|it| it.n_unopened == 1), "{told}");
        let reply = world.send(ask(serde_json::to_value(seat("")).expect("writes"))).await;
        assert_eq!(reply.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
}
