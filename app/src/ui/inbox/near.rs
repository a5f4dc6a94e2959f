//! What is live and in no log: who else is here, who types, who is there, how much time is left.

pub mod here;
pub mod faces;
pub mod writing;
pub mod due;
pub mod myself;
