//! The queue, page by page.

use crate::harness::Harness;
use crate::world::{Filed, World, change, look};
use chrono::TimeDelta;
use coe_domain::{DecisionKind, LicenceNumber, RequestId, RequestStatus, Risk};
use coe_store::{NewAppointment, NewRequest, QueueFilter, QueueItem, QueueOrder, StoreError};

pub(crate) const ORDERS: [QueueOrder; 4] = [
    QueueOrder::Urgent,
    QueueOrder::Newest,
    QueueOrder::Risk,
    QueueOrder::Closed,
];

/// Walks all pages.
pub(crate) async fn walk(
    world: &World,
    filter: &QueueFilter,
    order: QueueOrder,
    limit: u32,
) -> Vec<QueueItem> {
    let mut rows = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = look!(world, unit => unit.queue_page(filter, order, after.as_deref(), limit));
        assert!(
            page.rows.len() <= limit as usize,
            "no page is longer than asked for"
        );
        assert!(
            page.next.is_none() || page.rows.len() == limit as usize,
            "only full pages go on"
        );
        rows.extend(page.rows);
        match page.next {
            Some(next) => after = Some(next),
            None => return rows,
        }
    }
}

pub(crate) async fn ids(world: &World, filter: &QueueFilter, order: QueueOrder) -> Vec<RequestId> {
    let rows = walk(world, filter, order, 50).await;
    let total = look!(world, unit => unit.queue_total(filter));
    assert_eq!(
        total,
        rows.len() as u64,
        "the total counts what the pages hold"
    );
    rows.into_iter().map(|row| row.id).collect()
}

pub(crate) fn of(status: RequestStatus) -> QueueFilter {
    QueueFilter {
        statuses: vec![status],
        ..QueueFilter::default()
    }
}

/// Requests in every status and of every risk; some at the very same moment.
pub(crate) async fn mixture(world: &World) -> Vec<Filed> {
    let mut all = Vec::new();
    for n in 0..16_usize {
        let member = world.member().await;
        let submitted_at = world.now().await - TimeDelta::hours(10 * (n as i64 / 3));
        let risk = [Risk::Low, Risk::Medium, Risk::High][n % 3];
        let form = NewRequest {
            submitted_at,
            risk,
            ..world.form(member).await
        };
        let filed = world.files(&form).await;
        world.desk.set_priority(filed.id, (n as i64 / 5) % 2).await;
        let kind = match n % 8 {
            1 => Some(DecisionKind::Return),
            2 | 6 => Some(DecisionKind::Reject),
            3 => Some(DecisionKind::Escalate),
            _ => None,
        };
        if let Some(kind) = kind {
            world.claims(&filed, world.officer).await;
            world.decides(&filed, kind, world.officer).await;
        } else if n % 8 == 4 {
            change!(world, unit => unit.cancel_request(filed.id)).expect("is taken back");
        }
        all.push(filed);
    }
    all
}

pub(crate) async fn an_empty_one_has_an_empty_page(harness: &dyn Harness) {
    let world = World::new(harness).await;
    for order in ORDERS {
        let filter = QueueFilter::default();
        let page = look!(world, unit => unit.queue_page(&filter, order, None, 10));
        assert!(page.rows.is_empty() && page.next.is_none());
    }
    assert_eq!(
        look!(world, unit => unit.queue_total(&QueueFilter::default())),
        0
    );
}

pub(crate) async fn a_row_shows_what_the_list_needs(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    let member = world.the_member(filed.member).await;
    for text in ["กย.100", "กย.200"] {
        let licence = LicenceNumber::parse(text).expect("a licence number");
        change!(world, unit => unit.add_licence(filed.member, &licence)).expect("adds");
    }
    let row = || async {
        walk(&world, &QueueFilter::default(), QueueOrder::Urgent, 5)
            .await
            .remove(0)
    };
    let seen = row().await;
    assert_eq!((seen.id, seen.request_no), (filed.id, filed.no));
    assert_eq!(
        (seen.name_th, seen.name_en),
        (member.name_th.full(), member.name_en.full())
    );
    assert_eq!(
        (seen.member_no, seen.new_phone),
        (member.member_no, filed.new_phone.clone())
    );
    assert_eq!(
        seen.licence.map(String::from).as_deref(),
        Some("กย.100"),
        "the first one"
    );
    assert_eq!(
        (seen.holder, seen.call_at, seen.closed_at),
        (None, None, None)
    );
    world.claims(&filed, world.officer).await;
    let at = world.now().await + TimeDelta::hours(1);
    for hours in [3, 1, 2] {
        let new = NewAppointment {
            request_id: filed.id,
            at: at + TimeDelta::hours(hours),
            channel: coe_domain::CallChannel::Line,
            link: None,
            by: world.officer,
        };
        change!(world, unit => unit.schedule_call(&new)).expect("makes an appointment");
    }
    let seen = row().await;
    assert_eq!(seen.holder, Some((world.officer, "ANONG".to_owned())));
    let next = (at + TimeDelta::hours(1)).timestamp_millis();
    assert_eq!(
        seen.call_at.map(|at| at.timestamp_millis()),
        Some(next),
        "the next appointment"
    );
    world.pass(16).await;
    assert_eq!(row().await.holder, None, "an expired claim holds nothing");
}

pub(crate) async fn pages_hold_each_row_once_in_order(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let all = mixture(&world).await;
    let everything = QueueFilter::default();
    for order in ORDERS {
        let rows = walk(&world, &everything, order, 100).await;
        assert_eq!(rows.len(), all.len(), "{order:?}");
        for limit in [1, 3, 4, 8, 16] {
            let pages = walk(&world, &everything, order, limit).await;
            assert_eq!(
                pages, rows,
                "{order:?} by {limit}: no row twice, none left out"
            );
        }
    }
}

pub(crate) async fn each_order_is_what_it_says(harness: &dyn Harness) {
    let world = World::new(harness).await;
    mixture(&world).await;
    let mut requests = Vec::new();
    for id in ids(&world, &QueueFilter::default(), QueueOrder::Newest).await {
        requests.push(world.the_request(id).await);
    }
    for order in ORDERS {
        let mut wanted = requests.clone();
        match order {
            QueueOrder::Urgent => wanted.sort_by_key(|r| (-r.priority, r.submitted_at, r.id)),
            QueueOrder::Risk => {
                wanted.sort_by_key(|r| (std::cmp::Reverse(r.risk), r.submitted_at, r.id));
            }
            QueueOrder::Newest => {
                wanted.sort_by_key(|r| (std::cmp::Reverse(r.submitted_at), -r.id.0));
            }
            QueueOrder::Closed => {
                wanted.sort_by_key(|r| (std::cmp::Reverse(r.closed_at), -r.id.0));
            }
        }
        let wanted: Vec<_> = wanted.iter().map(|request| request.id).collect();
        assert_eq!(
            ids(&world, &QueueFilter::default(), order).await,
            wanted,
            "{order:?}"
        );
    }
}

pub(crate) async fn a_full_last_page_has_no_next(harness: &dyn Harness) {
    let world = World::new(harness).await;
    for _ in 0..4 {
        world.filed().await;
    }
    let filter = QueueFilter::default();
    let page = |after: Option<String>, limit| {
        let (world, filter) = (&world, &filter);
        async move {
            look!(world, unit => unit.queue_page(filter, QueueOrder::Urgent, after.as_deref(), limit))
        }
    };
    let exact = page(None, 4).await;
    assert_eq!(
        (exact.rows.len(), exact.next),
        (4, None),
        "exactly one page"
    );
    let first = page(None, 2).await;
    assert!(first.next.is_some());
    let last = page(first.next, 2).await;
    assert_eq!(
        (last.rows.len(), last.next),
        (2, None),
        "the last page is full, and the last"
    );
    let none = page(None, 0).await;
    assert!(none.rows.is_empty());
}

pub(crate) async fn what_happens_between_pages_moves_nothing(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let mut filed = Vec::new();
    for _ in 0..6 {
        filed.push(world.filed().await);
        world.pass(1).await;
    }
    let filter = of(RequestStatus::Pending);
    let order = QueueOrder::Urgent;
    let first = look!(world, unit => unit.queue_page(&filter, order, None, 3));
    // The row that the cursor stands on goes, one before it goes, one after it comes.
    change!(world, unit => unit.cancel_request(filed[2].id)).expect("is taken back");
    change!(world, unit => unit.cancel_request(filed[0].id)).expect("is taken back");
    let late = world.filed().await;
    let second = look!(world, unit => unit.queue_page(&filter, order, first.next.as_deref(), 3));
    let seen: Vec<_> = second.rows.iter().map(|row| row.id).collect();
    assert_eq!(
        seen,
        [filed[3].id, filed[4].id, filed[5].id],
        "none twice, none left out"
    );
    let third = look!(world, unit => unit.queue_page(&filter, order, second.next.as_deref(), 3));
    assert_eq!(
        third.rows.iter().map(|row| row.id).collect::<Vec<_>>(),
        [late.id]
    );
}

pub(crate) async fn a_made_up_cursor_is_told_from_a_real_one(harness: &dyn Harness) {
    let world = World::new(harness).await;
    for _ in 0..3 {
        world.filed().await;
    }
    let filter = QueueFilter::default();
    let page = look!(world, unit => unit.queue_page(&filter, QueueOrder::Urgent, None, 1));
    let real = page.next.expect("there is more");
    let mut unit = world.read().await;
    let changed = format!(
        "{}{}",
        &real[..real.len() - 1],
        if real.ends_with('0') { '1' } else { '0' }
    );
    for cursor in ["", "x", "1", "' OR 1=1", "ก", changed.as_str()] {
        let result = unit
            .queue_page(&filter, QueueOrder::Urgent, Some(cursor), 1)
            .await;
        assert!(matches!(result, Err(StoreError::BadCursor)), "{cursor}");
    }
    let other = unit
        .queue_page(&filter, QueueOrder::Newest, Some(&real), 1)
        .await;
    assert!(
        matches!(other, Err(StoreError::BadCursor)),
        "a cursor of another order"
    );
}
