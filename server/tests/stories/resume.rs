//! Nothing is missed: a client that was away says the last number that it saw, and gets all that followed or "start afresh".

use crate::world::{each, get, until, with};
use app::{
    api::inbox::InboxDesk,
    domain::{command::Command, id::MessageId, text::Body},
};
use axum::http::{StatusCode, header};

#[tokio::test]
async fn a_team_member_who_was_away_gets_all_that_followed_once_and_in_order() {
    for world in each().await {
        let cookie = world.cookie("ana@example.com").await;
        let one = world.visitor().await;
        one.say("message-0001", "first").await;
        let request = |after: &str| with(get(&format!("/inbox/events?after={after}")), header::COOKIE, &cookie);
        let mut early = world.stream(request("0")).await;
        let seen: Vec<_> = early.take(2).await.iter().map(|frame| frame.id).collect();
        assert_eq!(seen, [Some(1), Some(2)], "the opening and the first word");
        drop(early);
        let two = world.visitor().await;
        tokio::join!(one.say("message-0002", "second"), two.say("message-0003", "third"));
        one.say("message-0004", "fourth").await;
        // Last-Event-ID is what a browser sends by itself; it wins over the address.
        let mut late = world.stream(with(request("0"), header::HeaderName::from_static("last-event-id"), "2")).await;
        let ids: Vec<_> = late.take(4).await.iter().map(|frame| frame.id).collect();
        assert_eq!(ids, [Some(3), Some(4), Some(5), Some(6)]);
        two.say("message-0005", "fifth").await;
        assert_eq!(late.next().await.and_then(|frame| frame.id), Some(7), "and goes on live");
    }
}

#[tokio::test]
async fn a_number_that_cannot_be_resumed_from_says_so() {
    for world in each().await {
        let cookie = world.cookie("ana@example.com").await;
        let visitor = world.visitor().await;
        visitor.say("message-0001", "first").await;
        for after in ["999", "garbage", "-1", "", "18446744073709551616"] {
            let mut stream = world.stream(with(get(&format!("/inbox/events?after={after}")), header::COOKIE, &cookie)).await;
            assert_eq!(stream.next().await.and_then(|frame| frame.event).as_deref(), Some("reset"), "{after:?}");
            let mut stream = visitor.stream(after).await;
            assert_eq!(stream.next().await.and_then(|frame| frame.event).as_deref(), Some("reset"), "{after:?}");
        }
    }
}

#[tokio::test]
async fn many_at_once_arrive_at_every_listener_exactly_once() {
    const N_VISITORS: usize = 8;
    const N_EACH: usize = 12;
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let mut listeners = Vec::new();
        for after in [0, 0, 0] {
            listeners.push(world.desk.hub.listen(&me.workspace, after).await.expect("listens"));
        }
        let send = |who: usize| {
            let world = &world;
            async move {
                let visitor = world.visitor().await;
                for n in 0..N_EACH {
                    visitor.say(&format!("message-{who}-{n}"), "text").await;
                }
            }
        };
        futures::future::join_all((0..N_VISITORS).map(send)).await;
        let expected: Vec<u64> = (1..=(N_VISITORS * (N_EACH + 1)) as u64).collect();
        for mut listener in listeners {
            let mut seen = Vec::new();
            while seen.len() < expected.len() {
                seen.push(listener.next().await.expect("reads").event.seq);
            }
            assert_eq!(seen, expected);
        }
    }
}

#[tokio::test]
async fn a_visitor_sees_nothing_but_their_own_and_no_note() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let (mine, other) = (world.visitor().await, world.visitor().await);
        mine.say("message-0001", "mine").await;
        other.say("message-0002", "of somebody else").await;
        let id = mine.conversation().await;
        let note = Command::Note {
            id: MessageId::parse("message-0003").expect("an id"),
            body: Body::plain("a secret of the team").expect("fits"),
            files: vec![],
            mentions: vec![],
        };
        world.desk.act(&me, &id, note).await.expect("is granted");
        let reply = Command::Reply {
            id: MessageId::parse("message-0004").expect("an id"),
            body: Body::plain("hello").expect("fits"),
            seen: None,
            shown: None,
            files: vec![],
            then: app::domain::command::Then::Stay,
        };
        world.desk.act(&me, &id, reply).await.expect("is granted");
        let mut stream = mine.stream("0").await;
        let told: Vec<String> =
            stream.take(3).await.iter().map(|frame| frame.data["what"]["is"].as_str().unwrap_or_default().to_owned()).collect();
        assert_eq!(told, ["mine", "joined", "reply"]);
        let all = serde_json::to_string(&mine.reload().await).expect("writes");
        assert!(!all.contains("secret") && !all.contains("somebody else"), "{all}");
        assert!(!all.contains(me.account.as_str()), "an agent is a name to the visitor, not an id");
    }
}

#[tokio::test]
async fn a_stream_ends_when_the_session_does() {
    for world in each().await {
        let cookie = world.cookie("ana@example.com").await;
        let mut stream = world.stream(with(get("/inbox/events?after=0"), header::COOKIE, &cookie)).await;
        let token = cookie.split_once('=').expect("a cookie").1.to_owned();
        world.desk.sign_out(&token).await.expect("signs out");
        assert_eq!(tokio::time::timeout(std::time::Duration::from_secs(20), stream.next()).await.expect("ends soon"), None);
        let refused = world.send(with(get("/inbox/events?after=0"), header::COOKIE, &cookie)).await;
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_question_is_answered_live_and_the_same_after_a_reload() {
    for world in each().await {
        world
            .docs(&[("refunds.md", "# Refunds\n\n## How long a refund takes\n\nA refund takes five days to reach your bank account.")])
            .await;
        world.work();
        let visitor = world.visitor().await;
        let mut stream = visitor.stream("0").await;
        visitor.say("message-0001", "how long does a refund take to reach my bank account").await;
        let frames = stream.take(2).await;
        assert_eq!(frames[1].data["what"]["is"], "answer");
        let reload = until(|| async { Some(visitor.reload().await).filter(|entries| entries.len() == 2) }).await;
        assert_eq!(serde_json::to_value(&reload[1]).expect("writes"), frames[1].data);
    }
}
