//! What members were told, and whether it reached them.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    alert::{Alert, Channel, Kind, Told},
    id::{AccountId, AlertId, ConversationId, Seq, WorkspaceId},
    time::Timestamp,
};

/// An alert that is being raised.
#[derive(Debug, Clone)]
pub struct New {
    pub id: AlertId,
    pub account: AccountId,
    /// Nothing for a test.
    pub conversation: Option<ConversationId>,
    pub seq: Seq,
    pub kind: Kind,
    pub told: Told,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    account_id: String,
    conversation_id: String,
    kind: String,
    told: String,
    raised_at: i64,
    rung: i64,
    shown_at: i64,
    opened_at: i64,
}

impl Row {
    fn alert(self) -> Result<Option<(AccountId, Alert)>> {
        let moment = |at: i64| (at > 0).then_some(Timestamp(at));
        let (Some(id), Some(kind), Some(account)) = (AlertId::parse(&self.id), Kind::named(&self.kind), AccountId::parse(&self.account_id))
        else {
            return Ok(None);
        };
        let alert = Alert {
            id,
            conversation: ConversationId::parse(&self.conversation_id),
            kind,
            told: serde_json::from_str(&self.told)?,
            raised_at: Timestamp(self.raised_at),
            rung: u32::try_from(self.rung).unwrap_or(0),
            shown_at: moment(self.shown_at),
            opened_at: moment(self.opened_at),
        };
        Ok(Some((account, alert)))
    }
}

/// Raises an alert; whether it is new. The same event alerts nobody twice of the same.
pub async fn raise(tx: &mut Tx, workspace: &WorkspaceId, it: &New, now: Timestamp) -> Result<bool> {
    let text =
        "insert into alert (id, workspace_id, account_id, conversation_id, seq, kind, told, raised_at, rung, shown_at, opened_at, via)
                values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, '')
                on conflict (account_id, conversation_id, seq, kind) do nothing";
    let conversation = it.conversation.as_ref().map_or("", ConversationId::as_str);
    let row = sql(text).bind(&it.id).bind(workspace).bind(&it.account).bind(conversation).bind(it.seq);
    Ok(tx.run(row.bind(it.kind.key()).bind(serde_json::to_string(&it.told)?).bind(now)).await? > 0)
}

/// Whoever has an unopened alert of that kind from a conversation needs no older one: the newest alone counts.
pub async fn supersede(tx: &mut Tx, workspace: &WorkspaceId, it: &New, now: Timestamp) -> Result<()> {
    let text = "update alert set opened_at = $6, via = 'newer'
                where workspace_id = $1 and account_id = $2 and conversation_id = $3 and kind = $4 and seq < $5 and opened_at = 0";
    let conversation = it.conversation.as_ref().map_or("", ConversationId::as_str);
    tx.run(sql(text).bind(workspace).bind(&it.account).bind(conversation).bind(it.kind.key()).bind(it.seq).bind(now)).await?;
    Ok(())
}

/// The latest alerts of a member, latest first.
pub async fn latest(db: &Db, workspace: &WorkspaceId, account: &AccountId, limit: i64) -> Result<Vec<Alert>> {
    let text = "select id, account_id, conversation_id, kind, told, raised_at, rung, shown_at, opened_at from alert
                where workspace_id = $1 and account_id = $2 and via <> 'newer' order by raised_at desc, id desc limit $3";
    let rows: Vec<Row> = db.all(sql(text).bind(workspace).bind(account).bind(limit)).await?;
    let alerts = rows.into_iter().map(Row::alert).collect::<Result<Vec<_>>>()?;
    Ok(alerts.into_iter().flatten().map(|(_, alert)| alert).collect())
}

/// The alerts of a member that were raised before the one that was raised `at` and is called `id`, latest first.
pub async fn before(
    db: &Db,
    workspace: &WorkspaceId,
    account: &AccountId,
    (at, id): (Timestamp, &AlertId),
    limit: i64,
) -> Result<Vec<Alert>> {
    let text = "select id, account_id, conversation_id, kind, told, raised_at, rung, shown_at, opened_at from alert
                where workspace_id = $1 and account_id = $2 and via <> 'newer' and (raised_at < $3 or (raised_at = $3 and id < $4))
                order by raised_at desc, id desc limit $5";
    let rows: Vec<Row> = db.all(sql(text).bind(workspace).bind(account).bind(at).bind(id).bind(limit)).await?;
    let alerts = rows.into_iter().map(Row::alert).collect::<Result<Vec<_>>>()?;
    Ok(alerts.into_iter().flatten().map(|(_, alert)| alert).collect())
}

/// The alerts that one event led to, the first first, each with whose it is.
pub async fn of_event(db: &Db, workspace: &WorkspaceId, conversation: &ConversationId, seq: Seq) -> Result<Vec<(AccountId, Alert)>> {
    let text = "select id, account_id, conversation_id, kind, told, raised_at, rung, shown_at, opened_at from alert
                where workspace_id = $1 and conversation_id = $2 and seq = $3 order by raised_at, id";
    let rows: Vec<Row> = db.all(sql(text).bind(workspace).bind(conversation).bind(seq)).await?;
    let alerts = rows.into_iter().map(Row::alert).collect::<Result<Vec<_>>>()?;
    Ok(alerts.into_iter().flatten().collect())
}

/// How many alerts a member hasn't opened.
pub async fn n_unopened(db: &Db, workspace: &WorkspaceId, account: &AccountId) -> Result<u64> {
    let text = "select count(*) from alert where workspace_id = $1 and account_id = $2 and opened_at = 0";
    let (n,): (i64,) = db.one(sql(text).bind(workspace).bind(account)).await?;
    Ok(n.cast_unsigned())
}

/// One alert, whose it is.
pub async fn by_id(tx: &mut Tx, workspace: &WorkspaceId, id: &AlertId) -> Result<Option<(AccountId, Alert)>> {
    let text = "select id, account_id, conversation_id, kind, told, raised_at, rung, shown_at, opened_at from alert
                where workspace_id = $1 and id = $2";
    let row: Option<Row> = tx.maybe(sql(text).bind(workspace).bind(id)).await?;
    row.map_or(Ok(None), Row::alert)
}

/// The same, for who only reads.
pub async fn one(db: &Db, workspace: &WorkspaceId, id: &AlertId) -> Result<Option<(AccountId, Alert)>> {
    let text = "select id, account_id, conversation_id, kind, told, raised_at, rung, shown_at, opened_at from alert
                where workspace_id = $1 and id = $2";
    let row: Option<Row> = db.maybe(sql(text).bind(workspace).bind(id)).await?;
    row.map_or(Ok(None), Row::alert)
}

/// The alert that was there before `it` was raised again.
pub async fn known(tx: &mut Tx, workspace: &WorkspaceId, it: &New) -> Result<Option<AlertId>> {
    let text = "select id from alert where workspace_id = $1 and account_id = $2 and conversation_id = $3 and seq = $4 and kind = $5";
    let conversation = it.conversation.as_ref().map_or("", ConversationId::as_str);
    let row: Option<(String,)> =
        tx.maybe(sql(text).bind(workspace).bind(&it.account).bind(conversation).bind(it.seq).bind(it.kind.key())).await?;
    Ok(row.and_then(|(id,)| AlertId::parse(&id)))
}

/// The alert of a member that an event called for, of whatever kind.
pub async fn of_member(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    account: &AccountId,
    conversation: &ConversationId,
    seq: Seq,
) -> Result<Option<AlertId>> {
    let text = "select id from alert where workspace_id = $1 and account_id = $2 and conversation_id = $3 and seq = $4 order by id limit 1";
    let row: Option<(String,)> = tx.maybe(sql(text).bind(workspace).bind(account).bind(conversation).bind(seq)).await?;
    Ok(row.and_then(|(id,)| AlertId::parse(&id)))
}

/// Rings an alert anew, as the rung of that number.
pub async fn rung_anew(tx: &mut Tx, workspace: &WorkspaceId, id: &AlertId, rung: i64) -> Result<()> {
    tx.run(sql("update alert set rung = $3 where workspace_id = $1 and id = $2 and rung < $3").bind(workspace).bind(id).bind(rung)).await?;
    Ok(())
}

/// Says that an alert was seen or heard; the first time counts.
pub async fn shown(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId, id: &AlertId, now: Timestamp) -> Result<()> {
    let text = "update alert set shown_at = $4 where workspace_id = $1 and account_id = $2 and id = $3 and shown_at = 0";
    tx.run(sql(text).bind(workspace).bind(account).bind(id).bind(now)).await?;
    Ok(())
}

/// Says that an alert was opened, by which channel; the first time counts.
pub async fn opened(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId, id: &AlertId, via: Channel, now: Timestamp) -> Result<()> {
    let text = "update alert set opened_at = $4, via = $5, shown_at = case when shown_at = 0 then $4 else shown_at end
                where workspace_id = $1 and account_id = $2 and id = $3 and opened_at = 0";
    tx.run(sql(text).bind(workspace).bind(account).bind(id).bind(now).bind(via.key())).await?;
    Ok(())
}

/// Says that a member has opened all of a conversation's alerts.
pub async fn opened_thread(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    account: &AccountId,
    conversation: &ConversationId,
    now: Timestamp,
) -> Result<()> {
    let text = "update alert set opened_at = $4, shown_at = case when shown_at = 0 then $4 else shown_at end
                where workspace_id = $1 and account_id = $2 and conversation_id = $3 and opened_at = 0";
    tx.run(sql(text).bind(workspace).bind(account).bind(conversation).bind(now)).await?;
    Ok(())
}

/// Says that a member has opened all of their alerts.
pub async fn opened_all(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId, now: Timestamp) -> Result<()> {
    let text = "update alert set opened_at = $3, shown_at = case when shown_at = 0 then $3 else shown_at end
                where workspace_id = $1 and account_id = $2 and opened_at = 0";
    tx.run(sql(text).bind(workspace).bind(account).bind(now)).await?;
    Ok(())
}

/// Forgets alerts that were raised before then; how many. Names no workspace: it is the instance's housekeeping.
pub async fn sweep(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.run(sql("delete from ring where raised_at < $1").bind(before)).await?;
    tx.run(sql("delete from alert where raised_at < $1").bind(before)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance,
        db::Error,
        store::test::{World, each},
    };
    use app::domain::person::Author;

    fn new(world: &World, conversation: &ConversationId, seq: Seq, kind: Kind) -> New {
        let told = Told { by: Author::Visitor, visitor: None, why: None, team: None, words: format!("words {seq}") };
        let id = chance::alert(Timestamp(seq.cast_signed()));
        New { id, account: world.account.clone(), conversation: Some(conversation.clone()), seq, kind, told }
    }

    async fn unopened(world: &World, workspace: &WorkspaceId) -> u64 {
        n_unopened(&world.db, workspace, &world.account).await.expect("reads")
    }

    #[tokio::test]
    async fn an_alert_is_raised_once_and_known_as_shown_and_opened() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await.id;
            let (one, two) = (new(&world, &it, 1, Kind::Message), new(&world, &it, 2, Kind::Message));
            let again = New { id: chance::alert(Timestamp(9)), ..one.clone() };
            let (home, foreign, me) = (world.workspace.clone(), world.foreign.clone(), world.account.clone());
            let (first, second) = (one.id.clone(), two.id.clone());
            let story = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    assert!(raise(tx, &home, &one, Timestamp(10)).await?);
                    assert!(!raise(tx, &home, &again, Timestamp(11)).await?);
                    assert_eq!((known(tx, &home, &again).await?, known(tx, &foreign, &again).await?), (Some(one.id.clone()), None));
                    let (account, it) = (one.account.clone(), one.conversation.clone().expect("has one"));
                    assert_eq!(of_member(tx, &home, &account, &it, 1).await?, Some(one.id.clone()));
                    assert_eq!(
                        (of_member(tx, &foreign, &account, &it, 1).await?, of_member(tx, &home, &account, &it, 9).await?),
                        (None, None)
                    );
                    rung_anew(tx, &foreign, &one.id, 5).await?;
                    rung_anew(tx, &home, &one.id, 2).await?;
                    rung_anew(tx, &home, &one.id, 1).await?;
                    assert_eq!(by_id(tx, &home, &one.id).await?.map(|(_, it)| it.rung), Some(2));
                    assert!(raise(tx, &home, &two, Timestamp(20)).await?);
                    supersede(tx, &foreign, &two, Timestamp(20)).await?;
                    supersede(tx, &home, &two, Timestamp(20)).await?;
                    for wall in [&foreign, &home] {
                        shown(tx, wall, &me, &two.id, Timestamp(30)).await?;
                        shown(tx, wall, &me, &two.id, Timestamp(31)).await?;
                    }
                    opened(tx, &foreign, &me, &two.id, Channel::Push, Timestamp(40)).await?;
                    Ok((by_id(tx, &home, &one.id).await?, by_id(tx, &foreign, &one.id).await?))
                })
            });
            let (of_home, of_foreign) = story.await.expect("writes");
            assert_eq!(super::one(&world.db, &world.workspace, &first).await.expect("reads"), of_home);
            assert_eq!(super::one(&world.db, &world.foreign, &first).await.expect("reads"), None);
            assert_eq!(
                (of_home.map(|(who, it)| (who, it.id, it.opened_at)), of_foreign),
                (Some((world.account.clone(), first, Some(Timestamp(20)))), None)
            );
            let listed = latest(&world.db, &world.workspace, &world.account, 9).await.expect("reads");
            let seen: Vec<_> = listed.iter().map(|it| (it.id.clone(), it.told.words.as_str(), it.shown_at, it.opened_at)).collect();
            assert_eq!(seen, vec![(second.clone(), "words 2", Some(Timestamp(30)), None)]);
            assert_eq!(latest(&world.db, &world.foreign, &world.account, 9).await.expect("reads"), vec![]);
            assert_eq!((unopened(&world, &world.workspace).await, unopened(&world, &world.foreign).await), (1, 0));
            let of = async |wall, seq| of_event(&world.db, wall, &it, seq).await.expect("reads");
            assert_eq!(of(&world.workspace, 2).await, [(world.account.clone(), listed[0].clone())]);
            assert_eq!((of(&world.workspace, 3).await, of(&world.foreign, 2).await), (vec![], vec![]));
            let (home, me) = (world.workspace.clone(), world.account.clone());
            let done = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move { opened(tx, &home, &me, &second, Channel::Desktop, Timestamp(50)).await })
            });
            done.await.expect("writes");
            assert_eq!(unopened(&world, &world.workspace).await, 0);
        }
    }

    #[tokio::test]
    async fn alerts_are_opened_by_the_thread_or_all_at_once_and_forgotten_in_the_end() {
        for world in each().await {
            let (it, other) = (world.conversation(Timestamp(1)).await.id, world.conversation(Timestamp(2)).await.id);
            let all =
                [new(&world, &it, 1, Kind::NeedsPerson), new(&world, &it, 2, Kind::Mentioned), new(&world, &other, 3, Kind::Assigned)];
            let (home, foreign, me) = (world.workspace.clone(), world.foreign.clone(), world.account.clone());
            let raised = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    for it in &all {
                        raise(tx, &home, it, Timestamp(it.seq.cast_signed())).await?;
                    }
                    opened_thread(tx, &foreign, &me, &it, Timestamp(9)).await?;
                    opened_all(tx, &foreign, &me, Timestamp(9)).await
                })
            });
            raised.await.expect("writes");
            assert_eq!(unopened(&world, &world.workspace).await, 3);
            let listed = latest(&world.db, &world.workspace, &world.account, 9).await.expect("reads");
            let before = async |wall, nth: usize| {
                let last = (listed[nth].raised_at, &listed[nth].id);
                super::before(&world.db, wall, &world.account, last, 1).await.expect("reads")
            };
            assert_eq!(before(&world.workspace, 0).await, listed[1..2]);
            assert_eq!(before(&world.workspace, 1).await, listed[2..]);
            assert_eq!((before(&world.workspace, 2).await, before(&world.foreign, 0).await), (vec![], vec![]));
            let (home, me) = (world.workspace.clone(), world.account.clone());
            let id = latest(&world.db, &home, &me, 9).await.expect("reads").pop().and_then(|it| it.conversation).expect("has one");
            let done =
                world.db.write::<_, Error, _>(move |tx| Box::pin(async move { opened_thread(tx, &home, &me, &id, Timestamp(9)).await }));
            done.await.expect("writes");
            assert_eq!(unopened(&world, &world.workspace).await, 1);
            let (home, me) = (world.workspace.clone(), world.account.clone());
            let done = world.db.write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    opened_all(tx, &home, &me, Timestamp(9)).await?;
                    sweep(tx, Timestamp(3)).await
                })
            });
            assert_eq!(done.await.expect("writes"), 2);
            assert_eq!(unopened(&world, &world.workspace).await, 0);
            assert_eq!(latest(&world.db, &world.workspace, &world.account, 9).await.expect("reads").len(), 1);
        }
    }
}
