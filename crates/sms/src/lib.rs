//! Sending the outbox.
//!
//! A message is `queued` by the database as the effect of a decision. The [`dispatcher`] marks it
//! `sending` and commits *before* it talks to the [`Gateway`], so a crash never loses a message
//! and never silently repeats one: what stands in `sending` after a crash becomes `unknown`, and a
//! person or a delivery report settles it.

pub mod dispatcher;
mod gateway;
mod gateways;
mod report;
mod reports;
mod simulator;

pub use dispatcher::{Dispatcher, Ended, Observer, Pace, Rate, Seen};
pub use gateway::{Fate, Gateway, Outgoing, Sent, Whose};
pub use gateways::{
    GatewaySecrets, GatewaySettings, Misconfigured, SecretNames, describe_request, open,
};
pub use report::{Incoming, NotAReport, ReportReader};
pub use reports::open_reader;
pub use simulator::Simulator;
