//! Sample conversations, held through the real pipeline by a desk whose clock stands in the past.

use crate::{
    assets, chance,
    clock::{Clock, StillClock},
    desk::Desk,
    react::Job,
    store::{self, assistant::Profile, job::Claimed},
};
use anyhow::{Context, bail};
use app::{
    api::{Caller, inbox::InboxDesk},
    domain::{
        command::{Command, Then},
        id::{ConversationId, WorkspaceId},
        person::Agent,
        text::Body,
        time::Timestamp,
    },
    talk::Say,
};
use futures::FutureExt;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
struct Script {
    visitor: Visitor,
    page: String,
    minutes_ago: i64,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Visitor {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Step {
    #[serde(flatten)]
    what: What,
    after_seconds: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Say(String),
    AskForPerson(#[expect(dead_code, reason = "the script says `true`; only that it is said counts")] bool),
    Claim(String),
    Reply(Words),
    Note(Words),
    HandBack(String),
    Close(String),
}

#[derive(Deserialize)]
struct Words {
    by: String,
    text: String,
}

/// Between two steps that don't say how far apart they are.
const PAUSE_SECONDS: i64 = 20;

/// A desk in the past, and the people who work there.
struct Past<'a> {
    desk: Arc<Desk>,
    clock: Arc<StillClock>,
    workspace: &'a WorkspaceId,
    agents: &'a [(&'static str, Agent)],
}

/// Holds the sample conversations, the oldest first.
pub(super) async fn hold_conversations(
    desk: &Arc<Desk>,
    profile: &Profile,
    agents: &[(&'static str, Agent)],
    public_url: &str,
) -> anyhow::Result<()> {
    let text = assets::demo("conversations.json").context("the sample conversations are in the binary")?;
    let mut scripts: Vec<Script> = serde_json::from_str(&text).context("reading the sample conversations")?;
    scripts.sort_by_key(|script| -script.minutes_ago);
    let clock = Arc::new(StillClock::at(desk.clock.now()));
    let past = Past { desk: desk.at(clock.clone()), clock, workspace: &profile.workspace, agents };
    for script in scripts {
        past.clock.set(desk.clock.now().plus(-script.minutes_ago * 60_000));
        past.hold(profile, script, public_url).await?;
    }
    // What was long ago is old news: the bell has it, and nothing rings for it.
    let (wall, members, now) = (profile.workspace.clone(), agents.to_vec(), desk.clock.now());
    let work = desk.db.write::<_, crate::db::Error, _>(move |tx| {
        async move {
            for (_, agent) in &members {
                store::alert::opened_all(tx, &wall, &agent.id, now).await?;
            }
            Ok(())
        }
        .boxed()
    });
    Ok(work.await?)
}

impl Past<'_> {
    async fn hold(&self, profile: &Profile, script: Script, public_url: &str) -> anyhow::Result<()> {
        let welcome = self.desk.welcome(&profile.public_key, None).await?;
        let guest = self.desk.guest(&welcome.token).await?;
        if let Some(name) = &script.visitor.name {
            self.desk.introduce(&guest, name).await?;
        }
        for step in script.steps {
            self.clock.pass(step.after_seconds.unwrap_or(PAUSE_SECONDS) * 1000);
            match step.what {
                What::Say(body) => {
                    let say = Say {
                        id: chance::id(self.clock.now()),
                        body,
                        page: Some(format!("{public_url}{}", script.page)),
                        ..Say::default()
                    };
                    self.desk.say(&guest, say).await?;
                }
                What::AskForPerson(_) => drop(self.desk.ask_for_person(&guest).await?),
                by_agent => {
                    let found = store::conversation::of_visitor(&self.desk.db, self.workspace, &guest.visitor).await?;
                    self.by_agent(&found.context("the visitor has said something")?.id, by_agent).await?;
                }
            }
            self.answer().await?;
        }
        Ok(())
    }

    async fn by_agent(&self, id: &ConversationId, what: What) -> anyhow::Result<()> {
        let message = || chance::message(self.clock.now());
        let (by, command) = match what {
            What::Claim(by) => (by, Command::Claim),
            What::Reply(words) => (
                words.by,
                Command::Reply {
                    id: message(),
                    body: Body::plain(&words.text)?,
                    seen: None,
                    shown: None,
                    files: Vec::new(),
                    then: Then::Stay,
                },
            ),
            What::Note(words) => {
                (words.by, Command::Note { id: message(), body: Body::plain(&words.text)?, files: Vec::new(), mentions: Vec::new() })
            }
            What::HandBack(by) => (by, Command::HandBack { settled: None }),
            What::Close(by) => (by, Command::Close),
            What::Say(_) | What::AskForPerson(_) => bail!("a visitor's step"),
        };
        let agent = self.agents.iter().find(|(short, _)| *short == by).map(|(_, agent)| agent.clone()).context("an agent of the sample")?;
        let me = Caller { workspace: self.workspace.clone(), workspace_name: String::new(), account: agent.id, name: agent.name };
        self.desk.act(&me, id, command).await?;
        Ok(())
    }

    /// Takes the assistant's turns that are due, a moment later. No worker runs yet.
    async fn answer(&self) -> anyhow::Result<()> {
        while let Some(job) = self.claim().await? {
            self.clock.pass(800);
            if let Job::Answer { conversation, epoch } = serde_json::from_str(&job.payload)? {
                self.desk.take_turn(self.workspace, &conversation, epoch, &job.id).await?;
            }
            self.desk.db.write(move |tx| async move { store::job::finish(tx, &job.id, job.fence).await }.boxed()).await?;
        }
        Ok(())
    }

    async fn claim(&self) -> anyhow::Result<Option<Claimed>> {
        let now: Timestamp = self.clock.now();
        Ok(self.desk.db.write(move |tx| async move { store::job::claim(tx, "answer", now, now.plus(60_000)).await }.boxed()).await?)
    }
}
