//! Every setting of `baton serve`: its default, its meaning, read once.

mod mail;
mod model;

pub use mail::MailConfig;
pub use model::ModelConfig;

use anyhow::{Context, bail};
use clap::Args;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// Where Baton keeps its data, and which database it uses. Shared by all commands that touch them.
#[derive(Debug, Clone, Args)]
pub struct DataConfig {
    /// Folder for the database, models and the generated secret.
    #[arg(long, env = "BATON_DATA", default_value = "./baton-data")]
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://…`; by default a SQLite file in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// A file that holds the database URL.
    #[arg(long, env = "DATABASE_URL_FILE", conflicts_with = "database_url")]
    pub database_url_file: Option<PathBuf>,
    /// Folder of the embedding model; by default `models` in the data folder.
    #[arg(long, env = "BATON_MODEL_DIR")]
    pub model_dir: Option<PathBuf>,
}

/// The settings of `baton serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeConfig {
    #[command(flatten)]
    pub data: DataConfig,
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, env = "BATON_LISTEN", default_value = "127.0.0.1:8300")]
    pub listen: SocketAddr,
    /// The address that browsers use, such as https://chat.example.com; by default the listen address.
    #[arg(long, env = "BATON_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// The secret that tokens are signed with, 32 characters or more; by default made at the first start and kept in the data folder.
    #[arg(long, env = "BATON_SECRET_KEY", hide_env_values = true)]
    pub secret_key: Option<String>,
    /// A file that holds the secret.
    #[arg(long, env = "BATON_SECRET_KEY_FILE", conflicts_with = "secret_key")]
    pub secret_key_file: Option<PathBuf>,
    /// Where uploads are kept, such as s3://bucket/prefix (a build with the feature `s3`); by default `files` in the data folder.
    #[arg(long, env = "BATON_FILES_URL")]
    pub files_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed, as addresses or CIDRs.
    #[arg(long, env = "BATON_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// Private networks that settings may lead to as well, such as a card from a system in your own network; as CIDRs.
    #[arg(long, env = "BATON_ALLOW_PRIVATE", value_delimiter = ',')]
    pub allow_private: Vec<ipnet::IpNet>,
    #[command(flatten)]
    pub mail: MailConfig,
    #[command(flatten)]
    pub llm: ModelConfig,
    /// Starts with a sample workspace, a sample site at /demo and a known login; refused on a public address.
    #[arg(long, env = "BATON_DEMO")]
    pub demo: bool,
}

/// Shorter secrets are refused.
const SHORTEST_SECRET: usize = 32;

impl DataConfig {
    /// Makes the data folder where it is missing.
    ///
    /// # Errors
    /// Where it can't be made.
    pub fn prepare(&self) -> anyhow::Result<()> {
        std::fs::create_dir_all(&self.data).with_context(|| format!("making the data folder {}", self.data.display()))
    }

    /// The URL of the database.
    ///
    /// # Errors
    /// Where it names neither SQLite nor PostgreSQL.
    pub fn url(&self) -> anyhow::Result<String> {
        let given = given(self.database_url.as_deref(), self.database_url_file.as_deref(), "the database URL")?;
        let url = given.unwrap_or_else(|| format!("sqlite:{}", self.data.join("baton.db").display()));
        let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme));
        if known { Ok(url) } else { bail!("DATABASE_URL must start with sqlite: or postgres://") }
    }

    /// The folder of the models.
    pub fn models(&self) -> PathBuf {
        self.model_dir.clone().unwrap_or_else(|| self.data.join("models"))
    }

    /// Where the embedding model lies, or is to lie.
    pub fn model_file(&self) -> PathBuf {
        self.models().join("all-MiniLM-L6-v2-int8.onnx")
    }

    /// The embedding model, where it was pulled.
    pub fn model(&self) -> Option<PathBuf> {
        Some(self.model_file()).filter(|file| file.is_file())
    }
}

impl ServeConfig {
    /// The secret that tokens are signed with; made and kept where none is given.
    ///
    /// # Errors
    /// Where it is too short, or can't be read or kept.
    pub fn secret(&self) -> anyhow::Result<String> {
        let given = given(self.secret_key.as_deref(), self.secret_key_file.as_deref(), "the secret key")?;
        let secret = match given {
            Some(secret) => secret,
            None => kept_secret(&self.data.data.join("secret"))?,
        };
        if secret.len() < SHORTEST_SECRET {
            bail!(
                "BATON_SECRET_KEY has {} characters; give at least {SHORTEST_SECRET}, such as from `openssl rand -base64 32`",
                secret.len()
            );
        }
        Ok(secret)
    }

    /// Refuses the demo, whose login everyone knows, where strangers can reach it.
    ///
    /// # Errors
    /// Where the listen address or the public URL isn't this machine's own.
    pub fn check_demo(&self) -> anyhow::Result<()> {
        let private = |url: &str| ["://127.", "://localhost", "://[::1]"].iter().any(|host| url.contains(host));
        if self.demo && !(self.listen.ip().is_loopback() && self.public_url.as_deref().is_none_or(private)) {
            bail!(
                "--demo has a login that everyone knows, so it only runs on 127.0.0.1. Start without --demo, and make a user with `baton user create`."
            );
        }
        Ok(())
    }
}

fn given(value: Option<&str>, file: Option<&Path>, what: &str) -> anyhow::Result<Option<String>> {
    match (value, file) {
        (Some(value), _) => Ok(Some(value.to_owned())),
        (None, Some(file)) => {
            let text = std::fs::read_to_string(file).with_context(|| format!("reading {what} from {}", file.display()))?;
            Ok(Some(text.trim().to_owned()))
        }
        (None, None) => Ok(None),
    }
}

fn kept_secret(path: &Path) -> anyhow::Result<String> {
    if let Ok(text) = std::fs::read_to_string(path) {
        return Ok(text.trim().to_owned());
    }
    let secret = crate::secret::session_token();
    write_private(path, &secret).with_context(|| format!("keeping the generated secret in {}", path.display()))?;
    Ok(secret)
}

/// Writes a file that only its owner can read.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Cli {
        #[command(flatten)]
        serve: ServeConfig,
    }

    fn config(args: &[&str]) -> ServeConfig {
        Cli::parse_from(std::iter::once(&"baton").chain(args)).serve
    }

    #[test]
    fn the_demo_runs_on_this_machine_only() {
        assert!(config(&["--demo"]).check_demo().is_ok());
        assert!(config(&["--demo", "--public-url", "http://localhost:9"]).check_demo().is_ok());
        assert!(config(&["--demo", "--listen", "0.0.0.0:1"]).check_demo().is_err());
        assert!(config(&["--demo", "--public-url", "https://chat.example.com"]).check_demo().is_err());
    }

    #[test]
    fn a_short_secret_is_refused_and_a_made_one_is_kept() {
        assert!(config(&["--secret-key", "short"]).secret().is_err());
        let dir = tempfile::tempdir().expect("a folder");
        let at = dir.path().display().to_string();
        let made = config(&["--data", &at]).secret().expect("makes one");
        assert_eq!(config(&["--data", &at]).secret().expect("keeps it"), made);
    }

    #[test]
    fn only_known_databases_are_opened() {
        let url = |url: &str| config(&["--database-url", url]).data.url();
        assert!(url("postgres://localhost/x").is_ok());
        assert!(url("mysql://localhost/x").is_err());
    }
}
