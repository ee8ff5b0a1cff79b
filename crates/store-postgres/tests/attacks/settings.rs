//! Settings: who changes them, and which values would switch a rule off.

use super::attempt::{
    Attempt, DENIED, Dispatcher, EVERYBODY, MISSING, Officer, Outsider, Portal, Refused,
    Supervisor, Support, UNFIT, Who, attempt, each,
};
use super::scene::Scene;

const SUPERVISOR: &[Who] = &[Supervisor];

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list: Vec<_> = each(
        "8.2.1",
        &[Officer, Support, Portal, Dispatcher, Outsider],
        DENIED,
        &[
            (
                "make claims last longer",
                "SELECT desk.put_setting('claim_lease_seconds', '86400')",
            ),
            (
                "have photos purged sooner",
                "SELECT desk.put_setting('retention_days', '1')",
            ),
        ],
    )
    .collect();
    list.extend(each(
        "8.2.1",
        EVERYBODY,
        DENIED,
        &[
            (
                "write a setting past the function that says who did",
                "UPDATE desk.setting SET value = '1' WHERE key = 'retention_days'",
            ),
            (
                "write a setting in a colleague's name",
                "INSERT INTO desk.setting (key, value, changed_by) VALUES ('x', '1', {colleague})",
            ),
            ("delete a setting", "DELETE FROM desk.setting"),
            ("empty the settings", "TRUNCATE desk.setting"),
        ],
    ));
    list.extend(each(
        "2.3.2",
        SUPERVISOR,
        UNFIT,
        &[
            (
                "let claims last no time at all",
                "SELECT desk.put_setting('claim_lease_seconds', '0')",
            ),
            (
                "let claims end before they begin",
                "SELECT desk.put_setting('claim_lease_seconds', '-900')",
            ),
            (
                "let claims last too short for a call",
                "SELECT desk.put_setting('claim_lease_seconds', '59')",
            ),
            (
                "let claims last for years",
                "SELECT desk.put_setting('claim_lease_seconds', '100000000')",
            ),
            (
                "let claims last no number of seconds",
                r#"SELECT desk.put_setting('claim_lease_seconds', '"long"')"#,
            ),
            (
                "let claims last nothing",
                "SELECT desk.put_setting('claim_lease_seconds', 'null')",
            ),
            (
                "purge photos at once",
                "SELECT desk.put_setting('retention_days', '0')",
            ),
            (
                "purge photos before they came",
                "SELECT desk.put_setting('retention_days', '-1')",
            ),
            (
                "never lock an idle window",
                "SELECT desk.put_setting('idle_lock_minutes', '0')",
            ),
            (
                "want requests decided in no time",
                "SELECT desk.put_setting('sla_minutes', '0')",
            ),
        ],
    ));
    list.extend([
        attempt(
            "2.2.1",
            SUPERVISOR,
            MISSING,
            "set nothing",
            "SELECT desk.put_setting('x', NULL)",
        ),
        attempt(
            "2.2.1",
            SUPERVISOR,
            MISSING,
            "set something without a name",
            "SELECT desk.put_setting(NULL, '1')",
        ),
        attempt(
            "2.2.1",
            SUPERVISOR,
            Refused("22P02"),
            "set what is no JSON",
            "SELECT desk.put_setting('x', '{oops')",
        ),
    ]);
    list
}

#[tokio::test]
async fn settings_withstand() {
    let list = attempts();
    Scene::of(&list).await.withstands(&list).await;
}
