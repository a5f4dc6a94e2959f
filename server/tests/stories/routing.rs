//! Who waits for a person goes to the team of the first rule that fits, which is rung first. What a person chose stays.

use crate::world::{Visitor, World, each};
use app::{
    api::{
        Caller,
        alerts::AlertDesk,
        inbox::InboxDesk,
        settings::{Change, Routed, Section, SettingsDesk, Shown},
    },
    domain::{
        alert::{Kind, Permission, Seat},
        command::Command,
        event::{Event, What},
        fault::Fault,
        handoff::Reason,
        id::{AssistantId, ConversationId, TeamId},
        label::{Tag, Team},
        person::Author,
        routing::{Condition, Rule},
        text::Name,
    },
};
use server::store;

const DAY: i64 = 86_400_000;

async fn team(world: &World, me: &Caller, name: &str, of: &Caller) -> Team {
    let made = Change::Team { id: None, name: name.to_owned(), members: vec![of.account.clone()] };
    let Ok(Shown::Teams { teams, .. }) = world.desk.change_settings(me, made).await else { panic!("is made") };
    teams.into_iter().map(|it| it.team).find(|it| it.name.as_str() == name).expect("is there")
}

fn rule(name: &str, team: &Team, when: Vec<Condition>) -> Rule {
    Rule { name: Name::parse(name).expect("a name"), team: team.id.clone(), when }
}

fn words(text: &str) -> Condition {
    Condition::Words { words: text.to_owned() }
}

fn tag(text: &str) -> Tag {
    Tag::parse(text).expect("a tag")
}

fn tagged(text: &str) -> Condition {
    Condition::Tag { tag: tag(text) }
}

async fn set(world: &World, me: &Caller, rules: Vec<Rule>) {
    let shown = world.desk.change_settings(me, Change::Routing { rules: rules.clone() }).await.unwrap_or_else(|fault| panic!("{fault}"));
    assert!(matches!(shown, Shown::Teams { rules: kept, .. } if kept == rules));
}

async fn team_of(world: &World, id: &ConversationId) -> Option<String> {
    let it = store::conversation::by_id(&world.desk.db, world.workspace(), id).await.expect("reads").expect("is there");
    it.team.map(|team| team.name.as_str().to_owned())
}

async fn log(world: &World, id: &ConversationId) -> Vec<Event> {
    store::event::of_conversation(&world.desk.db, world.workspace(), id, 0).await.expect("reads")
}

async fn act(world: &World, me: &Caller, id: &ConversationId, command: Command) {
    world.desk.act(me, id, command).await.unwrap_or_else(|fault| panic!("{fault}"));
}

/// A visitor who has written this, and waits for a person.
async fn waiting<'w>(world: &'w World, text: &str) -> (Visitor<'w>, ConversationId) {
    let visitor = world.newcomer().await;
    visitor.say("message-0001", text).await;
    visitor.ask_for_person().await;
    let id = visitor.conversation().await;
    (visitor, id)
}

async fn sits(world: &World, me: &Caller) {
    let page = format!("page-{}", me.account);
    let seat = Seat { page, is_visible: true, desktop: Permission::Granted, is_audible: true, lang: "en".to_owned() };
    world.desk.bell(me, Some(seat)).await.expect("reads");
}

/// Of what a member was told, latest first.
async fn told(world: &World, me: &Caller) -> Vec<Kind> {
    world.desk.bell(me, None).await.expect("reads").alerts.iter().map(|it| it.kind).collect()
}

#[tokio::test]
async fn the_first_rule_that_fits_wins_and_its_team_is_rung_first() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let (support, billing) = (team(&world, &ana, "Support", &ana).await, team(&world, &ana, "Billing", &ben).await);
        let bills = rule("Bills", &billing, vec![words("refund"), words("invoice*")]);
        set(&world, &ana, vec![rule("VIPs", &support, vec![tagged("vip")]), bills, rule("The rest", &support, vec![words("order")])]).await;
        sits(&world, &ana).await;
        sits(&world, &ben).await;

        let visitor = world.newcomer().await;
        visitor.say("message-0001", "Both INVOICES of my order are wrong").await;
        let id = visitor.conversation().await;
        assert_eq!(team_of(&world, &id).await, None, "the AI still has it");
        visitor.ask_for_person().await;
        assert_eq!(team_of(&world, &id).await.as_deref(), Some("Billing"));
        let log = log(&world, &id).await;
        let [.., before, last] = log.as_slice() else { panic!("{log:?}") };
        assert!(matches!(before.what, What::HandedOff { .. }), "{before:?}");
        let by_rule = Author::Rule { name: Name::parse("Bills").expect("a name") };
        assert_eq!((last.seq, &last.by, &last.what), (before.seq + 1, &by_rule, &What::Routed { team: Some(billing) }));

        while world.desk.go_off().await.expect("works") > 0 {}
        assert_eq!((told(&world, &ben).await, told(&world, &ana).await), (vec![Kind::NeedsPerson], vec![]), "each once, the team alone");
        world.clock.pass(30_000);
        sits(&world, &ana).await;
        while world.desk.go_off().await.expect("works") > 0 {}
        assert_eq!(told(&world, &ana).await, [Kind::NeedsPerson], "nobody came, so all are rung");
    }
}

#[tokio::test]
async fn a_tag_or_a_question_that_comes_later_asks_the_rules_again_as_long_as_no_person_has_said_whose_it_is() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let (support, billing) = (team(&world, &ana, "Support", &ana).await, team(&world, &ana, "Billing", &ben).await);
        let rules = vec![rule("Bills", &billing, vec![tagged("billing")]), rule("Orders", &support, vec![words("order")])];
        set(&world, &ana, rules).await;

        let (visitor, id) = waiting(&world, "Hello").await;
        assert_eq!(team_of(&world, &id).await, None);
        visitor.say("message-0002", "It is about my order").await;
        assert_eq!(team_of(&world, &id).await.as_deref(), Some("Support"), "who asked first says then what it is about");
        world.clock.pass(1_000);
        act(&world, &ana, &id, Command::Tag { tag: tag("billing") }).await;
        assert_eq!(team_of(&world, &id).await.as_deref(), Some("Billing"));
        assert_eq!(told(&world, &ben).await, [Kind::Assigned, Kind::NeedsPerson], "news to a team that has been told with all others");

        // A person's choice.
        act(&world, &ana, &id, Command::Route { team: Some(support) }).await;
        act(&world, &ana, &id, Command::Untag { tag: tag("billing") }).await;
        act(&world, &ana, &id, Command::Tag { tag: tag("billing") }).await;
        assert_eq!(team_of(&world, &id).await.as_deref(), Some("Support"));
        act(&world, &ana, &id, Command::Close).await;
        act(&world, &ana, &id, Command::Reopen { cause: Some(Reason::AskedForPerson.into()) }).await;
        assert_eq!(team_of(&world, &id).await.as_deref(), Some("Support"), "closed by mistake: it is where it was");
        act(&world, &ana, &id, Command::Close).await;
        visitor.say("message-0003", "One more thing").await;
        visitor.ask_for_person().await;
        assert_eq!(team_of(&world, &id).await.as_deref(), Some("Billing"), "in the next segment the rules have their say again");

        // Given to somebody, or held by them: the rules have no say.
        for command in [Command::Assign { to: Some(ana.agent()) }, Command::Claim] {
            let (_, id) = waiting(&world, "Hello").await;
            act(&world, &ana, &id, command).await;
            act(&world, &ana, &id, Command::Tag { tag: tag("billing") }).await;
            assert_eq!(team_of(&world, &id).await, None);
        }
    }
}

#[tokio::test]
async fn what_a_rule_can_look_at() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let billing = team(&world, &ana, "Billing", &ben).await;
        let assistant = world.profile.id.clone();
        for (condition, text, fits) in [
            (Condition::Language { language: "de".to_owned() }, "Wo finde ich meine Rechnung?", true),
            (Condition::Language { language: "de".to_owned() }, "Where do I find my bill?", false),
            (Condition::Reason { why: Reason::AskedForPerson }, "Hello", true),
            (Condition::Reason { why: Reason::NotInDocs }, "Hello", false),
            (Condition::Assistant { id: assistant }, "Hello", true),
            (Condition::Page { page: "/pricing".to_owned() }, "Hello", false),
        ] {
            set(&world, &ana, vec![rule("A rule", &billing, vec![condition.clone()])]).await;
            let (_, id) = waiting(&world, text).await;
            assert_eq!(team_of(&world, &id).await.is_some(), fits, "{condition:?} of {text:?}");
        }
    }
}

#[tokio::test]
async fn a_rule_hears_a_long_question_to_its_end() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let billing = team(&world, &ana, "Billing", &ben).await;
        let rules = vec![rule("Bills", &billing, vec![words("invoice")])];
        set(&world, &ana, rules.clone()).await;
        let story = "I have been with you for years. ".repeat(20);
        let (_, one) = waiting(&world, &format!("{story} Now my invoice is wrong.")).await;
        assert_eq!(team_of(&world, &one).await.as_deref(), Some("Billing"));
        let (visitor, two) = waiting(&world, &story).await;
        assert_eq!(team_of(&world, &two).await, None);
        visitor.say("message-0002", "It is about an invoice").await;
        assert_eq!(team_of(&world, &two).await.as_deref(), Some("Billing"));
        let tried = world.desk.try_routing(&ana, rules).await.expect("is tried");
        assert_eq!((tried.n_waits, tried.taken), (2, vec![2]));
    }
}

#[tokio::test]
async fn the_last_thirty_days_are_tried_and_nothing_is_moved() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let billing = team(&world, &ana, "Billing", &ben).await;
        waiting(&world, "An invoice of long ago").await;
        world.clock.pass(31 * DAY);
        let (visitor, one) = waiting(&world, "My invoice is wrong").await;
        world.clock.pass(1_000);
        let (_, two) = waiting(&world, "Where is my order?").await;
        act(&world, &ana, &two, Command::Tag { tag: tag("billing") }).await;
        world.clock.pass(1_000);
        let (_, three) = waiting(&world, "Hello").await;
        // Spam is nobody's, and whom the AI serves waits for nobody.
        let (_, spam) = waiting(&world, "An invoice for you").await;
        act(&world, &ana, &spam, Command::MarkSpam { is_spam: true }).await;
        world.newcomer().await.say("message-0001", "What is an invoice?").await;
        let before = world.seq().await;

        let rules = vec![rule("Words", &billing, vec![words("invoice")]), rule("Tag", &billing, vec![tagged("billing")])];
        let Routed { n_waits, taken, is_cut, latest } = world.desk.try_routing(&ana, rules.clone()).await.expect("is tried");
        assert_eq!((n_waits, taken, is_cut), (3, vec![1, 1], false));
        let latest: Vec<_> = latest.into_iter().map(|it| (it.conversation, it.text, it.rule)).collect();
        let wait = |id: &ConversationId, text: &str, rule| (id.clone(), text.to_owned(), rule);
        let (first, second) = (wait(&three, "Hello", None), wait(&two, "Where is my order?", Some(1)));
        assert_eq!(latest, [first, second, wait(&one, "My invoice is wrong", Some(0))], "the latest first");
        assert_eq!((world.seq().await, team_of(&world, &one).await), (before, None), "nothing is moved");

        // A conversation that goes on in a new segment has waited twice.
        act(&world, &ana, &one, Command::Close).await;
        visitor.say("message-0002", "It is wrong again").await;
        visitor.ask_for_person().await;
        assert_eq!(world.desk.try_routing(&ana, rules.clone()).await.expect("is tried").n_waits, 4);
        let eve = world.member("eve@example.com").await;
        assert_eq!(world.desk.try_routing(&eve, rules).await.expect("is tried").n_waits, 0);
    }
}

#[tokio::test]
async fn a_rule_leads_to_a_team_that_is_there_and_goes_with_it() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let eve = world.member("eve@example.com").await;
        let (support, billing) = (team(&world, &ana, "Support", &ana).await, team(&world, &ana, "Billing", &ben).await);
        let strange = Team { id: TeamId::parse("nobody").expect("an id"), ..billing.clone() };
        let assistant = Condition::Assistant { id: AssistantId::parse("nobody").expect("an id") };
        for (team, when) in [(&strange, vec![]), (&billing, vec![assistant]), (&billing, vec![words("?")])] {
            let wrong = rule("A rule", team, when);
            let refused = world.desk.change_settings(&ana, Change::Routing { rules: vec![wrong] }).await;
            assert!(matches!(refused, Err(Fault::Invalid { .. })), "{refused:?}");
        }
        let rules = vec![rule("Bills", &billing, vec![words("invoice")]), rule("The rest", &support, vec![])];
        assert!(matches!(world.desk.change_settings(&eve, Change::Routing { rules: rules.clone() }).await, Err(Fault::Invalid { .. })));
        set(&world, &ana, rules.clone()).await;
        let Ok(Shown::Teams { rules: foreign, .. }) = world.desk.settings(&eve, Section::Teams).await else { panic!("teams") };
        assert_eq!(foreign, vec![]);

        let Ok(Shown::Teams { rules: kept, .. }) = world.desk.change_settings(&ana, Change::RemoveTeam { id: billing.id }).await else {
            panic!("teams");
        };
        assert_eq!(kept, rules[1..]);
        let (_, id) = waiting(&world, "My invoice is wrong").await;
        assert_eq!(team_of(&world, &id).await.as_deref(), Some("Support"));
    }
}
