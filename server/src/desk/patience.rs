//! When the assistant takes its turn: visitors write in bursts, and one answer to all of it is better than one to each piece.

use super::{Desk, Result};
use crate::store;
use app::domain::{
    conversation::Conversation,
    id::{ConversationId, WorkspaceId},
    person::Author,
    time::Timestamp,
};

/// How long the assistant waits for more, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// After words that read as whole: hardly felt, and long enough for who presses Enter after each line.
    pub after_whole: i64,
    /// After words that read as a beginning.
    pub after_part: i64,
    /// While the visitor types, it looks again after so long.
    pub look_again: i64,
    /// Never longer than this after the first word that waits.
    pub most: i64,
}

impl Patience {
    pub const USUAL: Self = Self { after_whole: 300, after_part: 1_200, look_again: 500, most: 8_000 };

    /// When the turn is due, after what was said last at `said_at`.
    fn due(self, asked: &str, said_at: Timestamp, waits_since: Timestamp, is_typing: bool, now: Timestamp) -> Timestamp {
        let quiet = said_at.plus(if reads_whole(asked) { self.after_whole } else { self.after_part });
        let typed = if is_typing { now.plus(self.look_again) } else { quiet };
        quiet.max(typed).min(waits_since.plus(self.most))
    }
}

/// Words that nobody ends with.
const GOES_ON: [&str; 16] =
    ["and", "but", "or", "so", "because", "if", "when", "with", "for", "the", "my", "und", "aber", "oder", "weil", "wenn"];
/// So many words without any mark are a question as people type it.
const WHOLE_FROM: usize = 4;

/// Whether this reads as all that the visitor wanted to say.
fn reads_whole(asked: &str) -> bool {
    let asked = asked.trim_end();
    let last = asked.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    match asked.chars().last() {
        None | Some(',' | ':' | ';' | '-' | '–' | '…' | '(') => false,
        Some('?' | '!' | '？' | '。') => true,
        Some('.') => !asked.ends_with(".."),
        Some(_) => asked.split_whitespace().count() >= WHOLE_FROM && !GOES_ON.contains(&last.as_str()),
    }
}

impl Desk {
    /// From now on the assistant waits for the rest of what a visitor writes.
    pub fn be_patient(&self, patience: Patience) {
        // Said twice, the first counts: the program says it once, when it starts.
        let _ = self.patience.set(patience);
    }

    /// When the assistant's turn at `epoch` is due, where that isn't yet.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub async fn turn_due(&self, workspace: &WorkspaceId, id: &ConversationId, epoch: u64) -> Result<Option<Timestamp>> {
        let Some(patience) = self.patience.get() else { return Ok(None) };
        let found = store::conversation::by_id(&self.db, workspace, id).await?;
        let Some(it) = found.filter(|it| it.epoch == epoch) else { return Ok(None) };
        let Some((said_at, since)) = open_words(&it) else { return Ok(None) };
        let now = self.clock.now();
        let is_typing = store::presence::types_now(&self.db, workspace, id, now).await?;
        Ok(Some(patience.due(&it.asked, said_at, since, is_typing, now)).filter(|due| *due > now))
    }
}

/// When the visitor's last words came, and since when they wait; nothing where the last word is somebody else's.
fn open_words(it: &Conversation) -> Option<(Timestamp, Timestamp)> {
    let last = it.last.as_ref().filter(|last| last.by == Author::Visitor)?;
    Some((last.at, it.waiting_since?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_is_told_from_a_whole_question() {
        for (asked, is_whole) in [
            ("how do I cancel?", true),
            ("how do i cancel my plan", true),
            ("Thanks!", true),
            ("It doesn't work.", true),
            ("hi", false),
            ("hi i have a question,", false),
            ("I want to change my plan and", false),
            ("wait...", false),
            ("quick question", false),
            ("", false),
        ] {
            assert_eq!(reads_whole(asked), is_whole, "{asked}");
        }
    }

    #[test]
    fn the_gap_begins_anew_with_each_word_and_has_an_end() {
        let at = Timestamp;
        let due =
            |asked: &str, said_at: i64, is_typing: bool, now: i64| Patience::USUAL.due(asked, at(said_at), at(0), is_typing, at(now)).0;
        assert_eq!(due("how do I cancel?", 0, false, 0), 300);
        assert_eq!(due("hi", 0, false, 0), 1_200);
        assert_eq!(due("hi there", 1_000, false, 1_000), 2_200);
        assert_eq!(due("how do I cancel?", 0, true, 300), 800);
        assert_eq!(due("how do I cancel?", 0, true, 7_900), 8_000);
        assert_eq!(due("and", 7_900, false, 7_900), 8_000);
    }
}
