//! The AI's clock: it runs only while nobody of the team is there and nothing is owed, both sides see the same seconds,
//! and a person's turn leaves a seal behind.

use crate::world::{START, Visitor, World, each};
use app::{
    api::{
        Caller,
        inbox::InboxDesk,
        presence::PresenceDesk,
        settings::{Change, SettingsDesk},
    },
    domain::{
        answer::Kind,
        command::{Command, Then},
        conversation::{Conversation, Status},
        event::What,
        fault::Fault,
        handoff::{Holder, Reason, TURN_MS},
        id::{ConversationId, MessageId, PromiseId},
        label::Promise,
        near::Doing,
        policy::Policy,
        rich::plain,
        text::Body,
        time::Timestamp,
    },
    talk::{Shown, Speaker, Talk, shown},
};
use server::{clock::Clock, desk::PRESENCE_MS};

const MINUTE: i64 = 60_000;
/// As it comes: nobody has set it.
const LEASE: i64 = 15 * MINUTE;

/// A conversation under the still clock, with what each side sees of it.
struct Scene<'w> {
    world: &'w World,
    visitor: Visitor<'w>,
    ana: Caller,
    ben: Caller,
    id: ConversationId,
    n: std::cell::Cell<u32>,
}

impl<'w> Scene<'w> {
    /// A visitor has written, and nobody has answered yet.
    async fn begun(world: &'w World) -> Self {
        let team = team(world).await;
        Self::with(world, team, "My invoice is wrong").await
    }

    async fn with(world: &'w World, (ana, ben): (Caller, Caller), words: &str) -> Self {
        world.clock.set(START);
        let visitor = world.newcomer().await;
        visitor.say("message-first", words).await;
        let id = visitor.conversation().await;
        Self { world, visitor, ana, ben, id, n: std::cell::Cell::new(0) }
    }

    fn message(&self) -> MessageId {
        self.n.set(self.n.get() + 1);
        MessageId::parse(&format!("message-{:04}", self.n.get())).expect("an id")
    }

    async fn act(&self, command: Command) {
        self.world.desk.act(&self.ana, &self.id, command).await.expect("is granted");
    }

    async fn reply(&self, text: &str) {
        let body = Body::plain(text).expect("fits");
        self.act(Command::Reply { id: self.message(), body, seen: None, shown: None, files: vec![], then: Then::Stay }).await;
    }

    async fn says(&self, text: &str) {
        self.visitor.say(self.message().as_str(), text).await;
    }

    async fn looks(&self, who: &Caller, is_typing: bool) {
        self.world.desk.looks_at(who, &self.id, Doing { is_typing, ..Doing::default() }).await.expect("may look");
    }

    async fn turns_away(&self, who: &Caller) {
        self.world.desk.looks_away(who, &self.id).await.expect("may turn away");
    }

    /// Time passes, second by second as far as the clock's worker is concerned: it looks once at the end of each step.
    async fn pass(&self, ms: i64) {
        self.world.clock.pass(ms);
        self.world.desk.tick().await.expect("ticks");
    }

    async fn now(&self) -> Conversation {
        self.world.desk.thread(&self.ana, &self.id).await.expect("reads").conversation
    }

    /// When the AI is back, as the team sees it; checks that the widget says the same, to the millisecond.
    async fn silent_until(&self) -> Option<Timestamp> {
        let it = self.now().await;
        let mut talk = Talk::default();
        let events = server::store::event::of_conversation(&self.world.desk.db, self.world.workspace(), &self.id, 0).await.expect("reads");
        for entry in events.iter().filter_map(shown) {
            talk.apply(entry);
        }
        let of_team = it.holder.lease().and_then(|lease| lease.runs_out_at());
        assert_eq!(talk.silent_until, of_team.map_or(0, |at| at.0), "both sides show the same seconds");
        let speaker = match &it.holder {
            Holder::Assistant => Speaker::Assistant,
            Holder::Queue { .. } => Speaker::Queue,
            Holder::Agent { agent, .. } => Speaker::Person(agent.name.as_str().to_owned()),
        };
        assert_eq!(talk.speaker, speaker, "both sides know who speaks");
        of_team
    }

    /// So many milliseconds of the lease are left.
    async fn left(&self) -> Option<i64> {
        let now = self.world.clock.now();
        self.now().await.holder.lease().map(|lease| lease.left_at(now))
    }

    fn at(&self, ms: i64) -> Option<Timestamp> {
        Some(self.world.clock.now().plus(ms))
    }
}

async fn team(world: &World) -> (Caller, Caller) {
    (world.member("ana@example.com").await, world.member("ben@example.com").await)
}

/// What may happen to a lease, in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Reply,
    VisitorWrites,
    Look,
    LookAway,
    Hold,
    Pass,
}

const STEPS: [Step; 6] = [Step::Reply, Step::VisitorWrites, Step::Look, Step::LookAway, Step::Hold, Step::Pass];

/// The clock as it must be, told a second time in the plainest words.
#[derive(Debug, Default)]
struct Expected {
    is_agents: bool,
    is_owed: bool,
    looks_until: i64,
    /// As the log has it: it follows who looks at most once in five seconds.
    is_watched: bool,
    turned_at: Option<i64>,
    held_until: i64,
    left: i64,
}

impl Expected {
    fn runs(&self, now: i64) -> bool {
        self.is_agents && !self.is_owed && !self.is_watched && self.held_until <= now
    }

    /// The log follows who looks.
    fn follow(&mut self, now: i64) {
        let looks = self.looks_until > now;
        if self.is_agents && looks != self.is_watched && self.turned_at.is_none_or(|at| at + TURN_MS <= now) {
            (self.is_watched, self.turned_at) = (looks, Some(now));
        }
    }

    fn take(&mut self) {
        if !self.is_agents {
            *self = Self { is_agents: true, is_owed: self.is_owed, left: LEASE, ..Self::default() };
        }
    }
}

#[tokio::test]
async fn in_every_order_of_events_the_clock_runs_only_while_nobody_is_there_and_nothing_is_owed() {
    for world in each().await {
        let team = team(&world).await;
        for first in STEPS {
            for second in STEPS {
                for third in STEPS {
                    let scene = Scene::with(&world, team.clone(), "My invoice is wrong").await;
                    let mut expected = Expected { is_owed: true, ..Expected::default() };
                    for step in [first, second, third] {
                        happens(&scene, step, &mut expected).await;
                        let now = world.clock.now().0;
                        let it = scene.now().await;
                        let runs = it.holder.lease().is_some_and(|lease| lease.runs_since.is_some());
                        assert_eq!(runs, expected.runs(now), "{first:?}, {second:?}, {third:?} at {step:?}: {it:?}");
                        let left = scene.left().await;
                        assert_eq!(left, expected.is_agents.then_some(expected.left), "{first:?}, {second:?}, {third:?} at {step:?}");
                        assert_eq!(scene.silent_until().await, expected.runs(now).then_some(Timestamp(now + expected.left)));
                    }
                }
            }
        }
    }
}

async fn happens(scene: &Scene<'_>, step: Step, it: &mut Expected) {
    let now = scene.world.clock.now().0;
    match step {
        Step::Reply => {
            scene.reply("I'll look into it").await;
            it.take();
            (it.is_owed, it.left) = (false, LEASE);
        }
        Step::VisitorWrites => {
            scene.says("And another thing").await;
            it.is_owed = true;
        }
        Step::Look => {
            scene.looks(&scene.ben, false).await;
            if it.is_agents {
                it.looks_until = now + PRESENCE_MS;
                it.follow(now);
            }
        }
        Step::LookAway => {
            scene.turns_away(&scene.ben).await;
            scene.pass(0).await;
            it.looks_until = 0;
            it.follow(now);
        }
        Step::Hold => {
            let until = scene.world.clock.now().plus(5 * MINUTE);
            scene.act(Command::Hold { until: Some(until) }).await;
            it.take();
            it.held_until = until.0;
        }
        Step::Pass => {
            // The clock's worker looks at every turn of things: at the end of a look, and of a hold.
            for _ in 0..4 {
                scene.pass(MINUTE / 2).await;
                if it.runs(now.max(scene.world.clock.now().0 - MINUTE / 2)) {
                    it.left -= MINUTE / 2;
                }
                it.follow(scene.world.clock.now().0);
            }
        }
    }
}

#[tokio::test]
async fn the_ai_is_back_when_the_time_is_over_and_not_a_moment_earlier() {
    for world in each().await {
        let scene = Scene::begun(&world).await;
        scene.reply("It is settled: you get a new one").await;
        assert_eq!(scene.silent_until().await, scene.at(LEASE));
        scene.pass(LEASE - 1).await;
        assert!(scene.now().await.holder.agent().is_some(), "one millisecond is left");
        scene.pass(1).await;
        let it = scene.now().await;
        assert_eq!(
            (&it.holder, it.seal.as_ref().map(|seal| seal.settled.as_str())),
            (&Holder::Assistant, Some("It is settled: you get a new one"))
        );
        assert_eq!(scene.silent_until().await, None);
    }
}

#[tokio::test]
async fn whoever_looks_or_types_stops_the_clock_and_a_tab_that_died_does_not_for_long() {
    for world in each().await {
        let scene = Scene::begun(&world).await;
        scene.reply("On it").await;
        scene.pass(4 * MINUTE).await;
        scene.looks(&scene.ana, true).await;
        assert_eq!((scene.silent_until().await, scene.left().await), (None, Some(11 * MINUTE)));
        for _ in 0..30 {
            scene.pass(10_000).await;
            scene.looks(&scene.ana, false).await;
        }
        assert_eq!(scene.left().await, Some(11 * MINUTE), "five minutes of looking cost nothing");
        // The tab dies: nothing is said any more.
        scene.pass(PRESENCE_MS).await;
        assert_eq!(scene.silent_until().await, scene.at(11 * MINUTE));
        // Later two look; one turns away, then the other.
        scene.pass(TURN_MS).await;
        scene.looks(&scene.ana, false).await;
        scene.looks(&scene.ben, false).await;
        scene.turns_away(&scene.ana).await;
        scene.pass(TURN_MS).await;
        assert_eq!(scene.silent_until().await, None, "Ben still looks");
        scene.turns_away(&scene.ben).await;
        scene.pass(0).await;
        assert_eq!(scene.silent_until().await, scene.at(11 * MINUTE - TURN_MS));
        // Ben is back at once, which the log hears of when his page says it again.
        scene.looks(&scene.ben, false).await;
        assert_eq!(scene.silent_until().await, scene.at(11 * MINUTE - TURN_MS));
        scene.pass(TURN_MS).await;
        scene.looks(&scene.ben, false).await;
        assert_eq!((scene.silent_until().await, scene.left().await), (None, Some(11 * MINUTE - 2 * TURN_MS)));
    }
}

#[tokio::test]
async fn who_looks_and_looks_away_all_the_time_fills_no_log() {
    for world in each().await {
        let scene = Scene::begun(&world).await;
        scene.reply("On it").await;
        let before = world.seq().await;
        for second in 0..60 {
            if second % 2 == 0 {
                scene.looks(&scene.ana, false).await;
            } else {
                scene.turns_away(&scene.ana).await;
            }
            scene.pass(1_000).await;
        }
        scene.turns_away(&scene.ana).await;
        scene.pass(TURN_MS).await;
        let log = server::store::event::of_conversation(&world.desk.db, world.workspace(), &scene.id, before).await.expect("reads");
        let turns: Vec<i64> = log.iter().filter(|event| matches!(event.what, What::Leased { .. })).map(|event| event.at.0).collect();
        assert_eq!(turns.len(), log.len(), "nothing else is in it");
        assert!((2..=14).contains(&turns.len()) && turns.windows(2).all(|two| two[1] - two[0] >= TURN_MS), "{turns:?}");
        assert!(scene.now().await.holder.lease().is_some_and(|lease| !lease.is_watched && lease.runs_since.is_some()));
    }
}

#[tokio::test]
async fn a_visitor_who_waits_for_us_stops_the_clock_until_somebody_replies() {
    for world in each().await {
        let scene = Scene::begun(&world).await;
        scene.reply("Which invoice?").await;
        scene.pass(5 * MINUTE).await;
        scene.says("The one of May").await;
        scene.pass(10 * LEASE).await;
        let it = scene.now().await;
        assert!(it.holder.agent().is_some() && it.needs_person(), "the AI doesn't step in while a person owes a reply");
        assert_eq!(scene.left().await, Some(10 * MINUTE));
        scene.reply("Thanks, done").await;
        assert_eq!(scene.silent_until().await, scene.at(LEASE), "each reply starts it anew");
    }
}

#[tokio::test]
async fn a_length_that_the_owner_changes_counts_from_the_next_reply_on_and_takes_nothing_away_before() {
    for world in each().await {
        let scene = Scene::begun(&world).await;
        let lasts = async |lease_minutes| {
            let policy = Policy { lease_minutes, ..Policy::default() };
            scene.world.desk.change_settings(&scene.ana, Change::Handoff { policy }).await.expect("is kept");
        };
        scene.reply("Which invoice?").await;
        scene.pass(5 * MINUTE).await;
        lasts(5).await;
        assert_eq!(scene.left().await, Some(10 * MINUTE), "what is left stays");
        scene.looks(&scene.ben, false).await;
        scene.turns_away(&scene.ben).await;
        scene.pass(TURN_MS).await;
        assert_eq!(scene.left().await, Some(10 * MINUTE), "whatever else happens");
        scene.says("The one of May").await;
        scene.reply("Thanks").await;
        assert_eq!(scene.silent_until().await, scene.at(5 * MINUTE));
        scene.pass(MINUTE).await;
        lasts(30).await;
        assert_eq!(scene.silent_until().await, scene.at(4 * MINUTE));
        scene.reply("It is done").await;
        assert_eq!(scene.silent_until().await, scene.at(30 * MINUTE), "and a longer one as well");
    }
}

#[tokio::test]
async fn a_hold_keeps_the_ai_away_until_it_is_over_and_then_the_rest_of_the_lease_runs() {
    for world in each().await {
        let scene = Scene::begun(&world).await;
        scene.reply("I ask the bank and come back").await;
        scene.pass(5 * MINUTE).await;
        let until = world.clock.now().plus(60 * MINUTE);
        scene.act(Command::Hold { until: Some(until) }).await;
        assert_eq!(scene.silent_until().await, None);
        scene.pass(60 * MINUTE - 1).await;
        assert_eq!(scene.silent_until().await, None);
        scene.pass(1).await;
        assert_eq!(scene.silent_until().await, scene.at(10 * MINUTE));
        let past = world.clock.now();
        let refused = world.desk.act(&scene.ana, &scene.id, Command::Hold { until: Some(past) }).await.expect_err("lies behind");
        assert_eq!(refused, Fault::invalid("until", "Choose a time that lies ahead."));
    }
}

#[tokio::test]
async fn what_is_put_away_comes_back_when_it_is_due_or_when_the_visitor_writes() {
    for world in each().await {
        for writes in [false, true] {
            let scene = Scene::begun(&world).await;
            scene.reply("Back on Monday").await;
            let until = world.clock.now().plus(3 * 24 * 60 * MINUTE);
            scene.act(Command::Snooze { until }).await;
            scene.pass(60 * MINUTE).await;
            assert_eq!(scene.now().await.status, Status::Snoozed { until });
            if writes {
                scene.says("It is urgent now").await;
            } else {
                scene.pass(until.0 - world.clock.now().0).await;
            }
            assert_eq!(scene.now().await.status, Status::Open);
        }
    }
}

#[tokio::test]
async fn after_a_hand_back_the_same_words_bring_no_second_handoff_and_the_next_question_is_answered() {
    for world in each().await {
        world
            .docs(&[("refunds.md", "# Refunds\n\n## How long a refund takes\n\nA refund takes five days to reach your bank account.")])
            .await;
        let kayaks = "do you ship kayaks to Portugal";
        let scene = Scene::with(&world, team(&world).await, kayaks).await;
        take_turn(&scene).await;
        assert!(matches!(scene.now().await.holder, Holder::Queue { why: Reason::NotInDocs, .. }));
        scene.act(Command::Claim).await;
        scene.reply("We don't, sorry").await;
        let promise = Promise {
            id: PromiseId::parse("promise-1").expect("an id"),
            what: "a list of shops".to_owned(),
            due: world.clock.now().plus(60 * MINUTE),
            by: scene.ana.agent(),
            is_due: false,
            about: None,
        };
        scene.act(Command::Promise { promise }).await;
        scene.act(Command::HandBack { settled: Some("No kayaks to Portugal".to_owned()) }).await;
        let it = scene.now().await;
        let seal = it.seal.clone().expect("a person had it");
        assert_eq!((seal.settled.as_str(), seal.used, &it.holder), ("No kayaks to Portugal", Some(Reason::NotInDocs), &Holder::Assistant));
        assert_eq!(seal.promised.iter().map(|it| it.what.as_str()).collect::<Vec<_>>(), ["a list of shops"], "and what is still owed");
        // The same words again, twice.
        for _ in 0..2 {
            scene.says(kayaks).await;
            take_turn(&scene).await;
            assert_eq!(scene.now().await.holder, Holder::Assistant, "settled is settled");
            let last = scene.visitor.reload().await.pop().expect("something was said");
            let Shown::Answer { kind: Kind::Courtesy, parts, sources } = &last.what else { panic!("{last:?}") };
            let said = plain(&parts[0].body);
            assert!(said.contains("Ana Ortiz has answered that above: “We don't, sorry”") && sources.is_empty(), "{said}");
            assert!(!said.contains("No kayaks"), "what was noted for the team stays inside: {said}");
        }
        let handed_off =
            |events: &[app::domain::event::Event]| events.iter().filter(|it| matches!(it.what, What::HandedOff { .. })).count();
        let thread = world.desk.thread(&scene.ana, &scene.id).await.expect("reads");
        assert_eq!(handed_off(&thread.events), 1);
        scene.says("how long does a refund take to reach my bank account").await;
        take_turn(&scene).await;
        let last = scene.visitor.reload().await.pop().expect("something was said");
        assert!(matches!(&last.what, Shown::Answer { parts, .. } if !parts.is_empty()), "the AI answers the next question: {last:?}");
        // Who asks for a person is always heard.
        scene.visitor.ask_for_person().await;
        assert!(matches!(scene.now().await.holder, Holder::Queue { why: Reason::AskedForPerson, .. }));
    }
}

/// The assistant takes its turn.
async fn take_turn(scene: &Scene<'_>) {
    let turn = format!("turn-{:04}", scene.n.get());
    let epoch = scene.now().await.epoch;
    scene.world.desk.take_turn(scene.world.workspace(), &scene.id, epoch, &turn).await.expect("takes it");
}

#[tokio::test]
async fn nobody_looks_into_another_workspace() {
    for world in each().await {
        let scene = Scene::begun(&world).await;
        let eve = world.member("eve@example.com").await;
        assert_eq!(world.desk.looks_at(&eve, &scene.id, Doing::default()).await, Err(Fault::NotFound));
        let seen = server::store::presence::picture(&world.desk.db, world.workspace(), world.clock.now()).await.expect("reads");
        assert!(seen.is_empty());
        let theirs = world.desk.colleagues(&eve).await.expect("reads");
        assert_eq!(theirs.members.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Eve Foreign"]);
        let ours = world.desk.colleagues(&scene.ana).await.expect("reads");
        assert_eq!(ours.members.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Ana Ortiz", "Ben Achterberg"]);
    }
}
