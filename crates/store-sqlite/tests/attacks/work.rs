//! Checks and calls without a claim, or that were never held.

use crate::scene::Scene;

#[tokio::test]
async fn the_checks() {
    let mut scene = Scene::ready().await;
    scene
        .withstands(&[
            ("another's check", "claim_not_held",
             "INSERT OR REPLACE INTO review_check (request_id, revision, code, outcome, staff, set_at)
              VALUES ({request}, 1, 'name_matches', 'failed', {colleague}, {now})"),
            ("a check of another round", "evidence_changed",
             "INSERT INTO review_check (request_id, revision, code, outcome, staff, set_at)
              VALUES ({request}, 2, 'name_matches', 'passed', {officer}, {now})"),
            ("change another's", "claim_not_held",
             "UPDATE review_check SET outcome = 'failed', staff = {colleague} WHERE request_id = {request}"),
            ("pass it under another name", "append_only",
             "UPDATE review_check SET code = 'birth_date_matches'
              WHERE request_id = {request} AND code = 'name_matches'"),
            ("move it to another round", "append_only",
             "UPDATE review_check SET revision = 2 WHERE request_id = {request}"),
            ("delete", "append_only", "DELETE FROM review_check WHERE request_id = {request}"),
        ])
        .await;
    scene.world.pass(16).await;
    scene
        .withstands(&[
            ("with a stale claim", "claim_expired",
             "UPDATE review_check SET outcome = 'failed' WHERE request_id = {request}"),
            ("a new one with a stale claim", "claim_expired",
             "INSERT OR REPLACE INTO review_check (request_id, revision, code, outcome, staff, set_at)
              VALUES ({request}, 1, 'name_matches', 'passed', {officer}, {now})"),
        ])
        .await;
}

#[tokio::test]
async fn a_call_that_ended() {
    let mut scene = Scene::ready().await;
    for change in [
        "outcome = 'not_verified'",
        "notes = 'x'",
        "real_card_shown = 0",
        "challenges = '[]'",
        "ended_at = ended_at + 1",
        "staff = {colleague}",
        "fraud_flag = 'coercion'",
        "rowid = 999",
        "revision = 2",
    ] {
        let sql = format!("UPDATE video_call SET {change} WHERE id = {{call}}");
        scene.withstands(&[(change, "append_only", &sql)]).await;
    }
    scene
        .withstands(&[
            ("delete", "append_only", "DELETE FROM video_call WHERE id = {call}"),
            ("replace", "append_only",
             "INSERT OR REPLACE INTO video_call (id, request_id, revision, staff, channel, started_at)
              VALUES ({call}, {request}, 1, {officer}, 'line', {now})"),
        ])
        .await;
}

#[tokio::test]
async fn a_call_that_was_never_held() {
    let mut scene = Scene::pending().await;
    scene
        .withstands(&[(
            "without a claim",
            "claim_not_held",
            "INSERT INTO video_call (request_id, revision, staff, channel, started_at)
              VALUES ({request}, 1, {officer}, 'line', {now})",
        )])
        .await;
    let (world, filed) = (&scene.world, &scene.filed);
    world.claims(filed, world.officer).await;
    world.checks(filed, world.officer).await;
    let call = world.calls(filed, world.officer).await;
    let finish = |more: &str| {
        format!(
            "UPDATE video_call SET ended_at = {{now}}, outcome = 'verified', {more} WHERE id = {call}"
        )
    };
    let passed = r#"challenges = replace(challenges, 'null', '"passed"')"#;
    let blind = finish(&format!("face_matches = 1, {passed}"));
    let faceless = finish(&format!("real_card_shown = 1, {passed}"));
    let unasked = finish("real_card_shown = 1, face_matches = 1");
    let invented = finish(
        r#"real_card_shown = 1, face_matches = 1,
           challenges = '[{"challenge":"tilt_card","outcome":"passed"}]'"#,
    );
    let early = finish(&format!("real_card_shown = 1, face_matches = 1, {passed}"))
        .replace("{now}", "{now} - 61000");
    let other = finish(&format!(
        "real_card_shown = 1, face_matches = 1, staff = {{colleague}}, {passed}"
    ));
    scene
        .withstands(&[
            ("verified at once", "append_only",
             "INSERT INTO video_call (request_id, revision, staff, channel, started_at, ended_at, outcome,
                                      real_card_shown, face_matches)
              VALUES ({request}, 1, {officer}, 'line', {now}, {now}, 'verified', 1, 1)"),
            ("held yesterday", "append_only",
             "INSERT INTO video_call (request_id, revision, staff, channel, started_at)
              VALUES ({request}, 1, {officer}, 'line', {now} - 86400000)"),
            ("held by a colleague", "claim_not_held",
             "INSERT INTO video_call (request_id, revision, staff, channel, started_at)
              VALUES ({request}, 1, {colleague}, 'line', {now})"),
            ("about other photos", "evidence_changed",
             "INSERT INTO video_call (request_id, revision, staff, channel, started_at)
              VALUES ({request}, 2, {officer}, 'line', {now})"),
            ("no card seen", "checks_incomplete", &blind),
            ("no face seen", "checks_incomplete", &faceless),
            ("nothing asked", "checks_incomplete", &unasked),
            ("other challenges", "evidence_changed", &invented),
            ("ended in the past", "append_only", &early),
            ("ended by a colleague", "claim_not_held", &other),
            ("and approved", "no_verified_call", "INSERT <approve officer>"),
        ])
        .await;
}
