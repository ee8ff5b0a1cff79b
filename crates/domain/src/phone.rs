//! Thai mobile numbers.

use crate::thai_text;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A Thai mobile number: `0`, then `6`, `8` or `9`, then eight digits.
///
/// There is no `Display`: whoever shows a number chooses [`Phone::masked`] or
/// [`Phone::formatted`]. `Debug` is masked, so a log line never holds a number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// Why a text is not a mobile number. Holds nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Nothing was typed.
    #[error("the phone number is empty")]
    Empty,
    /// A complete number, but not of a Thai mobile phone.
    #[error("the number is not a Thai mobile number")]
    NotAMobile,
    /// Too few or too many digits.
    #[error("the phone number has too few or too many digits")]
    WrongLength,
    /// Something that is neither a digit nor a usual separator.
    #[error("the phone number holds a character that does not belong in one")]
    InvalidCharacter,
}

impl Phone {
    /// Reads a number as people type it: with `+66` or `66`, spaces, dashes, dots, parentheses or
    /// Thai digits.
    ///
    /// ```
    /// use coe_domain::Phone;
    ///
    /// let phone = Phone::parse("+66 (0)81-234-5678").unwrap();
    /// assert_eq!(phone.as_str(), "0812345678");
    /// ```
    ///
    /// # Errors
    /// A [`PhoneError`] that says what is wrong, without repeating the text.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let text = thai_text::normalise(text);
        let (international, rest) = match text.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        let mut digits = String::with_capacity(12);
        for c in rest.chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '-' | '.' | '(' | ')' | '\u{2010}'..='\u{2015}' => {}
                _ => return Err(PhoneError::InvalidCharacter),
            }
        }
        if digits.is_empty() {
            return Err(PhoneError::Empty);
        }
        let national = national_form(&digits, international)?;
        check(&national)?;
        Ok(Self(national))
    }

    /// The ten digits, as stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Only the last four digits: `xxx-xxx-1613`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("xxx-xxx-{}", self.group(6, 10))
    }

    /// All digits, for someone who may see them: `081-234-5678`.
    #[must_use]
    pub fn formatted(&self) -> String {
        format!(
            "{}-{}-{}",
            self.group(0, 3),
            self.group(3, 6),
            self.group(6, 10)
        )
    }

    /// The international form that message gateways want: `+66812345678`.
    #[must_use]
    pub fn e164(&self) -> String {
        format!("+66{}", self.group(1, 10))
    }

    fn group(&self, from: usize, to: usize) -> &str {
        self.0.get(from..to).unwrap_or_default()
    }
}

fn national_form(digits: &str, international: bool) -> Result<String, PhoneError> {
    if international && !digits.starts_with("66") {
        return Err(PhoneError::NotAMobile);
    }
    // No number within Thailand begins with 66, so the sign may be missing.
    let Some(subscriber) = digits.strip_prefix("66") else {
        return Ok(digits.to_owned());
    };
    // `+66 (0)81 …` is written often, though the zero does not belong there.
    if subscriber.starts_with('0') {
        Ok(subscriber.to_owned())
    } else {
        Ok(format!("0{subscriber}"))
    }
}

fn check(national: &str) -> Result<(), PhoneError> {
    let mobile = ["06", "08", "09"]
        .iter()
        .any(|prefix| national.starts_with(prefix));
    match (mobile, national.len()) {
        (true, 10) => Ok(()),
        // A landline has nine digits.
        (false, 9 | 10) if national.starts_with('0') => Err(PhoneError::NotAMobile),
        (false, 10) => Err(PhoneError::NotAMobile),
        _ => Err(PhoneError::WrongLength),
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

impl TryFrom<String> for Phone {
    type Error = PhoneError;

    fn try_from(text: String) -> Result<Self, PhoneError> {
        Self::parse(&text)
    }
}

impl std::str::FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, PhoneError> {
        Self::parse(text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_way_of_typing_is_the_same_number() {
        for typed in [
            "0812345678",
            "081-234-5678",
            "081 234 5678",
            "(081) 234.5678",
            "+66812345678",
            "+66 81 234 5678",
            "+66 (0)81-234-5678",
            "66812345678",
            "๐๘๑-๒๓๔-๕๖๗๘",
            " 081\u{2013}234\u{00A0}5678\u{200B}",
        ] {
            assert_eq!(
                Phone::parse(typed).unwrap().as_str(),
                "0812345678",
                "{typed}"
            );
        }
    }

    #[test]
    fn each_mistake_has_its_own_answer() {
        for (typed, wanted) in [
            ("", PhoneError::Empty),
            (" - ", PhoneError::Empty),
            ("+", PhoneError::Empty),
            ("021234567", PhoneError::NotAMobile),
            ("0212345678", PhoneError::NotAMobile),
            ("+14155550123", PhoneError::NotAMobile),
            ("1234567890", PhoneError::NotAMobile),
            ("081234567", PhoneError::WrongLength),
            ("08123456789", PhoneError::WrongLength),
            ("812345678", PhoneError::WrongLength),
            ("081-234-567a", PhoneError::InvalidCharacter),
            ("081+2345678", PhoneError::InvalidCharacter),
        ] {
            assert_eq!(Phone::parse(typed), Err(wanted), "{typed}");
        }
    }

    #[test]
    fn the_forms_of_one_number() {
        let phone = Phone::parse("0898761613").unwrap();
        assert_eq!(phone.masked(), "xxx-xxx-1613");
        assert_eq!(phone.formatted(), "089-876-1613");
        assert_eq!(phone.e164(), "+66898761613");
        assert_eq!(
            format!("{phone:?}"),
            "Phone(xxx-xxx-1613)",
            "no number in a log line"
        );
    }

    #[test]
    fn json_is_the_plain_number_and_is_checked() {
        let phone: Phone = serde_json::from_str(r#""+66 81 234 5678""#).unwrap();
        assert_eq!(serde_json::to_string(&phone).unwrap(), r#""0812345678""#);
        let error = serde_json::from_str::<Phone>(r#""0212345678""#)
            .unwrap_err()
            .to_string();
        assert!(
            !error.contains("0212345678"),
            "an error never repeats the number: {error}"
        );
    }
}
