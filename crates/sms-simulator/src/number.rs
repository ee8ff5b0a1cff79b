//! Phone numbers as the gateways take them.

use serde::{Serialize, Serializer};
use std::fmt;

/// A phone number in international form, held as an integer: a million of them stay small.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(u64);

impl Number {
    /// Reads `0812345678`, `66812345678` or `+66812345678`, and numbers of other countries with
    /// their `+`. `None` for what no phone has.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (plus, digits) = match text.strip_prefix('+') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let thai = match digits.strip_prefix("66") {
            Some(rest) => Some(rest),
            None if plus => None,
            None => Some(digits.strip_prefix('0')?),
        };
        let complete = match thai {
            Some(rest) => rest.len() == 9 && rest.starts_with(['6', '8', '9']),
            None => (8..=15).contains(&digits.len()) && !digits.starts_with('0'),
        };
        let whole = thai.map_or_else(|| digits.to_owned(), |rest| format!("66{rest}"));
        complete.then(|| whole.parse().ok().map(Self)).flatten()
    }

    /// Its last four digits.
    pub(crate) fn ending(self) -> u16 {
        u16::try_from(self.0 % 10_000).unwrap_or_default()
    }
}

/// The digits with the country's code and without `+`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Only the last digits, so that a failed assertion tells nobody's number.
impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number(…{:04})", self.ending())
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_phone_is_one_number_however_it_is_written() {
        let written = ["0812345678", "66812345678", "+66812345678"];
        let read = written.map(|text| Number::parse(text).unwrap().to_string());
        assert_eq!(read, ["66812345678"; 3]);
    }

    #[test]
    fn what_no_phone_has_is_no_number() {
        for text in [
            "",
            "+",
            "081234567",
            "08123456789",
            "021234567",
            "6681234567",
            "0812 34",
        ] {
            assert_eq!(Number::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn other_countries_need_their_plus() {
        assert_eq!(
            Number::parse("+15005550006").unwrap().to_string(),
            "15005550006"
        );
        assert_eq!(Number::parse("15005550006"), None);
    }
}
