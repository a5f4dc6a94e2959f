//! People with a login, and which workspaces they are members of. An account belongs to no workspace; a member does.

use crate::db::{Db, Result, Tx, sql};
use app::domain::{
    id::{AccountId, WorkspaceId},
    person::Agent,
    text::{Email, Name},
    time::Timestamp,
};

/// An account as signing in needs it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Login {
    pub id: String,
    pub name: String,
    /// argon2id, PHC string.
    pub password: String,
    /// The workspace that was joined first.
    pub workspace: String,
}

/// Adds an account. Names no workspace: see [`join`].
pub async fn add(tx: &mut Tx, id: &AccountId, email: &Email, name: &Name, password: String, now: Timestamp) -> Result<()> {
    let text = "insert into account (id, email, name, password, created_at) values ($1, $2, $3, $4, $5)";
    tx.run(sql(text).bind(id).bind(email.as_str()).bind(name.as_str()).bind(password).bind(now)).await?;
    Ok(())
}

/// Makes an account a member of a workspace.
pub async fn join(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId, now: Timestamp) -> Result<()> {
    let text = "insert into member (workspace_id, account_id, role, created_at) values ($1, $2, 'owner', $3)
                on conflict (workspace_id, account_id) do update set role = excluded.role";
    tx.run(sql(text).bind(workspace).bind(account).bind(now)).await?;
    Ok(())
}

/// A member as a conversation names them.
pub async fn member(tx: &mut Tx, workspace: &WorkspaceId, account: &AccountId) -> Result<Option<Agent>> {
    let text = "select a.name from member m join account a on a.id = m.account_id where m.workspace_id = $1 and m.account_id = $2";
    let row: Option<(String,)> = tx.maybe(sql(text).bind(workspace).bind(account)).await?;
    Ok(row.and_then(|(name,)| Some(Agent { id: account.clone(), name: Name::parse(&name).ok()? })))
}

/// A member's address.
pub async fn email(db: &Db, workspace: &WorkspaceId, account: &AccountId) -> Result<Option<Email>> {
    let text = "select a.email from member m join account a on a.id = m.account_id where m.workspace_id = $1 and m.account_id = $2";
    let row: Option<(String,)> = db.maybe(sql(text).bind(workspace).bind(account)).await?;
    Ok(row.and_then(|(email,)| Email::parse(&email).ok()))
}

/// All members of a workspace, by name.
pub async fn members(db: &Db, workspace: &WorkspaceId) -> Result<Vec<Agent>> {
    let text = "select a.id, a.name from member m join account a on a.id = m.account_id where m.workspace_id = $1 order by a.name, a.id";
    let rows: Vec<(String, String)> = db.all(sql(text).bind(workspace)).await?;
    Ok(rows.into_iter().filter_map(|(id, name)| Some(Agent { id: AccountId::parse(&id)?, name: Name::parse(&name).ok()? })).collect())
}

/// The accounts of all members, for who decides about them.
pub async fn member_ids(tx: &mut Tx, workspace: &WorkspaceId) -> Result<Vec<AccountId>> {
    let rows: Vec<(String,)> =
        tx.all(sql("select account_id from member where workspace_id = $1 order by created_at, account_id").bind(workspace)).await?;
    Ok(rows.into_iter().filter_map(|(id,)| AccountId::parse(&id)).collect())
}

/// The account of an address that is a member somewhere. Names no workspace: signing in finds it.
pub async fn login(db: &Db, email: &Email) -> Result<Option<Login>> {
    let text = "select a.id, a.name, a.password, m.workspace_id as workspace from account a join member m on m.account_id = a.id
                where a.email = $1 order by m.created_at, m.workspace_id limit 1";
    db.maybe(sql(text).bind(email.as_str())).await
}

/// Gives an account a new password; how many accounts have this address (0 or 1). Names no workspace: a login is the person's.
pub async fn set_password(tx: &mut Tx, email: &Email, password: String) -> Result<u64> {
    tx.run(sql("update account set password = $2 where email = $1").bind(email.as_str()).bind(password)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        chance,
        store::test::{World, each},
    };

    #[tokio::test]
    async fn a_member_signs_in_with_an_address_and_may_change_the_password() {
        for World { db, workspace, foreign, .. } in each().await {
            let email = Email::parse("Ben@Example.com").expect("fits");
            let id = chance::account(Timestamp(1));
            let (home, abroad, who) = (workspace.clone(), foreign.clone(), id.clone());
            let name = Name::parse("Ben").expect("fits");
            let address = email.clone();
            db.write::<_, crate::db::Error, _>(|tx| {
                Box::pin(async move {
                    add(tx, &who, &address, &name, "hash".to_owned(), Timestamp(1)).await?;
                    join(tx, &home, &who, Timestamp(1)).await?;
                    join(tx, &home, &who, Timestamp(2)).await?;
                    assert_eq!(set_password(tx, &address, "hash2".to_owned()).await?, 1);
                    assert!(member_ids(tx, &home).await?.contains(&who) && member_ids(tx, &abroad).await?.is_empty());
                    set_password(tx, &Email::parse("no@body.test").expect("fits"), "x".to_owned()).await
                })
            })
            .await
            .expect("writes");
            assert_eq!(super::email(&db, &workspace, &id).await.expect("reads"), Some(email.clone()));
            assert_eq!(super::email(&db, &foreign, &id).await.expect("reads"), None);
            let found = login(&db, &email).await.expect("reads");
            let expected =
                Login { id: id.to_string(), name: "Ben".to_owned(), password: "hash2".to_owned(), workspace: workspace.to_string() };
            assert_eq!(found, Some(expected));
            assert_eq!(login(&db, &Email::parse("no@body.test").expect("fits")).await.expect("reads"), None);
        }
    }
}
