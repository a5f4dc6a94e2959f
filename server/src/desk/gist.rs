//! A conversation in a language model's words, for who takes it over: made once for each state of it, when somebody first looks, and
//! kept. Without a model, and in trouble, what is read off the thread by rules says it all.

use super::{
    Desk, Failure, Next, Result,
    model::{Aside, Setup},
};
use crate::{
    answer::model::{Line, Prompt, Voice, held, n_left_out},
    chance, db,
    react::Job,
    store::{
        self,
        gist::{Kept, State},
        setting::KeptModel,
    },
};
use app::{
    api::Caller,
    domain::{
        conversation::Conversation,
        event::{Event, What},
        fault::Fault,
        handoff::Holder,
        id::{ConversationId, Seq, WorkspaceId},
        summary::{Gist, Point, Retold, to_retell},
    },
};
use futures::FutureExt;
use std::time::Duration;

/// It is made of so many events at most, the latest.
const MOST_EVENTS: i64 = 2_000;
/// So long who makes it has for it, and so long it isn't tried again where nothing came of it.
const MAKING_MS: i64 = 60_000;
const AGAIN_MS: i64 = 600_000;
/// Whoever wants it looks so often, and so many times: longer than a model may take.
const LOOK: Duration = Duration::from_millis(200);
const MOST_LOOKS: u32 = 120;
/// After so many tries that broke it isn't made.
const MOST_TRIES: i64 = 3;

impl Desk {
    /// How the summary of a conversation stands with its gist.
    pub(super) async fn retold(&self, workspace: &WorkspaceId, it: &Conversation, events: &[Event]) -> Result<Retold> {
        let Some(up_to) = state(it, events) else { return Ok(Retold::No) };
        match store::gist::read(&self.db, workspace, &it.id).await?.filter(|kept| kept.up_to == up_to) {
            Some(Kept { state: State::Made(gist), .. }) => return Ok(Retold::Made { gist }),
            Some(Kept { state: State::Failed, until, .. }) if until > self.clock.now() => return Ok(Retold::No),
            _ => {}
        }
        let has_model = self.gist_model(workspace).await?.is_some();
        Ok(if has_model { Retold::Due } else { Retold::No })
    }

    /// The gist of a conversation as it stands; nothing where there is none, or nothing came of it. It waits while it is made.
    pub(super) async fn read_gist(&self, me: &Caller, id: &ConversationId) -> Result<Option<Gist>> {
        let workspace = &me.workspace;
        let it = store::conversation::by_id(&self.db, workspace, id).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        let events = store::event::latest(&self.db, workspace, id, it.seq + 1, MOST_EVENTS).await?;
        let Some(up_to) = state(&it, &events) else { return Ok(None) };
        if self.gist_model(workspace).await?.is_some() {
            self.want_gist(workspace, id, up_to).await?;
        }
        for _ in 0..MOST_LOOKS {
            let kept = store::gist::read(&self.db, workspace, id).await?.filter(|kept| kept.up_to >= up_to);
            match kept.map(|kept| kept.state) {
                Some(State::Making) => tokio::time::sleep(LOOK).await,
                Some(State::Made(gist)) => return Ok(Some(gist)),
                Some(State::Failed) | None => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Has it made, unless it is, somebody does, or nothing came of it lately.
    async fn want_gist(&self, workspace: &WorkspaceId, id: &ConversationId, up_to: Seq) -> Result<()> {
        let (wall, id, now) = (workspace.clone(), id.clone(), self.clock.now());
        let wanted = self.db.write::<_, db::Error, _>(move |tx| {
            async move {
                let is_ours = store::gist::claim(tx, &wall, &id, up_to, now, now.plus(MAKING_MS)).await?;
                if is_ours {
                    let job = Job::SumUp { conversation: id, up_to };
                    store::job::add(tx, &chance::id(now), &wall, job.kind(), serde_json::to_string(&job)?, now).await?;
                }
                Ok(is_ours)
            }
            .boxed()
        });
        if wanted.await? {
            self.gists.notify_one();
        }
        Ok(())
    }

    /// Makes the gist of a conversation as far as a message, and keeps what came of it; unless it is made, or more has been said.
    ///
    /// # Errors
    /// Where the database fails: it can be tried again.
    pub async fn sum_up(&self, workspace: &WorkspaceId, id: &ConversationId, up_to: Seq, attempt: i64) -> Result<Next> {
        let kept = store::gist::read(&self.db, workspace, id).await?;
        if kept.is_none_or(|kept| kept.up_to != up_to || kept.state != State::Making) {
            return Ok(Next::Done);
        }
        let (gist, again_ms) = if attempt > MOST_TRIES { (None, AGAIN_MS) } else { self.summed_up(workspace, id, up_to).await? };
        let (wall, id, until) = (workspace.clone(), id.clone(), self.clock.now().plus(again_ms));
        let keep = self.db.write::<_, db::Error, _>(move |tx| {
            async move { store::gist::keep(tx, &wall, &id, up_to, gist.as_ref(), until).await }.boxed()
        });
        keep.await?;
        Ok(Next::Done)
    }

    /// What a model makes of it; where that is nothing, for how long to leave it at that.
    async fn summed_up(&self, workspace: &WorkspaceId, id: &ConversationId, up_to: Seq) -> Result<(Option<Gist>, i64)> {
        let Some(setup) = self.gist_model(workspace).await? else { return Ok((None, 0)) };
        let events = store::event::latest(&self.db, workspace, id, up_to + 1, MOST_EVENTS).await?;
        let messages = up_to_here(&events);
        let (seqs, lines): (Vec<Seq>, Vec<Line>) = messages.into_iter().filter_map(line).unzip();
        let mut vault = setup.vault();
        let prompt = Prompt::gist(&lines, &mut vault);
        Ok(match self.ask_aside(workspace, &setup, &prompt).await? {
            Aside::Unasked => (None, 0),
            Aside::Failed => (None, AGAIN_MS),
            Aside::Told(wish) => {
                let point = |(text, nth): (String, usize)| Some(Point { text, seq: *seqs.get(nth)? });
                let points: Option<Vec<Point>> = held(wish, &lines, &vault).map(|points| points.into_iter().filter_map(point).collect());
                (points.map(|points| Gist { points, model: setup.model.label() }), AGAIN_MS)
            }
        })
    }

    async fn gist_model(&self, workspace: &WorkspaceId) -> Result<Option<Setup>> {
        let kept: KeptModel = store::setting::read(&self.db, workspace).await?;
        Ok(self.setup(workspace, kept))
    }
}

/// The state that a gist of the conversation is of; nothing where it needs none: the assistant speaks, or too little was said.
fn state(it: &Conversation, events: &[Event]) -> Option<Seq> {
    let is_wanted = it.is_open() && !it.is_spam && it.holder != Holder::Assistant;
    to_retell(events).last().filter(|_| is_wanted).map(|event| event.seq)
}

/// The messages of the segment, up to the last of these events.
fn up_to_here(events: &[Event]) -> Vec<&Event> {
    let start = events.iter().rposition(|event| matches!(event.what, What::Reopened { .. })).map_or(0, |at| at + 1);
    let messages: Vec<&Event> = events[start..].iter().filter(|event| line(event).is_some()).collect();
    messages[n_left_out(messages.len())..].to_vec()
}

/// A message as the model is told it, with its number.
fn line(event: &Event) -> Option<(Seq, Line)> {
    let (by, text) = match &event.what {
        What::Said { body, .. } => (Voice::Customer, body.text.clone()),
        What::Replied { body, .. } => (Voice::Colleague, body.text.clone()),
        What::Answered { answer, .. } => {
            let said: Vec<&str> = answer.parts.iter().map(|part| part.body.text.trim()).collect();
            (Voice::Assistant, if said.is_empty() { answer.preview() } else { said.join("\n") })
        }
        _ => return None,
    };
    (!text.trim().is_empty()).then_some((event.seq, Line { by, text }))
}
