//! A statement: a text that reads the same on both engines, and its values.

use super::{Error, Result};
use sqlx::{Arguments, AssertSqlSafe, Encode, FromRow, Type, postgres::PgRow, sqlite::SqliteRow};
use std::borrow::Cow;

/// A value that both engines can carry.
#[derive(Debug, Clone)]
pub enum Value {
    Bool(Option<bool>),
    Int(Option<i64>),
    Real(Option<f64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

macro_rules! value {
    ($($kind:ident($ty:ty)),*) => {$(
        impl From<$ty> for Value { fn from(it: $ty) -> Self { Self::$kind(Some(it)) } }
        impl From<Option<$ty>> for Value { fn from(it: Option<$ty>) -> Self { Self::$kind(it) } }
    )*};
}
value!(Bool(bool), Int(i64), Real(f64), Text(String), Bytes(Vec<u8>));

impl From<&str> for Value {
    fn from(it: &str) -> Self {
        Self::Text(Some(it.to_owned()))
    }
}

impl From<app::domain::time::Timestamp> for Value {
    fn from(it: app::domain::time::Timestamp) -> Self {
        Self::Int(Some(it.0))
    }
}

impl From<u64> for Value {
    /// Our numbers count events and epochs: they stay far below 2^63.
    fn from(it: u64) -> Self {
        Self::Int(Some(i64::try_from(it).unwrap_or(i64::MAX)))
    }
}

macro_rules! ids {
    ($($id:ident),*) => {$(
        impl From<&app::domain::id::$id> for Value { fn from(it: &app::domain::id::$id) -> Self { it.as_str().into() } }
    )*};
}
ids!(
    WorkspaceId,
    AccountId,
    AssistantId,
    VisitorId,
    ConversationId,
    MessageId,
    SourceId,
    DocumentId,
    PassageId,
    FileId,
    TeamId,
    PromiseId,
    ViewId,
    CannedId,
    AlertId,
    DeviceId,
    TestQuestionId,
    ContradictionId
);

/// A row that both drivers can decode; `#[derive(FromRow)]` and tuples give it for free.
pub trait Record: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}
impl<T> Record for T where T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> {}

/// One statement with its values.
#[derive(Debug, Clone)]
pub struct Sql {
    text: Cow<'static, str>,
    values: Vec<Value>,
}

/// A statement without values yet; `$1` is the first that is bound.
pub const fn sql(text: &'static str) -> Sql {
    Sql { text: Cow::Borrowed(text), values: Vec::new() }
}

impl Sql {
    /// Binds the next value.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Adds a fixed piece, in which each `{}` stands for the next of `values`.
    ///
    /// # Panics
    /// Where there are more or fewer of them than values: a mistake in the code, whatever the values are.
    pub fn push(mut self, piece: &'static str, values: impl IntoIterator<Item = Value>) -> Self {
        let mut values = values.into_iter();
        let mut text = self.text.into_owned();
        for (nth, fixed) in piece.split("{}").enumerate() {
            if nth > 0 {
                self.values.push(values.next().expect("a value for each place"));
                // The number is ours; a value never becomes text.
                text.push('$');
                text.push_str(&self.values.len().to_string());
            }
            text.push_str(fixed);
        }
        assert!(values.next().is_none(), "a place for each value");
        Self { text: Cow::Owned(text), values: self.values }
    }

    /// Adds the places of a list, a comma between them.
    pub fn push_list(mut self, values: impl IntoIterator<Item = Value>) -> Self {
        for (nth, value) in values.into_iter().enumerate() {
            self = self.push(if nth == 0 { "{}" } else { ", {}" }, [value]);
        }
        self
    }

    /// The text, put together from fixed pieces alone.
    pub(super) fn text(&self) -> AssertSqlSafe<String> {
        AssertSqlSafe(self.text.clone().into_owned())
    }

    pub(super) fn arguments<A>(self) -> Result<A>
    where
        A: Arguments,
        Option<bool>: for<'q> Encode<'q, A::Database> + Type<A::Database>,
        Option<i64>: for<'q> Encode<'q, A::Database> + Type<A::Database>,
        Option<f64>: for<'q> Encode<'q, A::Database> + Type<A::Database>,
        Option<String>: for<'q> Encode<'q, A::Database> + Type<A::Database>,
        Option<Vec<u8>>: for<'q> Encode<'q, A::Database> + Type<A::Database>,
    {
        let mut args = A::default();
        for value in self.values {
            match value {
                Value::Bool(it) => args.add(it),
                Value::Int(it) => args.add(it),
                Value::Real(it) => args.add(it),
                Value::Text(it) => args.add(it),
                Value::Bytes(it) => args.add(it),
            }
            .map_err(|error| Error::Sql(sqlx::Error::Encode(error)))?;
        }
        Ok(args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_numbered_and_never_become_text() {
        let text = sql("select 1 where a = $1").bind("x").push(" and b = {} and c in (", ["'; drop --".into()]);
        let text = text.push_list([1_i64.into(), 2_i64.into()]).push(") limit {}", [3_i64.into()]);
        assert_eq!(text.text, "select 1 where a = $1 and b = $2 and c in ($3, $4) limit $5");
        assert_eq!(text.values.len(), 5);
    }
}
