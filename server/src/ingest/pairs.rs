//! Questions and answers that somebody wrote: as documents, and out of a table.

use super::{Document, markdown, table::delimiter, version};
use app::api::knowledge::Pair;
use csv::ReaderBuilder;
use std::collections::HashMap;

const LONGEST_QUESTION: usize = 500;
const LONGEST_ANSWER: usize = 20_000;
/// Names of the columns, in a head.
const HEADS: [&str; 6] = ["question", "questions", "frage", "fragen", "q", "title"];

/// What a list of pairs holds: the pairs, and the lines that can't be used with the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    pub pairs: Vec<Pair>,
    pub wrong: Vec<(u64, String)>,
}

/// A pair without blanks around it, or why it can't be used.
///
/// # Errors
/// A sentence that says what to do.
pub fn checked(pair: &Pair) -> Result<Pair, &'static str> {
    let question = pair.question.split_whitespace().collect::<Vec<_>>().join(" ");
    let answer = pair.answer.trim().replace("\r\n", "\n");
    match () {
        () if question.is_empty() => Err("There is no question."),
        () if answer.is_empty() => Err("There is no answer."),
        () if question.chars().count() > LONGEST_QUESTION => Err("The question is too long: 500 characters at most."),
        () if answer.chars().count() > LONGEST_ANSWER => Err("The answer is too long: 20,000 characters at most."),
        () => Ok(Pair { question, answer }),
    }
}

/// What a question is called within its source: the same for the same words.
pub fn name(question: &str) -> String {
    let words = question.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    format!("q-{}", version(words.trim_end_matches(['?', '.', '!', ' '])))
}

/// A pair as a document.
pub fn document(pair: &Pair) -> Document {
    let read = markdown::document(&name(&pair.question), &pair.answer, "");
    let title = pair.question.clone();
    Document { title, url: String::new(), version: version(&format!("{}\n{}", pair.question, pair.answer)), ..read }
}

/// The pairs of a table: question and answer in its first two columns, with or without a head.
pub fn listed(text: &str) -> Listed {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = ReaderBuilder::new().delimiter(delimiter(text)).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut listed = Listed::default();
    let mut lines: HashMap<String, u64> = HashMap::new();
    for (nth, row) in reader.records().enumerate() {
        let Ok(row) = row else {
            listed.wrong.push((nth as u64 + 1, "This line can't be read.".to_owned()));
            continue;
        };
        let line = row.position().map_or(nth as u64 + 1, csv::Position::line);
        let cell = |n: usize| row.get(n).unwrap_or_default().to_owned();
        let is_head = nth == 0 && HEADS.contains(&cell(0).trim().to_lowercase().as_str());
        if is_head || row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match checked(&Pair { question: cell(0), answer: cell(1) }) {
            Ok(pair) => match lines.get(&name(&pair.question)) {
                Some(first) => listed.wrong.push((line, format!("The same question is on line {first}."))),
                None => {
                    lines.insert(name(&pair.question), line);
                    listed.pairs.push(pair);
                }
            },
            Err(why) => listed.wrong.push((line, why.to_owned())),
        }
    }
    listed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(question: &str, answer: &str) -> Pair {
        Pair { question: question.to_owned(), answer: answer.to_owned() }
    }

    #[test]
    fn a_table_gives_pairs_and_says_what_is_wrong() {
        let it = listed("Question,Answer\nHow  long?,\"Five\ndays, mostly\"\nhow long,Nine\nNo answer,\n,No question\n");
        assert_eq!(it.pairs, [pair("How long?", "Five\ndays, mostly")]);
        let wrong: Vec<_> = it.wrong.iter().map(|(line, why)| (*line, why.as_str())).collect();
        assert_eq!(wrong, [(4, "The same question is on line 2."), (5, "There is no answer."), (6, "There is no question.")]);
        assert_eq!(listed("Wie lange?;Fünf Tage\n").pairs, [pair("Wie lange?", "Fünf Tage")]);
        assert_eq!(listed(""), Listed::default());
    }

    #[test]
    fn a_question_is_the_same_in_other_letters() {
        assert_eq!(name("How long?"), name(" how  LONG "));
        assert_ne!(name("How long?"), name("How short?"));
        let it = document(&pair("How long?", "# Long\n\nFive **days**."));
        assert_eq!((it.title.as_str(), it.sections[0].text.as_str()), ("How long?", "Five days."));
    }
}
