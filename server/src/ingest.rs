//! From a site's pages to the passages that answers rest on. Pure, but for [`folder`].

mod blocks;
pub mod charset;
pub mod corpus;
pub mod docx;
mod escape;
pub mod file;
pub mod folder;
mod fragment;
pub mod frontier;
mod html;
mod links;
pub mod markdown;
mod noise;
pub mod page;
pub mod pairs;
mod passages;
pub mod pdf;
mod plain;
pub mod robots;
pub mod scope;
mod sentences;
pub mod sitemap;
mod slug;
mod table;

pub use folder::folder;
pub use passages::{Passage, passages};
pub use plain::plain;
pub use sentences::sentences;
pub use slug::Slugs;

use sha2::{Digest, Sha256};

/// How pages are read and cut. A higher number reads anew what was read before.
pub const READER: u32 = 2;

/// A page of the docs at one version.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The file's path without its ending, `billing/refunds`.
    pub path: String,
    pub title: String,
    pub url: String,
    pub description: String,
    /// Changes whenever what we read of the page changes.
    pub version: String,
    pub sections: Vec<Section>,
}

/// What stands under one heading of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Empty for what stands above the first heading.
    pub heading: String,
    /// Its name within the page, unique there; empty for the lead.
    pub anchor: String,
    /// What leads to it behind the page's address; empty where nothing does.
    pub fragment: String,
    /// The source, cleaned, its links made absolute.
    pub markdown: String,
    /// The same without any markup.
    pub text: String,
}

impl Document {
    /// The address of a section of this page.
    pub fn url_of(&self, section: &Section) -> String {
        match section.fragment.as_str() {
            "" => self.url.clone(),
            fragment => format!("{}#{fragment}", self.url),
        }
    }

    /// The version under which it is kept: another one wherever its words, its address or the way of reading has changed.
    pub fn kept_as(&self) -> String {
        version(&format!("{READER}\n{}\n{}", self.url, self.version))
    }

    /// The name of a section across all pages, `billing/refunds#how-long`.
    pub fn id_of(&self, section: &Section) -> String {
        match section.anchor.as_str() {
            "" => self.path.clone(),
            anchor => format!("{}#{anchor}", self.path),
        }
    }
}

/// Reads one file of the docs by its ending, or `None` if we can't read its kind.
pub fn document(file: &str, source: &str, base_url: &str) -> Option<Document> {
    let (path, ending) = file.rsplit_once('.')?;
    match ending.to_ascii_lowercase().as_str() {
        "md" | "mdx" | "markdown" => Some(markdown::document(path, source, base_url)),
        "html" | "htm" => Some(markdown::as_it_is(path, &page::markdown(source), base_url)),
        _ => None,
    }
}

/// Sixteen hex digits that stand for a content.
pub fn version(content: &str) -> String {
    let digest = Sha256::digest(content.as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
