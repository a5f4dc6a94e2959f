//! The laws of a conversation, held against random lists of commands from everyone.
//!
//! The shell below does what the server's desk does (number, fold, append), with no database: what is proven here is
//! `decide` and `apply`.

use app::{
    domain::{
        answer::{self, Answer, Citation, Part, Receipt},
        command::{Actor, Command, CommandKind, Then},
        conversation::{Conversation, Did},
        decide::{absorbed, asked, decide},
        event::{Event, What},
        fault::Fault,
        form::{Field, Moment},
        handoff::{Holder, Lease, Reason},
        id::{AccountId, AssistantId, ConversationId, MessageId, PromiseId, TeamId, VisitorId},
        inbox::{Frame, Inbox, Listed, Page},
        label::{Attribute, Lead, Priority, Promise, Tag, Team},
        person::{Agent, Assistant, Author, Identity, Visitor},
        policy::{Policy, Scene, Step},
        rich::Href,
        text::{Body, Email, Name},
        thread::{Earlier, Later, Thread},
        time::Timestamp,
        view::{Assignee, BuiltIn, Filter, HolderKind, Sort, Stage},
    },
    read::read,
    talk::{Shown, Speaker, Talk, shown, shown_all},
};
use proptest::{prelude::*, sample::select};
use std::collections::BTreeMap;

/// What somebody tries. The assistant's epoch is the conversation's own, as often as not an old one.
#[derive(Debug, Clone)]
enum Try {
    Visitor(CommandKind),
    Agent(usize, CommandKind, Seen),
    Assistant(CommandKind, EpochFrom),
    /// Whether somebody still looks.
    Clock(CommandKind, bool),
    Rule(CommandKind),
}

#[derive(Debug, Clone, Copy)]
enum Seen {
    All,
    Nothing,
    NotSaid,
}

#[derive(Debug, Clone, Copy)]
enum EpochFrom {
    Now,
    Before(u64),
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let kind = || select(CommandKind::all().collect::<Vec<_>>());
    let seen = select(vec![Seen::All, Seen::Nothing, Seen::NotSaid]);
    let epoch = prop_oneof![2 => Just(EpochFrom::Now), 1 => (1u64..5).prop_map(EpochFrom::Before)];
    let one = prop_oneof![
        2 => kind().prop_map(Try::Visitor),
        1 => Just(Try::Visitor(CommandKind::Say)),
        3 => (0usize..3, kind(), seen).prop_map(|(who, kind, seen)| Try::Agent(who, kind, seen)),
        2 => (kind(), epoch).prop_map(|(kind, epoch)| Try::Assistant(kind, epoch)),
        1 => any::<bool>().prop_map(|is_watched| Try::Clock(CommandKind::Tick, is_watched)),
        1 => kind().prop_map(Try::Rule),
    ];
    prop::collection::vec(one, 1..60)
}

fn id<T>(parse: fn(&str) -> Option<T>, text: &str) -> T {
    parse(text).expect("an id")
}

fn agent(n: usize) -> Agent {
    Agent { id: id(AccountId::parse, &format!("agent-{n}")), name: Name::parse(["Ana", "Ben", "Cleo"][n]).expect("a name") }
}

/// An answer from the docs; every third time none.
fn answer(n: usize) -> Box<Answer> {
    if n.is_multiple_of(3) {
        return Box::new(Answer::not_covered(Receipt::empty()));
    }
    let citation = Citation { n: 1, title: "T".into(), section: String::new(), href: Href::parse("https://x.test/"), quote: "q".into() };
    let part = Part { body: Body::plain("Five days.").expect("fits"), cites: Some(1) };
    let receipt =
        Receipt { engine: "bm25".into(), question: "q".into(), confidence: 1.0, gates: vec![], passages: vec![], ms: 0, model: None };
    Box::new(Answer::grounded(vec![part], vec![citation], receipt).expect("grounded"))
}

/// When the n-th thing is tried: leases (a minute), holds and snoozes run out in the middle of a run.
fn moment(n: usize) -> Timestamp {
    Timestamp(i64::try_from(n).expect("small") * 20_000)
}

fn scene(n: usize) -> Scene {
    // The owner changes their mind about the lease every now and then.
    let lease_minutes = if (n / 10).is_multiple_of(2) { 1 } else { 2 };
    Scene { at: moment(n), policy: Policy { lease_minutes, ..Policy::default() }, outlook: None }
}

fn command(kind: CommandKind, n: usize, epoch: u64, seen: Option<u64>, is_watched: bool) -> Command {
    let later = |seconds: i64| moment(n).plus(seconds * 1000);
    let tag = || Tag::parse(["billing", "urgent"][n % 2]).expect("a tag");
    let promise = |n: usize| id(PromiseId::parse, &format!("promise-{n}"));
    let message = id(MessageId::parse, &format!("message-{n}"));
    let body = Body::plain(&format!("text {n}")).expect("fits");
    match kind {
        CommandKind::Say => Command::Say { id: message, body, page: None, visit: None, files: vec![] },
        CommandKind::AskForPerson => Command::AskForPerson,
        CommandKind::CallPerson => Command::CallPerson { reason: "The cart is full".into() },
        CommandKind::Identify => {
            let identity = Identity { subject: format!("user-{}", n % 2), name: Name::parse("Mara").ok(), email: None };
            Command::Identify { identity }
        }
        CommandKind::Introduce => Command::Introduce { name: Name::parse("Mara").expect("a name") },
        CommandKind::LeaveEmail => Command::LeaveEmail { email: Email::parse(&format!("mara{}@x.test", n % 3)).expect("an address") },
        CommandKind::Describe => {
            let attribute = Attribute { value: (n % 3).to_string().replace('0', ""), is_verified: false, is_captured: false };
            Command::Describe { attributes: BTreeMap::from([("plan".to_owned(), attribute)]) }
        }
        CommandKind::See => Command::See { up_to: n as u64 },
        CommandKind::Rate => Command::Rate { answer: n as u64, is_helpful: n.is_multiple_of(2) },
        CommandKind::FillIn => {
            let order = (n % 3).to_string().replace('0', "");
            Command::FillIn { given: BTreeMap::from([("Order".to_owned(), order)]), files: BTreeMap::new() }
        }
        CommandKind::Answer => Command::Answer { id: message, epoch, answer: answer(n), flag: None },
        CommandKind::HandOff => Command::HandOff { id: message, epoch, cause: Reason::ALL[n % Reason::ALL.len()].into(), receipt: None },
        CommandKind::Reply => {
            let then = [Then::Stay, Then::Stay, Then::Close, Then::Snooze { until: later(70) }][n % 4];
            Command::Reply { id: message, body, seen, shown: None, files: vec![], then }
        }
        CommandKind::Note => Command::Note { id: message, body, files: vec![], mentions: vec![agent(n % 3)] },
        CommandKind::Claim => Command::Claim,
        CommandKind::TakeOver => Command::TakeOver,
        CommandKind::Watch => Command::Watch,
        CommandKind::Hold => Command::Hold { until: Some(later(50)) },
        CommandKind::HandBack => Command::HandBack { settled: None },
        CommandKind::Close => Command::Close,
        CommandKind::Reopen => Command::Reopen { cause: (n.is_multiple_of(2)).then(|| Reason::ALL[n % Reason::ALL.len()].into()) },
        CommandKind::Snooze => Command::Snooze { until: later(70) },
        CommandKind::Assign => Command::Assign { to: (n.is_multiple_of(2)).then(|| agent(n % 3)) },
        CommandKind::Route => {
            let team = Team { id: id(TeamId::parse, "team-1"), name: Name::parse("Billing").expect("a name") };
            Command::Route { team: (n.is_multiple_of(2)).then_some(team) }
        }
        CommandKind::Tag => Command::Tag { tag: tag() },
        CommandKind::Untag => Command::Untag { tag: tag() },
        CommandKind::Prioritise => Command::Prioritise { priority: Priority::ALL[n % 4] },
        CommandKind::SetLead => Command::SetLead { lead: Lead::ALL[n % Lead::ALL.len()] },
        CommandKind::MarkSpam => Command::MarkSpam { is_spam: n.is_multiple_of(4) },
        CommandKind::Block => Command::Block { is_blocked: n.is_multiple_of(4) },
        CommandKind::Promise => {
            let (id, what) = (promise(n), "a refund".to_owned());
            Command::Promise { promise: Promise { id, what, due: later(500), by: agent(0), is_due: false, about: Some(n as u64) } }
        }
        CommandKind::MovePromise => Command::MovePromise { id: promise(n / 2), due: later(300) },
        CommandKind::SettlePromise => Command::SettlePromise { id: promise(n / 2), is_kept: true },
        CommandKind::Link => Command::Link { other: id(ConversationId::parse, "another"), label: "Visitor X".into() },
        // Seldom with another one: nothing can be done to it from then on.
        CommandKind::Merge => {
            let into = if n.is_multiple_of(11) { "another" } else { "conversation" };
            Command::Merge { into: id(ConversationId::parse, into), label: "Visitor X".into() }
        }
        CommandKind::Tick => Command::Tick { is_watched },
    }
}

/// One conversation, its log, and everyone who reads along.
struct World {
    conversation: Conversation,
    log: Vec<Event>,
    /// A list per view.
    inboxes: Vec<Inbox>,
    talk: Talk,
}

fn unborn() -> Conversation {
    let assistant = Assistant { id: id(AssistantId::parse, "assistant"), name: Name::parse("Robin").expect("a name") };
    Conversation::unborn(
        id(ConversationId::parse, "conversation"),
        assistant,
        Visitor::unknown(id(VisitorId::parse, "visitor")),
        Timestamp(0),
    )
}

/// The list of a view for the first agent, with these rows.
fn listed(filter: Filter, rows: Vec<Conversation>, seq: u64) -> Inbox {
    let rows = rows.into_iter().filter(|row| filter.holds(row, &agent(0).id, None, row.changed_at)).collect();
    let page = Page { rows, reads: BTreeMap::new(), has_more: false, seq };
    Inbox::of(Listed { me: agent(0).id, filter, sort: Sort::Waiting, page })
}

/// Every view that is always there, and one of each thing that a filter can ask for.
fn filters() -> Vec<Filter> {
    let any = Filter::default;
    let tag = |name| Tag::parse(name).expect("a tag");
    let more = [
        Filter { stages: vec![Stage::Open, Stage::Closed], ..any() },
        Filter { holder: Some(HolderKind::Agent), ..any() },
        Filter { needs_person: Some(false), ..any() },
        Filter { assignee: Some(Assignee::Member { id: agent(1).id }), ..any() },
        Filter { team: Some(id(TeamId::parse, "team-1")), ..any() },
        Filter { tags: vec![tag("billing"), tag("urgent")], ..any() },
        Filter { tags: vec![tag("billing"), tag("urgent")], has_all_tags: true, ..any() },
        Filter { priorities: vec![Priority::High, Priority::Urgent], ..any() },
        Filter { leads: vec![Lead::None, Lead::Qualified], ..any() },
        Filter { reasons: vec![Reason::Frustrated, Reason::AgentPulled], ..any() },
        Filter { attributes: BTreeMap::from([("plan".to_owned(), "1".to_owned())]), ..any() },
        Filter { is_unread: true, ..any() },
    ];
    BuiltIn::ALL.into_iter().map(BuiltIn::filter).chain(more).collect()
}

impl World {
    fn new() -> Self {
        let inboxes = filters().into_iter().map(|filter| listed(filter, vec![], 0)).collect();
        Self { conversation: unborn(), log: Vec::new(), inboxes, talk: Talk::default() }
    }

    fn attempt(&mut self, n: usize, it: &Try) -> Result<usize, Fault> {
        let (actor, command) = match *it {
            Try::Visitor(kind) => (Actor::Visitor, command(kind, n, 0, None, false)),
            Try::Clock(kind, is_watched) => (Actor::Clock, command(kind, n, 0, None, is_watched)),
            Try::Rule(kind) => (Actor::Rule(Name::parse("a rule").expect("a name")), command(kind, n, 0, None, false)),
            Try::Assistant(kind, from) => {
                let epoch = match from {
                    EpochFrom::Now => self.conversation.epoch,
                    EpochFrom::Before(by) => self.conversation.epoch.wrapping_sub(by),
                };
                (Actor::Assistant, command(kind, n, epoch, None, false))
            }
            Try::Agent(who, kind, seen) => {
                let seen = match seen {
                    Seen::All => Some(self.conversation.seq),
                    Seen::Nothing => Some(0),
                    Seen::NotSaid => None,
                };
                (Actor::Agent(agent(who)), command(kind, n, 0, seen, false))
            }
        };
        let mut whats = decide(&self.conversation, &scene(n), &actor, command)?;
        let asks = [Field { label: "Order".into(), moment: Moment::Handoff, ..Field::default() }];
        let asks = asked(&self.conversation, &actor, &whats, &asks);
        whats.extend(asks);
        let n_events = whats.len();
        self.happen(n, &actor.author(), whats);
        Ok(n_events)
    }

    /// Numbers and folds what was decided, as everyone does who reads along.
    fn happen(&mut self, n: usize, by: &Author, whats: Vec<What>) {
        let at = moment(n);
        let first = self.log.len() as u64 + 1;
        let events: Vec<Event> = (first..)
            .zip(whats)
            .map(|(seq, what)| Event { seq, conversation: self.conversation.id.clone(), at, by: by.clone(), what })
            .collect();
        events.iter().for_each(|event| self.conversation.apply(event));
        for event in events {
            let frame = Frame { event: event.clone(), conversation: self.conversation.clone() };
            self.inboxes.iter_mut().for_each(|inbox| inbox.apply(&frame));
            if let Some(entry) = shown(&event) {
                self.talk.apply(entry);
            }
            self.log.push(event);
        }
    }

    fn run(tries: &[Try]) -> Self {
        let mut world = Self::new();
        for (n, it) in tries.iter().enumerate() {
            // A refusal is as good as a grant: the laws hold after either.
            let _ = world.attempt(n, it);
        }
        world
    }
}

/// Who holds the conversation after each event, told from the events alone.
fn holder_after(events: &[Event]) -> Holder {
    let mut it = unborn();
    events.iter().for_each(|event| it.apply(event));
    it.holder
}

/// Whether a ladder of alerts runs for it, or nobody may be called.
fn calls(it: &Conversation) -> bool {
    it.is_owed_by_people() || it.is_snoozed() || it.is_spam || it.is_blocked
}

/// What isn't answered keeps why it isn't, and goes the way of what isn't in the docs.
#[test]
fn what_is_not_answered_keeps_its_true_cause() {
    use Reason::{Frustrated, LowConfidence, NotInDocs};
    let after = |flag: Option<Reason>, steps: &[(Reason, Step)]| {
        let mut world = World::new();
        world.attempt(0, &Try::Visitor(CommandKind::Say)).expect("is said");
        let policy = Policy { steps: steps.iter().copied().collect(), ..Policy::default() };
        let scene = Scene { policy, ..scene(1) };
        let message = id(MessageId::parse, "message-9");
        let flag = flag.map(Into::into);
        let answer = Box::new(Answer::not_covered(Receipt::empty()));
        let whats = decide(
            &world.conversation,
            &scene,
            &Actor::Assistant,
            Command::Answer { id: message, epoch: world.conversation.epoch, answer, flag },
        );
        world.happen(1, &Author::Assistant, whats.expect("is its turn"));
        match &world.conversation.holder {
            Holder::Queue { why, .. } => (Step::HandOff, Some(*why)),
            _ => (
                if world.conversation.flag.is_some() { Step::Suggest } else { Step::Off },
                world.conversation.flag.as_ref().map(|flag| flag.why),
            ),
        }
    };
    for (flag, steps, expected) in [
        (None, vec![], (Step::HandOff, Some(NotInDocs))),
        (Some(LowConfidence), vec![], (Step::HandOff, Some(LowConfidence))),
        (Some(Frustrated), vec![(Frustrated, Step::Suggest)], (Step::HandOff, Some(Frustrated))),
        (Some(LowConfidence), vec![(NotInDocs, Step::Suggest)], (Step::Suggest, Some(LowConfidence))),
        (Some(LowConfidence), vec![(NotInDocs, Step::Off)], (Step::Off, None)),
        (Some(Frustrated), vec![(NotInDocs, Step::Off), (Frustrated, Step::Suggest)], (Step::Suggest, Some(Frustrated))),
        (None, vec![(NotInDocs, Step::Off)], (Step::Off, None)),
    ] {
        assert_eq!(after(flag, &steps), expected, "{flag:?} {steps:?}");
    }
}

/// A rule may give it to a team and take it away again, but leaves it where a person put it, for as long as the segment lasts.
#[test]
fn a_rule_leaves_the_team_that_a_person_chose() {
    let mut world = World::new();
    world.attempt(0, &Try::Visitor(CommandKind::Say)).expect("is said");
    // An even number gives it to the team, an odd one to none.
    for (n, it, n_events) in [
        (2, Try::Rule(CommandKind::Route), 1),
        (3, Try::Rule(CommandKind::Route), 1),
        (4, Try::Agent(0, CommandKind::Route, Seen::All), 1),
        (5, Try::Rule(CommandKind::Route), 0),
        (6, Try::Agent(0, CommandKind::Close, Seen::All), 1),
        (7, Try::Visitor(CommandKind::Say), 2),
        (9, Try::Rule(CommandKind::Route), 1),
    ] {
        assert_eq!(world.attempt(n, &it), Ok(n_events), "{it:?}");
    }
    assert_eq!((&world.conversation.team, world.conversation.keeps_team), (&None, false));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Invariant 1: the assistant speaks only where it holds, and never after a person spoke since it began.
    #[test]
    fn the_assistant_never_speaks_over_a_person(tries in tries()) {
        let world = World::run(&tries);
        for (n, event) in world.log.iter().enumerate() {
            if matches!(event.what, What::Answered { .. }) {
                prop_assert_eq!(holder_after(&world.log[..n]), Holder::Assistant);
            }
        }
    }

    /// Invariant 1, the other half: whatever moved the epoch makes an earlier beginning void.
    #[test]
    fn what_the_assistant_began_before_is_void(tries in tries(), late in 1u64..5) {
        let mut world = World::run(&tries);
        let refused = world.attempt(999, &Try::Assistant(CommandKind::Answer, EpochFrom::Before(late)));
        prop_assert_eq!(refused, Err(Fault::Stale));
    }

    /// A person's word, and a change of holder, always move the epoch.
    #[test]
    fn the_epoch_rises_when_a_person_speaks_or_the_holder_changes(tries in tries()) {
        let world = World::run(&tries);
        let mut it = unborn();
        for event in &world.log {
            // The clock of a lease moves without a change of who speaks.
            let speaks = |holder: &Holder| match holder {
                Holder::Assistant => (0, None),
                Holder::Queue { .. } => (1, None),
                Holder::Agent { agent, .. } => (2, Some(agent.id.clone())),
            };
            let before = (it.epoch, speaks(&it.holder));
            it.apply(event);
            let spoke = matches!(event.what, What::Said { .. } | What::Replied { .. });
            if spoke || speaks(&it.holder) != before.1 {
                prop_assert!(it.epoch > before.0, "{:?}", event.what);
            }
        }
    }

    /// Invariant 3: numbers are gapless, and folding an event twice changes nothing.
    #[test]
    fn numbers_are_gapless_and_folding_is_idempotent(tries in tries()) {
        let world = World::run(&tries);
        for (n, event) in world.log.iter().enumerate() {
            prop_assert_eq!(event.seq, n as u64 + 1);
        }
        let mut again = world.conversation.clone();
        world.log.iter().for_each(|event| again.apply(event));
        prop_assert_eq!(again, world.conversation);
    }

    /// The fold of the log is the row that the server keeps, the row in the inbox, and the thread that an agent opens.
    #[test]
    fn the_inbox_shows_what_the_server_knows(tries in tries(), joined_at in 0usize..40) {
        let world = World::run(&tries);
        let Some(opened) = world.log.first().and_then(Conversation::opened_by) else { return Ok(()) };
        let mut folded = opened.clone();
        world.log.iter().for_each(|event| folded.apply(event));
        prop_assert_eq!(&folded, &world.conversation);
        for (inbox, filter) in world.inboxes.iter().zip(filters()) {
            let anew = listed(filter, vec![world.conversation.clone()], world.conversation.seq);
            prop_assert_eq!(inbox, &anew);
        }

        // An agent who opened the thread in the middle has, in the end, the same as one who was there all along.
        let cut = joined_at.min(world.log.len() - 1).max(1);
        let mut early = opened;
        world.log[..cut].iter().for_each(|event| early.apply(event));
        // They got only the latest of it, and go back to the first: it is still the same.
        let from = cut / 2;
        let mut thread = Thread { conversation: early, events: world.log[from..cut].to_vec(), has_more: from > 0, has_later: false, seq: cut as u64, first_new: None };
        world.log.iter().for_each(|event| thread.apply(event));
        prop_assert_eq!(&thread.events, &world.log[from..]);
        // What is read again overlaps with what is here.
        thread.go_back(Earlier { events: world.log[..cut].to_vec(), has_more: false });
        let whole = Thread { conversation: folded, events: world.log.clone(), has_more: false, has_later: false, seq: world.log.len() as u64, first_new: None };
        prop_assert!(world.log.iter().all(|event| thread.event(event.seq) == Some(event)));
        prop_assert_eq!(&thread, &whole);

        // Who opened a stretch of it has, having gone on to its end, the same: what the stream brings meanwhile is neither lost nor doubled.
        let end = from.max(1).min(cut);
        let mut stretch = Thread { events: world.log[..end].to_vec(), has_later: end < cut, seq: cut as u64, ..whole.clone() };
        stretch.conversation = { let mut it = world.log.first().and_then(Conversation::opened_by).expect("opens"); world.log[..cut].iter().for_each(|event| it.apply(event)); it };
        world.log.iter().for_each(|event| stretch.apply(event));
        if stretch.has_later {
            prop_assert_eq!(stretch.last(), end as u64);
            stretch.go_on(Later { events: world.log[end..cut].to_vec(), has_more: false });
            world.log.iter().for_each(|event| stretch.join(event));
        }
        prop_assert_eq!(stretch, whole);
    }

    /// The inbox reads by `app::read` what the server wrote by serde: all of it, and the same.
    #[test]
    fn the_inbox_reads_what_the_server_wrote(tries in tries()) {
        let world = World::run(&tries);
        let frames: Vec<_> = world.log.iter().map(|event| Frame { event: event.clone(), conversation: world.conversation.clone() }).collect();
        for frame in frames {
            prop_assert_eq!(read(&serde_json::to_string(&frame).expect("writes")), Some(frame));
        }
        for filter in filters() {
            let page = Page { rows: vec![world.conversation.clone()], reads: BTreeMap::new(), has_more: false, seq: world.log.len() as u64 };
            let listed = Listed { me: agent(0).id, filter, sort: Sort::Waiting, page };
            prop_assert_eq!(read(&serde_json::to_string_pretty(&listed).expect("writes")), Some(listed));
        }
    }

    /// What the visitor is told about who speaks is so.
    #[test]
    fn the_visitor_knows_who_speaks(tries in tries()) {
        let world = World::run(&tries);
        // Where theirs goes on elsewhere, the visitor reads that one afresh.
        if world.conversation.merged_into.is_some() {
            return Ok(());
        }
        let speaker = match &world.conversation.holder {
            Holder::Assistant => Speaker::Assistant,
            Holder::Queue { .. } => Speaker::Queue,
            Holder::Agent { agent, .. } => Speaker::Person(agent.name.as_str().to_owned()),
        };
        prop_assert_eq!(&world.talk.speaker, &speaker);
        prop_assert_eq!(world.talk.is_closed, !world.conversation.is_open());
    }

    /// A visitor is asked when they begin to wait, and not again in a segment in which they have answered or skipped it.
    #[test]
    fn nobody_is_asked_twice_for_the_same(tries in tries()) {
        let mut it = unborn();
        let mut was_answered = false;
        for event in &World::run(&tries).log {
            match event.what {
                What::Reopened { .. } => was_answered = false,
                What::Asked { .. } => {
                    let is_queued = matches!(it.holder, Holder::Queue { .. });
                    prop_assert!(!was_answered && is_queued);
                }
                What::FilledIn { .. } => was_answered = true,
                _ => {}
            }
            it.apply(event);
            prop_assert!(it.form.as_ref().is_none_or(|form| (form.answered > 0) == was_answered));
        }
    }

    /// What the visitor told of themselves is what the team knows of them.
    #[test]
    fn both_sides_know_the_visitor_by_the_same_name_and_address(tries in tries()) {
        let world = World::run(&tries);
        let known = &world.conversation.visitor;
        prop_assert_eq!(world.talk.name.as_str(), known.name.as_ref().map_or("", Name::as_str));
        prop_assert_eq!(world.talk.email.as_str(), known.email.as_ref().map_or("", Email::as_str));
    }

    /// That the visitor has read a message, and what the team sees of them, is nothing that they read.
    #[test]
    fn what_was_seen_is_the_teams_business(tries in tries()) {
        let world = World::run(&tries);
        for event in world.log.iter().filter(|event| matches!(event.what, What::Saw { .. } | What::Visited { .. } | What::Blocked { .. })) {
            prop_assert!(world.talk.entries.iter().all(|entry| entry.seq != event.seq));
        }
    }

    /// The AI's clock: both sides see the same; it runs only where nothing is owed, nobody looks and nobody holds; and the AI
    /// comes back by it alone only then.
    #[test]
    fn the_lease_is_one_clock_for_both_sides(tries in tries()) {
        let world = World::run(&tries);
        let end = world.conversation.holder.lease().and_then(Lease::runs_out_at);
        if world.conversation.merged_into.is_none() {
            prop_assert_eq!(world.talk.silent_until, end.map_or(0, |at| at.0));
        }
        let mut it = unborn();
        for event in &world.log {
            if event.by == Author::Clock && matches!(event.what, What::HandedBack { .. }) {
                let lease = *it.holder.lease().expect("an agent had it");
                prop_assert!(it.waiting_since.is_none());
                prop_assert!(lease.held_until.is_none_or(|until| until <= event.at));
            }
            it.apply(event);
        }
        if let Some(lease) = it.holder.lease() && lease.runs_since.is_some() {
            prop_assert!(it.waiting_since.is_none() && !lease.is_watched);
            prop_assert!(lease.held_until.is_none_or(|until| until <= it.changed_at));
        }
    }

    /// A lease whose length the owner changed goes on as it was until whoever holds it writes again: from then on the new one counts.
    #[test]
    fn a_changed_lease_counts_from_the_next_reply_on(tries in tries()) {
        let mut it = unborn();
        for event in &World::run(&tries).log {
            let before = it.holder.lease().map(|lease| lease.left_at(event.at));
            it.apply(event);
            let Some(lease) = it.holder.lease() else { continue };
            if matches!(event.what, What::TookOver { .. } | What::Replied { .. }) {
                let whole = scene(usize::try_from(event.at.0 / 20_000).expect("small")).policy.lease_ms();
                prop_assert_eq!((lease.full_ms, lease.left_ms), (whole, whole));
            } else {
                prop_assert_eq!(Some(lease.left_at(event.at)), before, "{:?}", event.what);
            }
        }
    }

    /// What a person has settled is not handed over again for the same words, and still nobody is left without a word.
    #[test]
    fn a_settled_reason_does_not_fire_again(tries in tries()) {
        let mut it = unborn();
        for event in &World::run(&tries).log {
            if let (What::HandedOff { cause, .. }, Author::Assistant, Some(seal)) = (&event.what, &event.by, &it.seal) {
                prop_assert!(!seal.covers(cause.why, &it.asked, it.said), "{cause:?}");
            }
            it.apply(event);
        }
    }

    /// What a person has answered, the assistant doesn't answer from the docs once more.
    #[test]
    fn what_a_person_has_answered_the_docs_do_not(tries in tries()) {
        let mut it = unborn();
        for event in &World::run(&tries).log {
            if let (What::Answered { answer, .. }, Some(seal)) = (&event.what, &it.seal) {
                let may = matches!(answer.kind, answer::Kind::NotCovered | answer::Kind::Courtesy);
                prop_assert!(may || !seal.settles(&it.asked, it.said), "{:?}", answer.kind);
            }
            it.apply(event);
        }
    }

    /// A visitor who was blocked is not heard.
    #[test]
    fn a_blocked_visitor_is_not_heard(tries in tries()) {
        let mut it = unborn();
        for event in &World::run(&tries).log {
            let speaks = matches!(event.what, What::Said { .. } | What::HandedOff { .. }) && event.by == Author::Visitor;
            prop_assert!(!(it.is_blocked && speaks));
            it.apply(event);
        }
    }

    /// Invariant 5: no note reaches the visitor, in any shape.
    #[test]
    fn notes_stay_inside(tries in tries()) {
        let world = World::run(&tries);
        let notes = world.log.iter().filter_map(|event| match &event.what { What::Noted { body, .. } => Some((event.seq, &body.text)), _ => None });
        let told = serde_json::to_string(&world.talk.entries).expect("writes");
        for (seq, text) in notes {
            prop_assert!(world.talk.entries.iter().all(|entry| entry.seq != seq));
            let whole_word = format!("\"{text}\"");
            prop_assert!(!told.contains(&whole_word), "{text}");
        }
    }

    /// Invariant 4, as far as a pure function can: who waits is held by the assistant, who will act, or people are called, one
    /// after the other. Only what was put away, spam and who is blocked call nobody.
    #[test]
    fn a_waiting_visitor_is_never_forgotten(tries in tries()) {
        let it = World::run(&tries).conversation;
        if it.waiting_since.is_some() && it.is_open() {
            prop_assert!(it.holder == Holder::Assistant || calls(&it));
        }
        if matches!(it.holder, Holder::Queue { .. }) {
            prop_assert!(it.is_open() && it.waiting_since.is_some() && calls(&it));
        }
    }

    /// What was merged is closed for good, whatever anybody tries; the one that it goes on in owes what either owed, to people, and
    /// the visitor reads there what was said in both, and no note.
    #[test]
    fn two_conversations_go_on_as_one(from in tries(), into in tries(), then in tries()) {
        let (mut from, mut into) = (World::run(&from), World::run(&into));
        if from.conversation.seq == 0 || into.conversation.seq == 0 || from.conversation.merged_into.is_some() || into.conversation.merged_into.is_some() {
            return Ok(());
        }
        let before = from.conversation.clone();
        let was_owed = before.waiting_since.is_some() || (into.conversation.waiting_since.is_some() && into.conversation.is_open());
        let actor = Actor::Agent(agent(0));
        let merge = Command::Merge { into: id(ConversationId::parse, "another"), label: "Visitor X".into() };
        let whats = decide(&from.conversation, &scene(60), &actor, merge).expect("an agent may");
        from.happen(60, &actor.author(), whats);
        prop_assert!(!from.conversation.is_open() && from.conversation.waiting_since.is_none() && !from.conversation.needs_person());
        let closed = from.conversation.clone();
        for (n, it) in then.iter().enumerate() {
            let _ = from.attempt(100 + n, it);
        }
        prop_assert_eq!(&from.conversation, &closed);

        let story: Vec<Event> = from.log.iter().filter(|event| event.what.has_line()).cloned().collect();
        let whats = absorbed(&into.conversation, &scene(61), &actor, before, story);
        into.happen(61, &actor.author(), whats);
        let it = &into.conversation;
        if was_owed {
            prop_assert!(it.waiting_since.is_some() && it.holder != Holder::Assistant && calls(it), "{it:?}");
        }
        let mut folded = into.log.first().and_then(Conversation::opened_by).expect("opens");
        into.log.iter().for_each(|event| folded.apply(event));
        prop_assert_eq!(&folded, it);
        let written = serde_json::to_string(into.log.last().expect("has one")).expect("writes");
        let again: Option<Event> = read(&written);
        prop_assert_eq!(again.as_ref(), into.log.last());
        let told = shown_all(&into.log);
        let n_of = |log: &[Event]| log.iter().filter(|event| matches!(event.what, What::Said { .. } | What::Replied { .. } | What::Answered { .. })).count();
        let n_told = told.iter().filter(|entry| matches!(entry.what, Shown::Mine { .. } | Shown::Reply { .. } | Shown::Answer { .. })).count();
        prop_assert_eq!(n_told, n_of(&from.log) + n_of(&into.log));
        prop_assert!(!serde_json::to_string(&told).expect("writes").contains("noted"));
    }

    /// A closed conversation is held by nobody but the assistant, and a visitor's word opens it again.
    #[test]
    fn a_closed_conversation_goes_on_with_the_visitors_next_word(tries in tries()) {
        let mut world = World::run(&tries);
        if world.conversation.seq > 0 && !world.conversation.is_blocked && world.conversation.merged_into.is_none() {
            world.attempt(900, &Try::Agent(0, CommandKind::Close, Seen::All)).expect("an agent may close");
            prop_assert_eq!((world.conversation.is_open(), &world.conversation.holder), (false, &Holder::Assistant));
            let segment = world.conversation.segment;
            world.attempt(901, &Try::Visitor(CommandKind::Say)).expect("a visitor may always write");
            prop_assert_eq!((world.conversation.is_open(), world.conversation.segment), (true, segment + 1));
            prop_assert_eq!(&world.conversation.holder, &Holder::Assistant);
        }
    }
}

/// Each kind of command, from everyone: who may and who may not. A new kind without a line fails to build.
#[test]
fn only_its_own_kind_of_actor_may_ask() {
    for kind in CommandKind::all() {
        let may = match kind {
            CommandKind::Say
            | CommandKind::AskForPerson
            | CommandKind::CallPerson
            | CommandKind::Identify
            | CommandKind::Introduce
            | CommandKind::LeaveEmail
            | CommandKind::Describe
            | CommandKind::See
            | CommandKind::Rate
            | CommandKind::FillIn => vec!["visitor"],
            CommandKind::Answer => vec!["assistant"],
            CommandKind::HandOff => vec!["assistant", "rule"],
            CommandKind::Note => vec!["agent", "rule"],
            CommandKind::Reply
            | CommandKind::Claim
            | CommandKind::TakeOver
            | CommandKind::Watch
            | CommandKind::Hold
            | CommandKind::HandBack
            | CommandKind::Close
            | CommandKind::Reopen
            | CommandKind::Snooze
            | CommandKind::MarkSpam
            | CommandKind::Block
            | CommandKind::Promise
            | CommandKind::MovePromise
            | CommandKind::SettlePromise
            | CommandKind::Link
            | CommandKind::Merge => vec!["agent"],
            CommandKind::Assign
            | CommandKind::Route
            | CommandKind::Tag
            | CommandKind::Untag
            | CommandKind::Prioritise
            | CommandKind::SetLead => vec!["agent", "rule"],
            CommandKind::Tick => vec!["clock"],
        };
        for (who, it) in [
            ("visitor", Try::Visitor(kind)),
            ("assistant", Try::Assistant(kind, EpochFrom::Now)),
            ("agent", Try::Agent(0, kind, Seen::All)),
            ("clock", Try::Clock(kind, false)),
            ("rule", Try::Rule(kind)),
        ] {
            let mut world = World::run(&[Try::Visitor(CommandKind::Say)]);
            let refused = matches!(world.attempt(5, &it), Err(Fault::NotAllowed { .. }));
            assert_eq!(refused, !may.contains(&who), "{kind:?} of the {who}");
        }
    }
}

/// Exactly one agent wins a claim; the others are told who did.
#[test]
fn a_claim_has_one_winner() {
    let mut world = World::run(&[Try::Visitor(CommandKind::Say), Try::Visitor(CommandKind::AskForPerson)]);
    assert_eq!(world.attempt(3, &Try::Agent(0, CommandKind::Claim, Seen::All)), Ok(1), "nothing runs while the visitor waits");
    assert_eq!(world.attempt(4, &Try::Agent(0, CommandKind::Claim, Seen::All)), Ok(0), "a double click changes nothing");
    let told = world.attempt(5, &Try::Agent(1, CommandKind::Claim, Seen::All)).expect_err("it is taken");
    assert_eq!(told, Fault::Changed { by: "Ana".into(), did: Did::Claimed });
}

/// A send whose sender hasn't seen a colleague's word is refused, and nothing is lost: it can be sent again.
#[test]
fn a_reply_that_would_collide_is_refused_once() {
    let mut world = World::run(&[Try::Visitor(CommandKind::Say), Try::Agent(0, CommandKind::Reply, Seen::All)]);
    let told = world.attempt(3, &Try::Agent(1, CommandKind::Reply, Seen::Nothing)).expect_err("Ana was quicker");
    assert_eq!(told.to_string(), "Ana replied while you were writing. Look, then send again.");
    assert!(world.attempt(4, &Try::Agent(1, CommandKind::Reply, Seen::All)).is_ok());
    assert!(world.attempt(5, &Try::Agent(1, CommandKind::Reply, Seen::Nothing)).is_ok(), "one's own word is no collision");
}

/// What a colleague assigned or put away meanwhile stops a send as well, and so does what the visitor wrote, where it isn't on the
/// sender's screen yet; what is stops nobody.
#[test]
fn a_reply_waits_for_what_its_sender_has_not_seen() {
    let begun = || World::run(&[Try::Visitor(CommandKind::Say), Try::Agent(0, CommandKind::Reply, Seen::All)]);
    for (kind, did) in [(CommandKind::Assign, Did::Assigned), (CommandKind::Snooze, Did::Snoozed)] {
        let mut world = begun();
        let seen = world.conversation.seq;
        world.attempt(4, &Try::Agent(1, kind, Seen::All)).expect("is granted");
        let reply = |shown| Command::Reply {
            id: id(MessageId::parse, "message-x"),
            body: Body::plain("yes").expect("fits"),
            seen: Some(seen),
            shown,
            files: vec![],
            then: Then::Stay,
        };
        let refused = decide(&world.conversation, &scene(9), &Actor::Agent(agent(0)), reply(None)).expect_err("Ben was quicker");
        assert_eq!(refused, Fault::Changed { by: "Ben".into(), did });
    }
    let mut world = begun();
    let seen = world.conversation.seq;
    world.attempt(3, &Try::Visitor(CommandKind::Say)).expect("may always write");
    let reply = |shown| Command::Reply {
        id: id(MessageId::parse, "message-x"),
        body: Body::plain("yes").expect("fits"),
        seen: Some(seen),
        shown,
        files: vec![],
        then: Then::Stay,
    };
    let sent = |shown| decide(&world.conversation, &scene(9), &Actor::Agent(agent(0)), reply(shown));
    assert_eq!(sent(Some(seen)), Err(Fault::Changed { by: world.conversation.visitor.label(), did: Did::Wrote }));
    assert!(sent(Some(world.conversation.seq)).is_ok(), "it stands before their eyes");
    assert!(sent(None).is_ok(), "a program that shows nothing decides for itself");
}
