//! The steps of sending, for those who want to stop a dispatcher at one.

use async_trait::async_trait;

/// Where a dispatcher is with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Step {
    /// It is about to take messages.
    BeforeTake,
    /// It took some; that is not durable yet.
    Taken,
    /// They are `sending`, and no gateway was called.
    Committed,
    /// The gateway is about to be called.
    Calling,
    /// The gateway answered; nobody else knows.
    Answered,
    /// The answer is written; that is not durable yet.
    Written,
    /// The answer is durable.
    Done,
}

/// Watches the steps, and may hold the dispatcher at one. In production nobody does.
#[async_trait]
pub trait Steps: Send + Sync {
    /// It has come to this step.
    async fn at(&self, step: Step);
}

/// Holds nobody.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

#[async_trait]
impl Steps for Unwatched {
    async fn at(&self, _step: Step) {}
}
