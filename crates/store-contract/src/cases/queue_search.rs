//! Searching the queue.

use super::queue::{ORDERS, ids, walk};
use crate::harness::Harness;
use crate::world::{World, change, phone};
use chrono::TimeDelta;
use coe_domain::member::Member;
use coe_domain::{LicenceNumber, NationalId, PersonName, RequestId, RequestStatus};
use coe_store::{NewRequest, QueueFilter, QueueOrder};

fn search(text: &str) -> QueueFilter {
    QueueFilter {
        search: Some(text.to_owned()),
        ..QueueFilter::default()
    }
}

async fn found(world: &World, text: &str) -> Vec<RequestId> {
    ids(world, &search(text), QueueOrder::Urgent).await
}

pub(crate) async fn finds_by_each_exact_key(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let person = Member {
        national_id: NationalId::parse("1234567890121").expect("an ID"),
        phone: phone(61_311_613),
        ..world.somebody()
    };
    let member = world.add(&person).await;
    let licence = LicenceNumber::parse("กย.123456").expect("a licence number");
    change!(world, unit => unit.add_licence(member, &licence)).expect("adds a licence");
    let filed = world.files(&world.form(member).await).await;
    for _ in 0..3 {
        world.filed().await;
    }
    for text in [
        filed.no.to_string(),
        format!(" {} ", filed.no),
        person.member_no,
        "1-2345-67890-12-1".to_owned(),
        "กย 123456".to_owned(),
        "+66 861 311 613".to_owned(),
    ] {
        assert_eq!(found(&world, &text).await, [filed.id], "{text}");
    }
    for text in [
        "1-2345-67890-12-2",
        "กย.654321",
        "0800000000",
        "99-1-1",
        "123",
    ] {
        assert!(found(&world, text).await.is_empty(), "{text}");
    }
}

pub(crate) async fn finds_by_part_of_a_name(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let person = Member {
        name_th: PersonName::new("นาง", "วิภาดา", "ทองคำ"),
        name_en: PersonName::new("Mrs.", "Wipada", "Thongkham"),
        ..world.somebody()
    };
    let member = world.add(&person).await;
    let first = world.files(&world.form(member).await).await;
    world.pass(1).await;
    let second = world.files(&world.form(member).await).await;
    world.filed().await;
    for text in [
        "วิภา",
        "ทองค\u{0E4D}\u{0E32}",
        "thong",
        "WIPADA",
        "ดา",
        "วิภาดา ทอง",
    ] {
        assert_eq!(
            found(&world, text).await,
            [first.id, second.id],
            "{text}: all of a member"
        );
    }
    assert!(found(&world, "ไม่มี").await.is_empty());
    assert!(found(&world, "100%").await.is_empty());
}

pub(crate) async fn finds_by_the_beginning_of_a_number(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let now = world.now().await;
    let mut numbers = Vec::new();
    for days in [0, 0, 40, 80] {
        let member = world.member().await;
        let submitted_at = now - TimeDelta::days(days);
        let form = NewRequest {
            submitted_at,
            ..world.form(member).await
        };
        numbers.push(world.files(&form).await);
    }
    let this_month = format!(
        "{:02}-{}-",
        numbers[0].no.year_be() % 100,
        numbers[0].no.month()
    );
    assert_eq!(
        found(&world, &this_month).await,
        [numbers[0].id, numbers[1].id]
    );
    let exact = numbers[2].no.to_string();
    assert_eq!(
        found(&world, &exact).await,
        [numbers[2].id],
        "a whole number is exact"
    );
}

pub(crate) async fn goes_with_filters_orders_and_pages(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let mut all = Vec::new();
    for _ in 0..5 {
        all.push(world.filed().await);
        world.pass(1).await;
    }
    change!(world, unit => unit.cancel_request(all[1].id)).expect("is taken back");
    let pending = QueueFilter {
        statuses: vec![RequestStatus::Pending],
        ..search("สมชาย")
    };
    let wanted = [all[0].id, all[2].id, all[3].id, all[4].id];
    assert_eq!(ids(&world, &pending, QueueOrder::Urgent).await, wanted);
    // Two letters are searched in another way than three.
    let short = QueueFilter {
        search: Some("ชา".to_owned()),
        ..pending
    };
    assert_eq!(ids(&world, &short, QueueOrder::Urgent).await, wanted);
    for order in ORDERS {
        assert_eq!(
            walk(&world, &short, order, 3).await.len(),
            4,
            "{order:?} by three"
        );
        let rows = walk(&world, &search("สมชาย"), order, 50).await;
        assert_eq!(rows.len(), 5);
        assert_eq!(
            walk(&world, &search("สมชาย"), order, 2).await,
            rows,
            "{order:?} by two"
        );
    }
}

pub(crate) async fn an_empty_search_is_none(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.filed().await;
    for text in ["", "   ", "\u{200B}"] {
        assert_eq!(found(&world, text).await, [filed.id]);
    }
}
