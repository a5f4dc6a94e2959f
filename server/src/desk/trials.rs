//! Asking the assistant without anybody hearing it, and questions whose answers are checked.

mod import;

use super::{Desk, Failure, Next, Result, model::Aim};
use crate::{
    answer::judge::{judge, pattern},
    chance, db,
    react::Job,
    store::{
        self,
        assistant::Profile,
        test_question::{Asker, Kept},
    },
};
use app::{
    api::{
        Caller,
        trials::{Choice, Imported, TestDraft, TestQuestion, Tests, TrialDesk, Tried, Warnings},
    },
    domain::{
        answer::{Answer, Receipt},
        event::{Event, What},
        fault::Fault,
        id::{AssistantId, ConversationId, MessageId, Seq, TestQuestionId, WorkspaceId},
        person::Author,
        text::Body,
        time::Timestamp,
        trial::{Expect, Missed, Ran},
        turn::{Fate, Turn},
    },
};
use futures::FutureExt;

/// So long after the docs have changed, in milliseconds, questions are run again: what changes in a row is one change.
pub const DELAY_MS: i64 = 3_000;
/// A workspace may have so many questions.
const MOST: u64 = 2_000;
/// So many are run before the job is put down for a moment.
const AT_ONCE: usize = 20;
/// A trial looks back at so many questions.
const MOST_EARLIER: usize = 10;
/// A question may expect so many pages, and so many characters of a pattern.
const MOST_PAGES: usize = 20;
const LONGEST_PATTERN: usize = 500;

#[async_trait::async_trait]
impl TrialDesk for Desk {
    async fn assistants(&self, me: &Caller) -> Result<Vec<Choice>, Fault> {
        self.choices(&me.workspace).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn try_question(&self, me: &Caller, assistant: &AssistantId, earlier: Vec<Tried>, question: &str) -> Result<Turn, Fault> {
        self.tried(&me.workspace, assistant, earlier, question, Aim::Try).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn test_questions(&self, me: &Caller) -> Result<Tests, Fault> {
        self.read_tests(&me.workspace).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn save_test_question(&self, me: &Caller, draft: TestDraft) -> Result<Tests, Fault> {
        self.save_test(&me.workspace, draft).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn remove_test_question(&self, me: &Caller, id: &TestQuestionId) -> Result<Tests, Fault> {
        self.remove_test(&me.workspace, id).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn run_test_questions(&self, me: &Caller, only: Option<TestQuestionId>) -> Result<Tests, Fault> {
        self.run_tests(&me.workspace, only).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn import_test_questions(&self, me: &Caller, assistant: &AssistantId, lines: &str, may_offer: bool) -> Result<Imported, Fault> {
        self.import_tests(&me.workspace, assistant, lines, may_offer).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn warnings(&self, me: &Caller) -> Result<Warnings, Fault> {
        self.read_warnings(&me.workspace).await.map_err(|failure| failure.told(self.clock.now()))
    }
}

impl Desk {
    async fn choices(&self, workspace: &WorkspaceId) -> Result<Vec<Choice>> {
        let all = store::assistant::of_workspace(&self.db, workspace).await?;
        Ok(all.into_iter().map(|it| Choice { id: it.id, name: it.name.as_str().to_owned() }).collect())
    }

    async fn assistant_of(&self, workspace: &WorkspaceId, id: &AssistantId) -> Result<Profile> {
        let found = store::assistant::of_workspace(&self.db, workspace).await?.into_iter().find(|it| it.id == *id);
        found.ok_or(Failure::Fault(Fault::NotFound))
    }

    async fn tried(&self, workspace: &WorkspaceId, assistant: &AssistantId, earlier: Vec<Tried>, question: &str, aim: Aim) -> Result<Turn> {
        let profile = self.assistant_of(workspace, assistant).await?;
        let events = thread(earlier, question, self.clock.now())?;
        self.dry_turn(workspace, &profile.assistant(), &events, aim).await
    }

    async fn read_tests(&self, workspace: &WorkspaceId) -> Result<Tests> {
        let questions = store::test_question::all(&self.db, workspace).await?.into_iter().map(shown).collect();
        Ok(Tests { assistants: self.choices(workspace).await?, questions })
    }

    async fn save_test(&self, workspace: &WorkspaceId, draft: TestDraft) -> Result<Tests> {
        let profile = self.assistant_of(workspace, &draft.assistant).await?;
        let (question, expects) = (Body::plain(&draft.question)?.text, checked(draft.expects)?);
        let now = self.clock.now();
        let (wall, id) = (workspace.clone(), draft.id.unwrap_or_else(|| chance::test_question(now)));
        let save = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                if store::test_question::count(tx, &wall).await? >= MOST {
                    return Err(too_many());
                }
                if store::test_question::save(tx, &wall, &id, &profile.id, &question, &expects, now).await? == 0 {
                    return Err(Fault::NotFound.into());
                }
                Ok(add_job(tx, &wall, now, now).await?)
            }
            .boxed()
        });
        save.await?;
        self.trials.notify_one();
        self.read_tests(workspace).await
    }

    async fn remove_test(&self, workspace: &WorkspaceId, id: &TestQuestionId) -> Result<Tests> {
        let (wall, id) = (workspace.clone(), id.clone());
        self.db.write(move |tx| async move { store::test_question::remove(tx, &wall, &id).await }.boxed()).await?;
        self.read_tests(workspace).await
    }

    async fn run_tests(&self, workspace: &WorkspaceId, only: Option<TestQuestionId>) -> Result<Tests> {
        let (wall, now) = (workspace.clone(), self.clock.now());
        let want = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                let n = store::test_question::want(tx, &wall, only.as_ref(), Asker::Person, now).await?;
                if n == 0 && only.is_some() {
                    return Err(Fault::NotFound.into());
                }
                Ok(add_job(tx, &wall, now, now).await?)
            }
            .boxed()
        });
        want.await?;
        self.trials.notify_one();
        self.read_tests(workspace).await
    }

    async fn read_warnings(&self, workspace: &WorkspaceId) -> Result<Warnings> {
        Ok(Warnings {
            n_broken: store::test_question::n_broken(&self.db, workspace).await?,
            n_open: store::contradiction::n_open(&self.db, workspace).await?,
            n_failing: store::source::n_failing(&self.db, workspace, self.clock.now()).await?,
        })
    }

    /// What follows from a new index: contradictions are looked for, and questions that were answered from another one
    /// are to be run again.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn docs_changed(&self, assistant: &AssistantId) -> Result<()> {
        let Some(profile) = store::assistant::by_id(&self.db, assistant).await? else { return Ok(()) };
        self.find_contradictions(&profile).await?;
        let Some(shelf) = self.library.shelf(assistant) else { return Ok(()) };
        let (now, mark) = (self.clock.now(), shelf.mark());
        let want = self.db.write::<_, db::Error, _>(move |tx| {
            async move {
                let due = now.plus(DELAY_MS);
                if store::test_question::want_on(tx, &profile.workspace, &profile.id, &mark, due).await? > 0 {
                    add_job(tx, &profile.workspace, now, due).await?;
                }
                Ok(())
            }
            .boxed()
        });
        Ok(want.await?)
    }

    /// Runs some of the questions that are wanted, one after another.
    ///
    /// # Errors
    /// Where the database fails: the job is taken again.
    pub async fn run_some(&self, workspace: &WorkspaceId) -> Result<Next> {
        for _ in 0..AT_ONCE {
            let Some(it) = store::test_question::next(&self.db, workspace, self.clock.now()).await? else { return Ok(Next::Done) };
            let mark = self.library.shelf(&it.assistant).map(|shelf| shelf.mark()).unwrap_or_default();
            let ran = self.examine(workspace, &it).await;
            let (wall, broken_at) = (workspace.clone(), broken_at(&it, &ran));
            let note =
                self.db.write(move |tx| async move { store::test_question::note(tx, &wall, &it, &ran, &mark, broken_at).await }.boxed());
            note.await?;
        }
        Ok(Next::Again { due: self.clock.now() })
    }

    /// What comes of a question now. One that can't be run says so: it doesn't hold up the others.
    ///
    /// Who runs it by hand may have the language model answer, as visitors do. What runs by itself, after a change of docs or
    /// settings, is the built-in engine's verdict alone: a site that changes by the hour doesn't eat the month's cap.
    pub async fn examine(&self, workspace: &WorkspaceId, it: &Kept) -> Ran {
        let at = self.clock.now();
        let aim = if it.is_by_hand { Aim::Try } else { Aim::TryBuiltIn };
        match self.tried(workspace, &it.assistant, Vec::new(), &it.question, aim).await {
            Ok(turn) => Ran {
                at,
                fate: turn.fate(),
                pages: turn.pages().into_iter().map(str::to_owned).collect(),
                why: turn.cause.as_ref().map(|cause| cause.why),
                missed: judge(&it.expects, &turn),
            },
            Err(failure) => {
                failure.told(at);
                Ran { at, fate: Fate::HandsOver, pages: Vec::new(), why: None, missed: Some(Missed::Broken) }
            }
        }
    }
}

/// All questions of a workspace are to be run again, soon: what is wanted of the assistant has changed.
pub(super) async fn want_again(tx: &mut db::Tx, workspace: &WorkspaceId, now: Timestamp) -> db::Result<()> {
    let due = now.plus(DELAY_MS);
    if store::test_question::want(tx, workspace, None, Asker::Change, due).await? > 0 {
        add_job(tx, workspace, now, due).await?;
    }
    Ok(())
}

async fn add_job(tx: &mut db::Tx, workspace: &WorkspaceId, now: Timestamp, due: Timestamp) -> db::Result<()> {
    let job = Job::TryQuestions;
    store::job::add(tx, &chance::id(now), workspace, job.kind(), serde_json::to_string(&job)?, due).await
}

/// Since when it fails that passed before.
fn broken_at(before: &Kept, ran: &Ran) -> Timestamp {
    let passed = before.ran.as_ref().is_some_and(|ran| ran.missed.is_none());
    match ran.missed {
        None => Timestamp(0),
        Some(_) if passed => ran.at,
        Some(_) => before.broken_at,
    }
}

fn shown(it: Kept) -> TestQuestion {
    TestQuestion {
        id: it.id,
        assistant: it.assistant,
        question: it.question,
        expects: it.expects,
        is_waiting: it.wanted_at > Timestamp(0),
        broken_at: Some(it.broken_at).filter(|at| *at > Timestamp(0)),
        ran: it.ran,
    }
}

/// An expectation that can be met.
fn checked(expects: Expect) -> Result<Expect, Fault> {
    let pages = |pages: Vec<String>| {
        let pages: Vec<String> = pages.iter().map(|page| page.trim().to_owned()).filter(|page| !page.is_empty()).take(MOST_PAGES).collect();
        if pages.is_empty() { Err(Fault::invalid("pages", "Name the page that the answer should come from.")) } else { Ok(pages) }
    };
    Ok(match expects {
        Expect::Answer { pages: of, pattern: text } => {
            let text = text.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
            if text.as_ref().is_some_and(|it| it.chars().count() > LONGEST_PATTERN || pattern(it).is_none()) {
                return Err(Fault::invalid(
                    "pattern",
                    "These words aren't a pattern that can be searched for. Use plain words, or a regular expression.",
                ));
            }
            Expect::Answer { pages: pages(of)?, pattern: text }
        }
        Expect::Offer { pages: of } => Expect::Offer { pages: pages(of)? },
        Expect::HandOver => Expect::HandOver,
    })
}

fn too_many() -> Failure {
    Fault::invalid("question", "There are 2,000 test questions already. Remove some first.").into()
}

/// The events of a trial: what was asked and said before, and the question that is open.
fn thread(mut earlier: Vec<Tried>, question: &str, now: Timestamp) -> Result<Vec<Event>, Fault> {
    let n_old = earlier.len().saturating_sub(MOST_EARLIER);
    earlier.drain(..n_old);
    let mut whats = Vec::new();
    for it in earlier {
        whats.push((Author::Visitor, said(&it.question, now)?));
        // Where a person was called, the trial goes on as if they had handed it back.
        let answer = it.said.unwrap_or_else(|| Answer::not_covered(Receipt::empty()));
        whats.push((Author::Assistant, What::Answered { id: message(now), answer: Box::new(answer) }));
    }
    whats.push((Author::Visitor, said(question, now)?));
    let conversation: ConversationId = chance::conversation(now);
    let event = |(seq, (by, what)): (Seq, (Author, What))| Event { seq, conversation: conversation.clone(), at: now, by, what };
    Ok((1..).zip(whats).map(event).collect())
}

fn said(text: &str, now: Timestamp) -> Result<What, Fault> {
    Ok(What::Said { id: message(now), body: Body::plain(text)?, page: None, files: Vec::new() })
}

fn message(now: Timestamp) -> MessageId {
    chance::message(now)
}
