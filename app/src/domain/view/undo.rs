//! What takes a command back, for the "Undo" after something was done to several conversations.

use crate::domain::{
    command::Command,
    conversation::{Conversation, Status},
    handoff::Holder,
    person::Agent,
};

/// The commands of `me` that bring `before` back to where it stood, in order; none where the command can't be taken back.
pub fn undoing(before: &Conversation, command: &Command, me: &Agent) -> Vec<Command> {
    match command {
        Command::Close => opened(before, me),
        Command::MarkSpam { is_spam: true } => [Command::MarkSpam { is_spam: false }].into_iter().chain(opened(before, me)).collect(),
        Command::MarkSpam { is_spam: false } => vec![Command::MarkSpam { is_spam: true }],
        Command::Snooze { .. } => match before.status {
            Status::Snoozed { until } => vec![Command::Snooze { until }],
            Status::Open | Status::Closed => vec![Command::Reopen { cause: None }],
        },
        Command::Assign { .. } => vec![Command::Assign { to: before.assignee.clone() }],
        Command::Route { .. } => vec![Command::Route { team: before.team.clone() }],
        Command::Tag { tag } => vec![Command::Untag { tag: tag.clone() }],
        Command::Untag { tag } => vec![Command::Tag { tag: tag.clone() }],
        Command::Prioritise { .. } => vec![Command::Prioritise { priority: before.priority }],
        Command::SetLead { .. } => vec![Command::SetLead { lead: before.lead_state() }],
        Command::SettlePromise { id, .. } => {
            before.promises.iter().filter(|it| it.id == *id).map(|it| Command::Promise { promise: it.clone() }).collect()
        }
        Command::Reopen { .. } if !before.is_open() => vec![Command::Close],
        _ => Vec::new(),
    }
}

/// What opens it again as it was: with who held it, to whom it was given, and put away where it was.
fn opened(before: &Conversation, me: &Agent) -> Vec<Command> {
    if !before.is_open() {
        return Vec::new();
    }
    let queued = matches!(before.holder, Holder::Queue { .. });
    let cause = before.handoff.as_ref().filter(|_| queued).map(|it| it.cause.clone());
    let mut acts = vec![Command::Reopen { cause }];
    if before.holder.is(me) {
        acts.push(Command::TakeOver);
    } else if before.assignee.is_some() {
        acts.push(Command::Assign { to: before.assignee.clone() });
    }
    if let Status::Snoozed { until } = before.status {
        acts.push(Command::Snooze { until });
    }
    acts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        command::Actor,
        decide::decide,
        event::Event,
        handoff::{Lease, Reason},
        id::{AccountId, AssistantId, ConversationId, PromiseId, TeamId, VisitorId},
        label::{Lead, Priority, Promise, Tag, Team},
        person::{Assistant, Visitor},
        policy::{Policy, Scene},
        text::Name,
        time::Timestamp,
    };

    fn name(text: &str) -> Name {
        Name::parse(text).expect("a name")
    }

    fn agent(id: &str) -> Agent {
        Agent { id: AccountId::parse(id).expect("an id"), name: name("Ana") }
    }

    fn done(it: &mut Conversation, command: Command) {
        let scene = Scene { at: Timestamp(2_000), policy: Policy::default(), outlook: None };
        let whats = decide(it, &scene, &Actor::Agent(agent("ana-1")), command).expect("is granted");
        for what in whats {
            let event = Event {
                seq: it.seq + 1,
                conversation: it.id.clone(),
                at: Timestamp(2_000),
                by: Actor::Agent(agent("ana-1")).author(),
                what,
            };
            it.apply(&event);
        }
    }

    fn told(it: &Conversation) -> String {
        let holder = match &it.holder {
            Holder::Agent { agent, .. } => agent.id.to_string(),
            Holder::Queue { why, .. } => format!("{why:?}"),
            Holder::Assistant => "assistant".to_owned(),
        };
        let marks = format!("{:?} {:?} {:?} {:?}", it.tags, it.priority, it.lead_state(), it.promises);
        format!("{holder} {:?} {:?} {:?} {marks} {}", it.status, it.assignee, it.team, it.is_spam)
    }

    #[test]
    fn what_was_done_is_taken_back() {
        let assistant = Assistant { id: AssistantId::parse("assistant").expect("an id"), name: name("Robin") };
        let visitor = Visitor::unknown(VisitorId::parse("visitor").expect("an id"));
        let mut plain = Conversation::unborn(ConversationId::parse("conversation").expect("an id"), assistant, visitor, Timestamp(0));
        plain.seq = 1;
        let promised = PromiseId::parse("promise-1").expect("an id");
        plain.promises = vec![Promise {
            id: promised.clone(),
            what: "a refund".to_owned(),
            due: Timestamp(9_000),
            by: agent("ana-1"),
            is_due: false,
            about: Some(1),
        }];
        let mut queued = plain.clone();
        queued.holder = Holder::Queue { since: Timestamp(1), why: Reason::Keyword };
        queued.waiting_since = Some(Timestamp(1));
        queued.handoff = Some(crate::domain::handoff::Handoff { cause: Reason::Keyword.into(), at: Timestamp(1), outlook: None });
        let mut mine = plain.clone();
        mine.holder = Holder::Agent { agent: agent("ana-1"), since: Timestamp(1), lease: Lease::new(1_000) };
        mine.assignee = Some(agent("ana-1"));
        let mut given = plain.clone();
        given.assignee = Some(agent("ben-1"));
        given.status = Status::Snoozed { until: Timestamp(9_000) };
        let team = Team { id: TeamId::parse("team-1").expect("an id"), name: name("Billing") };
        let tag = Tag::parse("billing").expect("a tag");
        for before in [plain, queued, mine, given] {
            for command in [
                Command::Close,
                Command::MarkSpam { is_spam: true },
                Command::Snooze { until: Timestamp(7_000) },
                Command::Assign { to: Some(agent("cleo-1")) },
                Command::Route { team: Some(team.clone()) },
                Command::Tag { tag: tag.clone() },
                Command::Prioritise { priority: Priority::Urgent },
                Command::SetLead { lead: Lead::Qualified },
                Command::SettlePromise { id: promised.clone(), is_kept: true },
            ] {
                let mut it = before.clone();
                done(&mut it, command.clone());
                assert_ne!(told(&it), told(&before), "{command:?} did something");
                undoing(&before, &command, &agent("ana-1")).into_iter().for_each(|back| done(&mut it, back));
                assert_eq!(told(&it), told(&before), "{command:?}");
            }
        }
    }
}
