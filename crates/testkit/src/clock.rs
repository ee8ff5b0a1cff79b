//! A clock that stands still until it is told to move.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use coe_domain::Clock;

/// A [`Clock`] for tests: shows the time it was set to. Keeps milliseconds.
#[derive(Debug)]
pub struct FixedClock {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    millis: AtomicI64,
}

impl FixedClock {
    /// A clock that shows `moment`.
    #[must_use]
    pub fn at(moment: DateTime<Utc>) -> Self {
        Self {
            millis: AtomicI64::new(moment.timestamp_millis()),
        }
    }

    /// Shows `moment` from now on; it may lie before the time shown.
    pub fn set(&self, moment: DateTime<Utc>) {
        self.millis
            .store(moment.timestamp_millis(), Ordering::SeqCst);
    }

    /// Lets `span` pass.
    pub fn advance(&self, span: TimeDelta) {
        self.millis
            .fetch_add(span.num_milliseconds(), Ordering::SeqCst);
    }
}

impl Default for FixedClock {
    /// Monday, 23 November 2026, 09:00 in Bangkok.
    fn default() -> Self {
        Self {
            millis: AtomicI64::new(1_795_399_200_000),
        }
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.millis.load(Ordering::SeqCst)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_is_a_monday_morning_in_bangkok() {
        assert_eq!(
            FixedClock::default().now().to_rfc3339(),
            "2026-11-23T02:00:00+00:00"
        );
    }

    #[test]
    fn time_passes_only_when_told() {
        let clock = FixedClock::default();
        let before = clock.now();
        assert_eq!(clock.now(), before, "a fixed clock must stand still");
        clock.advance(TimeDelta::minutes(15));
        assert_eq!(clock.now() - before, TimeDelta::minutes(15));
        clock.set(before);
        assert_eq!(clock.now(), before);
    }
}
