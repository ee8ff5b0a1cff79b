//! Tables `audit_link`, `audit_seal`, `audit_unsealed` and `database_identity`: the chain over the audit log.
//!
//! Whoever verifies must be able to read what was forged, so the types here hold what stands in a row and not
//! what should: a moment is a number, a text is bytes, a hash of a seal is a text. What they mean is told by
//! `coe_audit`.

use crate::StoreResult;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{AuditEventId, MemberId, RequestId, StaffId};
use std::fmt;
use std::str::FromStr;

/// A SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is no hash: 64 hexadecimal digits, the letters small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a SHA-256 has 64 hexadecimal digits")]
pub struct NoHash;

impl FromStr for Hash {
    type Err = NoHash;

    fn from_str(text: &str) -> Result<Self, NoHash> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(NoHash);
        }
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            let [high, low] = pair else {
                return Err(NoHash);
            };
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Ok(Self(hash))
    }
}

/// One way of writing only: two texts of one hash would be two checkpoints of one log.
fn digit(byte: u8) -> Result<u8, NoHash> {
    match byte {
        b'0'..=b'9' => Ok(byte - b'0'),
        b'a'..=b'f' => Ok(byte - b'a' + 10),
        _ => Err(NoHash),
    }
}

/// Which database it is: drawn when it was made, and moved with its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseId(pub String);

impl fmt::Display for DatabaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An event as it stands in its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedEvent {
    /// Identity.
    pub id: AuditEventId,
    /// When, in unix milliseconds. No `DateTime`: a forged moment may be none.
    pub at_ms: i64,
    /// Who.
    pub actor: Option<StaffId>,
    /// Code; UTF-8 unless it was forged.
    pub action: Vec<u8>,
    /// The request it is about.
    pub request_id: Option<RequestId>,
    /// The member it is about.
    pub member_id: Option<MemberId>,
    /// JSON text as this engine writes it.
    pub detail: Vec<u8>,
}

/// The place of an event in the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// From 1, without gaps.
    pub position: u64,
    /// The event there.
    pub event: AuditEventId,
    /// Of the event without its id.
    pub body_hash: Hash,
    /// Of the chain up to here.
    pub chain_hash: Hash,
}

/// A link, and its event where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedEvent {
    /// The link.
    pub link: Link,
    /// The event that it names.
    pub event: Option<LoggedEvent>,
}

/// An event without a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlinkedEvent {
    /// The event.
    pub event: LoggedEvent,
    /// Whether it waits for a link, as it should.
    pub waits: bool,
}

/// What a seal says, and what it is signed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// When, in unix milliseconds of the database's clock.
    pub sealed_at_ms: i64,
    /// The last event in the chain.
    pub event: AuditEventId,
    /// How many events stand in it.
    pub events: u64,
    /// Hash of the chain, hexadecimal.
    pub chain_hash: String,
    /// Whether no event waited any more.
    pub caught_up: bool,
    /// Which key signed.
    pub key_id: String,
    /// The public key, hexadecimal.
    pub public_key: String,
    /// The signature, hexadecimal.
    pub signature: String,
}

/// A seal and its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSeal {
    /// Identity; grows.
    pub id: i64,
    /// What it says.
    pub seal: Seal,
}

/// The end of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainTail {
    /// Which database it is.
    pub database: DatabaseId,
    /// How many events stand in the chain.
    pub events: u64,
    /// Hash of the last link; `None` before the first.
    pub chain_hash: Option<Hash>,
    /// The database's clock.
    pub now: DateTime<Utc>,
}

/// How much there is to verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChainSize {
    /// Links.
    pub links: u64,
    /// Events that wait for one.
    pub waiting: u64,
}

/// Reading the chain and the log behind it, for those who verify. All of one verification is one unit, so
/// that it sees one state.
#[async_trait]
pub trait ChainRepository {
    /// Which database it is.
    async fn database_id(&mut self) -> StoreResult<DatabaseId>;
    /// How much there is.
    async fn chain_size(&mut self) -> StoreResult<ChainSize>;
    /// Links behind a position, in their order, with their events. A gap stays one.
    async fn links_after(&mut self, position: u64, limit: u32) -> StoreResult<Vec<LinkedEvent>>;
    /// Events without a link whose id is higher, in the order of ids.
    async fn unlinked_events_after(
        &mut self,
        id: AuditEventId,
        limit: u32,
    ) -> StoreResult<Vec<UnlinkedEvent>>;
    /// Seals whose id is higher, oldest first.
    async fn seals_after(&mut self, id: i64, limit: u32) -> StoreResult<Vec<StoredSeal>>;
    /// The newest seal.
    async fn last_seal(&mut self) -> StoreResult<Option<StoredSeal>>;
}

/// Sealing: the dispatcher's of a shared database, the app's of an embedded one.
#[async_trait]
pub trait SealRepository {
    /// Where the chain ends.
    async fn chain_tail(&mut self) -> StoreResult<ChainTail>;
    /// The events that have waited longest, whole.
    async fn unsealed_events(&mut self, limit: u32) -> StoreResult<Vec<LoggedEvent>>;
    /// Appends links and the seal over them. Answers [`crate::StoreError::Conflict`] where the first does not
    /// follow the last one there: another sealer was faster, and the tail is to be read again.
    async fn append_seal(&mut self, links: &[Link], seal: &Seal) -> StoreResult<i64>;
}
