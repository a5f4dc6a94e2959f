//! Does a clause commit us to something still to come? By its words, which are folded.

/// What we do when we say it in the present tense, as German does: "ich melde mich morgen".
pub const GERMAN_ACTS: &str = "melde melden kummere kummern schicke schicken sende senden erstatte erstatten uberweise uberweisen prufe prufen klare klaren antworte \
    antworten rufe rufen gebe geben informiere informieren erledige erledigen liefere liefern repariere behebe beheben losen lose kontaktiere kontaktieren schaue \
    schauen mache machen bearbeite bearbeiten veranlasse veranlassen aktiviere aktivieren buche buchen storniere stornieren ubernehme ubernehmen leite leiten verspreche versprechen \
    bringe bringen kommen komme bekommen bekommst erhalten erhaltst erhaltet bekommt horen horst";

/// Whether the clause commits us to something still to come.
pub fn commits(words: &[&str]) -> bool {
    let denies = words.iter().any(|word| {
        matches!(
            *word,
            "wont"
                | "cant"
                | "cannot"
                | "couldnt"
                | "wouldnt"
                | "dont"
                | "didnt"
                | "not"
                | "never"
                | "unable"
                | "nicht"
                | "kein"
                | "keine"
                | "nie"
                | "unless"
                | "niemals"
        )
    });
    let is_absence = words.iter().any(|word| {
        matches!(*word, "vacation" | "holiday" | "holidays" | "closed" | "away" | "hope" | "urlaub" | "geschlossen" | "hoffe" | "abwesend")
    });
    let is_short = matches!(words, ["will", verb, ..] if is_verb(verb)) || matches!(words, ["let" | "give", "me", ..]);
    if denies || is_absence {
        return false;
    }
    let asks = matches!(
        words.first(),
        Some(
            &("will"
                | "would"
                | "could"
                | "can"
                | "shall"
                | "should"
                | "do"
                | "did"
                | "wirst"
                | "konnen"
                | "konnten"
                | "kannst"
                | "wurden")
        )
    );
    let is_other = matches!(words.first(), Some(&("if" | "when" | "once" | "unless" | "wenn" | "falls" | "sobald" | "please" | "bitte")))
        && !says_we(words);
    is_short || (!asks && !is_other) && (says_we(words) || says_you_will(words) || says_german(words))
}

/// Whether a clause that commits us does something for this one visitor, which can be held against us without a time as well:
/// "we will refund you", "we'll get back to you". What hangs on a condition isn't one.
pub fn is_deed(words: &[&str]) -> bool {
    let has = |list: &str| words.iter().any(|word| list.split_ascii_whitespace().any(|entry| entry == *word));
    let answers = words
        .windows(2)
        .any(|pair| matches!(pair, ["back", "to"] | ["call" | "contact" | "email", "you"] | ["melden", "uns"] | ["melde", "mich"]));
    let depends = has("if when once unless usually normally wenn falls sobald sofern normalerweise meist");
    !depends && (answers || has(DEEDS))
}

/// What gives something back.
const DEEDS: &str = "refund reimburse credit compensate replace waive resend reship erstatte erstatten gutschreiben uberweise \
    uberweisen entschadigen";

/// "I'll …", "we will …", "I'm going to …", "our team will …", "I promise".
fn says_we(words: &[&str]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let next = |n: usize| words.get(at + n).copied().unwrap_or_default();
        match *word {
            "ill" | "theyll" | "shell" | "hell" => true,
            // "We'll" without its apostrophe is "well": a verb must follow.
            "well" => is_verb(next(1)),
            "i" | "we" | "colleague" | "colleagues" | "team" | "department" | "engineers" | "engineer" | "developers" | "manager"
            | "accounting" | "they" | "she" | "he" => {
                matches!(next(1), "will" | "shall" | "promise" | "guarantee" | "aim")
                    || (is_adverb(next(1)) && next(2) == "will")
                    || (!matches!(*word, "i" | "we" | "they" | "she" | "he") && next(2) == "will")
                    || (matches!(*word, "i" | "we")
                        && next(1) == "can"
                        && matches!(next(2), "have" | "do" | "get" | "send" | "ship" | "deliver" | "fix" | "finish"))
                    || (matches!(*word, "i" | "we") && next(1) == "should" && matches!(next(2), "have" | "know" | "hear"))
                    || (matches!(next(1), "are" | "am" | "is") && matches!((next(2), next(3)), ("going", "to") | ("gonna", _)))
            }
            "im" | "were" => matches!((next(1), next(2)), ("going", "to") | ("gonna", _)) || is_arranged(next(1)),
            "expect" | "promise" | "promised" => *word != "promised" && at == 0,
            _ => false,
        }
    })
}

/// "I'm sending it tomorrow": arranged, so promised.
fn is_arranged(word: &str) -> bool {
    matches!(word, "sending" | "refunding" | "shipping" | "fixing" | "calling" | "releasing" | "transferring" | "getting" | "deploying")
}

fn is_adverb(word: &str) -> bool {
    matches!(word, "also" | "definitely" | "certainly" | "then" | "gladly" | "personally" | "now" | "both" | "surely")
}

fn is_verb(word: &str) -> bool {
    is_adverb(word)
        || matches!(
            word,
            "get"
                | "be"
                | "send"
                | "refund"
                | "fix"
                | "reply"
                | "call"
                | "let"
                | "have"
                | "ship"
                | "check"
                | "look"
                | "update"
                | "follow"
                | "email"
                | "contact"
                | "reach"
                | "process"
                | "resolve"
                | "answer"
                | "do"
                | "make"
                | "write"
                | "come"
                | "try"
                | "credit"
                | "transfer"
                | "deliver"
                | "respond"
                | "keep"
                | "investigate"
                | "give"
                | "sort"
                | "provide"
                | "return"
                | "add"
                | "set"
                | "release"
                | "finish"
                | "review"
                | "pay"
                | "ring"
                | "restore"
                | "replace"
                | "handle"
                | "take"
                | "issue"
                | "cancel"
                | "confirm"
                | "ping"
                | "share"
                | "extend"
                | "report"
                | "close"
                | "complete"
                | "escalate"
                | "start"
                | "deploy"
                | "roll"
                | "migrate"
                | "import"
                | "remove"
                | "delete"
        )
}

/// "You'll hear from us", "your refund will arrive", "it will be fixed", "you should have it", "expect it by Friday".
fn says_you_will(words: &[&str]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let next = |n: usize| words.get(at + n).copied().unwrap_or_default();
        let comes = |word: &str| {
            matches!(
                word,
                "get" | "have" | "receive" | "hear" | "see" | "be" | "arrive" | "go" | "ship" | "come" | "reach" | "appear" | "land"
            )
        };
        let is_fate = |word: &str, then: &str| {
            comes(word)
                && !(word == "be" && matches!(then, "able" | "charged" | "billed" | "asked" | "required"))
                && !(word == "have" && then == "to")
        };
        match *word {
            "youll" => is_fate(next(1), next(2)),
            "you" => {
                (matches!(next(1), "will") && is_fate(next(2), next(3)))
                    || (next(1) == "should" && matches!(next(2), "have" | "receive" | "get" | "hear" | "see") && next(3) != "to")
                    || (next(1) == "can" && next(2) == "expect")
            }
            "itll" => is_fate(next(1), next(2)),
            "will" => is_fate(next(1), next(2)) && at > 0 && is_ours(&words[..at]),
            "should" => matches!(next(1), "arrive" | "be") && at > 0 && is_ours(&words[..at]),
            _ => false,
        }
    })
}

/// What is ours to deliver.
fn is_ours(before: &[&str]) -> bool {
    before.iter().any(|word| {
        matches!(
            *word,
            "it" | "this"
                | "that"
                | "everything"
                | "money"
                | "refund"
                | "fix"
                | "reply"
                | "answer"
                | "package"
                | "parcel"
                | "order"
                | "replacement"
                | "update"
                | "credit"
                | "payout"
                | "payment"
                | "amount"
                | "invoice"
                | "import"
                | "migration"
                | "issue"
                | "problem"
                | "bug"
                | "release"
                | "account"
                | "data"
                | "report"
                | "item"
                | "someone"
                | "somebody"
                | "colleague"
        )
    })
}

/// "Ich melde mich", "wir werden …", "Sie erhalten …", "wird … erledigt".
fn says_german(words: &[&str]) -> bool {
    let has = |list: &str| words.iter().any(|word| list.split_ascii_whitespace().any(|entry| entry == *word));
    let is_we = has("ich wir kollege kollegin kollegen team techniker");
    let acts = has(GERMAN_ACTS);
    let will = has("werde werden wird");
    let begins_with_act =
        words.first().is_some_and(|first| GERMAN_ACTS.split_ascii_whitespace().any(|act| act == *first)) && !has("sie du ihr bitte");
    let you_get = has("sie du ihr") && has("erhalten bekommen erhaltst bekommst erhaltet bekommt horen horst haben hast");
    let is_past = has("habe hatten hatte haben hast wurde wurden war gestern") && !will && (!you_get || has("ich wir"));
    let must = has("mussen musst musst konnen kannst konnt sollten solltest durfen");
    if is_past || must {
        return false;
    }
    let is_done = words.first() == Some(&"bis") && has("ist sind") && has("erledigt behoben fertig gelost repariert da wieder");
    let comes = has("kommt kommen") && has("update antwort paket ersatz lieferung geld erstattung losung rechnung techniker fix");
    is_done
        || comes
        || (is_we && (acts || will))
        || begins_with_act
        || (you_get && !has("wenn falls"))
        || (has("wird") && !has("abgebucht berechnet fallig"))
}
