//! What is attached to a mail, with its bytes. Parts in parts are followed only so deep, and a mail in a mail not at all: who
//! writes to us can make neither a deep tree nor a huge one.

use mail_parser::{
    HeaderValue, MessageParser, MimeHeaders,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};

/// Parts in parts, so deep.
const DEEPEST: usize = 4;
/// So many parts are looked at in all.
const MOST_PARTS: usize = 100;
/// A picture within the text that is smaller is a signature's decoration.
const LEAST_INLINE: usize = 4 * 1024;

/// Something that was attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// As its sender called it.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// All that is attached to a raw mail and is there to its end, in order.
pub fn attached(raw: &[u8]) -> Vec<Attached> {
    let mut found = Vec::new();
    let mut n_left = MOST_PARTS;
    look(raw, DEEPEST, &mut n_left, &mut found);
    found
}

/// Looks at a part, or at the parts that it holds.
fn look(part: &[u8], depth: usize, n_left: &mut usize, found: &mut Vec<Attached>) {
    if *n_left == 0 {
        return;
    }
    *n_left -= 1;
    let (head, body) = part.split_at(head_end(part));
    let Some(head) = MessageParser::default().parse_headers(head) else { return };
    let Some(kind) = head.content_type() else { return };
    match kind.ctype().to_ascii_lowercase().as_str() {
        "multipart" if depth > 0 => {
            let Some(boundary) = kind.attribute("boundary") else { return };
            parts(body, boundary.as_bytes()).for_each(|inner| look(inner, depth - 1, n_left, found));
        }
        "multipart" | "message" => {}
        _ => found.extend(leaf(&head, body)),
    }
}

/// Where a part's head ends, with the empty line after it.
fn head_end(part: &[u8]) -> usize {
    let mut at = 0;
    for line in part.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if matches!(line, b"\n" | b"\r\n") {
            break;
        }
    }
    at
}

/// A part that holds no others, where it has a name.
fn leaf(head: &mail_parser::Message<'_>, body: &[u8]) -> Option<Attached> {
    let name = head.attachment_name()?.to_owned();
    let encoding = head.root_part().headers.iter().find(|it| it.name.as_str().eq_ignore_ascii_case("content-transfer-encoding"));
    let encoding = encoding.and_then(|it| if let HeaderValue::Text(text) = &it.value { Some(text.to_ascii_lowercase()) } else { None });
    let bytes = match encoding.as_deref() {
        Some("base64") => base64_decode(body)?,
        Some("quoted-printable") => quoted_printable_decode(body)?,
        _ => body.to_vec(),
    };
    let is_inline = head.content_disposition().is_some_and(|it| it.is_inline());
    (!is_inline || bytes.len() >= LEAST_INLINE).then_some(Attached { name, bytes })
}

/// What stands between the lines that separate parts. What no such line ends was cut off, and isn't here.
fn parts<'a>(body: &'a [u8], boundary: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let marks: Vec<(usize, usize)> = separators(body, boundary).collect();
    (1..marks.len()).map(move |nth| {
        let (from, to) = (marks[nth - 1].1, marks[nth].0);
        &body[from.min(to)..to]
    })
}

/// Where the separating lines begin (with the line break before them) and end.
fn separators<'a>(body: &'a [u8], boundary: &'a [u8]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    body.split_inclusive(|byte| *byte == b'\n').filter_map(move |line| {
        let from = at;
        at += line.len();
        let is_mark = line.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary)).is_some_and(|rest| {
            let rest = rest.strip_prefix(b"--").unwrap_or(rest);
            rest.iter().all(u8::is_ascii_whitespace)
        });
        // The line break before a separator is the separator's.
        let before = &body[..from];
        let before = before.strip_suffix(b"\n").unwrap_or(before);
        let before = before.strip_suffix(b"\r").unwrap_or(before);
        is_mark.then_some((before.len(), at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(raw: &str) -> Vec<(String, String)> {
        let text = |it: Attached| (it.name, String::from_utf8_lossy(&it.bytes).into_owned());
        attached(raw.as_bytes()).into_iter().map(text).collect()
    }

    const HEAD: &str = "From: a@b.test\r\nContent-Type: multipart/mixed; boundary=\"o u t\"\r\n\r\npreamble\r\n";
    const WORDS: &str = "--o u t\r\nContent-Type: text/plain\r\n\r\nhello\r\n";
    const NOTE: &str = "--o u t\r\nContent-Type: text/plain; name=note.txt\r\nContent-Disposition: attachment; filename=\"note.txt\"\r\nContent-Transfer-Encoding: base64\r\n\r\naGVs\r\nbG8=\r\n";

    fn of(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), text.to_owned())
    }

    #[test]
    fn what_is_attached_comes_with_its_bytes() {
        let plain =
            "--o u t\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename*=UTF-8''M%C3%A4rz.csv\r\n\r\na;b\r\n1;2\r\n";
        let quoted = "--o u t\nContent-Type: text/plain; name=q.txt\nContent-Transfer-Encoding: quoted-printable\n\nGr=C3=BC=C3=9Fe\n";
        let logo = "--o u t\r\nContent-Type: image/png; name=logo.png\r\nContent-Disposition: inline; filename=logo.png\r\n\r\nsmall\r\n";
        let found = named(&format!("{HEAD}{WORDS}{NOTE}{plain}{quoted}{logo}--o u t--\r\nepilogue"));
        assert_eq!(found, vec![of("note.txt", "hello"), of("März.csv", "a;b\r\n1;2"), of("q.txt", "Grüße")]);
    }

    #[test]
    fn parts_in_parts_are_found_but_not_a_mail_in_a_mail() {
        let inner = "--o u t\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\nContent-Type: text/plain; name=a.txt\r\n\r\nA\r\n--in--\r\n";
        let mail = "--o u t\r\nContent-Type: message/rfc822; name=other.eml\r\n\r\nContent-Type: text/plain; name=b.txt\r\n\r\nB\r\n";
        assert_eq!(named(&format!("{HEAD}{inner}{mail}--o u t--\r\n")), vec![of("a.txt", "A")]);
    }

    #[test]
    fn what_was_cut_off_is_left() {
        assert_eq!(
            named(&format!("{HEAD}{WORDS}{NOTE}--o u t\r\nContent-Type: text/plain; name=x.txt\r\n\r\ncut o")),
            vec![of("note.txt", "hello")]
        );
        assert_eq!(named("Subject: x\r\n\r\nhello"), vec![]);
    }

    #[test]
    fn a_tree_of_any_depth_and_width_is_walked_at_once() {
        let deep: String = (0..20_000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n")).collect();
        assert_eq!(named(&deep), vec![]);
        let wide = format!("{HEAD}{}--o u t--\r\n", NOTE.repeat(5_000));
        assert_eq!(named(&wide).len(), MOST_PARTS - 1);
    }

    proptest! {
        #[test]
        fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..400), cut in 0usize..600) {
            attached(&bytes);
            let whole = [HEAD.as_bytes(), NOTE.as_bytes(), &bytes, b"\r\n--o u t--\r\n"].concat();
            attached(&whole[..cut.min(whole.len())]);
        }
    }
}
