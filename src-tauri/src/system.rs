//! The one place that reads the real clock and the operating system's randomness.

use chrono::{DateTime, Utc};
use coe_domain::{Clock, Rng};
use rand::{TryRngCore, rngs::OsRng};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The computer's clock.
pub(crate) struct SystemClock;

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
pub(crate) struct SystemRng;

impl Rng for SystemRng {
    fn fill(&self, out: &mut [u8]) {
        // Without randomness no key, token or challenge can be trusted: nothing may go on.
        #[expect(
            clippy::expect_used,
            reason = "an operating system without randomness cannot run the desk"
        )]
        OsRng
            .try_fill_bytes(out)
            .expect("the operating system gives randomness");
    }
}

/// The outcome of some work, unless it takes too long.
pub(crate) async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(limit, work).await.ok()
}
