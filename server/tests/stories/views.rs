//! Views: rows join and leave them as things happen, figures are the lists' lengths, and who is first in line is claimed once.

use crate::world::{Visitor, World, each};
use app::{
    api::{
        Caller,
        inbox::InboxDesk,
        views::{Act, ViewDesk, ViewDraft},
    },
    domain::{
        command::Command,
        fault::Fault,
        id::ConversationId,
        inbox::Inbox,
        label::{Priority, Tag},
        text::Name,
        view::{Assignee, BuiltIn, Filter, Sort, ViewKey},
    },
};
use futures::future::join_all;
use server::clock::Clock;
use std::{collections::BTreeSet, sync::Arc};

fn tag(text: &str) -> Tag {
    Tag::parse(text).expect("a tag")
}

fn tagged(text: &str) -> Filter {
    Filter { tags: vec![tag(text)], ..BuiltIn::Open.filter() }
}

async fn listed(world: &World, me: &Caller, view: impl Into<ViewKey>) -> Vec<ConversationId> {
    let read = world.desk.inbox(me, view.into(), None).await.expect("reads");
    Inbox::of(read).ids().cloned().collect()
}

async fn waiting(world: &World, n: usize) -> Vec<ConversationId> {
    let mut ids = Vec::new();
    for nth in 0..n {
        let visitor: Visitor<'_> = world.visitor().await;
        visitor.say(&format!("message-{nth}"), "It is about my order").await;
        world.clock.pass(1_000);
        visitor.ask_for_person().await;
        ids.push(visitor.conversation().await);
    }
    ids
}

async fn acts(world: &World, me: &Caller, ids: &[ConversationId], command: Command) -> Vec<Option<Fault>> {
    let acts = ids.iter().map(|id| Act { id: id.clone(), command: command.clone() }).collect();
    world.desk.act_many(me, acts).await.expect("is taken").into_iter().map(|it| it.fault).collect()
}

/// A list that is read page by page while things happen is, in the end, what is read anew.
#[tokio::test]
async fn a_row_joins_and_leaves_a_filtered_list_live() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let ids = waiting(&world, 4).await;
        let view = ViewKey::Asked { filter: Box::new(tagged("billing")) };
        let mut list = Inbox::of(world.desk.inbox(&me, view.clone(), None).await.expect("reads"));
        let mut listener = world.desk.hub.listen(&me.workspace, list.seq).await.expect("listens");
        assert!(list.is_empty());
        let steps = [
            (Command::Tag { tag: tag("billing") }, vec![0, 1, 2, 3]),
            (Command::Prioritise { priority: Priority::Urgent }, vec![3]),
            (Command::Untag { tag: tag("billing") }, vec![1]),
            (Command::Close, vec![0]),
            (Command::Reopen { cause: None }, vec![0]),
            (Command::Snooze { until: world.clock.now().plus(60_000) }, vec![2]),
        ];
        for (command, of) in steps {
            let of: Vec<ConversationId> = of.into_iter().map(|nth| ids[nth].clone()).collect();
            assert!(acts(&world, &me, &of, command.clone()).await.iter().all(Option::is_none));
            while list.seq < world.seq().await {
                list.apply(&listener.next().await.expect("reads"));
            }
            let anew = Inbox::of(world.desk.inbox(&me, view.clone(), None).await.expect("reads"));
            assert_eq!(list.sorted(), anew.sorted(), "{command:?}");
        }
        assert_eq!(list.ids().collect::<Vec<_>>(), [&ids[3], &ids[0]], "the urgent one first; the other three are elsewhere or calm");
    }
}

/// Pages that are appended while rows move leave no gap and nothing twice.
#[tokio::test]
async fn pages_are_appended_while_rows_move() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let ids = waiting(&world, 116).await;
        let mut list = Inbox::of(world.desk.inbox(&me, BuiltIn::Open.into(), None).await.expect("reads"));
        assert_eq!((list.len(), list.end().is_some()), (100, true));
        let mut listener = world.desk.hub.listen(&me.workspace, list.seq).await.expect("listens");
        let end = list.end().cloned().expect("more follow");
        let page = world.desk.more(&me, list.filter.clone(), list.sort, &end).await.expect("reads");
        // Meanwhile: one of the page goes to the top, one of it is closed, one that is shown goes to the end.
        acts(&world, &me, &ids[113..114], Command::Prioritise { priority: Priority::Urgent }).await;
        acts(&world, &me, &ids[110..111], Command::Close).await;
        acts(&world, &me, &ids[5..6], Command::Prioritise { priority: Priority::Low }).await;
        let mut frames = Vec::new();
        while list.seq < world.seq().await {
            let frame = listener.next().await.expect("reads");
            list.apply(&frame);
            frames.push(frame.as_ref().clone());
        }
        list.append(page, &frames);
        let mut anew = Inbox::of(world.desk.inbox(&me, BuiltIn::Open.into(), None).await.expect("reads"));
        let end = anew.end().cloned().expect("more follow");
        let page = world.desk.more(&me, anew.filter.clone(), anew.sort, &end).await.expect("reads");
        anew.append(page, &[]);
        assert_eq!(list.ids().collect::<Vec<_>>(), anew.ids().collect::<Vec<_>>());
        assert_eq!((list.len(), list.end()), (115, None));
    }
}

#[tokio::test]
async fn two_members_see_the_same_list_and_figures_that_are_its_length() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let eve = world.member("eve@example.com").await;
        let ids = waiting(&world, 5).await;
        acts(&world, &ana, &ids[..1], Command::Close).await;
        acts(&world, &ana, &ids[1..3], Command::Assign { to: Some(ana.agent()) }).await;
        assert_eq!(listed(&world, &ana, BuiltIn::Open).await, listed(&world, &ben, BuiltIn::Open).await);
        assert_eq!(listed(&world, &ana, BuiltIn::Mine).await, ids[1..3]);
        assert_eq!(listed(&world, &ben, BuiltIn::Mine).await, []);
        for me in [&ana, &ben, &eve] {
            let views = world.desk.views(me, &[]).await.expect("reads");
            for view in BuiltIn::ALL {
                let n = listed(&world, me, view).await.len() as u64;
                assert_eq!(views.counts.get(view.name()), Some(&n), "{view:?} of {}", me.name.as_str());
            }
        }
        assert_eq!(listed(&world, &eve, BuiltIn::Open).await, []);
    }
}

/// Pages that ask at once share a count, and none is told less than had happened when it asked.
#[tokio::test]
async fn figures_that_many_pages_ask_for_at_once_are_of_that_moment() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let ids = waiting(&world, 3).await;
        for (n_left, id) in (0..3_u64).rev().zip(&ids) {
            acts(&world, &ana, std::slice::from_ref(id), Command::Close).await;
            let asking = (0..20).map(|nth| world.desk.views(if nth % 2 == 0 { &ana } else { &ben }, &[]));
            for views in join_all(asking).await {
                let counts = views.expect("reads").counts;
                assert_eq!((counts[BuiltIn::NeedsPerson.name()], counts[BuiltIn::Closed.name()]), (n_left, 3 - n_left));
            }
        }
        world.desk.mark_read(&ana, &ids[0], world.seq().await).await.expect("marks");
        assert_eq!(acts(&world, &ana, &ids[..1], Command::Reopen { cause: None }).await, [None]);
        let unread = async |me: &Caller| world.desk.views(me, &[]).await.expect("reads").counts[BuiltIn::Unread.name()];
        assert_eq!((unread(&ana).await, unread(&ben).await), (0, 1), "each member reads for themselves");
    }
}

#[tokio::test]
async fn a_message_is_unread_until_its_reader_says_so() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let ids = waiting(&world, 1).await;
        assert_eq!(listed(&world, &ana, BuiltIn::Unread).await, ids);
        world.desk.mark_read(&ana, &ids[0], world.seq().await).await.expect("marks");
        assert_eq!(listed(&world, &ana, BuiltIn::Unread).await, []);
        assert_eq!(listed(&world, &ben, BuiltIn::Unread).await, ids, "each member reads for themselves");
        let views = world.desk.views(&ana, &ids).await.expect("reads");
        assert!(views.reads[&ids[0]] > 0);
        assert_eq!(world.desk.views(&ben, &ids).await.expect("reads").reads[&ids[0]], 0);
    }
}

#[tokio::test]
async fn a_saved_view_is_listed_changed_and_taken_away_and_never_foreign() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let eve = world.member("eve@example.com").await;
        let ids = waiting(&world, 2).await;
        acts(&world, &ana, &ids[..1], Command::Tag { tag: tag("billing") }).await;
        let draft = |name: &str, is_shared| ViewDraft {
            name: Name::parse(name).expect("a name"),
            filter: tagged("billing"),
            sort: Sort::Oldest,
            is_shared,
        };
        let own = world.desk.save_view(&ana, None, draft("Bills", false)).await.expect("saves");
        let key = || ViewKey::Saved { id: own.id.clone() };
        assert_eq!(listed(&world, &ana, key()).await, ids[..1]);
        let views = world.desk.views(&ana, &[]).await.expect("reads");
        assert_eq!((views.saved.len(), views.counts[own.id.as_str()]), (1, 1));
        for stranger in [&ben, &eve] {
            assert_eq!(world.desk.inbox(stranger, key(), None).await, Err(Fault::NotFound));
            assert_eq!(world.desk.save_view(stranger, Some(own.id.clone()), draft("Mine now", true)).await, Err(Fault::NotFound));
            assert_eq!(world.desk.remove_view(stranger, &own.id).await, Err(Fault::NotFound));
        }
        let shared = world.desk.save_view(&ana, Some(own.id.clone()), draft("All bills", true)).await.expect("saves");
        assert_eq!(listed(&world, &ben, key()).await, ids[..1]);
        assert_eq!(world.desk.save_view(&ben, Some(own.id.clone()), draft("Bills of all", true)).await.expect("saves").owner, shared.owner);
        assert_eq!(world.desk.inbox(&eve, key(), None).await, Err(Fault::NotFound));
        world.desk.remove_view(&ben, &own.id).await.expect("removes");
        assert_eq!(world.desk.inbox(&ana, key(), None).await, Err(Fault::NotFound));
    }
}

/// Ten members' presses at once on eight who wait: each is claimed once, the oldest first, and two are told that nobody is left.
#[tokio::test]
async fn claim_next_gives_each_to_one() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let ids = waiting(&world, 8).await;
        acts(&world, &ana, &ids, Command::Tag { tag: tag("billing") }).await;
        waiting(&world, 1).await;
        let first = world.desk.claim_next(&ben, tagged("billing")).await.expect("claims").expect("somebody waits");
        assert_eq!(first[0].event.conversation, ids[0], "the oldest");
        assert_eq!(first[0].conversation.holder.agent(), Some(&ben.agent()));
        let presses = (0..9).map(|nth| {
            let (desk, me) = (Arc::clone(&world.desk), if nth % 2 == 0 { ana.clone() } else { ben.clone() });
            tokio::spawn(async move { desk.claim_next(&me, tagged("billing")).await.expect("is answered") })
        });
        let mut claimed = BTreeSet::new();
        let mut n_empty = 0;
        for press in presses.collect::<Vec<_>>() {
            match press.await.expect("ends") {
                Some(frames) => assert!(claimed.insert(frames[0].event.conversation.clone()), "nothing is claimed twice"),
                None => n_empty += 1,
            }
        }
        assert_eq!((claimed, n_empty), (ids[1..].iter().cloned().collect(), 2));
        let eve = world.member("eve@example.com").await;
        assert_eq!(world.desk.claim_next(&eve, Filter::default()).await, Ok(None));
    }
}

#[tokio::test]
async fn what_is_done_to_many_is_told_for_each() {
    for world in each().await {
        let me = world.member("ana@example.com").await;
        let mut ids = waiting(&world, 2).await;
        ids.push(ConversationId::parse("01zzzzzzzzzzzzzzzzzzzzzzzz").expect("an id"));
        assert_eq!(acts(&world, &me, &ids, Command::Close).await, [None, None, Some(Fault::NotFound)]);
        assert_eq!(listed(&world, &me, BuiltIn::Closed).await.len(), 2);
        let eve = world.member("eve@example.com").await;
        assert_eq!(acts(&world, &eve, &ids[..1], Command::Reopen { cause: None }).await, [Some(Fault::NotFound)]);
        let word = Command::Watch;
        assert!(matches!(acts(&world, &me, &ids[..1], word).await[..], [Some(Fault::Invalid { .. })]));
        let many = vec![Act { id: ids[0].clone(), command: Command::Close }; 501];
        assert!(matches!(world.desk.act_many(&me, many).await, Err(Fault::Invalid { .. })));
        let nobody = Filter { assignee: Some(Assignee::Nobody), ..Filter::default() };
        assert_eq!(world.desk.claim_next(&me, nobody).await, Ok(None), "what is closed waits for nobody");
    }
}
