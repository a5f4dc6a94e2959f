//! How far a visitor has come: an agent says so, all of the team see it at once, views and the search ask for it.

use crate::world::{World, each, post, text, with};
use app::{
    api::{Caller, inbox::InboxDesk},
    domain::{
        command::Command,
        conversation::Conversation,
        event::What,
        fault::Fault,
        id::ConversationId,
        inbox::Inbox,
        label::{Lead, LeadMark},
        view::{Filter, ViewKey},
    },
};
use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use server::{clock::Clock, store};

async fn opened(world: &World, words: &str) -> ConversationId {
    let visitor = world.newcomer().await;
    visitor.say("message-0001", words).await;
    visitor.conversation().await
}

async fn now(world: &World, id: &ConversationId) -> Conversation {
    store::conversation::by_id(&world.desk.db, world.workspace(), id).await.expect("reads").expect("is there")
}

async fn say(world: &World, me: &Caller, id: &ConversationId, lead: Lead) -> usize {
    world.desk.act(me, id, Command::SetLead { lead }).await.expect("is granted").len()
}

/// The conversations that a query finds.
async fn found(world: &World, query: &str) -> Vec<String> {
    let cookie = world.cookie("ana@example.com").await;
    let reply = world.send(with(post("/api/app/search", &json!({ "text": query })), header::COOKIE, &cookie)).await;
    assert_eq!(reply.status(), StatusCode::OK, "{query}");
    let told: Value = serde_json::from_str(&text(reply).await).expect("JSON");
    let hits = told["it"]["hits"].as_array().cloned().unwrap_or_default();
    hits.iter().filter_map(|hit| Some(hit["conversation"]["id"].as_str()?.to_owned())).collect()
}

#[tokio::test]
async fn who_says_how_far_a_visitor_has_come_is_known_and_when() {
    for world in each().await {
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let id = opened(&world, "Do you have SSO on the Pro plan?").await;
        assert_eq!((now(&world, &id).await.lead, now(&world, &id).await.lead_state()), (None, Lead::None));
        assert_eq!(say(&world, &ana, &id, Lead::None).await, 0, "it is so already");
        assert_eq!(say(&world, &ana, &id, Lead::New).await, 1);
        world.clock.pass(60_000);
        say(&world, &ben, &id, Lead::Qualified).await;
        let expected = LeadMark { lead: Lead::Qualified, by: app::domain::person::Author::Agent(ben.agent()), at: world.clock.now() };
        assert_eq!(now(&world, &id).await.lead, Some(expected));
        let thread = world.desk.thread(&ana, &id).await.expect("reads");
        let told: Vec<Lead> =
            thread.events.iter().filter_map(|event| if let What::LeadSet { lead } = event.what { Some(lead) } else { None }).collect();
        assert_eq!(told, [Lead::New, Lead::Qualified]);
        let eve = world.member("eve@example.com").await;
        let foreign = world.desk.act(&eve, &id, Command::SetLead { lead: Lead::Lost }).await;
        assert_eq!(foreign.expect_err("isn't theirs"), Fault::NotFound);
        assert_eq!(say(&world, &ana, &id, Lead::None).await, 1, "and it can be taken back");
    }
}

#[tokio::test]
async fn a_view_and_the_search_ask_how_far_visitors_have_come() {
    for world in each().await {
        let ana = world.member("ana@example.com").await;
        let (first, second) = (opened(&world, "I want to buy one").await, opened(&world, "I want to buy two").await);
        let filter = Filter { leads: vec![Lead::Qualified, Lead::Customer], ..Filter::default() };
        let view = ViewKey::Asked { filter: Box::new(filter) };
        let mut list = Inbox::of(world.desk.inbox(&ana, view.clone(), None).await.expect("reads"));
        let mut listener = world.desk.hub.listen(&ana.workspace, list.seq).await.expect("listens");
        assert!(list.is_empty());
        for (id, lead, rows) in [
            (&first, Lead::Qualified, vec![&first]),
            (&second, Lead::Contacted, vec![&first]),
            (&second, Lead::Customer, vec![&first, &second]),
            (&first, Lead::Lost, vec![&second]),
        ] {
            say(&world, &ana, id, lead).await;
            while list.seq < world.seq().await {
                list.apply(&listener.next().await.expect("reads"));
            }
            let anew = Inbox::of(world.desk.inbox(&ana, view.clone(), None).await.expect("reads"));
            assert_eq!(list.sorted(), anew.sorted());
            let mut seen: Vec<&ConversationId> = list.ids().collect();
            seen.sort();
            let mut expected = rows;
            expected.sort();
            assert_eq!(seen, expected, "{lead:?}");
        }
        assert_eq!(found(&world, "lead:customer").await, [second.to_string()]);
        assert_eq!(found(&world, "lead:lost buy").await, [first.to_string()]);
        assert_eq!(found(&world, "lead:none buy").await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_was_said_of_a_visitor_goes_on_with_them() {
    for world in each().await {
        let ana = world.member("ana@example.com").await;
        let (old, new) = (opened(&world, "I want to buy one").await, opened(&world, "It is me again").await);
        say(&world, &ana, &old, Lead::Qualified).await;
        world.desk.act(&ana, &old, Command::Merge { into: new.clone(), label: String::new() }).await.expect("is granted");
        assert_eq!(now(&world, &new).await.lead_state(), Lead::Qualified);
    }
}
