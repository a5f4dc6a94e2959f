//! Answers that a language model puts into words. Retrieval stays ours: the model gets numbered passages and returns a
//! typed result; what it says counts only as far as the passages hold it.
//!
//! Pure: from passages to a [`Prompt`], from the text of a reply to a [`Wish`], and from its sentences to what may be said.

mod breaker;
mod check;
mod gist;
mod prompt;
mod reply;
mod said;
mod unfold;
mod vault;

pub use breaker::Breaker;
pub use check::{Checked, check};
pub use gist::{Line, Voice, held, n_left_out};
pub use prompt::{Passage, Prompt, form};
pub use reply::{Reader, Sentence, Why, Wish};
pub use said::said;
pub use unfold::{first_words, n_words};
pub use vault::{Vault, pattern};

/// An answer may have so many sentences: one that goes round in circles is cut there.
pub const MOST_SENTENCES: usize = 12;

/// Whether enough of an answer is held by passages: at least half of its sentences.
pub const fn is_grounded(n_held: usize, n_said: usize) -> bool {
    n_held > 0 && n_held * 2 >= n_said
}
