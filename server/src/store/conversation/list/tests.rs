use super::*;
use crate::{
    chance,
    db::Error,
    store::{
        conversation::{save, write_missing},
        test::{World, each},
        view::mark_read,
    },
};
use app::domain::{
    conversation::Status,
    handoff::{Cause, Handoff, Holder, Lease, Reason},
    id::{AssistantId, Seq, TeamId},
    label::{Attribute, Lead, LeadMark, Priority, Tag, Tagged, Team},
    person::{Agent, Author, Visitor},
    text::Name,
    view::{BuiltIn, Stage},
};
use std::collections::BTreeMap;

const HOUR: i64 = 3_600_000;
const NOW: Timestamp = Timestamp(100 * HOUR);

fn agent(id: &AccountId) -> Agent {
    Agent { id: id.clone(), name: Name::parse("Ana").expect("fits") }
}

fn tag(text: &str) -> Tag {
    Tag::parse(text).expect("a tag")
}

fn team() -> Team {
    Team { id: TeamId::parse("team-1").expect("an id"), name: Name::parse("Billing").expect("fits") }
}

/// The n-th conversation of a crowd in which everything occurs that a filter can ask for, in every mixture.
fn bent(n: i64, mut it: Conversation, me: &AccountId) -> Conversation {
    let other = AccountId::parse("somebody-else").expect("an id");
    let at = Timestamp(n * HOUR);
    it.seq = 10 + n.cast_unsigned();
    it.opened_at = at;
    it.changed_at = Timestamp(((n * 37) % 97) * HOUR);
    it.status = [Status::Open, Status::Open, Status::Open, Status::Snoozed { until: at }, Status::Closed][(n % 5).cast_unsigned() as usize];
    it.is_spam = n % 13 == 0;
    it.holder = match n % 4 {
        0 => Holder::Queue { since: at, why: Reason::AskedForPerson },
        1 => Holder::Agent { agent: agent(if n % 8 == 1 { me } else { &other }), since: at, lease: Lease::new(1) },
        _ => Holder::Assistant,
    };
    it.assignee = it.holder.agent().cloned().or_else(|| (n % 12 == 0).then(|| agent(&other)));
    it.waiting_since = (n % 4 != 3).then_some(Timestamp((n % 7) * HOUR));
    it.flag = (n % 6 == 2).then(|| Cause::from(Reason::ALL[(n % 11).cast_unsigned() as usize]));
    it.handoff = (n % 4 == 0).then(|| Handoff { cause: Reason::AskedForPerson.into(), at, outlook: None });
    it.priority = Priority::ALL[((n / 2) % 4).cast_unsigned() as usize];
    it.team = (n % 3 == 0).then(team);
    let lead = Lead::ALL[(n % 6).cast_unsigned() as usize];
    it.lead = (n % 4 != 1).then(|| LeadMark { lead, by: Author::Agent(agent(me)), at });
    it.said = (n % 10).cast_unsigned();
    it.visit.language = [Some("de-AT".to_owned()), Some("EN".to_owned()), None][(n % 3).cast_unsigned() as usize].clone();
    let tags = [("billing", 2), ("vip", 3), ("'; drop table conversation; --", 7)];
    it.tags = tags.iter().filter(|(_, by)| n % by == 0).map(|(text, _)| Tagged { tag: tag(text), by_rule: false }).collect();
    it.mentioned = if n % 9 == 0 { vec![me.clone(), other] } else { vec![] };
    let plan = Attribute { value: ["Pro", "Free", "$1 {}"][(n % 3).cast_unsigned() as usize].to_owned(), ..Attribute::default() };
    it.attributes = BTreeMap::from([("plan".to_owned(), plan)]);
    it
}

/// Saves a crowd, in a few of which the world's member has read something.
async fn crowd(world: &World, n: i64) -> (Vec<Conversation>, BTreeMap<ConversationId, Seq>) {
    let mut all = Vec::new();
    let mut reads = BTreeMap::new();
    for nth in 0..n {
        let visitor = Visitor::unknown(chance::visitor(NOW));
        let made = Conversation::unborn(chance::conversation(NOW), world.profile.assistant(), visitor, NOW);
        let it = bent(nth, made, &world.account);
        if nth % 4 == 2 {
            reads.insert(it.id.clone(), 5);
        }
        all.push(it);
    }
    let (home, foreign, assistant, me) = (world.workspace.clone(), world.foreign.clone(), world.profile.id.clone(), world.account.clone());
    let (rows, marks) = (all.clone(), reads.clone());
    let saved = world.db.write::<_, Error, _>(|tx| {
        Box::pin(async move {
            for it in &rows {
                crate::store::visitor::meet(tx, &home, &assistant, &it.visitor.id, NOW).await?;
                // Twice: what was there before gives way.
                let before = Conversation { tags: vec![Tagged { tag: tag("gone"), by_rule: true }], ..it.clone() };
                save(tx, &home, &before).await?;
                save(tx, &home, it).await?;
            }
            for (id, seq) in &marks {
                mark_read(tx, &home, &me, id, *seq).await?;
                mark_read(tx, &home, &me, id, 1).await?;
                mark_read(tx, &foreign, &me, id, 99).await?;
            }
            Ok(())
        })
    });
    saved.await.expect("writes");
    (all, reads)
}

fn filters(world: &World) -> Vec<Filter> {
    let any = Filter::default;
    let injected = "'; drop table conversation; --";
    let asked = [
        any(),
        Filter { stages: vec![Stage::Open, Stage::Spam], ..any() },
        Filter { holder: Some(HolderKind::Queue), ..any() },
        Filter { needs_person: Some(false), stages: vec![Stage::Open], ..any() },
        Filter { assignee: Some(Assignee::Member { id: AccountId::parse("somebody-else").expect("an id") }), ..any() },
        Filter { team: Some(team().id), ..any() },
        Filter { tags: vec![tag("billing"), tag("vip")], ..any() },
        Filter { tags: vec![tag("billing"), tag("vip")], has_all_tags: true, ..any() },
        Filter { tags: vec![tag(injected)], ..any() },
        Filter { tags: vec![tag("gone")], ..any() },
        Filter { assistant: Some(world.profile.id.clone()), priorities: vec![Priority::High, Priority::Urgent], ..any() },
        Filter { assistant: AssistantId::parse("another"), ..any() },
        Filter { leads: vec![Lead::Qualified, Lead::Lost], ..any() },
        Filter { leads: vec![Lead::None], ..any() },
        Filter { language: Some("de".to_owned()), ..any() },
        Filter { language: Some(injected.to_owned()), ..any() },
        Filter { reasons: vec![Reason::AskedForPerson, Reason::Frustrated, Reason::Keyword], ..any() },
        Filter { attributes: BTreeMap::from([("plan".to_owned(), "$1 {}".to_owned())]), ..any() },
        Filter { attributes: BTreeMap::from([(injected.to_owned(), "x".to_owned()), ("plan".to_owned(), "Pro".to_owned())]), ..any() },
        Filter { changed_within: Some(40), ..any() },
        Filter { opened_within: Some(50), mentions_me: true, ..any() },
        Filter { is_unread: true, ..any() },
    ];
    BuiltIn::ALL.into_iter().map(BuiltIn::filter).chain(asked).collect()
}

#[tokio::test]
async fn the_store_answers_what_a_filter_holds_in_the_order_that_the_browser_has() {
    for world in each().await {
        let (all, reads) = crowd(&world, 90).await;
        let (db, me) = (&world.db, &world.account);
        let filters = filters(&world);
        let mut sizes = Vec::new();
        for filter in &filters {
            let asked = Asked { workspace: &world.workspace, me, filter, now: NOW };
            let held = |it: &&Conversation| filter.holds(it, me, reads.get(&it.id).copied(), NOW);
            for sort in Sort::ALL {
                let mut expected: Vec<Conversation> = all.iter().filter(held).cloned().collect();
                expected.sort_by_key(|it| sort.key(it));
                assert_eq!(page(db, asked, sort, None, 1_000).await.expect("reads"), expected, "{sort:?} {filter:?}");
                let mut paged = Vec::new();
                while paged.len() < expected.len() {
                    let after = paged.last().map(|it| sort.key(it));
                    paged.extend(page(db, asked, sort, after.as_ref(), 7).await.expect("reads"));
                }
                assert_eq!(paged, expected, "page by page, {sort:?} {filter:?}");
            }
            sizes.push(all.iter().filter(held).count() as u64);
            assert_eq!(page(db, Asked { workspace: &world.foreign, ..asked }, Sort::Waiting, None, 9).await.expect("reads"), vec![]);
        }
        assert!(sizes.iter().filter(|n| **n > 0).count() > 22, "the crowd has something for nearly all: {sizes:?}");
        assert_eq!(counts(db, &world.workspace, me, &filters, NOW).await.expect("reads"), sizes, "the figures are the lists' lengths");
        assert_eq!(counts(db, &world.foreign, me, &filters, NOW).await.expect("reads"), vec![0; filters.len()]);
        assert_eq!(counts(db, &world.workspace, me, &[], NOW).await.expect("reads"), Vec::<u64>::new());
        let tags = tags_in_use(db, &world.workspace, 9).await.expect("reads");
        assert_eq!(tags, ["billing", "vip", "'; drop table conversation; --"]);
        assert_eq!(tags_in_use(db, &world.foreign, 9).await.expect("reads"), Vec::<String>::new());
        assert_eq!(attributes_in_use(db, &world.workspace, 9).await.expect("reads"), ["plan"]);
        assert_eq!(attributes_in_use(db, &world.foreign, 9).await.expect("reads"), Vec::<String>::new());
    }
}

#[tokio::test]
async fn who_is_first_in_line_waits_and_is_held_by_nobody() {
    for world in each().await {
        let (all, _) = crowd(&world, 60).await;
        let filter = Filter::default();
        let mut free: Vec<&Conversation> = all
            .iter()
            .filter(|it| it.needs_person() && it.holder.agent().is_none())
            .filter(|it| it.assignee.as_ref().is_none_or(|agent| agent.id == world.account))
            .collect();
        free.sort_by_key(|it| Sort::Waiting.key(it));
        let (home, foreign, me) = (world.workspace.clone(), world.foreign.clone(), world.account.clone());
        let asked = world.db.write::<_, Error, _>(|tx| {
            Box::pin(async move {
                let own = first_waiting(tx, Asked { workspace: &home, me: &me, filter: &filter, now: NOW }).await?;
                let other = first_waiting(tx, Asked { workspace: &foreign, me: &me, filter: &filter, now: NOW }).await?;
                Ok((own, other))
            })
        });
        assert_eq!(asked.await.expect("writes"), (Some(free[0].id.clone()), None));
    }
}

#[tokio::test]
async fn what_an_older_program_wrote_is_brought_up_to_date() {
    for world in each().await {
        let (all, _) = crowd(&world, 12).await;
        let forget = world.db.write::<_, Error, _>(|tx| {
            Box::pin(async move {
                tx.run(sql("delete from conversation_tag")).await?;
                tx.run(sql("update conversation set stage = '', rank = 0, marks = ''")).await
            })
        });
        forget.await.expect("writes");
        assert_eq!(write_missing(&world.db).await.expect("writes"), 12);
        assert_eq!(write_missing(&world.db).await.expect("writes"), 0);
        let filter = Filter { tags: vec![tag("billing")], ..Filter::default() };
        let asked = Asked { workspace: &world.workspace, me: &world.account, filter: &filter, now: NOW };
        let mut expected: Vec<Conversation> = all.into_iter().filter(|it| it.has_tag(&tag("billing"))).collect();
        expected.sort_by_key(|it| Sort::Waiting.key(it));
        assert_eq!(page(&world.db, asked, Sort::Waiting, None, 99).await.expect("reads"), expected);
    }
}
