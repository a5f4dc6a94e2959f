//! A small world on each engine, for the tests of the store.

use crate::{
    chance,
    db::{Db, Error, test::both},
    store::{account, assistant, assistant::Profile, visitor, workspace},
};
use app::domain::{
    conversation::Conversation,
    id::{AccountId, WorkspaceId},
    person::Visitor,
    text::{Email, Name},
    time::Timestamp,
};

/// A workspace with an assistant and a member, and a foreign workspace that must see nothing of it.
pub struct World {
    pub db: Db,
    pub workspace: WorkspaceId,
    pub foreign: WorkspaceId,
    pub profile: Profile,
    pub account: AccountId,
}

/// The small world, once on each engine.
pub async fn each() -> Vec<World> {
    let mut worlds = Vec::new();
    for db in both().await {
        worlds.push(World::on(db).await);
    }
    worlds
}

impl World {
    async fn on(db: Db) -> Self {
        let now = Timestamp(0);
        let (workspace, foreign, account) = (chance::workspace(now), chance::workspace(now), chance::account(now));
        let profile = Profile {
            id: chance::assistant(now),
            workspace: workspace.clone(),
            public_key: chance::id(now),
            name: Name::parse("Robin").expect("fits"),
            tagline: String::new(),
            greeting: "Hi".to_owned(),
            starters: vec!["What does it cost?".to_owned()],
            accent: "#345".to_owned(),
            is_on: true,
            is_embedded: false,
        };
        let (home, abroad, who, copy) = (workspace.clone(), foreign.clone(), account.clone(), profile.clone());
        db.write::<_, Error, _>(move |tx| {
            Box::pin(async move {
                workspace::add(tx, &home, "Test", now).await?;
                workspace::add(tx, &abroad, "Foreign", now).await?;
                assistant::add(tx, &copy, now).await?;
                let (email, name) = (Email::parse("ana@example.com").expect("fits"), Name::parse("Ana").expect("fits"));
                account::add(tx, &who, &email, &name, "hash".to_owned(), now).await?;
                account::join(tx, &home, &who, now).await
            })
        })
        .await
        .expect("writes");
        Self { db, workspace, foreign, profile, account }
    }

    /// A conversation of a new visitor, as it was at `at`, in the database.
    pub async fn conversation(&self, at: Timestamp) -> Conversation {
        let visitor = Visitor::unknown(chance::visitor(at));
        let it = Conversation::unborn(chance::conversation(at), self.profile.assistant(), visitor, at);
        let (workspace, assistant, copy) = (self.workspace.clone(), self.profile.id.clone(), it.clone());
        self.db
            .write::<_, Error, _>(move |tx| {
                Box::pin(async move {
                    visitor::meet(tx, &workspace, &assistant, &copy.visitor.id, at).await?;
                    super::conversation::save(tx, &workspace, &copy).await
                })
            })
            .await
            .expect("writes");
        it
    }
}
