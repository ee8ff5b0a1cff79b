//! The portal, should somebody else speak in its place: it files, sends photos and takes back, and
//! nothing beyond.

use super::attempt::{Attempt, DENIED, MISSING, Outcome, Portal, Rule, UNFIT, Who, attempt, each};
use super::scene::Scene;

const PORTAL: &[Who] = &[Portal];

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list = filing();
    list.extend(photos());
    list.extend(afterwards());
    list
}

/// Files a request of the pending one's member, with other values.
fn file(replaced: &[(&'static str, &'static str)]) -> String {
    let mut values = vec![
        ("member_id", "{pending.member}"),
        ("stated_name", "'x'"),
        ("stated_national_id", "'1234567890121'"),
        ("old_phone", "'{pending.old}'"),
        ("new_phone", "'0899999999'"),
    ];
    for (column, value) in replaced {
        match values.iter_mut().find(|(known, _)| known == column) {
            Some(known) => known.1 = value,
            None => values.push((column, value)),
        }
    }
    let (columns, values): (Vec<_>, Vec<_>) = values.into_iter().unzip();
    format!(
        "INSERT INTO desk.change_request ({}) VALUES ({})",
        columns.join(", "),
        values.join(", ")
    )
}

fn filing() -> Vec<Attempt> {
    let with = |asvs, refused: Outcome, rule, column, value| {
        attempt(asvs, PORTAL, refused, rule, file(&[(column, value)]))
    };
    let not_its_to_give = [
        ("file a request that is approved", "status", "'approved'"),
        ("file a request with a number", "request_no", "'69-1-1'"),
        ("file a request of a later round", "revision", "2"),
        ("file a request that is held", "claimed_by", "{officer}"),
        ("file a request that goes first", "priority", "1000000"),
        (
            "file a request that restores another login",
            "login_state_before",
            "'enabled'",
        ),
        (
            "file a request with its effects written",
            "effects_applied_at",
            "now()",
        ),
        ("file a request that has waited", "waited", "'[[0, 1]]'"),
        ("file a request with a decision", "last_decision_id", "1"),
    ];
    let mut list: Vec<_> = not_its_to_give
        .into_iter()
        .map(|(rule, column, value)| with("15.3.3", DENIED, rule, column, value))
        .collect();
    list.extend([
        with(
            "2.2.3",
            Rule("phone_changed"),
            "file against another phone than the member's",
            "old_phone",
            "'0899999998'",
        ),
        with(
            "2.2.3",
            Rule("phone_changed"),
            "file against no phone at all",
            "old_phone",
            "NULL",
        ),
        with(
            "2.2.3",
            Rule("phone_changed"),
            "file for a member who is none",
            "member_id",
            "999999",
        ),
        with(
            "2.2.3",
            Rule("same_phone"),
            "ask for the phone that it is already",
            "new_phone",
            "'{pending.old}'",
        ),
        with(
            "2.2.1",
            Rule("append_only"),
            "file in the future",
            "submitted_at",
            "now() + interval '1 hour'",
        ),
        with(
            "2.2.1",
            Rule("append_only"),
            "file after all time",
            "submitted_at",
            "'infinity'",
        ),
        with(
            "2.2.1",
            Rule("append_only"),
            "file before all time",
            "submitted_at",
            "'-infinity'",
        ),
        with(
            "2.2.1",
            MISSING,
            "file at no moment",
            "submitted_at",
            "NULL",
        ),
        with(
            "2.2.1",
            UNFIT,
            "file with an ID that is no number",
            "stated_national_id",
            "'x'",
        ),
        with(
            "2.2.1",
            UNFIT,
            "ask for a phone that is no mobile",
            "new_phone",
            "'021234567'",
        ),
        with(
            "2.2.1",
            UNFIT,
            "file with a risk that there is not",
            "risk",
            "'none'",
        ),
        with("2.2.1", MISSING, "file with no risk", "risk", "NULL"),
    ]);
    list
}

/// Sends a photo of one byte, with other values.
fn photo(replaced: &[(&'static str, &'static str)]) -> String {
    let mut values = [
        ("request_id", "{returned}"),
        ("revision", "2"),
        ("kind", "'id_card'"),
        ("sha256", r"encode(sha256('\x00'), 'hex')"),
        ("byte_len", "1"),
        ("width", "1"),
        ("height", "1"),
        ("bytes", r"'\x00'"),
    ]
    .to_vec();
    for (column, value) in replaced {
        match values.iter_mut().find(|(known, _)| known == column) {
            Some(known) => known.1 = value,
            None => values.push((column, value)),
        }
    }
    let (columns, values): (Vec<_>, Vec<_>) = values.into_iter().unzip();
    format!(
        "INSERT INTO desk.request_image ({}) VALUES ({})",
        columns.join(", "),
        values.join(", ")
    )
}

fn photos() -> Vec<Attempt> {
    let changed = Rule("evidence_changed");
    let with = |asvs, refused: Outcome, rule, replaced: &[(&'static str, &'static str)]| {
        attempt(asvs, PORTAL, refused, rule, photo(replaced))
    };
    vec![
        with(
            "2.2.3",
            changed,
            "send a photo with a false digest",
            &[("sha256", "repeat('0', 64)")],
        ),
        with(
            "2.2.3",
            changed,
            "send a photo with a false size",
            &[("byte_len", "2")],
        ),
        with(
            "2.2.3",
            changed,
            "send a photo without bytes",
            &[("bytes", "NULL")],
        ),
        with(
            "2.3.1",
            changed,
            "send a second card for the same round",
            &[("request_id", "{pending}"), ("revision", "1")],
        ),
        attempt(
            "2.3.1",
            PORTAL,
            changed,
            "send a second card in one statement",
            format!("WITH one AS ({}) {}", photo(&[]), photo(&[])),
        ),
        with(
            "2.3.1",
            Rule("request_not_open"),
            "send a photo for a decided request",
            &[("request_id", "{decided}"), ("revision", "2")],
        ),
        with(
            "2.3.1",
            Rule("request_not_open"),
            "send a photo for a round that nobody asked for",
            &[("request_id", "{pending}"), ("revision", "2")],
        ),
        with(
            "2.3.1",
            Rule("request_not_open"),
            "send a photo for an escalated request",
            &[("request_id", "{escalated}"), ("revision", "2")],
        ),
        with(
            "15.3.3",
            DENIED,
            "send a photo that is purged",
            &[("purged_at", "now()")],
        ),
        with(
            "15.3.3",
            DENIED,
            "send a photo with a moment",
            &[("added_at", "now()")],
        ),
        attempt(
            "8.2.3",
            PORTAL,
            DENIED,
            "read a photo back by way of RETURNING",
            photo(&[]) + " RETURNING bytes",
        ),
        attempt(
            "16.4.2",
            PORTAL,
            DENIED,
            "put a photo over another",
            photo(&[])
                + " ON CONFLICT (request_id, revision, kind) DO UPDATE SET bytes = excluded.bytes",
        ),
    ]
}

fn afterwards() -> Vec<Attempt> {
    let mut list: Vec<_> = each(
        "2.3.1",
        PORTAL,
        Rule("request_not_open"),
        &[
            (
                "take back what is escalated",
                "SELECT desk.cancel({escalated})",
            ),
            ("take back what is decided", "SELECT desk.cancel({decided})"),
            (
                "take back a request that is none",
                "SELECT desk.cancel(NULL)",
            ),
            (
                "send new photos that nobody asked for",
                "SELECT desk.resubmit({pending})",
            ),
            (
                "send new photos for what is decided",
                "SELECT desk.resubmit({decided})",
            ),
        ],
    )
    .collect();
    list.extend([
        attempt(
            "2.3.5",
            PORTAL,
            Rule("fraud_flag_open"),
            "take back what is under suspicion",
            "SELECT desk.cancel({flagged})",
        ),
        attempt(
            "2.3.1",
            PORTAL,
            Rule("evidence_changed"),
            "go on without new photos",
            "SELECT desk.resubmit({returned})",
        ),
        attempt(
            "2.3.1",
            PORTAL,
            Rule("evidence_changed"),
            "go on with one new photo",
            "SELECT desk.resubmit({returned})",
        )
        .after(["BEGIN".to_owned(), photo(&[])]),
    ]);
    list.extend(each("8.2.1", PORTAL, DENIED, &[
        ("set a status past the functions",
         "UPDATE desk.change_request SET status = 'cancelled', closed_at = now() WHERE id = {pending}"),
        ("set a status by the view", "UPDATE desk.request_status SET status = 'approved'"),
        ("read who took a risk down", "SELECT high_risk_lifted_by FROM desk.change_request"),
        ("read the messages", "SELECT body FROM desk.sms_message"),
        ("read the people of the desk", "SELECT username FROM desk.staff"),
        ("read the reasons", "SELECT code FROM desk.reason_code"),
        ("send messages in the dispatcher's place", "SELECT desk.take_due_messages('x', 1)"),
    ]));
    list
}

#[tokio::test]
async fn the_portal_withstands() {
    let list = attempts();
    Scene::of(&list).await.withstands(&list).await;
}
