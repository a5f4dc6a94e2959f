//! Why the AI said what it said, step by step, and what it would say today.

use super::{decimal, model::trouble, number, reasons};
use crate::{
    api::receipts::Compared,
    domain::{
        model::{Came, ModelUse},
        turn::{Check, Fate, Step},
    },
};

words! {
    steps: "What decided", "Was entschieden hat";
    decided: "decided", "entscheidend";
    person_yes: "The visitor asked for a person.", "Der Besucher wollte einen Menschen.";
    person_no: "The visitor didn’t ask for a person.", "Der Besucher wollte keinen Menschen.";
    courtesy_yes: "A greeting or thanks: answered in kind.", "Ein Gruß oder Dank: ebenso beantwortet.";
    courtesy_no: "It is a question, not a greeting.", "Es ist eine Frage, kein Gruß.";
    allowance: "The visitor had as many answers as you allow. They were told so, and how to reach a person.", "Der Besucher hatte so viele Antworten, wie du erlaubst. Das wurde ihm gesagt, und wie er einen Menschen erreicht.";
    found_none: "Nothing in the docs came near.", "Nichts in der Doku kam der Frage nahe.";
    found[n]: "{n} section of the docs came near." / "{n} sections of the docs came near.", "{n} Abschnitt der Doku kam der Frage nahe." / "{n} Abschnitte der Doku kamen der Frage nahe.";
    sure_yes(confidence, bar): "Sure enough to answer: {confidence}, and {bar} is enough.", "Sicher genug für eine Antwort: {confidence}, und {bar} genügt.";
    sure_no(confidence, bar): "Not sure enough to answer: {confidence}, where {bar} is needed.", "Nicht sicher genug für eine Antwort: {confidence}, nötig sind {bar}.";
    half_yes(confidence, bar): "Sure enough to offer pages: {confidence}, and {bar} is enough.", "Sicher genug, um Seiten anzubieten: {confidence}, und {bar} genügt.";
    half_no(confidence, bar): "Not sure enough to offer pages: {confidence}, where {bar} is needed.", "Nicht sicher genug, um Seiten anzubieten: {confidence}, nötig sind {bar}.";
    account_yes: "It is about the visitor’s own account, which no page can answer.", "Es geht um das eigene Konto des Besuchers, das keine Seite kennt.";
    spoken_no: "The docs don’t speak of it.", "Die Doku spricht nicht davon.";
    heard(why): "A person was called for another reason: {why}.", "Ein Mensch wurde aus einem anderen Grund gerufen: {why}.";
    errand_yes: "The visitor wants something done, and no page tells them how to do it themselves.", "Der Besucher möchte etwas erledigt haben, und keine Seite sagt ihm, wie er es selbst tut.";
    settled_yes: "A person has answered this before: the AI points to their answer.", "Ein Mensch hat das schon beantwortet: Die KI verweist auf seine Antwort.";
    otherwise: "The answer would have been other than what a person told the visitor.", "Die Antwort wäre anders gewesen als das, was ein Mensch dem Besucher gesagt hat.";
    contradiction: "Two passages contradict each other about it, and nobody has said which is right.", "Zwei Textstellen widersprechen sich dazu, und noch hat niemand gesagt, was stimmt.";
    replay: "Ask today’s docs", "Die heutige Doku fragen";
    replay_hint: "The same question, asked again. Nobody hears the answer.", "Dieselbe Frage noch einmal. Niemand hört die Antwort.";
    today_same: "Today it would say the same.", "Heute würde sie dasselbe sagen.";
    today_other: "Today it would say it differently.", "Heute würde sie es anders sagen.";
    today_answers: "Today it would answer.", "Heute würde sie antworten.";
    today_suggests: "Today it would offer pages to choose from.", "Heute würde sie Seiten zur Auswahl anbieten.";
    today_hands_over: "Today it would hand over to a person.", "Heute würde sie an einen Menschen übergeben.";
    today_declines: "Today it would say that this isn’t in the docs.", "Heute würde sie sagen, dass das nicht in der Doku steht.";
    today_greets: "Today it would take it for a greeting.", "Heute würde sie es für einen Gruß halten.";
    then: "Then", "Damals";
    today: "Today", "Heute";
    difference: "Difference", "Unterschied";
    says_nothing: "Says nothing.", "Sagt nichts.";
    left_out: "no longer there", "nicht mehr da";
    added: "new", "neu";
    sources_then_and_now: "What it rests on", "Worauf es beruht";
    same_text: "unchanged", "unverändert";
    changed_text: "changed since", "seither geändert";
    gone_text: "no longer in the docs", "nicht mehr in der Doku";
    new_text: "new", "neu";
    used_then: "used then", "damals verwendet";
    used_today: "used today", "heute verwendet";
    used_both: "used then and today", "damals und heute verwendet";
    used_neither: "not used", "nicht verwendet";
    as_read: "As it was read", "Wie es gelesen wurde";
    what_changed: "What changed", "Was sich geändert hat";
    not_kept: "Its text isn’t kept any more.", "Sein Text ist nicht mehr aufbewahrt.";
    kept_failed(why): "The stored passages couldn’t be read. {why}", "Die aufbewahrten Textstellen konnten nicht gelesen werden. {why}";
    fate_answers: "Answers", "Antwortet";
    fate_suggests: "Offers pages", "Bietet Seiten an";
    fate_hands_over: "Hands over to a person", "Übergibt an einen Menschen";
    fate_declines: "Says it isn’t in the docs", "Sagt, dass es nicht in der Doku steht";
    fate_greets: "Greets", "Grüßt";
    model: "Language model", "Sprachmodell";
    model_figures(model, tokens, ms): "{model}: {tokens} tokens, {ms} ms", "{model}: {tokens} Tokens, {ms} ms";
    model_first(ms): "first word after {ms} ms", "erstes Wort nach {ms} ms";
    /// What it was asked, as a hash: the same for the same.
    model_prompt(hash): "prompt {hash}", "Prompt {hash}";
    model_answered: "Every sentence of it stands in a passage.", "Jeder Satz davon steht in einer Textstelle.";
    model_dropped[n]: "{n} sentence that no passage holds was left out." / "{n} sentences that no passage holds were left out.", "{n} Satz, den keine Textstelle trägt, wurde weggelassen." / "{n} Sätze, die keine Textstelle trägt, wurden weggelassen.";
    model_clarified: "It asked back.", "Es hat nachgefragt.";
    model_handed_off: "It passed the question on.", "Es hat die Frage weitergegeben.";
    model_settled: "It pointed to what a person had told.", "Es hat auf das verwiesen, was ein Mensch gesagt hatte.";
    model_contradicted: "It would have said otherwise than a person had told the visitor. A person was asked.", "Es hätte etwas anderes gesagt als ein Mensch zuvor. Ein Mensch wurde gefragt.";
    model_ungrounded: "Too little of what it said stands in the passages; the built-in engine decided.", "Zu wenig von dem, was es sagte, steht in den Textstellen; die eingebaute Suche hat entschieden.";
    model_failed(why): "It failed, and the built-in engine decided. {why}", "Es ist gescheitert, und die eingebaute Suche hat entschieden. {why}";
    model_resting(why): "It wasn’t asked, because it had failed before. {why}", "Es wurde nicht gefragt, weil es zuvor gescheitert war. {why}";
    model_spent: "It wasn’t asked: the month’s cap is reached.", "Es wurde nicht gefragt: die Obergrenze des Monats ist erreicht.";
    model_kept[n]: "Kept from the same question {n} minute before: it wasn’t asked again." / "Kept from the same question {n} minutes before: it wasn’t asked again.", "Aufgehoben von derselben Frage {n} Minute zuvor: Es wurde nicht noch einmal gefragt." / "Aufgehoben von derselben Frage {n} Minuten zuvor: Es wurde nicht noch einmal gefragt.";
    model_crowded: "It wasn’t asked: too many questions came at once.", "Es wurde nicht gefragt: zu viele Fragen kamen auf einmal.";
}

/// What a language model had to do with it: its figures, and how it ended.
pub fn used(it: &ModelUse) -> (String, String) {
    let ended = match it.came {
        Came::Answered { n_dropped: 0 } => model_answered().to_owned(),
        Came::Answered { n_dropped } => model_dropped(n_dropped.into()),
        Came::Clarified => model_clarified().to_owned(),
        Came::HandedOff => model_handed_off().to_owned(),
        Came::Settled => model_settled().to_owned(),
        Came::Contradicted => model_contradicted().to_owned(),
        Came::Ungrounded => model_ungrounded().to_owned(),
        Came::Failed { why } => model_failed(&trouble(why)),
        Came::Resting { why } => model_resting(&trouble(why)),
        Came::Spent => model_spent().to_owned(),
        Came::Crowded => model_crowded().to_owned(),
    };
    let kept = it.kept_seconds.map(|seconds| model_kept(seconds / 60));
    (figures(it), kept.into_iter().chain([ended]).collect::<Vec<_>>().join(" "))
}

/// Its name, what it cost in words and time, and what it was asked; of these what is known.
fn figures(it: &ModelUse) -> String {
    let whole = model_figures(&it.model, &number(u64::from(it.tokens_in) + u64::from(it.tokens_out)), &number(it.ms.into()));
    let first = (it.first_ms > 0).then(|| model_first(&number(it.first_ms.into())));
    let prompt = (!it.prompt.is_empty()).then(|| model_prompt(&it.prompt.chars().take(8).collect::<String>()));
    [Some(whole), first, prompt].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A step and how it went, as a sentence.
pub fn check(it: &Check) -> String {
    let figures = |say: fn(&str, &str) -> String, confidence, bar| say(&decimal(confidence), &decimal(bar));
    match (it.step, it.is_met) {
        (Step::Person, true) => person_yes().to_owned(),
        (Step::Person, false) => person_no().to_owned(),
        (Step::Courtesy, true) => courtesy_yes().to_owned(),
        (Step::Courtesy, false) => courtesy_no().to_owned(),
        (Step::Allowance, _) => allowance().to_owned(),
        (Step::Found { n: 0 }, _) => found_none().to_owned(),
        (Step::Found { n }, _) => found(n as u64),
        (Step::Sure { confidence, bar }, true) => figures(sure_yes, confidence, bar),
        (Step::Sure { confidence, bar }, false) => figures(sure_no, confidence, bar),
        (Step::HalfSure { confidence, bar }, true) => figures(half_yes, confidence, bar),
        (Step::HalfSure { confidence, bar }, false) => figures(half_no, confidence, bar),
        (Step::Account, _) => account_yes().to_owned(),
        (Step::Errand, _) => errand_yes().to_owned(),
        (Step::Settled, _) => settled_yes().to_owned(),
        (Step::Otherwise, _) => otherwise().to_owned(),
        (Step::Spoken, _) => spoken_no().to_owned(),
        (Step::Heard { why } | Step::Other { why }, _) => heard(reasons::inside(why)),
        (Step::Contradiction, _) => contradiction().to_owned(),
    }
}

/// How today's turn compares, as a sentence.
pub fn compared(it: Compared) -> &'static str {
    match it {
        Compared::Same => today_same(),
        Compared::OtherWords => today_other(),
        Compared::Otherwise { fate } => match fate {
            Fate::Answers => today_answers(),
            Fate::Suggests => today_suggests(),
            Fate::HandsOver => today_hands_over(),
            Fate::Declines => today_declines(),
            Fate::Greets => today_greets(),
        },
    }
}

/// What became of a question, in a word or two.
pub fn fate(it: Fate) -> &'static str {
    match it {
        Fate::Answers => fate_answers(),
        Fate::Suggests => fate_suggests(),
        Fate::HandsOver => fate_hands_over(),
        Fate::Declines => fate_declines(),
        Fate::Greets => fate_greets(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::words::{Lang, on_page_in};

    #[test]
    fn what_a_model_did_is_told_as_far_as_it_is_known() {
        let asked = ModelUse {
            model: "openai:small".to_owned(),
            prompt: "0123456789abcdef".to_owned(),
            n_passages: 3,
            tokens_in: 900,
            tokens_out: 150,
            first_ms: 420,
            ms: 1_300,
            came: Came::Clarified,
            kept_seconds: None,
        };
        let told = [
            "openai:small: 1,050 tokens, 1,300 ms · first word after 420 ms · prompt 01234567",
            "openai:small: 1.050 Tokens, 1.300 ms · erstes Wort nach 420 ms · Prompt 01234567",
        ];
        assert_eq!(Lang::ALL.map(|lang| on_page_in(lang, || used(&asked).0)), told);
        let spent = ModelUse { prompt: String::new(), tokens_in: 0, tokens_out: 0, first_ms: 0, ms: 0, came: Came::Spent, ..asked };
        assert_eq!(used(&spent).0, "openai:small: 0 tokens, 0 ms");
        let kept = ModelUse { came: Came::HandedOff, kept_seconds: Some(119), ..spent };
        assert_eq!(used(&kept).1, "Kept from the same question 1 minute before: it wasn’t asked again. It passed the question on.");
    }
}
