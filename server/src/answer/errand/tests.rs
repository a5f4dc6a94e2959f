use super::*;
use crate::answer::Indexed;

#[test]
fn what_we_are_ordered_to_do_is_heard() {
    for message in [
        "Can you reset my billing cycle?",
        "can you please reset my billing cycle",
        "Could you cancel my subscription for me?",
        "cancel my subscription for me",
        "Please cancel my subscription",
        "please change the e-mail address on my account",
        "Hi, can you upgrade my plan to Pro?",
        "Would you mind resetting my billing cycle?",
        "I need you to move my renewal date to the 15th",
        "I'd like you to delete my workspace",
        "Could someone unlock my account?",
        "my account says suspended, please reactivate it now",
        "can you extend my trial by 2 more weeks, havent had time",
        "please move my renewal date to the 15th for me and tell me what I'll pay then",
        "merge my two logins into one account please, the mails are a@x.com and b@x.com",
        "apply the coupon SPRING25 to my next invoice please",
        "please cancel my subscription for me, user is lena@northbay.dk",
        "can you check if my payment from yesterday went through",
        "I want my account deleted",
        "we need our plan switched to yearly",
        "are you able to pause my membership",
        "is it possible for you to extend my trial",
        "can u refund me",
        "our tax number on the subscription is wrong, can you edit it",
        "can you add my colleague to the account",
        "Will you please remove my card",
        "Können Sie bitte meinen Abrechnungszeitraum zurücksetzen?",
        "kannst du mein abo kündigen",
        "Bitte ändern Sie meine Rechnungsadresse",
        "Könnt ihr unseren Tarif auf jährlich umstellen?",
        "can you set my account back to monthly",
        "Please, can you transfer my subscription to my other account",
        "can your team restore our deleted workspace",
        "can you guys close my account",
        "I need you guys to refund my last order",
        "refund me, please",
        "I'd like to have my plan upgraded",
        "I want to get my card removed",
        "please remove me from the list",
        "Would you mind cancelling our order?",
        "my order was late, can you cancel it",
    ] {
        assert!(errand(message).is_some(), "{message}");
    }
}

#[test]
fn who_asks_how_or_what_is_possible_orders_nothing() {
    for message in [
        "How do I reset my billing cycle?",
        "how do i reset my password",
        "Can I cancel my subscription?",
        "can i change my plan",
        "can I get a refund",
        "where can I cancel my plan",
        "How can you cancel a subscription?",
        "can you cancel at any time",
        "can you change plans in the middle of the month",
        "can you tell me how to change my address",
        "could you explain how I update my card",
        "can you help me reset my password",
        "please tell me how to erase my whole profile for good",
        "please help me install the snippet",
        "I want to change my e-mail address",
        "I need to reset my password",
        "will you refund me if I cancel within 14 days?",
        "will you delete my data when I close my account?",
        "do you delete my data after I cancel",
        "what happens when you cancel my plan",
        "can you import data from Google Analytics",
        "can you send me a link to the docs",
        "can you show me where to change my password",
        "do I need someone to change my plan",
        "is it possible to change my plan",
        "can someone without an account see my dashboard",
        "can someone else use my class pack",
        "can members cancel their own bookings",
        "reset my password",
        "change my plan",
        "how do I ask you to cancel my plan",
        "can you recommend a good seo agency",
        "What can you change in my account?",
        "wie kann ich meinen Abrechnungszeitraum zurücksetzen",
        "Kann ich mein Abo kündigen?",
        "Können Sie mir sagen, wie ich meine Adresse ändere?",
        "Ich möchte bitte meine Adresse ändern",
        "Wo kann man das Passwort zurücksetzen",
        "can you add a second domain",
        "could I move my data to another workspace",
        "does it update my calendar",
        "can you book two classes with my pass",
        "I want my plan to renew automatically",
        "I want my students to reset their passwords",
        "please note my card changed",
        "how can I get my account deleted",
        "can my team cancel my bookings",
        "I forgot to cancel my trial",
        "what if you delete my account",
        "the app won't let me change my plan",
        "",
    ] {
        assert_eq!(errand(message), None, "{message}");
    }
}

/// Whether a section of this heading tells how to do what the message orders.
fn is_told(message: &str, heading: &str, markdown: &str) -> bool {
    let passage = Indexed {
        page: "billing".to_owned(),
        section: "billing#it".to_owned(),
        title: "Billing".to_owned(),
        heading: heading.to_owned(),
        text: markdown.to_owned(),
        markdown: markdown.to_owned(),
        ..Indexed::default()
    };
    errand(message).expect("is an order").is_told(&Index::build(vec![passage]), 0)
}

#[test]
fn what_a_page_tells_its_readers_to_do_is_told_from_what_only_we_can() {
    for (message, heading, markdown, expected) in [
        ("Can you reset my billing cycle?", "Download an invoice", "Open **Billing** and press Download.", false),
        ("Can you reset my billing cycle?", "Reset the billing cycle", "Open **Billing** and press *Begin anew*.", true),
        ("Can you reset my billing cycle?", "The billing cycle", "To reset your billing cycle, contact us.", false),
        ("Can you reset my billing cycle?", "The billing cycle", "We can reset a billing cycle. Open **Billing** to see it.", false),
        ("can you change my plan", "Switch plans", "1. *Settings → Billing*\n2. Choose a plan.", true),
        ("can you upgrade my plan", "Plans", "There are three plans.", false),
        ("please cancel my booking", "Cancel a booking", "You can cancel it until two hours before the class.", true),
        ("please cancel my order", "Cancel a booking", "You can cancel it until two hours before the class.", false),
        ("can you delete my account", "Export", "Open **Settings** and press Export.", false),
    ] {
        assert_eq!(is_told(message, heading, markdown), expected, "{message} on {heading}: {markdown}");
    }
}
