//! Whether a visitor is written to now, and how much we say. See the module's head for why.

use app::domain::time::Timestamp;

const HOUR_MS: i64 = 3_600_000;
/// Counts are taken over the last hour and the last day.
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// What is known of an address in a conversation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// When it was told that a reply waits.
    pub told_at: Option<Timestamp>,
    /// When its owner showed that it is theirs.
    pub confirmed_at: Option<Timestamp>,
    /// When its owner wanted no more.
    pub stopped_at: Option<Timestamp>,
    /// When a mail came back.
    pub bounced_at: Option<Timestamp>,
}

/// How many mails went out lately.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// To this address, from the whole installation.
    pub address_hour: i64,
    pub address_day: i64,
    /// Of these, those that only told that a reply waits.
    pub address_notices_day: i64,
    /// Notices to addresses that were typed at the same network address.
    pub giver_notices_hour: i64,
    pub giver_notices_day: i64,
    /// Notices to anybody.
    pub notices_hour: i64,
    pub notices_day: i64,
    /// To any visitor.
    pub all_hour: i64,
    pub all_day: i64,
}

/// What may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The replies themselves.
    Replies,
    /// That a reply waits.
    Notice,
    /// Nothing, and nothing will change that but the address's owner.
    Never(Held),
    /// Nothing until counts have fallen.
    Later(Held),
}

/// Why nothing was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    Stopped,
    Bounced,
    AwaitsConfirmation,
    TooManyToAddress,
    TooManyFromNetwork,
    TooMany,
}

impl Held {
    /// The reason as the team reads it.
    pub const fn say(self) -> &'static str {
        match self {
            Self::Stopped => "They asked for no more mails about this conversation.",
            Self::Bounced => "Mail to this address came back.",
            Self::AwaitsConfirmation => "They were told that a reply waits, and haven't confirmed the address yet.",
            Self::TooManyToAddress => "This address was written to a lot lately; the mail waits.",
            Self::TooManyFromNetwork => "Many addresses were given from the same network; the mail waits.",
            Self::TooMany => "A lot of mail went out lately; the mail waits.",
        }
    }
}

/// What may be sent to a visitor's address, given what is known of it and how much went out.
pub fn verdict(it: &Standing, counts: &Counts) -> Verdict {
    match it {
        Standing { stopped_at: Some(_), .. } => Verdict::Never(Held::Stopped),
        Standing { bounced_at: Some(_), .. } => Verdict::Never(Held::Bounced),
        Standing { confirmed_at: Some(_), .. } => capped(Verdict::Replies, replies_cap(counts)),
        Standing { told_at: Some(_), .. } => Verdict::Never(Held::AwaitsConfirmation),
        _ => capped(Verdict::Notice, notices_cap(counts)),
    }
}

fn capped(free: Verdict, cap: Option<Held>) -> Verdict {
    cap.map_or(free, Verdict::Later)
}

/// A confirmed address: a busy exchange fits, a loop doesn't.
const fn replies_cap(it: &Counts) -> Option<Held> {
    if it.address_hour >= 20 || it.address_day >= 60 {
        Some(Held::TooManyToAddress)
    } else if it.all_hour >= 1_000 || it.all_day >= 5_000 {
        Some(Held::TooMany)
    } else {
        None
    }
}

/// An address that may be a stranger's: one notice a day, few from one network, and a bound on what a flood can reach.
const fn notices_cap(it: &Counts) -> Option<Held> {
    if it.address_notices_day >= 1 || it.address_day >= 60 {
        Some(Held::TooManyToAddress)
    } else if it.giver_notices_hour >= 5 || it.giver_notices_day >= 20 {
        Some(Held::TooManyFromNetwork)
    } else if it.notices_hour >= 100 || it.notices_day >= 500 || it.all_hour >= 1_000 || it.all_day >= 5_000 {
        Some(Held::TooMany)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Option<Timestamp> = Some(Timestamp(1));

    #[test]
    fn a_stranger_gets_one_notice_and_an_owner_gets_the_replies() {
        let new = Standing::default();
        let told = Standing { told_at: AT, ..new };
        let confirmed = Standing { confirmed_at: AT, ..told };
        let none = Counts::default();
        assert_eq!(verdict(&new, &none), Verdict::Notice);
        assert_eq!(verdict(&told, &none), Verdict::Never(Held::AwaitsConfirmation));
        assert_eq!(verdict(&confirmed, &none), Verdict::Replies);
        assert_eq!(verdict(&Standing { bounced_at: AT, ..confirmed }, &none), Verdict::Never(Held::Bounced));
        assert_eq!(verdict(&Standing { stopped_at: AT, ..confirmed }, &none), Verdict::Never(Held::Stopped));
    }

    #[test]
    fn counts_hold_mail_back_until_they_fall() {
        let (new, confirmed) = (Standing::default(), Standing { confirmed_at: AT, ..Standing::default() });
        let cases = [
            (new, Counts { address_notices_day: 1, ..Counts::default() }, Held::TooManyToAddress),
            (new, Counts { giver_notices_hour: 5, ..Counts::default() }, Held::TooManyFromNetwork),
            (new, Counts { giver_notices_day: 20, ..Counts::default() }, Held::TooManyFromNetwork),
            (new, Counts { notices_hour: 100, ..Counts::default() }, Held::TooMany),
            (new, Counts { notices_day: 500, ..Counts::default() }, Held::TooMany),
            (confirmed, Counts { address_hour: 20, ..Counts::default() }, Held::TooManyToAddress),
            (confirmed, Counts { address_day: 60, ..Counts::default() }, Held::TooManyToAddress),
            (confirmed, Counts { all_hour: 1_000, ..Counts::default() }, Held::TooMany),
            (confirmed, Counts { all_day: 5_000, ..Counts::default() }, Held::TooMany),
        ];
        for (standing, counts, held) in cases {
            assert_eq!(verdict(&standing, &counts), Verdict::Later(held), "{counts:?}");
        }
        // A flood of notices doesn't hold back those who confirmed.
        assert_eq!(verdict(&confirmed, &Counts { notices_day: 500, giver_notices_day: 99, ..Counts::default() }), Verdict::Replies);
    }
}
