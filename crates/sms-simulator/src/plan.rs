//! What will happen to one message.

use crate::fault::{Fault, FaultKind, Odds};
use crate::{chance::Chance, number::Number};
use std::{sync::Mutex, sync::PoisonError, time::Duration};

/// What will happen to one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Plan {
    /// What goes wrong with the answer, if anything.
    pub(crate) trouble: Option<FaultKind>,
    /// What goes wrong with the report, if anything.
    pub(crate) report: Option<FaultKind>,
    /// How late the answer is.
    pub(crate) delay: Duration,
}

impl Plan {
    /// What a number that says what happens asks for.
    pub(crate) fn told_by(number: Number) -> Option<Self> {
        use FaultKind as F;
        let kind = match number.ending() {
            0 => F::BadNumber,
            9999 => F::ReportFailed,
            8888 => F::NoAnswerTaken,
            7777 => F::ErrorBefore,
            6666 => F::BadJson,
            5555 => F::Slow,
            _ => return None,
        };
        let mut plan = Self::default();
        plan.add(&Fault::always(kind));
        Some(plan)
    }

    /// Whether there is room for this fault.
    fn lacks(&self, kind: FaultKind) -> bool {
        match kind {
            FaultKind::Slow => self.delay.is_zero(),
            kind if kind.is_of_reports() => self.report.is_none(),
            _ => self.trouble.is_none(),
        }
    }

    fn add(&mut self, fault: &Fault) {
        match fault.kind {
            FaultKind::Slow => self.delay = fault.delay,
            kind if kind.is_of_reports() => self.report = Some(kind),
            kind => self.trouble = Some(kind),
        }
    }
}

/// The faults that messages may meet now.
#[derive(Debug)]
pub(crate) struct FaultTable(Mutex<Vec<Fault>>);

impl FaultTable {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        Self(Mutex::new(faults))
    }

    fn with<T>(&self, what: impl FnOnce(&mut Vec<Fault>) -> T) -> T {
        what(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn set(&self, faults: Vec<Fault>) {
        self.with(|now| *now = faults);
    }

    pub(crate) fn all(&self) -> Vec<Fault> {
        self.with(|now| now.clone())
    }

    /// Decides over one message. At most one fault meets the answer and one the report, the first
    /// in the table's order; a slow answer goes with any.
    pub(crate) fn draw(&self, chance: &Chance) -> Plan {
        self.with(|faults| {
            let mut plan = Plan::default();
            for fault in faults.iter_mut() {
                if !plan.lacks(fault.kind) {
                    continue;
                }
                let happens = match &mut fault.odds {
                    Odds::Probability(probability) => chance.happens(*probability),
                    Odds::Next(0) => false,
                    Odds::Next(left) => {
                        *left -= 1;
                        true
                    }
                };
                if happens {
                    plan.add(fault);
                }
            }
            plan
        })
    }

    /// What a question that is no message meets: only faults that happen always, so that questions
    /// use up none and need no luck.
    pub(crate) fn certain(&self) -> Plan {
        self.with(|faults| {
            let mut plan = Plan::default();
            for fault in faults.iter() {
                if fault.odds == Odds::Probability(1.0) && plan.lacks(fault.kind) {
                    plan.add(fault);
                }
            }
            plan
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(faults: &[Fault]) -> (FaultTable, Chance) {
        (FaultTable::new(faults.to_vec()), Chance::new(Some(1)))
    }

    #[test]
    fn the_next_three_are_three() {
        let (table, chance) = table(&[Fault::next(FaultKind::DropAfter, 3)]);
        let met = (0..10).filter(|_| table.draw(&chance).trouble.is_some());
        assert_eq!(met.count(), 3);
    }

    #[test]
    fn a_probability_is_met_about_as_often() {
        let (table, chance) = table(&[Fault::probable(FaultKind::DropAfter, 0.1)]);
        let met = (0..10_000).filter(|_| table.draw(&chance).trouble.is_some());
        assert!((800..1_200).contains(&met.count()));
    }

    #[test]
    fn a_message_meets_one_trouble_one_report_fault_and_a_delay() {
        let (table, chance) = table(&[
            Fault::next(FaultKind::ErrorBefore, 1),
            Fault::next(FaultKind::DropAfter, 1),
            Fault::always(FaultKind::Slow),
            Fault::always(FaultKind::ReportNever),
        ]);
        let first = table.draw(&chance);
        assert_eq!(first.trouble, Some(FaultKind::ErrorBefore));
        assert_eq!(first.report, Some(FaultKind::ReportNever));
        assert_eq!(first.delay, Fault::DELAY);
        assert_eq!(table.draw(&chance).trouble, Some(FaultKind::DropAfter));
        assert_eq!(table.draw(&chance).trouble, None);
    }

    #[test]
    fn a_question_uses_up_nothing() {
        let (table, _) = table(&[
            Fault::next(FaultKind::ErrorBefore, 1),
            Fault::always(FaultKind::WrongCredentials),
        ]);
        let kept = table.all();
        let plan = table.certain();
        assert_eq!(plan.trouble, Some(FaultKind::WrongCredentials));
        assert_eq!(table.all(), kept);
    }

    #[test]
    fn the_last_four_digits_say_what_happens() {
        let of = |number| Plan::told_by(Number::parse(number).unwrap());
        assert_eq!(
            of("0812340000").unwrap().trouble,
            Some(FaultKind::BadNumber)
        );
        assert_eq!(
            of("0812349999").unwrap().report,
            Some(FaultKind::ReportFailed)
        );
        assert_eq!(of("0812345555").unwrap().delay, Duration::from_secs(5));
        assert_eq!(of("0812345678"), None);
    }
}
