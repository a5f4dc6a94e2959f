//! The views of the inbox, and what is done to several conversations at once.

mod figures;

pub(super) use figures::Figures;

use super::{Desk, Failure, Result, act::Target};
use crate::{
    chance,
    store::{self, assistant::Profile},
};
use app::{
    api::{
        Caller,
        inbox::InboxDesk,
        promises::DUE,
        views::{Act, Choices, MOST_AT_ONCE, Outcome, ViewDesk, ViewDraft, Views},
    },
    domain::{
        command::{Actor, Command},
        fault::Fault,
        id::{ConversationId, Seq, ViewId, WorkspaceId},
        inbox::Frame,
        label::Tag,
        person::Assistant,
        view::{BuiltIn, Filter, SavedView},
    },
};
use futures::FutureExt;

/// A workspace's list of tags and attributes to choose from ends here.
const MOST_CHOICES: i64 = 300;

#[async_trait::async_trait]
impl ViewDesk for Desk {
    async fn views(&self, me: &Caller, reads_of: &[ConversationId]) -> Result<Views, Fault> {
        self.read_views(me, reads_of).await.map_err(|failure| failure.told(self.now()))
    }

    async fn choices(&self, me: &Caller) -> Result<Choices, Fault> {
        self.read_choices(me).await.map_err(|failure| failure.told(self.now()))
    }

    async fn save_view(&self, me: &Caller, id: Option<ViewId>, draft: ViewDraft) -> Result<SavedView, Fault> {
        self.keep_view(me, id, draft).await.map_err(|failure| failure.told(self.now()))
    }

    async fn remove_view(&self, me: &Caller, id: &ViewId) -> Result<(), Fault> {
        self.drop_view(me, id).await.map_err(|failure| failure.told(self.now()))
    }

    async fn mark_read(&self, me: &Caller, id: &ConversationId, seq: Seq) -> Result<(), Fault> {
        let (wall, who, it) = (me.workspace.clone(), me.account.clone(), id.clone());
        let now = self.now();
        let work = self.db.write(move |tx| {
            async move {
                store::view::mark_read(tx, &wall, &who, &it, seq).await?;
                // Whoever reads it needs no alert about it any more.
                store::alert::opened_thread(tx, &wall, &who, &it, now).await
            }
            .boxed()
        });
        let marked = work.await;
        marked.map_err(|error: crate::db::Error| Failure::from(error).told(self.now()))
    }

    async fn claim_next(&self, me: &Caller, filter: Filter) -> Result<Option<Vec<Frame>>, Fault> {
        let first = Target::FirstWaiting { me: me.account.clone(), filter: Box::new(filter.checked()?) };
        match self.act_on(&me.workspace, Actor::Agent(me.agent()), first, Command::Claim).await {
            Ok(done) => Ok(Some(done.frames())),
            Err(Failure::Fault(Fault::NotFound)) => Ok(None),
            Err(failure) => Err(failure.told(self.now())),
        }
    }

    async fn act_many(&self, me: &Caller, acts: Vec<Act>) -> Result<Vec<Outcome>, Fault> {
        if acts.len() > MOST_AT_ONCE {
            return Err(Fault::invalid("acts", &format!("Choose {MOST_AT_ONCE} conversations or fewer.")));
        }
        let mut outcomes = Vec::with_capacity(acts.len());
        for Act { id, command } in acts {
            outcomes.push(match self.act_one(me, &id, command).await {
                Ok(frames) => Outcome { id, frames, fault: None },
                Err(failure) => Outcome { id, frames: Vec::new(), fault: Some(failure.told(self.now())) },
            });
        }
        Ok(outcomes)
    }
}

impl Desk {
    async fn read_views(&self, me: &Caller, reads_of: &[ConversationId]) -> Result<Views> {
        if reads_of.len() > MOST_AT_ONCE {
            return Err(Fault::invalid("reads_of", &format!("Choose {MOST_AT_ONCE} conversations or fewer.")).into());
        }
        let seq = store::workspace::seq(&self.db, &me.workspace).await?;
        let saved = store::view::all(&self.db, &me.workspace, &me.account).await?;
        let names = BuiltIn::ALL.into_iter().map(|it| it.name().to_owned()).chain(saved.iter().map(|it| it.id.to_string()));
        let filters: Vec<Filter> = BuiltIn::ALL.into_iter().map(BuiltIn::filter).chain(saved.iter().map(|it| it.filter.clone())).collect();
        let counts = self.count_views(me, seq, &filters).await?;
        let due = (DUE.to_owned(), self.n_promises_due(me).await?);
        let known = store::view::reads(&self.db, &me.workspace, &me.account, reads_of).await?;
        let reads = reads_of.iter().map(|id| (id.clone(), known.get(id).copied().unwrap_or_default())).collect();
        let assistants = self.named_assistants(&me.workspace).await?;
        Ok(Views { counts: names.zip(counts).chain([due]).collect(), saved, reads, assistants, seq })
    }

    /// The assistants, by name.
    pub(super) async fn named_assistants(&self, workspace: &WorkspaceId) -> Result<Vec<Assistant>> {
        Ok(store::assistant::of_workspace(&self.db, workspace).await?.iter().map(Profile::assistant).collect())
    }

    async fn read_choices(&self, me: &Caller) -> Result<Choices> {
        let tags = store::conversation::tags_in_use(&self.db, &me.workspace, MOST_CHOICES).await?;
        Ok(Choices {
            members: store::account::members(&self.db, &me.workspace).await?,
            teams: store::team::all(&self.db, &me.workspace).await?.into_iter().map(|(team, _)| team).collect(),
            assistants: self.named_assistants(&me.workspace).await?,
            tags: tags.iter().filter_map(|tag| Tag::parse(tag).ok()).collect(),
            attributes: store::conversation::attributes_in_use(&self.db, &me.workspace, MOST_CHOICES).await?,
        })
    }

    async fn keep_view(&self, me: &Caller, id: Option<ViewId>, draft: ViewDraft) -> Result<SavedView> {
        let now = self.clock.now();
        let ViewDraft { name, filter, sort, is_shared } = draft;
        let owner = match &id {
            // A shared view stays its maker's, whoever changes it.
            Some(id) => store::view::one(&self.db, &me.workspace, &me.account, id).await?.ok_or(Failure::Fault(Fault::NotFound))?.owner,
            None => me.account.clone(),
        };
        let id = id.unwrap_or_else(|| chance::view(now));
        let it = SavedView { id, name, filter: filter.checked()?, sort, is_shared, owner };
        let (wall, copy) = (me.workspace.clone(), it.clone());
        let is_saved: bool = self
            .db
            .write::<_, crate::db::Error, _>(move |tx| async move { store::view::save(tx, &wall, &copy, now).await }.boxed())
            .await?;
        if is_saved { Ok(it) } else { Err(Fault::NotFound.into()) }
    }

    async fn drop_view(&self, me: &Caller, id: &ViewId) -> Result<()> {
        let (wall, who, it) = (me.workspace.clone(), me.account.clone(), id.clone());
        let is_gone: bool = self
            .db
            .write::<_, crate::db::Error, _>(move |tx| async move { store::view::remove(tx, &wall, &who, &it).await }.boxed())
            .await?;
        if is_gone { Ok(()) } else { Err(Fault::NotFound.into()) }
    }

    async fn act_one(&self, me: &Caller, id: &ConversationId, command: Command) -> Result<Vec<Frame>> {
        if !is_for_many(&command) {
            return Err(Fault::invalid("command", "That can't be done to several conversations at once.").into());
        }
        let done = self.act_on(&me.workspace, Actor::Agent(me.agent()), Target::Id(id.clone()), command).await?;
        Ok(done.frames())
    }
}

/// What marks and moves. Words are written to one visitor at a time.
const fn is_for_many(command: &Command) -> bool {
    matches!(
        command,
        Command::Claim
            | Command::Close
            | Command::Reopen { .. }
            | Command::Snooze { .. }
            | Command::Assign { .. }
            | Command::Route { .. }
            | Command::Tag { .. }
            | Command::Untag { .. }
            | Command::Prioritise { .. }
            | Command::MarkSpam { .. }
            | Command::TakeOver
            | Command::HandBack { .. }
    )
}
