//! Verifying: one walk along the chain and the seals set on it, then one through the events that stand in no
//! link. Memory does not grow with the log: events are read in portions, and what is kept is bounded.

use crate::chain::{body_hash, genesis, step};
use crate::checkpoint::Checkpoint;
use crate::finding::Finding;
use crate::key::{KeyId, PublicKey};
use crate::seal::is_signed;
use chrono::{DateTime, TimeDelta, Utc};
use coe_domain::AuditEventId;
use coe_store::{
    ChainRepository, DatabaseId, Hash, LinkedEvent, StoreResult, StoredSeal, UnlinkedEvent,
};
use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;

/// Rows that are read at a time.
const PORTION: u32 = 1000;

/// Findings that are told one by one; further ones are counted.
const TOLD: usize = 200;

/// Changed events that are kept to see whether they changed places; further ones count as edited.
const KEPT: usize = 10_000;

/// How much older than a seal an event may be that was sealed after it. Generous, because a transaction may
/// take long, and a computer's clock may have been off by some time zones.
pub const LATE: TimeDelta = TimeDelta::days(1);

/// What a verification may hold on to outside the database.
#[derive(Debug, Clone, Default)]
pub struct Anchors {
    /// The keys whose seals are trusted. Where none is given, those of the checkpoints; where there are none
    /// either, any, and the result says which.
    pub keys: Vec<PublicKey>,
    /// Seals that were exported.
    pub checkpoints: Vec<Checkpoint>,
}

/// How far a verification is, in events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Events that were looked at.
    pub done: u64,
    /// Events that there are; about.
    pub total: u64,
}

/// A key whose seals were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenKey {
    /// Its short name.
    pub id: KeyId,
    /// Whether somebody outside the database vouches for it.
    pub trusted: bool,
}

/// What was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Events in the chain.
    pub events: u64,
    /// Seals.
    pub seals: u64,
    /// The moment of the last good seal; what happened before it is covered.
    pub sealed_until: Option<DateTime<Utc>>,
    /// Events that wait for a seal: nothing can be said of them yet.
    pub unsealed: u64,
    /// The keys that signed.
    pub keys: Vec<SeenKey>,
    /// How many checkpoints were compared.
    pub checkpoints: usize,
}

/// What comes of a verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing that was sealed has changed.
    Intact(Coverage),
    /// Something has.
    Broken {
        /// What was looked at.
        coverage: Coverage,
        /// What was found, in the order of the chain; at least one.
        findings: Vec<Finding>,
        /// How many more there are.
        further: u64,
    },
    /// Whoever watched ended it; nothing is said.
    Stopped,
}

/// Verifies the log. `log` must be one unit of work, so that it is one state. `watch` hears how far it is, and may
/// end it.
///
/// # Errors
/// What keeps the database from being read. What was forged is no error.
pub async fn verify<R: ChainRepository + ?Sized>(
    log: &mut R,
    anchors: &Anchors,
    watch: &mut (dyn FnMut(Progress) -> ControlFlow<()> + Send),
) -> StoreResult<Verdict> {
    let database = log.database_id().await?;
    let size = log.chain_size().await?;
    let mut walk = Walk::new(database, anchors);
    let mut progress = Progress {
        done: 0,
        total: size.links + size.waiting,
    };
    if watch(progress).is_break() {
        return Ok(Verdict::Stopped);
    }
    loop {
        let links = log.links_after(walk.position, PORTION).await?;
        let Some(last) = links.last() else {
            break;
        };
        walk.read_seals(log, last.link.position).await?;
        links.iter().for_each(|linked| walk.link(linked));
        progress.done += links.len() as u64;
        if watch(progress).is_break() {
            return Ok(Verdict::Stopped);
        }
    }
    walk.read_seals(log, u64::MAX).await?;
    walk.end_of_chain();
    let mut after = AuditEventId(i64::MIN);
    loop {
        let events = log.unlinked_events_after(after, PORTION).await?;
        let Some(last) = events.last() else {
            break;
        };
        after = last.event.id;
        events.iter().for_each(|event| walk.unlinked(event));
        progress.done += events.len() as u64;
        if watch(progress).is_break() {
            return Ok(Verdict::Stopped);
        }
    }
    Ok(walk.verdict())
}

/// An event whose body is not its link's.
struct Changed {
    event: AuditEventId,
    position: u64,
    sealed: Hash,
    found: Hash,
}

/// The walk along the chain.
struct Walk<'a> {
    database: DatabaseId,
    trusted: Vec<PublicKey>,
    checkpoints: Vec<&'a Checkpoint>,
    /// Seals that were read and not reached yet.
    seals: VecDeque<StoredSeal>,
    last_seal_read: i64,
    /// The last link, and what the chain was there.
    position: u64,
    chain: Hash,
    last_event: AuditEventId,
    /// The last place that a good seal vouches for.
    vouched: u64,
    /// Whether the chain differed at the last good seal: the next ones need not say it again.
    differs: bool,
    /// What the last seal covers, good or not.
    covered: u64,
    /// Events behind the last good seal must not be older, in unix milliseconds.
    floor_ms: i64,
    changed: Vec<Changed>,
    keys: BTreeMap<KeyId, bool>,
    coverage: Coverage,
    findings: Vec<Finding>,
    further: u64,
}

impl<'a> Walk<'a> {
    fn new(database: DatabaseId, anchors: &'a Anchors) -> Self {
        let trusted = if anchors.keys.is_empty() {
            anchors.checkpoints.iter().map(Checkpoint::key).collect()
        } else {
            anchors.keys.clone()
        };
        let mut walk = Self {
            chain: genesis(&database),
            database,
            trusted,
            checkpoints: Vec::new(),
            seals: VecDeque::new(),
            last_seal_read: i64::MIN,
            position: 0,
            last_event: AuditEventId(0),
            vouched: 0,
            differs: false,
            covered: 0,
            floor_ms: i64::MIN,
            changed: Vec::new(),
            keys: BTreeMap::new(),
            coverage: Coverage {
                checkpoints: anchors.checkpoints.len(),
                ..Coverage::default()
            },
            findings: Vec::new(),
            further: 0,
        };
        for checkpoint in &anchors.checkpoints {
            if *checkpoint.database() != walk.database {
                walk.found(Finding::OtherDatabase {
                    checkpoint: checkpoint.into(),
                });
            } else if !walk.trusted.contains(&checkpoint.key()) {
                let key = checkpoint.key().id().to_string();
                walk.found(Finding::UnknownKey { seal: None, key });
            } else {
                walk.checkpoints.push(checkpoint);
            }
        }
        walk
    }

    fn found(&mut self, finding: Finding) {
        if self.findings.len() < TOLD {
            self.findings.push(finding);
        } else {
            self.further += 1;
        }
    }

    /// Reads seals until one lies behind `position`, or all are read.
    async fn read_seals<R: ChainRepository + ?Sized>(
        &mut self,
        log: &mut R,
        position: u64,
    ) -> StoreResult<()> {
        while self
            .seals
            .back()
            .is_none_or(|last| last.seal.events <= position)
        {
            let seals = log.seals_after(self.last_seal_read, PORTION).await?;
            let Some(last) = seals.last() else {
                break;
            };
            self.last_seal_read = last.id;
            self.seals.extend(seals);
            if position == u64::MAX {
                // Nothing lies behind: they are judged portion by portion.
                self.end_of_seals();
            }
        }
        Ok(())
    }

    fn link(&mut self, linked: &LinkedEvent) {
        let link = &linked.link;
        let expected = self.position + 1;
        if link.position == expected {
            let follows = step(self.chain, link.position, link.event, link.body_hash);
            if follows != link.chain_hash {
                self.found(Finding::LinkChanged {
                    position: link.position,
                    event: link.event,
                });
            }
        } else {
            self.found(Finding::LinkMissing {
                from: expected,
                to: link.position.saturating_sub(1),
            });
        }
        // What is wrong here is told; what comes after is held against what stands here.
        self.chain = link.chain_hash;
        self.position = link.position;
        self.last_event = link.event;
        match &linked.event {
            None => self.found(Finding::Deleted {
                event: link.event,
                position: link.position,
            }),
            Some(event) => {
                let found = body_hash(event);
                if found != link.body_hash {
                    self.changed(Changed {
                        event: link.event,
                        position: link.position,
                        sealed: link.body_hash,
                        found,
                    });
                } else if event.at_ms < self.floor_ms {
                    self.found(Finding::Backdated { event: event.id });
                }
            }
        }
        self.seals_here();
        self.checkpoints_here();
    }

    fn changed(&mut self, changed: Changed) {
        if self.changed.len() < KEPT {
            self.changed.push(changed);
        } else {
            self.found(Finding::Edited {
                event: changed.event,
                position: changed.position,
            });
        }
    }

    /// Judges the seals up to this place.
    fn seals_here(&mut self) {
        while let Some(stored) = self
            .seals
            .pop_front_if(|stored| stored.seal.events <= self.position)
        {
            let good = self.judge(&stored);
            // A seal on a place that is missing has nothing to be held against.
            if !good || stored.seal.events != self.position {
                continue;
            }
            let same = stored.seal.chain_hash == self.chain.to_string()
                && stored.seal.event == self.last_event;
            if same {
                self.vouched = self.position;
                self.differs = false;
                self.vouch(&stored);
            } else if !self.differs {
                self.differs = true;
                self.found(Finding::Relinked {
                    from: self.vouched + 1,
                    to: self.position,
                    seal: stored.id,
                });
            }
        }
    }

    fn vouch(&mut self, stored: &StoredSeal) {
        self.coverage.sealed_until = DateTime::from_timestamp_millis(stored.seal.sealed_at_ms);
        if stored.seal.caught_up {
            let floor = stored
                .seal
                .sealed_at_ms
                .saturating_sub(LATE.num_milliseconds());
            self.floor_ms = self.floor_ms.max(floor);
        }
    }

    /// Whether a seal is one, by a key that is trusted.
    fn judge(&mut self, stored: &StoredSeal) -> bool {
        self.coverage.seals += 1;
        if stored.seal.events <= self.covered {
            self.found(Finding::SealMisplaced { seal: stored.id });
        }
        self.covered = self.covered.max(stored.seal.events);
        let key = PublicKey::parse(&stored.seal.public_key);
        let Some(key) = key
            .ok()
            .filter(|key| is_signed(&self.database, &stored.seal, key))
        else {
            self.found(Finding::BadSignature { seal: stored.id });
            return false;
        };
        let vouched_for = self.trusted.contains(&key);
        self.keys.insert(key.id(), vouched_for);
        if vouched_for || self.trusted.is_empty() {
            return true;
        }
        self.found(Finding::UnknownKey {
            seal: Some(stored.id),
            key: key.id().to_string(),
        });
        false
    }

    fn checkpoints_here(&mut self) {
        let (position, chain) = (self.position, self.chain);
        let differing: Vec<_> = self
            .checkpoints
            .iter()
            .filter(|checkpoint| {
                checkpoint.events() == position && checkpoint.chain_hash() != chain
            })
            .map(|checkpoint| (*checkpoint).into())
            .collect();
        for checkpoint in differing {
            self.found(Finding::Rewritten { checkpoint });
        }
    }

    /// Judges seals on places behind the last link.
    fn end_of_seals(&mut self) {
        self.seals_here();
        while let Some(stored) = self.seals.pop_front() {
            if self.judge(&stored) {
                self.found(Finding::SealTooLong {
                    seal: stored.id,
                    covers: stored.seal.events,
                    found: self.position,
                });
            }
        }
    }

    fn end_of_chain(&mut self) {
        self.end_of_seals();
        self.coverage.events = self.position;
        if self.position > self.covered {
            self.found(Finding::Unsigned {
                from: self.covered + 1,
                to: self.position,
            });
        }
        let position = self.position;
        let longer: Vec<_> = self
            .checkpoints
            .iter()
            .filter(|checkpoint| checkpoint.events() > position)
            .map(|checkpoint| (*checkpoint).into())
            .collect();
        for checkpoint in longer {
            self.found(Finding::TruncatedTail {
                checkpoint,
                found: position,
            });
        }
        self.tell_changed();
    }

    /// Tells events that were edited from those that have each other's content.
    fn tell_changed(&mut self) {
        let changed = std::mem::take(&mut self.changed);
        let by_content: BTreeMap<Hash, &Changed> =
            changed.iter().map(|one| (one.sealed, one)).collect();
        for one in &changed {
            match by_content.get(&one.found) {
                None => self.found(Finding::Edited {
                    event: one.event,
                    position: one.position,
                }),
                Some(other) => {
                    let mutual = other.found == one.sealed;
                    // Of two that changed places, the first tells.
                    if !mutual || one.position < other.position {
                        self.found(Finding::Reordered {
                            event: one.event,
                            with: other.event,
                            mutual,
                        });
                    }
                }
            }
        }
    }

    fn unlinked(&mut self, unlinked: &UnlinkedEvent) {
        let event = unlinked.event.id;
        if !unlinked.waits {
            self.found(Finding::Inserted { event });
        } else if unlinked.event.at_ms < self.floor_ms {
            self.found(Finding::Backdated { event });
        } else {
            self.coverage.unsealed += 1;
        }
    }

    fn verdict(self) -> Verdict {
        let mut coverage = self.coverage;
        coverage.keys = self
            .keys
            .into_iter()
            .map(|(id, trusted)| SeenKey { id, trusted })
            .collect();
        if self.findings.is_empty() {
            Verdict::Intact(coverage)
        } else {
            Verdict::Broken {
                coverage,
                findings: self.findings,
                further: self.further,
            }
        }
    }
}
