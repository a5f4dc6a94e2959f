//! How an event changes a conversation.

use super::{Conversation, Did, Last, Move, Rating, Status};
use crate::domain::{
    answer::Kind,
    case::lower,
    event::{Event, What},
    file::{self, File},
    form::{FieldKind, Form},
    handoff::{Cause, Handoff, Holder, Lease, Outlook, Reason, Seal},
    id::ConversationId,
    label::{Attribute, LeadMark, Tagged, Team},
    time::Timestamp,
};
use std::collections::BTreeMap;

/// So many answers can still be rated.
const MOST_RATINGS: usize = 20;
/// Of what a visitor asked, so many characters are kept for comparison.
const LONGEST_ASKED: usize = 300;

impl Conversation {
    /// Folds one event in. An event that was folded in before changes nothing.
    pub fn apply(&mut self, event: &Event) {
        if event.seq <= self.seq {
            return;
        }
        if !self.talked(event) {
            self.marked(event);
        }
        self.seq = event.seq;
        // That somebody looks, or has read it, moves no row of a list.
        if event.what.has_line() {
            self.changed_at = event.at;
        }
    }

    /// Whether `asked` is all that the visitor asked, and not its beginning alone.
    pub fn has_all_asked(&self) -> bool {
        self.asked.chars().count() < LONGEST_ASKED
    }

    /// Folds what was said and who speaks; says whether the event was of that kind.
    fn talked(&mut self, event: &Event) -> bool {
        match &event.what {
            What::Started { .. } => self.opened_at = event.at,
            What::Said { id, body, page, files } => {
                self.epoch += 1;
                self.page = page.clone().or(self.page.take());
                self.ask(&body.text);
                self.waiting_since.get_or_insert(event.at);
                self.said = event.seq;
                // Who writes in the widget has the thread before their eyes.
                if !id.came_by_mail() {
                    self.seen = event.seq;
                }
                self.say(event, file::preview(body, files));
            }
            What::Answered { answer, .. } => {
                self.waiting_since = None;
                if answer.kind == Kind::Grounded {
                    let n_old = (self.ratings.len() + 1).saturating_sub(MOST_RATINGS);
                    self.ratings.drain(..n_old);
                    self.ratings.push(Rating { answer: event.seq, is_helpful: None });
                    self.flag = self.flag.take().filter(|flag| flag.why != Reason::LowConfidence);
                }
                // That the docs don't say it is told by the flag; the list goes on showing what was asked.
                if answer.kind != Kind::NotCovered {
                    self.say(event, answer.preview());
                }
            }
            What::Flagged { cause } => self.flag = Some(cause.clone()),
            What::HandedOff { cause, outlook, .. } => self.queue(cause, *outlook, event.at),
            What::TookOver { lease_ms } => self.take(event, *lease_ms),
            What::Leased { lease: new } => {
                if let Holder::Agent { lease, .. } = &mut self.holder {
                    *lease = *new;
                }
            }
            What::Held { until } => {
                if let Holder::Agent { lease, .. } = &mut self.holder {
                    lease.held_until = Some(*until);
                }
            }
            What::Replied { body, files, .. } => {
                self.epoch += 1;
                self.waiting_since = None;
                self.turns = 0;
                if let Holder::Agent { lease, .. } = &mut self.holder {
                    *lease = lease.renewed();
                }
                self.moved(event, Did::Replied);
                self.say(event, file::preview(body, files));
            }
            What::HandedBack { seal } => self.back(event, Did::HandedBack, seal.as_ref()),
            What::Closed { seal } => {
                self.status = Status::Closed;
                self.waiting_since = None;
                self.back(event, Did::Closed, seal.as_ref());
            }
            What::Reopened { segment } => {
                self.status = Status::Open;
                self.segment = *segment;
                self.handoff = None;
                // What was asked is over; the files that were given can still be opened.
                self.form = self.given().map(|files| Form { files, ..Form::default() });
                // Whoever brings it back leaves it where a person put it; to the visitor it is a new matter.
                self.keeps_team &= event.by.agent().is_some();
                self.mentioned.clear();
                self.hold(Holder::Assistant);
            }
            _ => return false,
        }
        true
    }

    /// Folds what the conversation is marked with.
    fn marked(&mut self, event: &Event) {
        match &event.what {
            What::Visited { visit } => self.visit = visit.clone(),
            What::Identified { identity } => self.visitor.prove(identity.clone()),
            What::Introduced { name } => self.visitor.name = Some(name.clone()),
            What::LeftEmail { email } => self.visitor.email = Some(email.clone()),
            What::Described { attributes } => {
                self.attributes.extend(attributes.clone());
                self.attributes.retain(|_, it| !it.value.is_empty());
            }
            What::Asked { fields } => {
                self.form = Some(Form { fields: fields.clone(), answered: 0, files: self.given().unwrap_or_default() });
            }
            What::FilledIn { attributes, files, is_skipped } => {
                self.fill_in(event, attributes, files);
                if !is_skipped && self.holder.agent().is_some() {
                    self.tell(event);
                }
            }
            What::Rated { answer, is_helpful } => {
                self.ratings.iter_mut().filter(|it| it.answer == *answer).for_each(|it| it.is_helpful = Some(*is_helpful));
            }
            What::Saw { up_to } => self.seen = self.seen.max(*up_to),
            What::Noted { mentions, .. } => {
                let new = mentions.iter().filter(|it| !self.mentioned.contains(&it.id)).map(|it| it.id.clone()).collect::<Vec<_>>();
                self.mentioned.extend(new);
                self.moved(event, Did::Noted);
            }
            What::Snoozed { until } => {
                self.status = Status::Snoozed { until: *until };
                self.moved(event, Did::Snoozed);
            }
            What::Woke => self.status = Status::Open,
            What::Assigned { to } => {
                self.assignee.clone_from(to);
                self.moved(event, Did::Assigned);
            }
            What::Routed { team } => self.route(event, team.as_ref()),
            What::Tagged { tag } => self.tags.push(Tagged { tag: tag.clone(), by_rule: event.by.agent().is_none() }),
            What::Untagged { tag } => self.tags.retain(|it| it.tag != *tag),
            What::Prioritised { priority } => self.priority = *priority,
            What::LeadSet { lead } => self.lead = Some(LeadMark { lead: *lead, by: event.by.clone(), at: event.at }),
            What::MarkedSpam { is_spam } => self.is_spam = *is_spam,
            What::Blocked { is_blocked } => self.is_blocked = *is_blocked,
            What::Promised { promise } => self.promises.push(promise.clone()),
            What::PromiseDue { promise } => {
                self.promises.iter_mut().filter(|it| it.id == promise.id).for_each(|it| it.is_due = true);
            }
            What::PromiseMoved { promise } => {
                self.promises.iter_mut().filter(|it| it.id == promise.id).for_each(|it| it.clone_from(promise));
            }
            What::PromiseSettled { id, .. } => self.promises.retain(|it| it.id != *id),
            What::Linked { other, label } => drop(self.links.insert(other.clone(), label.clone())),
            What::Merged { into, .. } => self.merge_into(event, into),
            What::Absorbed { from, .. } => self.absorb(event, from),
            // What was said and who speaks is folded above.
            _ => {}
        }
    }

    fn ask(&mut self, text: &str) {
        if self.waiting_since.is_none() {
            self.asked.clear();
        }
        if self.waiting_since.is_none() || self.asked.is_empty() {
            self.turns += 1;
        }
        for word in lower(text).split_whitespace() {
            let gap = if self.asked.is_empty() { "" } else { " " };
            self.asked += gap;
            self.asked += word;
        }
        if let Some((end, _)) = self.asked.char_indices().nth(LONGEST_ASKED) {
            self.asked.truncate(end);
        }
    }

    fn fill_in(&mut self, event: &Event, attributes: &BTreeMap<String, Attribute>, files: &[File]) {
        self.attributes.extend(attributes.clone());
        let Some(form) = &mut self.form else { return };
        form.answered = event.seq;
        let is_file = |label: &&String| form.fields.iter().any(|it| it.kind == FieldKind::File && it.label == **label);
        let labels: Vec<String> = attributes.keys().filter(is_file).cloned().collect();
        form.files.extend(labels.into_iter().zip(files.iter().cloned()));
    }

    /// The files that were given, by the labels of their fields; nothing where there are none.
    fn given(&mut self) -> Option<BTreeMap<String, File>> {
        self.form.take().map(|form| form.files).filter(|files| !files.is_empty())
    }

    /// The visitor has told something, without words, to who holds it: that is owed an answer as words are.
    fn tell(&mut self, event: &Event) {
        if self.waiting_since.is_none() {
            self.asked.clear();
        }
        self.waiting_since.get_or_insert(event.at);
        self.said = event.seq;
    }

    fn queue(&mut self, cause: &Cause, outlook: Option<Outlook>, at: Timestamp) {
        let since = *self.waiting_since.get_or_insert(at);
        self.handoff = Some(Handoff { cause: cause.clone(), at, outlook });
        self.hold(Holder::Queue { since, why: cause.why });
    }

    fn take(&mut self, event: &Event, lease_ms: i64) {
        let Some(agent) = event.by.agent() else { return };
        if self.holder == Holder::Assistant {
            let cause = self.flag.clone().unwrap_or_else(|| Reason::AgentPulled.into());
            self.handoff = Some(Handoff { cause, at: event.at, outlook: None });
        }
        self.assignee = Some(agent.clone());
        self.hold(Holder::Agent { agent: agent.clone(), since: event.at, lease: Lease::new(lease_ms) });
        self.moved(event, Did::TookOver);
    }

    fn route(&mut self, event: &Event, team: Option<&Team>) {
        // Another name of the same team is no choice of anybody's.
        if team.map(|it| &it.id) != self.team.as_ref().map(|it| &it.id) {
            self.keeps_team = team.is_some() && event.by.agent().is_some();
        }
        self.team = team.cloned();
    }

    /// A person's turn is over.
    fn back(&mut self, event: &Event, did: Did, seal: Option<&Seal>) {
        self.seal = seal.cloned().or(self.seal.take());
        self.assignee = None;
        self.turns = 0;
        self.hold(Holder::Assistant);
        self.moved(event, did);
    }

    /// Its story goes on elsewhere: nothing is owed here any more.
    fn merge_into(&mut self, event: &Event, into: &ConversationId) {
        self.merged_into = Some(into.clone());
        self.status = Status::Closed;
        self.waiting_since = None;
        self.assignee = None;
        self.promises.clear();
        self.hold(Holder::Assistant);
        self.moved(event, Did::Merged);
    }

    /// Takes over what another conversation with the same person was owed and knew.
    fn absorb(&mut self, event: &Event, from: &Self) {
        self.visitor.name = self.visitor.name.take().or_else(|| from.visitor.name.clone());
        self.visitor.email = self.visitor.email.take().or_else(|| from.visitor.email.clone());
        self.waiting_since = [self.waiting_since, from.waiting_since].into_iter().flatten().min();
        if self.lead.as_ref().map(|it| it.at) < from.lead.as_ref().map(|it| it.at) {
            self.lead.clone_from(&from.lead);
        }
        self.said = self.said.max(from.said);
        if self.last.as_ref().map(|it| it.at) < from.last.as_ref().map(|it| it.at) {
            self.last.clone_from(&from.last);
        }
        // What the assistant has begun knows only half of it.
        self.epoch += 1;
        self.moved(event, Did::Merged);
    }

    fn hold(&mut self, holder: Holder) {
        self.holder = holder;
        self.flag = None;
        self.epoch += 1;
    }

    fn moved(&mut self, event: &Event, did: Did) {
        if let Some(agent) = event.by.agent() {
            self.moved = Some(Move { seq: event.seq, agent: agent.clone(), did });
        }
    }

    fn say(&mut self, event: &Event, preview: String) {
        self.last = Some(Last { by: event.by.clone(), preview, at: event.at });
    }
}
