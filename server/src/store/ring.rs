//! Each ringing of an alert over one channel, and what came of it.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    alert::Channel,
    id::{AccountId, AlertId, ConversationId, Seq, WorkspaceId},
    time::Timestamp,
};

/// The rung of a ringing that belongs to no ladder.
pub const NO_RUNG: i64 = -1;

/// A ringing, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Ring {
    pub id: String,
    /// Empty for the workspace's webhook, and for a rung that reached nobody.
    pub alert_id: String,
    /// Empty for a test.
    pub conversation_id: String,
    pub seq: i64,
    pub step: i64,
    pub channel: String,
    pub device_id: String,
    pub mail_id: String,
    pub raised_at: i64,
    pub sent_at: i64,
    pub shown_at: i64,
    pub opened_at: i64,
    /// Why it could not ring; empty where it could.
    pub failed: String,
}

impl Ring {
    /// A ringing that was just raised.
    pub fn new(id: String, channel: Channel, now: Timestamp) -> Self {
        Self {
            id,
            alert_id: String::new(),
            conversation_id: String::new(),
            seq: 0,
            step: NO_RUNG,
            channel: channel.key().to_owned(),
            device_id: String::new(),
            mail_id: String::new(),
            raised_at: now.0,
            sent_at: 0,
            shown_at: 0,
            opened_at: 0,
            failed: String::new(),
        }
    }
}

/// What all readings begin with.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, alert_id, conversation_id, seq, step, channel, device_id, mail_id, raised_at, sent_at, shown_at, opened_at, failed from ring where ",
            $rest
        )
    };
}

/// Adds a ringing.
pub async fn add(tx: &mut Tx, workspace: &WorkspaceId, it: &Ring) -> Result<()> {
    let text = "insert into ring (id, workspace_id, alert_id, conversation_id, seq, step, channel, device_id, mail_id, raised_at, sent_at, shown_at, opened_at, failed)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let row = sql(text).bind(it.id.as_str()).bind(workspace).bind(it.alert_id.as_str()).bind(it.conversation_id.as_str());
    let row = row.bind(it.seq).bind(it.step).bind(it.channel.as_str()).bind(it.device_id.as_str()).bind(it.mail_id.as_str());
    tx.run(row.bind(it.raised_at).bind(it.sent_at).bind(it.shown_at).bind(it.opened_at).bind(it.failed.as_str())).await?;
    Ok(())
}

/// One ringing.
pub async fn by_id(db: &Db, workspace: &WorkspaceId, id: &str) -> Result<Option<Ring>> {
    db.maybe(sql(select!("workspace_id = $1 and id = $2")).bind(workspace).bind(id)).await
}

/// The ringings of an alert, in their order.
pub async fn of_alert(db: &Db, workspace: &WorkspaceId, alert: &AlertId) -> Result<Vec<Ring>> {
    db.all(sql(select!("workspace_id = $1 and alert_id = $2 order by raised_at, id")).bind(workspace).bind(alert)).await
}

/// The ringings that one event led to, rung by rung.
pub async fn of_event(db: &Db, workspace: &WorkspaceId, conversation: &ConversationId, seq: Seq) -> Result<Vec<Ring>> {
    db.all(
        sql(select!("workspace_id = $1 and conversation_id = $2 and seq = $3 order by step, raised_at, id"))
            .bind(workspace)
            .bind(conversation)
            .bind(seq),
    )
    .await
}

/// The ringing of a mail.
pub async fn of_mail(tx: &mut Tx, workspace: &WorkspaceId, mail: &str) -> Result<Option<Ring>> {
    tx.maybe(sql(select!("workspace_id = $1 and mail_id = $2")).bind(workspace).bind(mail)).await
}

/// Says which mail it is.
pub async fn mailed(tx: &mut Tx, workspace: &WorkspaceId, id: &str, mail: &str) -> Result<()> {
    tx.run(sql("update ring set mail_id = $3 where workspace_id = $1 and id = $2").bind(workspace).bind(id).bind(mail)).await?;
    Ok(())
}

/// Says that it went out.
pub async fn sent(tx: &mut Tx, workspace: &WorkspaceId, id: &str, now: Timestamp) -> Result<()> {
    let text = "update ring set sent_at = $3, failed = '' where workspace_id = $1 and id = $2";
    tx.run(sql(text).bind(workspace).bind(id).bind(now)).await?;
    Ok(())
}

/// Says why it could not.
pub async fn failed(tx: &mut Tx, workspace: &WorkspaceId, id: &str, why: &str) -> Result<()> {
    let text = "update ring set failed = $3 where workspace_id = $1 and id = $2 and sent_at = 0";
    tx.run(sql(text).bind(workspace).bind(id).bind(why)).await?;
    Ok(())
}

/// How many ringings of a rung may still reach somebody, or have.
pub async fn n_hopeful(tx: &mut Tx, workspace: &WorkspaceId, conversation: &ConversationId, seq: Seq, step: i64) -> Result<u64> {
    let text = "select count(*) from ring where workspace_id = $1 and conversation_id = $2 and seq = $3 and step = $4 and failed = ''";
    let (n,): (i64,) = tx.one(sql(text).bind(workspace).bind(conversation).bind(seq).bind(step)).await?;
    Ok(n.cast_unsigned())
}

/// Says that a member saw or heard an alert over a channel; the first time counts.
pub async fn shown(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    account: &AccountId,
    alert: &AlertId,
    channel: Channel,
    now: Timestamp,
) -> Result<()> {
    let text = "update ring set shown_at = $5, sent_at = case when sent_at = 0 then $5 else sent_at end
                where workspace_id = $1 and alert_id = $3 and channel = $4 and shown_at = 0
                and exists (select 1 from alert a where a.id = $3 and a.account_id = $2)";
    tx.run(sql(text).bind(workspace).bind(account).bind(alert).bind(channel.key()).bind(now)).await?;
    Ok(())
}

/// Says that a member saw one ringing, or opened it; the first time counts.
pub async fn told(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId, id: &str, is_opened: bool, now: Timestamp) -> Result<()> {
    let text = "update ring set shown_at = case when shown_at = 0 then $4 else shown_at end,
                sent_at = case when sent_at = 0 then $4 else sent_at end,
                opened_at = case when $5 and opened_at = 0 then $4 else opened_at end
                where workspace_id = $1 and id = $3 and exists (select 1 from alert a where a.id = ring.alert_id and a.account_id = $2)";
    tx.run(sql(text).bind(workspace).bind(account).bind(id).bind(now).bind(is_opened)).await?;
    Ok(())
}

/// Says that a member opened an alert by a channel; the first time counts.
pub async fn opened(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    account: &AccountId,
    alert: &AlertId,
    channel: Channel,
    now: Timestamp,
) -> Result<()> {
    let text = "update ring set opened_at = $5, shown_at = case when shown_at = 0 then $5 else shown_at end
                where workspace_id = $1 and alert_id = $3 and channel = $4 and opened_at = 0
                and exists (select 1 from alert a where a.id = $3 and a.account_id = $2)";
    tx.run(sql(text).bind(workspace).bind(account).bind(alert).bind(channel.key()).bind(now)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance,
        db::Error,
        store::{alert, test::each},
    };
    use app::domain::{
        alert::{Kind, Told},
        person::Author,
    };

    #[tokio::test]
    async fn what_came_of_a_ringing_is_told_by_its_own_member_alone() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await.id;
            let told = Told { by: Author::Visitor, visitor: None, why: None, team: None, words: String::new() };
            let new = alert::New {
                id: chance::alert(Timestamp(1)),
                account: world.account.clone(),
                conversation: Some(it.clone()),
                seq: 7,
                kind: Kind::NeedsPerson,
                told,
            };
            let raised = new.id.clone();
            let ring = |id: &str, channel: Channel| Ring {
                alert_id: raised.to_string(),
                conversation_id: it.to_string(),
                seq: 7,
                step: 2,
                ..Ring::new(id.to_owned(), channel, Timestamp(10))
            };
            let (push, mail) = (ring("ring-1", Channel::Push), ring("ring-2", Channel::Mail));
            let (home, foreign, me, id, alert_id) =
                (world.workspace.clone(), world.foreign.clone(), world.account.clone(), it.clone(), raised.clone());
            let story = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    alert::raise(tx, &home, &new, Timestamp(10)).await?;
                    add(tx, &home, &push).await?;
                    add(tx, &home, &mail).await?;
                    mailed(tx, &foreign, "ring-1", "mail-1").await?;
                    mailed(tx, &home, "ring-2", "mail-1").await?;
                    assert_eq!(of_mail(tx, &foreign, "mail-1").await?, None);
                    assert_eq!(of_mail(tx, &home, "mail-1").await?.map(|it| it.id), Some("ring-2".to_owned()));
                    failed(tx, &foreign, "ring-2", "theirs").await?;
                    sent(tx, &foreign, "ring-1", Timestamp(20)).await?;
                    assert_eq!((n_hopeful(tx, &home, &id, 7, 2).await?, n_hopeful(tx, &foreign, &id, 7, 2).await?), (2, 0));
                    failed(tx, &home, "ring-2", "refused").await?;
                    sent(tx, &home, "ring-1", Timestamp(20)).await?;
                    failed(tx, &home, "ring-1", "too late").await?;
                    let stranger = chance::account(Timestamp(5));
                    for (wall, who) in [(&foreign, &me), (&home, &stranger)] {
                        super::told(tx, wall, who, "ring-1", true, Timestamp(25)).await?;
                    }
                    for (wall, who) in [(&foreign, &me), (&home, &stranger), (&home, &me)] {
                        shown(tx, wall, who, &alert_id, Channel::Push, Timestamp(30)).await?;
                        opened(tx, wall, who, &alert_id, Channel::Push, Timestamp(40)).await?;
                    }
                    super::told(tx, &home, &me, "ring-2", false, Timestamp(50)).await?;
                    super::told(tx, &home, &me, "ring-2", true, Timestamp(60)).await?;
                    n_hopeful(tx, &home, &id, 7, 2).await
                })
            });
            assert_eq!(story.await.expect("writes"), 1);
            let rings = of_alert(&world.db, &world.workspace, &raised).await.expect("reads");
            let seen: Vec<_> = rings.iter().map(|it| (it.id.as_str(), it.sent_at, it.shown_at, it.opened_at, it.failed.as_str())).collect();
            assert_eq!(seen, vec![("ring-1", 20, 30, 40, ""), ("ring-2", 50, 50, 60, "refused")]);
            assert_eq!(of_alert(&world.db, &world.foreign, &raised).await.expect("reads"), vec![]);
            assert_eq!(of_event(&world.db, &world.workspace, &it, 7).await.expect("reads"), rings);
            assert_eq!(of_event(&world.db, &world.foreign, &it, 7).await.expect("reads"), vec![]);
            assert_eq!(by_id(&world.db, &world.workspace, "ring-1").await.expect("reads").as_ref(), rings.first());
            assert_eq!(by_id(&world.db, &world.foreign, "ring-1").await.expect("reads"), None);
        }
    }
}
