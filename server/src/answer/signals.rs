//! Reasons to hand over that a visitor's message holds by itself, whatever the docs know: sensitive topics, the owner's
//! keywords, anger, and asking the same again. Pure; each gives what it found, so that a receipt can name it. And whether
//! it is what a person has answered, and they have.

mod again;
pub mod frustrated;
pub mod keyword;
mod put_off;
pub mod repeated;
pub mod sensitive;
pub mod topics;
pub mod said;
mod wording;

pub use again::is_asked_again;
pub use frustrated::frustrated;
pub use keyword::{keyword, keyword_in};
pub use put_off::puts_off;
pub use repeated::repeated;
pub use sensitive::Ear;
pub use topics::default_topics;
