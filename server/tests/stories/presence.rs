//! Who is near a conversation: told live, to whom it may be told, and to nobody for longer than it is so.

use crate::world::{self, Stream, Visitor, World, each, get, post, text, with};
use app::{
    api::{
        Caller,
        inbox::InboxDesk,
        presence::{Colleagues, Here, PresenceDesk},
        settings::{self, Change, SettingsDesk},
    },
    domain::{
        command::{Command, Then},
        hours::{Hours, Span},
        id::{ConversationId, MessageId},
        near::{Near, Sharing},
        settings::Promptness,
        text::Body,
    },
    talk::{LONGEST_DRAFT, Shown},
};
use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use server::{
    db::Error,
    desk::{ATTENDANCE_MS, Desk, PRESENCE_MS, TYPING_MS},
    library::Library,
    secret::Keys,
    store,
};
use std::time::Duration;

const ANA: &str = "ana@example.com";
const BEN: &str = "ben@example.com";

/// A member with their stream, from where the log stands.
struct Member<'w> {
    world: &'w World,
    me: Caller,
    cookie: String,
    stream: Stream,
}

impl<'w> Member<'w> {
    async fn of(world: &'w World, email: &str) -> Self {
        let (me, cookie) = (world.member(email).await, world.cookie(email).await);
        let seq = store::workspace::seq(&world.desk.db, &me.workspace).await.expect("reads");
        let path = format!("/inbox/events?after={seq}");
        let stream = world.stream(with(get(&path), header::COOKIE, &cookie)).await;
        Self { world, me, cookie, stream }
    }

    async fn call(&self, name: &str, body: &Value) -> StatusCode {
        let reply = self.world.send(with(post(&format!("/api/app/{name}"), body), header::COOKIE, &self.cookie)).await;
        let status = reply.status();
        text(reply).await;
        status
    }

    async fn does(&self, id: &ConversationId, doing: &Value) {
        assert_eq!(self.call("look", &json!({ "id": id, "doing": doing })).await, StatusCode::OK);
    }

    async fn act(&self, id: &ConversationId, command: Command) {
        self.world.desk.act(&self.me, id, command).await.expect("is granted");
    }

    /// What they hear next of who is near: the others by name, whether each types, their drafts; and the visitor's.
    async fn hears(&mut self) -> (Vec<(String, bool, String)>, Option<String>) {
        let near: Near = serde_json::from_value(heard(&mut self.stream).await).expect("who is near");
        let others = near.agents.into_iter().map(|it| (it.agent.name.into(), it.doing.is_typing, it.doing.draft)).collect();
        (others, near.visitor)
    }
}

/// The next frame that says who is near.
async fn heard(stream: &mut Stream) -> Value {
    let frame = async {
        loop {
            let frame = stream.next().await.expect("the stream goes on");
            if frame.event.as_deref() == Some("near") {
                assert_eq!(frame.id, None, "what isn't in the log has no number");
                return frame.data;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), frame).await.expect("something is heard")
}

/// Nothing more is heard of who is near, for long enough to have heard it.
async fn is_silent(stream: &mut Stream) {
    let more = tokio::time::timeout(Duration::from_millis(1_500), heard(stream)).await;
    assert!(more.is_err(), "{more:?}");
}

fn reply(id: &str, words: &str) -> Command {
    let (id, body) = (MessageId::parse(id).expect("an id"), Body::plain(words).expect("fits"));
    Command::Reply { id, body, seen: None, shown: None, files: vec![], then: Then::Stay }
}

fn one(name: &str, is_typing: bool, draft: &str) -> Vec<(String, bool, String)> {
    vec![(name.to_owned(), is_typing, draft.to_owned())]
}

async fn begun(world: &World) -> (Visitor<'_>, ConversationId) {
    let visitor = world.visitor().await;
    visitor.say("message-0001", "My invoice is wrong").await;
    let id = visitor.conversation().await;
    (visitor, id)
}

async fn set<S: store::setting::Section + Sync + 'static>(world: &World, section: S) {
    let (workspace, now) = (world.workspace().clone(), server::clock::Clock::now(world.clock.as_ref()));
    let saved =
        world.desk.db.write::<_, Error, _>(move |tx| Box::pin(async move { store::setting::save(tx, &workspace, &section, now).await }));
    saved.await.expect("writes");
}

#[tokio::test]
async fn colleagues_see_who_looks_and_read_along_until_it_is_sent() {
    for world in each().await {
        let (_visitor, id) = begun(&world).await;
        let (mut ana, mut ben) = (Member::of(&world, ANA).await, Member::of(&world, BEN).await);
        ben.does(&id, &json!({ "is_typing": true, "mode": "reply", "draft": "Dear Mara" })).await;
        assert_eq!(ana.hears().await, (one("Ben Achterberg", true, ""), None), "who doesn't look reads no draft");
        ana.does(&id, &json!({})).await;
        assert_eq!(ana.hears().await, (one("Ben Achterberg", true, "Dear Mara"), None));
        assert_eq!(ben.hears().await, (one("Ana Ortiz", false, ""), None), "nobody hears of themselves");
        ben.does(&id, &json!({ "is_typing": false, "mode": "note", "draft": "psst" })).await;
        assert_eq!(ana.hears().await, (one("Ben Achterberg", false, "psst"), None));
        ben.act(&id, reply("message-0002", "Dear Mara, done")).await;
        assert_eq!(ana.hears().await, (one("Ben Achterberg", false, ""), None), "what is sent is no draft");
        assert_eq!(ben.call("look_away", &json!({ "id": id })).await, StatusCode::OK);
        assert_eq!(ana.hears().await, (vec![], None));
        is_silent(&mut ana.stream).await;
    }
}

#[tokio::test]
async fn a_page_that_died_is_no_ghost_and_saying_it_again_is_no_news() {
    for world in each().await {
        let (_visitor, id) = begun(&world).await;
        let (mut ana, ben) = (Member::of(&world, ANA).await, Member::of(&world, BEN).await);
        ben.does(&id, &json!({})).await;
        assert_eq!(ana.hears().await.0, one("Ben Achterberg", false, ""));
        world.clock.pass(PRESENCE_MS - 1);
        ben.does(&id, &json!({})).await;
        is_silent(&mut ana.stream).await;
        world.clock.pass(PRESENCE_MS);
        assert_eq!(ana.hears().await, (vec![], None), "gone by itself");
    }
}

#[tokio::test]
async fn whoever_comes_later_is_told_how_things_stand_and_another_node_hears_it_too() {
    for world in each().await {
        let (_visitor, id) = begun(&world).await;
        let keys = Keys::from_secret(b"the secret of a story");
        let node = Desk::new(world.desk.db.clone(), world.clock.clone(), keys, Library::open(None).expect("needs no file"));
        let ana = world.member(ANA).await;
        let mut far = node.ear(&ana);
        let ben = Member::of(&world, BEN).await;
        ben.does(&id, &json!({ "is_typing": true })).await;
        let near = tokio::time::timeout(Duration::from_secs(20), far.next()).await.expect("is heard");
        assert_eq!(near.agents.iter().map(|it| it.agent.name.as_str()).collect::<Vec<_>>(), ["Ben Achterberg"]);
        let mut late = Member::of(&world, ANA).await;
        assert_eq!(late.hears().await.0, one("Ben Achterberg", true, ""));
    }
}

#[tokio::test]
async fn a_foreign_workspace_hears_nothing() {
    for world in each().await {
        let (visitor, id) = begun(&world).await;
        let (mut eve, ben) = (Member::of(&world, "eve@example.com").await, Member::of(&world, BEN).await);
        ben.does(&id, &json!({ "is_typing": true, "draft": "Dear Mara" })).await;
        visitor.send(post("/api/widget/v1/typing", &json!({ "is_typing": true }))).await;
        assert_eq!(eve.call("look", &json!({ "id": id, "doing": {} })).await, StatusCode::NOT_FOUND);
        is_silent(&mut eve.stream).await;
        let seen = store::presence::picture(&world.desk.db, &eve.me.workspace, world::START).await.expect("reads");
        assert!(seen.is_empty(), "{seen:?}");
    }
}

async fn types(visitor: &Visitor<'_>, body: &Value) -> StatusCode {
    visitor.send(post("/api/widget/v1/typing", body)).await.status()
}

#[tokio::test]
async fn a_visitor_who_types_is_seen_and_read_along_only_where_the_owner_wants_it() {
    for world in each().await {
        let newcomer = world.visitor().await;
        assert_eq!(types(&newcomer, &json!({ "is_typing": true })).await, StatusCode::NO_CONTENT, "before the first message it is nothing");
        let (visitor, id) = begun(&world).await;
        let mut ana = Member::of(&world, ANA).await;
        ana.does(&id, &json!({})).await;
        let long = format!("I want\u{0}{}", "x".repeat(2 * LONGEST_DRAFT));
        let typing = json!({ "is_typing": true, "draft": long });
        assert_eq!(types(&visitor, &typing).await, StatusCode::NO_CONTENT);
        assert_eq!(ana.hears().await, (vec![], Some(String::new())), "the owner hasn't chosen it");
        assert_eq!(types(&visitor, &json!({ "is_typing": false })).await, StatusCode::NO_CONTENT);
        assert_eq!(ana.hears().await, (vec![], None));

        let read_along = settings::Shown::Privacy { sharing: Sharing { visitor_drafts: true } };
        let change = Change::Privacy { sharing: Sharing { visitor_drafts: true } };
        assert_eq!(world.desk.change_settings(&ana.me, change).await, Ok(read_along));
        assert!(world.desk.welcome(&world.profile.public_key, Some(&visitor.token)).await.expect("is welcome").shares_draft);
        assert_eq!(types(&visitor, &typing).await, StatusCode::NO_CONTENT);
        let draft = ana.hears().await.1.expect("types");
        assert!(draft.starts_with("I wantx") && draft.chars().count() == LONGEST_DRAFT, "{draft}");
        visitor.say("message-0002", "I want to leave").await;
        assert_eq!(ana.hears().await, (vec![], None), "what is sent is no draft");

        assert_eq!(types(&visitor, &json!({ "is_typing": true })).await, StatusCode::NO_CONTENT);
        assert_eq!(ana.hears().await, (vec![], Some(String::new())));
        world.clock.pass(TYPING_MS);
        assert_eq!(ana.hears().await, (vec![], None), "whoever fell silent doesn't type");

        ana.act(&id, Command::Block { is_blocked: true }).await;
        assert_eq!(types(&visitor, &json!({ "is_typing": true })).await, StatusCode::NO_CONTENT);
        is_silent(&mut ana.stream).await;
        let mut told = Vec::new();
        for _ in 0..40 {
            told.push(types(&visitor, &json!({ "is_typing": true })).await);
        }
        assert!(told.contains(&StatusCode::TOO_MANY_REQUESTS), "{told:?}");
        assert_eq!(types(&newcomer, &json!({ "is_typing": true })).await, StatusCode::NO_CONTENT, "each has an allowance of their own");
        assert_eq!(types(&visitor, &json!({ "is_typing": true, "of": id })).await, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn a_visitor_hears_of_who_comes_to_help_and_of_nothing_else() {
    for world in each().await {
        let (visitor, id) = begun(&world).await;
        let (ana, ben) = (Member::of(&world, ANA).await, Member::of(&world, BEN).await);
        let mut stream = visitor.stream(&world.seq().await.to_string()).await;
        let mut heard_all = Vec::new();
        let mut told = |it: Value| {
            heard_all.push(it.clone());
            it
        };
        // While the AI answers, nobody's looking is the visitor's business.
        ana.does(&id, &json!({})).await;
        visitor.ask_for_person().await;
        assert_eq!(told(heard(&mut stream).await), json!({ "name": "Ana Ortiz", "is_typing": false }));
        // A note isn't for them, nor is that it is being written.
        ben.does(&id, &json!({ "is_typing": true, "mode": "note", "draft": "SECRET of the team" })).await;
        ana.does(&id, &json!({ "is_typing": true, "mode": "note", "draft": "SECRET too" })).await;
        ana.does(&id, &json!({ "is_typing": true, "mode": "reply", "draft": "SECRET until it is sent" })).await;
        let near = loop {
            let near = told(heard(&mut stream).await);
            if near != json!({ "name": "Ana Ortiz", "is_typing": false }) {
                break near;
            }
        };
        assert_eq!(near, json!({ "name": "Ana Ortiz", "is_typing": true }));
        ana.act(&id, reply("message-0002", "Hello, this is Ana")).await;
        assert_eq!(told(heard(&mut stream).await), json!({ "name": "Ana Ortiz", "is_typing": false }));
        // Who doesn't hold it isn't named, whatever they type.
        ben.does(&id, &json!({ "is_typing": true, "mode": "reply", "draft": "SECRET of Ben" })).await;
        ana.act(&id, Command::HandBack { settled: None }).await;
        let gone = loop {
            let near = told(heard(&mut stream).await);
            if near != json!({ "name": "Ana Ortiz", "is_typing": false }) {
                break near;
            }
        };
        assert_eq!(gone, Value::Null, "the AI has it again");

        // Every byte that went to them, from the beginning.
        let mut whole = visitor.stream("0").await;
        let mut frames = Vec::new();
        while let Ok(Some(frame)) = tokio::time::timeout(Duration::from_millis(1_500), whole.next()).await {
            frames.push(serde_json::to_string(&json!([frame.event, frame.data])).expect("writes"));
        }
        frames.extend(heard_all.iter().map(Value::to_string));
        let bytes = frames.concat();
        assert!(bytes.contains("Hello, this is Ana"));
        for secret in ["SECRET", "Ben", "draft", "mode", "note", "agent", ana.me.account.as_str(), ben.me.account.as_str(), id.as_str()] {
            assert!(!bytes.contains(secret), "{secret}: {bytes}");
        }
    }
}

#[tokio::test]
async fn whoever_waits_while_nobody_is_there_is_asked_for_an_address() {
    for world in each().await {
        let told = |entries: &[app::talk::Entry]| {
            let mut told = entries.iter().filter_map(|it| match it.what {
                Shown::HandedOff { is_deserted, email_helps_at, .. } => Some((is_deserted, email_helps_at - it.at)),
                _ => None,
            });
            told.next().expect("a person was asked for")
        };
        let patience_ms = 10 * 60_000;
        let there = |it: Colleagues| it.there;
        let deserted = world.visitor().await;
        deserted.say("message-0001", "hello").await;
        assert_eq!(told(&deserted.ask_for_person().await), (true, 0), "nobody is there");

        let ana = Member::of(&world, ANA).await;
        let me = vec![ana.me.account.clone()];
        let seen = world::until(|| async {
            // The stream says so by itself once it is listened to.
            let colleagues = world.desk.colleagues(&ana.me).await.expect("reads");
            Some(there(colleagues)).filter(|it| !it.is_empty())
        });
        let mut stream = ana.stream;
        let listens = async { while stream.next().await.is_some() {} };
        tokio::select! {
            seen = seen => assert_eq!(seen, me),
            () = listens => panic!("the stream ended"),
        }
        let met = world.visitor().await;
        met.say("message-0002", "hello").await;
        assert_eq!(told(&met.ask_for_person().await), (false, patience_ms), "somebody is there, who may not come all the same");

        world.desk.set_away(&ana.me, true).await.expect("is set");
        assert_eq!(world.desk.here(&ana.me).await.expect("reads"), Here { is_away: true, target: None, there: vec![] });
        assert!(there(world.desk.colleagues(&ana.me).await.expect("reads")).is_empty());
        let missed = world.visitor().await;
        missed.say("message-0003", "hello").await;
        assert_eq!(told(&missed.ask_for_person().await), (true, 0), "an open page alone makes nobody available");

        world.desk.set_away(&ana.me, false).await.expect("is set");
        assert_eq!(there(world.desk.colleagues(&ana.me).await.expect("reads")), me);
        drop(stream);
        world.clock.pass(ATTENDANCE_MS);
        assert!(there(world.desk.colleagues(&ana.me).await.expect("reads")).is_empty(), "the last page has closed");
    }
}

#[tokio::test]
async fn a_page_is_told_the_target_and_the_hours_that_it_counts_by() {
    for world in each().await {
        let ana = world.member(ANA).await;
        assert_eq!(world.desk.here(&ana).await.expect("reads").target, None, "as it comes there is none");
        set(&world, Promptness { target_minutes: Some(3), ..Promptness::default() }).await;
        set(&world, Hours::weekdays("Europe/Berlin", Span::new((9, 0), (17, 0)))).await;
        let target = world.desk.here(&ana).await.expect("reads").target.expect("is set");
        // 13 November 2025, a Thursday: 02:13 UTC is 03:13 in Berlin.
        let opens = app::domain::time::Timestamp(world::START.0 - world::START.0 % 86_400_000 + 8 * 3_600_000);
        assert_eq!((target.ms, target.due_at(world::START)), (180_000, Some(opens.plus(180_000))));
        let eve = world.member("eve@example.com").await;
        assert_eq!(world.desk.here(&eve).await.expect("reads").target, None);
    }
}
