//! What stands between a request and its approval.
//!
//! The database decides; this mirrors its rules so that the page can say why before anyone tries.

use crate::{CheckCode, CheckOutcome, DecisionKind, RequestStatus, Risk, Role, StaffId};
use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// What the rules look at, as the person who wants to approve sees the request now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFacts {
    /// Where the request stands.
    pub status: RequestStatus,
    /// The risk it was given.
    pub risk: Risk,
    /// Who wants to approve.
    pub actor: StaffId,
    /// What that person may do.
    pub actor_role: Role,
    /// Who holds the request.
    pub claim: ClaimFacts,
    /// The checks for the current photos; a check that is not listed counts as not done.
    pub checks: Vec<(CheckCode, Option<CheckOutcome>)>,
    /// Whether a call with outcome `verified` exists for the current photos.
    pub verified_call: bool,
    /// Whether the member's phone is still the one at filing.
    pub phone_unchanged: bool,
    /// Whether a call raised a fraud flag.
    pub fraud_flagged: bool,
    /// Who handed it to a supervisor, if anyone did.
    pub escalated_by: Option<StaffId>,
}

/// Who holds a request, seen by one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimFacts {
    /// That person, with time left.
    Mine,
    /// That person, but the time ran out.
    Expired,
    /// Somebody else, with time left.
    Other(StaffId),
    /// Nobody.
    None,
}

/// One reason why a request cannot be approved now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(tag = "code", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Blocker {
    /// It is closed, or waits for the member.
    NotOpen,
    /// The actor has not claimed it.
    ClaimNotHeld,
    /// The actor's claim ran out.
    ClaimExpired,
    /// Somebody else works on it.
    HeldByOther,
    /// Checks are still to be done.
    ChecksMissing {
        /// How many.
        count: usize,
        /// The first of them, in the order of the work.
        first: CheckCode,
    },
    /// A check was done and not passed: it failed, or the photo does not let one tell.
    CheckFailed {
        /// Which one.
        check: CheckCode,
    },
    /// No verified video call for the current photos.
    NoVerifiedCall,
    /// The member's phone is no longer the one at filing.
    PhoneChanged,
    /// High risk: one person has to escalate, a second one confirms.
    FourEyes,
    /// The actor escalated it; a different supervisor has to confirm.
    SamePerson,
    /// The actor's role may not approve it.
    RoleNotAllowed,
    /// A fraud flag is open; only a supervisor may go on.
    FraudFlag,
}

impl Blocker {
    /// The stable code, the same as on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }
}

/// Everything that stands between the request and its approval, in the order of the work; nothing
/// where it can be approved.
///
/// Where no work of the actor could help (the request is not open, or the role never approves),
/// that is the only answer.
#[must_use]
pub fn blockers(facts: &CaseFacts) -> Vec<Blocker> {
    let escalated = match facts.status {
        RequestStatus::Pending => false,
        RequestStatus::Escalated => true,
        RequestStatus::Returned
        | RequestStatus::Approved
        | RequestStatus::Rejected
        | RequestStatus::Cancelled => return vec![Blocker::NotOpen],
    };
    if !facts.actor_role.reviews() {
        return vec![Blocker::RoleNotAllowed];
    }

    let mut found = Vec::new();
    if escalated && facts.actor_role != Role::Supervisor {
        found.push(Blocker::RoleNotAllowed);
    } else if escalated && facts.escalated_by == Some(facts.actor) {
        found.push(Blocker::SamePerson);
    }
    found.extend(claim_blocker(facts.claim));
    found.extend(check_blockers(&facts.checks));
    if !facts.verified_call {
        found.push(Blocker::NoVerifiedCall);
    }
    if !facts.phone_unchanged {
        found.push(Blocker::PhoneChanged);
    }
    if facts.fraud_flagged && facts.actor_role != Role::Supervisor {
        found.push(Blocker::FraudFlag);
    }
    if !escalated && facts.risk == Risk::High {
        found.push(Blocker::FourEyes);
    }
    found
}

/// The decision that approves this request: [`DecisionKind::Confirm`] for an escalated one,
/// [`DecisionKind::Approve`] otherwise.
#[must_use]
pub fn approving_kind(facts: &CaseFacts) -> DecisionKind {
    match facts.status {
        RequestStatus::Escalated => DecisionKind::Confirm,
        _ => DecisionKind::Approve,
    }
}

fn claim_blocker(claim: ClaimFacts) -> Option<Blocker> {
    match claim {
        ClaimFacts::Mine => None,
        ClaimFacts::Expired => Some(Blocker::ClaimExpired),
        ClaimFacts::Other(_) => Some(Blocker::HeldByOther),
        ClaimFacts::None => Some(Blocker::ClaimNotHeld),
    }
}

fn check_blockers(checks: &[(CheckCode, Option<CheckOutcome>)]) -> Vec<Blocker> {
    let outcome = |code: CheckCode| {
        checks
            .iter()
            .find(|(listed, _)| *listed == code)
            .and_then(|(_, outcome)| *outcome)
    };
    let mut missing = CheckCode::VARIANTS
        .iter()
        .copied()
        .filter(|code| outcome(*code).is_none());
    let mut found = Vec::new();
    if let Some(first) = missing.next() {
        found.push(Blocker::ChecksMissing {
            count: 1 + missing.count(),
            first,
        });
    }
    for check in CheckCode::VARIANTS.iter().copied() {
        match outcome(check) {
            None | Some(CheckOutcome::Passed) => {}
            Some(CheckOutcome::Failed | CheckOutcome::Unreadable) => {
                found.push(Blocker::CheckFailed { check });
            }
        }
    }
    found
}
