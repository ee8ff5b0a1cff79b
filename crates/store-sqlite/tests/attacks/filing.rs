//! Filing what may not be filed.

use crate::scene::Scene;

fn file(replaced: &[(&str, &str)]) -> String {
    let mut values = vec![
        ("member_id", "{member}"),
        ("stated_name", "'x'"),
        ("stated_national_id", "'1234567890121'"),
        ("old_phone", "'{old_phone}'"),
        ("new_phone", "'0899999999'"),
        ("submitted_at", "{now}"),
    ];
    for (column, value) in replaced {
        match values.iter_mut().find(|(known, _)| known == column) {
            Some(known) => known.1 = value,
            None => values.push((column, value)),
        }
    }
    let (columns, values): (Vec<_>, Vec<_>) = values.into_iter().unzip();
    format!(
        "INTO change_request ({}) VALUES ({})",
        columns.join(", "),
        values.join(", ")
    )
}

#[tokio::test]
async fn a_request_that_is_more_than_filed() {
    let mut scene = Scene::pending().await;
    for (rule, code, replaced) in [
        (
            "approved already",
            "only_by_decision",
            vec![("status", "'approved'"), ("closed_at", "{now}")],
        ),
        (
            "a number of one's own",
            "only_by_decision",
            vec![("request_no", "'69-1-1'")],
        ),
        ("a later round", "only_by_decision", vec![("revision", "2")]),
        (
            "with a claim",
            "only_by_decision",
            vec![
                ("claimed_by", "{officer}"),
                ("claimed_at", "{now}"),
                ("claim_expires_at", "{now} + 1"),
            ],
        ),
        (
            "with a decision",
            "only_by_decision",
            vec![("last_decision_id", "{decision}")],
        ),
        (
            "effects skipped",
            "only_by_decision",
            vec![("effects_applied_at", "{now}")],
        ),
        (
            "with waiting",
            "only_by_decision",
            vec![("waited", "'[[1, 2]]'")],
        ),
        (
            "with a flag",
            "only_by_decision",
            vec![("fraud_flagged", "1"), ("risk", "'high'")],
        ),
        ("a chosen id", "append_only", vec![("id", "999")]),
        ("somebody's id", "append_only", vec![("id", "{request}")]),
        (
            "in the future",
            "append_only",
            vec![("submitted_at", "{now} + 60000")],
        ),
        ("before time", "append_only", vec![("submitted_at", "0")]),
        (
            "another old phone",
            "phone_changed",
            vec![("old_phone", "'0899999998'")],
        ),
        (
            "no such member",
            "phone_changed",
            vec![("member_id", "999")],
        ),
        (
            "the same phone",
            "same_phone",
            vec![("new_phone", "'{old_phone}'")],
        ),
    ] {
        for verb in ["INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE"] {
            let sql = format!("{verb} {}", file(&replaced));
            scene.withstands(&[(rule, code, &sql)]).await;
        }
    }
    // Another system files by SQL and gets all that belongs to it.
    scene.run(&format!("INSERT {}", file(&[]))).await;
}

#[tokio::test]
async fn effects_that_would_be_dropped_in_silence() {
    let mut scene = Scene::pending().await;
    scene.run("DROP TRIGGER sms_template_no_delete").await;
    scene
        .run("DELETE FROM sms_template WHERE template = 'filed'")
        .await;
    for verb in ["INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE"] {
        let sql = format!("{verb} {}", file(&[]));
        scene
            .withstands(&[("no notice to the current phone", "incomplete", &sql)])
            .await;
    }
}

#[tokio::test]
async fn the_running_numbers() {
    let mut scene = Scene::pending().await;
    scene
        .withstands(&[
            ("back", "append_only", "UPDATE request_counter SET last_running = last_running - 1"),
            ("ahead", "append_only", "UPDATE request_counter SET last_running = last_running + 2"),
            ("again", "append_only", "UPDATE request_counter SET last_running = 0"),
            ("to another month", "append_only",
             "UPDATE request_counter SET month = month % 12 + 1, last_running = last_running + 1"),
            ("forgotten", "append_only", "DELETE FROM request_counter"),
            ("begun anew", "append_only",
             "INSERT OR REPLACE INTO request_counter SELECT year_be, month, 0 FROM request_counter"),
            ("begun ahead", "append_only", "INSERT INTO request_counter VALUES (50, 1, 7)"),
        ])
        .await;
}
