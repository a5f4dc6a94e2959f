//! The document around the application. Assets have hashed names, so the server says where they are.

use super::{
    App,
    words::{frame as words, lang},
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

/// Where the bundle and the style are, as paths. The server provides it as context.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub wasm: String,
    pub favicon: String,
}

/// The whole document.
pub fn shell() -> impl IntoView {
    let Assets { css, js, wasm, favicon } = use_context::<Assets>().unwrap_or_default();
    let start = format!("import(\"{js}\").then(m => m.default({{module_or_path: \"{wasm}\"}}).then(() => {{ m.hydrate(); m.whole?.() }}))");
    view! {
        <!DOCTYPE html>
        <html lang=lang().tag() dir=lang().dir()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" type="image/svg+xml" href=favicon/>
                <link rel="stylesheet" href=css/>
                <link rel="modulepreload" href=js/>
                <link rel="preload" r#as="fetch" crossorigin="anonymous" href=wasm/>
                <script type="module" nonce=use_nonce()>{start}</script>
                <MetaTags/>
            </head>
            <body>
                <App/>
                <p id="missing" class="missing" role="alert" hidden>{words::missing()} " " <a href="">{words::reload()}</a></p>
            </body>
        </html>
    }
}
