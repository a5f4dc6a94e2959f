//! Walking a folder of docs: the only place of `ingest` that touches the disk.

use std::fs;
use std::io;
use std::path::Path;

const ENDINGS: [&str; 5] = ["md", "mdx", "markdown", "html", "htm"];

/// All pages below a folder as (path with ending, source), by path. Hidden files and files that aren't text are left out.
pub fn folder(root: &Path) -> io::Result<Vec<(String, String)>> {
    let mut pages = Vec::new();
    walk(root, "", &mut pages)?;
    pages.sort();
    Ok(pages)
}

fn walk(folder: &Path, prefix: &str, pages: &mut Vec<(String, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || name.starts_with('_') || name == "node_modules" {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{path}/"), pages)?;
        } else if is_page(&name) {
            pages.push((path, String::from_utf8_lossy(&fs::read(entry.path())?).into_owned()));
        }
    }
    Ok(())
}

fn is_page(name: &str) -> bool {
    let is_legal = name.to_ascii_uppercase().starts_with("LICENSE");
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    !is_legal && ENDINGS.contains(&ending.as_str())
}
