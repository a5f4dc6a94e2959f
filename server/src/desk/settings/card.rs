//! The card that the owner's own system fills: how it is set, tried, and looked up for a conversation.

use super::super::{Desk, Failure, Result};
use crate::{
    outside::card::{look, proof},
    store::{self, setting::KeptCard},
};
use app::{
    api::settings::{CardDraft, Shown},
    domain::{
        card::{CardSource, Looked, NoCard},
        conversation::Conversation,
        fault::Fault,
        id::{ConversationId, WorkspaceId},
        text::Email,
        time::Timestamp,
    },
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// What was looked up is shown again for so many milliseconds.
const FRESH_MS: i64 = 60_000;
/// So many cards are kept at once.
const MOST_KEPT: usize = 1_000;
/// A secret may have so many characters.
const LONGEST_SECRET: usize = 2_000;

/// What was looked up lately, by conversation, address and secret: whatever changes asks anew.
#[derive(Debug, Default)]
pub struct Cards(Mutex<HashMap<Asked, (Timestamp, Looked)>>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Asked {
    conversation: ConversationId,
    url: String,
    kept: String,
}

impl Cards {
    fn fresh(&self, asked: &Asked, now: Timestamp) -> Option<Looked> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(asked).filter(|(until, _)| now < *until).map(|(_, looked)| looked.clone())
    }

    /// Keeps what is worth it: a failure is tried again by whoever asks next.
    fn keep(&self, asked: Asked, looked: &Looked, now: Timestamp) {
        if matches!(looked, Looked::Failed { .. }) {
            return;
        }
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_KEPT {
            all.retain(|_, (until, _)| now < *until);
        }
        if all.len() >= MOST_KEPT {
            all.clear();
        }
        all.insert(asked, (now.plus(FRESH_MS), looked.clone()));
    }
}

impl Desk {
    pub(super) async fn card_shown(&self, workspace: &WorkspaceId) -> Result<Shown> {
        let KeptCard { source, secret } = self.kept(workspace).await?;
        Ok(Shown::Card { source, has_secret: secret.is_some() })
    }

    pub(super) async fn save_card(&self, workspace: &WorkspaceId, draft: CardDraft) -> Result<()> {
        let fresh = self.sealed(workspace, draft).await?;
        self.set(workspace, move |it: &mut KeptCard| *it = fresh).await
    }

    /// What a draft gives for a visitor of this address; other places are filled with what shows that they are a test.
    pub(super) async fn look_as_drafted(&self, workspace: &WorkspaceId, draft: CardDraft, email: &str) -> Result<Looked> {
        let card = self.sealed(workspace, draft).await?;
        let email = if email.trim().is_empty() { None } else { Some(Email::parse(email)?.as_str().to_owned()) };
        let value = |place: &str| match place {
            "email" => email.clone(),
            _ => Some("test".to_owned()),
        };
        Ok(match card.source.is_on() {
            true => match card.source.filled(value) {
                Ok(url) => self.look_at(workspace, &card, &url).await,
                Err(place) => Looked::Lacks { place },
            },
            false => Looked::Off,
        })
    }

    pub(super) async fn card_of(&self, workspace: &WorkspaceId, id: &ConversationId) -> Result<Looked> {
        let it = store::conversation::by_id(&self.db, workspace, id).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        let card: KeptCard = self.kept(workspace).await?;
        if !card.source.is_on() {
            return Ok(Looked::Off);
        }
        let url = match card.source.filled(|place| known(&it, place)) {
            Ok(url) => url,
            Err(place) => return Ok(Looked::Lacks { place }),
        };
        let kept = [card.source.header.as_str(), "\n", card.secret.as_deref().unwrap_or_default()].concat();
        let asked = Asked { conversation: id.clone(), url, kept };
        if let Some(looked) = self.cards.fresh(&asked, self.clock.now()) {
            return Ok(looked);
        }
        let looked = self.look_at(workspace, &card, &asked.url).await;
        self.cards.keep(asked, &looked, self.clock.now());
        Ok(looked)
    }

    async fn look_at(&self, workspace: &WorkspaceId, card: &KeptCard, url: &str) -> Looked {
        let secret = card.secret.as_deref().and_then(|sealed| self.keys.open(workspace, sealed));
        let proof = secret.and_then(|secret| proof(&card.source.header, &secret));
        match look(&self.outbound(), url, proof.as_ref()).await {
            Ok(Some(card)) => Looked::Found { card },
            Ok(None) => Looked::Unknown,
            Err(why) => {
                if why != NoCard::Slow {
                    tracing::info!(workspace.id = %workspace, ?why, "A card couldn't be read");
                }
                Looked::Failed { why }
            }
        }
    }

    /// A draft as it would be kept. A secret that was kept goes on to the same server alone: who could lead it elsewhere
    /// could read it there.
    async fn sealed(&self, workspace: &WorkspaceId, draft: CardDraft) -> Result<KeptCard> {
        let source = draft.source.checked()?;
        let before: KeptCard = self.kept(workspace).await?;
        let secret = match draft.secret.map(|it| it.trim().to_owned()) {
            _ if source.header.is_empty() => None,
            Some(fresh) if fresh.is_empty() => None,
            Some(fresh) => Some(self.keys.seal(workspace, &checked(fresh)?)?),
            None if before.secret.is_none() || is_same_place(&source, &before.source) => before.secret,
            None => return Err(Fault::invalid("secret", "Enter the value again: it was given for another server or header.").into()),
        };
        Ok(KeptCard { source, secret })
    }
}

fn is_same_place(a: &CardSource, b: &CardSource) -> bool {
    a.origin() == b.origin() && a.header.eq_ignore_ascii_case(&b.header)
}

fn checked(secret: String) -> Result<String, Fault> {
    let is_plain = secret.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    if is_plain && secret.len() <= LONGEST_SECRET {
        return Ok(secret);
    }
    Err(Fault::invalid("secret", "A header's value is one line of plain letters, digits and signs."))
}

/// What an address can be filled with, of what is known about a conversation.
fn known(it: &Conversation, place: &str) -> Option<String> {
    match place {
        "email" => it.visitor.email.as_ref().map(|it| it.as_str().to_owned()),
        "name" => it.visitor.name.as_ref().map(|it| it.as_str().to_owned()),
        "visitor" => Some(it.visitor.id.to_string()),
        "conversation" => Some(it.id.to_string()),
        _ => place.strip_prefix("attribute.").and_then(|key| it.attributes.get(key)).map(|it| it.value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_up_is_kept_for_a_while_and_failures_are_not() {
        let cards = Cards::default();
        let asked =
            |url: &str| Asked { conversation: ConversationId::parse("conv").expect("fits"), url: url.to_owned(), kept: String::new() };
        cards.keep(asked("a"), &Looked::Unknown, Timestamp(0));
        cards.keep(asked("b"), &Looked::Failed { why: NoCard::Slow }, Timestamp(0));
        assert_eq!(cards.fresh(&asked("a"), Timestamp(FRESH_MS - 1)), Some(Looked::Unknown));
        assert_eq!(cards.fresh(&asked("a"), Timestamp(FRESH_MS)), None);
        assert_eq!(cards.fresh(&asked("b"), Timestamp(0)), None);
        for n in 0..2 * MOST_KEPT {
            cards.keep(asked(&n.to_string()), &Looked::Unknown, Timestamp(0));
        }
        assert!(cards.0.lock().expect("whole").len() <= MOST_KEPT);
    }
}
