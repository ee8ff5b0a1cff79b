//! Deciding a request.

use chrono::{DateTime, Utc};
use coe_domain::approval::Blocker;
use coe_domain::{DecisionId, DecisionKind, LoginState, MessageTemplate, RequestId, RequestStatus};
use serde::{Deserialize, Serialize};

/// A decision that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionView {
    /// Identity.
    pub id: DecisionId,
    /// What it did.
    pub kind: DecisionKind,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Reason codes.
    pub reasons: Vec<String>,
    /// The text for the member.
    pub member_text: String,
    /// The private note.
    pub private_note: String,
}

/// Asks what a decision would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewDecision {
    /// The request.
    pub request_id: RequestId,
    /// Which decision.
    pub kind: DecisionKind,
    /// Reason codes.
    pub reasons: Vec<String>,
    /// The text for the member.
    pub member_text: String,
}

/// What a decision would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionPreview {
    /// The messages, as they will be read.
    pub messages: Vec<PreviewMessage>,
    /// Where the request will stand.
    pub status_after: RequestStatus,
    /// The member's login afterwards.
    pub login_after: LoginState,
    /// The number in force afterwards, masked.
    pub phone_after_masked: String,
    /// What keeps an approval from happening.
    pub blockers: Vec<Blocker>,
}

/// A message that a decision would queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewMessage {
    /// Which message.
    pub template: MessageTemplate,
    /// Where it goes, masked.
    pub to_masked: String,
    /// The text.
    pub body: String,
    /// Parts on the network.
    pub segments: u32,
}

/// A decision. The photos' hashes are those on screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decide {
    /// The request.
    pub request_id: RequestId,
    /// What to do.
    pub kind: DecisionKind,
    /// The round of photos on screen.
    pub revision: u32,
    /// SHA-256 of the card photo on screen.
    pub id_card_sha256: String,
    /// SHA-256 of the selfie on screen.
    pub selfie_sha256: String,
    /// Reason codes; needed for return and reject.
    pub reasons: Vec<String>,
    /// What the member reads besides the reasons.
    pub member_text: String,
    /// What only staff read; needed for escalate.
    pub private_note: String,
    /// Made once when the sheet opens; a retry sends the same.
    pub idempotency_key: String,
}

/// What a decision did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionResult {
    /// The decision.
    pub decision_id: DecisionId,
    /// What it was.
    pub kind: DecisionKind,
    /// Where the request stands now.
    pub status: RequestStatus,
    /// The member's login now.
    pub login_state: LoginState,
    /// The messages it queued.
    pub messages: Vec<crate::messages::MessageView>,
    /// Whether this answers a repeated attempt.
    pub repeated: bool,
}
