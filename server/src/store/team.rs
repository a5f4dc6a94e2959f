//! Groups of members that a conversation can be given to.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    id::{AccountId, TeamId, WorkspaceId},
    label::Team,
    text::Name,
    time::Timestamp,
};

/// Adds a team, or gives it another name.
pub async fn save(tx: &mut Tx, workspace: &WorkspaceId, it: &Team, now: Timestamp) -> Result<()> {
    let text = "insert into team (id, workspace_id, name, created_at) values ($1, $2, $3, $4)
                on conflict (id) do update set name = excluded.name where team.workspace_id = excluded.workspace_id";
    tx.run(sql(text).bind(&it.id).bind(workspace).bind(it.name.as_str()).bind(now)).await?;
    Ok(())
}

/// Takes a team away. Conversations that were given to it keep its name.
pub async fn remove(tx: &mut Tx, workspace: &WorkspaceId, id: &TeamId) -> Result<()> {
    tx.run(sql("delete from team_member where workspace_id = $1 and team_id = $2").bind(workspace).bind(id)).await?;
    tx.run(sql("delete from team where workspace_id = $1 and id = $2").bind(workspace).bind(id)).await?;
    Ok(())
}

/// Says who is in a team; who is no member of the workspace is left out.
pub async fn set_members(tx: &mut Tx, workspace: &WorkspaceId, id: &TeamId, members: &[AccountId]) -> Result<()> {
    tx.run(sql("delete from team_member where workspace_id = $1 and team_id = $2").bind(workspace).bind(id)).await?;
    let text = "insert into team_member (team_id, workspace_id, account_id)
                select t.id, t.workspace_id, m.account_id from team t join member m on m.workspace_id = t.workspace_id
                where t.workspace_id = $1 and t.id = $2 and m.account_id = $3 on conflict do nothing";
    for account in members {
        tx.run(sql(text).bind(workspace).bind(id).bind(account)).await?;
    }
    Ok(())
}

/// One team, for who is about to give it something.
pub async fn load(tx: &mut Tx, workspace: &WorkspaceId, id: &TeamId) -> Result<Option<Team>> {
    let row: Option<(String,)> =
        tx.maybe(sql("select name from team where workspace_id = $1 and id = $2").bind(workspace).bind(id)).await?;
    Ok(row.and_then(|(name,)| Some(Team { id: id.clone(), name: Name::parse(&name).ok()? })))
}

const ALL: &str = "select t.id, t.name, coalesce(m.account_id, '') from team t left join team_member m on m.team_id = t.id
                   where t.workspace_id = $1 order by t.name, t.id, m.account_id";

/// All teams of a workspace by name, each with its members.
pub async fn all(db: &Db, workspace: &WorkspaceId) -> Result<Vec<(Team, Vec<AccountId>)>> {
    Ok(gathered(db.all(sql(ALL).bind(workspace)).await?))
}

/// The same, for who decides about them.
pub async fn all_in(tx: &mut Tx, workspace: &WorkspaceId) -> Result<Vec<(Team, Vec<AccountId>)>> {
    Ok(gathered(tx.all(sql(ALL).bind(workspace)).await?))
}

fn gathered(rows: Vec<(String, String, String)>) -> Vec<(Team, Vec<AccountId>)> {
    let mut teams: Vec<(Team, Vec<AccountId>)> = Vec::new();
    for (id, name, account) in rows {
        let (Some(id), Ok(name)) = (TeamId::parse(&id), Name::parse(&name)) else { continue };
        if teams.last().is_none_or(|(team, _)| team.id != id) {
            teams.push((Team { id, name }, Vec::new()));
        }
        if let (Some((_, members)), Some(account)) = (teams.last_mut(), AccountId::parse(&account)) {
            members.push(account);
        }
    }
    teams
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{chance, store::test::each};

    #[tokio::test]
    async fn a_team_has_its_members_and_only_its_workspace_sees_it() {
        for world in each().await {
            let it = Team { id: TeamId::parse(&chance::id(Timestamp(1))).expect("an id"), name: Name::parse("Billing").expect("a name") };
            let (home, foreign, copy, me) = (world.workspace.clone(), world.foreign.clone(), it.clone(), world.account.clone());
            let found = world
                .db
                .write::<_, crate::db::Error, _>(|tx| {
                    Box::pin(async move {
                        save(tx, &home, &copy, Timestamp(1)).await?;
                        save(tx, &foreign, &Team { name: Name::parse("Theirs").expect("a name"), ..copy.clone() }, Timestamp(1)).await?;
                        let stranger = AccountId::parse("nobody-here").expect("an id");
                        set_members(tx, &home, &copy.id, &[me.clone(), stranger, me.clone()]).await?;
                        set_members(tx, &foreign, &copy.id, &[]).await?;
                        remove(tx, &foreign, &copy.id).await?;
                        Ok((load(tx, &home, &copy.id).await?, load(tx, &foreign, &copy.id).await?))
                    })
                })
                .await
                .expect("writes");
            assert_eq!(found, (Some(it.clone()), None));
            let listed = all(&world.db, &world.workspace).await.expect("reads");
            assert_eq!(listed, vec![(it.clone(), vec![world.account.clone()])]);
            assert_eq!(all(&world.db, &world.foreign).await.expect("reads"), vec![]);
            let home = world.workspace.clone();
            let gone = world.db.write::<_, crate::db::Error, _>(|tx| {
                Box::pin(async move {
                    let before = all_in(tx, &home).await?;
                    remove(tx, &home, &it.id).await?;
                    Ok(before)
                })
            });
            assert_eq!(gone.await.expect("writes"), listed);
            assert_eq!(all(&world.db, &world.workspace).await.expect("reads"), vec![]);
        }
    }
}
