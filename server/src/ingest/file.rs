//! Which kinds of files can be read, and how those that need no reader of their own become documents.

use super::{Document, charset, markdown, page, table};

/// A kind of file that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Html,
    Markdown,
    Text,
    Table,
    Pdf,
    Word,
}

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

impl Kind {
    /// The kind of a file of this name and these bytes, or what it seems to be instead.
    ///
    /// # Errors
    /// The ending, for the reader.
    pub fn of_file(name: &str, bytes: &[u8]) -> Result<Self, String> {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        match ending.as_str() {
            _ if bytes.starts_with(b"%PDF-") => Ok(Self::Pdf),
            "docx" if bytes.starts_with(b"PK") => Ok(Self::Word),
            // Named so, and yet broken: its reader says why.
            "pdf" => Ok(Self::Pdf),
            "docx" => Ok(Self::Word),
            _ if bytes.iter().take(8_000).any(|byte| *byte == 0)
                && !bytes.starts_with(&[0xFF, 0xFE])
                && !bytes.starts_with(&[0xFE, 0xFF]) =>
            {
                Err(ending)
            }
            "md" | "mdx" | "markdown" => Ok(Self::Markdown),
            "html" | "htm" | "xhtml" => Ok(Self::Html),
            "csv" | "tsv" => Ok(Self::Table),
            "txt" | "text" | "" => Ok(Self::Text),
            _ => Err(ending),
        }
    }

    /// The kind of what a web server sent as `kind` (its content type), for the path that was asked.
    ///
    /// # Errors
    /// The content type, for the reader.
    pub fn of_answer(kind: &str, path: &str, bytes: &[u8]) -> Result<Self, String> {
        let media = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match media.as_str() {
            "text/html" | "application/xhtml+xml" => Ok(Self::Html),
            "text/markdown" | "text/x-markdown" => Ok(Self::Markdown),
            "application/pdf" | "application/x-pdf" => Ok(Self::Pdf),
            "text/csv" | "text/tab-separated-values" => Ok(Self::Table),
            WORD => Ok(Self::Word),
            "text/plain" => Ok(if path.ends_with(".md") { Self::Markdown } else { Self::Text }),
            "" | "application/octet-stream" if bytes.trim_ascii_start().starts_with(b"<") => Ok(Self::Html),
            "" | "application/octet-stream" => Self::of_file(path.rsplit('/').next().unwrap_or_default(), bytes).map_err(|_| media.clone()),
            _ => Err(media),
        }
    }
}

/// A text as a document that is called `path`; nothing of it where the kind needs a reader of its own.
pub fn document(kind: Kind, path: &str, bytes: &[u8], content_type: &str) -> Option<Document> {
    let text = charset::text(bytes, content_type);
    let title = title(path);
    match kind {
        Kind::Html => Some(titled(markdown::as_it_is(path, &page::markdown(&text), ""), &title)),
        Kind::Markdown => Some(titled(markdown::as_it_is(path, &text, ""), &title)),
        Kind::Text => Some(titled(markdown::document(path, &paragraphs(&text), ""), &title)),
        Kind::Table => table::document(path, &title, &text, "").or_else(|| Some(titled(markdown::document(path, "", ""), &title))),
        Kind::Pdf | Kind::Word => None,
    }
}

/// A document whose title was made of its name gets the better one.
pub fn titled(document: Document, title: &str) -> Document {
    let is_made =
        document.title.to_lowercase() == document.path.rsplit('/').next().unwrap_or_default().replace(['-', '_'], " ").to_lowercase();
    if is_made { Document { title: title.to_owned(), ..document } } else { document }
}

/// The title of a file that has none: its name without its ending.
pub fn title(path: &str) -> String {
    let name = path.rsplit('/').find(|it| !it.is_empty()).unwrap_or(path);
    let name = name.rsplit_once('.').map_or(name, |(name, _)| name).replace(['-', '_'], " ");
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A plain text as markdown that means just these words; an empty line parts paragraphs.
pub fn paragraphs(text: &str) -> String {
    let text = super::escape::seen(&text.replace("\r\n", "\n"));
    let paragraph = |it: &str| it.lines().map(|line| super::escape::escaped(line, true)).collect::<Vec<_>>().join("\n");
    text.split("\n\n").map(paragraph).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_known_by_name_and_bytes() {
        for (name, bytes, kind) in [
            ("a.md", &b"# A"[..], Ok(Kind::Markdown)),
            ("A.HTML", &b"<p>"[..], Ok(Kind::Html)),
            ("a.txt", &b"%PDF-1.7"[..], Ok(Kind::Pdf)),
            ("a.docx", &b"PK\x03\x04"[..], Ok(Kind::Word)),
            ("a.csv", &b"a,b"[..], Ok(Kind::Table)),
            ("a.txt", &b"\0\x01"[..], Err("txt".to_owned())),
            ("a.png", &b"PNG"[..], Err("png".to_owned())),
        ] {
            assert_eq!(Kind::of_file(name, bytes), kind, "{name}");
        }
        assert_eq!(Kind::of_answer("text/html; charset=x", "/a", b""), Ok(Kind::Html));
        assert_eq!(Kind::of_answer("application/octet-stream", "/a.pdf", b"%PDF-"), Ok(Kind::Pdf));
        assert_eq!(Kind::of_answer("image/png", "/a", b""), Err("image/png".to_owned()));
    }

    #[test]
    fn a_plain_text_is_its_words() {
        let it = document(Kind::Text, "returns-policy.txt", "Returns\r\n\r\n# 5 is <no> heading".as_bytes(), "").expect("needs no reader");
        assert_eq!((it.title.as_str(), it.sections[0].text.as_str()), ("Returns policy", "Returns\n# 5 is <no> heading"));
    }
}
