//! The files that come with the program: bundles with hashed names, compressed when they were built; the sample company.

use rust_embed::RustEmbed;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};

/// A file of the bundles as it was built.
#[derive(Debug)]
pub struct File {
    pub bytes: Cow<'static, [u8]>,
    pub sha256: [u8; 32],
}

/// Gives a file of the bundles by its name.
pub type Bundles = fn(&str) -> Option<File>;

/// What [`bring`] brought.
static BUNDLES: OnceLock<Bundles> = OnceLock::new();
/// Where the bundles are built.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site");

/// Says where the bundles are: the program has them inside (`main.rs`). Without it, as in tests, they are read from where they
/// are built, so that this library can be built before them. The first word counts.
pub fn bring(bundles: Bundles) {
    let _ = BUNDLES.set(bundles);
}

fn bundled(name: &str) -> Option<File> {
    match BUNDLES.get() {
        Some(get) => get(name),
        None if name.contains(['/', '\\']) => None,
        None => {
            let bytes = std::fs::read(format!("{FOLDER}/{name}")).ok()?;
            Some(File { sha256: Sha256::digest(&bytes).into(), bytes: bytes.into() })
        }
    }
}

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
    /// SHA-256 of these bytes.
    pub sha256: [u8; 32],
    /// Its name holds its content's hash: it never changes.
    pub is_hashed: bool,
}

/// Which hashed name each file has, as the bundle script wrote it: `{"app.js": "app.1f3c9a.js", …}`.
static NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct Manifest(HashMap<String, String>);
    bundled("manifest.json").and_then(|file| serde_json::from_slice::<Manifest>(&file.bytes).ok()).map(|it| it.0).unwrap_or_default()
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
        .filter_map(|(_, ending, coding)| Some((bundled(&format!("{name}{ending}"))?, coding)))
        .next()
        .or_else(|| Some((bundled(name)?, Coding::Plain)))?;
    let is_hashed = NAMES.values().any(|hashed| hashed == name);
    Some(Asset { sha256: file.sha256, bytes: file.bytes, media_type: media_type(name), coding, is_hashed })
}

/// The text of a file of the bundles by its plain name.
pub fn text(name: &str) -> Option<String> {
    let file = bundled(NAMES.get(name).map_or(name, String::as_str))?;
    String::from_utf8(file.bytes.into_owned()).ok()
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
