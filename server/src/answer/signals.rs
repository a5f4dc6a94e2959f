//! Reasons to hand over that a visitor's message holds by itself, whatever the docs know: sensitive topics, the owner's
//! keywords, anger, and asking the same again. Pure; each gives what it found, so that a receipt can name it.

pub mod frustrated;
pub mod keyword;
pub mod repeated;
pub mod sensitive;
pub mod topics;
pub mod said;
mod wording;

pub use frustrated::frustrated;
pub use keyword::keyword;
pub use repeated::repeated;
pub use sensitive::Ear;
pub use topics::default_topics;
