//! Narrowing the queue, and counting it.

use super::queue::{ORDERS, ids, mixture, of, walk};
use crate::harness::Harness;
use crate::world::{World, change, look};
use chrono::TimeDelta;
use coe_domain::{DecisionKind, RequestStatus, Risk};
use coe_store::{QueueFilter, QueueOrder};

pub(crate) async fn filters_narrow_it(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let all = mixture(&world).await;
    let mut requests = Vec::new();
    for filed in &all {
        requests.push(world.the_request(filed.id).await);
    }
    let (middle, early) = (requests[8].submitted_at, requests[14].submitted_at);
    let everything = QueueFilter::default();
    for status in [
        RequestStatus::Pending,
        RequestStatus::Rejected,
        RequestStatus::Escalated,
    ] {
        for filter in [
            of(status),
            QueueFilter {
                risk: Some(Risk::High),
                ..of(status)
            },
            QueueFilter {
                filed_from: Some(middle),
                ..of(status)
            },
            QueueFilter {
                filed_before: Some(middle),
                ..of(status)
            },
            QueueFilter {
                filed_from: Some(early),
                filed_before: Some(middle),
                ..everything.clone()
            },
            QueueFilter {
                statuses: vec![status, RequestStatus::Returned],
                ..everything.clone()
            },
            QueueFilter {
                statuses: vec![status, status],
                risk: Some(Risk::Low),
                ..everything.clone()
            },
        ] {
            let mut wanted: Vec<_> = requests
                .iter()
                .filter(|r| filter.statuses.is_empty() || filter.statuses.contains(&r.status))
                .filter(|r| filter.risk.is_none_or(|risk| r.risk == risk))
                .filter(|r| filter.filed_from.is_none_or(|from| r.submitted_at >= from))
                .filter(|r| {
                    filter
                        .filed_before
                        .is_none_or(|before| r.submitted_at < before)
                })
                .map(|r| r.id)
                .collect();
            wanted.sort();
            for order in ORDERS {
                let mut found = ids(&world, &filter, order).await;
                found.sort();
                assert_eq!(found, wanted, "{filter:?} in {order:?}");
                let small = walk(&world, &filter, order, 2).await;
                assert_eq!(small.len(), wanted.len(), "{filter:?} in {order:?} by two");
            }
        }
    }
}

pub(crate) async fn mine_and_unclaimed_follow_live_claims(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let mut filed = Vec::new();
    for _ in 0..4 {
        filed.push(world.filed().await);
    }
    world.claims(&filed[0], world.officer).await;
    world.claims(&filed[1], world.officer).await;
    world.claims(&filed[2], world.colleague).await;
    let mine = QueueFilter {
        claimed_by: Some(world.officer),
        ..QueueFilter::default()
    };
    let free = QueueFilter {
        unclaimed: true,
        ..of(RequestStatus::Pending)
    };
    assert_eq!(
        ids(&world, &mine, QueueOrder::Urgent).await,
        [filed[0].id, filed[1].id]
    );
    assert_eq!(
        walk(&world, &mine, QueueOrder::Urgent, 1).await.len(),
        2,
        "page by page"
    );
    assert_eq!(ids(&world, &free, QueueOrder::Urgent).await, [filed[3].id]);
    world.pass(10).await;
    change!(world, unit => unit.renew_claim(filed[0].id, world.officer)).expect("answers");
    world.pass(10).await;
    assert_eq!(ids(&world, &mine, QueueOrder::Urgent).await, [filed[0].id]);
    assert_eq!(
        ids(&world, &free, QueueOrder::Urgent).await.len(),
        3,
        "expired ones are free"
    );
}

pub(crate) async fn the_numbers_on_the_tabs_are_true(harness: &dyn Harness) {
    let world = World::new(harness).await;
    mixture(&world).await;
    let now = world.now().await;
    world.pass(120).await;
    let approved = world.ready().await;
    world
        .decides(&approved, DecisionKind::Approve, world.officer)
        .await;
    let held = world.filed().await;
    world.claims(&held, world.officer).await;
    let returned = world.filed().await;
    world.claims(&returned, world.colleague).await;
    world
        .decides(&returned, DecisionKind::Return, world.colleague)
        .await;
    let images = world.form(returned.member).await.images;
    change!(world, unit => unit.add_revision(returned.id, &images)).expect("takes new photos");
    let since = now + TimeDelta::hours(1);
    let totals = look!(world, unit => unit.queue_totals(world.officer, since, since));
    let count = |status| {
        let world = &world;
        async move { look!(world, unit => unit.queue_total(&of(status))) }
    };
    assert_eq!(totals.pending, count(RequestStatus::Pending).await);
    assert_eq!(totals.returned, count(RequestStatus::Returned).await);
    assert_eq!(totals.escalated, count(RequestStatus::Escalated).await);
    let closed = QueueFilter {
        statuses: vec![
            RequestStatus::Approved,
            RequestStatus::Rejected,
            RequestStatus::Cancelled,
        ],
        ..QueueFilter::default()
    };
    assert_eq!(
        totals.closed,
        look!(world, unit => unit.queue_total(&closed))
    );
    assert_eq!((totals.mine, totals.closed_since), (1, 1));
    let early = QueueFilter {
        filed_before: Some(since),
        ..of(RequestStatus::Pending)
    };
    let early = look!(world, unit => unit.queue_total(&early));
    assert_eq!(
        totals.filed_before, early,
        "none of these was ever returned"
    );
    let later = world.now().await + TimeDelta::hours(1);
    let totals = look!(world, unit => unit.queue_totals(world.supervisor, later, later));
    assert_eq!((totals.mine, totals.closed_since), (0, 0));
    assert_eq!(
        totals.filed_before,
        totals.pending - 1,
        "a returned one is never overdue here"
    );
}
