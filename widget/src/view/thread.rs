//! The thread as rows, each under a key of its own: a message keeps its row from the first try to its echo.

use super::{
    around::{failed, form, initials, last, offers_person, questions},
    drawing::{Drawing, cat, tag},
    message,
};
use crate::{
    entry::Entry,
    session::{Dots, Session, Wish, digits},
    tree::Tree,
    words,
};
use app::talk::{Is, Line, Speaker};

/// A row, and the key that it is known by.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub key: String,
    pub is_mine: bool,
    pub drawing: Drawing,
}

/// Messages of one author that lie closer together than this are one run.
const RUN: u64 = 5 * 60_000;

/// Who wrote a message; nobody: a line that says what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By<'t> {
    Nobody,
    Visitor,
    Assistant,
    Person(&'t str),
}

/// Whether a message is the first or the last of its run.
#[derive(Clone, Copy)]
struct Place {
    is_first: bool,
    is_last: bool,
}

/// All rows of the thread.
pub fn rows(session: &Session) -> Vec<Row> {
    let talk = &session.talk;
    let mut rows = Vec::new();
    let (greeting, offered) = (session.welcome().text("greeting"), session.welcome().get("starters"));
    if !greeting.is_empty() {
        rows.push(row("greeting", |out| {
            let alone = Place { is_first: true, is_last: true };
            article(out, By::Assistant, session, alone, &|out| message::plain(out, greeting));
        }));
    }
    let form_after = talk.entries.iter().rposition(|entry| entry.is == Is::HandedOff);
    for (at, entry) in talk.entries.iter().enumerate() {
        if entry.is_line() {
            rows.push(of_entry(session, at, entry));
        }
        if form_after == Some(at) {
            forms(session, entry, &mut rows);
        }
    }
    of_letters(session, &mut rows);
    if let Some(speech) = &session.speech {
        rows.push(row(&answer_key(talk.entries.last()), |out| {
            article(out, By::Assistant, session, Place { is_first: true, is_last: true }, &|out| {
                // It is read out once, when it is whole.
                out.attr("aria-hidden", "true");
                out.add(&speech.body);
            });
        }));
    } else if session.dots == Dots::On {
        rows.push(row("dots", dots));
    }
    if talk.entries.is_empty() && session.outbox.letters.is_empty() && !offered.0.is_empty() {
        rows.push(row("starters", |out| starters(out, offered)));
    }
    rows
}

/// What a visitor is asked who began to wait with `begun`: one form at a time, and nothing that another one has asked. What the owner
/// asks comes first, and in the place of the name.
fn forms(session: &Session, begun: &Entry, rows: &mut Vec<Row>) {
    let talk = &session.talk;
    // A form ends with its segment, whoever goes on with the next.
    let is_over = talk.entries.iter().any(|it| it.is == Is::Reopened && it.seq > begun.seq);
    if talk.speaker == Speaker::Assistant || is_over {
        return;
    }
    let after = |is: Is| talk.entries.iter().rfind(|it| it.is == is && it.seq > begun.seq);
    let (asked, answer) = (after(Is::Asked), after(Is::FilledIn));
    let fields = asked.map(|it| it.what().get("fields")).unwrap_or_default();
    match (asked, answer) {
        (Some(asked), None) => {
            rows.push(row(&cat(&["q", &digits(asked.seq)]), |out| questions(out, fields)));
            if session.giving != Wish::Idle {
                rows.push(row("why", |out| failed(out, &session.giving)));
            }
        }
        _ if session.is_later => {}
        _ if email_helps(session, begun) => {
            let is_new = fields.items().all(|(_, it)| it.text("kind") != "email");
            rows.extend(is_new.then(|| row("email", |out| form(out, session, true))));
        }
        (None, _) if talk.speaker == Speaker::Queue && talk.name.is_empty() => rows.push(row("name", |out| form(out, session, false))),
        _ => {}
    }
}

/// Whether a visitor who waits should leave an address: at once, or once it has taken so long that they may leave.
fn email_helps(session: &Session, asked: &Entry) -> bool {
    let (helps_at, now) = (asked.what().number("email_helps_at"), session.time());
    let is_awaited = session.talk.speaker == Speaker::Queue;
    session.talk.email.is_empty() && helps_at > 0 && (helps_at <= asked.at || is_awaited && helps_at <= now)
}

fn row(key: &str, draw: impl FnOnce(&mut Drawing)) -> Row {
    let mut drawing = Drawing::default();
    draw(&mut drawing);
    Row { key: key.to_owned(), is_mine: false, drawing }
}

/// An answer is known by what it follows: so it takes the place of what was shown while it was written.
fn answer_key(after: Option<&Entry>) -> String {
    cat(&["a", &digits(after.map_or(0, |it| it.seq))])
}

fn by(entry: &Entry) -> By<'_> {
    match entry.is {
        Is::Mine => By::Visitor,
        Is::Answer => By::Assistant,
        Is::Reply => By::Person(entry.word()),
        _ => By::Nobody,
    }
}

/// The row of an entry of the thread.
fn of_entry(session: &Session, at: usize, entry: &Entry) -> Row {
    let (author, entries) = (by(entry), &session.talk.entries);
    let joins = |other: Option<&Entry>| other.is_some_and(|other| by(other) == author && other.at.abs_diff(entry.at) < RUN);
    // A message on its way is of the same run, and will bring its own time.
    let goes_on = author == By::Visitor && at + 1 == entries.len() && !session.outbox.letters.is_empty();
    let place = Place { is_first: at == 0 || !joins(entries.get(at - 1)), is_last: !goes_on && !joins(entries.get(at + 1)) };
    let key = match author {
        By::Visitor => entry.word().to_owned(),
        By::Assistant => answer_key(at.checked_sub(1).and_then(|at| entries.get(at))),
        _ => digits(entry.seq),
    };
    let offers = last(&session.talk).is_some_and(|it| it.seq == entry.seq) && offers_person(&session.talk);
    let drawn = row(&key, |out| {
        if author == By::Nobody {
            return happened(out, entry);
        }
        article(out, author, session, place, &|out| {
            out.add(&entry.body);
            if offers {
                let answer = (entry.what().text("kind") == "grounded").then_some((entry.seq, session.has_helped(entry.seq)));
                message::offer(out, answer);
            }
            if place.is_last {
                out.time(entry.at);
            }
        });
    });
    Row { is_mine: author == By::Visitor, ..drawn }
}

/// The rows of what is on its way.
fn of_letters(session: &Session, rows: &mut Vec<Row>) {
    let letters = &session.outbox.letters;
    let follows = session.talk.entries.last().is_some_and(|last| by(last) == By::Visitor);
    for (at, letter) in letters.iter().enumerate() {
        let place = Place { is_first: at == 0 && !follows, is_last: at + 1 == letters.len() };
        let drawn = row(&letter.id, |out| {
            article(out, By::Visitor, session, place, &|out| {
                message::plain(out, &letter.text);
                message::files(out, Tree(&letter.files));
                message::progress(out, letter, session.is_online);
            });
        });
        rows.push(Row { is_mine: true, ..drawn });
    }
}

fn dots(out: &mut Drawing) {
    out.el(tag!("span", "class" = "dots", "role" = "img", "aria-label" = words::thinks!()), three);
}

/// What moves while somebody writes.
pub fn three(out: &mut Drawing) {
    (0..3).for_each(|_| out.el(tag!("i"), |_| {}));
}

fn starters(out: &mut Drawing, starters: Tree<'_>) {
    out.el(tag!("div", "class" = "starters"), |out| {
        for (_, Tree(text)) in starters.items() {
            out.el(tag!("button", "type" = "button", "data-do" = "starter", "dir" = "auto"), |out| {
                out.attr("data-arg", text);
                out.text(text);
            });
        }
    });
}

/// A message's frame; the first of a run says who speaks. `of` is `dyn`, for three copies of this would be felt.
fn article(out: &mut Drawing, author: By<'_>, session: &Session, place: Place, of: &dyn Fn(&mut Drawing)) {
    let mine = if author == By::Visitor { " mine" } else { "" };
    let first = if place.is_first { " first" } else { "" };
    let last = if place.is_last { " last" } else { "" };
    out.el(tag!("article"), |out| {
        out.attr("class", &cat(&["msg", mine, first, last]));
        match author {
            By::Visitor | By::Nobody => out.attr("aria-label", words::you!()),
            By::Assistant => {
                let name = &session.name;
                out.attr("aria-label", &cat(&[words::assistant!(), name]));
                if place.is_first {
                    head(out, name, true);
                }
            }
            By::Person(name) => {
                out.attr("aria-label", name);
                if place.is_first {
                    head(out, name, false);
                }
            }
        }
        of(out);
    });
}

/// Face and name; the AI says that it is one.
fn head(out: &mut Drawing, name: &str, is_ai: bool) {
    out.el(tag!("p", "class" = "by"), |out| {
        if is_ai {
            out.el(tag!("span", "class" = "face ai", "aria-hidden" = "true"), |out| out.icon("spark"));
        } else {
            out.leaf(tag!("span", "class" = "face person", "aria-hidden" = "true"), &initials(name));
        }
        out.leaf(tag!("span", "class" = "name", "dir" = "auto"), name);
        if is_ai {
            out.leaf(tag!("span", "class" = "tag"), words::ai!());
        }
    });
}

/// A thin line that says what happened.
fn happened(out: &mut Drawing, entry: &Entry) {
    let did = match entry.is {
        Is::HandedOff => match entry.what().text("why") {
            "asked_for_person" => words::asked!(),
            "assistant_failed" => words::has_failed!(),
            _ => words::passed_on!(),
        },
        Is::Joined => words::joined!(),
        Is::HandedBack => words::handed_back!(),
        Is::Closed => words::closed!(),
        Is::Named => words::named!(),
        Is::Mailed => words::mailed!(),
        Is::FilledIn => words::filled_in!(),
        _ => words::reopened!(),
    };
    out.el(tag!("p", "class" = "event", "dir" = "auto"), |out| {
        out.text(entry.word());
        out.text(did);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        client::Reply,
        session::{Effect, Memory},
        tree::parsed,
    };

    fn told(entries: &str) -> String {
        let mut session = Session::new("pk", "Plum", Memory::default());
        session.open(true);
        let head =
            r#"{"token":"t","name":"Plum","tagline":"","greeting":"Hello.","starters":["Refunds?"],"visitor":"","seq":1,"entries":["#;
        let body = parsed(&[head, entries, "]}"].concat());
        session.replied("start", &Reply { status: 200, wait: 0, body });
        session.say("m9", "on its way", "");
        let rows = rows(&session);
        rows.iter().map(|row| cat(&[&row.key, ": ", &row.drawing.words()])).collect::<Vec<_>>().join("\n")
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
a1: <spark> Plum AI Five days. 1 By card. 2 1 Returns Time <out> 2 Cards <out>
a2: I couldn't find that in our help pages, and I don't guess. Talk to a person @3
m9: on its way Sending…";
        assert_eq!(told, expected);
    }

    #[test]
    fn an_answer_can_be_rated_and_a_suggestion_is_chosen_by_its_name() {
        let told = |after: &str| {
            let mut session = Session::new("pk", "Plum", Memory::default());
            let head = r#"{"token":"t","name":"Plum","visitor":"","seq":1,"entries":[{"seq":1,"at":1,"what":{"is":"answer","kind":"#;
            session.replied("start", &Reply { status: 200, wait: 0, body: parsed(&[head, after, "]}"].concat()) });
            session
        };
        let grounded = r#""grounded","parts":[],"sources":[]}}"#;
        let mut it = told(grounded);
        let posted = |it: &mut Session| {
            it.todo();
            it.rate("1");
            it.todo()
                .iter()
                .filter_map(|it| if let Effect::Post { request, .. } = it { Some(request.fields.clone()) } else { None })
                .collect::<Vec<_>>()
        };
        assert_eq!(posted(&mut it), ["answer\u{2}\u{1}1\u{1}is_helpful\u{2}\u{1}true\u{1}"]);
        let rated = |is: &str| told(&[grounded, r#",{"seq":2,"at":1,"what":{"is":"rated","answer":1,"is_helpful":"#, is, "}}"].concat());
        assert!(rows(&rated("true"))[0].drawing.steps().contains("aria-pressed\u{3}true"));
        assert!(rows(&rated("false"))[0].drawing.steps().contains("aria-pressed\u{3}false"));
        assert_eq!(posted(&mut rated("true")), ["answer\u{2}\u{1}1\u{1}is_helpful\u{2}\u{1}false\u{1}"]);
        let offered = told(r#""suggestion","parts":[],"sources":[{"n":1,"title":"Returns","section":"Time","href":"https://x.test/r"}]}}"#);
        let steps = rows(&offered)[0].drawing.steps().to_owned();
        assert!(steps.contains("data-arg\u{3}Returns - Time") && steps.contains("href\u{3}https://x.test/r"), "{steps}");
    }

    #[test]
    fn an_answer_that_is_being_written_is_shown_where_it_will_stand() {
        let mut session = Session::new("pk", "Plum", Memory::default());
        session.open(true);
        let body = parsed(r#"{"token":"t","name":"Plum","greeting":"","starters":[],"visitor":"","seq":4,"entries":[]}"#);
        session.replied("start", &Reply { status: 200, wait: 0, body });
        let mut last = |event: &str, entry: &str| {
            session.heard(parsed(&cat(&[r#"[{"event":""#, event, r#"","data":"#, entry, "}]"])));
            rows(&session).last().map(|row| cat(&[&row.key, ": ", &row.drawing.words()])).unwrap_or_default()
        };
        let answer = |seq: &str, text: &str| {
            let body = cat(&[r#"[{"is":"paragraph","of":[{"is":"text","text":""#, text, r#""}]}]"#]);
            cat(&[
                r#"{"seq":"#,
                seq,
                r#","at":6,"what":{"is":"answer","kind":"grounded","parts":[{"body":"#,
                &body,
                r#","cites":0}],"sources":[]}}"#,
            ])
        };
        assert_eq!(last("message", r#"{"seq":5,"at":1,"what":{"is":"mine","id":"m1","text":"Refund?"}}"#), "m1: Refund? @1");
        assert_eq!(last("speech", &answer("0", "Five")), "a5: <spark> Plum AI Five");
        assert_eq!(last("speech", &answer("0", "Five days.")), "a5: <spark> Plum AI Five days.");
        // Only what is whole can be rated.
        assert_eq!(last("message", &answer("6", "Five days.")), "a5: <spark> Plum AI Five days. That helped Talk to a person @6");
        assert_eq!(last("message", r#"{"seq":7,"at":7,"what":{"is":"mine","id":"m2","text":"And?"}}"#), "m2: And? @7");
        assert_eq!(last("speech", &answer("0", "Then")), "a7: <spark> Plum AI Then");
        assert_eq!(last("message", r#"{"seq":8,"at":8,"what":{"is":"joined","by":"Ana"}}"#), "8: Ana joined");
        assert_eq!(last("speech", &answer("0", "Then wait.")), "8: Ana joined", "not a word after a person came");
    }

    #[test]
    fn who_waits_is_asked_for_a_name_or_where_it_helps_for_an_address_until_they_are_known() {
        let asked = |more: &str| told(&[r#"{"seq":1,"at":1,"what":{"is":"handed_off","why":"asked_for_person""#, more].concat());
        assert!(asked("}}").contains("name: Your name (so we know who we are talking to) Save Not now"));
        let email = "email: Your e-mail (so our answer reaches you there too) Save Not now";
        let wants = r#","email_helps_at":1}}"#;
        assert!(asked(wants).contains(email) && !asked(wants).contains("Your name"));
        let joined = r#","email_helps_at":1}},{"seq":2,"at":1,"what":{"is":"joined","by":"Ana"}}"#;
        assert!(asked(joined).contains(email), "they may leave before she answers");
        assert!(asked(r#","email_helps_at":9}}"#).contains("Your name"), "not yet");
        for known in [r#"{"is":"mailed","email":"m@x.test"}"#, r#"{"is":"handed_back"}"#, r#"{"is":"closed"}"#] {
            assert!(!asked(&[wants, r#",{"seq":2,"at":1,"what":"#, known, "}"].concat()).contains(email), "{known}");
        }
    }

    #[test]
    fn what_the_owner_asks_while_they_wait_is_one_form_that_goes_when_it_is_answered() {
        let handed_off = r#"{"seq":1,"at":1,"what":{"is":"handed_off","why":"asked_for_person","email_helps_at":1}}"#;
        let asks = |fields: &str| cat(&[r#",{"seq":2,"at":1,"what":{"is":"asked","fields":["#, fields, "]}}"]);
        let next = |what: &str| cat(&[r#",{"seq":3,"at":1,"what":{"is":"#, what, "}}"]);
        let order = r#"{"label":"Order","kind":"text"},{"label":"Plan","kind":"choice","choices":["Free","Pro"]}"#;
        let form = "q2: So that a person can help you at once Order Plan Free Pro Pass on Skip";
        let asked = told(&cat(&[handed_off, &asks(order)]));
        assert!(asked.contains(form) && !asked.contains("email:") && !asked.contains("name:"), "{asked}");
        let joined = told(&cat(&[handed_off, &asks(order), &next(r#""joined","by":"Ana""#)]));
        assert!(joined.contains(form), "who types isn't interrupted");
        assert!(!told(&cat(&[handed_off, &asks(order), &next(r#""closed""#)])).contains("q2:"));
        let goes_on = r#",{"seq":4,"at":1,"what":{"is":"reopened"}},{"seq":5,"at":1,"what":{"is":"joined","by":"Ana"}}"#;
        let over = told(&cat(&[handed_off, &asks(order), &next(r#""closed""#), goes_on]));
        assert!(!over.contains("q2:") && !over.contains("email:"), "{over}");
        // Then what else helps, where it wasn't asked with the rest.
        let said = next(r#""filled_in","said":"Order: 1042""#);
        let given = told(&cat(&[handed_off, &asks(order), &said]));
        assert!(given.contains("3: Order: 1042 – passed on to the team") && !given.contains("q2:"), "{given}");
        assert!(given.contains("email: Your e-mail") && !given.contains("name:"), "{given}");
        let skipped = next(r#""filled_in","said":"""#);
        let skipped = told(&cat(&[handed_off, &asks(r#"{"label":"Mail","kind":"email"}"#), &skipped]));
        assert!(!skipped.contains("q2:") && !skipped.contains("3:") && !skipped.contains("email:"), "{skipped}");
    }

    #[test]
    fn a_handover_is_one_line_and_a_person_who_has_joined_asks_by_themselves() {
        let entries = r#"{"seq":1,"at":1,"what":{"is":"handed_off","why":"asked_for_person"}},
            {"seq":2,"at":2,"what":{"is":"joined","by":"Ana Ortiz"}},
            {"seq":3,"at":3,"what":{"is":"reply","by":"Ana Ortiz","body":[{"is":"paragraph","of":[{"is":"text","text":"Hi!"}]}]}}"#;
        let told = told(entries);
        let expected = "greeting: <spark> Plum AI Hello.
1: You asked for a person
2: Ana Ortiz joined
3: AO Ana Ortiz Hi! @3
m9: on its way Sending…";
        assert_eq!(told, expected);
    }
}
