//! The chain over the log: the dispatcher appends to it, supervisors read it, and nobody changes it.

use super::attempt::{
    Answers, Attempt, DENIED, Dispatcher, EVERYBODY, Officer, Outsider, Portal, Refused, Rule,
    Supervisor, Support, UNFIT, Who, attempt, each,
};
use super::scene::Scene;

const DISPATCHER: &[Who] = &[Dispatcher];
const NO_DISPATCHERS: &[Who] = &[Officer, Supervisor, Support, Portal, Outsider];
const NO_SUPERVISORS: &[Who] = &[Officer, Support, Portal, Dispatcher, Outsider];

/// Seals one event. Nothing is sealed yet on the scene.
fn seal(after: u32, event: &str, hash: &str, at: &str) -> String {
    format!(
        "SELECT desk.append_seal({after}, ARRAY[{event}]::bigint[], ARRAY[{hash}]::bytea[],
                                 ARRAY[{hash}]::bytea[], {at}, true, 'k', 'p', 's')"
    )
}

pub(crate) fn attempts() -> Vec<Attempt> {
    const HASH: &str = "sha256('x')";
    const NOW: &str = "desk.clock()";
    const WAITING: &str =
        "(SELECT min(id) FROM desk.unsealed_events(1000) WHERE request_id = {ready})";
    let mut list: Vec<_> = each(
        "16.4.2",
        EVERYBODY,
        DENIED,
        &[
            (
                "give an event a place in the chain by hand",
                "INSERT INTO desk.audit_link (position, event_id, body_hash, chain_hash)
          VALUES (1, 1, sha256('x'), sha256('x'))",
            ),
            (
                "change a link of the chain",
                "UPDATE desk.audit_link SET body_hash = sha256('x')",
            ),
            (
                "take a link out of the chain",
                "DELETE FROM desk.audit_link",
            ),
            ("empty the chain", "TRUNCATE desk.audit_link"),
            (
                "keep an event from being sealed",
                "DELETE FROM desk.audit_unsealed",
            ),
            (
                "let an event wait for a second place",
                "INSERT INTO desk.audit_unsealed (event_id) VALUES (1)",
            ),
            (
                "change a seal",
                "UPDATE desk.audit_seal SET signature = 'x'",
            ),
            (
                "make this another database",
                "UPDATE desk.database_identity SET database_id = repeat('0', 32)",
            ),
            (
                "keep everybody from sealing",
                "SELECT 1 FROM desk.database_identity FOR UPDATE",
            ),
        ],
    )
    .collect();
    list.extend(each("16.4.2", NO_DISPATCHERS, DENIED, &[
        ("seal the log in the dispatcher's place",
         "SELECT desk.append_seal(0, ARRAY[1], ARRAY[sha256('x')], ARRAY[sha256('x')], now(), true,
                                  'k', 'p', 's')"),
        ("read the log by the sealer's function", "SELECT * FROM desk.unsealed_events(10)"),
        ("ask where the chain ends in the dispatcher's place", "SELECT * FROM desk.chain_tail()"),
    ]));
    list.extend(each(
        "8.2.1",
        NO_SUPERVISORS,
        DENIED,
        &[
            ("read the chain", "SELECT * FROM desk.audit_link"),
            ("read the seals", "SELECT * FROM desk.audit_seal"),
            (
                "read what waits for a seal",
                "SELECT * FROM desk.audit_unsealed",
            ),
        ],
    ));
    list.extend(each(
        "8.2.1",
        DISPATCHER,
        DENIED,
        &[
            (
                "read the log past the sealer's function",
                "SELECT * FROM desk.audit_event",
            ),
            (
                "read the log through the view",
                "SELECT * FROM desk.audit_event_seen",
            ),
        ],
    ));
    list.extend([
        attempt(
            "16.4.2",
            DISPATCHER,
            Rule("append_only"),
            "seal an event that does not wait",
            seal(0, "999999999", HASH, NOW),
        ),
        attempt(
            "16.4.2",
            DISPATCHER,
            Refused("23505"),
            "seal an event twice",
            format!(
                "SELECT desk.append_seal(0, ARRAY[e, e], ARRAY[{HASH}, {HASH}],
                                                 ARRAY[{HASH}, {HASH}], {NOW}, true, 'k', 'p', 's')
                         FROM {WAITING} AS w (e)"
            ),
        ),
        attempt(
            "16.4.2",
            DISPATCHER,
            Rule("append_only"),
            "date a seal back",
            seal(0, WAITING, HASH, "desk.clock() - interval '1 hour'"),
        ),
        attempt(
            "16.4.2",
            DISPATCHER,
            Rule("append_only"),
            "date a seal ahead",
            seal(0, WAITING, HASH, "desk.clock() + interval '1 hour'"),
        ),
        attempt(
            "16.4.2",
            DISPATCHER,
            Refused("40001"),
            "leave a gap in the chain",
            seal(5, WAITING, HASH, NOW),
        ),
        attempt(
            "2.2.1",
            DISPATCHER,
            UNFIT,
            "seal with a hash that is none",
            seal(0, WAITING, "'\\x00'", NOW),
        ),
        attempt(
            "2.3.1",
            DISPATCHER,
            Answers(""),
            "seal nothing",
            format!(
                "SELECT desk.append_seal(0, '{{}}', '{{}}', '{{}}', {NOW}, true, 'k', 'p', 's')"
            ),
        ),
        attempt(
            "16.4.2",
            &[Officer, Support],
            Rule("role_not_allowed"),
            "note the export of a checkpoint",
            "SELECT desk.note_event('checkpoint.exported', NULL, NULL, '{}')",
        ),
    ]);
    list
}

#[tokio::test]
async fn seals_withstand() {
    let list = attempts();
    Scene::of(&list).await.withstands(&list).await;
}
