//! The shared inbox: list, open, act.

use super::{Desk, Failure, Result, act::Target};
use crate::store;
use app::{
    api::{Caller, inbox::InboxDesk},
    domain::{
        command::{Actor, Command},
        conversation::Conversation,
        fault::Fault,
        id::{ConversationId, Seq},
        inbox::{Folder, Frame, Inbox},
        thread::{Earlier, Thread},
        time::Timestamp,
    },
};

/// Rows of a page.
const PAGE: usize = 200;
/// Events that a thread opens with, and goes back by.
const EVENTS: usize = 200;
/// Who opens a thread at one of its messages sees so many events before it; never more than so many in all.
const AROUND: usize = 20;
const MOST_EVENTS: usize = 20_000;

#[async_trait::async_trait]
impl InboxDesk for Desk {
    async fn inbox(&self, me: &Caller, folder: Folder) -> Result<Inbox, Fault> {
        self.read_inbox(me, folder).await.map_err(|failure| failure.told(self.now()))
    }

    async fn older(&self, me: &Caller, folder: Folder, before: &Conversation) -> Result<(Vec<Conversation>, bool), Fault> {
        self.read_older(me, folder, before).await.map_err(|failure| failure.told(self.now()))
    }

    async fn thread(&self, me: &Caller, id: &ConversationId) -> Result<Thread, Fault> {
        self.read_thread(me, id, None).await.map_err(|failure| failure.told(self.now()))
    }

    async fn thread_at(&self, me: &Caller, id: &ConversationId, at: Seq) -> Result<Thread, Fault> {
        self.read_thread(me, id, Some(at)).await.map_err(|failure| failure.told(self.now()))
    }

    async fn earlier(&self, me: &Caller, id: &ConversationId, before: Seq) -> Result<Earlier, Fault> {
        self.read_earlier(me, id, before, EVENTS).await.map_err(|failure| failure.told(self.now()))
    }

    async fn act(&self, me: &Caller, id: &ConversationId, command: Command) -> Result<Vec<Frame>, Fault> {
        let done = self.act_on(&me.workspace, Actor::Agent(me.agent()), Target::Id(id.clone()), command).await;
        done.map(super::act::Done::frames).map_err(|failure| failure.told(self.now()))
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn lacks_model(&self) -> bool {
        !self.library.has_model()
    }
}

impl Desk {
    async fn read_inbox(&self, me: &Caller, folder: Folder) -> Result<Inbox> {
        // The number is read first: what happens while we read is folded in twice, which changes nothing, rather than missed.
        let seq = store::workspace::seq(&self.db, &me.workspace).await?;
        let (n_open, n_closed) = store::conversation::counts(&self.db, &me.workspace).await?;
        let rows = store::conversation::first_page(&self.db, &me.workspace, folder, limit()).await?;
        let (rows, has_more) = cut(rows);
        let rows = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
        Ok(Inbox { folder, rows, n_open, n_closed, has_more, seq })
    }

    async fn read_older(&self, me: &Caller, folder: Folder, before: &Conversation) -> Result<(Vec<Conversation>, bool)> {
        let rows = store::conversation::next_page(&self.db, &me.workspace, folder, (before.changed_at, &before.id), limit()).await?;
        Ok(cut(rows))
    }

    async fn read_thread(&self, me: &Caller, id: &ConversationId, at: Option<Seq>) -> Result<Thread> {
        // The row is as it was after its last event; what happens while we read has a higher number and isn't read.
        let row = store::conversation::by_id(&self.db, &me.workspace, id).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        let before = row.seq + 1;
        let n = match at {
            Some(at) => store::event::count(&self.db, &me.workspace, id, at, before).await?,
            None => 0,
        };
        let n = usize::try_from(n).unwrap_or(MOST_EVENTS).saturating_add(AROUND).clamp(EVENTS, MOST_EVENTS);
        let Earlier { events, has_more } = self.read_earlier(me, id, before, n).await?;
        Ok(Thread { seq: row.seq, conversation: row, events, has_more })
    }

    /// The `n` events before `before`.
    async fn read_earlier(&self, me: &Caller, id: &ConversationId, before: Seq, n: usize) -> Result<Earlier> {
        let limit = i64::try_from(n + 1).unwrap_or(i64::MAX);
        let mut events = store::event::latest(&self.db, &me.workspace, id, before, limit).await?;
        let n_beyond = events.len().saturating_sub(n);
        events.drain(..n_beyond);
        Ok(Earlier { events, has_more: n_beyond > 0 })
    }
}

fn limit() -> i64 {
    i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
}

/// A page of rows, and whether more follow.
fn cut(mut rows: Vec<Conversation>) -> (Vec<Conversation>, bool) {
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    (rows, has_more)
}
