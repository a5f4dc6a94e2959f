//! The assistant's turn: look the question up, decide, say it. What it says is void if anything moved meanwhile.

use super::{Desk, Failure, Result, act::Target, listen::heard};
use crate::{
    answer::{Hit, Outcome, Part as EnginePart, Question, SmallTalk, Verdict, Why},
    library::Shelf,
    markdown, store,
};
use anyhow::Context;
use app::api::composer::Suggestion;
use app::domain::{
    answer::{Answer, Citation, Gate, Part, Receipt, Retrieved},
    command::{Actor, Command},
    conversation::Conversation,
    event::{Event, What},
    fault::Fault,
    handoff::{Cause, Reason},
    id::{ConversationId, DocumentId, MessageId, PassageId, WorkspaceId},
    policy::{Policy, Step},
    rich::{Block, Href},
    text::Body,
};
use std::{collections::HashMap, sync::Arc};

/// Earlier questions that a follow-up may point back to.
const MOST_EARLIER: usize = 4;
/// The quote of a citation has at most this many characters.
const LONGEST_QUOTE: usize = 600;

impl Desk {
    /// Takes the assistant's turn in a conversation, as it stood at `epoch`. Does nothing where that turn is over.
    /// `turn` names the turn: taken twice, it is said once.
    ///
    /// # Errors
    /// Where the database or the engine fails: the turn can be taken again.
    pub async fn take_turn(&self, workspace: &WorkspaceId, id: &ConversationId, epoch: u64, turn: &str) -> Result<()> {
        let Some(it) = store::conversation::by_id(&self.db, workspace, id).await? else { return Ok(()) };
        if it.epoch != epoch {
            return Ok(());
        }
        let events = store::event::of_conversation(&self.db, workspace, id, 0).await?;
        let wish = self.wish(workspace, &it, &events, turn).await?;
        self.say_as_assistant(workspace, id, wish).await
    }

    /// What the assistant wants to do in a conversation, after its `events`. Nothing is said, and nothing is kept.
    pub(super) async fn wish(&self, workspace: &WorkspaceId, it: &Conversation, events: &[Event], turn: &str) -> Result<Command> {
        let (assistant, epoch) = (&it.assistant.id, it.epoch);
        let begun = self.clock.now();
        let question = question(events);
        let cause = self.heard(workspace, &question.text, events).await?;
        let wish = match self.library.shelf(assistant) {
            // Nobody looks into files but people.
            _ if only_files(events) => Command::HandOff { id: message(turn)?, epoch, cause: Reason::NotInDocs.into(), receipt: None },
            Some(shelf) => brought_in(self.decide_on(shelf, question, epoch, turn, begun).await?, cause),
            None => Command::HandOff { id: message(turn)?, epoch, cause: Reason::NotInDocs.into(), receipt: None },
        };
        self.undisputed(workspace, assistant, wish).await
    }

    /// Why a person should see these words, as far as the owner's policy wants anything to follow.
    async fn heard(&self, workspace: &WorkspaceId, asked: &str, events: &[Event]) -> Result<Option<Heard>> {
        let ears = self.ears(workspace).await?;
        let Some(cause) = heard(asked, events, &ears) else { return Ok(None) };
        let policy: Policy = store::setting::read(&self.db, workspace).await?;
        Ok(match policy.step(cause.why) {
            Step::Off => None,
            step => Some(Heard { cause, hands_off: step == Step::HandOff }),
        })
    }

    /// Gives the conversation to people, because the assistant couldn't take its turn.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn give_up_turn(&self, workspace: &WorkspaceId, id: &ConversationId, epoch: u64, turn: &str) -> Result<()> {
        let said = Command::HandOff { id: message(turn)?, epoch, cause: Reason::AssistantFailed.into(), receipt: None };
        self.say_as_assistant(workspace, id, said).await
    }

    /// What the assistant would answer to the visitor's open question. Nothing is said, and nothing is kept.
    ///
    /// # Errors
    /// `NotFound` for a conversation that isn't this workspace's; where the database or the engine fails.
    pub(super) async fn suggestion(&self, workspace: &WorkspaceId, id: &ConversationId) -> Result<Option<Suggestion>> {
        let it = store::conversation::by_id(&self.db, workspace, id).await?.ok_or(Failure::Fault(Fault::NotFound))?;
        let events = store::event::of_conversation(&self.db, workspace, id, 0).await?;
        let question = question(&events);
        let Some(shelf) = self.library.shelf(&it.assistant.id) else { return Ok(None) };
        let (library, books) = (Arc::clone(&self.library), Arc::clone(&shelf));
        let verdict = tokio::task::spawn_blocking(move || library.verdict(&books, &question)).await.context("looking a question up")?;
        Ok(match &verdict.outcome {
            Outcome::Answer { parts } => {
                let text = parts.iter().map(|part| part.markdown.trim()).collect::<Vec<_>>().join("\n\n");
                Some(Suggestion { text, sources: citations(&shelf, &cited(&shelf, parts)) })
            }
            Outcome::Suggest { hits } => {
                let places: Vec<usize> = hits.iter().map(|hit| hit.passage).collect();
                let best = places.first().map(|place| shelf.rows[*place].markdown.trim().to_owned()).unwrap_or_default();
                Some(Suggestion { text: best, sources: citations(&shelf, &places) }).filter(|it| !it.text.is_empty())
            }
            Outcome::SmallTalk(_) | Outcome::WantsPerson | Outcome::HandOff(_) => None,
        })
    }

    async fn say_as_assistant(&self, workspace: &WorkspaceId, id: &ConversationId, command: Command) -> Result<()> {
        match self.act_on(workspace, Actor::Assistant, Target::Id(id.clone()), command).await {
            // A person spoke first: the assistant's words are dropped, which is the point.
            Ok(_) | Err(Failure::Fault(Fault::Stale)) => Ok(()),
            Err(failure) => Err(failure),
        }
    }

    async fn decide_on(
        &self,
        shelf: Arc<Shelf>,
        question: Question,
        epoch: u64,
        turn: &str,
        begun: app::domain::time::Timestamp,
    ) -> Result<Command> {
        let library = Arc::clone(&self.library);
        let (books, asked) = (Arc::clone(&shelf), question.clone());
        let verdict = tokio::task::spawn_blocking(move || library.verdict(&books, &asked)).await.context("looking a question up")?;
        let ms = u32::try_from(self.clock.now().0.saturating_sub(begun.0)).unwrap_or(0);
        let id = message(turn)?;
        Ok(command(&shelf, &question, &verdict, epoch, id, ms))
    }
}

/// Why a person should see what the visitor wrote, and whether that takes the turn away from the assistant.
struct Heard {
    cause: Cause,
    hands_off: bool,
}

/// The assistant's wish, with what was heard in the visitor's words. Who asks for a person gets one for that reason.
fn brought_in(wish: Command, heard: Option<Heard>) -> Command {
    match (wish, heard) {
        (Command::Answer { id, epoch, answer, .. }, Some(Heard { cause, hands_off: true })) => {
            Command::HandOff { id, epoch, cause, receipt: Some(Box::new(answer.receipt)) }
        }
        (Command::Answer { id, epoch, answer, .. }, Some(Heard { cause, .. })) => Command::Answer { id, epoch, answer, flag: Some(cause) },
        (wish, _) => wish,
    }
}

/// The id of what is said in a turn: the turn's own name, so that a turn taken twice is said once.
fn message(turn: &str) -> Result<MessageId> {
    Ok(MessageId::parse(turn).context("a turn's name is an id")?)
}

/// What the visitor wants to know now (all since the last reply, as one question), and what they asked before.
fn question(events: &[Event]) -> Question {
    let mut asked = Question::default();
    let mut now: Vec<&str> = Vec::new();
    for event in events {
        match &event.what {
            What::Said { body, .. } if !body.text.is_empty() => now.push(&body.text),
            What::Answered { .. } | What::Replied { .. } => asked.earlier.extend(now.drain(..).map(str::to_owned)),
            _ => {}
        }
    }
    // Handed back with everything answered: the last words are looked at once more.
    asked.text = if now.is_empty() { asked.earlier.pop().unwrap_or_default() } else { now.join("\n") };
    let n_old = asked.earlier.len().saturating_sub(MOST_EARLIER);
    asked.earlier.drain(..n_old);
    asked
}

/// Whether all that came since the last reply are files without a word.
fn only_files(events: &[Event]) -> bool {
    let since = events.iter().rev().take_while(|event| !matches!(event.what, What::Answered { .. } | What::Replied { .. }));
    let mut said = since.filter_map(|event| match &event.what {
        What::Said { body, .. } => Some(body.text.is_empty()),
        _ => None,
    });
    said.next().is_some_and(|first| first) && said.all(|it| it)
}

/// The verdict as the assistant's wish. An answer that the law of grounding refuses becomes a handoff.
fn command(shelf: &Shelf, question: &Question, verdict: &Verdict, epoch: u64, id: MessageId, ms: u32) -> Command {
    let hand_off = |id, why: Reason| {
        let receipt = Some(Box::new(receipt(shelf, question, verdict, &[], ms)));
        Command::HandOff { id, epoch, cause: why.into(), receipt }
    };
    let answer = match &verdict.outcome {
        Outcome::WantsPerson => return Command::HandOff { id, epoch, cause: Reason::AskedForPerson.into(), receipt: None },
        Outcome::HandOff(Why::AccountQuestion) => return hand_off(id, Reason::AccountQuestion),
        Outcome::HandOff(Why::NotInDocs | Why::LowConfidence) => Ok(Answer::not_covered(receipt(shelf, question, verdict, &[], ms))),
        Outcome::SmallTalk(kind) => Ok(Answer::courtesy(courtesy(*kind), receipt(shelf, question, verdict, &[], ms))),
        Outcome::Suggest { hits } => {
            let cited: Vec<usize> = hits.iter().map(|hit| hit.passage).collect();
            Answer::suggestion(citations(shelf, &cited), receipt(shelf, question, verdict, &cited, ms))
        }
        Outcome::Answer { parts } => {
            let cited = cited(shelf, parts);
            Answer::grounded(shown(shelf, parts, &cited), citations(shelf, &cited), receipt(shelf, question, verdict, &cited, ms))
        }
    };
    match answer {
        Ok(answer) => Command::Answer { id, epoch, answer: Box::new(answer), flag: None },
        Err(_) => hand_off(id, Reason::NotInDocs),
    }
}

/// The passages that are cited: one per section, in the order of the parts.
fn cited(shelf: &Shelf, parts: &[EnginePart]) -> Vec<usize> {
    let mut cited: Vec<usize> = Vec::new();
    for part in parts {
        let section = |place: &usize| &shelf.rows[*place].section_id;
        if !cited.iter().any(|known| section(known) == section(&part.passage)) {
            cited.push(part.passage);
        }
    }
    cited
}

fn shown(shelf: &Shelf, parts: &[EnginePart], cited: &[usize]) -> Vec<Part> {
    let number = |place: usize| {
        let at = cited.iter().position(|known| shelf.rows[*known].section_id == shelf.rows[place].section_id);
        at.and_then(|at| u32::try_from(at + 1).ok())
    };
    let part = |part: &EnginePart| Part { body: Body::drawn(as_said(markdown::blocks(&part.markdown))), cites: number(part.passage) };
    parts.iter().map(part).collect()
}

/// A page's heading is big in its page; in a message it is a bold line.
fn as_said(blocks: Vec<Block>) -> Vec<Block> {
    let smaller = |block| match block {
        Block::Heading { of, .. } => Block::Paragraph { of: vec![app::domain::rich::Inline::Strong { of }] },
        other => other,
    };
    blocks.into_iter().map(smaller).collect()
}

fn citations(shelf: &Shelf, cited: &[usize]) -> Vec<Citation> {
    let citation = |(n, place): (u32, &usize)| {
        let row = &shelf.rows[*place];
        Citation {
            n,
            title: row.title.clone(),
            section: row.heading.clone(),
            href: Href::parse(&row.url),
            quote: row.text.chars().take(LONGEST_QUOTE).collect(),
        }
    };
    (1..).zip(cited).map(citation).collect()
}

fn receipt(shelf: &Shelf, question: &Question, verdict: &Verdict, cited: &[usize], ms: u32) -> Receipt {
    let numbers: HashMap<&str, u32> = cited.iter().zip(1..).map(|(place, n)| (shelf.rows[*place].section_id.as_str(), n)).collect();
    let retrieved = |hit: &Hit| {
        let row = shelf.rows.get(hit.passage)?;
        Some(Retrieved {
            passage: PassageId::parse(&row.id)?,
            document: DocumentId::parse(&row.document_id)?,
            version: row.version.clone(),
            section_id: row.section_id.clone(),
            title: row.title.clone(),
            section: row.heading.clone(),
            href: Href::parse(&row.url),
            score: hit.score,
            used: numbers.get(row.section_id.as_str()).copied(),
        })
    };
    Receipt {
        engine: verdict.by.to_owned(),
        question: question.text.clone(),
        confidence: verdict.confidence,
        gates: verdict.gates.iter().map(|(name, value)| Gate { name: (*name).to_owned(), value: *value }).collect(),
        passages: verdict.ranked.iter().filter_map(retrieved).collect(),
        ms,
    }
}

fn courtesy(kind: SmallTalk) -> Body {
    let words = match kind {
        SmallTalk::Greeting => "Hello! What can I help you with?",
        SmallTalk::Thanks => "You're welcome. Is there anything else?",
        SmallTalk::Goodbye => "Goodbye, and thanks for stopping by.",
    };
    Body::drawn(markdown::blocks(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::{person::Author, time::Timestamp};

    fn event(seq: u64, by: Author, what: What) -> Event {
        Event { seq, conversation: ConversationId::parse("conv").expect("fits"), at: Timestamp(0), by, what }
    }

    fn said(seq: u64, text: &str) -> Event {
        let id = MessageId::parse(&format!("m-{seq:04}")).expect("fits");
        event(seq, Author::Visitor, What::Said { id, body: Body::plain(text).expect("fits"), page: None, files: Vec::new() })
    }

    fn replied(seq: u64) -> Event {
        let id = MessageId::parse(&format!("r-{seq:04}")).expect("fits");
        event(seq, Author::Assistant, What::Replied { id, body: Body::plain("ok").expect("fits"), files: Vec::new() })
    }

    #[test]
    fn a_burst_is_one_question_and_what_was_answered_is_context() {
        let events = [said(1, "how do I import?"), replied(2), said(3, "and"), said(4, "for Excel?")];
        let asked = question(&events);
        assert_eq!((asked.text.as_str(), asked.earlier), ("and\nfor Excel?", vec!["how do I import?".to_owned()]));
    }

    #[test]
    fn handed_back_with_nothing_open_the_last_words_are_the_question() {
        let asked = question(&[said(1, "one"), replied(2)]);
        assert_eq!((asked.text.as_str(), asked.earlier.len()), ("one", 0));
    }

    #[test]
    fn files_without_a_word_are_no_question() {
        let file_only = |seq| match said(seq, "x") {
            Event { what: What::Said { id, page, files, .. }, conversation, at, by, .. } => {
                let body = Body { text: String::new(), blocks: Vec::new() };
                Event { seq, conversation, at, by, what: What::Said { id, body, page, files } }
            }
            other => other,
        };
        assert!(only_files(&[said(1, "one"), replied(2), file_only(3)]));
        assert!(!only_files(&[said(1, "one"), file_only(2)]) && !only_files(&[said(1, "one"), replied(2)]) && !only_files(&[]));
        assert_eq!(question(&[said(1, "one"), file_only(2)]).text, "one");
    }

    #[test]
    fn only_the_latest_questions_are_context() {
        let events: Vec<Event> =
            (0..20).flat_map(|n| [said(2 * n + 1, &format!("q{n}")), replied(2 * n + 2)]).chain([said(99, "now")]).collect();
        assert_eq!(question(&events).earlier, ["q16", "q17", "q18", "q19"]);
    }
}
