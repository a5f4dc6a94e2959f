//! How long will a visitor wait for a person? From this inbox's own waits: those at like hours and with like queues count
//! most, recent ones more than old ones, and those that still go on count for as long as they have lasted. Pure.
//!
//! The bound is calibrated on its own past: each promise that broke raises the share of waits that the next one covers,
//! each that held lowers it a little, so that nine in ten hold in the long run even where the days aren't alike.

use app::domain::{time::Timestamp, wait::Estimate};

/// With fewer waits behind it (weighed) an estimate isn't given.
const LEAST: f64 = 8.0;
/// With fewer waits of the same kind, broader kinds are asked.
const ENOUGH: f64 = 30.0;
/// After so many days a wait counts half.
const HALF_LIFE_DAYS: f64 = 21.0;
/// The share of waits that the promise should cover, where it starts, and how far a broken one moves it.
const TARGET: f64 = 0.9;
const START: f64 = 0.92;
const STEP: f64 = 0.02;
const MOST: f64 = 0.985;
const DAY_MS: f64 = 86_400_000.0;
const HOURS_OF_WEEK: i32 = 168;

/// One wait of the past or of now: from the handoff to a person's first word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wait {
    pub began: Timestamp,
    pub end: End,
    /// As it was when the wait began.
    pub queue: Queue,
    /// The bound that the visitor was told, if any.
    pub promised_ms: Option<i64>,
}

/// How a wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// A person spoke.
    Answered(Timestamp),
    /// The visitor left, took it back, or it was closed without a word.
    Left(Timestamp),
    /// It goes on.
    Waiting,
}

/// What a wait may depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queue {
    /// Hours since Monday, 0:00, on the workspace's clock: 0 to 167.
    pub hour_of_week: u8,
    /// How many waited already.
    pub n_waiting: u32,
    /// How many agents were online.
    pub n_online: u32,
}

/// What a visitor who begins to wait `now` may be told; nothing where too little is known.
///
/// `history` are this inbox's waits, in any order; a few hundred of the last months are plenty.
pub fn estimate(history: &[Wait], queue: Queue, now: Timestamp) -> Option<Estimate> {
    let history: Vec<&Wait> = history.iter().filter(|wait| wait.began <= now).collect();
    let share = share_to_cover(&history, now);
    let lasted = KINDS.iter().map(|kind| weighed(&history, queue, now, *kind)).find(|lasted| size(lasted) >= ENOUGH);
    let mut lasted = lasted.unwrap_or_else(|| weighed(&history, queue, now, Kind { hours: Hours::Any, is_like_queue: false }));
    if size(&lasted) < LEAST || !lasted.iter().any(|wait| wait.is_over) {
        return None;
    }
    lasted.sort_by(|a, b| a.ms.total_cmp(&b.ms));
    let typical = quantile(&lasted, 0.5, 0.0);
    let up_to = quantile(&lasted, share, total(&lasted) / size(&lasted));
    Some(Estimate { typical_ms: typical as i64, up_to_ms: up_to.max(typical) as i64 })
}

/// How many promises held, of how many that are decided: answered, or waiting beyond what was told.
pub fn record(history: &[Wait], now: Timestamp) -> (usize, usize) {
    let decided: Vec<bool> = history.iter().filter_map(|wait| kept(wait, now)).collect();
    (decided.iter().filter(|held| **held).count(), decided.len())
}

/// How many waits were answered within `target_ms` of open time, of how many that are decided: answered, or longer than that.
/// `open_ms`: the open milliseconds between two moments.
pub fn in_time(history: &[Wait], now: Timestamp, target_ms: i64, open_ms: impl Fn(Timestamp, Timestamp) -> i64) -> (usize, usize) {
    let decided: Vec<bool> = history
        .iter()
        .filter_map(|wait| {
            let (lasted, is_over) = lasted(wait, now);
            let is_late = open_ms(wait.began, wait.began.plus(lasted)) > target_ms;
            (is_over || is_late).then_some(!is_late)
        })
        .collect();
    (decided.iter().filter(|is_kept| **is_kept).count(), decided.len())
}

/// Whether a promise held; nothing where none was given or it isn't decided.
fn kept(wait: &Wait, now: Timestamp) -> Option<bool> {
    let promised = wait.promised_ms?;
    let (lasted, is_over) = lasted(wait, now);
    if lasted > promised { Some(false) } else { is_over.then_some(true) }
}

/// How long it lasted by `now`, and whether a person has spoken.
fn lasted(wait: &Wait, now: Timestamp) -> (i64, bool) {
    let (until, is_over) = match wait.end {
        End::Answered(at) if at <= now => (at, true),
        End::Left(at) if at <= now => (at, false),
        _ => (now, false),
    };
    ((until.0 - wait.began.0).max(0), is_over)
}

/// How much the next promise should cover, after how the ones before went.
fn share_to_cover(history: &[&Wait], now: Timestamp) -> f64 {
    let mut promises: Vec<(Timestamp, bool)> = history.iter().filter_map(|wait| Some((wait.began, kept(wait, now)?))).collect();
    promises.sort_by_key(|(began, _)| *began);
    promises.iter().fold(START, |share, (_, held)| {
        let step = if *held { TARGET - 1.0 } else { TARGET };
        (share + STEP * step).clamp(TARGET, MOST)
    })
}

/// Which waits are alike.
#[derive(Debug, Clone, Copy)]
struct Kind {
    hours: Hours,
    /// Whether the number of those who wait, per agent, counts.
    is_like_queue: bool,
}

#[derive(Debug, Clone, Copy)]
enum Hours {
    /// The same hour of the same weekday, or the one before or after.
    OfWeek,
    /// The same hours of the day, on working days or on the weekend.
    OfDay,
    /// The same part of the day.
    PartOfDay,
    Any,
}

/// From the narrowest to the broadest.
const KINDS: [Kind; 5] = [
    Kind { hours: Hours::OfWeek, is_like_queue: true },
    Kind { hours: Hours::OfDay, is_like_queue: true },
    Kind { hours: Hours::PartOfDay, is_like_queue: true },
    Kind { hours: Hours::Any, is_like_queue: true },
    Kind { hours: Hours::PartOfDay, is_like_queue: false },
];

impl Kind {
    fn weight(self, a: Queue, b: Queue) -> f64 {
        let queue = if self.is_like_queue { likeness(a, b) } else { 1.0 };
        if self.hours.holds(a, b) { queue } else { 0.0 }
    }
}

impl Hours {
    fn holds(self, a: Queue, b: Queue) -> bool {
        let apart = |round: i32| {
            let apart = (i32::from(a.hour_of_week) - i32::from(b.hour_of_week)).rem_euclid(round);
            apart.min(round - apart)
        };
        let is_weekend = |queue: Queue| queue.hour_of_week >= 5 * 24;
        match self {
            Self::OfWeek => apart(HOURS_OF_WEEK) <= 1,
            Self::OfDay => apart(24) <= 1 && is_weekend(a) == is_weekend(b),
            Self::PartOfDay => apart(24) <= 3,
            Self::Any => true,
        }
    }
}

/// 1 for queues of the same length per agent; twice as long is a third of that. Nobody online is a kind of its own.
fn likeness(a: Queue, b: Queue) -> f64 {
    if (a.n_online == 0) != (b.n_online == 0) {
        return 0.0;
    }
    let pressure = |queue: Queue| (f64::from(queue.n_waiting) + 1.0) / f64::from(queue.n_online.max(1));
    let apart = (pressure(a) / pressure(b)).log2();
    (-apart * apart / (2.0 * 0.7 * 0.7)).exp()
}

/// How long a wait lasted, whether it is over, and what it counts.
#[derive(Debug, Clone, Copy)]
struct Lasted {
    ms: f64,
    is_over: bool,
    weight: f64,
}

fn weighed(history: &[&Wait], queue: Queue, now: Timestamp, kind: Kind) -> Vec<Lasted> {
    let one = |wait: &&Wait| {
        let (ms, is_over) = lasted(wait, now);
        let age_days = (now.0 - wait.began.0) as f64 / DAY_MS;
        let weight = kind.weight(wait.queue, queue) * 0.5_f64.powf(age_days / HALF_LIFE_DAYS);
        Lasted { ms: ms as f64, is_over, weight }
    };
    history.iter().map(one).filter(|lasted| lasted.weight > 1e-6).collect()
}

fn total(lasted: &[Lasted]) -> f64 {
    lasted.iter().map(|wait| wait.weight).sum()
}

/// How many waits of equal weight would tell as much (Kish).
fn size(lasted: &[Lasted]) -> f64 {
    let squares: f64 = lasted.iter().map(|wait| wait.weight * wait.weight).sum();
    if squares > 0.0 { total(lasted) * total(lasted) / squares } else { 0.0 }
}

/// The time by which `share` of the waits are over (Kaplan and Meier's estimate, which knows unfinished ones). `lasted` goes
/// from short to long; `unseen` is the weight of a longer wait than any yet, which keeps small samples honest.
fn quantile(lasted: &[Lasted], share: f64, unseen: f64) -> f64 {
    let mut at_risk = total(lasted) + unseen;
    let mut go_on = 1.0;
    for wait in lasted {
        if wait.is_over {
            go_on *= 1.0 - wait.weight / at_risk;
        }
        at_risk -= wait.weight;
        if go_on <= 1.0 - share {
            return wait.ms;
        }
    }
    // Too many still wait to know: longer than the longest by half.
    lasted.last().map_or(0.0, |longest| longest.ms * 1.5)
}

#[cfg(test)]
mod tests;
