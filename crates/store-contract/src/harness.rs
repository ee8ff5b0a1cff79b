//! What a backend brings along to be tested.

use async_trait::async_trait;
use chrono::TimeDelta;
use coe_domain::{ImageKind, RequestId, StaffId};
use coe_store::Store;
use std::sync::Arc;

/// Makes databases.
#[async_trait]
pub trait Harness: Send + Sync {
    /// An empty database with the schema and its first rows, whose clock can be moved.
    async fn fresh(&self) -> Box<dyn Desk>;
}

/// A database made for one case, and what the store does not offer but a case needs.
#[async_trait]
pub trait Desk: Send + Sync {
    /// The store of the first desk.
    fn store(&self) -> Arc<dyn Store>;
    /// The same database as another program opens it.
    async fn another_store(&self) -> Arc<dyn Store>;
    /// Moves the database's clock forward.
    async fn advance_clock(&self, by: TimeDelta);
    /// Closes the account of a person.
    async fn close_account(&self, staff: StaffId);
    /// Removes the bytes of a photo of a closed request, as the retention job does.
    async fn purge_photo(&self, request: RequestId, revision: u32, kind: ImageKind);
    /// Lifts a request above others in the queue.
    async fn set_priority(&self, request: RequestId, priority: i64);
}
