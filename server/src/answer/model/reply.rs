//! The model's reply, read while it comes: a sentence can be looked at as soon as it is whole.

use super::Vault;
use serde::Deserialize;

/// What a model wants to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    Answer {
        sentences: Vec<Sentence>,
    },
    /// Which of these passages is meant? By number, from 1 on.
    Clarify {
        passages: Vec<usize>,
    },
    /// A person has told them: which of it, by number, from 1 on.
    Settled {
        numbers: Vec<usize>,
    },
    HandOff {
        why: Why,
    },
}

/// A sentence, and what the model says that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Sentence {
    pub text: String,
    pub support: Vec<Support>,
}

impl Sentence {
    /// The same with its values in place.
    #[must_use]
    pub fn restored(mut self, vault: &Vault) -> Self {
        self.text = vault.restore(&self.text);
        self.support.iter_mut().for_each(|it| it.quote = vault.restore(&it.quote));
        self
    }
}

/// A passage by its number, from 1 on, and words that are said to stand there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Support {
    pub passage: usize,
    pub quote: String,
}

/// Why it passes a question on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    NotInDocs,
    AccountQuestion,
    AskedForPerson,
}

/// The reply as it is written.
#[derive(Deserialize)]
struct Raw {
    outcome: Outcome,
    #[serde(default)]
    sentences: Vec<Sentence>,
    #[serde(default)]
    choices: Vec<usize>,
    #[serde(default)]
    reason: Option<Reason>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Answer,
    Clarify,
    Settled,
    HandOff,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reason {
    None,
    #[serde(untagged)]
    Some(Why),
}

/// Reads a reply in pieces, cut anywhere.
#[derive(Debug, Default)]
pub struct Reader {
    text: String,
    /// Up to here it was looked at.
    at: usize,
    /// The open brackets around that place.
    depth: usize,
    in_string: bool,
    is_escaped: bool,
    /// Where the string, the value's object and the whole reply begin.
    string: usize,
    begins: usize,
    start: Option<usize>,
    end: Option<usize>,
    /// The field of the reply that is being read.
    field: String,
    last_string: String,
    is_answer: bool,
}

impl Reader {
    /// Takes more of the reply; the sentences that are whole now. None of them, as long as it isn't known to be an answer.
    pub fn push(&mut self, more: &str) -> Vec<Sentence> {
        self.text.push_str(more);
        let mut whole = Vec::new();
        while let Some(c) = self.text[self.at..].chars().next() {
            whole.extend(self.step(c));
            self.at += c.len_utf8();
        }
        whole
    }

    fn step(&mut self, c: char) -> Option<Sentence> {
        if self.end.is_some() {
            return None;
        }
        if self.in_string {
            self.in_text(c);
            return None;
        }
        match c {
            // What stands before the reply, such as a fence, isn't of it.
            _ if self.start.is_none() && c != '{' => {}
            '"' => (self.in_string, self.string) = (true, self.at + 1),
            ',' if self.depth == 1 => self.field.clear(),
            ':' if self.depth == 1 => self.field.clone_from(&self.last_string),
            '{' | '[' => {
                self.start.get_or_insert(self.at);
                if self.depth == 2 {
                    self.begins = self.at;
                }
                self.depth += 1;
            }
            '}' | ']' => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.end = Some(self.at + 1);
                }
                if self.depth == 2 && c == '}' && self.field == "sentences" && self.is_answer {
                    return serde_json::from_str(&self.text[self.begins..=self.at]).ok();
                }
            }
            _ => {}
        }
        None
    }

    fn in_text(&mut self, c: char) {
        match c {
            _ if self.is_escaped => self.is_escaped = false,
            '\\' => self.is_escaped = true,
            '"' => {
                self.in_string = false;
                if self.depth == 1 {
                    self.last_string = self.text[self.string..self.at].to_owned();
                    self.is_answer |= self.field == "outcome" && self.last_string == "answer";
                }
            }
            _ => {}
        }
    }

    /// How much of the reply has come, in bytes.
    pub fn n_read(&self) -> usize {
        self.text.len()
    }

    /// What the whole reply says; nothing where it isn't of the agreed form.
    pub fn finish(&self) -> Option<Wish> {
        let raw: Raw = serde_json::from_str(self.text.get(self.start?..self.end?)?).ok()?;
        match (raw.outcome, raw.reason) {
            (Outcome::Answer, _) if !raw.sentences.is_empty() => Some(Wish::Answer { sentences: raw.sentences }),
            (Outcome::Clarify, _) if !raw.choices.is_empty() => Some(Wish::Clarify { passages: raw.choices }),
            (Outcome::Settled, _) if !raw.choices.is_empty() => Some(Wish::Settled { numbers: raw.choices }),
            (Outcome::HandOff, Some(Reason::Some(why))) => Some(Wish::HandOff { why }),
            (Outcome::HandOff, _) => Some(Wish::HandOff { why: Why::NotInDocs }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ANSWER: &str = r#"{"outcome":"answer","sentences":[{"text":"It takes \"five\" days. {[","support":[{"passage":1,"quote":"five days"}]},{"text":"Möglich.","support":[]}],"choices":[],"reason":"none"}"#;

    fn read(text: &str) -> (Vec<String>, Option<Wish>) {
        let mut reader = Reader::default();
        let whole = reader.push(text).into_iter().map(|it| it.text).collect();
        (whole, reader.finish())
    }

    #[test]
    fn a_reply_is_one_of_three_things_or_nothing() {
        let hand_off = |why| Some(Wish::HandOff { why });
        for (text, expected) in [
            (r#"{"outcome":"clarify","sentences":[],"choices":[2,1],"reason":"none"}"#, Some(Wish::Clarify { passages: vec![2, 1] })),
            (r#"{"outcome":"settled","sentences":[],"choices":[1],"reason":"none"}"#, Some(Wish::Settled { numbers: vec![1] })),
            (r#"{"outcome":"settled","sentences":[],"choices":[],"reason":"none"}"#, None),
            (r#"{"outcome":"hand_off","sentences":[],"choices":[],"reason":"account_question"}"#, hand_off(Why::AccountQuestion)),
            (r#"{"outcome":"hand_off","reason":"none"}"#, hand_off(Why::NotInDocs)),
            (r#"{"outcome":"hand_off"}"#, hand_off(Why::NotInDocs)),
            ("```json\n{\"outcome\":\"hand_off\",\"reason\":\"asked_for_person\"}\n```", hand_off(Why::AskedForPerson)),
            (r#"{"outcome":"answer","sentences":[]}"#, None),
            (r#"{"outcome":"clarify","choices":[-1]}"#, None),
            (r#"{"outcome":"run_action","name":"refund"}"#, None),
            (r#"{"outcome":"answer","sentences":[{"text":1}]}"#, None),
            (r#"{"outcome":"answer","sentences":"#, None),
            ("I'm sorry, I can't do that.", None),
            ("[]", None),
            ("}}}]]\"", None),
            ("", None),
        ] {
            assert_eq!(read(text).1, expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_is_told_when_it_is_whole() {
        let mut reader = Reader::default();
        let first = ANSWER.find(",{\"text\":\"M").expect("is there");
        assert_eq!(reader.push(&ANSWER[..first - 1]), vec![]);
        assert_eq!(reader.push(&ANSWER[first - 1..first]).len(), 1);
        assert_eq!(reader.finish(), None, "the reply isn't whole");
        assert_eq!(reader.push(&ANSWER[first..]).len(), 1);
        assert!(matches!(reader.finish(), Some(Wish::Answer { sentences }) if sentences[0].text == "It takes \"five\" days. {["));
    }

    #[test]
    fn nothing_is_told_before_it_is_known_to_be_an_answer() {
        assert_eq!(read(&ANSWER.replacen("answer", "hand_off", 1)).0, Vec::<String>::new());
        assert_eq!(read(r#"{"sentences":[{"text":"x","support":[]}],"outcome":"answer"}"#).0, Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn however_it_is_cut_the_same_is_read(cuts in prop::collection::vec(0..ANSWER.len(), 0..8)) {
            let mut cuts: Vec<usize> = cuts.into_iter().filter(|at| ANSWER.is_char_boundary(*at)).collect();
            cuts.extend([0, ANSWER.len()]);
            cuts.sort_unstable();
            let mut reader = Reader::default();
            let told: Vec<String> = cuts.windows(2).flat_map(|it| reader.push(&ANSWER[it[0]..it[1]])).map(|it| it.text).collect();
            prop_assert_eq!((told, reader.finish()), read(ANSWER));
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,200}") {
            read(&text);
            read(&format!("{{{text}"));
        }
    }
}
