//! How a session looks: a list of rows for the thread, and what stands in the few places around it.
//! Pure; `door` compares it with what was drawn before and changes only what differs.

pub mod around;
pub mod drawing;
pub mod message;
pub mod rich;
pub mod thread;

#[cfg(test)]
mod tests;
