//! What stands in one message: an answer of the assistant, a person's words, the visitor's own.

use super::{
    node::{El, Node, button, el, link},
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
pub fn answer(kind: Kind, parts: &[Shard], sources: &[Source], offers_person: bool) -> Vec<Node> {
    match kind {
        Kind::Grounded | Kind::Courtesy => {
            let mut of = vec![Node::El(bubble(parts.iter().enumerate().flat_map(|(at, part)| shard(parts, at, part, sources)).collect()))];
            if !sources.is_empty() {
                of.push(Node::El(cards(sources)));
            }
            of
        }
        Kind::Suggestion => vec![Node::El(bubble(vec![paragraph("Is it one of these?")])), Node::El(cards(sources))],
        Kind::NotCovered => {
            let mut said = bubble(vec![paragraph("I couldn't find that in our help pages, and I don't guess.")]);
            if offers_person {
                said = said.with(button("ask", "person", "Talk to a person"));
            }
            vec![Node::El(said)]
        }
    }
}

/// A person's words.
pub fn reply(body: &[Block]) -> Vec<Node> {
    vec![Node::El(bubble(rich::blocks(body)))]
}

/// Words as they were typed.
pub fn plain(text: &str) -> Node {
    Node::El(el("div", "bubble typed").attr("dir", "auto").text(text))
}

/// How far a message of the visitor's has come, where that is worth a word.
pub fn progress(letter: &Letter, is_online: bool) -> Option<El> {
    match &letter.state {
        State::Taken => None,
        State::Waiting if !is_online => Some(el("p", "note").text("Will be sent when you are back online")),
        State::Waiting | State::Sending | State::Paused => Some(el("p", "note sending").text("Sending…")),
        State::Failed(why) | State::Refused(why) => {
            let again = button("again", "retry", "Not sent. Try again").attr("data-arg", &letter.id);
            let why = (!why.is_empty()).then(|| Node::El(el("span", "why").text(why)));
            Some(el("p", "note failed").with(again).all(why.into_iter().collect()))
        }
    }
}

fn bubble(of: Vec<Node>) -> El {
    el("div", "bubble").attr("dir", "auto").all(of)
}

fn paragraph(text: &str) -> Node {
    Node::El(el("p", "").text(text))
}

/// A piece of an answer, and the number of its source where several sources are told apart.
fn shard(parts: &[Shard], at: usize, part: &Shard, sources: &[Source]) -> Vec<Node> {
    let mut of = rich::blocks(&part.body);
    let goes_on = parts.get(at + 1).is_some_and(|next| next.cites == part.cites);
    if let Some(source) = sources.iter().find(|it| it.n == part.cites && sources.len() > 1 && !goes_on) {
        let label = ["Source ", &digits(source.n.into()), ": ", &source.title].concat();
        let mark = Node::El(link("ref", source.href.as_str()).attr("aria-label", &label).text(&digits(source.n.into())));
        match of.last_mut() {
            Some(Node::El(last)) if last.tag == "p" => last.of.push(mark),
            _ => of.push(mark),
        }
    }
    of
}

fn cards(sources: &[Source]) -> El {
    let card = |source: &Source| {
        let words = el("span", "words").with(el("span", "title").attr("dir", "auto").text(&source.title));
        let words = if source.section.is_empty() { words } else { words.with(el("span", "section").attr("dir", "auto").text(&source.section)) };
        let mark = if sources.len() > 1 { el("span", "n").text(&digits(source.n.into())) } else { el("span", "n").icon("page") };
        Node::El(el("li", "").with(link("card", source.href.as_str()).with(mark).with(words).icon("out")))
    };
    // `list-style: none` would take the role away in Safari.
    el("ul", "sources").attr("role", "list").attr("aria-label", "Sources").all(sources.iter().map(card).collect())
}
