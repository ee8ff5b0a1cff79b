//! Not more calls a second than the gateway wants.

use super::pace::Rate;
use std::time::Duration;
use tokio::time::Instant;

/// A bucket that fills with tokens; each call costs one.
///
/// Of its own and not a crate: the taker asks how many calls are free *now*, to take that many messages
/// and no more, and the crates for this answer yes or no to one call, or to a number that must be guessed.
#[derive(Debug)]
pub struct Bucket {
    rate: Option<Rate>,
    tokens: f64,
    filled_at: Instant,
}

impl Bucket {
    /// A full one.
    #[must_use]
    pub fn new(rate: Option<Rate>, now: Instant) -> Self {
        Self {
            rate,
            tokens: rate.map_or(0.0, |rate| f64::from(rate.burst.max(1))),
            filled_at: now,
        }
    }

    /// How many calls are free now.
    pub fn free(&mut self, now: Instant) -> u32 {
        let Some(rate) = self.rate else {
            return u32::MAX;
        };
        let passed = now.saturating_duration_since(self.filled_at);
        let filled = self.tokens + passed.as_secs_f64() * rate.per_second;
        self.tokens = filled.min(f64::from(rate.burst.max(1)));
        self.filled_at = now;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between zero and a u32; a part of a token is none"
        )]
        let whole = self.tokens as u32;
        whole
    }

    /// Pays for calls.
    pub fn spend(&mut self, calls: u32) {
        self.tokens -= f64::from(calls);
    }

    /// How long until the next call is free.
    #[must_use]
    pub fn next_in(&self) -> Duration {
        match self.rate {
            Some(rate) if self.tokens < 1.0 && rate.per_second > 0.0 => {
                let wait = (1.0 - self.tokens) / rate.per_second;
                // A little more, so that rounding does not wake anyone in vain.
                Duration::from_secs_f64(wait.min(60.0)) + Duration::from_millis(1)
            }
            _ => Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN_A_SECOND: Rate = Rate {
        per_second: 10.0,
        burst: 3,
    };

    #[test]
    fn a_burst_is_free_and_then_one_call_each_tenth_of_a_second() {
        let start = Instant::now();
        let mut bucket = Bucket::new(Some(TEN_A_SECOND), start);
        assert_eq!(bucket.free(start), 3);
        bucket.spend(3);
        assert_eq!(bucket.free(start), 0);
        let next = bucket.next_in();
        assert!(next > Duration::from_millis(99) && next < Duration::from_millis(110));
        assert_eq!(bucket.free(start + next), 1);
        assert_eq!(
            bucket.free(start + Duration::from_secs(60)),
            3,
            "a long pause saves up no more than a burst"
        );
    }

    #[test]
    fn over_a_minute_no_more_calls_are_free_than_the_rate_allows() {
        let start = Instant::now();
        let mut bucket = Bucket::new(Some(TEN_A_SECOND), start);
        let mut calls = 0;
        for millis in 0..60_000 {
            let free = bucket.free(start + Duration::from_millis(millis));
            bucket.spend(free);
            calls += free;
        }
        assert!((599..=603).contains(&calls), "{calls}");
    }

    #[test]
    fn without_a_limit_every_call_is_free() {
        let now = Instant::now();
        let mut bucket = Bucket::new(None, now);
        assert_eq!(bucket.free(now), u32::MAX);
        assert_eq!(bucket.next_in(), Duration::ZERO);
    }
}
