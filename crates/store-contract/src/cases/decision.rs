//! Returning, rejecting, reasons, and the idempotency key.

use crate::harness::Harness;
use crate::world::{World, change, look, refused};
use coe_domain::member::Member;
use coe_domain::sms_text::{fill, measure};
use coe_domain::{DecisionKind, Language, LoginState, MessageTemplate, RequestStatus};
use coe_store::NewDecision;

pub(crate) async fn reject_restores_the_login(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    let decided = world
        .decides(&filed, DecisionKind::Reject, world.officer)
        .await;
    let request = world.the_request(filed.id).await;
    assert_eq!(
        (request.status, request.claimed_by),
        (RequestStatus::Rejected, None)
    );
    assert!(request.closed_at.is_some());
    let member = world.the_member(filed.member).await;
    assert_eq!(
        (member.phone, member.login_state),
        (filed.old_phone.clone(), LoginState::Enabled)
    );
    assert!(look!(world, unit => unit.phone_history_of(filed.member)).is_empty());
    let messages = world.messages(&filed).await;
    let told = messages.last().expect("a message");
    assert_eq!(
        (told.template, &told.to_phone),
        (MessageTemplate::Rejected, &filed.old_phone)
    );
    assert_eq!(told.decision_id, Some(decided.id));
    let events = world.events(&filed).await;
    let event = events
        .iter()
        .find(|event| event.action == "decision.reject")
        .expect("an event");
    assert_eq!(event.actor, Some(world.officer));
    assert_eq!(event.detail["reasons"], "face_does_not_match");
}

pub(crate) async fn reject_leaves_a_locked_login_locked(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let locked = Member {
        login_state: LoginState::Locked,
        ..world.somebody()
    };
    let member = world.add(&locked).await;
    let filed = world.files(&world.form(member).await).await;
    world.claims(&filed, world.officer).await;
    world
        .decides(&filed, DecisionKind::Reject, world.officer)
        .await;
    assert_eq!(world.login(&filed).await, LoginState::Locked);
}

pub(crate) async fn reject_waits_for_the_other_open_request(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let first = world.filed().await;
    let second = world.files(&world.form(first.member).await).await;
    for (filed, wanted) in [
        (&first, LoginState::Suspended),
        (&second, LoginState::Enabled),
    ] {
        world.claims(filed, world.officer).await;
        world
            .decides(filed, DecisionKind::Reject, world.officer)
            .await;
        assert_eq!(world.login(filed).await, wanted);
    }
}

pub(crate) async fn reject_after_an_approval_leaves_the_login_on(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let first = world.ready().await;
    let second = world.files(&world.form(first.member).await).await;
    world
        .decides(&first, DecisionKind::Approve, world.officer)
        .await;
    world.claims(&second, world.officer).await;
    world
        .decides(&second, DecisionKind::Reject, world.officer)
        .await;
    let member = world.the_member(first.member).await;
    assert_eq!(
        (member.phone, member.login_state),
        (first.new_phone, LoginState::Enabled)
    );
}

pub(crate) async fn return_waits_for_the_member(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    world.claims(&filed, world.officer).await;
    let before = world.the_request(filed.id).await;
    world
        .decides(&filed, DecisionKind::Return, world.officer)
        .await;
    let request = world.the_request(filed.id).await;
    assert_eq!(
        (request.status, request.claimed_by),
        (RequestStatus::Returned, None)
    );
    assert!(request.returned_at.is_some() && request.closed_at.is_none());
    assert_eq!(
        request.submitted_at, before.submitted_at,
        "it keeps its place"
    );
    assert_eq!(world.login(&filed).await, LoginState::Suspended);
    let messages = world.messages(&filed).await;
    let told = messages.last().expect("a message");
    assert_eq!(
        (told.template, &told.to_phone),
        (MessageTemplate::Returned, &filed.old_phone)
    );
    let again = world.decision(&filed, DecisionKind::Reject, world.officer);
    refused!(
        world.tries(&again).await,
        RequestNotOpen,
        "the member has it"
    );
}

pub(crate) async fn the_member_reads_the_reasons_and_the_text(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let reasons = look!(world, unit => unit.reasons());
    let templates = look!(world, unit => unit.templates());
    for language in [Language::Th, Language::En] {
        for text in [
            "",
            "Please call 02-000. {request_no} stays as typed",
            " \u{3000}\n ",
            "สวัสดี 😀 ",
        ] {
            let member = world
                .add(&Member {
                    language,
                    ..world.somebody()
                })
                .await;
            let filed = world.files(&world.form(member).await).await;
            world.claims(&filed, world.officer).await;
            // Not in the order of the list.
            let codes = ["wrong_document", "photo_blurred", "card_cut_off"];
            let new = NewDecision {
                reasons: codes.map(str::to_owned).to_vec(),
                member_text: text.to_owned(),
                private_note: "looks odd".to_owned(),
                ..world.decision(&filed, DecisionKind::Return, world.officer)
            };
            let decided = world.tries(&new).await.expect("is accepted");
            let stored = look!(world, unit => unit.decision_by_id(decided.id)).expect("is stored");
            assert_eq!(stored.made, new, "all reasons, both texts");
            let words: Vec<_> = codes
                .iter()
                .filter_map(|code| reasons.iter().find(|reason| reason.code == *code))
                .map(|reason| reason.text(language))
                .collect();
            let template = templates
                .iter()
                .find(|t| t.template == MessageTemplate::Returned && t.language == language)
                .expect("a text");
            let wanted = fill(
                &template.body,
                &[
                    ("request_no", &filed.no.to_string()),
                    ("reasons", &words.join(", ")),
                    ("member_text", text.trim()),
                ],
            );
            let wanted = wanted.trim();
            let messages = world.messages(&filed).await;
            let told = messages.last().expect("a message");
            assert_eq!(told.body, wanted, "what the officer saw in the preview");
            let segments = u32::try_from(measure(wanted).segments).expect("few");
            assert_eq!(told.segments, segments, "counted as the domain counts");
            assert!(
                !told.body.contains("looks odd"),
                "the private note stays private"
            );
        }
    }
}

pub(crate) async fn reasons_must_fit(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    for (kind, reasons) in [
        (DecisionKind::Return, vec![]),
        (DecisionKind::Reject, vec![]),
        (DecisionKind::Return, vec!["card_expired"]),
        (DecisionKind::Reject, vec!["photo_blurred"]),
        (DecisionKind::Reject, vec!["no_such_reason"]),
        (DecisionKind::Reject, vec!["card_expired", "no_such_reason"]),
        (DecisionKind::Reject, vec!["card_expired", "photo_blurred"]),
        (DecisionKind::Reject, vec!["card_expired", "card_expired"]),
        (DecisionKind::Approve, vec!["card_expired"]),
        (DecisionKind::Escalate, vec!["card_expired"]),
    ] {
        let new = NewDecision {
            reasons: reasons.iter().map(|code| (*code).to_owned()).collect(),
            ..world.decision(&filed, kind, world.officer)
        };
        refused!(
            world.tries(&new).await,
            ReasonInvalid,
            "{kind} with {reasons:?}"
        );
    }
    let new = NewDecision {
        reasons: vec!["card_expired".to_owned(), "card_altered".to_owned()],
        ..world.decision(&filed, DecisionKind::Reject, world.officer)
    };
    world
        .tries(&new)
        .await
        .expect("several reasons of the right kind");
}

pub(crate) async fn a_retry_answers_with_the_first_result(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    let new = world.decision(&filed, DecisionKind::Approve, world.officer);
    let first = world.tries(&new).await.expect("is accepted");
    let messages = world.messages(&filed).await;
    let events = world.events(&filed).await;
    for _ in 0..2 {
        let again = world.tries(&new).await.expect("a retry is answered");
        assert!(again.repeated);
        assert_eq!(again.id, first.id);
    }
    world.pass(600).await;
    let late = world.tries(&new).await.expect("a late retry is answered");
    assert_eq!((late.id, late.repeated), (first.id, true));
    assert_eq!(
        world.messages(&filed).await,
        messages,
        "nobody is told twice"
    );
    assert_eq!(world.events(&filed).await, events);
}

pub(crate) async fn a_key_is_for_one_decision(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let (filed, other) = (world.ready().await, world.ready().await);
    let new = world.decision(&filed, DecisionKind::Escalate, world.officer);
    world.tries(&new).await.expect("is accepted");
    let key = new.idempotency_key.clone();
    for (changed, rule) in [
        (
            world.decision(&other, DecisionKind::Escalate, world.officer),
            "another request",
        ),
        (
            world.decision(&filed, DecisionKind::Reject, world.officer),
            "another kind",
        ),
        (
            world.decision(&filed, DecisionKind::Escalate, world.supervisor),
            "another person",
        ),
    ] {
        let changed = NewDecision {
            idempotency_key: key.clone(),
            ..changed
        };
        refused!(world.tries(&changed).await, KeyReused, "{rule}");
    }
}

pub(crate) async fn a_refused_key_can_be_used_again(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    change!(world, unit => unit.release_claim(filed.id, world.officer)).expect("gives it up");
    let new = world.decision(&filed, DecisionKind::Approve, world.officer);
    refused!(world.tries(&new).await, ClaimNotHeld, "not claimed");
    world.claims(&filed, world.officer).await;
    let decided = world.tries(&new).await.expect("now it is");
    assert!(!decided.repeated, "the refused attempt left nothing");
}

pub(crate) async fn decisions_come_oldest_first(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.escalated().await;
    world.claims(&filed, world.supervisor).await;
    world
        .decides(&filed, DecisionKind::Reject, world.supervisor)
        .await;
    let kinds: Vec<_> = look!(world, unit => unit.decisions_of(filed.id))
        .iter()
        .map(|d| d.made.kind)
        .collect();
    assert_eq!(kinds, [DecisionKind::Escalate, DecisionKind::Reject]);
}
