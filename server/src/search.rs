//! Search over conversations, the pure part: words, the inverted index, what matches, what is shown of it.
//!
//! The index is a reader of the log. A **segment** covers a stretch of the log and holds, for each word, the numbers of
//! the events that contain it and the places within them. What was written after the last segment (the **tail**) is read
//! from the log itself at each search: so search never lags, and a message that is sent pays nothing for being found.
//! Segments of one size are merged, eight into one, so there are few. A search goes from the newest segment to the
//! oldest and stops when it has enough: a word that is everywhere costs no more than one that is rare.
//! Both engines store the same bytes and all matching is done here, so both give the same results in the same order.

mod words;
mod postings;
mod document;
mod plan;
mod filter;
mod snippet;

pub use document::{Build, Document, email_label, label_words, shown, tag_label};
pub use filter::{Asker, allows};
pub use plan::{Lookup, Match, Plan, Within};
pub use postings::{Posting, merged, without};
pub use snippet::marked;
pub use words::{Word, folded, words};
