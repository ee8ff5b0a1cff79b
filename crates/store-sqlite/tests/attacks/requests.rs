//! Changing requests and members around the decisions.

use crate::scene::Scene;
use coe_domain::DecisionKind;

#[tokio::test]
async fn the_member() {
    let mut scene = Scene::ready().await;
    scene
        .withstands(&[
            ("set the phone", "only_by_decision",
             "UPDATE member SET phone = '{new_phone}' WHERE id = {member}"),
            ("set any phone", "only_by_decision", "UPDATE member SET phone = '0899999999'"),
            ("ignoring conflicts", "only_by_decision",
             "UPDATE OR IGNORE member SET phone = '{new_phone}' WHERE id = {member}"),
            ("replacing", "only_by_decision",
             "UPDATE OR REPLACE member SET phone = '{new_phone}' WHERE id = {member}"),
            ("switch the login on", "only_by_decision",
             "UPDATE member SET login_state = 'enabled' WHERE id = {member}"),
            ("lock it", "only_by_decision",
             "UPDATE member SET login_state = 'locked' WHERE id = {member}"),
            ("both at once", "only_by_decision",
             "UPDATE member SET phone = '{new_phone}', login_state = 'enabled' WHERE id = {member}"),
            ("another identity", "append_only", "UPDATE member SET id = 999 WHERE id = {member}"),
            ("by its other name", "append_only", "UPDATE member SET rowid = 999 WHERE id = {member}"),
            ("another member number", "append_only",
             "UPDATE member SET member_no = 'x' WHERE id = {member}"),
            ("somebody's national ID", "duplicate:member.national_id",
             "UPDATE OR REPLACE member
              SET national_id = (SELECT national_id FROM member WHERE id <> {member})
              WHERE id = {member}"),
            ("delete", "append_only", "DELETE FROM member WHERE id = {member}"),
            ("replace by id", "append_only",
             "INSERT OR REPLACE INTO member SELECT * FROM member WHERE id = {member}"),
            ("replace by number", "duplicate:member.member_no",
             "INSERT OR REPLACE INTO member
                  (member_no, national_id, title_th, given_th, family_th, title_en, given_en,
                   family_en, birth_date, phone, language, standing, membership_expires_on,
                   login_state, search_key)
              SELECT member_no, '9999999999999', '', '', '', '', '', '', birth_date, '{new_phone}',
                     language, standing, membership_expires_on, 'enabled', ''
              FROM member WHERE id = {member}"),
        ])
        .await;
}

#[tokio::test]
async fn the_status() {
    let mut scene = Scene::ready().await;
    let free = "claimed_by = NULL, claimed_at = NULL, claim_expires_at = NULL";
    let to = |assignments: &str| {
        format!("UPDATE change_request SET {assignments}, {free} WHERE id = {{request}}")
    };
    let approved = to("status = 'approved', closed_at = {now}, effects_applied_at = NULL");
    let borrowed = to(
        "status = 'approved', closed_at = {now}, effects_applied_at = NULL, last_decision_id = {decision}",
    );
    let invented = to(
        "status = 'approved', closed_at = {now}, effects_applied_at = NULL, last_decision_id = 999",
    );
    let rejected = to("status = 'rejected', closed_at = {now}, effects_applied_at = NULL");
    let returned = to("status = 'returned', returned_at = {now}, effects_applied_at = NULL");
    let escalated = to("status = 'escalated', escalated_by = {officer}, effects_applied_at = NULL");
    let shut = to("status = 'cancelled', closed_at = {now}");
    let early = to("status = 'cancelled', closed_at = {now} - 3600000, effects_applied_at = NULL");
    let held = "UPDATE change_request
                SET status = 'escalated', escalated_by = {colleague}, effects_applied_at = NULL
                WHERE id = {request}";
    scene
        .withstands(&[
            ("approve", "only_by_decision", &approved),
            (
                "with another request's decision",
                "only_by_decision",
                &borrowed,
            ),
            (
                "with a decision that is none",
                "only_by_decision",
                &invented,
            ),
            ("reject", "only_by_decision", &rejected),
            ("return", "only_by_decision", &returned),
            ("escalate", "only_by_decision", &escalated),
            ("escalate and keep the claim", "only_by_decision", held),
            ("cancel without its effects", "only_by_decision", &shut),
            ("cancel in the past", "append_only", &early),
            (
                "a decision without a status",
                "only_by_decision",
                "UPDATE change_request SET last_decision_id = {decision} WHERE id = {request}",
            ),
            (
                "a new round without new photos",
                "only_by_decision",
                "UPDATE change_request SET revision = 2 WHERE id = {request}",
            ),
            (
                "a window to climb through",
                "only_by_decision",
                "UPDATE change_request SET effects_applied_at = NULL WHERE id = {request}",
            ),
            (
                "a waiting that was none",
                "only_by_decision",
                "UPDATE change_request SET waited = '[[0, 1]]' WHERE id = {request}",
            ),
            (
                "a flag without a call",
                "only_by_decision",
                "UPDATE change_request SET fraud_flagged = 1, risk = 'high' WHERE id = {request}",
            ),
            (
                "delete",
                "append_only",
                "DELETE FROM change_request WHERE id = {request}",
            ),
        ])
        .await;
}

#[tokio::test]
async fn what_was_filed() {
    let mut scene = Scene::ready().await;
    for change in [
        "id = 999",
        "rowid = 999",
        "oid = 999",
        "request_no = '69-1-999'",
        "request_no = ''",
        "member_id = 1",
        "stated_name = 'x'",
        "stated_national_id = '1111111111111'",
        "old_phone = '0899999999'",
        "new_phone = '0899999999'",
        "submitted_at = submitted_at - 86400000",
        "login_state_before = 'locked'",
    ] {
        let sql = format!("UPDATE change_request SET {change} WHERE id = {{request}}");
        scene.withstands(&[(change, "append_only", &sql)]).await;
        let sql = format!("UPDATE OR REPLACE change_request SET {change} WHERE id = {{request}}");
        scene.withstands(&[(change, "append_only", &sql)]).await;
    }
}

#[tokio::test]
async fn the_claim() {
    let mut scene = Scene::ready().await;
    let take = |staff: &str, minutes: i64| {
        format!(
            "UPDATE change_request
             SET claimed_by = {{{staff}}}, claimed_at = {{now}},
                 claim_expires_at = {{now}} + {}
             WHERE id = {{request}}",
            minutes * 60_000
        )
    };
    scene
        .withstands(&[
            ("steal it", "claim_held_by_other", &take("colleague", 10)),
            ("steal it as a supervisor", "claim_held_by_other", &take("supervisor", 10)),
            ("give it to support", "role_not_allowed", &take("support", 10)),
            ("hold it for a day", "claim_expired", &take("officer", 1440)),
            ("hold it in the past", "claim_expired", &take("officer", -1)),
            ("let go in nobody's name", "claim_not_held",
             "UPDATE change_request SET claimed_by = NULL, claimed_at = NULL, claim_expires_at = NULL
              WHERE id = {request}"),
            ("let go as a colleague", "claim_not_held",
             "UPDATE change_request SET claimed_by = NULL, claimed_at = NULL, claim_expires_at = NULL,
                     claim_released_by = {colleague}
              WHERE id = {request}"),
            ("sign a release beforehand", "claim_not_held",
             "UPDATE change_request SET claim_released_by = {officer} WHERE id = {request}"),
            ("begin in the future", "claim_not_held",
             "UPDATE change_request SET claimed_at = {now} + 60000 WHERE id = {request}"),
        ])
        .await;
    scene.world.pass(16).await;
    scene
        .withstands(&[
            ("take over without a trace", "claim_not_held",
             "UPDATE change_request SET claimed_by = {colleague}, claim_expires_at = {now} + 60000
              WHERE id = {request}"),
            ("nobody takes it", "staff_inactive", &take("officer", 5).replace("{officer}", "999")),
        ])
        .await;
}

#[tokio::test]
async fn a_returned_request() {
    let mut scene = Scene::ready().await;
    scene
        .run("INSERT <return officer | reason_code='photo_blurred'; idempotency_key='first'>")
        .await;
    let back = |revision: u32, waited: &str| {
        format!(
            "UPDATE change_request
             SET status = 'pending', revision = {revision}, returned_at = NULL,
                 waited = '{waited}', effects_applied_at = NULL
             WHERE id = {{request}}"
        )
    };
    scene
        .withstands(&[
            ("approve it", "request_not_open", "INSERT <approve officer>"),
            ("back without new photos", "evidence_changed", &back(2, "[[1, 2]]")),
            ("back with the old round", "only_by_decision", &back(1, "[]")),
            ("back two rounds ahead", "only_by_decision", &back(3, "[[1, 2]]")),
            ("back with much waiting", "append_only", &back(2, "[[1, 2], [3, 4]]")),
            ("photos for a later round", "request_not_open",
             "INSERT INTO request_image (request_id, revision, kind, sha256, byte_len, width, height, added_at, bytes)
              VALUES ({request}, 3, 'id_card', '{card}', 1, 1, 1, {now}, x'00')"),
        ])
        .await;
}

#[tokio::test]
async fn the_photos() {
    let mut scene = Scene::ready().await;
    let of = "WHERE request_id = {request} AND kind = 'id_card'";
    let change = |assignment: &str| format!("UPDATE request_image SET {assignment} {of}");
    for assignment in [
        "bytes = x'00'",
        "bytes = x'00', byte_len = 1, sha256 = replace(sha256, '0', '1')",
        "sha256 = replace(sha256, substr(sha256, 1, 1), 'f') || ''",
        "width = 1",
        "revision = 2",
        "request_id = 1",
        "kind = 'selfie'",
        "rowid = 999",
        "bytes = NULL, purged_at = {now}",
        "added_at = 0",
    ] {
        let sql = change(assignment);
        scene
            .withstands(&[(assignment, "evidence_changed", &sql)])
            .await;
    }
    let insert = "INTO request_image
                      (request_id, revision, kind, sha256, byte_len, width, height, added_at, bytes)
                  VALUES ({request}, REV, 'id_card', '{card}', 1, 1, 1, {now}, x'00')";
    let again = format!("INSERT {}", insert.replace("REV", "1"));
    let over = format!("INSERT OR REPLACE {}", insert.replace("REV", "1"));
    let ahead = format!("INSERT {}", insert.replace("REV", "2"));
    let delete = format!("DELETE FROM request_image {of}");
    scene
        .withstands(&[
            ("a second card", "evidence_changed", &again),
            ("another card instead", "evidence_changed", &over),
            ("a round that nobody asked for", "request_not_open", &ahead),
            ("delete", "append_only", &delete),
        ])
        .await;
}

#[tokio::test]
async fn a_purged_photo() {
    let mut scene = Scene::ready().await.decided(DecisionKind::Approve).await;
    let purge = "UPDATE request_image SET bytes = NULL, purged_at = {now}
                 WHERE request_id = {request} AND kind = 'id_card'";
    scene.run(purge).await;
    let of = "WHERE request_id = {request} AND kind = 'id_card'";
    let fill = format!("UPDATE request_image SET bytes = x'00', purged_at = NULL {of}");
    let forget = format!("UPDATE request_image SET purged_at = 0 {of}");
    scene
        .withstands(&[
            ("fill it again", "evidence_changed", &fill),
            ("move the moment", "evidence_changed", &forget),
        ])
        .await;
}
