//! Whose knowledge is looked at, where there are several assistants: chosen once for all pages of knowledge.

use crate::{
    api::trials::{Choice, list_assistants},
    domain::id::AssistantId,
    ui::{
        effect::{memo, still, still_with},
        kit::{
            empty::Empty,
            mark::Mark,
            whose::{links, named, one_of},
        },
        reading::{Reading, reading},
        words::{assistants as words, frame},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The assistant that the address names, and those that there are.
#[derive(Debug, Clone, Copy)]
pub struct Whose {
    pub chosen: Memo<Option<AssistantId>>,
    pub all: Reading<Vec<Choice>>,
}

impl Whose {
    /// As it is read once for the page.
    pub fn of_page() -> Self {
        Self { chosen: named(), all: reading(|| (), |()| list_assistants()) }
    }

    /// Whether what is this assistant's is looked at.
    pub fn holds(self, id: &AssistantId) -> bool {
        still(&self.chosen).is_none_or(|chosen| chosen == *id)
    }

    /// The assistants where they have to be told apart, else none; nothing as long as that isn't known.
    pub fn several(self) -> Option<Vec<Choice>> {
        let all = self.all.try_get().flatten()?.unwrap_or_default();
        Some(if all.len() > 1 { all } else { Vec::new() })
    }

    /// An address of knowledge that keeps the choice.
    pub fn keeps(self, path: &str) -> String {
        still(&self.chosen).map_or_else(|| path.to_owned(), |id| format!("{path}?assistant={id}"))
    }
}

/// How one of `several` is called.
pub fn name_in(several: &[Choice], id: &AssistantId) -> Option<String> {
    several.iter().find(|it| it.id == *id).map(|it| it.name.clone())
}

/// What a page can show: of one assistant, or of all at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Of {
    Any,
    One,
    /// What it shows is one assistant's already.
    #[default]
    Given,
}

impl Of {
    fn page(path: &str) -> Self {
        match path {
            "/knowledge" | "/knowledge/asked" | "/knowledge/questions" | "/knowledge/contradictions" => Self::Any,
            "/knowledge/try" | "/knowledge/add" => Self::One,
            _ => Self::Given,
        }
    }
}

/// The choice, where there is one.
pub fn chooser(whose: Whose) -> AnyView {
    let pathname = use_location().pathname;
    let of = memo(move |_| still_with(&pathname, |path| Of::page(path.trim_end_matches('/'))));
    let shown = move || {
        let all: Vec<_> = whose.several()?.into_iter().map(|it| (it.id, it.name)).collect();
        Some(match still(&of) {
            Of::Any => links(all, whose.chosen, Some(words::all())),
            Of::One => {
                let chosen = one_of(all.iter().map(|(id, _)| id.clone()).collect());
                links(all, chosen, None)
            }
            Of::Given => ().into_any(),
        })
    };
    view! { <Transition fallback=|| ()>{shown}</Transition> }.into_any()
}

/// The address names an assistant that isn't there.
pub fn unknown() -> AnyView {
    view! { <Empty mark=Mark::Warn title=frame::no_such_page()><p>{frame::address_may_be_old()}</p></Empty> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_has_its_assistant_and_the_other_pages_are_asked_whose() {
        for (path, of) in [
            ("/knowledge", Of::Any),
            ("/knowledge/asked", Of::Any),
            ("/knowledge/try", Of::One),
            ("/knowledge/add", Of::One),
            ("/knowledge/01source", Of::Given),
        ] {
            assert_eq!(Of::page(path), of, "{path}");
        }
    }
}
