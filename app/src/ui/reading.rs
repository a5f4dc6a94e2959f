//! What a page reads from the server before it is drawn.

use crate::{domain::fault::Fault, read::Read, wire::Answer};
use leptos::prelude::*;
use std::pin::Pin;

/// What was read, or why not; nothing while it is under way. The browser begins with what the server drew the page from.
pub type Reading<T> = Resource<Result<T, Fault>, Answer>;

/// Reads by `of`, and again whenever that changes. The page waits for it, so that its first byte tells how it went.
///
/// `Resource` has a reading of its own for each closure that it is given: here it is always given the same kind.
pub fn reading<S, T, F>(of: impl Fn() -> S + Send + Sync + 'static, ask: impl Fn(S) -> F + Send + Sync + 'static) -> Reading<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: serde::Serialize + Read + Send + Sync + 'static,
    F: Future<Output = Result<T, Fault>> + Send + 'static,
{
    type Source<S> = Box<dyn Fn() -> S + Send + Sync>;
    type Came<T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send>>;
    type Ask<S, T> = Box<dyn Fn(S) -> Came<T> + Send + Sync>;

    let of: Source<S> = Box::new(of);
    let ask: Ask<S, T> = Box::new(move |it| Box::pin(ask(it)));
    Resource::new_with_options(of, ask, true)
}
