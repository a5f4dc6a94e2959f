//! The conversation goes on by mail. Pure: what is said, to whom, and what came back; no clock, no disk, no network.
//!
//! An agent's reply reaches the visitor's mailbox when nobody reads it in the widget, and what the visitor answers by
//! mail lands in the same thread. Three things must not happen on the way.
//!
//! **Our mails become a weapon.** Anybody can type anybody's address into a widget. So an address counts as a stranger's
//! until its owner has done something that only the owner of the mailbox can do: answered one of our mails, or pressed a
//! button behind the link in it. Until then it gets **one mail for each conversation, and one a day from the whole
//! installation**: that a reply waits, in our words alone. Its subject and text hold nothing that the visitor wrote,
//! not even a name. Afterwards it gets the replies themselves. Counts in the database cap what goes to one address, what
//! follows from one network address, and what goes out at all ([`policy`]); whoever presses "no more mails" gets none.
//!
//! **The first mail doesn't open the conversation.** A link that resumes the chat would be kinder. But an address that was
//! mistyped belongs to somebody else, who would then read all of it; and a stranger who types *your* address would lead you
//! into *their* chat, to read there what you write. So the link only confirms the address, and the replies that wait
//! follow by mail at once. It changes nothing by being opened (scanners open links): there is a button.
//!
//! **Somebody writes in another's name.** A visitor's thread is reached by an address that we signed ([`token`]), which
//! names the conversation and holds for one mailbox. A mail from that mailbox is the visitor's; one from another is shown to the
//! team as just that, and never as the visitor's words. Robots, lists, bounces and our own mails are not answered and not
//! believed ([`reading`]).

pub mod alert;
pub mod attached;
pub mod inbound;
pub mod letter;
pub mod letters;
pub mod newest;
pub mod policy;
pub mod reading;
pub mod token;
