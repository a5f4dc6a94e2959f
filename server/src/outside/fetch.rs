//! Pages of the web, one request at a time: only what has changed, never more than we asked for.

use super::client::{Outbound, Refused, client};
use crate::quiet::quietly;
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use reqwest::{
    Client, Response, Url,
    header::{
        ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
        LOCATION, RETRY_AFTER, USER_AGENT,
    },
};
use std::{collections::HashMap, io::Read, time::Duration};

/// Who we say we are.
const WHO: &str = concat!("BatonBot/", env!("CARGO_PKG_VERSION"), " (reads the help pages of its owner)");
/// What we can read, the best first.
const WHAT: &str = "text/html,application/xhtml+xml,text/markdown,text/plain;q=0.8,application/pdf;q=0.7,*/*;q=0.5";

/// In which a page says what its `<meta name="robots">` may say as well.
const ROBOTS: &str = "x-robots-tag";

/// What is asked of a page.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ask<'a> {
    /// What the server said of the version that we have.
    pub etag: &'a str,
    pub modified: &'a str,
    /// So many bytes at most, before and after unpacking.
    pub most: u64,
}

/// An answer; a redirect is one too.
#[derive(Debug, Clone, Default)]
pub struct Got {
    pub status: u16,
    /// The content type.
    pub kind: String,
    pub etag: String,
    pub modified: String,
    pub location: Option<String>,
    /// Seconds after which to come again.
    pub retry_after: Option<u64>,
    /// What it says to robots, each `X-Robots-Tag` by itself.
    pub robots: Vec<String>,
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Missed {
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("it takes too long")]
    Slow,
    #[error("it is larger than {0} bytes")]
    TooLarge(u64),
    #[error("it is packed in a way that can't be read: {0}")]
    Packed(String),
}

/// Fetches pages, each host's over the same connection.
#[derive(Debug)]
pub struct Fetcher {
    outbound: Outbound,
    /// An answer is whole within this.
    longest: Duration,
    hosts: HashMap<String, Client>,
}

impl Fetcher {
    pub fn new(outbound: Outbound, longest: Duration) -> Self {
        Self { outbound, longest, hosts: HashMap::new() }
    }

    /// The answer to a GET of `url`; redirects aren't followed.
    ///
    /// # Errors
    /// [`Missed`], before any connection where the address is private.
    pub async fn get(&mut self, url: &str, ask: Ask<'_>) -> Result<Got, Missed> {
        let url = Url::parse(url).map_err(|_| Refused::Address(url.to_owned()))?;
        let longest = self.longest;
        let asked = async { get(&self.client(&url).await?, url.clone(), ask).await };
        let (got, packing) = tokio::time::timeout(longest, asked).await.map_err(|_| Missed::Slow)??;
        Ok(Got { body: unpacked(packing, got.body, ask.most).await?, ..got })
    }

    /// The client of a host: its addresses are looked up and checked once, and it connects to no others.
    async fn client(&mut self, url: &Url) -> Result<Client, Refused> {
        let place = url.origin().ascii_serialization();
        if let Some(known) = self.hosts.get(&place) {
            return Ok(known.clone());
        }
        let (host, found) = self.outbound.found(url).await?;
        let made = client(&host, &found)?;
        self.hosts.insert(place, made.clone());
        Ok(made)
    }
}

/// The answer as it came, and how its body is packed.
async fn get(client: &Client, url: Url, ask: Ask<'_>) -> Result<(Got, String), Missed> {
    let mut request = client.get(url).header(USER_AGENT, WHO).header(ACCEPT, WHAT).header(ACCEPT_ENCODING, "gzip");
    for (name, value) in [(IF_NONE_MATCH, ask.etag), (IF_MODIFIED_SINCE, ask.modified)] {
        if !value.is_empty() {
            request = request.header(name, value);
        }
    }
    let answer = request.send().await.map_err(Refused::from)?;
    let text = |name: HeaderName| answer.headers().get(name).and_then(|it| it.to_str().ok()).unwrap_or_default().trim().to_owned();
    let status = answer.status();
    let mut got = Got {
        status: status.as_u16(),
        kind: text(CONTENT_TYPE),
        etag: text(ETAG),
        modified: text(LAST_MODIFIED),
        location: Some(text(LOCATION)).filter(|it| !it.is_empty() && status.is_redirection()),
        retry_after: text(RETRY_AFTER).parse().ok(),
        robots: answer.headers().get_all(ROBOTS).iter().filter_map(|it| it.to_str().ok()).map(str::to_owned).collect(),
        body: Vec::new(),
    };
    if !status.is_success() {
        return Ok((got, String::new()));
    }
    let packing = text(CONTENT_ENCODING).to_ascii_lowercase();
    got.body = read(answer, ask.most).await?;
    Ok((got, packing))
}

/// The body, given up as soon as it is too large: at once where it says so.
async fn read(mut answer: Response, most: u64) -> Result<Vec<u8>, Missed> {
    if answer.content_length().is_some_and(|length| length > most) {
        return Err(Missed::TooLarge(most));
    }
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(Refused::from)? {
        if (body.len() + piece.len()) as u64 > most {
            return Err(Missed::TooLarge(most));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// The body as it was before it was packed; a bomb is given up when it is larger than we want.
async fn unpacked(packing: String, body: Vec<u8>, most: u64) -> Result<Vec<u8>, Missed> {
    match packing.as_str() {
        "" | "identity" => Ok(body),
        "gzip" | "x-gzip" => inflated(body, most).await,
        "deflate" => off_thread(move || limited(ZlibDecoder::new(body.as_slice()), most)).await,
        _ => Err(Missed::Packed(packing)),
    }
}

/// What a gzip holds, at most so many bytes.
///
/// # Errors
/// [`Missed`] where it is larger, or broken.
pub async fn inflated(body: Vec<u8>, most: u64) -> Result<Vec<u8>, Missed> {
    off_thread(move || limited(MultiGzDecoder::new(body.as_slice()), most)).await
}

async fn off_thread(work: impl FnOnce() -> Result<Vec<u8>, Missed> + Send + 'static) -> Result<Vec<u8>, Missed> {
    quietly(work).await.unwrap_or_else(|| Err(Missed::Packed("broken".to_owned())))
}

fn limited(reader: impl Read, most: u64) -> Result<Vec<u8>, Missed> {
    let mut body = Vec::new();
    reader.take(most + 1).read_to_end(&mut body).map_err(|error| Missed::Packed(error.to_string()))?;
    if body.len() as u64 > most { Err(Missed::TooLarge(most)) } else { Ok(body) }
}
