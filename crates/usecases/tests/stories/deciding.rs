//! Stories of deciding.

use crate::desk::{Story, new_phone, photo, told};
use chrono::Duration;
use coe_domain::approval::Blocker;
use coe_domain::{DecisionKind, FraudFlag, LoginState, MessageTemplate, RequestStatus, Risk};
use coe_usecases::file_request::{file_request, send_new_photos};
use coe_usecases::{call, claims, drafts, open_case, preview_decision, set_check};
use coe_wire::ErrorCode;
use coe_wire::review::{DraftSlot, PreviewDecision, SaveDraft, SetCheck};

#[tokio::test]
async fn an_approval_gives_the_member_the_new_number_and_tells_both() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let before = story.member_of(id).await;
    assert_eq!(
        before.login_state,
        LoginState::Suspended,
        "filing holds the login"
    );

    let case = story.prepares(&story.officer, id).await;
    assert_eq!(case.blockers, []);
    let input = story.decision(&case, DecisionKind::Approve);
    let result = story.decides(&story.officer, &input).await.unwrap();

    assert_eq!(result.status, RequestStatus::Approved);
    assert_eq!(result.login_state, LoginState::Enabled);
    let sent: Vec<_> = result
        .messages
        .iter()
        .map(|m| (m.template, m.to_masked.clone()))
        .collect();
    assert_eq!(
        sent,
        [
            (MessageTemplate::Approved, new_phone(1).masked()),
            (MessageTemplate::SecurityNotice, before.phone.masked()),
        ]
    );
    let notice = &result.messages[1].body;
    assert!(
        !notice.contains(&new_phone(1).as_str()[6..]),
        "the old number may be a stranger's"
    );
    assert_eq!(story.member_of(id).await.phone, new_phone(1));
    let happened = story.actions(id).await;
    for action in [
        "request.filed",
        "case.opened",
        "call.finished",
        "decision.approve",
    ] {
        assert!(
            happened.iter().any(|done| done == action),
            "{action} must be on record"
        );
    }
}

#[tokio::test]
async fn a_preview_shows_the_messages_that_the_database_then_queues() {
    for (number, kind, reasons) in [
        (1, DecisionKind::Approve, vec![]),
        (
            2,
            DecisionKind::Return,
            vec!["photo_blurred".to_owned(), "card_cut_off".to_owned()],
        ),
        (3, DecisionKind::Reject, vec!["card_expired".to_owned()]),
    ] {
        let story = Story::begins().await;
        let id = story.files(number).await;
        let case = story.prepares(&story.officer, id).await;
        let mut input = story.decision(&case, kind);
        input.reasons = reasons.clone();
        input.member_text = "โปรดติดต่อสภาวิศวกร".to_owned();
        let preview = preview_decision::preview(
            &story.desk,
            &story.officer,
            &PreviewDecision {
                request_id: id,
                kind,
                reasons,
                member_text: input.member_text.clone(),
            },
        )
        .await
        .unwrap();
        let result = story.decides(&story.officer, &input).await.unwrap();
        let shown: Vec<_> = preview
            .messages
            .into_iter()
            .map(|m| (m.template, m.to_masked, m.body, m.segments))
            .collect();
        let queued: Vec<_> = result
            .messages
            .into_iter()
            .map(|m| (m.template, m.to_masked, m.body, m.segments))
            .collect();
        assert_eq!(shown, queued, "{kind} must do what it showed");
        assert_eq!(preview.status_after, result.status);
        assert_eq!(preview.login_after, result.login_state);
    }
}

#[tokio::test]
async fn a_repeated_approval_answers_with_the_first_and_sends_nothing_twice() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let case = story.prepares(&story.officer, id).await;
    let input = story.decision(&case, DecisionKind::Approve);
    let first = story.decides(&story.officer, &input).await.unwrap();
    let again = story.decides(&story.officer, &input).await.unwrap();
    assert!(!first.repeated && again.repeated);
    assert_eq!(first.decision_id, again.decision_id);
    assert_eq!(first.messages.len(), again.messages.len());

    let mut other = story.decision(&case, DecisionKind::Approve);
    other.idempotency_key.push('x');
    let refused = story.decides(&story.officer, &other).await.unwrap_err();
    assert_eq!(refused.params["refusal"], "request_not_open");
}

#[tokio::test]
async fn each_missing_condition_is_refused_by_name_and_changes_nothing() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let case = story.opens(&story.officer, id).await;
    let input = story.decision(&case, DecisionKind::Approve);
    let refused = |told: coe_wire::UiError| told.params["refusal"].clone();

    let no_checks = story.decides(&story.officer, &input).await.unwrap_err();
    assert_eq!(refused(no_checks), "checks_incomplete");
    story.passes_all_checks(&story.officer, &case).await;
    let no_call = story.decides(&story.officer, &input).await.unwrap_err();
    assert_eq!(refused(no_call), "no_verified_call");
    let not_theirs = story.decides(&story.colleague, &input).await.unwrap_err();
    assert_eq!(refused(not_theirs), "claim_not_held");
    let mut old_photo = input.clone();
    old_photo.selfie_sha256 = "0".repeat(64);
    let changed = story.decides(&story.officer, &old_photo).await.unwrap_err();
    assert_eq!(refused(changed), "evidence_changed");

    assert_eq!(story.member_of(id).await.login_state, LoginState::Suspended);
    let now = open_case::read_case(&story.desk, &story.officer, id)
        .await
        .unwrap();
    assert_eq!(now.status, RequestStatus::Pending);
    assert_eq!(now.blockers, [Blocker::NoVerifiedCall]);
}

#[tokio::test]
async fn a_rejection_gives_the_login_back_and_needs_a_reason() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let case = story.opens(&story.officer, id).await;
    let mut input = story.decision(&case, DecisionKind::Reject);
    let unsaid = story.decides(&story.officer, &input).await.unwrap_err();
    assert_eq!(
        (unsaid.code, unsaid.params["field"].as_str()),
        (ErrorCode::InvalidInput, "reasons")
    );
    input.reasons = vec!["photo_blurred".to_owned()];
    let wrong_kind = story.decides(&story.officer, &input).await.unwrap_err();
    assert_eq!(wrong_kind.params["refusal"], "reason_invalid");
    input.reasons = vec!["card_expired".to_owned()];
    let result = story.decides(&story.officer, &input).await.unwrap();
    assert_eq!(result.status, RequestStatus::Rejected);
    assert_eq!(result.login_state, LoginState::Enabled);
    assert_eq!(story.member_of(id).await.phone, coe_phone(1));
}

#[tokio::test]
async fn a_returned_request_comes_back_with_new_photos_and_nothing_checked() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let case = story.prepares(&story.officer, id).await;
    let mut input = story.decision(&case, DecisionKind::Return);
    input.reasons = vec!["photo_blurred".to_owned()];
    story.decides(&story.officer, &input).await.unwrap();

    send_new_photos(&story.desk, id, photo(900), photo(901))
        .await
        .unwrap();
    let again = story.opens(&story.colleague, id).await;
    assert_eq!((again.status, again.revision), (RequestStatus::Pending, 2));
    assert_eq!(
        again.submitted_at, case.submitted_at,
        "it keeps its place in the queue"
    );
    assert!(again.checks.iter().all(|check| check.outcome.is_none()));
    assert!(
        again.blockers.contains(&Blocker::NoVerifiedCall),
        "the call was about photos that are gone"
    );
    let late = story.decision(&case, DecisionKind::Approve);
    let refused = story.decides(&story.colleague, &late).await.unwrap_err();
    assert_eq!(refused.params["refusal"], "evidence_changed");
}

#[tokio::test]
async fn a_high_risk_request_needs_a_second_person() {
    let story = Story::begins().await;
    story.files(2).await;
    let member = story.member(1).await;
    let mut filing = story.filing(member, 1);
    filing.new_phone = new_phone(2);
    let (id, _) = file_request(&story.desk, filing).await.unwrap();

    let case = story.prepares(&story.officer, id).await;
    assert_eq!(case.risk, Risk::High);
    assert_eq!(case.blockers, [Blocker::FourEyes]);
    let alone = story.decision(&case, DecisionKind::Approve);
    let refused = story.decides(&story.officer, &alone).await.unwrap_err();
    assert_eq!(refused.params["refusal"], "four_eyes_required");

    let mut escalate = story.decision(&case, DecisionKind::Escalate);
    escalate.private_note = "เบอร์ใหม่อยู่ในคำร้องอื่น".to_owned();
    story.decides(&story.officer, &escalate).await.unwrap();
    let seen = story.opens(&story.supervisor, id).await;
    assert_eq!(
        (seen.blockers.as_slice(), seen.approving_kind),
        ([].as_slice(), DecisionKind::Confirm)
    );
    let confirm = story.decision(&seen, DecisionKind::Confirm);
    let result = story.decides(&story.supervisor, &confirm).await.unwrap();
    assert_eq!(result.status, RequestStatus::Approved);
}

#[tokio::test]
async fn a_fraud_flag_locks_the_login_and_hands_over_at_once() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    story.opens(&story.officer, id).await;
    let case = story.starts_call(&story.officer, id).await;
    let mut report = Story::verified(&case);
    report.outcome = coe_domain::CallOutcome::NotVerified;
    report.fraud_flag = Some(FraudFlag::Impersonation);
    let after = call::end(&story.desk, &story.officer, &report)
        .await
        .unwrap();
    assert_eq!(after.status, RequestStatus::Escalated);
    assert!(after.fraud_flagged);
    assert_eq!(after.claim.holder, None);
    assert_eq!(story.member_of(id).await.login_state, LoginState::Locked);
    let claimed = claims::claim(&story.desk, &story.officer, id).await;
    assert_eq!(
        told(claimed).params["refusal"],
        "request_not_open",
        "officers are done with it"
    );
}

#[tokio::test]
async fn a_claim_that_ran_out_loses_no_text_and_decides_nothing() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let case = story.prepares(&story.officer, id).await;
    story.passes(Duration::minutes(16)).await;
    let lost = claims::heartbeat(&story.desk, &story.officer, id).await;
    assert_eq!(told(lost).code, ErrorCode::ClaimLost);
    let draft = SaveDraft {
        request_id: id,
        slot: DraftSlot::PrivateNote,
        body: "ยังพิมพ์อยู่".to_owned(),
    };
    drafts::save(&story.desk, &story.officer, &draft)
        .await
        .unwrap();
    let input = story.decision(&case, DecisionKind::Approve);
    let refused = story.decides(&story.officer, &input).await.unwrap_err();
    assert_eq!(refused.params["refusal"], "claim_expired");

    let theirs = story.opens(&story.colleague, id).await;
    assert!(theirs.drafts.is_empty(), "a draft is its writer's alone");
    let taken = claims::heartbeat(&story.desk, &story.officer, id).await;
    assert_eq!(told(taken).params["holder"], "BUNMI");
    let check = SetCheck {
        request_id: id,
        revision: 1,
        code: case.checks[0].code,
        outcome: None,
        note: String::new(),
    };
    let blocked = set_check::set_check(&story.desk, &story.officer, &check).await;
    assert_eq!(told(blocked).params["refusal"], "claim_not_held");
    let mine = open_case::read_case(&story.desk, &story.officer, id)
        .await
        .unwrap();
    assert_eq!(mine.drafts.len(), 1, "what was typed is still there");
}

#[tokio::test]
async fn a_call_that_was_left_behind_keeps_nobody_from_calling() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    story.opens(&story.officer, id).await;
    story.starts_call(&story.officer, id).await;
    story.passes(Duration::minutes(16)).await;

    let case = story.opens(&story.colleague, id).await;
    assert_eq!(case.running_call, None, "it is not the colleague's call");
    let case = story.prepares(&story.colleague, id).await;
    let input = story.decision(&case, DecisionKind::Approve);
    let result = story.decides(&story.colleague, &input).await.unwrap();
    assert_eq!(result.status, RequestStatus::Approved);
}

#[tokio::test]
async fn what_was_filed_meanwhile_counts_when_it_is_decided() {
    let story = Story::begins().await;
    let id = story.files(1).await;
    let case = story.prepares(&story.officer, id).await;
    assert_eq!(case.blockers, []);
    let twin = story.member(2).await;
    let mut filing = story.filing(twin, 2);
    filing.new_phone = new_phone(1);
    file_request(&story.desk, filing).await.unwrap();

    let input = story.decision(&case, DecisionKind::Approve);
    let refused = story.decides(&story.officer, &input).await.unwrap_err();
    assert_eq!(refused.params["refusal"], "four_eyes_required");
    let now = open_case::read_case(&story.desk, &story.officer, id)
        .await
        .unwrap();
    assert_eq!((now.risk, now.status), (Risk::High, RequestStatus::Pending));
}

fn coe_phone(number: u32) -> coe_domain::Phone {
    coe_domain::Phone::parse(&coe_testkit::person(number).phone).unwrap()
}
