//! Approving: what it needs, and what it does.

use crate::harness::Harness;
use crate::world::{Filed, World, change, look, refused};
use coe_domain::member::Member;
use coe_domain::sms_text::{fill, measure};
use coe_domain::{
    CallOutcome, CheckCode, CheckOutcome, DecisionId, DecisionKind, Language, LoginState,
    MessageState, MessageTemplate, RequestStatus, Risk,
};
use coe_store::{CallReport, NewDecision};

const APPROVE: DecisionKind = DecisionKind::Approve;

pub(crate) async fn does_everything_at_once(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    let new = NewDecision {
        member_text: "ขอบคุณ".to_owned(),
        ..world.decision(&filed, APPROVE, world.officer)
    };
    let decided = world.tries(&new).await.expect("everything is ready");
    assert!(!decided.repeated);

    let member = world.the_member(filed.member).await;
    assert_eq!(member.phone, filed.new_phone, "the new number is in force");
    assert_eq!(member.login_state, LoginState::Enabled);
    let history = look!(world, unit => unit.phone_history_of(filed.member));
    assert_eq!(history.len(), 1);
    assert_eq!(
        (&history[0].phone, history[0].request_id),
        (&filed.old_phone, Some(filed.id))
    );
    let request = world.the_request(filed.id).await;
    assert_eq!(
        (request.status, request.claimed_by),
        (RequestStatus::Approved, None)
    );
    let decision = look!(world, unit => unit.decision_by_id(decided.id)).expect("is stored");
    assert_eq!(decision.made, new, "every word of it");
    assert_eq!(request.closed_at, Some(decision.at));
    let all = look!(world, unit => unit.decisions_of(filed.id));
    assert_eq!(all, [decision]);
    assert_eq!(
        look!(world, unit => unit.decision_by_id(DecisionId(9_999))),
        None
    );
    let actions = world.actions(&filed).await;
    let tail = [
        "decision.approve",
        "login.enabled",
        "phone.changed",
        "message.queued",
        "message.queued",
    ];
    let mut seen: Vec<_> = actions[actions.len() - tail.len()..].to_vec();
    seen[1..3].sort();
    assert_eq!(seen, tail, "login and phone change together");
}

pub(crate) async fn tells_both_numbers(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let templates = look!(world, unit => unit.templates());
    for language in [Language::Th, Language::En] {
        let member = world
            .add(&Member {
                language,
                ..world.somebody()
            })
            .await;
        let filed = world.files(&world.form(member).await).await;
        world.prepares(&filed, world.officer).await;
        let decided = world.decides(&filed, APPROVE, world.officer).await;
        let messages = world.messages(&filed).await;
        let of = |template| {
            let found: Vec<_> = messages.iter().filter(|m| m.template == template).collect();
            assert_eq!(found.len(), 1, "one {template}");
            found[0]
        };
        let approved = of(MessageTemplate::Approved);
        assert_eq!(approved.to_phone, filed.new_phone);
        let notice = of(MessageTemplate::SecurityNotice);
        assert_eq!(notice.to_phone, filed.old_phone);
        for message in [approved, notice] {
            assert_eq!(
                (message.state, message.decision_id),
                (MessageState::Queued, Some(decided.id))
            );
            let template = templates
                .iter()
                .find(|t| t.template == message.template && t.language == language)
                .expect("a text");
            let wanted = fill(&template.body, &[("request_no", &filed.no.to_string())]);
            assert_eq!(message.body, wanted);
            let segments = u32::try_from(measure(&wanted).segments).expect("few");
            assert_eq!(message.segments, segments);
        }
        let secret = [
            filed.new_phone.as_str(),
            &filed.new_phone.as_str()[6..],
            "สมชาย",
            "Somchai",
        ];
        for part in secret {
            assert!(
                !notice.body.contains(part),
                "the old number may be a stranger's by now"
            );
        }
    }
}

/// What must hold before and after a refused approval: nothing moved.
async fn stays_as_it_was(world: &World, filed: &Filed, new: &NewDecision) -> coe_store::StoreError {
    let picture = || async {
        (
            world.the_request(filed.id).await,
            world.the_member(filed.member).await,
            world.messages(filed).await,
            world.events(filed).await,
            look!(world, unit => unit.decisions_of(filed.id)),
            look!(world, unit => unit.phone_history_of(filed.member)),
        )
    };
    let before = picture().await;
    let error = world.tries(new).await.expect_err("the approval is refused");
    assert_eq!(
        picture().await,
        before,
        "a refused decision leaves no trace"
    );
    error
}

macro_rules! not_approved {
    ($world:expr, $filed:expr, $by:expr, $refusal:ident, $($rule:tt)+) => {
        let new = $world.decision(&$filed, APPROVE, $by);
        let error = stays_as_it_was(&$world, &$filed, &new).await;
        refused!(Err::<(), _>(error), $refusal, $($rule)+);
    };
}

pub(crate) async fn needs_the_actors_live_claim(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    not_approved!(
        world,
        filed,
        world.colleague,
        ClaimNotHeld,
        "another's claim"
    );
    not_approved!(
        world,
        filed,
        world.supervisor,
        ClaimNotHeld,
        "another's claim"
    );
    world.pass(16).await;
    not_approved!(world, filed, world.officer, ClaimExpired, "it ran out");
    world.claims(&filed, world.colleague).await;
    not_approved!(world, filed, world.officer, ClaimNotHeld, "it was lost");
    change!(world, unit => unit.release_claim(filed.id, world.colleague)).expect("gives it up");
    not_approved!(
        world,
        filed,
        world.colleague,
        ClaimNotHeld,
        "it was given up"
    );
    world.claims(&filed, world.colleague).await;
    world.decides(&filed, APPROVE, world.colleague).await;
}

pub(crate) async fn needs_the_role_and_an_open_account(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    not_approved!(
        world,
        filed,
        world.support,
        RoleNotAllowed,
        "support decides nothing"
    );
    world.desk.close_account(world.officer).await;
    not_approved!(
        world,
        filed,
        world.officer,
        StaffInactive,
        "the account was closed"
    );
}

pub(crate) async fn needs_every_check_passed(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    let code = CheckCode::NoSignOfEditing;
    for outcome in [CheckOutcome::Failed, CheckOutcome::Unreadable] {
        change!(world, unit => unit.set_check(filed.id, 1, code, outcome, "", world.officer))
            .expect("sets");
        not_approved!(
            world,
            filed,
            world.officer,
            ChecksIncomplete,
            "one is {outcome}"
        );
    }
    change!(world, unit => unit.clear_check(filed.id, 1, code, world.officer)).expect("clears");
    not_approved!(
        world,
        filed,
        world.officer,
        ChecksIncomplete,
        "one is open again"
    );
}

pub(crate) async fn needs_a_verified_call(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    world.checks(&filed, world.officer).await;
    not_approved!(world, filed, world.officer, NoVerifiedCall, "nobody called");
    let call = world.calls(&filed, world.officer).await;
    not_approved!(
        world,
        filed,
        world.officer,
        NoVerifiedCall,
        "the call is still running"
    );
    let report = CallReport {
        outcome: CallOutcome::NotVerified,
        ..world.verified(call, world.officer)
    };
    change!(world, unit => unit.finish_call(&report)).expect("ends");
    not_approved!(
        world,
        filed,
        world.officer,
        NoVerifiedCall,
        "it did not convince"
    );
}

pub(crate) async fn needs_the_evidence_that_was_seen(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    for seen in [
        Filed {
            revision: 2,
            ..filed.clone()
        },
        Filed {
            card: filed.selfie.clone(),
            ..filed.clone()
        },
        Filed {
            selfie: "0".repeat(64),
            ..filed.clone()
        },
        Filed {
            card: filed.selfie.clone(),
            selfie: filed.card.clone(),
            ..filed.clone()
        },
    ] {
        not_approved!(world, seen, world.officer, EvidenceChanged, "other photos");
    }
}

pub(crate) async fn begins_anew_with_new_photos(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let old = world.ready().await;
    world
        .decides(&old, DecisionKind::Return, world.officer)
        .await;
    let images = world.form(old.member).await.images;
    change!(world, unit => unit.add_revision(old.id, &images)).expect("takes new photos");
    world.claims(&old, world.officer).await;
    not_approved!(world, old, world.officer, EvidenceChanged, "the old round");
    let new = Filed {
        revision: 2,
        card: images[0].sha256.clone(),
        selfie: images[1].sha256.clone(),
        ..old
    };
    not_approved!(
        world,
        new,
        world.officer,
        ChecksIncomplete,
        "checks of the old round"
    );
    world.checks(&new, world.officer).await;
    not_approved!(
        world,
        new,
        world.officer,
        NoVerifiedCall,
        "the call was about old photos"
    );
    world.verifies(&new, world.officer).await;
    world.decides(&new, APPROVE, world.officer).await;
}

pub(crate) async fn of_high_risk_needs_four_eyes(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    change!(world, unit => unit.set_risk(filed.id, Risk::High)).expect("is open");
    not_approved!(world, filed, world.officer, FourEyesRequired, "high risk");
    change!(world, unit => unit.release_claim(filed.id, world.officer)).expect("gives it up");
    world.claims(&filed, world.supervisor).await;
    not_approved!(
        world,
        filed,
        world.supervisor,
        FourEyesRequired,
        "for supervisors as well"
    );
    change!(world, unit => unit.set_risk(filed.id, Risk::Medium)).expect("is open");
    world.decides(&filed, APPROVE, world.supervisor).await;
}

pub(crate) async fn of_a_locked_login_needs_four_eyes(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let locked = Member {
        login_state: LoginState::Locked,
        ..world.somebody()
    };
    let member = world.add(&locked).await;
    let filed = world.files(&world.form(member).await).await;
    world.prepares(&filed, world.officer).await;
    not_approved!(
        world,
        filed,
        world.officer,
        FourEyesRequired,
        "a supervisor locked it"
    );
}

pub(crate) async fn needs_the_phone_of_the_filing(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let first = world.ready().await;
    let second = world.files(&world.form(first.member).await).await;
    world.prepares(&second, world.colleague).await;
    world.decides(&first, APPROVE, world.officer).await;
    not_approved!(
        world,
        second,
        world.colleague,
        PhoneChanged,
        "the first one changed it"
    );
}

pub(crate) async fn happens_once(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    world.decides(&filed, APPROVE, world.officer).await;
    not_approved!(
        world,
        filed,
        world.officer,
        RequestNotOpen,
        "it is approved"
    );
    let answer = change!(world, unit => unit.claim(filed.id, world.officer)).expect("answers");
    assert_eq!(answer, coe_store::ClaimAnswer::NotOpen);
}
