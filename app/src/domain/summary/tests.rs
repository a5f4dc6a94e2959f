use super::*;
use crate::domain::{
    answer::{Part, Receipt},
    form::{Field, FieldKind},
    id::{AccountId, AssistantId, ConversationId, DocumentId, FileId, PassageId, VisitorId},
    label::Attribute,
    person::{Agent, Assistant, Visitor},
};
use std::collections::BTreeMap;

/// A thread that is told line by line; each takes a minute.
struct Told {
    conversation: Conversation,
    events: Vec<Event>,
}

fn thread() -> Told {
    let assistant = Assistant { id: AssistantId::parse("assi").expect("an id"), name: Name::parse("Baton").expect("a name") };
    let visitor = Visitor::unknown(VisitorId::parse("visi").expect("an id"));
    let id = ConversationId::parse("conv").expect("an id");
    let conversation = Conversation::unborn(id, assistant.clone(), visitor.clone(), Timestamp(0));
    Told { conversation, events: Vec::new() }.and(Author::Visitor, What::Started { assistant, visitor })
}

impl Told {
    fn and(mut self, by: Author, what: What) -> Self {
        let seq = self.events.len() as u64 + 1;
        let event = Event { seq, conversation: self.conversation.id.clone(), at: Timestamp(seq as i64 * 60_000), by, what };
        self.conversation.apply(&event);
        self.events.push(event);
        self
    }

    fn id(&self) -> MessageId {
        MessageId::parse(&format!("message{}", self.events.len() + 1)).expect("an id")
    }

    fn says(self, text: &str) -> Self {
        let what = What::Said {
            id: self.id(),
            body: Body::plain(text).expect("fits"),
            page: Some("https://shop.test/cart".to_owned()),
            files: vec![],
        };
        self.and(Author::Visitor, what)
    }

    fn hears(self, answer: Answer) -> Self {
        let what = What::Answered { id: self.id(), answer: Box::new(answer) };
        self.and(Author::Assistant, what)
    }

    fn waits_for_person(self, why: Reason, receipt: Option<Receipt>) -> Self {
        self.and(Author::Assistant, What::HandedOff { cause: why.into(), receipt: receipt.map(Box::new), outlook: None })
    }

    fn hears_ana(self, text: &str) -> Self {
        let ana = Agent { id: AccountId::parse("anaa").expect("an id"), name: Name::parse("Ana").expect("a name") };
        let what = What::Replied { id: self.id(), body: Body::plain(text).expect("fits"), files: vec![] };
        self.and(Author::Agent(ana.clone()), What::TookOver { lease_ms: 1 }).and(Author::Agent(ana), what)
    }

    fn summary(&self) -> Summary {
        summary(&self.conversation, &self.events, &|text| text.contains("useless").then_some(Mood::Angry))
    }

    fn asked(&self) -> Vec<(String, u32, bool)> {
        self.summary().asked.into_iter().map(|asked| (asked.text, asked.n_times, asked.was_answered)).collect()
    }
}

fn href(path: &str) -> Option<Href> {
    Href::parse(&format!("https://help.test/{path}"))
}

fn receipt(titles: &[&str]) -> Receipt {
    let passage = |title: &&str| Retrieved {
        passage: PassageId::parse("pass").expect("an id"),
        document: DocumentId::parse("docu").expect("an id"),
        version: "1".to_owned(),
        section_id: (*title).to_owned(),
        title: (*title).to_owned(),
        section: String::new(),
        href: href(title),
        score: 1.0,
        used: None,
    };
    let passages = titles.iter().map(passage).collect();
    Receipt { engine: "bm25".to_owned(), question: "q".to_owned(), confidence: 0.2, gates: vec![], passages, ms: 1, model: None }
}

fn citation(n: u32, title: &str) -> Citation {
    Citation { n, title: title.to_owned(), section: "Steps".to_owned(), href: href(title), quote: "q".to_owned() }
}

fn grounded(title: &str) -> Answer {
    let part = |text: &str| Part { body: Body::plain(text).expect("fits"), cites: Some(1) };
    Answer::grounded(vec![part("Press Download."), part("Then save it.")], vec![citation(1, title)], receipt(&[title]))
        .expect("rests on it")
}

fn courtesy() -> Answer {
    Answer::courtesy(Body::plain("Hello!").expect("fits"), receipt(&[]))
}

#[test]
fn a_handoff_is_told_in_short() {
    let thread = thread()
        .says("hi")
        .hears(courtesy())
        .says("How do I download an invoice? My order is #1042, ana@shop.test")
        .hears(grounded("Invoices"))
        .says("this is useless, INV-2024-17 isn't in the list, see https://shop.test/list.")
        .hears(
            Answer::suggestion(vec![citation(1, "Refunds"), citation(2, "Invoices"), citation(3, "Refunds")], receipt(&[])).expect("some"),
        )
        .says("I want a person")
        .waits_for_person(Reason::AskedForPerson, Some(receipt(&["Invoices", "Invoices", "Refunds", "Plans", "Teams"])));
    let summary = thread.summary();
    assert_eq!(
        thread.asked(),
        [
            ("this is useless, INV-2024-17 isn't in the list, see https://shop.test/list.".to_owned(), 1, false),
            ("How do I download an invoice? My order is #1042, ana@shop.test".to_owned(), 1, true),
        ]
    );
    let told: Vec<_> = summary
        .told
        .iter()
        .map(|told| (told.kind, told.text.as_str(), told.pages.iter().map(|page| page.title.as_str()).collect()))
        .collect();
    let expected: [(Kind, &str, Vec<&str>); 2] = [
        (Kind::Grounded, "Press Download.", vec!["Invoices"]),
        (Kind::Suggestion, "Is it one of these? Steps · Steps · Steps", vec!["Refunds", "Invoices"]),
    ];
    assert_eq!(told, expected);
    assert_eq!(summary.found.iter().map(|page| page.title.as_str()).collect::<Vec<_>>(), ["Invoices", "Refunds", "Plans"]);
    let given = Given {
        name: None,
        page: Some("https://shop.test/cart".to_owned()),
        emails: vec!["ana@shop.test".to_owned()],
        references: vec!["#1042".to_owned(), "INV-2024-17".to_owned()],
        links: vec![Href::parse("https://shop.test/list").expect("safe")],
        attributes: vec![],
        files: vec![],
    };
    assert_eq!(summary.given, given);
    assert_eq!((summary.why.as_ref().map(|cause| cause.why), summary.mood), (Some(Reason::AskedForPerson), Some(Mood::Angry)));
    assert_eq!(summary.handed_over_at, thread.events.last().map(|event| event.at));
    assert_eq!(summary.waits_ms(Timestamp(10 * 60_000)), 2 * 60_000);
}

#[test]
fn the_same_question_stands_once_and_first() {
    let thread = thread()
        .says("Do you have an app for the phone, and which telephones are supported by it?")
        .hears(grounded("App"))
        .says("How do I export my data?")
        .hears(grounded("Export"))
        .says("how do i export all my data??")
        .hears(grounded("Export"))
        .says("How do I export the data")
        .waits_for_person(Reason::LowConfidence, None);
    let expected = [
        ("how do i export all my data??".to_owned(), 3, true),
        ("Do you have an app for the phone, and which telephones are supported by it?".to_owned(), 1, true),
    ];
    assert_eq!(thread.asked(), expected);
    assert_eq!(thread.summary().core().map(|asked| asked.seq), Some(4));
}

#[test]
fn who_only_asked_for_a_person_is_told_so() {
    let thread = thread().says("let me talk to somebody").waits_for_person(Reason::AskedForPerson, None);
    assert_eq!(thread.asked(), [("let me talk to somebody".to_owned(), 1, false)]);
    // By the button, the message before isn't the wish.
    let by_button = self::thread()
        .says("where is my parcel")
        .and(Author::Visitor, What::HandedOff { cause: Reason::AskedForPerson.into(), receipt: None, outlook: None });
    assert_eq!(by_button.asked(), [("where is my parcel".to_owned(), 1, false)]);
}

#[test]
fn only_the_current_segment_counts() {
    let thread = thread()
        .says("an old question about b@old.test")
        .waits_for_person(Reason::NotInDocs, None)
        .hears_ana("Done.")
        .and(Author::Assistant, What::Closed { seal: None })
        .and(Author::Visitor, What::Reopened { segment: 2 })
        .says("a new question");
    let summary = thread.summary();
    assert_eq!(thread.asked(), [("a new question".to_owned(), 1, false)]);
    assert_eq!((summary.why, summary.handed_over_at, summary.given.emails), (None, None, vec![]));
}

#[test]
fn what_came_by_a_form_and_as_files_was_given() {
    let id = FileId::parse("file").expect("an id");
    let file = File { id, name: "receipt.pdf".to_owned(), media: "application/pdf".to_owned(), bytes: 1, width: None, height: None };
    let said = |value: &str, is_captured| Attribute { value: value.to_owned(), is_verified: false, is_captured };
    let attributes = BTreeMap::from([("Order".to_owned(), said("1042", true)), ("plan".to_owned(), said("pro", false))]);
    let thread = thread()
        .and(Author::Visitor, What::LeftEmail { email: Email::parse("ana@shop.test").expect("an address") })
        .and(Author::Visitor, What::Described { attributes })
        .says("write to b@shop.test or ana@shop.test");
    let body = Body::plain("here it is").expect("fits");
    let what = What::Said { id: thread.id(), body, page: None, files: vec![file.clone(), file] };
    let given = thread.and(Author::Visitor, what).summary().given;
    assert_eq!(given.emails, ["ana@shop.test", "b@shop.test"]);
    assert_eq!(given.attributes, [("Order".to_owned(), "1042".to_owned())], "the site told the plan");
    assert_eq!(given.files, ["receipt.pdf"]);
}

#[test]
fn what_was_filled_in_while_waiting_was_given_and_its_files_once() {
    let id = FileId::parse("file").expect("an id");
    let file = File { id, name: "shot.png".to_owned(), media: "image/png".to_owned(), bytes: 1, width: None, height: None };
    let said = |value: &str| Attribute { value: value.to_owned(), is_verified: false, is_captured: true };
    let attributes = BTreeMap::from([("Order".to_owned(), said("1042")), ("Screenshot".to_owned(), said("shot.png"))]);
    let field = |label: &str, kind| Field { label: label.to_owned(), kind, ..Field::default() };
    let thread = thread()
        .says("where is my parcel")
        .waits_for_person(Reason::NotInDocs, None)
        .and(Author::Visitor, What::Asked { fields: vec![field("Order", FieldKind::Text), field("Screenshot", FieldKind::File)] })
        .and(Author::Visitor, What::FilledIn { attributes, files: vec![file.clone()], is_skipped: false });
    let given = thread.summary().given;
    let pair = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    assert_eq!((given.attributes, given.files), (vec![pair("Order", "1042"), pair("Screenshot", "shot.png")], vec![]));
    let form = thread.conversation.form.expect("was asked");
    assert_eq!((form.answered, form.files), (5, BTreeMap::from([("Screenshot".to_owned(), file)])));
}

#[test]
fn an_empty_thread_has_an_empty_summary() {
    let summary = thread().summary();
    assert_eq!((summary.asked.len(), summary.core(), summary.why.as_ref(), summary.waits_ms(Timestamp(5))), (0, None, None, 0));
}

#[test]
fn what_is_retold_ends_where_a_person_was_last_wanted_or_came() {
    let seqs = |thread: &Told| to_retell(&thread.events).iter().map(|event| event.seq).collect::<Vec<_>>();
    let alone = thread().says("I want a person").waits_for_person(Reason::AskedForPerson, None);
    assert_eq!(seqs(&alone), Vec::<Seq>::new(), "one message is short enough");
    let asked = thread().says("hi").hears(courtesy()).says("Where is my invoice?").hears(grounded("Invoices")).says("No, the other one");
    assert_eq!(seqs(&asked), Vec::<Seq>::new(), "nobody is wanted");
    let waits = asked.waits_for_person(Reason::AskedForPerson, None).says("Hello?");
    assert_eq!(seqs(&waits), [2, 4, 5, 6], "what is said while they wait makes no new one");
    let taken = waits.hears_ana("I'll look");
    assert_eq!(seqs(&taken), [2, 4, 5, 6, 8], "but who comes has it all");
    let closed = taken.and(Author::Assistant, What::Closed { seal: None }).and(Author::Visitor, What::Reopened { segment: 2 });
    assert_eq!(seqs(&closed.says("again").says("and again")), Vec::<Seq>::new(), "another segment");
}

#[test]
fn references_are_told_from_other_figures() {
    for (word, is) in [
        ("#7", true),
        ("#hashtag", false),
        ("00123842", true),
        ("12345", true),
        ("2024", false),
        ("1042", false),
        ("INV-2024-17", true),
        ("cs_1234", true),
        ("A1234", true),
        ("covid19", false),
        ("4111111111111111", false),
        ("12.05.2026", false),
        ("1,200", false),
        ("17:30", false),
        ("", false),
        ("-", false),
    ] {
        assert_eq!(is_reference(word), is, "{word}");
    }
}
