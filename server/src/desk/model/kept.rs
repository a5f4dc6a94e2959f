//! What a model said lately. The same question, asked first thing, isn't put to it again while nothing has changed that the answer
//! goes by: docs, settings, the model, what it is asked.

use super::{Aim, Setup, Spoken, Turn};
use crate::{
    answer::{
        Question,
        model::{Passage, Prompt, Vault, Why, pattern},
    },
    secret::hash_of,
};
use app::domain::{model::ModelUse, rich::Block, time::Timestamp};
use std::collections::HashMap;

/// So many are kept, of all workspaces together: a few megabytes.
const MOST: usize = 2_000;
const MINUTE_MS: i64 = 60_000;

/// What a model said. Passages are named by their places among those that it was given.
#[derive(Debug)]
enum Said {
    Answer(Vec<(Vec<Block>, usize)>),
    Clarify(Vec<usize>),
    HandOff(Why),
}

#[derive(Debug)]
struct Kept {
    said: Said,
    used: ModelUse,
    at: Timestamp,
}

/// All that is kept, by [`key`].
#[derive(Debug, Default)]
pub(super) struct Memory(HashMap<String, Kept>);

impl Memory {
    /// What was said to it in the last so many minutes, of passages that have these places on the shelf now.
    pub(super) fn recall(&self, key: &str, minutes: u32, places: &[usize], now: Timestamp) -> Option<Spoken> {
        let it = self.0.get(key).filter(|it| it.at.plus(i64::from(minutes) * MINUTE_MS) > now)?;
        let kept_seconds = Some(now.seconds_since(it.at));
        it.said.spoken(places, ModelUse { tokens_in: 0, tokens_out: 0, first_ms: 0, ms: 0, kept_seconds, ..it.used.clone() })
    }

    /// Keeps what the model said, where it did.
    pub(super) fn keep(&mut self, key: String, spoken: &Spoken, places: &[usize], now: Timestamp) {
        let Some((said, used)) = Said::of(spoken, places) else { return };
        if self.0.len() >= MOST && !self.0.contains_key(&key) {
            let oldest = self.0.iter().min_by_key(|(_, it)| it.at).map(|(key, _)| key.clone());
            oldest.iter().for_each(|key| drop(self.0.remove(key)));
        }
        self.0.insert(key, Kept { said, used, at: now });
    }
}

impl Said {
    fn of(spoken: &Spoken, places: &[usize]) -> Option<(Self, ModelUse)> {
        let nth = |place: &usize| places.iter().position(|it| it == place);
        let (said, used) = match spoken {
            Spoken::Answer(parts, used) => {
                let parts: Option<Vec<_>> = parts.iter().map(|(blocks, place)| Some((blocks.clone(), nth(place)?))).collect();
                (Self::Answer(parts?), used)
            }
            Spoken::Clarify(chosen, used) => (Self::Clarify(chosen.iter().map(nth).collect::<Option<_>>()?), used),
            Spoken::HandOff(why, used) => (Self::HandOff(*why), used),
            Spoken::Settled(..) | Spoken::Contradicts(..) | Spoken::Verdict(_) | Spoken::Cut => return None,
        };
        Some((said, used.clone()))
    }

    fn spoken(&self, places: &[usize], used: ModelUse) -> Option<Spoken> {
        let place = |nth: &usize| places.get(*nth).copied();
        Some(match self {
            Self::Answer(parts) => {
                let parts: Option<Vec<_>> = parts.iter().map(|(blocks, nth)| Some((blocks.clone(), place(nth)?))).collect();
                Spoken::Answer(parts?, used)
            }
            Self::Clarify(chosen) => Spoken::Clarify(chosen.iter().map(place).collect::<Option<_>>()?, used),
            Self::HandOff(why) => Spoken::HandOff(*why, used),
        })
    }
}

/// What a question is kept by, with all that its answer goes by. Nothing for one that isn't kept: it follows others in its thread,
/// holds something private, or is only tried.
pub(super) fn key(setup: &Setup, turn: Turn<'_>, passages: &[Passage], places: &[usize]) -> Option<String> {
    let asked = turn.question;
    let is_first = asked.earlier.is_empty() && asked.offered.is_empty() && asked.topic.is_none() && asked.settled.is_empty();
    if turn.aim != Aim::Say || setup.wish.keep_minutes == 0 || !is_first || is_private(setup, &asked.text) {
        return None;
    }
    let question = Question { text: plainly(&asked.text), ..Question::default() };
    let prompt = Prompt::of(passages, &question, &mut Vault::default()).hash();
    let wish = serde_json::to_string(&setup.wish).ok()?;
    let ids: Vec<&str> = places.iter().map(|place| turn.shelf.rows[*place].id.as_str()).collect();
    let (workspace, assistant) = (turn.workspace.as_str(), turn.it.assistant.id.as_str());
    Some(hash_of(&[workspace, assistant, &turn.shelf.mark(), &setup.stamp, &wish, &ids.join(" "), &prompt].join("\n")))
}

/// Whether a visitor's words hold what must not leave the server: then they are theirs alone.
fn is_private(setup: &Setup, text: &str) -> bool {
    let patterns = setup.wish.patterns.iter().filter_map(|it| pattern(it)).collect();
    Vault::with(patterns).hide(text) != text
}

/// A question as it is compared: without its marks, whatever the case of its letters.
fn plainly(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    words.trim_end_matches(['?', '!', '.', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::model::Came;

    fn used() -> ModelUse {
        ModelUse {
            model: "openai:small".to_owned(),
            prompt: "hash".to_owned(),
            n_passages: 3,
            tokens_in: 900,
            tokens_out: 90,
            first_ms: 200,
            ms: 900,
            came: Came::Answered { n_dropped: 1 },
            kept_seconds: None,
        }
    }

    fn minutes(n: i64) -> Timestamp {
        Timestamp(n * MINUTE_MS)
    }

    #[test]
    fn what_was_said_is_known_for_a_while_and_says_how_old_it_is() {
        let mut memory = Memory::default();
        let said = vec![(vec![Block::Code { text: "a".to_owned() }], 7), (Vec::new(), 5)];
        memory.keep("key".to_owned(), &Spoken::Answer(said, used()), &[5, 7], minutes(10));
        let Some(Spoken::Answer(parts, used)) = memory.recall("key", 60, &[2, 4], minutes(12)) else { panic!("it is known") };
        assert_eq!(parts, [(vec![Block::Code { text: "a".to_owned() }], 4), (Vec::new(), 2)], "of passages where they are now");
        assert_eq!((used.tokens_in, used.tokens_out, used.ms, used.kept_seconds), (0, 0, 0, Some(120)));
        assert_eq!((used.came, used.prompt.as_str()), (Came::Answered { n_dropped: 1 }, "hash"));
        assert!(memory.recall("key", 60, &[5, 7], minutes(70)).is_none() && memory.recall("other", 60, &[5, 7], minutes(12)).is_none());
        assert!(memory.recall("key", 60, &[5], minutes(12)).is_none(), "a passage is gone");
    }

    #[test]
    fn only_what_the_model_said_is_kept_and_the_oldest_goes_first() {
        let mut memory = Memory::default();
        memory.keep("failed".to_owned(), &Spoken::Verdict(Some(used())), &[], minutes(0));
        memory.keep("cut".to_owned(), &Spoken::Cut, &[], minutes(0));
        assert!(memory.0.is_empty());
        for (n, at) in (0..=MOST).zip(0..) {
            memory.keep(n.to_string(), &Spoken::HandOff(Why::NotInDocs, used()), &[], minutes(at));
        }
        let knows = |key: &str| memory.0.contains_key(key);
        assert!(memory.0.len() == MOST && !knows("0") && knows("1") && knows(&MOST.to_string()));
    }

    #[test]
    fn a_question_is_the_same_in_other_letters() {
        assert_eq!(plainly("  How LONG\ndo refunds take ?!"), plainly("how long do refunds take"));
        assert_ne!(plainly("how long do refunds take"), plainly("how long do refunds last"));
    }
}
