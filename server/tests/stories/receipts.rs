//! Why the assistant said what it said: the passages as they were then, and what it would say today.

use crate::world::{World, each};
use app::{
    api::receipts::{Compared, ReceiptDesk, Standing},
    domain::{
        event::What,
        fault::Fault,
        id::{ConversationId, Seq},
        piece::Side,
        rich::plain,
        turn::Fate,
    },
};
use server::store;

const ASK: &str = "how long does a refund take to reach my bank account";
const TRIAL: (&str, &str) = ("trial.md", "# The free trial\n\nThe free trial lasts three weeks.");

fn refunds(days: &str) -> String {
    format!("# Refunds\n\n## How long a refund takes\n\nA refund takes {days} days to reach your bank account.")
}

/// A question that was asked; where the assistant's turn on it is.
async fn asked(world: &World) -> (ConversationId, Seq) {
    let visitor = world.visitor().await;
    visitor.say("message-0001", ASK).await;
    let id = visitor.conversation().await;
    world.desk.take_turn(world.workspace(), &id, 1, "turn-of-the-story").await.expect("takes it");
    let events = store::event::of_conversation(&world.desk.db, world.workspace(), &id, 0).await.expect("reads");
    let turn = events.iter().find(|event| matches!(event.what, What::Answered { .. } | What::HandedOff { .. })).expect("a turn");
    (id, turn.seq)
}

#[tokio::test]
async fn a_replay_says_what_todays_docs_change_and_the_old_passage_stays() {
    for world in each().await {
        world.docs(&[("refunds.md", &refunds("five")), TRIAL]).await;
        let (id, seq) = asked(&world).await;
        let ana = world.member("ana@example.com").await;
        let replay = world.desk.replay(&ana, &id, seq).await.expect("replays");
        assert_eq!((replay.verdict, replay.then.fate()), (Compared::Same, Fate::Answers));
        let kept = world.desk.receipt(&ana, &id, seq).await.expect("reads");
        assert!(!kept.is_empty() && kept.iter().all(|it| it.now == Standing::Same));

        world.docs(&[("refunds.md", &refunds("nine")), TRIAL]).await;
        let replay = world.desk.replay(&ana, &id, seq).await.expect("replays");
        assert_eq!(replay.verdict, Compared::OtherWords);
        let side = |of| replay.words.iter().filter(|it| it.of == of).map(|it| it.text.trim()).collect::<Vec<_>>();
        assert_eq!((side(Side::Before), side(Side::After)), (vec!["five"], vec!["nine"]), "the changed word alone");
        let used = replay.passages.iter().find(|it| it.was_used).expect("the source of both");
        assert!(used.is_used && matches!(used.standing, Standing::Changed { .. }), "{used:?}");
        let kept = world.desk.receipt(&ana, &id, seq).await.expect("reads");
        let refund = kept.iter().find(|it| plain(&it.blocks).contains("five days")).expect("the passage as it was");
        assert!(matches!(refund.now, Standing::Changed { .. }));

        world.docs(&[TRIAL]).await;
        let replay = world.desk.replay(&ana, &id, seq).await.expect("replays");
        assert_eq!(replay.verdict, Compared::Otherwise { fate: Fate::HandsOver });
        let kept = world.desk.receipt(&ana, &id, seq).await.expect("reads");
        let refund = kept.iter().find(|it| plain(&it.blocks).contains("five days")).expect("a page that is gone is still kept");
        assert_eq!(refund.now, Standing::Gone);
        let events = store::event::of_conversation(&world.desk.db, world.workspace(), &id, seq).await.expect("reads");
        assert!(events.iter().all(|event| !matches!(event.what, What::Answered { .. })), "a replay says nothing");
    }
}

#[tokio::test]
async fn a_receipt_is_its_workspaces_and_of_a_turn() {
    for world in each().await {
        world.docs(&[("refunds.md", &refunds("five")), TRIAL]).await;
        let (id, seq) = asked(&world).await;
        let (ana, eve) = (world.member("ana@example.com").await, world.member("eve@example.com").await);
        assert_eq!(world.desk.receipt(&eve, &id, seq).await, Err(Fault::NotFound));
        assert_eq!(world.desk.replay(&eve, &id, seq).await, Err(Fault::NotFound));
        assert_eq!(world.desk.replay(&ana, &id, 1).await, Err(Fault::NotFound), "the visitor's own word is no turn");
        assert_eq!(world.desk.receipt(&ana, &id, seq + 99).await, Err(Fault::NotFound));
    }
}
