//! What can go wrong, and how often.

use serde::{Deserialize, Serialize};
use std::{str::FromStr, time::Duration};

/// A way in which a gateway misbehaves.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum FaultKind {
    /// The message is taken and the answer is late. Goes together with any other fault.
    Slow,
    /// The message is not taken, and no answer ever comes.
    NoAnswerNotTaken,
    /// The message is taken, and no answer ever comes.
    NoAnswerTaken,
    /// Status 429 with `Retry-After: 1`; not taken.
    RateLimited,
    /// Status 500; not taken.
    ErrorBefore,
    /// Status 500, and yet the message is taken.
    ErrorAfter,
    /// The message is taken; the answer has the right status and cannot be read.
    BadJson,
    /// The number is refused.
    BadNumber,
    /// The connection is closed without an answer; not taken.
    DropBefore,
    /// The connection is closed without an answer; taken.
    DropAfter,
    /// The account is empty; not taken.
    NoCredit,
    /// The credentials are refused; not taken.
    WrongCredentials,
    /// The message is taken and later reported as failed.
    ReportFailed,
    /// No report is ever sent.
    ReportNever,
    /// The report is sent twice.
    ReportDuplicate,
    /// The report is sent before the answer.
    ReportEarly,
    /// The report of delivery is followed by one of failure.
    ReportReversed,
}

impl FaultKind {
    /// Its name on command lines and at `/control`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// Whether it is about the report, not the answer.
    pub(crate) fn is_of_reports(self) -> bool {
        use FaultKind as F;
        matches!(
            self,
            F::ReportFailed
                | F::ReportNever
                | F::ReportDuplicate
                | F::ReportEarly
                | F::ReportReversed
        )
    }
}

/// How often a fault happens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Odds {
    /// To each message with this probability, 0 to 1.
    Probability(f64),
    /// To so many more messages, one after the other.
    Next(u32),
}

/// A fault that messages may meet.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Fault {
    /// What happens.
    pub kind: FaultKind,
    /// How often.
    pub odds: Odds,
    /// How late the answer of [`FaultKind::Slow`] is.
    pub delay: Duration,
}

impl Fault {
    /// How late a slow answer is, unless told: five seconds.
    pub const DELAY: Duration = Duration::from_secs(5);

    /// Happens to each message with this probability; anything outside 0 to 1 is cut to it.
    #[must_use]
    pub fn probable(kind: FaultKind, probability: f64) -> Self {
        let probability = if probability.is_nan() {
            0.0
        } else {
            probability.clamp(0.0, 1.0)
        };
        Self {
            kind,
            odds: Odds::Probability(probability),
            delay: Self::DELAY,
        }
    }

    /// Happens to every message.
    #[must_use]
    pub fn always(kind: FaultKind) -> Self {
        Self::probable(kind, 1.0)
    }

    /// Happens to the next `count` messages.
    #[must_use]
    pub fn next(kind: FaultKind, count: u32) -> Self {
        Self {
            kind,
            odds: Odds::Next(count),
            delay: Self::DELAY,
        }
    }

    /// With another delay, for [`FaultKind::Slow`].
    #[must_use]
    pub fn delayed(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }
}

/// Why something is not a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// There is no fault of this name.
    #[error("there is no such fault")]
    Kind,
    /// The probability is no number from 0 to 1.
    #[error("a probability is a number from 0 to 1")]
    Probability,
    /// Neither or both of `probability` and `next` are given.
    #[error("a fault has either `probability` or `next`")]
    Odds,
}

/// `kind=probability`, as on the command line.
impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (kind, probability) = text.split_once('=').ok_or(FaultError::Odds)?;
        Self::try_from(Written {
            kind: kind.parse().map_err(|_| FaultError::Kind)?,
            probability: Some(probability.parse().map_err(|_| FaultError::Probability)?),
            next: None,
            delay_ms: None,
        })
    }
}

/// A fault as JSON.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: FaultKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delay_ms: Option<u64>,
}

impl TryFrom<Written> for Fault {
    type Error = FaultError;

    fn try_from(written: Written) -> Result<Self, FaultError> {
        let odds = match (written.probability, written.next) {
            (Some(probability), None) if (0.0..=1.0).contains(&probability) => {
                Odds::Probability(probability)
            }
            (Some(_), None) => return Err(FaultError::Probability),
            (None, Some(next)) => Odds::Next(next),
            _ => return Err(FaultError::Odds),
        };
        Ok(Self {
            kind: written.kind,
            odds,
            delay: written.delay_ms.map_or(Self::DELAY, Duration::from_millis),
        })
    }
}

impl From<Fault> for Written {
    fn from(fault: Fault) -> Self {
        let (probability, next) = match fault.odds {
            Odds::Probability(probability) => (Some(probability), None),
            Odds::Next(next) => (None, Some(next)),
        };
        let slow = fault.kind == FaultKind::Slow;
        Self {
            kind: fault.kind,
            probability,
            next,
            delay_ms: slow.then(|| u64::try_from(fault.delay.as_millis()).unwrap_or(u64::MAX)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_written_as_kind_and_probability() {
        let fault: Fault = "no_answer_taken=0.25".parse().unwrap();
        assert_eq!(fault, Fault::probable(FaultKind::NoAnswerTaken, 0.25));
    }

    #[test]
    fn what_is_no_fault_is_told_apart() {
        assert_eq!("slow".parse::<Fault>(), Err(FaultError::Odds));
        assert_eq!("lazy=0.5".parse::<Fault>(), Err(FaultError::Kind));
        assert_eq!("slow=often".parse::<Fault>(), Err(FaultError::Probability));
        assert_eq!("slow=1.5".parse::<Fault>(), Err(FaultError::Probability));
        assert_eq!("slow=NaN".parse::<Fault>(), Err(FaultError::Probability));
    }

    #[test]
    fn json_has_either_odds() {
        let both = r#"{"kind":"slow","probability":1,"next":1}"#;
        assert!(serde_json::from_str::<Fault>(both).is_err());
        let next = r#"{"kind":"slow","next":3,"delay_ms":50}"#;
        let fault: Fault = serde_json::from_str(next).unwrap();
        assert_eq!(
            fault,
            Fault::next(FaultKind::Slow, 3).delayed(Duration::from_millis(50))
        );
        assert_eq!(serde_json::to_string(&fault).unwrap(), next);
    }
}
