//! What server and inbox say to each other, as JSON: the codecs of server functions and of what a page was drawn from.

use crate::{
    read::{Read, read},
    write::{Unwritable, write},
};
use leptos::server::codee::{Decoder, Encoder};
use serde::{Serialize, de::DeserializeOwned};
use server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post};
use std::{fmt, str::from_utf8};

/// What the browser asks: the codec of a server function's arguments.
pub type Asked = Post<Question>;
/// What the server answers: the codec of a server function's result.
pub type Told = Post<Answer>;

/// JSON from the browser, which writes it by [`write`], to the server, which reads it by serde.
#[derive(Debug, Clone, Copy)]
pub struct Question;

/// JSON from the server to the browser, which reads it by [`Read`].
#[derive(Debug, Clone, Copy)]
pub struct Answer;

/// It isn't what was expected: most likely the server is newer than the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unexpected answer")
    }
}

impl ContentType for Question {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Question {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Question {
    type Error = Unwritable;

    fn encode(value: &T) -> Result<Bytes, Unwritable> {
        write(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Question {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&bytes)
    }
}

impl ContentType for Answer {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Answer {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Answer {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, serde_json::Error> {
        serde_json::to_vec(value).map(Bytes::from)
    }
}

impl<T: Read> Decodes<T> for Answer {
    type Error = Unreadable;

    fn decode(bytes: Bytes) -> Result<T, Unreadable> {
        from_utf8(&bytes).ok().and_then(read).ok_or(Unreadable)
    }
}

impl<T: Serialize> Encoder<T> for Answer {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: Read> Decoder<T> for Answer {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Unreadable> {
        read(text).ok_or(Unreadable)
    }
}
