//! A visitor waits and nobody comes: one rung after the other rings, each says what came of it, and one that can't passes on.

use crate::peer::{
    browser::Browser,
    catcher::Catcher,
    smtp::{Mood, Smtp},
};
use crate::world::{World, each, until};
use app::{
    api::{
        Caller,
        alerts::{AlertDesk, Bell, Ringing, Trouble},
        inbox::InboxDesk,
        presence::PresenceDesk,
    },
    domain::{
        alert::{Channel, Kind, Permission, Preferences, Quiet, Seat, Wish},
        command::{Command, Then},
        fault::Fault,
        hours::{Hours, Span},
        id::{ConversationId, MessageId, PromiseId},
        label::Promise,
        ladder::Ladder,
        near::Doing,
        settings::Promptness,
        text::Email,
        time::Timestamp,
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use server::{
    clock::Clock,
    desk::Post,
    hours::Schedule,
    outside::{Mailer, Outbound},
    store::{self, ring::Ring},
};
use sha2::Sha256;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60_000;

fn seat(is_visible: bool, desktop: Permission) -> Seat {
    Seat { page: "page-1".to_owned(), is_visible, desktop, is_audible: false, lang: "de".to_owned() }
}

async fn sits(world: &World, me: &Caller, seat: Seat) -> Bell {
    world.desk.bell(me, Some(seat)).await.expect("reads")
}

async fn bell(world: &World, me: &Caller) -> Bell {
    world.desk.bell(me, None).await.expect("reads")
}

/// A visitor who waits for a person since now.
async fn waiting(world: &World) -> ConversationId {
    let visitor = world.newcomer().await;
    visitor.say("message-0001", "EVIL WORDS of the visitor").await;
    visitor.ask_for_person().await;
    visitor.conversation().await
}

/// Time passes, and all that it makes due is done.
async fn pass(world: &World, ms: i64) {
    world.clock.pass(ms);
    while world.desk.go_off().await.expect("works") > 0 {}
}

/// What rang for a conversation: rung, channel, and why not where it couldn't.
async fn rings(world: &World, id: &ConversationId) -> Vec<Ring> {
    let alarms = store::alarm::due(&world.desk.db, store::alarm::NEVER, 99).await.expect("reads");
    let seq = alarms.iter().find(|it| it.kind == "ladder" && it.conversation_id == id.as_str()).expect("climbs").seq;
    store::ring::of_event(&world.desk.db, world.workspace(), id, seq.cast_unsigned()).await.expect("reads")
}

async fn rang(world: &World, id: &ConversationId) -> Vec<(i64, String, String)> {
    rings(world, id).await.into_iter().map(|it| (it.step, it.channel, it.failed)).collect()
}

fn rung(step: i64, channel: &str, failed: &str) -> (i64, String, String) {
    (step, channel.to_owned(), failed.to_owned())
}

async fn n_ladders(world: &World) -> usize {
    let alarms = store::alarm::due(&world.desk.db, store::alarm::NEVER, 99).await.expect("reads");
    alarms.iter().filter(|it| it.kind == "ladder").count()
}

async fn kinds(world: &World, me: &Caller) -> Vec<Kind> {
    bell(world, me).await.alerts.iter().map(|it| it.kind).collect()
}

fn reply(id: &str) -> Command {
    let body = app::domain::text::Body::plain("I look into it").expect("fits");
    Command::Reply { id: MessageId::parse(id).expect("an id"), body, seen: None, shown: None, files: vec![], then: Then::Stay }
}

fn may_reach_this_machine(world: &World) {
    world.desk.open_outbound(Outbound::allowing(vec!["127.0.0.0/8".parse().expect("a network")]));
}

fn office(world: &World, smtp_url: &str) {
    let mailer = Some(Mailer::open(smtp_url, "chat.test").expect("opens"));
    let from = Email::parse("support@plumvale.test").expect("an address");
    world.desk.open_post(Post { mailer, from, ..Post::default() });
}

async fn has_webhook(world: &World, me: &Caller, url: &str) {
    let ladder = Ladder { webhook: Some(url.to_owned()), ..Ladder::default() };
    world.desk.save_ladder(me, ladder).await.expect("is kept");
}

#[tokio::test]
async fn a_ladder_with_nobody_on_it_is_climbed_at_once_and_says_so() {
    for world in each().await {
        let ana = world.member("ana@example.com").await;
        let id = waiting(&world).await;
        pass(&world, 0).await;
        let all = [(0, "screen", "nobody_here"), (1, "screen", "nobody_here"), (2, "push", "no_device"), (3, "mail", "no_mail_server")];
        assert_eq!(rang(&world, &id).await, all.map(|(step, channel, why)| rung(step, channel, why)));
        assert_eq!(bell(&world, &ana).await.n_unseen, 0, "not for long yet");
        pass(&world, 5 * MINUTE + 1).await;
        let unseen = bell(&world, &ana).await;
        let told: Vec<(Channel, &str)> = unseen.troubles.iter().map(|Trouble { channel, why }| (*channel, why.as_str())).collect();
        let expected = vec![(Channel::Screen, "nobody_here"), (Channel::Push, "no_device"), (Channel::Mail, "no_mail_server")];
        assert_eq!((unseen.n_unseen, unseen.unseen_minutes, told), (1, 5, expected));
        assert_eq!(bell(&world, &world.member("eve@example.com").await).await.n_unseen, 0);
        world.desk.act(&ana, &id, Command::Claim).await.expect("is granted");
        assert_eq!(bell(&world, &ana).await.n_unseen, 0, "somebody took it");
    }
}

#[tokio::test]
async fn each_rung_rings_at_its_time_and_the_ladder_ends_when_somebody_comes() {
    for world in each().await {
        let ana = world.member("ana@example.com").await;
        sits(&world, &ana, seat(true, Permission::Default)).await;
        let id = waiting(&world).await;
        pass(&world, 0).await;
        assert_eq!(rang(&world, &id).await, [rung(0, "screen", "")]);
        let first = bell(&world, &ana).await.alerts[0].clone();
        pass(&world, 29 * SECOND).await;
        assert_eq!((rang(&world, &id).await.len(), bell(&world, &ana).await.alerts[0].rung), (1, 0));
        sits(&world, &ana, seat(true, Permission::Default)).await;
        pass(&world, SECOND).await;
        let again = bell(&world, &ana).await.alerts[0].clone();
        assert_eq!((rang(&world, &id).await.len(), again.id, again.rung), (2, first.id.clone(), 1), "the same alert rings anew");
        world.desk.alerts_shown(&ana, vec![first.id], Channel::Sound).await.expect("is noted");
        assert!(rings(&world, &id).await.iter().all(|it| it.shown_at == world.clock.now().0 && it.failed.is_empty()));
        world.desk.act(&ana, &id, reply("message-0002")).await.expect("is granted");
        pass(&world, 20 * MINUTE).await;
        assert_eq!(n_ladders(&world).await, 0);
    }
}

#[tokio::test]
async fn whom_it_was_given_to_rings_first_and_a_hidden_page_that_may_do_nothing_passes_on() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        sits(&world, &ben, seat(true, Permission::Default)).await;
        sits(&world, &ana, seat(false, Permission::Denied)).await;
        let visitor = world.newcomer().await;
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        world.desk.act(&ben, &id, Command::Assign { to: Some(ana.agent()) }).await.expect("is granted");
        visitor.ask_for_person().await;
        assert_eq!(bell(&world, &ben).await.alerts, vec![], "it is Ana's");
        pass(&world, 0).await;
        assert_eq!(rang(&world, &id).await, [rung(0, "screen", "blocked"), rung(1, "screen", "")], "so everybody is rung at once");
        let kinds: Vec<Kind> = bell(&world, &ben).await.alerts.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, vec![Kind::NeedsPerson]);
    }
}

#[tokio::test]
async fn who_waits_for_an_agent_who_left_is_heard_by_the_others() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let visitor = world.newcomer().await;
        visitor.say("message-0001", "My invoice is wrong").await;
        visitor.ask_for_person().await;
        let id = visitor.conversation().await;
        pass(&world, 0).await;
        // Ana takes it, and goes home.
        world.desk.act(&ana, &id, Command::Claim).await.expect("is granted");
        assert_eq!(rang(&world, &id).await, [], "she has a moment for herself");
        sits(&world, &ben, seat(true, Permission::Default)).await;
        let before = kinds(&world, &ben).await.len();
        pass(&world, server::react::alert::ladder::GRACE_MS - 1).await;
        assert_eq!(rang(&world, &id).await, []);
        sits(&world, &ben, seat(true, Permission::Default)).await;
        pass(&world, 1).await;
        assert_eq!(rang(&world, &id).await, [rung(0, "screen", "nobody_here"), rung(1, "screen", "")], "Ana isn't there, so all are rung");
        assert_eq!(kinds(&world, &ben).await.len(), before + 1);
        // Nobody comes: it is counted as unseen, whoever holds it.
        pass(&world, 10 * MINUTE).await;
        assert_eq!(bell(&world, &ben).await.n_unseen, 1);
        world.desk.act(&ben, &id, Command::TakeOver).await.expect("anybody may");
        world.desk.act(&ben, &id, reply("message-0002")).await.expect("is granted");
        assert_eq!((n_ladders(&world).await, bell(&world, &ben).await.n_unseen), (0, 0));
    }
}

#[tokio::test]
async fn words_to_an_agent_ring_them_first_then_the_others_and_anew_where_all_was_in_vain() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let visitor = world.newcomer().await;
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        world.desk.act(&ana, &id, reply("message-0002")).await.expect("is granted");
        let both_sit = async || {
            sits(&world, &ana, seat(true, Permission::Default)).await;
            sits(&world, &ben, seat(true, Permission::Default)).await;
        };
        both_sit().await;
        visitor.say("message-0003", "and my refund?").await;
        pass(&world, 0).await;
        assert_eq!((rang(&world, &id).await, kinds(&world, &ana).await), (vec![rung(0, "screen", "")], vec![Kind::Message]));
        world.clock.pass(MINUTE);
        visitor.say("message-0004", "are you there?").await;
        both_sit().await;
        pass(&world, MINUTE).await;
        assert_eq!((rang(&world, &id).await.len(), kinds(&world, &ben).await), (1, vec![]), "it is Ana's turn");
        // She looks: the others wait a while longer, but not for ever.
        both_sit().await;
        world.desk.looks_at(&ana, &id, Doing::default()).await.expect("is noted");
        pass(&world, 30 * SECOND).await;
        assert_eq!(kinds(&world, &ben).await, vec![], "she has it before her");
        both_sit().await;
        world.desk.looks_at(&ana, &id, Doing::default()).await.expect("is noted");
        pass(&world, 149 * SECOND).await;
        assert_eq!(kinds(&world, &ben).await, vec![], "not yet");
        both_sit().await;
        pass(&world, SECOND).await;
        assert_eq!(kinds(&world, &ben).await, vec![Kind::NeedsPerson], "five minutes have passed since they wrote");
        // All the way up. More words begin anew, but not with each of them.
        pass(&world, 20 * MINUTE).await;
        let first = rings(&world, &id).await[0].seq;
        visitor.say("message-0005", "hello?").await;
        let second = rings(&world, &id).await.first().map(|it| it.seq);
        pass(&world, 0).await;
        let third = rings(&world, &id).await[0].seq;
        assert!(second.is_none() && third > first, "{first} {second:?} {third}");
        visitor.say("message-0006", "hello??").await;
        pass(&world, 5 * MINUTE).await;
        assert_eq!(rings(&world, &id).await[0].seq, third);
    }
}

#[tokio::test]
async fn what_is_put_away_is_silent_until_its_time_comes() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        sits(&world, &ana, seat(true, Permission::Default)).await;
        let id = waiting(&world).await;
        let until = world.clock.now().plus(10 * MINUTE);
        world.desk.act(&ana, &id, Command::Snooze { until }).await.expect("is granted");
        pass(&world, 10 * MINUTE - 1).await;
        assert_eq!((n_ladders(&world).await, kinds(&world, &ben).await.len()), (0, 1), "nothing rings");
        sits(&world, &ana, seat(true, Permission::Default)).await;
        world.clock.pass(1);
        world.desk.tick().await.expect("works");
        assert_eq!(kinds(&world, &ben).await, vec![Kind::NeedsPerson; 2], "it waits again");
        pass(&world, 0).await;
        assert_eq!(rang(&world, &id).await, [rung(0, "screen", "")]);
        // One that nobody waits in: who holds it is told.
        world.desk.act(&ben, &id, reply("message-0002")).await.expect("is granted");
        let until = world.clock.now().plus(MINUTE);
        world.desk.act(&ben, &id, Command::Snooze { until }).await.expect("is granted");
        let before = kinds(&world, &ana).await.len();
        world.clock.pass(MINUTE);
        world.desk.tick().await.expect("works");
        assert_eq!((kinds(&world, &ben).await[0], kinds(&world, &ana).await.len()), (Kind::Woke, before));
        assert_eq!(n_ladders(&world).await, 0);
    }
}

#[tokio::test]
async fn spam_and_who_is_blocked_call_nobody_and_teach_nothing() {
    for world in each().await {
        let ana = world.member("ana@example.com").await;
        let n_waits = async || store::wait::read(&world.desk.db, world.workspace(), 99).await.expect("reads").len();
        let spammer = world.newcomer().await;
        spammer.say("message-0001", "cheap pills").await;
        let id = spammer.conversation().await;
        world.desk.act(&ana, &id, Command::MarkSpam { is_spam: true }).await.expect("is granted");
        spammer.ask_for_person().await;
        assert_eq!((n_ladders(&world).await, n_waits().await, kinds(&world, &ana).await), (0, 0, vec![]));
        // It was no spam after all: now it rings.
        world.desk.act(&ana, &id, Command::MarkSpam { is_spam: false }).await.expect("is granted");
        assert_eq!(n_ladders(&world).await, 1);
        world.desk.act(&ana, &id, Command::Block { is_blocked: true }).await.expect("is granted");
        assert_eq!(n_ladders(&world).await, 0);
        // Who was already waiting doesn't count any more either.
        let other = waiting(&world).await;
        assert_eq!((n_ladders(&world).await, n_waits().await), (1, 1));
        world.desk.act(&ana, &other, Command::MarkSpam { is_spam: true }).await.expect("is granted");
        assert_eq!((n_ladders(&world).await, n_waits().await), (0, 0));
    }
}

#[tokio::test]
async fn a_page_of_who_is_away_is_nobodys() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        sits(&world, &ana, seat(true, Permission::Granted)).await;
        world.desk.set_away(&ana, true).await.expect("is noted");
        let id = waiting(&world).await;
        pass(&world, 0).await;
        let climbed = rang(&world, &id).await;
        assert_eq!(climbed[..2], [rung(0, "screen", "away"), rung(1, "screen", "away")]);
        sits(&world, &ben, seat(true, Permission::Granted)).await;
        let other = waiting(&world).await;
        pass(&world, 0).await;
        assert_eq!(rang(&world, &other).await, [rung(0, "screen", "")], "Ben is there");
    }
}

#[tokio::test]
async fn of_two_nodes_one_rings() {
    for world in each().await {
        let ana = world.member("ana@example.com").await;
        sits(&world, &ana, seat(true, Permission::Granted)).await;
        let id = waiting(&world).await;
        let nodes = futures::future::join_all((0..8).map(|_| world.desk.go_off())).await;
        assert!(nodes.into_iter().all(|it| it.is_ok()));
        assert_eq!(rang(&world, &id).await, [rung(0, "screen", "")]);
    }
}

#[tokio::test]
async fn a_push_reaches_the_device_sealed_and_without_a_customers_words() {
    for world in each().await {
        may_reach_this_machine(&world);
        let (maker, browser) = (Catcher::start().await, Browser::new());
        let ana = world.member("ana@example.com").await;
        let device = browser.subscription(&format!("{}/push/1", maker.url));
        world.desk.add_device(&ana, device, Some("Chrome 131, Linux".to_owned())).await.expect("is taken");
        let id = waiting(&world).await;
        world.work();
        let caught = until(|| async { maker.caught().first().cloned() }).await;
        assert_eq!((caught.path.as_str(), caught.header("content-encoding"), caught.header("urgency")), ("/push/1", "aes128gcm", "high"));
        let key = world.desk.alert_settings(&ana).await.expect("reads").push_key;
        assert!(caught.header("authorization").starts_with("vapid t=") && caught.header("authorization").ends_with(&format!(", k={key}")));
        let told = browser.opens(&caught.body);
        assert_eq!(told["title"], "Ein Besucher wartet auf einen Menschen");
        assert!(!told.to_string().contains("EVIL"), "{told}");
        let (ring, url) = (told["ring"].as_str().expect("an id").to_owned(), told["url"].as_str().expect("a path"));
        assert_eq!(url, format!("/inbox/{id}?ring={ring}"));
        let worked = until(|| async {
            let devices = world.desk.alert_settings(&ana).await.expect("reads").devices;
            devices.into_iter().find(|it| it.worked_at.is_some())
        });
        assert_eq!(worked.await.name, "Chrome 131, Linux");
        let ben = world.member("ben@example.com").await;
        for (me, is_opened) in [(&ben, true), (&ana, false), (&ana, true)] {
            world.clock.pass(1);
            world.desk.ring_told(me, &ring, is_opened).await.expect("is noted");
        }
        let rung = store::ring::by_id(&world.desk.db, world.workspace(), &ring).await.expect("reads").expect("is there");
        assert_eq!((rung.shown_at, rung.opened_at), (world.clock.now().0 - 1, world.clock.now().0), "as Ana's device said, not Ben's");
        let eve = world.member("eve@example.com").await;
        assert_eq!(world.desk.ring_told(&eve, &ring, true).await, Err(Fault::NotFound));
    }
}

#[tokio::test]
async fn a_dead_push_takes_its_device_along_and_passes_on() {
    for world in each().await {
        may_reach_this_machine(&world);
        let maker = Catcher::start().await;
        maker.answers(410);
        let ana = world.member("ana@example.com").await;
        world.desk.add_device(&ana, Browser::new().subscription(&format!("{}/push/1", maker.url)), None).await.expect("is taken");
        sits(&world, &ana, seat(true, Permission::Default)).await;
        let id = waiting(&world).await;
        pass(&world, 0).await;
        sits(&world, &ana, seat(true, Permission::Default)).await;
        world.clock.pass(60 * SECOND);
        world.work();
        let last = until(|| async { rang(&world, &id).await.into_iter().find(|(step, ..)| *step == 3) }).await;
        assert_eq!(last, rung(3, "mail", "no_mail_server"), "two minutes before its time");
        assert!(rang(&world, &id).await.contains(&rung(2, "push", "gone")));
        assert_eq!(world.desk.alert_settings(&ana).await.expect("reads").devices, vec![]);
    }
}

#[tokio::test]
async fn a_private_address_is_pushed_to_by_permission_alone() {
    for world in each().await {
        let maker = Catcher::start().await;
        let ana = world.member("ana@example.com").await;
        world.desk.add_device(&ana, Browser::new().subscription(&format!("{}/push/1", maker.url)), None).await.expect("is taken");
        let id = waiting(&world).await;
        world.work();
        let push =
            until(|| async { rang(&world, &id).await.into_iter().find(|(_, channel, failed)| channel == "push" && !failed.is_empty()) });
        assert!(push.await.2.contains("private address"));
        assert!(maker.caught().is_empty());
        let nonsense = app::api::alerts::Subscription { p256dh: "AAAA".to_owned(), ..Browser::new().subscription("https://push.test/1") };
        assert!(matches!(world.desk.add_device(&ana, nonsense, None).await, Err(Fault::Invalid { .. })));
    }
}

#[tokio::test]
async fn mails_go_to_the_team_in_its_language_and_a_dead_server_passes_on_to_the_webhook() {
    for world in each().await {
        may_reach_this_machine(&world);
        let (smtp, hook) = (Smtp::start().await, Catcher::start().await);
        office(&world, &smtp.url);
        let ana = world.member("ana@example.com").await;
        has_webhook(&world, &ana, &format!("{}/hook", hook.url)).await;
        sits(&world, &ana, seat(true, Permission::Default)).await;
        let id = waiting(&world).await;
        pass(&world, 180 * SECOND).await;
        world.work();
        let mails = until(|| async { Some(smtp.received()).filter(|it| it.len() == 2) }).await;
        let of_ana = mails.iter().find(|it| it.to.contains("ana@example.com")).expect("to Ana");
        assert_eq!(of_ana.subject(), "Ein Besucher wartet auf einen Menschen");
        assert!(of_ana.text().contains(&format!("/inbox/{id}?ring=")) && !of_ana.text().contains("EVIL"), "{}", of_ana.text());
        assert!(hook.caught().is_empty(), "its time hasn't come");

        smtp.mood(Mood::HangsUp);
        let other = waiting(&world).await;
        let caught = until(|| async { hook.caught().first().cloned() }).await;
        let told: serde_json::Value = serde_json::from_slice(&caught.body).expect("JSON");
        assert_eq!(
            (caught.path.as_str(), &told["type"], &told["data"]["conversation"]),
            ("/hook", &"handoff.waiting".into(), &other.as_str().into())
        );
        assert!(!told.to_string().contains("EVIL"), "{told}");
        let secret = world.desk.alert_settings(&ana).await.expect("reads").webhook_secret;
        assert_eq!(
            caught.header("webhook-signature"),
            signature(&secret, caught.header("webhook-id"), caught.header("webhook-timestamp"), &caught.body)
        );
    }
}

fn signature(secret: &str, id: &str, at: &str, body: &[u8]) -> String {
    let key = BASE64.decode(secret.strip_prefix("whsec_").expect("its mark")).expect("base64");
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any key fits");
    mac.update(format!("{id}.{at}.").as_bytes());
    mac.update(body);
    format!("v1,{}", BASE64.encode(mac.finalize().into_bytes()))
}

#[tokio::test]
async fn who_wants_to_be_left_alone_is() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let quiet = Some(Quiet { span: Span::whole_day(), zone: "Europe/Berlin".to_owned() });
        for me in [&ana, &ben] {
            let it = Preferences { quiet: quiet.clone(), ..Preferences::default() };
            world.desk.save_preferences(me, it).await.expect("is kept");
            assert!(sits(&world, me, seat(true, Permission::Granted)).await.is_quiet);
        }
        let id = waiting(&world).await;
        pass(&world, 0).await;
        assert_eq!(rang(&world, &id).await[..2], [rung(0, "screen", "quiet"), rung(1, "screen", "quiet")]);
        assert_eq!(bell(&world, &ana).await.n_unopened, 1, "the bell keeps it");
        let nowhere = Preferences {
            quiet: Some(Quiet { span: Span::new((20, 0), (8, 0)), zone: "Mars/Olympus".to_owned() }),
            ..Preferences::default()
        };
        assert!(matches!(world.desk.save_preferences(&ana, nowhere).await, Err(Fault::Invalid { .. })));
        let unwanted = Preferences { wishes: vec![Wish::of(Kind::NeedsPerson).with(Channel::Mail, false)], quiet: None };
        world.desk.save_preferences(&ana, unwanted.clone()).await.expect("is kept");
        let bell = bell(&world, &ana).await;
        assert_eq!((bell.preferences, bell.is_quiet), (unwanted, false));
    }
}

#[tokio::test]
async fn what_is_promised_and_what_takes_too_long_is_told_in_time() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let target = Promptness { target_minutes: Some(10), ..Promptness::default() };
        let (wall, now) = (world.workspace().clone(), world.clock.now());
        let saved = world
            .desk
            .db
            .write::<_, server::db::Error, _>(move |tx| Box::pin(async move { store::setting::save(tx, &wall, &target, now).await }));
        saved.await.expect("writes");
        let visitor = world.newcomer().await;
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        world.desk.act(&ana, &id, Command::TakeOver).await.expect("is granted");
        let promise = Promise {
            id: PromiseId::parse("promise-1").expect("an id"),
            what: "a refund".to_owned(),
            due: world.clock.now().plus(5 * MINUTE),
            by: ben.agent(),
            is_due: false,
            about: None,
        };
        world.desk.act(&ana, &id, Command::Promise { promise }).await.expect("is granted");
        let kinds = async |me: &Caller| bell(&world, me).await.alerts.iter().map(|it| it.kind).collect::<Vec<_>>();
        pass(&world, 5 * MINUTE - 1).await;
        assert_eq!((kinds(&ana).await, kinds(&ben).await), (vec![], vec![]));
        pass(&world, 1).await;
        assert_eq!((kinds(&ana).await, kinds(&ben).await), (vec![], vec![Kind::PromiseDue]));
        pass(&world, 5 * MINUTE).await;
        assert_eq!(kinds(&ana).await, vec![Kind::TargetMissed], "she holds it, and the visitor still waits");
        pass(&world, 60 * MINUTE).await;
        assert_eq!((kinds(&ana).await.len(), kinds(&ben).await.len()), (1, 1), "once is enough");
    }
}

#[tokio::test]
async fn a_promise_that_is_due_and_not_looked_at_goes_out_by_mail_unless_it_is_unwanted() {
    for world in each().await {
        may_reach_this_machine(&world);
        let smtp = Smtp::start().await;
        office(&world, &smtp.url);
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let unwanted = Preferences { wishes: vec![Wish::of(Kind::PromiseDue).with(Channel::Mail, false)], quiet: None };
        world.desk.save_preferences(&ana, unwanted).await.expect("is kept");
        let visitor = world.newcomer().await;
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        // It is answered, so that nobody is called for the visitor.
        world.desk.act(&ana, &id, reply("message-0002")).await.expect("is granted");
        for (name, me) in [("promise-ana", &ana), ("promise-ben", &ben)] {
            let id_of_it = PromiseId::parse(name).expect("an id");
            let due = world.clock.now().plus(MINUTE);
            let promise = Promise { id: id_of_it, what: "a refund".to_owned(), due, by: me.agent(), is_due: false, about: None };
            world.desk.act(me, &id, Command::Promise { promise }).await.expect("is granted");
        }
        pass(&world, MINUTE).await;
        pass(&world, server::desk::MAIL_MS).await;
        world.work();
        let mails = until(|| async { Some(smtp.received()).filter(|it| !it.is_empty()) }).await;
        let told: Vec<(bool, String)> = mails.iter().map(|it| (it.to.contains("ben@example.com"), it.subject())).collect();
        assert_eq!(told, [(true, "A promise of yours is due".to_owned())]);
        assert!(!mails[0].text().contains("refund"), "what was promised stays inside: {}", mails[0].text());
    }
}

#[tokio::test]
async fn at_night_only_open_pages_ring_and_the_morning_begins_the_ladder() {
    for world in each().await {
        let ana = world.member("ana@example.com").await;
        let hours = Hours::weekdays("UTC", Span { from: 9 * 60, to: 17 * 60 });
        let schedule = Schedule::new(hours.clone()).expect("holds");
        let (wall, now) = (world.workspace().clone(), world.clock.now());
        let saved = world
            .desk
            .db
            .write::<_, server::db::Error, _>(move |tx| Box::pin(async move { store::setting::save(tx, &wall, &hours, now).await }));
        saved.await.expect("writes");
        let opened = schedule.opens_next(now).expect("opens");
        let closed = schedule.closes_next(opened).expect("closes");
        world.clock.pass(closed.0 - now.0 + MINUTE);
        let morning = schedule.opens_next(world.clock.now()).expect("opens");
        let id = waiting(&world).await;
        let until = |at: Timestamp| at.0 - world.clock.now().0;

        pass(&world, 60 * MINUTE).await;
        let pages = [rung(0, "screen", "nobody_here"), rung(1, "screen", "nobody_here")];
        assert_eq!(rang(&world, &id).await, pages, "nobody is called at night");
        pass(&world, until(morning.plus(59 * SECOND))).await;
        assert_eq!(rang(&world, &id).await.len(), 2, "the ladder counts from the morning");
        pass(&world, SECOND).await;
        assert_eq!(rang(&world, &id).await[2..], [rung(2, "push", "no_device"), rung(3, "mail", "no_mail_server")]);

        world.desk.act(&ana, &id, Command::Close).await.expect("is granted");
        let always = Ladder { rings_at_night: true, ..Ladder::default() };
        world.desk.save_ladder(&ana, always).await.expect("is kept");
        world.clock.pass(until(schedule.closes_next(world.clock.now()).expect("closes").plus(MINUTE)));
        let urgent = waiting(&world).await;
        pass(&world, MINUTE).await;
        assert_eq!(rang(&world, &urgent).await.len(), 4, "whoever wants to be called is");
    }
}

#[tokio::test]
async fn a_test_rings_everything_and_says_what_came_of_it() {
    for world in each().await {
        may_reach_this_machine(&world);
        let (maker, browser, smtp) = (Catcher::start().await, Browser::new(), Smtp::start().await);
        office(&world, &smtp.url);
        world.work();
        let ana = world.member("ana@example.com").await;
        world
            .desk
            .add_device(&ana, browser.subscription(&format!("{}/push/1", maker.url)), Some("Firefox 140, Linux".to_owned()))
            .await
            .expect("is taken");
        sits(&world, &ana, seat(true, Permission::Denied)).await;
        let id = world.desk.ring_all(&ana, seat(true, Permission::Denied)).await.expect("rings");
        let lines = async || world.desk.ringings(&ana, &id).await.expect("reads");
        let find = |all: Vec<Ringing>, channel| all.into_iter().find(|it| it.channel == channel).expect("has a line");
        let push = until(|| async { Some(find(lines().await, Channel::Push)).filter(|it| it.sent_at.is_some()) }).await;
        assert_eq!((push.device.as_deref(), push.shown_at), (Some("Firefox 140, Linux"), None));
        until(|| async { find(lines().await, Channel::Mail).sent_at }).await;
        assert_eq!(smtp.received().first().map(|it| it.subject()), Some("Ein Test deiner Meldungen".to_owned()));
        assert_eq!(
            (find(lines().await, Channel::Desktop).failed, find(lines().await, Channel::Sound).failed),
            ("blocked".to_owned(), "mute".to_owned())
        );
        world.desk.alerts_shown(&ana, vec![id.clone()], Channel::Screen).await.expect("is noted");
        assert!(find(lines().await, Channel::Screen).shown_at.is_some());
        let told = browser.opens(&maker.caught()[0].body);
        world.desk.ring_told(&ana, told["ring"].as_str().expect("an id"), true).await.expect("is noted");
        assert!(find(lines().await, Channel::Push).opened_at.is_some());
        let ben = world.member("ben@example.com").await;
        assert_eq!(world.desk.ringings(&ben, &id).await, Err(Fault::NotFound));
    }
}

#[tokio::test]
async fn who_is_called_and_does_not_look_gets_a_push_and_then_a_mail() {
    for world in each().await {
        may_reach_this_machine(&world);
        let (maker, smtp) = (Catcher::start().await, Smtp::start().await);
        office(&world, &smtp.url);
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        world.desk.add_device(&ben, Browser::new().subscription(&format!("{}/push/1", maker.url)), None).await.expect("is taken");
        let visitor = world.newcomer().await;
        visitor.say("message-0001", "hello").await;
        let id = visitor.conversation().await;
        // Ana has answered, so that nobody is called for the visitor.
        world.desk.act(&ana, &id, reply("message-0002")).await.expect("is granted");
        let note = |message: &str| Command::Note {
            id: MessageId::parse(message).expect("an id"),
            body: app::domain::text::Body::plain("@Ben Achterberg look").expect("fits"),
            files: vec![],
            mentions: vec![ben.agent()],
        };
        world.desk.act(&ana, &id, note("note-0001")).await.expect("is granted");
        pass(&world, server::desk::PUSH_MS - 1).await;
        world.work();
        world.clock.pass(1);
        until(|| async { Some(()).filter(|()| maker.caught().len() == 1) }).await;
        assert!(smtp.received().is_empty());
        // A clock that jumps takes a job from the worker that has it in hand.
        until(|| async { (store::job::n_open(&world.desk.db, "ring").await.expect("reads") == 0).then_some(()) }).await;
        world.clock.pass(server::desk::MAIL_MS - server::desk::PUSH_MS);
        let mails = until(|| async { Some(smtp.received()).filter(|it| !it.is_empty()) }).await;
        assert_eq!((mails[0].to.contains("ben@example.com"), mails[0].subject().as_str()), (true, "A colleague mentioned you in a note"));
        // Whoever looks gets neither.
        world.desk.act(&ana, &id, note("note-0002")).await.expect("is granted");
        world.desk.alerts_opened(&ben, app::api::alerts::Which::All).await.expect("is noted");
        pass(&world, 10 * MINUTE).await;
        assert_eq!((maker.caught().len(), smtp.received().len()), (1, 1));
        assert!(world.desk.looks_at(&ben, &id, app::domain::near::Doing::default()).await.is_ok());
    }
}
