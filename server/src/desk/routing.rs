//! The owner's rules: asked when somebody waits for a person, and tried on those who waited lately.

use super::{Desk, Result};
use crate::{
    answer::{
        Language,
        language::language,
        signals::{
            keyword_in,
            said::{self, Word},
        },
    },
    db::Tx,
    store::{self, conversation::Asked},
};
use anyhow::Context;
use app::{
    api::{
        Caller,
        settings::{Routed, RoutedWait},
    },
    domain::{
        command::{Actor, Command},
        conversation::Conversation,
        decide::decide,
        event::{Event, What},
        file,
        handoff::Holder,
        id::WorkspaceId,
        policy::Scene,
        routing::{self, Condition, Routing, Rule},
        time::Timestamp,
        view::{Filter, Sort, language_of},
    },
};
use std::{cell::OnceCell, cmp::Reverse, sync::Arc};

/// So far back, in hours.
const REACH: u32 = 30 * 24;
/// So many conversations are listed at once.
const PAGE: i64 = 200;
/// So many conversations are read at most, so many events of each; those that may be left out are looked at so far.
const MOST_READ: usize = 1_000;
const MOST_SEEN: usize = 5 * MOST_READ;
const LONGEST_STORY: i64 = 2_000;
/// A question that its row doesn't hold in full is read off so many events, the latest.
const LONGEST_QUESTION: i64 = 200;
/// So many of the waits are listed.
const MOST_LISTED: usize = 20;

/// What the rules make of what `events` did to a conversation, and in whose name; nothing where none fits.
pub(super) async fn routed(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    before: &Conversation,
    events: &[Event],
    now: Timestamp,
) -> Result<Option<(Actor, Vec<What>)>> {
    if !is_queued(before) && !events.iter().any(begins) {
        return Ok(None);
    }
    let mut after = before.clone();
    events.iter().for_each(|event| after.apply(event));
    if !routing::asks(&after, events) {
        return Ok(None);
    }
    let Routing { mut rules } = store::setting::load::<Routing>(tx, workspace).await?;
    if rules.is_empty() {
        return Ok(None);
    }
    let asked = asked(tx, workspace, &after, events).await?;
    let case = Case::of(&after, &asked);
    rules.retain(|rule| case.fits(rule));
    for rule in rules {
        // A rule whose team is gone fits nobody.
        let Some(team) = store::team::load(tx, workspace, &rule.team).await? else { continue };
        let actor = Actor::Rule(rule.name);
        let whats = decide(&after, &Scene { at: now, ..Scene::default() }, &actor, Command::Route { team: Some(team) })?;
        return Ok(Some((actor, whats)));
    }
    Ok(None)
}

/// All that the visitor asked since the last reply; `events` are the last of it, which the log doesn't have yet.
async fn asked(tx: &mut Tx, workspace: &WorkspaceId, after: &Conversation, events: &[Event]) -> Result<String> {
    if after.has_all_asked() {
        return Ok(after.asked.clone());
    }
    let told = store::event::recent(tx, workspace, &after.id, LONGEST_QUESTION).await?;
    let mut it = Conversation::unborn(after.id.clone(), after.assistant.clone(), after.visitor.clone(), after.opened_at);
    let mut asked = String::new();
    for event in told.iter().chain(events) {
        hear(&mut asked, &it, event);
        it.apply(event);
    }
    Ok(asked)
}

/// Adds what the visitor says in `event` to what they asked before, as a conversation does for its row; `before` stands as it did
/// before it.
fn hear(asked: &mut String, before: &Conversation, event: &Event) {
    let What::Said { body, .. } = &event.what else { return };
    if before.waiting_since.is_none() {
        asked.clear();
    }
    asked.push_str(&body.text);
    asked.push('\n');
}

impl Desk {
    /// Where those who waited in the last thirty days would have gone by these rules.
    pub(super) async fn route_history(&self, me: &Caller, rules: Vec<Rule>) -> Result<Routed> {
        let Routing { rules } = Routing { rules }.checked()?;
        let now = self.clock.now();
        let (those, is_cut) = self.waited_lately(me, now).await?;
        let since = now.plus(-i64::from(REACH) * 3_600_000);
        let rules: Arc<[Rule]> = rules.into();
        let mut all = Vec::new();
        for it in those {
            let story = store::event::following(&self.db, &me.workspace, &it.id, 0, LONGEST_STORY).await?;
            let own = Arc::clone(&rules);
            let waits = tokio::task::spawn_blocking(move || waits(&own, &story)).await.context("trying the rules on the past")?;
            let waits = waits.into_iter().filter(|wait| wait.at >= since);
            all.extend(waits.map(|Wait { at, text, rule }| RoutedWait {
                conversation: it.id.clone(),
                visitor: it.visitor.clone(),
                at,
                text,
                rule: rule.map(|nth| nth as u64),
            }));
        }
        let taken = (0..rules.len() as u64).map(|nth| all.iter().filter(|it| it.rule == Some(nth)).count() as u64).collect();
        let n_waits = all.len() as u64;
        all.sort_by_key(|it| Reverse(it.at));
        all.truncate(MOST_LISTED);
        Ok(Routed { n_waits, taken, is_cut, latest: all })
    }

    /// The conversations of the last thirty days in which somebody waited for a person, and whether there were more than are read.
    async fn waited_lately(&self, me: &Caller, now: Timestamp) -> Result<(Vec<Conversation>, bool)> {
        let filter = Filter { changed_within: Some(REACH), ..Filter::default() };
        let (mut those, mut after, mut n_seen) = (Vec::new(), None, 0);
        loop {
            let asked = Asked { workspace: &me.workspace, me: &me.account, filter: &filter, now };
            let page = store::conversation::page(&self.db, asked, Sort::Newest, after.as_ref(), PAGE).await?;
            let Some(last) = page.last() else { return Ok((those, false)) };
            after = Some(Sort::Newest.key(last));
            n_seen += page.len();
            those.extend(page.into_iter().filter(|it| !it.is_spam && (it.handoff.is_some() || it.segment > 1)));
            if those.len() > MOST_READ || n_seen >= MOST_SEEN {
                those.truncate(MOST_READ);
                return Ok((those, true));
            }
        }
    }
}

/// A wait for a person, and which rule would have had it in the end.
struct Wait {
    at: Timestamp,
    /// What the visitor had written last when it began.
    text: String,
    rule: Option<usize>,
}

/// The waits of a conversation, told from its events.
fn waits(rules: &[Rule], story: &[Event]) -> Vec<Wait> {
    let Some(mut it) = story.first().and_then(Conversation::opened_by) else { return Vec::new() };
    let (mut all, mut said, mut asked): (Vec<Wait>, String, String) = (Vec::new(), String::new(), String::new());
    for event in story {
        hear(&mut asked, &it, event);
        it.apply(event);
        if let What::Said { body, files, .. } = &event.what {
            said = file::preview(body, files);
        }
        if begins(event) {
            all.push(Wait { at: event.at, text: said.clone(), rule: None });
        }
        let Some(wait) = all.last_mut().filter(|_| is_queued(&it)) else { continue };
        if routing::is_asked_by(event, wait.rule.is_some()) {
            let case = Case::of(&it, &asked);
            wait.rule = rules.iter().position(|rule| case.fits(rule)).or(wait.rule);
        }
    }
    all
}

const fn begins(event: &Event) -> bool {
    matches!(event.what, What::HandedOff { .. })
}

const fn is_queued(it: &Conversation) -> bool {
    matches!(it.holder, Holder::Queue { .. })
}

/// Who waits, and all that they asked. However many rules look at it, it is read once.
struct Case<'a> {
    it: &'a Conversation,
    asked: &'a str,
    words: OnceCell<Vec<Word>>,
    language: OnceCell<String>,
}

impl<'a> Case<'a> {
    const fn of(it: &'a Conversation, asked: &'a str) -> Self {
        Self { it, asked, words: OnceCell::new(), language: OnceCell::new() }
    }

    fn fits(&self, rule: &Rule) -> bool {
        rule.fits(|condition| self.is_so(condition))
    }

    /// Whether a condition holds for who waits.
    fn is_so(&self, condition: &Condition) -> bool {
        let it = self.it;
        match condition {
            Condition::Tag { tag } => it.has_tag(tag),
            Condition::Words { words } => keyword_in(self.words.get_or_init(|| said::words(self.asked)), &routing::keyword(words)),
            Condition::Reason { why } => matches!(&it.holder, Holder::Queue { why: its, .. } if its == why),
            Condition::Language { language } => self.language.get_or_init(|| written_in(it)) == language,
            Condition::Assistant { id } => it.assistant.id == *id,
            Condition::Page { page } => it.page.as_deref().is_some_and(|address| routing::is_page(page, address)),
        }
    }
}

/// The language that the visitor writes in: as their words tell, else as their browser does.
fn written_in(it: &Conversation) -> String {
    language(&it.asked).and_then(Language::tag).map_or_else(|| language_of(it), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::{
        handoff::Reason,
        id::{AssistantId, ConversationId, MessageId, TeamId, VisitorId},
        label::Tag,
        person::{Agent, Assistant, Author, Visit, Visitor},
        text::{Body, Name},
    };

    fn tag(text: &str) -> Tag {
        Tag::parse(text).expect("a tag")
    }

    fn words(text: &str) -> Condition {
        Condition::Words { words: text.to_owned() }
    }

    fn rule(when: Vec<Condition>) -> Rule {
        Rule { name: Name::parse("Bills").expect("a name"), team: TeamId::parse("billing").expect("an id"), when }
    }

    fn assistant() -> Assistant {
        Assistant { id: AssistantId::parse("robin").expect("an id"), name: Name::parse("Robin").expect("a name") }
    }

    fn visitor() -> Visitor {
        Visitor::unknown(VisitorId::parse("visitor").expect("an id"))
    }

    fn id() -> ConversationId {
        ConversationId::parse("conversation").expect("an id")
    }

    fn waiting(asked: &str) -> Conversation {
        Conversation {
            holder: Holder::Queue { since: Timestamp(1), why: Reason::NotInDocs },
            asked: asked.to_owned(),
            page: Some("https://shop.test/pricing/teams".to_owned()),
            visit: Visit { language: Some("de-AT".to_owned()), ..Visit::default() },
            ..Conversation::unborn(id(), assistant(), visitor(), Timestamp(0))
        }
    }

    #[test]
    fn what_a_rule_can_ask_for() {
        let language = |tag: &str| Condition::Language { language: tag.to_owned() };
        let page = |text: &str| Condition::Page { page: text.to_owned() };
        for (asked, condition, expected) in [
            ("where is my invoice?", words("invoice"), true),
            ("where are my invoices?", words("invoice"), false),
            ("where are my invoices?", words("invoice*"), true),
            ("wo ist meine rechnung", words("Rechnung"), true),
            ("where is my invoice?", words("my order"), false),
            ("where is my invoice, and how do I pay it?", language("en"), true),
            ("wo finde ich meine rechnung?", language("de"), true),
            ("rechnung 4711", language("de"), true),
            ("rechnung 4711", language("en"), false),
            ("", page("/pricing"), true),
            ("", page("/cart"), false),
            ("", Condition::Reason { why: Reason::NotInDocs }, true),
            ("", Condition::Reason { why: Reason::Frustrated }, false),
            ("", Condition::Assistant { id: assistant().id }, true),
            ("", Condition::Tag { tag: tag("billing") }, false),
        ] {
            let fits = Case::of(&waiting(asked), asked).fits(&rule(vec![condition.clone()]));
            assert_eq!(fits, expected, "{condition:?} of {asked:?}");
        }
    }

    #[test]
    fn what_was_asked_is_heard_to_its_end_and_as_its_row_has_it() {
        let long = "hello there ".repeat(30);
        let said = |n: u32, text: &str| {
            let id = MessageId::parse(&format!("message-{n}")).expect("an id");
            What::Said { id, body: Body::plain(text).expect("fits"), page: None, files: Vec::new() }
        };
        let handed_off = || What::HandedOff { cause: Reason::AskedForPerson.into(), receipt: None, outlook: None };
        let closed = || What::Closed { seal: None };
        let whats = [said(1, "One"), said(2, "two"), closed(), said(3, "three"), handed_off(), said(4, &long), said(5, "my invoice")];
        let mut it = waiting("");
        let mut asked = String::new();
        for (seq, what) in (1..).zip(whats) {
            let event = Event { seq, conversation: id(), at: Timestamp(1), by: Author::Visitor, what };
            hear(&mut asked, &it, &event);
            it.apply(&event);
            let folded = asked.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
            assert!(folded.starts_with(&it.asked) && (folded == it.asked) == it.has_all_asked(), "{seq}: {folded}");
        }
        assert!(asked.ends_with("my invoice\n") && !it.asked.contains("invoice"));
    }

    #[test]
    fn the_past_is_told_as_it_would_have_gone() {
        let message = |n: u32| MessageId::parse(&format!("message-{n}")).expect("an id");
        let said = |n, text: &str| What::Said { id: message(n), body: Body::plain(text).expect("fits"), page: None, files: Vec::new() };
        let handed_off = || What::HandedOff { cause: Reason::AskedForPerson.into(), receipt: None, outlook: None };
        let ana = Agent { id: app::domain::id::AccountId::parse("ana-").expect("an id"), name: Name::parse("Ana").expect("a name") };
        let replied = What::Replied { id: message(9), body: Body::plain("It is paid").expect("fits"), files: Vec::new() };
        let steps = [
            (Author::Visitor, What::Started { assistant: assistant(), visitor: visitor() }),
            (Author::Visitor, said(1, "Hello")),
            (Author::Visitor, handed_off()),
            // No rule fits so far; this one does, and a tag brings it elsewhere.
            (Author::Visitor, said(2, "My invoice is wrong")),
            (Author::Visitor, said(3, "My order, too")),
            (Author::Agent(ana.clone()), What::Tagged { tag: tag("vip") }),
            (Author::Agent(ana.clone()), What::TookOver { lease_ms: 1 }),
            (Author::Agent(ana.clone()), replied),
            (Author::Agent(ana.clone()), What::HandedBack { seal: None }),
            (Author::Visitor, said(4, "One more thing")),
            (Author::Visitor, handed_off()),
            (Author::Agent(ana), What::Untagged { tag: tag("vip") }),
        ];
        let event = |(seq, (by, what)): (u64, (Author, What))| {
            let at = Timestamp(seq.cast_signed());
            Event { seq, conversation: id(), at, by, what }
        };
        let story: Vec<Event> = (1..).zip(steps).map(event).collect();
        let told = |rules: &[Rule]| waits(rules, &story).into_iter().map(|it| (it.at.0, it.text, it.rule)).collect::<Vec<_>>();
        let vip = rule(vec![Condition::Tag { tag: tag("vip") }]);
        let (invoice, order) = (rule(vec![words("invoice")]), rule(vec![words("order")]));
        let expected = |one, two| vec![(3, "Hello".to_owned(), one), (11, "One more thing".to_owned(), two)];
        assert_eq!(told(&[vip, invoice.clone()]), expected(Some(0), Some(0)));
        assert_eq!(told(&[order, invoice]), expected(Some(0), None), "the tag asked anew, and the order stands first");
        assert_eq!(told(&[]), expected(None, None));
    }
}
