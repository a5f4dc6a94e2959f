//! The text of a source that somebody pasted: it is edited as it was read.

use super::{
    markdown::markdown,
    source::{Page, waiting},
};
use crate::{
    api::knowledge::{DocumentShown, SourceChange, read_document},
    domain::id::DocumentId,
    read::Read,
    ui::{
        effect::{memo, still_with},
        kit::empty::Trouble,
        reading::reading,
        settings::form::{Area, Form, area, foot, sent_by},
        words::{faults, knowledge as words},
    },
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The text as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
struct Typed {
    text: String,
}

/// The part of the page.
pub fn section(page: Page) -> AnyView {
    // Only the first that was there: what is saved here makes another, and the text stays as it was typed.
    let first = memo(move |before: Option<&Option<DocumentId>>| {
        before.cloned().flatten().or_else(|| still_with(&page.pages, |all| all.first().and_then(|it| it.document.clone())))
    });
    let read = reading(
        move || first.get(),
        move |id| async move {
            match id {
                Some(id) => Ok(Some(read_document(id).await?)),
                None => Ok(None),
            }
        },
    );
    let shown = move || {
        Some(match read.try_get().flatten()? {
            Ok(it) => edit(page, it.as_ref().map(whole).unwrap_or_default()),
            Err(fault) => view! { <Trouble say=faults::say(&fault) on_retry=move || read.refetch()/> }.into_any(),
        })
    };
    view! {
        <section class="know-part" aria-label=words::text()>
            <Transition fallback=waiting>{shown}</Transition>
        </section>
    }
    .into_any()
}

/// All that was read, in one piece.
fn whole(it: &DocumentShown) -> String {
    let mut text = if it.title == it.source_name { String::new() } else { format!("# {}\n\n", it.title) };
    let mut heading = "";
    for passage in &it.passages {
        if passage.heading != heading && !passage.heading.is_empty() && passage.heading != it.title {
            text += &format!("## {}\n\n", passage.heading);
        }
        heading = &passage.heading;
        text += &markdown(&passage.blocks);
        text += "\n\n";
    }
    text.trim_end().to_owned()
}

fn edit(page: Page, text: String) -> AnyView {
    let form = Form::of(&format!("knowledge-text-{}", page.id()), Typed { text });
    let save = move || {
        let now = form.draft.get_untracked();
        let change = SourceChange::Text { text: now.text.clone() };
        page.change_in(form.went, change, move || drop(form.saved.try_set(now)));
    };
    let is_changed = Memo::new(move |_| form.is_changed());
    let body = view! {
        {area(
            Area { rows: 16, ..Area::of(words::text_body(), "text", words::text_body_hint()) },
            form.went,
            move || form.with(|it| it.text.clone()),
            move |text| form.draft.update(|it| it.text = text),
        )}
        {foot(form.went, is_changed, &["text"], Box::new(move || form.discard()))}
    };
    sent_by(words::text(), Box::new(save), body.into_any())
}
