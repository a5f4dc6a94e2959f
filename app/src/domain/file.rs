//! A file that somebody attached.

use super::{fault::Fault, id::FileId, text::Body};
use crate::read::Read;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// A message may bring so many files.
pub const MOST_FILES: usize = 10;

/// A file that was uploaded before the message that brings it. A client sends it back as it got it; only its id is believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct File {
    pub id: FileId,
    /// As its owner called it, without a path.
    pub name: String,
    /// Its media type, as we found it.
    pub media: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Of a picture, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
}

impl File {
    /// Whether it can be shown as a picture.
    pub fn is_picture(&self) -> bool {
        self.width.is_some() && self.media.starts_with("image/")
    }
}

/// Where an agent's browser sends a file: `POST /files?name=…`, the bytes as the body. The reply is a [`File`].
pub const UPLOAD: &str = "/files";
/// An agent's file may have this many bytes.
pub const LARGEST_FILE: u64 = 20 << 20;
/// A visitor's file may have this many bytes.
pub const LARGEST_OF_VISITOR: u64 = 10 << 20;

impl File {
    /// Where a member of the team finds it. The name is for the browser's sake; only the id counts.
    pub fn path(&self) -> String {
        format!("{UPLOAD}/{}/{}", self.id, in_address(&self.name))
    }
}

/// Where an agent's browser sends a file of this name.
pub fn upload_path(name: &str) -> String {
    format!("{UPLOAD}?name={}", in_address(name))
}

/// A file of no bytes.
pub fn empty() -> Fault {
    Fault::invalid("file", "This file is empty. Choose another one.")
}

/// More than [`MOST_FILES`].
pub fn too_many() -> Fault {
    Fault::invalid("files", &format!("A message can bring {MOST_FILES} files."))
}

/// One that hasn't arrived yet.
pub fn under_way(name: &str) -> Fault {
    Fault::invalid("files", &format!("{name} is still on its way. Wait for it, or take it off."))
}

/// One that didn't arrive.
pub fn not_sent(name: &str) -> Fault {
    Fault::invalid("files", &format!("{name} wasn't sent. Try it again, or take it off."))
}

/// The first words of a message; of one without words, the names of its files.
pub fn preview(body: &Body, files: &[File]) -> String {
    let words = body.preview();
    if !words.is_empty() {
        return words;
    }
    files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// A text as one piece of an address, percent-encoded (RFC 3986).
pub fn in_address(text: &str) -> String {
    let mut piece = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            piece.push(char::from(byte));
        } else {
            // Writing to a string can't fail.
            let _ = write!(piece, "%{byte:02X}");
        }
    }
    piece
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> File {
        let id = FileId::parse("file1").expect("an id");
        File { id, name: name.to_owned(), media: "image/png".to_owned(), bytes: 1, width: Some(1), height: Some(1) }
    }

    #[test]
    fn a_name_cannot_leave_its_place_in_the_address() {
        assert_eq!(file("a b/../ü?.png").path(), "/files/file1/a%20b%2F..%2F%C3%BC%3F.png");
    }

    #[test]
    fn a_message_without_words_is_known_by_its_files() {
        let none = Body { text: String::new(), blocks: Vec::new() };
        assert_eq!(preview(&none, &[file("a.png"), file("b.png")]), "a.png, b.png");
        assert_eq!(preview(&Body::plain("look").expect("fits"), &[file("a.png")]), "look");
    }
}
