//! A visitor hears what the assistant is about to say, word by word, and not a word of it once somebody else has spoken.

use super::{Desk, visit::Guest};
use crate::{
    answer::model::{first_words, n_words},
    hub::Speech,
};
use app::{
    domain::{
        answer::Kind,
        id::{Seq, VisitorId},
    },
    talk::{Entry, Shard, Shown},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::broadcast::{self, error::RecvError};

/// So many words at once, and so long between: about forty words a second, faster than anybody reads.
const WORDS: usize = 2;
const STEP: Duration = Duration::from_millis(50);

impl Desk {
    /// What a visitor who has seen the thread up to `after` hears of what is being said to them.
    pub fn hear(&self, guest: &Guest, after: Seq) -> VisitorSpeech {
        VisitorSpeech { speeches: self.hub.attend(&guest.workspace), visitor: guest.visitor.clone(), over: after, speech: None, n_told: 0 }
    }
}

/// What is being said to a visitor.
#[derive(Debug)]
pub struct VisitorSpeech {
    speeches: broadcast::Receiver<Arc<Speech>>,
    visitor: VisitorId,
    /// The last number that the visitor was told: what answers an earlier one is over.
    over: Seq,
    speech: Option<Arc<Speech>>,
    n_told: usize,
}

impl VisitorSpeech {
    /// The thread has gone on to this number.
    pub fn went_on(&mut self, seq: Seq) {
        self.over = self.over.max(seq);
        self.speech = self.speech.take().filter(|it| it.after >= self.over);
    }

    /// The answer as far as it is said, as the thread will hold it, whenever there is more of it. It has no number yet. It can
    /// be dropped while it waits.
    pub async fn next(&mut self) -> Entry {
        loop {
            let has_more = self.speech.as_ref().is_some_and(|it| self.n_told < n_words_of(&it.parts));
            tokio::select! {
                told = self.speeches.recv() => self.take(told).await,
                () = tokio::time::sleep(STEP), if has_more => {
                    self.n_told += WORDS;
                    if let Some(speech) = &self.speech {
                        return entry(&speech.parts, self.n_told);
                    }
                }
            }
        }
    }

    async fn take(&mut self, told: Result<Arc<Speech>, RecvError>) {
        match told {
            Ok(speech) if speech.visitor == self.visitor && speech.after >= self.over => {
                if self.speech.as_ref().is_none_or(|it| it.after != speech.after) {
                    self.n_told = 0;
                }
                self.speech = Some(speech);
            }
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            // Nobody speaks here any more; whoever listens has other reasons to end.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

fn n_words_of(parts: &[Shard]) -> usize {
    parts.iter().map(|it| n_words(&it.body)).sum()
}

fn entry(parts: &[Shard], n: usize) -> Entry {
    let mut left = n;
    let mut shown = Vec::new();
    for part in parts {
        if left > 0 {
            shown.push(Shard { body: first_words(&part.body, left), cites: part.cites });
        }
        left = left.saturating_sub(n_words(&part.body));
    }
    Entry { seq: 0, at: 0, what: Shown::Answer { kind: Kind::Grounded, parts: shown, sources: Vec::new() } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown;
    use app::domain::rich::plain;

    fn listening(over: Seq) -> (broadcast::Sender<Arc<Speech>>, VisitorSpeech) {
        let (tell, speeches) = broadcast::channel(8);
        let visitor = VisitorId::parse("visitor").expect("fits");
        (tell, VisitorSpeech { speeches, visitor, over, speech: None, n_told: 0 })
    }

    fn speech(visitor: &str, after: Seq, text: &str) -> Arc<Speech> {
        let parts = vec![Shard { body: markdown::blocks(text), cites: 1 }];
        Arc::new(Speech { visitor: VisitorId::parse(visitor).expect("fits"), after, parts })
    }

    async fn heard(it: &mut VisitorSpeech) -> String {
        match it.next().await.what {
            Shown::Answer { parts, .. } => parts.iter().map(|part| plain(&part.body)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn words_come_a_few_at_a_time_and_more_is_added() {
        let (tell, mut it) = listening(4);
        tell.send(speech("stranger", 9, "not for you")).expect("is heard");
        tell.send(speech("visitor", 3, "an old one")).expect("is heard");
        tell.send(speech("visitor", 4, "Five days at most.")).expect("is heard");
        assert_eq!((heard(&mut it).await, heard(&mut it).await), ("Five days".to_owned(), "Five days at most.".to_owned()));
        tell.send(speech("visitor", 4, "Five days at most. Then ask.")).expect("is heard");
        assert_eq!(heard(&mut it).await, "Five days at most. Then ask.");
    }

    #[tokio::test]
    async fn not_a_word_follows_once_the_thread_has_gone_on() {
        let (tell, mut it) = listening(4);
        tell.send(speech("visitor", 4, "Five days at most.")).expect("is heard");
        assert_eq!(heard(&mut it).await, "Five days");
        it.went_on(5);
        tell.send(speech("visitor", 4, "Five days at most. Then ask.")).expect("is heard");
        assert!(tokio::time::timeout(4 * STEP, it.next()).await.is_err());
    }
}
