use super::*;
use jiff::civil::date;
use proptest::prelude::*;

/// A Wednesday, ten in the morning.
fn now() -> DateTime {
    date(2026, 5, 6).at(10, 0, 0, 0)
}

fn dues(text: &str) -> Vec<String> {
    find(text, now()).iter().map(|promise| promise.due.strftime("%Y-%m-%d %H:%M").to_string()).collect()
}

#[test]
fn promises_name_their_time() {
    for (text, due) in [
        ("We'll refund you by Friday.", "2026-05-08 18:00"),
        ("I'll get back to you tomorrow.", "2026-05-07 18:00"),
        ("I’ll get back to you tomorrow morning", "2026-05-07 12:00"),
        ("We will send it within 2 days.", "2026-05-08 18:00"),
        ("I will look into it today", "2026-05-06 18:00"),
        ("I'll call you tonight", "2026-05-06 22:00"),
        ("We'll ship it in 24-48 hours", "2026-05-08 10:00"),
        ("You'll hear from us in an hour.", "2026-05-06 11:00"),
        ("I'll be back in half an hour", "2026-05-06 10:30"),
        ("We'll have this fixed by the end of the day", "2026-05-06 18:00"),
        ("I'll do it by EOD tomorrow", "2026-05-07 18:00"),
        ("We're going to release it next week", "2026-05-15 18:00"),
        ("We will process it within 3 business days", "2026-05-11 18:00"),
        ("Your refund will arrive on Monday", "2026-05-11 18:00"),
        ("The money will be in your account by May 20th", "2026-05-20 18:00"),
        ("I'll send you the report on the 15th", "2026-05-15 18:00"),
        ("We'll have an answer by 5 pm", "2026-05-06 17:00"),
        ("I'll call at 9am", "2026-05-07 09:00"),
        ("We'll let you know by 2026-06-01", "2026-06-01 18:00"),
        ("My colleague will contact you on Thursday at 14:30", "2026-05-07 14:30"),
        ("We will be done before Friday", "2026-05-07 18:00"),
        ("I promise you'll have it by next Friday", "2026-05-15 18:00"),
        ("I'm sending it over this afternoon", "2026-05-06 18:00"),
        ("It will be fixed the day after tomorrow", "2026-05-08 18:00"),
        ("You should have it by the end of the month", "2026-05-31 18:00"),
        ("I've checked your invoice and we'll credit it by Tuesday", "2026-05-12 18:00"),
        ("If you send me the file, I'll import it by Friday", "2026-05-08 18:00"),
        ("We'll follow up in two weeks", "2026-05-20 18:00"),
        ("I'll check this in the next couple of days", "2026-05-08 18:00"),
        ("They'll reply by Wed", "2026-05-06 18:00"),
        ("Our team will fix the bug from Monday by Thursday", "2026-05-07 18:00"),
        ("I'll have our team reverse the charge before the weekend.", "2026-05-08 18:00"),
        ("Give me until tomorrow and I'll have an answer", "2026-05-07 18:00"),
        ("I'm out on Friday, but my colleague Tom will take care of it on Monday", "2026-05-11 18:00"),
        ("Let me check with the team and get back to you tomorrow", "2026-05-07 18:00"),
        ("We can do that by Friday", "2026-05-08 18:00"),
        ("I should have news by Thursday", "2026-05-07 18:00"),
        ("Will get back to you on Monday.", "2026-05-11 18:00"),
        ("The refund should be on your card within 5-7 business days", "2026-05-15 18:00"),
        ("Das Update kommt am Donnerstag", "2026-05-07 18:00"),
        ("Bis Montag ist das erledigt", "2026-05-11 18:00"),
        ("Ich melde mich morgen.", "2026-05-07 18:00"),
        ("Wir erstatten den Betrag bis Freitag", "2026-05-08 18:00"),
        ("Ich kümmere mich heute noch darum", "2026-05-06 18:00"),
        ("Sie erhalten das Geld innerhalb von 5 Werktagen", "2026-05-13 18:00"),
        ("Wir werden das bis Ende der Woche beheben", "2026-05-08 18:00"),
        ("Ich schicke Ihnen die Rechnung übermorgen", "2026-05-08 18:00"),
        ("Melde mich bis 17 Uhr", "2026-05-06 17:00"),
        ("Ich gebe Ihnen am 12. Mai Bescheid", "2026-05-12 18:00"),
        ("Die Erstattung wird bis zum 15. überwiesen", "2026-05-15 18:00"),
        ("Wir prüfen das und melden uns in zwei Stunden", "2026-05-06 12:00"),
        ("Ich rufe Sie morgen früh an", "2026-05-07 12:00"),
        ("Du bekommst die Antwort am Freitagnachmittag", "2026-05-08 18:00"),
        ("Wir liefern nächste Woche", "2026-05-15 18:00"),
        ("Ich werde es bis 03.06. erledigen", "2026-06-03 18:00"),
        ("Bis morgen Abend haben Sie eine Antwort", "2026-05-07 22:00"),
    ] {
        assert_eq!(dues(text), [due], "{text}");
    }
}

#[test]
fn what_promises_nothing() {
    for text in [
        "",
        "Hi!",
        "You can cancel by Friday.",
        "Will you send it by Friday?",
        "Can you send me the file by tomorrow?",
        "Could you try again tomorrow?",
        "We refunded you on Friday.",
        "I sent it yesterday",
        "Your plan renews on Friday.",
        "Refunds take five days.",
        "You will be charged on Monday",
        "We won't be able to do it by Friday",
        "I can't promise anything before Friday",
        "Please send us the file by Friday",
        "I'll look into it.",
        "We'll get back to you soon",
        "I'll check in a minute",
        "Should I call you tomorrow?",
        "You have to pay by Friday",
        "The webinar is tomorrow at 5 pm",
        "Well, Friday is a holiday",
        "As I said last Friday, I'll look into it",
        "See you tomorrow!",
        "Have a nice weekend!",
        "Did it work today?",
        "I'll never call you on Sunday",
        "Sie können bis Freitag kündigen.",
        "Schicken Sie mir das bis morgen?",
        "Bitte senden Sie uns die Datei bis Freitag",
        "Wir haben den Betrag am Freitag erstattet",
        "Ich habe Ihnen heute geschrieben",
        "Guten Morgen!",
        "Können Sie es morgen noch einmal versuchen?",
        "Ich melde mich bald",
        "Bis Freitag können wir das nicht schaffen",
        "Der Betrag wird am Montag abgebucht",
        "Schönes Wochenende!",
        "I hope you'll have a great Friday!",
        "I'll be on vacation from Monday to Friday",
        "We'll be closed on Monday",
        "You'll be able to cancel by Friday",
        "The trial ends on Friday and you'll be moved to the free plan",
        "If it isn't fixed by Friday, let us know",
        "Ihr Vertrag endet am Freitag",
        "Ich bin am Freitag nicht da",
    ] {
        assert_eq!(dues(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_deed_that_the_assistant_promises_needs_no_time() {
    let heard = |text: &str| {
        let found = find_of_assistant(text, now());
        found.iter().map(|promise| (promise.what.clone(), promise.due.strftime("%Y-%m-%d %H:%M").to_string())).collect::<Vec<_>>()
    };
    for (text, what, due) in [
        ("We will refund you.", "We will refund you", "2026-05-07 18:00"),
        ("Sorry for that! We'll refund the whole amount.", "We'll refund the whole amount", "2026-05-07 18:00"),
        ("We will get back to you.", "We will get back to you", "2026-05-07 18:00"),
        ("Wir erstatten Ihnen den Betrag.", "Wir erstatten Ihnen den Betrag", "2026-05-07 18:00"),
        ("Wir melden uns bei Ihnen.", "Wir melden uns bei Ihnen", "2026-05-07 18:00"),
        ("We will refund you by Friday.", "We will refund you by Friday", "2026-05-08 18:00"),
    ] {
        assert_eq!(heard(text), [(what.to_owned(), due.to_owned())], "{text}");
        assert_eq!(find(text, now()).len(), usize::from(text.contains("Friday")), "an agent's word needs a time: {text}");
    }
    for text in [
        "Refunds take five days.",
        "You can refund a booking in the settings.",
        "We can't refund a trial.",
        "If you cancel early, we will refund you.",
        "You'll get a mail within 5 minutes.",
        "Your refund will arrive within 3 days.",
        "We will look into it.",
        "Will we refund you?",
        "Wenn Sie kündigen, erstatten wir den Betrag.",
        "Den Betrag erstatten wir nicht.",
    ] {
        assert!(heard(text).is_empty(), "{text}: {:?}", heard(text));
    }
}

#[test]
fn a_reply_may_hold_several() {
    let text = "Hi Ana, I've refunded it. We'll send the invoice tomorrow and I'll call you on Monday at 3 pm. Anything else?";
    let found = find(text, now());
    let told: Vec<_> = found.iter().map(|promise| (promise.what.as_str(), promise.due)).collect();
    let at = |day, hour| date(2026, 5, day).at(hour, 0, 0, 0);
    assert_eq!(told, [("We'll send the invoice tomorrow", at(7, 18)), ("I'll call you on Monday at 3 pm", at(11, 15))]);
    assert!(found.iter().all(|promise| text[promise.span.clone()] == promise.what));
}

#[test]
fn days_are_counted_from_the_day_it_is_written() {
    for (text, now, due) in [
        ("I'll do it by Friday", date(2026, 5, 8).at(9, 0, 0, 0), "2026-05-08 18:00"),
        ("I'll do it by Friday", date(2026, 5, 8).at(19, 0, 0, 0), "2026-05-15 18:00"),
        ("I'll do it today", date(2026, 5, 8).at(20, 0, 0, 0), "2026-05-08 23:59"),
        ("We'll do it within 1 business day", date(2026, 5, 8).at(9, 0, 0, 0), "2026-05-11 18:00"),
        ("We'll do it by the 3rd", date(2026, 5, 8).at(9, 0, 0, 0), "2026-06-03 18:00"),
        ("We'll do it by January 15", date(2026, 5, 8).at(9, 0, 0, 0), "2027-01-15 18:00"),
        ("We'll do it in a month", date(2026, 1, 31).at(9, 0, 0, 0), "2026-02-28 18:00"),
        ("We'll do it tomorrow", date(2024, 2, 28).at(9, 0, 0, 0), "2024-02-29 18:00"),
        ("We'll do it this week", date(2026, 5, 9).at(9, 0, 0, 0), "2026-05-10 18:00"),
        ("We'll do it by the end of the month", date(2024, 2, 10).at(9, 0, 0, 0), "2024-02-29 18:00"),
    ] {
        let found = find(text, now);
        assert_eq!(
            found.iter().map(|promise| promise.due.strftime("%Y-%m-%d %H:%M").to_string()).collect::<Vec<_>>(),
            [due],
            "{text} on {now}"
        );
    }
}

proptest! {
    /// Nothing panics, spans are clauses of the text, and nothing is due before today.
    #[test]
    fn any_text_is_read(words in proptest::collection::vec(prop_oneof![Just("we'll"), Just("by"), Just("Friday"), Just("in"), Just("3"), Just("days"), Just("31."), Just("Mai"), Just("ich melde mich"), Just("morgen"), Just("25:61"), Just("99pm"), Just("the 31st"), Just("."), Just("?"), Just("9999-12-31"), Just("ende der woche"), Just("ß’")], 0..14), tail in "\\PC{0,20}") {
        let text = format!("{} {tail}", words.join(" "));
        for promise in find(&text, now()) {
            prop_assert_eq!(&text[promise.span.clone()], promise.what.as_str());
            prop_assert!(promise.due.date() >= now().date() || text.contains("before") || text.contains('-') || text.contains('.'));
        }
    }
}
