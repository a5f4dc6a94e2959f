//! In the browser it is the page's, read once: what the server drew must be drawn the same again.

use super::Lang;
use leptos::prelude::document;
use std::cell::OnceCell;

thread_local! {
    static PAGE: OnceCell<Lang> = const { OnceCell::new() };
}

#[inline(never)]
pub fn lang() -> Lang {
    PAGE.with(|page| *page.get_or_init(of_page))
}

fn of_page() -> Lang {
    document().document_element().and_then(|html| Lang::of(&html.get_attribute("lang")?)).unwrap_or_default()
}
