//! What is known of each member when something rings.

use crate::{db::Tx, desk::Result, hours::Schedule, react::alert::reach::Person, store};
use app::domain::{
    alert::{Preferences, Quiet},
    hours::{Hours, Weekday, Weekly},
    id::{AccountId, WorkspaceId},
    time::Timestamp,
};

/// A page that hasn't said so for so many milliseconds isn't there any more. Browsers let a hidden one speak once a minute.
pub const SEATED_MS: i64 = 75_000;

/// These members, as they can be reached at `now`.
pub(super) async fn people(tx: &mut Tx, workspace: &WorkspaceId, accounts: &[AccountId], now: Timestamp) -> Result<Vec<Person>> {
    let mut wishes = store::alert_wish::all(tx, workspace).await?;
    let seats = store::seat::since(tx, workspace, now.plus(-SEATED_MS)).await?;
    let away = store::attendance::away(tx, workspace).await?;
    let devices = store::device::counts(tx, workspace).await?;
    let person = |account: &AccountId| {
        let preferences = wishes.remove(account).unwrap_or_default();
        Person {
            account: account.clone(),
            is_quiet: is_quiet(&preferences, now),
            is_away: away.contains(account),
            preferences,
            seats: seats.iter().filter(|(who, _)| who == account).map(|(_, seat)| seat.clone()).collect(),
            n_devices: devices.get(account).copied().unwrap_or_default(),
        }
    };
    Ok(accounts.iter().map(person).collect())
}

/// Whether a member wants to be left alone at `now`.
pub(super) fn is_quiet(preferences: &Preferences, now: Timestamp) -> bool {
    // A zone that isn't known any more disturbs rather than it hides.
    preferences.quiet.as_ref().is_some_and(|it| schedule(it).is_ok_and(|schedule| schedule.is_open(now)))
}

/// The hours of rest, as a schedule that is "open" while they last.
///
/// # Errors
/// `Fault::Invalid` where the time zone isn't known.
pub(super) fn schedule(it: &Quiet) -> Result<Schedule> {
    let week = Weekday::ALL.map(|day| Weekly { day, span: it.span }).to_vec();
    Ok(Schedule::new(Hours { zone: it.zone.clone(), week, holidays: Vec::new() })?)
}
