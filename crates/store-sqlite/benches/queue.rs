//! How long an officer waits for the list, on a database of 20 000 open requests.
//!
//! `cargo bench -p coe-store-sqlite` fills it with 200 000 requests of 200 000 members;
//! `COE_BENCH_TOTAL=1000000` makes it a million of each. Prints the median and the 95th percentile
//! and fails where a quality bar of the design is missed fivefold.

#![expect(
    clippy::print_stdout,
    reason = "the figures are what this program is for"
)]

use coe_store_contract::figures::{self, OPEN};
use coe_store_sqlite::{Options, SqliteStore};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, SqliteConnection};
use std::path::Path;
use std::time::Instant;

#[tokio::main]
async fn main() {
    let total = std::env::var("COE_BENCH_TOTAL")
        .ok()
        .and_then(|text| text.parse().ok());
    let total: u32 = total.unwrap_or(200_000).max(OPEN);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.sqlite");
    let store = SqliteStore::create(&path, &Options::for_seeding())
        .await
        .expect("a database");
    let began = Instant::now();
    fill(&path, total).await;
    println!(
        "{total} requests ({OPEN} open), {total} members: filled in {:.1?}",
        began.elapsed()
    );
    println!("{:<44}{:>12}{:>12}{:>12}", "", "median", "p95", "bar");
    let mut missed = Vec::new();
    let mut tell = |figure: figures::Figure| {
        println!("{figure}");
        missed.extend(figure.is_far_off().then_some(figure.name));
    };
    figures::take_reading(&store, &mut tell).await;
    figures::take_writing(&store, &mut tell).await;
    assert!(missed.is_empty(), "missed the bar fivefold: {missed:?}");
}

/// Makes up members and requests. The rules are taken off for it: they would want a call and seven
/// checks for each of the closed ones.
async fn fill(path: &Path, total: u32) {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .pragma("synchronous", "OFF");
    let mut db = options.connect().await.expect("connects");
    let rules: Vec<(String, String)> = sqlx::query_as(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'member_search%'",
    )
    .fetch_all(&mut db)
    .await
    .expect("reads");
    run(&mut db, "BEGIN").await;
    for (name, _) in &rules {
        run(&mut db, &format!("DROP TRIGGER {name}")).await;
    }
    for statement in include_str!("fill.sql").split(";\n") {
        run(
            &mut db,
            &statement
                .replace(":total", &total.to_string())
                .replace(":open", &OPEN.to_string()),
        )
        .await;
    }
    for (_, sql) in &rules {
        run(&mut db, sql).await;
    }
    run(&mut db, "COMMIT").await;
}

async fn run(db: &mut SqliteConnection, sql: &str) {
    if !sql.trim().is_empty() {
        sqlx::query(AssertSqlSafe(sql.to_owned()))
            .execute(db)
            .await
            .expect("runs");
    }
}
