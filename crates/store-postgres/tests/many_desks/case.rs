//! A request as a desk sees it, and what it would do next.

use coe_domain::member::Member;
use coe_domain::{
    CallChannel, CallId, CallOutcome, Challenge, ChallengeOutcome, CheckCode, CheckOutcome,
    DecisionKind, ImageKind, LoginState, RequestId, RequestStatus, Risk, StaffId,
};
use coe_store::{
    CallChallenge, CallReport, CallSeen, ChangeRequest, ImageInfo, NewDecision, ReviewCheck, Store,
    StoreError, StoreResult, VideoCall,
};
use strum::VariantArray;

/// Everything that a desk reads before it does something.
pub(crate) struct Case {
    pub(crate) request: ChangeRequest,
    pub(crate) member: Member,
    images: Vec<ImageInfo>,
    checks: Vec<ReviewCheck>,
    calls: Vec<VideoCall>,
}

impl Case {
    /// Reads a request as of one moment.
    pub(crate) async fn read(store: &dyn Store, id: RequestId) -> StoreResult<Self> {
        let gone = || StoreError::Engine {
            code: "a request is gone".to_owned(),
        };
        let mut unit = store.read().await?;
        let request = unit.request_by_id(id).await?.ok_or_else(gone)?;
        let member = unit.member_by_id(request.member_id).await?;
        Ok(Self {
            member: member.ok_or_else(gone)?,
            images: unit.images_of(id, request.revision).await?,
            checks: unit.checks_of(id, request.revision).await?,
            calls: unit.calls_of(id).await?,
            request,
        })
    }

    pub(crate) fn is_held_by(&self, who: StaffId) -> bool {
        self.request.claimed_by == Some(who)
    }

    /// The checks that nobody set yet.
    pub(crate) fn open_checks(&self) -> Vec<CheckCode> {
        CheckCode::VARIANTS
            .iter()
            .copied()
            .filter(|code| self.checks.iter().all(|check| check.code != *code))
            .collect()
    }

    /// Whether a call convinced somebody.
    pub(crate) fn is_verified(&self) -> bool {
        self.calls.iter().any(|call| {
            call.revision == self.request.revision && call.outcome == Some(CallOutcome::Verified)
        })
    }

    /// A call that this person began and did not end.
    pub(crate) fn running_call(&self, who: StaffId) -> Option<CallId> {
        self.calls
            .iter()
            .find(|call| {
                call.staff == who
                    && call.revision == self.request.revision
                    && call.ended_at.is_none()
            })
            .map(|call| call.id)
    }

    /// What this desk would decide. Different cases end differently, by their number alone, so
    /// that every run is the same but for the order.
    pub(crate) fn verdict(&self) -> DecisionKind {
        let number = self.request.id.0;
        let first_round = self.request.revision == 1;
        let escalated = self.request.status == RequestStatus::Escalated;
        if self.member.phone != self.request.old_phone {
            // Another request of this member was faster.
            DecisionKind::Reject
        } else if first_round && number % 10 == 4 {
            DecisionKind::Return
        } else if number % 10 == 6 || (escalated && number % 7 == 3) {
            DecisionKind::Reject
        } else if escalated {
            DecisionKind::Confirm
        } else if self.request.risk == Risk::High || self.member.login_state == LoginState::Locked {
            DecisionKind::Escalate
        } else {
            DecisionKind::Approve
        }
    }

    /// The decision, on the evidence that was seen.
    pub(crate) fn decision(&self, kind: DecisionKind, staff: StaffId, key: String) -> NewDecision {
        let reasons = match kind {
            DecisionKind::Return => vec!["photo_blurred".to_owned()],
            DecisionKind::Reject => vec!["face_does_not_match".to_owned()],
            _ => Vec::new(),
        };
        let hash = |kind| {
            self.images
                .iter()
                .find(|image| image.kind == kind)
                .map(|image| image.sha256.clone())
                .unwrap_or_default()
        };
        NewDecision {
            request_id: self.request.id,
            kind,
            staff,
            revision: self.request.revision,
            id_card_sha256: hash(ImageKind::IdCard),
            selfie_sha256: hash(ImageKind::Selfie),
            reasons,
            member_text: String::new(),
            private_note: "as agreed".to_owned(),
            idempotency_key: key,
        }
    }
}

/// What a desk does with an open check.
pub(crate) const PASSED: CheckOutcome = CheckOutcome::Passed;

/// How everybody calls here.
pub(crate) const CHANNEL: CallChannel = CallChannel::Line;

/// The challenges of a call.
pub(crate) fn challenges(outcome: Option<ChallengeOutcome>) -> [CallChallenge; 1] {
    [CallChallenge {
        challenge: Challenge::TiltCard,
        outcome,
    }]
}

/// The report of a call that convinced.
pub(crate) fn report(id: CallId, by: StaffId) -> CallReport {
    CallReport {
        id,
        by,
        outcome: CallOutcome::Verified,
        seen: CallSeen {
            real_card_shown: true,
            card_tilted: true,
            held_beside_face: true,
            face_matches: true,
            record_answers_correct: true,
        },
        challenges: challenges(Some(ChallengeOutcome::Passed)).to_vec(),
        notes: String::new(),
        fraud_flag: None,
    }
}
