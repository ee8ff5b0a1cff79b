//! Proof that the queue is never sorted to find a page, and that counts read indexes only.

use super::select::Selection;
use crate::{Options, SqliteStore};
use coe_domain::{RequestStatus, Risk};
use coe_store::cursor::Position;
use coe_store::{QueueFilter, QueueOrder, Scope};
use sqlx::{AssertSqlSafe, Connection, QueryBuilder, Row, SqliteConnection};
use strum::VariantArray;

async fn explain(connection: &mut SqliteConnection, sql: &str) -> String {
    let rows = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
        .fetch_all(connection)
        .await
        .unwrap();
    let steps: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
    steps.join("\n")
}

#[tokio::test]
async fn pages_and_counts_use_their_index() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.sqlite");
    SqliteStore::create(&path, &Options::for_seeding())
        .await
        .unwrap()
        .close()
        .await;
    let url = format!("sqlite://{}", path.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();

    let everything = QueueFilter::default();
    let filters = [
        everything.clone(),
        QueueFilter {
            unclaimed: true,
            ..everything.clone()
        },
        QueueFilter {
            filed_from: Some(chrono::DateTime::UNIX_EPOCH),
            ..everything.clone()
        },
        QueueFilter {
            filed_before: Some(chrono::DateTime::UNIX_EPOCH),
            ..everything.clone()
        },
        QueueFilter {
            risk: Some(Risk::High),
            ..everything
        },
    ];
    let after = Position {
        first: 0,
        second: 1_700_000_000_000,
        id: 7,
    };
    for filter in &filters {
        let selection = Selection::new(filter, None, 0);
        for order in [
            QueueOrder::Urgent,
            QueueOrder::Newest,
            QueueOrder::Risk,
            QueueOrder::Closed,
        ] {
            for status in RequestStatus::VARIANTS {
                for after in [None, Some(after)] {
                    let scope = Scope::Ordered(*status);
                    let mut query = QueryBuilder::new("");
                    selection.ids(&mut query, &scope, order, after, 51);
                    let plan = explain(&mut connection, query.sql().as_str()).await;
                    let told = format!("{order:?} {status} {after:?} {filter:?}:\n{plan}");
                    assert!(
                        plan.contains("USING INDEX") || plan.contains("COVERING"),
                        "{told}"
                    );
                    assert!(plan.contains("status=?"), "{told}");
                    assert!(!plan.contains("TEMP B-TREE"), "{told}");
                    assert!(!plan.contains("SCAN"), "{told}");
                }
            }
        }
    }
    let plan = explain(&mut connection, include_str!("totals.sql")).await;
    for step in plan.lines().filter(|step| step.contains("change_request")) {
        assert!(
            step.contains("COVERING INDEX"),
            "a count reads no row: {step}"
        );
    }
}
