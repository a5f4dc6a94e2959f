//! What alerted a member before, and whom an event alerted.

use super::{Desk, Failure, Result};
use crate::store::{self, ring::Ring};
use app::{
    api::{
        Caller,
        alerts::{Alerted, LISTED, Ringing},
    },
    domain::{
        alert::{Alert, Channel},
        fault::Fault,
        id::{AccountId, AlertId, ConversationId, Seq},
        time::Timestamp,
    },
};

impl Desk {
    pub(super) async fn read_alerts_before(&self, me: &Caller, id: &AlertId) -> Result<Vec<Alert>> {
        let found = store::alert::one(&self.db, &me.workspace, id).await?.filter(|(account, _)| *account == me.account);
        let (_, last) = found.ok_or(Failure::Fault(Fault::NotFound))?;
        Ok(store::alert::before(&self.db, &me.workspace, &me.account, (last.raised_at, id), LISTED).await?)
    }

    /// Each member who was alerted, the first first, and after them what reached nobody in particular.
    pub(super) async fn read_alerted(&self, me: &Caller, conversation: &ConversationId, seq: Seq) -> Result<Vec<Alerted>> {
        let alerts = store::alert::of_event(&self.db, &me.workspace, conversation, seq).await?;
        let rings = store::ring::of_event(&self.db, &me.workspace, conversation, seq).await?;
        let members = store::account::members(&self.db, &me.workspace).await?;
        let rings_of = |alert: &str| rings.iter().filter(|it| it.alert_id == alert).filter_map(ringing).collect::<Vec<_>>();
        let named = |account: &AccountId| members.iter().find(|it| it.id == *account).cloned();
        let members = alerts.iter().filter_map(|(account, it)| {
            Some(Alerted {
                who: Some(named(account)?),
                raised_at: it.raised_at,
                shown_at: it.shown_at,
                opened_at: it.opened_at,
                rings: rings_of(it.id.as_str()),
            })
        });
        let nobodys = rings_of("");
        let first = nobodys.first().map(|it| it.raised_at);
        let nobody = first.map(|raised_at| Alerted { who: None, raised_at, shown_at: None, opened_at: None, rings: nobodys });
        Ok(members.chain(nobody).collect())
    }
}

/// A ringing as a colleague sees it: on which device is nobody else's business.
fn ringing(it: &Ring) -> Option<Ringing> {
    let moment = |at: i64| (at > 0).then_some(Timestamp(at));
    Some(Ringing {
        channel: Channel::named(&it.channel)?,
        device: None,
        raised_at: Timestamp(it.raised_at),
        sent_at: moment(it.sent_at),
        shown_at: moment(it.shown_at),
        opened_at: moment(it.opened_at),
        failed: it.failed.clone(),
    })
}
