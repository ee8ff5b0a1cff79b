//! Table `video_call`.

use crate::StoreResult;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{
    CallChannel, CallId, CallOutcome, Challenge, ChallengeOutcome, FraudFlag, RequestId, StaffId,
};
use serde::{Deserialize, Serialize};

/// A call: scheduled, running or done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoCall {
    /// Identity.
    pub id: CallId,
    /// The request.
    pub request_id: RequestId,
    /// The round of photos it is about.
    pub revision: u32,
    /// Who calls.
    pub staff: StaffId,
    /// How.
    pub channel: CallChannel,
    /// Meeting link, where there is one.
    pub link: Option<String>,
    /// The appointment.
    pub scheduled_for: Option<DateTime<Utc>>,
    /// When it was started.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: Option<CallOutcome>,
    /// What was seen.
    pub seen: CallSeen,
    /// What was asked, and how it went. Stored as JSON.
    pub challenges: Vec<CallChallenge>,
    /// Free notes.
    pub notes: String,
    /// Suspicion.
    pub fraud_flag: Option<FraudFlag>,
}

/// What was seen on a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CallSeen {
    /// The real card was shown.
    pub real_card_shown: bool,
    /// The card was tilted.
    pub card_tilted: bool,
    /// The card was held beside the face.
    pub held_beside_face: bool,
    /// The face matches the card.
    pub face_matches: bool,
    /// Questions from the record were answered rightly.
    pub record_answers_correct: bool,
}

/// A challenge of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallChallenge {
    /// What was asked.
    pub challenge: Challenge,
    /// How it went.
    pub outcome: Option<ChallengeOutcome>,
}

/// An appointment to make.
pub struct NewAppointment {
    /// The request.
    pub request_id: RequestId,
    /// When.
    pub at: DateTime<Utc>,
    /// How.
    pub channel: CallChannel,
    /// Meeting link.
    pub link: Option<String>,
    /// Who makes it.
    pub by: StaffId,
}

/// A call to end.
pub struct CallReport {
    /// The call.
    pub id: CallId,
    /// Who held it; must be who started it.
    pub by: StaffId,
    /// How it ended.
    pub outcome: CallOutcome,
    /// What was seen.
    pub seen: CallSeen,
    /// The drawn challenges with their outcomes; the drawn ones, in their order.
    pub challenges: Vec<CallChallenge>,
    /// Free notes.
    pub notes: String,
    /// Suspicion: locks the login and marks the request in the same transaction.
    pub fraud_flag: Option<FraudFlag>,
}

/// Access to calls. Each change needs the actor's live claim and writes its audit event. A call
/// that ended never changes again.
#[async_trait]
pub trait CallRepository {
    /// Makes an appointment and queues the message to the new number.
    async fn schedule_call(&mut self, new: &NewAppointment) -> StoreResult<CallId>;
    /// Starts an appointment, with the challenges that were drawn. Refused (`RequestNotOpen`)
    /// where it was started already.
    async fn start_scheduled_call(
        &mut self,
        id: CallId,
        challenges: &[CallChallenge],
        by: StaffId,
    ) -> StoreResult<()>;
    /// Starts a call without appointment.
    async fn start_call(
        &mut self,
        request: RequestId,
        channel: CallChannel,
        challenges: &[CallChallenge],
        by: StaffId,
    ) -> StoreResult<CallId>;
    /// Ends a running call.
    async fn finish_call(&mut self, report: &CallReport) -> StoreResult<()>;
    /// By identity.
    async fn call_by_id(&mut self, id: CallId) -> StoreResult<Option<VideoCall>>;
    /// The calls of a request, newest first.
    async fn calls_of(&mut self, id: RequestId) -> StoreResult<Vec<VideoCall>>;
}
