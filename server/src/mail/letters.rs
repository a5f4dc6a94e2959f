//! The mails that we write, each with all its words.

use super::letter::{Letter, Line, Piece};
use app::domain::rich::Block;

/// The header that tells our own mails apart when they come back to us.
pub const MARK: &str = "X-Baton";
/// What was asked before is repeated in so many characters.
const LONGEST_BEFORE: usize = 400;

/// One thing that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub by: String,
    pub of: Vec<Block>,
}

/// The subject of every mail to a visitor: one for the whole thread, and nothing in it that the visitor wrote.
pub fn subject(workspace: &str) -> Line {
    Line::new(&format!("Your conversation with {workspace}"))
}

/// To an address that may be a stranger's: that a reply waits, and how to get it. Nothing in it is anybody's words.
pub fn notice(workspace: &str, link: &str, takes_answers: bool) -> Letter {
    let answer = if takes_answers { " You can also just answer this mail." } else { "" };
    Letter {
        subject: subject(workspace),
        pieces: vec![
            Piece::Words { text: format!("You have a reply from {workspace}.") },
            Piece::Words {
                text: format!(
                    "You gave this address in the chat, so that we can write to you when you are away. Confirm that it is yours, and the reply comes by mail.{answer}"
                ),
            },
            Piece::Link { words: "Yes, this is my address".to_owned(), to: link.to_owned() },
            Piece::Small {
                text: "If you don't know what this is about, somebody mistyped an address. Do nothing, and no other mail comes.".to_owned(),
            },
        ],
    }
}

/// To an address that was confirmed: the replies, and what they answer.
pub fn replies(workspace: &str, replies: &[Reply], before: Option<&str>, link: &str, takes_answers: bool) -> Letter {
    let mut pieces: Vec<Piece> = replies.iter().map(|it| Piece::Said { by: it.by.clone(), of: it.of.clone() }).collect();
    if let Some(before) = before {
        pieces.push(Piece::Before { by: "You wrote".to_owned(), text: shortened(before) });
    }
    let answer = if takes_answers { "Answer this mail to go on. " } else { "Go on in the chat, where you began it. " };
    pieces.push(Piece::Small { text: format!("{answer}No more mails about this conversation: {link}") });
    Letter { subject: subject(workspace), pieces }
}

/// To a member of the team: what happened, and where to look.
pub fn to_member(subject: &str, lines: &[String], link: Option<(&str, &str)>) -> Letter {
    let words = lines.iter().map(|text| Piece::Words { text: text.clone() });
    let link = link.map(|(words, to)| Piece::Link { words: words.to_owned(), to: to.to_owned() });
    Letter { subject: Line::new(subject), pieces: words.chain(link).collect() }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_BEFORE) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown;

    #[test]
    fn a_notice_says_nothing_but_that_a_reply_waits() {
        let text = notice("Plumvale", "https://chat.test/mail/x", true).text();
        assert!(
            text.contains("You have a reply from Plumvale.")
                && text.contains("https://chat.test/mail/x")
                && text.contains("answer this mail"),
            "{text}"
        );
    }

    #[test]
    fn replies_come_with_what_they_answer_cut_short() {
        let of = [Reply { by: "Ana Ortiz".to_owned(), of: markdown::blocks("Five **days**.") }];
        let letter = replies("Plumvale", &of, Some(&"why ".repeat(300)), "https://chat.test/mail/x", false);
        let text = letter.text();
        assert!(text.starts_with("Ana Ortiz:\nFive days.\n\nYou wrote:\n> why "), "{text}");
        assert!(text.contains('…') && text.len() < 700, "{text}");
        assert_eq!(letter.subject, subject("Plumvale"));
    }
}
