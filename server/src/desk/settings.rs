//! What a workspace wants. Each section is read where it is used, so a change takes effect at once, on every node.

mod card;
mod model;
mod rehearsal;
mod teams;

pub(super) use card::Cards;

use super::{Desk, Failure, Result, listen::topics, trials};
use crate::{
    db,
    hours::{Schedule, zones},
    store::{self, setting::Section as Kept},
    wait,
};
use anyhow::Context;
use app::{
    api::{
        Caller,
        settings::{
            CardDraft, Change, Ears, Heard, InTime, ModelDraft, Record, Rehearsal, Routed, Section, SettingsDesk, Shown, Standing, WallTime,
        },
    },
    domain::{
        card::Looked,
        fault::Fault,
        hours::{Date, Hours, Weekday},
        id::{ConversationId, WorkspaceId},
        model::Tried,
        near::Sharing,
        policy::Policy,
        routing::Rule,
        settings::{Allowance, Listening, Promptness},
        time::Timestamp,
    },
};
use futures::FutureExt;
use jiff::civil::DateTime;

/// So many of the latest waits make the record.
const WAITS: i64 = 500;

#[async_trait::async_trait]
impl SettingsDesk for Desk {
    async fn settings(&self, me: &Caller, section: Section) -> Result<Shown, Fault> {
        self.shown(me, section).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn change_settings(&self, me: &Caller, change: Change) -> Result<Shown, Fault> {
        self.change(me, change).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn try_sentence(&self, me: &Caller, text: &str, draft: Ears) -> Result<Vec<Heard>, Fault> {
        self.hear_sentence(&me.workspace, text, draft).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn rehearse(&self, me: &Caller, draft: Ears) -> Result<Rehearsal, Fault> {
        self.hear_history(&me.workspace, draft).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn try_card(&self, me: &Caller, draft: CardDraft, email: &str) -> Result<Looked, Fault> {
        self.look_as_drafted(&me.workspace, draft, email).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn try_routing(&self, me: &Caller, rules: Vec<Rule>) -> Result<Routed, Fault> {
        self.route_history(me, rules).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn try_model(&self, me: &Caller, draft: ModelDraft) -> Result<Tried, Fault> {
        self.ask_as_drafted(&me.workspace, draft).await.map_err(|failure| failure.told(self.clock.now()))
    }

    async fn card(&self, me: &Caller, id: &ConversationId) -> Result<Looked, Fault> {
        self.card_of(&me.workspace, id).await.map_err(|failure| failure.told(self.clock.now()))
    }
}

impl Desk {
    async fn shown(&self, me: &Caller, section: Section) -> Result<Shown> {
        let workspace = &me.workspace;
        match section {
            Section::Handoff => Ok(Shown::Handoff { policy: self.kept(workspace).await? }),
            Section::Topics => {
                let listening: Listening = self.kept(workspace).await?;
                Ok(Shown::Topics { topics: topics(&listening), is_usual: listening.topics.is_none(), keywords: listening.keywords })
            }
            Section::Hours => {
                let hours: Hours = self.kept(workspace).await?;
                Ok(Shown::Hours { standing: standing(&Schedule::new(hours.clone())?, self.clock.now())?, hours, zones: zones() })
            }
            Section::Answers => Ok(Shown::Answers { promptness: self.kept(workspace).await?, record: self.record(workspace).await? }),
            Section::Teams => self.teams(me).await,
            Section::Card => self.card_shown(workspace).await,
            Section::Privacy => Ok(Shown::Privacy { sharing: self.kept(workspace).await? }),
            Section::Assistants => self.assistants_shown(workspace).await,
            Section::Identity => self.doors(workspace, None).await,
            Section::Model => self.model_shown(workspace).await,
        }
    }

    async fn change(&self, me: &Caller, change: Change) -> Result<Shown> {
        let workspace = &me.workspace;
        let section = match change {
            Change::Handoff { policy } => {
                let policy = policy.checked()?;
                self.set(workspace, move |it: &mut Policy| *it = policy).await?;
                Section::Handoff
            }
            Change::Keywords { keywords } => {
                let fresh = Listening { keywords, topics: None }.checked()?;
                self.set(workspace, move |it: &mut Listening| it.keywords = fresh.keywords).await?;
                Section::Topics
            }
            Change::Topics { topics } => {
                let fresh = Listening { topics, keywords: Vec::new() }.checked()?;
                self.set(workspace, move |it: &mut Listening| it.topics = fresh.topics).await?;
                Section::Topics
            }
            Change::Hours { hours } => {
                Schedule::new(hours.clone())?;
                self.set(workspace, move |it: &mut Hours| *it = hours).await?;
                Section::Hours
            }
            Change::Answers { promptness } => {
                let promptness = promptness.checked()?;
                self.set(workspace, move |it: &mut Promptness| *it = promptness).await?;
                Section::Answers
            }
            Change::Team { id, name, members } => {
                self.save_team(me, id, &name, members).await?;
                Section::Teams
            }
            Change::RemoveTeam { id } => {
                self.remove_team(me, &id).await?;
                Section::Teams
            }
            Change::Routing { rules } => {
                self.save_routing(workspace, rules).await?;
                Section::Teams
            }
            Change::Card { draft } => {
                self.save_card(workspace, draft).await?;
                Section::Card
            }
            Change::Privacy { sharing } => {
                self.set(workspace, move |it: &mut Sharing| *it = sharing).await?;
                Section::Privacy
            }
            Change::Assistant { id, face } => {
                self.save_assistant(workspace, id, face).await?;
                Section::Assistants
            }
            Change::SwitchAssistant { id, is_on } => {
                self.switch_assistant(workspace, id, is_on).await?;
                Section::Assistants
            }
            Change::NewSecret { assistant } => return self.renew_secret(workspace, assistant).await,
            Change::Sites { assistant, sites } => {
                self.set_sites(workspace, &assistant, &sites).await?;
                Section::Identity
            }
            Change::Fields { assistant, fields } => {
                self.set_fields(workspace, &assistant, fields).await?;
                Section::Identity
            }
            Change::Model { draft } => {
                self.save_model(workspace, draft).await?;
                Section::Model
            }
            Change::Allowance { allowance } => {
                let allowance = allowance.checked()?;
                self.set(workspace, move |it: &mut Allowance| *it = allowance).await?;
                Section::Model
            }
        };
        self.shown(me, section).await
    }

    /// A section as it is kept.
    async fn kept<S: Kept + Unpin>(&self, workspace: &WorkspaceId) -> Result<S> {
        Ok(store::setting::read(&self.db, workspace).await?)
    }

    /// Changes a section, or the part of it that `change` is about: what a colleague does to another part meanwhile stays.
    async fn set<S: Kept + Sync + 'static>(&self, workspace: &WorkspaceId, change: impl FnOnce(&mut S) + Send + 'static) -> Result<()> {
        let (wall, now) = (workspace.clone(), self.clock.now());
        let written = self.db.write::<_, db::Error, _>(move |tx| {
            async move {
                // Two who change it at once take turns.
                store::workspace::lock(tx, &wall).await?;
                let mut section: S = store::setting::load(tx, &wall).await?;
                change(&mut section);
                store::setting::save(tx, &wall, &section, now).await?;
                trials::want_again(tx, &wall, now).await
            }
            .boxed()
        });
        Ok(written.await?)
    }

    async fn record(&self, workspace: &WorkspaceId) -> Result<Record> {
        let (waits, now) = (store::wait::read(&self.db, workspace, WAITS).await?, self.clock.now());
        let (n_held, n_told) = wait::record(&waits, now);
        let promptness: Promptness = self.kept(workspace).await?;
        let schedule = Schedule::new(self.kept(workspace).await?)?;
        let target = promptness.target_minutes.map(|minutes| {
            let (n_in_time, n_due) = wait::in_time(&waits, now, i64::from(minutes) * 60_000, |from, to| schedule.open_ms_between(from, to));
            InTime { n_in_time: n_in_time as u64, n_due: n_due as u64 }
        });
        Ok(Record { n_told: n_told as u64, n_held: n_held as u64, target })
    }
}

/// How a schedule stands at `at`.
fn standing(schedule: &Schedule, at: Timestamp) -> Result<Standing> {
    let is_open = schedule.is_open(at);
    let until = if is_open { schedule.closes_next(at) } else { schedule.opens_next(at) };
    let now = schedule.local(at);
    let wall = |moment: DateTime| wall_time(moment, now).with_context(|| format!("{moment} as a day of ours")).map_err(Failure::Broken);
    Ok(Standing { is_open, now: wall(now)?, until: until.map(|it| wall(schedule.local(it))).transpose()? })
}

fn wall_time(it: DateTime, today: DateTime) -> Option<WallTime> {
    let date = Date::new(it.year(), u8::try_from(it.month()).ok()?, u8::try_from(it.day()).ok()?)?;
    let day = Weekday::ALL[usize::try_from(it.weekday().to_monday_zero_offset()).ok()?];
    let minute = u16::try_from(i32::from(it.hour()) * 60 + i32::from(it.minute())).ok()?;
    let ahead = it.date().since(today.date()).ok()?.get_days();
    Some(WallTime { date, day, minute, ahead: u16::try_from(ahead).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::hours::Span;

    #[test]
    fn hours_stand_on_the_workspaces_own_clock() {
        // 2025-11-14, a Friday, 16:00 in Berlin.
        let friday = Timestamp(1_763_132_400_000);
        let schedule = Schedule::new(Hours::weekdays("Europe/Berlin", Span::new((9, 0), (17, 0)))).expect("fits");
        let told = |at| {
            let it = standing(&schedule, at).unwrap_or_else(|failure| panic!("{failure:?}"));
            let until = it.until.expect("within a year");
            (it.is_open, it.now.minute, until.day, until.minute, until.ahead)
        };
        assert_eq!(told(friday), (true, 16 * 60, Weekday::Friday, 17 * 60, 0));
        assert_eq!(told(friday.plus(2 * 3_600_000)), (false, 18 * 60, Weekday::Monday, 9 * 60, 3));
        let always = Schedule::new(Hours::default()).expect("fits");
        assert!(standing(&always, friday).is_ok_and(|it| it.is_open && it.until.is_none()));
    }

    #[test]
    fn every_zone_that_is_offered_can_be_chosen() {
        let zones = zones();
        assert!(zones.len() > 300 && zones.iter().any(|zone| zone == "Europe/Berlin"));
        let refused: Vec<_> = zones.iter().filter(|zone| crate::hours::zone(zone).is_err()).collect();
        assert!(refused.is_empty(), "{refused:?}");
    }
}
