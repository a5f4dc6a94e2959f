//! Who takes part in a conversation, and who does what.

use super::{
    id::{AccountId, AssistantId, VisitorId},
    text::{Email, Name},
};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// The customer in the widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Visitor {
    pub id: VisitorId,
    pub name: Option<Name>,
    /// As they gave it; whether it is theirs isn't known before they answered a mail.
    #[serde(default)]
    pub email: Option<Email>,
    /// Who the site has proven them to be.
    #[serde(default)]
    pub identity: Option<Identity>,
}

/// Who the owner's site says a visitor is, in a token that it signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Identity {
    /// What the site calls them: the same for the same person, for ever.
    pub subject: String,
    pub name: Option<Name>,
    pub email: Option<Email>,
}

impl Identity {
    /// With what the site proved `before` of the same person, where it doesn't say that again.
    pub fn after(self, before: Option<Self>) -> Self {
        let (name, email) = before.filter(|it| it.subject == self.subject).map_or((None, None), |it| (it.name, it.email));
        Self { name: self.name.or(name), email: self.email.or(email), ..self }
    }
}

impl Visitor {
    /// A visitor of whom nothing is known.
    pub const fn unknown(id: VisitorId) -> Self {
        Self { id, name: None, email: None, identity: None }
    }

    /// Takes in who they are proven to be; what the site doesn't say stays as it was proven before, or as they gave it.
    pub fn prove(&mut self, identity: Identity) {
        let identity = identity.after(self.identity.take());
        self.name = identity.name.clone().or(self.name.take());
        self.email = identity.email.clone().or(self.email.take());
        self.identity = Some(identity);
    }

    /// Whether the site has proven their name.
    pub fn has_proven_name(&self) -> bool {
        self.identity.as_ref().is_some_and(|it| it.name.is_some())
    }

    /// Whether the site has proven their e-mail address.
    pub fn has_proven_email(&self) -> bool {
        self.identity.as_ref().is_some_and(|it| it.email.is_some())
    }

    /// What the inbox calls them: the name they gave, or "Visitor" and a short id.
    pub fn label(&self) -> String {
        match &self.name {
            Some(name) => name.as_str().to_owned(),
            None => format!("Visitor {}", self.id.short()),
        }
    }
}

/// A member, seen from a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Agent {
    pub id: AccountId,
    pub name: Name,
}

/// The AI that answers on one site, as a conversation names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Assistant {
    pub id: AssistantId,
    pub name: Name,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Author {
    Visitor,
    Agent(Agent),
    Assistant,
    /// Time passed.
    Clock,
    /// One of the owner's rules or actions, by name.
    Rule {
        name: Name,
    },
}

impl Author {
    /// The agent, where it was one.
    pub fn agent(&self) -> Option<&Agent> {
        match self {
            Self::Agent(agent) => Some(agent),
            _ => None,
        }
    }
}

/// Where the visitor is and with what, as their browser tells it. Nothing in it is proven.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(default)]
pub struct Visit {
    /// Where they came from to the site.
    pub referrer: Option<String>,
    /// The browser and system, in words.
    pub browser: Option<String>,
    /// BCP 47, such as `de-AT`.
    pub language: Option<String>,
    /// IANA name, such as `Europe/Berlin`.
    pub time_zone: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_site_has_proven_stays_proven_of_the_same_person() {
        let is = |subject: &str, name: &str, email: &str| Identity {
            subject: subject.to_owned(),
            name: Name::parse(name).ok(),
            email: Email::parse(email).ok(),
        };
        let known = is("user-7", "Mara", "mara@x.test");
        assert_eq!(is("user-7", "", "").after(Some(known.clone())), known);
        assert_eq!(is("user-7", "Mara Lind", "").after(Some(known.clone())), is("user-7", "Mara Lind", "mara@x.test"));
        assert_eq!(is("user-8", "", "").after(Some(known)), is("user-8", "", ""));
    }
}
