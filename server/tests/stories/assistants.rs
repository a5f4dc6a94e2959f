//! Several assistants in one workspace: each has its docs and its face, all share one inbox. And the way to the first answer.

use crate::world::{World, each, get, post, text, with};
use app::{
    api::{
        Caller,
        demand::{DemandDesk, Span},
        inbox::InboxDesk,
        knowledge::{Draft, KnowledgeDesk},
        settings::{AssistantShown, Change, Section, SettingsDesk, Shown},
        setup::SetupDesk,
        trials::TrialDesk,
        views::ViewDesk,
    },
    domain::{
        command::{Command, Then},
        face::Face,
        fault::Fault,
        handoff::{Holder, Reason},
        id::{AssistantId, ConversationId, MessageId},
        text::Body,
        view::{Filter, ViewKey},
    },
    talk::{Say, Shown as Seen},
};
use axum::http::{HeaderName, StatusCode, header};
use serde_json::json;
use server::{
    desk::{Guest, Upload},
    ingest,
    store::{self, assistant::Profile},
};

const ASK: &str = "how long does a refund take to reach my bank account";

fn refunds(days: &str) -> String {
    format!("# Refunds\n\n## How long a refund takes\n\nA refund takes {days} days to reach your bank account.")
}

async fn assistants(world: &World, me: &Caller, change: Option<Change>) -> Vec<AssistantShown> {
    let shown = match change {
        Some(change) => world.desk.change_settings(me, change).await.expect("is taken"),
        None => world.desk.settings(me, Section::Assistants).await.expect("is shown"),
    };
    let Shown::Assistants { assistants } = shown else { panic!("another section") };
    assistants
}

/// A second assistant, whose docs say something else.
async fn second(world: &World, me: &Caller) -> Profile {
    // What is made later stands below.
    world.clock.pass(1);
    let made = Change::Assistant { id: None, face: Face::of("Wholesale", "Hello") };
    let all = assistants(world, me, Some(made)).await;
    let profile = store::assistant::by_id(&world.desk.db, &all[1].id).await.expect("reads").expect("was made");
    let documents = ingest::document("refunds.md", &refunds("nine"), "https://wholesale.test").into_iter().collect();
    let upload = Upload { source: "docs".to_owned(), base_url: "https://wholesale.test".to_owned(), documents };
    world.desk.ingest(&profile, upload).await.expect("takes it");
    profile
}

async fn guest(world: &World, key: &str) -> Guest {
    let welcome = world.desk.welcome(key, None).await.expect("is welcome");
    world.desk.guest(&welcome.token).await.expect("a visitor")
}

async fn say(world: &World, guest: &Guest, id: &str) -> Result<ConversationId, Fault> {
    let say = Say { id: id.to_owned(), body: ASK.to_owned(), ..Say::default() };
    world.desk.say(guest, say).await.map_err(|failure| failure.told(world.clock_now()))?;
    let found = store::conversation::of_visitor(&world.desk.db, &guest.workspace, &guest.visitor).await.expect("reads");
    Ok(found.expect("has begun").id)
}

/// A new visitor of this assistant asks, and is answered.
async fn asked(world: &World, key: &str) -> (ConversationId, String) {
    let welcome = world.desk.welcome(key, None).await.expect("is welcome");
    let guest = world.desk.guest(&welcome.token).await.expect("a visitor");
    let id = say(world, &guest, "message-0001").await.expect("is taken");
    world.desk.take_turn(world.workspace(), &id, 1, "turn-of-the-story").await.expect("takes it");
    let seen = world.desk.welcome(key, Some(&welcome.token)).await.expect("is welcome").entries;
    let words: String = match &seen.last().expect("something").what {
        Seen::Answer { parts, .. } => parts.iter().map(|part| app::domain::rich::plain(&part.body)).collect(),
        other => format!("{other:?}"),
    };
    (id, words)
}

async fn rows(world: &World, me: &Caller, of: &AssistantId) -> Vec<ConversationId> {
    let filter = Box::new(Filter { assistant: Some(of.clone()), ..Filter::default() });
    let listed = world.desk.inbox(me, ViewKey::Asked { filter }, None).await.expect("reads");
    listed.page.rows.into_iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn each_answers_from_its_own_docs_and_all_share_one_inbox() {
    for world in each().await {
        world.docs(&[("refunds.md", &refunds("five"))]).await;
        let ana = world.member("ana@example.com").await;
        assert_eq!(world.desk.views(&ana, &[]).await.expect("reads").assistants, vec![world.profile.assistant()]);
        let other = second(&world, &ana).await;
        let (first, five) = asked(&world, &world.profile.public_key).await;
        let (later, nine) = asked(&world, &other.public_key).await;
        assert!(five.contains("five days") && nine.contains("nine days"), "{five} {nine}");

        assert_eq!(rows(&world, &ana, &world.profile.id).await, vec![first.clone()]);
        assert_eq!(rows(&world, &ana, &other.id).await, vec![later.clone()]);
        let told = world.desk.views(&ana, &[]).await.expect("reads").assistants;
        assert_eq!(told, vec![world.profile.assistant(), other.assistant()]);
        let shown = assistants(&world, &ana, None).await;
        assert_eq!(shown.iter().map(|it| (it.n_sources, it.n_open)).collect::<Vec<_>>(), vec![(1, 1), (1, 1)]);
        assert!(shown[1].snippet.contains(&other.public_key) && shown[1].is_on, "{shown:?}");

        let demand = async |of: &AssistantId| world.desk.demand(&ana, Span::Week, Some(of.clone())).await.expect("reads");
        assert_eq!(demand(&other.id).await.groups[0].examples[0].conversation, later);
        assert_eq!(demand(&world.profile.id).await.tally.sum(), 1);
        assert_eq!(world.desk.demand(&ana, Span::Week, None).await.expect("reads").tally.sum(), 2);
    }
}

#[tokio::test]
async fn a_face_is_given_is_seen_by_visitors_and_is_refused_with_a_reason() {
    for world in each().await {
        let ana = world.member("ana@example.com").await;
        let other = second(&world, &ana).await;
        let face = Face { tagline: "From our docs".to_owned(), accent: "#3B5".to_owned(), ..Face::of("Trade", "Good day") };
        let shown = assistants(&world, &ana, Some(Change::Assistant { id: Some(other.id.clone()), face: face.clone() })).await;
        assert_eq!(shown[1].face, Face { accent: "#33bb55".to_owned(), ..face });
        let welcome = world.desk.welcome(&other.public_key, None).await.expect("is welcome");
        assert_eq!((welcome.name.as_str(), welcome.tagline.as_str(), welcome.greeting.as_str()), ("Trade", "From our docs", "Good day"));
        for (field, face) in [
            ("name", Face::of("plumvale ASSISTANT", "")),
            ("name", Face::of(" ", "")),
            ("accent", Face { accent: "url(x)".to_owned(), ..Face::of("Trade", "") }),
            ("starters", Face { starters: vec!["Why?".to_owned(); 7], ..Face::of("Trade", "") }),
        ] {
            let refused = world.desk.change_settings(&ana, Change::Assistant { id: Some(other.id.clone()), face }).await;
            assert!(matches!(&refused, Err(Fault::Invalid { field: wrong, .. }) if wrong == field), "{field}: {refused:?}");
        }
        assert_eq!(assistants(&world, &ana, None).await.len(), 2);
    }
}

#[tokio::test]
async fn an_assistant_of_another_workspace_is_not_there() {
    for world in each().await {
        let (ana, eve) = (world.member("ana@example.com").await, world.member("eve@example.com").await);
        let id = world.profile.id.clone();
        let (face, draft) = (Face::of("Mine now", ""), Draft::Text { name: "Lies".to_owned(), text: "Refunds take a year.".to_owned() });
        for change in [Change::Assistant { id: Some(id.clone()), face }, Change::SwitchAssistant { id: id.clone(), is_on: false }] {
            assert_eq!(world.desk.change_settings(&eve, change).await, Err(Fault::NotFound));
        }
        assert_eq!(world.desk.add_source(&eve, &id, draft).await, Err(Fault::NotFound));
        assert_eq!(world.desk.try_question(&eve, &id, Vec::new(), ASK).await, Err(Fault::NotFound));
        assert_eq!(world.desk.demand(&eve, Span::Week, Some(id.clone())).await, Err(Fault::NotFound));
        let theirs = assistants(&world, &eve, None).await;
        assert!(theirs.len() == 1 && theirs[0].id != id, "{theirs:?}");
        let ours = assistants(&world, &ana, None).await;
        assert!(ours.len() == 1 && ours[0].is_on && ours[0].face.name == "Plumvale assistant", "{ours:?}");
    }
}

#[tokio::test]
async fn with_one_that_is_off_nobody_begins_and_who_has_a_thread_gets_people() {
    for world in each().await {
        world.docs(&[("refunds.md", &refunds("five"))]).await;
        let ana = world.member("ana@example.com").await;
        let key = world.profile.public_key.as_str();
        let (old, new) = (guest(&world, key).await, guest(&world, key).await);
        // A guest is known anew with each request.
        let anew = async |it: &Guest| {
            let token = world.desk.keys.visitor_token(&world.profile.id, &it.visitor);
            world.desk.guest(&token).await.expect("a visitor")
        };
        let id = say(&world, &old, "message-0001").await.expect("is taken");
        world.desk.take_turn(world.workspace(), &id, 1, "turn-of-the-story").await.expect("takes it");
        let switch = async |is_on| assistants(&world, &ana, Some(Change::SwitchAssistant { id: world.profile.id.clone(), is_on })).await;
        assert!(!switch(false).await[0].is_on);

        let start = || post("/api/widget/v1/start", &json!({ "assistant": key }));
        let refused = world.send(start()).await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN);
        assert!(text(refused).await.contains("This chat is switched off at the moment."));
        let german = world.send(with(start(), header::ACCEPT_LANGUAGE, "de")).await;
        assert!(text(german).await.contains("Dieser Chat ist gerade ausgeschaltet."));
        let new = anew(&new).await;
        assert!(matches!(say(&world, &new, "message-0001").await, Err(Fault::NotAllowed { .. })), "who has written nothing yet");
        let asks = world.desk.ask_for_person(&new).await.map_err(|failure| failure.told(world.clock_now()));
        assert!(matches!(asks, Err(Fault::NotAllowed { .. })));

        say(&world, &anew(&old).await, "message-0002").await.expect("is taken");
        let read = async || store::conversation::by_id(&world.desk.db, world.workspace(), &id).await.expect("reads").expect("is there");
        let epoch = read().await.epoch;
        world.desk.take_turn(world.workspace(), &id, epoch, "another-turn").await.expect("takes it");
        assert!(matches!(read().await.holder, Holder::Queue { why: Reason::SwitchedOff, .. }), "{:?}", read().await.holder);

        // Handed back while it is off, the same words call people again.
        let (words, reply) = (Body::plain("Nine days.").expect("fits"), MessageId::parse("message-0003").expect("an id"));
        let reply = Command::Reply { id: reply, body: words, seen: None, shown: None, files: vec![], then: Then::Stay };
        for command in [Command::Claim, reply, Command::HandBack { settled: None }] {
            world.desk.act(&ana, &id, command).await.expect("is granted");
        }
        say(&world, &anew(&old).await, "message-0004").await.expect("is taken");
        let epoch = read().await.epoch;
        world.desk.take_turn(world.workspace(), &id, epoch, "a-third-turn").await.expect("takes it");
        assert!(matches!(read().await.holder, Holder::Queue { why: Reason::SwitchedOff, .. }), "{:?}", read().await.holder);

        assert!(switch(true).await[0].is_on);
        let again = guest(&world, key).await;
        say(&world, &again, "message-0001").await.expect("is taken");
    }
}

#[tokio::test]
async fn the_way_to_the_first_answer_is_told_by_what_is_there() {
    for world in each().await {
        let (ana, eve) = (world.member("ana@example.com").await, world.member("eve@example.com").await);
        let told = async |me: &Caller| {
            let it = world.desk.setup(me).await.expect("reads");
            (it.has_docs, it.is_embedded, it.has_asked, it.is_done())
        };
        let snippet = world.desk.setup(&ana).await.expect("reads").snippet.expect("one is on");
        assert!(snippet.contains("http://localhost/widget.js") && snippet.contains(&world.profile.public_key), "{snippet}");
        assert_eq!(told(&ana).await, (false, false, false, false));

        let draft = Draft::Text { name: "House rules".to_owned(), text: "Umbrellas are lent in the lobby.".to_owned() };
        world.desk.add_source(&ana, &world.profile.id, draft).await.expect("is added");
        assert_eq!(told(&ana).await, (true, false, false, false));

        let frame =
            |dest: &str| with(get(&format!("/widget/{}", world.profile.public_key)), HeaderName::from_static("sec-fetch-dest"), dest);
        world.send(frame("document")).await;
        assert_eq!(told(&ana).await, (true, false, false, false), "a page of its own stands on no site");
        world.send(frame("iframe")).await;
        assert_eq!(told(&ana).await, (true, true, false, false));

        let visitor = world.visitor().await;
        visitor.say("message-0001", "Where are umbrellas lent?").await;
        assert_eq!(told(&ana).await, (true, true, true, true));
        assert_eq!(told(&eve).await, (false, false, false, false), "each workspace has its own way");

        let off = Change::SwitchAssistant { id: world.profile.id.clone(), is_on: false };
        world.desk.change_settings(&ana, off).await.expect("is taken");
        assert_eq!(world.desk.setup(&ana).await.expect("reads").snippet, None);
    }
}
