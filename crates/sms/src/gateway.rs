//! What every SMS gateway can do.

use async_trait::async_trait;
use coe_domain::Phone;

/// What a gateway answered to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It took the message, under this reference of its own.
    Taken {
        /// The gateway's reference.
        reference: String,
    },
    /// It did not take it; another try may succeed.
    NotNow {
        /// Stable code of the cause.
        cause: &'static str,
    },
    /// It did not take it and never will.
    Refused {
        /// Stable code of the cause.
        cause: &'static str,
    },
    /// Nobody knows whether it took it.
    Unknown {
        /// Stable code of the cause.
        cause: &'static str,
    },
}

/// What a gateway says of a message that it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// On its way.
    Pending,
    /// The phone has it.
    Delivered,
    /// It will not arrive.
    Failed {
        /// Stable code of the cause.
        cause: &'static str,
    },
}

/// An SMS gateway.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// Sends one message.
    async fn send(&self, to: &Phone, body: &str) -> Sent;

    /// Asks what became of a message.
    async fn delivery(&self, reference: &str) -> Delivery;

    /// Whether messages reach no phone.
    fn is_simulated(&self) -> bool;
}
