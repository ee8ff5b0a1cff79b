//! The 13-digit national ID (เลขประจำตัวประชาชน).

use crate::thai_text;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A national ID of 13 digits, shown as `1-2345-67890-12-1`.
///
/// The check digit may be wrong: a claim or an old record can hold a mistyped number, and the desk
/// must be able to show it. Ask [`NationalId::check_digit_holds`]. `Debug` is masked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NationalId(String);

/// Why a text is not a national ID. Holds nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NationalIdError {
    /// Nothing was typed.
    #[error("the national ID is empty")]
    Empty,
    /// Not 13 digits.
    #[error("the national ID does not have 13 digits")]
    WrongLength,
    /// Something that is neither a digit, a space nor a dash.
    #[error("the national ID holds a character that does not belong in one")]
    InvalidCharacter,
}

/// The check digit that belongs to the first twelve digits (values 0–9):
/// (11 − Σ dᵢ·(14−i) mod 11) mod 10, for i = 1..12.
#[must_use]
pub fn check_digit(first12: &[u8; 12]) -> u8 {
    let sum: u32 = first12
        .iter()
        .zip((2..=13).rev())
        .map(|(digit, weight): (&u8, u32)| u32::from(*digit) * weight)
        .sum();
    // At most 11, so it always fits.
    u8::try_from((11 - sum % 11) % 10).unwrap_or_default()
}

impl NationalId {
    /// Reads 13 digits, with spaces, dashes or Thai digits allowed.
    ///
    /// # Errors
    /// A [`NationalIdError`] that says what is wrong, without repeating the text.
    pub fn parse(text: &str) -> Result<Self, NationalIdError> {
        let mut digits = String::with_capacity(13);
        for c in thai_text::normalise(text).chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '-' | '\u{2010}'..='\u{2015}' => {}
                _ => return Err(NationalIdError::InvalidCharacter),
            }
        }
        match digits.len() {
            0 => Err(NationalIdError::Empty),
            13 => Ok(Self(digits)),
            _ => Err(NationalIdError::WrongLength),
        }
    }

    /// Whether the last digit is the check digit of the others.
    #[must_use]
    pub fn check_digit_holds(&self) -> bool {
        let mut first12 = [0_u8; 12];
        for (slot, byte) in first12.iter_mut().zip(self.0.bytes()) {
            *slot = byte.saturating_sub(b'0');
        }
        self.0.as_bytes().get(12) == Some(&(b'0' + check_digit(&first12)))
    }

    /// The 13 digits, as stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first and the last three digits: `1-xxxx-xxxxx-12-1`.
    #[must_use]
    pub fn masked(&self) -> String {
        let [first, _, _, fourth, last] = self.groups();
        format!("{first}-xxxx-xxxxx-{fourth}-{last}")
    }

    /// All digits in the groups of the card: `1-2345-67890-12-1`.
    #[must_use]
    pub fn formatted(&self) -> String {
        self.groups().join("-")
    }

    /// The group of five digits, which a member may be asked to read aloud.
    #[must_use]
    pub fn third_group(&self) -> &str {
        let [_, _, third, _, _] = self.groups();
        third
    }

    fn groups(&self) -> [&str; 5] {
        [(0, 1), (1, 5), (5, 10), (10, 12), (12, 13)]
            .map(|(from, to)| self.0.get(from..to).unwrap_or_default())
    }
}

impl fmt::Debug for NationalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NationalId({})", self.masked())
    }
}

impl TryFrom<String> for NationalId {
    type Error = NationalIdError;

    fn try_from(text: String) -> Result<Self, NationalIdError> {
        Self::parse(&text)
    }
}

impl std::str::FromStr for NationalId {
    type Err = NationalIdError;

    fn from_str(text: &str) -> Result<Self, NationalIdError> {
        Self::parse(text)
    }
}

impl From<NationalId> for String {
    fn from(id: NationalId) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_specimen_number_holds() {
        let id = NationalId::parse("1-2345-67890-12-1").unwrap();
        assert!(id.check_digit_holds());
        assert_eq!(id.as_str(), "1234567890121");
        assert_eq!(id.formatted(), "1-2345-67890-12-1");
        assert_eq!(id.third_group(), "67890");
    }

    #[test]
    fn a_wrong_check_digit_is_read_and_told() {
        for last in ["0", "2", "3", "4", "5", "6", "7", "8", "9"] {
            let id = NationalId::parse(&format!("123456789012{last}")).unwrap();
            assert!(!id.check_digit_holds(), "only 1 is right, not {last}");
        }
    }

    #[test]
    fn both_sums_that_give_two_figures_lose_the_ten() {
        // Σ mod 11 = 1 gives 10 → 0, and Σ mod 11 = 0 gives 11 → 1.
        assert_eq!(check_digit(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6]), 0);
        assert_eq!(check_digit(&[0; 12]), 1);
    }

    #[test]
    fn spaces_dashes_and_thai_digits_are_read() {
        let wanted = NationalId::parse("1234567890121").unwrap();
        for typed in [
            "1 2345 67890 12 1",
            "๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑",
            " 1\u{2013}2345678901 2 1 ",
        ] {
            assert_eq!(NationalId::parse(typed).unwrap(), wanted, "{typed}");
        }
    }

    #[test]
    fn each_mistake_has_its_own_answer() {
        assert_eq!(NationalId::parse(" - "), Err(NationalIdError::Empty));
        assert_eq!(
            NationalId::parse("123456789012"),
            Err(NationalIdError::WrongLength)
        );
        assert_eq!(
            NationalId::parse("12345678901211"),
            Err(NationalIdError::WrongLength)
        );
        assert_eq!(
            NationalId::parse("123456789012X"),
            Err(NationalIdError::InvalidCharacter)
        );
    }

    #[test]
    fn masked_hides_the_middle_and_debug_is_masked() {
        let id = NationalId::parse("1234567890121").unwrap();
        assert_eq!(id.masked(), "1-xxxx-xxxxx-12-1");
        assert_eq!(format!("{id:?}"), "NationalId(1-xxxx-xxxxx-12-1)");
    }

    #[test]
    fn json_is_the_plain_number() {
        let id: NationalId = serde_json::from_str(r#""1-2345-67890-12-1""#).unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), r#""1234567890121""#);
        assert!(serde_json::from_str::<NationalId>(r#""12""#).is_err());
    }
}
