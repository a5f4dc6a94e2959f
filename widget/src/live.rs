//! When to try again after the stream broke.

/// The least milliseconds until try number `tries`: doubled each time up to a quarter of a minute. By luck it becomes up
/// to twice as long, so that the widgets of a restarted server don't come back in one moment.
pub fn backoff(tries: u32) -> u32 {
    (250u32 << tries.min(6)).min(15_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_but_ends_at_half_a_minute_at_the_most() {
        assert_eq!([0, 1, 2, 6, 60].map(backoff), [250, 500, 1_000, 15_000, 15_000]);
    }
}
