//! The words of `#[serde(…)]` that we follow.

use syn::{Attribute, LitStr, Result};

/// What stands in an item's, a variant's or a field's `#[serde(…)]`.
#[derive(Default)]
pub struct Words {
    /// The key that says which variant it is.
    pub tag: Option<String>,
    pub is_snake_case: bool,
    /// It is written as a text, and read by `TryFrom<String>`.
    pub from_text: bool,
    /// Its own fields stand among those around it.
    pub flatten: bool,
    pub missing: Missing,
}

/// What follows where a field is missing.
#[derive(Default, Clone, Copy)]
pub enum Missing {
    #[default]
    Fails,
    Default,
}

impl Words {
    pub fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut it = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| {
                let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                let value = || Ok::<_, syn::Error>(meta.value()?.parse::<LitStr>()?.value());
                match word.as_str() {
                    "tag" => it.tag = Some(value()?),
                    "rename_all" if value()? == "snake_case" => it.is_snake_case = true,
                    "try_from" if value()? == "String" => it.from_text = true,
                    "default" => it.missing = Missing::Default,
                    "flatten" => it.flatten = true,
                    // How it is written, and what is said of fields that aren't known, doesn't matter here.
                    "into" | "skip_serializing_if" => drop(value()?),
                    "transparent" | "deny_unknown_fields" => {}
                    _ => return Err(meta.error("`Read` doesn't know this: see app/derive/src/words.rs")),
                }
                Ok(())
            })?;
        }
        Ok(it)
    }
}
