//! Deciding what may not be decided, or not by this person, or not now.

use crate::scene::Scene;
use coe_domain::{CheckCode, CheckOutcome, DecisionKind};

#[tokio::test]
async fn a_ready_request() {
    let mut scene = Scene::ready().await;
    scene
        .withstands(&[
            ("another's claim", "claim_not_held", "INSERT <approve colleague>"),
            ("a supervisor without the claim", "claim_not_held", "INSERT <approve supervisor>"),
            ("support decides", "role_not_allowed", "INSERT <approve support>"),
            ("nobody decides", "staff_inactive", "INSERT <approve officer | staff=999>"),
            ("backdated", "append_only", "INSERT <approve officer | at={now} - 61000>"),
            ("postdated", "append_only", "INSERT <approve officer | at={now} + 61000>"),
            ("a chosen id", "append_only", "INSERT <approve officer | id=4711>"),
            ("another round of photos", "evidence_changed", "INSERT <approve officer | revision=2>"),
            ("another card", "evidence_changed", "INSERT <approve officer | id_card_sha256='00'>"),
            ("another selfie", "evidence_changed", "INSERT <reject officer | selfie_sha256='{card}'; reason_code='card_expired'>"),
            ("confirm without escalation", "request_not_open", "INSERT <confirm supervisor>"),
            ("overturn without approval", "request_not_open", "INSERT <overturn supervisor>"),
            ("no such request", "request_not_open", "INSERT <approve officer | request_id=999>"),
            ("reject without reason", "reason_invalid", "INSERT <reject officer>"),
            ("reason of another kind", "reason_invalid", "INSERT <reject officer | reason_code='photo_blurred'>"),
            ("unknown further reason", "reason_invalid", "INSERT <reject officer | reason_code='card_expired'; further_reason_codes='[\"x\"]'>"),
            ("number as further reason", "reason_invalid", "INSERT <reject officer | reason_code='card_expired'; further_reason_codes='[1]'>"),
            ("further reasons alone", "reason_invalid", "INSERT <approve officer | further_reason_codes='[\"card_expired\"]'>"),
            ("escalate without a word", "reason_invalid", "INSERT <escalate officer | note=' '>"),
            ("two approvals in one statement", "request_not_open",
             "INSERT <approve officer>, ({request}, 'approve', {officer}, {now}, 1, '{card}', '{card}', 'x', 'second')"),
            ("quietly, or not at all", "claim_not_held", "INSERT OR IGNORE <approve colleague>"),
            ("over another key", "key_reused", "INSERT OR REPLACE <approve officer | idempotency_key=(SELECT idempotency_key FROM decision)>"),
        ])
        .await;
    // Nothing of that spoiled the real one.
    scene.run("INSERT <approve officer>").await;
}

#[tokio::test]
async fn a_reason_that_is_no_longer_used() {
    let mut scene = Scene::ready().await;
    scene
        .run("UPDATE reason_code SET is_active = 0 WHERE code = 'card_expired'")
        .await;
    let sql = "INSERT <reject officer | reason_code='card_expired'>";
    scene
        .withstands(&[("a retired reason", "reason_invalid", sql)])
        .await;
}

#[tokio::test]
async fn a_stale_claim() {
    let mut scene = Scene::ready().await;
    scene.world.pass(16).await;
    scene
        .withstands(&[
            ("approve", "claim_expired", "INSERT <approve officer>"),
            (
                "reject",
                "claim_expired",
                "INSERT <reject officer | reason_code='card_expired'>",
            ),
            ("escalate", "claim_expired", "INSERT <escalate officer>"),
            ("as another", "claim_not_held", "INSERT <approve colleague>"),
        ])
        .await;
}

#[tokio::test]
async fn an_unclaimed_request() {
    let mut scene = Scene::pending().await;
    scene
        .withstands(&[
            ("approve", "claim_not_held", "INSERT <approve officer>"),
            (
                "return",
                "claim_not_held",
                "INSERT <return officer | reason_code='photo_blurred'>",
            ),
        ])
        .await;
}

#[tokio::test]
async fn missing_checks() {
    let mut scene = Scene::pending().await;
    let (world, filed) = (&scene.world, &scene.filed);
    world.claims(filed, world.officer).await;
    world.verifies(filed, world.officer).await;
    let attack = [(
        "no check was made",
        "checks_incomplete",
        "INSERT <approve officer>",
    )];
    scene.withstands(&attack).await;
    let (world, filed) = (&scene.world, &scene.filed);
    world.checks(filed, world.officer).await;
    let mut unit = world.write().await;
    let (code, failed) = (CheckCode::FaceMatchesSelfie, CheckOutcome::Failed);
    unit.set_check(filed.id, 1, code, failed, "", world.officer)
        .await
        .unwrap();
    unit.commit().await.unwrap();
    let attack = [(
        "a check failed",
        "checks_incomplete",
        "INSERT <approve officer>",
    )];
    scene.withstands(&attack).await;
}

#[tokio::test]
async fn a_missing_call() {
    let mut scene = Scene::pending().await;
    let (world, filed) = (&scene.world, &scene.filed);
    world.claims(filed, world.officer).await;
    world.checks(filed, world.officer).await;
    let attack = [(
        "nobody called",
        "no_verified_call",
        "INSERT <approve officer>",
    )];
    scene.withstands(&attack).await;
    let (world, filed) = (&scene.world, &scene.filed);
    world.calls(filed, world.officer).await;
    let attack = [(
        "the call still runs",
        "no_verified_call",
        "INSERT <approve officer>",
    )];
    scene.withstands(&attack).await;
}

#[tokio::test]
async fn a_changed_phone() {
    let mut scene = Scene::ready().await;
    let (world, first) = (&scene.world, scene.filed.clone());
    let second = world.files(&world.form(first.member).await).await;
    world.prepares(&second, world.colleague).await;
    world
        .decides(&second, DecisionKind::Approve, world.colleague)
        .await;
    let attack = [(
        "the phone changed since",
        "phone_changed",
        "INSERT <approve officer>",
    )];
    scene.withstands(&attack).await;
}

#[tokio::test]
async fn high_risk() {
    let mut scene = Scene::ready().await;
    scene
        .run("UPDATE change_request SET risk = 'high' WHERE id = {request}")
        .await;
    scene
        .withstands(&[
            ("alone", "four_eyes_required", "INSERT <approve officer>"),
            (
                "a confirmation out of turn",
                "request_not_open",
                "INSERT <confirm supervisor>",
            ),
        ])
        .await;
}

#[tokio::test]
async fn a_closed_account() {
    let mut scene = Scene::ready().await;
    scene.world.desk.close_account(scene.world.officer).await;
    let attack = [(
        "a closed account",
        "staff_inactive",
        "INSERT <approve officer>",
    )];
    scene.withstands(&attack).await;
}

#[tokio::test]
async fn ones_own_escalation() {
    let mut scene = Scene::pending().await;
    let (world, filed) = (&scene.world, &scene.filed);
    world.prepares(filed, world.supervisor).await;
    world
        .decides(filed, DecisionKind::Escalate, world.supervisor)
        .await;
    world.claims(filed, world.supervisor).await;
    scene
        .withstands(&[
            (
                "confirm it oneself",
                "same_person",
                "INSERT <confirm supervisor>",
            ),
            (
                "let an officer confirm",
                "role_not_allowed",
                "INSERT <confirm officer>",
            ),
            (
                "let an officer reject",
                "role_not_allowed",
                "INSERT <reject officer | reason_code='card_expired'>",
            ),
            (
                "approve instead",
                "request_not_open",
                "INSERT <approve supervisor>",
            ),
            (
                "forget who escalated",
                "only_by_decision",
                "UPDATE change_request SET escalated_by = {officer} WHERE id = {request}",
            ),
        ])
        .await;
}

#[tokio::test]
async fn a_fraud_flag() {
    let mut scene = Scene::ready().await;
    scene
        .world
        .suspects(&scene.filed, scene.world.officer)
        .await;
    scene
        .withstands(&[
            ("approve anyway", "fraud_flag_open", "INSERT <approve officer>"),
            ("reject quickly", "fraud_flag_open", "INSERT <reject officer | reason_code='card_expired'>"),
            ("return it", "fraud_flag_open", "INSERT <return officer | reason_code='photo_blurred'>"),
            ("take the flag off", "fraud_flag_open",
             "UPDATE change_request SET fraud_flagged = 0 WHERE id = {request}"),
            ("lower the risk", "fraud_flag_open",
             "UPDATE change_request SET risk = 'low' WHERE id = {request}"),
            ("both", "fraud_flag_open",
             "UPDATE change_request SET fraud_flagged = 0, risk = 'low' WHERE id = {request}"),
            ("withdraw the request", "fraud_flag_open",
             "UPDATE change_request SET status = 'cancelled', closed_at = {now}, claimed_by = NULL,
                     claimed_at = NULL, claim_expires_at = NULL, effects_applied_at = NULL
              WHERE id = {request}"),
            ("unlock the login", "only_by_decision",
             "UPDATE member SET login_state = 'enabled' WHERE id = {member}"),
            ("forget the call", "append_only",
             "UPDATE video_call SET fraud_flag = NULL WHERE fraud_flag IS NOT NULL"),
        ])
        .await;
}

#[tokio::test]
async fn an_approved_request() {
    let mut scene = Scene::ready().await.decided(DecisionKind::Approve).await;
    scene
        .withstands(&[
            ("approve again", "request_not_open", "INSERT <approve officer>"),
            ("reject after all", "request_not_open", "INSERT <reject officer | reason_code='card_expired'>"),
            ("an officer overturns", "role_not_allowed", "INSERT <overturn officer>"),
            ("use the decision again", "only_by_decision",
             "UPDATE change_request SET effects_applied_at = NULL WHERE id = {request}"),
            ("use it with a new status", "only_by_decision",
             "UPDATE change_request SET status = 'pending', closed_at = NULL, effects_applied_at = NULL
              WHERE id = {request}"),
            ("put the old number back", "only_by_decision",
             "UPDATE member SET phone = '{old_phone}' WHERE id = {member}"),
            ("claim it", "request_not_open",
             "UPDATE change_request SET claimed_by = {officer}, claimed_at = {now},
                     claim_expires_at = {now} + 60000
              WHERE id = {request}"),
            ("assess it again", "request_not_open",
             "UPDATE change_request SET risk = 'high' WHERE id = {request}"),
            ("move the closing", "only_by_decision",
             "UPDATE change_request SET closed_at = closed_at - 1 WHERE id = {request}"),
        ])
        .await;
}

#[tokio::test]
async fn ones_own_approval() {
    let mut scene = Scene::pending().await;
    let (world, filed) = (&scene.world, &scene.filed);
    world.prepares(filed, world.supervisor).await;
    world
        .decides(filed, DecisionKind::Approve, world.supervisor)
        .await;
    let attack = [(
        "overturn it oneself",
        "same_person",
        "INSERT <overturn supervisor>",
    )];
    scene.withstands(&attack).await;
}

#[tokio::test]
async fn effects_that_would_be_dropped_in_silence() {
    for broken in [
        "DELETE FROM sms_template WHERE template = 'security_notice'",
        "DELETE FROM sms_template WHERE template = 'approved'",
    ] {
        let mut scene = Scene::ready().await;
        scene.run("DROP TRIGGER sms_template_no_delete").await;
        scene.run(broken).await;
        scene
            .withstands(&[
                ("a missing text", "incomplete", "INSERT <approve officer>"),
                (
                    "ignored",
                    "incomplete",
                    "INSERT OR IGNORE <approve officer>",
                ),
                (
                    "replaced",
                    "incomplete",
                    "INSERT OR REPLACE <approve officer>",
                ),
            ])
            .await;
    }
    // A text too long for its column is skipped by OR IGNORE: the approval must not pass without it.
    let mut scene = Scene::ready().await;
    scene.run("DROP TRIGGER sms_template_update").await;
    scene
        .run("UPDATE sms_template SET body = replace(hex(zeroblob(1500)), '00', 'xx') WHERE template = 'approved'")
        .await;
    let attack = [(
        "a message that fails",
        "incomplete",
        "INSERT OR IGNORE <approve officer>",
    )];
    scene.withstands(&attack).await;
}
