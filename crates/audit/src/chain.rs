//! What is hashed, and how one link follows another.

use crate::canonical::canonical;
use coe_domain::AuditEventId;
use coe_store::{DatabaseId, Hash, LoggedEvent};
use sha2::{Digest, Sha256};

const EVENT: &[u8] = b"coe-desk/audit-event/1";
const CHAIN: &[u8] = b"coe-desk/audit-chain/1";
const LINK: &[u8] = b"coe-desk/audit-link/1";

/// Bytes in which no two lists of fields look alike.
pub(crate) struct Fields(Sha256);

impl Fields {
    /// `domain` keeps a hash of one kind from being taken for one of another.
    fn of(domain: &[u8]) -> Self {
        let mut fields = Self(Sha256::new());
        fields.bytes(domain);
        fields
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    fn number(&mut self, number: i64) {
        self.0.update(number.to_be_bytes());
    }

    fn number_or_none(&mut self, number: Option<i64>) {
        match number {
            Some(number) => {
                self.0.update([1]);
                self.number(number);
            }
            None => self.0.update([0]),
        }
    }

    fn hash(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

/// The hash of everything an event says, but for its id.
#[must_use]
pub fn body_hash(event: &LoggedEvent) -> Hash {
    let mut fields = Fields::of(EVENT);
    fields.number(event.at_ms);
    fields.number_or_none(event.actor.map(|id| id.0));
    fields.bytes(&event.action);
    fields.number_or_none(event.request_id.map(|id| id.0));
    fields.number_or_none(event.member_id.map(|id| id.0));
    fields.bytes(&canonical(&event.detail));
    fields.hash()
}

/// The hash of a chain in which nothing stands yet.
#[must_use]
pub fn genesis(database: &DatabaseId) -> Hash {
    let mut fields = Fields::of(CHAIN);
    fields.bytes(database.0.as_bytes());
    fields.hash()
}

/// The hash of the chain with one more event.
#[must_use]
pub fn step(before: Hash, position: u64, event: AuditEventId, body: Hash) -> Hash {
    let mut fields = Fields::of(LINK);
    fields.bytes(&before.0);
    fields.0.update(position.to_be_bytes());
    fields.number(event.0);
    fields.bytes(&body.0);
    fields.hash()
}

#[cfg(test)]
mod tests {
    use super::*;
    use coe_domain::{MemberId, RequestId, StaffId};

    fn event() -> LoggedEvent {
        LoggedEvent {
            id: AuditEventId(7),
            at_ms: 1_790_000_000_123,
            actor: Some(StaffId(3)),
            action: b"photo.viewed".to_vec(),
            request_id: Some(RequestId(11)),
            member_id: None,
            detail: br#"{"kind": "id_card"}"#.to_vec(),
        }
    }

    /// A log is verified for years: what a hash is may never change.
    #[test]
    fn the_hashes_are_what_they_always_were() {
        let start = genesis(&DatabaseId("00112233445566778899aabbccddeeff".to_owned()));
        let body = body_hash(&event());
        let hashes = [start, body, step(start, 1, event().id, body)].map(|hash| hash.to_string());
        // Computed from the description in another language.
        let known = [
            "5b43496281724239c8af9e8ee694e7c5e6cf5cf0a5d49795aa39122b6aabe1b2",
            "f4ab7ae207232d135a4e06ba7db4c850c8adf6cde55ad20c2e76d853a7c25b38",
            "6c041a5d690fa4c9d647e94e5316458763e0669fb5fe76c6bb3f4ddad757eaed",
        ];
        assert_eq!(hashes, known);
    }

    #[test]
    fn nobody_and_the_person_zero_are_two() {
        let nobody = LoggedEvent {
            actor: None,
            ..event()
        };
        let zero = LoggedEvent {
            actor: Some(StaffId(0)),
            ..event()
        };
        let moved = LoggedEvent {
            request_id: None,
            member_id: Some(MemberId(11)),
            ..event()
        };
        assert_ne!(body_hash(&nobody), body_hash(&zero));
        assert_ne!(body_hash(&moved), body_hash(&event()));
    }
}
