//! The number by which a member knows a request, such as `67-2-4`.

use crate::{thai_date, thai_text};
use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// `{Buddhist year, two digits}-{month}-{running number in that month}`.
///
/// Two digits stand for the years 2500 to 2599. The order is the order of filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RequestNumber {
    year_be_2digit: u8,
    month: u8,
    running: u32,
}

/// Why something is not a request number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestNumberError {
    /// Not three numbers with dashes between them.
    #[error("a request number looks like 67-2-4")]
    Malformed,
    /// The Buddhist year is outside 2500–2599, so two digits would not tell it.
    #[error("the year of a request number is outside 2500 to 2599")]
    Year,
    /// Not a month.
    #[error("the month of a request number is outside 1 to 12")]
    Month,
    /// Numbers begin at 1.
    #[error("the running number of a request number is zero or too large")]
    Running,
}

const CENTURY: i32 = 2500;

impl RequestNumber {
    /// The number `running` (from 1) of `month` (1–12) in the Buddhist year `year_be`, such as
    /// 2567.
    ///
    /// # Errors
    /// [`RequestNumberError`] where a part is out of range.
    pub fn new(year_be: i32, month: u32, running: u32) -> Result<Self, RequestNumberError> {
        let year_be_2digit = u8::try_from(year_be.saturating_sub(CENTURY))
            .ok()
            .filter(|year| *year < 100)
            .ok_or(RequestNumberError::Year)?;
        let month = u8::try_from(month)
            .ok()
            .filter(|month| (1..=12).contains(month))
            .ok_or(RequestNumberError::Month)?;
        if running == 0 {
            return Err(RequestNumberError::Running);
        }
        Ok(Self {
            year_be_2digit,
            month,
            running,
        })
    }

    /// Reads `67-2-4`, with spaces, Thai digits and leading zeros allowed.
    ///
    /// # Errors
    /// [`RequestNumberError`] where it is none.
    pub fn parse(text: &str) -> Result<Self, RequestNumberError> {
        let text = thai_text::normalise(text).replace(['\u{2010}', '\u{2011}', '\u{2013}'], "-");
        let mut parts = text.split('-').map(str::trim);
        let (Some(year), Some(month), Some(running), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(RequestNumberError::Malformed);
        };
        for part in [year, month, running] {
            if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(RequestNumberError::Malformed);
            }
        }
        if year.len() != 2 {
            return Err(RequestNumberError::Malformed);
        }
        let year: i32 = year.parse().map_err(|_| RequestNumberError::Year)?;
        let month = month.parse().map_err(|_| RequestNumberError::Month)?;
        let running = running.parse().map_err(|_| RequestNumberError::Running)?;
        Self::new(CENTURY + year, month, running)
    }

    /// The number `running` of the month that `moment` falls in, by the clock of Bangkok.
    ///
    /// # Errors
    /// [`RequestNumberError`] where `running` is 0 or the year is out of range.
    pub fn for_moment(moment: DateTime<Utc>, running: u32) -> Result<Self, RequestNumberError> {
        let (year_be, month) = period(moment);
        Self::new(year_be, month, running)
    }

    /// The full Buddhist year, such as 2567.
    #[must_use]
    pub fn year_be(self) -> i32 {
        CENTURY + i32::from(self.year_be_2digit)
    }

    /// The month, 1–12.
    #[must_use]
    pub fn month(self) -> u32 {
        u32::from(self.month)
    }

    /// The running number in that month, from 1.
    #[must_use]
    pub fn running(self) -> u32 {
        self.running
    }
}

/// The Buddhist year (in full) and the month that `moment` falls in, by the clock of Bangkok.
#[must_use]
pub fn period(moment: DateTime<Utc>) -> (i32, u32) {
    let local = thai_date::bangkok(moment);
    (local.year() + thai_date::BUDDHIST_ERA, local.month())
}

impl fmt::Display for RequestNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:02}-{}-{}",
            self.year_be_2digit, self.month, self.running
        )
    }
}

impl TryFrom<String> for RequestNumber {
    type Error = RequestNumberError;

    fn try_from(text: String) -> Result<Self, RequestNumberError> {
        Self::parse(&text)
    }
}

impl std::str::FromStr for RequestNumber {
    type Err = RequestNumberError;

    fn from_str(text: &str) -> Result<Self, RequestNumberError> {
        Self::parse(text)
    }
}

impl From<RequestNumber> for String {
    fn from(number: RequestNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guides_example_is_read_and_written() {
        let number = RequestNumber::parse("67-2-4").unwrap();
        assert_eq!(
            (number.year_be(), number.month(), number.running()),
            (2567, 2, 4)
        );
        assert_eq!(number, RequestNumber::new(2567, 2, 4).unwrap());
        assert_eq!(number.to_string(), "67-2-4");
        for typed in [
            "๖๗-๒-๔",
            " 67 - 2 - 4 ",
            "67-02-0004",
            "67\u{2013}2\u{2013}4",
        ] {
            assert_eq!(RequestNumber::parse(typed), Ok(number), "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for (typed, wanted) in [
            ("", RequestNumberError::Malformed),
            ("67-2", RequestNumberError::Malformed),
            ("67-2-4-1", RequestNumberError::Malformed),
            ("67--4", RequestNumberError::Malformed),
            ("67-2-x", RequestNumberError::Malformed),
            ("67-+2-4", RequestNumberError::Malformed),
            ("2567-2-4", RequestNumberError::Malformed),
            ("67-13-4", RequestNumberError::Month),
            ("67-0-4", RequestNumberError::Month),
            ("67-2-0", RequestNumberError::Running),
            ("67-2-99999999999", RequestNumberError::Running),
        ] {
            assert_eq!(RequestNumber::parse(typed), Err(wanted), "{typed}");
        }
        assert_eq!(
            RequestNumber::new(2026, 2, 4),
            Err(RequestNumberError::Year),
            "not a BE year"
        );
        assert_eq!(
            RequestNumber::new(i32::MIN, 2, 4),
            Err(RequestNumberError::Year)
        );
        assert_eq!(
            RequestNumber::new(2600, 2, 4),
            Err(RequestNumberError::Year)
        );
        assert_eq!(
            RequestNumber::new(2567, 300, 4),
            Err(RequestNumberError::Month)
        );
    }

    #[test]
    fn the_month_is_bangkoks() {
        let before: DateTime<Utc> = "2026-12-31T16:59:59Z".parse().unwrap();
        let after: DateTime<Utc> = "2026-12-31T17:00:00Z".parse().unwrap();
        assert_eq!(period(before), (2569, 12));
        assert_eq!(period(after), (2570, 1));
        assert_eq!(
            RequestNumber::for_moment(after, 1).unwrap().to_string(),
            "70-1-1"
        );
    }

    #[test]
    fn the_order_is_the_order_of_filing() {
        let number = |text: &str| RequestNumber::parse(text).unwrap();
        assert!(
            number("67-2-9") < number("67-2-10"),
            "by number, not by letter"
        );
        assert!(number("67-9-1") < number("67-10-1"));
        assert!(number("67-12-99") < number("68-1-1"));
    }

    #[test]
    fn json_is_the_written_number() {
        let number = RequestNumber::parse("05-1-12").unwrap();
        assert_eq!(serde_json::to_string(&number).unwrap(), r#""05-1-12""#);
        assert_eq!(
            serde_json::from_str::<RequestNumber>(r#""05-1-12""#).unwrap(),
            number
        );
    }
}
