//! On the server each request has its language, in context.

use super::Lang;
use leptos::prelude::use_context;

pub fn lang() -> Lang {
    use_context().unwrap_or_default()
}
