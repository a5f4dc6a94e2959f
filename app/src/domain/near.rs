//! Who is near a conversation, and what they are about to say. None of it is in the log, and all of it ends by itself.

use super::{
    conversation::Conversation,
    draft::Mode,
    handoff::Holder,
    id::{AccountId, ConversationId},
    person::Agent,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// So many characters of what a member writes are shown to the others.
pub const LONGEST_CO_DRAFT: usize = 2_000;

/// What a member does at a conversation that they look at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(default)]
pub struct Doing {
    pub is_typing: bool,
    /// For whom they write.
    pub mode: Mode,
    /// What stands in their composer; may be empty.
    pub draft: String,
}

impl Doing {
    /// The same, its draft cut to what is shown.
    #[must_use]
    pub fn cut(self) -> Self {
        Self { draft: shown(&self.draft, LONGEST_CO_DRAFT), ..self }
    }
}

/// What others are shown of a text that is being written: so many characters, and none that draws nothing.
pub fn shown(draft: &str, longest: usize) -> String {
    draft.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).take(longest).collect()
}

/// A member who looks at a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Looker {
    pub agent: Agent,
    pub doing: Doing,
}

/// All who are near a conversation at the moment. Nobody at all: the last one has left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Near {
    pub conversation: ConversationId,
    /// By name.
    pub agents: Vec<Looker>,
    /// The visitor types; what, where the owner lets the team read along, else an empty text.
    pub visitor: Option<String>,
}

impl Near {
    /// A conversation that nobody is near.
    pub const fn nobody(conversation: ConversationId) -> Self {
        Self { conversation, agents: Vec::new(), visitor: None }
    }

    pub const fn is_nobody(&self) -> bool {
        self.agents.is_empty() && self.visitor.is_none()
    }

    /// What `me` is told: the others, and what is being written only where `me` looks too.
    #[must_use]
    pub fn told_to(&self, me: &AccountId) -> Self {
        let looks_too = self.agents.iter().any(|it| it.agent.id == *me);
        let mut told = Self { agents: self.agents.iter().filter(|it| it.agent.id != *me).cloned().collect(), ..self.clone() };
        if !looks_too {
            told.agents.iter_mut().for_each(|it| it.doing.draft.clear());
            told.visitor.iter_mut().for_each(String::clear);
        }
        told
    }

    /// Who of the team the visitor may know to be near, and whether they type a reply: the agent who holds `it`, or while it
    /// waits for one, whoever looks. What is written to the team doesn't show.
    pub fn of_visitor(&self, it: &Conversation) -> Option<(&Agent, bool)> {
        let replies = |looker: &Looker| looker.doing.is_typing && looker.doing.mode == Mode::Reply;
        let looker = match &it.holder {
            _ if it.is_blocked || it.is_spam || !it.is_open() => None,
            Holder::Agent { agent, .. } => self.agents.iter().find(|looker| looker.agent.id == agent.id),
            Holder::Queue { .. } => self.agents.iter().find(|looker| replies(looker)).or(self.agents.first()),
            Holder::Assistant => None,
        }?;
        Some((&looker.agent, replies(looker)))
    }
}

/// What the team is shown of visitors beyond what they send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(default)]
pub struct Sharing {
    /// The team reads along while a visitor types, and the visitor is told.
    pub visitor_drafts: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        handoff::{Lease, Reason},
        id::{AssistantId, VisitorId},
        person::{Assistant, Visitor},
        text::Name,
        time::Timestamp,
    };

    fn agent(name: &str) -> Agent {
        Agent { id: AccountId::parse(&format!("account-{name}")).expect("an id"), name: Name::parse(name).expect("a name") }
    }

    fn looker(name: &str, is_typing: bool, mode: Mode, draft: &str) -> Looker {
        Looker { agent: agent(name), doing: Doing { is_typing, mode, draft: draft.to_owned() } }
    }

    fn near(agents: &[Looker]) -> Near {
        Near {
            conversation: ConversationId::parse("conversation").expect("an id"),
            agents: agents.to_vec(),
            visitor: Some("I wan".to_owned()),
        }
    }

    fn conversation(holder: Holder) -> Conversation {
        let assistant = Assistant { id: AssistantId::parse("assistant").expect("an id"), name: Name::parse("Robin").expect("a name") };
        let visitor = Visitor::unknown(VisitorId::parse("visitor-1").expect("an id"));
        Conversation { holder, ..Conversation::unborn(near(&[]).conversation, assistant, visitor, Timestamp(0)) }
    }

    #[test]
    fn a_member_is_told_of_the_others_and_reads_along_only_where_they_look_too() {
        let it = near(&[looker("Ana", false, Mode::Reply, ""), looker("Ben", true, Mode::Reply, "Dear M")]);
        let of_ana = it.told_to(&agent("Ana").id);
        assert_eq!(of_ana.agents, [looker("Ben", true, Mode::Reply, "Dear M")]);
        assert_eq!(of_ana.visitor.as_deref(), Some("I wan"));
        let of_cleo = it.told_to(&agent("Cleo").id);
        assert_eq!(of_cleo.agents, [looker("Ana", false, Mode::Reply, ""), looker("Ben", true, Mode::Reply, "")]);
        assert_eq!(of_cleo.visitor.as_deref(), Some(""));
    }

    #[test]
    fn the_visitor_knows_of_who_holds_it_or_comes_to_hold_it_and_of_no_note() {
        let queue = || Holder::Queue { since: Timestamp(0), why: Reason::AskedForPerson };
        let of_ana = || Holder::Agent { agent: agent("Ana"), since: Timestamp(0), lease: Lease::new(1) };
        let looks = |name| looker(name, false, Mode::Reply, "");
        let types = |name| looker(name, true, Mode::Reply, "secret");
        let notes = |name| looker(name, true, Mode::Note, "secret");
        for (holder, there, told) in [
            (queue(), vec![], None),
            (queue(), vec![looks("Ana")], Some(("Ana", false))),
            (queue(), vec![looks("Ana"), types("Ben")], Some(("Ben", true))),
            (queue(), vec![notes("Ana"), looks("Ben")], Some(("Ana", false))),
            (of_ana(), vec![looks("Ana"), types("Ben")], Some(("Ana", false))),
            (of_ana(), vec![types("Ana")], Some(("Ana", true))),
            (of_ana(), vec![notes("Ana")], Some(("Ana", false))),
            (of_ana(), vec![types("Ben")], None),
            (Holder::Assistant, vec![types("Ana")], None),
        ] {
            let near = near(&there);
            let seen = near.of_visitor(&conversation(holder.clone())).map(|(agent, types)| (agent.name.as_str(), types));
            assert_eq!(seen, told, "{holder:?} {there:?}");
        }
        let it = Conversation { is_blocked: true, ..conversation(queue()) };
        assert_eq!(near(&[types("Ana")]).of_visitor(&it), None, "who is blocked learns nothing");
    }

    #[test]
    fn a_long_draft_is_cut_between_characters() {
        let doing = Doing { draft: "ü".repeat(LONGEST_CO_DRAFT + 7), ..Doing::default() };
        assert_eq!(doing.cut().draft.chars().count(), LONGEST_CO_DRAFT);
        assert_eq!(shown("a\u{0}\u{7}b\nc", 9), "ab\nc");
        let short = Doing { draft: "Dear Mara".to_owned(), ..Doing::default() };
        assert_eq!(short.clone().cut(), short);
    }

    #[test]
    fn the_browser_reads_what_the_server_wrote() {
        for near in [near(&[looker("Ana", true, Mode::Note, "\"psst\"\nü")]), Near::nobody(near(&[]).conversation)] {
            let json = serde_json::to_string(&near).expect("plain data");
            assert_eq!(crate::read::read::<Near>(&json), Some(near));
        }
    }
}
