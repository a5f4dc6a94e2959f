//! Which team takes whom.

use crate::domain::routing::Aspect;

words! {
    rules: "Who takes what", "Wer was übernimmt";
    rules_hint: "Whoever waits for a person goes to a team by itself, by the first rule that fits, and rings its members first. What somebody of you has given to a team stays there.", "Wer auf einen Menschen wartet, geht von selbst an ein Team, nach der ersten Regel, die passt, und klingelt zuerst bei dessen Mitgliedern. Was jemand von euch einem Team gegeben hat, bleibt dort.";
    no_rules: "There are no rules yet: whoever waits rings everybody.", "Es gibt noch keine Regeln: Wer wartet, klingelt bei allen.";
    team_first: "Make a team first.", "Lege zuerst ein Team an.";
    nth_rule(n): "Rule {n}", "Regel {n}";
    name: "Name, as the thread tells it", "Name, wie ihn der Verlauf nennt";
    named_by_itself: "Left empty: called by its conditions", "Leer: heißt nach ihren Bedingungen";
    everything: "Everything that comes this far.", "Alles, was bis hierher kommt.";
    everything_else: "Everything else", "Alles andere";
    looked_at: "What is looked at", "Worauf geachtet wird";
    add_condition: "Add a condition", "Bedingung hinzufügen";
    remove_condition: "Remove this condition", "Diese Bedingung entfernen";
    one_is_enough: "Of one kind, one is enough; each kind must fit.", "Von einer Art genügt eine; jede Art muss passen.";
    goes_to: "Goes to", "Geht an";
    choose_team: "Choose a team", "Team wählen";
    choose: "Choose", "Wählen";
    move_up(rule): "Move {rule} up", "{rule} nach oben";
    move_down(rule): "Move {rule} down", "{rule} nach unten";
    remove_rule(rule): "Remove {rule}", "{rule} entfernen";
    add_rule: "Add a rule", "Regel hinzufügen";
    rules_go[n]: "{n} rule goes with it." / "{n} rules go with it.", "{n} Regel fällt damit weg." / "{n} Regeln fallen damit weg.";

    of_tag: "Tag", "Tag";
    of_words: "Words in the question", "Wörter in der Frage";
    of_reason: "Reason for a person", "Grund für einen Menschen";
    of_language: "Language", "Sprache";
    of_assistant: "Assistant", "Assistent";
    of_page: "Page", "Seite";
    tag_example: "billing", "rechnung";
    words_example: "my invoice, or invoic* for any ending", "meine Rechnung, oder rechnung* mit jeder Endung";
    language_example: "de", "de";
    page_example: "/pricing, or https://shop.example.com/", "/preise, oder https://shop.example.com/";

    rehearse: "Try it on the last 30 days", "An den letzten 30 Tagen ausprobieren";
    n_waits[n]: "In the last 30 days somebody waited for a person {n} time." / "In the last 30 days somebody waited for a person {n} times.", "In den letzten 30 Tagen wartete {n}-mal jemand auf einen Menschen.";
    would_go[n, team]: "{n} would have gone to {team}.", "{n} wäre an {team} gegangen." / "{n} wären an {team} gegangen.";
    would_stay[n]: "{n} would have gone to no team.", "{n} wäre an kein Team gegangen." / "{n} wären an kein Team gegangen.";
    nobody_waited: "Nobody waited for a person in the last 30 days.", "In den letzten 30 Tagen wartete niemand auf einen Menschen.";
    latest_alone: "There were more conversations: only the latest were read.", "Es gab mehr Gespräche: Nur die neuesten wurden gelesen.";
    to_team(team): "to {team}", "an {team}";
    to_none: "to no team", "an kein Team";
}

/// What a condition looks at.
pub fn aspect(it: Aspect) -> &'static str {
    match it {
        Aspect::Tag => of_tag(),
        Aspect::Words => of_words(),
        Aspect::Reason => of_reason(),
        Aspect::Language => of_language(),
        Aspect::Assistant => of_assistant(),
        Aspect::Page => of_page(),
    }
}

/// How it is typed; nothing for what is chosen.
pub fn example(it: Aspect) -> &'static str {
    match it {
        Aspect::Tag => tag_example(),
        Aspect::Words => words_example(),
        Aspect::Language => language_example(),
        Aspect::Page => page_example(),
        Aspect::Reason | Aspect::Assistant => "",
    }
}
