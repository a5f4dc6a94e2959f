//! What the assistant says of its own, in the visitor's language: a greeting answered in kind, the one question that tells a
//! few titles apart, that the docs are in another language, and that it may answer no more for now. It says nothing of the owner's
//! product.

use crate::answer::{Language, SmallTalk};

/// What a greeting or a thanks comes after.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moment {
    /// The visitor has written before.
    pub goes_on: bool,
    /// The thread has had an answer from the docs.
    pub was_answered: bool,
}

/// The time within which a visitor has had as many answers as they may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    Hour,
    Day,
}

/// The sentences of one language.
struct Sentences {
    hello: &'static str,
    hello_again: &'static str,
    what_for: &'static str,
    ask_away: &'static str,
    glad: &'static str,
    welcome: &'static str,
    anything_else: &'static str,
    nod: &'static str,
    bye: &'static str,
    bye_helped: &'static str,
    /// Before the titles, between the last two, and the quotation marks around each.
    which: &'static str,
    or: &'static str,
    quotes: [&'static str; 2],
    foreign: &'static str,
    enough_hour: &'static str,
    enough_day: &'static str,
}

const ENGLISH: Sentences = Sentences {
    hello: "Hello",
    hello_again: "Hello again",
    what_for: "What can I help you with?",
    ask_away: "Sure, ask away!",
    glad: "Glad that helped!",
    welcome: "You're welcome!",
    anything_else: "I'm here if anything else comes up.",
    nod: "Good. I'm here if anything else comes up.",
    bye: "Goodbye, and thanks for stopping by.",
    bye_helped: "Glad I could help. Goodbye!",
    which: "Which one do you mean:",
    or: "or",
    quotes: ["“", "”"],
    foreign: "Our help pages aren't available in English. These may fit:",
    enough_hour: "That's all I may answer within an hour. Ask again later, or ask for a person: they go on right here.",
    enough_day: "That's all I may answer within a day. Ask again tomorrow, or ask for a person: they go on right here.",
};

const GERMAN: Sentences = Sentences {
    hello: "Hallo",
    hello_again: "Hallo noch einmal",
    what_for: "Wobei kann ich helfen?",
    ask_away: "Klar, frag einfach!",
    glad: "Schön, dass das geholfen hat!",
    welcome: "Gern geschehen!",
    anything_else: "Ich bin da, wenn noch etwas ist.",
    nod: "Gut. Ich bin da, wenn noch etwas ist.",
    bye: "Auf Wiedersehen, und danke für den Besuch.",
    bye_helped: "Schön, dass ich helfen konnte. Auf Wiedersehen!",
    which: "Was davon ist gemeint:",
    or: "oder",
    quotes: ["„", "“"],
    foreign: "Unsere Hilfe gibt es leider nicht auf Deutsch. Das hier könnte passen:",
    enough_hour: "Mehr darf ich innerhalb einer Stunde nicht beantworten. Frag später noch einmal, oder frag nach einem Menschen.",
    enough_day: "Mehr darf ich innerhalb eines Tages nicht beantworten. Frag morgen noch einmal, oder frag nach einem Menschen.",
};

const FRENCH: Sentences = Sentences {
    hello: "Bonjour",
    hello_again: "Rebonjour",
    what_for: "Comment puis-je vous aider ?",
    ask_away: "Bien sûr, je vous écoute !",
    glad: "Ravi d'avoir pu aider !",
    welcome: "Je vous en prie !",
    anything_else: "Je reste là si vous avez une autre question.",
    nod: "Bien. Je reste là si vous avez une autre question.",
    bye: "Au revoir, et merci de votre visite.",
    bye_helped: "Ravi d'avoir pu aider. Au revoir !",
    which: "De quoi s'agit-il :",
    or: "ou",
    quotes: ["« ", " »"],
    foreign: "Nos pages d'aide n'existent pas en français. Celles-ci peuvent convenir :",
    enough_hour: "Je ne peux pas répondre davantage en une heure. Réessayez plus tard, ou demandez à parler à une personne.",
    enough_day: "Je ne peux pas répondre davantage en un jour. Réessayez demain, ou demandez à parler à une personne.",
};

const SPANISH: Sentences = Sentences {
    hello: "Hola",
    hello_again: "Hola de nuevo",
    what_for: "¿En qué puedo ayudar?",
    ask_away: "¡Claro, pregunta!",
    glad: "¡Me alegro de que haya ayudado!",
    welcome: "¡De nada!",
    anything_else: "Aquí estoy si surge algo más.",
    nod: "Bien. Aquí estoy si surge algo más.",
    bye: "Adiós, y gracias por la visita.",
    bye_helped: "Me alegro de haber ayudado. ¡Adiós!",
    which: "¿A cuál te refieres:",
    or: "o",
    quotes: ["«", "»"],
    foreign: "Nuestras páginas de ayuda no están en español. Estas pueden servir:",
    enough_hour: "No puedo responder más en una hora. Pregunta más tarde, o pide hablar con una persona.",
    enough_day: "No puedo responder más en un día. Pregunta mañana, o pide hablar con una persona.",
};

const ITALIAN: Sentences = Sentences {
    hello: "Ciao",
    hello_again: "Ciao di nuovo",
    what_for: "Come posso aiutare?",
    ask_away: "Certo, chiedi pure!",
    glad: "Felice che sia servito!",
    welcome: "Prego!",
    anything_else: "Sono qui se serve altro.",
    nod: "Bene. Sono qui se serve altro.",
    bye: "Arrivederci, e grazie della visita.",
    bye_helped: "Felice di aver aiutato. Arrivederci!",
    which: "Quale intendi:",
    or: "o",
    quotes: ["«", "»"],
    foreign: "Le nostre pagine di aiuto non sono in italiano. Queste potrebbero servire:",
    enough_hour: "Non posso rispondere oltre in un'ora. Riprova più tardi, o chiedi di parlare con una persona.",
    enough_day: "Non posso rispondere oltre in un giorno. Riprova domani, o chiedi di parlare con una persona.",
};

const PORTUGUESE: Sentences = Sentences {
    hello: "Olá",
    hello_again: "Olá de novo",
    what_for: "Em que posso ajudar?",
    ask_away: "Claro, pode perguntar!",
    glad: "Que bom que ajudou!",
    welcome: "De nada!",
    anything_else: "Estou aqui se surgir mais alguma coisa.",
    nod: "Certo. Estou aqui se surgir mais alguma coisa.",
    bye: "Até logo, e obrigado pela visita.",
    bye_helped: "Que bom que pude ajudar. Até logo!",
    which: "Qual deles:",
    or: "ou",
    quotes: ["“", "”"],
    foreign: "As nossas páginas de ajuda não existem em português. Estas podem servir:",
    enough_hour: "Não posso responder mais em uma hora. Pergunte mais tarde, ou peça para falar com uma pessoa.",
    enough_day: "Não posso responder mais em um dia. Pergunte amanhã, ou peça para falar com uma pessoa.",
};

const DUTCH: Sentences = Sentences {
    hello: "Hallo",
    hello_again: "Hallo weer",
    what_for: "Waarmee kan ik helpen?",
    ask_away: "Natuurlijk, vraag maar!",
    glad: "Fijn dat het geholpen heeft!",
    welcome: "Graag gedaan!",
    anything_else: "Ik ben er als er nog iets is.",
    nod: "Goed. Ik ben er als er nog iets is.",
    bye: "Tot ziens, en bedankt voor het bezoek.",
    bye_helped: "Fijn dat ik kon helpen. Tot ziens!",
    which: "Welke bedoel je:",
    or: "of",
    quotes: ["“", "”"],
    foreign: "Onze hulppagina's zijn er niet in het Nederlands. Deze passen misschien:",
    enough_hour: "Meer mag ik binnen een uur niet beantwoorden. Vraag het later nog eens, of vraag naar een mens.",
    enough_day: "Meer mag ik binnen een dag niet beantwoorden. Vraag het morgen nog eens, of vraag naar een mens.",
};

/// The sentences of a language; English where we have none of its own.
const fn sentences(language: Option<Language>) -> &'static Sentences {
    match language {
        Some(Language::German) => &GERMAN,
        Some(Language::French) => &FRENCH,
        Some(Language::Spanish) => &SPANISH,
        Some(Language::Italian) => &ITALIAN,
        Some(Language::Portuguese) => &PORTUGUESE,
        Some(Language::Dutch) => &DUTCH,
        _ => &ENGLISH,
    }
}

/// Small talk answered in kind, by what it comes after.
pub(super) fn courtesy(kind: SmallTalk, language: Option<Language>, moment: Moment) -> String {
    let it = sentences(language);
    match kind {
        SmallTalk::Greeting => {
            let hello = if moment.goes_on { it.hello_again } else { it.hello };
            format!("{hello}! {}", if moment.goes_on { it.anything_else } else { it.what_for })
        }
        SmallTalk::Opening => it.ask_away.to_owned(),
        SmallTalk::Thanks => format!("{} {}", if moment.was_answered { it.glad } else { it.welcome }, it.anything_else),
        SmallTalk::Nod => it.nod.to_owned(),
        SmallTalk::Goodbye => if moment.was_answered { it.bye_helped } else { it.bye }.to_owned(),
    }
}

/// One short question that tells a few titles apart, by what each has of its own.
pub(super) fn which(apart: &[String], language: Option<Language>) -> String {
    let it = sentences(language);
    let quoted: Vec<String> = apart.iter().map(|part| format!("{}{part}{}", it.quotes[0], it.quotes[1])).collect();
    match quoted.split_last() {
        Some((last, [])) => format!("{} {last}?", it.which),
        Some((last, others)) => format!("{} {} {} {last}?", it.which, others.join(", "), it.or),
        None => String::new(),
    }
}

/// That the docs have nothing in the visitor's language; said before titles are offered in another. In English where we have
/// no sentences in theirs.
pub(super) fn foreign(language: Option<Language>) -> &'static str {
    let it = sentences(language);
    let is_ours = language == Some(Language::English) || it.hello != ENGLISH.hello;
    if is_ours { it.foreign } else { "Our help pages aren't available in your language. These may fit:" }
}

/// That the visitor has had as many answers as they may have, and how to go on.
pub(super) const fn enough(within: Within, language: Option<Language>) -> &'static str {
    let it = sentences(language);
    match within {
        Within::Hour => it.enough_hour,
        Within::Day => it.enough_day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_talk_is_answered_by_what_it_comes_after() {
        let first = Moment::default();
        let answered = Moment { goes_on: true, was_answered: true };
        for (kind, language, moment, said) in [
            (SmallTalk::Greeting, None, first, "Hello! What can I help you with?"),
            (SmallTalk::Greeting, Some(Language::German), first, "Hallo! Wobei kann ich helfen?"),
            (SmallTalk::Greeting, None, answered, "Hello again! I'm here if anything else comes up."),
            (SmallTalk::Opening, None, first, "Sure, ask away!"),
            (SmallTalk::Thanks, None, answered, "Glad that helped! I'm here if anything else comes up."),
            (SmallTalk::Thanks, Some(Language::Spanish), first, "¡De nada! Aquí estoy si surge algo más."),
            (SmallTalk::Nod, Some(Language::Polish), first, "Good. I'm here if anything else comes up."),
            (SmallTalk::Goodbye, None, answered, "Glad I could help. Goodbye!"),
        ] {
            assert_eq!(courtesy(kind, language, moment), said);
        }
    }

    #[test]
    fn the_question_names_what_sets_them_apart() {
        let parts = |n: usize| ["CSV", "Excel", "Sheets"].map(str::to_owned)[..n].to_vec();
        assert_eq!(which(&parts(2), None), "Which one do you mean: “CSV” or “Excel”?");
        assert_eq!(which(&parts(3), Some(Language::German)), "Was davon ist gemeint: „CSV“, „Excel“ oder „Sheets“?");
        assert_eq!(which(&[], None), "");
    }

    #[test]
    fn who_may_ask_no_more_for_now_is_told_how_to_go_on() {
        for language in [None, Some(Language::German), Some(Language::Polish)] {
            for within in [Within::Hour, Within::Day] {
                assert!(enough(within, language).contains(if language == Some(Language::German) { "Menschen" } else { "person" }));
            }
        }
    }

    #[test]
    fn who_writes_in_another_language_is_told() {
        assert!(foreign(Some(Language::German)).contains("nicht auf Deutsch"));
        assert!(foreign(Some(Language::Polish)).contains("in your language"));
        assert!(foreign(Some(Language::English)).contains("in English"));
    }
}
