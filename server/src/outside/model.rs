//! Language models: asked over the one outbound client, heard word by word, and trusted in nothing.
//!
//! What is said to each provider, and what is read from it, is pure and stands in a file of its own; here are the
//! connection and its limits.

mod anthropic;
mod lines;
mod ollama;
mod openai;

use super::{Outbound, Refused, card::proof};
use app::domain::model::{Provider, Trouble};
use lines::Lines;
use reqwest::{
    Response,
    header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER},
};
use serde_json::Value;
use std::{
    collections::VecDeque,
    error::Error,
    time::{Duration, Instant},
};
use tokio::time::timeout;

/// A reply may have this many bytes on its way, and so many of text.
const MOST_BYTES: usize = 4 << 20;
const MOST_TEXT: usize = 64 << 10;
/// A model that has finished may still say what it cost, within this.
const LAST_WORD: Duration = Duration::from_millis(500);
/// A pause that a provider asks for is at most this long.
const LONGEST_PAUSE: u32 = 3_600;

/// A model, and how it is reached.
#[derive(Clone)]
pub struct Model {
    pub provider: Provider,
    pub name: String,
    /// Without a slash at its end.
    pub url: String,
    pub key: Option<String>,
    pub outbound: Outbound,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Model({})", self.label())
    }
}

impl Model {
    /// `openai:gpt-4.1-mini`.
    pub fn label(&self) -> String {
        format!("{}:{}", self.provider.name(), self.name)
    }
}

/// What a model is asked, and the form of its reply.
#[derive(Debug, Clone)]
pub struct Ask {
    pub system: String,
    pub user: String,
    /// A JSON schema.
    pub form: Value,
    /// The reply may have so many tokens.
    pub most_tokens: u32,
}

/// How long is too long.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until the first word.
    pub first: Duration,
    /// Between two words.
    pub between: Duration,
    /// From the question to the end.
    pub whole: Duration,
}

/// What a call has cost, as far as the model says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    pub tokens_in: u32,
    pub tokens_out: u32,
}

/// What is said to a provider.
struct Request {
    url: String,
    headers: Vec<(&'static str, String)>,
    body: Value,
}

/// What a provider says, one thing at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// Parts of what the call has cost; 0 where it isn't told here.
    Usage(Usage),
    /// The model has come to the end of its reply.
    Finished,
    /// Nothing comes any more.
    Over,
}

/// A reply under way.
#[derive(Debug)]
pub struct Reply {
    provider: Provider,
    response: Response,
    lines: Lines,
    pieces: VecDeque<Piece>,
    patience: Patience,
    begun: Instant,
    first_ms: Option<u32>,
    n_text: usize,
    is_finished: bool,
    pub usage: Usage,
}

/// Asks a model; its words come by [`Reply::next`].
///
/// # Errors
/// [`Trouble`], with what to tell the owner.
pub async fn ask(model: &Model, ask: &Ask, patience: Patience) -> Result<Reply, Trouble> {
    let begun = Instant::now();
    let first = send(model, ask, true, patience.first).await;
    // Some servers of the OpenAI kind don't know schemas: the form stands in the prompt as well.
    let response = match first {
        Err(Trouble::Rejected { status: 400 | 422 }) if model.provider == Provider::OpenAi => {
            send(model, ask, false, patience.first.saturating_sub(begun.elapsed())).await?
        }
        other => other?,
    };
    Ok(Reply {
        provider: model.provider,
        response,
        lines: Lines::new(model.provider != Provider::Ollama),
        pieces: VecDeque::new(),
        patience,
        begun,
        first_ms: None,
        n_text: 0,
        is_finished: false,
        usage: Usage::default(),
    })
}

async fn send(model: &Model, ask: &Ask, with_schema: bool, patience: Duration) -> Result<Response, Trouble> {
    let request = match model.provider {
        Provider::OpenAi => openai::request(model, ask, with_schema),
        Provider::Anthropic => anthropic::request(model, ask),
        Provider::Ollama => ollama::request(model, ask),
    };
    let sent = model.outbound.post_open(&request.url, headers(&request)?, request.body.to_string().into_bytes());
    let response = timeout(patience, sent).await.map_err(|_| Trouble::Silent)?.map_err(|refused| trouble(&refused))?;
    let retry_after = response.headers().get(RETRY_AFTER).and_then(|it| it.to_str().ok()).and_then(|it| it.trim().parse().ok());
    judged(response.status().as_u16(), retry_after)?;
    let kind = response.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if kind.starts_with("text/html") { Err(Trouble::Unreadable) } else { Ok(response) }
}

fn headers(request: &Request) -> Result<HeaderMap, Trouble> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(ACCEPT, HeaderValue::from_static("text/event-stream, application/json"));
    for (name, value) in &request.headers {
        let (name, value): (HeaderName, HeaderValue) = proof(name, value).ok_or(Trouble::Key)?;
        headers.insert(name, value);
    }
    Ok(headers)
}

/// What a status means.
fn judged(status: u16, retry_after: Option<u32>) -> Result<(), Trouble> {
    Err(match status {
        200..300 => return Ok(()),
        401 | 403 => Trouble::Key,
        404 => Trouble::Missing,
        429 => Trouble::TooMany { seconds: retry_after.unwrap_or(0).min(LONGEST_PAUSE) },
        500.. => Trouble::Broken { status },
        _ => Trouble::Rejected { status },
    })
}

fn trouble(refused: &Refused) -> Trouble {
    match refused {
        Refused::Address(_) => Trouble::Address,
        Refused::Private(_) => Trouble::Private,
        Refused::Plain(_) => Trouble::Plain,
        Refused::Unknown(_) => Trouble::Unknown,
        Refused::Loop => Trouble::Missing,
        Refused::Status(status) => Trouble::Rejected { status: *status },
        Refused::Late => Trouble::Silent,
        Refused::Unreached(error) if is_of_tls(error) => Trouble::Untrusted,
        Refused::Unreached(error) if error.is_connect() || error.is_timeout() => Trouble::Unreached,
        Refused::Unreached(_) => Trouble::Cut,
    }
}

/// Whether it failed because of a certificate, or because no TLS is spoken there.
fn is_of_tls(error: &(dyn Error + 'static)) -> bool {
    // What is inside an I/O error is no source of it, and one may stand in another.
    let inside = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>() || inside.is_some_and(|it| is_of_tls(it)) || error.source().is_some_and(is_of_tls)
}

impl Reply {
    /// The next words; nothing: the reply is whole.
    ///
    /// # Errors
    /// [`Trouble`]; what came before is then half a reply, and worth nothing.
    pub async fn next(&mut self) -> Result<Option<String>, Trouble> {
        let silence =
            if self.first_ms.is_some() { self.patience.between } else { self.patience.first.saturating_sub(self.begun.elapsed()) };
        let silence = if self.is_finished { LAST_WORD } else { silence };
        let left = silence.min(self.patience.whole.saturating_sub(self.begun.elapsed()));
        match timeout(left, self.words()).await {
            Ok(told) => told,
            Err(_) if self.is_finished => Ok(None),
            Err(_) => Err(Trouble::Silent),
        }
    }

    /// Milliseconds to the first word.
    pub fn first_ms(&self) -> u32 {
        self.first_ms.unwrap_or(0)
    }

    async fn words(&mut self) -> Result<Option<String>, Trouble> {
        loop {
            match self.pieces.pop_front() {
                Some(Piece::Text(text)) if text.is_empty() || self.is_finished => {}
                Some(Piece::Text(text)) => return self.told(text).map(Some),
                Some(Piece::Usage(told)) => {
                    self.usage.tokens_in = self.usage.tokens_in.max(told.tokens_in);
                    self.usage.tokens_out = self.usage.tokens_out.max(told.tokens_out);
                }
                Some(Piece::Finished) => self.is_finished = true,
                Some(Piece::Over) => return if self.is_finished { Ok(None) } else { Err(Trouble::Cut) },
                None => self.read().await?,
            }
        }
    }

    fn told(&mut self, text: String) -> Result<String, Trouble> {
        self.n_text += text.len();
        if self.n_text > MOST_TEXT {
            return Err(Trouble::TooLong);
        }
        self.first_ms.get_or_insert_with(|| millis(self.begun));
        Ok(text)
    }

    /// Takes what has come; `Over` where nothing comes any more.
    async fn read(&mut self) -> Result<(), Trouble> {
        while let Some(line) = self.lines.next()? {
            let pieces = match self.provider {
                Provider::OpenAi => openai::read(&line),
                Provider::Anthropic => anthropic::read(&line),
                Provider::Ollama => ollama::read(&line),
            }?;
            self.pieces.extend(pieces);
            if !self.pieces.is_empty() {
                return Ok(());
            }
        }
        match self.response.chunk().await {
            Ok(Some(_)) if self.lines.n_read() > MOST_BYTES => Err(Trouble::TooLong),
            Ok(Some(bytes)) => {
                self.lines.push(&bytes);
                Ok(())
            }
            Ok(None) => {
                self.lines.end();
                let is_more = self.lines.has_line();
                if !is_more {
                    self.pieces.push_back(Piece::Over);
                }
                Ok(())
            }
            Err(_) => Err(Trouble::Cut),
        }
    }
}

/// Milliseconds since then.
pub fn millis(since: Instant) -> u32 {
    u32::try_from(since.elapsed().as_millis()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_says_what_to_do() {
        for (status, retry_after, expected) in [
            (200, None, None),
            (401, None, Some(Trouble::Key)),
            (403, None, Some(Trouble::Key)),
            (404, None, Some(Trouble::Missing)),
            (429, Some(20), Some(Trouble::TooMany { seconds: 20 })),
            (429, None, Some(Trouble::TooMany { seconds: 0 })),
            (429, Some(u32::MAX), Some(Trouble::TooMany { seconds: LONGEST_PAUSE })),
            (400, None, Some(Trouble::Rejected { status: 400 })),
            (302, None, Some(Trouble::Rejected { status: 302 })),
            (500, None, Some(Trouble::Broken { status: 500 })),
            (529, None, Some(Trouble::Broken { status: 529 })),
        ] {
            assert_eq!(judged(status, retry_after).err(), expected, "{status}");
        }
    }

    #[test]
    fn a_key_is_in_no_debug_text() {
        let key = Some("sk-canary".to_owned());
        let url = "https://x.test".to_owned();
        let it = Model { provider: Provider::OpenAi, name: "gpt".to_owned(), url, key, outbound: Outbound::default() };
        assert_eq!(format!("{it:?}"), "Model(openai:gpt)");
    }
}
