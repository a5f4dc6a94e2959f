//! Files of kinds whose readers we don't trust with our own process: each is read by a child of the same program, which may
//! take so much memory and time and no more, and has nothing but the file. Where it breaks, the file is unreadable.

use crate::{
    ingest::{docx, file::Kind},
    quiet::give_way,
};
use app::api::knowledge::Trouble;
use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};
use std::{
    io::{Read, Write},
    path::PathBuf,
    process::Stdio,
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
    sync::Semaphore,
};

/// The largest file that is read.
pub const LARGEST: u64 = 20 << 20;
/// The child's memory, in bytes, its own program counted.
const MEMORY: u64 = 1 << 30;
/// Its time on a core, in seconds, and by the clock.
const SECONDS: u64 = 20;
const LONGEST: Duration = Duration::from_secs(40);
/// What it may say.
const MOST_SAID: u64 = 16 << 20;
/// So many files are read at once.
const AT_ONCE: usize = 1;

/// The word of the command line that makes a program such a child.
pub const WORD: &str = "read-file";

/// What a reader found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Text {
    /// A text of Word, as markdown.
    Markdown(String),
    /// The pages of a PDF, as plain text.
    Pages(Vec<String>),
}

/// Has files read by children.
#[derive(Debug)]
pub struct Readers {
    program: Option<PathBuf>,
    turns: Semaphore,
}

impl Default for Readers {
    fn default() -> Self {
        Self { program: None, turns: Semaphore::new(AT_ONCE) }
    }
}

impl Readers {
    /// Readers that are children of another program than the one that runs; tests need it.
    pub fn of(program: PathBuf) -> Self {
        Self { program: Some(program), ..Self::default() }
    }

    /// The text of a file.
    ///
    /// # Errors
    /// Why it can't be read.
    pub async fn read(&self, kind: Kind, bytes: Vec<u8>) -> Result<Text, Trouble> {
        if bytes.len() as u64 > LARGEST {
            return Err(Trouble::TooLarge { most: LARGEST });
        }
        let _turn = self.turns.acquire().await.map_err(|_| unreadable("the program is stopping"))?;
        let said = tokio::time::timeout(LONGEST, self.ask(kind, bytes)).await;
        // Timed out: the child was dropped, and killed with that.
        let said = said.map_err(|_| unreadable("its reader took too long"))?;
        let said = said.map_err(|error| {
            tracing::error!(%error, "A reader of files can't be started");
            unreadable("its reader can't be started")
        })?;
        let answer: Option<Result<Text, String>> = said.as_deref().and_then(|line| serde_json::from_slice(line).ok());
        answer.ok_or_else(|| unreadable("its reader broke down"))?.map_err(|why| unreadable(&why))
    }

    async fn ask(&self, kind: Kind, bytes: Vec<u8>) -> std::io::Result<Option<Vec<u8>>> {
        let program = self.program.clone().map_or_else(std::env::current_exe, Ok)?;
        let mut child = Command::new(program)
            .args([WORD, "--kind", if kind == Kind::Pdf { "pdf" } else { "docx" }])
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else { return Ok(None) };
        let give = async move {
            // A reader that has heard enough hangs up.
            let _ = input.write_all(&bytes).await;
        };
        let mut said = Vec::new();
        let mut output = output.take(MOST_SAID);
        let (read, ()) = tokio::join!(output.read_to_end(&mut said), give);
        read?;
        if said.len() as u64 >= MOST_SAID {
            return Ok(None);
        }
        child.wait().await?;
        // What a library prints comes before; the answer is the last line.
        Ok(said.trim_ascii_end().rsplit(|byte| *byte == b'\n').next().map(<[u8]>::to_vec))
    }
}

fn unreadable(why: &str) -> Trouble {
    Trouble::Unreadable { say: why.to_owned() }
}

/// The child: reads a file from standard input and says what is in it, as a line of JSON.
///
/// # Errors
/// Where it can't limit itself, or nobody listens.
pub fn read_here(is_pdf: bool) -> anyhow::Result<()> {
    let most = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
    give_way();
    setrlimit(Resource::As, most(MEMORY))?;
    setrlimit(Resource::Cpu, most(SECONDS))?;
    setrlimit(Resource::Fsize, most(0))?;
    setrlimit(Resource::Core, most(0))?;
    setrlimit(Resource::Nofile, most(8))?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes)?;
    let answer: Result<Text, String> = match is_pdf {
        true => pdf_extract::extract_text_from_mem_by_pages(&bytes).map(Text::Pages).map_err(|error| error.to_string()),
        false => docx::markdown(&bytes).map(Text::Markdown),
    };
    let line = serde_json::to_string(&answer)?;
    let mut out = std::io::stdout().lock();
    out.write_all(b"\n")?;
    out.write_all(line.as_bytes())?;
    Ok(out.write_all(b"\n")?)
}
