//! What stands around the thread: who speaks, how the connection is, and the way to a person.

use super::{drawing::Drawing, thread::offers_person};
use crate::session::{Session, Wish};
use app::talk::Speaker;

/// What is told when a wish failed and the server didn't say why.
const FAILED: &str = "That didn't get through. Try again.";

/// The mark of who speaks, in the head.
pub fn face(out: &mut Drawing, session: &Session) {
    match &session.talk.speaker {
        Speaker::Assistant => out.el("span", "face ai", |out| out.icon("spark")),
        Speaker::Queue => out.el("span", "face queue", |out| out.icon("hand")),
        Speaker::Person(name) => out.leaf("span", "face person", &initials(name)),
    }
}

/// The line under the assistant's name.
pub fn who(out: &mut Drawing, session: &Session) {
    out.text(match &session.talk.speaker {
        Speaker::Assistant if session.face.tagline.is_empty() => "AI, answers from our docs",
        Speaker::Assistant => &session.face.tagline,
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
                out.button("person", "person", |out| {
                    if session.person == Wish::Asked {
                        out.attr("aria-disabled", "true");
                    }
                    out.icon("hand");
                    out.text("Talk to a person");
                });
            }
            failed(out, &session.person);
        }
        Speaker::Queue => out.el("p", "state", |out| {
            out.icon("hand");
            out.text("A person will join you here. You can go on writing.");
        }),
        Speaker::Person(_) => {}
    }
}

/// Asks for a name: it may be left out, and nothing waits for it.
pub fn name_form(out: &mut Drawing, session: &Session) {
    out.el("form", "name", |out| {
        out.attr("data-do", "name");
        out.el("label", "", |out| {
            out.attr("for", "name");
            out.text("Your name");
            out.leaf("span", "", " (so we know who we are talking to)");
        });
        out.el("div", "line", |out| {
            out.el("input", "", |out| {
                for (name, value) in [("id", "name"), ("autocomplete", "name"), ("maxlength", "80")] {
                    out.attr(name, value);
                }
            });
            out.leaf("button", "", "Save");
            out.button("later", "nameless", |out| out.text("Not now"));
        });
        failed(out, &session.name);
    });
}

fn failed(out: &mut Drawing, wish: &Wish) {
    if let Wish::Failed(why) = wish {
        out.el("p", "why", |out| {
            out.attr("role", "alert");
            out.text(if why.is_empty() { FAILED } else { why });
        });
    }
}

/// The first letters of the first and the last name; the style sheet makes them capitals.
pub fn initials(name: &str) -> String {
    let mut words = name.split(' ').filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.last()).collect()
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
