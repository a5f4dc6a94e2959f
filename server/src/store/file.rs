//! What people attached: all but the bytes.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    file::File,
    id::{AccountId, ConversationId, FileId, VisitorId, WorkspaceId},
    time::Timestamp,
};

/// Who uploaded a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    Agent(AccountId),
    Visitor(VisitorId),
}

impl Sender {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Agent(_) => "agent",
            Self::Visitor(_) => "visitor",
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Agent(id) => id.as_str(),
            Self::Visitor(id) => id.as_str(),
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: String,
    media: String,
    bytes: i64,
    width: Option<i64>,
    height: Option<i64>,
}

impl Row {
    fn file(self) -> Option<File> {
        Some(File {
            id: FileId::parse(&self.id)?,
            name: self.name,
            media: self.media,
            bytes: u64::try_from(self.bytes).ok()?,
            width: self.width.and_then(|it| u32::try_from(it).ok()),
            height: self.height.and_then(|it| u32::try_from(it).ok()),
        })
    }
}

/// Notes an uploaded file, which no message has brought yet.
pub async fn add(tx: &mut Tx, workspace: &WorkspaceId, it: &File, by: &Sender, now: Timestamp) -> Result<()> {
    let text = "insert into file (id, workspace_id, name, media, bytes, width, height, by_kind, by_id, created_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let row = sql(text).bind(&it.id).bind(workspace).bind(it.name.as_str()).bind(it.media.as_str()).bind(it.bytes);
    let row = row.bind(it.width.map(i64::from)).bind(it.height.map(i64::from)).bind(by.kind()).bind(by.id()).bind(now);
    tx.run(row).await?;
    Ok(())
}

/// A file that its sender may put into a message: theirs, and in no message yet.
pub async fn unsent(tx: &mut Tx, workspace: &WorkspaceId, id: &FileId, by: &Sender) -> Result<Option<File>> {
    let text = "select id, name, media, bytes, width, height from file
                where workspace_id = $1 and id = $2 and by_kind = $3 and by_id = $4 and conversation_id is null";
    let row: Option<Row> = tx.maybe(sql(text).bind(workspace).bind(id).bind(by.kind()).bind(by.id())).await?;
    Ok(row.and_then(Row::file))
}

/// Notes that a message brought a file; whether the visitor may see it.
pub async fn attach(tx: &mut Tx, workspace: &WorkspaceId, id: &FileId, conversation: &ConversationId, is_public: bool) -> Result<()> {
    let text = "update file set conversation_id = $3, is_public = $4 where workspace_id = $1 and id = $2";
    tx.run(sql(text).bind(workspace).bind(id).bind(conversation).bind(is_public)).await?;
    Ok(())
}

/// A file that a member of the team may open: any that a message brought, and what they uploaded themselves.
pub async fn for_member(db: &Db, workspace: &WorkspaceId, id: &FileId, me: &AccountId) -> Result<Option<File>> {
    let text = "select id, name, media, bytes, width, height from file where workspace_id = $1 and id = $2
                and (conversation_id is not null or (by_kind = 'agent' and by_id = $3))";
    let row: Option<Row> = db.maybe(sql(text).bind(workspace).bind(id).bind(me)).await?;
    Ok(row.and_then(Row::file))
}

/// A file that a visitor may open: what they sent, and what was sent to them, in their conversation and in all that were merged with it.
pub async fn for_visitor(db: &Db, workspace: &WorkspaceId, id: &FileId, visitor: &VisitorId) -> Result<Option<File>> {
    let text = "select f.id, f.name, f.media, f.bytes, f.width, f.height from file f
                left join conversation c on c.id = f.conversation_id and c.workspace_id = f.workspace_id
                where f.workspace_id = $1 and f.id = $2
                and ((f.by_kind = 'visitor' and f.by_id = $3)
                or (f.is_public and exists (select 1 from conversation m where m.workspace_id = $1 and m.visitor_id = $3
                and (m.id = c.id or m.merged_into = c.id or m.id = c.merged_into or (m.merged_into <> '' and m.merged_into = c.merged_into)))))";
    let row: Option<Row> = db.maybe(sql(text).bind(workspace).bind(id).bind(visitor)).await?;
    Ok(row.and_then(Row::file))
}

/// How many files somebody has uploaded since `since`, and of how many bytes in all.
pub async fn uploaded_since(db: &Db, workspace: &WorkspaceId, by: &Sender, since: Timestamp) -> Result<(i64, i64)> {
    let text = "select count(*), cast(coalesce(sum(bytes), 0) as bigint) from file
                where workspace_id = $1 and by_kind = $2 and by_id = $3 and created_at > $4";
    db.one(sql(text).bind(workspace).bind(by.kind()).bind(by.id()).bind(since)).await
}

/// Files that no message brought by `before`, at most `limit`. Names no workspace: it is the instance's housekeeping.
pub async fn orphans(db: &Db, before: Timestamp, limit: i64) -> Result<Vec<(WorkspaceId, FileId)>> {
    let text = "select workspace_id, id from file where conversation_id is null and created_at < $1 order by created_at limit $2";
    let rows: Vec<(String, String)> = db.all(sql(text).bind(before).bind(limit)).await?;
    Ok(rows.into_iter().filter_map(|(home, id)| Some((WorkspaceId::parse(&home)?, FileId::parse(&id)?))).collect())
}

/// Forgets a file that no message has brought; says whether it did.
pub async fn forget(tx: &mut Tx, workspace: &WorkspaceId, id: &FileId) -> Result<bool> {
    let text = "delete from file where workspace_id = $1 and id = $2 and conversation_id is null";
    Ok(tx.run(sql(text).bind(workspace).bind(id)).await? > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{chance, db::Error, store::test::each};

    fn file(name: &str) -> File {
        let id = chance::file(Timestamp(1));
        File { id, name: name.to_owned(), media: "image/png".to_owned(), bytes: 7, width: Some(3), height: Some(2) }
    }

    #[tokio::test]
    async fn a_file_is_its_senders_until_a_message_brings_it() {
        for world in each().await {
            let it = world.conversation(Timestamp(1)).await;
            let (me, visitor) = (Sender::Agent(world.account.clone()), Sender::Visitor(it.visitor.id.clone()));
            let (ours, theirs) = (file("ours.png"), file("theirs.png"));
            let (home, foreign) = (world.workspace.clone(), world.foreign.clone());
            let (a, b, agent, guest, conversation) = (ours.clone(), theirs.clone(), me.clone(), visitor.clone(), it.id.clone());
            let found = world.db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    add(tx, &home, &a, &agent, Timestamp(10)).await?;
                    add(tx, &home, &b, &guest, Timestamp(20)).await?;
                    let found = [
                        unsent(tx, &home, &a.id, &agent).await?,
                        unsent(tx, &home, &a.id, &guest).await?,
                        unsent(tx, &foreign, &a.id, &agent).await?,
                    ];
                    attach(tx, &foreign, &a.id, &conversation, true).await?;
                    attach(tx, &home, &a.id, &conversation, false).await?;
                    assert_eq!(unsent(tx, &home, &a.id, &agent).await?, None, "a message has brought it");
                    assert!(!forget(tx, &home, &a.id).await? && !forget(tx, &foreign, &b.id).await?);
                    Ok(found)
                })
            });
            assert_eq!(found.await.expect("writes"), [Some(ours.clone()), None, None]);
            let (db, home, foreign) = (&world.db, &world.workspace, &world.foreign);
            let seen = for_member(db, home, &ours.id, &world.account).await.expect("reads");
            assert_eq!(seen, Some(ours.clone()));
            assert_eq!(for_member(db, foreign, &ours.id, &world.account).await.expect("reads"), None);
            assert_eq!(for_member(db, home, &theirs.id, &world.account).await.expect("reads"), None, "not sent yet");
            assert_eq!(for_visitor(db, home, &theirs.id, &it.visitor.id).await.expect("reads"), Some(theirs.clone()));
            assert_eq!(for_visitor(db, foreign, &theirs.id, &it.visitor.id).await.expect("reads"), None);
            assert_eq!(for_visitor(db, home, &theirs.id, &chance::visitor(Timestamp(1))).await.expect("reads"), None);
            assert_eq!(for_visitor(db, home, &ours.id, &it.visitor.id).await.expect("reads"), None, "it came with a note");
            assert_eq!(uploaded_since(db, home, &visitor, Timestamp(19)).await.expect("reads"), (1, 7));
            assert_eq!(uploaded_since(db, home, &visitor, Timestamp(20)).await.expect("reads"), (0, 0));
            assert_eq!(uploaded_since(db, foreign, &visitor, Timestamp(0)).await.expect("reads"), (0, 0));
            assert_eq!(orphans(db, Timestamp(20), 9).await.expect("reads"), vec![]);
            assert_eq!(orphans(db, Timestamp(21), 9).await.expect("reads"), vec![(home.clone(), theirs.id.clone())]);
            let (wall, id, conversation) = (home.clone(), ours.id.clone(), it.id.clone());
            let gone = world.db.write::<_, Error, _>(|tx| {
                Box::pin(async move {
                    attach(tx, &wall, &id, &conversation, true).await?;
                    forget(tx, &wall, &theirs.id).await
                })
            });
            assert!(gone.await.expect("writes"));
            assert_eq!(for_visitor(db, home, &ours.id, &it.visitor.id).await.expect("reads"), Some(ours));
            assert_eq!(orphans(db, Timestamp(99), 9).await.expect("reads"), vec![]);
        }
    }
}
