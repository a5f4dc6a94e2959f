//! The one way out for mail: SMTP, to the server that the operator named. That host is trusted; no visitor chooses it.

use crate::mail::{letter::Letter, letters::MARK, reading::is_message_id};
use anyhow::{Context, bail};
use app::domain::{file::File, time::Timestamp};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Attachment, Mailbox, MultiPart,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
        extension::ClientId,
    },
};
use reqwest::Url;
use serde::{Deserialize, Serialize};
use std::{
    net::IpAddr,
    time::{Duration, UNIX_EPOCH},
};

/// A server is given up on when it is silent for this long.
const SILENCE: Duration = Duration::from_secs(20);
/// A mail that isn't out by then is tried again later. Servers that scan mails take their time.
const LONGEST: Duration = Duration::from_secs(80);
/// Of what a server says, this much is kept.
const LONGEST_REASON: usize = 300;

/// A mail with its envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    pub from_name: String,
    pub from: String,
    pub to: String,
    /// Where answers go, where that isn't `from`.
    pub reply_to: Option<String>,
    /// The same each time that it is tried: a mailbox that got it twice shows it once.
    pub message_id: String,
    /// Earlier mails of the thread, oldest first.
    pub thread: Vec<String>,
    /// Whether no person wrote it: robots don't answer it then.
    pub is_automatic: bool,
    /// Where a mail program's "unsubscribe" goes.
    pub stop_link: Option<String>,
    pub date: Timestamp,
    pub letter: Letter,
    /// What goes along; its bytes are fetched when it is sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
}

/// The bytes of what goes along, each with what is known of it.
pub type Bytes = Vec<(File, Vec<u8>)>;

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sending {
    /// The server has it.
    Sent,
    /// Not now; why.
    Later(String),
    /// Not ever; why.
    Never(String),
}

/// Sends mails to one server.
pub struct Mailer {
    smtp: AsyncSmtpTransport<Tokio1Executor>,
    host: String,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What it holds besides is a password.
        f.debug_struct("Mailer").field("host", &self.host).finish_non_exhaustive()
    }
}

impl Mailer {
    /// A mailer for `smtp://[user:password@]host[:port]` (TLS where the server offers it, and always where a password is
    /// sent; none on this machine; `?tls=required` or `?tls=none` say otherwise) or `smtps://…`. It greets as `hello`.
    ///
    /// # Errors
    /// Where the address is none, with what is wrong with it; never with the password.
    pub fn open(url: &str, hello: &str) -> anyhow::Result<Self> {
        // Installed by whoever is first; a second time changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let shape = "give the mail server as smtp://user:password@host:587 or smtps://user:password@host:465";
        let url = Url::parse(url).ok().with_context(|| shape)?;
        let host = url.host_str().with_context(|| shape)?.trim_matches(['[', ']']).to_owned();
        let implicit = match url.scheme() {
            "smtp" => false,
            "smtps" => true,
            _ => bail!("{shape}"),
        };
        let wish = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
        let tls = || TlsParameters::new(host.clone()).context("setting up TLS for mail");
        let (tls, usual) = match (implicit, wish.as_deref()) {
            (true, None | Some("required")) => (Tls::Wrapper(tls()?), 465),
            (false, Some("required")) => (Tls::Required(tls()?), 587),
            (false, Some("none")) => (Tls::None, 25),
            (false, None) if is_here(&host) => (Tls::None, 25),
            (false, None) if url.password().is_some() => (Tls::Required(tls()?), 587),
            (false, None) => (Tls::Opportunistic(tls()?), 25),
            _ => bail!("the mail server's address may end with ?tls=required or ?tls=none, the latter with smtp:// alone"),
        };
        let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&host).tls(tls).timeout(Some(SILENCE));
        let builder = builder.port(url.port().unwrap_or(usual)).hello_name(ClientId::Domain(hello.to_owned()));
        let builder = match url.password() {
            Some(password) => builder.credentials(Credentials::new(decoded(url.username())?, decoded(password)?)),
            None => builder,
        };
        Ok(Self { smtp: builder.build(), host })
    }

    /// Hands a mail to the server, with what goes along.
    pub async fn send(&self, mail: &Outgoing, files: Bytes) -> Sending {
        let message = match message(mail, files) {
            Ok(message) => message,
            Err(why) => return Sending::Never(why),
        };
        match tokio::time::timeout(LONGEST, self.smtp.send(message)).await {
            Ok(Ok(_)) => Sending::Sent,
            Ok(Err(error)) if error.is_permanent() && !is_our_fault(&error) => Sending::Never(reason(&error)),
            Ok(Err(error)) => Sending::Later(reason(&error)),
            Err(_) => Sending::Later(format!("{} took too long to answer", self.host)),
        }
    }
}

/// Whether a host is this machine.
pub(super) fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// What was percent-encoded to fit into an address.
pub(super) fn decoded(text: &str) -> anyhow::Result<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        let byte = match byte {
            b'%' => match (digit(rest.next()), digit(rest.next())) {
                (Some(high), Some(low)) => u8::try_from(high * 16 + low).unwrap_or_default(),
                _ => bail!("a % in a user or password is written as %25"),
            },
            byte => byte,
        };
        bytes.push(byte);
    }
    String::from_utf8(bytes).context("a user and a password are text")
}

/// A refusal that a setting of the operator's mends, such as a wrong password (530 to 538): the mails wait for that.
fn is_our_fault(error: &lettre::transport::smtp::Error) -> bool {
    error.status().is_some_and(|code| (530..=538).contains(&u16::from(code)))
}

/// What a server said, as one line of text.
fn reason(error: &lettre::transport::smtp::Error) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(deeper) = cause {
        words = format!("{words}: {deeper}");
        cause = deeper.source();
    }
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_REASON).collect()
}

/// The mail as it travels. What could break a header isn't in it, or it isn't made.
fn message(mail: &Outgoing, files: Bytes) -> Result<Message, String> {
    let address = |text: &str| text.parse::<Address>().map_err(|_| format!("{text} is no address that mail can be sent to"));
    let mailbox = |name: &str, at: &str| Ok::<_, String>(Mailbox::new(Some(name.to_owned()).filter(|it| !it.is_empty()), address(at)?));
    let date = UNIX_EPOCH + Duration::from_millis(u64::try_from(mail.date.0).unwrap_or(0));
    let from_name = crate::mail::letter::Line::new(&mail.from_name);
    let mut it = Message::builder()
        .from(mailbox(from_name.as_str(), &mail.from)?)
        .to(mailbox("", &mail.to)?)
        .subject(mail.letter.subject.as_str())
        .date(date)
        .message_id(Some(mail.message_id.clone()));
    if let Some(reply_to) = &mail.reply_to {
        it = it.reply_to(mailbox(from_name.as_str(), reply_to)?);
    }
    let thread: Vec<&str> = mail.thread.iter().map(String::as_str).filter(|id| is_message_id(id)).collect();
    if let Some(last) = thread.last() {
        it = it.in_reply_to((*last).to_owned()).references(thread.join(" "));
    }
    for (name, value) in marks(mail) {
        it = it.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
    }
    let letter = MultiPart::alternative_plain_html(mail.letter.text(), mail.letter.html());
    let body = match files.is_empty() {
        true => letter,
        false => {
            files.into_iter().fold(MultiPart::mixed().multipart(letter), |body, (file, bytes)| body.singlepart(attachment(file, bytes)))
        }
    };
    it.multipart(body).map_err(|error| format!("the mail could not be made: {error}"))
}

fn attachment(file: File, bytes: Vec<u8>) -> lettre::message::SinglePart {
    // A type that mail doesn't know, or that a mail program might draw, is just bytes.
    let is_drawn = file.media.starts_with("text/html") || file.media.starts_with("message/") || file.media.starts_with("multipart/");
    let kind = ContentType::parse(&file.media).ok().filter(|_| !is_drawn);
    let kind = kind.or_else(|| ContentType::parse("application/octet-stream").ok()).unwrap_or(ContentType::TEXT_PLAIN);
    Attachment::new(file.name).body(bytes, kind)
}

/// Headers for robots: ours, and what they shouldn't answer.
fn marks(mail: &Outgoing) -> Vec<(&'static str, String)> {
    let mut marks = vec![(MARK, "1".to_owned()), ("X-Auto-Response-Suppress", "OOF, AutoReply".to_owned())];
    if mail.is_automatic {
        marks.push(("Auto-Submitted", "auto-generated".to_owned()));
    }
    if let Some(link) = &mail.stop_link {
        marks.push(("List-Unsubscribe", format!("<{link}>")));
        marks.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::letters::{Frame, Language};
    use mail_parser::MessageParser;

    fn notice(workspace: &str) -> Letter {
        Frame { workspace, language: Language::English, link: "https://chat.test/mail/token", takes_answers: true }.notice()
    }

    fn outgoing() -> Outgoing {
        Outgoing {
            from_name: "Plumvale".to_owned(),
            from: "support@plumvale.test".to_owned(),
            to: "ana@example.com".to_owned(),
            reply_to: Some("reply+abc@reply.test".to_owned()),
            message_id: "<01abc@plumvale.test>".to_owned(),
            thread: vec!["<1@x.test>".to_owned(), "<2@x.test>".to_owned()],
            is_automatic: true,
            stop_link: Some("https://chat.test/mail/token".to_owned()),
            date: Timestamp(1_763_000_000_000),
            letter: notice("Plumvale"),
            files: Vec::new(),
        }
    }

    fn raw(mail: &Outgoing) -> String {
        String::from_utf8(message(mail, Vec::new()).expect("makes one").formatted()).expect("text")
    }

    #[test]
    fn a_mail_says_who_it_is_from_what_it_answers_and_where_answers_go() {
        let raw = raw(&outgoing());
        let it = MessageParser::default().parse(raw.as_bytes()).expect("another parser reads it");
        let first = |address: Option<&mail_parser::Address<'_>>| {
            address
                .and_then(|it| it.first())
                .map(|it| format!("{} <{}>", it.name.as_deref().unwrap_or(""), it.address.as_deref().unwrap_or("")))
        };
        assert_eq!(first(it.from()).as_deref(), Some("Plumvale <support@plumvale.test>"));
        assert_eq!(first(it.to()).as_deref(), Some(" <ana@example.com>"));
        assert_eq!(first(it.reply_to()).as_deref(), Some("Plumvale <reply+abc@reply.test>"));
        assert_eq!((it.subject(), it.message_id()), (Some("Your conversation with Plumvale"), Some("01abc@plumvale.test")));
        assert_eq!(it.in_reply_to().as_text(), Some("2@x.test"));
        assert_eq!(it.references().as_text_list().map(<[_]>::len), Some(2));
        for header in ["Auto-Submitted: auto-generated", "X-Baton: 1", "List-Unsubscribe: <https://chat.test/mail/token>"] {
            assert!(raw.contains(header), "{raw}");
        }
        assert!(it.body_text(0).is_some_and(|text| text.contains("You have a reply from Plumvale.")));
        assert!(it.body_html(0).is_some_and(|html| html.contains("<a href=\"https://chat.test/mail/token\">")));
        assert!(
            !super::message(&Outgoing { is_automatic: false, ..outgoing() }, Vec::new())
                .expect("makes one")
                .formatted()
                .windows(14)
                .any(|it| it == b"Auto-Submitted")
        );
    }

    /// What would begin a header, end the head, or end the mail, if it were let through.
    const CORPUS: [&str; 14] = [
        "x\r\nBcc: evil@x.test",
        "x\nBcc: evil@x.test",
        "x\rBcc: evil@x.test",
        "x\r\n\r\nBcc: evil@x.test",
        "x\u{0}\r\nBcc: evil@x.test",
        "x\u{2028}Bcc: evil@x.test",
        "x\u{85}Bcc: evil@x.test",
        "x\r\n Bcc: evil@x.test",
        "x\u{b}\u{c}\r\nBcc: evil@x.test",
        "=?utf-8?q?x=0D=0ABcc:_evil@x.test?=",
        "x%0d%0aBcc: evil@x.test",
        "\r\n.\r\nMAIL FROM:<evil@x.test>\r\nBcc: evil@x.test",
        "\"x\" <evil@x.test>, y",
        "ü\r\nBcc: evil@x.test",
    ];

    #[test]
    fn no_field_can_inject_a_header() {
        let n_headers = |raw: &str| MessageParser::default().parse(raw.as_bytes()).expect("reads").headers().len();
        let plain = n_headers(&raw(&outgoing()));
        for evil in CORPUS {
            let name = Outgoing { from_name: evil.to_owned(), ..outgoing() };
            let subject = Outgoing { letter: Letter { subject: crate::mail::letter::Line::new(evil), ..outgoing().letter }, ..outgoing() };
            let thread = Outgoing { thread: vec!["<1@x.test>".to_owned(), format!("<{evil}@x>")], ..outgoing() };
            let workspace = Outgoing { letter: notice(evil), ..outgoing() };
            for mail in [name, subject, thread, workspace] {
                let raw = raw(&mail);
                let head = raw.split("\r\n\r\n").next().unwrap_or_default();
                assert_eq!(n_headers(&raw), plain, "{raw}");
                assert!(head.lines().all(|line| !line.trim_start().starts_with("Bcc:")), "{raw}");
                assert!(!head.replace("\r\n", "").contains(['\r', '\n']), "{raw:?}");
            }
            for address in [evil.to_owned(), format!("{evil}@x.test"), format!("ana@example.com{evil}")] {
                assert!(message(&Outgoing { to: address.clone(), ..outgoing() }, Vec::new()).is_err(), "{address:?}");
                assert!(message(&Outgoing { reply_to: Some(address.clone()), ..outgoing() }, Vec::new()).is_err(), "{address:?}");
            }
        }
    }

    #[test]
    fn what_goes_along_is_there_for_another_parser_whatever_it_is_called() {
        use mail_parser::MimeHeaders;
        for (name, media) in
            CORPUS.iter().map(|evil| (*evil, "image/png")).chain([("a.html", "text/html"), ("Rechnung März.pdf", "application/pdf")])
        {
            let id = app::domain::id::FileId::parse("file1").expect("an id");
            let file = File { id, name: name.to_owned(), media: media.to_owned(), bytes: 4, width: None, height: None };
            let bytes = message(&outgoing(), vec![(file, vec![0, 1, 2, 255])]).expect("makes one").formatted();
            let it = MessageParser::default().parse(&bytes).expect("another parser reads it");
            assert!(it.header("Bcc").is_none(), "{name:?}");
            let along: Vec<_> = it.attachments().collect();
            assert_eq!((along.len(), along[0].contents()), (1, [0, 1, 2, 255].as_slice()), "{name:?}");
            assert!(along[0].content_type().is_none_or(|kind| kind.subtype() != Some("html")), "nothing is drawn");
            assert!(it.body_text(0).is_some_and(|text| text.contains("You have a reply")), "{name:?}");
        }
    }

    #[test]
    fn a_servers_address_is_read_with_care() {
        for url in [
            "smtp://mail.test",
            "smtp://u:p%40ss@mail.test:587",
            "smtps://u:p@mail.test",
            "smtp://127.0.0.1:2525",
            "smtp://[::1]:25?tls=none",
            "smtp://m.test?tls=required",
        ] {
            assert!(Mailer::open(url, "chat.test").is_ok(), "{url}");
        }
        for url in [
            "",
            "mail.test:25",
            "http://mail.test",
            "smtp://",
            "smtps://m.test?tls=none",
            "smtp://u:canary%zz@m.test",
            "smtp://m.test?tls=perhaps",
        ] {
            let told = format!("{:#}", Mailer::open(url, "chat.test").expect_err(url));
            assert!(!told.contains("canary"), "{told}");
        }
        let shown = format!("{:?}", Mailer::open("smtp://user:canary@mail.test", "chat.test").expect("opens"));
        assert!(!shown.contains("canary"), "{shown}");
    }
}
