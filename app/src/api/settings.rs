//! What a workspace can set: read and changed a section at a time, and tried before it is saved.

use super::Caller;
use crate::domain::{
    card::{CardSource, Looked},
    face::Face,
    fault::Fault,
    form::Field,
    handoff::Cause,
    hours::{Date, Hours, Weekday},
    id::{AccountId, AssistantId, ConversationId, Seq, TeamId},
    label::Team,
    model::{ModelWish, Spend, Standing as ModelStanding, Tried},
    near::Sharing,
    person::{Agent, Assistant, Visitor},
    policy::{Policy, Step},
    routing::Rule,
    settings::{Allowance, Promptness},
    signal::{KeywordRule, Topic},
    time::Timestamp,
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk answers about settings. Any member may read and change them.
#[async_trait::async_trait]
pub trait SettingsDesk: Send + Sync {
    /// A section as it stands.
    async fn settings(&self, me: &Caller, section: Section) -> Result<Shown, Fault>;
    /// Changes a section; it takes effect at once. The section as it then stands.
    async fn change_settings(&self, me: &Caller, change: Change) -> Result<Shown, Fault>;
    /// What would be heard in a sentence, what acts first first.
    async fn try_sentence(&self, me: &Caller, text: &str, draft: Ears) -> Result<Vec<Heard>, Fault>;
    /// What would have been heard in the visitors' latest messages.
    async fn rehearse(&self, me: &Caller, draft: Ears) -> Result<Rehearsal, Fault>;
    /// What the card would show for a visitor of this address.
    async fn try_card(&self, me: &Caller, draft: CardDraft, email: &str) -> Result<Looked, Fault>;
    /// Where those who waited for a person lately would have gone by these rules.
    async fn try_routing(&self, me: &Caller, rules: Vec<Rule>) -> Result<Routed, Fault>;
    /// What comes of asking a model, saved or not.
    async fn try_model(&self, me: &Caller, draft: ModelDraft) -> Result<Tried, Fault>;
    /// The card of a conversation's visitor.
    async fn card(&self, me: &Caller, id: &ConversationId) -> Result<Looked, Fault>;
}

/// A part of the settings that is shown on a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    Handoff,
    Topics,
    Hours,
    Answers,
    Teams,
    Card,
    Privacy,
    Assistants,
    Identity,
    Model,
}

impl Section {
    /// Every section, in the order of the navigation.
    pub const ALL: [Self; 10] = [
        Self::Handoff,
        Self::Topics,
        Self::Hours,
        Self::Answers,
        Self::Teams,
        Self::Card,
        Self::Privacy,
        Self::Assistants,
        Self::Identity,
        Self::Model,
    ];

    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Handoff => "handoff",
            Self::Topics => "topics",
            Self::Hours => "hours",
            Self::Answers => "answers",
            Self::Teams => "teams",
            Self::Card => "card",
            Self::Privacy => "privacy",
            Self::Assistants => "assistants",
            Self::Identity => "identity",
            Self::Model => "model",
        }
    }
}

/// A section as it stands, with what it takes to understand it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Shown {
    Handoff {
        policy: Policy,
    },
    Topics {
        keywords: Vec<KeywordRule>,
        topics: Vec<Topic>,
        /// They are the ones that come with Baton.
        is_usual: bool,
    },
    Hours {
        hours: Hours,
        standing: Standing,
        /// Every time zone that can be chosen.
        zones: Vec<String>,
    },
    Answers {
        promptness: Promptness,
        record: Record,
    },
    Teams {
        teams: Vec<TeamShown>,
        members: Vec<Agent>,
        /// What goes to which of them by itself.
        rules: Vec<Rule>,
        /// What a rule can name.
        assistants: Vec<Assistant>,
    },
    Card {
        source: CardSource,
        has_secret: bool,
    },
    Privacy {
        sharing: Sharing,
    },
    Assistants {
        assistants: Vec<AssistantShown>,
    },
    /// How visitors come to each assistant.
    Identity {
        doors: Vec<DoorShown>,
    },
    Model {
        it: Box<ModelShown>,
    },
}

/// What a section is changed to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Change {
    Handoff {
        policy: Policy,
    },
    Keywords {
        keywords: Vec<KeywordRule>,
    },
    /// Nothing: back to the list that comes with Baton.
    Topics {
        topics: Option<Vec<Topic>>,
    },
    Hours {
        hours: Hours,
    },
    Answers {
        promptness: Promptness,
    },
    /// Adds a team, or changes one.
    Team {
        id: Option<TeamId>,
        name: String,
        members: Vec<AccountId>,
    },
    /// Takes a team away: its open conversations are then no team's, and its rules are gone.
    RemoveTeam {
        id: TeamId,
    },
    /// Says what goes to which team by itself.
    Routing {
        rules: Vec<Rule>,
    },
    Card {
        draft: CardDraft,
    },
    Model {
        draft: ModelDraft,
    },
    /// Says how many answers one visitor may have.
    Allowance {
        allowance: Allowance,
    },
    Privacy {
        sharing: Sharing,
    },
    /// Makes an assistant, or gives one another face.
    Assistant {
        id: Option<AssistantId>,
        face: Face,
    },
    /// Switches an assistant off or on. Who has a conversation with it keeps that.
    SwitchAssistant {
        id: AssistantId,
        is_on: bool,
    },
    /// Makes a new identity secret for an assistant: what was signed with the one before proves nothing any more.
    NewSecret {
        assistant: AssistantId,
    },
    /// Says on which sites an assistant's widget may stand; none: on any.
    Sites {
        assistant: AssistantId,
        sites: Vec<String>,
    },
    /// Says what an assistant asks visitors, and when.
    Fields {
        assistant: AssistantId,
        fields: Vec<Field>,
    },
}

/// An assistant as who sets it up sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct AssistantShown {
    pub id: AssistantId,
    pub face: Face,
    pub is_on: bool,
    /// What brings its widget onto a page.
    pub snippet: String,
    pub n_sources: u64,
    /// Its conversations that are open.
    pub n_open: u64,
}

/// How visitors come to an assistant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct DoorShown {
    pub assistant: Assistant,
    pub public_key: String,
    pub has_secret: bool,
    /// The identity secret, in the answer to who made it and never again.
    pub secret: Option<String>,
    pub sites: Vec<String>,
    pub fields: Vec<Field>,
}

/// How business hours stand at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Standing {
    pub is_open: bool,
    pub now: WallTime,
    /// When it closes, or opens again; nothing where it doesn't within a year.
    pub until: Option<WallTime>,
}

/// A moment on the workspace's own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct WallTime {
    pub date: Date,
    pub day: Weekday,
    /// Minutes since midnight.
    pub minute: u16,
    /// Days after today.
    pub ahead: u16,
}

/// How often the wait that visitors were told of held, and the team's target was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Record {
    pub n_told: u64,
    pub n_held: u64,
    /// Nothing while there is no target.
    pub target: Option<InTime>,
}

/// How many of the latest waits were answered in time, of those that are decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct InTime {
    pub n_in_time: u64,
    pub n_due: u64,
}

/// A team, who is in it, and how much it has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct TeamShown {
    pub team: Team,
    pub members: Vec<AccountId>,
    /// How many conversations that aren't closed are given to it.
    pub n_open: u64,
}

/// Where those who waited for a person in the last thirty days would have gone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Routed {
    /// How often somebody waited.
    pub n_waits: u64,
    /// How many of these each rule would have had, in the order of the rules.
    pub taken: Vec<u64>,
    /// There were more conversations than are read.
    pub is_cut: bool,
    /// The latest of them.
    pub latest: Vec<RoutedWait>,
}

/// Somebody who waited for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct RoutedWait {
    pub conversation: ConversationId,
    pub visitor: Visitor,
    pub at: Timestamp,
    /// What they had written last.
    pub text: String,
    /// Which rule would have had them, by its place.
    pub rule: Option<u64>,
}

/// What to listen for, not saved yet. Topics that aren't given are those that are saved.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Ears {
    pub keywords: Vec<KeywordRule>,
    pub topics: Option<Vec<Topic>>,
}

/// Something that was heard, and what follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Heard {
    pub cause: Cause,
    /// The words of the message, or the wording that it was heard by.
    pub by: String,
    pub step: Step,
}

/// What would have been heard.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Rehearsal {
    /// How many messages were read.
    pub n_read: u64,
    pub n_hits: u64,
    /// Of the hits, those whose conversation no person ever took.
    pub n_alone: u64,
    /// The messages of thirty days were more than are read.
    pub is_cut: bool,
    /// The latest hits.
    pub hits: Vec<Hit>,
}

/// A message in which something would have been heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Hit {
    pub conversation: ConversationId,
    pub seq: Seq,
    pub at: Timestamp,
    pub visitor: String,
    pub text: String,
    pub cause: Cause,
    /// No person ever took its conversation.
    pub was_alone: bool,
}

/// A card's source as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct CardDraft {
    pub source: CardSource,
    /// The header's value; nothing: the one that is kept. It is never shown again.
    pub secret: Option<String>,
}

/// The model of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct ModelShown {
    pub wish: ModelWish,
    pub has_key: bool,
    /// What whoever runs Baton has set for all.
    pub usual: Option<String>,
    pub standing: ModelStanding,
    pub spend: Spend,
    /// How many answers one visitor may have, whoever writes them.
    pub allowance: Allowance,
}

/// A model as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct ModelDraft {
    pub wish: ModelWish,
    /// The key; nothing: the one that is kept. It is never shown again.
    pub key: Option<String>,
}

/// A section as it stands.
#[server(prefix = "/api/app", endpoint = "settings", protocol = crate::wire::Wire)]
pub async fn read_settings(section: Section) -> Result<Shown, Fault> {
    let it = super::enter()?;
    it.desk.settings(&it.me, section).await
}

/// Changes a section.
#[server(prefix = "/api/app", endpoint = "change_settings", protocol = crate::wire::Wire)]
pub async fn change_settings(change: Change) -> Result<Shown, Fault> {
    let it = super::enter()?;
    it.desk.change_settings(&it.me, change).await
}

/// What would be heard in a sentence.
#[server(prefix = "/api/app", endpoint = "try_sentence", protocol = crate::wire::Wire)]
pub async fn try_sentence(text: String, draft: Ears) -> Result<Vec<Heard>, Fault> {
    let it = super::enter()?;
    it.desk.try_sentence(&it.me, &text, draft).await
}

/// What would have been heard in the visitors' latest messages.
#[server(prefix = "/api/app", endpoint = "rehearse", protocol = crate::wire::Wire)]
pub async fn rehearse(draft: Ears) -> Result<Rehearsal, Fault> {
    let it = super::enter()?;
    it.desk.rehearse(&it.me, draft).await
}

/// What the card would show.
#[server(prefix = "/api/app", endpoint = "try_card", protocol = crate::wire::Wire)]
pub async fn try_card(draft: CardDraft, email: String) -> Result<Looked, Fault> {
    let it = super::enter()?;
    it.desk.try_card(&it.me, draft, &email).await
}

/// Where those who waited for a person lately would have gone.
#[server(prefix = "/api/app", endpoint = "try_routing", protocol = crate::wire::Wire)]
pub async fn try_routing(rules: Vec<Rule>) -> Result<Routed, Fault> {
    let it = super::enter()?;
    it.desk.try_routing(&it.me, rules).await
}

/// What comes of asking a model.
#[server(prefix = "/api/app", endpoint = "try_model", protocol = crate::wire::Wire)]
pub async fn try_model(draft: ModelDraft) -> Result<Tried, Fault> {
    let it = super::enter()?;
    it.desk.try_model(&it.me, draft).await
}

/// The card of a conversation's visitor.
#[server(prefix = "/api/app", endpoint = "card", protocol = crate::wire::Wire)]
pub async fn read_card(id: ConversationId) -> Result<Looked, Fault> {
    let it = super::enter()?;
    it.desk.card(&it.me, &id).await
}
