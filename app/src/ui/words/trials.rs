//! Asking the AI without anybody hearing it, test questions, and contradictions.

use super::{reasons, receipt};
use crate::{
    api::trials::WrongLine,
    domain::trial::{Expect, Missed, Ran},
};

words! {
    try_it: "Try it", "Ausprobieren";
    try_hint: "Ask as a visitor would. Nobody hears it, and nothing is kept.", "Frage, wie es ein Besucher täte. Niemand hört es, und nichts wird aufbewahrt.";
    assistant: "Assistant", "Assistent";
    your_question: "Your question", "Deine Frage";
    question_example: "How long does a refund take?", "Wie lange dauert eine Erstattung?";
    ask: "Ask", "Fragen";
    start_anew: "Start anew", "Neu beginnen";
    trial: "Trial", "Probe";
    you_asked: "You", "Du";
    nothing_tried: "Ask something", "Frage etwas";
    nothing_tried_hint: "You see the answer as the visitor would, what it rests on, and why the AI was sure enough, or wasn’t.", "Du siehst die Antwort wie der Besucher, worauf sie beruht, und warum die KI sicher genug war oder nicht.";
    handed_over(why): "Goes to a person: {why}.", "Geht an einen Menschen: {why}.";
    person_should_look(why): "A person is told to look: {why}.", "Ein Mensch soll nachsehen: {why}.";
    visitor_sees: "The visitor sees", "Der Besucher sieht";
    why_so: "Why", "Warum";
    save_as_test: "Save as a test question", "Als Testfrage sichern";
    saved_as_test: "Saved. It is run again whenever the docs change.", "Gesichert. Sie wird erneut gestellt, sobald sich die Doku ändert.";
    expected: "What is expected", "Was erwartet wird";
    expect_answer: "An answer from this page", "Eine Antwort von dieser Seite";
    expect_offer: "An answer from this page, or the offer of it", "Eine Antwort von dieser Seite, oder ihr Angebot";
    expect_person: "A person", "Ein Mensch";
    pages: "Page", "Seite";
    pages_hint: "Its path, such as billing/refunds. Several are set apart by commas; one of them is enough.", "Ihr Pfad, etwa billing/refunds. Mehrere sind durch Kommas getrennt; eine davon genügt.";
    pattern: "Words in the answer", "Wörter in der Antwort";
    pattern_hint: "Optional. A regular expression, such as five|5.", "Freiwillig. Ein regulärer Ausdruck, etwa fünf|5.";
    save: "Save", "Sichern";
    cancel: "Cancel", "Abbrechen";

    questions: "Test questions", "Testfragen";
    questions_hint: "Questions that your docs must answer, or must not. They are run again whenever docs or settings change.", "Fragen, die deine Doku beantworten muss, oder nicht darf. Sie werden erneut gestellt, sobald sich Doku oder Einstellungen ändern.";
    add_question: "Add a question", "Frage hinzufügen";
    question: "Question", "Frage";
    import: "Import", "Importieren";
    import_hint: "One JSON object per line, with question, answerable, relevant_pages and, if you like, answer_pattern.", "Ein JSON-Objekt je Zeile, mit question, answerable, relevant_pages und, wenn du willst, answer_pattern.";
    import_lines: "Lines", "Zeilen";
    import_may_offer: "An offer of the right page is enough", "Das Angebot der richtigen Seite genügt";
    imported[n]: "{n} question added." / "{n} questions added.", "{n} Frage hinzugefügt." / "{n} Fragen hinzugefügt.";
    imported_same[n]: "{n} was there already." / "{n} were there already.", "{n} war schon da." / "{n} waren schon da.";
    wrong_line(n, why): "Line {n}: {why}", "Zeile {n}: {why}";
    wrong_unreadable: "not a JSON object with question and answerable.", "kein JSON-Objekt mit question und answerable.";
    wrong_question: "the question is empty or too long.", "die Frage ist leer oder zu lang.";
    wrong_no_page: "it should be answered, but names no page in relevant_pages.", "sie soll beantwortet werden, nennt aber keine Seite in relevant_pages.";
    wrong_pattern: "answer_pattern isn’t a regular expression.", "answer_pattern ist kein regulärer Ausdruck.";
    run_all: "Run all", "Alle stellen";
    run: "Run", "Stellen";
    edit: "Edit", "Ändern";
    remove: "Remove", "Entfernen";
    try_this: "Try", "Ausprobieren";
    n_pass(n, all): "{n} of {all} pass", "{n} von {all} bestehen";
    running[n]: "{n} still to run" / "{n} still to run", "noch {n} zu stellen" / "noch {n} zu stellen";
    none_yet: "No test questions yet", "Noch keine Testfragen";
    none_yet_hint: "Save one from a trial, add one here, or import a list.", "Sichere eine aus einer Probe, füge hier eine hinzu oder importiere eine Liste.";
    passes: "Passes", "Besteht";
    fails: "Fails", "Besteht nicht";
    waits: "Waits for its run", "Wartet auf ihren Lauf";
    broke: "Passed before", "Bestand zuvor";
    expects_answer(pages): "Expected: an answer from {pages}.", "Erwartet: eine Antwort von {pages}.";
    expects_words(pages, pattern): "Expected: an answer from {pages} with “{pattern}”.", "Erwartet: eine Antwort von {pages} mit „{pattern}“.";
    expects_offer(pages): "Expected: an answer from {pages}, or its offer.", "Erwartet: eine Antwort von {pages} oder ihr Angebot.";
    expects_person: "Expected: a person.", "Erwartet: ein Mensch.";
    did_pages(fate, pages): "{fate}: {pages}", "{fate}: {pages}";
    did_why(fate, why): "{fate}: {why}", "{fate}: {why}";
    missed_not_answered: "It should have answered.", "Sie hätte antworten sollen.";
    missed_only_offered: "It only offered pages.", "Sie hat nur Seiten angeboten.";
    missed_other_page: "It used another page.", "Sie nahm eine andere Seite.";
    missed_other_words: "The answer lacks the expected words.", "Der Antwort fehlen die erwarteten Wörter.";
    missed_not_handed_over: "It should have brought a person.", "Sie hätte einen Menschen rufen sollen.";
    missed_broken: "It couldn’t be run. Run it again.", "Sie konnte nicht gestellt werden. Versuche es erneut.";

    broken_banner[n]: "{n} test question that passed before fails since docs or settings changed." / "{n} test questions that passed before fail since docs or settings changed.", "{n} Testfrage, die zuvor bestand, besteht nicht mehr, seit sich Doku oder Einstellungen geändert haben." / "{n} Testfragen, die zuvor bestanden, bestehen nicht mehr, seit sich Doku oder Einstellungen geändert haben.";
    see_questions: "See which", "Ansehen";
    open_banner[n]: "{n} contradiction in the docs: who asks about it gets a person." / "{n} contradictions in the docs: who asks about them gets a person.", "{n} Widerspruch in der Doku: Wer danach fragt, bekommt einen Menschen." / "{n} Widersprüche in der Doku: Wer danach fragt, bekommt einen Menschen.";
    see_contradictions: "Settle it", "Klären";
    failing_banner[n]: "{n} source can’t be read, or wasn’t for long: answers may be out of date." / "{n} sources can’t be read, or weren’t for long: answers may be out of date.", "{n} Quelle ist nicht lesbar oder wurde lange nicht gelesen: Antworten sind vielleicht veraltet." / "{n} Quellen sind nicht lesbar oder wurden lange nicht gelesen: Antworten sind vielleicht veraltet.";
    see_failing: "See why", "Grund ansehen";
    warnings: "Warnings", "Warnungen";
    n_warnings[n]: "{n} warning" / "{n} warnings", "{n} Warnung" / "{n} Warnungen";

    contradictions: "Contradictions", "Widersprüche";
    contradictions_hint: "Passages that answer the same with other figures, or one with yes and the other with no. Until you say which is right, who asks about it gets a person.", "Textstellen, die dasselbe mit anderen Zahlen beantworten, oder eine mit Ja und die andere mit Nein. Bis du sagst, was stimmt, bekommt einen Menschen, wer danach fragt.";
    no_contradictions: "No contradictions", "Keine Widersprüche";
    no_contradictions_hint: "Docs are looked through whenever they change. What is found stands here, side by side.", "Die Doku wird durchgesehen, sobald sie sich ändert. Was gefunden wird, steht hier nebeneinander.";
    this_is_right: "This one is right", "Das stimmt";
    both_are_right: "Both are right", "Beides stimmt";
    open_again: "Open again", "Wieder öffnen";
    settled: "Settled", "Geklärt";
    whole_passage: "The whole passage", "Die ganze Textstelle";
    says_right: "Right", "Stimmt";
    says_unused: "No longer used", "Nicht mehr verwendet";
    settled_both(by): "{by} said: both are right.", "{by} sagt: Beides stimmt.";
    settled_one(by): "{by} said which is right.", "{by} hat gesagt, was stimmt.";
    pair(one, other): "{one} and {other}", "{one} und {other}";
}

/// What a question should lead to, as a sentence.
pub fn expects(it: &Expect) -> String {
    let pages = it.pages().join(", ");
    match it {
        Expect::Answer { pattern: Some(pattern), .. } => expects_words(&pages, pattern),
        Expect::Answer { .. } => expects_answer(&pages),
        Expect::Offer { .. } => expects_offer(&pages),
        Expect::HandOver => expects_person().to_owned(),
    }
}

/// What came of a question, in few words.
pub fn did(it: &Ran) -> String {
    let fate = receipt::fate(it.fate);
    match (it.pages.is_empty(), it.why) {
        (true, Some(why)) => did_why(fate, reasons::inside(why)),
        (true, None) => fate.to_owned(),
        (false, _) => did_pages(fate, &it.pages.join(", ")),
    }
}

/// Why a question fails, as a sentence.
pub fn missed(it: Missed) -> &'static str {
    match it {
        Missed::NotAnswered => missed_not_answered(),
        Missed::OnlyOffered => missed_only_offered(),
        Missed::OtherPage => missed_other_page(),
        Missed::OtherWords => missed_other_words(),
        Missed::NotHandedOver => missed_not_handed_over(),
        Missed::Broken => missed_broken(),
    }
}

/// Why a line of an import can't be used.
pub fn wrong(it: WrongLine) -> &'static str {
    match it {
        WrongLine::Unreadable => wrong_unreadable(),
        WrongLine::Question => wrong_question(),
        WrongLine::NoPage => wrong_no_page(),
        WrongLine::Pattern => wrong_pattern(),
    }
}
