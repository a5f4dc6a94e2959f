//! A question that was asked becomes a test question.

use super::wanted::{self, Wanted};
use crate::{
    api::trials::{TestDraft, save_test},
    domain::{fault::Fault, id::AssistantId},
    ui::effect::spawn_local,
};
use leptos::prelude::*;

/// What is filled in, and whether it is done.
#[derive(Debug, Clone, Copy)]
pub struct Keep {
    pub is_open: RwSignal<bool>,
    pub is_saved: RwSignal<bool>,
    is_busy: RwSignal<bool>,
    wrong: RwSignal<Option<Fault>>,
    wanted: RwSignal<Wanted>,
    question: StoredValue<(AssistantId, String)>,
}

impl Keep {
    /// `question`, which that assistant was asked; `wanted` is what the form begins with.
    pub fn of(assistant: AssistantId, question: String, wanted: Wanted) -> Self {
        Self {
            is_open: RwSignal::new(false),
            is_saved: RwSignal::new(false),
            is_busy: RwSignal::new(false),
            wrong: RwSignal::new(None),
            wanted: RwSignal::new(wanted),
            question: StoredValue::new((assistant, question)),
        }
    }

    /// The fields with their buttons. `name` sets the choices of several forms on a page apart.
    pub fn form(self, name: &str) -> AnyView {
        view! {
            {wanted::fields(self.wanted, name)}
            {wanted::steps(self.wrong, self.is_busy, move || self.save(), move || self.is_open.set(false))}
        }
        .into_any()
    }

    fn save(self) {
        let (assistant, question) = self.question.get_value();
        let draft = TestDraft { id: None, assistant, question, expects: self.wanted.get_untracked().expects() };
        self.is_busy.set(true);
        spawn_local(async move {
            let came = save_test(draft).await;
            self.is_busy.try_set(false);
            match came {
                Ok(_) => {
                    self.is_saved.try_set(true);
                    self.is_open.try_set(false);
                }
                Err(fault) => {
                    self.wrong.try_set(Some(fault));
                }
            }
        });
    }
}
