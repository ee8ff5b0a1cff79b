//! Claims: a lease on a request, by the database's clock.

use crate::StoreResult;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{RequestId, Role, StaffId};

/// What came of asking for a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimAnswer {
    /// The actor holds it until then.
    Held {
        /// End of the lease.
        expires_at: DateTime<Utc>,
        /// Seconds from the database's now to the end of the lease.
        seconds_left: i64,
    },
    /// Someone else holds it.
    Taken {
        /// Who.
        by: StaffId,
    },
    /// The actor does not hold it (any more).
    NotHeld,
    /// The request is not open for the actor's role, or does not exist.
    NotOpen,
}

/// Access to claims. Each success writes its audit event.
#[async_trait]
pub trait ClaimRepository {
    /// The database's clock.
    async fn database_now(&mut self) -> StoreResult<DateTime<Utc>>;
    /// Claims a request, or renews the actor's own claim. Officers claim pending requests,
    /// supervisors pending and escalated ones.
    async fn claim(&mut self, id: RequestId, by: StaffId) -> StoreResult<ClaimAnswer>;
    /// Claims the next free request of those the role works: by priority, then oldest first;
    /// supervisors get escalated ones first. `None` where nothing waits.
    async fn take_next(&mut self, by: StaffId, role: Role) -> StoreResult<Option<RequestId>>;
    /// Renews a live claim of the actor. Writes no audit event.
    async fn renew_claim(&mut self, id: RequestId, by: StaffId) -> StoreResult<ClaimAnswer>;
    /// Tells who holds a live claim, without changing it.
    async fn claim_state(&mut self, id: RequestId, asker: StaffId) -> StoreResult<ClaimAnswer>;
    /// Gives up the actor's claim; a supervisor may release anyone's. Returns whether one was
    /// released.
    async fn release_claim(&mut self, id: RequestId, by: StaffId) -> StoreResult<bool>;
}
