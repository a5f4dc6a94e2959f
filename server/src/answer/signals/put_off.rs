//! Does a message of a person only put off, or ask back? What is told that way answers nothing yet.

use crate::answer::words::{says_one, tokens};

/// Whoever writes more than this says something.
const LONGEST: usize = 120;
const LATER: &str = "let me check | let me look | let me see | let me find out | i'll check | i'll look | i will check | i will look | \
    one moment | just a moment | get back to you | ich schaue | ich sehe nach | ich melde mich | einen moment";

/// Whether nothing is told in it: it is still to be looked into, or a question is all of it. A figure tells something.
pub fn puts_off(text: &str) -> bool {
    let text = text.trim();
    let is_short = text.chars().count() < LONGEST && !text.chars().any(|c| c.is_ascii_digit());
    let asks = text.strip_suffix('?').is_some_and(|it| !it.contains(['.', '!', '?']));
    is_short && (asks || says_one(&tokens(text), LATER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_still_to_come_is_told_from_an_answer() {
        for text in [
            "Let me check that for you.",
            "Hi Mara! One moment, please.",
            "I’ll look into it",
            "We get back to you tomorrow.",
            "Anything else I can help you with?",
            "Which order is it?",
            "Ich schaue gleich nach und melde mich.",
        ] {
            assert!(puts_off(text), "{text}");
        }
        let long = "Let me look at what we have: the parcel left Hamburg on Monday, the ship is late by a week, and customs will want \
            to see the invoice once more, so please keep it at hand.";
        for text in
            ["", "It takes three days.", "Let me see: 3 days.", "It is under Billing. Does that help?", "Let us know when it comes.", long]
        {
            assert!(!puts_off(text), "{text}");
        }
    }
}
