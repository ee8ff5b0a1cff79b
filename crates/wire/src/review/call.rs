//! Video calls under review.

use chrono::{DateTime, Utc};
use coe_domain::{
    CallChannel, CallId, CallOutcome, Challenge, ChallengeOutcome, FraudFlag, RequestId,
};
use serde::{Deserialize, Serialize};

/// A call: scheduled, running or done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallView {
    /// Identity.
    pub id: CallId,
    /// How it is held.
    pub channel: CallChannel,
    /// The appointment, where one was made.
    pub scheduled_for: Option<DateTime<Utc>>,
    /// Whether there is a link to open.
    pub has_link: bool,
    /// When it was started.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: Option<CallOutcome>,
    /// What was seen.
    pub observations: Observations,
    /// The challenges that were drawn, with their outcome.
    pub challenges: Vec<DrawnChallenge>,
    /// Free notes.
    pub notes: String,
    /// Suspicion, where there was one.
    pub fraud_flag: Option<FraudFlag>,
    /// Who called.
    pub by: String,
    /// Which round of photos it was about.
    pub revision: u32,
}

/// What the officer saw on the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Observations {
    /// The real card was shown.
    pub real_card_shown: bool,
    /// The card was tilted to the light.
    pub card_tilted: bool,
    /// The card was held beside the face.
    pub held_beside_face: bool,
    /// The face is the one on the card.
    pub face_matches: bool,
    /// Questions from the record were answered rightly.
    pub record_answers_correct: bool,
}

/// A challenge and how it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnChallenge {
    /// What was asked.
    pub challenge: Challenge,
    /// How it went; `None` while open.
    pub outcome: Option<ChallengeOutcome>,
}

/// Makes an appointment for a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleCall {
    /// The request.
    pub request_id: RequestId,
    /// When.
    pub at: DateTime<Utc>,
    /// How.
    pub channel: CallChannel,
    /// Meeting link (`https`), or empty.
    pub link: String,
}

/// Starts a call: an appointment made before, or one out of hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartCall {
    /// The request.
    pub request_id: RequestId,
    /// The appointment, where there is one.
    pub call_id: Option<CallId>,
    /// How, for a call without appointment.
    pub channel: CallChannel,
}

/// Ends a call and says what was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishCall {
    /// The request.
    pub request_id: RequestId,
    /// The running call.
    pub call_id: CallId,
    /// How it ended.
    pub outcome: CallOutcome,
    /// What was seen.
    pub observations: Observations,
    /// The drawn challenges with their outcomes.
    pub challenges: Vec<DrawnChallenge>,
    /// Free notes.
    pub notes: String,
    /// Suspicion. Escalates and locks the login at once.
    pub fraud_flag: Option<FraudFlag>,
}
