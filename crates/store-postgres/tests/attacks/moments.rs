//! The moment: an old state that is kept in view, and what one statement could squeeze in between a
//! decision and its effects.

use super::attempt::{Attempt, Officer, Portal, Refused, Rule, attempt};
use super::scene::Scene;

/// invalid_transaction_state
const STALE: super::attempt::Outcome = Refused("25000");

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list = Vec::new();
    for (level, rule) in [
        (
            "REPEATABLE READ",
            "decide on an old state that is kept in view",
        ),
        (
            "SERIALIZABLE",
            "decide in a transaction that sees one state",
        ),
    ] {
        let begin = format!("BEGIN ISOLATION LEVEL {level}");
        list.push(
            attempt("8.3.2", &[Officer], STALE, rule, "<approve ready>").after([
                begin.clone(),
                "SELECT count(*) FROM desk.change_request".to_owned(),
            ]),
        );
    }
    let old = ["BEGIN ISOLATION LEVEL REPEATABLE READ"];
    let on_old = |who, rule, sql: &str| attempt("8.3.2", who, STALE, rule, sql).after(old);
    list.extend([
        on_old(
            &[Officer],
            "claim on an old state",
            "SELECT desk.claim({pending})",
        ),
        on_old(
            &[Officer],
            "take the next on an old state",
            "SELECT desk.take_next()",
        ),
        on_old(
            &[Officer],
            "check on an old state",
            "SELECT desk.set_check({ready}, 1, 'name_matches', 'passed', '')",
        ),
        on_old(
            &[Officer],
            "assess on an old state",
            "SELECT desk.set_risk({ready}, 'high')",
        ),
        on_old(
            &[Portal],
            "cancel on an old state",
            "SELECT desk.cancel({pending})",
        ),
        on_old(
            &[Portal],
            "file on an old state",
            "INSERT INTO desk.change_request
                    (member_id, stated_name, stated_national_id, old_phone, new_phone)
                VALUES ({pending.member}, 'x', '1234567890121', '{pending.old}', '0899999999')",
        ),
        attempt(
            "8.3.2",
            &[Officer],
            STALE,
            "make old states the rule of a session",
            "<approve ready>",
        )
        .after(["SET default_transaction_isolation = 'repeatable read'"]),
        attempt(
            "2.3.3",
            &[Officer],
            Refused("25006"),
            "decide where nothing may be written",
            "<approve ready>",
        )
        .after(["BEGIN READ ONLY"]),
    ]);
    list.extend(in_between());
    list
}

/// The effects come at the end of the statement, so it must not change what the decision looked at.
fn in_between() -> Vec<Attempt> {
    let after = |rule, refused, call: &str| {
        let sql = format!("WITH d AS (<approve ready> RETURNING id) SELECT desk.{call} FROM d");
        attempt("15.4.2", &[Officer], Rule(refused), rule, sql)
    };
    vec![
        after(
            "fail a check between an approval and its effects",
            "request_not_open",
            "set_check({ready}, 1, 'name_matches', 'failed', '')",
        ),
        after(
            "open a check between an approval and its effects",
            "request_not_open",
            "clear_check({ready}, 1, 'name_matches')",
        ),
        after(
            "call again between an approval and its effects",
            "request_not_open",
            "start_call({ready}, 'line', '[]')",
        ),
        after(
            "make the risk high between an approval and its effects",
            "only_by_decision",
            "set_risk({ready}, 'high')",
        ),
        after(
            "give up the claim between an approval and its effects",
            "only_by_decision",
            "release_claim({ready})",
        ),
        attempt(
            "15.4.2",
            &[Portal],
            Rule("only_by_decision"),
            "cancel between a filing and its effects",
            "WITH f AS (INSERT INTO desk.change_request
                                (member_id, stated_name, stated_national_id, old_phone, new_phone)
                            VALUES ({pending.member}, 'x', '1234567890121', '{pending.old}',
                                    '0899999999')
                            RETURNING id)
                 SELECT desk.cancel(id) FROM f",
        ),
    ]
}

#[tokio::test]
async fn the_moment_withstands() {
    let list = attempts();
    Scene::of(&list).await.withstands(&list).await;
}
