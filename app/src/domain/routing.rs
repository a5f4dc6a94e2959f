//! Which team takes whoever waits for a person: the owner's rules, of which the first that fits wins.

use super::{
    case::lower,
    conversation::Conversation,
    event::{Event, What},
    fault::Fault,
    handoff::{Holder, Reason},
    id::{AssistantId, TeamId},
    label::Tag,
    signal::{KeywordRule, LONGEST_WORDING, Match},
    text::Name,
    view,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// A workspace may have this many rules.
pub const MOST_RULES: usize = 100;
/// A rule may ask for this many things.
pub const MOST_CONDITIONS: usize = 50;

/// The rules of a workspace, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(default)]
pub struct Routing {
    pub rules: Vec<Rule>,
}

/// What goes to which team. Without a condition it takes all that comes to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Rule {
    /// How the thread names it.
    pub name: Name,
    pub team: TeamId,
    pub when: Vec<Condition>,
}

/// What a rule asks of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Condition {
    /// It has this tag.
    Tag { tag: Tag },
    /// The visitor's question says these words in a row. `refund*`: the last of them may end in any way.
    Words { words: String },
    /// A person is wanted for this.
    Reason { why: Reason },
    /// The question is in this language, such as `de`.
    Language { language: String },
    /// They write to this assistant.
    Assistant { id: AssistantId },
    /// The page that they last wrote from begins like this: a path, or an address. `*`: anything.
    Page { page: String },
}

/// The kinds of condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    #[default]
    Tag,
    Words,
    Reason,
    Language,
    Assistant,
    Page,
}

impl Aspect {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Tag, Self::Words, Self::Reason, Self::Language, Self::Assistant, Self::Page];

    /// Its name in a form.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Words => "words",
            Self::Reason => "reason",
            Self::Language => "language",
            Self::Assistant => "assistant",
            Self::Page => "page",
        }
    }
}

impl Routing {
    /// The same, where each rule can fit.
    ///
    /// # Errors
    /// `Fault::Invalid` with what to mend.
    pub fn checked(self) -> Result<Self, Fault> {
        if self.rules.len() > MOST_RULES {
            return Err(Fault::invalid("rules", &format!("There can be {MOST_RULES} rules.")));
        }
        Ok(Self { rules: self.rules.into_iter().map(Rule::checked).collect::<Result<_, _>>()? })
    }
}

impl Rule {
    /// Whether it fits, where `is_so` says which conditions hold. Of one kind, one is enough; each kind that is asked for must hold.
    pub fn fits(&self, is_so: impl Fn(&Condition) -> bool) -> bool {
        Aspect::ALL.into_iter().all(|aspect| {
            let of_kind = || self.when.iter().filter(move |it| it.aspect() == aspect);
            of_kind().next().is_none() || of_kind().any(&is_so)
        })
    }

    fn checked(self) -> Result<Self, Fault> {
        if self.when.len() > MOST_CONDITIONS {
            return Err(Fault::invalid("rules", &format!("A rule can have {MOST_CONDITIONS} conditions.")));
        }
        Ok(Self { when: self.when.into_iter().map(Condition::checked).collect::<Result<_, _>>()?, ..self })
    }
}

impl Condition {
    /// Of which kind it is.
    pub const fn aspect(&self) -> Aspect {
        match self {
            Self::Tag { .. } => Aspect::Tag,
            Self::Words { .. } => Aspect::Words,
            Self::Reason { .. } => Aspect::Reason,
            Self::Language { .. } => Aspect::Language,
            Self::Assistant { .. } => Aspect::Assistant,
            Self::Page { .. } => Aspect::Page,
        }
    }

    /// The condition of this kind that somebody typed or chose.
    ///
    /// # Errors
    /// `Fault::Invalid` with what to mend.
    pub fn parse(aspect: Aspect, text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(empty());
        }
        let it = match aspect {
            Aspect::Tag => Self::Tag { tag: Tag::parse(text)? },
            Aspect::Words => Self::Words { words: text.to_owned() },
            Aspect::Reason => Self::Reason { why: reason(text).ok_or_else(empty)? },
            Aspect::Language => Self::Language { language: text.to_owned() },
            Aspect::Assistant => Self::Assistant { id: AssistantId::parse(text).ok_or_else(empty)? },
            Aspect::Page => Self::Page { page: text.to_owned() },
        };
        it.checked()
    }

    /// How it is typed or chosen.
    pub fn text(&self) -> String {
        match self {
            Self::Tag { tag } => tag.as_str().to_owned(),
            Self::Words { words } => words.clone(),
            Self::Reason { why } => key(*why),
            Self::Language { language } => language.clone(),
            Self::Assistant { id } => id.to_string(),
            Self::Page { page } => page.clone(),
        }
    }

    fn checked(self) -> Result<Self, Fault> {
        match self {
            Self::Words { words } => {
                keyword(&words).checked()?;
                Ok(Self::Words { words: words.trim().to_owned() })
            }
            Self::Language { language } => match view::primary(&language) {
                language if language.is_empty() => Err(empty()),
                language if is_code(&language) => Ok(Self::Language { language }),
                // No question is known to be in "German".
                _ => Err(Fault::invalid("rules", "Write a language by its code, such as de.")),
            },
            Self::Page { page } => match page.trim() {
                "" => Err(empty()),
                long if long.chars().count() > LONGEST_WORDING => Err(Fault::TooLarge),
                page => Ok(Self::Page { page: page.to_owned() }),
            },
            other => Ok(other),
        }
    }
}

fn is_code(language: &str) -> bool {
    (2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn empty() -> Fault {
    Fault::invalid("rules", "Fill this in first.")
}

/// The team that somebody chose for a rule.
///
/// # Errors
/// `Fault::Invalid` where they haven't.
pub fn team(text: &str) -> Result<TeamId, Fault> {
    TeamId::parse(text).ok_or_else(|| Fault::invalid("rules", "Choose a team for each rule."))
}

/// A reason as a form names it.
pub fn key(why: Reason) -> String {
    (why as u8).to_string()
}

/// The reason that a form names.
pub fn reason(key_of: &str) -> Option<Reason> {
    Reason::ALL.into_iter().find(|why| key(*why) == key_of)
}

/// The words of a condition as they are listened for.
pub fn keyword(words: &str) -> KeywordRule {
    let words = words.trim();
    match words.strip_suffix('*') {
        Some(stem) => KeywordRule { words: stem.to_owned(), mode: Match::Prefix },
        None => KeywordRule { words: words.to_owned(), mode: Match::Whole },
    }
}

/// Whether the address of a page begins as `pattern` says. One that starts with a slash is compared with the path; the scheme is all one.
pub fn is_page(pattern: &str, page: &str) -> bool {
    let bare = |address: &str| {
        let address = lower(address.trim());
        address.split_once("://").map_or_else(|| address.clone(), |(_, rest)| rest.to_owned())
    };
    let (pattern, page) = (bare(pattern), bare(page));
    let place = if pattern.starts_with('/') { page.find('/').map_or("/", |at| &page[at..]) } else { page.as_str() };
    let mut pieces = pattern.split('*');
    let begun = place.strip_prefix(pieces.next().unwrap_or_default());
    begun.and_then(|rest| pieces.try_fold(rest, |rest, piece| Some(&rest[rest.find(piece)? + piece.len()..]))).is_some()
}

/// Whether the rules are asked where to put a conversation that `events` brought to where it is `now`: it waits for a person, and
/// no person has said whose it is. They are asked when it begins to wait, when it is tagged meanwhile, and, as long as no team has
/// it, when the visitor says more.
pub fn asks(now: &Conversation, events: &[Event]) -> bool {
    let is_open = now.is_open() && !now.is_spam && !now.is_blocked;
    let is_free = matches!(now.holder, Holder::Queue { .. }) && now.assignee.is_none() && !now.keeps_team;
    is_open && is_free && events.iter().any(|event| is_asked_by(event, now.team.is_some()))
}

/// Whether an event in a conversation that waits asks the rules.
pub const fn is_asked_by(event: &Event, has_team: bool) -> bool {
    match event.what {
        What::HandedOff { .. } | What::Tagged { .. } => true,
        // Who asked for a person first then says what it is about.
        What::Said { .. } => !has_team,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        conversation::Status,
        id::{AccountId, ConversationId, MessageId, VisitorId},
        label::Team,
        person::{Agent, Assistant, Author, Visitor},
        text::Body,
        time::Timestamp,
    };

    fn tag(text: &str) -> Tag {
        Tag::parse(text).expect("a tag")
    }

    fn rule(when: Vec<Condition>) -> Rule {
        Rule { name: Name::parse("Bills").expect("a name"), team: TeamId::parse("billing").expect("an id"), when }
    }

    #[test]
    fn of_one_kind_one_is_enough_and_each_kind_must_hold() {
        let one = Condition::Tag { tag: tag("billing") };
        let two = Condition::Tag { tag: tag("refund") };
        let language = Condition::Language { language: "de".to_owned() };
        let fits = |when: &[&Condition], so: &[&Condition]| rule(when.iter().map(|it| (*it).clone()).collect()).fits(|it| so.contains(&it));
        assert!(fits(&[], &[]), "without a condition it takes all");
        assert!(fits(&[&one, &two], &[&two]));
        assert!(!fits(&[&one, &two, &language], &[&two]));
        assert!(fits(&[&one, &two, &language], &[&two, &language]));
        assert!(!fits(&[&one], &[&language]));
    }

    #[test]
    fn a_rule_that_can_never_fit_is_refused() {
        let words = |text: &str| Condition::Words { words: text.to_owned() };
        let page = |text: &str| Condition::Page { page: text.to_owned() };
        let language = |text: &str| Condition::Language { language: text.to_owned() };
        for (condition, kept) in [
            (words(" my refund* "), Some(words("my refund*"))),
            (words("*"), None),
            (words(" "), None),
            (page(" /pricing "), Some(page("/pricing"))),
            (page(""), None),
            (language("de-AT"), Some(language("de"))),
            (language("GSW"), Some(language("gsw"))),
            (language("German"), None),
            (language("d1"), None),
            (language("-"), None),
        ] {
            let checked = Routing { rules: vec![rule(vec![condition])] }.checked();
            assert_eq!(checked.ok().map(|it| it.rules[0].when[0].clone()), kept);
        }
        assert!(Routing { rules: vec![rule(vec![]); MOST_RULES + 1] }.checked().is_err());
        assert!(Routing { rules: vec![rule(vec![words("x"); MOST_CONDITIONS + 1])] }.checked().is_err());
    }

    #[test]
    fn a_condition_is_what_was_typed() {
        for condition in [
            Condition::Tag { tag: tag("billing") },
            Condition::Words { words: "my invoice".to_owned() },
            Condition::Reason { why: Reason::Frustrated },
            Condition::Language { language: "de".to_owned() },
            Condition::Assistant { id: AssistantId::parse("robin").expect("an id") },
            Condition::Page { page: "/pricing".to_owned() },
        ] {
            assert_eq!(Condition::parse(condition.aspect(), &condition.text()), Ok(condition));
        }
        assert!(Condition::parse(Aspect::Tag, " ").is_err());
        assert!(Condition::parse(Aspect::Reason, "99").is_err());
        assert!(team("").is_err());
    }

    #[test]
    fn a_page_is_known_by_how_it_begins() {
        for (pattern, page, expected) in [
            ("/pricing", "https://shop.test/pricing", true),
            ("/pricing", "https://shop.test/pricing/teams", true),
            ("/pricing", "https://shop.test/help/pricing", false),
            ("/*/pricing", "https://shop.test/help/pricing", true),
            ("/", "https://shop.test", true),
            ("shop.test", "https://shop.test/pricing", true),
            ("https://Shop.test/", "http://shop.test/Pricing", true),
            ("https://shop.test/cart", "https://other.test/cart", false),
            ("*.shop.test/cart", "https://de.shop.test/cart/7", true),
            ("*.shop.test/cart", "https://shop.test/cart", false),
            ("/a*b*c", "https://x.test/a1b2", false),
        ] {
            assert_eq!(is_page(pattern, page), expected, "{pattern} in {page}");
        }
    }

    #[test]
    fn the_rules_are_asked_for_who_waits_and_whose_nobody_said() {
        let assistant = Assistant { id: AssistantId::parse("robin").expect("an id"), name: Name::parse("Robin").expect("a name") };
        let visitor = Visitor::unknown(VisitorId::parse("visitor").expect("an id"));
        let id = ConversationId::parse("conversation").expect("an id");
        let queue = Holder::Queue { since: Timestamp(0), why: Reason::NotInDocs };
        let waits = Conversation { holder: queue, ..Conversation::unborn(id.clone(), assistant, visitor, Timestamp(0)) };
        let team = Team { id: TeamId::parse("billing").expect("an id"), name: Name::parse("Billing").expect("a name") };
        let agent = Agent { id: AccountId::parse("ana-").expect("an id"), name: Name::parse("Ana").expect("a name") };
        let handed_off = || What::HandedOff { cause: Reason::NotInDocs.into(), receipt: None, outlook: None };
        let tagged = || What::Tagged { tag: tag("billing") };
        let said = || {
            let id = MessageId::parse("message").expect("an id");
            What::Said { id, body: Body::plain("Hello").expect("fits"), page: None, files: Vec::new() }
        };
        let of_team = Conversation { team: Some(team), ..waits.clone() };
        for (case, it, what, expected) in [
            ("it begins to wait", waits.clone(), handed_off(), true),
            ("it is tagged while it waits", waits.clone(), tagged(), true),
            ("the visitor says more", waits.clone(), said(), true),
            ("the visitor says more to a team", of_team.clone(), said(), false),
            ("it is tagged and has a team of a rule", of_team.clone(), tagged(), true),
            ("it is tagged and a person chose its team", Conversation { keeps_team: true, ..of_team }, tagged(), false),
            ("it was given to somebody", Conversation { assignee: Some(agent), ..waits.clone() }, handed_off(), false),
            ("the AI has it", Conversation { holder: Holder::Assistant, ..waits.clone() }, tagged(), false),
            ("it is spam", Conversation { is_spam: true, ..waits.clone() }, handed_off(), false),
            ("its visitor is blocked", Conversation { is_blocked: true, ..waits.clone() }, handed_off(), false),
            ("it is closed", Conversation { status: Status::Closed, ..waits.clone() }, tagged(), false),
            ("something else", waits, What::Saw { up_to: 1 }, false),
        ] {
            let event = Event { seq: 1, conversation: id.clone(), at: Timestamp(0), by: Author::Visitor, what };
            assert_eq!(asks(&it, &[event]), expected, "{case}");
        }
    }
}
