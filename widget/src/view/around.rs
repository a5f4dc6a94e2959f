//! What stands around the thread: who speaks, how the connection is, and the way to a person.

use super::drawing::{Drawing, tag};
use crate::{
    entry::Entry,
    session::{Session, Wish},
};
use app::talk::{Is, Speaker, Talk};

/// What is told when a wish failed and the server didn't say why.
const FAILED: &str = "That didn't get through. Try again.";

/// The mark of who speaks, in the head.
pub fn face(out: &mut Drawing, session: &Session) {
    match &session.talk.speaker {
        Speaker::Assistant => out.el(tag!("span", "class" = "face ai"), |out| out.icon("spark")),
        Speaker::Queue => out.el(tag!("span", "class" = "face queue"), |out| out.icon("hand")),
        Speaker::Person(name) => out.leaf(tag!("span", "class" = "face person"), &initials(name)),
    }
}

/// The line under the assistant's name.
pub fn who(out: &mut Drawing, session: &Session) {
    out.text(match &session.talk.speaker {
        Speaker::Assistant if session.welcome().text("tagline").is_empty() => "AI, answers from our docs",
        Speaker::Assistant => session.welcome().text("tagline"),
        Speaker::Queue => "Waiting for a person",
        Speaker::Person(name) => name,
    });
}

/// The quiet line on the connection, where there is something to say.
pub fn connection(out: &mut Drawing, session: &Session) {
    if !session.is_online {
        out.text("You are offline");
    } else if !session.trouble.is_empty() {
        out.text(&session.trouble);
    } else if session.is_lost {
        out.text("Reconnecting…");
    }
}

/// The way to a person, or how far along it we are.
pub fn person(out: &mut Drawing, session: &Session) {
    match &session.talk.speaker {
        Speaker::Assistant => {
            if !offers_person(&session.talk) {
                out.el(tag!("button", "type" = "button", "data-do" = "person", "class" = "person"), |out| {
                    if session.person == Wish::Asked {
                        out.attr("aria-disabled", "true");
                    }
                    out.icon("hand");
                    out.text("Talk to a person");
                });
            }
            failed(out, &session.person);
        }
        Speaker::Queue => out.el(tag!("p", "class" = "state"), |out| {
            out.icon("hand");
            out.text("A person will join you here. You can go on writing.");
        }),
        Speaker::Person(_) => {}
    }
}

/// Asks for a name: it may be left out, and nothing waits for it.
pub fn name_form(out: &mut Drawing, session: &Session) {
    out.el(tag!("form", "class" = "name", "data-do" = "name"), |out| {
        out.el(tag!("label", "for" = "name"), |out| {
            out.text("Your name");
            out.leaf(tag!("span"), " (so we know who we are talking to)");
        });
        out.el(tag!("div", "class" = "line"), |out| {
            out.el(tag!("input", "id" = "name", "autocomplete" = "name", "maxlength" = "80"), |_| {});
            out.leaf(tag!("button"), "Save");
            out.leaf(tag!("button", "type" = "button", "data-do" = "nameless", "class" = "later"), "Not now");
        });
        failed(out, &session.naming);
    });
}

fn failed(out: &mut Drawing, wish: &Wish) {
    if let Wish::Failed(why) = wish {
        out.leaf(tag!("p", "class" = "why", "role" = "alert"), if why.is_empty() { FAILED } else { why });
    }
}

/// The first letters of the first and the last name; the style sheet makes them capitals.
pub fn initials(name: &str) -> String {
    let last = name.bytes().rposition(|byte| byte == b' ').map_or(0, |at| at + 1);
    let mut out = first(name).to_owned();
    if last > 0 {
        out.push_str(first(name.get(last..).unwrap_or_default()));
    }
    out
}

/// The first character.
fn first(text: &str) -> &str {
    let end = (1..text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Whether the last message is the one that offers a person; the place under the thread needn't offer it too.
pub fn offers_person(talk: &Talk<Entry>) -> bool {
    let is_offer = |last: &Entry| last.is == Is::Answer && last.what().text("kind") == "not_covered";
    talk.speaker == Speaker::Assistant && talk.entries.last().is_some_and(is_offer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_name() {
        for (name, told) in [("Ana Ortiz", "AO"), ("Ana Maria de Ortiz", "AO"), ("Ana", "A"), ("", ""), ("王 芳", "王芳")] {
            assert_eq!(initials(name), told);
        }
    }
}
