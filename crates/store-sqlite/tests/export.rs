//! Reading a whole file for a move.

mod support;

use coe_store::StoreError;
use coe_store::transfer::{TABLES, TransferRow, Value};
use coe_store_contract::Harness;
use coe_store_contract::world::World;
use coe_store_sqlite::{Export, ExportError, Portion};
use std::collections::BTreeSet;
use support::{SqliteHarness, stranger};

const ALL: Portion = Portion {
    rows: 1000,
    bytes: 1 << 20,
};

/// What is not moved, and why.
const LEFT: &[&str] = &[
    // The engine's own, and what it derives.
    "_sqlx_migrations",
    "member_search",
    "member_search_config",
    "member_search_data",
    "member_search_docsize",
    "member_search_idx",
    "request_tally",
    "sqlite_sequence",
    // The other database has its own clock, and needs no numbers to walk with.
    "desk_clock",
    "desk_number",
    // Passwords and what stands for them.
    "remembered_device",
    "staff.password_hash",
    // Who runs now, and what waits for an answer that is under way: gone with the last of them.
    "dispatcher",
    "sms_report",
    // Written anew from the events without a link.
    "audit_unsealed",
    // Tells the guards who asks; the server knows.
    "change_request.claim_released_by",
];

#[tokio::test]
async fn every_column_is_moved_or_left_on_purpose() {
    let harness = SqliteHarness::new();
    let _desk = harness.fresh().await;
    let mut connection = stranger(&harness.path(0)).await;
    let columns: Vec<(String, String)> = sqlx::query_as(
        "SELECT t.name, c.name
         FROM sqlite_master AS t
         JOIN pragma_table_info(t.name) AS c
         WHERE t.type = 'table'",
    )
    .fetch_all(&mut connection)
    .await
    .expect("reads the schema");
    let left = |table: &str, column: &str| {
        LEFT.contains(&table) || LEFT.contains(&format!("{table}.{column}").as_str())
    };
    let found: BTreeSet<_> = columns
        .into_iter()
        .filter(|(table, column)| !left(table, column))
        .map(|(table, column)| format!("{table}.{column}"))
        .collect();
    let moved: BTreeSet<_> = TABLES
        .iter()
        .flat_map(|table| table.columns.iter().map(move |column| (table, column)))
        .map(|(table, column)| format!("{}.{}", table.name, column.name))
        .collect();
    let differs: Vec<_> = found.symmetric_difference(&moved).collect();
    assert!(
        differs.is_empty(),
        "moved or there, and not both: {differs:?}"
    );
}

#[tokio::test]
async fn rows_come_in_portions_in_the_order_of_their_key() {
    let harness = SqliteHarness::new();
    let world = World::new(&harness).await;
    let filed = world.ready().await;
    world.ready().await;
    let mut export = Export::open(&harness.path(0)).await.expect("opens");
    for table in TABLES {
        let whole = export.rows(table, None, ALL).await.expect("reads");
        assert_eq!(
            whole.len() as u64,
            export.count(table).await.expect("counts")
        );
        let few = Portion {
            rows: 2,
            bytes: 1 << 20,
        };
        let mut pieces: Vec<TransferRow> = Vec::new();
        loop {
            let rows = export.rows(table, pieces.last(), few).await.expect("reads");
            if rows.is_empty() {
                break;
            }
            assert!(rows.len() <= 2);
            pieces.extend(rows);
        }
        assert_eq!(pieces, whole, "{}", table.name);
    }
    // Another program may write meanwhile; it is not seen, and told in the end.
    let notes = TABLES.iter().find(|table| table.name == "note");
    let notes = notes.expect("notes are moved");
    let before = export.count(notes).await.expect("counts");
    let mut unit = world.write().await;
    unit.add_note(filed.id, "later", world.officer)
        .await
        .expect("notes");
    unit.commit().await.expect("commits");
    assert_eq!(export.count(notes).await.expect("counts"), before);
    assert!(export.close().await.expect("closes"));
}

#[tokio::test]
async fn a_photo_that_was_exchanged_is_not_moved() {
    let harness = SqliteHarness::new();
    let world = World::new(&harness).await;
    world.filed().await;
    let mut connection = stranger(&harness.path(0)).await;
    let triggers: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'request_image'",
    )
    .fetch_all(&mut connection)
    .await
    .expect("reads the schema");
    for trigger in triggers {
        sqlx::query(sqlx::AssertSqlSafe(format!("DROP TRIGGER {trigger}")))
            .execute(&mut connection)
            .await
            .expect("who may write the file may do so");
    }
    sqlx::query("UPDATE request_image SET bytes = x'00' WHERE id = 2")
        .execute(&mut connection)
        .await
        .expect("and this");
    let mut export = Export::open(&harness.path(0)).await.expect("opens");
    let photos = TABLES.iter().find(|table| table.name == "request_image");
    let refused = export
        .rows(photos.expect("photos are moved"), None, ALL)
        .await;
    assert!(
        matches!(
            refused,
            Err(StoreError::BadRow {
                table: "request_image",
                column: "bytes",
                row: 2
            })
        ),
        "{refused:?}"
    );
}

#[tokio::test]
async fn another_schema_is_not_read() {
    let harness = SqliteHarness::new();
    let desk = harness.fresh().await;
    drop(desk);
    let path = harness.path(0);
    let mut connection = stranger(&path).await;
    let change = async |connection: &mut sqlx::SqliteConnection, sql| {
        sqlx::query(sql)
            .execute(connection)
            .await
            .expect("changes the file");
    };
    change(
        &mut connection,
        "UPDATE _sqlx_migrations SET version = 9999 WHERE version = 1",
    )
    .await;
    assert!(matches!(
        Export::open(&path).await,
        Err(ExportError::Store(StoreError::NewerSchema {
            found: 9999,
            ..
        }))
    ));
    change(
        &mut connection,
        "DELETE FROM _sqlx_migrations WHERE version > 5",
    )
    .await;
    assert!(matches!(
        Export::open(&path).await,
        Err(ExportError::OlderSchema { found: 5, .. })
    ));
    let missing = Export::open(&path.with_extension("missing")).await;
    assert!(matches!(
        missing,
        Err(ExportError::Store(StoreError::Unreachable))
    ));
    assert!(
        !path.with_extension("missing").exists(),
        "looking makes no file"
    );
}

#[test]
fn a_value_shows_nothing_of_itself() {
    let row = TransferRow(vec![Value::Text("0812345678".to_owned())]);
    assert!(!format!("{row:?}").contains("0812345678"));
}
