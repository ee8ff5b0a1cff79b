//! The chain over the audit log: a place for every event, once, and seals on its end. What the hashes mean is
//! not the database's to know.

use crate::harness::Harness;
use crate::world::{World, change, look, refused};
use coe_domain::AuditEventId;
use coe_store::{ChainTail, Hash, Link, LoggedEvent, Seal, StoreError};

const ALL: u32 = 10_000;

fn hash_of(number: u64) -> Hash {
    let mut hash = Hash([7; 32]);
    hash.0[..8].copy_from_slice(&number.to_be_bytes());
    hash
}

/// Links for events behind the tail, and the seal over them.
fn sealing(tail: &ChainTail, events: &[LoggedEvent]) -> (Vec<Link>, Seal) {
    let links: Vec<_> = events
        .iter()
        .zip(tail.events + 1..)
        .map(|(event, position)| Link {
            position,
            event: event.id,
            body_hash: hash_of(1000 + position),
            chain_hash: hash_of(position),
        })
        .collect();
    let last = links.last().expect("something waits");
    let seal = Seal {
        sealed_at_ms: tail.now.timestamp_millis(),
        event: last.event,
        events: last.position,
        chain_hash: last.chain_hash.to_string(),
        caught_up: true,
        key_id: "a key".to_owned(),
        public_key: "public".to_owned(),
        signature: "signed".to_owned(),
    };
    (links, seal)
}

async fn what_waits(world: &World, limit: u32) -> (ChainTail, Vec<LoggedEvent>) {
    let mut unit = world.write().await;
    let tail = unit.chain_tail().await.expect("tells");
    let events = unit.unsealed_events(limit).await.expect("tells");
    unit.rollback().await.expect("rolls back");
    (tail, events)
}

async fn seals(world: &World, limit: u32) -> (Vec<Link>, Seal) {
    let (tail, events) = what_waits(world, limit).await;
    let (links, seal) = sealing(&tail, &events);
    change!(world, unit => unit.append_seal(&links, &seal)).expect("appends");
    (links, seal)
}

pub(crate) async fn events_wait_until_they_have_a_place(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    let told = world.events(&filed).await;
    let (tail, waiting) = what_waits(&world, ALL).await;
    assert_eq!((tail.events, tail.chain_hash), (0, None));
    assert!(
        waiting.windows(2).all(|pair| pair[0].id < pair[1].id),
        "those that have waited longest come first"
    );
    for event in &told {
        let logged = waiting
            .iter()
            .find(|logged| logged.id == event.id)
            .expect("every event waits");
        assert_eq!(logged.at_ms, event.at.timestamp_millis());
        assert_eq!(logged.action, event.action.as_bytes());
        assert_eq!(
            (logged.actor, logged.request_id, logged.member_id),
            (event.actor, event.request_id, event.member_id)
        );
        let detail = std::str::from_utf8(&logged.detail).expect("UTF-8");
        for (key, value) in &event.detail {
            assert!(
                detail.contains(key) && detail.contains(value),
                "whole: {key}"
            );
        }
    }
    let unlinked = look!(world, unit => unit.unlinked_events_after(AuditEventId(0), ALL));
    assert_eq!(unlinked.len(), waiting.len());
    assert!(unlinked.iter().all(|event| event.waits));
    assert_eq!(
        what_waits(&world, 3).await.1,
        waiting[..3],
        "in portions too"
    );
    let size = look!(world, unit => unit.chain_size());
    assert_eq!((size.links, size.waiting), (0, waiting.len() as u64));
}

pub(crate) async fn what_is_sealed_comes_back_as_it_was(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world.ready().await;
    let (_, all) = what_waits(&world, ALL).await;
    let (first, first_seal) = seals(&world, 5).await;
    let (second, second_seal) = seals(&world, ALL).await;
    let (tail, waiting) = what_waits(&world, ALL).await;
    assert!(waiting.is_empty(), "each has its place");
    assert_eq!(tail.events, all.len() as u64);
    assert_eq!(
        tail.chain_hash.map(|hash| hash.to_string()),
        Some(second_seal.chain_hash.clone())
    );
    let database = look!(world, unit => unit.database_id());
    assert_eq!(database, tail.database);
    assert_eq!(database.0.len(), 32);

    let linked = look!(world, unit => unit.links_after(0, ALL));
    let links: Vec<_> = linked.iter().map(|linked| linked.link).collect();
    assert_eq!(links, [first.clone(), second].concat());
    let events: Vec<_> = linked
        .into_iter()
        .filter_map(|linked| linked.event)
        .collect();
    assert_eq!(events, all, "each link with its event");
    let behind = look!(world, unit => unit.links_after(3, 2));
    let positions: Vec<_> = behind.iter().map(|linked| linked.link.position).collect();
    assert_eq!(positions, [4, 5]);
    let unlinked = look!(world, unit => unit.unlinked_events_after(AuditEventId(0), ALL));
    assert!(unlinked.is_empty());

    let stored = look!(world, unit => unit.seals_after(0, ALL));
    let told: Vec<_> = stored.iter().map(|stored| stored.seal.clone()).collect();
    assert_eq!(told, [first_seal, second_seal]);
    assert_eq!(
        look!(world, unit => unit.last_seal()),
        stored.last().cloned()
    );
    assert_eq!(
        look!(world, unit => unit.seals_after(stored[0].id, ALL)),
        stored[1..]
    );
}

pub(crate) async fn two_sealers_do_not_fork_the_chain(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world.ready().await;
    assert!(look!(world, unit => unit.last_seal()).is_none());
    let (tail, events) = what_waits(&world, 4).await;
    let (links, seal) = sealing(&tail, &events);
    seals(&world, 2).await;
    let late = change!(world, unit => unit.append_seal(&links, &seal));
    assert!(matches!(late, Err(StoreError::Conflict)), "{late:?}");
    let size = look!(world, unit => unit.chain_size());
    assert_eq!(size.links, 2, "nothing of the slower one was written");
    seals(&world, 4).await;
    assert_eq!(look!(world, unit => unit.chain_size()).links, 6);
}

pub(crate) async fn an_event_gets_one_place(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world.ready().await;
    let (_, first) = what_waits(&world, 3).await;
    seals(&world, 3).await;
    let (tail, mut events) = what_waits(&world, 3).await;
    events.push(first[0].clone());
    let (links, seal) = sealing(&tail, &events);
    refused!(
        change!(world, unit => unit.append_seal(&links, &seal)),
        AppendOnly,
        "an event that has a place gets no other"
    );
    let size = look!(world, unit => unit.chain_size());
    assert_eq!(size.links, 3, "whole or not at all");
}

pub(crate) async fn a_seal_is_of_now(harness: &dyn Harness) {
    let world = World::new(harness).await;
    world.ready().await;
    let (tail, events) = what_waits(&world, 3).await;
    let (links, mut seal) = sealing(&tail, &events);
    for minutes in [-2, 2] {
        seal.sealed_at_ms = tail.now.timestamp_millis() + minutes * 60_000;
        refused!(
            change!(world, unit => unit.append_seal(&links, &seal)),
            AppendOnly,
            "{minutes} minutes off"
        );
    }
}

pub(crate) async fn a_rolled_back_event_waits_for_nothing(harness: &dyn Harness) {
    let world = World::new(harness).await;
    let filed = world.ready().await;
    let (_, before) = what_waits(&world, ALL).await;
    let mut unit = world.write().await;
    unit.add_note(filed.id, "never mind", world.officer)
        .await
        .expect("adds");
    unit.rollback().await.expect("rolls back");
    assert_eq!(what_waits(&world, ALL).await.1, before);
}
