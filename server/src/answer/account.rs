//! Is a question about the customer's own account? The docs sound near then, but only a person can look it up.

use super::words::tokens;

/// Things that only our records know.
const OWNED: &str = "account subscription payment order refund invoice plan card bill billing site data charge money trial renewal email password ticket request balance transaction receipt seat license licence warranty delivery package parcel mailbox inbox storage quota membership contract";

/// What only we can do; asked of us, it is an order and no question.
const DONE_BY_US: &str = "cancel delete remove reactivate reset refund change update check unlock restore extend upgrade downgrade \
    look resend activate apply merge move verify fix credit";

/// Wordings that only make sense if someone looks into the account.
const PHRASES: &str = "charged twice | charged me | was i charged | i was charged | been charged | billed twice | billed me | i was billed | \
    was i billed | double charged | charged double | double billed | my money back | did you receive | have you received | \
    did you get my | you promised | i was promised | i wrote you | i emailed you | i sent you | went through | where is my | \
    where's my | wheres my | never got | never received | haven't received | havent received | didn't receive | didnt receive | \
    not received | my account says | my account is | my account was | my account has | account got | how much do i owe | \
    plan am i on | do i have left | on my behalf | have i used | did i use | have we used | still have left | left this month | \
    registered under | can you check | could you check | please check | can you look into | can you look up | can you see if | \
    i paid twice | paid double | charged again | charged me twice | how full is my | how much of my | which password did i | \
    what password did i | did i set | did i choose | did i buy | i bought in | i ordered | someone logged into my | is my warranty | \
    status of my | state of my | any news on my | any update on my | still waiting for my | when will i get my | when do i get my | \
    when does my | when does our | when will my | who in my | who in our | who on my | which of our | what is my | what's my | \
    whats my | what was my | give me a discount | which of my";

/// 0 for no sign, 1 for one, up to 3.
pub fn account_signs(question: &str) -> f32 {
    let words = tokens(question);
    let text = format!(" {} ", words.join(" "));
    let n_phrases = PHRASES.split(" | ").filter(|phrase| text.contains(&format!(" {phrase} "))).count();
    let signs = n_phrases
        + usize::from(orders_us(&words))
        + usize::from(names_particulars(question, &words))
        + usize::from(has_state(&words))
        + usize::from(asks_about_an_event(&words));
    (signs as f32).min(3.0)
}

/// "please cancel my subscription", "can you check my payment", "delete my account now".
fn orders_us(words: &[String]) -> bool {
    let is_order = |at: usize| {
        let before: Vec<&str> = words[..at].iter().map(String::as_str).collect();
        match before[..] {
            [] | [.., "please" | "pls" | "plz" | "and" | "just"] => true,
            [.., asked, us] => {
                matches!(asked, "can" | "could" | "would" | "will" | "can't" | "must")
                    && matches!(us, "you" | "u" | "someone" | "somebody" | "ya")
            }
            _ => false,
        }
    };
    let is_owned = |at: usize| words[at + 1..].iter().take(8).any(|word| matches!(word.as_str(), "my" | "our"));
    // "restore the mails of monday for me": an order even where it doesn't say whose.
    let is_for_me = words.windows(2).any(|pair| pair[0] == "for" && matches!(pair[1].as_str(), "me" | "us"));
    let is_sent =
        words.windows(2).any(|pair| matches!(pair[0].as_str(), "send" | "mail" | "read") && matches!(pair[1].as_str(), "me" | "us" | "it"));
    is_sent && is_owned(0)
        || words
            .iter()
            .enumerate()
            .any(|(at, word)| DONE_BY_US.split_ascii_whitespace().any(|done| done == word) && is_order(at) && (is_owned(at) || is_for_me))
}

/// An address, an order's number, a sum or a date: the visitor speaks of a case, not of a rule.
fn names_particulars(question: &str, words: &[String]) -> bool {
    let has_address =
        question.split_whitespace().any(|word| word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')));
    let has_number = words.iter().any(|word| word.len() >= 6 && word.chars().all(|c| c.is_ascii_digit()));
    let has_number = has_number
        || question.contains(['#', '№']) && question.split(['#', '№']).skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let has_number = has_number
        || words
            .windows(2)
            .any(|pair| matches!(pair[0].as_str(), "ticket" | "order" | "invoice" | "case" | "number" | "nr" | "id") && is_code(&pair[1]));
    let is_past = words.iter().any(|word| matches!(word.as_str(), "yesterday" | "ago"))
        || words.windows(2).any(|pair| {
            pair[0] == "last" && matches!(pair[1].as_str(), "week" | "month" | "night" | "friday" | "monday" | "tuesday" | "year")
        });
    let is_owned = words.iter().any(|word| matches!(word.as_str(), "my" | "i" | "me" | "our" | "we"));
    let is_about_money = words.iter().any(|word| {
        matches!(word.as_str(), "payment" | "refund" | "charge" | "charged" | "invoice" | "order" | "paid" | "card" | "euros" | "dollars")
    });
    (is_owned && has_address) || has_number || (is_past && is_owned && is_about_money)
}

/// "48213", "INV-2044": what only one case has; "50" may be any number.
fn is_code(word: &str) -> bool {
    word.chars().filter(char::is_ascii_digit).count() >= 3
}

/// "why did my traffic drop on tuesday": what happened, and when.
fn asks_about_an_event(words: &[String]) -> bool {
    const DAYS: &str = "monday tuesday wednesday thursday friday saturday sunday yesterday january february march april june july august september october november december";
    let is_ago = words.windows(2).any(|pair| pair[0] == "last" && matches!(pair[1].as_str(), "week" | "month" | "year" | "night"));
    let is_date = |word: &String| {
        DAYS.split_ascii_whitespace().any(|day| day == word)
            || ["st", "nd", "rd", "th"].iter().any(|end| word.strip_suffix(end).is_some_and(|n| n.parse::<u8>().is_ok()))
    };
    let asks = words.iter().take(4).any(|word| matches!(word.as_str(), "why" | "who" | "which" | "how" | "what"));
    let is_past = words.iter().any(|word| matches!(word.as_str(), "was" | "were" | "did" | "has" | "have"));
    let is_own = words.iter().any(|word| matches!(word.as_str(), "my" | "our" | "i" | "we"));
    let asks_whether = words.first().is_some_and(|word| matches!(word.as_str(), "did" | "was" | "has" | "were"))
        && words.get(1).is_some_and(|word| matches!(word.as_str(), "my" | "our"));
    (asks || asks_whether) && is_past && is_own && (is_ago || words.iter().any(is_date))
}

/// "which plan am i on", "what is my current balance", "is my account locked".
fn has_state(words: &[String]) -> bool {
    let asks = words
        .windows(2)
        .any(|pair| matches!(pair[0].as_str(), "is" | "was" | "are" | "did" | "has") && matches!(pair[1].as_str(), "my" | "our"));
    let owned =
        words.windows(2).any(|pair| matches!(pair[0].as_str(), "my" | "our") && OWNED.split_ascii_whitespace().any(|word| word == pair[1]));
    let state = words.iter().any(|word| {
        matches!(
            word.as_str(),
            "suspended"
                | "locked"
                | "blocked"
                | "banned"
                | "declined"
                | "hacked"
                | "approved"
                | "processed"
                | "expired"
                | "gone"
                | "disappeared"
                | "current"
                | "active"
                | "paused"
                | "paid"
                | "refunded"
                | "shipped"
                | "valid"
                | "delivered"
                | "arrived"
        )
    });
    owned && state && (asks || words.iter().any(|word| matches!(word.as_str(), "says" | "got" | "been" | "current")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_customers_own_case_is_told_from_the_rule() {
        for question in [
            "why was i charged twice",
            "can you check if my payment went through",
            "please cancel my subscription, user is a@b.dk",
            "my account says suspended",
            "restore the mails of monday for me",
            "what's the state of ticket number 48213",
            "did my transfer on tuesday arrive",
            "which password did i set last year",
            "Can you reset my billing cycle?",
        ] {
            assert!(account_signs(question) > 0.0, "{question}");
        }
        for question in [
            "how do i cancel my subscription",
            "can i change my plan",
            "do you offer refunds",
            "where do i find my invoices",
            "can i change the order number format",
            "How do I reset my billing cycle?",
            "where is order number 50 of the list shown",
            "",
        ] {
            assert_eq!(account_signs(question), 0.0, "{question}");
        }
    }
}
