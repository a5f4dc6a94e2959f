//! What stands in one message: an answer of the assistant, a person's words, the visitor's own.

use super::{
    drawing::{Drawing, cat, tag},
    rich,
};
use crate::{
    outbox::{Letter, State},
    session::digits,
};
use app::{
    domain::{answer::Kind, rich::Block},
    talk::{Shard, Source},
};

/// An answer: what it says, then where that comes from.
pub fn answer(out: &mut Drawing, kind: Kind, parts: &[Shard], sources: &[Source], offers_person: bool) {
    bubble(out, |out| match kind {
        Kind::Grounded | Kind::Courtesy => (0..parts.len()).for_each(|at| shard(out, parts, at, sources)),
        Kind::Suggestion => out.leaf(tag!("p"), "Is it one of these?"),
        Kind::NotCovered => {
            out.leaf(tag!("p"), "I couldn't find that in our help pages, and I don't guess.");
            if offers_person {
                out.leaf(tag!("button", "type" = "button", "data-do" = "person", "class" = "ask"), "Talk to a person");
            }
        }
    });
    if !sources.is_empty() {
        cards(out, sources);
    }
}

/// A person's words.
pub fn reply(out: &mut Drawing, body: &[Block]) {
    bubble(out, |out| rich::blocks(out, body));
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

/// A piece of an answer, and the number of its source where several sources are told apart.
fn shard(out: &mut Drawing, parts: &[Shard], at: usize, sources: &[Source]) {
    let Some(part) = parts.get(at) else { return };
    let goes_on = parts.get(at + 1).is_some_and(|next| next.cites == part.cites);
    let source = sources.iter().find(|it| it.n == part.cites && sources.len() > 1 && !goes_on);
    rich::blocks_and(out, &part.body, &|out| {
        let Some(source) = source else { return };
        out.el(tag!("a", "target" = "_blank", "rel" = "noopener", "class" = "ref"), |out| {
            out.attr("href", source.href.as_str());
            let n = digits(source.n.into());
            out.attr("aria-label", &cat(&["Source ", &n, ": ", &source.title]));
            out.text(&n);
        });
    });
}

fn cards(out: &mut Drawing, sources: &[Source]) {
    // `list-style: none` would take the role away in Safari.
    out.el(tag!("ul", "class" = "sources", "role" = "list", "aria-label" = "Sources"), |out| {
        for source in sources {
            out.el(tag!("li"), |out| {
                out.el(tag!("a", "target" = "_blank", "rel" = "noopener", "class" = "card"), |out| card(out, source, sources.len() > 1));
            });
        }
    });
}

fn card(out: &mut Drawing, source: &Source, is_numbered: bool) {
    out.attr("href", source.href.as_str());
    out.el(tag!("span", "class" = "n"), |out| if is_numbered { out.text(&digits(source.n.into())) } else { out.icon("page") });
    out.el(tag!("span", "class" = "words"), |out| {
        out.leaf(tag!("span", "class" = "title", "dir" = "auto"), &source.title);
        if !source.section.is_empty() {
            out.leaf(tag!("span", "class" = "section", "dir" = "auto"), &source.section);
        }
    });
    out.icon("out");
}
