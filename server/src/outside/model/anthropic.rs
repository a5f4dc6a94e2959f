//! What is said to Anthropic (`POST /v1/messages`), and what it says. The reply is the input of the one tool that it may use. Pure.

use super::{Ask, Model, Piece, Request, Usage};
use app::domain::model::Trouble;
use serde::Deserialize;
use serde_json::json;

const VERSION: &str = "2023-06-01";
const TOOL: &str = "reply";

pub(super) fn request(model: &Model, ask: &Ask) -> Request {
    let body = json!({
        "model": model.name,
        "max_tokens": ask.most_tokens,
        "system": ask.system,
        "messages": [{ "role": "user", "content": ask.user }],
        "tools": [{ "name": TOOL, "description": "Gives the reply.", "input_schema": ask.form }],
        "tool_choice": { "type": "tool", "name": TOOL },
        "stream": true,
    });
    let mut headers = vec![("anthropic-version", VERSION.to_owned())];
    headers.extend(model.key.iter().map(|key| ("x-api-key", key.clone())));
    Request { url: format!("{}/v1/messages", model.url.trim_end_matches("/v1")), headers, body }
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Event {
    MessageStart {
        message: Message,
    },
    ContentBlockDelta {
        delta: Delta,
    },
    MessageDelta {
        delta: End,
        #[serde(default)]
        usage: Tokens,
    },
    MessageStop,
    Error {
        error: Failure,
    },
    /// Whatever else there is, and will be.
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    usage: Tokens,
}

#[derive(Deserialize)]
struct Delta {
    partial_json: Option<String>,
}

#[derive(Deserialize)]
struct End {
    stop_reason: Option<String>,
}

#[derive(Deserialize, Default)]
struct Tokens {
    #[serde(default)]
    input_tokens: u32,
    #[serde(default)]
    output_tokens: u32,
}

#[derive(Deserialize)]
struct Failure {
    #[serde(rename = "type", default)]
    kind: String,
}

pub(super) fn read(data: &str) -> Result<Vec<Piece>, Trouble> {
    let usage = |it: &Tokens| Piece::Usage(Usage { tokens_in: it.input_tokens, tokens_out: it.output_tokens });
    Ok(match serde_json::from_str(data).map_err(|_| Trouble::Unreadable)? {
        Event::MessageStart { message } => vec![usage(&message.usage)],
        Event::ContentBlockDelta { delta } => delta.partial_json.map(Piece::Text).into_iter().collect(),
        Event::MessageDelta { delta, usage: told } => {
            let end = match delta.stop_reason.as_deref() {
                None => None,
                Some("tool_use" | "end_turn" | "stop_sequence") => Some(Piece::Finished),
                Some("max_tokens" | "model_context_window_exceeded") => return Err(Trouble::TooLong),
                Some(_) => return Err(Trouble::Odd),
            };
            [Some(usage(&told)), end].into_iter().flatten().collect()
        }
        Event::MessageStop => vec![Piece::Over],
        Event::Error { error } if error.kind == "rate_limit_error" => return Err(Trouble::TooMany { seconds: 0 }),
        Event::Error { .. } => return Err(Trouble::Broken { status: 529 }),
        Event::Other => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::Outbound;
    use app::domain::model::Provider;

    #[test]
    fn a_question_is_put_as_a_tool_that_must_be_used() {
        let model = Model {
            provider: Provider::Anthropic,
            name: "claude".to_owned(),
            url: "https://api.anthropic.com".to_owned(),
            key: Some("k".to_owned()),
            outbound: Outbound::default(),
        };
        let ask = Ask { system: "be brief".to_owned(), user: "hi".to_owned(), form: json!({ "type": "object" }), most_tokens: 9 };
        let it = request(&model, &ask);
        assert_eq!(it.url, "https://api.anthropic.com/v1/messages");
        assert_eq!(it.headers, [("anthropic-version", VERSION.to_owned()), ("x-api-key", "k".to_owned())]);
        assert_eq!(
            (it.body["tool_choice"]["name"].as_str(), it.body["tools"][0]["input_schema"]["type"].as_str()),
            (Some("reply"), Some("object"))
        );
        assert_eq!((it.body["max_tokens"].as_u64(), it.body["system"].as_str()), (Some(9), Some("be brief")));
        assert_eq!(request(&Model { url: "https://proxy.test/v1".to_owned(), ..model }, &ask).url, "https://proxy.test/v1/messages");
    }

    #[test]
    fn what_it_says_is_read() {
        let usage = |tokens_in, tokens_out| Piece::Usage(Usage { tokens_in, tokens_out });
        for (data, expected) in [
            (r#"{"type":"message_start","message":{"id":"m","usage":{"input_tokens":25,"output_tokens":1}}}"#, Ok(vec![usage(25, 1)])),
            (r#"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","name":"reply","input":{}}}"#, Ok(vec![])),
            (r#"{"type":"ping"}"#, Ok(vec![])),
            (r#"{"type":"of_next_year","x":1}"#, Ok(vec![])),
            (
                r#"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a"}}"#,
                Ok(vec![Piece::Text("{\"a".to_owned())]),
            ),
            (r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"so"}}"#, Ok(vec![])),
            (
                r#"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":89}}"#,
                Ok(vec![usage(0, 89), Piece::Finished]),
            ),
            (r#"{"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{}}"#, Err(Trouble::TooLong)),
            (r#"{"type":"message_delta","delta":{"stop_reason":"refusal"}}"#, Err(Trouble::Odd)),
            (r#"{"type":"message_stop"}"#, Ok(vec![Piece::Over])),
            (r#"{"type":"error","error":{"type":"overloaded_error","message":"x"}}"#, Err(Trouble::Broken { status: 529 })),
            (r#"{"type":"error","error":{"type":"rate_limit_error"}}"#, Err(Trouble::TooMany { seconds: 0 })),
            ("{}", Err(Trouble::Unreadable)),
            ("<html>", Err(Trouble::Unreadable)),
        ] {
            assert_eq!(read(data), expected, "{data}");
        }
    }
}
