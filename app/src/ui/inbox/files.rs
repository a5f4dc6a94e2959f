//! Files that a message brought.

use crate::{
    domain::file::File,
    ui::{
        kit::mark::{Icon, Mark},
        words::composer as words,
    },
};
use leptos::prelude::*;

/// The files under a message: pictures as such, the rest by name and size. Nothing where there are none.
pub fn files_view(files: &[File]) -> AnyView {
    if files.is_empty() {
        return ().into_any();
    }
    let each = files.iter().map(|file| view! { <li>{if file.is_picture() { picture(file) } else { other(file) }}</li> });
    view! { <ul class="files" role="list" aria-label=words::files()>{each.collect_view()}</ul> }.into_any()
}

/// Its size is told beforehand, so that nothing moves when it has come.
fn picture(file: &File) -> AnyView {
    let (path, label) = (file.path(), words::open_picture(&file.name));
    view! {
        <a class="file-picture" href=path target="_blank" rel="noopener" aria-label=label>
            <img src=file.path() alt=file.name.clone() width=file.width height=file.height loading="lazy" decoding="async"/>
        </a>
    }
    .into_any()
}

fn other(file: &File) -> AnyView {
    let size = words::size(file.bytes);
    let label = words::download(&file.name, &size);
    view! {
        <a class="file-other" href=file.path() download=file.name.clone() aria-label=label>
            <Icon mark=Mark::Clip/>
            <span class="file-name" dir="auto">{file.name.clone()}</span>
            <span class="file-size">{size}</span>
        </a>
    }
    .into_any()
}
