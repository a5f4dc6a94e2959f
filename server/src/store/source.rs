//! Sources: where they come from, what becomes of them, and who reads them just now.

use crate::db::{Db, Result, Sql, Tx, sql};
use app::{
    api::knowledge::{Origin, Schedule, SourceLine, State},
    domain::{
        id::{AssistantId, SourceId, WorkspaceId},
        time::Timestamp,
    },
};

const HOUR_MS: i64 = 3_600_000;
/// A source that is read by schedule is stale when it wasn't read for so many of its periods.
const MOST_MISSED: i64 = 3;

/// A source as it is stored, with what is counted of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    pub line: SourceLine,
    /// When it is read next; 0 for never.
    pub due_at: Timestamp,
    /// Until when a worker holds it.
    pub claimed_until: Timestamp,
    /// Of the reading that is under way.
    pub fence: i64,
}

/// A source that is added.
#[derive(Debug, Clone)]
pub struct NewSource {
    pub id: SourceId,
    pub assistant: AssistantId,
    pub name: String,
    pub what: Origin,
    pub schedule: Schedule,
    pub state: State,
    pub due_at: Timestamp,
}

/// A source that a worker has taken to read.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Claimed {
    pub id: String,
    pub workspace_id: String,
    pub fence: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    assistant_id: String,
    name: String,
    origin: String,
    schedule: String,
    is_on: bool,
    state: String,
    checked_at: i64,
    changed_at: i64,
    due_at: i64,
    claimed_until: i64,
    fence: i64,
    n_answers: i64,
    n_pages: i64,
    n_failed: i64,
    n_passages: i64,
}

impl Row {
    fn source(self) -> Result<Option<Source>> {
        let (Some(id), Some(assistant)) = (SourceId::parse(&self.id), AssistantId::parse(&self.assistant_id)) else { return Ok(None) };
        let searched = |n: i64| if self.is_on { n.cast_unsigned() } else { 0 };
        let schedule = schedule(&self.schedule);
        let line = SourceLine {
            id,
            assistant,
            what: serde_json::from_str(&self.origin)?,
            schedule,
            is_on: self.is_on,
            state: serde_json::from_str(&self.state)?,
            n_pages: searched(self.n_pages),
            n_failed: self.n_failed.cast_unsigned(),
            n_passages: searched(self.n_passages),
            n_answers: self.n_answers.cast_unsigned(),
            checked_at: Timestamp(self.checked_at),
            changed_at: Timestamp(self.changed_at),
            next_at: (self.due_at > 0 && schedule != Schedule::Never).then_some(Timestamp(self.due_at)),
            name: self.name,
        };
        Ok(Some(Source { line, due_at: Timestamp(self.due_at), claimed_until: Timestamp(self.claimed_until), fence: self.fence }))
    }
}

const fn word(schedule: Schedule) -> &'static str {
    match schedule {
        Schedule::Never => "never",
        Schedule::Hourly => "hourly",
        Schedule::Daily => "daily",
        Schedule::Weekly => "weekly",
    }
}

fn schedule(word: &str) -> Schedule {
    match word {
        "hourly" => Schedule::Hourly,
        "daily" => Schedule::Daily,
        "weekly" => Schedule::Weekly,
        _ => Schedule::Never,
    }
}

const LINES: &str = "select s.id, s.assistant_id, s.name, s.origin, s.schedule, s.is_on, s.state, s.checked_at, s.changed_at, s.due_at,
    s.claimed_until, s.fence, s.n_answers,
    (select count(*) from page p join document d on d.id = p.document_id where p.source_id = s.id and p.is_on and d.is_current) as n_pages,
    (select count(*) from page p where p.source_id = s.id and p.trouble <> '') as n_failed,
    (select count(*) from page p join document d on d.id = p.document_id join passage x on x.document_id = d.id
      where p.source_id = s.id and p.is_on and d.is_current) as n_passages
    from source s where s.workspace_id = $1 and s.removed_at = 0";

fn one(workspace: &WorkspaceId, id: &SourceId) -> Sql {
    sql(LINES).bind(workspace).push(" and s.id = {}", [id.into()])
}

/// The sources of a workspace, in the order in which they were added.
pub async fn of_workspace(db: &Db, workspace: &WorkspaceId) -> Result<Vec<Source>> {
    let rows: Vec<Row> = db.all(sql(LINES).bind(workspace).push(" order by s.created_at, s.id", [])).await?;
    rows.into_iter().filter_map(|row| row.source().transpose()).collect()
}

/// A source of this workspace that wasn't taken away.
pub async fn by_id(db: &Db, workspace: &WorkspaceId, id: &SourceId) -> Result<Option<Source>> {
    db.maybe::<Row>(one(workspace, id)).await?.map_or(Ok(None), Row::source)
}

/// The same, locked until the transaction ends: two who change it take turns.
pub async fn load(tx: &mut Tx, workspace: &WorkspaceId, id: &SourceId) -> Result<Option<Source>> {
    tx.run(sql("update source set fence = fence where workspace_id = $1 and id = $2").bind(workspace).bind(id)).await?;
    tx.maybe::<Row>(one(workspace, id)).await?.map_or(Ok(None), Row::source)
}

/// The source of this name, where an assistant has one.
pub async fn by_name(tx: &mut Tx, workspace: &WorkspaceId, assistant: &AssistantId, name: &str) -> Result<Option<Source>> {
    let text = sql(LINES).bind(workspace).push(" and s.assistant_id = {} and s.name = {}", [assistant.into(), name.into()]);
    tx.maybe::<Row>(text).await?.map_or(Ok(None), Row::source)
}

/// Adds a source; 0 where its assistant has one of that name.
pub async fn add(tx: &mut Tx, workspace: &WorkspaceId, it: &NewSource, now: Timestamp) -> Result<u64> {
    let text = "insert into source (id, workspace_id, assistant_id, name, base_url, created_at, changed_at, touched_at, origin, schedule, state, due_at)
                values ($1, $2, $3, $4, '', $5, $5, 0, $6, $7, $8, $9) on conflict (assistant_id, name) where removed_at = 0 do nothing";
    let row = sql(text)
        .bind(&it.id)
        .bind(workspace)
        .bind(&it.assistant)
        .bind(it.name.as_str())
        .bind(now)
        .bind(serde_json::to_string(&it.what)?)
        .bind(word(it.schedule))
        .bind(serde_json::to_string(&it.state)?)
        .bind(it.due_at);
    tx.run(row).await
}

/// Gives a source another name.
pub async fn rename(tx: &mut Tx, workspace: &WorkspaceId, id: &SourceId, name: &str) -> Result<u64> {
    tx.run(sql("update source set name = $3 where workspace_id = $1 and id = $2").bind(workspace).bind(id).bind(name)).await
}

/// Says whether anything of a source is searched.
pub async fn switch(tx: &mut Tx, workspace: &WorkspaceId, id: &SourceId, is_on: bool) -> Result<u64> {
    tx.run(sql("update source set is_on = $3 where workspace_id = $1 and id = $2").bind(workspace).bind(id).bind(is_on)).await
}

/// Says how far a source's crawl goes.
pub async fn set_origin(tx: &mut Tx, workspace: &WorkspaceId, id: &SourceId, what: &Origin) -> Result<u64> {
    let text = "update source set origin = $3 where workspace_id = $1 and id = $2";
    tx.run(sql(text).bind(workspace).bind(id).bind(serde_json::to_string(what)?)).await
}

/// Says when a source is read by itself, and when next.
pub async fn set_schedule(tx: &mut Tx, workspace: &WorkspaceId, id: &SourceId, schedule: Schedule, due_at: Timestamp) -> Result<u64> {
    let text = "update source set schedule = $3, due_at = $4 where workspace_id = $1 and id = $2";
    tx.run(sql(text).bind(workspace).bind(id).bind(word(schedule)).bind(due_at)).await
}

/// Puts a source into a state, due at `due_at`; the reading that is under way loses its right.
pub async fn put(tx: &mut Tx, workspace: &WorkspaceId, id: &SourceId, state: &State, due_at: Timestamp) -> Result<u64> {
    let text = "update source set state = $3, due_at = $4, claimed_until = 0, fence = fence + 1 where workspace_id = $1 and id = $2";
    tx.run(sql(text).bind(workspace).bind(id).bind(serde_json::to_string(state)?).bind(due_at)).await
}

/// Notes that a source was looked at from end to end.
pub async fn checked(tx: &mut Tx, workspace: &WorkspaceId, id: &SourceId, now: Timestamp) -> Result<u64> {
    tx.run(sql("update source set checked_at = $3 where workspace_id = $1 and id = $2").bind(workspace).bind(id).bind(now)).await
}

/// Takes a source away. What was read of it stays, for receipts.
pub async fn remove(tx: &mut Tx, workspace: &WorkspaceId, id: &SourceId, now: Timestamp) -> Result<u64> {
    let text = "update source set removed_at = $3, due_at = 0, claimed_until = 0, fence = fence + 1
                where workspace_id = $1 and id = $2 and removed_at = 0";
    tx.run(sql(text).bind(workspace).bind(id).bind(now)).await
}

/// The source that is due longest, held until `until`. Names no workspace: a worker serves them all.
pub async fn claim(tx: &mut Tx, now: Timestamp, until: Timestamp) -> Result<Option<Claimed>> {
    // The outer condition repeats the inner one: two nodes may pick the same row, and only the re-check stops the second.
    let text = "update source set claimed_until = $2, fence = fence + 1 where id = (select id from source
                where due_at > 0 and due_at <= $1 and claimed_until <= $1 and removed_at = 0 order by due_at, id limit 1)
                and claimed_until <= $1 returning id, workspace_id, fence";
    tx.maybe(sql(text).bind(now).bind(until)).await
}

/// Says how far a reading is, and holds the source on; 0 where it lost its right.
pub async fn hold(tx: &mut Tx, workspace: &WorkspaceId, id: &SourceId, fence: i64, state: &State, until: Timestamp) -> Result<u64> {
    let text = "update source set state = $4, claimed_until = $5 where workspace_id = $1 and id = $2 and fence = $3 and removed_at = 0";
    tx.run(sql(text).bind(workspace).bind(id).bind(fence).bind(serde_json::to_string(state)?).bind(until)).await
}

/// Holds a source on; 0 where the reading lost its right.
pub async fn extend(tx: &mut Tx, workspace: &WorkspaceId, id: &SourceId, fence: i64, until: Timestamp) -> Result<u64> {
    let text = "update source set claimed_until = $4 where workspace_id = $1 and id = $2 and fence = $3 and removed_at = 0";
    tx.run(sql(text).bind(workspace).bind(id).bind(fence).bind(until)).await
}

/// Whether a reading still has its right; the source is locked until the transaction ends.
pub async fn is_held(tx: &mut Tx, workspace: &WorkspaceId, id: &SourceId, fence: i64) -> Result<bool> {
    let text = "update source set fence = fence where workspace_id = $1 and id = $2 and fence = $3 and removed_at = 0";
    Ok(tx.run(sql(text).bind(workspace).bind(id).bind(fence)).await? > 0)
}

/// The number of the reading that has its right now; nothing where there is no such source.
pub async fn fence(db: &Db, workspace: &WorkspaceId, id: &SourceId) -> Result<Option<i64>> {
    let text = "select fence from source where workspace_id = $1 and id = $2 and removed_at = 0";
    Ok(db.maybe::<(i64,)>(sql(text).bind(workspace).bind(id)).await?.map(|(fence,)| fence))
}

/// So many sources in use fail, or are stale ([`is_failing`]).
pub async fn n_failing(db: &Db, workspace: &WorkspaceId, now: Timestamp) -> Result<u64> {
    let text = "select state, schedule, checked_at from source where workspace_id = $1 and removed_at = 0 and is_on";
    let rows: Vec<(String, String, i64)> = db.all(sql(text).bind(workspace)).await?;
    let mut n = 0;
    for (state, word, checked_at) in rows {
        n += u64::from(is_failing(&serde_json::from_str(&state)?, schedule(&word), Timestamp(checked_at), now));
    }
    Ok(n)
}

/// Whether nothing of a source could be read, or it should have been looked at [`MOST_MISSED`] times since it was. One that
/// is just being read, or was never read to its end, isn't stale.
fn is_failing(state: &State, schedule: Schedule, checked_at: Timestamp, now: Timestamp) -> bool {
    let every_ms = match schedule {
        Schedule::Never => return matches!(state, State::Failed { .. }),
        Schedule::Hourly => HOUR_MS,
        Schedule::Daily => 24 * HOUR_MS,
        Schedule::Weekly => 7 * 24 * HOUR_MS,
    };
    let is_stale = checked_at.0 > 0 && checked_at.plus(MOST_MISSED * every_ms) < now;
    match state {
        State::Failed { .. } => true,
        State::Reading { .. } => false,
        State::Waiting | State::Ready | State::Partial { .. } => is_stale,
    }
}

/// Ends what an earlier process was reading: it waits again. Only where no other process can read: SQLite, at the start.
/// Names no workspace: it serves them all.
pub async fn free_all(tx: &mut Tx) -> Result<u64> {
    let text = "update source set claimed_until = 0, fence = fence + 1, state = $1 where claimed_until <> 0";
    tx.run(sql(text).bind(serde_json::to_string(&State::Waiting)?)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance,
        store::test::{World, each},
    };
    use app::api::knowledge::{Limits, Trouble};

    fn new(assistant: &AssistantId, name: &str, due_at: i64) -> NewSource {
        NewSource {
            id: chance::source(Timestamp(due_at)),
            assistant: assistant.clone(),
            name: name.to_owned(),
            what: Origin::Website { url: "https://x.test/".to_owned(), limits: Limits::default() },
            schedule: Schedule::Daily,
            state: State::Waiting,
            due_at: Timestamp(due_at),
        }
    }

    #[tokio::test]
    async fn a_source_is_read_by_one_worker_until_it_loses_its_right() {
        for World { db, workspace, foreign, profile, .. } in each().await {
            let (home, abroad, assistant) = (workspace.clone(), foreign.clone(), profile.id.clone());
            let id = db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        let (first, never) = (new(&assistant, "site", 10), new(&assistant, "other", 0));
                        let id = first.id.clone();
                        assert_eq!((add(tx, &home, &first, Timestamp(1)).await?, add(tx, &home, &never, Timestamp(1)).await?), (1, 1));
                        assert_eq!(add(tx, &home, &new(&assistant, "site", 10), Timestamp(1)).await?, 0, "the name is taken");
                        assert_eq!(claim(tx, Timestamp(9), Timestamp(99)).await?, None);
                        let one = claim(tx, Timestamp(10), Timestamp(99)).await?.expect("is due");
                        assert_eq!((one.id.as_str(), claim(tx, Timestamp(50), Timestamp(99)).await?), (id.as_str(), None));
                        let state = State::Reading { n_found: 1, n_read: 0, n_failed: 0 };
                        assert_eq!(hold(tx, &abroad, &id, one.fence, &state, Timestamp(120)).await?, 0);
                        assert_eq!(hold(tx, &home, &id, one.fence, &state, Timestamp(120)).await?, 1);
                        assert_eq!(extend(tx, &abroad, &id, one.fence, Timestamp(130)).await?, 0);
                        assert_eq!(extend(tx, &home, &id, one.fence, Timestamp(130)).await?, 1);
                        assert!(is_held(tx, &home, &id, one.fence).await? && !is_held(tx, &abroad, &id, one.fence).await?);
                        put(tx, &home, &id, &State::Partial { why: Trouble::Stopped }, Timestamp(500)).await?;
                        assert!(!is_held(tx, &home, &id, one.fence).await?);
                        assert_eq!(hold(tx, &home, &id, one.fence, &state, Timestamp(120)).await?, 0);
                        let two = claim(tx, Timestamp(500), Timestamp(600)).await?.expect("is due again");
                        assert!(two.fence > one.fence && free_all(tx).await? == 1);
                        Ok(id)
                    })
                })
                .await
                .expect("writes");
            let it = by_id(&db, &workspace, &id).await.expect("reads").expect("is there");
            assert_eq!((&it.line.state, it.line.next_at, it.claimed_until), (&State::Waiting, Some(Timestamp(500)), Timestamp(0)));
            assert_eq!(by_id(&db, &foreign, &id).await.expect("reads"), None);
            assert_eq!(fence(&db, &foreign, &id).await.expect("reads"), None);
            assert_eq!(fence(&db, &workspace, &id).await.expect("reads"), Some(it.fence));
        }
    }

    #[tokio::test]
    async fn what_fails_or_is_stale_is_counted() {
        const DAY_MS: i64 = 24 * HOUR_MS;
        let now = Timestamp(100 * DAY_MS);
        for World { db, workspace, foreign, profile, .. } in each().await {
            let (home, assistant) = (workspace.clone(), profile.id.clone());
            db.write::<_, crate::db::Error, _>(|tx| {
                Box::pin(async move {
                    let failed = State::Failed { why: Trouble::Robots };
                    let busy = State::Reading { n_found: 1, n_read: 0, n_failed: 0 };
                    for (name, state, schedule, checked_at, is_on) in [
                        ("down", failed.clone(), Schedule::Never, 0, true),
                        ("old", State::Ready, Schedule::Daily, 96 * DAY_MS, true),
                        ("fresh", State::Ready, Schedule::Daily, 98 * DAY_MS, true),
                        ("slow", State::Ready, Schedule::Weekly, 96 * DAY_MS, true),
                        ("still", State::Ready, Schedule::Never, DAY_MS, true),
                        ("busy", busy, Schedule::Hourly, 96 * DAY_MS, true),
                        ("new", State::Waiting, Schedule::Daily, 0, true),
                        ("off", failed, Schedule::Daily, DAY_MS, false),
                    ] {
                        let it = NewSource { state, schedule, ..new(&assistant, name, 0) };
                        add(tx, &home, &it, Timestamp(1)).await?;
                        checked(tx, &home, &it.id, Timestamp(checked_at)).await?;
                        switch(tx, &home, &it.id, is_on).await?;
                    }
                    Ok(())
                })
            })
            .await
            .expect("writes");
            assert_eq!(n_failing(&db, &workspace, now).await.expect("reads"), 2, "the one that is down, and the old one");
            assert_eq!(n_failing(&db, &foreign, now).await.expect("reads"), 0);
        }
    }

    #[tokio::test]
    async fn a_source_is_changed_by_its_own_workspace_and_its_name_is_free_when_it_is_gone() {
        for World { db, workspace, foreign, profile, .. } in each().await {
            let (home, abroad, assistant) = (workspace.clone(), foreign.clone(), profile.id.clone());
            db.write::<_, crate::db::Error, _>(|tx| {
                Box::pin(async move {
                    let it = new(&assistant, "site", 0);
                    let id = it.id.clone();
                    add(tx, &home, &it, Timestamp(1)).await?;
                    for (wall, n) in [(&abroad, 0), (&home, 1)] {
                        assert_eq!(rename(tx, wall, &id, "place").await?, n);
                        assert_eq!(switch(tx, wall, &id, false).await?, n);
                        assert_eq!(set_origin(tx, wall, &id, &Origin::Files).await?, n);
                        assert_eq!(set_schedule(tx, wall, &id, Schedule::Weekly, Timestamp(7)).await?, n);
                        assert_eq!(checked(tx, wall, &id, Timestamp(5)).await?, n);
                        assert_eq!(load(tx, wall, &id).await?.is_some(), n == 1);
                        assert_eq!(by_name(tx, wall, &assistant, "place").await?.is_some(), n == 1);
                    }
                    let line = load(tx, &home, &id).await?.expect("is there").line;
                    assert_eq!(
                        (line.name.as_str(), line.is_on, &line.what, line.schedule),
                        ("place", false, &Origin::Files, Schedule::Weekly)
                    );
                    assert_eq!((line.checked_at, line.next_at), (Timestamp(5), Some(Timestamp(7))));
                    assert_eq!((remove(tx, &abroad, &id, Timestamp(9)).await?, remove(tx, &home, &id, Timestamp(9)).await?), (0, 1));
                    assert_eq!(load(tx, &home, &id).await?, None);
                    add(tx, &home, &new(&assistant, "place", 0), Timestamp(10)).await
                })
            })
            .await
            .expect("writes");
            assert_eq!(of_workspace(&db, &workspace).await.expect("reads").len(), 1);
            assert_eq!(of_workspace(&db, &foreign).await.expect("reads").len(), 0);
        }
    }
}
