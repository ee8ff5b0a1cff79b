//! Trying again after another transaction came in between.
//!
//! An engine with many writers calls a unit of work off, at a statement or at the commit, where
//! another one changed what it stood on. Nothing was written then, and the same unit may succeed a
//! moment later, so nobody at the desk needs to hear of it. Nothing else is tried again: a refusal
//! is an answer, and after a lost connection nobody knows whether the commit arrived.

use crate::{Desk, DeskError, DeskResult};
use coe_domain::Rng;
use coe_store::StoreError;
use std::time::Duration;

/// How often a unit of work is tried in all.
pub const TRIES: u32 = 5;

/// The shortest pause between two tries, in microseconds.
const SHORTEST: u32 = 5_000;
/// The longest pause, in microseconds.
const LONGEST: u32 = 40_000;

/// Runs `once` until it ends in anything but [`StoreError::Conflict`], at most [`TRIES`] times.
///
/// `once` must begin its unit of work anew, and draw nothing by chance that may differ between two
/// tries.
///
/// # Errors
/// What the last try answered.
pub(crate) async fn settled<T, F>(desk: &Desk, mut once: impl FnMut() -> F) -> DeskResult<T>
where
    F: Future<Output = DeskResult<T>>,
{
    let mut tries = Tries::new(desk);
    loop {
        match once().await {
            Ok(value) => return Ok(value),
            Err(error) if !tries.again(&error).await => return Err(error),
            Err(_) => {}
        }
    }
}

/// Counts the tries of one use case, for those whose input cannot be borrowed by a closure.
pub(crate) struct Tries<'a> {
    rng: &'a dyn Rng,
    failed: u32,
}

impl<'a> Tries<'a> {
    pub(crate) fn new(desk: &'a Desk) -> Self {
        let rng = desk.rng.as_ref();
        Self { rng, failed: 0 }
    }

    /// Whether to try again after `error`. Pauses before it says so, for a time that differs from
    /// desk to desk: two that met would meet again.
    pub(crate) async fn again(&mut self, error: &DeskError) -> bool {
        self.failed += 1;
        let conflict = matches!(error, DeskError::Store(StoreError::Conflict));
        if !conflict || self.failed >= TRIES {
            return false;
        }
        tokio::time::sleep(pause(self.rng, self.failed)).await;
        true
    }
}

/// At most 10 ms after the first try, doubling with each further one.
fn pause(rng: &dyn Rng, failed: u32) -> Duration {
    let longest = (SHORTEST << failed.min(3)).min(LONGEST);
    let micros = SHORTEST + rng.below(longest - SHORTEST + 1);
    Duration::from_micros(u64::from(micros))
}

#[cfg(test)]
mod tests {
    use super::*;
    use coe_testkit::SeededRng;

    #[test]
    fn pauses_grow_differ_and_stay_between_five_and_forty_milliseconds() {
        let rng = SeededRng::new(1);
        let mut of_first = Vec::new();
        for _ in 0..200 {
            for failed in 1..TRIES {
                let millis = pause(&rng, failed).as_micros() as f64 / 1000.0;
                assert!((5.0..=40.0).contains(&millis), "{failed}: {millis}");
                if failed == 1 {
                    assert!(millis <= 10.0, "the first is short: {millis}");
                    of_first.push(pause(&rng, failed));
                }
            }
        }
        of_first.sort();
        of_first.dedup();
        assert!(of_first.len() > 100, "two desks do not pause alike");
    }
}
