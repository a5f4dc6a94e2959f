//! The laws of a conversation, held against random lists of commands from everyone.
//!
//! The shell below does what the server's desk does (number, fold, append), with no database: what is proven here is
//! `decide` and `apply`.

use app::{
    domain::{
        answer::{Answer, Citation, Part, Receipt},
        command::{Actor, Command, CommandKind},
        conversation::Conversation,
        decide::decide,
        event::{Event, What},
        fault::Fault,
        handoff::{Holder, Reason},
        id::{AccountId, AssistantId, ConversationId, MessageId, VisitorId},
        inbox::{Folder, Frame, Inbox},
        person::{Agent, Assistant, Author, Visitor},
        rich::Href,
        text::{Body, Name},
        thread::Thread,
        time::Timestamp,
    },
    talk::{Speaker, Talk, shown},
};
use proptest::{prelude::*, sample::select};
use std::collections::BTreeMap;

/// What somebody tries. The assistant's epoch is the conversation's own, as often as not an old one.
#[derive(Debug, Clone)]
enum Try {
    Visitor(CommandKind),
    Agent(usize, CommandKind, Seen),
    Assistant(CommandKind, EpochFrom),
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
    ];
    prop::collection::vec(one, 1..60)
}

fn id<T>(parse: fn(&str) -> Option<T>, text: &str) -> T {
    parse(text).expect("an id")
}

fn agent(n: usize) -> Agent {
    Agent { id: id(AccountId::parse, &format!("agent-{n}")), name: Name::parse(["Ana", "Ben", "Cleo"][n]).expect("a name") }
}

fn answer() -> Box<Answer> {
    let citation = Citation {
        n: 1,
        title: "T".into(),
        section: String::new(),
        href: Href::parse("https://x.test/").expect("safe"),
        quote: "q".into(),
    };
    let part = Part { body: Body::plain("Five days.").expect("fits"), cites: Some(1) };
    let receipt = Receipt { engine: "bm25".into(), question: "q".into(), confidence: 1.0, gates: vec![], passages: vec![], ms: 0 };
    Box::new(Answer::grounded(vec![part], vec![citation], receipt).expect("grounded"))
}

fn command(kind: CommandKind, n: usize, epoch: u64, seen: Option<u64>) -> Command {
    let message = id(MessageId::parse, &format!("message-{n}"));
    let body = Body::plain(&format!("text {n}")).expect("fits");
    match kind {
        CommandKind::Say => Command::Say { id: message, body, page: None },
        CommandKind::AskForPerson => Command::AskForPerson,
        CommandKind::Introduce => Command::Introduce { name: Name::parse("Mara").expect("a name") },
        CommandKind::Answer => Command::Answer { id: message, epoch, answer: answer() },
        CommandKind::HandOff => Command::HandOff { epoch, why: Reason::NotInDocs, receipt: None },
        CommandKind::Reply => Command::Reply { id: message, body, seen },
        CommandKind::Note => Command::Note { id: message, body },
        CommandKind::Claim => Command::Claim,
        CommandKind::TakeOver => Command::TakeOver,
        CommandKind::HandBack => Command::HandBack,
        CommandKind::Close => Command::Close,
    }
}

/// One conversation, its log, and everyone who reads along.
struct World {
    conversation: Conversation,
    log: Vec<Event>,
    inbox: Inbox,
    talk: Talk,
}

fn unborn() -> Conversation {
    let assistant = Assistant { id: id(AssistantId::parse, "assistant"), name: Name::parse("Robin").expect("a name") };
    Conversation::unborn(
        id(ConversationId::parse, "conversation"),
        assistant,
        Visitor { id: id(VisitorId::parse, "visitor"), name: None },
        Timestamp(0),
    )
}

impl World {
    fn new() -> Self {
        let inbox = Inbox { folder: Folder::Open, rows: BTreeMap::new(), n_open: 0, n_closed: 0, has_more: false, seq: 0 };
        Self { conversation: unborn(), log: Vec::new(), inbox, talk: Talk::default() }
    }

    fn attempt(&mut self, n: usize, it: &Try) -> Result<usize, Fault> {
        let (actor, command) = match *it {
            Try::Visitor(kind) => (Actor::Visitor, command(kind, n, 0, None)),
            Try::Assistant(kind, from) => {
                let epoch = match from {
                    EpochFrom::Now => self.conversation.epoch,
                    EpochFrom::Before(by) => self.conversation.epoch.wrapping_sub(by),
                };
                (Actor::Assistant, command(kind, n, epoch, None))
            }
            Try::Agent(who, kind, seen) => {
                let seen = match seen {
                    Seen::All => Some(self.conversation.seq),
                    Seen::Nothing => Some(0),
                    Seen::NotSaid => None,
                };
                (Actor::Agent(agent(who)), command(kind, n, 0, seen))
            }
        };
        let by = match &actor {
            Actor::Visitor => Author::Visitor,
            Actor::Agent(agent) => Author::Agent(agent.clone()),
            Actor::Assistant => Author::Assistant,
        };
        let whats = decide(&self.conversation, &actor, command)?;
        let n_events = whats.len();
        let at = Timestamp(i64::try_from(n).expect("small") * 1000);
        let first = self.log.len() as u64 + 1;
        let events: Vec<Event> = (first..)
            .zip(whats)
            .map(|(seq, what)| Event { seq, conversation: self.conversation.id.clone(), at, by: by.clone(), what })
            .collect();
        events.iter().for_each(|event| self.conversation.apply(event));
        for event in events {
            self.inbox.apply(&Frame { event: event.clone(), conversation: self.conversation.clone() });
            if let Some(entry) = shown(&event) {
                self.talk.apply(entry);
            }
            self.log.push(event);
        }
        Ok(n_events)
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
            let before = (it.epoch, it.holder.clone());
            it.apply(event);
            let spoke = matches!(event.what, What::Said { .. } | What::Replied { .. });
            if spoke || it.holder != before.1 {
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
        let row = world.inbox.rows.values().next();
        prop_assert_eq!(row, world.conversation.is_open().then_some(&world.conversation));
        prop_assert_eq!((world.inbox.n_open, world.inbox.n_closed), if world.conversation.is_open() { (1, 0) } else { (0, 1) });

        // An agent who opened the thread in the middle has, in the end, the same as one who was there all along.
        let cut = joined_at.min(world.log.len() - 1).max(1);
        let mut early = opened;
        world.log[..cut].iter().for_each(|event| early.apply(event));
        let mut thread = Thread { conversation: early, events: world.log[..cut].to_vec(), seq: cut as u64 };
        world.log.iter().for_each(|event| thread.apply(event));
        prop_assert_eq!(thread, Thread { conversation: folded, events: world.log.clone(), seq: world.log.len() as u64 });
    }

    /// What the visitor is told about who speaks is so.
    #[test]
    fn the_visitor_knows_who_speaks(tries in tries()) {
        let world = World::run(&tries);
        let speaker = match &world.conversation.holder {
            Holder::Assistant => Speaker::Assistant,
            Holder::Queue { .. } => Speaker::Queue,
            Holder::Agent { agent, .. } => Speaker::Person(agent.name.as_str().to_owned()),
        };
        prop_assert_eq!(&world.talk.speaker, &speaker);
        prop_assert_eq!(world.talk.is_closed, !world.conversation.is_open());
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

    /// Invariant 4, as far as a pure function can: who waits is held by somebody who will act, or people are called.
    #[test]
    fn a_waiting_visitor_is_never_forgotten(tries in tries()) {
        let it = World::run(&tries).conversation;
        if it.waiting_since.is_some() && it.is_open() {
            prop_assert!(it.holder == Holder::Assistant || it.needs_person());
        }
        if matches!(it.holder, Holder::Queue { .. }) {
            prop_assert!(it.is_open() && it.waiting_since.is_some() && it.needs_person());
        }
    }

    /// A closed conversation is held by nobody but the assistant, and a visitor's word opens it again.
    #[test]
    fn a_closed_conversation_goes_on_with_the_visitors_next_word(tries in tries()) {
        let mut world = World::run(&tries);
        if world.conversation.seq > 0 {
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
            CommandKind::Say | CommandKind::AskForPerson | CommandKind::Introduce => "visitor",
            CommandKind::Answer | CommandKind::HandOff => "assistant",
            CommandKind::Reply
            | CommandKind::Note
            | CommandKind::Claim
            | CommandKind::TakeOver
            | CommandKind::HandBack
            | CommandKind::Close => "agent",
        };
        for (who, it) in [
            ("visitor", Try::Visitor(kind)),
            ("assistant", Try::Assistant(kind, EpochFrom::Now)),
            ("agent", Try::Agent(0, kind, Seen::All)),
        ] {
            let mut world = World::run(&[Try::Visitor(CommandKind::Say)]);
            let refused = matches!(world.attempt(5, &it), Err(Fault::NotAllowed { .. }));
            assert_eq!(refused, who != may, "{kind:?} of the {who}");
        }
    }
}

/// Exactly one agent wins a claim; the others are told who did.
#[test]
fn a_claim_has_one_winner() {
    let mut world = World::run(&[Try::Visitor(CommandKind::Say), Try::Visitor(CommandKind::AskForPerson)]);
    assert_eq!(world.attempt(3, &Try::Agent(0, CommandKind::Claim, Seen::All)), Ok(1));
    assert_eq!(world.attempt(4, &Try::Agent(0, CommandKind::Claim, Seen::All)), Ok(0), "a double click changes nothing");
    let told = world.attempt(5, &Try::Agent(1, CommandKind::Claim, Seen::All)).expect_err("it is taken");
    assert_eq!(told, Fault::Changed { by: "Ana".into(), say: "Ana has already taken this one.".into() });
}

/// A send whose sender hasn't seen a colleague's word is refused, and nothing is lost: it can be sent again.
#[test]
fn a_reply_that_would_collide_is_refused_once() {
    let mut world = World::run(&[Try::Visitor(CommandKind::Say), Try::Agent(0, CommandKind::Reply, Seen::All)]);
    let told = world.attempt(3, &Try::Agent(1, CommandKind::Reply, Seen::Nothing)).expect_err("Ana was quicker");
    assert_eq!(told.to_string(), "Ana replied while you were writing. Look, then send again.");
    assert_eq!(world.attempt(4, &Try::Agent(1, CommandKind::Reply, Seen::All)), Ok(2));
    assert_eq!(world.attempt(5, &Try::Agent(1, CommandKind::Reply, Seen::Nothing)), Ok(1), "one's own word is no collision");
}
