//! A scripted provider of language models on this machine: what it says, how it fails, and what it was sent.
#![allow(dead_code, clippy::allow_attributes, reason = "each story uses its part")]

use app::domain::model::Provider;
use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use futures::{Stream, StreamExt, stream};
use serde_json::{Value, json};
use server::outside::{Outbound, model::Model};
use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::sync::Semaphore;

/// What the provider does with the next question, and with all after it until it is told otherwise.
#[derive(Debug, Clone)]
pub enum Act {
    /// This reply, in small pieces.
    Say(String),
    /// The same, each piece of so many bytes only when the gate lets it through.
    Gated(String, usize),
    Status(u16),
    TooMany {
        retry_after: u32,
    },
    Html,
    /// A stream of what is no JSON.
    BadJson,
    /// The reply, cut off in the middle of it.
    Half(String),
    /// The reply's first half, then nothing more for ever.
    Stall(String),
    /// Not a word, for ever.
    Mute,
    /// The reply, one byte a second.
    Trickle(String),
    /// Ten megabytes of text.
    Huge,
    WrongEncoding(String),
    /// The reply without its mark at the end.
    NoDone(String),
    /// The reply with two of them.
    TwiceDone(String),
    /// A tool that nobody offered.
    ToolGarbage,
    /// An error in the middle of the stream.
    ErrorInStream(String),
    /// The same sentence again and again.
    Loop(String),
    /// A reply that isn't of the agreed form.
    Prose,
}

/// The provider.
#[derive(Clone)]
pub struct Peer {
    pub url: String,
    shared: Arc<Shared>,
}

struct Shared {
    act: Mutex<Act>,
    heard: Mutex<Vec<(HeaderMap, String)>>,
    gate: Semaphore,
}

impl Peer {
    pub async fn start() -> Self {
        let shared = Arc::new(Shared { act: Mutex::new(Act::Prose), heard: Mutex::default(), gate: Semaphore::new(0) });
        let routes = Router::new()
            .route("/v1/chat/completions", post(|at: State<Arc<Shared>>, h: HeaderMap, b: String| asked(at, h, b, Provider::OpenAi)))
            .route("/v1/messages", post(|at: State<Arc<Shared>>, h: HeaderMap, b: String| asked(at, h, b, Provider::Anthropic)))
            .route("/api/chat", post(|at: State<Arc<Shared>>, h: HeaderMap, b: String| asked(at, h, b, Provider::Ollama)))
            .with_state(Arc::clone(&shared));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let url = format!("http://{}", listener.local_addr().expect("has one"));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { url, shared }
    }

    /// The model as a workspace's desk reaches it.
    pub fn model(&self, provider: Provider) -> Model {
        let key = Some("sk-canary-key".to_owned());
        Model { provider, name: "scripted".to_owned(), url: self.url.clone(), key, outbound: Outbound::everywhere() }
    }

    pub fn will(&self, act: Act) {
        *self.shared.act.lock().expect("whole") = act;
    }

    /// Lets so many more pieces of gated replies through.
    pub fn let_through(&self, n: usize) {
        self.shared.gate.add_permits(n);
    }

    /// Closes the gate for what comes next.
    pub fn close_gate(&self) {
        self.shared.gate.forget_permits(usize::MAX >> 4);
    }

    /// Whether all that was let through has passed.
    pub fn is_through(&self) -> bool {
        self.shared.gate.available_permits() == 0
    }

    /// The bodies that came, oldest first.
    pub fn bodies(&self) -> Vec<String> {
        self.shared.heard.lock().expect("whole").iter().map(|(_, body)| body.clone()).collect()
    }

    pub fn headers(&self) -> HeaderMap {
        self.shared.heard.lock().expect("whole").last().expect("was asked").0.clone()
    }

    pub fn n_asked(&self) -> usize {
        self.shared.heard.lock().expect("whole").len()
    }
}

/// The agreed form of an answer: sentences, each with a passage's number and a quote.
pub fn answer(sentences: &[(&str, usize, &str)]) -> String {
    let sentence =
        |(text, passage, quote): &(&str, usize, &str)| json!({ "text": text, "support": [{ "passage": passage, "quote": quote }] });
    let sentences: Vec<Value> = sentences.iter().map(sentence).collect();
    // In the order of the form, which a map wouldn't keep.
    format!(r#"{{"outcome":"answer","sentences":{},"choices":[],"reason":"none"}}"#, json!(sentences))
}

pub fn clarify(passages: &[usize]) -> String {
    json!({ "outcome": "clarify", "sentences": [], "choices": passages, "reason": "none" }).to_string()
}

pub fn hand_off(why: &str) -> String {
    json!({ "outcome": "hand_off", "sentences": [], "choices": [], "reason": why }).to_string()
}

async fn asked(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: String, of: Provider) -> Response {
    shared.heard.lock().expect("whole").push((headers, body));
    let act = shared.act.lock().expect("whole").clone();
    let status = |status: u16| StatusCode::from_u16(status).expect("a status");
    match act {
        Act::Say(text) => streamed(stream::iter(whole(of, &text))),
        Act::Gated(text, size) => {
            let pieces = stream::iter(sliced(of, &text, size).into_iter().chain(end(of)));
            streamed(pieces.then(move |piece| {
                let shared = Arc::clone(&shared);
                async move {
                    shared.gate.acquire().await.expect("open").forget();
                    piece
                }
            }))
        }
        Act::Status(code) => (status(code), "{\"error\":{\"message\":\"no\"}}").into_response(),
        Act::TooMany { retry_after } => (status(429), [(header::RETRY_AFTER, retry_after.to_string())], "slow down").into_response(),
        Act::Html => ([(header::CONTENT_TYPE, "text/html")], "<html><body>Bad gateway</body></html>").into_response(),
        Act::BadJson => streamed(stream::iter([lined(of, "{\"choices\": [{]")])),
        Act::Half(text) => streamed(stream::iter(half(of, &text))),
        Act::Stall(text) => streamed(stream::iter(half(of, &text)).chain(stream::pending())),
        Act::Mute => streamed(stream::pending()),
        Act::Trickle(text) => {
            let bytes: Vec<u8> = whole(of, &text).concat().into_bytes();
            streamed(stream::iter(bytes).then(|byte| async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                char::from(byte).to_string()
            }))
        }
        Act::Huge => streamed(stream::iter((0..10 * 1_024).map(move |_| said(of, &"x".repeat(1_024))))),
        Act::WrongEncoding(text) => {
            let bytes: Vec<u8> = whole(of, &text).concat().bytes().map(|byte| if byte == b'f' { 0xff } else { byte }).collect();
            Body::from(bytes).into_response()
        }
        Act::NoDone(text) => streamed(stream::iter(whole(of, &text).into_iter().filter(|it| !it.contains("[DONE]")).collect::<Vec<_>>())),
        Act::TwiceDone(text) => streamed(stream::iter([whole(of, &text), end(of)].concat())),
        Act::ToolGarbage => streamed(stream::iter(garbage(of))),
        Act::ErrorInStream(text) => streamed(stream::iter(half(of, &text).into_iter().chain([error(of)]).collect::<Vec<_>>())),
        Act::Loop(sentence) => {
            let start = said(of, r#"{"outcome":"answer","sentences":["#);
            let again = said(of, &format!("{sentence},"));
            streamed(stream::iter([start]).chain(stream::iter(std::iter::repeat_n(again, 1_000))))
        }
        Act::Prose => streamed(stream::iter(whole(of, "I am happy to help! Refunds take ninety days, PROSE."))),
    }
}

fn streamed(pieces: impl Stream<Item = String> + Send + 'static) -> Response {
    let body = Body::from_stream(pieces.map(|it| Ok::<_, Infallible>(Bytes::from(it))));
    ([(header::CONTENT_TYPE, "text/event-stream")], body).into_response()
}

/// A line of the provider's own kind.
fn lined(of: Provider, data: &str) -> String {
    if of == Provider::Ollama { format!("{data}\n") } else { format!("data: {data}\n\n") }
}

/// A piece of text, as the provider says it.
fn said(of: Provider, text: &str) -> String {
    let data = match of {
        Provider::OpenAi => json!({ "choices": [{ "index": 0, "delta": { "content": text }, "finish_reason": null }] }),
        Provider::Anthropic => {
            json!({ "type": "content_block_delta", "index": 0, "delta": { "type": "input_json_delta", "partial_json": text } })
        }
        Provider::Ollama => json!({ "message": { "role": "assistant", "content": text }, "done": false }),
    };
    lined(of, &data.to_string())
}

fn sliced(of: Provider, text: &str, size: usize) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    chars.chunks(size).map(|some| said(of, &some.iter().collect::<String>())).collect()
}

/// How it says that it is done, and what that cost.
fn end(of: Provider) -> Vec<String> {
    let all = match of {
        Provider::OpenAi => vec![
            json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }] }).to_string(),
            json!({ "choices": [], "usage": { "prompt_tokens": 400, "completion_tokens": 100 } }).to_string(),
            "[DONE]".to_owned(),
        ],
        Provider::Anthropic => vec![
            json!({ "type": "message_start", "message": { "usage": { "input_tokens": 400, "output_tokens": 1 } } }).to_string(),
            json!({ "type": "message_delta", "delta": { "stop_reason": "tool_use" }, "usage": { "output_tokens": 100 } }).to_string(),
            json!({ "type": "message_stop" }).to_string(),
        ],
        Provider::Ollama => {
            let last =
                json!({ "message": { "content": "" }, "done": true, "done_reason": "stop", "prompt_eval_count": 400, "eval_count": 100 });
            vec![last.to_string()]
        }
    };
    all.iter().map(|it| lined(of, it)).collect()
}

fn whole(of: Provider, text: &str) -> Vec<String> {
    [sliced(of, text, 7), end(of)].concat()
}

fn half(of: Provider, text: &str) -> Vec<String> {
    let pieces = sliced(of, text, 7);
    let n = pieces.len() * 3 / 4;
    pieces.into_iter().take(n).collect()
}

fn garbage(of: Provider) -> Vec<String> {
    let call = json!({ "choices": [{ "delta": { "tool_calls": [{ "index": 0, "id": "x", "function": { "name": "refund", "arguments": "{}" } }] } }] });
    let done = json!({ "choices": [{ "delta": {}, "finish_reason": "tool_calls" }] });
    [call, done].iter().map(|it| lined(of, &it.to_string())).collect()
}

fn error(of: Provider) -> String {
    let data = match of {
        Provider::OpenAi => json!({ "error": { "message": "overloaded", "type": "server_error" } }),
        Provider::Anthropic => json!({ "type": "error", "error": { "type": "overloaded_error", "message": "overloaded" } }),
        Provider::Ollama => json!({ "error": "overloaded" }),
    };
    lined(of, &data.to_string())
}
