//! The conversation goes on by mail: a reply reaches the mailbox, an answer lands in the thread, and nothing else does.

use crate::peer::{
    imap::Imap,
    smtp::{Mood, Received, Smtp},
};
use crate::world::{self, Visitor, World, each, form, get, post, text, until};
use app::{
    api::{
        alerts::AlertDesk,
        inbox::InboxDesk,
        mail::{MailDesk, State},
        settings::{Change, SettingsDesk},
    },
    domain::{
        alert::{Channel, Kind, Preferences, Wish},
        command::{Command, Then},
        event::What,
        face::Face,
        fault::Fault,
        file::File,
        id::{ConversationId, MessageId},
        person::Author,
        text::{Body, Email},
    },
};
use axum::{
    body::Body as HttpBody,
    http::{Request, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use mail_parser::MimeHeaders;
use serde_json::{Value, json};
use server::{
    desk::{Post, ToMember},
    mail::{inbound::Inbound, token},
    outside::{ImapBox, Mailer},
    store, work,
};
use std::sync::Arc;

const SECRET: &str = "the secret of inbound mail";
const ANA: &str = "ana@visitor.test";
const MINUTE_MS: i64 = 60_000;

/// A post office whose mails go to `smtp`, where there is one.
fn office(smtp: Option<&Smtp>) -> Post {
    Post {
        mailer: smtp.map(|it| Mailer::open(&it.url, "chat.test").expect("opens")),
        from: Email::parse("support@plumvale.test").expect("an address"),
        inbound: Inbound::parse("reply.plumvale.test"),
        inbound_secret: Some(server::secret::hash_of(SECRET)),
        ..Post::default()
    }
}

/// Each engine with workers and a mail server.
async fn offices() -> Vec<(World, Smtp)> {
    let mut all = Vec::new();
    for world in each().await {
        let smtp = Smtp::start().await;
        world.desk.open_post(office(Some(&smtp)));
        without_alerts(&world).await;
        world.work();
        all.push((world, smtp));
    }
    all
}

/// Nobody of the team is told by mail who waits: those mails are `ladder.rs`'s.
async fn without_alerts(world: &World) {
    for email in ["ana@example.com", "ben@example.com"] {
        let wishes = Kind::ALL.map(|kind| Wish::of(kind).with(Channel::Mail, false)).to_vec();
        let me = world.member(email).await;
        world.desk.save_preferences(&me, Preferences { wishes, quiet: None }).await.expect("is kept");
    }
}

async fn reply(world: &World, id: &ConversationId, message: &str, words: &str) {
    let me = world.member("ana@example.com").await;
    let body = Body::plain(words).expect("fits");
    let id_of = MessageId::parse(message).expect("an id");
    let reply = Command::Reply { id: id_of, body, seen: None, shown: None, files: vec![], then: Then::Stay };
    world.desk.act(&me, id, reply).await.expect("is granted");
}

async fn leave_email(visitor: &Visitor<'_>, email: &str) {
    let reply = visitor.send(post("/api/widget/v1/email", &json!({ "email": email }))).await;
    assert_eq!(reply.status(), StatusCode::OK);
}

/// A visitor who wants a person, gave an address, and whom Ana answered.
async fn answered<'w>(world: &'w World, email: &str) -> (Visitor<'w>, ConversationId) {
    let visitor = world.visitor().await;
    visitor.say("message-0001", "EVIL WORDS of the visitor http://evil.test").await;
    visitor.ask_for_person().await;
    visitor.send(post("/api/widget/v1/name", &json!({ "name": "EVIL NAME" }))).await;
    leave_email(&visitor, email).await;
    let id = visitor.conversation().await;
    reply(world, &id, "message-0002", "Refunds take **five days**.").await;
    (visitor, id)
}

/// Lets time pass and the workers look.
fn pass(world: &World, ms: i64) {
    world.clock.pass(ms);
    world.desk.mail_jobs.notify_one();
}

/// The mails, as soon as there are `n` and none is under way: a clock that jumps takes a job from the worker that has it in hand.
async fn mails(world: &World, smtp: &Smtp, n: usize) -> Vec<Received> {
    let mails = arrived(world, smtp, n).await;
    let all = || async { store::mail::latest(&world.desk.db, world.workspace(), true, 100).await.expect("reads") };
    until(|| async { all().await.iter().all(|it| it.state != "waiting").then_some(()) }).await;
    mails
}

/// The mails, as soon as there are `n`.
async fn arrived(world: &World, smtp: &Smtp, n: usize) -> Vec<Received> {
    until(|| async {
        world.desk.mail_jobs.notify_one();
        Some(smtp.received()).filter(|mails| mails.len() >= n)
    })
    .await
}

/// Waits until no mail job is left that is due.
async fn settled(world: &World) {
    until(|| async {
        world.desk.mail_jobs.notify_one();
        (store::job::n_open(&world.desk.db, "mail").await.expect("reads") == 0).then_some(())
    })
    .await;
}

/// The visitor's answer as a mail program writes it.
fn answer(mail: &Received, from: &str, name: &str, words: &str) -> String {
    let quoted: String = mail.text().lines().map(|line| format!("> {line}\r\n")).collect();
    format!(
        "From: Ana <{from}>\r\nTo: <{}>\r\nSubject: Re: {}\r\nMessage-ID: <{name}@visitor.test>\r\nIn-Reply-To: {}\r\n\r\n{words}\r\n\r\nOn Monday, Plumvale wrote:\r\n{quoted}",
        mail.reply_to().to_uppercase(),
        mail.subject(),
        mail.message_id(),
    )
}

fn inbound(raw: &str) -> Request<HttpBody> {
    let request = Request::builder().method("POST").uri("/api/mail/inbound").header(header::AUTHORIZATION, format!("Bearer {SECRET}"));
    request.header(header::CONTENT_TYPE, "message/rfc822").body(HttpBody::from(raw.to_owned())).expect("a request")
}

/// Brings a mail; what became of it.
async fn bring(world: &World, raw: &str) -> String {
    let reply = world.send(inbound(raw)).await;
    assert_eq!(reply.status(), StatusCode::OK);
    world::body::<Value>(reply).await["outcome"].as_str().expect("an outcome").to_owned()
}

async fn events(world: &World, id: &ConversationId) -> Vec<(Author, What)> {
    let events = store::event::of_conversation(&world.desk.db, world.workspace(), id, 0).await.expect("reads");
    events.into_iter().map(|event| (event.by, event.what)).collect()
}

/// What the visitor said by mail.
async fn said_by_mail(world: &World, id: &ConversationId) -> Vec<String> {
    let said = |(by, what): (Author, What)| match what {
        What::Said { id, body, .. } if by == Author::Visitor && id.as_str().starts_with("mail-") => Some(body.text),
        _ => None,
    };
    events(world, id).await.into_iter().filter_map(said).collect()
}

async fn notes(world: &World, id: &ConversationId) -> Vec<String> {
    let note = |(_, what): (Author, What)| if let What::Noted { body, .. } = what { Some(body.text) } else { None };
    events(world, id).await.into_iter().filter_map(note).collect()
}

/// The log's last word on a mail that came in without a workspace.
async fn dropped_why(world: &World, raw: &str) -> String {
    let key = server::mail::reading::read(raw.as_bytes()).expect("reads").key;
    store::mailbox::came_before(&world.desk.db, &key).await.expect("reads").expect("is in the books").reason
}

#[tokio::test]
async fn a_reply_reaches_the_mailbox_and_the_answer_lands_in_the_thread_once() {
    for (world, smtp) in offices().await {
        let (_visitor, id) = answered(&world, ANA).await;
        assert!(smtp.received().is_empty(), "it may still be read in the widget");
        pass(&world, MINUTE_MS);
        let notice = mails(&world, &smtp, 1).await.remove(0);
        assert!(notice.to.contains(&format!("<{ANA}>")), "{}", notice.to);
        assert_eq!(notice.subject(), "Your conversation with Plumvale");
        assert!(!notice.raw.contains("EVIL") && !notice.raw.contains("five") && notice.raw.contains("Auto-Submitted"), "{}", notice.raw);
        assert!(notice.reply_to().starts_with("reply+") && notice.reply_to().ends_with("@reply.plumvale.test"));

        // Who answers owns the mailbox: the words land, and what waited follows, in full and at once.
        let raw = answer(&notice, ANA, "1", "Thank you!\r\nAnd by card?");
        assert_eq!(bring(&world, &raw).await, "said");
        assert_eq!(bring(&world, &raw).await, "said", "the same mail again is the same message");
        assert_eq!(said_by_mail(&world, &id).await, vec!["Thank you!\nAnd by card?"]);
        let full = mails(&world, &smtp, 2).await.remove(1);
        assert!(full.text().starts_with("Ana Ortiz:\nRefunds take five days."), "{}", full.text());
        assert_eq!(full.parsed().in_reply_to().as_text(), Some("1@visitor.test"));
        assert!(full.raw.contains(&notice.message_id()), "the thread's first mail is named");

        // Two more replies within the time are one mail, and what was mailed isn't mailed again.
        reply(&world, &id, "message-0003", "By card: two days.").await;
        reply(&world, &id, "message-0004", "Anything else?").await;
        pass(&world, MINUTE_MS);
        let last = mails(&world, &smtp, 3).await.remove(2);
        let words = last.text();
        assert!(words.contains("By card: two days.") && words.contains("Anything else?") && words.contains("> And by card?"), "{words}");
        assert!(!words.contains("five days") && !last.raw.contains("Auto-Submitted"), "{words}");
        assert_eq!((last.subject(), last.from.as_str()), (notice.subject(), full.from.as_str()));
        settled(&world).await;
        assert_eq!(smtp.received().len(), 3);
    }
}

#[tokio::test]
async fn what_was_seen_in_the_widget_is_not_mailed() {
    for (world, smtp) in offices().await {
        let (visitor, id) = answered(&world, ANA).await;
        world.desk.act_as_visitor(world.workspace(), &id, Command::See { up_to: world.seq().await }).await.expect("is granted");
        pass(&world, MINUTE_MS);
        settled(&world).await;
        reply(&world, &id, "message-0003", "Still there?").await;
        visitor.say("message-0004", "yes, in the widget").await;
        pass(&world, MINUTE_MS);
        settled(&world).await;
        assert!(smtp.received().is_empty());
    }
}

#[tokio::test]
async fn a_link_confirms_or_stops_by_its_button_alone() {
    for (world, smtp) in offices().await {
        let (_visitor, id) = answered(&world, ANA).await;
        pass(&world, MINUTE_MS);
        let link = mails(&world, &smtp, 1).await[0].link();
        for _ in 0..3 {
            let page = world.send(get(&link)).await;
            assert_eq!(page.status(), StatusCode::OK);
            assert!(page.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("text").starts_with("default-src 'none'"));
            let page = text(page).await;
            assert!(
                page.contains("Your conversation with Plumvale") && page.contains("value=\"confirm\"") && !page.contains("EVIL"),
                "{page}"
            );
        }
        settled(&world).await;
        assert_eq!(smtp.received().len(), 1, "opening it changes nothing");
        let me = world.member("ana@example.com").await;
        assert!(!world.desk.mail_address(&me, &id).await.expect("reads").expect("gave one").is_confirmed);

        assert_eq!(world.send(form(&link, "wish=confirm")).await.status(), StatusCode::SEE_OTHER);
        let full = mails(&world, &smtp, 2).await.remove(1);
        assert!(full.text().contains("five days"), "{}", full.text());
        assert!(world.desk.mail_address(&me, &id).await.expect("reads").expect("gave one").is_confirmed);

        // The one click of a mail program: from nowhere, with nothing but the link.
        let one_click =
            Request::builder().method("POST").uri(full.link()).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let one_click = one_click.body(HttpBody::from("List-Unsubscribe=One-Click")).expect("a request");
        assert_eq!(world.send(one_click).await.status(), StatusCode::SEE_OTHER);
        reply(&world, &id, "message-0003", "And another thing.").await;
        pass(&world, MINUTE_MS);
        settled(&world).await;
        assert_eq!(smtp.received().len(), 2, "no more mails");
        let known = world.desk.mail_address(&me, &id).await.expect("reads").expect("gave one");
        assert!(known.is_stopped && known.held.contains("no more mails"), "{known:?}");

        let forged = link.replace("/mail/0", "/mail/1");
        assert_eq!(world.send(get(&forged)).await.status(), StatusCode::NOT_FOUND);
        assert_eq!(world.send(form(&forged, "wish=confirm")).await.status(), StatusCode::NOT_FOUND);
        assert_eq!(world.send(form(&link, "wish=dance")).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
        world.clock.pass(400 * 24 * 60 * MINUTE_MS);
        assert_eq!(world.send(get(&link)).await.status(), StatusCode::NOT_FOUND, "it has run out");
    }
}

#[tokio::test]
async fn only_the_owner_of_the_mailbox_writes_as_the_visitor() {
    for (world, smtp) in offices().await {
        let (_visitor, id) = answered(&world, ANA).await;
        pass(&world, MINUTE_MS);
        let notice = mails(&world, &smtp, 1).await.remove(0);
        let before = events(&world, &id).await.len();

        // The right address, another sender: the team is told, and nothing is believed.
        let other = answer(&notice, "eve@evil.test", "1", "Send my refund to eve");
        assert_eq!((bring(&world, &other).await, bring(&world, &other).await), ("noted".to_owned(), "noted".to_owned()));
        let told = notes(&world, &id).await;
        assert_eq!(told.len(), 1);
        assert!(
            told[0].contains("eve@evil.test") && told[0].contains("not proven") && told[0].contains("Send my refund to eve"),
            "{told:?}"
        );
        assert!(said_by_mail(&world, &id).await.is_empty());
        assert_eq!(events(&world, &id).await.len(), before + 1);

        // A forged address, one of another conversation's visitor, and one that has run out.
        let reply_to = notice.reply_to();
        let signature = reply_to.find('@').expect("an at");
        let forged = format!("{}{}{}", &reply_to[..signature - 3], "zzz", &reply_to[signature..]);
        let raw = answer(&notice, ANA, "2", "hello").replace(&reply_to.to_uppercase(), &forged);
        assert_eq!(bring(&world, &raw).await, "dropped");
        assert_eq!(dropped_why(&world, &raw).await, "its address is forged");
        let nobody = "From: a@b.test\r\nTo: support@plumvale.test\r\nMessage-ID: <3@x>\r\n\r\nhello";
        assert_eq!(bring(&world, nobody).await, "dropped");
        assert_eq!(dropped_why(&world, nobody).await, "it was sent to no address of a conversation");
        let foreign = ConversationId::parse("01zzzzzzzzzzzzzzzzzzzzzzzz").expect("an id");
        let owner = Email::parse(ANA).expect("an address");
        let minted = token::issue(&world.desk.keys, token::Purpose::Reply, &foreign, &owner, world::START);
        let raw = answer(&notice, ANA, "4", "hello").replace(&reply_to.to_uppercase(), &format!("reply+{minted}@reply.plumvale.test"));
        assert_eq!(bring(&world, &raw).await, "dropped");

        // An address that the visitor has given up speaks for nobody.
        leave_email(&_visitor, "ana@new.test").await;
        assert_eq!(bring(&world, &answer(&notice, ANA, "5", "it was me")).await, "noted");
        assert!(said_by_mail(&world, &id).await.is_empty());
        world.clock.pass(200 * 24 * 60 * MINUTE_MS);
        let late = answer(&notice, ANA, "6", "late");
        assert_eq!(bring(&world, &late).await, "dropped");
        assert_eq!(dropped_why(&world, &late).await, "its address has run out");
    }
}

#[tokio::test]
async fn robots_loops_and_floods_end() {
    for (world, smtp) in offices().await {
        let (_visitor, id) = answered(&world, ANA).await;
        pass(&world, MINUTE_MS);
        let notice = mails(&world, &smtp, 1).await.remove(0);
        for (n, head) in ["Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <x.y>", "X-Autoreply: yes"].into_iter().enumerate()
        {
            let raw = format!("{head}\r\n{}", answer(&notice, ANA, &format!("robot{n}"), "I am away"));
            assert_eq!(bring(&world, &raw).await, "dropped", "{head}");
        }
        // Our own mail, sent back to its own reply address.
        let looped = notice.raw.replace(&format!("To: {ANA}"), &format!("To: {}", notice.reply_to()));
        assert_eq!(bring(&world, &looped).await, "dropped");
        let stripped =
            looped.replace("X-Baton: 1\r\n", "").replace("Auto-Submitted: auto-generated\r\n", "").replace("List-Unsubscribe", "X-Gone");
        let stripped = stripped.replace("ana@visitor.test", ANA);
        assert_eq!(bring(&world, &stripped).await, "dropped", "known by its Message-ID");
        assert!(said_by_mail(&world, &id).await.is_empty());
        // A robot without manners is stopped by counting.
        let mut outcomes = Vec::new();
        for n in 0..40 {
            outcomes.push(bring(&world, &answer(&notice, ANA, &format!("flood{n}"), "Your request was received.")).await);
        }
        let n_said = outcomes.iter().filter(|it| *it == "said").count();
        assert!((20..=30).contains(&n_said) && outcomes.ends_with(&["dropped".to_owned()]), "{n_said}");
    }
}

#[tokio::test]
async fn a_bounce_is_told_to_the_team_and_ends_the_mails() {
    for (world, smtp) in offices().await {
        let (_visitor, id) = answered(&world, ANA).await;
        pass(&world, MINUTE_MS);
        let notice = mails(&world, &smtp, 1).await.remove(0);
        let bounce = |action: &str, name: &str| {
            format!(
                "From: MAILER-DAEMON@mx.test\r\nTo: support@plumvale.test\r\nMessage-ID: <{name}@mx.test>\r\nAuto-Submitted: auto-replied\r\n\
                 Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry\r\n\
                 --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\nAction: {action}\r\nStatus: 5.1.1\r\n\
                 Diagnostic-Code: smtp; 550 no such user\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{}\r\n--b--\r\n",
                notice.raw
            )
        };
        assert_eq!(bring(&world, &bounce("delayed", "1")).await, "dropped", "it may still arrive");
        assert!(notes(&world, &id).await.is_empty());
        let final_word = bounce("failed", "2");
        assert_eq!((bring(&world, &final_word).await, bring(&world, &final_word).await), ("bounced".to_owned(), "bounced".to_owned()));
        let told = notes(&world, &id).await;
        assert!(told.len() == 1 && told[0].contains("did not arrive") && told[0].contains("550 no such user"), "{told:?}");
        reply(&world, &id, "message-0003", "Are you there?").await;
        pass(&world, MINUTE_MS);
        settled(&world).await;
        assert_eq!(smtp.received().len(), 1);
        let me = world.member("ana@example.com").await;
        let known = world.desk.mail_address(&me, &id).await.expect("reads").expect("gave one");
        assert!(known.has_bounced && known.mails.first().is_some_and(|it| it.state == State::Bounced), "{:?}", known.held);
        let strange = final_word.replace(&notice.message_id(), "<nobody@x.test>").replace("<2@mx.test>", "<3@mx.test>");
        assert_eq!(bring(&world, &strange).await, "dropped");
    }
}

#[tokio::test]
async fn strangers_addresses_are_written_to_once_and_seldom() {
    for (world, smtp) in offices().await {
        // The same address in two conversations: one notice a day.
        let (_first, _) = answered(&world, ANA).await;
        pass(&world, MINUTE_MS);
        mails(&world, &smtp, 1).await;
        let (_second, second) = answered(&world, ANA).await;
        pass(&world, MINUTE_MS);
        let me = world.member("ana@example.com").await;
        let held = |id: ConversationId| {
            let (world, me) = (&world, &me);
            async move { world.desk.mail_address(me, &id).await.expect("reads").map(|it| it.held).filter(|it| !it.is_empty()) }
        };
        assert!(until(|| held(second.clone())).await.contains("written to a lot"));
        // From one network address: five an hour.
        for n in 0..4 {
            answered(&world, &format!("victim{n}@visitor.test")).await;
        }
        pass(&world, MINUTE_MS);
        mails(&world, &smtp, 5).await;
        let (_visitor, sixth) = answered(&world, "victim9@visitor.test").await;
        pass(&world, MINUTE_MS);
        assert!(until(|| held(sixth.clone())).await.contains("same network"));
        assert_eq!(smtp.received().len(), 5);
        // More replies don't bring more mails to an address that nobody confirmed.
        reply(&world, &sixth, "message-0003", "Hello?").await;
        // Hours later the counts have fallen, and what was held back goes out.
        pass(&world, 61 * MINUTE_MS);
        let mails = mails(&world, &smtp, 6).await;
        assert!(mails[5].to.contains("victim9"), "{}", mails[5].to);
        pass(&world, 24 * 60 * MINUTE_MS);
        settled(&world).await;
        assert_eq!(smtp.received().len(), 7, "the second conversation's notice, a day later");
    }
}

#[tokio::test]
async fn a_dead_server_is_tried_again_and_then_given_up_where_all_can_see() {
    for (world, smtp) in offices().await {
        let me = world.member("ana@example.com").await;
        let latest = || async { world.desk.mails(&me).await.expect("reads").out.into_iter().next() };
        let tries = |n: u32| {
            let latest = &latest;
            async move { until(|| async { latest().await.filter(|it| it.attempts >= n || it.state != State::Waiting) }).await }
        };
        smtp.mood(Mood::HangsUp);
        let (_visitor, id) = answered(&world, ANA).await;
        pass(&world, MINUTE_MS);
        assert_eq!(tries(1).await.state, State::Waiting);
        smtp.mood(Mood::Says("451 4.7.1 greylisted, come back later"));
        pass(&world, 10 * MINUTE_MS);
        let waits = tries(2).await;
        assert!(waits.state == State::Waiting && waits.reason.contains("greylisted"), "{waits:?}");
        // It arrived, and its server forgot to say so: it comes twice, under one name.
        smtp.mood(Mood::ForgetsToSay);
        pass(&world, 10 * MINUTE_MS);
        arrived(&world, &smtp, 1).await;
        tries(3).await;
        smtp.mood(Mood::Takes);
        pass(&world, 20 * MINUTE_MS);
        let both = mails(&world, &smtp, 2).await;
        assert_eq!(both[0].message_id(), both[1].message_id());
        until(|| async { latest().await.filter(|it| it.state == State::Sent) }).await;

        // Refused for good: given up at once, told in the thread, sent again by hand.
        assert_eq!(world.send(form(&both[0].link(), "wish=confirm")).await.status(), StatusCode::SEE_OTHER);
        smtp.mood(Mood::Says("550 5.1.1 no such user\u{1b}[31m"));
        let failed = until(|| async { latest().await.filter(|it| it.state == State::Failed) }).await;
        assert!(failed.reason.contains("no such user") && !failed.reason.contains('\u{1b}'), "{failed:?}");
        assert_eq!(until(|| async { Some(notes(&world, &id).await).filter(|it| !it.is_empty()) }).await.len(), 1);
        smtp.mood(Mood::Takes);
        let eve = world.member("eve@example.com").await;
        assert_eq!(world.desk.resend(&eve, &failed.id).await, Err(Fault::NotFound));
        assert_eq!(world.desk.mails(&eve).await.expect("reads").out, vec![]);
        world.desk.resend(&me, &failed.id).await.expect("tries again");
        until(|| async { latest().await.filter(|it| it.state == State::Sent) }).await;

        // Never reached: given up in the end.
        smtp.mood(Mood::HangsUp);
        reply(&world, &id, "message-0003", "One more thing.").await;
        pass(&world, MINUTE_MS);
        let mut given_up = until(|| async { latest().await.filter(|it| it.state == State::Waiting) }).await;
        while given_up.state == State::Waiting {
            pass(&world, 180 * MINUTE_MS);
            given_up = tries(given_up.attempts + 1).await;
        }
        assert!(!given_up.reason.is_empty() && given_up.attempts >= 11, "{given_up:?}");
    }
}

#[tokio::test]
async fn without_a_server_mails_are_kept_with_their_links() {
    for world in each().await {
        world.desk.open_post(office(None));
        world.work();
        let me = world.member("ana@example.com").await;
        let invite = ToMember {
            subject: "Join\r\nBcc: x".to_owned(),
            lines: vec!["You are asked to join.".to_owned()],
            link: Some(("Join".to_owned(), "/invite/abc".to_owned())),
        };
        world.desk.mail_member(world.workspace(), &me.account, invite.clone()).await.expect("kept");
        let (_visitor, _) = answered(&world, ANA).await;
        pass(&world, MINUTE_MS);
        let mails = until(|| async {
            let mails = world.desk.mails(&me).await.expect("reads");
            (mails.out.len() == 2).then_some(mails)
        })
        .await;
        assert!(!mails.has_server && mails.out.iter().all(|it| it.state == State::Unsent && it.reason.contains("BATON_SMTP_URL")));
        let team = mails.out.iter().find(|it| it.to == "ana@example.com").expect("is listed");
        assert_eq!((team.link.as_deref(), team.subject.as_str()), (Some("http://localhost/invite/abc"), "Join Bcc: x"));
        let ben = world.member("ben@example.com").await;
        let seen = world.desk.mails(&ben).await.expect("reads").out;
        assert!(seen.iter().filter(|it| it.to == "ana@example.com").all(|it| it.link.is_none()), "a link for Ana alone");
        assert!(matches!(world.desk.resend(&me, &team.id).await, Err(Fault::Invalid { .. })));
        let eve = world.member("eve@example.com").await;
        assert!(world.desk.mail_member(world.workspace(), &eve.account, invite).await.is_err(), "no member of this workspace");
    }
}

#[tokio::test]
async fn the_door_for_mail_opens_to_its_secret_alone() {
    for (world, _smtp) in offices().await {
        let raw = "From: a@b.test\r\nMessage-ID: <1@x>\r\n\r\nhello";
        let knock = |auth: Option<&str>, kind: &str, body: Vec<u8>| {
            let mut request = Request::builder().method("POST").uri("/api/mail/inbound").header(header::CONTENT_TYPE, kind);
            if let Some(auth) = auth {
                request = request.header(header::AUTHORIZATION, auth);
            }
            request.body(HttpBody::from(body)).expect("a request")
        };
        let bearer = format!("Bearer {SECRET}");
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        let basic = format!("Basic {}", STANDARD.encode(format!("baton:{SECRET}")));
        for auth in [None, Some("Bearer wrong"), Some("Basic eA=="), Some("Basic ???"), Some(""), Some(SECRET)] {
            assert_eq!(world.send(knock(auth, "message/rfc822", raw.into())).await.status(), StatusCode::UNAUTHORIZED, "{auth:?}");
        }
        for auth in [&bearer, &basic] {
            assert_eq!(world.send(knock(Some(auth), "message/rfc822", raw.into())).await.status(), StatusCode::OK);
        }
        assert_eq!(world.send(knock(Some(&bearer), "application/json", raw.into())).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(bring(&world, "").await, "dropped");
        let mut large = raw.as_bytes().to_vec();
        large.resize(600 * 1024, b'x');
        assert_eq!(
            world.send(knock(Some(&bearer), "message/rfc822", large)).await.status(),
            StatusCode::OK,
            "larger than other requests may be"
        );
        let endless = vec![b'x'; server::mail::reading::LARGEST + 1];
        assert_eq!(world.send(knock(Some(&bearer), "message/rfc822", endless)).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let statuses = futures::future::join_all((0..40).map(|_| world.send(knock(Some("Bearer guess"), "message/rfc822", vec![])))).await;
        assert!(statuses.iter().any(|reply| reply.status() == StatusCode::TOO_MANY_REQUESTS), "guessing is slow");
    }
}

#[tokio::test]
async fn a_mailbox_is_read_once_and_left_as_it_was_found_where_nothing_could_be_kept() {
    for (world, smtp) in offices().await {
        let (_visitor, id) = answered(&world, ANA).await;
        pass(&world, MINUTE_MS);
        let notice = mails(&world, &smtp, 1).await.remove(0);
        let imap = Imap::start().await;
        imap.deliver(&answer(&notice, ANA, "1", "From my mailbox"));
        imap.deliver("From: news@x.test\r\nList-Id: <x>\r\n\r\nNews");
        imap.deliver(&answer(&notice, ANA, "1", "From my mailbox"));
        let mailbox = ImapBox::parse(&imap.url).expect("fits");
        let (stop, stopping) = tokio::sync::watch::channel(false);
        let reader = tokio::spawn(work::read_mailbox(Arc::clone(&world.desk), mailbox.clone(), stopping));
        until(|| async { (imap.n_unseen() == 0).then_some(()) }).await;
        assert_eq!(said_by_mail(&world, &id).await, vec!["From my mailbox"]);
        stop.send_replace(true);
        reader.await.expect("stops when asked");
        imap.deliver(&answer(&notice, ANA, "2", "Again"));
        assert_eq!(mailbox.visit(|_| async { false }).await.expect("visits"), 0);
        assert_eq!(imap.n_unseen(), 1, "what wasn't taken stays unseen");
        let locked = ImapBox::parse(&imap.url.replace("secret", "wrong")).expect("fits");
        let told = format!("{:#}", locked.visit(|_| async { true }).await.expect_err("is refused"));
        assert!(told.contains("signing in") && !told.contains("wrong@"), "{told}");
    }
}

/// A file of Ana's that isn't in a message yet.
async fn upload(world: &World, name: &str, bytes: Vec<u8>) -> File {
    let me = world.member("ana@example.com").await;
    world.desk.upload(&me, name, bytes).await.expect("is taken in")
}

/// The name and the bytes of what is attached to a mail.
fn along(mail: &Received) -> Vec<(String, Vec<u8>)> {
    let parsed = mail.parsed();
    parsed.attachments().map(|it| (it.attachment_name().unwrap_or_default().to_owned(), it.contents().to_vec())).collect()
}

#[tokio::test]
async fn files_go_out_with_a_reply_and_those_that_are_too_large_as_links() {
    for (world, smtp) in offices().await {
        let (_visitor, id) = answered(&world, ANA).await;
        pass(&world, MINUTE_MS);
        let notice = mails(&world, &smtp, 1).await.remove(0);
        assert_eq!(bring(&world, &answer(&notice, ANA, "1", "Thank you")).await, "said");
        mails(&world, &smtp, 2).await;
        let small = upload(&world, "Rechnung März.txt", b"five days".to_vec()).await;
        let large = upload(&world, "film.bin", vec![7; 8 << 20]).await;
        let me = world.member("ana@example.com").await;
        let files_only = Command::Reply {
            id: MessageId::parse("message-0003").expect("an id"),
            body: Body { text: String::new(), blocks: Vec::new() },
            seen: None,
            shown: None,
            files: vec![small, large],
            then: Then::Stay,
        };
        world.desk.act(&me, &id, files_only).await.expect("is granted");
        pass(&world, MINUTE_MS);
        let mail = mails(&world, &smtp, 3).await.remove(2);
        assert_eq!(along(&mail), vec![("Rechnung März.txt".to_owned(), b"five days".to_vec())]);
        let text = mail.text();
        assert!(text.starts_with("Ana Ortiz:\n") && text.contains("Attached:\n- Rechnung März.txt\n- film.bin: http"), "{text}");
        let at = text.find("/api/widget/v1/files/").expect("has a link");
        let path = text[at..].split_whitespace().next().expect("a path");
        let opened = world.send(get(path)).await;
        assert_eq!(opened.status(), StatusCode::OK);
        assert_eq!(axum::body::to_bytes(opened.into_body(), 20 << 20).await.expect("a body").len(), 8 << 20);
        world.clock.pass(31 * 24 * 60 * MINUTE_MS);
        assert_eq!(world.send(get(path)).await.status(), StatusCode::NOT_FOUND, "it has run out");
    }
}

/// The visitor's answer with files, as a mail program writes it.
fn answer_with(mail: &Received, from: &str, name: &str, words: &str, files: &[(&str, &[u8])]) -> String {
    let plain = answer(mail, from, name, "");
    let head = plain.split("\r\n\r\n").next().expect("a head");
    let part = |(name, bytes): &(&str, &[u8])| {
        let body = BASE64.encode(bytes);
        format!(
            "--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n"
        )
    };
    let parts: String = files.iter().map(part).collect();
    format!(
        "{head}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n{parts}--b--\r\n"
    )
}

/// What the visitor's mails brought: their words, and the names and types of the files.
async fn brought(world: &World, id: &ConversationId) -> Vec<(String, Vec<(String, String)>)> {
    let said = |(_, what): (Author, What)| match what {
        What::Said { id, body, files, .. } if id.came_by_mail() => {
            Some((body.text, files.into_iter().map(|it| (it.name, it.media)).collect()))
        }
        _ => None,
    };
    events(world, id).await.into_iter().filter_map(said).collect()
}

#[tokio::test]
async fn what_is_attached_to_a_mail_lands_in_the_thread_by_the_rules_of_uploads() {
    for (world, smtp) in offices().await {
        let (visitor, id) = answered(&world, ANA).await;
        pass(&world, MINUTE_MS);
        let notice = mails(&world, &smtp, 1).await.remove(0);
        let damaged = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x04\0\0\0\x03\x08\x02\0\0\0cut".as_slice();
        let raw = answer_with(&notice, ANA, "1", "The bill:", &[("../bill.txt", b"42 EUR"), ("empty.txt", b""), ("shot.png", damaged)]);
        assert_eq!((bring(&world, &raw).await, bring(&world, &raw).await), ("said".to_owned(), "said".to_owned()));
        let landed = brought(&world, &id).await;
        assert_eq!(landed.len(), 1, "once");
        assert_eq!(landed[0].1, vec![("bill.txt".to_owned(), "text/plain".to_owned())]);
        assert!(landed[0].0.starts_with("The bill:") && landed[0].0.contains("not taken over: empty.txt, shot.png"), "{}", landed[0].0);
        let me = world.member("ana@example.com").await;
        let file = events(&world, &id).await.into_iter().rev().find_map(|(_, what)| what.files().first().cloned()).expect("has one");
        assert_eq!(world.desk.file(&me, &file.id).await.expect("opens").1, b"42 EUR");
        let n_with_files = visitor.reload().await.into_iter().filter_map(|mut entry| entry.files_mut().first().cloned()).count();
        assert_eq!(n_with_files, 1, "the widget has it too");

        // Files alone say enough; more than a message may bring stay behind; a stranger's are only named.
        let many: Vec<(String, Vec<u8>)> = (0..12).map(|n| (format!("f{n}.txt"), vec![b'a' + n; 3])).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        assert_eq!(bring(&world, &answer_with(&notice, ANA, "2", "", &many)).await, "said");
        let landed = brought(&world, &id).await;
        assert_eq!((landed[1].1.len(), landed[1].0.contains("not taken over: f10.txt, f11.txt")), (10, true), "{}", landed[1].0);
        assert_eq!(bring(&world, &answer_with(&notice, "eve@evil.test", "3", "look", &[("virus.txt", b"x")])).await, "noted");
        assert!(notes(&world, &id).await[0].contains("not taken over: virus.txt"));

        // The same from a mailbox that we read, with a large file behind the words.
        let imap = Imap::start().await;
        imap.deliver(&answer_with(&notice, ANA, "4", "From my mailbox", &[("large.bin", &vec![9; 2 << 20])]));
        let mailbox = ImapBox::parse(&imap.url).expect("fits");
        let (stop, stopping) = tokio::sync::watch::channel(false);
        let reader = tokio::spawn(work::read_mailbox(Arc::clone(&world.desk), mailbox, stopping));
        until(|| async { (imap.n_unseen() == 0).then_some(()) }).await;
        stop.send_replace(true);
        reader.await.expect("stops when asked");
        let landed = brought(&world, &id).await;
        assert_eq!((landed[2].0.as_str(), landed[2].1[0].0.as_str()), ("From my mailbox", "large.bin"));
    }
}

#[tokio::test]
async fn who_asks_by_mail_is_answered_by_mail_even_by_the_assistant() {
    for (world, smtp) in offices().await {
        world.docs(&[("refunds.md", "# Refunds\n\n## How long\n\nRefunds take five days to reach your bank account.\n")]).await;
        let (_visitor, id) = answered(&world, ANA).await;
        pass(&world, MINUTE_MS);
        let notice = mails(&world, &smtp, 1).await.remove(0);
        let me = world.member("ana@example.com").await;
        assert_eq!(bring(&world, &answer(&notice, ANA, "1", "Thanks")).await, "said");
        mails(&world, &smtp, 2).await;
        world.desk.act(&me, &id, Command::Close).await.expect("closes");
        // It goes on in a new segment, held by the assistant, whose answer is mailed as well.
        assert_eq!(bring(&world, &answer(&notice, ANA, "2", "How long do refunds take?")).await, "said");
        // The very first question may have been answered as well, before a person was asked for.
        until(|| async {
            let events = events(&world, &id).await;
            let last = |is: fn(&What) -> bool| events.iter().rposition(|(_, what)| is(what));
            (last(|it| matches!(it, What::Answered { .. })) > last(|it| matches!(it, What::Said { .. }))).then_some(())
        })
        .await;
        let renamed = Change::Assistant { id: Some(world.profile.id.clone()), face: Face::of("Quince", "Hello") };
        world.desk.change_settings(&me, renamed).await.expect("is taken");
        pass(&world, MINUTE_MS);
        let by_ai = mails(&world, &smtp, 3).await.remove(2);
        assert!(by_ai.text().contains("Quince (AI)") && by_ai.raw.contains("Auto-Submitted"), "{}", by_ai.text());
    }
}
