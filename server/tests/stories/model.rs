//! The handoff, explored to the end: every order in which a visitor, two agents, the assistant and the clock can act, on the
//! real `decide`, `apply`, `react` and the visitor's own fold. Nothing is sampled: the walk stops where no new state is left.
//!
//! A state is told apart by what can still matter: who holds it, how much of the lease, the hold and the snooze is left,
//! what is owed, which turn the assistant has begun, what each agent has seen, what is sealed. Numbers that only grow
//! (events, epochs, segments, the time of day) count by their differences.

use app::{
    domain::{
        answer::{Answer, Citation, Part, Receipt},
        command::{Actor, Command, Then},
        conversation::{Conversation, Status},
        decide::decide,
        event::{Event, What},
        fault::Fault,
        handoff::{Holder, Reason},
        id::{AccountId, AssistantId, ConversationId, MessageId, Seq, VisitorId},
        person::{Agent, Assistant, Visitor},
        policy::{Policy, Scene},
        rich::Href,
        text::{Body, Name},
        time::Timestamp,
    },
    talk::{Speaker, Talk, shown},
};
use server::react::{
    self,
    alert::ladder::{Ladder, ladder},
};
use std::collections::{HashSet, VecDeque};

/// A step of time: a third of the lease, half of a hold or a snooze.
const TICK: i64 = 20_000;
const LEASE_MINUTES: u32 = 1;

/// What can be done in any state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    /// One of two questions.
    Say(u8),
    AskForPerson,
    /// The worker takes up the job that was written with the question.
    Begin,
    /// The turn under way ends.
    Finish(Said),
    Agent(usize, Move),
    /// Time goes on by one step, and the clock does what is due. Whether an agent has the thread open is as it was.
    Pass,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Answer,
    NotCovered,
    HandOff(Reason),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    /// Reads the thread: the next send has seen it.
    Read,
    /// Opens it and stays, or turns away.
    Watch,
    Leave,
    Reply,
    ReplyAndClose,
    Note,
    Claim,
    TakeOver,
    HandBack,
    Hold,
    Close,
    Snooze,
}

const MOVES: [Move; 12] = [
    Move::Read,
    Move::Watch,
    Move::Leave,
    Move::Reply,
    Move::ReplyAndClose,
    Move::Note,
    Move::Claim,
    Move::TakeOver,
    Move::HandBack,
    Move::Hold,
    Move::Close,
    Move::Snooze,
];

const SAID: [Said; 4] = [Said::Answer, Said::NotCovered, Said::HandOff(Reason::SensitiveTopic), Said::HandOff(Reason::AskedForPerson)];

fn acts() -> Vec<Act> {
    let agents = (0..2).flat_map(|who| MOVES.into_iter().map(move |it| Act::Agent(who, it)));
    [Act::Say(0), Act::Say(1), Act::AskForPerson, Act::Begin, Act::Pass]
        .into_iter()
        .chain(SAID.into_iter().map(Act::Finish))
        .chain(agents)
        .collect()
}

#[derive(Debug, Clone)]
struct State {
    it: Conversation,
    talk: Talk,
    now: Timestamp,
    /// The epochs of the jobs that nobody has taken up.
    job: Option<u64>,
    /// The epochs that the assistant's turns under way began at.
    turns: Vec<u64>,
    /// What each agent has read, and whether they have the thread open.
    read: [Seq; 2],
    watches: [bool; 2],
    /// Whether a ladder of alerts runs.
    climbs: bool,
}

fn id<T>(parse: fn(&str) -> Option<T>, text: &str) -> T {
    parse(text).expect("an id")
}

fn agent(n: usize) -> Agent {
    Agent { id: id(AccountId::parse, ["agent-ana", "agent-ben"][n]), name: Name::parse(["Ana", "Ben"][n]).expect("a name") }
}

fn answer(said: Said) -> Answer {
    match said {
        Said::NotCovered | Said::HandOff(_) => Answer::not_covered(Receipt::empty()),
        Said::Answer => {
            let href = Href::parse("https://x.test/");
            let citation = Citation { n: 1, title: "T".into(), section: String::new(), href, quote: "q".into() };
            let part = Part { body: Body::plain("Five days.").expect("fits"), cites: Some(1) };
            Answer::grounded(vec![part], vec![citation], Receipt::empty()).expect("grounded")
        }
    }
}

impl State {
    fn new() -> Self {
        let assistant = Assistant { id: id(AssistantId::parse, "assistant"), name: Name::parse("Robin").expect("a name") };
        let visitor = Visitor::unknown(id(VisitorId::parse, "visitor"));
        let it = Conversation::unborn(id(ConversationId::parse, "conversation"), assistant, visitor, Timestamp(0));
        Self {
            it,
            talk: Talk::default(),
            now: Timestamp(0),
            job: None,
            turns: Vec::new(),
            read: [0, 0],
            watches: [false, false],
            climbs: false,
        }
    }

    /// What this state is told apart by: all that a later step can depend on.
    fn key(&self) -> String {
        let it = &self.it;
        let until = |at: Timestamp| (at.0 - self.now.0) / TICK;
        let lease = it.holder.lease().map(|lease| {
            (
                lease.left_at(self.now) / TICK,
                lease.runs_since.is_some(),
                lease.is_watched,
                lease.may_turn(self.now),
                lease.held_until.map(until),
            )
        });
        let holder = match &it.holder {
            Holder::Assistant => "the AI",
            Holder::Queue { .. } => "nobody yet",
            Holder::Agent { agent, .. } => agent.name.as_str(),
        };
        let status = match it.status {
            Status::Open => None,
            Status::Snoozed { until: at } => Some(until(at)),
            Status::Closed => Some(-1),
        };
        let seal = it.seal.as_ref().map(|seal| (seal.asked == it.asked, seal.said == it.said));
        // Words are only ever added to what was asked: more than one question is no single one again.
        let asked = if it.asked.len() > 3 { "more" } else { &it.asked };
        let (is_waiting, has_job) = (it.waiting_since.is_some(), self.job == Some(it.epoch));
        let stale = [0, 1].map(|who| self.is_stale(who));
        let watches = self.watches;
        format!("{holder} {status:?} {lease:?} {seal:?} {asked} {is_waiting} {has_job} {} {stale:?} {watches:?}", self.turns.len())
    }

    /// Whether a colleague did something that this agent hasn't read.
    fn is_stale(&self, who: usize) -> bool {
        self.it.moved.as_ref().is_some_and(|it| it.seq > self.read[who] && it.agent != agent(who))
    }

    /// A turn that anything has overtaken is refused whatever it says, now and for ever: an epoch never comes back.
    fn drop_what_was_overtaken(&mut self) {
        let overtaken: Vec<u64> = self.turns.iter().copied().filter(|epoch| *epoch != self.it.epoch).collect();
        for epoch in overtaken {
            for said in SAID {
                let (mut copy, before) = (self.clone(), self.it.clone());
                assert_eq!(copy.say(epoch, said), Err(Fault::Stale));
                assert_eq!(copy.it, before);
            }
            self.turns.retain(|it| *it != epoch);
        }
    }

    fn say(&mut self, epoch: u64, said: Said) -> Result<(), Fault> {
        let id = MessageId::parse(&format!("message-{}", self.it.seq)).expect("an id");
        let command = match said {
            Said::HandOff(why) => Command::HandOff { id, epoch, cause: why.into(), receipt: None },
            other => Command::Answer { id, epoch, answer: Box::new(answer(other)), flag: None },
        };
        self.run(&Actor::Assistant, command)
    }

    fn act(&mut self, it: Act) -> Result<(), Fault> {
        let n = MessageId::parse(&format!("message-{}", self.it.seq)).expect("an id");
        let body = |text: &str| Body::plain(text).expect("fits");
        match it {
            Act::Say(which) => {
                let body = body(["one", "two"][usize::from(which)]);
                self.run(&Actor::Visitor, Command::Say { id: n, body, page: None, visit: None, files: vec![] })
            }
            Act::AskForPerson => self.run(&Actor::Visitor, Command::AskForPerson),
            Act::Begin => {
                self.turns.extend(self.job.take());
                Ok(())
            }
            Act::Finish(said) => match self.turns.pop() {
                Some(epoch) => self.say(epoch, said),
                None => Ok(()),
            },
            Act::Agent(who, it) => self.by_agent(who, it, n),
            Act::Pass => {
                self.now = self.now.plus(TICK);
                self.tick()
            }
        }
    }

    /// What the clock's worker does: only where something is due, or nobody looks any more.
    fn tick(&mut self) -> Result<(), Fault> {
        let is_watched = self.watches.contains(&true);
        let turned_away =
            |it: &Conversation, now| it.holder.lease().is_some_and(|lease| lease.is_watched && !is_watched && lease.may_turn(now));
        while self.it.due_at().is_some_and(|at| at <= self.now) || turned_away(&self.it, self.now) {
            self.run(&Actor::Clock, Command::Tick { is_watched })?;
        }
        Ok(())
    }

    fn by_agent(&mut self, who: usize, it: Move, id: MessageId) -> Result<(), Fault> {
        let reply = |then| {
            let body = Body::plain("yes").expect("fits");
            Command::Reply { id: id.clone(), body, seen: Some(self.read[who]), shown: None, files: vec![], then }
        };
        let later = self.now.plus(2 * TICK);
        let command = match it {
            Move::Read => {
                self.read[who] = self.it.seq;
                return Ok(());
            }
            Move::Leave => {
                self.watches[who] = false;
                return self.tick();
            }
            Move::Watch => Command::Watch,
            Move::Reply => reply(Then::Stay),
            Move::ReplyAndClose => reply(Then::Close),
            Move::Note => Command::Note { id, body: Body::plain("note").expect("fits"), files: vec![], mentions: vec![] },
            Move::Claim => Command::Claim,
            Move::TakeOver => Command::TakeOver,
            Move::HandBack => Command::HandBack { settled: None },
            Move::Hold => Command::Hold { until: Some(later) },
            Move::Close => Command::Close,
            Move::Snooze => Command::Snooze { until: later },
        };
        if self.it.seq == 0 {
            return Err(Fault::NotFound);
        }
        let stale = self.is_stale(who);
        let done = self.run(&Actor::Agent(agent(who)), command);
        match it {
            Move::Watch => self.watches[who] = done.is_ok(),
            // A send whose sender hasn't seen a colleague's word is stopped; a claim has one winner, and the loser hears who.
            Move::Reply | Move::ReplyAndClose if stale => assert!(matches!(done, Err(Fault::Changed { .. })), "{done:?}"),
            Move::Claim if self.it.holder.agent() != Some(&agent(who)) => {
                assert_eq!(done, Err(Fault::Changed { by: agent(1 - who).name.into(), did: app::domain::conversation::Did::Claimed }));
            }
            _ => {}
        }
        done
    }

    fn run(&mut self, actor: &Actor, command: Command) -> Result<(), Fault> {
        let scene = Scene { at: self.now, policy: Policy { lease_minutes: LEASE_MINUTES, ..Policy::default() }, outlook: None };
        let before = self.it.clone();
        let epoch = match &command {
            Command::Answer { epoch, .. } | Command::HandOff { epoch, .. } => Some(*epoch),
            _ => None,
        };
        let whats = decide(&self.it, &scene, actor, command)?;
        let first = self.it.seq + 1;
        let event = |(seq, what)| Event { seq, conversation: before.id.clone(), at: self.now, by: actor.author(), what };
        let events: Vec<Event> = (first..).zip(whats).map(event).collect();
        for event in &events {
            self.it.apply(event);
            if let Some(entry) = shown(event) {
                self.talk.apply(entry);
            }
            self.watch_over(&before, event, epoch);
        }
        self.climbs = match ladder(&self.it, &events) {
            Ladder::Stays | Ladder::Again { .. } => self.climbs,
            Ladder::Begins { .. } => true,
            Ladder::Ends => false,
        };
        for job in react::jobs(&self.it, &events) {
            if let react::Job::Answer { epoch, .. } = job {
                self.job = Some(epoch);
            }
        }
        Ok(())
    }

    /// What must hold of every single event.
    fn watch_over(&self, before: &Conversation, event: &Event, epoch: Option<u64>) {
        match (&event.what, &event.by) {
            // One speaker: the assistant's words come only where it held, and nothing had moved since it began.
            (What::Answered { .. }, _) => {
                assert_eq!((&before.holder, before.is_open(), Some(before.epoch)), (&Holder::Assistant, true, epoch));
            }
            // A lease ends by itself only where nothing is owed, nobody looks and nobody holds.
            (What::HandedBack { .. }, app::domain::person::Author::Clock) => {
                let lease = before.holder.lease().expect("an agent had it");
                assert!(
                    before.waiting_since.is_none()
                        && lease.held_until.is_none_or(|until| until <= self.now)
                        && !self.watches.contains(&true)
                );
            }
            // What a person has settled isn't handed over again for the same words.
            (What::HandedOff { cause, .. }, app::domain::person::Author::Assistant) => {
                assert!(before.seal.as_ref().is_none_or(|seal| !seal.covers(cause.why, &before.asked, before.said)));
            }
            _ => {}
        }
    }

    /// What must hold of every state.
    fn check(&self) {
        let it = &self.it;
        let speaker = match &it.holder {
            Holder::Assistant => Speaker::Assistant,
            Holder::Queue { .. } => Speaker::Queue,
            Holder::Agent { agent, .. } => Speaker::Person(agent.name.as_str().to_owned()),
        };
        assert_eq!((&self.talk.speaker, self.talk.is_closed), (&speaker, !it.is_open()));
        let end = it.holder.lease().and_then(app::domain::handoff::Lease::runs_out_at);
        assert_eq!(self.talk.silent_until, end.map_or(0, |at| at.0), "both sides see one clock");
        // Never limbo: whoever is owed an answer by people has a ladder that calls them, one after the other, and nobody else has.
        assert_eq!(self.climbs, it.is_owed_by_people(), "nobody is called, or for nothing: {self:?}");
        // And who waits is owed it by people, or has a turn of the assistant that still counts. That a list shows it is not enough.
        if it.waiting_since.is_some() && it.is_open() && !it.is_snoozed() {
            let is_answered = it.holder == Holder::Assistant && (self.job == Some(it.epoch) || self.turns.contains(&it.epoch));
            assert!((it.needs_person() && self.climbs) || is_answered, "nobody sees this visitor: {self:?}");
        }
        if !it.is_open() {
            assert!(it.holder == Holder::Assistant && it.waiting_since.is_none());
        }
    }
}

#[test]
fn every_order_of_everyones_steps_keeps_the_laws() {
    let acts = acts();
    let mut known: HashSet<String> = HashSet::new();
    let mut next: VecDeque<(State, u32)> = VecDeque::from([(State::new(), 0)]);
    let (mut n_steps, mut n_refused, mut deepest) = (0_u64, 0_u64, 0);
    known.insert(State::new().key());
    while let Some((state, depth)) = next.pop_front() {
        deepest = deepest.max(depth);
        for act in &acts {
            let mut after = state.clone();
            n_steps += 1;
            if after.act(*act).is_err() {
                n_refused += 1;
            }
            after.drop_what_was_overtaken();
            after.check();
            if known.insert(after.key()) {
                next.push_back((after, depth + 1));
            }
        }
    }
    println!(
        "{} states, {n_steps} steps, {n_refused} of them refused, {deepest} steps deep, {} acts in each state",
        known.len(),
        acts.len()
    );
    assert!(known.len() > 10_000, "the walk has met too little: {}", known.len());
}
