//! The ledger: which messages were taken, and how often.

mod book;
mod file;

pub(crate) use book::{Book, Taking};

use crate::{gateway::Gateway, number::Number};
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt;

/// The SHA-256 of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextHash([u8; 32]);

impl TextHash {
    /// The hash of this text, as UTF-8.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text).into())
    }
}

/// In hexadecimal.
impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for TextHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// All that was taken, at one moment.
#[derive(Debug, Clone, Serialize)]
pub struct Ledger {
    /// How many messages were taken, each repetition counted.
    pub total: u64,
    /// One entry for each gateway, number and text.
    pub messages: Vec<Entry>,
}

/// How often a text was taken for a number by a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The gateway.
    pub gateway: Gateway,
    /// The number.
    pub number: Number,
    /// The text.
    pub text_sha256: TextHash,
    /// How often.
    pub count: u32,
}

impl Ledger {
    /// How often this text was taken for this number, by whichever gateway.
    #[must_use]
    pub fn count_of(&self, number: &str, text: &str) -> u32 {
        let number = Number::parse(number);
        let hash = TextHash::of(text);
        self.messages
            .iter()
            .filter(|entry| Some(entry.number) == number && entry.text_sha256 == hash)
            .map(|entry| entry.count)
            .sum()
    }
}

/// The ledger in a few numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// How many messages were taken, each repetition counted.
    pub total: u64,
    /// How many pairs of number and text there are.
    pub distinct: u64,
    /// How many of these pairs were taken more than once, by whichever gateway.
    pub repeated: u64,
    /// How many messages repeated an earlier one.
    pub surplus: u64,
    /// How many messages were counted in `total` only, because more pairs are not kept in memory.
    pub uncompared: u64,
}
