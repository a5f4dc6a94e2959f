//! What the assistant knows follows the docs: new and changed pages are used by the next question, gone ones aren't.

use crate::world::{World, each};
use app::talk::Shown;
use server::{
    desk::{Desk, Ingested, Upload},
    ingest,
    library::Library,
    secret::Keys,
};

const ASK: &str = "how long does a refund take to reach my bank account";

fn upload(pages: &[(&str, &str)]) -> Upload {
    let documents = pages.iter().filter_map(|(file, text)| ingest::document(file, text, "https://help.test")).collect();
    Upload { source: "docs".to_owned(), base_url: "https://help.test".to_owned(), documents }
}

fn refunds(days: &str) -> String {
    format!("# Refunds\n\n## How long a refund takes\n\nA refund takes {days} days to reach your bank account.")
}

/// What a new visitor is told, in one line.
async fn told(world: &World) -> String {
    let visitor = world.visitor().await;
    visitor.say("message-0001", ASK).await;
    let id = visitor.conversation().await;
    world.desk.take_turn(world.workspace(), &id, 1, "turn-of-the-story").await.expect("takes it");
    match &visitor.reload().await.last().expect("something").what {
        Shown::Answer { parts, sources, .. } => {
            let words: String = parts.iter().map(|part| app::domain::rich::plain(&part.body)).collect();
            let places: Vec<&str> = sources.iter().filter_map(|source| source.href.as_ref()).map(|href| href.as_str()).collect();
            format!("{words} [{}]", places.join(" "))
        }
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn a_changed_page_answers_the_next_question_with_its_new_words_and_a_gone_one_is_silent() {
    for world in each().await {
        assert!(told(&world).await.contains("HandedOff"), "with no docs at all, people are called");
        let other = ("trial.md", "# The free trial\n\nThe free trial lasts three weeks.");
        let ingest = |pages| world.desk.ingest(&world.profile, pages);
        let five = refunds("five");
        assert_eq!(ingest(upload(&[("refunds.md", &five), other])).await.expect("takes it"), Ingested { n_new: 2, n_same: 0, n_gone: 0 });
        let place = "[https://help.test/refunds#how-long-a-refund-takes]";
        assert_eq!(told(&world).await, format!("A refund takes five days to reach your bank account. {place}"));
        let nine = refunds("nine");
        assert_eq!(ingest(upload(&[("refunds.md", &nine), other])).await.expect("takes it"), Ingested { n_new: 1, n_same: 1, n_gone: 0 });
        assert_eq!(told(&world).await, format!("A refund takes nine days to reach your bank account. {place}"));
        assert_eq!(ingest(upload(&[other])).await.expect("takes it"), Ingested { n_new: 0, n_same: 1, n_gone: 1 });
        assert!(!told(&world).await.contains("days"), "{}", told(&world).await);
    }
}

#[tokio::test]
async fn the_same_files_below_another_address_are_cited_and_linked_there() {
    let page = "# Refunds\n\n## How long a refund takes\n\nA refund takes five days to reach your bank account, see [plans](plans.md).";
    let below = |base_url: &str| Upload {
        source: "docs".to_owned(),
        base_url: base_url.to_owned(),
        documents: ingest::document("refunds.md", page, base_url).into_iter().collect(),
    };
    for world in each().await {
        for (base_url, n_new) in
            [("https://help.test", 1), ("https://help.test", 0), ("https://docs.test/help", 1), ("https://help.test", 1)]
        {
            let ingested = world.desk.ingest(&world.profile, below(base_url)).await.expect("takes it");
            assert_eq!(ingested, Ingested { n_new, n_same: 1 - n_new, n_gone: 0 }, "{base_url}");
            let told = told(&world).await;
            assert!(told.ends_with(&format!("[{base_url}/refunds#how-long-a-refund-takes]")), "{told}");
            let shelf = world.desk.library.shelf(&world.profile.id).expect("is there");
            assert!(shelf.rows.iter().any(|row| row.markdown.contains(&format!("({base_url}/plans)"))), "its links lead there too");
        }
    }
}

#[tokio::test]
async fn what_another_process_read_in_is_taken_up() {
    for world in each().await {
        world.docs(&[("trial.md", "# The free trial\n\nThe free trial lasts three weeks.")]).await;
        world.clock.pass(1_000);
        let keys = Keys::from_secret(b"another process");
        let process = Desk::new(world.desk.db.clone(), world.clock.clone(), keys, Library::open(None).expect("needs no file"));
        process.ingest(&world.profile, upload(&[("refunds.md", &refunds("five"))])).await.expect("takes it");
        world.desk.library.catch_up(&world.desk.db, &world.profile).await.expect("catches up");
        assert!(told(&world).await.contains("five days"));
    }
}
