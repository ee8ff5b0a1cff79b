//! Messages on their way, and the words they hold.

use crate::scene::{Attack, Scene};

const TAKE: &str = "UPDATE sms_message
    SET state = 'sending', attempts = attempts + 1, sent_by = 'd', choice = NULL,
        changed_at = (SELECT at FROM desk_now)
    WHERE request_id = {request}";

/// A filed request whose notice a dispatcher took.
async fn sending() -> Scene {
    let mut scene = Scene::ready().await;
    scene
        .run(
            "INSERT INTO dispatcher (id, gateway, simulated, started_at, seen_at, lease_expires_at, condition)
             SELECT 'd', 'twilio', 0, at, at, at + 600000, 'working' FROM desk_now",
        )
        .await;
    scene.run(TAKE).await;
    scene
}

fn told(change: &str) -> String {
    format!(
        "UPDATE sms_attempt
         SET answered_at = (SELECT at FROM desk_now), {change}
         WHERE message_id = (SELECT id FROM sms_message WHERE request_id = {{request}})"
    )
}

async fn withstands_steps(scene: &mut Scene, steps: &[&str]) {
    for step in steps {
        let sql = format!("UPDATE sms_message SET {step} WHERE request_id = {{request}}");
        scene.withstands(&[(step, "append_only", &sql)]).await;
    }
}

#[tokio::test]
async fn a_message_under_way_moves_by_an_answer_only() {
    let mut scene = sending().await;
    withstands_steps(
        &mut scene,
        &[
            "state = 'accepted'",
            "state = 'queued'",
            "state = 'failed'",
            "state = 'unknown'",
            "state = 'delivered'",
            "attempts = 0",
            "choice = 'arrived'",
        ],
    )
    .await;
    scene
        .run(&told("outcome = 'taken', gateway_ref = 'r'"))
        .await;
    withstands_steps(
        &mut scene,
        &[
            "state = 'queued'",
            "state = 'sending', attempts = 2",
            "state = 'failed'",
            "state = 'delivered'",
            "state = 'delivered', attempts = 0",
            "state = 'unknown'",
            "state = 'queued', choice = 'send_again'",
        ],
    )
    .await;
}

#[tokio::test]
async fn what_nobody_knows_is_not_sent_again_without_a_choice() {
    let mut scene = sending().await;
    scene
        .run(&told("outcome = 'unknown', cause = 'no_answer'"))
        .await;
    withstands_steps(
        &mut scene,
        &[
            "state = 'queued'",
            "state = 'queued', choice = 'send_again'",
            "state = 'sending', attempts = 2, sent_by = 'd'",
            "state = 'failed'",
            "state = 'failed', choice = 'call_instead'",
            "state = 'delivered'",
            "state = 'delivered', choice = 'arrived'",
            "state = 'accepted'",
        ],
    )
    .await;
    let choice = |choice: &str, attempts: &str, staff: &str| {
        format!(
            "INSERT INTO sms_choice (message_id, attempts, choice, staff, at)
             SELECT m.id, {attempts}, '{choice}', {staff}, n.at
             FROM sms_message AS m, desk_now AS n
             WHERE m.request_id = {{request}}"
        )
    };
    let officer = "(SELECT id FROM staff WHERE username = 'anong')";
    let support = "(SELECT id FROM staff WHERE username = 'ekachai')";
    let attacks = [
        (
            "for an attempt that was not made",
            "message_moved",
            choice("send_again", "2", officer),
        ),
        (
            "called without a word",
            "message_moved",
            choice("called", "1", officer),
        ),
        (
            "by support",
            "role_not_allowed",
            choice("send_again", "1", support),
        ),
        (
            "by nobody",
            "staff_inactive",
            choice("send_again", "1", "9999"),
        ),
    ];
    for (rule, code, sql) in &attacks {
        scene.withstands(&[(rule, code, sql)]).await;
    }
    scene.run(&choice("send_again", "1", officer)).await;
    scene.run(TAKE).await;
    scene
        .run(
            "UPDATE sms_attempt
             SET answered_at = (SELECT at FROM desk_now), outcome = 'unknown', cause = 'no_answer'
             WHERE attempt = 2",
        )
        .await;
    let sent_twice = choice("send_again", "1", officer);
    scene
        .withstands(&[
            (
                "the same choice for another sending",
                "message_moved",
                &sent_twice,
            ),
            (
                "a choice forgotten",
                "append_only",
                "DELETE FROM sms_choice",
            ),
            (
                "a choice of somebody else",
                "append_only",
                "UPDATE sms_choice SET staff = 2",
            ),
        ])
        .await;
}

#[tokio::test]
async fn only_a_living_dispatcher_takes() {
    let mut scene = Scene::ready().await;
    scene.withstands(&[("nobody", "append_only", TAKE)]).await;
    scene
        .run(
            "INSERT INTO dispatcher (id, gateway, simulated, started_at, seen_at, lease_expires_at, condition)
             SELECT 'd', 'twilio', 0, at - 60000, at - 60000, at - 1, 'working' FROM desk_now",
        )
        .await;
    scene
        .withstands(&[("one whose lease is over", "append_only", TAKE)])
        .await;
}

#[tokio::test]
async fn attempts_keep_what_they_were_told() {
    let mut scene = sending().await;
    let attacks: [Attack<'_>; 4] = [
        (
            "an attempt that nobody made",
            "append_only",
            "INSERT INTO sms_attempt (message_id, attempt, dispatcher, gateway, started_at)
             SELECT id, 2, 'd', 'twilio', 0 FROM sms_message WHERE request_id = {request}",
        ),
        (
            "in the place of another",
            "append_only",
            "INSERT OR REPLACE INTO sms_attempt (message_id, attempt, dispatcher, gateway, started_at)
             SELECT id, 1, 'd', 'twilio', 0 FROM sms_message WHERE request_id = {request}",
        ),
        ("forgotten", "append_only", "DELETE FROM sms_attempt"),
        ("by another gateway", "append_only", "UPDATE sms_attempt SET gateway = 'smsmkt'"),
    ];
    scene.withstands(&attacks).await;
    scene
        .run(&told("outcome = 'taken', gateway_ref = 'r'"))
        .await;
    for change in [
        "outcome = 'refused'",
        "outcome = NULL, answered_at = NULL",
        "gateway_ref = 'other'",
        "gateway_ref = NULL",
        "cause = 'bad_number'",
    ] {
        let sql = format!("UPDATE sms_attempt SET {change}");
        scene.withstands(&[(change, "append_only", &sql)]).await;
    }
    scene
        .run("UPDATE sms_attempt SET reported = 'delivered', reported_at = 1")
        .await;
    for change in ["reported = 'failed'", "reported = NULL, reported_at = NULL"] {
        let sql = format!("UPDATE sms_attempt SET {change}");
        scene.withstands(&[(change, "append_only", &sql)]).await;
    }
}

#[tokio::test]
async fn the_words_of_messages() {
    let mut scene = Scene::ready().await;
    let edit = |before: &str, after: &str, staff: &str| {
        format!(
            "INSERT INTO sms_template_edit (template, language, before, after, staff, at)
             SELECT template, language, {before}, '{after}',
                    (SELECT id FROM staff WHERE username = '{staff}'), n.at
             FROM sms_template, desk_now AS n
             WHERE template = 'approved' AND language = 'th'"
        )
    };
    let attacks = [
        (
            "by an officer",
            "role_not_allowed",
            edit("body", "{request_no}", "anong"),
        ),
        (
            "a past that was not",
            "append_only",
            edit("'x'", "{request_no}", "chanida"),
        ),
        (
            "with an address",
            "template_unfit",
            edit("body", "{request_no} evil.example", "chanida"),
        ),
        (
            "without an edit",
            "append_only",
            "UPDATE sms_template SET body = 'x'".to_owned(),
        ),
        ("gone", "append_only", "DELETE FROM sms_template".to_owned()),
    ];
    for (rule, code, sql) in &attacks {
        scene.withstands(&[(rule, code, sql)]).await;
    }
    scene
        .run(&edit("body", "{request_no} one", "chanida"))
        .await;
    scene
        .withstands(&[
            (
                "another text than the edit says",
                "append_only",
                "UPDATE sms_template SET body = 'x' WHERE template = 'approved' AND language = 'th'",
            ),
            ("an edit forgotten", "append_only", "DELETE FROM sms_template_edit"),
            ("an edit of somebody else", "append_only", "UPDATE sms_template_edit SET staff = 1"),
        ])
        .await;
}
