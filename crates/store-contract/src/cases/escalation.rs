//! Second persons: escalating, confirming, fraud flags, overturning.

use crate::harness::Harness;
use crate::world::{Filed, World, change, look, refused};
use coe_domain::{DecisionKind, LoginState, MessageTemplate, RequestStatus, Risk};
use coe_store::NewDecision;

pub(crate) async fn hands_a_request_to_the_supervisors(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    let before = world.messages(&filed).await;
    world
        .decides(&filed, DecisionKind::Escalate, world.officer)
        .await;
    let request = world.the_request(filed.id).await;
    assert_eq!(
        (request.status, request.claimed_by),
        (RequestStatus::Escalated, None)
    );
    assert_eq!(request.escalated_by, Some(world.officer));
    assert_eq!(
        world.messages(&filed).await,
        before,
        "the member is not told"
    );
    assert_eq!(world.login(&filed).await, LoginState::Suspended);
    let new = world.decision(&filed, DecisionKind::Escalate, world.supervisor);
    refused!(world.tries(&new).await, RequestNotOpen, "once");
}

pub(crate) async fn says_why(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    for note in ["", "   "] {
        let new = NewDecision {
            private_note: note.to_owned(),
            ..world.decision(&filed, DecisionKind::Escalate, world.officer)
        };
        refused!(world.tries(&new).await, ReasonInvalid, "without a note");
    }
    world.suspects(&filed, world.officer).await;
    let new = NewDecision {
        private_note: String::new(),
        ..world.decision(&filed, DecisionKind::Escalate, world.officer)
    };
    world
        .tries(&new)
        .await
        .expect("a fraud flag says it already");
}

pub(crate) async fn a_second_person_confirms(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    change!(world, unit => unit.set_risk(filed.id, Risk::High)).expect("is open");
    world
        .decides(&filed, DecisionKind::Escalate, world.officer)
        .await;
    world.claims(&filed, world.supervisor).await;
    world
        .decides(&filed, DecisionKind::Confirm, world.supervisor)
        .await;
    let request = world.the_request(filed.id).await;
    assert_eq!(
        (request.status, request.escalated_by),
        (RequestStatus::Approved, None)
    );
    let member = world.the_member(filed.member).await;
    assert_eq!(
        (member.phone, member.login_state),
        (filed.new_phone.clone(), LoginState::Enabled)
    );
    let templates: Vec<_> = world
        .messages(&filed)
        .await
        .iter()
        .map(|message| message.template)
        .collect();
    let wanted = [
        MessageTemplate::Filed,
        MessageTemplate::Approved,
        MessageTemplate::SecurityNotice,
    ];
    assert_eq!(templates, wanted);
}

pub(crate) async fn nobody_confirms_alone(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.prepares(&filed, world.supervisor).await;
    let early = world.decision(&filed, DecisionKind::Confirm, world.supervisor);
    refused!(
        world.tries(&early).await,
        RequestNotOpen,
        "nobody escalated it"
    );
    world
        .decides(&filed, DecisionKind::Escalate, world.supervisor)
        .await;
    world.claims(&filed, world.supervisor).await;
    let own = world.decision(&filed, DecisionKind::Confirm, world.supervisor);
    refused!(
        world.tries(&own).await,
        SamePerson,
        "it is one's own escalation"
    );
    let officer = world.decision(&filed, DecisionKind::Confirm, world.officer);
    refused!(
        world.tries(&officer).await,
        RoleNotAllowed,
        "officers do not confirm"
    );
    let officer = world.decision(&filed, DecisionKind::Reject, world.officer);
    refused!(
        world.tries(&officer).await,
        RoleNotAllowed,
        "an escalated one is a supervisor's"
    );
    let approve = world.decision(&filed, DecisionKind::Approve, world.supervisor);
    refused!(
        world.tries(&approve).await,
        RequestNotOpen,
        "escalated ones are confirmed"
    );
    change!(world, unit => unit.release_claim(filed.id, world.supervisor)).expect("gives it up");
    world.claims(&filed, world.second_supervisor).await;
    world
        .decides(&filed, DecisionKind::Confirm, world.second_supervisor)
        .await;
}

pub(crate) async fn a_confirmation_needs_what_an_approval_needs(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    world
        .decides(&filed, DecisionKind::Escalate, world.officer)
        .await;
    let confirm = || world.decision(&filed, DecisionKind::Confirm, world.supervisor);
    refused!(world.tries(&confirm()).await, ClaimNotHeld, "not claimed");
    world.claims(&filed, world.supervisor).await;
    refused!(
        world.tries(&confirm()).await,
        ChecksIncomplete,
        "nothing was checked"
    );
    world.checks(&filed, world.supervisor).await;
    refused!(
        world.tries(&confirm()).await,
        NoVerifiedCall,
        "nobody called"
    );
    world.verifies(&filed, world.supervisor).await;
    let other = Filed {
        card: filed.selfie.clone(),
        ..filed.clone()
    };
    let wrong = world.decision(&other, DecisionKind::Confirm, world.supervisor);
    refused!(world.tries(&wrong).await, EvidenceChanged, "other photos");
    world.tries(&confirm()).await.expect("everything is there");
}

pub(crate) async fn a_supervisor_may_return_or_reject(harness: &dyn Harness) {
    let world = World::new(harness).await;
    for (kind, status) in [
        (DecisionKind::Return, RequestStatus::Returned),
        (DecisionKind::Reject, RequestStatus::Rejected),
    ] {
        let filed = world.escalated().await;
        world.claims(&filed, world.supervisor).await;
        world.decides(&filed, kind, world.supervisor).await;
        let request = world.the_request(filed.id).await;
        assert_eq!((request.status, request.escalated_by), (status, None));
    }
}

pub(crate) async fn a_fraud_flag_binds_the_officer(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    world.suspects(&filed, world.officer).await;
    for kind in [
        DecisionKind::Approve,
        DecisionKind::Reject,
        DecisionKind::Return,
    ] {
        let new = world.decision(&filed, kind, world.officer);
        refused!(world.tries(&new).await, FraudFlagOpen, "{kind}");
    }
    world
        .decides(&filed, DecisionKind::Escalate, world.officer)
        .await;
    assert_eq!(world.login(&filed).await, LoginState::Locked);
}

pub(crate) async fn a_rejected_suspicion_stays_locked(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    world.suspects(&filed, world.officer).await;
    world
        .decides(&filed, DecisionKind::Escalate, world.officer)
        .await;
    world.claims(&filed, world.supervisor).await;
    world
        .decides(&filed, DecisionKind::Reject, world.supervisor)
        .await;
    assert_eq!(world.login(&filed).await, LoginState::Locked);
    assert!(
        world.the_request(filed.id).await.fraud_flagged,
        "what was seen stays on record"
    );
}

pub(crate) async fn a_confirmation_settles_the_suspicion(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    world.checks(&filed, world.officer).await;
    world.suspects(&filed, world.officer).await;
    world
        .decides(&filed, DecisionKind::Escalate, world.officer)
        .await;
    world.claims(&filed, world.supervisor).await;
    let confirm = world.decision(&filed, DecisionKind::Confirm, world.supervisor);
    refused!(
        world.tries(&confirm).await,
        NoVerifiedCall,
        "only the suspicious call was held"
    );
    world.verifies(&filed, world.supervisor).await;
    world
        .decides(&filed, DecisionKind::Confirm, world.supervisor)
        .await;
    let request = world.the_request(filed.id).await;
    assert!(!request.fraud_flagged);
    assert_eq!(world.login(&filed).await, LoginState::Enabled);
}

pub(crate) async fn an_overturn_puts_the_old_number_back(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    world
        .decides(&filed, DecisionKind::Approve, world.officer)
        .await;
    let told = world.messages(&filed).await.len();
    world
        .decides(&filed, DecisionKind::Overturn, world.supervisor)
        .await;
    let member = world.the_member(filed.member).await;
    assert_eq!(
        (member.phone, member.login_state),
        (filed.old_phone.clone(), LoginState::Locked)
    );
    assert_eq!(
        world.the_request(filed.id).await.status,
        RequestStatus::Cancelled
    );
    let kinds: Vec<_> = look!(world, unit => unit.decisions_of(filed.id))
        .iter()
        .map(|d| d.made.kind)
        .collect();
    assert_eq!(
        kinds,
        [DecisionKind::Approve, DecisionKind::Overturn],
        "both are on record"
    );
    let history = look!(world, unit => unit.phone_history_of(filed.member));
    let mut former: Vec<_> = history.iter().map(|entry| entry.phone.clone()).collect();
    former.sort();
    assert_eq!(former, [filed.old_phone.clone(), filed.new_phone.clone()]);
    let messages = world.messages(&filed).await;
    let both: Vec<_> = messages[told..]
        .iter()
        .map(|m| (m.template, m.to_phone.clone()))
        .collect();
    let template = MessageTemplate::Overturned;
    assert_eq!(
        both,
        [
            (template, filed.new_phone.clone()),
            (template, filed.old_phone.clone())
        ]
    );
    let again = world.decision(&filed, DecisionKind::Overturn, world.supervisor);
    refused!(world.tries(&again).await, RequestNotOpen, "once");
}

pub(crate) async fn an_overturn_needs_another_supervisor(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.prepares(&filed, world.supervisor).await;
    let early = world.decision(&filed, DecisionKind::Overturn, world.second_supervisor);
    refused!(
        world.tries(&early).await,
        RequestNotOpen,
        "it is not approved"
    );
    world
        .decides(&filed, DecisionKind::Approve, world.supervisor)
        .await;
    let own = world.decision(&filed, DecisionKind::Overturn, world.supervisor);
    refused!(world.tries(&own).await, SamePerson, "one's own approval");
    let officer = world.decision(&filed, DecisionKind::Overturn, world.officer);
    refused!(
        world.tries(&officer).await,
        RoleNotAllowed,
        "officers do not overturn"
    );
    world
        .decides(&filed, DecisionKind::Overturn, world.second_supervisor)
        .await;
}

pub(crate) async fn an_overturn_does_not_undo_a_later_change(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let first = world.ready().await;
    world
        .decides(&first, DecisionKind::Approve, world.officer)
        .await;
    let second = world.files(&world.form(first.member).await).await;
    world.prepares(&second, world.officer).await;
    world
        .decides(&second, DecisionKind::Approve, world.officer)
        .await;
    let new = world.decision(&first, DecisionKind::Overturn, world.supervisor);
    refused!(
        world.tries(&new).await,
        PhoneChanged,
        "the number changed again since"
    );
    world
        .decides(&second, DecisionKind::Overturn, world.supervisor)
        .await;
    assert_eq!(world.the_member(first.member).await.phone, first.new_phone);
}
