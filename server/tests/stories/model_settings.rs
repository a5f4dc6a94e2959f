//! A workspace sets its own model: its key stays secret, goes to the server alone that it was given for, and a trial says what is wrong.

use crate::peer::provider::{Act, Peer, answer};
use crate::world::{World, each, get, post, text, with};
use app::{
    api::{
        Caller,
        settings::{Change, ModelDraft, ModelShown, Section, SettingsDesk, Shown},
    },
    domain::{
        fault::Fault,
        model::{Choice, ModelWish, Provider, Spend, Standing, Tried, Trouble},
    },
};
use serde_json::json;
use server::{
    outside::Outbound,
    store::{self, setting::KeptModel},
};

const KEY: &str = "sk-canary-of-the-owner";

fn own(url: &str) -> ModelWish {
    ModelWish { choice: Choice::OpenAi, model: "scripted".to_owned(), url: url.to_owned(), ..ModelWish::default() }
}

fn draft(wish: ModelWish, key: Option<&str>) -> ModelDraft {
    ModelDraft { wish, key: key.map(str::to_owned) }
}

async fn save(world: &World, me: &Caller, draft: ModelDraft) -> Result<ModelShown, Fault> {
    match world.desk.change_settings(me, Change::Model { draft }).await? {
        Shown::Model { it } => Ok(*it),
        other => panic!("{other:?}"),
    }
}

async fn refused(world: &World, me: &Caller, wrong: ModelDraft) -> String {
    match save(world, me, wrong).await {
        Err(Fault::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    }
}

async fn shown(world: &World, me: &Caller) -> ModelShown {
    match world.desk.settings(me, Section::Model).await.expect("reads") {
        Shown::Model { it } => *it,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_key_is_sealed_never_shown_and_told_to_its_own_server_alone() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let it = save(&world, &me, draft(own("https://llm.test/v1"), Some(KEY))).await.expect("saves");
        assert!(it.has_key && it.standing == Standing::Ready { model: "openai:scripted".to_owned() });
        let kept = store::setting::text::<KeptModel>(&world.desk.db, world.workspace()).await.expect("reads").expect("is set");
        assert!(!kept.contains(KEY) && !kept.contains("canary"), "{kept}");

        // Neither the page nor the call says it.
        let cookie = world.cookie("ana@example.com").await;
        let page = text(world.send(with(get("/settings/model"), axum::http::header::COOKIE, &cookie)).await).await;
        let call = with(post("/api/app/settings", &json!({ "section": "model" })), axum::http::header::COOKIE, &cookie);
        let called = text(world.send(call).await).await;
        assert!(page.contains("llm.test") && called.contains("llm.test"), "{called}");
        assert!(!page.contains("canary") && !called.contains("canary"));

        // It goes on to the same server without being given again, and to no other.
        assert!(save(&world, &me, draft(own("https://llm.test/v2"), None)).await.expect("saves").has_key);
        assert_eq!(refused(&world, &me, draft(own("https://evil.test/v1"), None)).await, "key");
        assert_eq!(refused(&world, &me, draft(ModelWish { choice: Choice::Anthropic, ..own("https://llm.test") }, None)).await, "key");
        // A detour over another choice leads there neither.
        let off = ModelWish { choice: Choice::BuiltIn, ..own("https://evil.test/v1") };
        assert!(save(&world, &me, draft(off, None)).await.expect("saves").has_key);
        assert_eq!(refused(&world, &me, draft(own("https://evil.test/v1"), None)).await, "key");
        assert!(save(&world, &me, draft(own("https://llm.test/v1"), None)).await.expect("saves").has_key, "and back again");
        assert!(!save(&world, &me, draft(own("https://llm.test/v1"), Some(" "))).await.expect("saves").has_key, "taken away");

        let eve = world.member("eve@example.com").await;
        let theirs = shown(&world, &eve).await;
        assert_eq!((theirs.wish, theirs.has_key, theirs.standing), (ModelWish::default(), false, Standing::BuiltIn));
    }
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        for (wish, field) in [
            (ModelWish { model: String::new(), ..own("") }, "model"),
            (ModelWish { patterns: vec!["(".to_owned()], ..own("") }, "patterns"),
            (ModelWish { patterns: vec!["a*".to_owned()], ..own("") }, "patterns"),
            (ModelWish { most_money: Some(1), ..own("") }, "price_in"),
            (own("file:///etc/passwd"), "url"),
        ] {
            assert_eq!(refused(&world, &me, draft(wish, None)).await, field);
        }
        assert_eq!(refused(&world, &me, draft(own(""), Some("two words"))).await, "key");
        assert_eq!(shown(&world, &me).await.wish, ModelWish::default());
    }
}

#[tokio::test]
async fn a_trial_says_how_it_went_without_saving_anything() {
    for world in each().await {
        let peer = Peer::start().await;
        world.desk.open_outbound(Outbound::allowing(vec!["127.0.0.0/8".parse().expect("a network")]));
        let me = world.member("ana@example.com").await;
        let tried = async |wish: ModelWish| world.desk.try_model(&me, draft(wish, Some(KEY))).await.expect("is tried");
        assert_eq!(tried(ModelWish::default()).await, Tried::Nothing);
        peer.will(Act::Say(answer(&[("We open at nine.", 1, "opens at nine in the morning")])));
        let well = tried(own(&peer.url)).await;
        assert!(matches!(&well, Tried::Well { said, tokens_in: 400, tokens_out: 100, .. } if said == "We open at nine."), "{well:?}");
        for (act, why) in [
            (Act::Status(401), Trouble::Key),
            (Act::Status(404), Trouble::Missing),
            (Act::Html, Trouble::Unreadable),
            (Act::Prose, Trouble::Odd),
            (Act::Say(answer(&[("We open at ten.", 1, "opens at ten in the morning")])), Trouble::Odd),
        ] {
            peer.will(act.clone());
            assert_eq!(tried(own(&peer.url)).await, Tried::Failed { why }, "{act:?}");
        }
        assert_eq!(tried(own("http://10.0.0.1:1/")).await, Tried::Failed { why: Trouble::Private });
        let it = shown(&world, &me).await;
        assert_eq!((it.wish, it.has_key, it.standing), (ModelWish::default(), false, Standing::BuiltIn));
        assert!(it.spend.n_calls >= 2 && it.spend.tokens_in >= 400, "trials are counted: {:?}", it.spend);
    }
}

#[tokio::test]
async fn what_the_operator_set_counts_where_nobody_chose_otherwise() {
    for world in each().await {
        let peer = Peer::start().await;
        world.desk.open_model(peer.model(Provider::Ollama));
        let me = world.member("ana@example.com").await;
        let it = shown(&world, &me).await;
        let model = "ollama:scripted".to_owned();
        assert_eq!((it.usual, it.standing, it.spend.n_calls), (Some(model.clone()), Standing::Ready { model }, 0));
        assert_eq!(it.spend, Spend { month: "2025-11".to_owned(), ..Spend::default() });
        let off = ModelWish { choice: Choice::BuiltIn, ..ModelWish::default() };
        assert_eq!(save(&world, &me, draft(off, None)).await.expect("saves").standing, Standing::BuiltIn);
    }
}
