//! Filters on the conversation as it stands.

use super::words::folded;
use app::domain::{
    conversation::Conversation,
    handoff::Holder,
    person::{Agent, Assistant},
    search::{Assigned, Filter, Holds, Is},
    view::{language_of, reason_of},
};

/// Who searches, and what the assistants are called now.
#[derive(Debug, Clone)]
pub struct Asker {
    pub me: Agent,
    pub assistants: Vec<Assistant>,
}

/// Whether a conversation is one of those that `filter` leaves. Filters on messages leave all.
pub fn allows(filter: &Filter, it: &Conversation, Asker { me, assistants }: &Asker) -> bool {
    match filter {
        Filter::Is(Is::Open) => it.is_open() && !it.is_snoozed() && !it.is_spam,
        Filter::Is(Is::Snoozed) => it.is_snoozed(),
        Filter::Is(Is::Spam) => it.is_spam,
        Filter::Is(Is::Closed) => !it.is_open(),
        Filter::Is(Is::Waiting) => it.is_open() && it.waiting_since.is_some(),
        Filter::Holder(holds) => match (holds, &it.holder) {
            (Holds::Assistant, holder) => matches!(holder, Holder::Assistant),
            (Holds::Queue, holder) => matches!(holder, Holder::Queue { .. }),
            (Holds::Me, holder) => holder.is(me),
            (Holds::Named(name), holder) => holder.agent().is_some_and(|agent| is_called(agent.name.as_str(), name)),
        },
        Filter::Assigned(to) => match (to, &it.assignee) {
            (Assigned::Nobody, assignee) => assignee.is_none(),
            (Assigned::Me, assignee) => assignee.as_ref().is_some_and(|agent| agent.id == me.id),
            (Assigned::Named(name), assignee) => assignee.as_ref().is_some_and(|agent| is_called(agent.name.as_str(), name)),
        },
        Filter::Team(name) => it.team.as_ref().is_some_and(|team| is_called(team.name.as_str(), name)),
        Filter::Tag(tag) => it.tags.iter().any(|tagged| tagged.tag == *tag),
        Filter::Priority(priority) => it.priority == *priority,
        Filter::Lead(lead) => it.lead_state() == *lead,
        Filter::Reason(why) => reason_of(it) == Some(*why),
        Filter::Language(tag) => language_of(it) == *tag,
        Filter::Attribute { key, value } => {
            let is_same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
            let mut named = it.attributes.iter().filter(|(name, _)| is_same(name, key));
            named.any(|(_, its)| value.as_ref().is_none_or(|value| is_same(&its.value, value)))
        }
        Filter::Assistant(name) => {
            let now = assistants.iter().find(|known| known.id == it.assistant.id).unwrap_or(&it.assistant);
            is_called(now.name.as_str(), name)
        }
        Filter::From(_) | Filter::Note | Filter::Has(_) | Filter::Before(_) | Filter::After(_) => true,
    }
}

/// Whether each word of `asked` begins a word of `name`.
fn is_called(name: &str, asked: &str) -> bool {
    let words: Vec<String> = folded(name).collect();
    let mut asked = folded(asked).peekable();
    asked.peek().is_some() && asked.all(|asked| words.iter().any(|word| word.starts_with(&asked)))
}
