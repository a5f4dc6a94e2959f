//! Whom a rung of the ladder reaches, and why nobody where it reaches nobody.

use app::domain::{
    alert::{Channel, Kind, Permission, Preferences, Seat},
    id::AccountId,
};

/// What is known of one member when something rings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub account: AccountId,
    pub preferences: Preferences,
    /// They want to be left alone at this hour.
    pub is_quiet: bool,
    /// They said that they aren't there, whatever pages are open.
    pub is_away: bool,
    /// Their open pages.
    pub seats: Vec<Seat>,
    /// How many devices take pushes for them.
    pub n_devices: usize,
}

/// Why a rung reached nobody, or a ringing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    NobodyHere,
    /// All who have a page open said that they are away.
    Away,
    /// The browsers of all who are here let us neither show nor play anything, and none of the pages is seen.
    Blocked,
    Quiet,
    /// Nobody wants this kind over this channel.
    Unwanted,
    NoDevice,
    NoMailServer,
}

impl Why {
    /// Its name in the store and on the wire.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NobodyHere => "nobody_here",
            Self::Away => "away",
            Self::Blocked => "blocked",
            Self::Quiet => "quiet",
            Self::Unwanted => "unwanted",
            Self::NoDevice => "no_device",
            Self::NoMailServer => "no_mail_server",
        }
    }
}

/// Those of `people` whom `channel` reaches now with an alert of that kind.
///
/// # Errors
/// Why, where it reaches nobody: the reason of those who came furthest.
pub fn reached(people: &[Person], kind: Kind, channel: Channel) -> Result<Vec<AccountId>, Why> {
    let verdicts: Vec<(&Person, Option<Why>)> = people.iter().map(|it| (it, hindered(it, kind, channel))).collect();
    let reached: Vec<AccountId> = verdicts.iter().filter(|(_, why)| why.is_none()).map(|(it, _)| it.account.clone()).collect();
    if !reached.is_empty() {
        return Ok(reached);
    }
    let furthest = [Why::Blocked, Why::Quiet, Why::Unwanted, Why::Away, Why::NoDevice];
    Err(furthest.into_iter().find(|why| verdicts.iter().any(|(_, it)| it == &Some(*why))).unwrap_or(Why::NobodyHere))
}

/// Why `channel` doesn't reach them; nothing where it does.
fn hindered(it: &Person, kind: Kind, channel: Channel) -> Option<Why> {
    let lacks = match channel {
        Channel::Screen | Channel::Sound | Channel::Desktop => it.seats.is_empty().then_some(Why::NobodyHere),
        Channel::Push => (it.n_devices == 0).then_some(Why::NoDevice),
        Channel::Mail | Channel::Webhook => None,
    };
    let is_on_screen = matches!(channel, Channel::Screen | Channel::Sound | Channel::Desktop);
    let wish = it.preferences.of(kind);
    let blocked = || channel == Channel::Screen && !it.seats.iter().any(|seat| is_noticed(seat, wish.sound, wish.desktop));
    lacks
        .or_else(|| (is_on_screen && it.is_away).then_some(Why::Away))
        .or_else(|| (!wish.has(channel)).then_some(Why::Unwanted))
        .or_else(|| it.is_quiet.then_some(Why::Quiet))
        .or_else(|| blocked().then_some(Why::Blocked))
}

/// Whether somebody notices an alert on that page: it is seen, or it may play or show something.
const fn is_noticed(seat: &Seat, wants_sound: bool, wants_desktop: bool) -> bool {
    seat.is_visible || (seat.is_audible && wants_sound) || (matches!(seat.desktop, Permission::Granted) && wants_desktop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::domain::alert::Wish;

    fn seat(is_visible: bool, desktop: Permission, is_audible: bool) -> Seat {
        Seat { page: "page".to_owned(), is_visible, desktop, is_audible, lang: "en".to_owned() }
    }

    fn person(seats: Vec<Seat>, n_devices: usize) -> Person {
        let account = AccountId::parse("ana-").expect("an id");
        Person { account, preferences: Preferences::default(), is_quiet: false, is_away: false, seats, n_devices }
    }

    fn why(people: &[Person], channel: Channel) -> Option<Why> {
        reached(people, Kind::NeedsPerson, channel).err()
    }

    #[test]
    fn whom_a_channel_reaches() {
        let mut mute = Preferences::default();
        mute.set(Wish { kind: Kind::NeedsPerson, sound: false, desktop: false, push: false, mail: false });
        let hidden = |desktop, is_audible| person(vec![seat(false, desktop, is_audible)], 0);
        let quiet = |it: Person| Person { is_quiet: true, ..it };
        let away = |it: Person| Person { is_away: true, ..it };
        let muted = |it: Person| Person { preferences: mute.clone(), ..it };
        for (case, people, channel, expected) in [
            ("nobody at all", vec![], Channel::Screen, Some(Why::NobodyHere)),
            ("no page open", vec![person(vec![], 1)], Channel::Screen, Some(Why::NobodyHere)),
            ("a page that is seen", vec![person(vec![seat(true, Permission::Denied, false)], 0)], Channel::Screen, None),
            ("a page that is seen, of who is away", vec![away(hidden(Permission::Granted, true))], Channel::Screen, Some(Why::Away)),
            (
                "one is away, one isn't",
                vec![away(hidden(Permission::Granted, true)), hidden(Permission::Granted, true)],
                Channel::Screen,
                None,
            ),
            ("a device of who is away", vec![away(person(vec![], 1))], Channel::Push, None),
            ("a mail to who is away", vec![away(person(vec![], 0))], Channel::Mail, None),
            ("a hidden page that may show", vec![hidden(Permission::Granted, false)], Channel::Screen, None),
            ("a hidden page that may play", vec![hidden(Permission::Default, true)], Channel::Screen, None),
            ("a hidden page that may do nothing", vec![hidden(Permission::Denied, false)], Channel::Screen, Some(Why::Blocked)),
            (
                "a hidden page whose owner wants nothing",
                vec![muted(hidden(Permission::Granted, true))],
                Channel::Screen,
                Some(Why::Blocked),
            ),
            ("quiet hours", vec![quiet(hidden(Permission::Granted, true))], Channel::Screen, Some(Why::Quiet)),
            ("a device", vec![person(vec![], 1)], Channel::Push, None),
            ("no device", vec![person(vec![], 0)], Channel::Push, Some(Why::NoDevice)),
            ("a device at night", vec![quiet(person(vec![], 1))], Channel::Push, Some(Why::Quiet)),
            ("a device that isn't wanted", vec![muted(person(vec![], 1))], Channel::Push, Some(Why::Unwanted)),
            ("mail", vec![person(vec![], 0)], Channel::Mail, None),
            ("mail at night", vec![quiet(person(vec![], 0))], Channel::Mail, Some(Why::Quiet)),
            ("one of two", vec![quiet(person(vec![], 0)), person(vec![], 0)], Channel::Mail, None),
        ] {
            assert_eq!(why(&people, channel), expected, "{case}");
        }
    }
}
