//! Who am I. Signing in and out are plain forms that work without script; their routes are the server's.

use super::Caller;
use crate::domain::fault::Fault;
use leptos::prelude::*;

/// Where the sign-in form posts to.
pub const SIGN_IN: &str = "/session";
/// Where the form that chooses a language posts to.
pub const LANGUAGE: &str = "/language";
/// Where the sign-out form posts to.
pub const SIGN_OUT: &str = "/session/end";

/// Who is signed in; nothing where nobody is.
#[server(prefix = "/api/app", endpoint = "me", protocol = crate::wire::Wire)]
pub async fn me() -> Result<Option<Caller>, Fault> {
    match super::enter() {
        Ok(entered) => Ok(Some(entered.me)),
        Err(Fault::SignedOut) => Ok(None),
        Err(fault) => Err(fault),
    }
}
