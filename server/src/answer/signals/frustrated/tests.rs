use super::*;

#[test]
fn anger_and_being_stuck_show() {
    use Mood::{Angry, Stuck};
    for (message, mood) in [
        ("this is useless", Angry),
        ("You are USELESS!!!", Angry),
        ("your support is a joke", Angry),
        ("this is absolutely ridiculous", Angry),
        ("what a joke", Angry),
        ("Ridiculous!", Angry),
        ("useless bot", Angry),
        ("worst customer service ever", Angry),
        ("I'm so angry right now", Angry),
        ("I am really frustrated with this", Angry),
        ("we are fed up with your company", Angry),
        ("I'm sick of this", Angry),
        ("wtf is wrong with you", Angry),
        ("fuck this", Angry),
        ("are you kidding me?", Angry),
        ("you're wasting my time", Angry),
        ("bunch of idiots", Angry),
        ("it's unacceptable that nobody answers", Angry),
        ("this is so frustrating", Angry),
        ("I hate this", Angry),
        ("you people are scammers", Angry),
        ("I WANT MY MONEY BACK NOW", Angry),
        ("GIVE ME AN ANSWER!!", Angry),
        ("why does it not work 😡", Angry),
        ("you will hear from my lawyer", Angry),
        ("I've lost my patience", Angry),
        ("Das ist eine Frechheit", Angry),
        ("Das ist doch lächerlich!", Angry),
        ("Ich bin echt sauer", Angry),
        ("so ein Mist, mir reichts", Angry),
        ("wollt ihr mich verarschen", Angry),
        ("nutzloser Bot", Angry),
        ("that's not what I asked", Stuck),
        ("this isn't helping", Stuck),
        ("that didn't help at all", Stuck),
        ("you don't understand my question", Stuck),
        ("third time I'm asking this", Stuck),
        ("I've asked this three times", Stuck),
        ("I already told you that", Stuck),
        ("we're going in circles", Stuck),
        ("I keep getting the same reply", Stuck),
        ("I've tried everything", Stuck),
        ("I have been trying to fix this for hours", Stuck),
        ("how many times do I have to say it", Stuck),
        ("nothing works", Stuck),
        ("ok I give up", Stuck),
        ("Das hilft mir nicht", Stuck),
        ("Das war nicht meine Frage", Stuck),
        ("ich frage jetzt zum dritten Mal", Stuck),
        ("immer die gleiche Antwort", Stuck),
        ("ich habe schon alles versucht", Stuck),
        ("you guys are a disgrace", Angry),
        ("never using you again", Angry),
        ("Ihr Service ist unter aller Sau", Angry),
        ("your answers make no sense", Stuck),
        ("you clearly did not read what I wrote", Stuck),
        ("no!! that's not it", Stuck),
        ("stop sending me links", Stuck),
        ("Still no solution after 3 days!!!", Stuck),
        ("ich warte seit drei Wochen auf eine Antwort", Stuck),
    ] {
        assert_eq!(frustrated(message, &[]), Some(mood), "{message}");
    }
}

#[test]
fn what_only_sounds_bad_is_calm() {
    for message in [
        "",
        "hi",
        "ok",
        "thanks!!!",
        "Great!!! It works now!!!",
        "how do I respond to an angry customer?",
        "a customer is furious that her class was cancelled, how do I refund her",
        "one of my members is upset about the price",
        "my accountant goes mad because of the daily payouts",
        "is it useless to add both scripts?",
        "sorry, stupid question: where is the export?",
        "this may be a dumb question but how do I log in",
        "I'm an idiot, I forgot my password",
        "the import is not working",
        "the button doesn't work",
        "it still doesn't work",
        "my script isn't loading, what can I do?",
        "I'm stuck on step three",
        "error 500 when I save",
        "why was my payment declined",
        "I was charged twice",
        "I want to cancel my subscription",
        "I need a refund",
        "our site is down, please help",
        "HELP",
        "API KEY?",
        "does GDPR apply to GA4 and UTM tags",
        "HOW DO I EXPORT MY DATA",
        "can I exclude bad bot traffic",
        "how do I block stupid bot traffic",
        "what's the worst that can happen if I delete it?",
        "I don't understand how goals work",
        "I can't find the setting",
        "I lost my password",
        "somebody stole my laptop, how do I sign out everywhere",
        "how do I report a scam",
        "is there a way to stop annoying popups",
        "customers never show up, can I charge them",
        "it takes too long to load",
        "the numbers look wrong",
        "I get the same number twice in the report",
        "what happens if I miss a payment?",
        "what should I do when nothing is shown?",
        "the words 'this is useless' appear in a comment, can I hide it?",
        "can we do it now?",
        "please send it immediately",
        "I am waiting for a member to confirm",
        "Warum wurde meine Zahlung abgelehnt?",
        "Der Import funktioniert nicht",
        "Wie kündige ich?",
        "dumme Frage: wo ist der Export?",
        "ein Kunde ist wütend, was kann ich tun?",
        "ich finde die Einstellung nicht",
        "Geht das auch ohne Karte?",
        "That was terrible weather today, anyway how do I log in",
        "I love this!!!",
        "can I hide bad reviews",
        "what is the waste of a plan",
        "count how many times my pdf gets grabbed",
        "which companies are targeted by scammers",
        "Es reicht mir, wenn ich die Rechnung per Mail bekomme",
    ] {
        assert_eq!(frustrated(message, &[]), None, "{message}");
    }
}

#[test]
fn hints_add_up_over_messages() {
    let earlier = ["it still doesn't work"];
    assert_eq!(frustrated("still not working, seriously", &[]), None);
    assert_eq!(frustrated("still not working, seriously", &earlier), Some(Mood::Stuck));
    assert_eq!(frustrated("thanks, that was it", &earlier), None);
    assert_eq!(frustrated("still not working, seriously", &["it still doesn't work", "ok", "one moment", "hm"]), None);
}

#[test]
fn the_sample_companys_questions_are_calm() {
    let lines = include_str!("../../../../demo/questions.jsonl").lines();
    let questions = lines.map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON"));
    let questions = questions.map(|line| line["question"].as_str().unwrap_or_default().to_owned());
    let heard: Vec<_> = questions.filter(|question| frustrated(question, &[]).is_some()).collect();
    assert_eq!(heard, Vec::<String>::new());
}
