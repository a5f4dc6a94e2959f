//! What stands in one message: an answer of the assistant, a person's words, the visitor's own.

use super::{
    drawing::{Drawing, cat, tag},
    rich,
};
use crate::{
    outbox::{Letter, State},
    tree::Tree,
};

/// An answer: what it says, then where that comes from.
pub fn answer(out: &mut Drawing, what: Tree<'_>, offers_person: bool) {
    let sources = what.get("sources");
    bubble(out, |out| match what.text("kind") {
        "suggestion" => out.leaf(tag!("p"), "Is it one of these?"),
        "not_covered" => {
            out.leaf(tag!("p"), "I couldn't find that in our help pages, and I don't guess.");
            if offers_person {
                out.leaf(tag!("button", "type" = "button", "data-do" = "person", "class" = "ask"), "Talk to a person");
            }
        }
        _ => shards(out, what.get("parts"), sources),
    });
    if !sources.0.is_empty() {
        cards(out, sources);
    }
}

/// A person's words.
pub fn reply(out: &mut Drawing, body: Tree<'_>) {
    bubble(out, |out| rich::blocks(out, body, &Drawing::default()));
}

/// Words as they were typed.
pub fn plain(out: &mut Drawing, text: &str) {
    out.leaf(tag!("div", "class" = "bubble typed", "dir" = "auto"), text);
}

/// How far a message of the visitor's has come, where that is worth a word.
pub fn progress(out: &mut Drawing, letter: &Letter, is_online: bool) {
    match &letter.state {
        State::Taken => {}
        State::Waiting if !is_online => out.leaf(tag!("p", "class" = "note"), "Will be sent when you are back online"),
        State::Waiting | State::Sending | State::Paused => out.leaf(tag!("p", "class" = "note sending"), "Sending…"),
        State::Failed(why) | State::Refused(why) => out.el(tag!("p", "class" = "note failed"), |out| {
            out.el(tag!("button", "type" = "button", "data-do" = "retry", "class" = "again"), |out| {
                out.attr("data-arg", &letter.id);
                out.text("Not sent. Try again");
            });
            if !why.is_empty() {
                out.leaf(tag!("span", "class" = "why"), why);
            }
        }),
    }
}

fn bubble(out: &mut Drawing, of: impl FnOnce(&mut Drawing)) {
    out.el(tag!("div", "class" = "bubble", "dir" = "auto"), of);
}

/// The pieces of an answer, and the number of the source after the last one that rests on it, where several are told apart.
fn shards(out: &mut Drawing, parts: Tree<'_>, sources: Tree<'_>) {
    let mut parts = parts.items();
    while let Some((_, part)) = parts.next() {
        let cites = part.text("cites");
        let goes_on = parts.clone().next().is_some_and(|(_, next)| next.text("cites") == cites);
        let mut tail = Drawing::default();
        if !goes_on && are_many(sources) {
            for (_, source) in sources.items().filter(|(_, source)| source.text("n") == cites) {
                reference(&mut tail, source);
            }
        }
        rich::blocks(out, part.get("body"), &tail);
    }
}

fn are_many(sources: Tree<'_>) -> bool {
    sources.items().count() > 1
}

fn reference(out: &mut Drawing, source: Tree<'_>) {
    out.el(tag!("a", "target" = "_blank", "rel" = "noopener", "class" = "ref"), |out| {
        let n = source.text("n");
        out.href(source.text("href"));
        out.attr("aria-label", &cat(&["Source ", n, ": ", source.text("title")]));
        out.text(n);
    });
}

fn cards(out: &mut Drawing, sources: Tree<'_>) {
    // `list-style: none` would take the role away in Safari.
    out.el(tag!("ul", "class" = "sources", "role" = "list", "aria-label" = "Sources"), |out| {
        for (_, source) in sources.items() {
            out.el(tag!("li"), |out| {
                out.el(tag!("a", "target" = "_blank", "rel" = "noopener", "class" = "card"), |out| card(out, source, are_many(sources)));
            });
        }
    });
}

fn card(out: &mut Drawing, source: Tree<'_>, is_numbered: bool) {
    out.href(source.text("href"));
    out.el(tag!("span", "class" = "n"), |out| if is_numbered { out.text(source.text("n")) } else { out.icon("page") });
    out.el(tag!("span", "class" = "words"), |out| {
        out.leaf(tag!("span", "class" = "title", "dir" = "auto"), source.text("title"));
        let section = source.text("section");
        if !section.is_empty() {
            out.leaf(tag!("span", "class" = "section", "dir" = "auto"), section);
        }
    });
    out.icon("out");
}
