//! Who of the team looks at which conversation, and who types there. It ends by itself, so that a tab that died is no ghost.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    draft::Mode,
    id::{AccountId, ConversationId, WorkspaceId},
    near::{Doing, Looker, Near},
    person::Agent,
    text::Name,
    time::Timestamp,
};
use std::collections::BTreeMap;

/// Who is near each conversation of a workspace; a conversation that nobody is near isn't in it.
pub type Picture = BTreeMap<ConversationId, Near>;

/// Says that a member looks at a conversation, and what they do there, until `until`; whether that is news at `now`.
pub async fn touch(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    account: &AccountId,
    conversation: &ConversationId,
    doing: &Doing,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool> {
    let text = "select count(*) from presence where workspace_id = $1 and account_id = $2 and conversation_id = $3
                and is_typing = $4 and mode = $5 and draft = $6 and until > $7";
    let same = sql(text).bind(workspace).bind(account).bind(conversation);
    let same = same.bind(doing.is_typing).bind(doing.mode.key()).bind(doing.draft.as_str()).bind(now);
    let (n_same,): (i64,) = tx.one(same).await?;
    let text = "insert into presence (workspace_id, account_id, conversation_id, is_typing, mode, draft, until)
                select $1, $2, id, $4, $5, $6, $7 from conversation where workspace_id = $1 and id = $3
                on conflict (conversation_id, account_id) do update
                set is_typing = excluded.is_typing, mode = excluded.mode, draft = excluded.draft, until = excluded.until";
    let row = sql(text).bind(workspace).bind(account).bind(conversation);
    let n = tx.run(row.bind(doing.is_typing).bind(doing.mode.key()).bind(doing.draft.as_str()).bind(until)).await?;
    Ok(n > 0 && n_same == 0)
}

/// A member has turned away from a conversation; whether they looked at it.
pub async fn leave(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId, conversation: &ConversationId) -> Result<bool> {
    let text = "delete from presence where workspace_id = $1 and account_id = $2 and conversation_id = $3";
    Ok(tx.run(sql(text).bind(workspace).bind(account).bind(conversation)).await? > 0)
}

/// What a member wrote is sent: they look on, and write nothing.
pub async fn sent(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId, conversation: &ConversationId) -> Result<()> {
    let text = "update presence set is_typing = false, draft = '' where workspace_id = $1 and account_id = $2 and conversation_id = $3";
    tx.run(sql(text).bind(workspace).bind(account).bind(conversation)).await?;
    Ok(())
}

/// Says that the visitor of a conversation types, and what of it is shown, until `until`.
pub async fn types(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, draft: &str, until: Timestamp) -> Result<()> {
    let text = "insert into visitor_typing (conversation_id, workspace_id, draft, until)
                select id, $1, $3, $4 from conversation where workspace_id = $1 and id = $2
                on conflict (conversation_id) do update set draft = excluded.draft, until = excluded.until";
    tx.run(sql(text).bind(workspace).bind(conversation).bind(draft).bind(until)).await?;
    Ok(())
}

/// The visitor of a conversation has stopped typing, or sent it.
pub async fn hush(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId) -> Result<()> {
    let text = "delete from visitor_typing where workspace_id = $1 and conversation_id = $2";
    tx.run(sql(text).bind(workspace).bind(conversation)).await?;
    Ok(())
}

/// Whether the visitor of a conversation types at `now`.
pub async fn types_now(db: &Db, workspace: &WorkspaceId, conversation: &ConversationId, now: Timestamp) -> Result<bool> {
    let text = "select count(*) from visitor_typing where workspace_id = $1 and conversation_id = $2 and until > $3";
    let (n,): (i64,) = db.one(sql(text).bind(workspace).bind(conversation).bind(now)).await?;
    Ok(n > 0)
}

/// Forgets who hasn't said so again by `now`; how many. Names no workspace: it is the instance's housekeeping.
pub async fn expire(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let n_visitors = tx.run(sql("delete from visitor_typing where until <= $1").bind(now)).await?;
    Ok(n_visitors + tx.run(sql("delete from presence where until <= $1").bind(now)).await?)
}

/// Whether somebody of the team looks at a conversation at `now`.
pub async fn is_watched(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, now: Timestamp) -> Result<bool> {
    let text = "select count(*) from presence where workspace_id = $1 and conversation_id = $2 and until > $3";
    let (n,): (i64,) = tx.one(sql(text).bind(workspace).bind(conversation).bind(now)).await?;
    Ok(n > 0)
}

/// Who is near which conversation of a workspace at `now`.
pub async fn picture(db: &Db, workspace: &WorkspaceId, now: Timestamp) -> Result<Picture> {
    let mut picture = Picture::new();
    let text = "select p.conversation_id, a.id, a.name, p.is_typing, p.mode, p.draft from presence p join account a on a.id = p.account_id
                where p.workspace_id = $1 and p.until > $2 order by a.name, a.id";
    let rows: Vec<(String, String, String, bool, String, String)> = db.all(sql(text).bind(workspace).bind(now)).await?;
    for (conversation, account, name, is_typing, mode, draft) in rows {
        let found = (ConversationId::parse(&conversation), AccountId::parse(&account), Name::parse(&name));
        let (Some(conversation), Some(id), Ok(name)) = found else { continue };
        let mode = Mode::ALL.into_iter().find(|it| it.key() == mode).unwrap_or_default();
        let looker = Looker { agent: Agent { id, name }, doing: Doing { is_typing, mode, draft } };
        picture.entry(conversation.clone()).or_insert_with(|| Near::nobody(conversation)).agents.push(looker);
    }
    let text = "select conversation_id, draft from visitor_typing where workspace_id = $1 and until > $2";
    let rows: Vec<(String, String)> = db.all(sql(text).bind(workspace).bind(now)).await?;
    for (conversation, draft) in rows {
        let Some(conversation) = ConversationId::parse(&conversation) else { continue };
        picture.entry(conversation.clone()).or_insert_with(|| Near::nobody(conversation)).visitor = Some(draft);
    }
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        db::Error,
        store::test::{World, each},
    };
    use app::domain::conversation::Conversation;

    /// Looking, typing a reply, typing a note.
    fn doing(is_typing: bool, mode: Mode, draft: &str) -> Doing {
        Doing { is_typing, mode, draft: draft.to_owned() }
    }

    async fn seen(world: &World, workspace: &WorkspaceId, now: i64) -> Picture {
        picture(&world.db, workspace, Timestamp(now)).await.expect("reads")
    }

    fn ana(world: &World, it: &Conversation, doing: Doing) -> Near {
        let agent = Agent { id: world.account.clone(), name: Name::parse("Ana").expect("fits") };
        Near { agents: vec![Looker { agent, doing }], ..Near::nobody(it.id.clone()) }
    }

    #[tokio::test]
    async fn who_looks_and_types_is_known_until_they_leave_or_fall_silent() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let (home, foreign, me, id) = (world.workspace.clone(), world.foreign.clone(), world.account.clone(), it.id.clone());
            let told = world.db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    let (looks, writes) = (doing(false, Mode::Reply, ""), doing(true, Mode::Note, "psst"));
                    let news = [
                        touch(tx, &home, &me, &id, &looks, Timestamp(1), Timestamp(30)).await?,
                        touch(tx, &home, &me, &id, &looks, Timestamp(2), Timestamp(31)).await?,
                        touch(tx, &home, &me, &id, &looks, Timestamp(31), Timestamp(35)).await?,
                        touch(tx, &foreign, &me, &id, &writes, Timestamp(3), Timestamp(90)).await?,
                        touch(tx, &home, &me, &id, &writes, Timestamp(3), Timestamp(40)).await?,
                    ];
                    let watched = [
                        is_watched(tx, &home, &id, Timestamp(39)).await?,
                        is_watched(tx, &home, &id, Timestamp(40)).await?,
                        is_watched(tx, &foreign, &id, Timestamp(1)).await?,
                    ];
                    sent(tx, &foreign, &me, &id).await?;
                    Ok((news, watched, leave(tx, &foreign, &me, &id).await?))
                })
            });
            // Said again it is no news; after a silence it is.
            assert_eq!(told.await.expect("writes"), ([true, false, true, false, true], [true, false, false], false));
            let writes = ana(&world, &it, doing(true, Mode::Note, "psst"));
            assert_eq!(seen(&world, &world.workspace, 39).await, Picture::from([(it.id.clone(), writes)]));
            assert_eq!(seen(&world, &world.workspace, 40).await, Picture::new());
            assert_eq!(seen(&world, &world.foreign, 39).await, Picture::new());

            let (home, me, id) = (world.workspace.clone(), world.account.clone(), it.id.clone());
            let done = world.db.write::<_, Error, _>(|tx| Box::pin(async move { sent(tx, &home, &me, &id).await }));
            done.await.expect("writes");
            let looks = ana(&world, &it, doing(false, Mode::Note, ""));
            assert_eq!(seen(&world, &world.workspace, 39).await, Picture::from([(it.id.clone(), looks)]));

            let (home, me, id) = (world.workspace.clone(), world.account.clone(), it.id.clone());
            let n_left = world.db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    assert_eq!(expire(tx, Timestamp(39)).await?, 0);
                    assert!(leave(tx, &home, &me, &id).await?);
                    touch(tx, &home, &me, &id, &Doing::default(), Timestamp(50), Timestamp(60)).await?;
                    expire(tx, Timestamp(60)).await
                })
            });
            assert_eq!(n_left.await.expect("writes"), 1);
            assert_eq!(seen(&world, &world.workspace, 1).await, Picture::new());
        }
    }

    #[tokio::test]
    async fn a_visitor_who_types_is_known_until_they_stop() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let (home, foreign, id) = (world.workspace.clone(), world.foreign.clone(), it.id.clone());
            let done = world.db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    types(tx, &home, &id, "I w", Timestamp(20)).await?;
                    types(tx, &home, &id, "I want", Timestamp(30)).await?;
                    types(tx, &foreign, &id, "theirs", Timestamp(90)).await?;
                    hush(tx, &foreign, &id).await
                })
            });
            done.await.expect("writes");
            let typing = async |home: &WorkspaceId, now| types_now(&world.db, home, &it.id, Timestamp(now)).await.expect("reads");
            assert_eq!(
                (typing(&world.workspace, 29).await, typing(&world.workspace, 30).await, typing(&world.foreign, 29).await),
                (true, false, false)
            );
            let types_on = Near { visitor: Some("I want".to_owned()), ..Near::nobody(it.id.clone()) };
            assert_eq!(seen(&world, &world.workspace, 29).await, Picture::from([(it.id.clone(), types_on)]));
            assert_eq!(seen(&world, &world.workspace, 30).await, Picture::new());
            assert_eq!(seen(&world, &world.foreign, 29).await, Picture::new());
            let (home, id) = (world.workspace.clone(), it.id.clone());
            let done = world.db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    hush(tx, &home, &id).await?;
                    types(tx, &home, &id, "", Timestamp(50)).await?;
                    expire(tx, Timestamp(50)).await
                })
            });
            assert_eq!(done.await.expect("writes"), 1);
            assert_eq!(seen(&world, &world.workspace, 29).await, Picture::new());
        }
    }
}
