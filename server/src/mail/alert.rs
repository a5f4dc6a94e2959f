//! What a member is written when something needs them. Nothing in it is a customer's words: mailboxes and the lock screens
//! of phones are read by others.

use super::letters::Language;
use app::domain::alert::Kind;

/// Subject, a paragraph, and what the link says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub subject: &'static str,
    pub words: &'static str,
    pub link: &'static str,
}

/// What is said of one kind of alert.
pub const fn notice(kind: Kind, language: Language) -> Notice {
    let (subject, words) = match language {
        Language::English => english(kind),
        Language::German => german(kind),
    };
    let link = match language {
        Language::English => "Open the conversation",
        Language::German => "Gespräch öffnen",
    };
    Notice { subject, words, link }
}

const fn english(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::NeedsPerson => ("A visitor waits for a person", "Nobody has come yet."),
        Kind::Mentioned => ("A colleague mentioned you in a note", "You haven't looked yet."),
        Kind::Assigned => ("A conversation was given to you", "You haven't looked yet."),
        Kind::Message => ("A visitor answered you", "You haven't looked yet."),
        Kind::Woke => ("A snoozed conversation is back", "You haven't looked yet."),
        Kind::Suggested => ("The AI suggests that a person looks", "Nobody has looked yet."),
        Kind::PromiseDue => ("A promise of yours is due", "The visitor was told to expect it now."),
        Kind::TargetMissed => ("A visitor waits longer than your target", "Nobody has answered yet."),
        Kind::Test => ("A test of your notifications", "They reach you here."),
    }
}

const fn german(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::NeedsPerson => ("Ein Besucher wartet auf einen Menschen", "Bisher ist niemand gekommen."),
        Kind::Mentioned => ("Du wurdest in einer Notiz erwähnt", "Du hast noch nicht nachgesehen."),
        Kind::Assigned => ("Dir wurde ein Gespräch zugewiesen", "Du hast noch nicht nachgesehen."),
        Kind::Message => ("Ein Besucher hat dir geantwortet", "Du hast noch nicht nachgesehen."),
        Kind::Woke => ("Ein zurückgestelltes Gespräch ist wieder da", "Du hast noch nicht nachgesehen."),
        Kind::Suggested => ("Die KI schlägt vor, dass ein Mensch nachsieht", "Bisher hat niemand nachgesehen."),
        Kind::PromiseDue => ("Ein Versprechen von dir ist fällig", "Dem Besucher wurde es für jetzt zugesagt."),
        Kind::TargetMissed => ("Ein Besucher wartet länger als vorgesehen", "Bisher hat niemand geantwortet."),
        Kind::Test => ("Ein Test deiner Meldungen", "Hier erreichen sie dich."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_words_in_each_language() {
        for kind in Kind::ALL {
            let (english, german) = (notice(kind, Language::English), notice(kind, Language::German));
            assert!(english.subject != german.subject && english.words != german.words && english.link != german.link);
        }
    }
}
