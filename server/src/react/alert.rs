//! Who of the team is alerted by what happens.

pub mod ladder;
pub mod reach;

use app::domain::{
    alert::{Kind, Told},
    conversation::Conversation,
    event::{Event, What},
    file,
    form::in_line,
    handoff::Holder,
    id::{AccountId, Seq},
    label::Team,
    person::Author,
};

/// Who there is to alert.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Staff {
    pub members: Vec<AccountId>,
    /// Each team with its members.
    pub teams: Vec<(Team, Vec<AccountId>)>,
}

impl Staff {
    /// The members of a team.
    fn of(&self, team: &Team) -> &[AccountId] {
        self.teams.iter().find(|(it, _)| it.id == team.id).map_or(&[], |(_, members)| members)
    }
}

/// Somebody is to be alerted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    pub account: AccountId,
    pub seq: Seq,
    pub kind: Kind,
    pub told: Told,
}

/// Whether any of `events` may alert somebody, so that nobody looks up who there is for nothing.
pub fn calls(now: &Conversation, events: &[Event]) -> bool {
    events.iter().any(|event| match &event.what {
        What::HandedOff { .. } | What::Flagged { .. } | What::Woke | What::Assigned { to: Some(_) } | What::Routed { team: Some(_) } => {
            true
        }
        What::Noted { mentions, .. } => !mentions.is_empty(),
        What::Said { .. } | What::FilledIn { is_skipped: false, .. } => now.holder.agent().is_some(),
        _ => false,
    })
}

/// Who is alerted by `events`, which brought the conversation to where it is `now`. Nobody is told what they did themselves.
pub fn alerts(now: &Conversation, events: &[Event], staff: &Staff) -> Vec<Raised> {
    let is_news = |event: &&Event| !now.is_spam && !goes_without_saying(event, events);
    let mut all: Vec<Raised> = events.iter().filter(is_news).flat_map(|event| of_event(now, event, staff)).collect();
    // One event tells nobody twice: what stands first among the kinds counts.
    all.sort_by(|a, b| (a.seq, &a.account, a.kind).cmp(&(b.seq, &b.account, b.kind)));
    all.dedup_by(|later, first| (later.seq, &later.account) == (first.seq, &first.account));
    all
}

/// Whether it is a rule's choice of the team as somebody begins to wait: the team is told that they wait.
fn goes_without_saying(event: &Event, events: &[Event]) -> bool {
    let is_choice = matches!((&event.by, &event.what), (Author::Rule { .. }, What::Routed { .. }));
    is_choice && events.iter().any(|it| matches!(it.what, What::HandedOff { .. }))
}

fn of_event(now: &Conversation, event: &Event, staff: &Staff) -> Vec<Raised> {
    let told = |words: String| Told { by: event.by.clone(), visitor: Some(now.visitor.clone()), why: None, team: None, words };
    let last = || now.last.as_ref().map(|it| it.preview.clone()).unwrap_or_default();
    let (kind, told, to) = match &event.what {
        What::HandedOff { cause, .. } if is_queued(now) => {
            (Kind::NeedsPerson, Told { why: Some(cause.why), ..told(last()) }, first_line(now, staff))
        }
        What::Flagged { cause } if now.flag.is_some() && !now.is_blocked => {
            (Kind::Suggested, Told { why: Some(cause.why), ..told(last()) }, first_line(now, staff))
        }
        // Who waited in the queue when it was put away waits again.
        What::Woke if is_queued(now) => (Kind::NeedsPerson, waits(now), first_line(now, staff)),
        // Where the visitor's own words woke it, those are told.
        What::Woke if event.by == Author::Clock => (Kind::Woke, told(last()), holder_or_first(now, staff)),
        What::Said { body, files, .. } => (Kind::Message, told(file::preview(body, files)), holder(now)),
        What::FilledIn { attributes, is_skipped: false, .. } => (Kind::Message, told(in_line(attributes)), holder(now)),
        What::Assigned { to: Some(to) } => (Kind::Assigned, told(last()), vec![to.id.clone()]),
        What::Routed { team: Some(team) } => {
            (Kind::Assigned, Told { team: Some(team.name.clone()), ..told(last()) }, staff.of(team).to_vec())
        }
        What::Noted { body, files, mentions, .. } => {
            (Kind::Mentioned, told(file::preview(body, files)), mentions.iter().map(|it| it.id.clone()).collect())
        }
        _ => return Vec::new(),
    };
    let doer = event.by.agent().map(|it| &it.id);
    let to = to.into_iter().filter(|account| Some(account) != doer && staff.members.contains(account));
    to.map(|account| Raised { account, seq: event.seq, kind, told: told.clone() }).collect()
}

/// What is told of somebody who waits.
pub fn waits(it: &Conversation) -> Told {
    let words = it.last.as_ref().map(|it| it.preview.clone()).unwrap_or_default();
    let why = match it.holder {
        Holder::Queue { why, .. } => Some(why),
        _ => None,
    };
    Told { by: Author::Visitor, visitor: Some(it.visitor.clone()), why, team: None, words }
}

/// Whether a visitor waits for somebody to come.
const fn is_queued(it: &Conversation) -> bool {
    matches!(it.holder, Holder::Queue { .. }) && it.is_owed_by_people()
}

/// The agent who holds it.
fn holder(it: &Conversation) -> Vec<AccountId> {
    it.holder.agent().map(|it| it.id.clone()).into_iter().collect()
}

/// Who is called first: the agent who holds it, else those who should take it.
pub fn holder_or_first(it: &Conversation, staff: &Staff) -> Vec<AccountId> {
    match it.holder.agent() {
        Some(agent) => staff.members.iter().filter(|member| **member == agent.id).cloned().collect(),
        None => first_line(it, staff),
    }
}

/// Who should take it first: whom it was given to, else that team, else everybody.
pub fn first_line(it: &Conversation, staff: &Staff) -> Vec<AccountId> {
    if let Some(agent) = it.assignee.as_ref().filter(|agent| staff.members.contains(&agent.id)) {
        return vec![agent.id.clone()];
    }
    match it.team.as_ref().map(|team| staff.of(team)) {
        Some(members) if !members.is_empty() => members.to_vec(),
        _ => staff.members.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::{
        conversation::Status,
        handoff::{Lease, Reason},
        id::{AssistantId, ConversationId, MessageId, TeamId, VisitorId},
        person::{Agent, Assistant, Visitor},
        text::{Body, Name},
        time::Timestamp,
    };
    use std::collections::BTreeMap;

    fn agent(id: &str) -> Agent {
        Agent { id: AccountId::parse(id).expect("an id"), name: Name::parse(id).expect("a name") }
    }

    fn team() -> Team {
        Team { id: TeamId::parse("billing").expect("an id"), name: Name::parse("Billing").expect("a name") }
    }

    /// Ana, Ben and Cleo; Ben and Cleo are the billing team. "gone" has left.
    fn staff() -> Staff {
        let members: Vec<AccountId> = ["ana-", "ben-", "cleo"].map(|id| agent(id).id).into();
        Staff { teams: vec![(team(), members[1..].to_vec())], members }
    }

    fn conversation() -> Conversation {
        let assistant = Assistant { id: AssistantId::parse("robin").expect("an id"), name: Name::parse("Robin").expect("a name") };
        let visitor = Visitor::unknown(VisitorId::parse("visitor").expect("an id"));
        Conversation::unborn(ConversationId::parse("conversation").expect("an id"), assistant, visitor, Timestamp(0))
    }

    fn queued() -> Conversation {
        Conversation { holder: Holder::Queue { since: Timestamp(0), why: Reason::AskedForPerson }, ..conversation() }
    }

    fn held(by: &str) -> Conversation {
        Conversation { holder: Holder::Agent { agent: agent(by), since: Timestamp(0), lease: Lease::new(1) }, ..conversation() }
    }

    /// A name, the conversation afterwards, who did what, and whom it alerts as what.
    type Case = (&'static str, Conversation, Author, What, Kind, &'static [&'static str]);

    /// Who hears of it, as what.
    fn hears(now: &Conversation, by: Author, what: What) -> Vec<(String, Kind)> {
        let event = Event { seq: 1, conversation: now.id.clone(), at: Timestamp(0), by, what };
        let raised = alerts(now, std::slice::from_ref(&event), &staff());
        assert!(raised.is_empty() || calls(now, &[event]), "nobody would have looked");
        raised.into_iter().map(|it| (it.account.to_string(), it.kind)).collect()
    }

    fn message() -> MessageId {
        MessageId::parse("message").expect("an id")
    }

    fn words() -> Body {
        Body::plain("Hello").expect("fits")
    }

    fn said() -> What {
        What::Said { id: message(), body: words(), page: None, files: Vec::new() }
    }

    fn filled_in(is_skipped: bool) -> What {
        What::FilledIn { attributes: BTreeMap::new(), files: Vec::new(), is_skipped }
    }

    fn handed_off() -> What {
        What::HandedOff { cause: Reason::AskedForPerson.into(), receipt: None, outlook: None }
    }

    fn noted(mentions: &[&str]) -> What {
        What::Noted { id: message(), body: words(), files: Vec::new(), mentions: mentions.iter().map(|id| agent(id)).collect() }
    }

    #[test]
    fn who_is_alerted_by_what() {
        let given = Conversation { assignee: Some(agent("ben-")), ..queued() };
        let of_team = Conversation { team: Some(team()), ..queued() };
        let of_leaver = Conversation { assignee: Some(agent("gone")), ..queued() };
        let spam = Conversation { is_spam: true, ..queued() };
        const EVERYBODY: &[&str] = &["ana-", "ben-", "cleo"];
        let by_ana = || Author::Agent(agent("ana-"));
        let snoozed = Conversation { status: Status::Snoozed { until: Timestamp(9) }, ..queued() };
        let flagged = Conversation { flag: Some(Reason::LowConfidence.into()), ..conversation() };
        let bens_flag = Conversation { assignee: Some(agent("ben-")), ..flagged.clone() };
        let flag = || What::Flagged { cause: Reason::LowConfidence.into() };
        let table: [Case; 25] = [
            ("a handoff, nobody's", queued(), Author::Assistant, handed_off(), Kind::NeedsPerson, EVERYBODY),
            ("a handoff, Ben's", given, Author::Assistant, handed_off(), Kind::NeedsPerson, &["ben-"]),
            ("a handoff of a team", of_team, Author::Visitor, handed_off(), Kind::NeedsPerson, &["ben-", "cleo"]),
            ("a handoff of one who left", of_leaver, Author::Visitor, handed_off(), Kind::NeedsPerson, EVERYBODY),
            ("a handoff that somebody took at once", held("ana-"), Author::Visitor, handed_off(), Kind::NeedsPerson, &[]),
            ("spam", spam, Author::Visitor, handed_off(), Kind::NeedsPerson, &[]),
            ("a handoff that was put away", snoozed, Author::Visitor, handed_off(), Kind::NeedsPerson, &[]),
            ("the AI suggests a person", flagged, Author::Assistant, flag(), Kind::Suggested, EVERYBODY),
            ("the AI suggests a person, it is Ben's", bens_flag, Author::Assistant, flag(), Kind::Suggested, &["ben-"]),
            ("a suggestion that nothing is left of", conversation(), Author::Assistant, flag(), Kind::Suggested, &[]),
            ("who waits in the queue is back", queued(), Author::Clock, What::Woke, Kind::NeedsPerson, EVERYBODY),
            ("what Ben holds is back", held("ben-"), Author::Clock, What::Woke, Kind::Woke, &["ben-"]),
            ("what nobody holds is back", conversation(), Author::Clock, What::Woke, Kind::Woke, EVERYBODY),
            ("what Ben holds is back by the visitor's words", held("ben-"), Author::Visitor, What::Woke, Kind::Woke, &[]),
            ("a message to Ben", held("ben-"), Author::Visitor, said(), Kind::Message, &["ben-"]),
            ("a message to the AI", conversation(), Author::Visitor, said(), Kind::Message, &[]),
            ("a message in the queue", queued(), Author::Visitor, said(), Kind::Message, &[]),
            ("a form filled in for Ben", held("ben-"), Author::Visitor, filled_in(false), Kind::Message, &["ben-"]),
            ("a form that Ben's visitor skips", held("ben-"), Author::Visitor, filled_in(true), Kind::Message, &[]),
            ("a form filled in in the queue", queued(), Author::Visitor, filled_in(false), Kind::Message, &[]),
            ("given to Ben", queued(), by_ana(), What::Assigned { to: Some(agent("ben-")) }, Kind::Assigned, &["ben-"]),
            ("taken by Ana", queued(), by_ana(), What::Assigned { to: Some(agent("ana-")) }, Kind::Assigned, &[]),
            ("given to a team", queued(), Author::Agent(agent("ben-")), What::Routed { team: Some(team()) }, Kind::Assigned, &["cleo"]),
            ("called in a note", held("ben-"), by_ana(), noted(&["ben-", "ana-", "gone"]), Kind::Mentioned, &["ben-"]),
            ("a note that calls nobody", held("ben-"), by_ana(), noted(&[]), Kind::Mentioned, &[]),
        ];
        for (case, now, by, what, kind, expected) in table {
            let expected: Vec<(String, Kind)> = expected.iter().map(|id| ((*id).to_owned(), kind)).collect();
            assert_eq!(hears(&now, by, what), expected, "{case}");
        }
    }

    #[test]
    fn the_team_that_a_rule_chooses_is_told_once_that_somebody_waits() {
        let now = Conversation { team: Some(team()), ..queued() };
        let by = Author::Rule { name: Name::parse("Bills").expect("a name") };
        let event = |seq, by, what| Event { seq, conversation: now.id.clone(), at: Timestamp(0), by, what };
        let routed = event(2, by, What::Routed { team: Some(team()) });
        let told = |events: &[Event]| {
            let raised = alerts(&now, events, &staff());
            raised.into_iter().map(|it| (it.account.to_string(), it.kind)).collect::<Vec<_>>()
        };
        let team_hears = |kind| vec![("ben-".to_owned(), kind), ("cleo".to_owned(), kind)];
        assert_eq!(told(&[event(1, Author::Visitor, handed_off()), routed.clone()]), team_hears(Kind::NeedsPerson));
        assert_eq!(told(&[routed]), team_hears(Kind::Assigned), "later it is news");
    }

    #[test]
    fn one_event_tells_nobody_twice() {
        let twice = noted(&["ben-", "ben-"]);
        assert_eq!(hears(&held("cleo"), Author::Agent(agent("ana-")), twice).len(), 1);
    }
}
