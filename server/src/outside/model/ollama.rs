//! What is said to Ollama (`POST /api/chat`), and what it says: one JSON a line. Pure.

use super::{Ask, Model, Piece, Request, Usage};
use app::domain::model::Trouble;
use serde::Deserialize;
use serde_json::json;

/// Its window is 4,096 tokens as it comes, and what lies beyond is dropped without a word: too few for ten passages.
const WINDOW: u32 = 8_192;

pub(super) fn request(model: &Model, ask: &Ask) -> Request {
    let body = json!({
        "model": model.name,
        "messages": [{ "role": "system", "content": ask.system }, { "role": "user", "content": ask.user }],
        "format": ask.form,
        "stream": true,
        "options": { "temperature": 0, "num_predict": ask.most_tokens, "num_ctx": WINDOW },
    });
    let headers = model.key.iter().map(|key| ("authorization", format!("Bearer {key}"))).collect();
    Request { url: format!("{}/api/chat", model.url.trim_end_matches("/api")), headers, body }
}

#[derive(Deserialize)]
struct Line {
    message: Option<Message>,
    #[serde(default)]
    done: bool,
    done_reason: Option<String>,
    #[serde(default)]
    prompt_eval_count: u32,
    #[serde(default)]
    eval_count: u32,
    error: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    content: String,
}

pub(super) fn read(line: &str) -> Result<Vec<Piece>, Trouble> {
    let line: Line = serde_json::from_str(line).map_err(|_| Trouble::Unreadable)?;
    if line.error.is_some() {
        return Err(Trouble::Broken { status: 500 });
    }
    if line.message.is_none() && !line.done {
        return Err(Trouble::Unreadable);
    }
    let mut pieces: Vec<Piece> = line.message.map(|it| Piece::Text(it.content)).into_iter().collect();
    if line.done {
        match line.done_reason.as_deref() {
            None | Some("stop") => {}
            Some("length") => return Err(Trouble::TooLong),
            Some(_) => return Err(Trouble::Odd),
        }
        pieces.push(Piece::Usage(Usage { tokens_in: line.prompt_eval_count, tokens_out: line.eval_count }));
        pieces.extend([Piece::Finished, Piece::Over]);
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::Outbound;
    use app::domain::model::Provider;

    #[test]
    fn a_question_is_put_with_its_form_and_a_window_that_holds_it() {
        let model = Model {
            provider: Provider::Ollama,
            name: "llama3.2:3b".to_owned(),
            url: "http://127.0.0.1:11434".to_owned(),
            key: None,
            outbound: Outbound::default(),
        };
        let ask = Ask { system: "be brief".to_owned(), user: "hi".to_owned(), form: json!({ "type": "object" }), most_tokens: 9 };
        let it = request(&model, &ask);
        assert_eq!((it.url.as_str(), it.headers.len()), ("http://127.0.0.1:11434/api/chat", 0));
        assert_eq!((it.body["format"]["type"].as_str(), it.body["options"]["num_ctx"].as_u64()), (Some("object"), Some(u64::from(WINDOW))));
    }

    #[test]
    fn what_it_says_is_read() {
        let text = |text: &str| Piece::Text(text.to_owned());
        for (line, expected) in [
            (r#"{"message":{"role":"assistant","content":"{\"a"},"done":false}"#, Ok(vec![text("{\"a")])),
            (
                r#"{"message":{"content":""},"done":true,"done_reason":"stop","prompt_eval_count":26,"eval_count":9}"#,
                Ok(vec![text(""), Piece::Usage(Usage { tokens_in: 26, tokens_out: 9 }), Piece::Finished, Piece::Over]),
            ),
            (r#"{"message":{"content":""},"done":true,"done_reason":"length"}"#, Err(Trouble::TooLong)),
            (r#"{"error":"model not found"}"#, Err(Trouble::Broken { status: 500 })),
            (r#"{"status":"ok"}"#, Err(Trouble::Unreadable)),
            ("<html>", Err(Trouble::Unreadable)),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }
}
