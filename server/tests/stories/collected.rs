//! What an owner asks while a visitor waits for a person: it is before the person who comes, and never in the visitor's way.

use crate::world::{Visitor, World, body, each, get, post, text, with};
use app::{
    api::{
        Caller,
        alerts::AlertDesk,
        inbox::InboxDesk,
        settings::{Change, SettingsDesk},
        summary::SummaryDesk,
    },
    domain::{
        alert::Kind,
        command::{Command, Then},
        conversation::Conversation,
        event::What,
        fault::Fault,
        file::{File, in_address},
        form::{Field, FieldKind, Moment},
        handoff::Reason,
        id::{ConversationId, MessageId},
        inbox::Inbox,
        text::Body as Words,
        view::{BuiltIn, Sort, is_unread},
    },
    talk::{Attached, Entries, Shown, Welcome},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};

fn field(label: &str, kind: FieldKind) -> Field {
    Field { label: label.to_owned(), kind, moment: Moment::Handoff, ..Field::default() }
}

fn three() -> Vec<Field> {
    vec![field("Order number", FieldKind::Text), field("Account ID", FieldKind::Text), field("Screenshot", FieldKind::File)]
}

async fn asks(world: &World, me: &Caller, fields: Vec<Field>) {
    let change = Change::Fields { assistant: world.profile.id.clone(), fields };
    world.desk.change_settings(me, change).await.expect("is taken");
}

/// The labels of what the visitor is asked last; nothing where they aren't.
async fn asked(visitor: &Visitor<'_>) -> Vec<String> {
    let entries = visitor.reload().await;
    let last = entries.into_iter().rev().find_map(|entry| match entry.what {
        Shown::Asked { fields } => Some(fields),
        _ => None,
    });
    last.unwrap_or_default().into_iter().map(|it| it.label).collect()
}

async fn sends(visitor: &Visitor<'_>, path: &str, given: &Value) -> (StatusCode, String) {
    let reply = visitor.send(post(&format!("/api/widget/v1/{path}"), given)).await;
    (reply.status(), text(reply).await)
}

async fn fills_in(visitor: &Visitor<'_>, given: &Value) -> Vec<Shown> {
    let (status, told) = sends(visitor, "details", given).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    let Entries { entries } = serde_json::from_str(&told).expect("entries");
    entries.into_iter().map(|entry| entry.what).collect()
}

/// What nobody asks is refused, so that the visitor says it elsewhere; it may be skipped.
async fn refused(visitor: &Visitor<'_>) {
    let (status, told) = sends(visitor, "details", &json!({ "fields": { "Order number": "1042" } })).await;
    assert_eq!((status, told.contains("Nobody asks for this now.")), (StatusCode::UNPROCESSABLE_ENTITY, true), "{told}");
    assert_eq!(fills_in(visitor, &json!({ "fields": { "Order number": " " } })).await, []);
}

async fn uploads(visitor: &Visitor<'_>, name: &str) -> Attached {
    let request = Request::builder().method("POST").uri(format!("/api/widget/v1/files?name={}", in_address(name)));
    let request = request.header(header::HOST, "chat.test").header(header::ORIGIN, "http://chat.test");
    body(visitor.send(request.body(Body::from("what I see")).expect("a request")).await).await
}

async fn conversation(world: &World, id: &ConversationId) -> Conversation {
    server::store::conversation::by_id(&world.desk.db, world.workspace(), id).await.expect("reads").expect("is there")
}

fn known(it: &Conversation) -> Vec<(&str, &str, bool)> {
    it.attributes.iter().map(|(label, it)| (label.as_str(), it.value.as_str(), it.is_captured)).collect()
}

async fn whats(world: &World, id: &ConversationId) -> Vec<What> {
    let events = server::store::event::of_conversation(&world.desk.db, world.workspace(), id, 0).await.expect("reads");
    events.into_iter().map(|event| event.what).collect()
}

#[tokio::test]
async fn a_person_begins_with_all_that_the_visitor_was_asked() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        asks(&world, &me, three()).await;
        let page = text(world.send(get(&format!("/widget/{}", world.profile.public_key))).await).await;
        assert!(!page.contains("Order number"), "nothing of it stands before the first message");
        let start = post("/api/widget/v1/start", &json!({ "assistant": world.profile.public_key }));
        assert!(!body::<Welcome>(world.send(start).await).await.asks);

        let visitor = world.visitor().await;
        visitor.say("message-0001", "Where is my parcel?").await;
        assert_eq!(asked(&visitor).await, Vec::<String>::new(), "nobody is called yet");
        visitor.ask_for_person().await;
        assert_eq!(asked(&visitor).await, ["Order number", "Account ID", "Screenshot"]);
        visitor.say("message-0002", "It should be here since Monday.").await;

        let id = visitor.conversation().await;
        let shot = uploads(&visitor, "shot.txt").await;
        let mut inbox = Inbox::of(world.desk.inbox(&me, BuiltIn::Open.into(), Some(Sort::Waiting)).await.expect("reads"));
        let cookie = world.cookie("ana@example.com").await;
        let mut stream = world.stream(with(get(&format!("/inbox/events?after={}", inbox.seq)), header::COOKIE, &cookie)).await;
        let given = json!({ "fields": { "Order number": " 1042 ", "Account ID": "A-7" }, "files": { "Screenshot": shot.id } });
        let said = "Account ID: A-7 · Order number: 1042 · Screenshot: shot.txt".to_owned();
        assert_eq!(fills_in(&visitor, &given).await, [Shown::FilledIn { said }]);
        let frame = stream.take(1).await.remove(0);
        inbox.apply(&serde_json::from_value(frame.data).expect("a frame"));
        let all = [("Account ID", "A-7", true), ("Order number", "1042", true), ("Screenshot", "shot.txt", true)];
        assert_eq!(known(inbox.row(&id).expect("a row")), all, "live, beside the thread");
        let summary = world.desk.summary(&me, &id).await.expect("reads");
        let told: Vec<(&str, &str)> = summary.given.attributes.iter().map(|(label, value)| (label.as_str(), value.as_str())).collect();
        assert_eq!(told, [("Account ID", "A-7"), ("Order number", "1042"), ("Screenshot", "shot.txt")]);

        // Sent twice, it is there once; a file that was given stays given.
        let seq = world.seq().await;
        assert_eq!(fills_in(&visitor, &given).await, []);
        assert_eq!(world.seq().await, seq);
        world.clock.pass(2 * 86_400_000);
        world.desk.sweep_files().await.expect("sweeps");
        let file: File = conversation(&world, &id).await.form.expect("was asked").files.remove("Screenshot").expect("was given");
        let reply = world.send(with(get(&file.path()), header::COOKIE, &world.cookie("ana@example.com").await)).await;
        assert_eq!((reply.status(), text(reply).await.as_str()), (StatusCode::OK, "what I see"));

        let words = Words::plain("It left on Tuesday.").expect("fits");
        let message = MessageId::parse("message-0003").expect("an id");
        let reply = Command::Reply { id: message, body: words, seen: None, shown: None, files: vec![], then: Then::Stay };
        world.desk.act(&me, &id, reply).await.expect("is granted");
        let log = whats(&world, &id).await;
        let at = |is: fn(&What) -> bool| log.iter().position(is).expect("happened");
        let order = [
            at(|what| matches!(what, What::HandedOff { .. })),
            at(|what| matches!(what, What::Asked { .. })),
            at(|what| matches!(what, What::FilledIn { .. })),
            at(|what| matches!(what, What::Replied { .. })),
        ];
        assert!(order.is_sorted(), "{order:?}");
    }
}

#[tokio::test]
async fn a_visitor_may_skip_it_and_is_never_held_up() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        asks(&world, &me, three()).await;
        let visitor = world.visitor().await;
        visitor.ask_for_person().await;
        visitor.say("message-0001", "Hello?").await;
        let id = visitor.conversation().await;
        let skipped = fills_in(&visitor, &json!({ "fields": { "Order number": "", "Account ID": " " } })).await;
        assert_eq!(skipped, [Shown::FilledIn { said: String::new() }]);
        assert_eq!(fills_in(&visitor, &json!({ "fields": {} })).await, [], "skipped once");
        assert!(whats(&world, &id).await.iter().any(|what| matches!(what, What::FilledIn { is_skipped: true, .. })));

        // Who is there meanwhile takes it all the same, and what is filled in later counts.
        world.desk.act(&me, &id, Command::TakeOver).await.expect("is granted");
        let held = conversation(&world, &id).await;
        assert_eq!(fills_in(&visitor, &json!({ "fields": { "Order number": "1042" } })).await.len(), 1);
        let it = conversation(&world, &id).await;
        assert_eq!((known(&it), &it.holder, it.epoch), (vec![("Order number", "1042", true)], &held.holder, held.epoch));
        let alerts = world.desk.bell(&me, None).await.expect("reads").alerts;
        let told: Vec<&str> = alerts.iter().filter(|it| it.kind == Kind::Message).map(|it| it.told.words.as_str()).collect();
        assert_eq!(told, ["Order number: 1042"], "who holds it is told");
        assert!(is_unread(&it, Some(held.seq)), "and it is new to them");

        // In this segment they have said it; the next one may be about something else.
        world.desk.act(&me, &id, Command::HandBack { settled: None }).await.expect("is granted");
        let n_asked = || async { whats(&world, &id).await.iter().filter(|what| matches!(what, What::Asked { .. })).count() };
        visitor.ask_for_person().await;
        assert_eq!(n_asked().await, 1);
        world.desk.act(&me, &id, Command::Close).await.expect("is granted");
        visitor.ask_for_person().await;
        assert_eq!(n_asked().await, 2);
        assert_eq!(asked(&visitor).await.len(), 3);

        // Where it ended and goes on with a person, nobody asks for it any more.
        world.desk.act(&me, &id, Command::Close).await.expect("is granted");
        world.desk.act(&me, &id, Command::Reopen { cause: None }).await.expect("is granted");
        world.desk.act(&me, &id, Command::TakeOver).await.expect("is granted");
        refused(&visitor).await;
    }
}

#[tokio::test]
async fn only_what_isnt_known_and_fits_the_reason_is_asked() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let fields = vec![
            field("Your name", FieldKind::Name),
            field("Mail", FieldKind::Email),
            field("plan", FieldKind::Text),
            Field { reasons: vec![Reason::Action], ..field("Cart", FieldKind::Text) },
        ];
        asks(&world, &me, fields).await;
        let visitor = world.visitor().await;
        sends(&visitor, "attributes", &json!({ "attributes": { "plan": "pro" } })).await;
        visitor.say("message-0001", "Hello").await;
        visitor.ask_for_person().await;
        assert_eq!(asked(&visitor).await, ["Your name", "Mail"], "the site has told the plan");
        let (status, told) = sends(&visitor, "details", &json!({ "fields": { "Mail": "nobody" } })).await;
        assert_eq!((status, told.contains("e-mail address")), (StatusCode::UNPROCESSABLE_ENTITY, true), "{told}");
        let shown = fills_in(&visitor, &json!({ "fields": { "Your name": "Mara", "Mail": "mara@x.test", "plan": "free" } })).await;
        let expected = [
            Shown::Named { name: "Mara".to_owned() },
            Shown::Mailed { email: "mara@x.test".to_owned() },
            Shown::FilledIn { said: String::new() },
        ];
        assert_eq!(shown, expected);
        let id = visitor.conversation().await;
        let it = conversation(&world, &id).await;
        assert_eq!((it.visitor.label().as_str(), known(&it)), ("Mara", vec![("plan", "pro", false)]), "only what was asked counts");
        let kept = server::store::mailbox::find(&world.desk.db, world.workspace(), &id, "mara@x.test").await.expect("reads");
        assert!(!kept.expect("in the books").giver.is_empty(), "whence it was given counts");

        let other = world.visitor().await;
        sends(&other, "person", &json!({ "reason": "The cart is full" })).await;
        assert_eq!(asked(&other).await, ["Your name", "Mail", "plan", "Cart"]);
    }
}

#[tokio::test]
async fn nobody_gives_what_isnt_theirs_or_wasnt_asked() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let visitor = world.visitor().await;
        visitor.say("message-0001", "Hello").await;
        visitor.ask_for_person().await;
        let seq = world.seq().await;
        refused(&visitor).await;
        assert_eq!(world.seq().await, seq, "nothing was asked");

        asks(&world, &me, three()).await;
        let (one, other) = (world.visitor().await, world.visitor().await);
        let theirs = uploads(&other, "theirs.txt").await;
        one.ask_for_person().await;
        for (files, says) in [
            (json!({ "Screenshot": theirs.id }), "Screenshot isn't there any more"),
            (json!({ "Screenshot": "../x" }), "the one that its upload gave"),
        ] {
            let (status, told) = sends(&one, "details", &json!({ "fields": {}, "files": files })).await;
            assert_eq!((status, told.contains(says)), (StatusCode::UNPROCESSABLE_ENTITY, true), "{told}");
        }
        assert_eq!(asked(&one).await.len(), 3, "still to be answered");
        let file = Field { moment: Moment::First, ..field("Screenshot", FieldKind::File) };
        let change = Change::Fields { assistant: world.profile.id.clone(), fields: vec![file] };
        assert!(matches!(world.desk.change_settings(&me, change).await, Err(Fault::Invalid { field, .. }) if field == "fields"));
    }
}
