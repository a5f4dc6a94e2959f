use super::*;
use crate::domain::id::ViewId;
use crate::domain::{
    conversation::Status,
    handoff::{Cause, Lease},
    id::{ConversationId, VisitorId},
    label::{Attribute, LeadMark, Tagged, Team},
    person::{Agent, Assistant, Author, Visitor},
    text::Name,
};

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

fn account(text: &str) -> AccountId {
    AccountId::parse(text).expect("an id")
}

fn agent(id: &str) -> Agent {
    Agent { id: account(id), name: name("Ana") }
}

fn made(bend: impl FnOnce(&mut Conversation)) -> Conversation {
    let assistant = Assistant { id: AssistantId::parse("assistant").expect("an id"), name: name("Robin") };
    let visitor = Visitor::unknown(VisitorId::parse("visitor").expect("an id"));
    let mut it = Conversation::unborn(ConversationId::parse("conversation").expect("an id"), assistant, visitor, Timestamp(0));
    bend(&mut it);
    it
}

/// Whether the view of `ana-1` holds it, read up to 5, ten hours after the beginning of time.
fn holds(filter: &Filter, bend: impl FnOnce(&mut Conversation)) -> bool {
    filter.holds(&made(bend), &account("ana-1"), Some(5), Timestamp(10 * HOUR))
}

fn built_in(bend: impl Fn(&mut Conversation)) -> Vec<BuiltIn> {
    BuiltIn::ALL.into_iter().filter(|view| holds(&view.filter(), &bend)).collect()
}

#[test]
fn each_state_is_in_its_views() {
    use BuiltIn::{AiHandled, Closed, Mentions, Mine, NeedsPerson, Open, Snoozed, Spam, Unassigned, Unread};
    assert_eq!(built_in(|_| {}), [AiHandled, Open]);
    assert_eq!(built_in(|it| it.flag = Some(Reason::NotInDocs.into())), [NeedsPerson, Unassigned, AiHandled, Open]);
    let queue = |it: &mut Conversation| it.holder = Holder::Queue { since: Timestamp(1), why: Reason::AskedForPerson };
    assert_eq!(built_in(queue), [NeedsPerson, Unassigned, Open]);
    let mine = |it: &mut Conversation| {
        it.holder = Holder::Agent { agent: agent("ana-1"), since: Timestamp(1), lease: Lease::new(1) };
        it.assignee = Some(agent("ana-1"));
    };
    assert_eq!(built_in(mine), [Mine, Open]);
    assert_eq!(built_in(|it| it.assignee = Some(agent("ben-1"))), [AiHandled, Open]);
    assert_eq!(built_in(|it| it.status = Status::Snoozed { until: Timestamp(9) }), [Snoozed]);
    assert_eq!(built_in(|it| it.status = Status::Closed), [Closed]);
    assert_eq!(built_in(|it| it.mentioned = vec![account("ana-1")]), [Mentions, AiHandled, Open]);
    assert_eq!(built_in(|it| it.mentioned = vec![account("ben-1")]), [AiHandled, Open]);
    assert_eq!(built_in(|it| it.said = 6), [Unread, AiHandled, Open]);
    assert_eq!(built_in(|it| it.said = 5), [AiHandled, Open]);
    for status in [Status::Open, Status::Closed, Status::Snoozed { until: Timestamp(9) }] {
        assert_eq!(built_in(|it| (it.is_spam, it.status, it.said) = (true, status, 9)), [Spam]);
    }
}

#[test]
fn a_filter_asks_for_each_thing_by_itself() {
    let any = Filter::default;
    let tag = |text: &str| Tag::parse(text).expect("a tag");
    let tagged = |tags: &'static [&'static str]| {
        move |it: &mut Conversation| it.tags = tags.iter().map(|text| Tagged { tag: tag(text), by_rule: false }).collect()
    };
    let two = Filter { tags: vec![tag("billing"), tag("vip")], ..any() };
    let both = Filter { has_all_tags: true, ..two.clone() };
    for (has, one_of, all_of) in
        [(&["billing"][..], true, false), (&["vip", "billing", "x"], true, true), (&["other"], false, false), (&[], false, false)]
    {
        assert_eq!((holds(&two, tagged(has)), holds(&both, tagged(has))), (one_of, all_of), "{has:?}");
    }
    let team = Filter { team: TeamId::parse("team-1"), ..any() };
    let given = |id: &'static str| move |it: &mut Conversation| it.team = TeamId::parse(id).map(|id| Team { id, name: name("Billing") });
    assert!(holds(&team, given("team-1")) && !holds(&team, given("team-2")) && !holds(&team, |_| {}));
    let other = Filter { assistant: AssistantId::parse("another"), ..any() };
    assert!(!holds(&other, |_| {}));
    let high = Filter { priorities: vec![Priority::High, Priority::Urgent], ..any() };
    assert!(holds(&high, |it| it.priority = Priority::Urgent) && !holds(&high, |_| {}));
    let close = Filter { leads: vec![Lead::Qualified, Lead::Customer], ..any() };
    let led = |lead| move |it: &mut Conversation| it.lead = Some(LeadMark { lead, by: Author::Agent(agent("ana-1")), at: Timestamp(1) });
    assert!(holds(&close, led(Lead::Customer)) && !holds(&close, led(Lead::New)) && !holds(&close, |_| {}));
    assert!(holds(&Filter { leads: vec![Lead::None], ..any() }, |_| {}), "nobody has said anything of them");
    let german = Filter { language: Some("de".to_owned()), ..any() };
    assert!(holds(&german, |it| it.visit.language = Some("de-AT".to_owned())) && !holds(&german, |_| {}));
    let angry = Filter { reasons: vec![Reason::Frustrated], ..any() };
    assert!(holds(&angry, |it| it.flag = Some(Cause::from(Reason::Frustrated))) && !holds(&angry, |_| {}));
    let pro = Filter { attributes: BTreeMap::from([("plan".to_owned(), "Pro".to_owned())]), ..any() };
    let plan = |value: &'static str| {
        move |it: &mut Conversation| {
            drop(it.attributes.insert("plan".to_owned(), Attribute { value: value.to_owned(), is_verified: true, is_captured: false }))
        }
    };
    assert!(holds(&pro, plan("Pro")) && !holds(&pro, plan("pro")) && !holds(&pro, |_| {}));
    let recent = Filter { changed_within: Some(2), ..any() };
    assert!(holds(&recent, |it| it.changed_at = Timestamp(8 * HOUR)) && !holds(&recent, |it| it.changed_at = Timestamp(8 * HOUR - 1)));
    let young = Filter { opened_within: Some(10), ..any() };
    assert!(holds(&young, |_| {}) && !holds(&Filter { opened_within: Some(9), ..any() }, |_| {}));
    assert!(holds(&Filter { needs_person: Some(false), ..any() }, |_| {}));
}

#[test]
fn a_filter_that_can_not_be_asked_is_refused() {
    let any = Filter::default;
    assert!(Filter { changed_within: Some(0), ..any() }.checked().is_err());
    assert!(Filter { tags: vec![Tag::parse("x").expect("a tag"); 51], ..any() }.checked().is_err());
    assert_eq!(Filter { language: Some(" DE_at".to_owned()), ..any() }.checked().expect("fits").language.as_deref(), Some("de"));
    assert_eq!(Filter { language: Some(" ".to_owned()), ..any() }.checked().expect("fits"), any());
    assert!(serde_json::from_str::<Filter>(r#"{"tags":["a"],"more":1}"#).is_err(), "what isn't known isn't ignored");
}

#[test]
fn a_view_is_known_by_its_name() {
    for view in BuiltIn::ALL {
        assert_eq!(ViewKey::named(view.name()), Some(view.into()));
    }
    assert_eq!(ViewKey::named("01abcdef"), ViewId::parse("01abcdef").map(|id| ViewKey::Saved { id }));
    assert_eq!(ViewKey::named("a/b"), None);
    Sort::ALL.into_iter().for_each(|sort| assert_eq!(Sort::named(sort.name()), sort));
}
