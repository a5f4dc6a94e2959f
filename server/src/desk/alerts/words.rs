//! What is said of an alert outside of our pages. Nothing in it is a customer's words.

use crate::{
    mail::{alert::notice, letters::Language},
    store::ring::Ring,
};
use app::domain::{alert::Alert, conversation::Conversation};
use serde_json::json;

/// The path that an alert leads to, which says by which ringing it was opened.
pub(super) fn link(alert: &Alert, ring: &Ring) -> String {
    match &alert.conversation {
        Some(id) => format!("/inbox/{id}?ring={}", ring.id),
        None => format!("/settings/notifications?ring={}", ring.id),
    }
}

/// What a device is sent; `/sw.js` reads it.
pub(super) fn pushed(alert: &Alert, ring: &Ring, language: Language) -> String {
    let notice = notice(alert.kind, language);
    json!({ "title": notice.subject, "body": notice.words, "url": link(alert, ring), "ring": ring.id, "tag": alert.id }).to_string()
}

/// What the workspace's webhook is told.
pub(super) fn called(it: &Conversation, public_url: &str, ring: &Ring) -> String {
    let since = it.waiting_since.map(|it| it.0);
    let data = json!({ "conversation": it.id, "url": format!("{public_url}/inbox/{}", it.id), "waiting_since_ms": since });
    json!({ "type": "handoff.waiting", "id": ring.id, "timestamp_ms": ring.raised_at, "data": data }).to_string()
}
