//! A mailbox of the operator's, read for answers: what nobody has seen is handed over, then marked as seen.

use super::mail::{decoded, is_here};
use anyhow::{Context, bail};
use async_imap::{Client, Session};
use futures::TryStreamExt;
use reqwest::Url;
use rustls::pki_types::ServerName;
use rustls_platform_verifier::ConfigVerifierExt;
use std::{fmt::Debug, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};

/// A server is given up on when a visit lasts this long.
const LONGEST: Duration = Duration::from_secs(120);
/// So many mails are taken at one visit.
const MOST_AT_ONCE: usize = 50;
/// Of each mail, so many bytes: as many as a mail may have.
const LOOKED_AT: usize = crate::mail::reading::LARGEST;

trait Stream: AsyncRead + AsyncWrite + Unpin + Send + Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Debug> Stream for T {}

/// Where a mailbox is, and who may read it.
#[derive(Clone)]
pub struct ImapBox {
    host: String,
    port: u16,
    has_tls: bool,
    user: String,
    password: String,
    folder: String,
}

impl Debug for ImapBox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ImapBox").field("host", &self.host).field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl ImapBox {
    /// The mailbox at `imaps://user:password@host[:port][/FOLDER]`; without TLS (`imap://`) on this machine alone.
    ///
    /// # Errors
    /// Where the address is none; never with the password.
    pub fn parse(url: &str) -> anyhow::Result<Self> {
        let shape = "give the mailbox as imaps://user:password@mail.example.com/INBOX";
        let url = Url::parse(url).ok().context(shape)?;
        let host = url.host_str().context(shape)?.trim_matches(['[', ']']).to_owned();
        let has_tls = match url.scheme() {
            "imaps" => true,
            "imap" if is_here(&host) => false,
            "imap" => bail!("a mailbox elsewhere is read over TLS: {shape}"),
            _ => bail!("{shape}"),
        };
        let folder = decoded(url.path().trim_matches('/'))?;
        Ok(Self {
            port: url.port().unwrap_or(if has_tls { 993 } else { 143 }),
            user: decoded(url.username())?,
            password: decoded(url.password().context(shape)?)?,
            folder: if folder.is_empty() { "INBOX".to_owned() } else { folder },
            host,
            has_tls,
        })
    }

    /// Hands each unseen mail to `take`, and marks as seen those that it took; how many.
    ///
    /// # Errors
    /// Where the server can't be reached, refuses, or is silent. What was marked stays marked.
    pub async fn visit<F: Future<Output = bool>>(&self, take: impl FnMut(Vec<u8>) -> F) -> anyhow::Result<usize> {
        tokio::time::timeout(LONGEST, self.take_all(take)).await.context("the mailbox's server took too long")?
    }

    async fn take_all<F: Future<Output = bool>>(&self, mut take: impl FnMut(Vec<u8>) -> F) -> anyhow::Result<usize> {
        let mut session = self.enter().await?;
        let mut uids: Vec<u32> = session.uid_search("UNSEEN").await.context("looking for unseen mails")?.into_iter().collect();
        uids.sort_unstable();
        let mut n_taken = 0;
        for uid in uids.into_iter().take(MOST_AT_ONCE) {
            let raw = fetched(&mut session, uid).await?;
            if take(raw).await {
                let marked: Vec<_> = session.uid_store(uid.to_string(), "+FLAGS.SILENT (\\Seen)").await?.try_collect().await?;
                drop(marked);
                n_taken += 1;
            }
        }
        // It is polite to leave; whether the server hears it changes nothing.
        let _ = session.logout().await;
        Ok(n_taken)
    }

    async fn enter(&self) -> anyhow::Result<Session<Box<dyn Stream>>> {
        let mut client = Client::new(self.stream().await?);
        client.read_response().await.context("waiting for the mailbox's server")?.context("the mailbox's server hung up")?;
        let entered = client.login(&self.user, &self.password).await;
        let mut session = entered.map_err(|(error, _)| error).context("signing in to the mailbox")?;
        session.select(&self.folder).await.with_context(|| format!("opening the folder {}", self.folder))?;
        Ok(session)
    }

    async fn stream(&self) -> anyhow::Result<Box<dyn Stream>> {
        let plain = TcpStream::connect((self.host.as_str(), self.port)).await.with_context(|| format!("reaching {}", self.host))?;
        if !self.has_tls {
            return Ok(Box::new(plain));
        }
        // Installed by whoever is first; a second time changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let config = rustls::ClientConfig::with_platform_verifier().context("setting up TLS for the mailbox")?;
        let name = ServerName::try_from(self.host.clone()).context("the mailbox's host has no name that TLS knows")?;
        let tls = tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, plain).await;
        Ok(Box::new(tls.with_context(|| format!("speaking TLS with {}", self.host))?))
    }
}

/// The mail of a number, as much of it as is looked at, without marking it.
async fn fetched(session: &mut Session<Box<dyn Stream>>, uid: u32) -> anyhow::Result<Vec<u8>> {
    let query = format!("(BODY.PEEK[]<0.{LOOKED_AT}>)");
    let found: Vec<_> = session.uid_fetch(uid.to_string(), query).await?.try_collect().await.context("fetching a mail")?;
    // Another program may have taken it away meanwhile: then there is nothing to read, and nothing to mark.
    Ok(found.iter().find_map(|it| it.body()).unwrap_or_default().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_elsewhere_is_read_over_tls_alone() {
        let it = ImapBox::parse("imaps://ana%40example.com:p%2Fw@mail.example.com/Support%20answers").expect("fits");
        assert_eq!(
            (it.user.as_str(), it.password.as_str(), it.folder.as_str(), it.port),
            ("ana@example.com", "p/w", "Support answers", 993)
        );
        assert_eq!(ImapBox::parse("imap://a:b@127.0.0.1:1143").expect("fits").folder, "INBOX");
        for url in ["imap://a:canary@mail.example.com", "imaps://a@mail.example.com", "http://a:canary@x", "", "imaps://"] {
            let told = format!("{:#}", ImapBox::parse(url).expect_err(url));
            assert!(told.contains("imaps://user:password@") && !told.contains("canary"), "{told}");
        }
        assert!(!format!("{:?}", ImapBox::parse("imaps://a:canary@x.test").expect("fits")).contains("canary"));
    }
}
