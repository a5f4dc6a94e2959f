//! What a signed-in browser may ask: signatures here, bodies in the server's desk.
//!
//! A server function is one line: [`enter`] says who asks and which desk answers; the desk does the rest.

pub mod alerts;
pub mod composer;
pub mod contradictions;
pub mod demand;
pub mod inbox;
pub mod knowledge;
pub mod mail;
pub mod presence;
pub mod promises;
pub mod receipts;
pub mod search;
pub mod session;
pub mod settings;
pub mod setup;
pub mod summary;
pub mod trials;
pub mod views;

use crate::domain::{
    fault::Fault,
    id::{AccountId, WorkspaceId},
    person::Agent,
};
use crate::read::Read;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};
use std::sync::Arc;

/// Who is signed in, and in which workspace they are.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, Read)]
pub struct Caller {
    pub workspace: WorkspaceId,
    pub workspace_name: String,
    pub account: AccountId,
    pub name: crate::domain::text::Name,
}

impl Caller {
    /// The caller as a conversation names them.
    pub fn agent(&self) -> Agent {
        Agent { id: self.account.clone(), name: self.name.clone() }
    }
}

/// All that signed-in browsers may ask.
pub trait Desk:
    alerts::AlertDesk
    + composer::ComposerDesk
    + contradictions::ContradictionDesk
    + demand::DemandDesk
    + inbox::InboxDesk
    + knowledge::KnowledgeDesk
    + mail::MailDesk
    + presence::PresenceDesk
    + promises::PromiseDesk
    + receipts::ReceiptDesk
    + search::SearchDesk
    + settings::SettingsDesk
    + setup::SetupDesk
    + summary::SummaryDesk
    + trials::TrialDesk
    + views::ViewDesk
{
}
impl<
    T: alerts::AlertDesk
        + composer::ComposerDesk
        + contradictions::ContradictionDesk
        + demand::DemandDesk
        + inbox::InboxDesk
        + knowledge::KnowledgeDesk
        + mail::MailDesk
        + presence::PresenceDesk
        + promises::PromiseDesk
        + receipts::ReceiptDesk
        + search::SearchDesk
        + settings::SettingsDesk
        + setup::SetupDesk
        + summary::SummaryDesk
        + trials::TrialDesk
        + views::ViewDesk,
> Desk for T
{
}

/// The desk as it hangs in context.
pub type SharedDesk = Arc<dyn Desk>;

/// A caller and the desk that answers them.
pub struct Entered {
    pub me: Caller,
    pub desk: SharedDesk,
}

/// Who asks, and the desk.
///
/// # Errors
/// `SignedOut` where no session came with the request.
pub fn enter() -> Result<Entered, Fault> {
    let me = leptos::prelude::use_context::<Option<Caller>>().flatten().ok_or(Fault::SignedOut)?;
    let desk = leptos::prelude::use_context::<SharedDesk>().ok_or(Fault::Unavailable)?;
    Ok(Entered { me, desk })
}

impl FromServerFnError for Fault {
    type Encoder = crate::wire::Answer;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Offline,
            ServerFnErrorErr::Args(say) | ServerFnErrorErr::MissingArg(say) => Self::Invalid { field: String::new(), say },
            other => Self::Broken { id: other.to_string() },
        }
    }
}
