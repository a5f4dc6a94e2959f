//! Settings of mail: the server that takes ours, and where answers come in.

use super::given;
use crate::{
    desk::Post,
    mail::{inbound::Inbound, letter::Line},
    outside::{ImapBox, Mailer},
};
use anyhow::{Context, bail};
use app::domain::text::Email;
use clap::Args;
use std::path::PathBuf;

/// Shorter secrets are refused: whoever has it writes as visitors.
const SHORTEST_SECRET: usize = 16;

/// The settings of mail.
#[derive(Debug, Clone, Args)]
pub struct MailConfig {
    /// The server that sends mails, such as `smtp://user:password@mail.example.com:587` or `smtps://…:465`.
    /// Without one, mails are kept and listed in the app, with links to copy.
    #[arg(long, env = "BATON_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// A file that holds the address of the server that sends mails.
    #[arg(long, env = "BATON_SMTP_URL_FILE", conflicts_with = "smtp_url")]
    pub smtp_url_file: Option<PathBuf>,
    /// Who mails are from, such as `Plumvale support <support@example.com>`; by default the workspace's name and an address at the public URL.
    #[arg(long, env = "BATON_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Where answers come in: a domain whose mails all reach Baton (`reply.example.com`), or a mailbox that takes plus-addresses (`support@example.com`).
    #[arg(long, alias = "mail-inbound-domain", env = "BATON_MAIL_INBOUND")]
    pub mail_inbound: Option<String>,
    /// The secret with which a mail server posts mails to `/api/mail/inbound`, 16 characters or more.
    #[arg(long, env = "BATON_MAIL_INBOUND_SECRET", hide_env_values = true)]
    pub mail_inbound_secret: Option<String>,
    /// A file that holds that secret.
    #[arg(long, env = "BATON_MAIL_INBOUND_SECRET_FILE", conflicts_with = "mail_inbound_secret")]
    pub mail_inbound_secret_file: Option<PathBuf>,
    /// A mailbox of Baton's own that is read for answers, such as `imaps://user:password@mail.example.com/INBOX`. What was read is marked as seen.
    #[arg(long, env = "BATON_IMAP_URL", hide_env_values = true)]
    pub imap_url: Option<String>,
    /// A file that holds the mailbox's address.
    #[arg(long, env = "BATON_IMAP_URL_FILE", conflicts_with = "imap_url")]
    pub imap_url_file: Option<PathBuf>,
    /// Seconds until a reply that wasn't read in the widget goes out by mail; replies within that time are one mail.
    #[arg(long, env = "BATON_MAIL_DELAY", default_value = "60")]
    pub mail_delay: u32,
}

impl MailConfig {
    /// What the desk needs of it, for browsers that find us at `public_url`.
    ///
    /// # Errors
    /// Where a setting can't be read, each with a sentence that names it.
    pub fn post(&self, public_url: &str) -> anyhow::Result<Post> {
        let host = host(public_url);
        let (from_name, from) = self.from(&host)?;
        let smtp = given(self.smtp_url.as_deref(), self.smtp_url_file.as_deref(), "the mail server's address")?;
        let mailer = smtp.map(|url| Mailer::open(&url, &host).context("BATON_SMTP_URL")).transpose()?;
        let inbound = match self.mail_inbound.as_deref() {
            Some(text) => Some(
                Inbound::parse(text)
                    .context("BATON_MAIL_INBOUND: give a domain such as reply.example.com, or a mailbox such as support@example.com")?,
            ),
            None => None,
        };
        let inbound_secret = self.inbound_secret()?.map(|secret| crate::secret::hash_of(&secret));
        Ok(Post {
            mailer,
            from_name,
            from,
            inbound,
            inbound_secret,
            delay_ms: i64::from(self.mail_delay) * 1000,
            public_url: public_url.to_owned(),
        })
    }

    /// The secret of `/api/mail/inbound`; nothing where mails can't be posted.
    fn inbound_secret(&self) -> anyhow::Result<Option<String>> {
        let secret = given(self.mail_inbound_secret.as_deref(), self.mail_inbound_secret_file.as_deref(), "the secret of inbound mail")?;
        if secret.as_ref().is_some_and(|it| it.len() < SHORTEST_SECRET) {
            bail!("BATON_MAIL_INBOUND_SECRET: give at least {SHORTEST_SECRET} characters, such as from `openssl rand -base64 24`");
        }
        Ok(secret)
    }

    /// The mailbox that is read for answers.
    ///
    /// # Errors
    /// Where its address is none.
    pub fn imap(&self) -> anyhow::Result<Option<ImapBox>> {
        let url = given(self.imap_url.as_deref(), self.imap_url_file.as_deref(), "the mailbox's address")?;
        url.map(|url| ImapBox::parse(&url).context("BATON_IMAP_URL")).transpose()
    }

    fn from(&self, host: &str) -> anyhow::Result<(Option<String>, Email)> {
        let text = self.mail_from.clone().unwrap_or_else(|| format!("baton@{host}"));
        let (name, address) = match text.trim().strip_suffix('>').and_then(|text| text.split_once('<')) {
            Some((name, address)) => (Line::new(name.trim().trim_matches('"')), address),
            None => (Line::new(""), text.trim()),
        };
        let address = Email::parse(address).ok().context("BATON_MAIL_FROM: give an address such as Support <support@example.com>")?;
        Ok((Some(String::from(name)).filter(|name| !name.is_empty()), address))
    }
}

/// The host of a URL, without its port.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = if authority.starts_with('[') { "localhost" } else { authority.split(':').next().unwrap_or_default() };
    // An address of numbers is no host for mail.
    if host.is_empty() || host.parse::<std::net::IpAddr>().is_ok() { "localhost".to_owned() } else { host.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        mail: MailConfig,
    }

    fn config(args: &[&str]) -> MailConfig {
        Cli::parse_from(std::iter::once(&"baton").chain(args)).mail
    }

    fn from(args: &[&str]) -> (Option<String>, String) {
        let post = config(args).post("https://chat.example.com:8443/x").expect("fits");
        (post.from_name, post.from.as_str().to_owned())
    }

    #[test]
    fn mails_are_from_a_name_and_an_address() {
        assert_eq!(from(&[]), (None, "baton@chat.example.com".to_owned()));
        assert_eq!(from(&["--mail-from", "support@example.com"]), (None, "support@example.com".to_owned()));
        assert_eq!(
            from(&["--mail-from", "\"Plumvale\" <support@example.com>"]),
            (Some("Plumvale".to_owned()), "support@example.com".to_owned())
        );
        assert!(config(&["--mail-from", "nobody"]).post("http://x").is_err());
        assert_eq!(host("http://127.0.0.1:8300"), "localhost");
    }

    #[test]
    fn a_wrong_setting_is_named_and_its_secret_is_not() {
        for args in [["--smtp-url", "http://user:canary@x"], ["--mail-inbound", "no domain"]] {
            let told = format!("{:#}", config(&args).post("http://x").expect_err("is wrong"));
            assert!(told.contains("BATON_") && !told.contains("canary"), "{told}");
        }
        let told = format!("{:#}", config(&["--imap-url", "imap://user:canary@mail.example.com"]).imap().expect_err("is wrong"));
        assert!(told.contains("BATON_IMAP_URL") && !told.contains("canary"), "{told}");
        assert!(config(&["--mail-inbound-secret", "short"]).inbound_secret().is_err());
        assert_eq!(config(&[]).inbound_secret().expect("reads"), None);
    }
}
