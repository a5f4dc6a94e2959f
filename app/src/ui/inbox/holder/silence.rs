//! How long the AI stays silent while a person has it: a clock that runs, or stands and says why.

use crate::ui::effect::memo;
use crate::{
    domain::{
        conversation::Conversation,
        handoff::{Holder, Lease},
        time::Timestamp,
    },
    ui::{
        inbox::{moments::told, open::Open},
        kit::{
            mark::{Icon, Mark},
            time::Zone,
        },
        words::holder as words,
    },
};
use leptos::prelude::*;

/// The AI's clock as one sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Silence {
    /// It runs; so many milliseconds are left.
    Runs(i64),
    /// It stands because somebody of the team is here.
    Watched(i64),
    /// It stands because the visitor waits for us.
    Owed(i64),
    /// It stands until then.
    Held(Timestamp),
}

impl Silence {
    /// Nothing while no person has it.
    fn of(it: &Conversation, now: Timestamp) -> Option<Self> {
        let Holder::Agent { lease, .. } = &it.holder else { return None };
        Some(match *lease {
            _ if !it.is_open() => return None,
            Lease { held_until: Some(until), .. } if until > now => Self::Held(until),
            _ if it.waiting_since.is_some() => Self::Owed(lease.left_at(now)),
            Lease { is_watched: true, .. } => Self::Watched(lease.left_at(now)),
            _ => Self::Runs(lease.left_at(now)),
        })
    }

    const fn runs(self) -> bool {
        matches!(self, Self::Runs(_))
    }

    fn sentence(self, now: Timestamp, zone: Zone) -> String {
        match self {
            Self::Runs(left) => words::back_in(&figure(left)),
            Self::Watched(left) => words::back_after_you(&figure(left)),
            Self::Owed(left) => words::back_after_reply(&figure(left)),
            Self::Held(until) => words::away_until(&told(until, now, zone)),
        }
    }
}

/// Minutes and seconds, `6:40`; from an hour on with hours, `1:06:40`. A second that has begun counts whole.
pub fn figure(ms: i64) -> String {
    let seconds = ms.max(0).unsigned_abs().div_ceil(1_000);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// The clock in the bar; nothing while no person has it.
pub(super) fn clock(open: Open) -> AnyView {
    let zone = expect_context::<Zone>();
    let silence = memo(move |_| open.conversation.with(|it| Silence::of(it, open.now.get())));
    (move || {
        silence.get().map(|it| {
            view! {
                <p class="holder-clock" class=("holder-clock-runs", it.runs()) role="timer">
                    <Icon mark=if it.runs() { Mark::Clock } else { Mark::Pause }/>
                    {it.sentence(open.now.get_untracked(), zone)}
                </p>
            }
        })
    })
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_read_to_the_second() {
        for (ms, told) in [(0, "0:00"), (-5, "0:00"), (1, "0:01"), (400_000, "6:40"), (899_001, "15:00"), (4_000_000, "1:06:40")] {
            assert_eq!(figure(ms), told);
        }
    }
}
