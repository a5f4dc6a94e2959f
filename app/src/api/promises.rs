//! What the team promised visitors and still owes.

use super::{Caller, inbox::ReadAt};
use crate::domain::{
    fault::Fault,
    id::{ConversationId, Seq},
    label::Promise,
    person::Visitor,
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Under which name [`super::views::Views::counts`] has how many promises of the caller are overdue or due today.
pub const DUE: &str = "promises";

/// What the desk answers about promises.
#[async_trait::async_trait]
pub trait PromiseDesk: Send + Sync {
    /// What is still owed, the soonest first.
    async fn owed(&self, me: &Caller) -> Result<Vec<Owed>, Fault>;
}

/// A promise that isn't settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Owed {
    pub promise: Promise,
    pub conversation: ConversationId,
    pub visitor: Visitor,
    /// The number of the event that noted it: where it names no message, it follows the one that promises it.
    pub seq: Seq,
}

/// What is still owed, the soonest first.
#[server(prefix = "/api/app", endpoint = "owed", protocol = crate::wire::Wire)]
pub async fn list_owed() -> Result<ReadAt<Vec<Owed>>, Fault> {
    let here = super::enter()?;
    Ok(ReadAt { now: here.desk.now(), lacks_model: here.desk.lacks_model(), it: here.desk.owed(&here.me).await? })
}
