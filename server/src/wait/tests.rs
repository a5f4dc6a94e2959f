use super::*;
use rand::{Rng, SeedableRng, rngs::StdRng};
use std::collections::VecDeque;

const MINUTE: f64 = 60_000.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

fn quiet() -> Queue {
    Queue { hour_of_week: 10, n_waiting: 0, n_online: 2 }
}

fn answered(began: i64, ms: i64) -> Wait {
    Wait { began: Timestamp(began), end: End::Answered(Timestamp(began + ms)), queue: quiet(), promised_ms: None }
}

#[test]
fn too_little_history_promises_nothing() {
    assert_eq!(estimate(&[], quiet(), Timestamp(0)), None);
    let few: Vec<_> = (0..7).map(|n| answered(n, 1_000)).collect();
    assert_eq!(estimate(&few, quiet(), Timestamp(10_000)), None);
    let still = Wait { end: End::Waiting, ..answered(0, 0) };
    assert_eq!(estimate(&[still; 50], quiet(), Timestamp(10_000)), None);
}

#[test]
fn equal_waits_are_told_as_they_were() {
    let waits: Vec<_> = (0..100).map(|n| answered(n, (n + 1) * 1_000)).collect();
    let told = estimate(&waits, quiet(), Timestamp(1_000_000)).expect("enough");
    assert!((49_000..=51_000).contains(&told.typical_ms), "{told:?}");
    assert!((92_000..=95_000).contains(&told.up_to_ms), "{told:?}");
}

#[test]
fn those_who_still_wait_lengthen_the_promise() {
    let mut waits: Vec<_> = (0..50).map(|n| answered(n, 60_000)).collect();
    let before = estimate(&waits, quiet(), Timestamp(900_000)).expect("enough");
    waits.extend((0..20).map(|n| Wait { end: End::Waiting, ..answered(n, 0) }));
    let after = estimate(&waits, quiet(), Timestamp(900_000)).expect("enough");
    assert!(after.up_to_ms > 10 * before.up_to_ms, "{before:?} {after:?}");
    // Who left is known to have waited that long, and no more.
    let left: Vec<_> = waits
        .iter()
        .map(|wait| Wait { end: if wait.end == End::Waiting { End::Left(Timestamp(30_000)) } else { wait.end }, ..*wait })
        .collect();
    assert_eq!(estimate(&left, quiet(), Timestamp(900_000)).map(|told| told.up_to_ms), Some(60_000));
}

#[test]
fn like_hours_and_like_queues_count() {
    let night = Queue { hour_of_week: 2, n_waiting: 0, n_online: 0 };
    let busy = Queue { n_waiting: 15, ..quiet() };
    let mut waits = Vec::new();
    for n in 0..60 {
        waits.push(answered(n, 60_000 + n));
        waits.push(Wait { queue: night, ..answered(n, 6 * 3_600_000 + n) });
        waits.push(Wait { queue: busy, ..answered(n, 1_200_000 + n) });
    }
    let typical = |queue| estimate(&waits, queue, Timestamp(100_000_000)).map(|told| told.typical_ms / 60_000);
    assert_eq!([typical(quiet()), typical(busy), typical(night)], [Some(1), Some(20), Some(360)]);
}

/// The share of promises that held; nothing where none is decided.
fn held(history: &[Wait], now: Timestamp) -> Option<f64> {
    let (n_held, n) = record(history, now);
    (n > 0).then(|| n_held as f64 / n as f64)
}

#[test]
fn the_share_of_promises_that_held() {
    let promised = |end, promised_ms| Wait { end, promised_ms: Some(promised_ms), ..answered(0, 0) };
    let now = Timestamp(100_000);
    assert_eq!(held(&[], now), None);
    assert_eq!(held(&[answered(0, 5), promised(End::Waiting, 200_000), promised(End::Left(Timestamp(5)), 50)], now), None);
    let decided = [
        promised(End::Answered(Timestamp(50)), 50),
        promised(End::Answered(Timestamp(51)), 50),
        promised(End::Waiting, 99_999),
        promised(End::Left(Timestamp(60)), 50),
    ];
    assert_eq!(held(&decided, now), Some(0.25));
}

#[test]
fn a_target_counts_open_time_and_what_is_decided() {
    let wait = |end| Wait { end, ..answered(0, 0) };
    let all = [
        wait(End::Answered(Timestamp(50))),
        wait(End::Answered(Timestamp(51))),
        wait(End::Left(Timestamp(20))),
        wait(End::Left(Timestamp(80))),
        wait(End::Waiting),
    ];
    let open = |from: Timestamp, to: Timestamp| to.0 - from.0;
    assert_eq!(in_time(&all, Timestamp(40), 50, open), (0, 0), "nothing is decided yet");
    assert_eq!(in_time(&all, Timestamp(100), 50, open), (1, 4), "who left early didn't wait in vain");
    assert_eq!(in_time(&all, Timestamp(100), 50, |_, _| 0), (2, 2), "at night no time goes by");
}

#[test]
fn a_broken_promise_makes_the_next_ones_longer() {
    let waits: Vec<_> = (0..200).map(|n| answered(n, (n + 1) * 1_000)).collect();
    let told = |promised_ms| {
        let waits: Vec<_> = waits.iter().map(|wait| Wait { promised_ms: Some(promised_ms), ..*wait }).collect();
        estimate(&waits, quiet(), Timestamp(1_000_000)).map_or(0, |told| told.up_to_ms)
    };
    assert!(told(100_000) > told(1_000_000) + 5_000, "{} {}", told(100_000), told(1_000_000));
}

/// A support team to be simulated: how many arrive per hour, who is online, and how long one conversation takes.
struct Regime {
    name: &'static str,
    days: f64,
    arrivals: fn(f64) -> f64,
    agents: fn(f64) -> usize,
    /// Minutes of work: the median, and the spread of its logarithm.
    service: (f64, f64),
    /// Minutes after which half of the visitors leave.
    patience: Option<f64>,
}

fn hour_of_day(at: f64) -> f64 {
    at.rem_euclid(DAY) / HOUR
}

const REGIMES: [Regime; 7] = [
    Regime { name: "steady", days: 20.0, arrivals: |_| 8.0, agents: |_| 3, service: (12.0, 0.6), patience: None },
    Regime {
        name: "office hours",
        days: 60.0,
        arrivals: |at| if (8.0..20.0).contains(&hour_of_day(at)) { 4.0 } else { 0.7 },
        agents: |at| if (9.0..17.0).contains(&hour_of_day(at)) { 2 } else { 0 },
        service: (10.0, 0.6),
        patience: None,
    },
    Regime {
        name: "half of the team leaves",
        days: 30.0,
        arrivals: |_| 6.0,
        agents: |at| if at < 15.0 * DAY { 4 } else { 2 },
        service: (12.0, 0.5),
        patience: None,
    },
    Regime { name: "five a day", days: 200.0, arrivals: |_| 0.2, agents: |_| 1, service: (20.0, 1.0), patience: None },
    Regime { name: "heavy tail, impatient", days: 30.0, arrivals: |_| 7.0, agents: |_| 3, service: (8.0, 1.3), patience: Some(20.0) },
    Regime {
        name: "rush each noon",
        days: 30.0,
        arrivals: |at| if (12.0..13.0).contains(&hour_of_day(at)) { 25.0 } else { 3.0 },
        agents: |_| 3,
        service: (10.0, 0.6),
        patience: None,
    },
    Regime {
        name: "busier every week",
        days: 40.0,
        arrivals: |at| 4.0 + 0.12 * at / DAY,
        agents: |_| 3,
        service: (12.0, 0.6),
        patience: None,
    },
];

fn exponential(dice: &mut StdRng, mean: f64) -> f64 {
    -mean * (1.0 - dice.random::<f64>()).ln()
}

/// Log-normal: the median times e to a normal number.
fn around(dice: &mut StdRng, (median, spread): (f64, f64)) -> f64 {
    let normal = (-2.0 * (1.0 - dice.random::<f64>()).ln()).sqrt() * (std::f64::consts::TAU * dice.random::<f64>()).cos();
    median * (spread * normal).exp()
}

/// The waits of a regime in order, each with what it was promised from what was known at its beginning.
fn simulate(regime: &Regime, seed: u64) -> Vec<(Wait, Option<Estimate>)> {
    let mut dice = StdRng::seed_from_u64(seed);
    let mut told: Vec<(Wait, Option<Estimate>)> = Vec::new();
    let mut queue: VecDeque<(usize, f64)> = VecDeque::new();
    let mut busy_until: Vec<f64> = Vec::new();
    let mut next_arrival = 0.0;
    let mut at = 0.0;
    // In steps of fifteen seconds: who is free takes the next one, after a moment to notice.
    while at < regime.days * DAY {
        at += MINUTE / 4.0;
        busy_until.retain(|until| *until > at);
        queue.retain(|(n, leaves)| {
            if *leaves < at {
                told[*n].0.end = End::Left(Timestamp(at as i64));
            }
            *leaves >= at
        });
        while busy_until.len() < (regime.agents)(at) && !queue.is_empty() {
            let Some((n, _)) = queue.pop_front() else { break };
            let notices = around(&mut dice, (20_000.0, 0.7));
            told[n].0.end = End::Answered(Timestamp((at + notices) as i64));
            busy_until.push(at + notices + around(&mut dice, regime.service) * MINUTE);
        }
        if next_arrival > at {
            continue;
        }
        let began = Timestamp(at as i64);
        let hour_of_week = ((at / HOUR) as i64).rem_euclid(168) as u8;
        let like = Queue { hour_of_week, n_waiting: queue.len() as u32, n_online: (regime.agents)(at) as u32 };
        let known: Vec<Wait> = told.iter().rev().take(400).map(|(wait, _)| *wait).collect();
        let estimate = estimate(&known, like, began);
        let promised_ms = estimate.map(|estimate| estimate.up_to_ms);
        queue.push_back((told.len(), regime.patience.map_or(f64::MAX, |half| at + exponential(&mut dice, half * MINUTE / 0.693))));
        told.push((Wait { began, end: End::Waiting, queue: like, promised_ms }, estimate));
        next_arrival = at + exponential(&mut dice, HOUR / (regime.arrivals)(at));
    }
    told
}

/// Nine in ten are promised; no regime falls below 85 in 100, and the typical time is in the middle where the days are alike.
#[test]
fn promises_hold_in_every_regime() {
    for (n, regime) in REGIMES.iter().enumerate() {
        let told = simulate(regime, 7 + n as u64);
        let end = Timestamp((regime.days * DAY) as i64);
        let waits: Vec<Wait> = told.iter().map(|(wait, _)| *wait).collect();
        let share = held(&waits, end).expect("promises were given");
        let answered = |wait: &Wait| if let End::Answered(at) = wait.end { Some(at.0 - wait.began.0) } else { None };
        let pairs: Vec<(i64, Estimate)> = told.iter().filter_map(|(wait, estimate)| Some((answered(wait)?, (*estimate)?))).collect();
        let below = pairs.iter().filter(|(ms, told)| *ms <= told.typical_ms).count() as f64 / pairs.len() as f64;
        let mut lengths: Vec<i64> = pairs.iter().map(|(ms, _)| *ms).collect();
        lengths.sort_unstable();
        let of = |share: usize| lengths[lengths.len() * share / 100] as f64 / MINUTE;
        let (p90, p95) = (of(90), of(95));
        let mean = |of: &dyn Fn(&Estimate) -> i64| pairs.iter().map(|(_, told)| of(told) as f64).sum::<f64>() / pairs.len() as f64 / MINUTE;
        let (typical, up_to) = (mean(&|told| told.typical_ms), mean(&|told| told.up_to_ms));
        println!(
            "{:24} {:5} waits, p90 {p90:.1}, p95 {p95:.1} min; told {typical:6.1} to {up_to:6.1} min; held {:.1} %, below typical {:.1} %",
            regime.name,
            waits.len(),
            share * 100.0,
            below * 100.0
        );
        assert!(share >= 0.85, "{}: {share}", regime.name);
        assert!((0.35..=0.7).contains(&below), "{}: {below} lie below the typical time", regime.name);
        assert!(up_to <= 1.5 * p95, "{}: a promise of {up_to} minutes is no help where 19 in 20 last {p95}", regime.name);
    }
}
