//! The ledger while messages come in.

use super::file::{LedgerFile, Line};
use super::{Entry, Ledger, Summary, TextHash};
use crate::{gateway::Gateway, number::Number};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::{io, path::Path};
use strum::VariantArray;

/// How many pairs of number and text are compared. About 120 MB when they are all used.
const KEPT: usize = 1_800_000;

/// A message that is about to be taken.
#[derive(Clone, Copy)]
pub(crate) struct Taking<'a> {
    pub(crate) gateway: Gateway,
    pub(crate) reference: &'a str,
    pub(crate) number: Number,
    pub(crate) text: &'a str,
}

/// The ledger while messages come in.
pub(crate) struct Book {
    pages: Mutex<Pages>,
    keep_text: bool,
}

struct Pages {
    kept: usize,
    total: u64,
    uncompared: u64,
    counts: HashMap<(Number, TextHash), [u32; Gateway::VARIANTS.len()]>,
    file: Option<LedgerFile>,
}

impl Book {
    /// An empty ledger, with a file to which lines are added where `path` names one.
    pub(crate) fn open(path: Option<&Path>, keep_text: bool) -> io::Result<Self> {
        Self::comparing(KEPT, path, keep_text)
    }

    /// The same, comparing so many pairs at most.
    fn comparing(kept: usize, path: Option<&Path>, keep_text: bool) -> io::Result<Self> {
        Ok(Self {
            pages: Mutex::new(Pages {
                kept,
                total: 0,
                uncompared: 0,
                counts: HashMap::new(),
                file: path.map(LedgerFile::open).transpose()?,
            }),
            keep_text,
        })
    }

    fn with<T>(&self, what: impl FnOnce(&mut Pages) -> T) -> T {
        what(&mut self.pages.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes a message and gives its serial number. When this returns, its line was handed to the
    /// operating system; when it fails, the message is not taken.
    pub(crate) fn take(&self, taking: Taking<'_>) -> io::Result<u64> {
        let hash = TextHash::of(taking.text);
        self.with(|pages| {
            if let Some(file) = &mut pages.file {
                file.add(&Line {
                    gateway: taking.gateway,
                    reference: taking.reference,
                    number: taking.number,
                    text_sha256: hash,
                    text: self.keep_text.then_some(taking.text),
                })?;
            }
            pages.count(taking.gateway, taking.number, hash);
            Ok(pages.total)
        })
    }

    pub(crate) fn total(&self) -> u64 {
        self.with(|pages| pages.total)
    }

    pub(crate) fn ledger(&self) -> Ledger {
        self.with(|pages| Ledger {
            total: pages.total,
            messages: pages.entries().collect(),
        })
    }

    pub(crate) fn summary(&self) -> Summary {
        self.with(|pages| pages.summary())
    }
}

impl Pages {
    fn count(&mut self, gateway: Gateway, number: Number, hash: TextHash) {
        self.total += 1;
        let key = (number, hash);
        if self.counts.len() >= self.kept && !self.counts.contains_key(&key) {
            self.uncompared += 1;
            return;
        }
        let count = &mut self.counts.entry(key).or_default()[gateway as usize];
        *count = count.saturating_add(1);
    }

    fn entries(&self) -> impl Iterator<Item = Entry> {
        self.counts.iter().flat_map(|(&(number, hash), counts)| {
            let of = move |(&gateway, &count)| Entry {
                gateway,
                number,
                text_sha256: hash,
                count,
            };
            let taken = Gateway::VARIANTS.iter().zip(counts);
            taken.filter(|(_, count)| **count > 0).map(of)
        })
    }

    fn summary(&self) -> Summary {
        let taken = self
            .counts
            .values()
            .map(|counts| counts.iter().map(|count| u64::from(*count)).sum::<u64>());
        let mut summary = Summary {
            total: self.total,
            distinct: self.counts.len() as u64,
            repeated: 0,
            surplus: 0,
            uncompared: self.uncompared,
        };
        for times in taken.filter(|times| *times > 1) {
            summary.repeated += 1;
            summary.surplus += times - 1;
        }
        summary
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(book: &Book, gateway: Gateway, number: &str, text: &str) {
        book.take(Taking {
            gateway,
            reference: "r",
            number: Number::parse(number).unwrap(),
            text,
        })
        .unwrap();
    }

    #[test]
    fn a_repetition_is_seen_across_gateways_and_ways_to_write_a_number() {
        let book = Book::open(None, false).unwrap();
        take(&book, Gateway::ThaiBulkSms, "0812345678", "a");
        take(&book, Gateway::Twilio, "+66812345678", "a");
        take(&book, Gateway::Twilio, "+66812345678", "b");
        let summary = book.summary();
        assert_eq!((summary.total, summary.distinct), (3, 2));
        assert_eq!((summary.repeated, summary.surplus), (1, 1));
        let ledger = book.ledger();
        assert_eq!(ledger.messages.len(), 3);
        assert_eq!(ledger.count_of("0812345678", "a"), 2);
        assert_eq!(ledger.count_of("0812345679", "a"), 0);
    }

    #[test]
    fn what_is_not_compared_any_more_is_told() {
        let book = Book::comparing(2, None, false).unwrap();
        for text in ["a", "b", "c", "a", "c"] {
            take(&book, Gateway::SmsMkt, "0812345678", text);
        }
        let summary = book.summary();
        assert_eq!((summary.total, summary.distinct), (5, 2));
        assert_eq!((summary.repeated, summary.uncompared), (1, 2));
    }

    #[test]
    fn each_message_is_a_line_before_it_counts_as_taken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.jsonl");
        let book = Book::open(Some(&path), false).unwrap();
        take(&book, Gateway::SmsMkt, "0812345678", "ข้อความ");
        let written = std::fs::read_to_string(&path).unwrap();
        let line: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(line["gateway"], "smsmkt");
        assert_eq!(line["number"], "66812345678");
        assert_eq!(line["text_sha256"], TextHash::of("ข้อความ").to_string());
        assert_eq!(line.get("text"), None);
        assert!(written.ends_with('\n'));
    }
}
