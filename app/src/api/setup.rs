//! How far a new workspace is on its way to the first answer.

use super::Caller;
use crate::domain::{fault::Fault, id::AssistantId};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk answers about it.
#[async_trait::async_trait]
pub trait SetupDesk: Send + Sync {
    /// How far the workspace is, by what is there.
    async fn setup(&self, me: &Caller) -> Result<Setup, Fault>;
}

/// The steps to the first answer, and what they take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Setup {
    /// There is a page to answer from.
    pub has_docs: bool,
    /// The widget was shown in a page.
    pub is_embedded: bool,
    /// A visitor has written.
    pub has_asked: bool,
    /// The oldest assistant that is on.
    pub assistant: Option<AssistantId>,
    /// What brings its widget onto a page.
    pub snippet: Option<String>,
}

impl Setup {
    /// Whether no step is left.
    pub const fn is_done(&self) -> bool {
        self.has_docs && self.is_embedded && self.has_asked
    }
}

/// How far the workspace is.
#[server(prefix = "/api/app", endpoint = "setup", protocol = crate::wire::Wire)]
pub async fn read_setup() -> Result<Setup, Fault> {
    let it = super::enter()?;
    it.desk.setup(&it.me).await
}
