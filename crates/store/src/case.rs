//! What officers write while reviewing: tables `review_check`, `note` and `draft`.

use crate::StoreResult;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{CheckCode, CheckOutcome, NoteId, RequestId, StaffId};

/// A check that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewCheck {
    /// Which.
    pub code: CheckCode,
    /// How it ended.
    pub outcome: CheckOutcome,
    /// What the officer saw.
    pub note: String,
    /// Who set it.
    pub staff: StaffId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Identity.
    pub id: NoteId,
    /// Who wrote it.
    pub staff: StaffId,
    /// When.
    pub at: DateTime<Utc>,
    /// The text.
    pub body: String,
}

/// Access to checks, notes and drafts. Each change of a check and each note writes its audit
/// event; drafts do not.
#[async_trait]
pub trait CaseRepository {
    /// Sets a check for a round of photos; refused without the actor's live claim.
    async fn set_check(
        &mut self,
        id: RequestId,
        revision: u32,
        code: CheckCode,
        outcome: CheckOutcome,
        note: &str,
        by: StaffId,
    ) -> StoreResult<()>;
    /// Opens a check again; refused without the actor's live claim.
    async fn clear_check(
        &mut self,
        id: RequestId,
        revision: u32,
        code: CheckCode,
        by: StaffId,
    ) -> StoreResult<()>;
    /// The checks set for a round.
    async fn checks_of(&mut self, id: RequestId, revision: u32) -> StoreResult<Vec<ReviewCheck>>;
    /// The checks an approval requires, in the order of the work.
    async fn required_checks(&mut self) -> StoreResult<Vec<CheckCode>>;
    /// Leaves a note.
    async fn add_note(&mut self, id: RequestId, body: &str, by: StaffId) -> StoreResult<NoteId>;
    /// The notes of a request, newest first.
    async fn notes_of(&mut self, id: RequestId) -> StoreResult<Vec<Note>>;
    /// Saves a person's draft in a slot; an empty body removes it.
    async fn save_draft(
        &mut self,
        id: RequestId,
        by: StaffId,
        slot: &str,
        body: &str,
    ) -> StoreResult<()>;
    /// A person's drafts on a request, as (slot, body), by slot.
    async fn drafts_of(&mut self, id: RequestId, by: StaffId)
    -> StoreResult<Vec<(String, String)>>;
}
