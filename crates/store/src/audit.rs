//! Table `audit_event`: append-only.

use crate::StoreResult;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{AuditEventId, MemberId, RequestId, StaffId};
use std::collections::BTreeMap;

/// Something that happened. Holds codes and counts, never personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// Identity; grows with time.
    pub id: AuditEventId,
    /// When, by the database's clock.
    pub at: DateTime<Utc>,
    /// Who; `None` for the member or the system.
    pub actor: Option<StaffId>,
    /// Stable code such as `claim.taken`.
    pub action: String,
    /// The request it is about.
    pub request_id: Option<RequestId>,
    /// The member it is about.
    pub member_id: Option<MemberId>,
    /// Values; never personal data.
    pub detail: BTreeMap<String, String>,
}

/// An event to append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAuditEvent {
    /// Who.
    pub actor: Option<StaffId>,
    /// Stable code.
    pub action: &'static str,
    /// The request it is about.
    pub request_id: Option<RequestId>,
    /// The member it is about.
    pub member_id: Option<MemberId>,
    /// Values; never personal data.
    pub detail: BTreeMap<String, String>,
}

/// Access to the audit log. The database appends the events of claims, checks, notes, calls,
/// decisions, filings and messages itself, by triggers.
#[async_trait]
pub trait AuditRepository {
    /// Appends an event that only the app knows of, such as a photo that was viewed.
    async fn append_event(&mut self, event: &NewAuditEvent) -> StoreResult<AuditEventId>;
    /// What happened to a request, oldest first.
    async fn events_of(&mut self, id: RequestId) -> StoreResult<Vec<AuditEvent>>;
}
