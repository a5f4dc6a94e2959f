//! Verified visitors: who the site says they are, and their browsers. No token is stored, only its hash.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    id::{AssistantId, VisitorId, WorkspaceId},
    time::Timestamp,
};

/// The visitor whom an assistant's site calls so.
pub async fn visitor_of(tx: &mut Tx, workspace: &WorkspaceId, assistant: &AssistantId, subject: &str) -> Result<Option<VisitorId>> {
    let text = "select visitor_id from visitor_identity where workspace_id = $1 and assistant_id = $2 and subject = $3";
    let row: Option<(String,)> = tx.maybe(sql(text).bind(workspace).bind(assistant).bind(subject)).await?;
    Ok(row.and_then(|(id,)| VisitorId::parse(&id)))
}

/// Whom the site calls so.
#[derive(Debug, Clone, Copy)]
pub struct Named<'n> {
    pub assistant: &'n AssistantId,
    pub subject: &'n str,
    /// That the site proved, or empty.
    pub email: &'n str,
}

/// Says which visitor the site means by a name; the first time counts. The address is kept as the site says it now.
pub async fn name(tx: &mut Tx, workspace: &WorkspaceId, it: Named<'_>, visitor: &VisitorId, now: Timestamp) -> Result<u64> {
    let text = "insert into visitor_identity (assistant_id, subject, visitor_id, workspace_id, email, created_at)
                values ($1, $2, $3, $4, $5, $6)
                on conflict (assistant_id, subject) do update set email = excluded.email
                where visitor_identity.workspace_id = excluded.workspace_id and excluded.email <> ''";
    let row = sql(text).bind(it.assistant).bind(it.subject).bind(visitor).bind(workspace).bind(it.email).bind(now);
    tx.run(row).await
}

const IS_VERIFIED: &str = "select count(*) from visitor_identity where workspace_id = $1 and visitor_id = $2";

/// Whether a visitor is verified: then a session alone proves that it is them. For who is about to rely on it.
pub async fn is_taken(tx: &mut Tx, workspace: &WorkspaceId, visitor: &VisitorId) -> Result<bool> {
    let (n,): (i64,) = tx.one(sql(IS_VERIFIED).bind(workspace).bind(visitor)).await?;
    Ok(n > 0)
}

/// Whether a visitor is verified: then a session alone proves that it is them.
pub async fn is_verified(db: &Db, workspace: &WorkspaceId, visitor: &VisitorId) -> Result<bool> {
    let (n,): (i64,) = db.one(sql(IS_VERIFIED).bind(workspace).bind(visitor)).await?;
    Ok(n > 0)
}

/// A verified visitor's browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub workspace: WorkspaceId,
    pub assistant: AssistantId,
    pub visitor: VisitorId,
}

/// Opens a session, or makes the one that is there last longer.
pub async fn open(tx: &mut Tx, hash: &str, it: &Session, until: Timestamp) -> Result<()> {
    let text = "insert into visitor_session (token, workspace_id, assistant_id, visitor_id, expires_at) values ($1, $2, $3, $4, $5)
                on conflict (token) do update set expires_at = excluded.expires_at where visitor_session.workspace_id = excluded.workspace_id";
    tx.run(sql(text).bind(hash).bind(&it.workspace).bind(&it.assistant).bind(&it.visitor).bind(until)).await?;
    Ok(())
}

/// Whose browser it is. Names no workspace: the session does.
pub async fn session(db: &Db, hash: &str, now: Timestamp) -> Result<Option<Session>> {
    let text = "select workspace_id, assistant_id, visitor_id from visitor_session where token = $1 and expires_at > $2";
    let row: Option<(String, String, String)> = db.maybe(sql(text).bind(hash).bind(now)).await?;
    Ok(row.and_then(|(workspace, assistant, visitor)| {
        Some(Session {
            workspace: WorkspaceId::parse(&workspace)?,
            assistant: AssistantId::parse(&assistant)?,
            visitor: VisitorId::parse(&visitor)?,
        })
    }))
}

/// Notes that a token of the site's opened a session.
pub async fn used(tx: &mut Tx, workspace: &WorkspaceId, proof: &str, hash: &str, until: Timestamp) -> Result<()> {
    let text = "insert into visitor_proof (proof, session, workspace_id, is_spent, expires_at) values ($1, $2, $3, false, $4)
                on conflict (proof, session) do nothing";
    tx.run(sql(text).bind(proof).bind(hash).bind(workspace).bind(until)).await?;
    Ok(())
}

/// Whether a token of the site's opened a session that has ended since.
pub async fn is_spent(tx: &mut Tx, workspace: &WorkspaceId, proof: &str) -> Result<bool> {
    let text = "select count(*) from visitor_proof where workspace_id = $1 and proof = $2 and is_spent = true";
    let (n,): (i64,) = tx.one(sql(text).bind(workspace).bind(proof)).await?;
    Ok(n > 0)
}

/// Ends a session; what opened it opens nothing any more.
pub async fn close(tx: &mut Tx, workspace: &WorkspaceId, hash: &str) -> Result<u64> {
    tx.run(sql("update visitor_proof set is_spent = true where workspace_id = $1 and session = $2").bind(workspace).bind(hash)).await?;
    tx.run(sql("delete from visitor_session where workspace_id = $1 and token = $2").bind(workspace).bind(hash)).await
}

/// Forgets what has run out. Names no workspace: it sweeps them all.
pub async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let n = tx.run(sql("delete from visitor_session where expires_at <= $1").bind(now)).await?;
    Ok(n + tx.run(sql("delete from visitor_proof where expires_at <= $1").bind(now)).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance,
        store::{
            test::{World, each},
            visitor,
        },
    };

    async fn met(world: &World) -> VisitorId {
        let (workspace, assistant, id) = (world.workspace.clone(), world.profile.id.clone(), chance::visitor(Timestamp(1)));
        let who = id.clone();
        let meet = world.db.write::<_, crate::db::Error, _>(|tx| {
            Box::pin(async move { visitor::meet(tx, &workspace, &assistant, &who, Timestamp(1)).await })
        });
        meet.await.expect("writes");
        id
    }

    #[tokio::test]
    async fn a_name_means_the_same_visitor_for_ever_and_in_its_workspace_alone() {
        for world in each().await {
            let (mara, other) = (met(&world).await, met(&world).await);
            let (home, foreign, assistant) = (world.workspace.clone(), world.foreign.clone(), world.profile.id.clone());
            let (first, second) = (mara.clone(), other.clone());
            let seen = world
                .db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        let named = |email| Named { assistant: &assistant, subject: "user-7", email };
                        name(tx, &home, named(""), &first, Timestamp(1)).await?;
                        name(tx, &home, named("mara@x.test"), &second, Timestamp(2)).await?;
                        let taken = (
                            is_taken(tx, &home, &first).await?,
                            is_taken(tx, &home, &second).await?,
                            is_taken(tx, &foreign, &first).await?,
                        );
                        let known = visitor_of(tx, &home, &assistant, "user-7").await?;
                        let others =
                            (visitor_of(tx, &foreign, &assistant, "user-7").await?, visitor_of(tx, &home, &assistant, "user-8").await?);
                        Ok((taken, known, others))
                    })
                })
                .await
                .expect("writes");
            assert_eq!(seen, ((true, false, false), Some(mara.clone()), (None, None)));
            assert!(is_verified(&world.db, &world.workspace, &mara).await.expect("reads"));
            assert!(!is_verified(&world.db, &world.foreign, &mara).await.expect("reads"));
            assert!(!is_verified(&world.db, &world.workspace, &other).await.expect("reads"));
            let kept: Vec<(String,)> = world.db.all(sql("select email from visitor_identity")).await.expect("reads");
            assert_eq!(kept, [("mara@x.test".to_owned(),)]);
        }
    }

    #[tokio::test]
    async fn a_session_lasts_until_its_end_and_what_opened_it_is_spent_with_it() {
        for world in each().await {
            let visitor = met(&world).await;
            let it = Session { workspace: world.workspace.clone(), assistant: world.profile.id.clone(), visitor };
            let (home, foreign, copy) = (world.workspace.clone(), world.foreign.clone(), it.clone());
            let write = world.db.write::<_, crate::db::Error, _>(|tx| {
                Box::pin(async move {
                    open(tx, "hash", &copy, Timestamp(50)).await?;
                    open(tx, "hash", &copy, Timestamp(90)).await?;
                    used(tx, &home, "proof", "hash", Timestamp(90)).await?;
                    used(tx, &home, "proof", "hash", Timestamp(90)).await?;
                    assert!(!is_spent(tx, &home, "proof").await?);
                    assert_eq!(close(tx, &foreign, "hash").await?, 0, "nobody else's to end");
                    Ok(())
                })
            });
            write.await.expect("writes");
            assert_eq!(session(&world.db, "hash", Timestamp(89)).await.expect("reads"), Some(it));
            assert_eq!(session(&world.db, "hash", Timestamp(90)).await.expect("reads"), None);
            let (home, foreign) = (world.workspace.clone(), world.foreign.clone());
            let seen = world.db.write::<_, crate::db::Error, _>(|tx| {
                Box::pin(async move {
                    let n = close(tx, &home, "hash").await?;
                    let spent =
                        (is_spent(tx, &home, "proof").await?, is_spent(tx, &foreign, "proof").await?, is_spent(tx, &home, "other").await?);
                    Ok((n, spent, sweep(tx, Timestamp(89)).await?, sweep(tx, Timestamp(90)).await?))
                })
            });
            assert_eq!(seen.await.expect("writes"), (1, (true, false, false), 0, 1));
            assert_eq!(session(&world.db, "hash", Timestamp(1)).await.expect("reads"), None);
        }
    }
}
