//! Messages that ask nothing: greetings, "I have a question", thanks, goodbyes. Only if the whole message is one: "hi, how do
//! I export?" is a question.

use super::words::tokens;

/// What kind of small talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallTalk {
    Greeting,
    /// "I have a question": the question is still to come.
    Opening,
    Thanks,
    /// "ok", "got it": heard, and nothing else.
    Nod,
    Goodbye,
}

const GREETING: &str = "hi hello hey hiya yo howdy greetings morning evening afternoon hallo moin servus grüezi hola salut bonjour bonsoir ciao buongiorno olá oi hoi hej cześć \
    ahoj hii hiii heyy heyyy helloo hellooo hallöchen buenas";
const OPENING: &str = "question questions frage fragen pregunta domanda pergunta vraag help hilfe ayuda aide aiuto ajuda hulp";
const THANKS: &str = "thanks thank thx thnx ty tysm cheers appreciated appreciate danke dankeschön merci gracias grazie obrigado obrigada bedankt dank tack tak dziękuję great perfect \
    awesome helped helps solved brilliant lovely super prima klasse wonderful excellent fantastic";
const NOD: &str = "ok okay k alright understood gotcha sure fine cool noted verstanden alles klar gut vale d'accord entendu capito entendi";
const GOODBYE: &str = "bye goodbye cya tschüss tschüß tschau adios adiós adieu farewell later goodnight ciao arrivederci tchau doei";
const FILLER: &str = "there good to you u all team everyone guys folks dear sir madam support baton bot day a lot so much very many that's thats that this it is was all i ok okay you've been \
    have nice for the your help and just guten tag tage how are doing today see again me really works now got it works of worked yes no don't worry mind never nevermind \
    i've i'm got quick small little short one some another need can could please some with about get hope things going well du mir kann kannst sie können ich habe eine kurze kleine ein paar bitte \
    einen schönen noch vielen herzlichen viel zusammen wie geht's geht das hat geholfen une tengo una j'ai muchas merci beaucoup mille un pour su ho anyone here \
    answer answered sorted makes sense ask may would like us my fixed fast schnelle antwort für die weekend night";

/// The kind of a message that is nothing but small talk.
pub fn smalltalk(message: &str) -> Option<SmallTalk> {
    let tokens = tokens(message);
    let is_in = |words: &str, token: &String| words.split_ascii_whitespace().any(|word| word == token);
    let has = |words: &str| tokens.iter().any(|token| is_in(words, token));
    if tokens.is_empty() {
        // "👋", "👍": what says nothing in letters asks nothing.
        return emoji(message);
    }
    let all_known = tokens.iter().all(|token| [GREETING, OPENING, THANKS, NOD, GOODBYE, FILLER].iter().any(|words| is_in(words, token)));
    if tokens.len() > 12 || !all_known {
        return None;
    }
    let asks_for_help = has("question questions frage fragen pregunta domanda pergunta vraag")
        || (has("help hilfe ayuda aide aiuto ajuda hulp") && has("can could need kann kannst können"));
    let kinds = [
        (has(GOODBYE) && !has("hi hello hey hallo") && !asks_for_help, SmallTalk::Goodbye),
        (has(THANKS) && !asks_for_help, SmallTalk::Thanks),
        (asks_for_help, SmallTalk::Opening),
        (has(GREETING), SmallTalk::Greeting),
        (tokens.len() <= 4 && has(NOD), SmallTalk::Nod),
    ];
    kinds.into_iter().find_map(|(is, kind)| is.then_some(kind))
}

fn emoji(message: &str) -> Option<SmallTalk> {
    let has = |marks: &[char]| message.contains(marks);
    match () {
        () if has(&['👋']) => Some(SmallTalk::Greeting),
        () if has(&['🙏', '❤', '🎉', '🥳', '😍']) => Some(SmallTalk::Thanks),
        () if has(&['👍', '👌', '😊', '🙂', '😀', '😄']) => Some(SmallTalk::Nod),
        () => None,
    }
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
            ("hey, how are you doing today?", Some(SmallTalk::Greeting)),
            ("👋", Some(SmallTalk::Greeting)),
            ("Guten Tag, ich habe eine Frage", Some(SmallTalk::Opening)),
            ("hi, quick question", Some(SmallTalk::Opening)),
            ("can you help me please?", Some(SmallTalk::Opening)),
            ("thanks, that helped a lot", Some(SmallTalk::Thanks)),
            ("perfect, thank you so much!", Some(SmallTalk::Thanks)),
            ("vielen Dank", Some(SmallTalk::Thanks)),
            ("ok", Some(SmallTalk::Nod)),
            ("alles klar", Some(SmallTalk::Nod)),
            ("👍", Some(SmallTalk::Nod)),
            ("ok thank you, bye", Some(SmallTalk::Goodbye)),
            ("tschüss", Some(SmallTalk::Goodbye)),
            ("hi, how do I export?", None),
            ("thanks, and how do I export?", None),
            ("I have a question about refunds", None),
            ("can you help me export?", None),
            ("is it good", None),
            ("does it work", None),
            ("?", None),
            ("", None),
        ];
        for (message, kind) in cases {
            assert_eq!(smalltalk(message), kind, "{message}");
        }
    }
}
