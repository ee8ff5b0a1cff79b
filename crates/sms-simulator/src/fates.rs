//! What became of messages whose gateway can be asked.

use crate::number::Number;
use crate::report::{Fate, State};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How many messages can be asked for. Later ones are unknown.
const KEPT: usize = 1_800_000;

/// What became of messages, by the random part of their reference.
pub(crate) struct Fates {
    started: Instant,
    delay: Duration,
    notes: Mutex<HashMap<u128, Note>>,
}

#[derive(Clone, Copy)]
struct Note {
    /// Milliseconds since the start.
    taken: u32,
    fate: Fate,
    number: Number,
}

impl Fates {
    /// Fates that are known so long after a message was taken.
    pub(crate) fn new(delay: Duration) -> Self {
        Self {
            started: Instant::now(),
            delay,
            notes: Mutex::new(HashMap::new()),
        }
    }

    fn with<T>(&self, what: impl FnOnce(&mut HashMap<u128, Note>) -> T) -> T {
        what(&mut self.notes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn note(&self, reference: u128, number: Number, fate: Fate) {
        let taken = u32::try_from(self.started.elapsed().as_millis()).unwrap_or(u32::MAX);
        let note = Note {
            taken,
            fate,
            number,
        };
        self.with(|notes| {
            if notes.len() < KEPT {
                notes.insert(reference, note);
            }
        });
    }

    /// Where a message goes and how far it is. `None` for one that is not known.
    pub(crate) fn of(&self, reference: u128) -> Option<(Number, State)> {
        let note = self.with(|notes| notes.get(&reference).copied())?;
        let taken = Duration::from_millis(note.taken.into());
        let age = self.started.elapsed().saturating_sub(taken);
        let state = if age < self.delay / 2 {
            State::Queued
        } else if age < self.delay {
            State::Sent
        } else if age < self.delay * 2 {
            note.fate.first()
        } else {
            note.fate.last()
        };
        Some((note.number, state))
    }
}
