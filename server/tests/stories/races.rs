//! Races, many times over: a person's reply at any moment of the assistant's turn and at each of its barriers, many agents who
//! claim at once, and others who close and reassign meanwhile. `stream` is the same over a model that streams.
//!
//! `BATON_RACES` says how many runs each on each engine; `make races` asks for 10,000.

mod stream;

use crate::world::{World, each};
use app::{
    api::{Caller, inbox::InboxDesk},
    domain::{
        command::{Command, Then},
        conversation::{Conversation, Did},
        event::What,
        fault::Fault,
        id::{AccountId, ConversationId, MessageId},
        text::{Body, Name},
    },
};
use server::{chance, store};
use std::sync::Arc;
use tokio::sync::{Barrier, oneshot};

/// Runs of each race where nobody says how many.
const FEW: usize = 150;

fn n_runs() -> usize {
    n_runs_or(FEW)
}

#[expect(clippy::disallowed_methods, reason = "a test's own switch, not a setting of the program")]
fn n_runs_or(few: usize) -> usize {
    std::env::var("BATON_RACES").ok().and_then(|text| text.parse().ok()).unwrap_or(few)
}

fn id(text: &str) -> MessageId {
    MessageId::parse(text).expect("an id")
}

async fn whats(world: &World, id: &ConversationId) -> Vec<What> {
    let events = store::event::of_conversation(&world.desk.db, world.workspace(), id, 0).await.expect("reads");
    events.into_iter().map(|event| event.what).collect()
}

/// Lets others go first, so often that any step of theirs can lie before or after what follows.
async fn hesitate() {
    for _ in 0..chance::jitter(400) {
        tokio::task::yield_now().await;
    }
}

/// Where a person's reply meets the assistant's turn.
#[derive(Debug, Clone, Copy)]
enum At {
    /// Before the turn is taken up.
    BeforeItReads,
    /// Both go off at the same moment: the reply falls anywhere into reading, looking up and writing.
    WhileItLooks,
    /// Both stand before the log, which a third holds, and are let in at once.
    BeforeItCommits,
    /// When the answer stands in the log.
    AfterItCommitted,
}

const BARRIERS: [At; 4] = [At::BeforeItReads, At::WhileItLooks, At::BeforeItCommits, At::AfterItCommitted];

/// Holds the log of the workspace until `let_in`.
async fn held(world: &World, is_held: oneshot::Sender<()>, let_in: oneshot::Receiver<()>) {
    let wall = world.workspace().clone();
    let hold = world.desk.db.write::<_, server::db::Error, _>(move |tx| {
        Box::pin(async move {
            store::workspace::lock(tx, &wall).await?;
            // Nobody who waits for it has gone away.
            let _ = is_held.send(());
            let _ = let_in.await;
            Ok(())
        })
    });
    hold.await.expect("holds");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whenever_a_person_replies_no_word_of_the_assistant_follows() {
    for world in each().await {
        world.docs(&[("refunds.md", "# Refunds\n\nRefunds take five days to reach your bank account.")]).await;
        let me = world.member("ana@example.com").await;
        for barrier in BARRIERS {
            let (mut n_after, mut n_answered) = (0, 0);
            for n in 0..n_runs() {
                let visitor = world.newcomer().await;
                visitor.say("message-0001", "how long do refunds take").await;
                let it = visitor.conversation().await;
                let epoch = world.desk.thread(&me, &it).await.expect("reads").conversation.epoch;
                let turn = format!("turn-{n:06}");
                let answer =
                    async { world.desk.take_turn(world.workspace(), &it, epoch, &turn).await.expect("a turn that is over is no failure") };
                let body = Body::plain("I'm on it").expect("fits");
                let command = Command::Reply { id: id("message-0002"), body, seen: None, shown: None, files: vec![], then: Then::Stay };
                let reply = async { world.desk.act(&me, &it, command).await.expect("a person may always reply") };
                match barrier {
                    At::BeforeItReads => {
                        reply.await;
                        answer.await;
                    }
                    At::AfterItCommitted => {
                        answer.await;
                        reply.await;
                    }
                    At::WhileItLooks => {
                        let answer = async {
                            hesitate().await;
                            answer.await;
                        };
                        let reply = async {
                            hesitate().await;
                            reply.await;
                        };
                        tokio::join!(answer, reply);
                    }
                    At::BeforeItCommits => {
                        let ((is_held, holds), (go, let_in)) = (oneshot::channel(), oneshot::channel());
                        let both = async {
                            holds.await.expect("holds");
                            // Each is on its way to the log before it opens, in either order.
                            if n % 2 == 0 {
                                tokio::join!(answer, reply, open(go));
                            } else {
                                tokio::join!(reply, answer, open(go));
                            }
                        };
                        tokio::join!(held(&world, is_held, let_in), both);
                    }
                }
                let log = whats(&world, &it).await;
                let took_over = log.iter().position(|what| matches!(what, What::TookOver { .. })).expect("took over");
                let answered = log.iter().position(|what| matches!(what, What::Answered { .. }));
                n_answered += usize::from(answered.is_some());
                n_after += usize::from(answered.is_some_and(|at| at > took_over));
            }
            println!("{barrier:?}: {} replies; the assistant had spoken before {n_answered} of them, after {n_after}", n_runs());
            assert_eq!(n_after, 0);
            match barrier {
                At::BeforeItReads => assert_eq!(n_answered, 0),
                At::AfterItCommitted => assert_eq!(n_answered, n_runs()),
                At::WhileItLooks | At::BeforeItCommits => {}
            }
        }
    }
}

/// Opens the log when the others have had every chance to stand before it.
async fn open(go: oneshot::Sender<()>) {
    for _ in 0..400 {
        tokio::task::yield_now().await;
    }
    go.send(()).expect("is waited for");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn claims_closes_and_reassignments_at_once_leave_one_truth() {
    for world in each().await {
        let desk = Arc::clone(&world.desk);
        let (ana, ben) = (world.member("ana@example.com").await, world.member("ben@example.com").await);
        let (mut n_wishes, mut n_refused, mut n_closed) = (0, 0, 0);
        for _ in 0..n_runs() {
            let visitor = world.newcomer().await;
            visitor.ask_for_person().await;
            let it = visitor.conversation().await;
            let n_agents = 3 + usize::try_from(chance::jitter(17)).expect("small");
            let barrier = Arc::new(Barrier::new(n_agents));
            let wishes = (0..n_agents).map(|n| {
                let (desk, barrier, it) = (Arc::clone(&desk), Arc::clone(&barrier), it.clone());
                let me = agent_of(&world, n);
                let wish = match n % 5 {
                    3 => Command::Close,
                    4 => Command::Assign { to: Some(if n % 2 == 0 { ana.agent() } else { ben.agent() }) },
                    _ => Command::Claim,
                };
                tokio::spawn(async move {
                    barrier.wait().await;
                    (me.account.clone(), wish.clone(), desk.act(&me, &it, wish).await)
                })
            });
            let mut done = Vec::new();
            for wish in wishes.collect::<Vec<_>>() {
                done.push(wish.await.expect("ends"));
            }
            n_wishes += done.len();
            let log = store::event::of_conversation(&world.desk.db, world.workspace(), &it, 0).await.expect("reads");
            let row = store::conversation::by_id(&world.desk.db, world.workspace(), &it).await.expect("reads").expect("is there");
            // All clients that fold the log come to what the server keeps, and nobody took what somebody had.
            let mut folded = Conversation::opened_by(&log[0]).expect("opens");
            let mut holders = vec![];
            for event in &log {
                if matches!(event.what, What::TookOver { .. }) {
                    assert!(folded.holder.agent().is_none(), "{:?} took what {:?} had", event.by, folded.holder);
                    holders.push(event.by.agent().expect("an agent").clone());
                }
                n_closed += usize::from(matches!(event.what, What::Closed { .. }));
                folded.apply(event);
            }
            assert_eq!(folded, row);
            assert!(log.windows(2).all(|two| two[0].seq < two[1].seq));
            for (who, wish, outcome) in done {
                match outcome {
                    Ok(_) if wish == Command::Claim => assert!(holders.iter().any(|it| it.id == who), "who was told yes has had it"),
                    Ok(_) => {}
                    Err(Fault::Changed { by, did: Did::Claimed }) => {
                        n_refused += 1;
                        assert!(holders.iter().any(|it| it.name.as_str() == by), "the loser hears who");
                    }
                    Err(fault) => panic!("{wish:?}: {fault}"),
                }
            }
        }
        println!("{} races: {n_wishes} wishes, {n_refused} claims refused with a name, {n_closed} times closed", n_runs());
    }
}

fn agent_of(world: &World, n: usize) -> Caller {
    Caller {
        workspace: world.workspace().clone(),
        workspace_name: String::new(),
        account: AccountId::parse(&format!("agent-{n:02}")).expect("an id"),
        name: Name::parse(&format!("Agent {n}")).expect("a name"),
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
                let me = agent_of(&world, n);
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
