//! Table `decision`: inserting a row is how anything is decided.

use crate::{StoreError, StoreResult};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{DecisionId, DecisionKind, Refusal, RequestId, StaffId};

/// A decision to insert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDecision {
    /// The request.
    pub request_id: RequestId,
    /// What to do.
    pub kind: DecisionKind,
    /// Who decides.
    pub staff: StaffId,
    /// The round of photos that was seen.
    pub revision: u32,
    /// SHA-256 of the card photo that was seen.
    pub id_card_sha256: String,
    /// SHA-256 of the selfie that was seen.
    pub selfie_sha256: String,
    /// Reason codes, the leading one first.
    pub reasons: Vec<String>,
    /// What the member reads.
    pub member_text: String,
    /// What only staff read.
    pub private_note: String,
    /// Chosen once per intent; a retry carries the same.
    pub idempotency_key: String,
}

/// A decision that was made. Append-only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Identity.
    pub id: DecisionId,
    /// What was inserted.
    pub made: NewDecision,
    /// When, by the database's clock.
    pub at: DateTime<Utc>,
}

/// What came of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The decision: the new one, or the first one with the same key.
    pub id: DecisionId,
    /// Whether the key had been used for the same decision before.
    pub repeated: bool,
}

impl Decision {
    /// What a key that led to this decision answers to somebody who comes with it again.
    ///
    /// # Errors
    /// Refused (`KeyReused`) unless it is the same request, kind and person.
    pub fn answer_again(&self, new: &NewDecision) -> StoreResult<Decided> {
        if self.made.request_id == new.request_id
            && self.made.kind == new.kind
            && self.made.staff == new.staff
        {
            Ok(Decided {
                id: self.id,
                repeated: true,
            })
        } else {
            Err(StoreError::Refused(Refusal::KeyReused))
        }
    }
}

/// Access to decisions.
#[async_trait]
pub trait DecisionRepository {
    /// Inserts a decision; the database does, or refuses, everything that follows from it.
    ///
    /// A key that was used for the same request, kind and person answers with the first result;
    /// for anything else it is refused with `KeyReused`.
    async fn decide(&mut self, new: &NewDecision) -> StoreResult<Decided>;
    /// By identity.
    async fn decision_by_id(&mut self, id: DecisionId) -> StoreResult<Option<Decision>>;
    /// The decisions on a request, oldest first.
    async fn decisions_of(&mut self, id: RequestId) -> StoreResult<Vec<Decision>>;
}
