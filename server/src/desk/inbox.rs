//! The shared inbox: list, open, act.

use super::{Desk, Failure, Result, act::Target};
use crate::store::{self, conversation::Asked};
use app::{
    api::{Caller, inbox::InboxDesk},
    domain::{
        command::{Actor, Command},
        conversation::Conversation,
        event::What,
        fault::Fault,
        id::{ConversationId, Seq},
        inbox::{Frame, Listed, Page},
        thread::{Before, Earlier, Later, Thread},
        time::Timestamp,
        view::{Filter, Key, Sort, ViewKey},
    },
};

/// Rows of a page.
const PAGE: usize = 100;
/// Events that a thread opens with, and goes back by.
const EVENTS: usize = 200;
/// Who opens a thread at one of its messages sees so many events before it.
const AROUND: usize = 20;
/// So many events are looked at in one go for the first that is new.
const LOOKED_AT: i64 = 100;

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

    async fn later(&self, me: &Caller, id: &ConversationId, after: Seq) -> Result<Later, Fault> {
        self.read_later(me, id, after, EVENTS).await.map_err(|failure| failure.told(self.now()))
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
        // The number is read first: what happens elsewhere while we read is told once more, which changes nothing.
        let reached = store::workspace::seq(&self.db, &me.workspace).await?;
        // The row is as it was after its last event; what happens while we read has a higher number and isn't read.
        let row = store::conversation::by_id(&self.db, &me.workspace, id).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        let read = store::view::reads(&self.db, &me.workspace, &me.account, std::slice::from_ref(id)).await?;
        let first_new = self.first_new(me, &row, read.get(id).copied().unwrap_or_default()).await?;
        let seq = reached.max(row.seq);
        let latest = self.read_earlier(me, id, row.seq + 1, EVENTS).await?;
        let is_beyond = |at: &Seq| latest.has_more && latest.events.get(AROUND).is_some_and(|event| event.seq > *at);
        let Some(at) = at.filter(is_beyond) else {
            let Earlier { events, has_more } = latest;
            return Ok(Thread { seq, conversation: row, events, has_more, has_later: false, first_new });
        };
        let Earlier { mut events, has_more } = self.read_earlier(me, id, at, AROUND).await?;
        let later = self.read_later(me, id, at.saturating_sub(1), EVENTS - AROUND).await?;
        // What happens while we read has a higher number than the row and isn't read.
        events.extend(later.events.into_iter().filter(|event| event.seq <= row.seq));
        Ok(Thread { seq, conversation: row, events, has_more, has_later: later.has_more, first_new })
    }

    /// The first message of the visitor, or what they filled in, after `read_to`; nothing where all was read, or nothing.
    async fn first_new(&self, me: &Caller, row: &Conversation, read_to: Seq) -> Result<Option<Seq>> {
        let mut after = read_to;
        while read_to > 0 && after < row.said {
            let events = store::event::following(&self.db, &me.workspace, &row.id, after, LOOKED_AT).await?;
            let tells = |what: &What| matches!(what, What::Said { .. } | What::FilledIn { is_skipped: false, .. });
            if let Some(event) = events.iter().find(|event| tells(&event.what)) {
                return Ok(Some(event.seq));
            }
            let Some(last) = events.last() else { break };
            after = last.seq;
        }
        Ok(None)
    }

    /// The `n` events after `after`.
    async fn read_later(&self, me: &Caller, id: &ConversationId, after: Seq, n: usize) -> Result<Later> {
        let limit = i64::try_from(n + 1).unwrap_or(i64::MAX);
        let mut events = store::event::following(&self.db, &me.workspace, id, after, limit).await?;
        let has_more = events.len() > n;
        events.truncate(n);
        Ok(Later { events, has_more })
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
