//! How long an officer waits for the list, on a database of 20 000 open requests.
//!
//! `cargo bench -p coe-store-postgres --bench queue` fills it with 200 000 requests of 200 000 members;
//! `COE_BENCH_TOTAL=1000000` makes it a million of each. Prints the median and the 95th percentile
//! and fails where a quality bar of the design is missed fivefold. The officer connects as an officer:
//! the figures hold rights, views and row-level security.

#![expect(
    clippy::print_stdout,
    reason = "the figures are what this program is for"
)]

#[path = "../tests/support/databases.rs"]
mod databases;

use coe_store_contract::figures::{self, OPEN};
use coe_store_postgres::{Acting, Credentials, Options, PgStore};
use std::time::Instant;

#[tokio::main]
async fn main() {
    let total = std::env::var("COE_BENCH_TOTAL")
        .ok()
        .and_then(|text| text.parse().ok());
    let total: u32 = total.unwrap_or(200_000).max(OPEN);
    let database = databases::fresh_database().await;
    let began = Instant::now();
    let mut owner = databases::superuser(&database).await;
    let script = include_str!("fill.sql")
        .replace(":total", &total.to_string())
        .replace(":open", &OPEN.to_string());
    sqlx::raw_sql(sqlx::AssertSqlSafe(script))
        .execute(&mut owner)
        .await
        .expect("fills the database");
    databases::cluster()
        .query(&database, "VACUUM ANALYZE")
        .expect("looks at what there is");
    println!(
        "{total} requests ({OPEN} open), {total} members: filled in {:.1?}",
        began.elapsed()
    );
    let officers = ["bench_anong", "bench_boonmee"];
    // Taking the next request is the doing of two people in turn.
    let anyone = as_anyone(&database).await;
    let credentials = Credentials {
        username: officers[0].to_owned(),
        password: "bench".to_owned(),
    };
    let store = PgStore::connect(
        &databases::server(&database),
        &credentials,
        &Options::default(),
    )
    .await
    .expect("an officer connects");
    println!("{:<44}{:>12}{:>12}{:>12}", "", "median", "p95", "bar");
    let mut missed = Vec::new();
    let mut tell = |figure: figures::Figure| {
        println!("{figure}");
        missed.extend(figure.is_far_off().then_some(figure.name));
    };
    figures::take_reading(&store, &mut tell).await;
    figures::take_writing(&anyone, &mut tell).await;
    assert!(missed.is_empty(), "missed the bar fivefold: {missed:?}");
}

/// A store that acts for whomever a function names.
async fn as_anyone(database: &str) -> PgStore {
    let superuser = Credentials {
        username: databases::cluster().superuser().to_owned(),
        password: String::new(),
    };
    let options = Options {
        acting: Acting::Anyone {
            role_prefix: String::new(),
        },
        ..Options::default()
    };
    PgStore::connect(&databases::server(database), &superuser, &options)
        .await
        .expect("connects")
}
