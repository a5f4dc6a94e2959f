//! Messages that ask nothing: greetings, thanks, goodbyes. Only if the whole message is one.

use super::words::tokens;

/// What kind of small talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallTalk {
    Greeting,
    Thanks,
    Goodbye,
}

const GREETING: &str = "hi hello hey hiya yo howdy greetings morning evening afternoon hallo moin servus hola salut bonjour ciao olá oi hoi hii heyy helloo hellooo";
const THANKS: &str =
    "thanks thank thx ty cheers appreciated danke merci gracias grazie obrigado obrigada bedankt great perfect awesome helped solved";
const GOODBYE: &str = "bye goodbye ciao cya tschüss adios adieu farewell later";
const FILLER: &str = "there good to you all team everyone guys folks dear sir madam support baton bot day a lot so much very many that's thats that this it is was all i ok okay you've been \
    have nice for the your help and just guten tag how are doing today see see-you again me really works now got it works";

/// The kind of a message that is nothing but small talk.
pub fn smalltalk(message: &str) -> Option<SmallTalk> {
    let tokens = tokens(message);
    let has = |words: &str| tokens.iter().any(|token| words.split_ascii_whitespace().any(|word| word == token));
    let all_known = tokens
        .iter()
        .all(|token| [GREETING, THANKS, GOODBYE, FILLER].iter().any(|words| words.split_ascii_whitespace().any(|word| word == token)));
    if tokens.is_empty() || tokens.len() > 10 || !all_known {
        return None;
    }
    let kinds =
        [(has(GOODBYE) && !has(GREETING), SmallTalk::Goodbye), (has(THANKS), SmallTalk::Thanks), (has(GREETING), SmallTalk::Greeting)];
    kinds.into_iter().find_map(|(is, kind)| is.then_some(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_messages_are_small_talk() {
        let cases = [
            ("hi", Some(SmallTalk::Greeting)),
            ("Hello there!", Some(SmallTalk::Greeting)),
            ("good morning team", Some(SmallTalk::Greeting)),
            ("thanks, that helped a lot", Some(SmallTalk::Thanks)),
            ("ok thank you, bye", Some(SmallTalk::Goodbye)),
            ("hi, how do I export?", None),
            ("is it good", None),
            ("", None),
        ];
        for (message, kind) in cases {
            assert_eq!(smalltalk(message), kind, "{message}");
        }
    }
}
