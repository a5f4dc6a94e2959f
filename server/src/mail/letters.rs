//! The mails that we write, each with all its words, in English and German.

use super::letter::{Enclosed, Letter, Line, Piece};
use app::domain::rich::Block;

/// The header that tells our own mails apart when they come back to us.
pub const MARK: &str = "X-Baton";
/// What was asked before is repeated in so many characters.
const LONGEST_BEFORE: usize = 400;

/// What a visitor reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    German,
}

impl Language {
    /// The language that a browser asked for (BCP 47), or English.
    pub fn of(tag: Option<&str>) -> Self {
        let is_german = tag.and_then(|tag| tag.get(..2)).is_some_and(|start| start.eq_ignore_ascii_case("de"));
        if is_german { Self::German } else { Self::English }
    }
}

/// One thing that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub by: String,
    pub of: Vec<Block>,
    pub files: Vec<Enclosed>,
}

/// Who writes, in which language, and what can be done with the mail.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    pub workspace: &'a str,
    pub language: Language,
    /// Confirms the address, and ends the mails.
    pub link: &'a str,
    pub takes_answers: bool,
}

impl Frame<'_> {
    /// The subject of every mail to a visitor: one for the whole thread, and nothing in it that the visitor wrote.
    fn subject(&self) -> Line {
        Line::new(&match self.language {
            Language::English => format!("Your conversation with {}", self.workspace),
            Language::German => format!("Ihr Gespräch mit {}", self.workspace),
        })
    }

    /// What stands above links that may answer a question.
    pub fn suggests(&self) -> String {
        self.words("This may answer your question:", "Das könnte Ihre Frage beantworten:")
    }

    fn words(&self, english: &str, german: &str) -> String {
        let words = match self.language {
            Language::English => english,
            Language::German => german,
        };
        words.replace("{workspace}", self.workspace).replace("{link}", self.link)
    }

    /// To an address that may be a stranger's: that a reply waits, and how to get it. Nothing in it is anybody's words.
    pub fn notice(&self) -> Letter {
        let answer = if self.takes_answers {
            self.words(" You can also just answer this mail.", " Oder antworten Sie einfach auf diese E-Mail.")
        } else {
            String::new()
        };
        let why = self.words(
            "You gave this address in the chat, so that we can write to you when you are away. Confirm that it is yours, and the reply comes by mail.",
            "Sie haben diese Adresse im Chat angegeben, damit wir Ihnen schreiben können. Bestätigen Sie, dass es Ihre ist, dann kommt die Antwort per E-Mail.",
        );
        let stranger = self.words(
            "If you don't know what this is about, somebody mistyped an address. Do nothing, and no other mail comes.",
            "Wenn Sie nicht wissen, worum es geht, hat sich jemand bei der Adresse vertippt. Tun Sie nichts, dann kommt keine weitere E-Mail.",
        );
        let pieces = vec![
            Piece::Words { text: self.words("You have a reply from {workspace}.", "{workspace} hat Ihnen geantwortet.") },
            Piece::Words { text: why + &answer },
            Piece::Link { words: self.words("Yes, this is my address", "Ja, das ist meine Adresse"), to: self.link.to_owned() },
            Piece::Small { text: stranger },
        ];
        Letter { subject: self.subject(), pieces }
    }

    /// One reply, and what it brings.
    fn said(&self, it: &Reply) -> Vec<Piece> {
        let words = self.words("Attached:", "Angehängt:");
        let files = (!it.files.is_empty()).then(|| Piece::Files { words, files: it.files.clone() });
        [Piece::Said { by: it.by.clone(), of: it.of.clone() }].into_iter().chain(files).collect()
    }

    /// To an address that was confirmed: the replies, and what they answer.
    pub fn replies(&self, replies: &[Reply], before: Option<&str>) -> Letter {
        let mut pieces: Vec<Piece> = replies.iter().flat_map(|it| self.said(it)).collect();
        if let Some(before) = before {
            pieces.push(Piece::Before { by: self.words("You wrote", "Sie schrieben"), text: shortened(before) });
        }
        let answer = if self.takes_answers {
            self.words("Answer this mail to go on.", "Antworten Sie auf diese E-Mail, um fortzufahren.")
        } else {
            self.words("Go on in the chat, where you began it.", "Schreiben Sie im Chat weiter, dort, wo Sie ihn begonnen haben.")
        };
        let stop = self.words("No more mails about this conversation: {link}", "Keine E-Mails mehr zu diesem Gespräch: {link}");
        pieces.push(Piece::Small { text: format!("{answer}\n{stop}") });
        Letter { subject: self.subject(), pieces }
    }
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

    const FRAME: Frame<'_> =
        Frame { workspace: "Plumvale", language: Language::English, link: "https://chat.test/mail/x", takes_answers: true };

    #[test]
    fn a_notice_says_nothing_but_that_a_reply_waits() {
        let text = FRAME.notice().text();
        assert!(
            text.contains("You have a reply from Plumvale.") && text.contains(FRAME.link) && text.contains("answer this mail"),
            "{text}"
        );
        let german = Frame { language: Language::of(Some("de-AT")), ..FRAME }.notice();
        assert_eq!(german.subject.as_str(), "Ihr Gespräch mit Plumvale");
        assert!(german.text().contains("Plumvale hat Ihnen geantwortet."), "{}", german.text());
        assert_eq!(Language::of(Some("d")), Language::English);
    }

    #[test]
    fn replies_come_with_what_they_answer_cut_short() {
        let of = [Reply { by: "Ana Ortiz".to_owned(), of: markdown::blocks("Five **days**."), files: Vec::new() }];
        let letter = Frame { takes_answers: false, ..FRAME }.replies(&of, Some(&"why ".repeat(300)));
        let text = letter.text();
        assert!(text.starts_with("Ana Ortiz:\nFive days.\n\nYou wrote:\n> why "), "{text}");
        assert!(text.contains('…') && text.len() < 700, "{text}");
        let files = vec![
            Enclosed { name: "bill.pdf".to_owned(), to: None },
            Enclosed { name: "film.mp4".to_owned(), to: Some("https://chat.test/f".to_owned()) },
        ];
        let bare = FRAME.replies(&[Reply { by: "Ana".to_owned(), of: Vec::new(), files }], None).text();
        assert!(
            bare.contains("Attached:\n- bill.pdf\n- film.mp4: https://chat.test/f\n"),
            "files without a word are no empty mail: {bare}"
        );
        assert_eq!(letter.subject, FRAME.notice().subject, "one subject for the whole thread");
    }
}
