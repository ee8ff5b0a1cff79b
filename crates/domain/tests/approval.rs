//! What stands between a request and its approval.

use coe_domain::approval::{Blocker, CaseFacts, ClaimFacts, approving_kind, blockers};
use coe_domain::{CheckCode, CheckOutcome, DecisionKind, RequestStatus, Risk, Role, StaffId};
use strum::VariantArray;

const OFFICER: StaffId = StaffId(1);
const SUPERVISOR: StaffId = StaffId(2);

/// A pending low-risk request whose work is done.
fn ready() -> CaseFacts {
    CaseFacts {
        status: RequestStatus::Pending,
        risk: Risk::Low,
        actor: OFFICER,
        actor_role: Role::Officer,
        claim: ClaimFacts::Mine,
        checks: CheckCode::VARIANTS
            .iter()
            .map(|code| (*code, Some(CheckOutcome::Passed)))
            .collect(),
        verified_call: true,
        phone_unchanged: true,
        fraud_flagged: false,
        escalated_by: None,
    }
}

/// The same after the officer escalated it, in a supervisor's hands.
fn escalated() -> CaseFacts {
    CaseFacts {
        status: RequestStatus::Escalated,
        risk: Risk::High,
        actor: SUPERVISOR,
        actor_role: Role::Supervisor,
        escalated_by: Some(OFFICER),
        ..ready()
    }
}

#[test]
fn finished_work_can_be_approved() {
    assert_eq!(blockers(&ready()), []);
    assert_eq!(approving_kind(&ready()), DecisionKind::Approve);
    assert_eq!(
        blockers(&CaseFacts {
            risk: Risk::Medium,
            ..ready()
        }),
        []
    );
    assert_eq!(blockers(&escalated()), []);
    assert_eq!(approving_kind(&escalated()), DecisionKind::Confirm);
}

#[test]
fn only_open_requests_can_be_approved() {
    for status in [
        RequestStatus::Returned,
        RequestStatus::Approved,
        RequestStatus::Rejected,
        RequestStatus::Cancelled,
    ] {
        let facts = CaseFacts {
            status,
            claim: ClaimFacts::None,
            ..ready()
        };
        assert_eq!(
            blockers(&facts),
            [Blocker::NotOpen],
            "{status}: nothing else matters"
        );
    }
}

#[test]
fn support_never_approves() {
    let facts = CaseFacts {
        actor_role: Role::Support,
        verified_call: false,
        ..ready()
    };
    assert_eq!(blockers(&facts), [Blocker::RoleNotAllowed]);
}

#[test]
fn the_claim_must_be_the_actors_and_live() {
    for (claim, wanted) in [
        (ClaimFacts::None, Blocker::ClaimNotHeld),
        (ClaimFacts::Expired, Blocker::ClaimExpired),
        (ClaimFacts::Other(SUPERVISOR), Blocker::HeldByOther),
    ] {
        assert_eq!(blockers(&CaseFacts { claim, ..ready() }), [wanted]);
    }
}

#[test]
fn every_check_must_have_passed() {
    let mut facts = ready();
    facts
        .checks
        .retain(|(code, _)| *code != CheckCode::NameMatches);
    for (code, outcome) in &mut facts.checks {
        match code {
            CheckCode::CardNotExpired => *outcome = None,
            CheckCode::FaceMatchesSelfie => *outcome = Some(CheckOutcome::Failed),
            CheckCode::SelfieHoldsCard => *outcome = Some(CheckOutcome::Unreadable),
            _ => {}
        }
    }
    assert_eq!(
        blockers(&facts),
        [
            Blocker::ChecksMissing {
                count: 2,
                first: CheckCode::NameMatches
            },
            Blocker::CheckFailed {
                check: CheckCode::FaceMatchesSelfie
            },
            Blocker::CheckFailed {
                check: CheckCode::SelfieHoldsCard
            },
        ],
        "a check that is not listed is missing, an unreadable one is not passed"
    );
}

#[test]
fn high_risk_needs_a_second_person() {
    let facts = CaseFacts {
        risk: Risk::High,
        ..ready()
    };
    assert_eq!(blockers(&facts), [Blocker::FourEyes]);
    let supervisor = CaseFacts {
        actor: SUPERVISOR,
        actor_role: Role::Supervisor,
        ..facts.clone()
    };
    assert_eq!(
        blockers(&supervisor),
        [Blocker::FourEyes],
        "a supervisor is one person too"
    );
}

#[test]
fn an_escalated_request_is_confirmed_by_another_supervisor() {
    let same = CaseFacts {
        escalated_by: Some(SUPERVISOR),
        ..escalated()
    };
    assert_eq!(blockers(&same), [Blocker::SamePerson]);
    let officer = CaseFacts {
        actor: StaffId(3),
        actor_role: Role::Officer,
        ..escalated()
    };
    assert_eq!(blockers(&officer), [Blocker::RoleNotAllowed]);
    let unworked = CaseFacts {
        verified_call: false,
        ..escalated()
    };
    assert_eq!(
        blockers(&unworked),
        [Blocker::NoVerifiedCall],
        "the work is still required"
    );
}

#[test]
fn a_fraud_flag_needs_a_supervisor() {
    let facts = CaseFacts {
        fraud_flagged: true,
        ..ready()
    };
    assert_eq!(blockers(&facts), [Blocker::FraudFlag]);
    assert_eq!(
        blockers(&CaseFacts {
            fraud_flagged: true,
            ..escalated()
        }),
        []
    );
}

#[test]
fn all_reasons_come_in_the_order_of_the_work() {
    let facts = CaseFacts {
        risk: Risk::High,
        claim: ClaimFacts::None,
        checks: Vec::new(),
        verified_call: false,
        phone_unchanged: false,
        fraud_flagged: true,
        ..ready()
    };
    let codes: Vec<&str> = blockers(&facts).iter().map(Blocker::code).collect();
    assert_eq!(
        codes,
        [
            "claim_not_held",
            "checks_missing",
            "no_verified_call",
            "phone_changed",
            "fraud_flag",
            "four_eyes"
        ]
    );
}

#[test]
fn the_wire_form_is_tagged_by_code() {
    let missing = Blocker::ChecksMissing {
        count: 2,
        first: CheckCode::NameMatches,
    };
    let json = serde_json::to_string(&missing).unwrap();
    assert_eq!(
        json,
        r#"{"code":"checks_missing","count":2,"first":"name_matches"}"#
    );
    assert_eq!(serde_json::from_str::<Blocker>(&json).unwrap(), missing);
    assert_eq!(
        serde_json::to_string(&Blocker::NotOpen).unwrap(),
        r#"{"code":"not_open"}"#
    );
}
