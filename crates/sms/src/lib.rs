//! Sending the outbox.
//!
//! A message is `queued` by the database as the effect of a decision. The [`dispatcher`] marks it
//! `sending` and commits *before* it talks to the [`Gateway`], so a crash never loses a message
//! and never silently repeats one: what stands in `sending` after a crash becomes `unknown`, and a
//! person or a delivery report settles it.

pub mod dispatcher;
mod gateway;
pub mod simulator;

pub use dispatcher::{Dispatcher, Round};
pub use gateway::{Delivery, Gateway, Sent};
pub use simulator::Simulator;
