use super::super::default_topics;
use super::*;
use std::sync::LazyLock;

static USUAL: LazyLock<Ear> = LazyLock::new(|| Ear::of(default_topics()));

fn topic(text: &str) -> Option<String> {
    USUAL.hear(text).map(|heard| heard.topic.id.clone())
}

#[test]
fn what_people_must_handle_is_heard() {
    for (id, messages) in [
        (
            "money_dispute",
            &[
                "I was charged twice this month",
                "Why did you charge me twice?",
                "there is a double charge on my card",
                "I want to dispute a charge",
                "I dispute this invoice",
                "you overcharged us!",
                "there's an unauthorized payment on my statement",
                "I cancelled in May and I'm still being charged",
                "I want a full refund",
                "I'd like a refund for my last order please",
                "please refund my last payment",
                "refund me now",
                "I want my money back",
                "where is my refund??",
                "I still haven't received my refund",
                "I'm going to file a chargeback with my bank",
                "your invoice is wrong",
                "I have a billing dispute",
                "Ich möchte mein Geld zurück",
                "Ihr habt mir den Betrag doppelt abgebucht",
                "Ich will eine Erstattung",
                "ich widerspreche der Abbuchung vom 3. Mai",
                "Die letzte Rechnung stimmt nicht",
                "bitte erstatten Sie mir den Betrag",
                "my card got charged 2x",
                "You took 99 euros from my account without asking",
                "the amount on my invoice doesn't match what we agreed",
                "I don't recognise this payment",
                "you guys billed my card even though I cancelled",
                "Mir wurde zweimal der Betrag abgebucht",
            ][..],
        ),
        (
            "cancellation",
            &[
                "I want to cancel my subscription",
                "cancel my account",
                "Cancel subscription",
                "please cancel my plan, how long does it take?",
                "Hi, can you cancel my membership?",
                "We'd like to terminate our contract.",
                "I've decided to cancel my subscription at the end of the month",
                "I would like to close my account",
                "I need my subscription cancelled today",
                "could someone please delete my account",
                "I no longer need my subscription",
                "I want to cancel",
                "what I want to do is cancel my plan",
                "I hereby cancel my contract",
                "please cancel my order 12345",
                "Ich möchte mein Abo kündigen",
                "ich kündige meinen Vertrag",
                "Hiermit kündige ich",
                "Bitte kuendigen Sie meinen Vertrag zum Monatsende",
                "Können Sie mein Konto löschen?",
                "wir wollen unser Abonnement beenden",
                "we won't be renewing our contract",
                "Can I speak about cancelling? I want out of my contract",
                "wish to end our agreement",
                "cancel my trial before I get charged",
                "bitte stornieren Sie meine Buchung",
            ],
        ),
        (
            "permissions",
            &[
                "please make Ana the owner of our account",
                "can you give my colleague admin access",
                "I want to transfer ownership of the account to my partner",
                "our owner left the company and nobody can log in as admin",
                "Please remove Bob's access",
                "I need admin rights",
                "I need to change the account owner",
                "could you change the permissions of my coworker",
                "please add Tom as an admin",
                "Bitte entziehen Sie Herrn Meier den Zugriff",
                "ich möchte den Inhaber des Kontos ändern",
                "Ich brauche Adminrechte",
                "Our admin quit and we need access to the account",
                "my boss needs to be the owner instead of me",
                "remove John from our account, he was fired",
            ],
        ),
        (
            "privacy",
            &[
                "Delete my data",
                "I want all my personal data deleted",
                "please erase all of my information",
                "This is a data subject access request",
                "GDPR request: send me everything",
                "I want to make a GDPR deletion request",
                "what data do you have about me",
                "which information do you store about me?",
                "I'd like a copy of my personal data",
                "you leaked my personal data",
                "I withdraw my consent",
                "I'm exercising my right to be forgotten",
                "I want to file a privacy complaint",
                "Bitte löschen Sie alle meine Daten",
                "ich möchte, dass meine personenbezogenen Daten gelöscht werden",
                "Welche Daten haben Sie über mich gespeichert?",
                "Ich verlange Auskunft über meine Daten nach DSGVO",
                "remove my email address from your database",
                "erase me from your systems",
                "I never consented to this",
                "Löschen Sie bitte meine Daten",
            ],
        ),
        (
            "complex_import",
            &[
                "We need to migrate 50,000 contacts from Salesforce",
                "can you import our data for us",
                "I want to migrate everything from Zendesk",
                "the import failed halfway",
                "we need help with the migration",
                "I'd like to import ten years of history",
                "our migration is stuck",
                "half of our contacts are missing after the import",
                "We have a complex import with custom fields",
                "please import this spreadsheet",
                "Wir möchten unsere Daten aus Zendesk übernehmen",
                "Der Import ist abgebrochen",
                "Können Sie unsere Kunden importieren?",
                "we have 200k records in Hubspot to bring over",
                "can your team migrate us from Intercom",
                "the migration lost half of our tickets",
            ],
        ),
    ] {
        for message in messages {
            assert_eq!(topic(message).as_deref(), Some(id), "{message}");
        }
    }
}

#[test]
fn to_ask_how_is_for_the_docs() {
    for message in [
        "",
        "hi",
        "How do I cancel my plan?",
        "how can we cancel our subscription",
        "Where do I cancel my subscription?",
        "can I cancel my plan at any time?",
        "Can you tell me how to cancel my subscription",
        "what happens when I cancel my plan?",
        "What happens if I want to cancel my plan early?",
        "I want to know how to cancel my subscription",
        "I want to cancel my plan, where do I do that?",
        "I don't want to cancel my subscription",
        "is it possible to cancel my plan and keep the data?",
        "can a member cancel her booking?",
        "My members want to cancel their booking, is that possible?",
        "do I have to cancel my plan before the trial ends?",
        "the button says \"cancel my subscription\"",
        "What is your refund policy?",
        "do you offer refunds?",
        "How do I refund a customer?",
        "I want to give a refund to a client, how do I do that?",
        "how long does a refund take?",
        "can I charge my clients in francs?",
        "how do I make somebody an admin?",
        "what can an admin do?",
        "How do I transfer ownership?",
        "how can I change permissions of my team?",
        "which roles are there",
        "are you GDPR compliant?",
        "Do you have a data processing agreement?",
        "how do I delete a member's data?",
        "what data do you collect about visitors?",
        "how long do you keep my data",
        "how do I import members from a CSV file?",
        "can I import data from Google Analytics?",
        "what formats does the import take",
        "Wie kündige ich mein Abo?",
        "Kann ich jederzeit kündigen?",
        "Was passiert, wenn ich mein Abo kündigen möchte?",
        "wie lange dauert eine Erstattung",
        "Wie ändere ich den Inhaber?",
        "Wo finde ich meine Rechnungen?",
        "Ist das DSGVO-konform?",
        "Wie importiere ich meine Kunden?",
        "what happens to my data after cancellation",
        "please explain the cancellation policy",
        "where's the cancel button",
        "please tell me what your refund policy is",
        "a client wants her money back, what do I do",
        "I want to export my data",
        "I want to import my members",
        "I need to remove a member",
        "please help me import my csv",
    ] {
        assert_eq!(topic(message), None, "{message}");
    }
}

#[test]
fn a_topic_that_is_off_or_emptied_says_nothing() {
    let mut topics = default_topics();
    for topic in &mut topics {
        topic.is_on = false;
    }
    assert_eq!(Ear::of(topics).hear("I want to cancel my subscription"), None);
    assert_eq!(Ear::default().hear("I want to cancel my subscription"), None);
}

#[test]
fn an_owners_own_topic_is_heard() {
    let wording = |form, text: &str| Wording { language: "en".to_owned(), form, text: text.to_owned() };
    let wordings = vec![wording(Form::Said, "allergic reaction"), wording(Form::Ordered, "call … doctor")];
    let own = Ear::of(vec![Topic { id: "health".to_owned(), name: "Health".to_owned(), is_on: true, wordings }]);
    for (text, is_heard) in
        [("I had an ALLERGIC reaction!", true), ("my allergy", false), ("please call me a doctor", true), ("how do I call a doctor", false)]
    {
        assert_eq!(own.hear(text).is_some(), is_heard, "{text}");
    }
}

#[test]
fn questions_that_the_sample_companys_docs_answer_are_left_to_them() {
    let lines = include_str!("../../../../demo/questions.jsonl").lines();
    let questions = lines.map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON"));
    let answerable =
        questions.filter(|line| line["answerable"] == true).map(|line| line["question"].as_str().unwrap_or_default().to_owned());
    let heard: Vec<_> = answerable.filter(|question| topic(question).is_some()).collect();
    assert_eq!(heard, Vec::<String>::new());
}
