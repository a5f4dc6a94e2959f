//! The assistant's turn: look the question up, decide, say it. What it says is void if anything moved meanwhile.

mod allowed;
mod settled;
mod suggested;

use super::{
    Desk, Failure, Result,
    act::Target,
    asked::question,
    listen::heard,
    model::{Aim, Spoken, Turn},
    wording::{self, Moment},
};
use crate::{
    answer::{Hit, Outcome, Part as EnginePart, Question, Verdict, Why, may_lead, model::Why as ModelWhy},
    library::Shelf,
    markdown,
    store::{self, knowledge::Row},
};
use anyhow::Context;
use app::domain::{
    answer::{Answer, Citation, Gate, Part, Receipt, Retrieved, Ungrounded},
    command::{Actor, Command},
    conversation::Conversation,
    event::{Event, What},
    fault::Fault,
    handoff::{Cause, Reason},
    id::{ConversationId, DocumentId, MessageId, PassageId, WorkspaceId},
    model::ModelUse,
    policy::{Policy, Step},
    rich::{Block, Href},
    settings::Allowance,
    text::Body,
};
use std::{collections::HashMap, sync::Arc};

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
        // Taken once more after a crash: it was said, and a model isn't asked twice.
        if events.iter().any(|event| event.what.message_id().is_some_and(|id| id.as_str() == turn)) {
            return Ok(());
        }
        if self.is_off(&it.assistant.id).await? {
            let said = Command::HandOff { id: message(turn)?, epoch, cause: Reason::SwitchedOff.into(), receipt: None };
            return self.say_as_assistant(workspace, id, said).await;
        }
        let Some(wish) = self.wish(workspace, &it, &events, turn, Aim::Say).await? else { return Ok(()) };
        self.say_as_assistant(workspace, id, wish).await
    }

    /// What the assistant wants to do in a conversation, after its `events`; nothing where somebody spoke while it thought.
    /// Nothing is said, and nothing is kept.
    pub(super) async fn wish(
        &self,
        workspace: &WorkspaceId,
        it: &Conversation,
        events: &[Event],
        turn: &str,
        aim: Aim,
    ) -> Result<Option<Command>> {
        let (assistant, epoch) = (&it.assistant.id, it.epoch);
        let begun = self.clock.now();
        let question = question(events);
        let cause = self.heard(workspace, &question.text, events).await?;
        // What nobody hears is the owner's own.
        let allowance: Option<Allowance> = if aim == Aim::Say { Some(store::setting::read(&self.db, workspace).await?) } else { None };
        let settled = self.settled(it, &question, cause.as_ref().is_some_and(|heard| heard.hands_off)).await?;
        let wish = match self.library.shelf(assistant) {
            // Nobody looks into files but people, whatever was asked before.
            _ if only_files(events) => Command::HandOff { id: message(turn)?, epoch, cause: Reason::NotInDocs.into(), receipt: None },
            // A person has answered this: theirs is the answer.
            _ if let Some(answer) = settled.clone() => Command::Answer { id: message(turn)?, epoch, answer: Box::new(answer), flag: None },
            _ if let Some(answer) = allowance.and_then(|it| allowed::answer(it, events, &question, begun)) => {
                brought_in(Command::Answer { id: message(turn)?, epoch, answer: Box::new(answer), flag: None }, cause)
            }
            Some(shelf) => match self.decide_on(workspace, it, shelf, question, turn, begun, cause.as_ref(), aim).await? {
                Some(wish) => brought_in(wish, cause),
                None => return Ok(None),
            },
            None => Command::HandOff { id: message(turn)?, epoch, cause: Reason::NotInDocs.into(), receipt: None },
        };
        self.undisputed(workspace, assistant, wish).await.map(Some)
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

    async fn say_as_assistant(&self, workspace: &WorkspaceId, id: &ConversationId, command: Command) -> Result<()> {
        match self.act_on(workspace, Actor::Assistant, Target::Id(id.clone()), command).await {
            // A person spoke first: the assistant's words are dropped, which is the point.
            Ok(_) | Err(Failure::Fault(Fault::Stale)) => Ok(()),
            Err(failure) => Err(failure),
        }
    }

    /// What the assistant wants to say; nothing where somebody spoke while it thought.
    #[expect(clippy::too_many_arguments, reason = "all that a turn is")]
    async fn decide_on(
        &self,
        workspace: &WorkspaceId,
        it: &Conversation,
        shelf: Arc<Shelf>,
        question: Question,
        turn: &str,
        begun: app::domain::time::Timestamp,
        heard: Option<&Heard>,
        aim: Aim,
    ) -> Result<Option<Command>> {
        let library = Arc::clone(&self.library);
        let (books, asked) = (Arc::clone(&shelf), question.clone());
        let verdict = tokio::task::spawn_blocking(move || library.verdict(&books, &asked)).await.context("looking a question up")?;
        // Whoever gets a person anyway needs no model.
        let spoken = match heard {
            Some(heard) if heard.hands_off => Spoken::Verdict(None),
            _ => self.spoken(Turn { workspace, it, shelf: &shelf, question: &question, verdict: &verdict, aim }).await?,
        };
        let sites = self.door(workspace, &it.assistant.id).await?.sites;
        let ms = u32::try_from(self.clock.now().0.saturating_sub(begun.0)).unwrap_or(0);
        let id = message(turn)?;
        let receipt = |cited: &[usize]| receipt(&shelf, &question, &verdict, cited, ms);
        let wish = match spoken {
            Spoken::Cut => return Ok(None),
            Spoken::Verdict(used) => with_model(command(&shelf, &question, &verdict, &sites, it.epoch, id, ms), used),
            Spoken::Settled(at, used) => match settled::pointing(it, &question.settled[at], receipt(&[])) {
                Some(answer) => with_model(Command::Answer { id, epoch: it.epoch, answer: Box::new(answer), flag: None }, Some(used)),
                None => with_model(command(&shelf, &question, &verdict, &sites, it.epoch, id, ms), Some(used)),
            },
            Spoken::Contradicts(at, used) => with_model(settled::refused(id, it.epoch, &question.settled[at], receipt(&[])), Some(used)),
            spoken => by_model(&shelf, spoken, it.epoch, id, receipt),
        };
        Ok(Some(settled::kept_to(&question, wish)))
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
        // "I was charged twice" is about an account, "cancel it for me" is for nobody but us: what it was called for tells more.
        (
            Command::HandOff { id, epoch, cause: Cause { why: Reason::AccountQuestion | Reason::NotInDocs, .. }, receipt },
            Some(Heard { cause, hands_off: true }),
        ) => Command::HandOff { id, epoch, cause, receipt },
        (wish, _) => wish,
    }
}

/// The id of what is said in a turn: the turn's own name, so that a turn taken twice is said once.
fn message(turn: &str) -> Result<MessageId> {
    Ok(MessageId::parse(turn).context("a turn's name is an id")?)
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

/// The verdict as the assistant's wish. An answer that the law of grounding refuses becomes a handoff. `sites`: the owner's.
fn command(shelf: &Shelf, question: &Question, verdict: &Verdict, sites: &[String], epoch: u64, id: MessageId, ms: u32) -> Command {
    let hand_off = |id, why: Reason| {
        let receipt = Some(Box::new(receipt(shelf, question, verdict, &[], ms)));
        Command::HandOff { id, epoch, cause: why.into(), receipt }
    };
    let answer = match &verdict.outcome {
        Outcome::WantsPerson => return Command::HandOff { id, epoch, cause: Reason::AskedForPerson.into(), receipt: None },
        Outcome::HandOff(Why::AccountQuestion) => return hand_off(id, Reason::AccountQuestion),
        // Nothing was asked that the docs could have held.
        Outcome::HandOff(Why::Errand) => return hand_off(id, Reason::NotInDocs),
        Outcome::HandOff(Why::NotInDocs | Why::LowConfidence) => Ok(Answer::not_covered(receipt(shelf, question, verdict, &[], ms))),
        Outcome::SmallTalk(kind) => {
            let moment = Moment { goes_on: !question.earlier.is_empty(), was_answered: question.topic.is_some() };
            let words = wording::courtesy(*kind, verdict.language, moment);
            Ok(Answer::courtesy(ours(&words), receipt(shelf, question, verdict, &[], ms)))
        }
        Outcome::Suggest { hits, apart } => {
            let cited: Vec<usize> = hits.iter().map(|hit| hit.passage).collect();
            let offer = Answer::suggestion(citations(shelf, &cited), receipt(shelf, question, verdict, &cited, ms));
            offer.map(|offer| asking(verdict, apart.as_deref()).map_or_else(|| offer.clone(), |asked| offer.clone().asking(asked)))
        }
        Outcome::Answer { parts } => {
            let cited = cited(shelf, parts);
            Answer::grounded(shown(shelf, parts, &cited, sites), citations(shelf, &cited), receipt(shelf, question, verdict, &cited, ms))
        }
    };
    // The docs speak of it, and yet no page is likely enough: whoever takes it over reads which of the two it was.
    let is_unsure = matches!(verdict.outcome, Outcome::HandOff(Why::LowConfidence));
    let flag = is_unsure.then(|| Reason::LowConfidence.into());
    match answer {
        Ok(answer) => Command::Answer { id, epoch, answer: Box::new(answer), flag },
        Err(_) => hand_off(id, Reason::NotInDocs),
    }
}

/// The same with the model's part in its receipt.
fn with_model(mut command: Command, used: Option<ModelUse>) -> Command {
    match &mut command {
        Command::Answer { answer, .. } => answer.receipt.model = used,
        Command::HandOff { receipt: Some(receipt), .. } => receipt.model = used,
        _ => {}
    }
    command
}

/// What the model said, as the assistant's wish.
fn by_model(shelf: &Shelf, spoken: Spoken, epoch: u64, id: MessageId, receipt: impl Fn(&[usize]) -> Receipt) -> Command {
    let (answer, used) = match spoken {
        Spoken::Answer(said, used) => {
            let cited = sections(shelf, said.iter().map(|(_, place)| *place));
            let part = |(blocks, place)| Part { body: Body::drawn(as_said(blocks)), cites: number(shelf, &cited, place) };
            (Answer::grounded(said.into_iter().map(part).collect(), citations(shelf, &cited), receipt(&cited)), Some(used))
        }
        Spoken::Clarify(places, used) => {
            let cited = sections(shelf, places.into_iter());
            (Answer::suggestion(citations(shelf, &cited), receipt(&cited)), Some(used))
        }
        Spoken::HandOff(ModelWhy::NotInDocs, used) => (Ok(Answer::not_covered(receipt(&[]))), Some(used)),
        Spoken::HandOff(why, used) => {
            let why = if why == ModelWhy::AskedForPerson { Reason::AskedForPerson } else { Reason::AccountQuestion };
            let receipt = Some(Box::new(Receipt { model: Some(used), ..receipt(&[]) }));
            return Command::HandOff { id, epoch, cause: why.into(), receipt };
        }
        Spoken::Settled(_, used) | Spoken::Contradicts(_, used) => (Err(Ungrounded), Some(used)),
        Spoken::Verdict(used) => (Err(Ungrounded), used),
        Spoken::Cut => (Err(Ungrounded), None),
    };
    let command = match answer {
        Ok(answer) => Command::Answer { id, epoch, answer: Box::new(answer), flag: None },
        Err(Ungrounded) => Command::HandOff { id, epoch, cause: Reason::NotInDocs.into(), receipt: Some(Box::new(receipt(&[]))) },
    };
    with_model(command, used)
}

/// The passages that are cited: one per section, in the order of the parts.
fn cited(shelf: &Shelf, parts: &[EnginePart]) -> Vec<usize> {
    sections(shelf, parts.iter().map(|part| part.passage))
}

fn sections(shelf: &Shelf, places: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut cited: Vec<usize> = Vec::new();
    for place in places {
        let section = |place: &usize| &shelf.rows[*place].section_id;
        if !cited.iter().any(|known| section(known) == section(&place)) {
            cited.push(place);
        }
    }
    cited
}

/// The number of the citation of a passage's section.
fn number(shelf: &Shelf, cited: &[usize], place: usize) -> Option<u32> {
    let at = cited.iter().position(|known| shelf.rows[*known].section_id == shelf.rows[place].section_id);
    at.and_then(|at| u32::try_from(at + 1).ok())
}

fn shown(shelf: &Shelf, parts: &[EnginePart], cited: &[usize], sites: &[String]) -> Vec<Part> {
    let part = |part: &EnginePart| {
        let body = Body::drawn(as_said(led(&shelf.rows[part.passage], markdown::blocks(&part.markdown), sites)));
        Part { body, cites: number(shelf, cited, part.passage) }
    };
    parts.iter().map(part).collect()
}

/// What is shown of a passage. One that was read on a website leads to that site and the owner's only: a comment there that
/// leads elsewhere would have the owner's own chat vouch for it.
fn led(row: &Row, blocks: Vec<Block>, sites: &[String]) -> Vec<Block> {
    if row.is_own() { blocks } else { markdown::with_links(blocks, &|to| may_lead(to, &row.url, sites)) }
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
        model: None,
    }
}

/// A line of ours under no citation.
fn ours(words: &str) -> Body {
    Body::drawn(vec![Block::Paragraph { of: vec![app::domain::rich::Inline::Text { text: words.to_owned() }] }])
}

/// The question that comes with an offer of titles; nothing where what sets them apart can't be said in few words.
fn asking(verdict: &Verdict, apart: Option<&[String]>) -> Option<Body> {
    let words = match apart {
        _ if verdict.is_foreign => wording::foreign(verdict.language).to_owned(),
        Some(apart) => wording::which(apart, verdict.language),
        None => return None,
    };
    Some(ours(&words))
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
