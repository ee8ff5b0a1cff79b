//! What a verification may find, by name and place, with a stable code and a sentence.

use crate::checkpoint::Checkpoint;
use chrono::{DateTime, SecondsFormat, Utc};
use coe_domain::AuditEventId;
use std::fmt;

/// A checkpoint, as findings name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckpointAt {
    /// How many events it covers.
    pub events: u64,
    /// When it was made.
    pub sealed_at: DateTime<Utc>,
}

impl From<&Checkpoint> for CheckpointAt {
    fn from(checkpoint: &Checkpoint) -> Self {
        Self {
            events: checkpoint.events(),
            sealed_at: checkpoint.sealed_at(),
        }
    }
}

impl fmt::Display for CheckpointAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.sealed_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        write!(f, "the checkpoint of {at} over {} event(s)", self.events)
    }
}

/// Something that is not as it was sealed. Positions are places in the chain, from 1.
#[derive(Debug, Clone, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Finding {
    /// An event does not say what it said when it was sealed.
    Edited {
        /// The event.
        event: AuditEventId,
        /// Its place.
        position: u64,
    },
    /// An event is gone.
    Deleted {
        /// The event.
        event: AuditEventId,
        /// Its place.
        position: u64,
    },
    /// Links are gone, and perhaps their events with them.
    LinkMissing {
        /// The first place that is empty.
        from: u64,
        /// The last.
        to: u64,
    },
    /// An event stands in the log that never waited for its place.
    Inserted {
        /// The event.
        event: AuditEventId,
    },
    /// An event claims to be more than a day older than a seal under which nothing waited any more.
    Backdated {
        /// The event.
        event: AuditEventId,
    },
    /// An event says what another one said when they were sealed.
    Reordered {
        /// The event.
        event: AuditEventId,
        /// The event whose content it has.
        with: AuditEventId,
        /// Whether that one has this one's.
        mutual: bool,
    },
    /// A link does not follow from the one before.
    LinkChanged {
        /// Its place.
        position: u64,
        /// The event that it names.
        event: AuditEventId,
    },
    /// The links are in themselves whole, and not those that were sealed.
    Relinked {
        /// The first place that no seal vouches for.
        from: u64,
        /// The place of the seal that tells.
        to: u64,
        /// That seal.
        seal: i64,
    },
    /// A seal is not signed by the key that it names.
    BadSignature {
        /// The seal.
        seal: i64,
    },
    /// A seal, or a checkpoint, is signed by a key that was not given as one to trust.
    UnknownKey {
        /// The seal; `None` for a checkpoint.
        seal: Option<i64>,
        /// Short name of the key.
        key: String,
    },
    /// A seal covers no more than the one before it.
    SealMisplaced {
        /// The seal.
        seal: i64,
    },
    /// A seal covers more events than the chain holds: its tail was cut off.
    SealTooLong {
        /// The seal.
        seal: i64,
        /// How many events it covers.
        covers: u64,
        /// How many there are.
        found: u64,
    },
    /// Links that no seal covers, though both are written at once.
    Unsigned {
        /// The first of them.
        from: u64,
        /// The last.
        to: u64,
    },
    /// The chain is shorter than at a checkpoint.
    TruncatedTail {
        /// The checkpoint.
        checkpoint: CheckpointAt,
        /// How many events there are.
        found: u64,
    },
    /// The chain is another one than at a checkpoint.
    Rewritten {
        /// The checkpoint.
        checkpoint: CheckpointAt,
    },
    /// A checkpoint is of another database.
    OtherDatabase {
        /// The checkpoint.
        checkpoint: CheckpointAt,
    },
}

impl Finding {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edited { event, position } => write!(
                f,
                "Event {event} (place {position}) was edited: it does not say what was sealed."
            ),
            Self::Deleted { event, position } => {
                write!(f, "Event {event} (place {position}) was deleted.")
            }
            Self::LinkMissing { from, to } if from == to => write!(
                f,
                "Place {from} of the chain is empty: its link was deleted, and perhaps its event."
            ),
            Self::LinkMissing { from, to } => write!(
                f,
                "Places {from} to {to} of the chain are empty: their links were deleted, and perhaps \
                 their events."
            ),
            Self::Inserted { event } => write!(
                f,
                "Event {event} was inserted: it has no place in the chain, and never waited for one."
            ),
            Self::Backdated { event } => write!(
                f,
                "Event {event} claims to be older than a seal that came before it: it was inserted \
                 later and dated back, or the clock was set back by more than a day."
            ),
            Self::Reordered {
                event,
                with,
                mutual: true,
            } => write!(f, "Events {event} and {with} were exchanged."),
            Self::Reordered { event, with, .. } => write!(
                f,
                "Events were put in another order: event {event} says what event {with} said."
            ),
            Self::LinkChanged { position, event } => write!(
                f,
                "The link at place {position} (event {event}) does not follow from the one before: one \
                 of the two was changed or moved."
            ),
            Self::Relinked { from, to, seal } => write!(
                f,
                "The links from place {from} to {to} were written anew: they are not those that seal \
                 {seal} was set on."
            ),
            Self::BadSignature { seal } => write!(
                f,
                "Seal {seal} was changed or forged: it is not signed by the key that it names."
            ),
            Self::UnknownKey {
                seal: Some(seal),
                key,
            } => write!(
                f,
                "Seal {seal} is signed by the key {key}, which was not named as one to trust."
            ),
            Self::UnknownKey { seal: None, key } => write!(
                f,
                "A checkpoint is signed by the key {key}, which was not named as one to trust."
            ),
            Self::SealMisplaced { seal } => write!(
                f,
                "Seal {seal} stands out of order: it covers no more than the seal before it."
            ),
            Self::SealTooLong {
                seal,
                covers,
                found,
            } => write!(
                f,
                "The end of the log was cut off: seal {seal} covers {covers} event(s), the chain holds \
                 {found}."
            ),
            Self::Unsigned { from, to } => write!(
                f,
                "No seal covers the places {from} to {to}: their seal was deleted, or the links were \
                 forged."
            ),
            Self::TruncatedTail { checkpoint, found } => write!(
                f,
                "The end of the log was cut off: the chain holds {found} event(s), fewer than {checkpoint}."
            ),
            Self::Rewritten { checkpoint } => write!(
                f,
                "The log was rewritten, or cut off and grown again: its hash is not that of {checkpoint}."
            ),
            Self::OtherDatabase { checkpoint } => write!(
                f,
                "This is another database than the one of {checkpoint}, or its identity was changed."
            ),
        }
    }
}
