//! What the assistant says, what it rests on, and why it said it.

use super::{
    id::{DocumentId, PassageId},
    model::ModelUse,
    rich::Href,
    text::Body,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// One turn of the assistant. Build it with the constructors: they keep the law that nothing is said without a passage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Answer {
    pub kind: Kind,
    /// What is shown, in order; each part of a grounded answer rests on one citation.
    pub parts: Vec<Part>,
    pub citations: Vec<Citation>,
    pub receipt: Receipt,
}

/// What a turn of the assistant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The docs' own words, with their source.
    Grounded,
    /// Half sure: "is it one of these?", up to three titles.
    Suggestion,
    /// Not in the docs: says so and offers a person.
    NotCovered,
    /// A greeting or thanks, answered in kind.
    Courtesy,
}

/// A piece of what is shown, and the number of the citation that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Part {
    pub body: Body,
    pub cites: Option<u32>,
}

/// The passage that a part rests on. `n` counts from 1 within the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Citation {
    pub n: u32,
    pub title: String,
    /// The heading inside the page; empty for its lead.
    pub section: String,
    /// Nothing where the page isn't on the web: an uploaded file, a question that somebody answered.
    pub href: Option<Href>,
    /// The passage's own words.
    pub quote: String,
}

/// Why the assistant said what it said; for the team, never for the visitor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Receipt {
    /// How passages were found: `minilm+bm25` or `bm25`.
    pub engine: String,
    /// The question as it was searched.
    pub question: String,
    /// 0 to 1.
    pub confidence: f32,
    /// Named figures that decided, in the order in which they were asked.
    pub gates: Vec<Gate>,
    pub passages: Vec<Retrieved>,
    /// Milliseconds from taking up the question to this receipt.
    pub ms: u32,
    /// The language model's part in it; nothing where there is none.
    #[serde(default)]
    pub model: Option<ModelUse>,
}

/// A figure that took part in the decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Gate {
    pub name: String,
    pub value: f32,
}

/// A passage that was considered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Retrieved {
    pub passage: PassageId,
    pub document: DocumentId,
    /// The version of the document that was searched.
    pub version: String,
    /// `page#anchor`.
    pub section_id: String,
    pub title: String,
    pub section: String,
    pub href: Option<Href>,
    pub score: f32,
    /// The citation that was made of it.
    pub used: Option<u32>,
}

impl Receipt {
    /// Of a turn for which nothing was looked up.
    pub const fn empty() -> Self {
        Self {
            engine: String::new(),
            question: String::new(),
            confidence: 0.0,
            gates: Vec::new(),
            passages: Vec::new(),
            ms: 0,
            model: None,
        }
    }
}

/// Why an [`Answer`] can't stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ungrounded;

impl Answer {
    /// The docs' own words.
    ///
    /// # Errors
    /// [`Ungrounded`] where a part names no citation of this answer, or there is no part at all.
    pub fn grounded(parts: Vec<Part>, citations: Vec<Citation>, receipt: Receipt) -> Result<Self, Ungrounded> {
        Self { kind: Kind::Grounded, parts, citations, receipt }.checked()
    }

    /// Up to three titles to choose from.
    ///
    /// # Errors
    /// [`Ungrounded`] where there is nothing to choose from.
    pub fn suggestion(mut citations: Vec<Citation>, receipt: Receipt) -> Result<Self, Ungrounded> {
        citations.truncate(3);
        Self { kind: Kind::Suggestion, parts: Vec::new(), citations, receipt }.checked()
    }

    /// The same suggestion with a question of ours that tells its titles apart. Other answers ask nothing.
    #[must_use]
    pub fn asking(mut self, question: Body) -> Self {
        if self.kind == Kind::Suggestion {
            self.parts = vec![Part { body: question, cites: None }];
        }
        self
    }

    /// "That isn't in the docs", with the offer of a person.
    pub fn not_covered(receipt: Receipt) -> Self {
        Self { kind: Kind::NotCovered, parts: Vec::new(), citations: Vec::new(), receipt }
    }

    /// A word in reply to a greeting; it says nothing about the owner's product.
    pub fn courtesy(body: Body, receipt: Receipt) -> Self {
        Self { kind: Kind::Courtesy, parts: vec![Part { body, cites: None }], citations: Vec::new(), receipt }
    }

    /// The same answer, where it keeps the law.
    ///
    /// # Errors
    /// [`Ungrounded`] where a part of a grounded answer rests on nothing.
    pub fn checked(self) -> Result<Self, Ungrounded> {
        let known = |n: u32| self.citations.iter().any(|citation| citation.n == n);
        let holds = match self.kind {
            Kind::Grounded => !self.parts.is_empty() && self.parts.iter().all(|part| part.cites.is_some_and(known)),
            Kind::Suggestion => self.asks_at_most_once() && (1..=3).contains(&self.citations.len()),
            Kind::NotCovered => self.parts.is_empty() && self.citations.is_empty(),
            Kind::Courtesy => self.parts.len() == 1 && self.citations.is_empty(),
        };
        if holds { Ok(self) } else { Err(Ungrounded) }
    }

    /// A suggestion says nothing but one question.
    fn asks_at_most_once(&self) -> bool {
        self.parts.len() <= 1 && self.parts.iter().all(|part| part.cites.is_none())
    }

    /// The document that the citation of this number is of.
    pub fn document(&self, n: u32) -> Option<&DocumentId> {
        self.receipt.passages.iter().find(|it| it.used == Some(n)).map(|it| &it.document)
    }

    /// The first words, for a list.
    pub fn preview(&self) -> String {
        match self.kind {
            Kind::Grounded | Kind::Courtesy => self.parts.first().map(|part| part.body.preview()).unwrap_or_default(),
            Kind::Suggestion => {
                let titles: Vec<&str> = self.citations.iter().map(Citation::heading).collect();
                let question = self.parts.first().map_or_else(|| "Is it one of these?".to_owned(), |part| part.body.preview());
                format!("{question} {}", titles.join(" · "))
            }
            Kind::NotCovered => "Not in the docs; offered a person".to_owned(),
        }
    }
}

impl Citation {
    /// What a link to it is called: the section's heading, or the page's title for its lead.
    pub fn heading(&self) -> &str {
        if self.section.is_empty() { &self.title } else { &self.section }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt() -> Receipt {
        Receipt {
            engine: "bm25".to_owned(),
            question: "q".to_owned(),
            confidence: 0.5,
            gates: Vec::new(),
            passages: Vec::new(),
            ms: 1,
            model: None,
        }
    }

    fn citation(n: u32) -> Citation {
        let href = Href::parse("https://x.test/a").expect("safe");
        Citation { n, title: "A".to_owned(), section: String::new(), href: Some(href), quote: "q".to_owned() }
    }

    #[test]
    fn no_passage_no_sentence() {
        let body = Body::plain("Five days.").expect("fits");
        let part = |cites| Part { body: body.clone(), cites };
        assert!(Answer::grounded(vec![part(Some(1))], vec![citation(1)], receipt()).is_ok());
        assert_eq!(Answer::grounded(vec![part(None)], vec![citation(1)], receipt()), Err(Ungrounded));
        assert_eq!(Answer::grounded(vec![part(Some(2))], vec![citation(1)], receipt()), Err(Ungrounded));
        assert_eq!(Answer::grounded(vec![], vec![citation(1)], receipt()), Err(Ungrounded));
    }

    #[test]
    fn a_suggestion_offers_one_to_three() {
        assert_eq!(Answer::suggestion(vec![], receipt()), Err(Ungrounded));
        let four = Answer::suggestion((1..=4).map(citation).collect(), receipt()).expect("some");
        assert_eq!(four.citations.len(), 3);
        let asking = four.asking(Body::plain("CSV or Excel?").expect("fits"));
        assert_eq!((asking.clone().checked().is_ok(), asking.preview().as_str()), (true, "CSV or Excel? A · A · A"));
        let declined = Answer::not_covered(receipt());
        assert_eq!(declined.clone().asking(Body::plain("CSV?").expect("fits")), declined, "only a suggestion asks");
    }
}
