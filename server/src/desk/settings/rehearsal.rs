//! What would be heard: in one sentence that somebody types, or in what visitors wrote lately. Nothing is changed.

use super::super::{
    Desk, Result,
    listen::{Ears as Listener, topics},
};
use crate::{
    answer::{signals::frustrated, wants_person},
    store,
};
use anyhow::Context;
use app::{
    api::settings::{Ears, Heard, Hit, Rehearsal},
    domain::{
        event::{Event, What},
        fault::Fault,
        handoff::{Cause, Reason},
        id::{ConversationId, Seq, WorkspaceId},
        policy::Policy,
        settings::Listening,
        text::LONGEST_MESSAGE,
        time::Timestamp,
    },
};
use std::{collections::HashMap, sync::Arc};

/// So far back, in milliseconds.
const REACH_MS: i64 = 30 * 86_400_000;
/// So many messages are read at most, so many at once.
const MOST_READ: usize = 5_000;
const PAGE: i64 = 1_000;
/// So many hits are listed, and so many conversations are asked how they went.
const MOST_LISTED: usize = 50;
const MOST_ASKED: usize = 300;
/// A message is listed by so many of its characters.
const LONGEST_TEXT: usize = 160;

impl Desk {
    pub(super) async fn hear_sentence(&self, workspace: &WorkspaceId, text: &str, draft: Ears) -> Result<Vec<Heard>> {
        if text.chars().count() > LONGEST_MESSAGE {
            return Err(Fault::TooLarge.into());
        }
        let listener = self.listener(workspace, draft).await?;
        let policy: Policy = store::setting::read(&self.db, workspace).await?;
        let heard = |cause: Cause, by: &str| Heard { step: policy.step(cause.why), cause, by: by.to_owned() };
        let person = wants_person(text).then(|| heard(Reason::AskedForPerson.into(), ""));
        let own = listener.hear(text).map(|(cause, by)| heard(cause, by));
        let mood = frustrated(text, &[]).map(|_| heard(Reason::Frustrated.into(), ""));
        Ok(person.into_iter().chain(own).chain(mood).collect())
    }

    pub(super) async fn hear_history(&self, workspace: &WorkspaceId, draft: Ears) -> Result<Rehearsal> {
        let listener = self.listener(workspace, draft).await?;
        let since = self.clock.now().plus(-REACH_MS);
        let (said, is_cut) = self.said_since(workspace, since).await?;
        let n_read = said.len() as u64;
        let heard = tokio::task::spawn_blocking(move || hits(&listener, said)).await.context("listening to the past")?;
        let alone = self.alone(workspace, &heard).await?;
        let n_alone = heard.iter().filter(|hit| alone.get(&hit.conversation).is_some_and(|(_, it)| *it)).count() as u64;
        let n_hits = heard.len() as u64;
        let told = |hit: Hit| {
            let (visitor, was_alone) = alone.get(&hit.conversation).cloned().unwrap_or_default();
            Hit { visitor, was_alone, ..hit }
        };
        Ok(Rehearsal { n_read, n_hits, n_alone, is_cut, hits: heard.into_iter().take(MOST_LISTED).map(told).collect() })
    }

    /// Who listens as drafted.
    async fn listener(&self, workspace: &WorkspaceId, draft: Ears) -> Result<Arc<Listener>> {
        let fresh = Listening { keywords: draft.keywords, topics: draft.topics }.checked()?;
        let saved: Listening = store::setting::read(&self.db, workspace).await?;
        if fresh.keywords == saved.keywords && fresh.topics.is_none() {
            return self.ears(workspace).await;
        }
        let topics = fresh.topics.unwrap_or_else(|| topics(&saved));
        Ok(Arc::new(Listener::of(Listening { topics: Some(topics), ..fresh })))
    }

    /// What visitors wrote since then, the latest first, and whether there was more than is read.
    async fn said_since(&self, workspace: &WorkspaceId, since: Timestamp) -> Result<(Vec<Said>, bool)> {
        let mut said: Vec<Said> = Vec::new();
        let mut before = Seq::MAX;
        loop {
            let page = store::event::messages(&self.db, workspace, before.min(i64::MAX.cast_unsigned()), PAGE).await?;
            let is_last = page.len() < PAGE.unsigned_abs() as usize || page.iter().any(|event| event.at < since);
            before = page.last().map_or(0, |event| event.seq);
            said.extend(page.into_iter().filter(|event| event.at >= since).filter_map(Said::of));
            if said.len() > MOST_READ {
                said.truncate(MOST_READ);
                return Ok((said, true));
            }
            if is_last {
                return Ok((said, false));
            }
        }
    }

    /// Of the conversations of these hits: who wrote, and whether no person ever took it.
    async fn alone(&self, workspace: &WorkspaceId, hits: &[Hit]) -> Result<HashMap<ConversationId, (String, bool)>> {
        let mut known = HashMap::new();
        for hit in hits {
            if known.len() >= MOST_ASKED {
                break;
            }
            if known.contains_key(&hit.conversation) {
                continue;
            }
            if let Some(it) = store::conversation::by_id(&self.db, workspace, &hit.conversation).await? {
                let was_alone = it.handoff.is_none() && it.flag.is_none() && it.seal.is_none() && it.moved.is_none();
                known.insert(it.id.clone(), (it.visitor.label(), was_alone));
            }
        }
        Ok(known)
    }
}

/// A visitor's message.
struct Said {
    conversation: ConversationId,
    seq: Seq,
    at: Timestamp,
    text: String,
}

impl Said {
    fn of(event: Event) -> Option<Self> {
        let What::Said { body, .. } = event.what else { return None };
        Some(Self { conversation: event.conversation, seq: event.seq, at: event.at, text: body.text })
    }
}

fn hits(listener: &Listener, said: Vec<Said>) -> Vec<Hit> {
    let hit = |Said { conversation, seq, at, text }: Said| {
        let (cause, _) = listener.hear(&text)?;
        let text = text.chars().take(LONGEST_TEXT).collect();
        Some(Hit { conversation, seq, at, text, cause, visitor: String::new(), was_alone: false })
    };
    said.into_iter().filter_map(hit).collect()
}
