//! Claims, checks and calls: on what somebody else holds, or as they were never done.

use super::attempt::{
    Answers, Attempt, Colleague, DENIED, EVERYBODY, MISSING, NO_REVIEWERS, Officer, Refused, Rule,
    Supervisor, UNFIT, Who, attempt, each,
};
use super::requests::drawn;
use super::scene::Scene;
use coe_domain::ChallengeOutcome;

const OFFICER: &[Who] = &[Officer];

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list = claims();
    list.extend(checks());
    list.extend(calls());
    list.extend(reports());
    list
}

fn claims() -> Vec<Attempt> {
    let mut list: Vec<_> = each(
        "8.2.1",
        NO_REVIEWERS,
        DENIED,
        &[
            (
                "claim without being a reviewer",
                "SELECT desk.claim({pending})",
            ),
            (
                "take the next without being a reviewer",
                "SELECT desk.take_next()",
            ),
            (
                "renew a claim without being a reviewer",
                "SELECT desk.renew_claim({ready})",
            ),
            (
                "release a claim without being a reviewer",
                "SELECT desk.release_claim({ready})",
            ),
        ],
    )
    .collect();
    list.extend(each(
        "2.3.4",
        OFFICER,
        Answers("taken"),
        &[
            (
                "claim what a colleague holds",
                "SELECT (desk.claim({colleagues})).answer",
            ),
            (
                "renew a colleague's claim",
                "SELECT (desk.renew_claim({colleagues})).answer",
            ),
        ],
    ));
    list.extend(each(
        "2.3.1",
        OFFICER,
        Answers("not_open"),
        &[
            (
                "claim what is escalated, as an officer",
                "SELECT (desk.claim({escalated})).answer",
            ),
            (
                "claim what is decided",
                "SELECT (desk.claim({decided})).answer",
            ),
            (
                "claim what waits for the member",
                "SELECT (desk.claim({returned})).answer",
            ),
            (
                "claim a request that is none",
                "SELECT (desk.claim(999999)).answer",
            ),
        ],
    ));
    list.push(attempt(
        "2.3.4",
        OFFICER,
        Answers("not_held"),
        "renew a claim that one never had",
        "SELECT (desk.renew_claim({pending})).answer",
    ));
    list.push(attempt(
        "8.2.2",
        OFFICER,
        Answers("f"),
        "release a colleague's claim as an officer",
        "SELECT desk.release_claim({colleagues})",
    ));
    list.extend(each("8.2.3", EVERYBODY, DENIED, &[
        ("write oneself in as the holder",
         "UPDATE desk.change_request SET claimed_by = {officer} WHERE id = {colleagues}"),
        ("hold a request for a day",
         "UPDATE desk.change_request SET claim_expires_at = now() + interval '1 day' WHERE id = {ready}"),
    ]));
    list
}

fn checks() -> Vec<Attempt> {
    let set = |request: &str, revision: &str, code: &str, outcome: &str| {
        format!("SELECT desk.set_check({{{request}}}, {revision}, {code}, {outcome}, '')")
    };
    let tries = |asvs, refused, rule, sql: String| attempt(asvs, OFFICER, refused, rule, sql);
    let (code, passed) = ("'name_matches'", "'passed'");
    vec![
        attempt(
            "8.2.1",
            NO_REVIEWERS,
            DENIED,
            "pass a check without being a reviewer",
            set("ready", "1", code, passed),
        ),
        tries(
            "8.2.2",
            Rule("claim_not_held"),
            "pass a check on what a colleague holds",
            set("colleagues", "1", code, passed),
        ),
        tries(
            "8.2.2",
            Rule("claim_not_held"),
            "pass a check on what nobody holds",
            set("pending", "1", code, passed),
        ),
        tries(
            "2.3.1",
            Rule("request_not_open"),
            "pass a check on what is decided",
            set("decided", "1", code, passed),
        ),
        tries(
            "2.2.3",
            Rule("evidence_changed"),
            "pass a check on another round of photos",
            set("ready", "2", code, passed),
        ),
        tries(
            "2.2.1",
            MISSING,
            "pass a check on no round at all",
            set("ready", "NULL", code, passed),
        ),
        tries(
            "2.2.1",
            Refused("23503"),
            "pass a check that there is not",
            set("ready", "1", "'looks_nice'", passed),
        ),
        tries(
            "2.2.1",
            UNFIT,
            "check with an outcome that there is not",
            set("ready", "1", code, "'waived'"),
        ),
        tries(
            "8.2.2",
            Rule("claim_not_held"),
            "open a check on what a colleague holds",
            "SELECT desk.clear_check({colleagues}, 1, 'name_matches')".to_owned(),
        ),
        attempt(
            "8.2.3",
            EVERYBODY,
            DENIED,
            "require fewer checks",
            "UPDATE desk.check_definition SET required = false",
        ),
    ]
}

fn calls() -> Vec<Attempt> {
    let mut list: Vec<_> = each(
        "8.2.1",
        NO_REVIEWERS,
        DENIED,
        &[
            (
                "start a call without being a reviewer",
                "SELECT desk.start_call({ready}, 'line', '[]')",
            ),
            (
                "make an appointment without being a reviewer",
                "SELECT desk.schedule_call({ready}, now(), 'line', NULL)",
            ),
        ],
    )
    .collect();
    list.extend(each(
        "8.2.2",
        OFFICER,
        Rule("claim_not_held"),
        &[
            (
                "call about what a colleague holds",
                "SELECT desk.start_call({colleagues}, 'line', '[]')",
            ),
            (
                "make an appointment about what a colleague holds",
                "SELECT desk.schedule_call({colleagues}, now(), 'line', NULL)",
            ),
        ],
    ));
    list.extend(each("2.2.1", OFFICER, UNFIT, &[
        ("call on a channel that there is not", "SELECT desk.start_call({ready}, 'pigeon', '[]')"),
        ("ask for a challenge that is none", "SELECT desk.start_call({ready}, 'line', '[null]')"),
        ("ask for a challenge that there is not",
         r#"SELECT desk.start_call({ready}, 'line', '[{"challenge": "wink", "outcome": null}]')"#),
        ("put a list of challenges into the list",
         r#"SELECT desk.start_call({ready}, 'line', '[[{"challenge": "tilt_card", "outcome": null}]]')"#),
        ("ask for challenges that are no list", "SELECT desk.start_call({ready}, 'line', '{}')"),
        ("make an appointment for no moment", "SELECT desk.schedule_call({ready}, NULL, 'zoom', NULL)"),
    ]));
    list.push(attempt(
        "2.2.1",
        OFFICER,
        MISSING,
        "ask for nothing at all",
        "SELECT desk.start_call({ready}, 'line', NULL)",
    ));
    list.extend(each(
        "2.3.1",
        OFFICER,
        Rule("request_not_open"),
        &[
            (
                "start a call a second time",
                "SELECT desk.start_scheduled_call({running.call}, '[]')",
            ),
            (
                "start an appointment that is none",
                "SELECT desk.start_scheduled_call(999999, '[]')",
            ),
        ],
    ));
    list
}

/// The report of a call: what was seen of card and face, and how the challenges went.
fn report(call: &str, card: &str, face: &str, challenges: &str) -> String {
    format!(
        "SELECT desk.finish_call({{{call}.call}}, 'verified', {card}, true, true, {face}, true,
                                 '{challenges}', '', NULL)"
    )
}

fn reports() -> Vec<Attempt> {
    let passed = drawn(Some(ChallengeOutcome::Passed));
    let one_failed = passed.replacen("passed", "failed", 1);
    let skipped = drawn(Some(ChallengeOutcome::Skipped));
    let invented = r#"[{"challenge": "turn_head_left", "outcome": "passed"}]"#;
    let whole = |call: &str| report(call, "true", "true", &passed);
    let lacks = |rule, sql| attempt("2.3.1", OFFICER, Rule("checks_incomplete"), rule, sql);
    vec![
        lacks(
            "verify without a card",
            report("running", "false", "true", &passed),
        ),
        lacks(
            "verify without a face",
            report("running", "true", "false", &passed),
        ),
        lacks(
            "verify without asking for anything",
            report("running", "true", "true", &drawn(None)),
        ),
        lacks(
            "verify with every challenge skipped",
            report("running", "true", "true", &skipped),
        ),
        lacks(
            "verify with a challenge that failed",
            report("running", "true", "true", &one_failed),
        ),
        attempt(
            "2.2.3",
            OFFICER,
            Rule("evidence_changed"),
            "report other challenges than were drawn",
            report("running", "true", "true", invented),
        ),
        attempt(
            "2.2.1",
            OFFICER,
            MISSING,
            "verify without saying what was seen",
            report("running", "NULL", "NULL", &passed),
        ),
        attempt(
            "2.2.1",
            OFFICER,
            UNFIT,
            "end a call without an outcome",
            report("running", "true", "true", &passed).replace("'verified'", "NULL"),
        ),
        attempt(
            "8.2.2",
            &[Colleague, Supervisor],
            Rule("claim_not_held"),
            "report on a call that a colleague holds",
            whole("running"),
        ),
        attempt(
            "16.4.2",
            OFFICER,
            Rule("append_only"),
            "report on a call that is over",
            whole("ready"),
        ),
        attempt(
            "16.4.2",
            OFFICER,
            Rule("append_only"),
            "take a suspicion of fraud back",
            whole("flagged"),
        ),
        attempt(
            "8.2.1",
            NO_REVIEWERS,
            DENIED,
            "report on a call without being a reviewer",
            whole("running"),
        ),
    ]
}

#[tokio::test]
async fn work_withstands() {
    let list = attempts();
    Scene::of(&list).await.withstands(&list).await;
}
