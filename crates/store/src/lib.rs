//! What the desk asks of its database, without naming one.
//!
//! A [`Store`] opens a [`Unit`] of work: one transaction on one consistent state. Every function
//! of every repository is reached through it, so a change, its audit event and its messages are
//! one write or none. Dropping a unit rolls it back.
//!
//! # Adding a repository function
//! 1. declare it here, in the file of its table;
//! 2. implement it in each `store-*` crate, beside the statement;
//! 3. call it from a case of `coe-store-contract`; a test there fails until you did.
//!
//! # Who keeps the rules
//! The database does, by constraints and triggers, and answers a forbidden change with
//! [`StoreError::Refused`]. Nothing here decides.

mod audit;
mod call;
mod case;
mod claim;
pub mod cursor;
mod decision;
mod error;
mod member;
mod message;
mod outbox;
mod queue;
mod reference;
mod request;
pub mod row;
mod seal;
pub mod search;
mod staff;
mod template;
pub mod transfer;

pub use audit::*;
pub use call::*;
pub use case::*;
pub use claim::*;
pub use decision::*;
pub use error::{StoreError, StoreResult};
pub use member::*;
pub use message::*;
pub use outbox::*;
pub use queue::*;
pub use reference::*;
pub use request::*;
pub use seal::*;
pub use staff::*;
pub use template::*;

use async_trait::async_trait;

/// A database of the desk.
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins a unit of work that only reads.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be reached.
    async fn read(&self) -> StoreResult<Box<dyn Unit>>;

    /// Begins a unit of work that may write. Waits for its turn where the engine has one writer.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when another program holds the database for too long, and whatever
    /// keeps it from being reached.
    async fn write(&self) -> StoreResult<Box<dyn Unit>>;

    /// A number that differs whenever anyone, here or elsewhere, committed a change since it was
    /// last asked for on this store.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be reached.
    async fn version(&self) -> StoreResult<i64>;

    /// Waits until it is worth asking for [`Store::version`]: until somebody committed a change,
    /// where the engine tells, or for a moment, where it has to be asked. Also returns when the
    /// database went away or came back. May be dropped at any time.
    async fn changed(&self);
}

/// One transaction.
#[async_trait]
pub trait Unit:
    AuditRepository
    + CallRepository
    + CaseRepository
    + ChainRepository
    + ClaimRepository
    + DecisionRepository
    + MemberRepository
    + MessageRepository
    + OutboxRepository
    + QueueRepository
    + ReferenceRepository
    + RequestRepository
    + SealRepository
    + StaffRepository
    + TemplateRepository
    + Send
{
    /// Makes the changes of this unit durable.
    ///
    /// # Errors
    /// [`StoreError`] when nothing was written. Only after [`StoreError::Unreachable`] nobody knows: the
    /// answer of a server may be lost, and a decision tried again with the same key finds out.
    async fn commit(self: Box<Self>) -> StoreResult<()>;

    /// Forgets the changes of this unit.
    ///
    /// # Errors
    /// [`StoreError`] when the connection failed; nothing was written then either.
    async fn rollback(self: Box<Self>) -> StoreResult<()>;
}
