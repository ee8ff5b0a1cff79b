//! What every SMS gateway can do.

use async_trait::async_trait;
use coe_domain::{GatewayKind, MessageFailure, MessageId, Phone};
use std::time::Duration;

/// A message on its way to a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outgoing<'a> {
    /// Which message; a gateway that gives it back in its reports is told it.
    pub message: MessageId,
    /// Which of its attempts.
    pub attempt: u32,
    /// Where it goes.
    pub to: &'a Phone,
    /// The text.
    pub body: &'a str,
}

/// What a gateway answered to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It took the message.
    Taken {
        /// The gateway's reference, where it gave one.
        reference: Option<String>,
    },
    /// It did not take it; another try may succeed.
    NotNow {
        /// Why.
        cause: MessageFailure,
        /// Whether other messages would fare the same.
        whose: Whose,
        /// How long the gateway asked us to wait.
        wait: Option<Duration>,
    },
    /// It did not take it and never will.
    Refused {
        /// Why.
        cause: MessageFailure,
    },
    /// Nobody knows whether it took it.
    Unknown {
        /// Why.
        cause: MessageFailure,
    },
}

/// Whose trouble it is that a message was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// This message's alone.
    Message,
    /// The gateway's: it is down, wants us to slow down, has no credit or does not know us.
    Gateway,
}

/// What a gateway says of a message that it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// On its way.
    Pending,
    /// The phone has it.
    Delivered,
    /// It will not arrive.
    Failed {
        /// Why.
        cause: MessageFailure,
    },
}

/// An SMS gateway.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// Which one.
    fn kind(&self) -> GatewayKind;

    /// Whether messages reach no phone.
    fn is_simulated(&self) -> bool;

    /// Whether the fate of a message can be asked for. Others report it by themselves, or not at all.
    fn tells_fate(&self) -> bool;

    /// Sends one message. Never waits without end, and is not to be dropped before it answers: whoever
    /// drops it does not know whether the message was taken.
    async fn send(&self, message: &Outgoing<'_>) -> Sent;

    /// Asks what became of a message.
    ///
    /// # Errors
    /// Why it could not be asked; it says nothing of the message.
    async fn fate(&self, reference: &str) -> Result<Fate, MessageFailure>;

    /// What is left on the account, in the gateway's own words; `None` where it does not tell.
    ///
    /// # Errors
    /// Why it could not be asked. Also a way to learn whether the gateway knows us, at no cost.
    async fn credit(&self) -> Result<Option<String>, MessageFailure>;
}
