//! How good answers are, over records of questions and what became of them.

use serde::Deserialize;
use std::fmt;

/// A question with its labels; a line of `questions.jsonl`.
#[derive(Clone, Debug, Deserialize)]
pub struct Labelled {
    pub id: String,
    pub question: String,
    pub answerable: bool,
    #[serde(default)]
    pub relevant: Vec<String>,
    #[serde(default)]
    pub relevant_pages: Vec<String>,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub answer_pattern: Option<String>,
}

/// A message that asks for a person, or only looks so; a line of `wants_human.jsonl`.
#[derive(Clone, Debug, Deserialize)]
pub struct Wish {
    pub text: String,
    pub label: bool,
}

/// The lines of such a file. Fails at the first that isn't one.
pub fn lines<T: for<'a> Deserialize<'a>>(file: &str) -> serde_json::Result<Vec<T>> {
    file.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    Answer,
    Suggest,
    HandOff,
}

/// What became of one question.
#[derive(Clone, Debug)]
pub struct Record {
    pub answerable: bool,
    /// The place, from 0, of the first ranked page that is right.
    pub right_at: Option<usize>,
    /// The answer, or one of the suggestions, is from a right page.
    pub is_right: bool,
    pub given: Given,
    pub confidence: f32,
    pub cpu_ms: f32,
}

impl Record {
    /// From the labels and what was ranked; `pages` best first, those of one page may repeat; `shown` are the pages answered from or suggested.
    pub fn new(asked: &Labelled, given: Given, confidence: f32, pages: &[&str], shown: &[&str], cpu_ms: f32) -> Record {
        let is_right = |page: &&str| asked.relevant_pages.iter().any(|right| right == page);
        let mut distinct: Vec<&str> = Vec::new();
        pages.iter().for_each(|page| {
            if !distinct.contains(page) {
                distinct.push(page)
            }
        });
        Record {
            answerable: asked.answerable,
            right_at: distinct.iter().position(is_right),
            is_right: shown.iter().any(|page| is_right(&page)),
            given,
            confidence,
            cpu_ms,
        }
    }
}

/// All shares are between 0 and 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    pub n_answerable: usize,
    pub n_not: usize,
    pub first: f32,
    pub top3: f32,
    pub top5: f32,
    pub mrr: f32,
    pub auroc: f32,
    /// Of the answerable, with the right page first, while so few of the others would get an answer.
    pub right_at_5: f32,
    pub right_at_10: f32,
    /// Of all answers given.
    pub precision: f32,
    /// Of the answerable.
    pub answered: f32,
    pub right_or_suggested: f32,
    pub false_answers: f32,
    pub handed_off_rightly: f32,
    pub cpu_ms: f32,
}

/// The figures over all records.
pub fn summary(records: &[Record]) -> Summary {
    let (yes, no): (Vec<&Record>, Vec<&Record>) = records.iter().partition(|record| record.answerable);
    let within = |n: usize| share(&yes, |record| record.right_at.is_some_and(|at| at < n));
    let answers: Vec<&Record> = records.iter().filter(|record| record.given == Given::Answer).collect();
    Summary {
        n_answerable: yes.len(),
        n_not: no.len(),
        first: within(1),
        top3: within(3),
        top5: within(5),
        mrr: mean(&yes, |record| record.right_at.filter(|at| *at < 10).map_or(0.0, |at| 1.0 / (at + 1) as f32)),
        auroc: auroc(&yes, &no),
        right_at_5: right_at(&yes, &no, 0.05),
        right_at_10: right_at(&yes, &no, 0.10),
        precision: share(&answers, |record| record.is_right && record.answerable),
        answered: share(&yes, |record| record.given == Given::Answer),
        right_or_suggested: share(&yes, |record| record.is_right && record.given != Given::HandOff),
        false_answers: share(&no, |record| record.given == Given::Answer),
        handed_off_rightly: share(&no, |record| record.given == Given::HandOff),
        cpu_ms: mean(&records.iter().collect::<Vec<_>>(), |record| record.cpu_ms),
    }
}

fn share(records: &[&Record], is: impl Fn(&Record) -> bool) -> f32 {
    mean(records, |record| f32::from(u8::from(is(record))))
}

fn mean(records: &[&Record], value: impl Fn(&Record) -> f32) -> f32 {
    records.iter().fold(0.0, |sum, record| sum + value(record)) / records.len().max(1) as f32
}

/// The chance that an answerable question is surer than another; 0.5 says nothing.
fn auroc(yes: &[&Record], no: &[&Record]) -> f32 {
    let wins = yes.iter().flat_map(|y| {
        no.iter().map(move |n| {
            if y.confidence > n.confidence {
                1.0
            } else if y.confidence == n.confidence {
                0.5
            } else {
                0.0
            }
        })
    });
    let pairs = (yes.len() * no.len()).max(1) as f32;
    wins.fold(0.0, |sum, win| sum + win) / pairs
}

fn right_at(yes: &[&Record], no: &[&Record], allowed: f32) -> f32 {
    let mut sure: Vec<f32> = no.iter().map(|record| record.confidence).collect();
    sure.sort_by(|a, b| b.total_cmp(a));
    let threshold = sure.get((allowed * no.len() as f32) as usize).copied().unwrap_or(-1.0);
    share(yes, |record| record.confidence > threshold && record.right_at == Some(0))
}

/// Of those that ask for a person, how many are heard; of the others, how many are misheard. From (label, heard).
pub fn wishes(heard: &[(bool, bool)]) -> (f32, f32) {
    let rate = |label: bool| {
        let of: Vec<_> = heard.iter().filter(|(is, _)| *is == label).collect();
        of.iter().filter(|(_, heard)| *heard).count() as f32 / of.len().max(1) as f32
    };
    (rate(true), rate(false))
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |share: f32| format!("{:.1} %", 100.0 * share);
        let rows = [
            ("questions answerable / not", format!("{} / {}", self.n_answerable, self.n_not)),
            ("right page first", percent(self.first)),
            ("right page in the top 3", percent(self.top3)),
            ("right page in the top 5", percent(self.top5)),
            ("MRR@10", percent(self.mrr)),
            ("AUROC of answerability", format!("{:.3}", self.auroc)),
            ("answered right at 5 % false answers", percent(self.right_at_5)),
            ("answered right at 10 % false answers", percent(self.right_at_10)),
            ("precision of given answers", percent(self.precision)),
            ("answerable questions answered", percent(self.answered)),
            ("right answer, or right page suggested", percent(self.right_or_suggested)),
            ("unanswerable: answered", percent(self.false_answers)),
            ("unanswerable: handed off", percent(self.handed_off_rightly)),
            ("CPU-ms per question", format!("{:.1}", self.cpu_ms)),
        ];
        rows.iter().try_for_each(|(name, value)| writeln!(f, "{name:<40}{value:>12}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(answerable: bool) -> Labelled {
        Labelled {
            id: "q".into(),
            question: "?".into(),
            answerable,
            relevant: vec![],
            relevant_pages: vec!["a".into()],
            kind: String::new(),
            answer_pattern: None,
        }
    }

    #[test]
    fn figures_are_those_counted_by_hand() {
        let records = [
            Record::new(&asked(true), Given::Answer, 0.9, &["a", "b"], &["a"], 1.0),
            Record::new(&asked(true), Given::Suggest, 0.5, &["b", "b", "a"], &["b", "a"], 1.0),
            Record::new(&asked(true), Given::HandOff, 0.2, &["b", "c"], &[], 1.0),
            Record::new(&asked(false), Given::Answer, 0.6, &["b"], &["b"], 1.0),
            Record::new(&asked(false), Given::HandOff, 0.1, &[], &[], 1.0),
        ];
        let s = summary(&records);
        let found = [s.first, s.top3, s.mrr, s.auroc, s.right_at_5, s.precision, s.answered, s.right_or_suggested, s.false_answers];
        let expected = [1.0 / 3.0, 2.0 / 3.0, 0.5, 4.0 / 6.0, 1.0 / 3.0, 0.5, 1.0 / 3.0, 2.0 / 3.0, 0.5];
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-5), "{found:?}");
    }

    #[test]
    fn nothing_asked_gives_zeros() {
        assert_eq!(summary(&[]), Summary::default());
        assert_eq!(wishes(&[]), (0.0, 0.0));
    }
}
