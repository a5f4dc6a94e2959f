//! Does a message order something done that only we could do: "Can you reset my billing cycle?", "cancel it for me, please"?
//!
//! To ask how is no order ("how do I reset …", "can I cancel …"), nor is to ask what anybody can ("can you cancel at any time?"),
//! nor what would be if ("will you refund me if …"). What a page tells its reader to do themselves is answered from there, so the
//! list of acts may be long. English and German.

use super::index::Index;
use super::signals::said::{self, Word, fold, fold_spelt_out};
use super::words::{list, says_one, tokens, without_quotes};
use crate::ingest::sentences;
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::LazyLock,
};

/// What can be done to what is somebody's; each line is one act in its words. Some words are of two.
const ACTS: [&str; 16] = [
    "reset restart zurücksetzen",
    "change update edit modify adjust correct amend rename switch swap move set replace upgrade downgrade reschedule \
     ändern ändere aktualisieren aktualisiere anpassen korrigieren korrigiere berichtigen umstellen umbuchen wechseln verschieben verschiebe",
    "cancel terminate stop unsubscribe close kündigen kündige stornieren storniere beenden beende abbestellen schließen schließe",
    "delete remove erase wipe purge deactivate close löschen lösche entfernen entferne deaktivieren deaktiviere",
    "pause freeze suspend pausieren pausiere aussetzen",
    "resume unpause unfreeze continue fortsetzen",
    "activate reactivate reinstate restore reopen unlock unblock enable recover \
     aktivieren aktiviere reaktivieren reaktiviere wiederherstellen entsperren entsperre freischalten",
    "disable block lock suspend deaktivieren sperren sperre abschalten",
    "refund reimburse credit waive reverse void erstatten erstatte gutschreiben erlassen",
    "extend prolong renew postpone verlängern verlängere",
    "merge combine zusammenführen zusammenlegen",
    "transfer migrate move übertragen übertrage umziehen",
    "apply redeem einlösen anwenden",
    "add create register enroll enrol hinzufügen anlegen eintragen",
    "check verify confirm look investigate prüfen prüfe überprüfen nachsehen nachschauen",
    "import importieren importiere",
];

const PLEASE: &str = "please pls plz kindly";
/// What may stand between who is asked and the act.
const POLITE: &str = "please pls plz kindly just also maybe possibly perhaps quickly now already then manually actually bitte mal";
/// What an order may begin with.
const OPENERS: &str = "hi hello hey dear team support there all ok okay so and but well yes no thanks thank you sir hallo guten tag moin";
const HOW: &str = "how where when why which what whether wie wo wann warum wieso welche welcher welches ob";
const MODALS: &str = "can could would will cant couldnt wouldnt";
const US: &str = "you u ya someone somebody anyone anybody";
const MINE: &str = "my our me us mine ours myself";
const NEED: &str = "need want love like expect require ask asking get";

/// So many words after the act say what it is done to, and so many before it whether it is a question.
const MOST_ABOUT: usize = 8;
const NEAR: usize = 6;

static ACTS_BY_WORD: LazyLock<HashMap<String, BTreeSet<usize>>> = LazyLock::new(|| {
    let mut by_word: HashMap<String, BTreeSet<usize>> = HashMap::new();
    for (nth, act) in ACTS.iter().enumerate() {
        for word in act.split_ascii_whitespace() {
            for spelling in [fold(word), fold_spelt_out(word)] {
                by_word.entry(spelling).or_default().insert(nth);
            }
        }
    }
    by_word
});

/// What somebody orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    /// The words for the act.
    act: String,
    /// The words that say to what.
    about: String,
}

/// The first order in a message.
pub fn errand(message: &str) -> Option<Errand> {
    let text = without_quotes(message);
    let words = said::words(&text);
    (0..words.len()).find_map(|at| {
        let (plain, acts) = act(&words[at].folded)?;
        let order = Order::around(&text, &words, at, plain);
        order
            .is_one()
            .then(|| Errand { act: acts.iter().map(|nth| ACTS[*nth]).collect::<Vec<_>>().join(" "), about: about(&text[words[at].to..]) })
    })
}

/// What the act is done to, as far as it is said in the same breath.
fn about(rest: &str) -> String {
    let clause = rest.split([',', '.', '!', '?', ';', ':', '\n']).next().unwrap_or_default();
    clause.split_whitespace().take(MOST_ABOUT).collect::<Vec<_>>().join(" ")
}

/// The acts that a word names, and its plain form: "cancelling" is "cancel".
fn act(word: &str) -> Option<(&'static str, &'static BTreeSet<usize>)> {
    if let Some(known) = known(word) {
        return Some(known);
    }
    let stems = ["ing", "ed", "d"].into_iter().filter_map(|end| word.strip_suffix(end));
    stems.flat_map(forms).find_map(|form| known(&form))
}

fn known(form: &str) -> Option<(&'static str, &'static BTreeSet<usize>)> {
    ACTS_BY_WORD.get_key_value(form).map(|(form, acts)| (form.as_str(), acts))
}

/// What a word may have been before its ending: "cancell" cancel, "delet" delete.
fn forms(stem: &str) -> Vec<String> {
    let mut letters = stem.chars().rev();
    let is_double = matches!((letters.next(), letters.next()), (Some(a), Some(b)) if a == b);
    let single: Option<String> = is_double.then(|| stem.chars().take(stem.chars().count() - 1).collect());
    [stem.to_owned(), format!("{stem}e")].into_iter().chain(single).collect()
}

/// A word that names an act, and the sentence around it.
struct Order<'a> {
    before: Vec<&'a str>,
    word: &'a str,
    /// Its plain form.
    plain: &'a str,
    after: Vec<&'a str>,
    /// How many of those after it come before the first comma.
    n_clause: usize,
}

impl<'a> Order<'a> {
    fn around(text: &str, words: &'a [Word], at: usize, plain: &'a str) -> Self {
        let is_own = |word: &&Word| word.sentence == words[at].sentence;
        let folded = |word: &'a Word| word.folded.as_str();
        // "You guys" are we.
        let before = words[..at].iter().filter(is_own).map(folded).filter(|word| *word != "guys").collect();
        let after: Vec<&str> = words[at + 1..].iter().take_while(is_own).map(folded).collect();
        let goes_on = |n: &usize| !text[words[at + n].to..words[at + n + 1].from].contains(',');
        let n_clause = (0..after.len()).take_while(goes_on).count();
        Self { before, word: &words[at].folded, plain, after, n_clause }
    }

    fn is_one(&self) -> bool {
        let from = self.before.len().saturating_sub(NEAR);
        if self.before[from..].iter().any(|word| list(HOW, word)) || self.is_conditional() {
            return false;
        }
        self.wants_it_done() || (self.is_asked_of_us() && self.is_about_theirs()) || self.is_german()
    }

    /// "… if I cancel", "will you … when it ends": of what would be.
    fn is_conditional(&self) -> bool {
        let says_whether = list("check verify confirm", self.plain) && self.after.first() == Some(&"if");
        let after = &self.after[usize::from(says_whether)..];
        let all: Vec<&str> = self.before.iter().chain([&self.word]).chain(after).copied().collect();
        let is_mild = |next: Option<&&str>| next.is_some_and(|next| list("possible you u necessary moglich moeglich", next));
        let has_if = (0..all.len()).any(|n| list("if falls wenn", all[n]) && !is_mild(all.get(n + 1)));
        let foretells = self.last_of_before(3).contains(&"will") && !self.says_please();
        has_if || (foretells && self.after.iter().any(|word| list("when after once before until while", word)))
    }

    fn last_of_before(&self, n: usize) -> &[&'a str] {
        &self.before[self.before.len().saturating_sub(n)..]
    }

    fn says_please(&self) -> bool {
        self.before.iter().chain(&self.after).any(|word| list(PLEASE, word))
    }

    fn is_for_us(&self) -> bool {
        self.after.windows(2).any(|pair| pair[0] == "for" && matches!(pair[1], "me" | "us"))
    }

    /// What stands before the act, polite words at its end left out.
    fn asked(&self) -> &[&'a str] {
        let n = self.before.iter().rposition(|word| !list(POLITE, word)).map_or(0, |last| last + 1);
        &self.before[..n]
    }

    /// "Can you …", "please …", "I need you to …", "would you mind …ing", "… for me", "… please".
    fn is_asked_of_us(&self) -> bool {
        let asked = self.asked();
        if self.word != self.plain {
            return self.word.ends_with("ing") && matches!(asked, [.., "you", "mind"]);
        }
        let is_begged = self.before.last().is_some_and(|word| list(PLEASE, word));
        let opens = asked.iter().all(|word| list(OPENERS, word));
        let ends_politely = self.ends_politely(&self.after) || self.ends_politely(&self.after[..self.n_clause]);
        is_begged || self.asks_one_of_us(asked) || is_wished_of_us(asked) || (opens && (self.is_for_us() || ends_politely))
    }

    /// "… please"; "…, how do I do that, please" asks.
    fn ends_politely(&self, after: &[&str]) -> bool {
        after.last().is_some_and(|word| list(PLEASE, word)) && !after.iter().any(|word| list(HOW, word))
    }

    fn asks_one_of_us(&self, asked: &[&str]) -> bool {
        match asked {
            [.., "will", whom] if list(US, whom) => self.says_please() || self.is_for_us(),
            [.., may, whom] if list(MODALS, may) && list(US, whom) => true,
            [.., may, "your" | "the", "team" | "support" | "staff"] | [.., may, "team" | "support" | "staff"] => list(MODALS, may),
            _ => false,
        }
    }

    /// It is theirs, done to them or for them; "it", where they have said so before.
    fn is_about_theirs(&self) -> bool {
        let near = &self.after[..self.after.len().min(MOST_ABOUT)];
        let points_back = matches!(self.after.first(), Some(&("it" | "this" | "that" | "them" | "these" | "those")));
        let is_theirs = |word: &&str| list(MINE, word) || matches!(*word, "i" | "we");
        near.iter().any(|word| list(MINE, word)) || self.is_for_us() || (points_back && self.before.iter().any(is_theirs))
    }

    /// "I want my account deleted", "we'd like to have our plan changed".
    fn wants_it_done(&self) -> bool {
        let is_done = (self.word != self.plain && !self.word.ends_with("ing")) || matches!(self.word, "reset" | "set");
        let core: Vec<&str> = self.before.iter().copied().filter(|word| !list(OPENERS, word) && !list(POLITE, word)).collect();
        let wants = matches!(
            core[..],
            ["i" | "we", "want" | "need" | "require", ..]
                | ["id" | "wed", "like" | "want" | "love", ..]
                | ["i" | "we", "would", "like" | "love", ..]
        );
        let near = &core[core.len().saturating_sub(4)..];
        is_done && wants && core.last() != Some(&"to") && near.iter().any(|word| matches!(*word, "my" | "our"))
    }

    /// "Können Sie meinen Tarif umstellen?", "bitte ändern Sie meine Adresse".
    fn is_german(&self) -> bool {
        let all: Vec<&str> = self.before.iter().chain([&self.word]).chain(&self.after).copied().collect();
        let is_theirs = |word: &&str| word.starts_with("mein") || word.starts_with("unser") || matches!(*word, "mir" | "uns");
        let asks = self.before.windows(2).any(|pair| match pair[1] {
            "sie" => list("konnen konnten koennen koennten wurden wuerden", pair[0]),
            "du" => list("kannst konntest koenntest wurdest wuerdest", pair[0]),
            "ihr" => list("konnt konntet koennt koenntet", pair[0]),
            "jemand" => list("kann konnte koennte", pair[0]),
            _ => false,
        });
        let is_begged = all.contains(&"bitte") && !all.iter().any(|word| matches!(*word, "ich" | "wir" | "man"));
        all.iter().any(is_theirs) && (asks || is_begged)
    }
}

/// "I need you to …", "are you able to …", "is it possible for you to …".
fn is_wished_of_us(asked: &[&str]) -> bool {
    match asked {
        [.., "you", "able", "to"] => true,
        [rest @ .., "for", whom, "to"] if list(US, whom) => rest.contains(&"possible"),
        [rest @ .., whom, "to"] if list(US, whom) => {
            let near = &rest[rest.len().saturating_sub(3)..];
            near.iter().any(|word| list(NEED, word)) && !near.iter().any(|word| list("do does should must", word))
        }
        _ => false,
    }
}

impl Errand {
    /// Whether the section of a passage tells its readers to do it themselves.
    pub fn is_told(&self, index: &Index, place: usize) -> bool {
        let (language, passage) = (index.language_of[place], &index.passages[place]);
        let section = index.sections[index.section_of[place]].clone();
        let stems = |text: &str| index.tokens.stems(language, text);
        let head = stems(&format!("{} {}", passage.title, passage.heading));
        let named: HashSet<&String> = head.iter().chain(section.clone().flat_map(|place| &index.stems[place])).collect();
        let (act, about) = (stems(&self.act), stems(&self.about));
        let n_named = about.iter().filter(|stem| named.contains(stem)).count();
        if !act.iter().any(|stem| named.contains(stem)) || n_named * 2 < about.len() {
            return false;
        }
        let told: Vec<&str> = section.flat_map(|place| sentences(&index.passages[place].markdown)).collect();
        let speaks_of_it = |sentence: &str| stems(sentence).iter().any(|stem| act.contains(stem));
        let is_ours = told.iter().any(|sentence| speaks_of_it(sentence) && leads_to_us(sentence));
        !is_ours && told.iter().any(|sentence| is_step(sentence) || (speaks_of_it(sentence) && is_allowed(sentence)))
    }
}

/// What is pressed and where one goes.
const STEPS: &str = "open click tap press select choose pick navigate toggle enter type upload öffne öffnen klick klicke klicken \
    tippe tippen drücke drücken wähle wählen";

/// Whether a sentence says where to press.
fn is_step(sentence: &str) -> bool {
    let words = tokens(sentence);
    let goes = words.windows(2).any(|pair| {
        let pair = (pair[0].as_str(), pair[1].as_str());
        matches!(pair, ("go" | "head", "to") | ("gehe" | "gehen", "zu" | "auf"))
    });
    let number: String = sentence.chars().take_while(char::is_ascii_digit).collect();
    let is_numbered = !number.is_empty() && sentence[number.len()..].starts_with(['.', ')']);
    let leads_on = sentence.contains(['→', '›']) || sentence.contains(" > ");
    leads_on || is_numbered || goes || words.iter().any(|word| list(STEPS, word))
}

/// "You can …", "… yourself".
fn is_allowed(sentence: &str) -> bool {
    says_one(&tokens(sentence), "you can | you may | yourself | du kannst | kannst du | sie können | können sie | selbst")
}

/// Whether a sentence sends its readers to us.
fn leads_to_us(sentence: &str) -> bool {
    let phrases = "contact us | write to us | write us | email us | e-mail us | mail us | ask us | tell us | call us | let us know | \
        get in touch | reach out | contact support | contact our | ask our | our team | our support | support team | we can | kontaktiere uns | \
        kontaktieren sie uns | schreib uns | schreibe uns | schreiben sie uns | wende dich an | wenden sie sich an";
    says_one(&tokens(sentence), phrases)
}

#[cfg(test)]
mod tests;
