//! What stands in one message: an answer of the assistant, a person's words, the visitor's own.

use super::{
    drawing::{Drawing, cat},
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
        Kind::Suggestion => out.leaf("p", "", "Is it one of these?"),
        Kind::NotCovered => {
            out.leaf("p", "", "I couldn't find that in our help pages, and I don't guess.");
            if offers_person {
                out.button("ask", "person", |out| out.text("Talk to a person"));
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
    out.el("div", "bubble typed", |out| {
        out.attr("dir", "auto");
        out.text(text);
    });
}

/// How far a message of the visitor's has come, where that is worth a word.
pub fn progress(out: &mut Drawing, letter: &Letter, is_online: bool) {
    match &letter.state {
        State::Taken => {}
        State::Waiting if !is_online => out.leaf("p", "note", "Will be sent when you are back online"),
        State::Waiting | State::Sending | State::Paused => out.leaf("p", "note sending", "Sending…"),
        State::Failed(why) | State::Refused(why) => out.el("p", "note failed", |out| {
            out.button("again", "retry", |out| {
                out.attr("data-arg", &letter.id);
                out.text("Not sent. Try again");
            });
            if !why.is_empty() {
                out.leaf("span", "why", why);
            }
        }),
    }
}

fn bubble(out: &mut Drawing, of: impl FnOnce(&mut Drawing)) {
    out.el("div", "bubble", |out| {
        out.attr("dir", "auto");
        of(out);
    });
}

/// A piece of an answer, and the number of its source where several sources are told apart.
fn shard(out: &mut Drawing, parts: &[Shard], at: usize, sources: &[Source]) {
    let Some(part) = parts.get(at) else { return };
    let goes_on = parts.get(at + 1).is_some_and(|next| next.cites == part.cites);
    let source = sources.iter().find(|it| it.n == part.cites && sources.len() > 1 && !goes_on);
    rich::blocks_and(out, &part.body, &|out| {
        let Some(source) = source else { return };
        out.link("ref", source.href.as_str(), |out| {
            let n = digits(source.n.into());
            out.attr("aria-label", &cat(&["Source ", &n, ": ", &source.title]));
            out.text(&n);
        });
    });
}

fn cards(out: &mut Drawing, sources: &[Source]) {
    out.el("ul", "sources", |out| {
        // `list-style: none` would take the role away in Safari.
        out.attr("role", "list");
        out.attr("aria-label", "Sources");
        for source in sources {
            out.el("li", "", |out| out.link("card", source.href.as_str(), |out| card(out, source, sources.len() > 1)));
        }
    });
}

fn card(out: &mut Drawing, source: &Source, is_numbered: bool) {
    out.el("span", "n", |out| if is_numbered { out.text(&digits(source.n.into())) } else { out.icon("page") });
    out.el("span", "words", |out| {
        for (class, text) in [("title", &source.title), ("section", &source.section)] {
            if !text.is_empty() {
                out.el("span", class, |out| {
                    out.attr("dir", "auto");
                    out.text(text);
                });
            }
        }
    });
    out.icon("out");
}
