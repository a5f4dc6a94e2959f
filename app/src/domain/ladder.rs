//! The ladder: whom a waiting visitor alerts, and when, while nobody comes.

use super::{alert::Channel, fault::Fault, time::Timestamp};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// The last rung comes within a day.
pub const LONGEST_RUNG: u32 = 24 * 3_600;
/// An address may have this many characters.
pub const LONGEST_ADDRESS: usize = 500;

/// A rung, in the order in which they are climbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// On the screens of those whose it is: whom it was given to, else that team, else everybody.
    First,
    /// On the screens of all who are here.
    All,
    /// On the devices of everybody.
    Push,
    Mail,
    /// At the workspace's own address.
    Webhook,
}

impl Rung {
    /// Every rung, the lowest first.
    pub const ALL: [Self; 5] = [Self::First, Self::All, Self::Push, Self::Mail, Self::Webhook];

    /// The rung of that number, from 0; nothing above the last.
    pub fn at(step: u32) -> Option<Self> {
        Self::ALL.get(usize::try_from(step).ok()?).copied()
    }

    /// Over which channel it rings.
    pub const fn channel(self) -> Channel {
        match self {
            Self::First | Self::All => Channel::Screen,
            Self::Push => Channel::Push,
            Self::Mail => Channel::Mail,
            Self::Webhook => Channel::Webhook,
        }
    }
}

/// When a workspace climbs. Seconds count from the moment when the visitor began to wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(default)]
pub struct Ladder {
    pub all_after: u32,
    pub push_after: u32,
    pub mail_after: u32,
    pub webhook_after: u32,
    /// A handoff that nobody opened for longer than so many minutes is counted, and the team is told so.
    pub unseen_minutes: u32,
    /// Where the last rung is told; nothing: nowhere.
    pub webhook: Option<String>,
    /// Outside business hours the rungs that reach people away from Baton ring as well, and don't wait for the morning.
    pub rings_at_night: bool,
}

impl Default for Ladder {
    fn default() -> Self {
        Self { all_after: 30, push_after: 60, mail_after: 180, webhook_after: 600, unseen_minutes: 5, webhook: None, rings_at_night: false }
    }
}

impl Ladder {
    /// Seconds from the beginning of the wait until that rung.
    pub const fn after(&self, rung: Rung) -> u32 {
        match rung {
            Rung::First => 0,
            Rung::All => self.all_after,
            Rung::Push => self.push_after,
            Rung::Mail => self.mail_after,
            Rung::Webhook => self.webhook_after,
        }
    }

    /// Whether a rung may ring while the team is closed.
    pub fn rings_while_closed(&self, rung: Rung) -> bool {
        self.rings_at_night || matches!(rung, Rung::First | Rung::All)
    }

    /// When that rung is due for a visitor who has waited since `since`.
    pub fn due(&self, rung: Rung, since: Timestamp) -> Timestamp {
        since.plus(i64::from(self.after(rung)) * 1_000)
    }

    /// The same, where it can be climbed.
    ///
    /// # Errors
    /// `Fault::Invalid` with what to mend.
    pub fn checked(self) -> Result<Self, Fault> {
        let times = Rung::ALL.map(|rung| self.after(rung));
        if times.windows(2).any(|pair| pair[0] > pair[1]) || times[4] > LONGEST_RUNG {
            return Err(Fault::invalid("ladder", "Each rung comes after the one before, and the last within a day."));
        }
        if !(1..=1_440).contains(&self.unseen_minutes) {
            return Err(Fault::invalid("unseen_minutes", "Choose 1 to 1440 minutes."));
        }
        let webhook = self.webhook.as_deref().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
        if webhook.as_ref().is_some_and(|it| it.len() > LONGEST_ADDRESS || !(it.starts_with("https://") || it.starts_with("http://"))) {
            return Err(Fault::invalid("webhook", "Give an address that starts with https://."));
        }
        Ok(Self { webhook, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rungs_are_climbed_one_after_the_other() {
        let it = Ladder::default();
        let dues: Vec<i64> = Rung::ALL.into_iter().map(|rung| it.due(rung, Timestamp(1_000)).0).collect();
        assert_eq!(dues, [1_000, 31_000, 61_000, 181_000, 601_000]);
        assert_eq!((Rung::at(0), Rung::at(4), Rung::at(5)), (Some(Rung::First), Some(Rung::Webhook), None));
    }

    #[test]
    fn only_a_ladder_that_can_be_climbed_is_kept() {
        let with = |change: fn(&mut Ladder)| {
            let mut it = Ladder::default();
            change(&mut it);
            it.checked()
        };
        assert!(with(|_| {}).is_ok());
        assert!(with(|it| it.push_after = 10).is_err());
        assert!(with(|it| it.webhook_after = LONGEST_RUNG + 1).is_err());
        assert!(with(|it| it.unseen_minutes = 0).is_err());
        assert!(with(|it| it.webhook = Some("ftp://x".to_owned())).is_err());
        assert_eq!(with(|it| it.webhook = Some("  ".to_owned())).map(|it| it.webhook), Ok(None));
    }
}
