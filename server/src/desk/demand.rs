//! What visitors ask most, and what of it the docs don't answer.

mod past;

use super::{Desk, Result};
use crate::{
    answer::cluster::{self, Asked},
    store,
};
use anyhow::Context;
use app::{
    api::{
        Caller,
        demand::{Demand, DemandDesk, Example, Group, MOST_ASKED, Span},
    },
    domain::{
        demand::Tally,
        fault::Fault,
        id::{AssistantId, WorkspaceId},
        time::Timestamp,
    },
};
use past::asked;
use std::cmp::Reverse;

/// So many conversations are looked through at most, the latest, and so many are read at a time.
const MOST_CONVERSATIONS: i64 = 4_000;
const AT_ONCE: usize = 50;
/// So many groups are listed of what is asked most, and as many of what the docs lack most.
const MOST_GROUPS: usize = 50;

#[async_trait::async_trait]
impl DemandDesk for Desk {
    async fn demand(&self, me: &Caller, span: Span, assistant: Option<AssistantId>) -> Result<Demand, Fault> {
        self.read_demand(&me.workspace, span, assistant.as_ref()).await.map_err(|failure| failure.told(self.clock.now()))
    }
}

impl Desk {
    async fn read_demand(&self, workspace: &WorkspaceId, span: Span, of: Option<&AssistantId>) -> Result<Demand> {
        if let Some(id) = of {
            self.own_assistant(workspace, id).await?;
        }
        let all = self.asked_since(workspace, self.clock.now().plus(-span.ms()), of).await?;
        let group = self.library.compare(move |encode| told(cluster::groups(&all, encode)));
        Ok(group.await.context("grouping what was asked")?)
    }

    /// What visitors asked since then, the latest [`MOST_ASKED`].
    async fn asked_since(&self, workspace: &WorkspaceId, since: Timestamp, of: Option<&AssistantId>) -> Result<Vec<Asked>> {
        let is_wanted = |it: &Asked| it.at >= since && of.is_none_or(|of| it.assistant.as_ref() == Some(of));
        let most = usize::try_from(MOST_ASKED).unwrap_or(usize::MAX);
        let lately = store::demand::lately(&self.db, workspace, of, since, MOST_CONVERSATIONS).await?;
        let mut all: Vec<Asked> = Vec::new();
        for some in lately.chunks(AT_ONCE) {
            let events = store::demand::stories(&self.db, workspace, some).await?;
            for story in events.chunk_by(|one, next| one.conversation == next.conversation) {
                all.extend(asked(story).into_iter().filter(is_wanted));
            }
            if all.len() >= most {
                break;
            }
        }
        all.sort_by_key(|it| Reverse((it.at, it.seq)));
        all.truncate(most);
        Ok(all)
    }
}

/// The groups as they are listed: what is asked most, and what the docs lack most.
fn told(groups: Vec<cluster::Group>) -> Demand {
    let tally = groups.iter().fold(Tally::default(), |sum, it| sum.plus(it.tally));
    let mut lacking: Vec<usize> = (0..groups.len()).filter(|at| groups[*at].tally.not_covered > 0).collect();
    lacking.sort_by_key(|at| Reverse(groups[*at].tally.not_covered));
    lacking.truncate(MOST_GROUPS);
    let n = groups.len();
    let is_listed = |at: &usize| *at < MOST_GROUPS || lacking.contains(at);
    let listed: Vec<Group> = groups.into_iter().enumerate().filter(|(at, _)| is_listed(at)).map(|(_, group)| shown(group)).collect();
    Demand { tally, n_more: (n - listed.len()) as u64, groups: listed }
}

fn shown(it: cluster::Group) -> Group {
    Group {
        question: it.typical.text,
        assistant: it.typical.assistant,
        page: it.page,
        tally: it.tally,
        latest: it.latest,
        examples: it.examples.into_iter().map(example).collect(),
    }
}

fn example(it: Asked) -> Example {
    Example { question: it.text, became: it.became, conversation: it.conversation, seq: it.seq, at: it.at }
}
