//! Rewriting what was written: decisions, messages, events, notes, history, people, the clock.

use crate::scene::Scene;
use coe_domain::DecisionKind;

#[tokio::test]
async fn decisions() {
    let mut scene = Scene::ready().await.decided(DecisionKind::Approve).await;
    for change in [
        "kind = 'reject'",
        "staff = {colleague}",
        "note = ''",
        "member_text = 'x'",
        "at = at - 1",
        "idempotency_key = 'x'",
        "id = 999",
        "rowid = 999",
        "revision = 9",
        "kind = kind",
    ] {
        for verb in ["UPDATE", "UPDATE OR REPLACE", "UPDATE OR IGNORE"] {
            let sql = format!("{verb} decision SET {change} WHERE id = {{decision}}");
            scene.withstands(&[(change, "append_only", &sql)]).await;
        }
    }
    scene
        .withstands(&[
            ("delete", "append_only", "DELETE FROM decision WHERE id = {decision}"),
            ("delete all", "append_only", "DELETE FROM decision"),
            ("replace by id", "append_only", "INSERT OR REPLACE <approve officer | id={decision}>"),
            ("replace by key", "key_reused",
             "REPLACE <reject officer | idempotency_key=(SELECT idempotency_key FROM decision WHERE id={decision})>"),
            ("insert or do nothing", "key_reused",
             "INSERT <reject officer | idempotency_key=(SELECT idempotency_key FROM decision WHERE id={decision})>
              ON CONFLICT (idempotency_key) DO UPDATE SET note = 'x'"),
        ])
        .await;
}

#[tokio::test]
async fn messages() {
    let mut scene = Scene::ready().await.decided(DecisionKind::Approve).await;
    let of = "WHERE request_id = {request}";
    for change in [
        "body = 'x'",
        "to_phone = '0899999999'",
        "template = 'filed'",
        "queued_at = 0",
        "segments = 9",
        "request_id = 1",
        "member_id = 1",
        "decision_id = NULL",
        "id = id + 1000",
        "rowid = rowid + 1000",
        "state = 'delivered'",
        "state = 'accepted'",
        "state = 'failed'",
        "state = 'unknown'",
        "state = 'sending'",
        "attempts = 9",
        "next_attempt_at = next_attempt_at + 1",
        "gateway_ref = 'x'",
        "failure = 'x'",
        "changed_at = 0",
        "sent_by = 'x'",
        "choice = 'called'",
        "state = 'sending', attempts = 1, sent_by = 'x'",
    ] {
        let sql = format!("UPDATE sms_message SET {change} {of}");
        scene.withstands(&[(change, "append_only", &sql)]).await;
    }
    let columns = "request_id, member_id, template, language, to_phone, body, queued_at, changed_at, next_attempt_at";
    let values = "{request}, {member}, 'approved', 'th', '0899999999', 'x', {now}, {now}, {now}";
    let insert = format!("INSERT INTO sms_message ({columns}) VALUES ({values})");
    let called = format!(
        "INSERT INTO sms_message ({columns}, call_id) VALUES ({}, {{call}})",
        values.replace("'approved'", "'call_appointment'")
    );
    let decided =
        format!("INSERT INTO sms_message ({columns}, decision_id) VALUES ({values}, {{decision}})");
    let over = format!("INSERT OR REPLACE INTO sms_message (id, {columns}) VALUES (1, {values})");
    scene
        .withstands(&[
            ("a message of one's own", "only_by_decision", &insert),
            ("one for a call", "only_by_decision", &called),
            ("one for a decision", "only_by_decision", &decided),
            ("one instead of another", "append_only", &over),
            ("delete", "append_only", "DELETE FROM sms_message"),
        ])
        .await;
}

#[tokio::test]
async fn events_and_seals() {
    let mut scene = Scene::ready().await;
    scene
        .run(
            "INSERT INTO audit_link (position, event_id, body_hash, chain_hash)
              SELECT 1, min(event_id), randomblob(32), randomblob(32) FROM audit_unsealed",
        )
        .await;
    scene
        .run(
            "INSERT INTO audit_seal (sealed_at, event_id, events, chain_hash, caught_up, key_id,
                                     public_key, signature)
              SELECT {now}, event_id, position, lower(hex(chain_hash)), 0, 'k', 'p', 's' FROM audit_link",
        )
        .await;
    for table in ["audit_event", "audit_seal"] {
        let update = format!("UPDATE {table} SET id = id");
        let renumber = format!("UPDATE OR REPLACE {table} SET rowid = rowid + 1");
        let delete = format!("DELETE FROM {table}");
        let one = format!("DELETE FROM {table} WHERE id = 1");
        let replace = format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = 1");
        scene
            .withstands(&[
                ("update", "append_only", &update),
                ("renumber", "append_only", &renumber),
                ("delete all", "append_only", &delete),
                ("delete one", "append_only", &one),
                ("replace", "append_only", &replace),
            ])
            .await;
    }
    let event = |more: &str, value: &str, at: &str| {
        format!("INSERT INTO audit_event (action, at{more}) VALUES ('x', {at}{value})")
    };
    let past = event("", "", "{now} - 61000");
    let future = event("", "", "{now} + 61000");
    let chosen = event(", id", ", 9223372036854775807", "{now}");
    scene
        .withstands(&[
            ("an event of yesterday", "append_only", &past),
            ("an event of tomorrow", "append_only", &future),
            ("an event with a chosen id", "append_only", &chosen),
        ])
        .await;
}

#[tokio::test]
async fn the_chain() {
    let mut scene = Scene::ready().await;
    scene
        .run(
            "INSERT INTO audit_link (position, event_id, body_hash, chain_hash)
              SELECT 1, min(event_id), randomblob(32), randomblob(32) FROM audit_unsealed",
        )
        .await;
    for table in ["audit_link", "audit_unsealed", "database_identity"] {
        let renumber = format!("UPDATE OR REPLACE {table} SET rowid = rowid + 1");
        let delete = format!("DELETE FROM {table}");
        scene
            .withstands(&[
                ("renumber", "append_only", &renumber),
                ("delete all", "append_only", &delete),
            ])
            .await;
    }
    let link = |position: &str, event: &str| {
        format!(
            "INSERT OR REPLACE INTO audit_link (position, event_id, body_hash, chain_hash)
             SELECT {position}, {event}(event_id), randomblob(32), randomblob(32) FROM audit_unsealed"
        )
    };
    let seal = |at: &str, hash: &str| {
        format!(
            "INSERT INTO audit_seal (sealed_at, event_id, events, chain_hash, caught_up, key_id,
                                     public_key, signature)
             SELECT {at}, event_id, position, {hash}, 0, 'k', 'p', 's' FROM audit_link"
        )
    };
    scene
        .withstands(&[
            (
                "a link in another's place",
                "append_only",
                &link("1", "max"),
            ),
            ("a gap", "append_only", &link("3", "max")),
            (
                "an event that does not wait",
                "append_only",
                &link("2", "999 + max"),
            ),
            (
                "an event that has a place waits again",
                "append_only",
                "INSERT INTO audit_unsealed (event_id) SELECT event_id FROM audit_link",
            ),
            (
                "another database",
                "append_only",
                "INSERT OR REPLACE INTO database_identity (id, database_id)
                 VALUES (1, '00112233445566778899aabbccddeeff')",
            ),
            (
                "a seal of yesterday",
                "append_only",
                &seal("{now} - 61000", "lower(hex(chain_hash))"),
            ),
            (
                "a seal on another chain",
                "append_only",
                &seal("{now}", "'{card}'"),
            ),
        ])
        .await;
}

#[tokio::test]
async fn notes_and_former_phones() {
    let mut scene = Scene::ready().await.decided(DecisionKind::Approve).await;
    scene
        .run("INSERT INTO note (request_id, staff, at, body) VALUES ({request}, {officer}, {now}, 'true')")
        .await;
    for table in ["note", "phone_history"] {
        let update = format!("UPDATE {table} SET id = id");
        let delete = format!("DELETE FROM {table}");
        let replace = format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1");
        scene
            .withstands(&[
                ("update", "append_only", &update),
                ("delete", "append_only", &delete),
                ("replace", "append_only", &replace),
            ])
            .await;
    }
    scene
        .withstands(&[
            ("a note of yesterday", "append_only",
             "INSERT INTO note (request_id, staff, at, body) VALUES ({request}, {officer}, 1, 'x')"),
            ("a note of nobody", "staff_inactive",
             "INSERT INTO note (request_id, staff, at, body) VALUES ({request}, 999, {now}, 'x')"),
            ("a change that no decision made", "only_by_decision",
             "INSERT INTO phone_history (member_id, phone, replaced_at, request_id)
              VALUES ({member}, '0899999999', {now}, {request})"),
            ("a change of tomorrow", "append_only",
             "INSERT INTO phone_history (member_id, phone, replaced_at)
              VALUES ({member}, '0899999999', {now} + 86400000)"),
        ])
        .await;
}

#[tokio::test]
async fn people_and_settings() {
    let mut scene = Scene::ready().await;
    scene
        .withstands(&[
            (
                "delete a person",
                "append_only",
                "DELETE FROM staff WHERE id = {officer}",
            ),
            (
                "become another",
                "append_only",
                "UPDATE staff SET username = 'x' WHERE id = {officer}",
            ),
            (
                "by renumbering",
                "append_only",
                "UPDATE OR REPLACE staff SET id = {supervisor} WHERE id = {officer}",
            ),
            (
                "replace by id",
                "append_only",
                "INSERT OR REPLACE INTO staff (id, username, display_name, role, password_hash)
              VALUES ({officer}, 'x', 'x', 'supervisor', 'x')",
            ),
            (
                "replace by name",
                "duplicate:staff.username",
                "INSERT OR REPLACE INTO staff (username, display_name, role, password_hash)
              VALUES ('anong', 'x', 'supervisor', 'x')",
            ),
            (
                "delete a rule",
                "append_only",
                "DELETE FROM setting WHERE key = 'claim_lease_seconds'",
            ),
        ])
        .await;
}

#[tokio::test]
async fn the_clock() {
    let mut scene = Scene::ready().await;
    scene
        .withstands(&[
            (
                "a second clock",
                "append_only",
                "INSERT INTO desk_clock VALUES (2, 0, 0)",
            ),
            (
                "another clock",
                "append_only",
                "INSERT OR REPLACE INTO desk_clock VALUES (1, 99, 0)",
            ),
            ("no clock", "append_only", "DELETE FROM desk_clock"),
        ])
        .await;
    scene.run("UPDATE desk_clock SET sealed = 1").await;
    scene
        .withstands(&[
            (
                "turn it back",
                "append_only",
                "UPDATE desk_clock SET offset_ms = -3600000",
            ),
            (
                "break the seal",
                "append_only",
                "UPDATE desk_clock SET sealed = 0",
            ),
        ])
        .await;
}
