//! What an owner sets takes effect at the next message, is seen by its workspace alone, and is refused with a reason.

use crate::world::{self, World, body, each, get, post, text, until, with};
use app::{
    api::{
        Caller,
        settings::{CardDraft, Change, Ears, Section, SettingsDesk, Shown},
    },
    domain::{
        card::{CardSource, Looked, NoCard},
        command::{Command, Then},
        fault::Fault,
        handoff::{Holder, Reason},
        hours::{Hours, Span},
        id::MessageId,
        policy::{Policy, Step},
        settings::Promptness,
        signal::{KeywordRule, Match},
        text::Body,
    },
};
use axum::{
    Router,
    http::{HeaderMap, StatusCode, header},
    routing::get as serves,
};
use serde_json::json;
use server::{outside::Outbound, store};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

async fn change(world: &World, me: &Caller, change: Change) -> Shown {
    world.desk.change_settings(me, change).await.unwrap_or_else(|fault| panic!("{fault}"))
}

async fn refused(world: &World, me: &Caller, change: Change) -> (String, String) {
    match world.desk.change_settings(me, change).await.expect_err("is refused") {
        Fault::Invalid { field, say } => (field, say),
        other => panic!("{other}"),
    }
}

/// The holder of a visitor's conversation once the assistant has had its turn.
async fn after_the_turn(world: &World, id: &str, words: &str) -> (bool, Option<Reason>) {
    let visitor = world.newcomer().await;
    visitor.say(id, words).await;
    let conversation = visitor.conversation().await;
    until(|| async {
        let it = store::conversation::by_id(&world.desk.db, world.workspace(), &conversation).await.expect("reads").expect("is there");
        match &it.holder {
            Holder::Queue { why, .. } => Some((true, Some(*why))),
            _ if it.waiting_since.is_none() || it.flag.is_some() => Some((false, it.flag.map(|flag| flag.why))),
            _ => None,
        }
    })
    .await
}

fn keyword(words: &str) -> Vec<KeywordRule> {
    vec![KeywordRule { words: words.to_owned(), mode: Match::Whole }]
}

#[tokio::test]
async fn a_changed_policy_and_changed_words_count_from_the_next_message_on() {
    for world in each().await {
        world.docs(&[("refunds.md", "# Refunds\n\nRefunds take five days. Write to us to get one.")]).await;
        world.work();
        let me = world.member("ana@example.com").await;
        let ask = async |id: &str| after_the_turn(&world, id, "Which kayak do you sell in winter?").await;
        assert_eq!(ask("message-0001").await, (true, Some(Reason::NotInDocs)));

        let policy = Policy { steps: [(Reason::NotInDocs, Step::Suggest)].into(), ..Policy::default() };
        let shown = change(&world, &me, Change::Handoff { policy: policy.clone() }).await;
        assert_eq!(shown, Shown::Handoff { policy });
        assert_eq!(ask("message-0002").await, (false, Some(Reason::NotInDocs)), "it is suggested now");

        change(&world, &me, Change::Keywords { keywords: keyword("kayak") }).await;
        assert_eq!(ask("message-0003").await, (true, Some(Reason::Keyword)));
        change(&world, &me, Change::Keywords { keywords: Vec::new() }).await;
        assert_eq!(ask("message-0004").await, (false, Some(Reason::NotInDocs)));
    }
}

#[tokio::test]
async fn topics_are_turned_off_edited_and_put_back() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let heard = async |text: &str| {
            let all = world.desk.try_sentence(&me, text, Ears::default()).await.expect("is heard");
            all.first().and_then(|it| it.cause.detail.clone())
        };
        let Shown::Topics { mut topics, is_usual: true, .. } = world.desk.settings(&me, Section::Topics).await.expect("reads") else {
            panic!("the list that comes with Baton");
        };
        assert_eq!(heard("I was charged twice").await.as_deref(), Some("Money disputes"));
        let money = topics.iter_mut().find(|topic| topic.id == "money_dispute").expect("comes with Baton");
        money.is_on = false;
        let drafted = Ears { keywords: vec![], topics: Some(topics.clone()) };
        assert_eq!(world.desk.try_sentence(&me, "I was charged twice", drafted).await.expect("is heard"), vec![], "before it is saved");
        assert_eq!(heard("I was charged twice").await.as_deref(), Some("Money disputes"), "nothing is saved yet");

        change(&world, &me, Change::Topics { topics: Some(topics) }).await;
        assert_eq!(heard("I was charged twice").await, None);
        assert_eq!(heard("Please cancel my subscription").await.as_deref(), Some("Cancellation"));
        // What is said of the words leaves the topics alone, and the other way round.
        change(&world, &me, Change::Keywords { keywords: keyword("kayak") }).await;
        assert_eq!(heard("I was charged twice").await, None);
        let shown = change(&world, &me, Change::Topics { topics: None }).await;
        assert!(matches!(shown, Shown::Topics { is_usual: true, keywords, .. } if keywords == keyword("kayak")));
        assert_eq!(heard("I was charged twice").await.as_deref(), Some("Money disputes"));
    }
}

#[tokio::test]
async fn a_sentence_is_tried_with_all_that_follows() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let tried = async |text: &str| {
            let draft = Ears { keywords: keyword("kayak"), topics: None };
            let all = world.desk.try_sentence(&me, text, draft).await.expect("is heard");
            all.into_iter().map(|it| (it.cause.why, it.by, it.step)).collect::<Vec<_>>()
        };
        let hands_off = |why, by: &str| (why, by.to_owned(), Step::HandOff);
        assert_eq!(tried("How do I import a spreadsheet?").await, vec![]);
        assert_eq!(tried("My KAYAK sank").await, [hands_off(Reason::Keyword, "KAYAK")]);
        assert_eq!(tried("Can I talk to a person?").await, [hands_off(Reason::AskedForPerson, "")]);
        let told = tried("Please cancel my subscription, this is ridiculous, your bot is useless!!!").await;
        assert_eq!(told.iter().map(|(why, ..)| *why).collect::<Vec<_>>(), [Reason::SensitiveTopic, Reason::Frustrated]);
        assert!(!told[0].1.is_empty(), "the wording is named");
    }
}

#[tokio::test]
async fn the_last_thirty_days_are_listened_to_again() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let long_ago = world.newcomer().await;
        long_ago.say("message-0001", "a kayak of long ago").await;
        world.clock.pass(31 * 86_400_000);
        let (one, two) = (world.newcomer().await, world.newcomer().await);
        one.say("message-0002", "Do you rent a kayak?").await;
        one.say("message-0003", "And a paddle?").await;
        world.clock.pass(1_000);
        two.say("message-0004", "My KAYAK sank").await;
        two.ask_for_person().await;
        let draft = Ears { keywords: keyword("kayak"), topics: Some(Vec::new()) };
        let told = world.desk.rehearse(&me, draft.clone()).await.expect("listens");
        assert_eq!((told.n_read, told.n_hits, told.n_alone, told.is_cut), (3, 2, 1, false));
        let expected = [(two.conversation().await, "My KAYAK sank", false), (one.conversation().await, "Do you rent a kayak?", true)];
        let hits: Vec<_> = told.hits.iter().map(|it| (it.conversation.clone(), it.text.as_str(), it.was_alone)).collect();
        assert_eq!(hits, expected, "the latest first");
        let eve = world.member("eve@example.com").await;
        assert_eq!(world.desk.rehearse(&eve, draft).await.expect("listens").n_read, 0);
    }
}

#[tokio::test]
async fn what_can_not_be_kept_is_refused_and_leaves_what_was() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let hours = Hours::weekdays("Europe/Berlin", Span::new((9, 0), (17, 0)));
        let shown = change(&world, &me, Change::Hours { hours: hours.clone() }).await;
        assert!(matches!(&shown, Shown::Hours { hours: kept, zones, .. } if *kept == hours && zones.len() > 300));
        for (wrong, field) in [
            (Change::Hours { hours: Hours { zone: "Mars/Olympus".to_owned(), ..hours.clone() } }, "zone"),
            (Change::Hours { hours: Hours::weekdays("UTC", Span { from: 9, to: 9 }) }, "week"),
            (Change::Handoff { policy: Policy { lease_minutes: 0, ..Policy::default() } }, "lease_minutes"),
            (Change::Answers { promptness: Promptness { target_minutes: Some(0), ..Promptness::default() } }, "target_minutes"),
            (Change::Answers { promptness: Promptness { email_after_minutes: 0, ..Promptness::default() } }, "email_after_minutes"),
            (Change::Keywords { keywords: keyword("!?") }, "keyword"),
            (Change::Team { id: None, name: "  ".to_owned(), members: vec![] }, "name"),
            (Change::Card { draft: CardDraft { source: source("ftp://x"), secret: None } }, "url"),
        ] {
            assert_eq!(refused(&world, &me, wrong).await.0, field);
        }
        assert!(matches!(world.desk.settings(&me, Section::Hours).await, Ok(Shown::Hours { hours: kept, .. }) if kept == hours));
        let eve = world.member("eve@example.com").await;
        assert!(matches!(world.desk.settings(&eve, Section::Hours).await, Ok(Shown::Hours { hours, .. }) if hours == Hours::default()));
    }
}

#[tokio::test]
async fn hold_lasts_as_long_as_the_owner_says() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        change(&world, &me, Change::Handoff { policy: Policy { hold_minutes: 5, ..Policy::default() } }).await;
        let visitor = world.visitor().await;
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        use app::api::inbox::InboxDesk;
        let frames = world.desk.act(&me, &id, Command::Hold { until: None }).await.expect("holds");
        let lease = *frames.last().and_then(|frame| frame.conversation.holder.lease()).expect("is hers");
        assert_eq!(lease.held_until, Some(world::START.plus(5 * 60_000)));
    }
}

#[tokio::test]
async fn a_changed_lease_counts_for_who_is_answered_next_and_leaves_the_one_that_runs() {
    for world in each().await {
        use app::api::inbox::InboxDesk;
        let me = world.member("ana@example.com").await;
        let mut ids = Vec::new();
        for _ in 0..2 {
            let visitor = world.visitor().await;
            visitor.say("message-0001", "hello").await;
            ids.push(visitor.conversation().await);
        }
        let reply = async |nth: usize, message: &str| {
            let body = Body::plain("I'll look into it").expect("fits");
            let id = MessageId::parse(message).expect("an id");
            let command = Command::Reply { id, body, seen: None, shown: None, files: vec![], then: Then::Stay };
            world.desk.act(&me, &ids[nth], command).await.expect("a person may always reply");
        };
        let holder = async |nth: usize| world.desk.thread(&me, &ids[nth]).await.expect("reads").conversation.holder;
        let back_at = async |nth: usize| holder(nth).await.lease().and_then(|lease| lease.runs_out_at());
        let minutes = |n: i64| Some(world::START.plus(n * 60_000));

        reply(0, "message-1001").await;
        assert_eq!(back_at(0).await, minutes(15), "as it comes");
        change(&world, &me, Change::Handoff { policy: Policy { lease_minutes: 5, ..Policy::default() } }).await;
        assert_eq!(back_at(0).await, minutes(15), "what runs goes on as it was told to the visitor");
        reply(1, "message-1002").await;
        assert_eq!(back_at(1).await, minutes(5));

        world.clock.pass(5 * 60_000 - 1);
        world.desk.tick().await.expect("ticks");
        assert!(holder(1).await.agent().is_some(), "not a moment too soon");
        world.clock.pass(1);
        world.desk.tick().await.expect("ticks");
        assert_eq!(holder(1).await, Holder::Assistant, "the AI is back after five minutes");
        assert!(holder(0).await.agent().is_some(), "the other is still a person's");

        world.desk.act(&me, &ids[0], Command::HandBack { settled: None }).await.expect("is granted");
        reply(0, "message-1003").await;
        assert_eq!(back_at(0).await, minutes(10), "here, too, five minutes count from now on");
    }
}

#[tokio::test]
async fn a_team_is_made_renamed_and_taken_away_with_its_open_conversations() {
    for world in each().await {
        use app::api::inbox::InboxDesk;
        let me = world.member("ana@example.com").await;
        let ben = world.member("ben@example.com").await;
        let name = |name: &str| name.to_owned();
        let Shown::Teams { teams, members, .. } =
            change(&world, &me, Change::Team { id: None, name: name(" Billing "), members: vec![ben.account.clone()] }).await
        else {
            panic!("teams");
        };
        assert_eq!(members.len(), 2);
        let team = teams[0].team.clone();
        assert_eq!((team.name.as_str(), &teams[0].members, teams[0].n_open), ("Billing", &vec![ben.account.clone()], 0));
        assert_eq!(refused(&world, &me, Change::Team { id: None, name: name("BILLING"), members: vec![] }).await.0, "name");

        let mut ids = Vec::new();
        for n in 0..3 {
            let visitor = world.newcomer().await;
            visitor.say(&format!("message-{n:04}"), "hello").await;
            let id = visitor.conversation().await;
            world.desk.act(&me, &id, Command::Route { team: Some(team.clone()) }).await.expect("routes");
            ids.push(id);
        }
        world.desk.act(&me, &ids[2], Command::Close).await.expect("closes");
        let teams_of = async || {
            let mut names = Vec::new();
            for id in &ids {
                let it = store::conversation::by_id(&world.desk.db, world.workspace(), id).await.expect("reads").expect("is there");
                names.push(it.team.map(|team| team.name.as_str().to_owned()));
            }
            names
        };
        let renamed = Change::Team { id: Some(team.id.clone()), name: name("Money"), members: vec![] };
        let Shown::Teams { teams, .. } = change(&world, &me, renamed.clone()).await else { panic!("teams") };
        assert_eq!((teams[0].team.name.as_str(), teams[0].members.len(), teams[0].n_open), ("Money", 0, 2));
        assert_eq!(teams_of().await, [Some(name("Money")), Some(name("Money")), Some(name("Billing"))], "what is closed is history");

        let eve = world.member("eve@example.com").await;
        for foreign in [renamed, Change::RemoveTeam { id: team.id.clone() }] {
            assert_eq!(world.desk.change_settings(&eve, foreign).await, Err(Fault::NotFound));
        }
        let Shown::Teams { teams, .. } = change(&world, &me, Change::RemoveTeam { id: team.id.clone() }).await else { panic!("teams") };
        assert!(teams.is_empty());
        assert_eq!(teams_of().await, [None, None, Some(name("Billing"))]);
        assert_eq!(world.desk.change_settings(&me, Change::RemoveTeam { id: team.id }).await, Err(Fault::NotFound));
    }
}

fn source(url: &str) -> CardSource {
    CardSource { url: url.to_owned(), header: String::new() }
}

/// The owner's system: says whom it was asked about and with which key; counts how often.
async fn peer() -> (String, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let answer = move |headers: HeaderMap, uri: axum::http::Uri| {
        counter.fetch_add(1, Ordering::SeqCst);
        async move {
            let key = headers.get("x-key").and_then(|it| it.to_str().ok()).unwrap_or("none").to_owned();
            json!({ "title": "CRM", "rows": [{ "label": "Key", "value": key }, { "label": "Asked", "value": uri.to_string(), "href": "javascript:alert(1)" }] }).to_string()
        }
    };
    let routes = Router::new().route("/c", serves(answer)).route("/none", serves(|| async { StatusCode::NOT_FOUND }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
    let address = listener.local_addr().expect("has one");
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (format!("http://{address}"), asked)
}

fn rows(looked: &Looked) -> Vec<&str> {
    match looked {
        Looked::Found { card } => card.rows.iter().map(|it| it.value.as_str()).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_card_is_filled_by_the_owners_system_and_kept_for_a_minute() {
    for world in each().await {
        let (crm, n_asked) = peer().await;
        world.desk.open_outbound(Outbound::allowing(vec!["127.0.0.0/8".parse().expect("a network")]));
        let me = world.member("ana@example.com").await;
        let visitor = world.visitor().await;
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        let card = async || world.desk.card(&me, &id).await.expect("looks");
        assert_eq!(card().await, Looked::Off);

        let with_key = CardSource { header: "X-Key".to_owned(), ..source(&format!("{crm}/c?email={{email}}")) };
        let draft = CardDraft { source: with_key.clone(), secret: Some("s3cret".to_owned()) };
        let shown = change(&world, &me, Change::Card { draft }).await;
        assert_eq!(shown, Shown::Card { source: with_key.clone(), has_secret: true });
        assert_eq!(card().await, Looked::Lacks { place: "email".to_owned() });
        assert_eq!(n_asked.load(Ordering::SeqCst), 0, "nothing is asked in vain");

        let left = visitor.send(post("/api/widget/v1/email", &json!({ "email": "mara+x@example.com" }))).await;
        assert!(left.status().is_success(), "{}", text(left).await);
        let looked = card().await;
        assert_eq!(rows(&looked), ["s3cret", "/c?email=mara%2Bx%40example.com"]);
        assert!(matches!(&looked, Looked::Found { card } if card.rows.iter().all(|row| row.href.is_none())), "no link to a script");
        assert_eq!(card().await, looked);
        assert_eq!(n_asked.load(Ordering::SeqCst), 1, "the second time it is kept");
        world.clock.pass(60_000);
        card().await;
        assert_eq!(n_asked.load(Ordering::SeqCst), 2, "for a minute");

        change(&world, &me, Change::Card { draft: CardDraft { source: source(&format!("{crm}/none")), secret: None } }).await;
        assert_eq!(card().await, Looked::Unknown, "a changed address asks anew");
        let eve = world.member("eve@example.com").await;
        assert_eq!(world.desk.card(&eve, &id).await, Err(Fault::NotFound));
        assert_eq!(world.desk.settings(&eve, Section::Card).await, Ok(Shown::Card { source: CardSource::default(), has_secret: false }));
    }
}

#[tokio::test]
async fn a_kept_secret_is_never_told_and_goes_to_its_own_server_alone() {
    for world in each().await {
        let (crm, _) = peer().await;
        let (other, n_asked) = peer().await;
        world.desk.open_outbound(Outbound::allowing(vec!["127.0.0.0/8".parse().expect("a network")]));
        let me = world.member("ana@example.com").await;
        let at = |url: String| CardSource { header: "X-Key".to_owned(), ..source(&url) };
        let first = CardDraft { source: at(format!("{crm}/c")), secret: Some("s3cret".to_owned()) };
        change(&world, &me, Change::Card { draft: first }).await;

        let kept: String =
            store::setting::text::<store::setting::KeptCard>(&world.desk.db, world.workspace()).await.expect("reads").expect("is set");
        assert!(!kept.contains("s3cret"), "the database holds it sealed");
        let cookie = world.cookie("ana@example.com").await;
        let page = text(world.send(with(get("/settings/card"), header::COOKIE, &cookie)).await).await;
        assert!(page.contains("X-Key") && !page.contains("s3cret") && !page.contains("secret\":\""), "the page doesn't know it");

        let elsewhere = CardDraft { source: at(format!("{other}/c")), secret: None };
        assert_eq!(refused(&world, &me, Change::Card { draft: elsewhere.clone() }).await.0, "secret");
        assert!(matches!(world.desk.try_card(&me, elsewhere, "").await, Err(Fault::Invalid { field, .. }) if field == "secret"));
        assert_eq!(n_asked.load(Ordering::SeqCst), 0);
        let same = CardDraft { source: at(format!("{crm}/c?x={{visitor}}")), secret: None };
        let tried = world.desk.try_card(&me, same, "").await.expect("looks");
        assert_eq!(rows(&tried), ["s3cret", "/c?x=test"]);
        let anew = CardDraft { source: at(format!("{other}/c")), secret: Some("new".to_owned()) };
        assert_eq!(rows(&world.desk.try_card(&me, anew, "").await.expect("looks"))[0], "new");
        let without = CardDraft { source: at(format!("{other}/c")), secret: Some(String::new()) };
        assert_eq!(
            change(&world, &me, Change::Card { draft: without }).await,
            Shown::Card { source: at(format!("{other}/c")), has_secret: false }
        );
    }
}

#[tokio::test]
async fn a_private_network_is_out_of_reach_unless_the_operator_allows_it() {
    for world in each().await {
        let (crm, n_asked) = peer().await;
        let me = world.member("ana@example.com").await;
        let draft = CardDraft { source: source(&format!("{crm}/c")), secret: None };
        assert_eq!(world.desk.try_card(&me, draft, "").await, Ok(Looked::Failed { why: NoCard::Private }));
        assert_eq!(n_asked.load(Ordering::SeqCst), 0);
    }
}

#[tokio::test]
async fn each_section_is_a_page_for_members() {
    for world in each().await {
        let cookie = world.cookie("ana@example.com").await;
        for (path, says) in [
            ("/settings", "When a person is brought in"),
            ("/settings/handoff", "After a person spoke, in minutes"),
            ("/settings/topics", "Money disputes"),
            ("/settings/hours", "Open around the clock."),
            ("/settings/answers", "No visitor has been told a wait yet."),
            ("/settings/teams", "Make the first team"),
            ("/settings/card", "What your system answers"),
            ("/settings/nowhere", "There is no such page"),
        ] {
            let reply = world.send(with(get(path), header::COOKIE, &cookie)).await;
            assert_eq!(reply.status(), StatusCode::OK, "{path}");
            let page = text(reply).await;
            assert!(page.contains(says), "{path}: {page}");
        }
        let reply = world.send(get("/settings/hours")).await;
        assert_eq!(reply.headers()[header::LOCATION], "/sign-in?next=/settings/hours");
        let asked = post("/api/app/settings", &json!({ "section": "hours" }));
        let told: serde_json::Value = body(world.send(with(asked, header::COOKIE, &cookie)).await).await;
        assert_eq!(told["hours"]["zone"], "UTC");
    }
}
