//! When to try again after the stream broke.

/// Milliseconds until try number `tries`: doubled each time up to half a minute, and spread by `luck`
/// (0 to 1), so that the widgets of a restarted server don't come back in one moment.
pub fn backoff(tries: u32, luck: f64) -> u32 {
    let most = 500u32 << tries.min(6);
    let half = most.min(30_000) / 2;
    half + (f64::from(half) * luck) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_is_spread_but_ends_at_half_a_minute() {
        assert_eq!([0, 1, 2, 6, 60].map(|tries| backoff(tries, 1.0)), [500, 1_000, 2_000, 30_000, 30_000]);
        assert_eq!(backoff(3, 0.0), 2_000);
    }
}
