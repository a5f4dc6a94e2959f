//! The shared inbox: list, open, act.

use super::{Desk, Failure, Result, act::Target};
use crate::store::{self, conversation::Asked};
use app::{
    api::{Caller, inbox::InboxDesk},
    domain::{
        command::{Actor, Command},
        conversation::Conversation,
        fault::Fault,
        id::{ConversationId, Seq},
        inbox::{Frame, Listed, Page},
        thread::{Before, Earlier, Thread},
        time::Timestamp,
        view::{Filter, Key, Sort, ViewKey},
    },
};

/// Rows of a page.
const PAGE: usize = 100;
/// Events that a thread opens with, and goes back by.
const EVENTS: usize = 200;
/// Who opens a thread at one of its messages sees so many events before it; never more than so many in all.
const AROUND: usize = 20;
const MOST_EVENTS: usize = 20_000;

#[async_trait::async_trait]
impl InboxDesk for Desk {
    async fn inbox(&self, me: &Caller, view: ViewKey, sort: Option<Sort>) -> Result<Listed, Fault> {
        self.read_inbox(me, view, sort).await.map_err(|failure| failure.told(self.now()))
    }

    async fn more(&self, me: &Caller, filter: Filter, sort: Sort, after: &Key) -> Result<Page, Fault> {
        self.read_page(me, &filter.checked()?, sort, Some(after)).await.map_err(|failure| failure.told(self.now()))
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

    async fn before(&self, me: &Caller, id: &ConversationId) -> Result<Vec<Before>, Fault> {
        self.read_before(me, id).await.map_err(|failure| failure.told(self.now()))
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
    async fn read_inbox(&self, me: &Caller, view: ViewKey, sort: Option<Sort>) -> Result<Listed> {
        let (filter, own) = match view {
            ViewKey::BuiltIn { view } => (view.filter(), Sort::default()),
            ViewKey::Asked { filter } => (filter.checked()?, Sort::default()),
            ViewKey::Saved { id } => {
                let saved = store::view::one(&self.db, &me.workspace, &me.account, &id).await?;
                let saved = saved.ok_or(Failure::Fault(Fault::NotFound))?;
                (saved.filter, saved.sort)
            }
        };
        let sort = sort.unwrap_or(own);
        let page = self.read_page(me, &filter, sort, None).await?;
        Ok(Listed { me: me.account.clone(), filter, sort, page })
    }

    async fn read_page(&self, me: &Caller, filter: &Filter, sort: Sort, after: Option<&Key>) -> Result<Page> {
        // The number is read first: what happens while we read is folded in twice, which changes nothing, rather than missed.
        let seq = store::workspace::seq(&self.db, &me.workspace).await?;
        let asked = Asked { workspace: &me.workspace, me: &me.account, filter, now: self.clock.now() };
        let (rows, has_more) = cut(store::conversation::page(&self.db, asked, sort, after, limit()).await?);
        let ids: Vec<ConversationId> = rows.iter().map(|row| row.id.clone()).collect();
        let known = store::view::reads(&self.db, &me.workspace, &me.account, &ids).await?;
        // Whoever is named is known, also to have read nothing.
        let reads = ids.into_iter().map(|id| (known.get(&id).copied().unwrap_or_default(), id)).map(|(seq, id)| (id, seq)).collect();
        Ok(Page { rows, reads, has_more, seq })
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
        let read = store::view::reads(&self.db, &me.workspace, &me.account, std::slice::from_ref(id)).await?;
        let read_to = read.get(id).copied().unwrap_or_default();
        Ok(Thread { seq: row.seq, conversation: row, events, has_more, read_to })
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
