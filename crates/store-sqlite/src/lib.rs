//! The desk's database in one SQLite file.
//!
//! Rules are kept by constraints and triggers of `migrations/sqlite`, so they hold for every client
//! that opens the file, not only for this crate. What SQLite cannot do is stop somebody who may
//! write the file from dropping the triggers first: the shared database on PostgreSQL does that.
//!
//! * one connection writes (`BEGIN IMMEDIATE`, so a unit of work that began never has to give way),
//!   a few read, each on one consistent state (WAL);
//! * a commit is on disk when it returns (`synchronous = FULL`);
//! * deleted content is overwritten (`secure_delete`), because purged photos must be gone;
//! * the clock is the database's own, see [`SqliteStore::set_clock_offset`].
//!
//! # Adding a statement
//! It stands in the file of its table. Reads use a private row struct that turns into the domain
//! type and names table, column and row where a value cannot be read. `*_at` columns are unix
//! milliseconds.

mod audit;
mod call;
mod case;
mod claim;
mod decision;
mod error;
mod export;
mod log;
mod member;
mod message;
mod migrate;
mod options;
mod outbox;
mod queue;
mod reference;
mod request;
mod row;
mod seal;
mod search;
mod staff;
mod store;
mod template;
mod unit;

pub use export::{Export, ExportError, Portion};
pub use log::LogFile;
pub use options::{ClockUse, Options};
pub use store::SqliteStore;
