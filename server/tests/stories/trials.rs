//! Asking the assistant without anybody hearing it, and questions whose answers are checked.

use crate::peer::provider::{Act, Peer, answer as said};
use crate::world::{World, each};
use app::{
    api::{
        Caller,
        settings::{Change, SettingsDesk},
        trials::{TestDraft, TestQuestion, TrialDesk, Tried, WrongLine},
    },
    domain::{
        answer::{Answer, Kind},
        fault::Fault,
        handoff::Reason,
        model::Provider,
        signal::{KeywordRule, Match},
        trial::{Expect, Missed},
        turn::Fate,
    },
};
use server::desk::TRIAL_DELAY_MS;
use std::collections::HashSet;

const ASK: &str = "how long does a refund take to reach my bank account";
const TRIAL: (&str, &str) = ("trial.md", "# The free trial\n\nThe free trial lasts three weeks.");

fn refunds(days: &str) -> String {
    format!("# Refunds\n\n## How long a refund takes\n\nA refund takes {days} days to reach your bank account.")
}

async fn docs(world: &World, days: &str) {
    world.docs(&[("refunds.md", &refunds(days)), TRIAL]).await;
}

fn answer(pattern: &str) -> Expect {
    Expect::Answer { pages: vec!["refunds".to_owned()], pattern: Some(pattern.to_owned()) }
}

async fn save(world: &World, me: &Caller, question: &str, expects: Expect) {
    let draft = TestDraft { id: None, assistant: world.profile.id.clone(), question: question.to_owned(), expects };
    world.desk.save_test_question(me, draft).await.expect("saves");
    // What is saved later stands below.
    world.clock.pass(1);
}

/// Runs what is wanted, as the worker would.
async fn run(world: &World, me: &Caller) -> Vec<TestQuestion> {
    world.desk.run_some(world.workspace()).await.expect("runs");
    world.desk.test_questions(me).await.expect("reads").questions
}

#[tokio::test]
async fn a_trial_answers_as_the_widget_would_and_keeps_nothing() {
    for world in each().await {
        docs(&world, "five").await;
        let ana = world.member("ana@example.com").await;
        let before = world.seq().await;
        let ask = |earlier, text| world.desk.try_question(&ana, &world.profile.id, earlier, text);
        let turn = ask(Vec::new(), ASK).await.expect("answers");
        assert_eq!((turn.fate(), turn.pages()), (Fate::Answers, vec!["refunds"]));
        assert!(turn.said().contains("five days") && turn.checks().last().is_some_and(|check| check.decides && check.is_met));
        let offered = Answer { kind: Kind::Suggestion, parts: Vec::new(), ..turn.answer.expect("answers") };
        let none = ask(vec![Tried { question: ASK.to_owned(), said: Some(offered) }], "none of these").await.expect("answers");
        assert_eq!(
            (none.fate(), none.cause.map(|cause| cause.why)),
            (Fate::HandsOver, Some(Reason::LowConfidence)),
            "the docs speak of it, and it wasn't found"
        );
        let about = "how long does the free trial last";
        let told = ask(Vec::new(), about).await.expect("answers");
        let earlier = vec![Tried { question: about.to_owned(), said: told.answer }];
        let next = ask(earlier, "and after that?").await.expect("answers");
        assert_eq!(
            next.receipt().and_then(|it| it.passages.first()).map(|it| it.section_id.as_str()),
            Some("trial"),
            "a follow-up uses the thread"
        );
        let person = ask(Vec::new(), "let me talk to a person").await.expect("answers");
        assert_eq!((person.fate(), person.cause.map(|cause| cause.why)), (Fate::HandsOver, Some(Reason::AskedForPerson)));
        assert!(matches!(ask(Vec::new(), " ").await, Err(Fault::Invalid { .. })));
        let eve = world.member("eve@example.com").await;
        assert_eq!(world.desk.try_question(&eve, &world.profile.id, Vec::new(), ASK).await, Err(Fault::NotFound));
        assert_eq!(world.seq().await, before, "nothing happened");
    }
}

#[tokio::test]
async fn a_change_of_docs_that_breaks_a_question_says_so() {
    for world in each().await {
        docs(&world, "five").await;
        let ana = world.member("ana@example.com").await;
        save(&world, &ana, ASK, answer("five")).await;
        save(&world, &ana, "who won the champions league", Expect::HandOver).await;
        save(&world, &ana, "how long is the free trial", answer("weeks")).await;
        let ran = run(&world, &ana).await;
        let missed: Vec<_> = ran.iter().map(|it| it.ran.as_ref().map(|ran| ran.missed)).collect();
        assert!(
            matches!(
                missed.as_slice(),
                [Some(None), Some(None), Some(Some(Missed::OtherPage | Missed::OnlyOffered | Missed::NotAnswered))]
            ),
            "{missed:?}"
        );
        assert!(ran.iter().all(|it| !it.is_waiting && it.broken_at.is_none()), "a first run breaks nothing");

        world.clock.pass(1_000);
        docs(&world, "nine").await;
        assert_eq!(world.desk.library.settled().await, HashSet::from([world.profile.id.clone()]));
        world.desk.docs_changed(&world.profile.id).await.expect("looks");
        world.desk.docs_changed(&world.profile.id).await.expect("looks twice");
        assert!(run(&world, &ana).await.iter().all(|it| it.is_waiting), "what changes in a row is one change");
        world.clock.pass(TRIAL_DELAY_MS);
        let ran = run(&world, &ana).await;
        assert_eq!(ran[0].ran.as_ref().and_then(|ran| ran.missed), Some(Missed::OtherWords));
        assert!(ran[0].broken_at.is_some() && ran[1].broken_at.is_none() && ran[2].broken_at.is_none());
        assert_eq!(world.desk.warnings(&ana).await.expect("reads").n_broken, 1);

        world.clock.pass(1_000);
        docs(&world, "five").await;
        world.desk.docs_changed(&world.profile.id).await.expect("looks");
        world.clock.pass(TRIAL_DELAY_MS);
        run(&world, &ana).await;
        assert_eq!(world.desk.warnings(&ana).await.expect("reads").n_broken, 0, "as it was");
        world.desk.docs_changed(&world.profile.id).await.expect("looks");
        world.clock.pass(TRIAL_DELAY_MS);
        assert!(run(&world, &ana).await.iter().all(|it| !it.is_waiting), "answered from the same, it isn't run again");
    }
}

#[tokio::test]
async fn a_change_of_settings_runs_them_again() {
    for world in each().await {
        docs(&world, "five").await;
        let ana = world.member("ana@example.com").await;
        save(&world, &ana, ASK, answer("five")).await;
        run(&world, &ana).await;
        let keywords = vec![KeywordRule { words: "refund".to_owned(), mode: Match::Whole }];
        world.desk.change_settings(&ana, Change::Keywords { keywords }).await.expect("saves");
        world.clock.pass(TRIAL_DELAY_MS);
        let ran = run(&world, &ana).await;
        let it = ran[0].ran.as_ref().expect("ran");
        assert_eq!((it.missed, it.why), (Some(Missed::NotAnswered), Some(Reason::Keyword)));
        assert_eq!(world.desk.warnings(&ana).await.expect("reads").n_broken, 1);
    }
}

#[tokio::test]
async fn only_who_runs_a_question_by_hand_asks_the_model() {
    for world in each().await {
        let peer = Peer::start().await;
        peer.will(Act::Say(said(&[("MODEL: It takes a few days.", 1, "days to reach your bank account")])));
        world.desk.open_model(peer.model(Provider::OpenAi));
        docs(&world, "five").await;
        let ana = world.member("ana@example.com").await;
        save(&world, &ana, ASK, answer("MODEL")).await;
        let missed = |ran: &[TestQuestion]| ran[0].ran.as_ref().map(|ran| ran.missed);
        assert_eq!((missed(&run(&world, &ana).await), peer.n_asked()), (Some(None), 1));

        world.clock.pass(1_000);
        docs(&world, "nine").await;
        world.desk.docs_changed(&world.profile.id).await.expect("looks");
        world.clock.pass(TRIAL_DELAY_MS);
        assert_eq!((missed(&run(&world, &ana).await), peer.n_asked()), (Some(Some(Missed::OtherWords)), 1), "the docs have changed");
        world.desk.change_settings(&ana, Change::Keywords { keywords: Vec::new() }).await.expect("saves");
        world.clock.pass(TRIAL_DELAY_MS);
        assert_eq!((missed(&run(&world, &ana).await), peer.n_asked()), (Some(Some(Missed::OtherWords)), 1), "a setting has changed");

        world.desk.run_test_questions(&ana, None).await.expect("asks for it");
        assert_eq!((missed(&run(&world, &ana).await), peer.n_asked()), (Some(None), 2), "by hand");
        let tried = world.desk.try_question(&ana, &world.profile.id, Vec::new(), ASK).await.expect("answers");
        assert!(tried.said().contains("MODEL") && peer.n_asked() == 3, "{}", tried.said());
    }
}

#[tokio::test]
async fn questions_are_imported_once_changed_and_removed_by_their_own_workspace() {
    for world in each().await {
        docs(&world, "five").await;
        let (ana, eve) = (world.member("ana@example.com").await, world.member("eve@example.com").await);
        let lines = format!(
            "{{\"id\":\"a\",\"question\":\"{ASK}\",\"answerable\":true,\"relevant_pages\":[\"refunds\"]}}\n{{\"id\":\"b\",\"question\":\"who won?\",\"answerable\":false}}\nno JSON"
        );
        let import = || world.desk.import_test_questions(&ana, &world.profile.id, &lines, true);
        let it = import().await.expect("imports");
        assert_eq!((it.n_new, it.n_same, it.wrong), (2, 0, vec![(3, WrongLine::Unreadable)]));
        assert_eq!(import().await.expect("imports").n_same, 2);
        assert_eq!(world.desk.import_test_questions(&eve, &world.profile.id, &lines, true).await, Err(Fault::NotFound));
        let ran = run(&world, &ana).await;
        assert!(ran.len() == 2 && ran.iter().all(|it| it.ran.as_ref().is_some_and(|ran| ran.missed.is_none())), "{ran:?}");
        let id = ran[0].id.clone();
        assert_eq!(world.desk.run_test_questions(&eve, Some(id.clone())).await, Err(Fault::NotFound));
        assert_eq!(world.desk.test_questions(&eve).await.expect("reads").questions, vec![]);
        world.desk.remove_test_question(&eve, &id).await.expect("does nothing");
        let nowhere = TestDraft {
            id: Some(id.clone()),
            assistant: world.profile.id.clone(),
            question: ASK.to_owned(),
            expects: Expect::Offer { pages: vec![" ".to_owned()] },
        };
        assert!(matches!(world.desk.save_test_question(&ana, nowhere.clone()).await, Err(Fault::Invalid { .. })));
        let changed = world.desk.save_test_question(&ana, TestDraft { expects: Expect::HandOver, ..nowhere }).await.expect("saves");
        assert_eq!(
            (changed.questions.len(), &changed.questions[0].expects, changed.questions[0].ran.as_ref()),
            (2, &Expect::HandOver, None)
        );
        assert_eq!(world.desk.remove_test_question(&ana, &id).await.expect("removes").questions.len(), 1);
    }
}
