//! `baton eval --saved`: the questions that the owners of this database check, asked of their docs.

use crate::{
    clock::SystemClock,
    config::DataConfig,
    db::Db,
    desk::Desk,
    library::Library,
    secret::Keys,
    store::{self, test_question::Kept},
};
use anyhow::bail;
use app::domain::trial::{Missed, Ran};
use std::sync::Arc;

/// Runs all of them and prints what came of each. Nothing is kept.
///
/// # Errors
/// Where one fails, there is none, or the database can't be read.
pub(super) async fn run(data: &DataConfig) -> anyhow::Result<()> {
    let library = Library::open(data.model().as_deref())?;
    let desk = Desk::new(Db::open(&data.url()?).await?, Arc::new(SystemClock), Keys::from_secret(&[]), library);
    let (mut n, mut n_failed) = (0, 0);
    for profile in store::assistant::all(&desk.db).await? {
        let questions = store::test_question::all(&desk.db, &profile.workspace).await?;
        let own: Vec<Kept> = questions.into_iter().filter(|it| it.assistant == profile.id).map(by_hand).collect();
        if own.is_empty() {
            continue;
        }
        desk.library.refresh(&desk.db, &profile).await?;
        desk.library.encode(&desk.db, &profile).await?;
        println!("{}:", profile.name.as_str());
        for it in &own {
            let ran = desk.examine(&profile.workspace, it).await;
            n += 1;
            n_failed += usize::from(ran.missed.is_some());
            println!("{}", line(it, &ran));
        }
    }
    match (n, n_failed) {
        (0, _) => bail!("there are no test questions; add some at /knowledge/questions"),
        (_, 0) => {
            println!("{n} passed");
            Ok(())
        }
        _ => bail!("{n_failed} of {n} test questions fail"),
    }
}

/// Whatever it waits for: whoever calls this program runs it by hand.
fn by_hand(it: Kept) -> Kept {
    Kept { is_by_hand: true, ..it }
}

fn line(it: &Kept, ran: &Ran) -> String {
    match ran.missed {
        None => format!("  pass  {}", it.question),
        Some(missed) => format!("  FAIL  {} ({}; expected {})", it.question, why(missed, ran), it.expects.pages().join(", ")),
    }
}

fn why(missed: Missed, ran: &Ran) -> String {
    let pages = ran.pages.join(", ");
    match missed {
        Missed::NotAnswered => "it handed over".to_owned(),
        Missed::OnlyOffered => format!("it only offered {pages}"),
        Missed::OtherPage => format!("it used {pages}"),
        Missed::OtherWords => "the answer lacks the expected words".to_owned(),
        Missed::NotHandedOver => format!("it used {pages} where a person was expected"),
        Missed::Broken => "it couldn't be run".to_owned(),
    }
}
