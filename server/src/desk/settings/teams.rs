//! Teams: who is in them, and what becomes of their conversations when one is renamed or goes.

use super::super::{Desk, Failure, Result, act::Target};
use crate::{chance, db, store, store::conversation::Asked};
use app::{
    api::{
        Caller,
        settings::{Shown, TeamShown},
    },
    domain::{
        command::{Actor, Command},
        fault::Fault,
        id::{AccountId, ConversationId, TeamId, WorkspaceId},
        label::Team,
        routing::{Condition, Routing, Rule},
        text::Name,
        view::{Filter, Sort, Stage},
    },
};
use futures::{FutureExt, StreamExt, TryStreamExt, stream};

/// A workspace may have so many teams.
const MOST_TEAMS: usize = 100;
/// So many conversations are moved at once: their commits share the disk's flush.
const AT_ONCE: usize = 16;
/// So many are looked up at once.
const PAGE: i64 = 200;

impl Desk {
    pub(super) async fn teams(&self, me: &Caller) -> Result<Shown> {
        let all = store::team::all(&self.db, &me.workspace).await?;
        let filters: Vec<Filter> = all.iter().map(|(team, _)| open_of(&team.id)).collect();
        let mut counts = Vec::with_capacity(filters.len());
        for some in filters.chunks(20) {
            counts.extend(store::conversation::counts(&self.db, &me.workspace, &me.account, some, self.clock.now()).await?);
        }
        let teams = all.into_iter().zip(counts).map(|((team, members), n_open)| TeamShown { team, members, n_open }).collect();
        let members = store::account::members(&self.db, &me.workspace).await?;
        let routing: Routing = self.kept(&me.workspace).await?;
        Ok(Shown::Teams { teams, members, rules: routing.rules, assistants: self.named_assistants(&me.workspace).await? })
    }

    /// Says what goes to which team by itself.
    pub(super) async fn save_routing(&self, workspace: &WorkspaceId, rules: Vec<Rule>) -> Result<()> {
        let routing = Routing { rules }.checked()?;
        let teams = store::team::all(&self.db, workspace).await?;
        let assistants = self.named_assistants(workspace).await?;
        for rule in &routing.rules {
            if !teams.iter().any(|(team, _)| team.id == rule.team) {
                return Err(Fault::invalid("rules", "There is no such team any more.").into());
            }
            let is_strange = |it: &Condition| matches!(it, Condition::Assistant { id } if assistants.iter().all(|known| known.id != *id));
            if rule.when.iter().any(is_strange) {
                return Err(Fault::invalid("rules", "There is no such assistant any more.").into());
            }
        }
        self.set(workspace, move |it: &mut Routing| *it = routing).await
    }

    /// Adds a team, or changes one. Its open conversations then say its new name.
    pub(super) async fn save_team(&self, me: &Caller, id: Option<TeamId>, name: &str, members: Vec<AccountId>) -> Result<()> {
        let now = self.clock.now();
        let name = Name::parse(name)?;
        let all = store::team::all(&self.db, &me.workspace).await?;
        let known = id.as_ref().and_then(|id| all.iter().find(|(team, _)| team.id == *id));
        if id.is_some() && known.is_none() {
            return Err(Fault::NotFound.into());
        }
        if known.is_none() && all.len() >= MOST_TEAMS {
            return Err(Fault::invalid("name", &format!("There can be {MOST_TEAMS} teams.")).into());
        }
        let is_taken =
            |(team, _): &(Team, Vec<AccountId>)| Some(&team.id) != id.as_ref() && team.name.as_str().eq_ignore_ascii_case(name.as_str());
        if all.iter().any(is_taken) {
            return Err(Fault::invalid("name", "Another team has this name. Choose another one.").into());
        }
        let is_renamed = known.is_some_and(|(team, _)| team.name != name);
        let team = Team { id: id.unwrap_or_else(|| chance::team(now)), name };
        let (wall, copy) = (me.workspace.clone(), team.clone());
        let written = self.db.write::<_, db::Error, _>(move |tx| {
            async move {
                store::team::save(tx, &wall, &copy, now).await?;
                store::team::set_members(tx, &wall, &copy.id, &members).await
            }
            .boxed()
        });
        written.await?;
        if is_renamed {
            self.route_all(me, &team.id, Some(&team)).await?;
        }
        Ok(())
    }

    /// Takes a team away, and the rules that led to it. Its conversations that aren't closed are then no team's; the closed ones keep
    /// its name.
    pub(super) async fn remove_team(&self, me: &Caller, id: &TeamId) -> Result<()> {
        if !store::team::all(&self.db, &me.workspace).await?.iter().any(|(team, _)| team.id == *id) {
            return Err(Fault::NotFound.into());
        }
        // First those that there are: where it stops midway, the team is still there and can be deleted again.
        self.route_all(me, id, None).await?;
        let (wall, team, now) = (me.workspace.clone(), id.clone(), self.clock.now());
        let removed = self.db.write::<_, db::Error, _>(move |tx| {
            async move {
                store::workspace::lock(tx, &wall).await?;
                store::team::remove(tx, &wall, &team).await?;
                let mut routing: Routing = store::setting::load(tx, &wall).await?;
                if routing.rules.iter().any(|rule| rule.team == team) {
                    routing.rules.retain(|rule| rule.team != team);
                    store::setting::save(tx, &wall, &routing, now).await?;
                }
                Ok(())
            }
            .boxed()
        });
        removed.await?;
        // Then those that came to it meanwhile.
        self.route_all(me, id, None).await
    }

    /// Gives every conversation of a team that isn't closed to another one, or to none.
    async fn route_all(&self, me: &Caller, from: &TeamId, to: Option<&Team>) -> Result<()> {
        let filter = open_of(from);
        let mut after = None;
        loop {
            let asked = Asked { workspace: &me.workspace, me: &me.account, filter: &filter, now: self.clock.now() };
            let page = store::conversation::page(&self.db, asked, Sort::Oldest, after.as_ref(), PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(Sort::Oldest.key(last));
            let ids: Vec<ConversationId> = page.into_iter().map(|it| it.id).collect();
            let moves = stream::iter(ids).map(|id| self.route(me, id, to.cloned()));
            moves.buffer_unordered(AT_ONCE).try_collect::<()>().await?;
        }
    }

    async fn route(&self, me: &Caller, id: ConversationId, team: Option<Team>) -> Result<()> {
        match self.act_on(&me.workspace, Actor::Agent(me.agent()), Target::Id(id), Command::Route { team }).await {
            // It was deleted meanwhile.
            Ok(_) | Err(Failure::Fault(Fault::NotFound)) => Ok(()),
            Err(failure) => Err(failure),
        }
    }
}

fn open_of(team: &TeamId) -> Filter {
    Filter { stages: vec![Stage::Open, Stage::Snoozed], team: Some(team.clone()), ..Filter::default() }
}
