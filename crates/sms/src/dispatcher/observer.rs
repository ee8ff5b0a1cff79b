//! What a dispatcher lets others see of its work: numbers and codes, never a message.

use super::breaker::BreakerState;
use coe_domain::{MessageFailure, ReportedState};
use coe_store::{Answered, MessageTotals, ReportAnswer};
use std::time::Duration;

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// This many messages were taken; they are `sending`.
    Taken(u32),
    /// A gateway was called and answered.
    Called {
        /// What came of it.
        outcome: Outcome,
        /// Why it was not taken.
        cause: Option<MessageFailure>,
        /// How long the call took.
        took: Duration,
    },
    /// Answers were put on record.
    Written {
        /// How many.
        answers: u32,
        /// Messages that moved by them.
        moved: u64,
        /// How long the last of them had waited for it.
        took: Duration,
    },
    /// An answer could not be put on record, and was given up: it becomes `unknown` by the lease.
    Unwritten,
    /// A report was put on record.
    Reported {
        /// What it said.
        state: ReportedState,
        /// What became of it.
        answer: ReportAnswer,
    },
    /// Messages of dispatchers that are gone became `unknown`.
    Interrupted(u64),
    /// Reminders were queued.
    Reminders(u64),
    /// The lease was prolonged.
    Renewed,
    /// The dispatcher works under a new identity.
    Registered,
    /// How the outbox stands.
    Outbox(MessageTotals),
    /// Whether the gateway is used.
    Breaker(BreakerState),
    /// This many messages are taken and not answered for.
    InFlight(u32),
    /// The database did not do what it was asked for.
    Database(Work),
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Outcome {
    /// The gateway took the message.
    Accepted,
    /// It did not; it is tried again.
    Retried,
    /// It did not, and it is not tried again.
    Refused,
    /// Nobody knows.
    Unknown,
}

impl From<&Answered> for Outcome {
    fn from(answered: &Answered) -> Self {
        match answered {
            Answered::Taken { .. } => Self::Accepted,
            Answered::NotNow { .. } => Self::Retried,
            Answered::Refused { .. } => Self::Refused,
            Answered::Unknown { .. } => Self::Unknown,
        }
    }
}

/// What the database was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Work {
    /// To register or prolong a lease.
    Lease,
    /// To take messages.
    Take,
    /// To put answers on record.
    Write,
    /// To take fates to ask for, or to put reports on record.
    Report,
    /// To settle, to queue reminders or to count.
    Upkeep,
}

/// Is told what happened. Must not block.
pub trait Observer: Send + Sync {
    /// Something happened.
    fn saw(&self, seen: Seen);
}

/// Looks at nothing.
#[derive(Debug, Clone, Copy)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn saw(&self, _seen: Seen) {}
}
