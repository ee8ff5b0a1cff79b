//! Whatever is changed in a sealed log is found, down to the single bit.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_audit::{Anchors, Checkpoint, Finding, SealingKey, Verdict, seal_portion, verify};
use coe_domain::{AuditEventId, MemberId, RequestId, Rng, StaffId};
use coe_store::{
    ChainRepository, ChainSize, ChainTail, DatabaseId, Link, LinkedEvent, LoggedEvent, Seal,
    SealRepository, StoreResult, StoredSeal, UnlinkedEvent,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// A log in memory, which its owner may change as they like.
#[derive(Clone)]
struct Log {
    events: BTreeMap<i64, LoggedEvent>,
    waiting: Vec<i64>,
    links: Vec<Link>,
    seals: Vec<StoredSeal>,
}

const NOW: i64 = 1_790_000_000_000;

fn database() -> DatabaseId {
    DatabaseId("00112233445566778899aabbccddeeff".to_owned())
}

#[async_trait]
impl ChainRepository for Log {
    async fn database_id(&mut self) -> StoreResult<DatabaseId> {
        Ok(database())
    }

    async fn chain_size(&mut self) -> StoreResult<ChainSize> {
        Ok(ChainSize {
            links: self.links.len() as u64,
            waiting: self.waiting.len() as u64,
        })
    }

    async fn links_after(&mut self, position: u64, limit: u32) -> StoreResult<Vec<LinkedEvent>> {
        let mut links = self.links.clone();
        links.sort_by_key(|link| link.position);
        let behind = links.into_iter().filter(|link| link.position > position);
        Ok(behind
            .take(limit as usize)
            .map(|link| LinkedEvent {
                link,
                event: self.events.get(&link.event.0).cloned(),
            })
            .collect())
    }

    async fn unlinked_events_after(
        &mut self,
        id: AuditEventId,
        limit: u32,
    ) -> StoreResult<Vec<UnlinkedEvent>> {
        let unlinked = self
            .events
            .values()
            .filter(|event| event.id > id && !self.links.iter().any(|link| link.event == event.id));
        Ok(unlinked
            .take(limit as usize)
            .map(|event| UnlinkedEvent {
                event: event.clone(),
                waits: self.waiting.contains(&event.id.0),
            })
            .collect())
    }

    async fn seals_after(&mut self, id: i64, limit: u32) -> StoreResult<Vec<StoredSeal>> {
        let behind = self.seals.iter().filter(|seal| seal.id > id);
        Ok(behind.take(limit as usize).cloned().collect())
    }

    async fn last_seal(&mut self) -> StoreResult<Option<StoredSeal>> {
        Ok(self.seals.last().cloned())
    }
}

#[async_trait]
impl SealRepository for Log {
    async fn chain_tail(&mut self) -> StoreResult<ChainTail> {
        Ok(ChainTail {
            database: database(),
            events: self.links.len() as u64,
            chain_hash: self.links.last().map(|link| link.chain_hash),
            now: DateTime::<Utc>::from_timestamp_millis(NOW).expect("a moment"),
        })
    }

    async fn unsealed_events(&mut self, limit: u32) -> StoreResult<Vec<LoggedEvent>> {
        let waiting = self.waiting.iter().take(limit as usize);
        Ok(waiting
            .filter_map(|id| self.events.get(id).cloned())
            .collect())
    }

    async fn append_seal(&mut self, links: &[Link], seal: &Seal) -> StoreResult<i64> {
        self.links.extend_from_slice(links);
        self.waiting
            .retain(|id| links.iter().all(|link| link.event.0 != *id));
        let id = self.seals.len() as i64 + 1;
        self.seals.push(StoredSeal {
            id,
            seal: seal.clone(),
        });
        Ok(id)
    }
}

/// Draws the same bytes each time.
struct Dice(u8);

impl Rng for Dice {
    fn fill(&self, out: &mut [u8]) {
        out.fill(self.0);
    }
}

fn event(number: i64) -> LoggedEvent {
    LoggedEvent {
        id: AuditEventId(number * 3),
        at_ms: NOW + number * 1000,
        actor: (number % 3 != 0).then_some(StaffId(number % 3)),
        action: format!("action.{}", number % 5).into_bytes(),
        request_id: (number % 2 == 0).then_some(RequestId(number / 4)),
        member_id: (number % 4 == 0).then_some(MemberId(number / 8)),
        detail: format!("{{\"kind\":\"id_card\",\"n\":{number}}}").into_bytes(),
    }
}

async fn sealed(events: i64, portion: u32, key: &SealingKey) -> Log {
    let mut log = Log {
        events: (1..=events)
            .map(|number| (number * 3, event(number)))
            .collect(),
        waiting: (1..=events).map(|number| number * 3).collect(),
        links: Vec::new(),
        seals: Vec::new(),
    };
    while seal_portion(&mut log, key, portion)
        .await
        .expect("seals")
        .is_some()
    {}
    log
}

async fn judged(log: &mut Log, anchors: &Anchors) -> Verdict {
    verify(log, anchors, &mut |_| ControlFlow::Continue(()))
        .await
        .expect("reads")
}

fn flip(bytes: &mut [u8], bit: usize) {
    let bit = bit % (bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
}

fn flip_text(text: &mut String, bit: usize) -> bool {
    let mut bytes = text.clone().into_bytes();
    flip(&mut bytes, bit);
    // The columns hold texts.
    String::from_utf8(bytes)
        .map(|flipped| *text = flipped)
        .is_ok()
}

fn flip_number(number: i64, bit: usize) -> i64 {
    number ^ (1 << (bit % 64))
}

/// Changes one bit of one value. `false` where a database could not hold the change.
fn change(log: &mut Log, row: usize, column: usize, bit: usize) -> bool {
    let row_of = |len: usize| row % len;
    match column {
        0..=6 => {
            let at = row_of(log.events.len());
            let id = *log.events.keys().nth(at).expect("a row");
            let mut event = log.events.remove(&id).expect("a row");
            match column {
                0 => event.id.0 = flip_number(event.id.0, bit),
                1 => event.at_ms = flip_number(event.at_ms, bit),
                2 => event.actor = event.actor.map(|id| StaffId(flip_number(id.0, bit))),
                3 => flip(&mut event.action, bit),
                4 => {
                    event.request_id = event.request_id.map(|id| RequestId(flip_number(id.0, bit)))
                }
                5 => event.member_id = event.member_id.map(|id| MemberId(flip_number(id.0, bit))),
                _ => flip(&mut event.detail, bit),
            }
            let empty = match column {
                2 => event.actor.is_none(),
                4 => event.request_id.is_none(),
                5 => event.member_id.is_none(),
                _ => false,
            };
            !empty && log.events.insert(event.id.0, event).is_none()
        }
        7..=10 => {
            let at = row_of(log.links.len());
            let link = &mut log.links[at];
            match column {
                7 => link.position ^= 1 << (bit % 63),
                8 => link.event.0 = flip_number(link.event.0, bit),
                9 => flip(&mut link.body_hash.0, bit),
                _ => flip(&mut link.chain_hash.0, bit),
            }
            let (position, event) = (link.position, link.event);
            let mut others = log.links.iter().enumerate().filter(|(n, _)| *n != at);
            position > 0
                && others.all(|(_, other)| other.position != position && other.event != event)
        }
        _ => {
            let at = row_of(log.seals.len());
            let seal = &mut log.seals[at].seal;
            match column {
                11 => seal.sealed_at_ms = flip_number(seal.sealed_at_ms, bit),
                12 => seal.event.0 = flip_number(seal.event.0, bit),
                13 => seal.events ^= 1 << (bit % 63),
                14 => return flip_text(&mut seal.chain_hash, bit),
                15 => seal.caught_up = !seal.caught_up,
                16 => return flip_text(&mut seal.key_id, bit),
                17 => return flip_text(&mut seal.public_key, bit),
                _ => return flip_text(&mut seal.signature, bit),
            }
            seal.events > 0
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_bit_that_changes_is_found(row in 0_usize..1000, column in 0_usize..19, bit in 0_usize..4096) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let key = SealingKey::draw(&Dice(7));
            let mut log = sealed(20, 6, &key).await;
            let anchors = Anchors { keys: vec![key.public()], checkpoints: Vec::new() };
            prop_assert!(matches!(judged(&mut log, &anchors).await, Verdict::Intact(_)));
            if change(&mut log, row, column, bit) {
                prop_assert!(
                    matches!(judged(&mut log, &anchors).await, Verdict::Broken { .. }),
                    "column {column} of row {row}, bit {bit}"
                );
            }
            Ok(())
        })?;
    }
}

#[tokio::test]
async fn a_sealed_log_is_intact_and_says_what_it_covers() {
    let key = SealingKey::draw(&Dice(7));
    let mut log = sealed(2500, 1000, &key).await;
    let checkpoint = Checkpoint::of(database(), log.seals[1].seal.clone()).expect("a checkpoint");
    let text = checkpoint.text().expect("a text");
    assert_eq!(Checkpoint::parse(&text).expect("comes back"), checkpoint);
    let anchors = Anchors {
        keys: Vec::new(),
        checkpoints: vec![checkpoint],
    };
    let mut steps = Vec::new();
    let verdict = verify(&mut log, &anchors, &mut |step| {
        steps.push(step.done);
        ControlFlow::Continue(())
    })
    .await
    .expect("reads");
    let Verdict::Intact(coverage) = verdict else {
        panic!("{verdict:?}");
    };
    assert_eq!((coverage.events, coverage.seals), (2500, 3));
    assert_eq!(coverage.unsealed, 0);
    assert!(coverage.keys.iter().all(|key| key.trusted));
    assert_eq!(steps, [0, 1000, 2000, 2500]);
}

#[tokio::test]
async fn whoever_watches_may_end_it() {
    let key = SealingKey::draw(&Dice(7));
    let mut log = sealed(10, 10, &key).await;
    let verdict = verify(&mut log, &Anchors::default(), &mut |_| {
        ControlFlow::Break(())
    })
    .await;
    assert_eq!(verdict.expect("reads"), Verdict::Stopped);
}

#[tokio::test]
async fn a_changed_checkpoint_is_none() {
    let key = SealingKey::draw(&Dice(7));
    let log = sealed(10, 20, &key).await;
    let checkpoint = Checkpoint::of(database(), log.seals[0].seal.clone()).expect("a checkpoint");
    let text = checkpoint.text().expect("a text");
    for (from, to) in [
        ("\"events\": 10", "\"events\": 9"),
        ("aabb", "aabc"),
        (": true", ": false"),
    ] {
        assert!(text.contains(from), "{text}");
        assert!(
            Checkpoint::parse(&text.replace(from, to)).is_err(),
            "{from}"
        );
    }
}

#[tokio::test]
async fn a_log_of_another_database_is_told() {
    let key = SealingKey::draw(&Dice(7));
    let mut log = sealed(10, 10, &key).await;
    let mut other = log.seals[0].seal.clone();
    other.events = 4;
    assert!(Checkpoint::of(database(), other.clone()).is_err());
    let elsewhere = DatabaseId("ffeeddccbbaa99887766554433221100".to_owned());
    // The same key seals two databases.
    let mut there = Elsewhere(log.clone(), elsewhere.clone());
    there.0.waiting = there.0.events.keys().copied().collect();
    there.0.links.clear();
    there.0.seals.clear();
    seal_portion(&mut there, &key, 100).await.expect("seals");
    let checkpoint =
        Checkpoint::of(elsewhere, there.0.seals[0].seal.clone()).expect("a checkpoint");
    let anchors = Anchors {
        keys: Vec::new(),
        checkpoints: vec![checkpoint],
    };
    let Verdict::Broken { findings, .. } = judged(&mut log, &anchors).await else {
        panic!("another database");
    };
    assert!(
        matches!(findings[..], [Finding::OtherDatabase { .. }]),
        "{findings:?}"
    );
}

/// The log of a database with another id.
struct Elsewhere(Log, DatabaseId);

#[async_trait]
impl SealRepository for Elsewhere {
    async fn chain_tail(&mut self) -> StoreResult<ChainTail> {
        let tail = self.0.chain_tail().await?;
        Ok(ChainTail {
            database: self.1.clone(),
            ..tail
        })
    }

    async fn unsealed_events(&mut self, limit: u32) -> StoreResult<Vec<LoggedEvent>> {
        self.0.unsealed_events(limit).await
    }

    async fn append_seal(&mut self, links: &[Link], seal: &Seal) -> StoreResult<i64> {
        self.0.append_seal(links, seal).await
    }
}
