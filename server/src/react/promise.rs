//! Promises in a reply of ours, an agent's or the assistant's: "we'll refund you by Friday", "ich melde mich morgen". Pure, by
//! rules, English and German.
//!
//! A promise is a clause in which we commit ourselves ("I'll …", "you will get …", "ich schicke …") and name a time. What
//! was, what the visitor may or should do, what is asked and what is denied isn't one. `due` finds the time. Of the assistant's
//! words a deed counts without a time as well ("we will refund you"): nobody of us knows yet that it was said.

mod clock;
mod due;
mod pledge;
mod words;

use app::domain::label::is_in_our_name;
use clock::EVENING;
use jiff::civil::DateTime;
use pledge::{GERMAN_ACTS, commits, is_deed};
use std::ops::Range;
use words::{Word, words};

/// Something promised, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The clause that promises it, in the agent's words.
    pub what: String,
    /// Until when, on the clock of whoever wrote it. A day without a time of day ends at 18:00.
    pub due: DateTime,
    /// Where the clause stands in the text, in bytes.
    pub span: Range<usize>,
}

/// The promises in `text`, in order; `now` is the writer's date and time of day.
pub fn find(text: &str, now: DateTime) -> Vec<Promise> {
    clauses(text).into_iter().filter_map(|clause| promise(text, &clause, now)).collect()
}

/// The promises in what the assistant said in our name. A deed without a time is due at the end of the next day.
pub fn find_of_assistant(text: &str, now: DateTime) -> Vec<Promise> {
    let ours = clauses(text).into_iter().filter(|clause| clause.iter().any(|word| is_in_our_name(&word.folded)));
    ours.filter_map(|clause| promise(text, &clause, now).or_else(|| deed(text, &clause, now))).collect()
}

fn promise(text: &str, clause: &[Word], now: DateTime) -> Option<Promise> {
    let (folded, span) = committing(text, clause)?;
    let due = due::due(&folded, now)?;
    Some(Promise { what: text[span.clone()].to_owned(), due, span })
}

fn deed(text: &str, clause: &[Word], now: DateTime) -> Option<Promise> {
    let (_, span) = committing(text, clause).filter(|(folded, _)| is_deed(folded))?;
    let due = now.date().tomorrow().ok()?.to_datetime(EVENING);
    Some(Promise { what: text[span.clone()].to_owned(), due, span })
}

/// The folded words of a clause that commits us to something, and where it stands.
fn committing<'a>(text: &str, clause: &'a [Word]) -> Option<(Vec<&'a str>, Range<usize>)> {
    let span = clause.first()?.from..clause.last()?.to;
    let is_question = text[span.end..].trim_start_matches(['"', '”', ')', ' ']).starts_with('?');
    let folded: Vec<&str> = clause.iter().map(|word| word.folded.as_str()).collect();
    (!is_question && commits(&folded)).then_some((folded, span))
}

/// Sentences, split further where a new subject begins: "I refunded it today and you'll get it by Friday" is two.
fn clauses(text: &str) -> Vec<Vec<Word>> {
    let mut clauses: Vec<Vec<Word>> = Vec::new();
    for word in words(text) {
        let before = clauses.last().and_then(|clause| clause.last());
        let is_new = before.is_none_or(|before| ends_sentence(&text[before.to..word.from], before, &word));
        match clauses.last_mut() {
            Some(clause) if !is_new => clause.push(word),
            _ => clauses.push(vec![word]),
        }
    }
    clauses.into_iter().flat_map(parted).collect()
}

/// "May 3. We …" ends a sentence, "am 3. Mai" and "5 p.m. today" don't.
fn ends_sentence(between: &str, before: &Word, next: &Word) -> bool {
    let is_ordinal = before.folded.parse::<u8>().is_ok() && due::month(&next.folded).is_some();
    let is_date = before.folded.parse::<u8>().is_ok() && next.folded.parse::<u16>().is_ok();
    let is_short = matches!(before.folded.as_str(), "a.m" | "p.m" | "a" | "p" | "z" | "z.b" | "ca" | "approx");
    let has_stop = between.contains('.') && !is_ordinal && !is_date && !is_short;
    has_stop || between.contains(['!', '?', ';', '\n'])
}

/// Parts a sentence at "and/but/," before a new subject with a verb of its own.
fn parted(sentence: Vec<Word>) -> Vec<Vec<Word>> {
    let folded: Vec<String> = sentence.iter().map(|word| word.folded.clone()).collect();
    let is_joint = |at: &usize| {
        let joins = matches!(folded[*at].as_str(), "and" | "but" | "so" | "then" | "und" | "aber" | "sowie" | "while" | "wahrend");
        let subject = folded.get(at + 1).map_or("", String::as_str);
        joins
            && (STARTS.split_ascii_whitespace().any(|start| start == subject)
                || GERMAN_ACTS.split_ascii_whitespace().any(|act| act == subject))
    };
    let joints: Vec<usize> = (1..folded.len()).filter(is_joint).collect();
    let mut parts = Vec::new();
    let mut rest = sentence;
    for joint in joints.into_iter().rev() {
        parts.push(rest.split_off(joint).split_off(1));
    }
    parts.push(rest);
    parts.reverse();
    parts
}

/// What a clause of its own begins with.
const STARTS: &str = "i ill im ive we well were weve you youll your it itll he she they theyll the this that my our please \
    ich wir du sie ihr es er das die der ihre ihnen bitte wird werde werden";

#[cfg(test)]
mod tests;
