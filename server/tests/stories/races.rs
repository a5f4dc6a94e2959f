//! Races, many times over: a person's reply at any moment of the assistant's turn, and many agents who claim at once.
//!
//! `BATON_RACES` says how many runs each on each engine; `make races` asks for 10,000.

use crate::world::{World, each};
use app::{
    api::{Caller, inbox::InboxDesk},
    domain::{
        command::{Command, Then},
        conversation::Did,
        event::What,
        fault::Fault,
        id::{AccountId, ConversationId, MessageId},
        text::{Body, Name},
    },
};
use server::chance;
use std::sync::Arc;
use tokio::sync::Barrier;

/// Runs of each race where nobody says how many.
const FEW: usize = 150;

#[expect(clippy::disallowed_methods, reason = "a test's own switch, not a setting of the program")]
fn n_runs() -> usize {
    std::env::var("BATON_RACES").ok().and_then(|text| text.parse().ok()).unwrap_or(FEW)
}

fn id(text: &str) -> MessageId {
    MessageId::parse(text).expect("an id")
}

async fn whats(world: &World, id: &ConversationId) -> Vec<What> {
    let events = server::store::event::of_conversation(&world.desk.db, world.workspace(), id, 0).await.expect("reads");
    events.into_iter().map(|event| event.what).collect()
}

/// Lets others go first, so often that any step of theirs can lie before or after what follows.
async fn hesitate() {
    for _ in 0..chance::jitter(400) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whenever_a_person_replies_no_word_of_the_assistant_follows() {
    for world in each().await {
        world.docs(&[("refunds.md", "# Refunds\n\nRefunds take five days to reach your bank account.")]).await;
        let me = world.member("ana@example.com").await;
        let (mut n_after, mut n_answered) = (0, 0);
        for n in 0..n_runs() {
            let visitor = world.newcomer().await;
            visitor.say("message-0001", "how long do refunds take").await;
            let it = visitor.conversation().await;
            let epoch = world.desk.thread(&me, &it).await.expect("reads").conversation.epoch;
            let turn = format!("turn-{n:06}");
            let answering = async {
                hesitate().await;
                world.desk.take_turn(world.workspace(), &it, epoch, &turn).await.expect("a turn that is over is no failure");
            };
            let replying = async {
                hesitate().await;
                let body = Body::plain("I'm on it").expect("fits");
                let reply = Command::Reply { id: id("message-0002"), body, seen: None, files: vec![], then: Then::Stay };
                world.desk.act(&me, &it, reply).await.expect("a person may always reply");
            };
            tokio::join!(answering, replying);
            let log = whats(&world, &it).await;
            let took_over = log.iter().position(|what| matches!(what, What::TookOver { .. })).expect("took over");
            let answered = log.iter().position(|what| matches!(what, What::Answered { .. }));
            n_answered += usize::from(answered.is_some());
            n_after += usize::from(answered.is_some_and(|at| at > took_over));
        }
        println!("{} replies; the assistant had spoken before {n_answered} of them, after {n_after}", n_runs());
        assert_eq!(n_after, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_claim_at_once_one_wins_and_the_others_hear_who() {
    for world in each().await {
        let desk = Arc::clone(&world.desk);
        let (mut n_claims, mut n_told) = (0, 0);
        for _ in 0..n_runs() {
            let visitor = world.newcomer().await;
            visitor.ask_for_person().await;
            let it = visitor.conversation().await;
            let n_agents = 2 + usize::try_from(chance::jitter(48)).expect("small");
            let barrier = Arc::new(Barrier::new(n_agents));
            let claims = (0..n_agents).map(|n| {
                let (desk, barrier, it) = (Arc::clone(&desk), Arc::clone(&barrier), it.clone());
                let me = Caller {
                    workspace: world.workspace().clone(),
                    workspace_name: String::new(),
                    account: AccountId::parse(&format!("agent-{n:02}")).expect("an id"),
                    name: Name::parse(&format!("Agent {n}")).expect("a name"),
                };
                tokio::spawn(async move {
                    barrier.wait().await;
                    let done = desk.act(&me, &it, Command::Claim).await;
                    (me, done)
                })
            });
            let mut winners = Vec::new();
            let mut told = Vec::new();
            for claim in claims.collect::<Vec<_>>() {
                let (me, done) = claim.await.expect("ends");
                n_claims += 1;
                match done {
                    Ok(_) => winners.push(me.name.as_str().to_owned()),
                    Err(fault) => told.push(fault),
                }
            }
            assert_eq!((winners.len(), told.len()), (1, n_agents - 1));
            let expected = Fault::Changed { by: winners.remove(0), did: Did::Claimed };
            assert!(told.iter().all(|fault| *fault == expected), "{told:?}");
            n_told += told.len();
            let n_taken = whats(&world, &it).await.iter().filter(|what| matches!(what, What::TookOver { .. })).count();
            assert_eq!(n_taken, 1);
        }
        println!("{} races of 2 to 50 agents: {n_claims} claims, {} winners, {n_told} told who", n_runs(), n_runs());
    }
}
