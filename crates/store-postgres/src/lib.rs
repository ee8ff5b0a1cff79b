//! The desk's shared database on PostgreSQL 15 and newer.
//!
//! Rules are kept by constraints, triggers, functions and grants of `migrations/postgres`, so they hold
//! for every client, not only for this crate. Each person connects as a database role of their own, and
//! `session_user` is the recorded actor: nobody can act as another, whatever they send.
//!
//! * a reading unit is one `REPEATABLE READ READ ONLY` transaction: one state, and no way to write;
//! * a writing unit is one `READ COMMITTED` transaction. What it decides on is locked and asked by the
//!   database itself, the request before its member, so units neither overtake nor block each other in
//!   a circle. Where they still do, the unit ends in [`coe_store::StoreError::Conflict`];
//! * each change runs behind a savepoint, so a refusal leaves the rest of its unit;
//! * [`PgStore::connect`] keeps one more connection that listens for the changes of others.
//!
//! # Adding a statement
//! It stands in the file of its table and names the schema: sessions run with an empty `search_path`.
//! A change by a person first says who ([`unit::PgUnit::act`]), then runs in [`unit::guarded`].

pub mod admin;
mod audit;
mod call;
mod case;
mod claim;
mod connect;
mod decision;
mod error;
mod live;
mod member;
mod message;
mod migrate;
mod outbox;
mod queue;
mod reference;
mod request;
mod seal;
mod search;
mod server;
mod staff;
mod store;
mod template;
mod unit;

pub use connect::{check_password, probe};
pub use server::*;
pub use store::PgStore;
