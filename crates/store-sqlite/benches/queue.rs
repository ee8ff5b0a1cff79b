//! How long an officer waits for the list: pages, counts, searches and "take next", on a database
//! of 20 000 open requests.
//!
//! `cargo bench -p coe-store-sqlite` fills it with 200 000 requests of 200 000 members;
//! `COE_BENCH_TOTAL=1000000` makes it a million of each. Prints the median and the 95th percentile
//! and fails where the quality bars of the design are missed fivefold, so that a noisy machine does
//! not cry wolf and a lost index does not pass.

#![expect(
    clippy::print_stdout,
    reason = "the figures are what this program is for"
)]

use chrono::{DateTime, Utc};
use coe_domain::{RequestStatus, Risk, Role, StaffId};
use coe_store::{QueueFilter, QueueOrder, Store, Unit};
use coe_store_sqlite::{Options, SqliteStore};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, SqliteConnection};
use std::path::Path;
use std::time::{Duration, Instant};

const OPEN: u32 = 20_000;
const ROUNDS: usize = 200;

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
    for measure in MEASURES {
        let times = measure.take(&store).await;
        let (median, p95) = (times[ROUNDS / 2], times[ROUNDS * 95 / 100]);
        let bar = measure.bar_ms.map(Duration::from_millis);
        let shown = bar.map_or_else(String::new, |bar| format!("{bar:?}"));
        println!("{:<44}{median:>12.1?}{p95:>12.1?}{shown:>12}", measure.name);
        if bar.is_some_and(|bar| p95 > bar * 5) {
            missed.push(measure.name);
        }
    }
    assert!(missed.is_empty(), "missed the bar fivefold: {missed:?}");
}

struct Measure {
    name: &'static str,
    bar_ms: Option<u64>,
    what: What,
}

enum What {
    Page(QueueOrder, &'static [RequestStatus]),
    FarPage(usize),
    RiskPage,
    Unclaimed,
    Totals,
    Total,
    Search(&'static str),
    SearchPending(&'static str),
    Members(&'static str),
    TakeNext,
}

const PENDING: &[RequestStatus] = &[RequestStatus::Pending];
const CLOSED: &[RequestStatus] = &[
    RequestStatus::Approved,
    RequestStatus::Rejected,
    RequestStatus::Cancelled,
];

const fn measure(name: &'static str, bar_ms: u64, what: What) -> Measure {
    Measure {
        name,
        bar_ms: if bar_ms == 0 { None } else { Some(bar_ms) },
        what,
    }
}

const MEASURES: &[Measure] = &[
    measure(
        "page of 50, most urgent",
        1,
        What::Page(QueueOrder::Urgent, PENDING),
    ),
    measure("page of 50, 20 pages further", 1, What::FarPage(20)),
    measure("page of 50, 200 pages further", 1, What::FarPage(200)),
    measure(
        "page of 50, newest",
        1,
        What::Page(QueueOrder::Newest, PENDING),
    ),
    measure(
        "page of 50, riskiest",
        1,
        What::Page(QueueOrder::Risk, PENDING),
    ),
    measure(
        "page of 50, closed last",
        1,
        What::Page(QueueOrder::Closed, CLOSED),
    ),
    measure(
        "page of 50, every status",
        0,
        What::Page(QueueOrder::Urgent, &[]),
    ),
    measure("page of 50, high risk only", 1, What::RiskPage),
    measure("page of 50, unclaimed", 1, What::Unclaimed),
    measure("numbers on the tabs", 0, What::Totals),
    measure("how many are unclaimed", 0, What::Total),
    measure("search: request number", 1, What::Search("60-1-777")),
    measure("search: beginning of a number", 0, What::Search("60-1-")),
    measure("search: national ID", 1, What::Search("1000000000777")),
    measure("search: phone", 1, What::Search("0810000777")),
    measure("search: rare name", 20, What::Search("วิภาดารัตน์")),
    measure(
        "search: part of many names, pending",
        0,
        What::SearchPending("สมชาย"),
    ),
    measure("search: part of many names, all", 0, What::Search("สมชาย")),
    measure("members: number", 1, What::Members("300777")),
    measure("members: national ID", 1, What::Members("1000000000777")),
    measure("members: phone", 1, What::Members("0810000777")),
    measure("members: rare name", 20, What::Members("วิภาดารัตน์")),
    measure("members: part of many names", 20, What::Members("สมชาย")),
    measure("members: two letters", 0, What::Members("ภา")),
    measure("take next", 0, What::TakeNext),
];

impl Measure {
    async fn take(&self, store: &SqliteStore) -> Vec<Duration> {
        let mut cursor = None;
        if let What::FarPage(pages) = self.what {
            for _ in 0..pages {
                let mut unit = store.read().await.expect("reads");
                let filter = of(PENDING);
                let page = unit
                    .queue_page(&filter, QueueOrder::Urgent, cursor.as_deref(), 50)
                    .await;
                cursor = page.expect("a page").next;
            }
        }
        let mut times = Vec::with_capacity(ROUNDS);
        for round in 0..ROUNDS + 5 {
            let began = Instant::now();
            if matches!(self.what, What::TakeNext) {
                let mut unit = store.write().await.expect("writes");
                let by = StaffId(1 + i64::try_from(round % 2).expect("small"));
                unit.take_next(by, Role::Officer)
                    .await
                    .expect("answers")
                    .expect("something waits");
                unit.commit().await.expect("commits");
            } else {
                let mut unit = store.read().await.expect("reads");
                self.run(unit.as_mut(), cursor.as_deref()).await;
            }
            // The first rounds fill the caches.
            if round >= 5 {
                times.push(began.elapsed());
            }
        }
        times.sort();
        times
    }

    async fn run(&self, unit: &mut dyn Unit, cursor: Option<&str>) {
        let (filter, order) = match &self.what {
            What::Page(order, statuses) => (of(statuses), *order),
            What::FarPage(_) => (of(PENDING), QueueOrder::Urgent),
            What::RiskPage => (
                QueueFilter {
                    risk: Some(Risk::High),
                    ..of(PENDING)
                },
                QueueOrder::Urgent,
            ),
            What::Unclaimed => (
                QueueFilter {
                    unclaimed: true,
                    ..of(PENDING)
                },
                QueueOrder::Urgent,
            ),
            What::Search(text) => {
                let filter = QueueFilter {
                    search: Some((*text).to_owned()),
                    ..of(&[])
                };
                (filter, QueueOrder::Urgent)
            }
            What::SearchPending(text) => {
                let filter = QueueFilter {
                    search: Some((*text).to_owned()),
                    ..of(PENDING)
                };
                (filter, QueueOrder::Urgent)
            }
            What::Total => {
                let filter = QueueFilter {
                    unclaimed: true,
                    ..of(PENDING)
                };
                assert!(unit.queue_total(&filter).await.expect("counts") > 0);
                return;
            }
            What::Totals => {
                let (today, long_ago): (DateTime<Utc>, _) = (moment(1.0), moment(5.0));
                let totals = unit
                    .queue_totals(StaffId(1), today, long_ago)
                    .await
                    .expect("counts");
                assert!(totals.pending > 0);
                return;
            }
            What::Members(text) => {
                let found = unit.find_members(text, 20).await.expect("finds");
                assert!(!found.is_empty(), "{text}");
                return;
            }
            What::TakeNext => return,
        };
        let page = unit
            .queue_page(&filter, order, cursor, 50)
            .await
            .expect("a page");
        assert!(!page.rows.is_empty(), "{}", self.name);
    }
}

fn of(statuses: &[RequestStatus]) -> QueueFilter {
    QueueFilter {
        statuses: statuses.to_vec(),
        ..QueueFilter::default()
    }
}

/// So many days before the newest request of the made-up data.
fn moment(days_ago: f64) -> DateTime<Utc> {
    let seconds = 1_700_000_000.0 - days_ago * 86_400.0;
    DateTime::from_timestamp(seconds as i64, 0).expect("a moment")
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
