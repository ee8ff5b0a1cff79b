//! What the people at the desk do with a request.

use super::{Filed, World, challenges};
use coe_domain::{
    CallChannel, CallId, CallOutcome, ChallengeOutcome, CheckCode, CheckOutcome, DecisionKind,
    FraudFlag, StaffId,
};
use coe_store::{CallReport, CallSeen, ClaimAnswer, Decided, NewDecision, StoreResult};
use strum::VariantArray;

impl World {
    /// Claims a free request.
    pub async fn claims(&self, filed: &Filed, by: StaffId) {
        let answer = change!(self, unit => unit.claim(filed.id, by)).expect("claims");
        assert!(
            matches!(answer, ClaimAnswer::Held { .. }),
            "a free request is claimed: {answer:?}"
        );
    }

    /// Passes every check.
    pub async fn checks(&self, filed: &Filed, by: StaffId) {
        for code in CheckCode::VARIANTS {
            let passed = CheckOutcome::Passed;
            change!(self, unit => unit.set_check(filed.id, filed.revision, *code, passed, "", by))
                .expect("sets a check");
        }
    }

    /// Starts a call.
    pub async fn calls(&self, filed: &Filed, by: StaffId) -> CallId {
        let drawn = challenges(None);
        change!(self, unit => unit.start_call(filed.id, CallChannel::Line, &drawn, by))
            .expect("starts a call")
    }

    /// The report of a call that convinced.
    pub fn verified(&self, call: CallId, by: StaffId) -> CallReport {
        CallReport {
            id: call,
            by,
            outcome: CallOutcome::Verified,
            seen: CallSeen {
                real_card_shown: true,
                card_tilted: true,
                held_beside_face: true,
                face_matches: true,
                record_answers_correct: true,
            },
            challenges: challenges(Some(ChallengeOutcome::Passed)),
            notes: "clear picture".to_owned(),
            fraud_flag: None,
        }
    }

    /// Holds a call that convinced.
    pub async fn verifies(&self, filed: &Filed, by: StaffId) -> CallId {
        let call = self.calls(filed, by).await;
        let report = self.verified(call, by);
        change!(self, unit => unit.finish_call(&report)).expect("ends a call");
        call
    }

    /// A call that ended with a suspicion.
    pub async fn suspects(&self, filed: &Filed, by: StaffId) -> CallId {
        let call = self.calls(filed, by).await;
        let report = CallReport {
            outcome: CallOutcome::NotVerified,
            fraud_flag: Some(FraudFlag::Coercion),
            ..self.verified(call, by)
        };
        change!(self, unit => unit.finish_call(&report)).expect("ends a call");
        call
    }

    /// Claims and does everything that an approval needs.
    pub async fn prepares(&self, filed: &Filed, by: StaffId) {
        self.claims(filed, by).await;
        self.checks(filed, by).await;
        self.verifies(filed, by).await;
    }

    /// A request that the officer holds and may approve.
    pub async fn ready(&self) -> Filed {
        let filed = self.filed().await;
        self.prepares(&filed, self.officer).await;
        filed
    }

    /// A decision on what the filed request shows, with a key of its own and a fitting reason.
    pub fn decision(&self, filed: &Filed, kind: DecisionKind, by: StaffId) -> NewDecision {
        let reasons = match kind {
            DecisionKind::Return => vec!["photo_blurred".to_owned()],
            DecisionKind::Reject => vec!["face_does_not_match".to_owned()],
            _ => Vec::new(),
        };
        NewDecision {
            request_id: filed.id,
            kind,
            staff: by,
            revision: filed.revision,
            id_card_sha256: filed.card.clone(),
            selfie_sha256: filed.selfie.clone(),
            reasons,
            member_text: String::new(),
            private_note: "seen by two".to_owned(),
            idempotency_key: format!("key-{}", self.next()),
        }
    }

    /// Decides, if the database lets them.
    pub async fn tries(&self, new: &NewDecision) -> StoreResult<Decided> {
        change!(self, unit => unit.decide(new))
    }

    /// Decides; must be accepted.
    pub async fn decides(&self, filed: &Filed, kind: DecisionKind, by: StaffId) -> Decided {
        self.tries(&self.decision(filed, kind, by))
            .await
            .expect("the decision is accepted")
    }

    /// A request that the officer escalated.
    pub async fn escalated(&self) -> Filed {
        let filed = self.ready().await;
        self.decides(&filed, DecisionKind::Escalate, self.officer)
            .await;
        filed
    }
}
