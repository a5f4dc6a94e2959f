//! A turn with the model: passages go out, checked sentences come back, or the built-in engine's verdict stands.
//!
//! What is said here is only a wish: it is appended where the conversation is still as it was, in one transaction, as any
//! answer is. Until then it is whispered to the visitor, sentence by sentence, and cut the moment a person speaks.

use super::{Desk, MOST_TOKENS, Result, Setup, kept, tokens};
use crate::{
    answer::{
        Outcome, Question, Verdict, Why as EngineWhy,
        model::{Checked, MOST_SENTENCES, Passage, Prompt, Reader, Sentence, Vault, Why, Wish, check, form, is_grounded, said},
    },
    hub::Speech,
    library::Shelf,
    outside::model::{Ask, Usage, ask, millis},
    store::{self, setting::KeptModel},
};
use app::{
    domain::{
        conversation::Conversation,
        id::WorkspaceId,
        model::{Came, ModelUse, Trouble},
    },
    talk::Shard,
};
use std::time::Instant;

/// The model is given the best sections, so many.
const MOST_PASSAGES: usize = 6;

/// What a turn is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Aim {
    /// To be said: the visitor hears it as it comes, and whoever speaks meanwhile cuts it.
    Say,
    /// To be looked at by who asked for it: nobody else hears it, and nobody is listened for.
    Try,
    /// The same, by the built-in engine alone, whatever model there is: what runs by itself costs nothing.
    TryBuiltIn,
}

/// Whose turn it is, and in what.
#[derive(Clone, Copy)]
pub(in super::super) struct Turn<'t> {
    pub workspace: &'t WorkspaceId,
    /// As it stood when the turn was taken up.
    pub it: &'t Conversation,
    pub shelf: &'t Shelf,
    pub question: &'t Question,
    pub verdict: &'t Verdict,
    pub aim: Aim,
}

/// What came of asking the model.
#[derive(Debug)]
pub(in super::super) enum Spoken {
    /// The built-in engine's verdict stands; with what the model had to do with it.
    Verdict(Option<ModelUse>),
    /// Sentences, each with the place of its passage on the shelf, and what is shown of them.
    Answer(Vec<(Vec<app::domain::rich::Block>, usize)>, ModelUse),
    /// One of these passages is meant, by their places on the shelf.
    Clarify(Vec<usize>, ModelUse),
    HandOff(Why, ModelUse),
    /// A person has answered it: what they told, by its place among what is settled.
    Settled(usize, ModelUse),
    /// It would have said otherwise than a person did, by the same place.
    Contradicts(usize, ModelUse),
    /// Somebody spoke meanwhile: this turn is over.
    Cut,
}

/// What has come of a reply so far.
#[derive(Default)]
struct Hearing {
    reader: Reader,
    said: Vec<Checked>,
    n_said: usize,
    /// What a sentence of it contradicts: nothing more of it is said then.
    contradicts: Option<usize>,
    usage: Usage,
    first_ms: u32,
}

impl Hearing {
    /// Takes a sentence; whether there is more to say now: a passage holds it, it wasn't said before, and nothing of it is other than
    /// what a person told. `known`: the words of the thread.
    fn take(&mut self, sentence: Sentence, passages: &[Passage], vault: &Vault, known: &str, asked: &Question) -> Result<bool, Trouble> {
        self.n_said += 1;
        if self.n_said > MOST_SENTENCES {
            return Err(Trouble::TooLong);
        }
        let checked = check(&sentence.restored(vault), passages, known);
        let against = checked.as_ref().and_then(|it| asked.contradicted_by(&it.text));
        self.contradicts = self.contradicts.or_else(|| asked.settled.iter().position(|it| Some(it) == against));
        if self.contradicts.is_some() {
            return Ok(false);
        }
        let fresh = checked.filter(|it| self.said.iter().all(|known| known.text != it.text));
        let is_more = fresh.is_some();
        self.said.extend(fresh);
        Ok(is_more)
    }
}

impl Desk {
    /// Has the model answer, where there is one, it may be asked, and the question is one for it.
    pub(in super::super) async fn spoken(&self, turn: Turn<'_>) -> Result<Spoken> {
        if turn.aim == Aim::TryBuiltIn || !is_for_model(turn.verdict) {
            return Ok(Spoken::Verdict(None));
        }
        let kept: KeptModel = store::setting::read(&self.db, turn.workspace).await?;
        let Some(setup) = self.setup(turn.workspace, kept) else { return Ok(Spoken::Verdict(None)) };
        let (passages, places) = passages(turn.shelf, turn.verdict);
        let key = kept::key(&setup, turn, &passages, &places);
        let known = |key: &String| self.models.memory().recall(key, setup.wish.keep_minutes, &places, self.clock.now());
        if let Some(known) = key.as_ref().and_then(known) {
            return Ok(known);
        }
        let unasked = |came| Ok(Spoken::Verdict(Some(setup.unused(came))));
        let Ok(_seat) = self.models.seats.try_acquire() else { return unasked(Came::Crowded) };
        if let Err(why) = self.models.with(turn.workspace, &setup, |it| it.ask(self.clock.now())) {
            return unasked(Came::Resting { why });
        }
        let spoken = self.ask_model(turn, &setup, (&passages, &places)).await?;
        if let Some(key) = key {
            self.models.memory().keep(key, &spoken, &places, self.clock.now());
        }
        Ok(spoken)
    }

    async fn ask_model(&self, turn: Turn<'_>, setup: &Setup, (passages, places): (&[Passage], &[usize])) -> Result<Spoken> {
        let mut vault = setup.vault();
        let prompt = Prompt::of(passages, turn.question, &mut vault);
        let Some(held) = self.hold_cost(turn.workspace, setup, prompt.system.len() + prompt.user.len()).await? else {
            return Ok(Spoken::Verdict(Some(setup.unused(Came::Spent))));
        };
        let (begun, mut hearing) = (Instant::now(), Hearing::default());
        let told = tokio::select! {
            // Whoever spoke goes first.
            biased;
            () = self.moved_on(turn) => None,
            told = self.listen_to_model(turn, setup, &prompt, (passages, places, &vault), &mut hearing) => Some(told),
        };
        let failed = told.as_ref().and_then(|told| told.as_ref().err().copied());
        let usage = spent(hearing.reader.n_read(), hearing.usage, &prompt, failed);
        self.settle_cost(turn.workspace, setup, held, usage).await?;
        let Some(told) = told else { return Ok(Spoken::Cut) };
        self.note_model(turn.workspace, setup, failed);
        if let Some(why) = failed {
            tracing::warn!(workspace.id = %turn.workspace, model = setup.model.label(), ?why, "The model failed; the built-in engine answers");
        }
        let used = ModelUse {
            prompt: prompt.hash(),
            n_passages: u32::try_from(passages.len()).unwrap_or(u32::MAX),
            tokens_in: usage.tokens_in,
            tokens_out: usage.tokens_out,
            first_ms: hearing.first_ms,
            ms: millis(begun),
            ..setup.unused(Came::HandedOff)
        };
        Ok(concluded(told, &hearing, places, turn.question.settled.len(), &used))
    }

    /// Hears the reply to its end, and whispers what of it is checked.
    async fn listen_to_model(
        &self,
        turn: Turn<'_>,
        setup: &Setup,
        prompt: &Prompt,
        (passages, places, vault): (&[Passage], &[usize], &Vault),
        hearing: &mut Hearing,
    ) -> Result<Wish, Trouble> {
        let asked = Ask { system: prompt.system.clone(), user: prompt.user.clone(), form: form(), most_tokens: MOST_TOKENS };
        let mut reply = ask(&setup.model, &asked, setup.patience()).await?;
        let asked = turn.question;
        let told = asked.settled.iter().map(|it| it.told.as_str());
        let words = [asked.text.as_str()].into_iter().chain(asked.earlier.iter().map(String::as_str)).chain(told);
        let words = words.collect::<Vec<_>>().join("\n");
        loop {
            let next = reply.next().await;
            (hearing.usage, hearing.first_ms) = (reply.usage, reply.first_ms());
            let Some(more) = next? else { break };
            for sentence in hearing.reader.push(&more) {
                if hearing.take(sentence, passages, vault, &words, asked)? {
                    self.whisper_answer(turn, &shown(&hearing.said, places)).await;
                }
            }
        }
        let wish = hearing.reader.finish().ok_or(Trouble::Odd)?;
        if let Wish::Answer { sentences } = &wish {
            // Those that came before it was known to be an answer.
            for sentence in sentences.iter().skip(hearing.n_said).cloned() {
                hearing.take(sentence, passages, vault, &words, asked)?;
            }
        }
        Ok(wish)
    }

    /// Says to the visitor what is written so far, as long as nobody else has spoken.
    async fn whisper_answer(&self, turn: Turn<'_>, said: &[(Vec<app::domain::rich::Block>, usize)]) {
        if turn.aim != Aim::Say {
            return;
        }
        let it = store::conversation::by_id(&self.db, turn.workspace, &turn.it.id).await;
        // Where it can't be read nothing is whispered; the answer itself is appended or refused as ever.
        if !matches!(&it, Ok(Some(it)) if it.epoch == turn.it.epoch && it.holder == turn.it.holder) {
            return;
        }
        let parts = said.iter().map(|(blocks, _)| Shard { body: blocks.clone(), cites: 0 }).collect();
        self.hub.speak(turn.workspace, Speech { visitor: turn.it.visitor.id.clone(), after: turn.it.seq, parts });
    }

    /// Waits until somebody has spoken or the holder has changed since the turn was taken up; for ever where that is nothing to it.
    async fn moved_on(&self, turn: Turn<'_>) {
        // A conversation that was made up for a trial stands in no log, and its numbers are nobody's place in one.
        if turn.aim != Aim::Say {
            return std::future::pending().await;
        }
        // Where the log can't be read, what is appended still is only where nothing moved.
        let Ok(mut listener) = self.hub.listen(turn.workspace, turn.it.seq).await else { return std::future::pending().await };
        loop {
            match listener.next().await {
                Ok(frame) if frame.conversation.id == turn.it.id && frame.conversation.epoch != turn.it.epoch => return,
                Ok(_) => {}
                Err(_) => std::future::pending().await,
            }
        }
    }
}

/// Whether the docs may answer it: who asks for a person, greets, means their own account or wants something done to it is never sent
/// anywhere.
fn is_for_model(verdict: &Verdict) -> bool {
    let may = match &verdict.outcome {
        Outcome::Answer { .. } | Outcome::Suggest { .. } => true,
        Outcome::HandOff(why) => !matches!(why, EngineWhy::AccountQuestion | EngineWhy::Errand),
        _ => false,
    };
    may && !verdict.ranked.is_empty()
}

/// The best sections, each whole, and the places of their best passages on the shelf.
fn passages(shelf: &Shelf, verdict: &Verdict) -> (Vec<Passage>, Vec<usize>) {
    let places: Vec<usize> = verdict.ranked.iter().take(MOST_PASSAGES).map(|hit| hit.passage).collect();
    let section = |place: &usize| {
        let row = &shelf.rows[*place];
        let of_it = shelf.rows.iter().filter(|it| it.section_id == row.section_id).map(|it| it.text.as_str());
        Passage { title: row.title.clone(), heading: row.heading.clone(), text: of_it.collect::<Vec<_>>().join("\n") }
    };
    (places.iter().map(section).collect(), places)
}

/// What is shown of sentences, and the place on the shelf of what each piece rests on.
fn shown(said_so_far: &[Checked], places: &[usize]) -> Vec<(Vec<app::domain::rich::Block>, usize)> {
    said(said_so_far).into_iter().filter_map(|(blocks, passage)| Some((blocks, *places.get(passage)?))).collect()
}

/// What the call has cost: as the model counts, else as much as was sent and came. A call that never got through cost nothing.
pub(super) fn spent(n_heard: usize, told: Usage, prompt: &Prompt, failed: Option<Trouble>) -> Usage {
    if n_heard == 0 && !matches!(failed, None | Some(Trouble::Silent | Trouble::Cut | Trouble::TooLong | Trouble::Odd)) {
        return told;
    }
    let or = |told: u32, guess: u32| if told == 0 { guess } else { told };
    Usage {
        tokens_in: or(told.tokens_in, tokens(prompt.system.len() + prompt.user.len())),
        tokens_out: or(told.tokens_out, tokens(n_heard)),
    }
}

/// What follows from the reply.
fn concluded(told: Result<Wish, Trouble>, hearing: &Hearing, places: &[usize], n_settled: usize, used: &ModelUse) -> Spoken {
    let came = |came| ModelUse { came, ..used.clone() };
    match told {
        Err(why) => Spoken::Verdict(Some(came(Came::Failed { why }))),
        Ok(Wish::HandOff { why }) => Spoken::HandOff(why, came(Came::HandedOff)),
        Ok(Wish::Settled { numbers }) => match numbers.into_iter().find(|n| (1..=n_settled).contains(n)) {
            Some(n) => Spoken::Settled(n - 1, came(Came::Settled)),
            None => Spoken::Verdict(Some(came(Came::Ungrounded))),
        },
        Ok(Wish::Clarify { passages }) => {
            let mut chosen: Vec<usize> = passages.iter().filter_map(|n| places.get(n.checked_sub(1)?).copied()).collect();
            chosen.dedup();
            match chosen.is_empty() {
                true => Spoken::Verdict(Some(came(Came::Ungrounded))),
                false => Spoken::Clarify(chosen, came(Came::Clarified)),
            }
        }
        Ok(Wish::Answer { .. }) if let Some(at) = hearing.contradicts => Spoken::Contradicts(at, came(Came::Contradicted)),
        Ok(Wish::Answer { sentences }) if is_grounded(hearing.said.len(), sentences.len()) => {
            let n_dropped = u32::try_from(sentences.len() - hearing.said.len()).unwrap_or(0);
            Spoken::Answer(shown(&hearing.said, places), came(Came::Answered { n_dropped }))
        }
        Ok(Wish::Answer { .. }) => Spoken::Verdict(Some(came(Came::Ungrounded))),
    }
}
