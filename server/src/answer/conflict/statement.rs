//! A sentence that says that something is so, or that it isn't: "You can export to Excel", "Exporting to Excel isn't possible".
//!
//! Two such sentences speak of the same where all their words are the same, but for those that carry nothing: one word more may be the
//! plan, the country or the role that makes both true. Who asks, orders, hedges or says two things in a sentence states nothing here.

use super::Text;
use crate::{
    answer::{
        language::{Language, language, language_of_page},
        tokens::Tokens,
    },
    ingest::sentences,
};
use std::{
    collections::{BTreeSet, HashSet},
    sync::LazyLock,
};

/// A statement has so many words.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=30;
/// So many of them must say of what.
const LEAST_WORDS: usize = 2;
/// The sentences before it may say for whom it holds.
const LOOKS_BACK: usize = 2;

/// A sentence that says of something that it is so, or that it isn't.
#[derive(Debug)]
pub(super) struct Statement<'t> {
    /// The place of its passage.
    pub at: usize,
    pub sentence: &'t str,
    pub is_denied: bool,
    /// The words that say of what.
    pub words: BTreeSet<String>,
    /// Words that a preposition gives their part: to Excel, from Outlook.
    parts: Vec<(String, String)>,
    /// The other words as they come: who does what to whom. Nothing where they may come in any order.
    order: Option<Vec<String>>,
    /// For whom and where it holds, by the title, the heading, and the sentences right before.
    cases: BTreeSet<&'static str>,
    /// It says enough by itself; "a referral is required" hangs on what it is about.
    is_whole: bool,
}

impl<'t> Statement<'t> {
    /// Where it stands: no two statements have the same place.
    pub fn place(&self) -> (usize, &'t str) {
        (self.at, self.sentence)
    }

    /// Whether nothing says that the two speak of different cases.
    pub fn may_be_compared(&self, other: &Self) -> bool {
        let fits = |by: &str| {
            let (own, others) = (self.given(by), other.given(by));
            own.is_empty() || others.is_empty() || own == others
        };
        let in_order = self.order.is_none() || other.order.is_none() || self.order == other.order;
        self.cases == other.cases && (self.is_whole || other.is_whole) && in_order && self.parts.iter().all(|(by, _)| fits(by))
    }

    /// The words to which a preposition gives their part.
    fn given(&self, by: &str) -> BTreeSet<&str> {
        self.parts.iter().filter(|(known, _)| known == by).map(|(_, word)| word.as_str()).collect()
    }
}

/// The statements of a passage.
pub(super) fn statements<'t>(tokens: &Tokens, at: usize, text: &Text<'t>) -> Vec<Statement<'t>> {
    let Some(grammar) = grammar(text.text) else { return Vec::new() };
    let all = sentences(text.text);
    let of = |n: usize| {
        let it = grammar.statement(tokens, at, all[n])?;
        let around = all[n.saturating_sub(LOOKS_BACK)..=n].iter().copied().chain([text.title, text.heading]);
        Some(Statement { cases: around.flat_map(cases).collect(), ..it })
    };
    (0..all.len()).filter_map(of).collect()
}

/// The words of a title that say for whom, where or with what: those behind its first preposition.
pub(super) fn narrowing(title: &str) -> String {
    let words = words(title);
    let from = words.iter().position(|word| NARROWS.contains(word.as_str())).map_or(words.len(), |at| at + 1);
    words[from..].join(" ")
}

/// Whether a title is of something that doesn't work: what is said there is so for who reads it, not for everybody.
pub(super) fn is_of_trouble(title: &str) -> bool {
    words(title).iter().any(|word| TROUBLES.contains(word.as_str()))
}

fn cases(text: &str) -> Vec<&'static str> {
    words(text).iter().filter_map(|word| CASES.get(word.as_str()).copied()).collect()
}

/// The words of a text in lower case, each "not" by itself.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace(['’', '‘'], "'");
    let parts = lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '-')));
    parts.map(|part| part.trim_matches(['\'', '-'])).filter(|part| !part.is_empty()).flat_map(told_apart).collect()
}

fn told_apart(word: &str) -> Vec<String> {
    const ENDS: [&str; 6] = ["'s", "'re", "'ve", "'ll", "'d", "'m"];
    let owned = |words: &[&str]| words.iter().filter(|word| !word.is_empty()).map(|word| (*word).to_owned()).collect();
    match (word, word.strip_suffix("n't")) {
        ("can't" | "cant" | "cannot", _) => owned(&["can", "not"]),
        ("won't", _) => owned(&["will", "not"]),
        (_, Some(verb)) => owned(&[verb, "not"]),
        _ => owned(&[ENDS.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word)]),
    }
}

type Words = HashSet<&'static str>;

fn set(words: &'static str) -> Words {
    words.split_ascii_whitespace().collect()
}

/// What tells cases apart: plans, roles, platforms, places, conditions.
static CASES: LazyLock<Words> = LazyLock::new(|| {
    set("free pro basic premium business enterprise starter team plus personal individual standard trial annual monthly yearly legacy \
         classic beta ios android iphone ipad mobile desktop web browser app admin admins administrator administrators owner owners \
         guest guests member members manager managers editor editors viewer viewers plan plans tier tiers edition editions package \
         packages subscription subscriptions version versions eu uk us usa europe if when unless tarif tarife tarifen paket pakete \
         kostenlos kostenlose kostenlosen wenn falls")
});
static TROUBLES: LazyLock<Words> = LazyLock::new(|| {
    set("problem problems trouble troubles troubleshoot troubleshooting error errors fix fixing issue issues fails failed broken stuck \
         fehler probleme störung störungen")
});
static NARROWS: LazyLock<Words> = LazyLock::new(|| {
    set("for in on with to from as at via using by without outside inside within under für auf im am mit nach von bei beim aus ohne als \
         über")
});

/// The words of a language that make a plain statement, and those that unmake one.
struct Grammar {
    language: Language,
    /// What carries nothing.
    nothing: Words,
    /// What hedges, or begins another clause.
    hedges: Words,
    /// What points to something that was said before.
    points: Words,
    denies: Words,
    /// Behind a "not": only a part is denied. Behind a "no": nothing is.
    in_part: Words,
    after_no: Words,
    /// Before a "not": something isn't done.
    helps: Words,
    /// What says that something can be, or is given; and what says so by itself.
    may: Words,
    surely: Words,
    /// Whom help pages speak of without naming them, and what their owner is called.
    who: Words,
    owner: Words,
    /// What gives a word its part; and what before a "to" makes it one of a verb.
    binds: Words,
    before_verbs: Words,
    /// With these the words may come in any order: passive, or said of no one but who reads it.
    turns: Words,
    /// A comma parts clauses.
    has_commas: bool,
}

static ENGLISH: LazyLock<Grammar> = LazyLock::new(|| Grammar {
    language: Language::English,
    nothing: set(
        "a an the their we us our you your i my he she there is are was were be been being am do does did can will has have had and \
         or of in on at as with for any also now currently today yet anymore still longer just simply directly easily please able \
         unable possible impossible available unavailable supported unsupported support supports supporting allowed allow allows \
         permitted permit permits let lets offered offer offers provide provides provided feature features option options function \
         functions functionality way ways ability not never no it",
    ),
    hedges: set(
        "may might could should would must sometimes often usually generally typically normally mostly mainly partly rarely probably \
         likely that which who whom whose where because since although though but however whether if when unless until till while \
         whenever once so than instead otherwise unlike except besides sure ensure check verify confirm why how what error message \
         warning says say said see sees shows even only too enough almost nearly",
    ),
    points: set("this these those it its they them here such same both ones another"),
    denies: set("not never no unable unavailable unsupported impossible"),
    in_part: set("only just necessarily always all every everyone everything everybody sure quite really"),
    after_no: set("later more less fewer matter one doubt sooner"),
    helps: set("do does did will"),
    may: set("can able unable possible impossible available unavailable supported unsupported support supports allowed allow allows \
         permitted permit permits included include includes accepted accept accepts offer offers offered provide provides require \
         requires required needed need needs refundable transferable free"),
    surely: set("can able unable possible impossible available unavailable supported unsupported support supports allowed allow allows"),
    who: set("we you"),
    owner: set("we"),
    binds: set("to into from by onto"),
    before_verbs: set(
        "able unable possible impossible need needs needed required allowed permitted have has had want wants option options way ways \
         ability used use uses",
    ),
    turns: set("is are am was were be been being possible impossible you we"),
    has_commas: false,
});

static GERMAN: LazyLock<Grammar> = LazyLock::new(|| Grammar {
    language: Language::German,
    nothing: set(
        "der die das den dem des ein eine einen einem einer eines du sie ihr wir man es er ich dir dich euch ihnen sich dein deine \
         deinen deinem deiner ihre ihren ihrem ihrer euer eure unser unsere unseren ist sind war wird werden wurde bist sein kann \
         kannst können könnt lässt lassen geht möglich unmöglich verfügbar unterstützt unterstützen unterstütze erlaubt zulässig \
         bieten bietet biete und oder auch jetzt derzeit momentan aktuell heute noch mehr leider bitte zu im am in an auf mit für bei \
         per über als direkt einfach gibt nicht kein keine keinen keinem keiner keines nie niemals",
    ),
    hedges: set(
        "vielleicht meist meistens oft manchmal normalerweise üblicherweise eventuell sollte sollten solltest könnte könnten könntest \
         würde würden muss müssen musst soll nur außer sonst stattdessen warum wieso wie was wer wo wann weil wenn falls sobald \
         solange während bis obwohl dass ob aber sondern damit fehler meldung",
    ),
    points: set("dies diese dieser dieses diesen diesem davon damit dazu darin darauf dort hier ihn ihm"),
    denies: set("nicht kein keine keinen keinem keiner keines nie niemals unmöglich"),
    in_part: set("nur immer alle jede jeder jedes unbedingt ganz"),
    after_no: Words::new(),
    helps: Words::new(),
    may: set(
        "kann kannst können könnt möglich unmöglich verfügbar unterstützt unterstützen erlaubt zulässig lässt lassen brauchst braucht \
         brauchen benötigst benötigt benötigen nötig erforderlich enthalten inbegriffen akzeptieren bieten bietet liefern versenden \
         gibt darfst dürfen darf",
    ),
    surely: set("kann kannst können könnt möglich unmöglich verfügbar unterstützt unterstützen erlaubt lässt lassen"),
    who: Words::new(),
    owner: set("wir"),
    binds: set("nach von aus"),
    before_verbs: Words::new(),
    turns: set("ist sind bist war wird werden wurde wurden sein lässt lassen möglich unmöglich du ihr wir man"),
    has_commas: true,
});

/// The grammar of a passage's language; English where it is too short to tell, nothing where we have none.
fn grammar(text: &str) -> Option<&'static Grammar> {
    match language_of_page(text).or_else(|| language(text)) {
        None | Some(Language::English) => Some(&*ENGLISH),
        Some(Language::German) => Some(&*GERMAN),
        Some(_) => None,
    }
}

impl Grammar {
    /// What a sentence states; its cases are still to be found.
    fn statement<'t>(&self, tokens: &Tokens, at: usize, sentence: &'t str) -> Option<Statement<'t>> {
        let bare = sentence.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '?' | ':'));
        let words = words(sentence);
        let is_parted = bare.ends_with(['?', ':']) || (self.has_commas && sentence.contains(','));
        if is_parted || !LENGTHS.contains(&words.len()) || !self.is_plain(&words) {
            return None;
        }
        let (n_denials, of_deeds) = self.denials(&words)?;
        if n_denials > 1 || !self.is_stated(&words, n_denials == 1, of_deeds) {
            return None;
        }
        let (order, parts) = self.said(tokens, &words);
        let said: BTreeSet<String> = order.iter().chain(parts.iter().map(|(_, word)| word)).cloned().collect();
        let begins_with_owner = words.iter().take(3).any(|word| self.owner.contains(word.as_str()));
        let is_whole = said.len() > LEAST_WORDS || begins_with_owner || has(&self.surely, &words);
        let order = (!has(&self.turns, &words)).then_some(order);
        let it = Statement { at, sentence, is_denied: n_denials == 1, words: said, parts, order, cases: BTreeSet::new(), is_whole };
        (it.words.len() >= LEAST_WORDS).then_some(it)
    }

    /// Whether a sentence is one clause that needs no other to be understood.
    fn is_plain(&self, words: &[String]) -> bool {
        let is_impersonal = words.first().is_some_and(|first| first == "it")
            && words.iter().take(4).any(|word| matches!(word.as_str(), "possible" | "impossible"));
        !has(&self.hedges, words) && !has(&self.points, &words[usize::from(is_impersonal)..])
    }

    /// How often it denies, and whether that something is done; nothing where it denies a part only.
    fn denials(&self, words: &[String]) -> Option<(usize, bool)> {
        let (mut n, mut of_deeds) = (0, false);
        for (at, word) in words.iter().enumerate().filter(|(_, word)| self.denies.contains(word.as_str())) {
            let next = words.get(at + 1).map_or("", String::as_str);
            let limits = if word == "no" { &self.after_no } else { &self.in_part };
            if limits.contains(next) {
                return None;
            }
            n += 1;
            let is_helped = at.checked_sub(1).is_some_and(|at| self.helps.contains(words[at].as_str()));
            of_deeds |= is_helped || matches!(word.as_str(), "never" | "no");
        }
        Some((n, of_deeds))
    }

    /// Whether it states what can be or is given, or what somebody does; an order states nothing.
    fn is_stated(&self, words: &[String], is_denied: bool, of_deeds: bool) -> bool {
        let first = words.first().map_or("", String::as_str);
        let of_somebody = words.iter().take(3).any(|word| self.who.contains(word.as_str()));
        let of_what_is = matches!(first, "no" | "there");
        let is_told = if is_denied { of_deeds && (of_somebody || of_what_is) } else { of_somebody };
        !matches!(first, "do" | "not" | "never") && (is_told || has(&self.may, words))
    }

    /// The words that say of what, as they come, and apart from them those that a preposition gives their part.
    fn said(&self, tokens: &Tokens, words: &[String]) -> (Vec<String>, Vec<(String, String)>) {
        let (mut said, mut parts, mut by) = (Vec::new(), Vec::new(), None);
        for (at, word) in words.iter().enumerate() {
            if self.binds.contains(word.as_str()) {
                let is_of_verb = word == "to" && at.checked_sub(1).is_some_and(|at| self.before_verbs.contains(words[at].as_str()));
                by = Some(word).filter(|_| !is_of_verb);
            } else if !self.nothing.contains(word.as_str()) {
                let stem = self.stem(tokens, word);
                match by.take() {
                    Some(by) => parts.push((String::clone(by), stem)),
                    None => said.push(stem),
                }
            }
        }
        (said, parts)
    }

    /// The stem of a word; of a German participle that of its verb: `exportiert` as `exportieren`, `geändert` as `ändern`.
    fn stem(&self, tokens: &Tokens, word: &str) -> String {
        let inner = word.strip_prefix("ge").and_then(|it| it.strip_suffix('t')).filter(|_| word.len() >= 7);
        let verb = match () {
            () if self.language != Language::German => word,
            () if word.ends_with("iert") => word.trim_end_matches('t'),
            () => inner.unwrap_or(word),
        };
        tokens.stem(self.language, verb)
    }
}

fn has(some: &Words, words: &[String]) -> bool {
    words.iter().any(|word| some.contains(word.as_str()))
}
