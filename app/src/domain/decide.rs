//! The one place where a wish becomes what happened, or is refused with a reason. Pure.

mod agent;
mod details;
mod together;

pub use details::asked;
pub use together::{absorbed, linked_back};

use super::{
    answer::{Answer, Kind, Receipt},
    command::{Actor, Command},
    conversation::{Conversation, Status},
    event::{Event, What},
    fault::Fault,
    handoff::{Cause, Holder, Reason, Seal},
    id::MessageId,
    label::{MOST_MARKS, Promise},
    person::{Agent, Visit, Visitor},
    policy::{Policy, Scene, Step},
    time::Timestamp,
};

/// What follows from `command` of `actor`; nothing where it is already so.
///
/// # Errors
/// `NotAllowed` where it isn't the actor's to ask; `Stale` for the assistant whose turn is over;
/// `Changed` where a colleague was quicker; `Invalid` for an answer that rests on nothing, or a wish that can't be.
pub fn decide(now: &Conversation, scene: &Scene, actor: &Actor, command: Command) -> Result<Vec<What>, Fault> {
    if now.merged_into.is_some() {
        return elsewhere(actor, &command);
    }
    let mut whats = match actor {
        Actor::Visitor => by_visitor(now, scene, command),
        Actor::Assistant => by_assistant(now, scene, command),
        Actor::Agent(me) => agent::by_agent(now, scene, me, command),
        Actor::Clock => by_clock(now, scene, &command),
        Actor::Rule(_) => by_rule(now, scene, command),
    }?;
    whats.extend(clock_moved(now, scene, actor, &whats));
    Ok(whats)
}

/// What can be done to a conversation that goes on in another: nothing. Whom time or an overtaken turn leads here is told so quietly.
fn elsewhere(actor: &Actor, command: &Command) -> Result<Vec<What>, Fault> {
    match (actor, command) {
        (Actor::Assistant, Command::Answer { .. } | Command::HandOff { .. }) => Err(Fault::Stale),
        (Actor::Clock, Command::Tick { .. }) | (Actor::Rule(_), _) => Ok(Vec::new()),
        _ => Err(Fault::invalid("conversation", "This conversation was merged into another. Go on there.")),
    }
}

/// The AI's clock as it must stand after all of this, where that isn't how it stood.
fn clock_moved(now: &Conversation, scene: &Scene, actor: &Actor, whats: &[What]) -> Option<What> {
    if whats.is_empty() {
        return None;
    }
    let mut after = now.clone();
    for (seq, what) in (now.seq + 1..).zip(whats) {
        after.apply(&Event { seq, conversation: now.id.clone(), at: scene.at, by: actor.author(), what: what.clone() });
    }
    let lease = after.holder.lease()?;
    let settled = lease.settled(scene.at, after.waiting_since.is_some());
    (settled != *lease).then_some(What::Leased { lease: settled })
}

fn by_visitor(now: &Conversation, scene: &Scene, command: Command) -> Result<Vec<What>, Fault> {
    if now.is_blocked && !matches!(command, Command::See { .. } | Command::Identify { .. }) {
        return Err(Fault::ended());
    }
    let before = opened(now);
    match command {
        Command::Say { id, body, page, visit, files } => {
            // Where they came from is told on the first page alone.
            let visit = visit.map(|it| Visit { referrer: it.referrer.or_else(|| now.visit.referrer.clone()), ..it });
            let visited = visit.filter(|visit| *visit != now.visit).map(|visit| What::Visited { visit });
            Ok(before.chain(visited).chain([What::Said { id, body, page, files }]).collect())
        }
        Command::AskForPerson if has_person(now) => Ok(now.is_snoozed().then_some(What::Woke).into_iter().collect()),
        Command::AskForPerson => Ok(before.chain([handed_off(scene, Reason::AskedForPerson.into(), None)]).collect()),
        Command::CallPerson { .. } if has_person(now) => Ok(now.is_snoozed().then_some(What::Woke).into_iter().collect()),
        Command::CallPerson { reason } => {
            let why = if reason.is_empty() { Reason::AskedForPerson } else { Reason::Action };
            let cause = Cause { why, detail: Some(reason).filter(|it| !it.is_empty()) };
            Ok(before.chain([handed_off(scene, cause, None)]).collect())
        }
        // What is known before the first word is told with it.
        Command::Identify { .. } | Command::Describe { .. } if now.seq == 0 => Ok(Vec::new()),
        Command::Identify { identity } => {
            let mut proven = now.visitor.clone();
            proven.prove(identity.clone());
            // Every page of the site says it again.
            if proven == now.visitor {
                return Ok(Vec::new());
            }
            Ok([What::Identified { identity }].into_iter().chain(introduced(&now.visitor, &proven)).collect())
        }
        // What the site has proven, nobody can say otherwise.
        Command::Introduce { .. } if now.visitor.has_proven_name() => Ok(Vec::new()),
        Command::Introduce { name } if now.visitor.name.as_ref() == Some(&name) => Ok(Vec::new()),
        Command::Introduce { name } => Ok(started(now).chain([What::Introduced { name }]).collect()),
        Command::LeaveEmail { .. } if now.visitor.has_proven_email() => Ok(Vec::new()),
        Command::LeaveEmail { email } if now.visitor.email.as_ref() == Some(&email) => Ok(Vec::new()),
        Command::LeaveEmail { email } => Ok(started(now).chain([What::LeftEmail { email }]).collect()),
        Command::Describe { mut attributes } => {
            attributes.retain(|key, it| match now.attributes.get(key) {
                Some(known) => known != it && (it.is_verified || !known.is_verified),
                None => !it.value.is_empty(),
            });
            let n_after = now.attributes.len() + attributes.keys().filter(|key| !now.attributes.contains_key(*key)).count();
            if n_after > MOST_MARKS {
                return Err(Fault::invalid("attributes", &format!("A visitor can have {MOST_MARKS} attributes.")));
            }
            Ok((!attributes.is_empty()).then_some(What::Described { attributes }).into_iter().collect())
        }
        Command::See { up_to } if up_to > now.seen && up_to <= now.seq => Ok(vec![What::Saw { up_to }]),
        Command::See { .. } => Ok(Vec::new()),
        Command::Rate { answer, is_helpful } => match now.ratings.iter().find(|it| it.answer == answer) {
            None => Err(Fault::NotFound),
            Some(it) if it.is_helpful == Some(is_helpful) => Ok(Vec::new()),
            Some(_) => Ok(vec![What::Rated { answer, is_helpful }]),
        },
        Command::FillIn { given, files } => details::filled_in(now, &given, &files),
        _ => Err(Fault::not_allowed("A visitor can't do that.")),
    }
}

/// Whether a person has already been asked for or has it.
fn has_person(now: &Conversation) -> bool {
    now.is_open() && now.holder != Holder::Assistant
}

fn by_assistant(now: &Conversation, scene: &Scene, command: Command) -> Result<Vec<What>, Fault> {
    match command {
        Command::Answer { id, epoch, answer, flag } => {
            its_turn(now, epoch)?;
            let answer = Answer::checked(*answer).map_err(|_| Fault::invalid("answer", "It rests on no passage."))?;
            // What a person has answered, the docs don't answer once more: they may say something else.
            let is_settled = now.seal.as_ref().is_some_and(|seal| seal.settles(&now.asked, now.said));
            let answer = if is_settled && answer.kind != Kind::Courtesy { Answer::not_covered(answer.receipt) } else { answer };
            let cause = match answer.kind {
                Kind::NotCovered => flag.or(Some(Reason::NotInDocs.into())),
                Kind::Suggestion => flag.or(Some(Reason::LowConfidence.into())),
                Kind::Grounded => flag,
                Kind::Courtesy => None,
            };
            let step = cause.as_ref().map_or(Step::Off, |cause| step_after(&scene.policy, answer.kind, cause.why));
            let follows = cause.and_then(|cause| brought_in(now, scene, step, cause));
            Ok([What::Answered { id, answer: Box::new(answer) }].into_iter().chain(follows).collect())
        }
        Command::HandOff { id, epoch, cause, receipt } => {
            its_turn(now, epoch)?;
            let is_settled = now.seal.as_ref().is_some_and(|seal| seal.covers(cause.why, &now.asked, now.said));
            if is_settled {
                return Ok(vec![declined(id, receipt)]);
            }
            match scene.policy.step(cause.why) {
                Step::HandOff => Ok(vec![handed_off(scene, cause, receipt)]),
                Step::Suggest => Ok(vec![declined(id, receipt), What::Flagged { cause }]),
                Step::Off => Ok(vec![declined(id, receipt)]),
            }
        }
        _ => Err(Fault::not_allowed("The assistant can't do that.")),
    }
}

/// What policy makes of a reason that comes with an answer. Whatever more is known of why something isn't answered, it goes the
/// way of what isn't in the docs; where that is nowhere, what was heard in the visitor's words still counts.
fn step_after(policy: &Policy, kind: Kind, why: Reason) -> Step {
    match policy.step(Reason::NotInDocs) {
        Step::Off if why == Reason::LowConfidence && kind == Kind::NotCovered => Step::Off,
        step if kind == Kind::NotCovered && step != Step::Off => step,
        _ => policy.step(why),
    }
}

/// A reason that comes with an answer, taken as far as this step; nothing where a person has settled this very thing.
fn brought_in(now: &Conversation, scene: &Scene, step: Step, cause: Cause) -> Option<What> {
    let is_settled = now.seal.as_ref().is_some_and(|seal| seal.covers(cause.why, &now.asked, now.said));
    match step {
        _ if is_settled => None,
        Step::Off => None,
        Step::Suggest => Some(What::Flagged { cause }),
        Step::HandOff => Some(handed_off(scene, cause, None)),
    }
}

/// "That isn't in the docs", said in place of a handoff: nobody is left without a word.
fn declined(id: MessageId, receipt: Option<Box<Receipt>>) -> What {
    let receipt = receipt.map_or_else(Receipt::empty, |receipt| *receipt);
    What::Answered { id, answer: Box::new(Answer::not_covered(receipt)) }
}

const fn handed_off(scene: &Scene, cause: Cause, receipt: Option<Box<Receipt>>) -> What {
    What::HandedOff { cause, receipt, outlook: scene.outlook }
}

/// The law of one speaker: the assistant may speak only where it holds and nothing moved since it began.
fn its_turn(now: &Conversation, epoch: u64) -> Result<(), Fault> {
    let still = now.is_open() && !now.is_spam && !now.is_blocked && now.holder == Holder::Assistant && now.epoch == epoch && now.seq > 0;
    if still { Ok(()) } else { Err(Fault::Stale) }
}

fn by_clock(now: &Conversation, scene: &Scene, command: &Command) -> Result<Vec<What>, Fault> {
    let Command::Tick { is_watched } = *command else { return Err(Fault::not_allowed("The clock can't do that.")) };
    let reminders = reminded(now, scene.at);
    let is_awake_again = matches!(now.status, Status::Snoozed { until } if until <= scene.at || !reminders.is_empty());
    if is_awake_again {
        return Ok([What::Woke].into_iter().chain(reminders).collect());
    }
    let Holder::Agent { lease, .. } = &now.holder else { return Ok(reminders) };
    // Somebody who looks keeps the AI away in the last moment as well; all else that changes too fast waits for a later tick.
    let turns = lease.may_turn(scene.at) || (is_watched && lease.is_over(scene.at));
    let looked_at = if turns { lease.turned(is_watched, scene.at) } else { *lease };
    let ticked = looked_at.settled(scene.at, now.waiting_since.is_some());
    let turn = match () {
        () if ticked.is_over(scene.at) => Some(What::HandedBack { seal: seal(now, None, None) }),
        () if ticked != *lease => Some(What::Leased { lease: ticked }),
        () => None,
    };
    Ok(turn.into_iter().chain(reminders).collect())
}

/// What was promised and is due now. Where it is nobody's, it becomes theirs who promised, so that they have it before them.
fn reminded(now: &Conversation, at: Timestamp) -> Vec<What> {
    let due: Vec<&Promise> = now.promises.iter().filter(|it| !it.is_due && it.due <= at).collect();
    let is_free = now.is_open() && now.assignee.is_none();
    let whose = due.last().filter(|_| is_free).map(|it| What::Assigned { to: Some(it.by.clone()) });
    let reminders = due.into_iter().map(|it| What::PromiseDue { promise: Promise { is_due: true, ..it.clone() } });
    reminders.chain(whose).collect()
}

/// What the owner's rules and actions may do: mark, note, give away, hand over.
fn by_rule(now: &Conversation, scene: &Scene, command: Command) -> Result<Vec<What>, Fault> {
    match command {
        // What a person has chosen stays.
        Command::Route { .. } if now.keeps_team => Ok(Vec::new()),
        Command::Tag { .. }
        | Command::Untag { .. }
        | Command::Prioritise { .. }
        | Command::SetLead { .. }
        | Command::Assign { .. }
        | Command::Route { .. }
            if now.seq > 0 =>
        {
            agent::marked(now, command)
        }
        Command::Note { id, body, .. } if now.seq > 0 => Ok(vec![What::Noted { id, body, files: Vec::new(), mentions: Vec::new() }]),
        Command::HandOff { .. } if has_person(now) || now.is_spam || now.is_blocked => Ok(Vec::new()),
        Command::HandOff { cause, .. } => Ok(opened(now).chain([handed_off(scene, cause, None)]).collect()),
        _ => Err(Fault::not_allowed("A rule can't do that.")),
    }
}

/// What a person's turn leaves behind: of `by`, or of who holds it. Nothing where no person had to do with it.
fn seal(now: &Conversation, by: Option<&Agent>, settled: Option<String>) -> Option<Seal> {
    let by = by.or(now.holder.agent())?.clone();
    let told = || now.last.as_ref().filter(|last| last.by.agent().is_some()).map(|last| last.preview.clone());
    let used = now.handoff.as_ref().map(|it| it.cause.why);
    let settled = settled.or_else(told).unwrap_or_default();
    Some(Seal { by, settled, promised: now.promises.clone(), used, asked: now.asked.clone(), said: now.said })
}

/// What comes before a visitor's word: the opening of a new conversation, or of a closed one's next segment.
fn opened(now: &Conversation) -> impl Iterator<Item = What> + use<> {
    started(now).chain(reopened(now)).chain(now.is_snoozed().then_some(What::Woke))
}

/// The beginning, with what was known of the visitor before; nothing where it has begun.
fn started(now: &Conversation) -> impl Iterator<Item = What> + use<> {
    let is_new = now.seq == 0;
    let opening = is_new.then(|| What::Started { assistant: now.assistant.clone(), visitor: now.visitor.clone() });
    let known = (is_new && !now.attributes.is_empty()).then(|| What::Described { attributes: now.attributes.clone() });
    let names = is_new.then(|| introduced(&Visitor::unknown(now.visitor.id.clone()), &now.visitor));
    opening.into_iter().chain(names.into_iter().flatten()).chain(known)
}

/// What is new in what a visitor is called and reached at: both sides read it in the thread.
fn introduced(before: &Visitor, after: &Visitor) -> impl Iterator<Item = What> + use<> {
    let name = after.name.clone().filter(|it| before.name.as_ref() != Some(it)).map(|name| What::Introduced { name });
    let email = after.email.clone().filter(|it| before.email.as_ref() != Some(it)).map(|email| What::LeftEmail { email });
    name.into_iter().chain(email)
}

fn reopened(now: &Conversation) -> Option<What> {
    (!now.is_open()).then_some(What::Reopened { segment: now.segment + 1 })
}
