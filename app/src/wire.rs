//! What server and inbox say to each other, as JSON: the protocol of server functions, and the codec of what a page was
//! drawn from.

#[cfg(feature = "hydrate")]
#[path = "wire/here.rs"]
mod net;
#[cfg(not(feature = "hydrate"))]
#[path = "wire/there.rs"]
mod net;

use crate::{
    domain::fault::Fault,
    read::{Read, read},
    write::{Unwritable, write},
};
use http::Method;
use leptos::server::codee::{Decoder, Encoder};
use serde::{Serialize, de::DeserializeOwned};
use server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, Http, Protocol, client, codec::Post, server};
use std::{fmt, str::from_utf8};

/// How a server function is asked: `#[server(…, protocol = crate::wire::Wire)]`.
///
/// It is server_fn's `Http`, but what the browser does for it is the same code for all functions: `Http` writes out fetching
/// and all that may come of it for each.
#[derive(Debug, Clone, Copy)]
pub struct Wire;

impl<Input, Output, Client, Server> Protocol<Input, Output, Client, Server, Fault> for Wire
where
    Input: Serialize + DeserializeOwned + Send,
    Output: Serialize + Read + Send,
    Client: client::Client<Fault>,
    Server: server::Server<Fault>,
    Server::Request: 'static,
{
    const METHOD: Method = Method::POST;

    async fn run_server<F, Fut>(request: Server::Request, run: F) -> Result<Server::Response, Fault>
    where
        F: Fn(Input) -> Fut + Send,
        Fut: Future<Output = Result<Output, Fault>> + Send,
    {
        <Http<Post<Question>, Post<Answer>> as Protocol<Input, Output, Client, Server, Fault>>::run_server(request, run).await
    }

    async fn run_client(path: &str, input: Input) -> Result<Output, Fault> {
        let question = write(&input).map_err(|why| Fault::Broken { id: why.to_string() })?;
        let answer = net::ask(path.to_owned(), question).await?;
        read(&answer).ok_or_else(unreadable)
    }
}

/// Most likely the server is newer than the page.
fn unreadable() -> Fault {
    Fault::Broken { id: Unreadable.to_string() }
}

/// JSON from the browser, which writes it by [`write`], to the server, which reads it by serde.
#[derive(Debug, Clone, Copy)]
pub struct Question;

/// JSON from the server to the browser, which reads it by [`Read`].
#[derive(Debug, Clone, Copy)]
pub struct Answer;

/// It isn't what was expected.
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
