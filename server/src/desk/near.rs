//! A visitor types, and hears who of the team is near.

use super::{Desk, Failure, Result, visit::Guest};
use crate::{
    desk::TYPING_MS,
    hub::{Ear, Nearby},
    store,
};
use app::{
    api::Caller,
    domain::{
        id::{AccountId, ConversationId, WorkspaceId},
        near::{Near, shown},
    },
    talk::{self, LONGEST_DRAFT, Typing},
};
use futures::FutureExt;
use std::{sync::Arc, time::Duration};

/// A visitor forgets after twelve seconds who is near; it is said again well within that.
const AGAIN: Duration = Duration::from_secs(5);

impl Desk {
    /// What a member hears of who is near.
    pub fn ear(&self, me: &Caller) -> Ear {
        Ear::of(me.account.clone(), self.hub.overhear(&me.workspace))
    }

    /// What a visitor hears of who is near.
    pub fn near_visitor(self: &Arc<Self>, guest: &Guest) -> VisitorNear {
        let nearby = self.hub.overhear(&guest.workspace);
        VisitorNear { desk: Arc::clone(self), guest: guest.clone(), nearby, conversation: None, seen: None, told: None, is_due: true }
    }

    /// The visitor types, or has stopped. Before their first message there is nothing to see, and who is blocked isn't seen.
    ///
    /// # Errors
    /// Where the database can't take it.
    pub async fn types(&self, guest: &Guest, typing: Typing) -> Result<()> {
        let found = store::conversation::of_visitor(&self.db, &guest.workspace, &guest.visitor).await?;
        let Some(it) = found.filter(|it| !it.is_blocked) else { return Ok(()) };
        let sharing = self.read_sharing(&guest.workspace).await?;
        let draft = typing.draft.filter(|_| sharing.visitor_drafts).map(|draft| shown(&draft, LONGEST_DRAFT)).unwrap_or_default();
        let (wall, until) = (guest.workspace.clone(), self.clock.now().plus(TYPING_MS));
        self.db
            .write::<_, Failure, _>(move |tx| {
                async move {
                    if typing.is_typing {
                        store::presence::types(tx, &wall, &it.id, &draft, until).await?;
                    } else {
                        store::presence::hush(tx, &wall, &it.id).await?;
                    }
                    Ok(crate::db::dialect::notify_near(tx, &wall).await?)
                }
                .boxed()
            })
            .await?;
        self.hub.whisper(&guest.workspace);
        Ok(())
    }

    /// A page of a member is open; said again while it is.
    ///
    /// # Errors
    /// Where the database can't take it.
    pub async fn attend(&self, workspace: &WorkspaceId, me: &AccountId) -> Result<()> {
        let (wall, who, until) = (workspace.clone(), me.clone(), self.clock.now().plus(super::ATTENDANCE_MS));
        Ok(self.db.write(move |tx| async move { store::attendance::attend(tx, &wall, &who, until).await }.boxed()).await?)
    }

    /// Forgets who was near; how many.
    ///
    /// # Errors
    /// Where the database can't take it.
    pub async fn sweep_presence(&self) -> Result<u64> {
        let now = self.clock.now();
        Ok(self.db.write(move |tx| async move { store::presence::expire(tx, now).await }.boxed()).await?)
    }
}

/// Who of the team a visitor knows to be near.
#[derive(Debug)]
pub struct VisitorNear {
    desk: Arc<Desk>,
    guest: Guest,
    nearby: Nearby,
    conversation: Option<ConversationId>,
    /// Who was near when it was last looked at.
    seen: Option<Near>,
    told: Option<talk::Near>,
    is_due: bool,
}

impl VisitorNear {
    /// Something happened in the conversation: who may be known to be near may be somebody else.
    pub const fn look_again(&mut self) {
        self.is_due = true;
    }

    /// Who is near, whenever that changes, and again while somebody is; nothing: nobody any more.
    ///
    /// # Errors
    /// Where the conversation can't be read; asking again goes on. It can be dropped while it waits.
    pub async fn next(&mut self) -> Result<Option<talk::Near>> {
        loop {
            let mut is_time = false;
            if !self.is_due {
                let says_again = self.told.is_some();
                tokio::select! {
                    () = self.nearby.changed() => {}
                    () = tokio::time::sleep(AGAIN), if says_again => is_time = true,
                }
            }
            let near = self.look().await?;
            if near != self.told || (is_time && near.is_some()) {
                self.told.clone_from(&near);
                return Ok(near);
            }
        }
    }

    /// Who is near. The database is asked only where something there may have changed.
    async fn look(&mut self) -> Result<Option<talk::Near>> {
        let picture = self.nearby.look();
        let workspace = &self.guest.workspace;
        if self.conversation.is_none() && self.is_due {
            let found = store::conversation::of_visitor(&self.desk.db, workspace, &self.guest.visitor).await?;
            self.conversation = found.map(|it| it.id);
        }
        let near = self.conversation.as_ref().and_then(|id| picture.get(id));
        if !self.is_due && near == self.seen.as_ref() {
            return Ok(self.told.clone());
        }
        let told = match near {
            Some(near) => {
                let it = store::conversation::by_id(&self.desk.db, workspace, &near.conversation).await?;
                let known = it.as_ref().and_then(|it| near.of_visitor(it));
                known.map(|(agent, is_typing)| talk::Near { name: agent.name.as_str().to_owned(), is_typing })
            }
            None => None,
        };
        (self.seen, self.is_due) = (near.cloned(), false);
        Ok(told)
    }
}
