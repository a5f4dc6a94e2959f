//! What stands around the thread: who speaks, how the connection is, and the way to a person.

use super::{
    node::{El, Node, button, el},
    thread::offers_person,
};
use crate::session::{Session, Wish};
use app::talk::{Speaker, Talk};

/// The mark of who speaks, in the head.
pub fn face(talk: &Talk) -> El {
    match &talk.speaker {
        Speaker::Assistant => el("span", "face ai").icon("spark"),
        Speaker::Queue => el("span", "face queue").icon("hand"),
        Speaker::Person(name) => el("span", "face person").text(&initials(name)),
    }
}

/// The line under the assistant's name.
pub fn who(session: &Session, talk: &Talk) -> Vec<Node> {
    Vec::from([Node::Text(match &talk.speaker {
        Speaker::Assistant if session.face.tagline.is_empty() => "AI, answers from our docs".to_owned(),
        Speaker::Assistant => session.face.tagline.clone(),
        Speaker::Queue => "Waiting for a person".to_owned(),
        Speaker::Person(name) => name.clone(),
    })])
}

/// The quiet line on the connection, where there is something to say.
pub fn connection(session: &Session) -> Vec<Node> {
    let text = if !session.is_online {
        "You are offline"
    } else if !session.trouble.is_empty() {
        &session.trouble
    } else if session.is_lost {
        "Reconnecting…"
    } else {
        return Vec::new();
    };
    vec![Node::Text(text.to_owned())]
}

/// The way to a person, or how far along it we are.
pub fn person(session: &Session, talk: &Talk) -> Vec<Node> {
    match &talk.speaker {
        Speaker::Assistant => {
            let ask = el("button", "person").attr("type", "button").attr("data-do", "person").icon("hand").text("Talk to a person");
            let failed = match &session.person {
                Wish::Failed(why) if why.is_empty() => Some("That didn't get through. Try again."),
                Wish::Failed(why) => Some(why.as_str()),
                _ => None,
            };
            let ask = if session.person == Wish::Asked { ask.attr("aria-disabled", "true") } else { ask };
            let mut of = if offers_person(talk) { Vec::new() } else { vec![Node::El(ask)] };
            of.extend(failed.map(|why| Node::El(el("span", "why").attr("role", "alert").text(why))));
            of
        }
        Speaker::Queue => vec![Node::El(el("p", "state").icon("hand").text("A person will join you here. You can go on writing."))],
        Speaker::Person(_) => Vec::new(),
    }
}

/// Asks for a name: it may be left out, and nothing waits for it.
pub fn name_form(session: &Session) -> El {
    let field = el("input", "").attr("id", "name").attr("name", "name").attr("autocomplete", "name").attr("maxlength", "80");
    let label = el("label", "").attr("for", "name").text("Your name").with(el("span", "").text(" (so we know who we are talking to)"));
    let line = el("div", "line").with(field).with(el("button", "").text("Save")).with(button("later", "nameless", "Not now"));
    let form = el("form", "name").attr("data-do", "name").with(label).with(line);
    match &session.name {
        Wish::Failed(why) => form.with(el("p", "why").attr("role", "alert").text(if why.is_empty() { "That didn't get through. Try again." } else { why })),
        _ => form,
    }
}

/// The first letters of the first and the last name; the style sheet makes them capitals.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
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
