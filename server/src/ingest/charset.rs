//! Bytes as text, whatever their sender says about them.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How far into a page we look for what it says of itself.
const HEAD: usize = 1024;

/// The text of these bytes: by their mark, by what their sender says (`text/html; charset=…`), by what the page says, or as they look.
pub fn text(bytes: &[u8], kind: &str) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let named = || label(kind).or_else(|| label(&head));
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => named().unwrap_or_else(|| if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 }),
    };
    encoding.decode(bytes).0.into_owned()
}

fn label(text: &str) -> Option<&'static Encoding> {
    let named = text.split_once("charset")?.1.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = named.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))).unwrap_or(named.len());
    Encoding::for_label(&named.as_bytes()[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_it_was_written() {
        let cases: [(&[u8], &str, &str); 7] = [
            ("Größe".as_bytes(), "", "Größe"),
            (b"Gr\xF6\xDFe", "", "Größe"),
            (b"Gr\xF6\xDFe", "text/html; charset=iso-8859-1", "Größe"),
            (b"<meta charset='koi8-r'>\xF0\xD2\xC9", "text/html", "<meta charset='koi8-r'>При"),
            (b"\xFF\xFEG\0", "text/html; charset=utf-8", "G"),
            (b"\xEF\xBB\xBFa", "text/plain; charset=latin1", "a"),
            (b"\xE4\xF6 charset=nonsense", "charset=\"nonsense\"", "äö charset=nonsense"),
        ];
        for (bytes, kind, expected) in cases {
            assert_eq!(text(bytes, kind), expected);
        }
    }
}
