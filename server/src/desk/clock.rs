//! What time alone does to conversations, and who of the team looks at them.

use super::{Desk, Failure, Result, act::Target};
use crate::{db::dialect, store};
use app::domain::{
    command::{Actor, Command},
    fault::Fault,
    id::{AccountId, ConversationId, WorkspaceId},
    near::Doing,
    person::Agent,
};
use futures::FutureExt;

/// So many conversations are looked at in one go.
const AT_ONCE: i64 = 200;
/// Who doesn't say again within so many milliseconds that they look has turned away. Pages say it every five seconds.
pub const PRESENCE_MS: i64 = 14_000;
/// A visitor who doesn't say again within so many milliseconds that they type has stopped. Widgets say it every two seconds.
pub const TYPING_MS: i64 = 8_000;
/// So many milliseconds after their last page has closed, a member isn't there any more.
pub const ATTENDANCE_MS: i64 = 3 * 60_000;

impl Desk {
    /// Does what time has made due; how many conversations it looked at.
    ///
    /// # Errors
    /// Where the database fails: what is left is looked at the next time.
    pub async fn tick(&self) -> Result<usize> {
        let now = self.clock.now();
        let due = store::conversation::due(&self.db, now, AT_ONCE).await?;
        for (workspace, id) in &due {
            let (wall, it) = (workspace.clone(), id.clone());
            let is_watched = self.db.write(move |tx| async move { store::presence::is_watched(tx, &wall, &it, now).await }.boxed()).await?;
            match self.act_on(workspace, Actor::Clock, Target::Id(id.clone()), Command::Tick { is_watched }).await {
                // It was deleted meanwhile.
                Ok(_) | Err(Failure::Fault(Fault::NotFound)) => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(due.len())
    }

    /// A member looks at a conversation, and what they do there; said again every few seconds. The AI's clock stands meanwhile.
    ///
    /// # Errors
    /// `NotFound` for a conversation that isn't this workspace's.
    pub async fn look(&self, workspace: &WorkspaceId, me: Agent, id: &ConversationId, doing: Doing) -> Result<()> {
        let (now, doing) = (self.clock.now(), doing.cut());
        let (wall, who, it) = (workspace.clone(), me.id.clone(), id.clone());
        let touch = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                let is_news = store::presence::touch(tx, &wall, &who, &it, &doing, now, now.plus(PRESENCE_MS)).await?;
                if is_news {
                    dialect::notify_near(tx, &wall).await?;
                }
                Ok(is_news)
            }
            .boxed()
        });
        if touch.await? {
            self.hub.whisper(workspace);
        }
        // The log hears of it only where that stops a clock.
        let it = store::conversation::by_id(&self.db, workspace, id).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        if it.holder.lease().is_some_and(|lease| !lease.is_watched) {
            self.act_on(workspace, Actor::Agent(me), Target::Id(id.clone()), Command::Watch).await?;
        }
        Ok(())
    }

    /// Does what a visitor may to a conversation that is known: for what the widget says beside messages.
    ///
    /// # Errors
    /// `NotFound` for a conversation that isn't this workspace's; whatever `decide` refuses with.
    pub async fn act_as_visitor(&self, workspace: &WorkspaceId, id: &ConversationId, command: Command) -> Result<()> {
        self.act_on(workspace, Actor::Visitor, Target::Id(id.clone()), command).await?;
        Ok(())
    }

    /// A member has turned away from a conversation.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn look_away(&self, workspace: &WorkspaceId, me: &AccountId, id: &ConversationId) -> Result<()> {
        let (wall, who, it) = (workspace.clone(), me.clone(), id.clone());
        let leave = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                let was_there = store::presence::leave(tx, &wall, &who, &it).await?;
                if was_there {
                    dialect::notify_near(tx, &wall).await?;
                }
                Ok(was_there)
            }
            .boxed()
        });
        if leave.await? {
            self.hub.whisper(workspace);
        }
        Ok(())
    }
}
