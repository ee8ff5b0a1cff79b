//! How fast a dispatcher works, and how patient it is.

use std::time::Duration;

/// How fast a dispatcher works, and how patient it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// How long the lease goes on after each sign of life. What a dispatcher took and did not answer for
    /// is `unknown` after it.
    pub lease: Duration,
    /// How often it gives a sign of life.
    pub heartbeat: Duration,
    /// Messages taken and not answered for, at most.
    pub concurrency: u32,
    /// Calls a second, at most; `None` where the gateway sets no limit.
    pub rate: Option<Rate>,
    /// Tries before a message that is not taken counts as failed.
    pub tries: u32,
    /// The pause after the first try. Each further one is twice as long.
    pub first_retry: Duration,
    /// The longest pause between two tries.
    pub longest_retry: Duration,
    /// Answers in a row by which the gateway counts as out of order.
    pub trouble: u32,
    /// The first pause when it is. Each further one is twice as long.
    pub first_wait: Duration,
    /// The longest of these pauses.
    pub longest_wait: Duration,
    /// How long after it was taken the fate of a message is first asked for.
    pub poll_in: Duration,
    /// How long a call may take before nobody waits for its answer any more. Longer than any time limit
    /// of the gateway's own.
    pub call_limit: Duration,
    /// How long a dispatcher that ends waits for the calls under way and their answers to be written.
    pub goodbye: Duration,
    /// How often the outbox is looked at where nobody tells that it changed.
    pub look: Duration,
}

/// Calls a second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// On average.
    pub per_second: f64,
    /// At once, after a pause.
    pub burst: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            lease: Duration::from_secs(30),
            heartbeat: Duration::from_secs(10),
            concurrency: 16,
            rate: None,
            tries: 10,
            first_retry: Duration::from_secs(2),
            longest_retry: Duration::from_secs(600),
            trouble: 5,
            first_wait: Duration::from_secs(5),
            longest_wait: Duration::from_secs(300),
            poll_in: Duration::from_secs(10),
            call_limit: Duration::from_secs(60),
            goodbye: Duration::from_secs(65),
            look: Duration::from_secs(1),
        }
    }
}

impl Pace {
    /// After this long a message that was taken is not sent any more: somebody else may believe its
    /// dispatcher dead before the answer could be on record.
    pub(crate) fn late_after(&self) -> Duration {
        self.lease / 2
    }
}
