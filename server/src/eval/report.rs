//! What `baton eval` writes: one JSON line per question, and figures of the process.

use super::metrics::Given;
use app::domain::{
    answer::{Answer, Kind, Receipt},
    event::What,
    rich::Href,
};
use serde::Serialize;

/// One question and what came of it.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    pub id: String,
    pub outcome: &'static str,
    pub reason: String,
    pub confidence: f32,
    /// Best first, one per section, at most ten.
    pub ranked: Vec<Ranked>,
    pub text: String,
    pub citations: Vec<Cited>,
    pub ms: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct Ranked {
    pub id: String,
    pub page: String,
    pub url: String,
    pub score: f32,
}

#[derive(Debug, Serialize)]
pub(super) struct Cited {
    pub id: String,
    pub url: String,
    pub quote: String,
}

#[derive(Debug, Serialize)]
pub(super) struct WishLine<'a> {
    pub text: &'a str,
    pub label: bool,
    pub wants_human: bool,
}

impl Cited {
    pub(super) fn page(&self) -> &str {
        page(&self.id)
    }
}

impl Line {
    /// The line of a question, from what the assistant did: its last word, and what it had found, though it said so before.
    pub(super) fn of(id: &str, whats: &[&What], ms: f64) -> Self {
        let bare = |reason: String| Self {
            id: id.to_owned(),
            outcome: "handoff",
            reason,
            confidence: 0.0,
            ranked: Vec::new(),
            text: String::new(),
            citations: Vec::new(),
            ms,
        };
        let found = whats.iter().rev().find_map(|what| match what {
            What::Answered { answer, .. } => Some(&answer.receipt),
            What::HandedOff { receipt, .. } => receipt.as_deref(),
            _ => None,
        });
        let last = whats.iter().rev().find(|what| matches!(what, What::Answered { .. } | What::HandedOff { .. }));
        match last {
            Some(What::Answered { answer, .. }) => Self { outcome: outcome(answer.kind), ..bare(reason(answer)).with(answer) },
            Some(What::HandedOff { cause, .. }) => {
                let line = bare(cause.why.label().to_owned());
                found.into_iter().fold(line, Self::ranked)
            }
            _ => bare("nothing was said".to_owned()),
        }
    }

    /// What was found, whether or not it was said.
    fn ranked(mut self, receipt: &Receipt) -> Self {
        let ranked = |it: &app::domain::answer::Retrieved| Ranked {
            id: it.section_id.clone(),
            page: page(&it.section_id).to_owned(),
            url: url(it.href.as_ref()),
            score: it.score,
        };
        self.confidence = receipt.confidence;
        self.ranked = receipt.passages.iter().map(ranked).collect();
        self
    }

    fn with(self, answer: &Answer) -> Self {
        let receipt = &answer.receipt;
        let mut it = self.ranked(receipt);
        it.text = answer.parts.iter().map(|part| part.body.text.as_str()).collect::<Vec<_>>().join("\n");
        let id = |n: u32| receipt.passages.iter().find(|it| it.used == Some(n)).map(|it| it.section_id.clone()).unwrap_or_default();
        it.citations =
            answer.citations.iter().map(|it| Cited { id: id(it.n), url: url(it.href.as_ref()), quote: it.quote.clone() }).collect();
        it
    }

    pub(super) fn given(&self) -> Given {
        match self.outcome {
            "answer" => Given::Answer,
            "suggest" => Given::Suggest,
            _ => Given::HandOff,
        }
    }
}

const fn outcome(kind: Kind) -> &'static str {
    match kind {
        Kind::Grounded | Kind::Courtesy => "answer",
        Kind::Suggestion => "suggest",
        Kind::NotCovered => "handoff",
    }
}

fn reason(answer: &Answer) -> String {
    match answer.kind {
        Kind::Grounded => "sure".to_owned(),
        Kind::Courtesy => "courtesy".to_owned(),
        Kind::Suggestion => "half sure".to_owned(),
        Kind::NotCovered => "not in the docs".to_owned(),
    }
}

/// Where something stands; empty where it isn't on the web.
fn url(href: Option<&Href>) -> String {
    href.map(|href| href.as_str().to_owned()).unwrap_or_default()
}

/// The page of a section's id `page#anchor`.
fn page(id: &str) -> &str {
    id.split('#').next().unwrap_or(id)
}

/// CPU seconds of this process so far, from the kernel's own account (Linux; in steps of 10 ms); 0 where there is none.
pub(super) fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |n: usize| fields.get(n).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// To one digit, for reading.
pub(super) fn rounded(it: f64) -> f64 {
    (it * 10.0).round() / 10.0
}
