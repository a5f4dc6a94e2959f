//! The shared inbox: list, open, act.

use super::{Desk, Failure, Result, act::Target};
use crate::store::{self, conversation::Asked};
use app::{
    api::{Caller, inbox::InboxDesk},
    domain::{
        command::{Actor, Command},
        conversation::Conversation,
        fault::Fault,
        id::ConversationId,
        inbox::{Frame, Listed, Page},
        thread::Thread,
        time::Timestamp,
        view::{Filter, Key, Sort, ViewKey},
    },
};

/// Rows of a page.
const PAGE: usize = 100;

#[async_trait::async_trait]
impl InboxDesk for Desk {
    async fn inbox(&self, me: &Caller, view: ViewKey, sort: Option<Sort>) -> Result<Listed, Fault> {
        self.read_inbox(me, view, sort).await.map_err(|failure| failure.told(self.now()))
    }

    async fn more(&self, me: &Caller, filter: Filter, sort: Sort, after: &Key) -> Result<Page, Fault> {
        self.read_page(me, &filter.checked()?, sort, Some(after)).await.map_err(|failure| failure.told(self.now()))
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
