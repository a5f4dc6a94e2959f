//! Every shape that the server can write is drawn: built from its types, written with serde, read by our names.

use super::{around, drawing::Drawing, rich, thread};
use crate::{
    client::Reply,
    session::{Memory, Session},
    tree::{Tree, told},
};
use app::{
    domain::{
        answer::Kind,
        form::FieldKind,
        handoff::Reason,
        rich::{Block, Href, Inline},
    },
    talk::{Attached, Entry, Question, Shard, Shown, Source, Welcome},
};

fn text(text: &str) -> Inline {
    Inline::Text { text: text.to_owned() }
}

fn link(to: &str) -> Href {
    Href::parse(to).expect("is safe")
}

fn paragraph(of: &str) -> Block {
    Block::Paragraph { of: vec![text(of)] }
}

/// Steps with the marks made visible: `<tag name=value>text</>`.
fn markup(drawing: &Drawing) -> String {
    let mut out = String::new();
    let mut is_open = false;
    for c in drawing.steps().chars() {
        let sign = match c {
            '\u{1}' => "<",
            '\u{2}' => " ",
            '\u{3}' => "=",
            '\u{4}' => "",
            '\u{5}' => "#",
            '\u{6}' => "</>",
            '\u{7}' => "@",
            _ => {
                out.push(c);
                continue;
            }
        };
        if is_open && !matches!(c, '\u{2}' | '\u{3}') {
            out.push('>');
        }
        is_open = matches!(c, '\u{1}') || is_open && matches!(c, '\u{2}' | '\u{3}');
        out.push_str(sign);
    }
    out
}

fn drawn(blocks: &[Block]) -> String {
    let mut out = Drawing::default();
    rich::blocks(&mut out, Tree(&told(&serde_json::to_value(blocks).expect("writes"))), &Drawing::default());
    markup(&out)
}

#[test]
fn every_block_and_every_piece_of_a_line_is_drawn() {
    let pieces = vec![
        text("a"),
        Inline::Strong { of: vec![text("b")] },
        Inline::Em { of: vec![Inline::Code { text: "c".to_owned() }] },
        Inline::Break,
        Inline::Link { to: link("https://x.test/"), of: vec![text("d")] },
    ];
    for (block, expected) in [
        (
            Block::Paragraph { of: pieces },
            "<p dir=auto>a<strong>b</><em><code>c</></><br></><a target=_blank rel=noopener href=https://x.test/>d</></>",
        ),
        (Block::Heading { level: 2, of: vec![text("a")] }, "<h2 dir=auto>a</>"),
        (
            Block::List { start: None, items: vec![vec![paragraph("a")], vec![]] },
            "<ul dir=auto><li dir=auto><p dir=auto>a</></><li dir=auto></></>",
        ),
        (Block::List { start: Some(1), items: vec![vec![paragraph("a")]] }, "<ol dir=auto><li dir=auto><p dir=auto>a</></></>"),
        (Block::List { start: Some(3), items: vec![] }, "<ol dir=auto start=3></>"),
        (Block::List { start: Some(0), items: vec![] }, "<ol dir=auto start=0></>"),
        (Block::Code { text: "a\n b".to_owned() }, "<pre dir=ltr><code>a\n b</></>"),
        (Block::Quote { of: vec![paragraph("a")] }, "<blockquote><p dir=auto>a</></>"),
        (
            Block::Table { rows: vec![vec![vec![text("a")]], vec![vec![text("b")]]] },
            "<div class=wide tabindex=0 role=group aria-label=Table><table><tr><th scope=col dir=auto>a</></><tr><td dir=auto>b</></></></>",
        ),
    ] {
        assert_eq!(drawn(&[block]), expected);
    }
}

/// The words of the row that the entry becomes.
fn row(what: Shown) -> String {
    let entries = vec![Entry { seq: 7, at: 5, what }];
    let welcome = Welcome {
        token: "t".to_owned(),
        name: "Plum".to_owned(),
        tagline: "a bot".to_owned(),
        greeting: String::new(),
        starters: vec![],
        visitor: String::new(),
        shares_draft: false,
        asks: false,
        now: 0,
        seq: 7,
        entries,
    };
    let mut session = Session::new("pk", "", Memory::default());
    session.open(true);
    session.replied("start", &Reply { status: 200, wait: 0, body: Tree(&told(&serde_json::to_value(welcome).expect("writes"))) });
    assert_eq!((session.name.as_str(), session.welcome().text("tagline")), ("Plum", "a bot"));
    thread::rows(&session)[0].drawing.words()
}

fn unlinked(n: u32, title: &str, section: &str, quote: &str) -> Source {
    Source { n, title: title.to_owned(), section: section.to_owned(), href: None, quote: quote.to_owned() }
}

fn answer(kind: Kind) -> Shown {
    let source = |n, section: &str| Source { href: Some(link("https://x.test/")), ..unlinked(n, "Returns", section, "") };
    let shard = |of: &str, cites| Shard { body: vec![paragraph(of)], cites };
    Shown::Answer {
        kind,
        parts: vec![shard("a", 1), shard("b", 1), shard("c", 2), shard("d", 0)],
        sources: vec![source(1, "Time"), source(2, "")],
    }
}

#[test]
fn a_source_that_can_not_be_opened_shows_its_words() {
    let drawn = |kind, n: u32| {
        let sources: Vec<Source> = (1..=n).map(|n| unlinked(n, "Terms", "", "Five\ndays.")).collect();
        let what = Shown::Answer { kind, parts: vec![Shard { body: vec![paragraph("a")], cites: 1 }], sources };
        let mut out = Drawing::default();
        super::message::answer(&mut out, Tree(&told(&serde_json::to_value(what).expect("writes"))));
        markup(&out)
    };
    let one = drawn(Kind::Grounded, 1);
    let card = "<details><summary class=card><span class=n>#page</>";
    let words = "<span class=words><span class=title dir=auto>Terms</></></><blockquote dir=auto>Five\ndays.</></>";
    assert!(one.contains(&[card, words].concat()) && !one.contains("<a"), "{one}");
    let two = drawn(Kind::Grounded, 2);
    assert!(two.contains("<span class=ref>1</>") && two.contains("<span class=n>2</>") && !two.contains("<a"), "{two}");
    let offered = drawn(Kind::Suggestion, 1);
    assert!(offered.contains("<button") && !offered.contains("<details") && !offered.contains("<a"), "{offered}");
}

fn file(name: &str, width: u32) -> Attached {
    Attached {
        id: "f1".to_owned(),
        name: name.to_owned(),
        size: 3_000,
        url: "/api/widget/v1/files/f1?t=x".to_owned(),
        width,
        height: width,
    }
}

#[test]
fn a_picture_shows_itself_once_it_is_looked_at_and_everything_else_its_name() {
    let drawn = |files: &[Attached]| {
        let mut out = Drawing::default();
        super::message::files(&mut out, Tree(&told(&serde_json::to_value(files).expect("writes"))));
        markup(&out)
    };
    let link = "<a target=_blank rel=noopener class=card file href=/api/widget/v1/files/f1?t=x>";
    assert_eq!(drawn(&[file("a.png", 4)]), [link, "<img loading=lazy src=/api/widget/v1/files/f1?t=x alt=a.png></></>"].concat());
    let named = "#page<span class=words><span class=title dir=auto>a.pdf</><span class=section dir=auto>3 KB</></></>";
    assert_eq!(drawn(&[file("a.pdf", 0)]), [link, named].concat());
    let foreign = Attached { url: "https://evil.test/x.png".to_owned(), ..file("a.png", 4) };
    assert!(!drawn(&[foreign]).contains("evil"), "only from our own server");
}

#[test]
fn every_question_has_its_field() {
    let question = |label: &str, kind, choices: &[&str]| Question {
        label: label.to_owned(),
        kind,
        choices: choices.iter().map(|it| (*it).to_owned()).collect(),
    };
    let fields = [
        question("You", FieldKind::Name, &[]),
        question("Mail", FieldKind::Email, &[]),
        question("id", FieldKind::Text, &[]),
        question("Plan", FieldKind::Choice, &["Free", "Pro"]),
        question("Shot", FieldKind::File, &[]),
    ];
    let mut out = Drawing::default();
    around::questions(&mut out, Tree(&told(&serde_json::to_value(fields).expect("writes"))));
    let drawn = markup(&out);
    let input = "<input dir=auto maxlength=500";
    for expected in [
        ["<label dir=auto>You", input, " name==You type=text autocomplete=name></></>"].concat(),
        ["<label dir=auto>Mail", input, " name==Mail type=email autocomplete=email></></>"].concat(),
        ["<label dir=auto>id", input, " name==id type=text></></>"].concat(),
        "<label dir=auto>Plan<select name==Plan><option></><option>Free</><option>Pro</></></>".to_owned(),
        ["<label dir=auto>Shot", input, " name==Shot type=file></></>"].concat(),
    ] {
        assert!(drawn.contains(&expected), "{expected} in {drawn}");
    }
}

fn handed_off(why: Reason) -> Shown {
    Shown::HandedOff { why, opens_at: 0, up_to_ms: 0, is_deserted: false, email_helps_at: 0 }
}

#[test]
fn every_entry_is_drawn() {
    let owned = str::to_owned;
    let cards = "1 Returns Time <out> 2 Returns <out>";
    for (what, expected) in [
        (Shown::Mine { id: owned("m1"), text: owned("hi"), files: vec![] }, "hi @5".to_owned()),
        (answer(Kind::Grounded), ["<spark> Plum AI a b 1 c 2 d ", cards, " That helped Talk to a person @5"].concat()),
        (answer(Kind::Courtesy), ["<spark> Plum AI a b 1 c 2 d ", cards, " @5"].concat()),
        (answer(Kind::Suggestion), owned("<spark> Plum AI a b 1 c 2 d Returns Time <out> Returns <out> @5")),
        (
            answer(Kind::NotCovered),
            ["<spark> Plum AI I couldn't find that in our help pages, and I don't guess. ", cards, " Talk to a person @5"].concat(),
        ),
        (Shown::Reply { by: owned("Ana"), body: vec![paragraph("a")], files: vec![] }, owned("A Ana a @5")),
        (handed_off(Reason::AskedForPerson), owned("You asked for a person")),
        (handed_off(Reason::AssistantFailed), owned("The assistant had a problem. A person takes over.")),
        (handed_off(Reason::NotInDocs), owned("Passed on to a person")),
        (handed_off(Reason::LowConfidence), owned("Passed on to a person")),
        (handed_off(Reason::AccountQuestion), owned("Passed on to a person")),
        (Shown::Joined { by: owned("Ana") }, owned("Ana joined")),
        (Shown::HandedBack, owned("The AI answers again")),
        (Shown::Closed, owned("This conversation is closed. Write again to go on.")),
        (Shown::Reopened, owned("The conversation goes on")),
        (Shown::Named { name: owned("Bo") }, owned("Bo is the name you gave")),
        (Shown::Mailed { email: owned("bo@x.test") }, owned("bo@x.test gets our answer too")),
        (Shown::FilledIn { said: owned("Order: 1042") }, owned("Order: 1042 – passed on to the team")),
        (Shown::Mine { id: owned("m1"), text: String::new(), files: vec![file("bill.pdf", 0)] }, owned("<page> bill.pdf 3 KB @5")),
        (Shown::Mine { id: owned("m1"), text: owned("look"), files: vec![file("a.png", 4)] }, owned("look @5")),
        (Shown::Reply { by: owned("Ana"), body: vec![], files: vec![file("bill.pdf", 0)] }, owned("A Ana <page> bill.pdf 3 KB @5")),
    ] {
        assert_eq!(row(what), expected);
    }
}
