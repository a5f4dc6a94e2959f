//! Addresses that conversations go on at, and the mails that came in.

use crate::{
    db::{Db, Result, Tx, sql},
    mail::policy::Standing,
};
use app::domain::{
    id::{ConversationId, Seq, WorkspaceId},
    time::Timestamp,
};

/// An address in a conversation, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Mailbox {
    pub address: String,
    pub giver: String,
    pub told_at: i64,
    pub confirmed_at: i64,
    pub stopped_at: i64,
    pub bounced_at: i64,
    /// Replies up to this one were mailed.
    pub mailed_seq: i64,
    /// Why nothing was sent the last time; empty where it was.
    pub held: String,
}

impl Mailbox {
    /// What it may be sent.
    pub fn standing(&self) -> Standing {
        let at = |ms: i64| (ms > 0).then_some(Timestamp(ms));
        Standing {
            told_at: at(self.told_at),
            confirmed_at: at(self.confirmed_at),
            stopped_at: at(self.stopped_at),
            bounced_at: at(self.bounced_at),
        }
    }

    /// Replies up to this one were mailed.
    pub fn mailed(&self) -> Seq {
        self.mailed_seq.cast_unsigned()
    }
}

/// Something that happens to an address once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Told,
    Confirmed,
    Stopped,
    Bounced,
}

/// Takes an address of a conversation into the books, or leaves it there, and holds it until the transaction ends.
/// `giver` counts where it is new.
pub async fn hold(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, address: &str, giver: &str) -> Result<Mailbox> {
    let text = "insert into mailbox (conversation_id, address, workspace_id, giver, told_at, confirmed_at, stopped_at, bounced_at, mailed_seq, held)
                values ($1, $2, $3, $4, 0, 0, 0, 0, 0, '')
                on conflict (conversation_id, address) do update set address = excluded.address where mailbox.workspace_id = excluded.workspace_id
                returning address, giver, told_at, confirmed_at, stopped_at, bounced_at, mailed_seq, held";
    tx.one(sql(text).bind(conversation).bind(address).bind(workspace).bind(giver)).await
}

/// Notes from where an address was given, where that isn't known yet.
pub async fn given_from(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, address: &str, giver: &str) -> Result<()> {
    hold(tx, workspace, conversation, address, giver).await?;
    let text = "update mailbox set giver = $4 where workspace_id = $1 and conversation_id = $2 and address = $3 and giver = ''";
    tx.run(sql(text).bind(workspace).bind(conversation).bind(address).bind(giver)).await?;
    Ok(())
}

/// Marks an address; the first time counts. A confirmation takes back that it was stopped or came back. How many were there (0 or 1).
pub async fn mark(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    conversation: &ConversationId,
    address: &str,
    mark: Mark,
    now: Timestamp,
) -> Result<u64> {
    let text = match mark {
        Mark::Told => "update mailbox set told_at = $4, held = '' where workspace_id = $1 and conversation_id = $2 and address = $3",
        Mark::Confirmed => {
            "update mailbox set confirmed_at = case when confirmed_at = 0 then $4 else confirmed_at end, stopped_at = 0, bounced_at = 0, held = ''
             where workspace_id = $1 and conversation_id = $2 and address = $3"
        }
        Mark::Stopped => "update mailbox set stopped_at = $4 where workspace_id = $1 and conversation_id = $2 and address = $3",
        Mark::Bounced => "update mailbox set bounced_at = $4 where workspace_id = $1 and conversation_id = $2 and address = $3",
    };
    tx.run(sql(text).bind(workspace).bind(conversation).bind(address).bind(now)).await
}

/// Says that replies up to `seq` were mailed.
pub async fn mailed(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, address: &str, seq: Seq) -> Result<u64> {
    let text = "update mailbox set mailed_seq = $4, held = '' where workspace_id = $1 and conversation_id = $2 and address = $3 and mailed_seq < $4";
    tx.run(sql(text).bind(workspace).bind(conversation).bind(address).bind(seq)).await
}

/// Says why nothing was sent.
pub async fn held(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, address: &str, why: &str) -> Result<u64> {
    let text = "update mailbox set held = $4 where workspace_id = $1 and conversation_id = $2 and address = $3";
    tx.run(sql(text).bind(workspace).bind(conversation).bind(address).bind(why)).await
}

/// An address that wasn't written to the last time, and why.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct HeldBack {
    pub conversation_id: String,
    pub address: String,
    pub held: String,
}

/// The addresses that weren't written to, those of the newest conversations first.
pub async fn held_back(db: &Db, workspace: &WorkspaceId, limit: i64) -> Result<Vec<HeldBack>> {
    let text = "select conversation_id, address, held from mailbox where workspace_id = $1 and held <> ''
                order by conversation_id desc, address limit $2";
    db.all(sql(text).bind(workspace).bind(limit)).await
}

/// The addresses of a conversation and its workspace. Names no workspace: a token names the conversation, and its signature is
/// checked against what this finds before anything else is read.
pub async fn of_token(db: &Db, conversation: &ConversationId) -> Result<Option<(WorkspaceId, Vec<String>)>> {
    let rows: Vec<(String, String)> =
        db.all(sql("select workspace_id, address from mailbox where conversation_id = $1 order by address").bind(conversation)).await?;
    let workspace = rows.first().and_then(|(workspace, _)| WorkspaceId::parse(workspace));
    Ok(workspace.map(|workspace| (workspace, rows.into_iter().map(|(_, address)| address).collect())))
}

/// An address of a conversation.
pub async fn find(db: &Db, workspace: &WorkspaceId, conversation: &ConversationId, address: &str) -> Result<Option<Mailbox>> {
    let text = "select address, giver, told_at, confirmed_at, stopped_at, bounced_at, mailed_seq, held
                from mailbox where workspace_id = $1 and conversation_id = $2 and address = $3";
    db.maybe(sql(text).bind(workspace).bind(conversation).bind(address)).await
}

/// A mail that came in, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Arrived {
    /// The same for the same mail.
    pub key: String,
    /// Empty where no workspace is known.
    pub workspace_id: String,
    pub conversation_id: String,
    pub message_id: String,
    pub sender: String,
    /// `said`, `noted`, `bounced` or `dropped`.
    pub outcome: String,
    pub reason: String,
    pub at: i64,
}

/// Writes down a mail that came in; the first time counts.
pub async fn arrived(tx: &mut Tx, it: &Arrived) -> Result<()> {
    let text = "insert into mail_in (key, workspace_id, conversation_id, message_id, sender, outcome, reason, at)
                values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (key) do nothing";
    let row = sql(text).bind(it.key.as_str()).bind(it.workspace_id.as_str()).bind(it.conversation_id.as_str()).bind(it.message_id.as_str());
    tx.run(row.bind(it.sender.as_str()).bind(it.outcome.as_str()).bind(it.reason.as_str()).bind(it.at)).await?;
    Ok(())
}

/// What became of a mail that came before. Names no workspace: the key is made of the mail alone.
pub async fn came_before(db: &Db, key: &str) -> Result<Option<Arrived>> {
    let text = "select key, workspace_id, conversation_id, message_id, sender, outcome, reason, at from mail_in where key = $1";
    db.maybe(sql(text).bind(key)).await
}

/// The latest mails that came in for a workspace, latest first.
pub async fn latest(db: &Db, workspace: &WorkspaceId, limit: i64) -> Result<Vec<Arrived>> {
    let text = "select key, workspace_id, conversation_id, message_id, sender, outcome, reason, at from mail_in where workspace_id = $1
                order by at desc, key limit $2";
    db.all(sql(text).bind(workspace).bind(limit)).await
}

/// How many mails came in for a conversation since `since`.
pub async fn n_arrived(db: &Db, workspace: &WorkspaceId, conversation: &ConversationId, since: Timestamp) -> Result<i64> {
    let text = "select count(*) from mail_in where workspace_id = $1 and conversation_id = $2 and at > $3";
    let (n,): (i64,) = db.one(sql(text).bind(workspace).bind(conversation).bind(since)).await?;
    Ok(n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::test::each;

    const ANA: &str = "ana@example.com";

    #[tokio::test]
    async fn an_address_is_marked_within_its_workspace() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let (home, foreign, id) = (world.workspace.clone(), world.foreign.clone(), it.id.clone());
            world
                .db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        let new = hold(tx, &home, &id, ANA, "").await?;
                        assert_eq!(new.standing(), Standing::default());
                        given_from(tx, &home, &id, ANA, "net").await?;
                        given_from(tx, &home, &id, ANA, "other").await?;
                        for done in [Mark::Told, Mark::Stopped, Mark::Bounced, Mark::Confirmed] {
                            assert_eq!(mark(tx, &foreign, &id, ANA, done, Timestamp(5)).await?, 0);
                            assert_eq!(mark(tx, &home, &id, ANA, done, Timestamp(6)).await?, 1);
                        }
                        mark(tx, &home, &id, ANA, Mark::Confirmed, Timestamp(9)).await?;
                        assert_eq!(mailed(tx, &foreign, &id, ANA, 7).await?, 0);
                        assert_eq!(mailed(tx, &home, &id, ANA, 7).await?, 1);
                        assert_eq!(mailed(tx, &home, &id, ANA, 3).await?, 0, "never back");
                        assert_eq!(held(tx, &foreign, &id, ANA, "x").await?, 0);
                        assert_eq!(held(tx, &home, &id, ANA, "why").await?, 1);
                        assert!(hold(tx, &foreign, &id, ANA, "").await.is_err(), "a foreign workspace can't take it");
                        Ok(())
                    })
                })
                .await
                .expect("writes");
            let why = HeldBack { conversation_id: it.id.to_string(), address: ANA.to_owned(), held: "why".to_owned() };
            assert_eq!(held_back(&world.db, &world.workspace, 9).await.expect("reads"), vec![why]);
            assert_eq!(held_back(&world.db, &world.foreign, 9).await.expect("reads"), vec![]);
        }
    }

    #[tokio::test]
    async fn what_is_marked_is_found() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let (home, id) = (world.workspace.clone(), it.id.clone());
            world
                .db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        hold(tx, &home, &id, ANA, "net").await?;
                        mark(tx, &home, &id, ANA, Mark::Told, Timestamp(5)).await?;
                        mark(tx, &home, &id, ANA, Mark::Confirmed, Timestamp(6)).await?;
                        mark(tx, &home, &id, ANA, Mark::Stopped, Timestamp(7)).await?;
                        mailed(tx, &home, &id, ANA, 3).await?;
                        Ok(())
                    })
                })
                .await
                .expect("writes");
            let expected = Mailbox {
                address: ANA.to_owned(),
                giver: "net".to_owned(),
                told_at: 5,
                confirmed_at: 6,
                stopped_at: 7,
                bounced_at: 0,
                mailed_seq: 3,
                held: String::new(),
            };
            assert_eq!(find(&world.db, &world.workspace, &it.id, ANA).await.expect("reads"), Some(expected));
            assert_eq!(find(&world.db, &world.foreign, &it.id, ANA).await.expect("reads"), None);
            assert_eq!(of_token(&world.db, &it.id).await.expect("reads"), Some((world.workspace.clone(), vec![ANA.to_owned()])));
            let other = ConversationId::parse("nothing").expect("fits");
            assert_eq!(of_token(&world.db, &other).await.expect("reads"), None);
        }
    }

    #[tokio::test]
    async fn a_mail_arrives_once() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let mail = Arrived {
                key: "k1".to_owned(),
                workspace_id: world.workspace.to_string(),
                conversation_id: it.id.to_string(),
                message_id: "<1@x>".to_owned(),
                sender: ANA.to_owned(),
                outcome: "said".to_owned(),
                reason: String::new(),
                at: 50,
            };
            let again = Arrived { outcome: "dropped".to_owned(), ..mail.clone() };
            let first = mail.clone();
            world
                .db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        arrived(tx, &first).await?;
                        arrived(tx, &again).await
                    })
                })
                .await
                .expect("writes");
            assert_eq!(came_before(&world.db, "k1").await.expect("reads"), Some(mail.clone()));
            assert_eq!(came_before(&world.db, "k2").await.expect("reads"), None);
            assert_eq!(latest(&world.db, &world.workspace, 9).await.expect("reads"), vec![mail]);
            assert_eq!(latest(&world.db, &world.foreign, 9).await.expect("reads"), vec![]);
            for (workspace, since, n) in [(&world.workspace, 10, 1), (&world.workspace, 50, 0), (&world.foreign, 10, 0)] {
                assert_eq!(n_arrived(&world.db, workspace, &it.id, Timestamp(since)).await.expect("reads"), n);
            }
        }
    }
}
