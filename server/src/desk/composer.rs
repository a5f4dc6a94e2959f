//! What helps those who write: drafts that outlive the tab, canned replies, and a draft by the assistant.

use super::{Desk, Failure, Result};
use crate::{markdown, store};
use app::{
    api::{
        Caller,
        composer::{ComposerDesk, Suggestion},
    },
    domain::{
        canned::Canned,
        draft::Draft,
        fault::Fault,
        id::{CannedId, ConversationId},
        person::Agent,
        rich::Block,
        text::LONGEST_MESSAGE,
    },
};
use futures::FutureExt;

/// A workspace may have so many canned replies.
const MOST_CANNED: usize = 1_000;

#[async_trait::async_trait]
impl ComposerDesk for Desk {
    fn preview(&self, text: &str) -> Vec<Block> {
        markdown::blocks(&cut(text))
    }

    async fn drafts(&self, me: &Caller, id: &ConversationId) -> Result<Vec<Draft>, Fault> {
        let read = store::draft::all(&self.db, &me.workspace, &me.account, id).await;
        read.map_err(|error| Failure::from(error).told(self.clock.now()))
    }

    async fn keep_draft(&self, me: &Caller, id: &ConversationId, draft: Draft) -> Result<(), Fault> {
        self.write_draft(me, id, draft).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn canned(&self, me: &Caller) -> Result<Vec<Canned>, Fault> {
        let read = store::canned::all(&self.db, &me.workspace).await;
        read.map_err(|error| Failure::from(error).told(self.clock.now()))
    }

    async fn save_canned(&self, me: &Caller, it: Canned) -> Result<(), Fault> {
        self.write_canned(me, it).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn remove_canned(&self, me: &Caller, id: &CannedId) -> Result<(), Fault> {
        let (wall, it) = (me.workspace.clone(), id.clone());
        let done = self.db.write(move |tx| async move { store::canned::remove(tx, &wall, &it).await }.boxed()).await;
        done.map_err(|error| Failure::from(error).told(self.clock.now()))
    }

    async fn members(&self, me: &Caller) -> Result<Vec<Agent>, Fault> {
        let read = store::account::members(&self.db, &me.workspace).await;
        read.map_err(|error| Failure::from(error).told(self.clock.now()))
    }

    async fn suggest(&self, me: &Caller, id: &ConversationId) -> Result<Option<Suggestion>, Fault> {
        self.suggestion(&me.workspace, id).await.map_err(|failure| failure.told(self.clock.now()))
    }
}

impl Desk {
    async fn write_draft(&self, me: &Caller, id: &ConversationId, draft: Draft) -> Result<()> {
        let draft = Draft { text: cut(&draft.text), ..draft };
        let (wall, account, it, now) = (me.workspace.clone(), me.account.clone(), id.clone(), self.clock.now());
        let done = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                store::conversation::load(tx, &wall, &it).await?.ok_or(Failure::Fault(Fault::NotFound))?;
                // What was sent while this was on its way is no draft any more: it must not come back.
                let is_sent = store::event::of_message(tx, &wall, &it, &draft.message).await?.is_some();
                if is_sent {
                    store::draft::sent(tx, &wall, &account, &it, &draft.message).await?;
                } else if draft.text.trim().is_empty() {
                    store::draft::forget(tx, &wall, &account, &it, draft.mode).await?;
                } else {
                    store::draft::save(tx, &wall, &account, &it, &draft, now).await?;
                }
                Ok(())
            }
            .boxed()
        });
        done.await
    }

    async fn write_canned(&self, me: &Caller, it: Canned) -> Result<()> {
        let it = it.checked()?;
        let known = store::canned::all(&self.db, &me.workspace).await?;
        if known.len() >= MOST_CANNED && known.iter().all(|known| known.id != it.id) {
            return Err(Fault::invalid("shortcut", "There are too many canned replies. Delete one first.").into());
        }
        let (wall, now) = (me.workspace.clone(), self.clock.now());
        let done = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                if store::canned::is_taken(tx, &wall, &it.shortcut, &it.id).await? {
                    return Err(Fault::invalid("shortcut", "Another canned reply has this shortcut. Choose another one.").into());
                }
                Ok(store::canned::save(tx, &wall, &it, now).await?)
            }
            .boxed()
        });
        done.await
    }
}

/// As much of a text as a message can have.
fn cut(text: &str) -> String {
    text.chars().take(LONGEST_MESSAGE).collect()
}
