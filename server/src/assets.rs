//! The files inside the binary: bundles with hashed names, compressed when they were built.

use rust_embed::RustEmbed;
use serde::Deserialize;
use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// The sample company's site and help pages.
#[derive(RustEmbed)]
#[folder = "demo"]
struct Demo;

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    Brotli,
    Gzip,
    Plain,
}

/// A file as it is served.
#[derive(Debug)]
pub struct Asset {
    pub bytes: Cow<'static, [u8]>,
    pub media_type: &'static str,
    pub coding: Coding,
    /// SHA-256 of these bytes, made when they were embedded.
    pub sha256: [u8; 32],
    /// Its name holds its content's hash: it never changes.
    pub is_hashed: bool,
}

/// Which hashed name each file has, as the bundle script wrote it: `{"app.js": "app.1f3c9a.js", …}`.
static NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct Manifest(HashMap<String, String>);
    Site::get("manifest.json").and_then(|file| serde_json::from_slice::<Manifest>(&file.data).ok()).map(|it| it.0).unwrap_or_default()
});

/// The address of a file of the bundles by its plain name.
pub fn path(name: &str) -> String {
    format!("/assets/{}", NAMES.get(name).map_or(name, String::as_str))
}

/// A file of the bundles by the name in its address, packed as the client can unpack it.
pub fn find(name: &str, accepts: &str) -> Option<Asset> {
    let codings = [("br", ".br", Coding::Brotli), ("gzip", ".gz", Coding::Gzip)];
    let packed = codings.into_iter().filter(|(word, _, _)| accepts.split(',').any(|part| part.trim().split(';').next() == Some(word)));
    let (file, coding) = packed
        .filter_map(|(_, ending, coding)| Some((Site::get(&format!("{name}{ending}"))?, coding)))
        .next()
        .or_else(|| Some((Site::get(name)?, Coding::Plain)))?;
    let is_hashed = NAMES.values().any(|hashed| hashed == name);
    let sha256 = file.metadata.sha256_hash();
    Some(Asset { sha256, bytes: file.data, media_type: media_type(name), coding, is_hashed })
}

/// The text of a file of the bundles by its plain name.
pub fn text(name: &str) -> Option<String> {
    let file = Site::get(NAMES.get(name).map_or(name, String::as_str))?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// The text of a file of the sample company, such as `help/refunds.md`.
pub fn demo(path: &str) -> Option<String> {
    String::from_utf8(Demo::get(path)?.data.into_owned()).ok()
}

/// The paths of all files of the sample company.
pub fn demo_paths() -> impl Iterator<Item = String> {
    Demo::iter().map(Cow::into_owned)
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("html") => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    }
}
