//! The one place that reads the real clock and the operating system's randomness.

use chrono::{DateTime, Utc};
use coe_domain::{Clock, Rng};
use rand::{TryRngCore, rngs::OsRng};
use std::time::{SystemTime, UNIX_EPOCH};

/// The computer's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the real clock is read here and nowhere else"
    )]
    fn now(&self) -> DateTime<Utc> {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        DateTime::from(UNIX_EPOCH + since)
    }
}

/// The operating system's source of randomness.
#[derive(Debug, Clone, Copy)]
pub struct SystemRng;

impl Rng for SystemRng {
    fn fill(&self, out: &mut [u8]) {
        // Without randomness no identity is one's own: nothing may go on.
        #[expect(
            clippy::expect_used,
            reason = "an operating system without randomness cannot run a dispatcher"
        )]
        OsRng
            .try_fill_bytes(out)
            .expect("the operating system gives randomness");
    }
}
