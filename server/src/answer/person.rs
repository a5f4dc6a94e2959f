//! Does a message ask for a person? Rules with exceptions, typing errors and six languages included.

use super::words::{self, is_near, list, says_one};

/// To say that one wants to talk. German, Spanish, French, Italian, Portuguese and Dutch at the end.
const TALK: &str = "talk talking speak speaking chat chatting contact contacting reach discuss complain connect connecting direct redirect transfer call phone \
    sprechen reden spreche kontaktieren verbinden verbinde hablar contactar comunicar comunicarme contactarme parler contacter joindre discuter \
    parlare contattare falar conversar spreken praten contacteren";

/// Whom one wants to talk to.
const PERSON: &str = "person human humans someone somebody some1 anyone anybody agent agents operator representative rep assistant advisor adviser \
    staff employee colleague manager supervisor boss specialist expert salesperson technician sales team support service helpdesk department engineer csr \
    mensch menschen mitarbeiter mitarbeiterin jemand jemanden jemandem berater kundendienst kundenservice persona humano humana agente asesor asesora \
    alguien operador operadora representante quelqu'un humain humaine personne conseiller conseillère conseillere agent opérateur operateur \
    umano operatore qualcuno pessoa atendente alguém alguem mens medewerker iemand";

/// Nouns that need no verb: nobody types them alone for another reason.
const BARE: &str = "person human agent operator representative rep supervisor manager helpdesk mensch mitarbeiter humano agente asesor humain conseiller persona";

/// What may stand around such a noun in a message that says nothing else.
const FILLER: &str = "a an the please pls plz now real live actual need want i me get give to with from just this isnt isn't helping is not no wrong useless hello hi hey thanks \
    right here ok okay being customer support service can could you your u some talk speak chat ein einen einem echten una un une bitte por favor vraie";

/// What says that the noun belongs to the visitor's own doings, not to us.
const OWN: &str = "my our their his her users user's visitors visitor customers clients new another each every single team's how-many";

/// Verbs of set-up and measuring: the message is about the product.
const ABOUT_PRODUCT: &str = "track tracking count counting button form header api endpoint webhook crm filter filters sample script function embed install import export invite";

/// Phrases that ask for a person in themselves.
const PHRASES: &str = "call me back | phone me | ring me | give me a call | callback please | call me | contact me | contacted by | \
    get back to me in person | raise a ticket | open a ticket | create a ticket | open a support case | transfer me | \
    escalate this | escalate it | escalate my | put me through | take over from the bot | stop the bot | not a bot | no bots | \
    no more bots | hate this bot | talk to a robot | talk to a bot | talk to a machine | talking to a bot | \
    talking to a machine | speak to a bot | chat with a bot | chatting with a bot | talking to a robot | anyone alive | \
    anybody there | anyone there | look at this personally | real human | human please | person please | agent please | \
    human now | a human there | a person there | don't want a bot | dont want a bot | not want a bot | help from a human | help from a person | \
    help from a real | assistance from staff | help from staff | have a callback | please call back | jemand da | echter mensch da | \
    einen ansprechpartner | ayuda de una persona | number i can call | number to call | mettre en relation | mich verbinden";

/// True if the visitor wants a person rather than an answer.
pub fn wants_person(message: &str) -> bool {
    let quoted_out = words::without_quotes(message);
    let all = words::tokens(&quoted_out);
    if all.is_empty() || is_about_product(&all) {
        return false;
    }
    let tokens: Vec<&str> = all.iter().map(String::as_str).collect();
    is_bare(&tokens)
        || says_phrase(&all)
        || wants_to_talk(&tokens)
        || sends_for(&tokens)
        || asks_if_real(&tokens)
        || asks_somebody_to_look(&quoted_out)
}

fn is_about_product(tokens: &[String]) -> bool {
    tokens.iter().any(|token| list(ABOUT_PRODUCT, token))
}

/// "agent please", "person. now."
fn is_bare(tokens: &[&str]) -> bool {
    let is_service = tokens.windows(2).any(|pair| matches!(pair, ["customer", "service" | "support"]));
    let has_noun =
        is_service || tokens.iter().any(|token| list(BARE, token) || is_near(token, "representative") || is_near(token, "operator"));
    has_noun && tokens.len() <= 6 && tokens.iter().all(|token| list(BARE, token) || list(FILLER, token) || is_near_person(token))
}

fn says_phrase(words: &[String]) -> bool {
    const OTHERS: &str = "clients customers users visitors members students";
    !words.iter().any(|word| list(OTHERS, word)) && says_one(words, PHRASES)
}

/// A verb of talking and a person near each other, neither of them the visitor's own.
fn wants_to_talk(tokens: &[&str]) -> bool {
    let verbs = (0..tokens.len()).filter(|at| is_talk(tokens, *at));
    verbs.into_iter().any(|verb| {
        let after = (verb + 1..tokens.len().min(verb + 8)).find(|at| is_person(tokens, *at));
        let before = (verb.saturating_sub(4)..verb).find(|at| is_foreign_person(tokens[*at]));
        after.or(before).is_some_and(|noun| is_ours(tokens, verb.min(noun), verb.max(noun)) && is_spoken_by_visitor(tokens, verb))
    })
}

/// A verb of talking; spelt badly it counts if "to" or "with" follows.
fn is_talk(tokens: &[&str], at: usize) -> bool {
    let token = tokens[at];
    let leads_on = tokens.get(at + 1).is_some_and(|next| matches!(*next, "to" | "with" | "wth" | "w" | "2" | "wit" | "whit"));
    match token {
        "transfer" | "direct" | "redirect" | "connect" | "connecting" => {
            tokens.get(at + 1).is_some_and(|next| matches!(*next, "me" | "to" | "us"))
        }
        "phone" | "chat" if names_a_way(tokens, at) => false,
        "call" | "phone" | "reach" => tokens.get(at + 1).is_some_and(|next| !matches!(*next, "the" | "number" | "off" | "it")),
        "contact" if at > 0 && tokens[at - 1] == "of" => false,
        "contact" if at > 0 && matches!(tokens[at - 1], "the" | "a" | "my") => false,
        "udirect" | "uconnect" => true,
        _ if list(TALK, token) => true,
        _ => {
            (leads_on && ["talk", "chat", "speak"].iter().any(|verb| words::distance_is_one(token, verb)))
                || ["talking", "chatting", "speaking", "contact"].iter().any(|verb| is_near(token, verb))
        }
    }
}

/// "Do you offer phone support?", "is there live chat support", "support by phone": a way to reach us, of which it is asked whether
/// there is one, and nobody who picks it up.
fn names_a_way(tokens: &[&str], at: usize) -> bool {
    const OFFERED: &str = "offer offers offered offering provide provides include includes included have has there available get";
    const WAYS: &str = "support service line lines hotline helpline helpdesk assistance team contact number";
    let before = at.checked_sub(1).map_or("", |before| tokens[before]);
    let is_done = list("to i we you u please pls just me us somebody someone", before);
    let is_offered = tokens.iter().any(|token| list(OFFERED, token)) && tokens.get(at + 1).is_some_and(|next| list(WAYS, next));
    list("by via over per", before) || (is_offered && !is_done)
}

fn is_person(tokens: &[&str], at: usize) -> bool {
    list(PERSON, tokens[at]) || is_near_person(tokens[at])
}

fn is_foreign_person(token: &str) -> bool {
    [
        "mensch",
        "menschen",
        "mitarbeiter",
        "jemand",
        "jemanden",
        "jemandem",
        "berater",
        "kundendienst",
        "kundenservice",
        "medewerker",
        "iemand",
        "mens",
        "person",
        "support",
    ]
    .contains(&token)
}

fn is_near_person(token: &str) -> bool {
    ["person", "assistant", "operator", "representative", "somebody", "someone", "supervisor", "employee", "mitarbeiter"]
        .iter()
        .any(|noun| is_near(token, noun))
        || ["agent", "human"].iter().any(|noun| token.starts_with(&noun[..1]) && words::distance_is_one(token, noun))
}

/// Nothing between verb and noun, nor just after, says that it is the visitor's own person.
fn is_ours(tokens: &[&str], from: usize, to: usize) -> bool {
    let between = tokens[from + 1..to].iter().any(|token| list(OWN, token) || matches!(*token, "site" | "sites" | "account" | "data"));
    let after = tokens.get(to + 1..).unwrap_or_default();
    let own_place =
        after.iter().zip(after.iter().skip(1)).any(|(a, b)| matches!(*a, "in" | "of" | "on" | "at" | "from") && matches!(*b, "my" | "our"));
    let is_compound =
        after.first().is_some_and(|next| matches!(*next, "api" | "else's" | "role" | "seat" | "seats" | "account" | "email" | "emails"));
    !between && !own_place && !is_compound
}

/// "my users speak to each other" isn't the visitor speaking.
fn is_spoken_by_visitor(tokens: &[&str], verb: usize) -> bool {
    let before = &tokens[verb.saturating_sub(3)..verb];
    !before.iter().any(|token| matches!(*token, "users" | "visitors" | "customers" | "clients" | "they" | "members" | "when" | "if"))
}

/// "get me a person", "forward this to your support team", "hand this over to somebody".
fn sends_for(tokens: &[&str]) -> bool {
    (0..tokens.len()).any(|at| {
        let reach = match tokens[at..] {
            ["get" | "give" | "bring" | "send" | "find", "me" | "us" | "in", ..] => 6,
            ["get", "someone" | "somebody" | "a", ..] | ["have", "someone" | "somebody", ..] => 4,
            [
                "need" | "needs" | "want" | "wants" | "like" | "prefer" | "quiero" | "necesito" | "veux" | "voudrais" | "brauche" | "will"
                | "möchte",
                ..,
            ] => 4,
            ["forward" | "hand" | "pass" | "give" | "send", "this" | "it" | "me", ..] => 6,
            ["take", "over", ..] => {
                return tokens[at.saturating_sub(4)..at]
                    .iter()
                    .any(|token| matches!(*token, "colleague" | "someone" | "somebody" | "human" | "person" | "agent"));
            }
            ["deal" | "deals", "with", ..] => 6,
            _ => return false,
        };
        let end = tokens.len().min(at + reach);
        let noun = (at + 1..end).find(|n| names_one_of_us(tokens, *n));
        noun.is_some_and(|noun| is_ours(tokens, at, noun))
    })
}

/// A person by kind, or our team: "support team", "your manager", "a human".
fn names_one_of_us(tokens: &[&str], at: usize) -> bool {
    let is_named = matches!(
        tokens[at],
        "human"
            | "person"
            | "someone"
            | "somebody"
            | "agent"
            | "operator"
            | "representative"
            | "rep"
            | "supervisor"
            | "employee"
            | "colleague"
            | "mensch"
            | "menschen"
            | "mitarbeiter"
            | "humano"
            | "agente"
            | "asesor"
            | "persona"
            | "humain"
            | "conseiller"
            | "specialist"
            | "advisor"
    );
    let before = tokens[..at].iter().rev().take(3).copied().collect::<Vec<_>>();
    let is_team = matches!(tokens[at], "team" | "staff" | "manager" | "engineer" | "support" | "service")
        && before.iter().any(|token| matches!(*token, "your" | "support" | "customer" | "live" | "in"));
    let is_followed = tokens.get(at + 1).is_some_and(|next| matches!(*next, "without" | "outside" | "else" | "access" | "read"));
    (is_named || is_team) && !is_followed
}

/// "is there a real person there?", "is anybody available to help me?"
fn asks_if_real(tokens: &[&str]) -> bool {
    let pairs: Vec<(&str, &str)> = tokens.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let is_real = pairs.iter().any(|(a, b)| {
        matches!(*a, "real" | "live" | "actual" | "human" | "echte" | "echten" | "real-life")
            && matches!(*b, "person" | "human" | "agent" | "people" | "being" | "operator" | "mensch" | "menschen" | "employee")
    });
    let is_available = tokens.iter().any(|token| matches!(*token, "anybody" | "anyone" | "somebody" | "someone"))
        && tokens.iter().any(|token| matches!(*token, "available" | "alive" | "online" | "there"));
    let is_own = tokens.iter().any(|token| list(OWN, token)) || tokens.iter().any(|token| matches!(*token, "visitors" | "see" | "bots"));
    (is_real || is_available) && !is_own
}

/// "Can someone look at this for me", "could somebody please take a look at it". Who asks whether anybody can look at something means
/// who sees it, unless it is done for them; and "how can someone look at this" asks for the way.
fn asks_somebody_to_look(message: &str) -> bool {
    message.split(['.', '!', '?', ';', '\n']).any(|sentence| {
        let all = words::tokens(sentence);
        let tokens: Vec<&str> = all.iter().map(String::as_str).collect();
        (0..tokens.len()).any(|at| match tokens[at..] {
            _ if asks_how(&tokens[..at]) => false,
            ["can" | "could" | "would" | "will", "someone" | "somebody", ref rest @ ..] => looks_at_this(rest, false),
            ["can" | "could" | "would" | "will", "anyone" | "anybody", ref rest @ ..] => looks_at_this(rest, true),
            _ => false,
        })
    })
}

/// Whether a question word stands right before: "how", "where exactly".
fn asks_how(before: &[&str]) -> bool {
    before.iter().rev().take(2).any(|word| list("how where when why what which whether if", word))
}

fn looks_at_this(rest: &[&str], only_for_us: bool) -> bool {
    let n_polite = rest.iter().take_while(|token| list("please pls plz just maybe kindly quickly actually there", token)).count();
    let object = match rest[n_polite..] {
        ["look" | "looking", "at" | "into", ref object @ ..] => object,
        ["take" | "have", "a", "look" | "peek", "at" | "into", ref object @ ..] => object,
        ["check" | "investigate" | "review" | "handle" | "fix", ref object @ ..] => object,
        ["sort" | "see", "to" | "out", ref object @ ..] => object,
        ["take" | "have", "a", "look" | "peek", ref after @ ..] => return ends_there(after, only_for_us),
        _ => return false,
    };
    matches!(object.first(), Some(&("this" | "that" | "it" | "these"))) && ends_there(&object[1..], only_for_us)
}

/// Nothing follows but for whom, and how soon.
fn ends_there(after: &[&str], only_for_us: bool) -> bool {
    match after {
        ["for", "me" | "us", ..] => true,
        _ if only_for_us => false,
        [] | ["with", "me" | "us", ..] => true,
        [next, ..] => list("please pls plz now today asap soon urgently personally thanks thank and out up", next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_for_a_person_is_heard() {
        for message in [
            "can someone look at this for me",
            "Could somebody please take a look at it?",
            "can someone please look into this",
            "can anybody check this for us",
            "would someone fix that for me please",
            "can someone have a look",
            "can someone look at this with me",
            "Can someone look at this? The page is blank.",
            "I don't know why. Can someone look at this?",
            "can I phone support?",
            "I want to phone your support team",
            "agent please",
            "HUMAN",
            "this is useless get me a person",
            "can I talk to someone",
            "chay with a person",
            "i want to talk with an asisstant",
            "how can I taok tosomebody",
            "put me through to customer service",
            "i don't want to talk to a robot",
            "any chance to get a person on the line?",
            "this isnt helping. person. now.",
            "Ich möchte mit einem Menschen sprechen",
            "quiero hablar con una persona",
            "je veux parler à un conseiller",
            "kann ich mit jemandem reden",
            "Can I speak with a human being?",
            "I need to talk to someone from your team",
            "please connect me with an agent",
            "is there anyone I can chat with",
            "I'd rather talk to a real person",
            "Is a human there?",
            "I don't want a bot",
            "I need help from a human",
            "can i have a callback",
            "jemand da?",
            "Gibt es einen Ansprechpartner?",
            "necesito ayuda de una persona",
            "transfer me to customer support",
            "let me speak to your manager",
            "I want a human",
            "could somebody call me",
            "get me your supervisor",
            "can u connect me to support",
            "are you a bot or a real person",
            "forward this to your support team",
            "is anybody available to help me",
            "give me someone who can actually help",
            "how do I reach a human",
            "can a human take over",
            "bot is not helping, need human help",
            "I would rather deal with a person",
            "customer service please",
            "Ich brauche einen Mitarbeiter",
            "necesito hablar con un agente",
            "vorrei parlare con un operatore",
            "quero falar com um atendente",
            "ik wil met een medewerker praten",
        ] {
            assert!(wants_person(message), "{message}");
        }
    }

    #[test]
    fn what_only_sounds_like_it_is_searched() {
        for message in [
            "",
            "hi",
            "how do i contact a person in my CRM",
            "how do i add a new person to my team",
            "my users speak to each other, can i track that",
            "count clicks on the 'talk to sales' button",
            "how do i hand over billing to my manager",
            "can i call the API from my backend",
            "do you have a real time view",
            "how do i transfer a site to somebody else",
            "send the report to a person outside of my team",
            "can i call off a lesson when only 2 people signed up",
            "How many agents can I have on the Pro plan?",
            "what does the operator role do",
            "How do I assign a conversation to an agent?",
            "my agent can't sign in",
            "can I export my contacts",
            "is there a contact form",
            "how do I change the person who gets the invoices",
            "does the person who booked get a mail",
            "can one person have two memberships",
            "what is the price per person",
            "how do I transfer my membership to another person?",
            "can someone else use my class pack",
            "how do I remove somebody from the waitlist",
            "how do I send a reminder to everybody in a class",
            "can customers talk to each other",
            "how do I talk about prices on my page",
            "is support included in the free plan",
            "can my staff see the reports",
            "what happens when a member of the team leaves",
            "how do I add a phone number to my profile",
            "Send me the invoice by mail",
            "do you support two-factor sign-in",
            "do you offer phone support",
            "is there a phone number",
            "Do you have phone support on the Pro plan?",
            "is phone support included in the free plan",
            "is there a support phone line",
            "do you offer live chat support",
            "can I get support by phone or only by mail",
            "what is your phone number",
            "can anyone look at this dashboard",
            "can anybody look at it without a login",
            "can someone else look at this",
            "How can someone look at this?",
            "where exactly can somebody see to this",
            "Can someone look at this with a view-only link?",
            "can someone check in twice",
            "can somebody look at my reports without an account",
            "what does a real-time report show",
        ] {
            assert!(!wants_person(message), "{message}");
        }
    }
}
