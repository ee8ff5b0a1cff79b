//! The simulator against a client that knows the gateways' documentation only.
#![expect(clippy::unwrap_used, reason = "a test stops at what it cannot do")]

mod client;
mod faults;
mod holds;
mod ledger;
mod program;
mod protocols;
mod receiver;
mod reports;
