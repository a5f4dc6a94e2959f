//! Asking the assistant without anybody hearing it, and questions whose answers are checked.

use super::Caller;
use crate::domain::{
    answer::Answer,
    fault::Fault,
    id::{AssistantId, TestQuestionId},
    time::Timestamp,
    trial::{Expect, Ran},
    turn::Turn,
};
use crate::read::Read;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the desk answers about trials.
#[async_trait::async_trait]
pub trait TrialDesk: Send + Sync {
    /// The assistants that can be asked.
    async fn assistants(&self, me: &Caller) -> Result<Vec<Choice>, Fault>;
    /// What an assistant would answer to `question` after `earlier` ones. Nothing is kept.
    async fn try_question(&self, me: &Caller, assistant: &AssistantId, earlier: Vec<Tried>, question: &str) -> Result<Turn, Fault>;
    /// The questions whose answers are checked.
    async fn test_questions(&self, me: &Caller) -> Result<Tests, Fault>;
    /// Adds a question, or changes one; it is run at once.
    async fn save_test_question(&self, me: &Caller, draft: TestDraft) -> Result<Tests, Fault>;
    /// Takes a question away.
    async fn remove_test_question(&self, me: &Caller, id: &TestQuestionId) -> Result<Tests, Fault>;
    /// Runs one question, or all.
    async fn run_test_questions(&self, me: &Caller, only: Option<TestQuestionId>) -> Result<Tests, Fault>;
    /// Adds the questions of a file with one JSON object per line. `may_offer`: an offer of the right page is enough.
    async fn import_test_questions(&self, me: &Caller, assistant: &AssistantId, lines: &str, may_offer: bool) -> Result<Imported, Fault>;
    /// What an owner should look at.
    async fn warnings(&self, me: &Caller) -> Result<Warnings, Fault>;
}

/// An assistant to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Choice {
    pub id: AssistantId,
    pub name: String,
}

/// A question of a trial, and what was said to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct Tried {
    pub question: String,
    pub said: Option<Answer>,
}

/// The questions whose answers are checked, and the assistants that they are put to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Tests {
    pub assistants: Vec<Choice>,
    /// In the order in which they were added.
    pub questions: Vec<TestQuestion>,
}

/// A question whose answer is checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct TestQuestion {
    pub id: TestQuestionId,
    pub assistant: AssistantId,
    pub question: String,
    pub expects: Expect,
    /// It is about to be run.
    pub is_waiting: bool,
    /// Since when it fails that passed before.
    pub broken_at: Option<Timestamp>,
    /// What came of the last run; nothing before the first.
    pub ran: Option<Ran>,
}

/// A question that somebody adds, or changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct TestDraft {
    pub id: Option<TestQuestionId>,
    pub assistant: AssistantId,
    pub question: String,
    pub expects: Expect,
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Imported {
    pub n_new: u64,
    /// Those that were there already.
    pub n_same: u64,
    /// Lines that can't be used: number from 1, and why.
    pub wrong: Vec<(u64, WrongLine)>,
    pub tests: Tests,
}

/// Why a line of an import can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum WrongLine {
    /// Not a JSON object with `question` and `answerable`.
    Unreadable,
    /// The question is empty or too long.
    Question,
    /// It should be answered, and no page is named.
    NoPage,
    /// Its pattern isn't a regular expression.
    Pattern,
}

/// What an owner should look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Warnings {
    /// Test questions that passed before and fail now.
    pub n_broken: u64,
    /// Contradictions that nobody has settled.
    pub n_open: u64,
    /// Sources in use that can't be read, or weren't for long.
    pub n_failing: u64,
}

impl Warnings {
    /// How many there are in all.
    pub const fn n(self) -> u64 {
        self.n_broken + self.n_open + self.n_failing
    }
}

/// The assistants that can be asked.
#[server(prefix = "/api/app", endpoint = "trial_assistants", protocol = crate::wire::Wire)]
pub async fn list_assistants() -> Result<Vec<Choice>, Fault> {
    let it = super::enter()?;
    it.desk.assistants(&it.me).await
}

/// What an assistant would answer.
#[server(prefix = "/api/app", endpoint = "try_question", protocol = crate::wire::Wire)]
pub async fn try_question(assistant: AssistantId, earlier: Vec<Tried>, question: String) -> Result<Turn, Fault> {
    let it = super::enter()?;
    it.desk.try_question(&it.me, &assistant, earlier, &question).await
}

/// The questions whose answers are checked.
#[server(prefix = "/api/app", endpoint = "test_questions", protocol = crate::wire::Wire)]
pub async fn read_tests() -> Result<Tests, Fault> {
    let it = super::enter()?;
    it.desk.test_questions(&it.me).await
}

/// Adds a question, or changes one.
#[server(prefix = "/api/app", endpoint = "save_test_question", protocol = crate::wire::Wire)]
pub async fn save_test(draft: TestDraft) -> Result<Tests, Fault> {
    let it = super::enter()?;
    it.desk.save_test_question(&it.me, draft).await
}

/// Takes a question away.
#[server(prefix = "/api/app", endpoint = "remove_test_question", protocol = crate::wire::Wire)]
pub async fn remove_test(id: TestQuestionId) -> Result<Tests, Fault> {
    let it = super::enter()?;
    it.desk.remove_test_question(&it.me, &id).await
}

/// Runs one question, or all.
#[server(prefix = "/api/app", endpoint = "run_test_questions", protocol = crate::wire::Wire)]
pub async fn run_tests(only: Option<TestQuestionId>) -> Result<Tests, Fault> {
    let it = super::enter()?;
    it.desk.run_test_questions(&it.me, only).await
}

/// Adds the questions of a file.
#[server(prefix = "/api/app", endpoint = "import_test_questions", protocol = crate::wire::Wire)]
pub async fn import_tests(assistant: AssistantId, lines: String, may_offer: bool) -> Result<Imported, Fault> {
    let it = super::enter()?;
    it.desk.import_test_questions(&it.me, &assistant, &lines, may_offer).await
}

/// What an owner should look at.
#[server(prefix = "/api/app", endpoint = "knowledge_warnings", protocol = crate::wire::Wire)]
pub async fn read_warnings() -> Result<Warnings, Fault> {
    let it = super::enter()?;
    it.desk.warnings(&it.me).await
}
