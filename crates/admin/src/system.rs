//! The one place that reads the real clock and the operating system's randomness.

use chrono::{DateTime, NaiveDate, Utc};
use coe_domain::Rng;
use coe_domain::thai_date::bangkok;
use rand::{TryRngCore, rngs::OsRng};
use std::time::{SystemTime, UNIX_EPOCH};

/// The day it is in Bangkok.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "the real clock is read here and nowhere else"
)]
pub fn today() -> NaiveDate {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    bangkok(DateTime::<Utc>::from(UNIX_EPOCH + since)).date()
}

/// The operating system's source of randomness.
#[derive(Debug, Clone, Copy)]
pub struct SystemRng;

impl Rng for SystemRng {
    fn fill(&self, out: &mut [u8]) {
        // Without randomness no password can be trusted: nothing may go on.
        #[expect(
            clippy::expect_used,
            reason = "an operating system without randomness cannot make passwords"
        )]
        OsRng
            .try_fill_bytes(out)
            .expect("the operating system gives randomness");
    }
}
