//! Sealing: giving waiting events their places, and signing the end of the chain.

use crate::chain::{body_hash, genesis, step};
use crate::key::{PublicKey, SealingKey};
use chrono::{DateTime, Utc};
use coe_store::{DatabaseId, Hash, Link, Seal, SealRepository, StoreResult};

const SEAL: &[u8] = b"coe-desk/audit-seal/1";

/// What one portion came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    /// How many events got their place.
    pub events: u64,
    /// How many stand in the chain now.
    pub total: u64,
    /// The moment of the seal.
    pub sealed_at: DateTime<Utc>,
    /// Whether nothing waited any more; else there is another portion.
    pub caught_up: bool,
}

/// Seals the events that have waited longest, at most so many. `None` where none waits: nothing is written then.
///
/// # Errors
/// [`coe_store::StoreError::Conflict`] where another sealer was faster: to be tried again in a new unit. And what
/// the database answers.
pub async fn seal_portion<R: SealRepository + ?Sized>(
    log: &mut R,
    key: &SealingKey,
    most: u32,
) -> StoreResult<Option<Sealed>> {
    let tail = log.chain_tail().await?;
    let events = log.unsealed_events(most.max(1)).await?;
    let caught_up = events.len() < most.max(1) as usize;
    let mut chain = tail.chain_hash.unwrap_or_else(|| genesis(&tail.database));
    let links: Vec<Link> = events
        .iter()
        .zip(tail.events + 1..)
        .map(|(event, position)| {
            let body = body_hash(event);
            chain = step(chain, position, event.id, body);
            Link {
                position,
                event: event.id,
                body_hash: body,
                chain_hash: chain,
            }
        })
        .collect();
    let Some(last) = links.last() else {
        return Ok(None);
    };
    let mut seal = Seal {
        sealed_at_ms: tail.now.timestamp_millis(),
        event: last.event,
        events: last.position,
        chain_hash: chain.to_string(),
        caught_up,
        key_id: key.public().id().to_string(),
        public_key: key.public().to_string(),
        signature: String::new(),
    };
    seal.signature = key.sign(&message(&tail.database, &seal, chain));
    log.append_seal(&links, &seal).await?;
    Ok(Some(Sealed {
        events: links.len() as u64,
        total: seal.events,
        sealed_at: tail.now,
        caught_up,
    }))
}

/// Whether the key signed what the seal says of this database.
#[must_use]
pub fn is_signed(database: &DatabaseId, seal: &Seal, key: &PublicKey) -> bool {
    seal.key_id == key.id().to_string()
        && seal.public_key == key.to_string()
        && seal
            .chain_hash
            .parse()
            .is_ok_and(|chain| key.has_signed(&message(database, seal, chain), &seal.signature))
}

/// What is signed.
fn message(database: &DatabaseId, seal: &Seal, chain: Hash) -> Vec<u8> {
    let mut message = Vec::with_capacity(256);
    let mut part = |bytes: &[u8]| {
        message.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        message.extend_from_slice(bytes);
    };
    part(SEAL);
    part(database.0.as_bytes());
    part(&seal.events.to_be_bytes());
    part(&seal.event.0.to_be_bytes());
    part(&chain.0);
    part(&seal.sealed_at_ms.to_be_bytes());
    part(&[u8::from(seal.caught_up)]);
    part(seal.key_id.as_bytes());
    message
}
