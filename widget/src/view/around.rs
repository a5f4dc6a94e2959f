//! What stands around the thread: who speaks, who is near, how the connection is, and the way to a person.

use super::{
    drawing::{Drawing, cat, tag},
    thread::three,
};
use crate::{
    entry::Entry,
    session::{Session, Wish, digits},
    tree::Tree,
    words,
};
use app::talk::{Is, Speaker, Talk};

/// The mark of who speaks, in the head.
pub fn face(out: &mut Drawing, session: &Session) {
    match &session.talk.speaker {
        Speaker::Assistant => out.el(tag!("span", "class" = "face ai"), |out| out.icon("spark")),
        Speaker::Queue => out.el(tag!("span", "class" = "face queue"), |out| out.icon("hand")),
        Speaker::Person(name) => out.leaf(tag!("span", "class" = "face person"), &initials(name)),
    }
}

/// The line under the assistant's name.
pub fn who(out: &mut Drawing, session: &Session) {
    out.text(match &session.talk.speaker {
        Speaker::Assistant if session.welcome().text("tagline").is_empty() => words::tagline!(),
        Speaker::Assistant => session.welcome().text("tagline"),
        Speaker::Queue => words::awaited!(),
        Speaker::Person(name) => name,
    });
}

/// The quiet line on the connection, or that the team reads along, where there is something to say.
pub fn connection(out: &mut Drawing, session: &Session) {
    if !session.is_online {
        out.text(words::is_offline!());
    } else if !session.trouble.is_empty() {
        out.text(&session.trouble);
    } else if session.is_lost {
        out.text(words::reconnecting!());
    } else if session.shares_draft() {
        out.text(words::is_shared!());
    }
}

/// The way to a person, or how far along it we are, and who of the team is near.
pub fn person(out: &mut Drawing, session: &Session) {
    let (talk, near) = (&session.talk, session.near());
    let name = near.text("name");
    if !name.is_empty() {
        out.el(tag!("p", "class" = "state here"), |out| {
            let is_typing = near.text("is_typing") == "true";
            if is_typing {
                out.el(tag!("span", "class" = "dots"), three);
            }
            out.el(tag!("span"), |out| {
                out.text(name);
                out.text(if is_typing { words::is_typing!() } else { words::is_looking!() });
            });
        });
    }
    match &talk.speaker {
        Speaker::Assistant => {
            if !offers_person(talk) {
                out.el(tag!("button", "type" = "button", "data-do" = "person", "class" = "person"), |out| {
                    if session.person == Wish::Asked {
                        out.attr("aria-disabled", "true");
                    }
                    out.icon("hand");
                    out.text(words::talk!());
                });
            }
            failed(out, &session.person);
        }
        _ if !name.is_empty() => {}
        Speaker::Queue => out.el(tag!("p", "class" = "state"), |out| {
            out.icon("hand");
            out.el(tag!("span"), |out| wait(out, session));
        }),
        // While the clock stands, the head says enough.
        Speaker::Person(name) if talk.silent_until > 0 => out.el(tag!("p", "class" = "state here"), |out| {
            out.el(tag!("span"), |out| {
                out.text(name);
                out.text(words::is_here!());
                out.moment(talk.silent_until.cast_unsigned());
                out.text(".");
            });
        }),
        Speaker::Person(_) => {}
    }
}

const MINUTE: u64 = 60_000;

/// What a waiting visitor can expect, as it was told when the waiting began; once that time is over, the next honest sentence.
fn wait(out: &mut Drawing, session: &Session) {
    let begun = session.talk.entries.iter().rfind(|it| it.is == Is::HandedOff);
    let told = |name| begun.map_or(0, |it| it.what().number(name));
    let (opens, up_to, now) = (told("opens_at"), told("up_to_ms"), session.time());
    if opens > now {
        out.text(words::away_until!());
        out.moment(opens);
        return out.text(".");
    }
    if begun.is_some_and(|it| it.what().text("is_deserted") == "true") {
        out.text(words::nobody!());
        return out.text(words::go_on!());
    }
    out.text(words::will_join!());
    if up_to == 0 {
        return out.text(words::go_on!());
    }
    if begun.map_or(0, |it| it.at) + up_to < now {
        return out.text(words::is_late!());
    }
    // Rounded up, and never one: it is told as many.
    let (n, unit) = match up_to.div_ceil(MINUTE) {
        minutes @ 0..=90 => (minutes.max(2), words::minutes!()),
        minutes => (minutes.div_ceil(60), words::hours!()),
    };
    out.text(words::within!());
    out.text(&digits(n));
    out.text(unit);
}

/// Asks for a name or an e-mail address: it may be left out, and nothing waits for it.
pub fn form(out: &mut Drawing, session: &Session, is_email: bool) {
    let (what, label, why) =
        if is_email { ("email", words::your_email!(), words::why_email!()) } else { ("name", words::your_name!(), words::why_name!()) };
    out.el(tag!("form", "class" = "name"), |out| {
        out.attr("data-do", what);
        out.el(tag!("label", "for" = "name"), |out| {
            out.text(label);
            out.leaf(tag!("span"), why);
        });
        out.el(tag!("div", "class" = "line"), |out| {
            out.el(tag!("input", "id" = "name"), |out| {
                out.attr("autocomplete", what);
                if is_email {
                    out.attr("inputmode", what);
                }
            });
            out.leaf(tag!("button"), words::save!());
            out.leaf(tag!("button", "type" = "button", "data-do" = "later", "class" = "later"), words::not_now!());
        });
        failed(out, &session.naming);
    });
}

/// Asks for what the owner wants a person to have before them. All of it may be left out, and nothing waits for it. A name in it
/// begins with `=`: see `server/src/http/frame.rs`.
pub fn questions(out: &mut Drawing, fields: Tree<'_>) {
    out.el(tag!("form", "class" = "name", "id" = "asked", "data-do" = "details", "aria-labelledby" = "why"), |out| {
        out.leaf(tag!("p", "id" = "why"), words::helps_us!());
        for (_, field) in fields.items() {
            out.el(tag!("label", "dir" = "auto"), |out| {
                out.text(field.text("label"));
                let (name, kind) = (cat(&["=", field.text("label")]), field.text("kind"));
                if kind == "choice" {
                    return out.el(tag!("select"), |out| {
                        out.attr("name", &name);
                        out.leaf(tag!("option"), "");
                        for (_, Tree(choice)) in field.get("choices").items() {
                            out.leaf(tag!("option"), choice);
                        }
                    });
                }
                out.el(tag!("input", "dir" = "auto", "maxlength" = "500"), |out| {
                    out.attr("name", &name);
                    out.attr("type", if kind == "name" { "text" } else { kind });
                    if matches!(kind, "name" | "email") {
                        out.attr("autocomplete", kind);
                    }
                });
            });
        }
        out.el(tag!("div", "class" = "line"), |out| {
            out.leaf(tag!("button"), words::pass_on!());
            out.leaf(tag!("button", "type" = "button", "data-do" = "skip", "class" = "later"), words::skip!());
        });
    });
}

/// Why a wish wasn't granted, where it wasn't.
pub fn failed(out: &mut Drawing, wish: &Wish) {
    if let Wish::Failed(why) = wish {
        out.leaf(tag!("p", "class" = "why", "role" = "alert"), if why.is_empty() { words::failed!() } else { why });
    }
}

/// The first letters of the first and the last name; the style sheet makes them capitals.
pub fn initials(name: &str) -> String {
    let last = name.bytes().rposition(|byte| byte == b' ').map_or(0, |at| at + 1);
    let mut out = first(name).to_owned();
    if last > 0 {
        out.push_str(first(name.get(last..).unwrap_or_default()));
    }
    out
}

/// The first character.
fn first(text: &str) -> &str {
    let end = (1..text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// The last entry that stands in the thread.
pub fn last(talk: &Talk<Entry>) -> Option<&Entry> {
    talk.entries.iter().rfind(|it| it.is_line())
}

/// Whether the last message is the one that offers a person; the place under the thread needn't offer it too.
pub fn offers_person(talk: &Talk<Entry>) -> bool {
    let is_offer = |last: &Entry| last.is == Is::Answer && matches!(last.what().text("kind"), "not_covered" | "grounded");
    talk.speaker == Speaker::Assistant && last(talk).is_some_and(is_offer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{client::Reply, session::Memory, tree::parsed};

    const HOUR: u64 = 60 * MINUTE;

    /// What stands under the thread `since` milliseconds after the visitor began to wait.
    fn told(what: &str, near: &str, since: u64) -> String {
        let mut session = Session::new("pk", "Plum", Memory::default());
        let head = r#"{"token":"t","name":"Plum","visitor":"","now":0,"seq":1,"entries":[{"seq":1,"at":0,"what":{"is":"handed_off","#;
        session.replied("start", &Reply { status: 200, wait: 0, body: parsed(&[head, what, "}}]}"].concat()) });
        session.heard(parsed(&[r#"[{"event":"near","data":"#, near, "}]"].concat()));
        session.now = since;
        let mut out = Drawing::default();
        person(&mut out, &session);
        out.words()
    }

    #[test]
    fn who_waits_is_promised_only_what_is_known_and_told_when_it_did_not_hold() {
        for (what, since, expected) in [
            (r#""opens_at":0,"up_to_ms":0"#, 0, "A person will join you here . You can go on writing."),
            (r#""opens_at":0,"up_to_ms":220000"#, 0, "A person will join you here , usually within 4 minutes."),
            (r#""opens_at":0,"up_to_ms":1000"#, 0, "A person will join you here , usually within 2 minutes."),
            (r#""opens_at":0,"up_to_ms":7000000"#, 0, "A person will join you here , usually within 2 hours."),
            (r#""opens_at":0,"up_to_ms":220000"#, 220_001, "A person will join you here . It takes longer than usual."),
            (r#""opens_at":0,"up_to_ms":0,"is_deserted":true"#, 0, "The team isn't here right now . You can go on writing."),
            (r#""opens_at":36000000,"up_to_ms":0"#, 0, "The team is away until @36000000 ."),
            (r#""opens_at":36000000,"up_to_ms":0"#, 10 * HOUR, "A person will join you here . You can go on writing."),
        ] {
            assert_eq!(told(what, "null", since), ["<hand> ", expected].concat(), "{what} after {since}");
        }
    }

    #[test]
    fn who_is_near_stands_in_the_place_of_what_is_only_expected() {
        let what = r#""opens_at":0,"up_to_ms":0"#;
        assert_eq!(told(what, r#"{"name":"Ana","is_typing":true}"#, 0), "Ana is typing…");
        assert_eq!(told(what, r#"{"name":"Ana","is_typing":false}"#, 0), "Ana is looking at this");
    }

    #[test]
    fn the_clock_of_the_ai_is_told_while_it_runs() {
        let lease = |until: &str| {
            let next =
                [r#""why":""}},{"seq":2,"at":1,"what":{"is":"joined","by":"Ana"}},{"seq":3,"at":1,"what":{"is":"clock","until":"#, until];
            told(&next.concat(), "null", 0)
        };
        assert_eq!(lease("900000"), "Ana is here. The AI answers again after @900000 .");
        assert_eq!(lease("0"), "");
    }

    #[test]
    fn initials_are_those_of_the_first_and_the_last_name() {
        for (name, told) in [("Ana Ortiz", "AO"), ("Ana Maria de Ortiz", "AO"), ("Ana", "A"), ("", ""), ("王 芳", "王芳")] {
            assert_eq!(initials(name), told);
        }
    }
}
