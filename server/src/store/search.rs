//! The index of the log, the labels of conversations, and what a search reads around them.

pub mod index;
pub mod label;
pub mod read;

use crate::db::{Result, Sql, Value};
use std::sync::LazyLock;

/// So many values go into one list of a statement; a shorter list repeats its last one.
pub const LIST: usize = 64;

/// `$from, …`: as many values as [`LIST`].
fn list(from: usize) -> String {
    (from..from + LIST).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// Binds a list to the places that [`list`] made; nothing where it is empty.
fn listed<T>(ask: Sql, list: &[T], value: impl Fn(&T) -> Value) -> Option<Sql> {
    let last = list.last()?;
    Some(list.iter().chain(std::iter::repeat(last)).take(LIST).fold(ask, |ask, it| ask.bind(value(it))))
}

/// Rows of JSON, read.
fn read_all<T: serde::de::DeserializeOwned>(rows: Vec<(String,)>) -> Result<Vec<T>> {
    Ok(rows.into_iter().map(|(text,)| serde_json::from_str(&text)).collect::<Result<_, _>>()?)
}

/// A statement whose text is made once.
type Text = LazyLock<String>;
