//! The thread as rows, each under a key of its own: a message keeps its row from the first try to its echo.

use super::{
    around::{initials, name_form},
    message,
    node::{El, Node, button, el},
};
use crate::session::{Dots, Session, digits};
use app::{
    domain::{answer::Kind, handoff::Reason},
    talk::{Entry, Shown, Speaker, Talk},
};

/// A row and the key that it is known by.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub key: String,
    pub is_mine: bool,
    pub el: El,
}

/// Messages of one author that lie closer together than this are one run.
const RUN: i64 = 5 * 60_000;

/// Who wrote a message; nobody: a line that says what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By<'t> {
    Nobody,
    Visitor,
    Assistant,
    Person(&'t str),
}

/// All rows of the thread. `clock` tells a moment in the visitor's own words.
pub fn rows(session: &Session, talk: &Talk, clock: &dyn Fn(i64) -> String) -> Vec<Row> {
    let mut rows = Vec::new();
    if !session.face.greeting.is_empty() {
        rows.push(greeting(session));
    }
    let form_after = talk.entries.iter().rposition(|entry| matches!(entry.what, Shown::HandedOff { .. }));
    for (at, entry) in talk.entries.iter().enumerate() {
        rows.push(row(session, talk, at, entry, clock));
        if form_after == Some(at) && talk.speaker != Speaker::Assistant && talk.name.is_empty() && !session.is_nameless {
            rows.push(quiet("name", name_form(session)));
        }
    }
    let follows = talk.entries.last().is_some_and(|last| by(last) == By::Visitor);
    for (at, letter) in session.outbox.letters.iter().enumerate() {
        let is_last = at + 1 == session.outbox.letters.len();
        let note = message::progress(letter, session.is_online).map(Node::El);
        let el = article(By::Visitor, session, !follows && at == 0, is_last).all(vec![message::plain(&letter.text)]).all(note.into_iter().collect());
        rows.push(Row { key: letter.id.clone(), is_mine: true, el });
    }
    if session.dots == Dots::On {
        let dots = el("span", "dots").attr("role", "img").attr("aria-label", "The AI is looking for an answer");
        let dots = dots.with(el("i", "")).with(el("i", "")).with(el("i", ""));
        rows.push(quiet("dots", dots));
    }
    if talk.entries.is_empty() && session.outbox.letters.is_empty() && !session.face.starters.is_empty() {
        let starter = |text: &String| Node::El(button("", "starter", text).attr("data-arg", text).attr("dir", "auto"));
        rows.push(quiet("starters", el("div", "starters").all(session.face.starters.iter().map(starter).collect())));
    }
    rows
}

fn quiet(key: &str, el: El) -> Row {
    Row { key: key.to_owned(), is_mine: false, el }
}

fn greeting(session: &Session) -> Row {
    let el = article(By::Assistant, session, true, true).all(vec![message::plain(&session.face.greeting)]);
    quiet("greeting", el)
}

/// Whether the last message is the one that offers a person; the place under the thread needn't offer it too.
pub fn offers_person(talk: &Talk) -> bool {
    let is_offer = |last: &Entry| matches!(last.what, Shown::Answer { kind: Kind::NotCovered, .. });
    talk.speaker == Speaker::Assistant && talk.entries.last().is_some_and(is_offer)
}

fn by(entry: &Entry) -> By<'_> {
    match &entry.what {
        Shown::Mine { .. } => By::Visitor,
        Shown::Answer { .. } => By::Assistant,
        Shown::Reply { by, .. } => By::Person(by),
        _ => By::Nobody,
    }
}

fn row(session: &Session, talk: &Talk, at: usize, entry: &Entry, clock: &dyn Fn(i64) -> String) -> Row {
    let author = by(entry);
    let joins = |other: Option<&Entry>| other.is_some_and(|other| by(other) == author && (other.at - entry.at).abs() < RUN);
    let is_first = !joins(at.checked_sub(1).and_then(|before| talk.entries.get(before)));
    // A message on its way is of the same run, and will bring its own time.
    let is_last = !joins(talk.entries.get(at + 1)) && (author != By::Visitor || at + 1 < talk.entries.len() || session.outbox.letters.is_empty());
    let of = match &entry.what {
        Shown::Mine { text, .. } => vec![message::plain(text)],
        Shown::Answer { kind, parts, sources } => message::answer(*kind, parts, sources, offers_person(talk) && at + 1 == talk.entries.len()),
        Shown::Reply { body, .. } => message::reply(body),
        other => return quiet(&digits(entry.seq), event(other)),
    };
    let time = is_last.then(|| Node::El(el("time", "note").text(&clock(entry.at))));
    let el = article(author, session, is_first, is_last).all(of).all(time.into_iter().collect());
    match &entry.what {
        Shown::Mine { id, .. } => Row { key: id.clone(), is_mine: true, el },
        _ => quiet(&digits(entry.seq), el),
    }
}

/// A message's frame; the first of a run says who speaks.
fn article(author: By<'_>, session: &Session, is_first: bool, is_last: bool) -> El {
    let class = match (author, is_first, is_last) {
        (By::Visitor, true, true) => "msg mine first last",
        (By::Visitor, true, false) => "msg mine first",
        (By::Visitor, false, true) => "msg mine last",
        (By::Visitor, false, false) => "msg mine",
        (_, true, true) => "msg first last",
        (_, true, false) => "msg first",
        (_, false, true) => "msg last",
        (_, false, false) => "msg",
    };
    let (label, head) = match author {
        By::Visitor | By::Nobody => ("You".to_owned(), None),
        By::Assistant => {
            let head = el("span", "face ai").icon("spark");
            (["AI assistant ", &session.face.name].concat(), Some((head, session.face.name.as_str(), "AI")))
        }
        By::Person(name) => (name.to_owned(), Some((el("span", "face person").text(&initials(name)), name, ""))),
    };
    let article = el("article", class).attr("aria-label", &label);
    match head {
        Some((face, name, tag)) if is_first => {
            let by = el("p", "by").with(face.attr("aria-hidden", "true")).with(el("span", "name").attr("dir", "auto").text(name));
            article.with(if tag.is_empty() { by } else { by.with(el("span", "tag").text(tag)) })
        }
        _ => article,
    }
}

/// A thin line that says what happened.
fn event(what: &Shown) -> El {
    let text = match what {
        Shown::HandedOff { why: Reason::AskedForPerson } => "You asked for a person. They'll answer here.",
        Shown::HandedOff { why: Reason::AssistantFailed } => "The assistant had a problem. A person will answer here.",
        Shown::HandedOff { .. } => "Passed on to a person. They'll answer here.",
        Shown::Joined { by } => return el("p", "event").attr("dir", "auto").text(&[by, " joined"].concat()),
        Shown::HandedBack => "The AI answers again",
        Shown::Closed => "This conversation is closed. Write again to go on.",
        Shown::Named { name } => return el("p", "event").attr("dir", "auto").text(&["You're writing as ", name].concat()),
        _ => "The conversation goes on",
    };
    el("p", "event").text(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        client::Reply,
        session::Memory,
        view::node::words,
    };

    fn told(entries: &str) -> String {
        let mut session = Session::new("pk", "Plum", Memory::default());
        session.open(true);
        let head = r#"{"token":"t","name":"Plum","tagline":"","greeting":"Hello.","starters":["Refunds?"],"visitor":"","seq":1,"entries":["#;
        session.replied("start", &Reply { status: 200, wait: 0, body: [head, entries, "]}"].concat() });
        session.say("m9", "on its way");
        let talk = session.thread();
        let rows = rows(&session, &talk, &|at| ["@", &digits(at.unsigned_abs())].concat());
        rows.iter().map(|row| [&row.key, ": ", &words(&row.el.of)].concat()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn an_answer_names_its_sources_and_what_is_not_covered_offers_a_person() {
        let entries = r#"{"seq":1,"at":1,"what":{"is":"mine","id":"m1","text":"Refund?"}},
            {"seq":2,"at":2,"what":{"is":"answer","kind":"grounded","parts":[
                {"body":[{"is":"paragraph","of":[{"is":"text","text":"Five days."}]}],"cites":1},
                {"body":[{"is":"paragraph","of":[{"is":"text","text":"By card."}]}],"cites":2}],
              "sources":[{"n":1,"title":"Returns","section":"Time","href":"https://x.test/r"},{"n":2,"title":"Cards","section":"","href":"https://x.test/c"}]}},
            {"seq":3,"at":3,"what":{"is":"answer","kind":"not_covered","parts":[],"sources":[]}}"#;
        let told = told(entries);
        let expected = "greeting: <spark> Plum AI Hello.
m1: Refund? @1
2: <spark> Plum AI Five days. 1 By card. 2 1 Returns Time <out> 2 Cards <out>
3: I couldn't find that in our help pages, and I don't guess. Talk to a person @3
m9: on its way Sending…";
        assert_eq!(told, expected);
    }

    #[test]
    fn a_handover_is_one_line_and_asks_for_a_name_that_may_be_left_out() {
        let entries = r#"{"seq":1,"at":1,"what":{"is":"handed_off","why":"asked_for_person"}},
            {"seq":2,"at":2,"what":{"is":"joined","by":"Ana Ortiz"}},
            {"seq":3,"at":3,"what":{"is":"reply","by":"Ana Ortiz","body":[{"is":"paragraph","of":[{"is":"text","text":"Hi!"}]}]}}"#;
        let told = told(entries);
        let expected = "greeting: <spark> Plum AI Hello.
1: You asked for a person. They'll answer here.
name: Your name  (so we know who we are talking to) Save Not now
2: Ana Ortiz joined
3: AO Ana Ortiz Hi! @3
m9: on its way Sending…";
        assert_eq!(told, expected);
    }
}
