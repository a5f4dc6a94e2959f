//! A mail as it came: who wrote it, to which of our addresses, what it says, and whether a person wrote it at all.

use super::{
    attached::{Attached, attached},
    newest,
};
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use sha2::{Digest, Sha256};

/// A mail may have this many bytes, with all that is attached.
pub const LARGEST: usize = 10 * 1024 * 1024;
/// Of a mail, this much is looked at for words: they come first, what is attached after.
const LOOKED_AT: usize = 512 * 1024;
/// Room for a tree of so many bytes' letters in letters.
const STACK: usize = 128 * 1024 * 1024;
/// More parts than this is no letter.
const MOST_PARTS: usize = 200;
/// More than this in headers is no letter either.
const MOST_HEADER: usize = 256 * 1024;
/// Of a text, this much is looked at.
const LONGEST_TEXT: usize = 200_000;

/// A mail that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// What stands for this mail: the same when it comes again.
    pub key: String,
    /// Its own name, where it has one that may be named in our answer.
    pub message_id: Option<String>,
    /// The one address that it says it comes from, in lower case.
    pub from: Option<String>,
    /// Every address that it may have been sent to.
    pub to: Vec<String>,
    pub what: What,
}

/// What kind of mail it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Somebody's newest words, what was attached, and the names of what is attached but can't be had from here.
    Words { text: String, attached: Vec<Attached>, left: Vec<String> },
    /// A robot, a list, an out-of-office note: read by nobody, answered by nobody.
    Automatic(&'static str),
    /// One of ours came back. `of`: its Message-ID, where the report names it. `why`: what the other server said.
    Bounce { of: Option<String>, why: String, is_final: bool },
}

/// Why a mail couldn't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("it is larger than {} MB", LARGEST / 1024 / 1024)]
    TooLarge,
    #[error("it has too many parts or too long a head")]
    TooIntricate,
    #[error("it is no mail")]
    NoMail,
    #[error("there is no room to read it in now")]
    NoRoom,
}

/// Reads a raw mail (RFC 5322). Slow for large ones: off the async threads.
///
/// # Errors
/// [`Unreadable`], with the reason.
pub fn read(raw: &[u8]) -> Result<Incoming, Unreadable> {
    if raw.len() > LARGEST {
        return Err(Unreadable::TooLarge);
    }
    // Letters in letters make a deep tree, and what walks a deep tree needs a deep stack: enough for the deepest that fits.
    std::thread::scope(|scope| {
        let deep = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || read_here(raw));
        deep.map_err(|_| Unreadable::NoRoom)?.join().map_err(|_| Unreadable::NoMail)?
    })
}

fn read_here(raw: &[u8]) -> Result<Incoming, Unreadable> {
    let it = MessageParser::default().parse(&raw[..raw.len().min(LOOKED_AT)]).ok_or(Unreadable::NoMail)?;
    let n_head = it.root_part().raw_body_offset().saturating_sub(it.root_part().raw_header_offset());
    if it.headers().is_empty() {
        return Err(Unreadable::NoMail);
    }
    if it.parts.len() > MOST_PARTS || n_head as usize > MOST_HEADER {
        return Err(Unreadable::TooIntricate);
    }
    let message_id = it.message_id().map(|id| format!("<{id}>")).filter(|id| is_message_id(id));
    let key = hex(&Sha256::digest(message_id.as_deref().map_or(raw, str::as_bytes)));
    Ok(Incoming { key, message_id, from: sender(&it), to: recipients(&it), what: what(&it, raw) })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(20).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a name may be repeated in a header of ours.
pub fn is_message_id(text: &str) -> bool {
    let inner = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
    inner.is_some_and(|inner| {
        inner.len() <= 250 && inner.contains('@') && inner.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>'))
    })
}

/// The author, where there is exactly one.
fn sender(it: &Message<'_>) -> Option<String> {
    let all: Vec<&str> = it.from()?.iter().filter_map(|addr| addr.address.as_deref()).collect();
    match all.as_slice() {
        [one] => Some(one.trim().to_lowercase()),
        _ => None,
    }
}

/// Whatever looks like an address in the headers that name recipients. That it is one of ours is for its signature to prove.
fn recipients(it: &Message<'_>) -> Vec<String> {
    const NAMES: [&str; 8] =
        ["to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to", "x-delivered-to"];
    let named = it.headers_raw().filter(|(name, _)| NAMES.contains(&name.trim().to_ascii_lowercase().as_str()));
    let is_joint = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"' | '(' | ')' | ':');
    let words = named.flat_map(|(_, value)| value.split(is_joint)).filter(|word| word.contains('@') && word.len() < 320);
    words.take(MOST_PARTS).map(str::to_lowercase).collect()
}

fn what(it: &Message<'_>, raw: &[u8]) -> What {
    if let Some(bounce) = bounce(it) {
        return bounce;
    }
    if let Some(why) = robot(it) {
        return What::Automatic(why);
    }
    let attached = attached(raw);
    let is_left = |name: &&str| !attached.iter().any(|it| it.name == *name);
    let named = it.attachments().filter(|part| !is_report(part) && !is_decoration(part)).filter_map(|part| part.attachment_name());
    let left = named.filter(is_left).map(one_line).collect();
    What::Words { text: newest::newest(&text(it)), attached, left }
}

/// Whether it is a picture within the text.
fn is_decoration(part: &mail_parser::MessagePart<'_>) -> bool {
    part.content_disposition().is_some_and(|it| it.is_inline())
}

fn one_line(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(100).collect()
}

/// The body as text: as it is, or made from HTML where that is all there is.
fn text(it: &Message<'_>) -> String {
    let part = it.text_bodies().next();
    let text = match part.map(|part| &part.body) {
        Some(PartType::Html(html)) => mail_parser::decoders::html::html_to_text(newest::own_html(html)),
        Some(PartType::Text(text)) => text.to_string(),
        _ => String::new(),
    };
    text.chars().take(LONGEST_TEXT).collect()
}

/// Why nobody wrote this mail; nothing where a person may have.
fn robot(it: &Message<'_>) -> Option<&'static str> {
    let value = |name: &str| {
        let found = it.headers_raw().find(|(it, _)| it.trim().eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim().to_ascii_lowercase())
    };
    let has = |name: &str| value(name).is_some();
    let is_auto = value("Auto-Submitted").is_some_and(|value| !value.is_empty() && !value.starts_with("no"));
    let precedence = value("Precedence").unwrap_or_default();
    if has(super::letters::MARK) {
        Some("it is a mail of ours that came back to us")
    } else if is_auto || has("X-Autoreply") || has("X-Autorespond") {
        Some("it was sent automatically")
    } else if ["bulk", "junk", "list", "auto_reply"].contains(&precedence.as_str()) {
        Some("it was sent in bulk")
    } else if has("List-Id") || has("List-Unsubscribe") {
        Some("it came from a mailing list")
    } else {
        None
    }
}

/// A report on a mail of ours (RFC 3464), or what a server without manners sends instead.
fn bounce(it: &Message<'_>) -> Option<What> {
    let report = it.content_type().is_some_and(|kind| {
        kind.subtype() == Some("report") && kind.attribute("report-type").is_some_and(|kind| kind.eq_ignore_ascii_case("delivery-status"))
    });
    let by_daemon = sender(it).is_some_and(|from| ["mailer-daemon@", "postmaster@"].iter().any(|start| from.starts_with(start)));
    let nobodys = it.headers_raw().any(|(name, value)| name.eq_ignore_ascii_case("return-path") && value.trim() == "<>");
    if !(report || (by_daemon && nobodys)) {
        return None;
    }
    let status: String =
        it.parts.iter().filter(|part| is_report(part)).map(|part| String::from_utf8_lossy(part.contents()).into_owned()).collect();
    let field = |name: &str| {
        status
            .lines()
            .find_map(|line| line.split_once(':').filter(|(it, _)| it.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()))
    };
    let action = field("Action").unwrap_or("failed").to_ascii_lowercase();
    let told = [field("Status"), field("Diagnostic-Code")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let why = one_line(if told.is_empty() { "the other server gave no reason" } else { &told });
    Some(What::Bounce { of: bounced(it), why, is_final: action == "failed" })
}

fn is_report(part: &mail_parser::MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| kind.ctype() == "message" && kind.subtype() == Some("delivery-status"))
}

/// The Message-ID of the mail that came back, as the report or its own threading names it.
fn bounced(it: &Message<'_>) -> Option<String> {
    let whole = it.parts.iter().filter_map(|part| part.message()).find_map(|inner| inner.message_id().map(|id| format!("<{id}>")));
    let head = || {
        it.parts.iter().filter_map(|part| part.text_contents()).find_map(|text| {
            let line = text.lines().find(|line| line.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("message-id:")))?;
            Some(line[11..].trim().to_owned())
        })
    };
    let answers = it.in_reply_to();
    let answered = || {
        let first = answers.as_text_list().and_then(|ids| ids.first()).map(|id| id.as_ref());
        first.or(answers.as_text()).map(|id| format!("<{id}>"))
    };
    whole.or_else(head).or_else(answered).filter(|id| is_message_id(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(head: &str, body: &str) -> Incoming {
        let raw = format!("From: Ana <Ana@Example.com>\r\nTo: reply+abc@reply.test\r\nMessage-ID: <1@example.com>\r\n{head}\r\n{body}");
        read(raw.as_bytes()).expect("reads")
    }

    fn words(text: &str) -> What {
        What::Words { text: text.to_owned(), attached: Vec::new(), left: Vec::new() }
    }

    #[test]
    fn a_plain_answer_is_its_newest_words() {
        let it = of("Subject: Re: x\r\n", "Thanks!\r\n\r\nOn Monday, Plumvale wrote:\r\n> Hello\r\n");
        assert_eq!(it.what, words("Thanks!"));
        assert_eq!((it.from.as_deref(), it.message_id.as_deref()), (Some("ana@example.com"), Some("<1@example.com>")));
        assert_eq!(it.to, vec!["reply+abc@reply.test"]);
    }

    #[test]
    fn charsets_encodings_and_html_become_text() {
        let quoted = of("Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n", "Gr=F6=DFe");
        assert_eq!(quoted.what, words("Größe"));
        let html = of(
            "Content-Type: text/html; charset=utf-8\r\n",
            "<html><head><style>p{}</style><script>x()</script></head><body><p>Two <b>bold</b></p><p>lines &amp; more</p><div class=\"gmail_quote\">history</div></body></html>",
        );
        let What::Words { text, .. } = html.what else { panic!("words") };
        assert!(text.contains("Two bold") && text.contains("lines & more"), "{text}");
        assert!(!text.contains("history") && !text.contains('<') && !text.contains("x()") && !text.contains("p{}"), "{text}");
        let both = "--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>rich</p>\r\n--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=\"a\tb.png\"\r\n\r\nxx\r\n--b--\r\n";
        let it = of("Content-Type: multipart/mixed; boundary=b\r\n", both);
        let What::Words { text, attached, .. } = it.what else { panic!("words") };
        assert_eq!(attached.iter().map(|it| it.bytes.as_slice()).collect::<Vec<_>>(), vec![b"xx".as_slice()]);
        assert!(text.starts_with("plain"), "{text}");
    }

    #[test]
    fn robots_lists_and_our_own_mails_are_told_from_people() {
        for head in [
            "Auto-Submitted: auto-replied\r\n",
            "auto-submitted: Auto-Generated\r\n",
            "Precedence: bulk\r\n",
            "X-Autoreply: yes\r\n",
            "List-Id: <a.b>\r\n",
            "List-Unsubscribe: <https://x.test>\r\n",
            "X-Baton: 1\r\n",
        ] {
            assert!(matches!(of(head, "hello").what, What::Automatic(_)), "{head}");
        }
        assert_eq!(of("Auto-Submitted: no\r\n", "hello").what, words("hello"));
    }

    #[test]
    fn a_bounce_names_the_mail_that_came_back() {
        let report = "--b\r\nContent-Type: text/plain\r\n\r\nSorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; ana@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such user\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <ours@chat.test>\r\nSubject: x\r\n\r\nbody\r\n--b--\r\n";
        let head = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n";
        let expected =
            |is_final| What::Bounce { of: Some("<ours@chat.test>".to_owned()), why: "5.1.1 smtp; 550 no such user".to_owned(), is_final };
        assert_eq!(of(head, report).what, expected(true));
        assert_eq!(of(head, &report.replace("Action: failed", "Action: delayed")).what, expected(false));
        let heads_only = report.replace("message/rfc822", "text/rfc822-headers");
        assert_eq!(of(head, &heads_only).what, expected(true));
    }

    #[test]
    fn the_same_mail_has_the_same_key() {
        assert_eq!(of("", "a").key, of("X: y\r\n", "b").key, "its Message-ID names it");
        let nameless = |body: &str| read(format!("From: a@b.test\r\n\r\n{body}").as_bytes()).expect("reads").key;
        assert_eq!(nameless("a"), nameless("a"));
        assert_ne!(nameless("a"), nameless("b"));
    }

    #[test]
    fn what_is_no_letter_is_refused() {
        assert_eq!(read(&vec![b'a'; LARGEST + 1]), Err(Unreadable::TooLarge));
        assert!(read(b"").is_err());
        let parts = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n".repeat(500);
        let raw = format!("From: a@b.test\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n");
        assert_eq!(read(raw.as_bytes()), Err(Unreadable::TooIntricate));
        let head = "X-Pad: yyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n".repeat(20_000);
        assert_eq!(read(format!("From: a@b.test\r\n{head}\r\nx").as_bytes()), Err(Unreadable::TooIntricate));
        let forged = "From: a@b.test, c@d.test\r\n\r\nx";
        assert_eq!(read(forged.as_bytes()).expect("reads").from, None, "two authors are none");
    }

    #[test]
    fn a_name_that_could_break_a_header_is_not_repeated() {
        for (id, fits) in
            [("<a@b>", true), ("<a b@c>", false), ("<a@b\r\nBcc: c>", false), ("a@b", false), ("<a>", false), ("<<a@b>>", false)]
        {
            assert_eq!(is_message_id(id), fits, "{id:?}");
        }
    }

    #[test]
    fn deep_nesting_ends() {
        let mut raw = String::from("From: a@b.test\r\n");
        for n in 0..150 {
            raw.push_str(&format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"));
        }
        raw.push_str("Content-Type: text/plain\r\n\r\ndeep");
        assert!(read(raw.as_bytes()).is_ok());
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        let letters = "content-type:message/rfc822\n\n".repeat(LARGEST / 30);
        assert!(read(format!("From: a@b.test\n{letters}x").as_bytes()).is_ok());
        let packed = STANDARD.encode(&letters[..LOOKED_AT]);
        let packed = format!("From: a@b.test\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{packed}");
        assert!(read(packed.as_bytes()).is_ok());
    }

    proptest! {
        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
            // Read or refused; the property is that it comes back.
            if let Ok(it) = read(&bytes) {
                prop_assert_eq!(it.key.len(), 40);
            }
        }

        #[test]
        fn no_mail_shaped_text_breaks_the_reader(text in "(From: a@b\\r\\n|Content-Type: (multipart/mixed|message/rfc822|text/html); boundary=b\\r\\n|\\r\\n|--b\\r\\n|--b--|<p>|=\\?utf-8\\?b\\?|[ -~]{0,8}){0,60}") {
            if let Ok(it) = read(text.as_bytes()) {
                prop_assert!(it.to.len() <= MOST_PARTS);
            }
        }
    }
}
