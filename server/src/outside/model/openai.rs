//! What is said to servers of the OpenAI kind (`POST /chat/completions`), and what they say. Pure.

use super::{Ask, Model, Piece, Request, Usage};
use app::domain::model::Trouble;
use serde::Deserialize;
use serde_json::{Value, json};

/// The host that takes `max_completion_tokens` alone, and no temperature for some of its models.
const ITSELF: &str = "https://api.openai.com/";

/// A schema is what it usually takes; where it was refused, plain JSON is asked for.
pub(super) fn request(model: &Model, ask: &Ask, with_schema: bool) -> Request {
    let form = match with_schema {
        true => json!({ "type": "json_schema", "json_schema": { "name": "reply", "strict": true, "schema": ask.form } }),
        false => json!({ "type": "json_object" }),
    };
    let mut body = json!({
        "model": model.name,
        "messages": [{ "role": "system", "content": ask.system }, { "role": "user", "content": ask.user }],
        "response_format": form,
        "stream": true,
        "stream_options": { "include_usage": true },
    });
    if model.url.starts_with(ITSELF) {
        body["max_completion_tokens"] = json!(ask.most_tokens);
    } else {
        body["max_tokens"] = json!(ask.most_tokens);
        body["temperature"] = json!(0);
    }
    let headers = model.key.iter().map(|key| ("authorization", format!("Bearer {key}"))).collect();
    Request { url: address(&model.url), headers, body }
}

/// Where chats are completed: of `https://x.test` it is `/v1/chat/completions`, of `https://x.test/v1` the same.
fn address(url: &str) -> String {
    let has_path = url.split_once("://").is_some_and(|(_, rest)| rest.contains('/'));
    match has_path {
        _ if url.ends_with("/chat/completions") => url.to_owned(),
        true => format!("{url}/chat/completions"),
        false => format!("{url}/v1/chat/completions"),
    }
}

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    choices: Vec<Choice>,
    usage: Option<Tokens>,
    error: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    delta: Option<Delta>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Delta {
    content: Option<String>,
}

#[derive(Deserialize)]
struct Tokens {
    #[serde(default)]
    prompt_tokens: u32,
    #[serde(default)]
    completion_tokens: u32,
}

pub(super) fn read(data: &str) -> Result<Vec<Piece>, Trouble> {
    if data == "[DONE]" {
        // Said without an end before it, the reply is half.
        return Ok(vec![Piece::Over]);
    }
    let chunk: Chunk = serde_json::from_str(data).map_err(|_| Trouble::Unreadable)?;
    if chunk.error.is_some() {
        return Err(Trouble::Broken { status: 500 });
    }
    let mut pieces = Vec::new();
    for choice in chunk.choices {
        pieces.extend(choice.delta.and_then(|it| it.content).map(Piece::Text));
        match choice.finish_reason.as_deref() {
            None | Some("") => {}
            Some("stop") => pieces.push(Piece::Finished),
            Some("length") => return Err(Trouble::TooLong),
            Some(_) => return Err(Trouble::Odd),
        }
    }
    pieces.extend(chunk.usage.map(|it| Piece::Usage(Usage { tokens_in: it.prompt_tokens, tokens_out: it.completion_tokens })));
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::Outbound;
    use app::domain::model::Provider;

    fn model(url: &str, key: Option<&str>) -> Model {
        let key = key.map(str::to_owned);
        Model { provider: Provider::OpenAi, name: "gpt".to_owned(), url: url.to_owned(), key, outbound: Outbound::default() }
    }

    fn ask() -> Ask {
        Ask { system: "be brief".to_owned(), user: "hi".to_owned(), form: json!({ "type": "object" }), most_tokens: 9 }
    }

    #[test]
    fn a_question_is_put_as_its_server_wants_it() {
        let it = request(&model("https://api.openai.com/v1", Some("k")), &ask(), true);
        assert_eq!(
            (it.url.as_str(), it.headers),
            ("https://api.openai.com/v1/chat/completions", vec![("authorization", "Bearer k".into())])
        );
        assert_eq!((it.body["max_completion_tokens"].as_u64(), it.body["stream"].as_bool()), (Some(9), Some(true)));
        assert_eq!(it.body["response_format"]["json_schema"]["strict"], true);
        assert_eq!(it.body["messages"][1]["content"], "hi");
        let other = request(&model("http://127.0.0.1:8000", None), &ask(), false);
        assert_eq!((other.url.as_str(), other.headers.len()), ("http://127.0.0.1:8000/v1/chat/completions", 0));
        assert_eq!((other.body["max_tokens"].as_u64(), other.body["temperature"].as_u64()), (Some(9), Some(0)));
        assert_eq!(other.body["response_format"], json!({ "type": "json_object" }));
        assert_eq!(address("https://x.test/chat/completions"), "https://x.test/chat/completions");
    }

    #[test]
    fn what_it_says_is_read() {
        let text = |text: &str| Piece::Text(text.to_owned());
        for (data, expected) in [
            (r#"{"choices":[{"delta":{"role":"assistant","content":""},"finish_reason":null}]}"#, Ok(vec![text("")])),
            (r#"{"choices":[{"delta":{"content":"a\u00fc"}}],"usage":null}"#, Ok(vec![text("aü")])),
            (r#"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#, Ok(vec![Piece::Finished])),
            (
                r#"{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}"#,
                Ok(vec![Piece::Usage(Usage { tokens_in: 5, tokens_out: 2 })]),
            ),
            ("[DONE]", Ok(vec![Piece::Over])),
            (r#"{"choices":[{"delta":{"tool_calls":[{"id":"x"}]}}]}"#, Ok(vec![])),
            (r#"{"choices":[{"delta":{},"finish_reason":"tool_calls"}]}"#, Err(Trouble::Odd)),
            (r#"{"choices":[{"delta":{},"finish_reason":"length"}]}"#, Err(Trouble::TooLong)),
            (r#"{"error":{"message":"overloaded"}}"#, Err(Trouble::Broken { status: 500 })),
            ("{\"choices\":", Err(Trouble::Unreadable)),
            ("\"hello\"", Err(Trouble::Unreadable)),
        ] {
            assert_eq!(read(data), expected, "{data}");
        }
    }
}
