//! A person's reply at any moment of what a model streams: not a word of the assistant follows.
//!
//! Each run's moment comes from the run's number, so that the one that failed can be had again.

use super::{n_runs_or, whats};
use crate::{
    model_faults::{QUESTION, good, prepared},
    peer::provider::{Act, Peer},
    world::{Frame, Stream, each, until},
};
use app::{
    api::inbox::InboxDesk,
    domain::{
        command::{Command, Then},
        event::What,
        id::MessageId,
        model::Provider,
        rich::plain,
        text::Body,
    },
    talk::{Entry, Shown},
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::{cell::Cell, time::Duration};

/// Runs where nobody says how many: some of them wait for words to be heard.
const FEW: usize = 40;
/// Every fourth run is slow enough for words to be told to the visitor, and for late ones to arrive.
const SLOW: usize = 4;

/// Where a person's reply meets the words of the model.
#[derive(Debug)]
struct Moment {
    /// The model's words come in pieces of so many characters.
    size: usize,
    n_pieces: usize,
    /// So many of them have come before the person speaks: one more than there are is the whole answer. The rest comes meanwhile.
    n_before: usize,
    /// How long the person takes, and how long all is listened to afterwards.
    pause: Duration,
    lull: Duration,
    /// How often others go first, before the person and before each piece that is left.
    n_yields: usize,
    n_yields_each: usize,
}

impl Moment {
    fn of(run: u64, is_slow: bool) -> Self {
        let mut dice = StdRng::seed_from_u64(run);
        let size = dice.random_range(5..=40);
        let n_pieces = good().chars().count().div_ceil(size);
        let (longest, lull) = if is_slow { (150, 110) } else { (0, 0) };
        Self {
            size,
            n_pieces,
            // In the first run all but its end has come, so that something is sure to be heard.
            n_before: if run == 0 { n_pieces } else { dice.random_range(0..=n_pieces + 1) },
            pause: Duration::from_millis(dice.random_range(0..=longest)),
            lull: Duration::from_millis(lull),
            n_yields: dice.random_range(0..=400),
            n_yields_each: dice.random_range(0..=40),
        }
    }

    /// The model speaks as far as it does before the person.
    async fn begin(&self, peer: &Peer) {
        if self.n_before > self.n_pieces {
            peer.let_through(1_000);
        } else {
            peer.let_through(self.n_before);
            until(|| async { peer.is_through().then_some(()) }).await;
        }
    }

    /// The rest of it, piece by piece.
    async fn go_on(&self, peer: &Peer) {
        for _ in self.n_before..self.n_pieces {
            peer.let_through(1);
            yields(self.n_yields_each).await;
        }
        peer.let_through(1_000);
    }
}

async fn yields(n: usize) {
    for _ in 0..n {
        tokio::task::yield_now().await;
    }
}

/// The words of the assistant in a frame, said or whispered.
fn n_words(frame: &Frame) -> usize {
    match serde_json::from_value::<Entry>(frame.data.clone()) {
        Ok(Entry { what: Shown::Answer { parts, .. }, .. }) => parts.iter().map(|it| plain(&it.body).split_whitespace().count()).sum(),
        _ => 0,
    }
}

/// Listens as the visitor until they write again: the words of the assistant after a person had come. Frames of words before
/// that are counted into `n_heard`.
async fn listened(mut stream: Stream, n_heard: &Cell<usize>) -> usize {
    let (mut n_after, mut has_joined) = (0, false);
    loop {
        let frame = stream.next().await.expect("goes on");
        let n_words = n_words(&frame);
        if has_joined {
            n_after += n_words;
        } else {
            n_heard.set(n_heard.get() + usize::from(n_words > 0));
        }
        match frame.data["what"]["is"].as_str() {
            Some("joined") => has_joined = true,
            Some("mine") => {
                assert!(has_joined, "the visitor knows that a person has come");
                return n_after;
            }
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whenever_a_person_replies_into_a_stream_no_word_of_the_assistant_follows() {
    for world in each().await {
        let peer = Peer::start().await;
        prepared(&world, peer.model(Provider::OpenAi), 10).await;
        let me = world.member("ana@example.com").await;
        let n_heard = Cell::new(0);
        let mut n_answered = 0;
        for run in 0..n_runs_or(FEW) {
            let moment = Moment::of(run as u64, run % SLOW == 0);
            peer.will(Act::Gated(good(), moment.size));
            let visitor = world.newcomer().await;
            visitor.say("message-0001", QUESTION).await;
            let id = visitor.conversation().await;
            let epoch = world.desk.thread(&me, &id).await.expect("reads").conversation.epoch;
            let stream = visitor.stream(&world.seq().await.to_string()).await;
            let (n_asked, turn) = (peer.n_asked(), format!("turn-{run:06}"));
            let answering =
                async { world.desk.take_turn(world.workspace(), &id, epoch, &turn).await.expect("a turn that is over is no failure") };
            let speaking = async {
                yields(moment.n_yields).await;
                let body = Body::plain("I'm on it").expect("fits");
                let id_of_reply = MessageId::parse("message-0002").expect("an id");
                let reply = Command::Reply { id: id_of_reply, body, seen: None, shown: None, files: vec![], then: Then::Stay };
                world.desk.act(&me, &id, reply).await.expect("a person may always reply");
            };
            let replying = async {
                until(|| async { (peer.n_asked() > n_asked).then_some(()) }).await;
                moment.begin(&peer).await;
                tokio::time::sleep(moment.pause).await;
                if run == 0 {
                    until(|| async { (n_heard.get() > 0).then_some(()) }).await;
                }
                tokio::join!(moment.go_on(&peer), speaking);
                tokio::time::sleep(moment.lull).await;
            };
            let acting = async {
                tokio::join!(answering, replying);
                peer.close_gate();
                visitor.say("message-0003", "thanks").await;
            };
            let (n_late, ()) = tokio::join!(listened(stream, &n_heard), acting);
            assert_eq!(n_late, 0, "run {run}: {moment:?}");
            let log = whats(&world, &id).await;
            let took_over = log.iter().position(|what| matches!(what, What::TookOver { .. })).expect("took over");
            let answered = log.iter().position(|what| matches!(what, What::Answered { .. }));
            assert!(answered.is_none_or(|at| at < took_over), "run {run}: {moment:?}: {log:?}");
            n_answered += usize::from(answered.is_some());
        }
        let n_heard = n_heard.get();
        println!(
            "WhileItStreams: {} replies; {n_heard} frames of the assistant's words before them, the whole answer before {n_answered}; not a word after",
            n_runs_or(FEW)
        );
        assert!(n_heard > 0, "something was heard before");
    }
}
