//! Who a visitor is: proven by a token that their site signed, or not at all. And what a site, a form and a visitor's past tell.

use crate::world::{self, START, World, body, each, get, post, text, with};
use app::{
    api::{
        Caller,
        inbox::InboxDesk,
        settings::{Change, DoorShown, Section, SettingsDesk, Shown},
    },
    domain::{
        command::Command,
        conversation::{Conversation, Status},
        form::{Field, FieldKind},
        id::ConversationId,
        inbox::Inbox,
        view::{BuiltIn, Filter, Sort, ViewKey},
    },
    talk::{Shown as Seen, Welcome},
};
use axum::http::{StatusCode, header};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use server::db::sql;
use sha2::Sha256;
use std::{
    collections::BTreeMap,
    io::Write,
    sync::{Arc, Mutex},
};

/// A token as an owner's server signs it: JWT, HS256.
fn signed(secret: &str, claims: &Value) -> String {
    let said = format!("{}.{}", BASE64.encode(r#"{"alg":"HS256","typ":"JWT"}"#), BASE64.encode(claims.to_string()));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key fits");
    mac.update(said.as_bytes());
    format!("{said}.{}", BASE64.encode(mac.finalize().into_bytes()))
}

/// The site of an assistant that has an identity secret.
struct Site<'w> {
    world: &'w World,
    secret: String,
    key: String,
}

async fn door(world: &World, me: &Caller, change: Option<Change>) -> DoorShown {
    let shown = match change {
        Some(change) => world.desk.change_settings(me, change).await.expect("is taken"),
        None => world.desk.settings(me, Section::Identity).await.expect("is shown"),
    };
    let Shown::Identity { doors } = shown else { panic!("another section") };
    doors.into_iter().next().expect("an assistant")
}

impl<'w> Site<'w> {
    async fn of(world: &'w World) -> Self {
        let me = world.member("ana@example.com").await;
        let made = door(world, &me, Some(Change::NewSecret { assistant: world.profile.id.clone() })).await;
        Self { world, secret: made.secret.expect("is shown once"), key: made.public_key }
    }

    /// A token that says this and when it was made, and holds for five minutes.
    fn token(&self, sub: &str, more: &Value) -> String {
        let now = self.world.desk.now().0 / 1_000;
        let mut claims = json!({ "sub": sub, "aud": self.key, "iat": now, "exp": now + 300 });
        for (name, value) in more.as_object().expect("an object") {
            claims[name] = value.clone();
        }
        signed(&self.secret, &claims)
    }

    async fn start(&self, bearer: Option<&str>, identity: &str) -> (StatusCode, String) {
        let start = post("/api/widget/v1/start", &json!({ "assistant": self.key, "identity": identity }));
        let start = if let Some(bearer) = bearer { with(start, header::AUTHORIZATION, &format!("Bearer {bearer}")) } else { start };
        let reply = self.world.send(start).await;
        (reply.status(), text(reply).await)
    }

    async fn welcome(&self, bearer: Option<&str>, identity: &str) -> Welcome {
        let (status, told) = self.start(bearer, identity).await;
        assert_eq!(status, StatusCode::OK, "{told}");
        serde_json::from_str(&told).expect("a welcome")
    }
}

/// A browser with this token does something.
async fn sends(world: &World, token: &str, path: &str, json: &Value) -> (StatusCode, String) {
    let reply = world.send(with(post(&format!("/api/widget/v1/{path}"), json), header::AUTHORIZATION, &format!("Bearer {token}"))).await;
    (reply.status(), text(reply).await)
}

async fn say(world: &World, token: &str, id: &str, words: &str) -> ConversationId {
    let (status, told) = sends(world, token, "messages", &json!({ "id": id, "body": words })).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    let guest = world.desk.guest(token).await.expect("somebody");
    server::store::conversation::of_visitor(&world.desk.db, &guest.workspace, &guest.visitor).await.expect("reads").expect("has begun").id
}

async fn conversation(world: &World, id: &ConversationId) -> Conversation {
    server::store::conversation::by_id(&world.desk.db, world.workspace(), id).await.expect("reads").expect("is there")
}

/// The visitor's own words in the thread.
fn mine(welcome: &Welcome) -> Vec<&str> {
    let words = welcome.entries.iter().filter_map(|entry| match &entry.what {
        Seen::Mine { text, .. } => Some(text.as_str()),
        _ => None,
    });
    words.collect()
}

/// Waits until a stream is cut, whatever it still brings.
async fn cut(mut stream: world::Stream) {
    let rest = async { while stream.next().await.is_some() {} };
    tokio::time::timeout(std::time::Duration::from_secs(20), rest).await.expect("the stream is cut");
}

/// How much is kept of visitors and their browsers.
async fn n_kept(world: &World) -> i64 {
    let text = "select (select count(*) from visitor) + (select count(*) from visitor_identity) + (select count(*) from visitor_session)";
    let (n,): (i64,) = world.desk.db.one(sql(text)).await.expect("reads");
    n
}

#[tokio::test]
async fn who_comes_to_an_assistant_that_is_off_leaves_nothing_behind() {
    for world in each().await {
        let site = Site::of(&world).await;
        let token = |sub: &str| site.token(sub, &json!({}));
        let (mara, ben) = (site.welcome(None, &token("user-1")).await, site.welcome(None, &token("user-2")).await);
        say(&world, &mara.token, "message-0001", "Hello").await;
        let me = world.member("ana@example.com").await;
        let off = Change::SwitchAssistant { id: world.profile.id.clone(), is_on: false };
        world.desk.change_settings(&me, off).await.expect("is taken");

        let before = n_kept(&world).await;
        assert_eq!(site.start(None, &token("user-3")).await.0, StatusCode::FORBIDDEN);
        assert_eq!(site.start(Some(&ben.token), &token("user-2")).await.0, StatusCode::FORBIDDEN, "who has said nothing");
        for (path, json) in [("attributes", json!({ "attributes": { "plan": "pro" } })), ("form", json!({ "fields": {} }))] {
            assert_eq!(sends(&world, &ben.token, path, &json).await.0, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(n_kept(&world).await, before);
        assert_eq!(mine(&site.welcome(None, &token("user-1")).await), ["Hello"], "who has a thread keeps it");
    }
}

#[tokio::test]
async fn a_verified_visitor_finds_their_conversation_again_on_another_browser() {
    for world in each().await {
        let site = Site::of(&world).await;
        let claims = json!({ "name": "Mara Lind", "email": "mara@x.test", "plan": "pro" });
        // What was said before they logged in goes along.
        let anonymous = world.visitor().await;
        anonymous.say("message-0001", "before").await;
        let here = site.welcome(Some(&anonymous.token), &site.token("user-7", &claims)).await;
        assert_eq!((mine(&here), here.visitor.as_str()), (vec!["before"], "Mara Lind"));
        let id = say(&world, &here.token, "message-0002", "after").await;
        let elsewhere = site.welcome(None, &site.token("user-7", &json!({}))).await;
        assert_eq!(mine(&elsewhere), ["before", "after"]);
        assert_ne!(elsewhere.token, here.token, "each browser has a token of its own");
        // A stranger's thread on that other browser stays the stranger's.
        let stranger = world.visitor().await;
        stranger.say("message-0003", "of a stranger").await;
        let third = site.welcome(Some(&stranger.token), &site.token("user-7", &json!({}))).await;
        assert_eq!(mine(&third), ["before", "after"]);
        assert_eq!(stranger.reload().await.len(), 1);
        // The same browser and the same person: nothing changes, whoever the site names next is somebody else.
        let seq = world.seq().await;
        assert_eq!(site.welcome(Some(&here.token), &site.token("user-7", &json!({}))).await.token, here.token);
        assert_eq!(world.seq().await, seq, "what the token leaves out stays proven");
        let other = site.welcome(Some(&here.token), &site.token("user-8", &json!({}))).await;
        assert_eq!(mine(&other), Vec::<&str>::new());
        let it = conversation(&world, &id).await;
        assert_eq!(it.visitor.identity.as_ref().map(|it| it.subject.as_str()), Some("user-7"));
        assert!(it.attributes["plan"].is_verified && it.visitor.has_proven_email());
    }
}

#[tokio::test]
async fn without_a_valid_token_nobody_is_anybody() {
    for world in each().await {
        let site = Site::of(&world).await;
        let mara = site.welcome(None, &site.token("user-7", &json!({ "name": "Mara", "email": "mara@x.test" }))).await;
        let id = say(&world, &mara.token, "message-0001", "my secret").await;
        let before = conversation(&world, &id).await;

        // Another workspace's assistant signs as well as it can.
        let eve = world.member("eve@example.com").await;
        let foreign = server::store::assistant::of_workspace(&world.desk.db, &eve.workspace).await.expect("reads").remove(0);
        let theirs = door(&world, &eve, Some(Change::NewSecret { assistant: foreign.id })).await;
        let now = START.0 / 1_000;
        let claims = |aud: &str, exp: i64| json!({ "sub": "user-7", "aud": aud, "exp": exp });
        let none = format!("{}.{}.", BASE64.encode(r#"{"alg":"none"}"#), BASE64.encode(claims(&site.key, now + 300).to_string()));
        for (what, token) in [
            ("another inbox's key", signed(theirs.secret.as_deref().expect("made"), &claims(&site.key, now + 300))),
            ("another inbox's token", signed(theirs.secret.as_deref().expect("made"), &claims(&theirs.public_key, now + 300))),
            ("another audience", signed(&site.secret, &claims(&theirs.public_key, now + 300))),
            ("an empty key", signed("", &claims(&site.key, now + 300))),
            ("the public key", signed(&site.key, &claims(&site.key, now + 300))),
            ("run out", signed(&site.secret, &claims(&site.key, now))),
            ("endless", signed(&site.secret, &claims(&site.key, now + 90_000))),
            ("alg none", none),
            ("garbage", "x".to_owned()),
            ("empty", String::new()),
        ] {
            for bearer in [None, Some(world.visitor().await.token)] {
                let (status, told) = site.start(bearer.as_deref(), &token).await;
                assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {told}");
                assert!(!told.contains("my secret") && !told.contains(&mara.token), "{what}: {told}");
            }
        }
        // Whoever calls themselves so, by name, by address or by attribute, reads and changes nothing.
        let liar = world.visitor().await;
        liar.say("message-0002", "I am Mara").await;
        sends(&world, &liar.token, "name", &json!({ "name": "Mara" })).await;
        sends(&world, &liar.token, "email", &json!({ "email": "mara@x.test" })).await;
        sends(&world, &liar.token, "attributes", &json!({ "attributes": { "sub": "user-7", "id": "user-7" } })).await;
        assert!(liar.reload().await.iter().all(|it| !format!("{it:?}").contains("my secret")));
        let lie = conversation(&world, &liar.conversation().await).await;
        assert!(lie.id != id && lie.visitor.identity.is_none() && lie.attributes.values().all(|it| !it.is_verified));
        assert_eq!(conversation(&world, &id).await, before);
        // Nor can they who are verified say otherwise than their site.
        sends(&world, &mara.token, "name", &json!({ "name": "Somebody" })).await;
        sends(&world, &mara.token, "email", &json!({ "email": "else@x.test" })).await;
        assert_eq!(conversation(&world, &id).await.visitor, before.visitor);
    }
}

#[tokio::test]
async fn who_was_anonymous_before_cannot_read_on_with_the_old_token() {
    for world in each().await {
        let site = Site::of(&world).await;
        let anonymous = world.visitor().await;
        anonymous.say("message-0001", "hello").await;
        let seq = world.seq().await;
        let stream = anonymous.stream(&seq.to_string()).await;
        let mara = site.welcome(Some(&anonymous.token), &site.token("user-7", &json!({}))).await;
        cut(stream).await;
        say(&world, &mara.token, "message-0002", "only mine").await;
        for (path, json) in [
            ("messages", json!({ "id": "message-0003", "body": "x" })),
            ("seen", json!({ "seq": 1 })),
            ("attributes", json!({ "attributes": {} })),
        ] {
            assert_eq!(sends(&world, &anonymous.token, path, &json).await.0, StatusCode::UNAUTHORIZED, "{path}");
        }
        assert_eq!(anonymous.reload().await, vec![], "a new visitor begins");
    }
}

#[tokio::test]
async fn who_logged_out_is_nobody_here_until_the_site_says_so_anew() {
    for world in each().await {
        let site = Site::of(&world).await;
        let (first, second) = (site.token("user-7", &json!({})), site.token("user-7", &json!({ "jti": "2" })));
        let here = site.welcome(None, &first).await;
        say(&world, &here.token, "message-0001", "hello").await;
        assert_eq!(site.welcome(Some(&here.token), &second).await.token, here.token);
        let there = site.welcome(None, &site.token("user-7", &json!({ "jti": "3" }))).await;
        let mut stream =
            world.stream(with(get("/api/widget/v1/events?after=0"), header::AUTHORIZATION, &format!("Bearer {}", here.token))).await;
        assert!(stream.next().await.is_some());

        let out = with(
            post("/api/widget/v1/logout", &json!({ "assistant": site.key })),
            header::AUTHORIZATION,
            &format!("Bearer {}", here.token),
        );
        let reply = world.send(out).await;
        assert_eq!(reply.status(), StatusCode::NO_CONTENT);
        let cookie = reply.headers()[header::SET_COOKIE].to_str().expect("text").to_owned();
        assert!(cookie.contains("Max-Age=0") && cookie.starts_with(&format!("visitor-{}=;", site.key)), "{cookie}");

        assert_eq!(sends(&world, &here.token, "messages", &json!({ "id": "message-0002", "body": "x" })).await.0, StatusCode::UNAUTHORIZED);
        for replayed in [&first, &second] {
            let (status, told) = site.start(None, replayed).await;
            assert_eq!((status, told.contains("Sign a new one")), (StatusCode::UNPROCESSABLE_ENTITY, true), "{told}");
        }
        assert_eq!(mine(&site.welcome(None, &site.token("user-7", &json!({ "jti": "4" }))).await), ["hello"], "a fresh one opens it again");
        assert_eq!(sends(&world, &there.token, "seen", &json!({ "seq": 1 })).await.0, StatusCode::NO_CONTENT, "the other browser stays");
        cut(stream).await;
        // A session of a week ends by itself.
        world.clock.pass(8 * 86_400_000);
        assert_eq!(sends(&world, &there.token, "seen", &json!({ "seq": 2 })).await.0, StatusCode::UNAUTHORIZED);
        assert!(world.desk.sweep_visitors().await.expect("sweeps") > 0);
    }
}

#[tokio::test]
async fn a_new_secret_makes_the_old_one_worthless_and_is_shown_this_once() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        assert!(!door(&world, &me, None).await.has_secret);
        let unset = Site { world: &world, secret: String::new(), key: world.profile.public_key.clone() };
        assert!(unset.start(None, &unset.token("user-7", &json!({}))).await.1.contains("no identity secret"));
        let (old, new) = (Site::of(&world).await, Site::of(&world).await);
        assert_ne!(old.secret, new.secret);
        assert_eq!(old.start(None, &old.token("user-7", &json!({}))).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        new.welcome(None, &new.token("user-7", &json!({}))).await;
        let shown = door(&world, &me, None).await;
        assert_eq!((shown.has_secret, shown.secret), (true, None));
        let kept = server::store::door::read(&world.desk.db, world.workspace(), &world.profile.id).await.expect("reads");
        assert!(!kept.secret.is_empty() && kept.secret != new.secret, "sealed");
        // Nobody else's assistant can be given one.
        let eve = world.member("eve@example.com").await;
        let foreign = world.desk.change_settings(&eve, Change::NewSecret { assistant: world.profile.id.clone() }).await;
        assert_eq!(foreign, Err(app::domain::fault::Fault::NotFound));
        new.welcome(None, &new.token("user-7", &json!({ "jti": "2" }))).await;
    }
}

#[tokio::test]
async fn what_the_site_says_is_beside_the_thread_live_and_found() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let visitor = world.visitor().await;
        let describe = |it: Value| {
            let (world, token) = (&world, visitor.token.clone());
            async move { sends(world, &token, "attributes", &json!({ "attributes": it })).await }
        };
        // Before the first word nothing is in the inbox.
        assert_eq!(describe(json!({ "cart_value": 199, "plan": "Free" })).await.0, StatusCode::NO_CONTENT);
        let list = |filter: Filter| {
            let (world, me) = (&world, &me);
            async move { world.desk.inbox(me, ViewKey::Asked { filter: Box::new(filter) }, None).await.expect("reads").page.rows.len() }
        };
        assert_eq!(list(Filter::default()).await, 0);
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        let value = |it: Conversation, name: &str| it.attributes.get(name).map(|it| it.value.clone());
        assert_eq!(value(conversation(&world, &id).await, "cart_value").as_deref(), Some("199"));
        // From then on whoever has the inbox open sees it change.
        let mut inbox = Inbox::of(world.desk.inbox(&me, BuiltIn::Open.into(), Some(Sort::Waiting)).await.expect("reads"));
        let cookie = world.cookie("ana@example.com").await;
        let mut stream = world.stream(with(get(&format!("/inbox/events?after={}", inbox.seq)), header::COOKIE, &cookie)).await;
        assert_eq!(describe(json!({ "cart_value": 201, "plan": null, "is_new": true })).await.0, StatusCode::NO_CONTENT);
        let frame = stream.take(1).await.remove(0);
        inbox.apply(&serde_json::from_value(frame.data).expect("a frame"));
        let row = inbox.row(&id).expect("a row").clone();
        assert_eq!((value(row.clone(), "cart_value").as_deref(), value(row, "plan")), (Some("201"), None));
        let asks =
            |name: &str, value: &str| Filter { attributes: BTreeMap::from([(name.to_owned(), value.to_owned())]), ..Filter::default() };
        assert_eq!((list(asks("cart_value", "201")).await, list(asks("cart_value", "199")).await), (1, 0));
        // Said again, nothing happens; what is no attribute is refused in words.
        let seq = world.seq().await;
        describe(json!({ "cart_value": 201 })).await;
        assert_eq!(world.seq().await, seq);
        for wrong in [json!({ "a": { "b": 1 } }), json!({ "": 1 }), json!({ "a": "x".repeat(501) })] {
            assert_eq!(describe(wrong).await.0, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let many: serde_json::Map<String, Value> = (0..50).map(|n| (format!("n{n}"), json!(n))).collect();
        assert_eq!(describe(many.into()).await.0, StatusCode::UNPROCESSABLE_ENTITY, "too many with those that are there");
        assert_eq!(world.seq().await, seq);
    }
}

#[tokio::test]
async fn what_is_proven_is_not_overwritten_by_what_isnt() {
    for world in each().await {
        let site = Site::of(&world).await;
        let mara = site.welcome(None, &site.token("user-7", &json!({ "attributes": { "plan": "pro" } }))).await;
        sends(&world, &mara.token, "attributes", &json!({ "attributes": { "plan": "free", "cart": 1 } })).await;
        let id = say(&world, &mara.token, "message-0001", "hello").await;
        let told = || async {
            conversation(&world, &id).await.attributes.into_iter().map(|(name, it)| (name, it.value, it.is_verified)).collect::<Vec<_>>()
        };
        let it = |name: &str, value: &str, is_verified| (name.to_owned(), value.to_owned(), is_verified);
        assert_eq!(told().await, [it("cart", "1", false), it("plan", "pro", true)]);
        sends(&world, &mara.token, "attributes", &json!({ "attributes": { "plan": null, "cart": 2 } })).await;
        assert_eq!(told().await, [it("cart", "2", false), it("plan", "pro", true)]);
        site.welcome(Some(&mara.token), &site.token("user-7", &json!({ "plan": "team", "cart": 3 }))).await;
        assert_eq!(told().await, [it("cart", "3", true), it("plan", "team", true)]);
    }
}

/// What a log writes, kept.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("whole").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_token_is_in_a_log_an_address_or_what_agents_get() {
    let log = Kept::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    let _listening = tracing::subscriber::set_default(subscriber);
    for world in each().await {
        let site = Site::of(&world).await;
        let anonymous = world.visitor().await;
        anonymous.say("message-0001", "hello").await;
        let identity = site.token("user-7", &json!({ "name": "Mara", "plan": "pro" }));
        let mara = site.welcome(Some(&anonymous.token), &identity).await;
        let id = say(&world, &mara.token, "message-0002", "again").await;
        let mut refused = identity.clone();
        refused.pop();
        site.start(Some(&mara.token), &refused).await;

        let cookie = world.cookie("ana@example.com").await;
        let mut told = String::new();
        let open = json!({ "view": { "is": "built_in", "view": "open" }, "sort": null });
        for (call, ask) in [
            ("thread", json!({ "id": id })),
            ("open", json!({ "id": id })),
            ("before", json!({ "id": id })),
            ("inbox", open),
            ("settings", json!({ "section": "identity" })),
        ] {
            told += &text(world.send(with(post(&format!("/api/app/{call}"), &ask), header::COOKIE, &cookie)).await).await;
        }
        told += &text(world.send(with(get(&format!("/inbox/{id}")), header::COOKIE, &cookie)).await).await;
        let mut stream = world.stream(with(get("/inbox/events?after=0"), header::COOKIE, &cookie)).await;
        for frame in stream.take(4).await {
            told += &frame.data.to_string();
        }
        assert!(told.contains("user-7") && told.contains("hello"), "they get what they need");
        let written = String::from_utf8_lossy(&log.0.lock().expect("whole")).into_owned();
        for secret in [&anonymous.token, &mara.token, &identity, &site.secret] {
            assert!(!told.contains(secret.as_str()), "in what agents get");
            assert!(!written.contains(secret.as_str()), "in the log");
        }
        // A token in an address isn't read at all.
        let asked = get(&format!("/api/widget/v1/events?after=0&token={}", mara.token));
        assert_eq!(world.send(asked).await.status(), StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn a_page_says_why_it_calls_a_person() {
    for world in each().await {
        let visitor = world.visitor().await;
        let (status, _) = sends(&world, &visitor.token, "person", &json!({ "reason": "The payment\nfailed" })).await;
        assert_eq!(status, StatusCode::OK);
        let it = conversation(&world, &visitor.conversation().await).await;
        assert_eq!(it.handoff.expect("in line").cause.detail.as_deref(), Some("The paymentfailed"));
        assert!(!format!("{:?}", visitor.reload().await).contains("payment"), "the team's to read");
        let bare =
            with(world::form("/api/widget/v1/person", ""), header::AUTHORIZATION, &format!("Bearer {}", world.visitor().await.token));
        assert_eq!(world.send(bare).await.status(), StatusCode::OK, "without a body, as before");
    }
}

fn asked() -> Vec<Field> {
    let field = |label: &str, kind, is_required, choices: &[&str]| Field {
        label: label.to_owned(),
        kind,
        is_required,
        choices: choices.iter().map(|it| (*it).to_owned()).collect(),
        ..Field::default()
    };
    vec![
        field("E-mail", FieldKind::Email, true, &[]),
        field("Company <b>", FieldKind::Text, false, &[]),
        field("Plan", FieldKind::Choice, false, &["Free", "Pro"]),
    ]
}

#[tokio::test]
async fn what_an_owner_asks_first_is_beside_the_thread_and_found() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        assert!(
            !body::<Welcome>(world.send(post("/api/widget/v1/start", &json!({ "assistant": world.profile.public_key }))).await).await.asks
        );
        door(&world, &me, Some(Change::Fields { assistant: world.profile.id.clone(), fields: asked() })).await;
        let page = text(world.send(get(&format!("/widget/{}", world.profile.public_key))).await).await;
        assert!(page.contains("type=\"email\"") && page.contains("Company &lt;b&gt;") && page.contains("<option>Pro</option>"), "{page}");
        let visitor = world.visitor().await;
        let welcome = || async { world.desk.welcome(&world.profile.public_key, Some(&visitor.token)).await.expect("is welcome") };
        assert!(welcome().await.asks);
        for (wrong, says) in [
            (json!({}), "Fill in E-mail"),
            (json!({ "E-mail": "nobody" }), "e-mail address"),
            (json!({ "E-mail": "a@x.test", "Plan": "Gold" }), "Choose one"),
        ] {
            let (status, told) = sends(&world, &visitor.token, "form", &json!({ "fields": wrong })).await;
            assert_eq!((status, told.contains(says)), (StatusCode::UNPROCESSABLE_ENTITY, true), "{told}");
        }
        let given = json!({ "E-mail": "mara@x.test", "Company <b>": "Plumworks", "Plan": "Pro", "role": "admin" });
        assert_eq!(sends(&world, &visitor.token, "form", &json!({ "fields": given })).await.0, StatusCode::OK);
        assert!(!welcome().await.asks, "asked once");
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        let it = conversation(&world, &id).await;
        assert_eq!(it.visitor.email.map(String::from).as_deref(), Some("mara@x.test"));
        let told: Vec<_> = it.attributes.iter().map(|(name, it)| (name.as_str(), it.value.as_str(), it.is_captured)).collect();
        assert_eq!(told, [("Company <b>", "Plumworks", true), ("Plan", "Pro", true)]);
        let cookie = world.cookie("ana@example.com").await;
        let found = text(world.send(with(post("/api/app/search", &json!({ "text": "plumworks" })), header::COOKIE, &cookie)).await).await;
        assert!(found.contains(id.as_str()), "{found}");
        let kept = server::store::mailbox::find(&world.desk.db, world.workspace(), &id, "mara@x.test").await.expect("reads");
        assert!(!kept.expect("in the books").giver.is_empty(), "whence it was given counts");
    }
}

#[tokio::test]
async fn the_frame_stands_on_the_sites_that_the_owner_names() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let policy = || async {
            let reply = world.send(get(&format!("/widget/{}", world.profile.public_key))).await;
            reply.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text").to_owned()
        };
        assert!(policy().await.ends_with("frame-ancestors *"));
        let sites = |sites: &[&str]| Change::Sites {
            assistant: world.profile.id.clone(),
            sites: sites.iter().map(|it| (*it).to_owned()).collect(),
        };
        let shown = door(&world, &me, Some(sites(&["Shop.example.com/cart", "https://*.plum.test"]))).await;
        assert_eq!(shown.sites, ["https://shop.example.com", "https://*.plum.test"]);
        assert!(policy().await.ends_with("frame-ancestors 'self' https://shop.example.com https://*.plum.test"));
        assert!(world.desk.change_settings(&me, sites(&["https://a.test; script-src *"])).await.is_err());
        let eve = world.member("eve@example.com").await;
        assert!(world.desk.change_settings(&eve, sites(&[])).await.is_err(), "not hers");
        door(&world, &me, Some(sites(&[]))).await;
        assert!(policy().await.ends_with("frame-ancestors *"));
    }
}

#[tokio::test]
async fn what_was_before_with_the_same_person_is_listed_beyond_what_is_loaded() {
    for world in each().await {
        let site = Site::of(&world).await;
        let me = world.member("ana@example.com").await;
        let mara = site.welcome(None, &site.token("user-7", &json!({ "email": "mara@x.test" }))).await;
        let id = say(&world, &mara.token, "message-0001", "a refund, please").await;
        for n in 0..250 {
            world.desk.act(&me, &id, Command::Prioritise { priority: app::domain::label::Priority::ALL[n % 2] }).await.expect("is granted");
        }
        world.desk.act(&me, &id, Command::Close).await.expect("is granted");
        world.clock.pass(60_000);
        say(&world, &mara.token, "message-0002", "and an invoice").await;
        // The same address, proven for another name on the site; and one that only claims it.
        world.clock.pass(60_000);
        let other = site.welcome(None, &site.token("user-9", &json!({ "email": "mara@x.test" }))).await;
        let other = say(&world, &other.token, "message-0003", "from my other account").await;
        let liar = world.visitor().await;
        liar.say("message-0004", "a lie").await;
        sends(&world, &liar.token, "email", &json!({ "email": "mara@x.test" })).await;
        let before = world.desk.before(&me, &id).await.expect("reads");
        let told: Vec<_> = before.iter().map(|it| (&it.conversation, it.from.is_some(), it.status, it.words.as_str())).collect();
        assert_eq!(told, [(&other, false, Status::Open, "from my other account"), (&id, true, Status::Closed, "a refund, please")]);
        assert_eq!(world.desk.before(&me, &liar.conversation().await).await, Ok(vec![]));
        let eve = world.member("eve@example.com").await;
        assert_eq!(world.desk.before(&eve, &id).await, Err(app::domain::fault::Fault::NotFound));
    }
}
