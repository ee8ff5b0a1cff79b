//! How long an officer waits for the list: what to measure on a database of many requests, the same for
//! every engine. A bench of the backend fills the database and prints what comes out.
//!
//! The made-up data: [`OPEN`] open requests, each of a member of its own, numbered from 1, with names
//! that many share and one that few have (see `benches/fill.sql` of the backends).

use chrono::{DateTime, Utc};
use coe_domain::{RequestStatus, Risk, Role, StaffId};
use coe_store::{QueueFilter, QueueOrder, Store, Unit};
use std::time::{Duration, Instant};

/// Open requests of the made-up data.
pub const OPEN: u32 = 20_000;
const ROUNDS: usize = 200;

/// What one measure came to.
#[derive(Debug, Clone, Copy)]
pub struct Figure {
    /// What was measured.
    pub name: &'static str,
    /// Half of the answers came within this time.
    pub median: Duration,
    /// 95 of 100 answers came within this time.
    pub p95: Duration,
    /// The quality bar of the design for `p95`, where there is one.
    pub bar: Option<Duration>,
}

impl Figure {
    /// Whether the bar is missed fivefold: a noisy machine must not cry wolf, and a lost index must not
    /// pass.
    #[must_use]
    pub fn is_far_off(&self) -> bool {
        self.bar.is_some_and(|bar| self.p95 > bar * 5)
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            name, median, p95, ..
        } = self;
        let bar = self.bar.map_or_else(String::new, |bar| format!("{bar:?}"));
        write!(f, "{name:<44}{median:>12.1?}{p95:>12.1?}{bar:>12}")
    }
}

/// Takes every measure that only reads, one after the other. The store may be one person's.
pub async fn take_reading(store: &dyn Store, tell: impl FnMut(Figure)) {
    take(
        store,
        MEASURES.iter().filter(|measure| !measure.writes()),
        tell,
    )
    .await;
}

/// Takes the others. The store acts for the people 1 and 2.
pub async fn take_writing(store: &dyn Store, tell: impl FnMut(Figure)) {
    take(
        store,
        MEASURES.iter().filter(|measure| measure.writes()),
        tell,
    )
    .await;
}

async fn take(
    store: &dyn Store,
    measures: impl Iterator<Item = &Measure>,
    mut tell: impl FnMut(Figure),
) {
    for measure in measures {
        let times = measure.take(store).await;
        tell(Figure {
            name: measure.name,
            median: times[ROUNDS / 2],
            p95: times[ROUNDS * 95 / 100],
            bar: measure.bar_ms.map(Duration::from_millis),
        });
    }
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
    fn writes(&self) -> bool {
        matches!(self.what, What::TakeNext)
    }

    async fn take(&self, store: &dyn Store) -> Vec<Duration> {
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
