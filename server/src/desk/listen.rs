//! What in a visitor's words brings a person in, whatever the docs say.

use super::{Desk, Result};
use crate::{
    answer::signals::{Ear, default_topics, frustrated, keyword, repeated},
    store,
};
use app::domain::{
    event::{Event, What},
    handoff::{Cause, Reason},
    id::WorkspaceId,
    settings::Listening,
    signal::{KeywordRule, Topic},
};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

/// From so many times of the same question on, a person should step in.
const TOO_OFTEN: u32 = 3;

/// So many workspaces' own settings are kept read at once.
const MOST_READ: usize = 256;

/// What a workspace listens for, its wordings read.
#[derive(Debug, Default)]
pub(super) struct Ears {
    keywords: Vec<KeywordRule>,
    topics: Ear,
}

/// As it comes, where an owner has set nothing.
static USUAL: LazyLock<Arc<Ears>> = LazyLock::new(|| Arc::new(Ears::of(Listening::default())));

impl Ears {
    /// Ears for what the owner wants.
    pub(super) fn of(listening: Listening) -> Self {
        Self { topics: Ear::of(topics(&listening)), keywords: listening.keywords }
    }

    /// What in these words alone brings a person in: the owner's words go first. With the words that say so.
    pub(super) fn hear<'a>(&'a self, text: &'a str) -> Option<(Cause, &'a str)> {
        if let Some(heard) = keyword(text, &self.keywords) {
            return Some((because(Reason::Keyword, &heard.rule.words), heard.said));
        }
        self.topics.hear(text).map(|heard| (because(Reason::SensitiveTopic, &heard.topic.name), heard.wording.text.as_str()))
    }
}

fn because(why: Reason, detail: &str) -> Cause {
    Cause { why, detail: Some(detail.to_owned()) }
}

/// Ears that were read, by the text of the setting that they were read from: a changed setting is another text, on every node.
#[derive(Debug, Default)]
pub(super) struct Attic(Mutex<HashMap<String, Arc<Ears>>>);

impl Attic {
    /// The ears for a setting as the store has it; nothing where nobody has set it.
    ///
    /// # Errors
    /// Where the text isn't such a setting.
    pub(super) fn ears(&self, setting: Option<String>) -> Result<Arc<Ears>> {
        let Some(text) = setting else { return Ok(Arc::clone(&USUAL)) };
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&text) {
            return Ok(Arc::clone(known));
        }
        let ears = Arc::new(Ears::of(serde_json::from_str(&text).map_err(anyhow::Error::from)?));
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_READ {
            all.clear();
        }
        all.insert(text, Arc::clone(&ears));
        Ok(ears)
    }
}

impl Desk {
    /// What a workspace listens for, as it is set now.
    pub(super) async fn ears(&self, workspace: &WorkspaceId) -> Result<Arc<Ears>> {
        self.attic.ears(store::setting::text::<Listening>(&self.db, workspace).await?)
    }
}

/// Why a person should see what the visitor has just written; nothing where the assistant may go on.
/// `asked`: all that they wrote since the last reply.
pub(super) fn heard(asked: &str, events: &[Event], ears: &Ears) -> Option<Cause> {
    if let Some((cause, _)) = ears.hear(asked) {
        return Some(cause);
    }
    let earlier = earlier(events);
    let texts: Vec<&str> = earlier.iter().map(|(text, _)| text.as_str()).collect();
    if frustrated(asked, &texts).is_some() {
        return Some(Reason::Frustrated.into());
    }
    (repeated(asked, &earlier, None) >= TOO_OFTEN).then(|| Reason::Repeated.into())
}

/// The sensitive topics as the owner wants them.
pub(super) fn topics(listening: &Listening) -> Vec<Topic> {
    listening.topics.clone().unwrap_or_else(default_topics)
}

/// What the visitor wrote in this segment before their last words, and whether each was answered. Counting begins anew with
/// each person's turn: what was settled by a person isn't held against the assistant.
fn earlier(events: &[Event]) -> Vec<(String, bool)> {
    let mut earlier: Vec<(String, bool)> = Vec::new();
    for event in events {
        match &event.what {
            What::Said { body, .. } => earlier.push((body.text.clone(), false)),
            What::Answered { .. } => earlier.iter_mut().for_each(|(_, is_answered)| *is_answered = true),
            What::TookOver { .. } | What::Reopened { .. } => earlier.clear(),
            _ => {}
        }
    }
    while earlier.last().is_some_and(|(_, is_answered)| !is_answered) {
        earlier.pop();
    }
    earlier
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::{
        answer::{Answer, Receipt},
        id::{ConversationId, MessageId},
        person::Author,
        signal::{KeywordRule, Match},
        text::Body,
        time::Timestamp,
    };

    fn thread(steps: &[&str]) -> Vec<Event> {
        let whats = steps.iter().zip(1..).map(|(step, n): (&&str, u32)| {
            let id = MessageId::parse(&format!("message-{n}")).expect("an id");
            match *step {
                "answer" => What::Answered { id, answer: Box::new(Answer::not_covered(Receipt::empty())) },
                "person" => What::TookOver { lease_ms: 1 },
                text => What::Said { id, body: Body::plain(text).expect("fits"), page: None, files: Vec::new() },
            }
        });
        let conversation = ConversationId::parse("conversation").expect("an id");
        (1..)
            .zip(whats)
            .map(|(seq, what)| Event { seq, conversation: conversation.clone(), at: Timestamp(0), by: Author::Visitor, what })
            .collect()
    }

    fn why(steps: &[&str]) -> Option<Reason> {
        let listening = Listening { keywords: vec![KeywordRule { words: "kayak".to_owned(), mode: Match::Whole }], ..Listening::default() };
        heard(steps.last().expect("some words"), &thread(steps), &Ears::of(listening)).map(|cause| cause.why)
    }

    #[test]
    fn what_brings_a_person_in() {
        for (steps, expected) in [
            (vec!["How do I import a spreadsheet?"], None),
            (vec!["My KAYAK sank"], Some(Reason::Keyword)),
            (vec!["I was charged twice"], Some(Reason::SensitiveTopic)),
            (vec!["This is ridiculous, your bot is useless!!!"], Some(Reason::Frustrated)),
            (
                vec!["How do I export invoices?", "answer", "how can I export my invoices", "answer", "exporting invoices, how?"],
                Some(Reason::Repeated),
            ),
            (
                vec!["How do I export invoices?", "answer", "person", "how can I export my invoices", "answer", "exporting invoices, how?"],
                None,
            ),
            (vec!["How do I export invoices?", "how can I export my invoices", "exporting invoices, how?"], None),
        ] {
            assert_eq!(why(&steps), expected, "{steps:?}");
        }
    }

    #[test]
    fn a_handoff_says_which_word_and_which_topic() {
        let listening = Listening { keywords: vec![KeywordRule { words: "kayak".to_owned(), mode: Match::Whole }], ..Listening::default() };
        let ears = Ears::of(listening.clone());
        let detail = |text: &str| heard(text, &thread(&[text]), &ears).and_then(|cause| cause.detail);
        assert_eq!(detail("a kayak please").as_deref(), Some("kayak"));
        assert!(detail("I was charged twice").is_some());
        let off = Listening { topics: Some(Vec::new()), ..listening };
        assert_eq!(heard("I was charged twice", &thread(&["I was charged twice"]), &Ears::of(off)), None);
    }

    #[test]
    fn a_setting_is_read_once_and_a_changed_one_anew() {
        let attic = Attic::default();
        let ears = |text: &str| attic.ears(Some(text.to_owned())).unwrap_or_else(|failure| panic!("{failure:?}"));
        let (one, two) = (r#"{"topics":[],"keywords":[{"words":"kayak"}]}"#, r#"{"topics":[],"keywords":[]}"#);
        assert!(Arc::ptr_eq(&ears(one), &ears(one)));
        assert!(ears(one).hear("a kayak").is_some() && ears(two).hear("a kayak").is_none());
        assert!(attic.ears(None).is_ok_and(|usual| usual.hear("I was charged twice").is_some()));
        assert!(attic.ears(Some("{".to_owned())).is_err());
    }
}
