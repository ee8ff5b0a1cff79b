//! What an administrator does to a shared database: make and migrate it, manage the people who work
//! on it, check it, fill it.
//!
//! An administrator is a superuser, or a role that may create roles (`CREATEROLE`) and owns the
//! database. Everything in the schema belongs to the role `desk_owner`, which nobody signs in as:
//! what changes tables or rows acts as it, and gives it back before the transaction ends.

mod check;
mod copy;
mod describe;
mod deviation;
mod doors;
mod error;
mod log;
pub mod migrate;
mod owner;
mod people;
mod register;
mod roles;
mod rows;
mod scram;
mod session;
mod sessions;
mod staff;
mod target;
mod triggers;
mod username;

pub use check::{Checked, Expectations, expected_file};
pub use describe::Fact;
pub use deviation::Deviation;
pub use error::AdminError;
pub use log::AdminLog;
pub use migrate::{Migrated, Migration};
pub use register::{Candidate, Judged, RefusedValue};
pub use scram::{PasswordError, SHORTEST_PASSWORD, Verifier};
pub use session::Admin;
pub use staff::{NewPerson, Person};
pub use username::{Username, UsernameError};
