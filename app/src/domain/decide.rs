//! The one place where a wish becomes what happened, or is refused with a reason. Pure.

use super::{
    answer::Answer,
    command::{Actor, Command},
    conversation::{Conversation, Did, TeamMove},
    event::What,
    fault::Fault,
    handoff::{Holder, Reason},
    id::Seq,
    person::Agent,
};

/// What follows from `command` of `actor`; nothing where it is already so.
///
/// # Errors
/// `NotAllowed` where it isn't the actor's to ask; `Stale` for the assistant whose turn is over;
/// `Changed` where a colleague was quicker; `Invalid` for an answer that rests on nothing.
pub fn decide(now: &Conversation, actor: &Actor, command: Command) -> Result<Vec<What>, Fault> {
    match (actor, command) {
        (Actor::Visitor, command) => by_visitor(now, command),
        (Actor::Assistant, command) => by_assistant(now, command),
        (Actor::Agent(agent), command) => by_agent(now, agent, command),
    }
}

fn by_visitor(now: &Conversation, command: Command) -> Result<Vec<What>, Fault> {
    match command {
        Command::Say { id, body, page } => Ok(opened(now).chain([What::Said { id, body, page }]).collect()),
        Command::AskForPerson if waits_for_person(now) => Ok(Vec::new()),
        Command::AskForPerson => Ok(opened(now).chain([What::HandedOff { why: Reason::AskedForPerson, receipt: None }]).collect()),
        Command::Introduce { name } if now.visitor.name.as_ref() == Some(&name) => Ok(Vec::new()),
        Command::Introduce { name } if now.seq == 0 => Ok(started(now).into_iter().chain([What::Introduced { name }]).collect()),
        Command::Introduce { name } => Ok(vec![What::Introduced { name }]),
        _ => Err(Fault::not_allowed("A visitor can't do that.")),
    }
}

/// Whether a person has already been asked for or has it.
fn waits_for_person(now: &Conversation) -> bool {
    now.is_open() && !matches!(now.holder, Holder::Assistant)
}

fn by_assistant(now: &Conversation, command: Command) -> Result<Vec<What>, Fault> {
    match command {
        Command::Answer { id, epoch, answer } => {
            its_turn(now, epoch)?;
            let answer = Answer::checked(*answer).map_err(|_| Fault::invalid("answer", "It rests on no passage."))?;
            Ok(vec![What::Answered { id, answer: Box::new(answer) }])
        }
        Command::HandOff { epoch, why, receipt } => {
            its_turn(now, epoch)?;
            Ok(vec![What::HandedOff { why, receipt }])
        }
        _ => Err(Fault::not_allowed("The assistant can't do that.")),
    }
}

/// The law of one speaker: the assistant may speak only where it holds and nothing moved since it began.
fn its_turn(now: &Conversation, epoch: u64) -> Result<(), Fault> {
    let still = now.is_open() && now.holder == Holder::Assistant && now.epoch == epoch && now.seq > 0;
    if still { Ok(()) } else { Err(Fault::Stale) }
}

fn by_agent(now: &Conversation, me: &Agent, command: Command) -> Result<Vec<What>, Fault> {
    if now.seq == 0 {
        return Err(Fault::NotFound);
    }
    match command {
        Command::Reply { id, body, seen } => {
            nothing_changed(now, me, seen)?;
            let taken = (!now.holder.is(me)).then_some(What::TookOver);
            Ok(reopened(now).into_iter().chain(taken).chain([What::Replied { id, body }]).collect())
        }
        Command::Note { id, body } => Ok(vec![What::Noted { id, body }]),
        Command::Claim => claim(now, me),
        Command::TakeOver if now.holder.is(me) => Ok(Vec::new()),
        Command::TakeOver => Ok(reopened(now).into_iter().chain([What::TookOver]).collect()),
        Command::HandBack if !now.is_open() || now.holder == Holder::Assistant => Ok(Vec::new()),
        Command::HandBack => Ok(vec![What::HandedBack]),
        Command::Close if !now.is_open() => Ok(Vec::new()),
        Command::Close => Ok(vec![What::Closed]),
        _ => Err(Fault::not_allowed("An agent can't do that.")),
    }
}

/// Exactly one agent wins; the others learn who.
fn claim(now: &Conversation, me: &Agent) -> Result<Vec<What>, Fault> {
    match &now.holder {
        Holder::Agent { agent, .. } if agent.id == me.id => Ok(Vec::new()),
        Holder::Agent { agent, .. } => {
            Err(Fault::Changed { by: agent.name.as_str().to_owned(), say: format!("{} has already taken this one.", agent.name.as_str()) })
        }
        Holder::Assistant | Holder::Queue { .. } => Ok(reopened(now).into_iter().chain([What::TookOver]).collect()),
    }
}

/// Refuses a send whose sender hasn't seen what a colleague did meanwhile.
fn nothing_changed(now: &Conversation, me: &Agent, seen: Option<Seq>) -> Result<(), Fault> {
    match (&now.team, seen) {
        (Some(TeamMove { seq, agent, did }), Some(seen)) if *seq > seen && agent.id != me.id => {
            Err(Fault::Changed { by: agent.name.as_str().to_owned(), say: meanwhile(agent, *did) })
        }
        _ => Ok(()),
    }
}

fn meanwhile(agent: &Agent, did: Did) -> String {
    let did = match did {
        Did::Replied => "replied",
        Did::Noted => "left a note",
        Did::TookOver => "took this over",
        Did::HandedBack => "handed this back to the AI",
        Did::Closed => "closed this",
    };
    format!("{} {did} while you were writing. Look, then send again.", agent.name.as_str())
}

/// What comes before a visitor's word: the opening of a new conversation, or of a closed one's next segment.
fn opened(now: &Conversation) -> impl Iterator<Item = What> {
    started(now).into_iter().chain(reopened(now))
}

fn started(now: &Conversation) -> Option<What> {
    (now.seq == 0).then(|| What::Started { assistant: now.assistant.clone(), visitor: now.visitor.clone() })
}

fn reopened(now: &Conversation) -> Option<What> {
    (!now.is_open()).then_some(What::Reopened { segment: now.segment + 1 })
}
