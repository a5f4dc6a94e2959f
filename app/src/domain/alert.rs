//! Alerts: who of the team is told what, and over which channels.

use super::{
    fault::Fault,
    handoff::Reason,
    hours::{DAY, Span},
    id::{AlertId, ConversationId},
    person::{Author, Visitor},
    text::Name,
    time::Timestamp,
};
use crate::read::Read;
use serde::{Deserialize, Serialize};

/// Why somebody is alerted. Where one event calls for several, the first of them is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A visitor waits in the queue.
    NeedsPerson,
    /// Somebody called me in a note.
    Mentioned,
    /// A conversation was given to me, or to a team of mine.
    Assigned,
    /// The visitor wrote in a conversation that I hold.
    Message,
    /// What was put away is back, as its time has come.
    Woke,
    /// The AI goes on, and says that a person should look.
    Suggested,
    PromiseDue,
    /// A visitor waits longer than the workspace's target.
    TargetMissed,
    /// I asked whether my devices ring.
    Test,
}

impl Kind {
    /// Every kind that comes by itself.
    pub const ALL: [Self; 8] = [
        Self::NeedsPerson,
        Self::Mentioned,
        Self::Assigned,
        Self::Message,
        Self::Woke,
        Self::Suggested,
        Self::PromiseDue,
        Self::TargetMissed,
    ];

    /// Its name in the store.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NeedsPerson => "needs_person",
            Self::Mentioned => "mentioned",
            Self::Assigned => "assigned",
            Self::Message => "message",
            Self::Woke => "woke",
            Self::Suggested => "suggested",
            Self::PromiseDue => "promise_due",
            Self::TargetMissed => "target_missed",
            Self::Test => "test",
        }
    }

    /// The kind of that name.
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.into_iter().chain([Self::Test]).find(|it| it.key() == key)
    }
}

/// What an alert says: who, and the first words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Told {
    pub by: Author,
    pub visitor: Option<Visitor>,
    pub why: Option<Reason>,
    /// The team of mine that got it, where it isn't given to me alone.
    pub team: Option<Name>,
    pub words: String,
}

/// An alert as its member sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Alert {
    pub id: AlertId,
    /// Nothing for a test.
    pub conversation: Option<ConversationId>,
    pub kind: Kind,
    pub told: Told,
    pub raised_at: Timestamp,
    /// How often it was rung anew, since nobody came.
    pub rung: u32,
    pub shown_at: Option<Timestamp>,
    pub opened_at: Option<Timestamp>,
}

/// How an alert reaches its member, beside the bell, which always has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The bell of an open page.
    Screen,
    Sound,
    Desktop,
    Push,
    Mail,
    /// The workspace's own address.
    Webhook,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 6] = [Self::Screen, Self::Sound, Self::Desktop, Self::Push, Self::Mail, Self::Webhook];

    /// Its name in the store.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::Sound => "sound",
            Self::Desktop => "desktop",
            Self::Push => "push",
            Self::Mail => "mail",
            Self::Webhook => "webhook",
        }
    }

    /// The channel of that name.
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }
}

/// Over which channels a member wants one kind of alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Wish {
    pub kind: Kind,
    pub sound: bool,
    pub desktop: bool,
    pub push: bool,
    pub mail: bool,
}

impl Wish {
    /// As it comes: all that is heard and seen at once, and mail where somebody waits, asks for me or was promised something. What
    /// the AI only suggests disturbs nobody: it stands in the bell.
    pub const fn of(kind: Kind) -> Self {
        let mail = matches!(kind, Kind::NeedsPerson | Kind::Mentioned | Kind::PromiseDue | Kind::TargetMissed | Kind::Test);
        let calls = !matches!(kind, Kind::Suggested);
        Self { kind, sound: calls, desktop: calls, push: calls, mail }
    }

    /// Whether it is wanted over that channel.
    pub const fn has(&self, channel: Channel) -> bool {
        match channel {
            Channel::Sound => self.sound,
            Channel::Desktop => self.desktop,
            Channel::Push => self.push,
            Channel::Mail => self.mail,
            Channel::Screen | Channel::Webhook => true,
        }
    }

    /// The same, where that channel is wanted or not.
    #[must_use]
    pub const fn with(mut self, channel: Channel, is_wanted: bool) -> Self {
        match channel {
            Channel::Sound => self.sound = is_wanted,
            Channel::Desktop => self.desktop = is_wanted,
            Channel::Push => self.push = is_wanted,
            Channel::Mail => self.mail = is_wanted,
            Channel::Screen | Channel::Webhook => {}
        }
        self
    }
}

/// When a member wants to be left alone, each day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Quiet {
    pub span: Span,
    /// The IANA name of their time zone.
    pub zone: String,
}

/// What a member wants to be told, and when not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(default)]
pub struct Preferences {
    /// Kinds that aren't named are as they come.
    pub wishes: Vec<Wish>,
    pub quiet: Option<Quiet>,
}

impl Preferences {
    /// What they want of one kind.
    pub fn of(&self, kind: Kind) -> Wish {
        self.wishes.iter().find(|it| it.kind == kind).copied().unwrap_or_else(|| Wish::of(kind))
    }

    /// The same with another wish.
    pub fn set(&mut self, wish: Wish) {
        self.wishes.retain(|it| it.kind != wish.kind);
        self.wishes.push(wish);
    }

    /// The same, where it can be kept. Whether the zone exists is for the server to say.
    ///
    /// # Errors
    /// `Fault::Invalid` with what to mend.
    pub fn checked(self) -> Result<Self, Fault> {
        if self.wishes.len() > Kind::ALL.len() {
            return Err(Fault::invalid("wishes", "Say once for each kind of alert how you want it."));
        }
        if self.quiet.as_ref().is_some_and(|it| it.span.from >= DAY || it.span.to > DAY || it.span.from == it.span.to) {
            return Err(Fault::invalid("quiet", "Quiet hours need two different times of the day, such as 20:00 to 08:00."));
        }
        Ok(self)
    }
}

/// A member's open page: what it can do when an alert comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// Made by the page, the same as long as it lives.
    pub page: String,
    pub is_visible: bool,
    pub desktop: Permission,
    /// The browser lets it play sounds.
    pub is_audible: bool,
    /// The language that it is in.
    pub lang: String,
}

/// Whether a browser lets us show notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    Granted,
    Denied,
    /// Nobody was asked yet.
    #[default]
    Default,
    /// This browser knows no notifications.
    Unsupported,
}

impl Permission {
    /// Its name, as browsers and the store have it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Denied => "denied",
            Self::Default => "default",
            Self::Unsupported => "unsupported",
        }
    }

    /// The permission of that name.
    pub fn named(key: &str) -> Self {
        [Self::Granted, Self::Denied, Self::Default].into_iter().find(|it| it.key() == key).unwrap_or(Self::Unsupported)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_set_is_as_it_comes() {
        let mut it = Preferences::default();
        assert_eq!(it.of(Kind::Message), Wish { kind: Kind::Message, sound: true, desktop: true, push: true, mail: false });
        it.set(Wish::of(Kind::Message).with(Channel::Sound, false));
        it.set(Wish::of(Kind::Message).with(Channel::Mail, true));
        let wish = it.of(Kind::Message);
        assert_eq!((wish.has(Channel::Sound), wish.has(Channel::Mail), wish.has(Channel::Screen)), (true, true, true));
        assert!(it.of(Kind::NeedsPerson).mail && it.of(Kind::PromiseDue).mail);
    }

    #[test]
    fn quiet_hours_are_two_times_of_the_day() {
        let quiet =
            |from, to| Preferences { quiet: Some(Quiet { span: Span { from, to }, zone: "UTC".to_owned() }), ..Preferences::default() };
        for (from, to, holds) in [(1200, 480, true), (0, 1440, true), (60, 60, false), (1440, 1, false), (0, 1441, false)] {
            assert_eq!(quiet(from, to).checked().is_ok(), holds, "{from} to {to}");
        }
    }

    #[test]
    fn kinds_and_channels_are_known_by_their_keys() {
        assert!(Kind::ALL.into_iter().all(|it| Kind::named(it.key()) == Some(it)));
        assert!(Channel::ALL.into_iter().all(|it| Channel::named(it.key()) == Some(it)));
        assert_eq!(Kind::named("nothing"), None);
    }
}
