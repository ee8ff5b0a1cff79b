//! Decisions that the rules do not allow: who, on what, with what evidence.

use super::attempt::{
    Attempt, DENIED, MISSING, NO_REVIEWERS, Officer, REVIEWERS, Rule, Supervisor, UNFIT, attempt,
    each,
};
use super::scene::Scene;

const OFFICER: &[super::attempt::Who] = &[Officer];

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list = who_may();
    list.extend(in_which_state());
    list.extend(on_what_evidence());
    list.extend(once());
    list
}

fn who_may() -> Vec<Attempt> {
    let mut list: Vec<_> = each(
        "8.2.1",
        NO_REVIEWERS,
        DENIED,
        &[
            ("approve without being a reviewer", "<approve ready>"),
            (
                "reject without being a reviewer",
                "<reject ready | reason_code='card_expired'>",
            ),
            ("confirm without being a reviewer", "<confirm escalated>"),
            ("overturn without being a reviewer", "<overturn decided>"),
        ],
    )
    .collect();
    list.extend(each("15.3.3", REVIEWERS, DENIED, &[
        ("sign a decision with a colleague's name", "<approve ready | staff={colleague}>"),
        ("name oneself as who decided", "<approve ready | staff={officer}>"),
        ("give a decision a moment", "<approve ready | at=now()>"),
        ("date a decision back", "<approve ready | at=now() - interval '1 year'>"),
        ("choose the identity of a decision", "<approve ready | id=1>"),
        ("decide through the view",
         "INSERT INTO desk.decision_seen (request_id, kind, staff) VALUES ({ready}, 'approve', {colleague})"),
    ]));
    list.extend(each(
        "8.2.2",
        REVIEWERS,
        Rule("claim_not_held"),
        &[
            ("approve what nobody holds", "<approve pending>"),
            ("approve what a colleague holds", "<approve colleagues>"),
            (
                "reject what a colleague holds",
                "<reject colleagues | reason_code='card_expired'>",
            ),
            (
                "return what a colleague holds",
                "<return colleagues | reason_code='photo_blurred'>",
            ),
            (
                "escalate what a colleague holds",
                "<escalate colleagues | note='why'>",
            ),
        ],
    ));
    list
}

fn in_which_state() -> Vec<Attempt> {
    let mut list: Vec<_> = each(
        "2.3.1",
        OFFICER,
        Rule("request_not_open"),
        &[
            ("approve what is approved", "<approve decided>"),
            (
                "reject what is approved",
                "<reject decided | reason_code='card_expired'>",
            ),
            ("approve what waits for the member", "<approve returned>"),
            ("approve what is escalated", "<approve escalated>"),
            ("confirm what nobody escalated", "<confirm ready>"),
            ("overturn what is not approved", "<overturn ready>"),
            (
                "decide on a request that is none",
                "<approve ready | request_id=999999>",
            ),
        ],
    )
    .collect();
    list.extend(each(
        "2.3.1",
        OFFICER,
        Rule("checks_incomplete"),
        &[("approve without checks", "<approve unchecked>")],
    ));
    list.extend(each(
        "2.3.1",
        OFFICER,
        Rule("no_verified_call"),
        &[
            ("approve without a call", "<approve uncalled>"),
            ("approve while the call is running", "<approve running>"),
        ],
    ));
    list.push(attempt(
        "2.2.3",
        OFFICER,
        Rule("phone_changed"),
        "approve after the phone changed by another request",
        "<approve moved>",
    ));
    list.extend(each(
        "2.3.5",
        OFFICER,
        Rule("fraud_flag_open"),
        &[
            ("approve under a suspicion of fraud", "<approve flagged>"),
            (
                "reject under a suspicion of fraud",
                "<reject flagged | reason_code='card_expired'>",
            ),
            (
                "return under a suspicion of fraud",
                "<return flagged | reason_code='photo_blurred'>",
            ),
        ],
    ));
    list
}

fn on_what_evidence() -> Vec<Attempt> {
    let mut list: Vec<_> = each(
        "2.2.3",
        OFFICER,
        Rule("evidence_changed"),
        &[
            (
                "decide on another request's card",
                "<approve ready | id_card_sha256='{pending.card}'>",
            ),
            (
                "decide on another request's selfie",
                "<approve ready | selfie_sha256='{pending.selfie}'>",
            ),
            (
                "take card and selfie for each other",
                "<approve ready | id_card_sha256='{ready.selfie}'; selfie_sha256='{ready.card}'>",
            ),
            (
                "decide on photos that nobody sent",
                "<approve ready | id_card_sha256=repeat('0', 64)>",
            ),
            (
                "decide without naming a photo",
                "<approve ready | id_card_sha256=NULL>",
            ),
            (
                "decide on an older round of photos",
                "<approve ready | revision=0>",
            ),
            (
                "decide on a round that is yet to come",
                "<approve ready | revision=2>",
            ),
        ],
    )
    .collect();
    list.extend(each(
        "2.2.1",
        OFFICER,
        MISSING,
        &[
            ("decide without a round", "<approve ready | revision=NULL>"),
            ("decide without a kind", "<approve ready | kind=NULL>"),
            (
                "decide without a key",
                "<approve ready | idempotency_key=NULL>",
            ),
            ("decide without a note", "<approve ready | note=NULL>"),
        ],
    ));
    list.extend(each(
        "2.2.1",
        OFFICER,
        UNFIT,
        &[
            (
                "decide with an empty key",
                "<approve ready | idempotency_key=''>",
            ),
            ("decide in a way that there is not", "<annul ready>"),
            (
                "decide with a message that has no end",
                "<reject ready | reason_code='card_expired'; member_text=repeat('x', 1001)>",
            ),
        ],
    ));
    list
}

/// A statement that inserts two decisions on one request.
fn two(first: &str, second: &str) -> String {
    format!(
        "INSERT INTO desk.decision (request_id, kind, reason_code, note, revision, id_card_sha256,
                                    selfie_sha256, idempotency_key)
         SELECT {{ready}}, kind, reason, 'why', 1, '{{ready.card}}', '{{ready.selfie}}', kind || n
         FROM (VALUES (1, {first}), (2, {second})) AS two (n, kind, reason)"
    )
}

fn once() -> Vec<Attempt> {
    const USED: &str =
        "(SELECT idempotency_key FROM desk.decision_seen WHERE id = {decided.decision})";
    let (approve, reject) = ("'approve', NULL", "'reject', 'card_expired'");
    let escalate = "'escalate', NULL";
    let returned = "'return', 'photo_blurred'";
    let twice = [
        ("approve twice in one statement", two(approve, approve)),
        ("approve and reject in one statement", two(approve, reject)),
        ("reject and approve in one statement", two(reject, approve)),
        (
            "approve and return in one statement",
            two(approve, returned),
        ),
        (
            "approve and escalate in one statement",
            two(approve, escalate),
        ),
        (
            "escalate and reject in one statement",
            two(escalate, reject),
        ),
    ];
    let mut list: Vec<_> = twice
        .into_iter()
        .map(|(rule, sql)| attempt("2.3.1", OFFICER, Rule("request_not_open"), rule, sql))
        .collect();
    let again = format!("<reject ready | reason_code='card_expired'; idempotency_key={USED}>");
    let silently = format!("{again} ON CONFLICT DO NOTHING");
    let over = format!("{again} ON CONFLICT (idempotency_key) DO UPDATE SET note = 'x'");
    list.extend(each(
        "2.3.3",
        REVIEWERS,
        Rule("key_reused"),
        &[
            ("decide with a key that was used", &again),
            (
                "decide with a used key and pass over the conflict",
                &silently,
            ),
        ],
    ));
    list.extend(each(
        "16.4.2",
        REVIEWERS,
        DENIED,
        &[
            ("write over a decision by a used key", &over),
            (
                "read a note by way of RETURNING",
                "<approve ready> RETURNING note",
            ),
        ],
    ));
    list.push(attempt(
        "8.2.1",
        &[Supervisor],
        DENIED,
        "load decisions from the client, signed",
        "COPY desk.decision (request_id, kind, staff) FROM STDIN",
    ));
    list
}

#[tokio::test]
async fn decisions_withstand() {
    let list = attempts();
    Scene::of(&list).await.withstands(&list).await;
}
