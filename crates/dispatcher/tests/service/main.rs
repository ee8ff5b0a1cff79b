//! The service against real databases and a gateway that keeps a ledger: its doors, its program, and what
//! is left when it is killed.
#![expect(
    clippy::unwrap_used,
    reason = "a story that cannot be set up must stop where it stands"
)]

mod desk;
mod doors;
mod judge;
mod ledger;
mod people;
mod program;
mod random_kills;
mod step_kills;
