//! What stands in one message: an answer of the assistant, a person's words, the visitor's own.

use super::{
    drawing::{Drawing, cat, tag},
    rich,
};
use crate::{
    outbox::{Letter, State},
    session::digits,
    tree::Tree,
    words,
};

/// An answer: what it says, then where that comes from.
pub fn answer(out: &mut Drawing, what: Tree<'_>) {
    let (sources, parts) = (what.get("sources"), what.get("parts"));
    let is_choice = what.text("kind") == "suggestion";
    bubble(out, |out| match what.text("kind") {
        "suggestion" if parts.items().next().is_none() => out.leaf(tag!("p"), words::one_of_these!()),
        "not_covered" => out.leaf(tag!("p"), words::not_covered!()),
        _ => shards(out, parts, sources),
    });
    if !sources.0.is_empty() {
        cards(out, sources, is_choice);
    }
}

/// What the visitor may say to the last answer: that one from the docs helped (`answer`: its number, and whether they said
/// so), and that they want a person.
pub fn offer(out: &mut Drawing, answer: Option<(u64, bool)>) {
    out.el(tag!("p", "class" = "offer"), |out| {
        if let Some((seq, has_helped)) = answer {
            out.el(tag!("button", "type" = "button", "data-do" = "rate", "class" = "ask"), |out| {
                out.attr("data-arg", &digits(seq));
                out.attr("aria-pressed", if has_helped { "true" } else { "false" });
                out.text(words::helped!());
            });
        }
        out.leaf(tag!("button", "type" = "button", "data-do" = "person", "class" = "ask"), words::talk!());
    });
}

/// A person's words; files may come without any.
pub fn reply(out: &mut Drawing, body: Tree<'_>) {
    if !body.0.is_empty() {
        bubble(out, |out| rich::blocks(out, body, &Drawing::default()));
    }
}

/// Words as they were typed; files may come without any.
pub fn plain(out: &mut Drawing, text: &str) {
    if !text.is_empty() {
        out.leaf(tag!("div", "class" = "bubble typed", "dir" = "auto"), text);
    }
}

/// Files, each a link: a picture shows itself, anything else its name and size.
pub fn files(out: &mut Drawing, files: Tree<'_>) {
    for (_, file) in files.items() {
        let name = file.text("name");
        out.el(tag!("a", "target" = "_blank", "rel" = "noopener", "class" = "card file"), |out| {
            out.own("href", file.text("url"));
            if file.number("width") > 0 {
                out.el(tag!("img", "loading" = "lazy"), |out| {
                    out.own("src", file.text("url"));
                    out.attr("alt", name);
                });
            } else {
                out.icon("page");
                labelled(out, name, &size(file.number("size")));
            }
        });
    }
}

/// So many bytes, in words.
fn size(bytes: u64) -> String {
    let kb = bytes.div_ceil(1024);
    if kb < 1024 { cat(&[&digits(kb), " KB"]) } else { cat(&[&digits(kb.div_ceil(1024)), " MB"]) }
}

/// How far a message of the visitor's has come, where that is worth a word.
pub fn progress(out: &mut Drawing, letter: &Letter, is_online: bool) {
    match &letter.state {
        State::Taken => {}
        State::Waiting if !is_online => out.leaf(tag!("p", "class" = "note"), words::waits_for_line!()),
        State::Waiting | State::Sending | State::Paused => out.leaf(tag!("p", "class" = "note sending"), words::sending!()),
        State::Failed(why) | State::Refused(why) => out.el(tag!("p", "class" = "note failed"), |out| {
            out.el(tag!("button", "type" = "button", "class" = "again"), |out| {
                let is_refused = matches!(letter.state, State::Refused(_));
                out.attr("data-do", if is_refused { "edit" } else { "retry" });
                out.attr("data-arg", &letter.id);
                out.text(if is_refused { words::edit!() } else { words::try_again!() });
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
    let (n, href) = (source.text("n"), source.text("href"));
    if href.is_empty() {
        return out.leaf(tag!("span", "class" = "ref"), n);
    }
    out.el(tag!("a", "target" = "_blank", "rel" = "noopener", "class" = "ref"), |out| {
        out.href(href);
        out.attr("aria-label", &cat(&[words::source!(), n, ": ", source.text("title")]));
        out.text(n);
    });
}

/// The sources; of a suggestion each can be chosen, which says its name.
fn cards(out: &mut Drawing, sources: Tree<'_>, is_choice: bool) {
    // `list-style: none` would take the role away in Safari.
    out.el(tag!("ul", "class" = "sources", "role" = "list", "aria-label" = words::sources!()), |out| {
        for (_, source) in sources.items() {
            out.el(tag!("li"), |out| {
                if is_choice {
                    choice(out, source);
                }
                if !source.text("href").is_empty() {
                    out.el(tag!("a", "target" = "_blank", "rel" = "noopener", "class" = "card"), |out| {
                        card(out, source, is_choice, are_many(sources))
                    });
                } else if !is_choice {
                    // A page that isn't on the web can't be opened: here are its words.
                    out.el(tag!("details"), |out| {
                        out.el(tag!("summary", "class" = "card"), |out| card(out, source, false, are_many(sources)));
                        out.leaf(tag!("blockquote", "dir" = "auto"), source.text("quote"));
                    });
                }
            });
        }
    });
}

/// A title that can be chosen; the link to its page stands beside it.
fn choice(out: &mut Drawing, source: Tree<'_>) {
    out.el(tag!("button", "type" = "button", "data-do" = "starter", "class" = "card"), |out| {
        let (title, section) = (source.text("title"), source.text("section"));
        out.attr("data-arg", &cat(&[title, if section.is_empty() { "" } else { " - " }, section]));
        labelled(out, title, section);
    });
}

fn card(out: &mut Drawing, source: Tree<'_>, is_choice: bool, is_numbered: bool) {
    let href = source.text("href");
    out.href(href);
    if is_choice {
        out.attr("aria-label", &cat(&[words::source!(), source.text("title")]));
        return out.icon("out");
    }
    out.el(tag!("span", "class" = "n"), |out| if is_numbered { out.text(source.text("n")) } else { out.icon("page") });
    labelled(out, source.text("title"), source.text("section"));
    if !href.is_empty() {
        out.icon("out");
    }
}

/// What a card says: a title, and what is less important under it.
fn labelled(out: &mut Drawing, title: &str, section: &str) {
    out.el(tag!("span", "class" = "words"), |out| {
        out.leaf(tag!("span", "class" = "title", "dir" = "auto"), title);
        if !section.is_empty() {
            out.leaf(tag!("span", "class" = "section", "dir" = "auto"), section);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_told_roughly() {
        for (bytes, told) in [(0, "0 KB"), (1, "1 KB"), (1_024, "1 KB"), (1_025, "2 KB"), (1_048_576, "1 MB"), (10_485_760, "10 MB")] {
            assert_eq!(size(bytes), told);
        }
    }
}
