//! The one outbound HTTP client. It connects only to addresses that it has checked itself, each hop anew.

use super::address::is_public;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use reqwest::{
    Client, Response, Url,
    header::{HeaderMap, HeaderName, HeaderValue, LOCATION},
    redirect::Policy,
};
use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

/// Redirects are followed by hand, so many at most.
const MOST_HOPS: usize = 5;
const CONNECT: Duration = Duration::from_secs(5);
/// Who is told something answers within this.
const LONGEST_POST: Duration = Duration::from_secs(15);
/// The longest silence while bytes are due.
const SILENCE: Duration = Duration::from_secs(20);

/// Fetches from strangers. Private addresses are refused unless the owner allows them.
#[derive(Debug, Clone, Default)]
pub struct Outbound {
    allowed: Vec<IpNet>,
}

/// Why a request wasn't made or didn't succeed.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("{0} is no address that can be fetched: give one that starts with http:// or https://")]
    Address(String),
    #[error("{0} is a private address; allow it in the settings if it is yours")]
    Private(String),
    #[error("{0} has to be reached by https://")]
    Plain(String),
    #[error("{0} can't be found")]
    Unknown(String),
    #[error("too many redirects")]
    Loop,
    #[error("it answered {0}")]
    Status(u16),
    #[error("it didn't answer in time")]
    Late,
    #[error("it can't be reached: {0}")]
    Unreached(#[from] reqwest::Error),
}

impl Outbound {
    /// A client that reaches every network: for addresses that whoever runs Baton gave, never for an owner's.
    pub fn everywhere() -> Self {
        Self { allowed: vec![IpNet::from(Ipv4Net::default()), IpNet::from(Ipv6Net::default())] }
    }

    /// A client that may also reach these networks.
    pub const fn allowing(allowed: Vec<IpNet>) -> Self {
        Self { allowed }
    }

    /// The answer to a GET of `url`, after redirects; its body is still to be read.
    ///
    /// # Errors
    /// [`Refused`], before any connection where the address is private.
    pub async fn get(&self, url: &str) -> Result<Response, Refused> {
        self.get_with(url, None).await
    }

    /// The same with a header that proves who asks. It is told to the server of `url` alone, not to where that redirects.
    ///
    /// # Errors
    /// [`Refused`], before any connection where the address is private.
    pub async fn get_with(&self, url: &str, proof: Option<&(HeaderName, HeaderValue)>) -> Result<Response, Refused> {
        let mut url = Url::parse(url).map_err(|_| Refused::Address(url.to_owned()))?;
        let first = url.origin();
        for _ in 0..MOST_HOPS {
            let answer = self.hop(&url, proof.filter(|_| url.origin() == first)).await?;
            let next = answer.headers().get(LOCATION).and_then(|it| it.to_str().ok()).filter(|_| answer.status().is_redirection());
            match next {
                Some(next) => url = url.join(next).map_err(|_| Refused::Address(next.to_owned()))?,
                None if answer.status().is_success() => return Ok(answer),
                None => return Err(Refused::Status(answer.status().as_u16())),
            }
        }
        Err(Refused::Loop)
    }

    /// The status of the answer to a POST of `body`; redirects aren't followed. Only `https`, except to networks that are allowed.
    ///
    /// # Errors
    /// [`Refused`], before any connection where the address is private or the way to it isn't encrypted.
    pub async fn post(&self, url: &str, headers: HeaderMap, body: Vec<u8>) -> Result<u16, Refused> {
        let told = self.post_open(url, headers, body);
        let answer = tokio::time::timeout(LONGEST_POST, told).await.map_err(|_| Refused::Late)??;
        Ok(answer.status().as_u16())
    }

    /// The answer to a POST of `body`, whatever its status; its body is still to be read. Redirects aren't followed. Only
    /// `https`, except to networks that are allowed. It may take its time: whoever asks knows how long is too long.
    ///
    /// # Errors
    /// [`Refused`], before any connection where the address is private or the way to it isn't encrypted.
    pub async fn post_open(&self, url: &str, headers: HeaderMap, body: Vec<u8>) -> Result<Response, Refused> {
        let url = Url::parse(url).map_err(|_| Refused::Address(url.to_owned()))?;
        let (host, found) = self.found(&url).await?;
        if url.scheme() != "https" && !found.iter().all(|address| self.is_allowed(address.ip())) {
            return Err(Refused::Plain(host));
        }
        Ok(client(&host, &found)?.post(url).headers(headers).body(body).send().await?)
    }

    /// One request, to an address that was checked and is then the one that is connected to.
    async fn hop(&self, url: &Url, proof: Option<&(HeaderName, HeaderValue)>) -> Result<Response, Refused> {
        let (host, found) = self.found(url).await?;
        let request = client(&host, &found)?.get(url.clone());
        let request = match proof {
            Some((name, value)) => request.header(name, value),
            None => request,
        };
        Ok(request.send().await?)
    }

    /// The host of `url` and its addresses, where we may connect to all of them.
    pub(super) async fn found(&self, url: &Url) -> Result<(String, Vec<SocketAddr>), Refused> {
        let host = url.host_str().filter(|_| matches!(url.scheme(), "http" | "https")).ok_or_else(|| Refused::Address(url.to_string()))?;
        let port = url.port_or_known_default().unwrap_or(443);
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let found: Vec<SocketAddr> = tokio::net::lookup_host((bare, port)).await.map_err(|_| Refused::Unknown(host.to_owned()))?.collect();
        if found.is_empty() {
            return Err(Refused::Unknown(host.to_owned()));
        }
        if let Some(private) = found.iter().find(|address| !self.may_reach(address.ip())) {
            return Err(Refused::Private(private.ip().to_string()));
        }
        Ok((bare.to_owned(), found))
    }

    fn may_reach(&self, address: IpAddr) -> bool {
        is_public(address) || self.is_allowed(address)
    }

    fn is_allowed(&self, address: IpAddr) -> bool {
        self.allowed.iter().any(|net| net.contains(&address))
    }
}

/// A client that knows `host` by these addresses only, so that a second look-up can't change where it goes.
#[expect(clippy::disallowed_methods, reason = "the one place that makes a client")]
pub(super) fn client(host: &str, addresses: &[SocketAddr]) -> Result<Client, reqwest::Error> {
    // Installed by whoever is first; a second time changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
        .resolve_to_addrs(host, addresses)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, http::StatusCode, response::Redirect, routing::get};

    /// A server of this machine, which stands for the internet and for what hides behind it.
    async fn peer() -> String {
        let routes = Router::new()
            .route("/file", get(|| async { "content" }).post(|body: String| async move { (StatusCode::CREATED, body) }))
            .route("/to-file", get(|| async { Redirect::temporary("/file") }))
            .route("/loop", get(|| async { Redirect::temporary("/loop") }))
            .route("/to-metadata", get(|| async { Redirect::temporary("http://169.254.169.254/latest") }));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let address = listener.local_addr().expect("has one");
        tokio::spawn(async move { axum::serve(listener, routes).await });
        format!("http://{address}")
    }

    fn outbound() -> Outbound {
        Outbound::allowing(vec!["127.0.0.0/8".parse().expect("a network")])
    }

    #[tokio::test]
    async fn an_allowed_place_is_reached_and_its_redirects_followed() {
        let peer = peer().await;
        let answer = outbound().get(&format!("{peer}/to-file")).await.expect("reached");
        assert_eq!(answer.text().await.expect("read"), "content");
    }

    #[tokio::test]
    async fn private_addresses_are_refused_at_every_hop() {
        let peer = peer().await;
        for url in
            [peer.as_str(), "http://127.0.0.1:9/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f.1/"]
        {
            assert!(matches!(Outbound::default().get(url).await, Err(Refused::Private(_))), "{url}");
        }
        assert!(matches!(outbound().get(&format!("{peer}/to-metadata")).await, Err(Refused::Private(_))));
    }

    #[tokio::test]
    async fn a_stranger_is_told_something_over_https_alone() {
        let peer = peer().await;
        let post = async |outbound: Outbound, url: &str| outbound.post(url, HeaderMap::new(), b"hi".to_vec()).await;
        assert_eq!(post(outbound(), &format!("{peer}/file")).await.expect("reached"), 201);
        assert_eq!(post(outbound(), &format!("{peer}/to-metadata")).await.expect("is not followed"), 405);
        assert!(matches!(post(Outbound::default(), &format!("{peer}/file")).await, Err(Refused::Private(_))));
        assert!(matches!(post(outbound(), "http://1.1.1.1/").await, Err(Refused::Plain(_))));
        assert!(matches!(post(outbound(), "file:///etc/passwd").await, Err(Refused::Address(_))));
    }

    #[tokio::test]
    async fn what_is_no_web_address_or_never_ends_is_refused() {
        let peer = peer().await;
        for url in ["file:///etc/passwd", "gopher://x", "nonsense", ""] {
            assert!(matches!(outbound().get(url).await, Err(Refused::Address(_))), "{url}");
        }
        assert!(matches!(outbound().get(&format!("{peer}/loop")).await, Err(Refused::Loop)));
        assert!(matches!(outbound().get(&format!("{peer}/none")).await, Err(Refused::Status(404))));
    }
}
