//! The shared inbox: list, open, act.

use super::{Desk, Failure, Result, act::Target};
use crate::store;
use app::{
    api::{Caller, inbox::InboxDesk},
    domain::{
        command::{Actor, Command},
        conversation::Conversation,
        fault::Fault,
        id::ConversationId,
        inbox::{Folder, Frame, Inbox},
        thread::Thread,
        time::Timestamp,
    },
};

/// Rows of a page.
const PAGE: usize = 200;

#[async_trait::async_trait]
impl InboxDesk for Desk {
    async fn inbox(&self, me: &Caller, folder: Folder) -> Result<Inbox, Fault> {
        self.read_inbox(me, folder).await.map_err(|failure| failure.told(self.now()))
    }

    async fn older(&self, me: &Caller, folder: Folder, before: &Conversation) -> Result<(Vec<Conversation>, bool), Fault> {
        self.read_older(me, folder, before).await.map_err(|failure| failure.told(self.now()))
    }

    async fn thread(&self, me: &Caller, id: &ConversationId) -> Result<Thread, Fault> {
        self.read_thread(me, id).await.map_err(|failure| failure.told(self.now()))
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

    async fn read_thread(&self, me: &Caller, id: &ConversationId) -> Result<Thread> {
        // The row is folded from the events: the two can't disagree, whatever happens meanwhile.
        let events = store::event::of_conversation(&self.db, &me.workspace, id, 0).await?;
        let mut folded = events.first().and_then(Conversation::opened_by).ok_or(Failure::Fault(Fault::NotFound))?;
        events.iter().for_each(|event| folded.apply(event));
        let seq = folded.seq;
        Ok(Thread { conversation: folded, events, seq })
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
