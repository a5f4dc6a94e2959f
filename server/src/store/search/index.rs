//! Segments and their words. Only who holds the workspace's index writes; each writing proves it by the fence.

use super::{LIST, Text};
use crate::{
    db::{Db, Result, Sql, Tx, sql},
    search::{Lookup, Posting},
};
use app::domain::{
    id::{Seq, WorkspaceId},
    time::Timestamp,
};

/// A stretch of the log that is indexed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct Segment {
    pub segment: i64,
    pub first_seq: i64,
    pub last_seq: i64,
    pub level: i64,
}

/// A hold on a workspace's index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    pub workspace: WorkspaceId,
    pub fence: i64,
}

/// Workspaces whose log is at least `n` events ahead of its index. Names no workspace: the worker serves them all.
pub async fn behind(db: &Db, n: i64) -> Result<Vec<WorkspaceId>> {
    let text = "select w.id from workspace w left join search_reach r on r.workspace_id = w.id
                where w.seq - coalesce(r.reached, 0) >= $1 order by w.id";
    let rows: Vec<(String,)> = db.all(sql(text).bind(n)).await?;
    Ok(rows.into_iter().filter_map(|(id,)| WorkspaceId::parse(&id)).collect())
}

/// Holds a workspace's index until `until`, where nobody else does.
pub async fn hold(tx: &mut Tx, workspace: &WorkspaceId, now: Timestamp, until: Timestamp) -> Result<Option<Hold>> {
    let text =
        "insert into search_reach (workspace_id, reached, held_until, fence) values ($1, 0, 0, 0) on conflict (workspace_id) do nothing";
    tx.run(sql(text).bind(workspace)).await?;
    let text = "update search_reach set held_until = $3, fence = fence + 1 where workspace_id = $1 and held_until <= $2 returning fence";
    let row: Option<(i64,)> = tx.maybe(sql(text).bind(workspace).bind(now).bind(until)).await?;
    Ok(row.map(|(fence,)| Hold { workspace: workspace.clone(), fence }))
}

/// Whether the hold still stands; it is then prolonged until `until`, and nobody else gets it before this transaction ends.
pub async fn still(tx: &mut Tx, hold: &Hold, until: Timestamp) -> Result<bool> {
    let text = "update search_reach set held_until = $3 where workspace_id = $1 and fence = $2";
    Ok(tx.run(sql(text).bind(&hold.workspace).bind(hold.fence).bind(until)).await? == 1)
}

/// Gives a hold back.
pub async fn let_go(tx: &mut Tx, hold: &Hold) -> Result<()> {
    tx.run(sql("update search_reach set held_until = 0 where workspace_id = $1 and fence = $2").bind(&hold.workspace).bind(hold.fence))
        .await?;
    Ok(())
}

/// Takes the index from whoever holds it: what they were making is void.
pub async fn interrupt(tx: &mut Tx, workspace: &WorkspaceId) -> Result<()> {
    tx.run(sql("update search_reach set fence = fence + 1, held_until = 0 where workspace_id = $1").bind(workspace)).await?;
    Ok(())
}

/// The number up to which the log is indexed.
pub async fn reached(db: &Db, workspace: &WorkspaceId) -> Result<Seq> {
    let row: Option<(i64,)> = db.maybe(sql("select reached from search_reach where workspace_id = $1").bind(workspace)).await?;
    Ok(row.map_or(0, |(reached,)| reached.cast_unsigned()))
}

/// The segments that are searched, newest first.
pub async fn live(db: &Db, workspace: &WorkspaceId) -> Result<Vec<Segment>> {
    let text =
        "select segment, first_seq, last_seq, level from search_segment where workspace_id = $1 and state = 'live' order by first_seq desc";
    db.all(sql(text).bind(workspace)).await
}

/// Begins a segment; nobody searches it yet.
pub async fn begin(tx: &mut Tx, workspace: &WorkspaceId, it: &Segment, now: Timestamp) -> Result<()> {
    let text = "insert into search_segment (workspace_id, segment, first_seq, last_seq, level, state, changed_at)
                values ($1, $2, $3, $4, $5, 'making', $6)";
    tx.run(sql(text).bind(workspace).bind(it.segment).bind(it.first_seq).bind(it.last_seq).bind(it.level).bind(now)).await?;
    Ok(())
}

/// Lets a segment be searched, in place of those that it `replaces`.
pub async fn publish(tx: &mut Tx, workspace: &WorkspaceId, it: &Segment, replaces: &[Segment], now: Timestamp) -> Result<()> {
    let set = "update search_segment set state = $3, changed_at = $4 where workspace_id = $1 and segment = $2";
    for old in replaces {
        tx.run(sql(set).bind(workspace).bind(old.segment).bind("retired").bind(now)).await?;
    }
    tx.run(sql(set).bind(workspace).bind(it.segment).bind("live").bind(now)).await?;
    let text = "update search_reach set reached = $2 where workspace_id = $1 and reached < $2";
    tx.run(sql(text).bind(workspace).bind(it.last_seq)).await?;
    Ok(())
}

/// A segment that can be thrown away: half made, or retired before `before`.
pub async fn leftover(tx: &mut Tx, workspace: &WorkspaceId, before: Timestamp) -> Result<Option<i64>> {
    let text = "select segment from search_segment where workspace_id = $1
                and (state = 'making' or (state = 'retired' and changed_at < $2)) order by segment limit 1";
    let row: Option<(i64,)> = tx.maybe(sql(text).bind(workspace).bind(before)).await?;
    Ok(row.map(|(segment,)| segment))
}

/// Throws away up to `limit` words of a segment; the segment itself once none is left. Whether it is gone.
pub async fn discard(tx: &mut Tx, workspace: &WorkspaceId, segment: i64, limit: i64) -> Result<bool> {
    let text = "delete from search_posting where workspace_id = $1 and segment = $2 and word in
                (select word from search_posting where workspace_id = $1 and segment = $2 order by word limit $3)";
    if tx.run(sql(text).bind(workspace).bind(segment).bind(limit)).await? == limit.cast_unsigned() {
        return Ok(false);
    }
    tx.run(sql("delete from search_segment where workspace_id = $1 and segment = $2").bind(workspace).bind(segment)).await?;
    Ok(true)
}

/// Adds words to a segment.
pub async fn add(tx: &mut Tx, workspace: &WorkspaceId, segment: i64, postings: &[Posting]) -> Result<()> {
    static MANY: Text = Text::new(|| {
        let row = |n: usize| format!("(${}, ${}, ${}, ${}, ${})", 5 * n + 1, 5 * n + 2, 5 * n + 3, 5 * n + 4, 5 * n + 5);
        let rows: Vec<String> = (0..LIST).map(row).collect();
        format!("insert into search_posting (workspace_id, segment, word, docs, places) values {}", rows.join(", "))
    });
    let one = "insert into search_posting (workspace_id, segment, word, docs, places) values ($1, $2, $3, $4, $5)";
    for some in postings.chunks(LIST) {
        if some.len() == LIST {
            tx.run(some.iter().fold(sql(&MANY), |sql, it| row(sql, workspace, segment, it))).await?;
        } else {
            for it in some {
                tx.run(row(sql(one), workspace, segment, it)).await?;
            }
        }
    }
    Ok(())
}

fn row(sql: Sql, workspace: &WorkspaceId, segment: i64, it: &Posting) -> Sql {
    sql.bind(workspace).bind(segment).bind(it.word.clone()).bind(it.docs.clone()).bind(it.places.clone())
}

/// Changes or removes a word of a segment.
pub async fn replace(tx: &mut Tx, workspace: &WorkspaceId, segment: i64, word: &[u8], by: Option<&Posting>) -> Result<()> {
    let text = "delete from search_posting where workspace_id = $1 and segment = $2 and word = $3";
    tx.run(sql(text).bind(workspace).bind(segment).bind(word.to_vec())).await?;
    match by {
        Some(it) => add(tx, workspace, segment, std::slice::from_ref(it)).await,
        None => Ok(()),
    }
}

/// A word of a segment, whatever the segment's state.
pub async fn word(tx: &mut Tx, workspace: &WorkspaceId, segment: i64, word: &[u8]) -> Result<Option<Posting>> {
    let text = "select word, docs, places from search_posting where workspace_id = $1 and segment = $2 and word = $3";
    tx.maybe(sql(text).bind(workspace).bind(segment).bind(word.to_vec())).await
}

/// All segments that cover `seq`, whatever their state.
pub async fn covering(tx: &mut Tx, workspace: &WorkspaceId, seq: Seq) -> Result<Vec<i64>> {
    let text = "select segment from search_segment where workspace_id = $1 and first_seq <= $2 and last_seq >= $2";
    let rows: Vec<(i64,)> = tx.all(sql(text).bind(workspace).bind(seq)).await?;
    Ok(rows.into_iter().map(|(segment,)| segment).collect())
}

/// A row of a lookup.
#[derive(Debug, sqlx::FromRow)]
pub struct Found {
    pub segment: i64,
    #[sqlx(flatten)]
    pub posting: Posting,
}

/// So many segments are looked into at once.
pub const AT_ONCE: usize = 8;

/// The words of a lookup in up to [`AT_ONCE`] segments, at most `limit`.
pub async fn look_up(db: &Db, workspace: &WorkspaceId, segments: &[Segment], it: &Lookup, limit: i64) -> Result<Vec<Found>> {
    let with = "select segment, word, docs, places from search_posting where workspace_id = $1 and word >= $2 and word < $3
                and segment in ($4, $5, $6, $7, $8, $9, $10, $11) order by segment desc, word limit $12";
    let without = "select segment, word, docs, $13 as places from search_posting where workspace_id = $1 and word >= $2 and word < $3
                and segment in ($4, $5, $6, $7, $8, $9, $10, $11) order by segment desc, word limit $12";
    let Some(last) = segments.last() else { return Ok(Vec::new()) };
    let ask = sql(if it.wants_places { with } else { without }).bind(workspace).bind(it.from.clone()).bind(it.to.clone());
    let padded = segments.iter().chain(std::iter::repeat(last)).take(AT_ONCE);
    let ask = padded.fold(ask, |ask, segment| ask.bind(segment.segment)).bind(limit);
    db.all(if it.wants_places { ask } else { ask.bind(Vec::<u8>::new()) }).await
}

/// The words of one segment after `after`, in order: what a merge reads.
pub async fn page(db: &Db, workspace: &WorkspaceId, segment: i64, after: &[u8], limit: i64) -> Result<Vec<Posting>> {
    let text =
        "select word, docs, places from search_posting where workspace_id = $1 and segment = $2 and word > $3 order by word limit $4";
    db.all(sql(text).bind(workspace).bind(segment).bind(after.to_vec()).bind(limit)).await
}
