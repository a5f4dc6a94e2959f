//! Two hundred visitors write at the same moment: each is answered or has a place in the queue, nobody is lost, nobody is served twice.

use crate::world::{each, until};
use app::{
    api::alerts::AlertDesk,
    domain::{
        event::What,
        handoff::{Holder, Reason},
        id::Seq,
    },
};
use futures::future::join_all;
use server::store;
use std::time::Instant;

const N_VISITORS: usize = 200;
/// One of four asks what no page says.
const N_OUTSIDE: u64 = 50;

const fn is_outside(n: usize) -> bool {
    n % 4 == 3
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_hundred_who_write_at_once_each_is_answered_or_queued_and_none_twice() {
    for world in each().await {
        world.docs(&[("refunds.md", "# Refunds\n\n## How long refunds take\n\nRefunds take five days to reach your bank account.")]).await;
        let me = world.member("ana@example.com").await;
        let visitors = join_all((0..N_VISITORS).map(|_| world.newcomer())).await;
        world.work();
        let begun = Instant::now();
        let said = visitors.iter().enumerate().map(|(n, visitor)| async move {
            let words = if is_outside(n) { "do you ship kayaks to Portugal" } else { "how long do refunds take" };
            // Every tenth sends it twice, as a page does that heard nothing.
            if n % 10 == 0 {
                tokio::join!(visitor.say("message-0001", words), visitor.say("message-0001", words));
            } else {
                visitor.say("message-0001", words).await;
            }
        });
        join_all(said).await;
        let said_ms = begun.elapsed().as_millis();
        let served = until(|| async {
            // Time goes on, so that what breaks is tried again.
            world.clock.pass(2);
            (store::job::n_open(&world.desk.db, "answer").await.expect("reads") == 0).then_some(())
        });
        served.await;
        println!("{N_VISITORS} visitors at once: heard after {said_ms} ms, all served after {} ms", begun.elapsed().as_millis());

        for (n, visitor) in visitors.iter().enumerate() {
            let id = visitor.conversation().await;
            let it = store::conversation::by_id(&world.desk.db, world.workspace(), &id).await.expect("reads").expect("is there");
            let log = store::event::of_conversation(&world.desk.db, world.workspace(), &id, 0).await.expect("reads");
            let count = |is: fn(&What) -> bool| log.iter().filter(|event| is(&event.what)).count();
            let n_said = count(|what| matches!(what, What::Said { .. }));
            let n_answered = count(|what| matches!(what, What::Answered { .. }));
            let n_handed_off = count(|what| matches!(what, What::HandedOff { .. }));
            assert_eq!((n_said, n_answered, n_handed_off), (1, 1, usize::from(is_outside(n))), "{n}: {log:?}");
            if is_outside(n) {
                assert!(matches!(it.holder, Holder::Queue { why: Reason::NotInDocs, .. }), "{n}: {:?}", it.holder);
            } else {
                assert_eq!(it.holder, Holder::Assistant, "{n}");
            }
        }
        let frames = store::event::after(&world.desk.db, world.workspace(), 0, 100_000).await.expect("reads");
        let numbers: Vec<Seq> = frames.iter().map(|frame| frame.event.seq).collect();
        assert_eq!(numbers, (1..=world.seq().await).collect::<Vec<Seq>>(), "numbered without a gap");
        assert_eq!(world.desk.bell(&me, None).await.expect("reads").n_unopened, N_OUTSIDE, "each who waits rings once");
    }
}
