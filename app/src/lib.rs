//! What both sides of the wire share, and the inbox that agents use in the browser.
//!
//! `domain` and `talk` (and `read`, how a browser takes them from JSON) are the whole crate when no feature is on: that is what the widget links.
//! `api` and `ui` come with `ui`; `hydrate` is the browser's end of them, `ssr` the server's.

// The browser's end unrolls whole pages into one type.
#![recursion_limit = "256"]

pub mod read;
pub mod domain;
pub mod talk;

#[cfg(all(feature = "ui", not(erase_components)))]
compile_error!("Server and browser draw the same HTML only with `--cfg erase_components`: see .cargo/config.toml.");

#[cfg(feature = "ui")]
pub mod api;
#[cfg(feature = "ui")]
pub mod ui;
#[cfg(feature = "ui")]
pub mod wire;
#[cfg(any(feature = "ui", test))]
pub mod write;

/// The browser's entry: takes over the page that the server has drawn. Who has all of the code in one file says so at once.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(ui::App);
}

/// All of the code is there: what the page does by itself begins.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn whole() {
    ui::effect::be_whole();
}
