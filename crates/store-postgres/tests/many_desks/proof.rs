//! The evening: are the books right, and are they what the desks believe?

use crate::databases;
use crate::ledger::{End, Ledger};
use crate::office::Office;
use crate::rules::{ALL, PREPARE};
use coe_domain::DecisionKind;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::collections::BTreeMap;

/// A row of `decision`: key, id, request, kind, person.
type Row = (String, i64, i64, String, i64);

/// Panics with the rule that is broken and the first rows that break it.
pub(crate) async fn is_right(office: &Office, ledger: &Ledger) {
    let mut superuser = databases::superuser(&office.database).await;
    sqlx::raw_sql(PREPARE)
        .execute(&mut superuser)
        .await
        .expect("the superuser may");
    for (rule, broken_by) in ALL {
        let broken: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT broken::text FROM ({broken_by}) AS broken LIMIT 5"
        )))
        .fetch_all(&mut superuser)
        .await
        .unwrap_or_else(|error| panic!("{rule}: {error}"));
        assert!(broken.is_empty(), "{rule}; but {broken:?}");
    }
    let filed: i64 = sqlx::query_scalar("SELECT count(*) FROM desk.change_request")
        .fetch_one(&mut superuser)
        .await
        .expect("counts");
    let again = ledger.filed_again();
    assert!(again > 0, "some members filed again after an approval");
    assert_eq!(
        usize::try_from(filed),
        Ok(office.requests + again),
        "nothing was filed twice, and nothing that nobody knows of"
    );
    believed(&mut superuser, ledger).await;
    superuser.close().await.expect("closes");
}

/// What a desk believes to have decided is there once, and nothing else is.
async fn believed(superuser: &mut PgConnection, ledger: &Ledger) {
    let rows: Vec<Row> =
        sqlx::query_as("SELECT idempotency_key, id, request_id, kind, staff FROM desk.decision")
            .fetch_all(superuser)
            .await
            .expect("reads");
    let count = rows.len();
    let mut made: BTreeMap<String, Row> =
        rows.into_iter().map(|row| (row.0.clone(), row)).collect();
    assert_eq!(made.len(), count, "no key is there twice");
    for (key, intent) in ledger.intents().iter() {
        match (&intent.end, made.remove(key)) {
            (End::Done(id), Some((_, row, request, kind, staff))) => assert_eq!(
                (id.0, intent.request.0, intent.kind, intent.staff.0),
                (
                    row,
                    request,
                    kind.parse::<DecisionKind>().expect("a kind"),
                    staff
                ),
                "{key} is what was meant"
            ),
            (End::Refused, None) => {}
            (end, made) => panic!("{key} is believed to be {end:?}, and there is {made:?}"),
        }
    }
    assert!(made.is_empty(), "nobody meant to decide {made:?}");
}
