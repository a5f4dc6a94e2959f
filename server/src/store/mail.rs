//! Mails that go out, and what became of them.

use crate::{
    db::{Db, Result, Tx, sql},
    mail::policy::{Counts, DAY_MS},
};
use app::domain::{
    id::{ConversationId, WorkspaceId},
    time::Timestamp,
};

/// A mail as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Kept {
    pub id: String,
    /// `notice`, `replies` or `team`.
    pub kind: String,
    /// Empty for mails to the team.
    pub conversation_id: String,
    pub address: String,
    /// Stands for the network address that the visitor's address was given from; empty where unknown.
    pub giver: String,
    pub message_id: String,
    /// All that is sent, as JSON.
    pub envelope: String,
    /// `waiting`, `sent`, `unsent`, `failed` or `bounced`.
    pub state: String,
    /// Why it was not sent, or came back; empty where it wasn't and didn't.
    pub reason: String,
    pub attempts: i64,
    pub created_at: i64,
    pub settled_at: i64,
    /// The replies that it brings, or tells of, from the first to the last; 0 where it isn't about replies.
    pub first_seq: i64,
    pub last_seq: i64,
}

/// Adds a mail.
pub async fn add(tx: &mut Tx, workspace: &WorkspaceId, it: &Kept) -> Result<()> {
    let text = "insert into mail (id, workspace_id, kind, conversation_id, address, giver, message_id, envelope, state, reason, attempts, created_at, settled_at, first_seq, last_seq)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let row =
        sql(text).bind(it.id.as_str()).bind(workspace).bind(it.kind.as_str()).bind(it.conversation_id.as_str()).bind(it.address.as_str());
    let row = row.bind(it.giver.as_str()).bind(it.message_id.as_str()).bind(it.envelope.as_str()).bind(it.state.as_str());
    let row = row.bind(it.reason.as_str()).bind(it.attempts).bind(it.created_at).bind(it.settled_at);
    tx.run(row.bind(it.first_seq).bind(it.last_seq)).await?;
    Ok(())
}

/// One mail.
pub async fn by_id(db: &Db, workspace: &WorkspaceId, id: &str) -> Result<Option<Kept>> {
    let text = "select id, kind, conversation_id, address, giver, message_id, envelope, state, reason, attempts, created_at, settled_at, first_seq, last_seq
                from mail where workspace_id = $1 and id = $2";
    db.maybe(sql(text).bind(workspace).bind(id)).await
}

/// The latest mails of a workspace, latest first; without mails to the team unless `with_team`, since those hold links for one person.
pub async fn latest(db: &Db, workspace: &WorkspaceId, with_team: bool, limit: i64) -> Result<Vec<Kept>> {
    let text = "select id, kind, conversation_id, address, giver, message_id, envelope, state, reason, attempts, created_at, settled_at, first_seq, last_seq
                from mail where workspace_id = $1 and (kind <> 'team' or $2) order by created_at desc, id desc limit $3";
    db.all(sql(text).bind(workspace).bind(with_team).bind(limit)).await
}

/// The latest mails of a conversation, latest first.
pub async fn of_conversation(db: &Db, workspace: &WorkspaceId, conversation: &ConversationId, limit: i64) -> Result<Vec<Kept>> {
    let text = "select id, kind, conversation_id, address, giver, message_id, envelope, state, reason, attempts, created_at, settled_at, first_seq, last_seq
                from mail where workspace_id = $1 and conversation_id = $2 order by created_at desc, id desc limit $3";
    db.all(sql(text).bind(workspace).bind(conversation).bind(limit)).await
}

/// A mail and its workspace by its Message-ID. Names no workspace: who knows the name of a mail got it from us.
pub async fn by_message_id(db: &Db, message_id: &str) -> Result<Option<(WorkspaceId, String)>> {
    let row: Option<(String, String)> = db.maybe(sql("select workspace_id, id from mail where message_id = $1").bind(message_id)).await?;
    Ok(row.and_then(|(workspace, id)| Some((WorkspaceId::parse(&workspace)?, id))))
}

/// The Message-IDs of a conversation's mails to an address and of its answers, oldest first, at most the last `limit` of each.
pub async fn thread(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, address: &str, limit: i64) -> Result<Vec<String>> {
    let text = "select message_id, created_at from mail where workspace_id = $1 and conversation_id = $2 and address = $3
                order by created_at desc, id desc limit $4";
    let mut all: Vec<(String, i64)> = tx.all(sql(text).bind(workspace).bind(conversation).bind(address).bind(limit)).await?;
    let text = "select message_id, at from mail_in where workspace_id = $1 and conversation_id = $2 and sender = $3 and outcome = 'said' and message_id <> ''
                order by at desc limit $4";
    let back: Vec<(String, i64)> = tx.all(sql(text).bind(workspace).bind(conversation).bind(address).bind(limit)).await?;
    all.extend(back);
    all.sort_by_key(|(_, at)| *at);
    Ok(all.into_iter().map(|(id, _)| id).collect())
}

/// Says what became of a mail. How many there were (0 or 1).
pub async fn settle(tx: &mut Tx, workspace: &WorkspaceId, id: &str, state: &str, reason: &str, now: Timestamp) -> Result<u64> {
    let text = "update mail set state = $3, reason = $4, settled_at = $5 where workspace_id = $1 and id = $2";
    tx.run(sql(text).bind(workspace).bind(id).bind(state).bind(reason).bind(now)).await
}

/// Counts a try that failed, with its reason; the mail waits on.
pub async fn tried(tx: &mut Tx, workspace: &WorkspaceId, id: &str, attempts: i64, reason: &str) -> Result<u64> {
    let text = "update mail set attempts = $3, reason = $4 where workspace_id = $1 and id = $2";
    tx.run(sql(text).bind(workspace).bind(id).bind(attempts).bind(reason)).await
}

/// What went out lately, for the caps. Names no workspace: an address has one mailbox, however many workspaces write to it.
pub async fn counts(tx: &mut Tx, address: &str, giver: &str, now: Timestamp) -> Result<Counts> {
    // What was never handed to a server counts as well: it may be sent later by hand, and counting less would reward failure.
    let text = "select
        cast(coalesce(sum(case when address = $1 and created_at > $4 then 1 else 0 end), 0) as bigint),
        cast(coalesce(sum(case when address = $1 then 1 else 0 end), 0) as bigint),
        cast(coalesce(sum(case when address = $1 and kind = 'notice' then 1 else 0 end), 0) as bigint),
        cast(coalesce(sum(case when giver = $2 and kind = 'notice' and created_at > $4 then 1 else 0 end), 0) as bigint),
        cast(coalesce(sum(case when giver = $2 and kind = 'notice' then 1 else 0 end), 0) as bigint),
        cast(coalesce(sum(case when kind = 'notice' and created_at > $4 then 1 else 0 end), 0) as bigint),
        cast(coalesce(sum(case when kind = 'notice' then 1 else 0 end), 0) as bigint),
        cast(coalesce(sum(case when created_at > $4 then 1 else 0 end), 0) as bigint),
        count(*)
        from mail where kind in ('notice', 'replies') and created_at > $3";
    let row = sql(text).bind(address).bind(giver).bind(now.plus(-DAY_MS)).bind(now.plus(-DAY_MS / 24));
    let it: (i64, i64, i64, i64, i64, i64, i64, i64, i64) = tx.one(row).await?;
    // Nobody knows where the addresses came from that have no giver: they don't count together.
    let known = |n: i64| if giver.is_empty() { 0 } else { n };
    Ok(Counts {
        address_hour: it.0,
        address_day: it.1,
        address_notices_day: it.2,
        giver_notices_hour: known(it.3),
        giver_notices_day: known(it.4),
        notices_hour: it.5,
        notices_day: it.6,
        all_hour: it.7,
        all_day: it.8,
    })
}

/// Mails to a member's address within the last hour. Names no workspace: as [`counts`].
pub async fn n_to_member(tx: &mut Tx, address: &str, now: Timestamp) -> Result<i64> {
    let text = "select count(*) from mail where kind = 'team' and address = $1 and created_at > $2";
    let (n,): (i64,) = tx.one(sql(text).bind(address).bind(now.plus(-DAY_MS / 24))).await?;
    Ok(n)
}

/// Forgets mails that were settled before `before`, and what came in before it. Names no workspace: age is the same for all.
pub async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let out = tx.run(sql("delete from mail where state <> 'waiting' and created_at < $1").bind(before)).await?;
    Ok(out + tx.run(sql("delete from mail_in where at < $1").bind(before)).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test::each;

    pub(in crate::store) fn kept(id: &str, kind: &str, address: &str, at: i64) -> Kept {
        Kept {
            id: id.to_owned(),
            kind: kind.to_owned(),
            conversation_id: if kind == "team" { String::new() } else { "conversation1".to_owned() },
            address: address.to_owned(),
            giver: "giver".to_owned(),
            message_id: format!("<{id}@chat.test>"),
            envelope: "{}".to_owned(),
            state: "waiting".to_owned(),
            reason: String::new(),
            attempts: 0,
            created_at: at,
            settled_at: 0,
            first_seq: 3,
            last_seq: 5,
        }
    }

    #[tokio::test]
    async fn a_mail_is_kept_listed_and_settled_within_its_workspace() {
        for world in each().await {
            let mails = [
                kept("m1", "notice", "ana@example.com", 10),
                kept("m2", "replies", "ana@example.com", 20),
                kept("m3", "team", "ben@example.com", 30),
            ];
            let (home, foreign, copies) = (world.workspace.clone(), world.foreign.clone(), mails.clone());
            let conversation = ConversationId::parse("conversation1").expect("fits");
            let place = conversation.clone();
            world
                .db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        for mail in &copies {
                            add(tx, &home, mail).await?;
                        }
                        assert_eq!(settle(tx, &foreign, "m1", "sent", "", Timestamp(40)).await?, 0);
                        assert_eq!(tried(tx, &foreign, "m2", 9, "x").await?, 0);
                        assert_eq!(settle(tx, &home, "m1", "sent", "", Timestamp(40)).await?, 1);
                        assert_eq!(tried(tx, &home, "m2", 2, "refused").await?, 1);
                        assert_eq!(thread(tx, &home, &place, "ana@example.com", 9).await?, vec!["<m1@chat.test>", "<m2@chat.test>"]);
                        assert_eq!(thread(tx, &foreign, &place, "ana@example.com", 9).await?, Vec::<String>::new());
                        assert_eq!(thread(tx, &home, &place, "eve@example.com", 9).await?, Vec::<String>::new());
                        Ok(())
                    })
                })
                .await
                .expect("writes");
            let first = Kept { state: "sent".to_owned(), settled_at: 40, ..mails[0].clone() };
            let second = Kept { attempts: 2, reason: "refused".to_owned(), ..mails[1].clone() };
            assert_eq!(latest(&world.db, &world.workspace, true, 2).await.expect("reads"), vec![mails[2].clone(), second.clone()]);
            assert_eq!(latest(&world.db, &world.workspace, false, 9).await.expect("reads"), vec![second.clone(), first.clone()]);
            assert_eq!(latest(&world.db, &world.foreign, true, 9).await.expect("reads"), vec![]);
            let of = async |wall, limit| of_conversation(&world.db, wall, &conversation, limit).await.expect("reads");
            assert_eq!(of(&world.workspace, 9).await, vec![second.clone(), first.clone()]);
            assert_eq!(of(&world.workspace, 1).await, vec![second]);
            assert_eq!(of(&world.foreign, 9).await, vec![]);
            assert_eq!(by_id(&world.db, &world.workspace, "m1").await.expect("reads"), Some(first));
            assert_eq!(by_id(&world.db, &world.foreign, "m1").await.expect("reads"), None);
            let named = by_message_id(&world.db, "<m1@chat.test>").await.expect("reads");
            assert_eq!(named, Some((world.workspace.clone(), "m1".to_owned())));
            assert_eq!(by_message_id(&world.db, "<m9@chat.test>").await.expect("reads"), None);
        }
    }

    #[tokio::test]
    async fn counts_look_back_an_hour_and_a_day() {
        for world in each().await {
            let home = world.workspace.clone();
            const NOW: Timestamp = Timestamp(10 * DAY_MS);
            let seen = world
                .db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        let at = |ms: i64| NOW.plus(-ms).0;
                        for (n, (kind, address, giver, ms)) in [
                            ("notice", "ana@example.com", "net", 1),
                            ("notice", "bea@example.com", "net", 2 * DAY_MS / 24),
                            ("notice", "cleo@example.com", "", 1),
                            ("replies", "ana@example.com", "", 2 * DAY_MS / 24),
                            ("replies", "ana@example.com", "net", 2 * DAY_MS),
                            ("team", "ana@example.com", "", 1),
                        ]
                        .into_iter()
                        .enumerate()
                        {
                            add(tx, &home, &Kept { giver: giver.to_owned(), ..kept(&format!("m{n}"), kind, address, at(ms)) }).await?;
                        }
                        Ok((
                            counts(tx, "ana@example.com", "net", NOW).await?,
                            counts(tx, "dora@example.com", "", NOW).await?,
                            n_to_member(tx, "ana@example.com", NOW).await?,
                            sweep(tx, NOW).await?,
                        ))
                    })
                })
                .await
                .expect("writes");
            let all = Counts { notices_hour: 2, notices_day: 3, all_hour: 2, all_day: 4, ..Counts::default() };
            let ana =
                Counts { address_hour: 1, address_day: 2, address_notices_day: 1, giver_notices_hour: 1, giver_notices_day: 2, ..all };
            assert_eq!(seen, (ana, all, 1, 0), "what waits isn't forgotten");
        }
    }
}
