//! The last messages, for the page.

use crate::{gateway::Gateway, number::Number};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How many messages the page shows.
pub(crate) const SHOWN: usize = 50;

/// How many characters of a text are kept.
const TEXT_SHOWN: usize = 1_000;

/// A message on the page.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(crate) serial: u64,
    pub(crate) gateway: Gateway,
    pub(crate) number: Number,
    pub(crate) text: String,
    pub(crate) report: ReportState,
}

/// How far the report of a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
pub(crate) enum ReportState {
    /// Nobody wants one, or a fault keeps it back.
    #[strum(serialize = "no report")]
    None,
    #[strum(serialize = "report waits")]
    Waits,
    #[strum(serialize = "reported: delivered")]
    Delivered,
    #[strum(serialize = "reported: failed")]
    Failed,
    #[strum(serialize = "report was not received")]
    NotReceived,
    /// Only `http` on loopback is called.
    #[strum(serialize = "not reported: not an address on this computer")]
    Elsewhere,
}

/// The last messages, oldest first. They are in memory only.
#[derive(Default)]
pub(crate) struct Recent(Mutex<VecDeque<Shown>>);

impl Recent {
    fn with<T>(&self, what: impl FnOnce(&mut VecDeque<Shown>) -> T) -> T {
        what(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn add(&self, mut shown: Shown) {
        if let Some((end, _)) = shown.text.char_indices().nth(TEXT_SHOWN) {
            shown.text.truncate(end);
        }
        self.with(|ring| {
            if ring.len() == SHOWN {
                ring.pop_front();
            }
            ring.push_back(shown);
        });
    }

    /// Notes how far a report is, if its message is still shown.
    pub(crate) fn note(&self, serial: u64, report: ReportState) {
        self.with(|ring| {
            if let Some(shown) = ring.iter_mut().rev().find(|shown| shown.serial == serial) {
                shown.report = report;
            }
        });
    }

    pub(crate) fn all(&self) -> Vec<Shown> {
        self.with(|ring| ring.iter().cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_fifty_texts_are_kept_and_long_ones_are_cut() {
        let recent = Recent::default();
        for serial in 0..10_000 {
            recent.add(Shown {
                serial,
                gateway: Gateway::SmsMkt,
                number: Number::parse("0812345678").unwrap(),
                text: "ก".repeat(2_000),
                report: ReportState::None,
            });
        }
        let kept = recent.all();
        assert_eq!(kept.len(), SHOWN);
        assert_eq!(kept[0].serial, 10_000 - SHOWN as u64);
        assert!(
            kept.iter()
                .all(|shown| shown.text.chars().count() == TEXT_SHOWN)
        );
    }

    #[test]
    fn a_report_of_a_message_that_is_gone_is_forgotten() {
        let recent = Recent::default();
        recent.note(7, ReportState::Delivered);
        assert!(recent.all().is_empty());
    }
}
