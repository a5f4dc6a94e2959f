//! The language model for all workspaces that don't choose otherwise.

use super::given;
use crate::outside::{Outbound, model::Model};
use anyhow::{Context, bail};
use app::domain::model::Provider;
use clap::Args;
use std::path::PathBuf;

/// The settings of the model.
#[derive(Debug, Clone, Args)]
pub struct ModelConfig {
    /// A language model that puts answers into words: `openai:MODEL` (or any server of that kind), `anthropic:MODEL` or
    /// `ollama:MODEL`. Each workspace may choose otherwise. Without one, the built-in engine answers.
    #[arg(long, env = "BATON_LLM")]
    pub llm: Option<String>,
    /// Where that model is, such as `http://127.0.0.1:8000/v1`; by default at its provider, and Ollama on this machine.
    #[arg(long, env = "BATON_LLM_URL")]
    pub llm_url: Option<String>,
    /// The key to it.
    #[arg(long, env = "BATON_LLM_KEY", hide_env_values = true)]
    pub llm_key: Option<String>,
    /// A file that holds the key.
    #[arg(long, env = "BATON_LLM_KEY_FILE", conflicts_with = "llm_key")]
    pub llm_key_file: Option<PathBuf>,
}

impl ModelConfig {
    /// The model; nothing where none is named.
    ///
    /// # Errors
    /// Where a setting can't be read, each with a sentence that names it.
    pub fn model(&self) -> anyhow::Result<Option<Model>> {
        let key = given(self.llm_key.as_deref(), self.llm_key_file.as_deref(), "the model's key")?;
        let Some(text) = self.llm.as_deref().filter(|it| !it.trim().is_empty()) else {
            if self.llm_url.is_some() {
                bail!("BATON_LLM_URL is given, but no model: name one with BATON_LLM, such as openai:gpt-4.1-mini");
            }
            return Ok(None);
        };
        let (provider, name) =
            Provider::parse(text).with_context(|| format!("BATON_LLM is `{text}`: give openai:MODEL, anthropic:MODEL or ollama:MODEL"))?;
        let url = self.llm_url.as_deref().map_or(provider.address(), str::trim).trim_end_matches('/').to_owned();
        if !["https://", "http://"].iter().any(|scheme| url.starts_with(scheme)) {
            bail!("BATON_LLM_URL is `{url}`: give an address that starts with https:// or http://");
        }
        // Whoever runs Baton said so themselves: their own network is no secret to them. Owners can't change this address.
        Ok(Some(Model { provider, name: name.to_owned(), url, key: key.filter(|it| !it.is_empty()), outbound: Outbound::everywhere() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(llm: &str, url: Option<&str>) -> anyhow::Result<Option<(Provider, String, String)>> {
        let config = ModelConfig {
            llm: Some(llm.to_owned()).filter(|it| !it.is_empty()),
            llm_url: url.map(str::to_owned),
            llm_key: Some("k".to_owned()),
            llm_key_file: None,
        };
        Ok(config.model()?.map(|it| (it.provider, it.name, it.url)))
    }

    #[test]
    fn a_model_is_named_and_found_where_it_usually_is() {
        let of = |provider, name: &str, url: &str| Some((provider, name.to_owned(), url.to_owned()));
        assert_eq!(model("", None).expect("reads"), None);
        assert_eq!(model("openai:gpt-4.1-mini", None).expect("reads"), of(Provider::OpenAi, "gpt-4.1-mini", "https://api.openai.com/v1"));
        assert_eq!(
            model("ollama:llama3.2:3b", Some("http://gpu:11434/")).expect("reads"),
            of(Provider::Ollama, "llama3.2:3b", "http://gpu:11434")
        );
        for (llm, url) in [("gpt-4", None), ("openai:", None), ("openai:x", Some("ftp://x")), ("", Some("http://x"))] {
            assert!(model(llm, url).is_err(), "{llm} {url:?}");
        }
    }
}
