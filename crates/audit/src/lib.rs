//! Tamper evidence of the audit log: a hash chain over the events, seals signed over the chain, and the
//! verification that says what was changed, and where.
//!
//! # How it is built
//! The sealer gives each event a position in the chain and a link with two hashes: of the event without its id
//! (`body`), and of everything up to it (`chain`). All numbers are big-endian and each text has its length before
//! it, so that no two events run into the same bytes.
//!
//! ```text
//! body(e)   = SHA-256("coe-desk/audit-event/1"  ‖ at ‖ actor ‖ action ‖ request ‖ member ‖ detail)
//! chain(0)  = SHA-256("coe-desk/audit-chain/1"  ‖ database id)
//! chain(n)  = SHA-256("coe-desk/audit-link/1"   ‖ chain(n−1) ‖ n ‖ id(e) ‖ body(e))
//! seal      = Ed25519("coe-desk/audit-seal/1"   ‖ database id ‖ events ‖ last id ‖ chain(events) ‖ sealed at
//!                     ‖ caught up ‖ key id)
//! ```
//!
//! `detail` is hashed in a form that does not depend on how an engine writes JSON ([`canonical`]). The chain
//! begins with the database's id, so that a seal of one database is none of another; the id moves with the log.
//! Order is the order of positions, not of ids: transactions commit in another order than they draw ids.
//!
//! # What each attack looks like, and why it is recognised
//! | whoever can write tables directly … | leaves | finding |
//! |---|---|---|
//! | edits an event | a body that its link does not have | [`Finding::Edited`] |
//! | deletes an event | a link whose event is gone | [`Finding::Deleted`] |
//! | … and its link | a position that is missing | [`Finding::LinkMissing`] |
//! | inserts an event | an event that has no link and waits for none | [`Finding::Inserted`] |
//! | … and lets it be sealed, dated back | an event that is older than a seal under which nothing waited | [`Finding::Backdated`] |
//! | exchanges events | two bodies that each have the other's link | [`Finding::Reordered`] |
//! | edits a link to fit | a step of the chain that does not follow | [`Finding::LinkChanged`] |
//! | computes all later links anew | a chain that its seals do not have | [`Finding::Relinked`] |
//! | edits the seals too | a signature that is none | [`Finding::BadSignature`] |
//! | signs anew with another key | seals of a key that was not named | [`Finding::UnknownKey`] |
//! | cuts off the tail, and leaves seals | a seal over more events than there are | [`Finding::SealTooLong`] |
//! | deletes the last seals | links that no seal covers | [`Finding::Unsigned`] |
//! | cuts off the tail, links and seals | fewer events than an exported checkpoint | [`Finding::TruncatedTail`] |
//! | writes the log anew, with the key | another hash at a checkpoint's position | [`Finding::Rewritten`] |
//! | brings another database's log | another id than a checkpoint's | [`Finding::OtherDatabase`] |
//!
//! An event with a lower id may be sealed after one with a higher id: its transaction took longer. It is told from
//! an inserted one by `audit_unsealed`, into which each event is written by its own transaction: there it waits
//! until it gets its place at the end of the chain.
//!
//! # What cannot be recognised
//! * What happens to an event before it is sealed. The sealer works every minute or so.
//! * A false event that is appended *as of now* by whoever can write the tables: nothing that was sealed
//!   changed. Dated back by more than a day ([`LATE`]), it is found.
//! * A log that ends earlier, whole with its links and seals, where no checkpoint of a later end was kept; and
//!   any log at all, made by whoever has the signing key, where no checkpoint was kept. Hence checkpoints, kept
//!   elsewhere than the database and the key.
//! * Another key in place of the right one, where neither a public key nor a checkpoint is given: the seals bring
//!   their public keys along, but only a person can say whose they are. The result says which were used.
//! * A seal deleted between others: the next one covers the same events.

pub mod canonical;
mod chain;
mod checkpoint;
mod finding;
mod hex;
mod key;
mod key_file;
mod seal;
mod verify;

pub use chain::{body_hash, genesis, step};
pub use checkpoint::{Checkpoint, CheckpointError};
pub use finding::{CheckpointAt, Finding};
pub use key::{KeyId, NoKey, PublicKey, SealingKey};
pub use key_file::{KeyFileError, read_public_key, read_sealing_key, write_key_pair};
pub use seal::{Sealed, is_signed, seal_portion};
pub use verify::{Anchors, Coverage, LATE, Progress, SeenKey, Verdict, verify};
