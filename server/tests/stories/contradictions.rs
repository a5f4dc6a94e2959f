//! Two pages that contradict each other: until somebody says which is right, who asks about it gets a person.

use crate::world::{World, each};
use app::{
    api::{
        contradictions::{ContradictionDesk, Verdict},
        trials::TrialDesk,
    },
    domain::{fault::Fault, handoff::Reason, piece::Side, turn::Fate},
};

const ASK: &str = "within how many days can I return an order";

fn pages(days: &str) -> [(&'static str, String); 3] {
    [
        ("refunds.md", "# Refunds\n\nYou can return an order within 14 days.".to_owned()),
        ("orders.md", format!("# Orders\n\nAn order can be returned within {days} days.")),
        ("trial.md", "# The free trial\n\nThe free trial lasts three weeks.".to_owned()),
    ]
}

async fn docs(world: &World, days: &str) {
    let pages = pages(days);
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (*path, text.as_str())).collect();
    world.docs(&pages).await;
    world.desk.docs_changed(&world.profile.id).await.expect("looks");
}

/// What comes of the question, why a person was called, and what is said.
async fn asked(world: &World) -> (Fate, Option<Reason>, String) {
    let ana = world.member("ana@example.com").await;
    let turn = world.desk.try_question(&ana, &world.profile.id, Vec::new(), ASK).await.expect("answers");
    (turn.fate(), turn.cause.as_ref().map(|cause| cause.why), turn.said())
}

#[tokio::test]
async fn a_contradiction_goes_to_a_person_until_it_is_settled() {
    for world in each().await {
        docs(&world, "30").await;
        let (ana, eve) = (world.member("ana@example.com").await, world.member("eve@example.com").await);
        let open = world.desk.contradictions(&ana).await.expect("reads");
        assert_eq!(open.len(), 1);
        let pair = &open[0];
        let side = |of| pair.words.iter().filter(|it| it.of == of).map(|it| it.text.as_str()).collect::<String>();
        assert!(side(Side::Before).contains("30") && side(Side::After).contains("14"), "{pair:?}");
        assert_eq!((pair.one.title.as_str(), pair.other.title.as_str()), ("Orders", "Refunds"));
        assert_eq!(world.desk.warnings(&ana).await.expect("reads").n_open, 1);
        let (fate, why, _) = asked(&world).await;
        assert_eq!((fate, why), (Fate::HandsOver, Some(Reason::Contradiction)));

        assert_eq!(world.desk.contradictions(&eve).await.expect("reads"), vec![]);
        assert_eq!(world.desk.settle(&eve, &pair.id, Verdict::Both).await, Err(Fault::NotFound));
        let settled = world.desk.settle(&ana, &pair.id, Verdict::Other).await.expect("settles");
        assert_eq!((settled[0].verdict, settled[0].settled_by.as_str()), (Verdict::Other, "Ana Ortiz"));
        let (fate, why, said) = asked(&world).await;
        assert!(fate == Fate::Answers && why.is_none() && said.contains("14 days") && !said.contains("30"), "{said}");

        world.desk.docs_changed(&world.profile.id).await.expect("looks");
        assert_eq!(world.desk.warnings(&ana).await.expect("reads").n_open, 0, "what was settled isn't found anew");
        world.desk.settle(&ana, &pair.id, Verdict::Both).await.expect("settles");
        assert_ne!(asked(&world).await.1, Some(Reason::Contradiction), "both are right");

        world.clock.pass(1_000);
        docs(&world, "60").await;
        assert_eq!(world.desk.warnings(&ana).await.expect("reads").n_open, 1, "another sentence is another pair");
        world.clock.pass(1_000);
        docs(&world, "14").await;
        assert_eq!(world.desk.warnings(&ana).await.expect("reads").n_open, 0);
        assert_ne!(asked(&world).await.1, Some(Reason::Contradiction));
    }
}
