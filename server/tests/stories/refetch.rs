//! *apply = refetch*: what a browser folds from the stream is what it would read anew, for every command.
//! A new kind of command without an example here fails the build.

use crate::world::{Visitor, World, each, post};
use app::{
    api::{
        Caller,
        inbox::InboxDesk,
        settings::{Change, SettingsDesk},
    },
    domain::{
        command::{Command, CommandKind, Then},
        form::{Field, Moment},
        handoff::Reason,
        id::{ConversationId, MessageId, PromiseId},
        inbox::Inbox,
        label::{Attribute, Lead, Priority, Promise, Tag},
        person::Identity,
        text::{Body, Email, Name},
        view::{BuiltIn, Sort},
    },
    talk::{Entry, Talk},
};
use serde_json::json;
use server::clock::Clock;
use std::collections::BTreeMap;

fn message(kind: CommandKind) -> MessageId {
    MessageId::parse(&format!("message-{kind:?}")).expect("an id")
}

fn text() -> Body {
    Body::plain("A **word** from the team.").expect("fits")
}

/// Does one command of this kind, as who may; what has to be so before was done by `prepare`.
async fn perform(world: &World, visitor: &Visitor<'_>, me: &Caller, id: &ConversationId, kind: CommandKind) {
    let act = |command| async move { world.desk.act(me, id, command).await.map(drop).expect("is granted") };
    let later = world.clock.now().plus(3_600_000);
    let tag = || Tag::parse("billing").expect("a tag");
    let promise = || Promise {
        id: PromiseId::parse("promise-1").expect("an id"),
        what: "a refund".to_owned(),
        due: later,
        by: me.agent(),
        is_due: false,
        about: None,
    };
    let of_visitor = |command| async move {
        world.desk.act_as_visitor(world.workspace(), id, command).await.expect("is granted");
    };
    match kind {
        CommandKind::Say => drop(visitor.say("message-say", "One more thing").await),
        CommandKind::AskForPerson => drop(visitor.ask_for_person().await),
        CommandKind::CallPerson => drop(visitor.send(post("/api/widget/v1/person", &json!({ "reason": "The cart is full" }))).await),
        CommandKind::Identify => {
            let identity =
                Identity { subject: "user-1".to_owned(), name: Name::parse("Mara").ok(), email: Email::parse("mara@x.test").ok() };
            of_visitor(Command::Identify { identity }).await;
        }
        CommandKind::Introduce => drop(visitor.send(post("/api/widget/v1/name", &json!({ "name": "Mara" }))).await),
        // The assistant's two: a question that the docs answer, and the wish for a person in words.
        CommandKind::Answer => take_turn(world, visitor, "How long do refunds take?").await,
        CommandKind::HandOff => take_turn(world, visitor, "Can I talk to someone?").await,
        CommandKind::LeaveEmail => of_visitor(Command::LeaveEmail { email: Email::parse("mara@x.test").expect("an address") }).await,
        CommandKind::Describe => {
            let plan = Attribute { value: "Pro".to_owned(), is_verified: false, is_captured: false };
            of_visitor(Command::Describe { attributes: BTreeMap::from([("plan".to_owned(), plan)]) }).await;
        }
        CommandKind::See => {
            act(Command::Reply { id: message(kind), body: text(), seen: None, shown: None, files: vec![], then: Then::Stay }).await;
            of_visitor(Command::See { up_to: world.seq().await }).await;
        }
        CommandKind::Rate => {
            // Sure enough for an answer, though the first words are about something else.
            take_turn(world, visitor, "Do refunds take five days to reach my bank account? Refunds, bank account, five days?").await;
            of_visitor(Command::Rate { answer: world.seq().await, is_helpful: true }).await;
        }
        CommandKind::FillIn => {
            let fields = vec![Field { label: "Order".to_owned(), moment: Moment::Handoff, ..Field::default() }];
            world.desk.change_settings(me, Change::Fields { assistant: world.profile.id.clone(), fields }).await.expect("is taken");
            visitor.ask_for_person().await;
            of_visitor(Command::FillIn { given: BTreeMap::from([("Order".to_owned(), "1042".to_owned())]), files: BTreeMap::new() }).await;
        }
        CommandKind::Reply => {
            act(Command::Reply { id: message(kind), body: text(), seen: None, shown: None, files: vec![], then: Then::Stay }).await;
        }
        CommandKind::Note => act(Command::Note { id: message(kind), body: text(), files: vec![], mentions: vec![me.agent()] }).await,
        CommandKind::Watch => {
            act(Command::Reply { id: message(kind), body: text(), seen: None, shown: None, files: vec![], then: Then::Stay }).await;
            act(Command::Watch).await;
        }
        CommandKind::Hold => act(Command::Hold { until: Some(later) }).await,
        CommandKind::Snooze => act(Command::Snooze { until: later }).await,
        CommandKind::Assign => act(Command::Assign { to: Some(me.agent()) }).await,
        CommandKind::Route => act(Command::Route { team: Some(world.team("Billing").await) }).await,
        CommandKind::Tag => act(Command::Tag { tag: tag() }).await,
        CommandKind::Untag => {
            act(Command::Tag { tag: tag() }).await;
            act(Command::Untag { tag: tag() }).await;
        }
        CommandKind::Prioritise => act(Command::Prioritise { priority: Priority::Urgent }).await,
        CommandKind::SetLead => act(Command::SetLead { lead: Lead::Qualified }).await,
        CommandKind::MarkSpam => act(Command::MarkSpam { is_spam: true }).await,
        CommandKind::Block => act(Command::Block { is_blocked: true }).await,
        CommandKind::Promise => act(Command::Promise { promise: promise() }).await,
        CommandKind::MovePromise => {
            act(Command::Promise { promise: promise() }).await;
            act(Command::MovePromise { id: promise().id, due: later.plus(3_600_000) }).await;
        }
        CommandKind::SettlePromise => {
            act(Command::Promise { promise: promise() }).await;
            act(Command::SettlePromise { id: promise().id, is_kept: true }).await;
        }
        CommandKind::Link => {
            let other = world.visitor().await;
            other.say("message-other", "It is me again").await;
            act(Command::Link { other: other.conversation().await, label: String::new() }).await;
        }
        // It goes on in another one, and another one goes on in it: the thread of whoever looks at it is read afresh by itself.
        CommandKind::Merge => {
            let other = world.visitor().await;
            other.say("message-other", "It is me again").await;
            let merge = Command::Merge { into: id.clone(), label: String::new() };
            world.desk.act(me, &other.conversation().await, merge).await.expect("is granted");
        }
        // The lease runs out, and nothing is owed.
        CommandKind::Tick => {
            act(Command::Reply { id: message(kind), body: text(), seen: None, shown: None, files: vec![], then: Then::Stay }).await;
            world.clock.pass(15 * 60_000);
            assert!(world.desk.tick().await.expect("ticks") > 0);
        }
        CommandKind::Claim => act(Command::Claim).await,
        CommandKind::TakeOver => act(Command::TakeOver).await,
        CommandKind::HandBack => act(Command::HandBack { settled: None }).await,
        CommandKind::Close => act(Command::Close).await,
        CommandKind::Reopen => {
            act(Command::Close).await;
            act(Command::Reopen { cause: Some(Reason::AskedForPerson.into()) }).await;
        }
    }
}

async fn take_turn(world: &World, visitor: &Visitor<'_>, question: &str) {
    visitor.say("message-question", question).await;
    let id = visitor.conversation().await;
    let now = server::store::conversation::by_id(&world.desk.db, world.workspace(), &id).await.expect("reads").expect("is there");
    world.desk.take_turn(world.workspace(), &id, now.epoch, "turn-of-the-story").await.expect("takes it");
}

#[tokio::test]
async fn what_is_folded_is_what_is_read_anew_for_every_command() {
    for world in each().await {
        world.docs(&[("refunds.md", "# Refunds\n\nRefunds take five days to reach your bank account.")]).await;
        let me = world.member("ana@example.com").await;
        for kind in CommandKind::all() {
            folds(&world, &me, kind).await;
        }
    }
}

/// Each view as it is read.
async fn lists(world: &World, me: &Caller) -> Vec<Inbox> {
    let mut lists = Vec::new();
    for view in BuiltIn::ALL {
        lists.push(Inbox::of(world.desk.inbox(me, view.into(), Some(Sort::Waiting)).await.expect("reads")));
    }
    lists
}

async fn folds(world: &World, me: &Caller, kind: CommandKind) {
    let visitor = world.visitor().await;
    visitor.say("message-first", "Hello there, it is about my order").await;
    if kind == CommandKind::HandBack {
        visitor.ask_for_person().await;
    }
    let id = visitor.conversation().await;
    let mut inboxes = lists(world, me).await;
    let mut thread = world.desk.thread(me, &id).await.expect("reads");
    let mut talk = Talk::default();
    for entry in visitor.reload().await {
        talk.apply(entry);
    }
    let mut listener = world.desk.hub.listen(&me.workspace, world.seq().await).await.expect("listens");
    let mut stream = visitor.stream(&talk.seq.to_string()).await;

    world.clock.pass(1_000);
    perform(world, &visitor, me, &id, kind).await;

    let reached = world.seq().await;
    assert!(reached > thread.seq, "{kind:?} led to something");
    while thread.seq < reached {
        let frame = listener.next().await.expect("reads");
        inboxes.iter_mut().for_each(|inbox| inbox.apply(&frame));
        thread.apply(&frame.event);
    }
    let anew = world.desk.thread(me, &id).await.expect("reads");
    assert_eq!(thread, anew, "{kind:?}, the thread");
    for ((folded, anew), view) in inboxes.iter().zip(lists(world, me).await).zip(BuiltIn::ALL) {
        assert_eq!(folded.seq, anew.seq, "{kind:?}");
        assert_eq!(folded.sorted(), anew.sorted(), "{kind:?}, {view:?}");
    }
    let expected = visitor.reload().await;
    if kind == CommandKind::Merge {
        let frame = stream.next().await.expect("more frames");
        assert_eq!(frame.event.as_deref(), Some("reset"), "the widget reads it afresh");
        return;
    }
    while talk.entries.len() < expected.len() {
        // Whoever was anonymous is cut off once the visitor is verified: the rest is for who proves it.
        let Some(frame) = stream.next().await else { return assert_eq!(kind, CommandKind::Identify, "more frames") };
        talk.apply(serde_json::from_value::<Entry>(frame.data).expect("an entry"));
    }
    assert_eq!(talk.entries, expected, "{kind:?}, the widget");
}
