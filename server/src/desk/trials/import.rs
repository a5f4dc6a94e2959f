//! Questions from a file: one JSON object per line, as `baton eval` reads them.

use super::{MOST, add_job, checked, too_many};
use crate::{
    answer::judge::pattern,
    chance,
    desk::{Desk, Failure, Result},
    eval::metrics::Labelled,
    store,
};
use app::{
    api::trials::{Imported, WrongLine},
    domain::{
        id::{AssistantId, WorkspaceId},
        text::Body,
        trial::Expect,
    },
};
use futures::FutureExt;
use std::collections::HashSet;

/// A question that a line holds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    question: String,
    expects: Expect,
}

impl Desk {
    pub(super) async fn import_tests(
        &self,
        workspace: &WorkspaceId,
        assistant: &AssistantId,
        lines: &str,
        may_offer: bool,
    ) -> Result<Imported> {
        let profile = self.assistant_of(workspace, assistant).await?;
        let (fit, wrong) = read(lines, may_offer);
        let known: HashSet<String> = store::test_question::all(&self.db, workspace)
            .await?
            .into_iter()
            .filter(|it| it.assistant == profile.id)
            .map(|it| it.question)
            .collect();
        let n_fit = fit.len() as u64;
        let mut seen = known;
        let new: Vec<Line> = fit.into_iter().filter(|line| seen.insert(line.question.clone())).collect();
        let n_new = new.len() as u64;
        let (wall, now) = (workspace.clone(), self.clock.now());
        let add = self.db.write::<_, Failure, _>(move |tx| {
            async move {
                if store::test_question::count(tx, &wall).await? + new.len() as u64 > MOST {
                    return Err(too_many());
                }
                for (nth, Line { question, expects }) in (0..).zip(&new) {
                    // Ids sort by age: the order of the file stays.
                    let id = chance::test_question(now.plus(nth));
                    store::test_question::save(tx, &wall, &id, &profile.id, question, expects, now).await?;
                }
                Ok(add_job(tx, &wall, now, now).await?)
            }
            .boxed()
        });
        add.await?;
        self.trials.notify_one();
        Ok(Imported { n_new, n_same: n_fit - n_new, wrong, tests: self.read_tests(workspace).await? })
    }
}

/// The questions of a file, and the lines that hold none.
fn read(lines: &str, may_offer: bool) -> (Vec<Line>, Vec<(u64, WrongLine)>) {
    let (mut fit, mut wrong) = (Vec::new(), Vec::new());
    for (nth, line) in (1..).zip(lines.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match line_of(line, may_offer) {
            Ok(line) => fit.push(line),
            Err(why) => wrong.push((nth, why)),
        }
    }
    (fit, wrong)
}

fn line_of(line: &str, may_offer: bool) -> Result<Line, WrongLine> {
    let it: Labelled = serde_json::from_str(line).map_err(|_| WrongLine::Unreadable)?;
    let question = Body::plain(&it.question).map_err(|_| WrongLine::Question)?.text;
    if it.answer_pattern.as_ref().is_some_and(|text| pattern(text).is_none()) {
        return Err(WrongLine::Pattern);
    }
    let expects = match (it.answerable, may_offer) {
        (false, _) => Expect::HandOver,
        (true, true) => Expect::Offer { pages: it.relevant_pages },
        (true, false) => Expect::Answer { pages: it.relevant_pages, pattern: it.answer_pattern },
    };
    Ok(Line { question, expects: checked(expects).map_err(|_| WrongLine::NoPage)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_question_or_says_why_not() {
        let file = r#"{"id": "a", "question": "How long?", "answerable": true, "relevant_pages": ["refunds"], "answer_pattern": "five|5"}

{"id": "b", "question": "Where is my order?", "answerable": false, "kind": "account"}
{"id": "c", "question": " ", "answerable": false}
{"id": "d", "question": "What?", "answerable": true}
{"id": "e", "question": "What?", "answerable": true, "relevant_pages": ["a"], "answer_pattern": "("}
no JSON"#;
        let (fit, wrong) = read(file, false);
        let pages = vec!["refunds".to_owned()];
        let line = |question: &str, expects| Line { question: question.to_owned(), expects };
        assert_eq!(
            fit,
            vec![
                line("How long?", Expect::Answer { pages: pages.clone(), pattern: Some("five|5".to_owned()) }),
                line("Where is my order?", Expect::HandOver),
            ]
        );
        assert_eq!(wrong, vec![(4, WrongLine::Question), (5, WrongLine::NoPage), (6, WrongLine::Pattern), (7, WrongLine::Unreadable)]);
        assert_eq!(read(file, true).0[0].expects, Expect::Offer { pages });
    }
}
