//! The language model that may put answers into words: whose it is, what it may cost, and what can go wrong with it.

use super::{fault::Fault, time::Timestamp};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// An address may have this many characters, the name of a model so many.
const LONGEST_ADDRESS: usize = 500;
const LONGEST_NAME: usize = 200;
/// An owner may have so many patterns, each of so many characters.
pub const MOST_PATTERNS: usize = 30;
const LONGEST_PATTERN: usize = 300;
/// The longest wait for a model's first word, in seconds.
pub const LONGEST_PATIENCE: u32 = 15;
/// The longest that an answer is kept for the same question, in minutes: a week.
const LONGEST_KEPT: u32 = 7 * 24 * 60;
/// No price and no cap is larger.
const LARGEST: u64 = 1_000_000_000_000;

/// Who writes the answers of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// What whoever runs Baton has set; the built-in engine where that is nothing.
    #[default]
    Usual,
    BuiltIn,
    OpenAi,
    Anthropic,
    Ollama,
}

/// How a model is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    OpenAi,
    Anthropic,
    Ollama,
}

impl Provider {
    /// Its name before a model's, as in `openai:gpt-4.1-mini`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Anthropic => "anthropic",
            Self::Ollama => "ollama",
        }
    }

    /// Where it is, unless somebody says otherwise.
    pub const fn address(self) -> &'static str {
        match self {
            Self::OpenAi => "https://api.openai.com/v1",
            Self::Anthropic => "https://api.anthropic.com",
            Self::Ollama => "http://127.0.0.1:11434",
        }
    }

    /// The provider and the model in `openai:gpt-4.1-mini`; a model's name may hold colons too.
    pub fn parse(text: &str) -> Option<(Self, &str)> {
        let (name, model) = text.trim().split_once(':')?;
        let provider = [Self::OpenAi, Self::Anthropic, Self::Ollama].into_iter().find(|it| it.name() == name)?;
        Some((provider, model.trim())).filter(|(_, model)| !model.is_empty())
    }
}

impl Choice {
    /// The workspace's own provider, where it has chosen one.
    pub const fn provider(self) -> Option<Provider> {
        match self {
            Self::Usual | Self::BuiltIn => None,
            Self::OpenAi => Some(Provider::OpenAi),
            Self::Anthropic => Some(Provider::Anthropic),
            Self::Ollama => Some(Provider::Ollama),
        }
    }
}

/// What a workspace wants of a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(default)]
pub struct ModelWish {
    pub choice: Choice,
    /// The model's name, where the workspace has its own.
    pub model: String,
    /// Where its own provider is; empty: where it usually is.
    pub url: String,
    /// Without a first word within so many seconds, the built-in engine answers.
    pub patience_seconds: u32,
    /// For so many minutes the same question gets the same answer, and the model isn't asked again; 0: it always is.
    pub keep_minutes: u32,
    /// What else must not leave the server: regular expressions.
    pub patterns: Vec<String>,
    /// What a million tokens cost, in thousandths of the owner's currency.
    pub price_in: u64,
    pub price_out: u64,
    /// What a month may cost, in tokens and in thousandths of the currency; nothing: no cap.
    pub most_tokens: Option<u64>,
    pub most_money: Option<u64>,
}

impl Default for ModelWish {
    fn default() -> Self {
        Self {
            choice: Choice::Usual,
            model: String::new(),
            url: String::new(),
            patience_seconds: 2,
            keep_minutes: 60,
            patterns: Vec::new(),
            price_in: 0,
            price_out: 0,
            most_tokens: None,
            most_money: None,
        }
    }
}

impl ModelWish {
    /// The same, where it can be done.
    ///
    /// # Errors
    /// `Fault::Invalid` with what to mend.
    pub fn checked(self) -> Result<Self, Fault> {
        let (model, url) = (self.model.trim().to_owned(), self.url.trim().trim_end_matches('/').to_owned());
        for (field, text, most) in [("model", &model, LONGEST_NAME), ("url", &url, LONGEST_ADDRESS)] {
            if text.chars().count() > most {
                return Err(Fault::invalid(field, &format!("This can have {most} characters.")));
            }
        }
        if self.choice.provider().is_some() && (model.is_empty() || model.chars().any(char::is_control)) {
            return Err(Fault::invalid("model", "Name the model, as its provider does."));
        }
        if !url.is_empty() && !is_address(&url) {
            return Err(Fault::invalid("url", "Give an address that starts with https:// or http://."));
        }
        if server(&url).contains('@') {
            return Err(Fault::invalid("url", "Put no password into the address: give it as the key."));
        }
        if !(1..=LONGEST_PATIENCE).contains(&self.patience_seconds) {
            return Err(Fault::invalid("patience_seconds", &format!("Choose 1 to {LONGEST_PATIENCE} seconds.")));
        }
        if self.keep_minutes > LONGEST_KEPT {
            return Err(Fault::invalid("keep_minutes", "Give a smaller number."));
        }
        let patterns: Vec<String> = self.patterns.iter().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect();
        if patterns.len() > MOST_PATTERNS {
            return Err(Fault::invalid("patterns", &format!("There can be {MOST_PATTERNS} patterns.")));
        }
        if patterns.iter().any(|it| it.chars().count() > LONGEST_PATTERN) {
            return Err(Fault::invalid("patterns", &format!("This can have {LONGEST_PATTERN} characters.")));
        }
        let sums = [("price_in", self.price_in), ("price_out", self.price_out)];
        let caps = [("most_tokens", self.most_tokens), ("most_money", self.most_money)];
        if let Some((field, _)) = sums.into_iter().find(|(_, it)| *it > LARGEST) {
            return Err(Fault::invalid(field, "Give a smaller number."));
        }
        if let Some((field, _)) = caps.into_iter().find(|(_, it)| it.is_some_and(|it| it == 0 || it > LARGEST)) {
            return Err(Fault::invalid(field, "Give a number above 0, or leave it empty for no cap."));
        }
        if self.most_money.is_some() && self.price_in == 0 && self.price_out == 0 {
            return Err(Fault::invalid("price_in", "A cap in money needs the prices: without them nothing is counted."));
        }
        Ok(Self { model, url, patterns, ..self })
    }

    /// Provider, scheme and server, in lower case: to whom a key is told.
    pub fn origin(&self) -> String {
        let Some(provider) = self.choice.provider() else { return String::new() };
        let url = if self.url.is_empty() { provider.address() } else { &self.url };
        let scheme = url.split("://").next().unwrap_or_default();
        [provider.name(), " ", scheme, "://", server(url)].concat().to_ascii_lowercase()
    }
}

fn is_address(url: &str) -> bool {
    let known = ["https://", "http://"].iter().any(|scheme| url.to_ascii_lowercase().starts_with(scheme));
    known && !server(url).is_empty() && !url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#'))
}

/// Server and port of an address.
fn server(url: &str) -> &str {
    url.split_once("://").map_or("", |(_, rest)| rest.split(['/', '\\']).next().unwrap_or_default())
}

/// What went wrong with a model. Nobody waits for it: the built-in engine answers instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Trouble {
    /// Its address can't be asked at all.
    Address,
    /// It leads to a private network, which the operator hasn't allowed.
    Private,
    /// It isn't encrypted on its way.
    Plain,
    /// No server of this name.
    Unknown,
    /// Nobody answers there.
    Unreached,
    /// Its certificate can't be trusted.
    Untrusted,
    /// The key isn't good.
    Key,
    /// No such model, or nothing of the kind at this address.
    Missing,
    /// Too many requests, or the account is empty.
    TooMany { seconds: u32 },
    /// It didn't take our request.
    Rejected { status: u16 },
    /// It failed on its own side.
    Broken { status: u16 },
    /// What came is no reply of a model.
    Unreadable,
    /// The reply ended halfway.
    Cut,
    /// Not a word for too long.
    Silent,
    /// The reply never came to an end.
    TooLong,
    /// A reply, but not in the agreed form.
    Odd,
}

/// What came of asking a model, beside the answer itself; for the receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct ModelUse {
    /// `openai:gpt-4.1-mini`.
    pub model: String,
    /// What it was asked, as a hash; empty where it wasn't asked.
    pub prompt: String,
    /// It was given so many of the receipt's passages, the first ones.
    pub n_passages: u32,
    pub tokens_in: u32,
    pub tokens_out: u32,
    /// Milliseconds to its first word, and to the end.
    pub first_ms: u32,
    pub ms: u32,
    pub came: Came,
    /// How old it was, in seconds, where it was kept from the same question before: the model wasn't asked again, and it cost nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_seconds: Option<u64>,
}

/// How that ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Came {
    /// Its sentences were said; so many of them weren't, for no passage holds them.
    Answered {
        n_dropped: u32,
    },
    /// It asked back.
    Clarified,
    /// It passed the question on.
    HandedOff,
    /// It pointed to what a person had told.
    Settled,
    /// It would have said otherwise than a person had told: a person is asked.
    Contradicted,
    /// Too little of what it said is in the passages.
    Ungrounded,
    Failed {
        why: Trouble,
    },
    /// It wasn't asked, for it had failed before.
    Resting {
        why: Trouble,
    },
    /// It wasn't asked, for the month's cap is reached.
    Spent,
    /// It wasn't asked, for too many questions came at once.
    Crowded,
}

/// What a month has cost so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Spend {
    /// Such as `2026-11`.
    pub month: String,
    pub n_calls: u64,
    pub tokens_in: u64,
    pub tokens_out: u64,
    /// In millionths of the owner's currency, at the prices of each call's day.
    pub micros: u64,
}

/// Who answers at this moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Standing {
    /// No model: the built-in engine.
    BuiltIn,
    /// This model.
    Ready { model: String },
    /// The built-in engine until then, for the model has failed.
    Resting { model: String, why: Trouble, until: Timestamp },
    /// The built-in engine until the month ends.
    Spent { model: String },
}

/// How a trial of a model went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Tried {
    /// There is no model to try.
    Nothing,
    /// It answered from the passage that it was given.
    Well {
        said: String,
        first_ms: u32,
        ms: u32,
        tokens_in: u32,
        tokens_out: u32,
    },
    Failed {
        why: Trouble,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> ModelWish {
        ModelWish { choice: Choice::OpenAi, model: "gpt".to_owned(), ..ModelWish::default() }
    }

    #[test]
    fn a_model_is_named_with_its_provider() {
        assert_eq!(Provider::parse("openai:gpt-4.1-mini"), Some((Provider::OpenAi, "gpt-4.1-mini")));
        assert_eq!(Provider::parse("ollama:llama3.2:3b"), Some((Provider::Ollama, "llama3.2:3b")));
        for wrong in ["", "gpt-4", "openai:", "other:x", ":x"] {
            assert_eq!(Provider::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_cannot_be_done_is_refused_with_its_field() {
        assert!(ModelWish::default().checked().is_ok() && own().checked().is_ok());
        for (wrong, field) in [
            (ModelWish { model: " ".to_owned(), ..own() }, "model"),
            (ModelWish { url: "ftp://x".to_owned(), ..own() }, "url"),
            (ModelWish { url: "https://".to_owned(), ..own() }, "url"),
            (ModelWish { url: "https://me:secret@x.test".to_owned(), ..own() }, "url"),
            (ModelWish { url: "https://x.test/?key=1".to_owned(), ..own() }, "url"),
            (ModelWish { patience_seconds: 0, ..own() }, "patience_seconds"),
            (ModelWish { patience_seconds: LONGEST_PATIENCE + 1, ..own() }, "patience_seconds"),
            (ModelWish { keep_minutes: LONGEST_KEPT + 1, ..own() }, "keep_minutes"),
            (ModelWish { patterns: vec!["x".to_owned(); MOST_PATTERNS + 1], ..own() }, "patterns"),
            (ModelWish { most_tokens: Some(0), ..own() }, "most_tokens"),
            (ModelWish { most_money: Some(5_000), ..own() }, "price_in"),
            (ModelWish { price_in: u64::MAX, ..own() }, "price_in"),
        ] {
            assert!(matches!(wrong.clone().checked(), Err(Fault::Invalid { field: it, .. }) if it == field), "{wrong:?}");
        }
        let kept = ModelWish { url: " https://x.test/v1/ ".to_owned(), patterns: vec![" a ".into(), " ".into()], ..own() };
        let kept = kept.checked().expect("fits");
        assert_eq!((kept.url.as_str(), kept.patterns), ("https://x.test/v1", vec!["a".to_owned()]));
    }

    #[test]
    fn a_key_is_for_one_provider_at_one_server() {
        let at = |url: &str| ModelWish { url: url.to_owned(), ..own() }.origin();
        assert_eq!(at(""), at("HTTPS://api.OpenAI.com/other"));
        assert_ne!(at(""), at("http://api.openai.com"));
        assert_ne!(at(""), at("https://api.openai.com.evil.test"));
        assert_ne!(at("https://x.test"), ModelWish { choice: Choice::Anthropic, url: "https://x.test".to_owned(), ..own() }.origin());
    }
}
