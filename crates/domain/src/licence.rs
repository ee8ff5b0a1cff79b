//! Engineering licence numbers, such as `กย.123456` or `สย.12345`.

use crate::{Language, thai_text};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A licence number: two to four Thai consonants for grade and discipline, a dot, one to seven
/// digits. The Council publishes licence numbers, so it may be shown and logged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LicenceNumber(String);

/// Why a text is not a licence number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LicenceError {
    /// Nothing was typed.
    #[error("the licence number is empty")]
    Empty,
    /// The letters are missing, too many, or no Thai consonants.
    #[error("the licence number does not begin with two to four Thai letters")]
    Letters,
    /// The digits are missing, too many, or followed by something else.
    #[error("the licence number does not end with one to seven digits")]
    Digits,
}

/// The grades of a professional engineering licence, from the lowest to the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// ภาคีวิศวกรพิเศษ
    AdjunctEngineer,
    /// ภาคีวิศวกร
    AssociateEngineer,
    /// สามัญวิศวกร
    ProfessionalEngineer,
    /// วุฒิวิศวกร
    SeniorProfessionalEngineer,
}

/// Which letters stand for which grade, where the Council's settings say nothing else.
/// The longest prefix wins. The letter of ภาคีวิศวกรพิเศษ is not settled, so it has no entry.
pub const GRADE_PREFIXES: &[(&str, Grade)] = &[
    ("ภ", Grade::AssociateEngineer),
    ("ส", Grade::ProfessionalEngineer),
    ("ว", Grade::SeniorProfessionalEngineer),
];

impl Grade {
    /// The name in Thai.
    #[must_use]
    pub fn th(self) -> &'static str {
        match self {
            Self::AdjunctEngineer => "ภาคีวิศวกรพิเศษ",
            Self::AssociateEngineer => "ภาคีวิศวกร",
            Self::ProfessionalEngineer => "สามัญวิศวกร",
            Self::SeniorProfessionalEngineer => "วุฒิวิศวกร",
        }
    }

    /// The name in English.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Self::AdjunctEngineer => "Adjunct Engineer",
            Self::AssociateEngineer => "Associate Engineer",
            Self::ProfessionalEngineer => "Professional Engineer",
            Self::SeniorProfessionalEngineer => "Senior Professional Engineer",
        }
    }

    /// The name in `language`.
    #[must_use]
    pub fn name(self, language: Language) -> &'static str {
        match language {
            Language::Th => self.th(),
            Language::En => self.en(),
        }
    }
}

impl LicenceNumber {
    /// Reads a licence number with spaces, Thai digits or a missing dot allowed.
    ///
    /// ```
    /// use coe_domain::LicenceNumber;
    ///
    /// assert_eq!(LicenceNumber::parse("สย ๑๒๓๔๕").unwrap().as_str(), "สย.12345");
    /// ```
    ///
    /// # Errors
    /// A [`LicenceError`] that says which half is wrong.
    pub fn parse(text: &str) -> Result<Self, LicenceError> {
        let text = thai_text::normalise(text);
        if text.is_empty() {
            return Err(LicenceError::Empty);
        }
        let separator = |c: char| matches!(c, ' ' | '.' | '-');
        let digits_at = text
            .find(|c: char| c.is_ascii_digit())
            .ok_or(LicenceError::Digits)?;
        let (letters, digits) = text.split_at(digits_at);
        // `ส.ย. 12345` is written as well.
        let letters: String = letters.chars().filter(|c| !separator(*c)).collect();
        let count = letters.chars().count();
        if !(2..=4).contains(&count) || !letters.chars().all(thai_text::is_thai_consonant) {
            return Err(LicenceError::Letters);
        }
        if digits.len() > 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(LicenceError::Digits);
        }
        Ok(Self(format!("{letters}.{digits}")))
    }

    /// The one written form: `กย.123456`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The grade by [`GRADE_PREFIXES`], where the letters tell it.
    #[must_use]
    pub fn grade(&self) -> Option<Grade> {
        self.grade_by(GRADE_PREFIXES)
    }

    /// The grade by other prefixes; the longest that fits wins.
    #[must_use]
    pub fn grade_by(&self, prefixes: &[(&str, Grade)]) -> Option<Grade> {
        prefixes
            .iter()
            .filter(|(prefix, _)| self.0.starts_with(prefix))
            .max_by_key(|(prefix, _)| prefix.len())
            .map(|(_, grade)| *grade)
    }
}

impl fmt::Display for LicenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for LicenceNumber {
    type Error = LicenceError;

    fn try_from(text: String) -> Result<Self, LicenceError> {
        Self::parse(&text)
    }
}

impl std::str::FromStr for LicenceNumber {
    type Err = LicenceError;

    fn from_str(text: &str) -> Result<Self, LicenceError> {
        Self::parse(text)
    }
}

impl From<LicenceNumber> for String {
    fn from(number: LicenceNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_ways_of_typing_have_one_form() {
        for (typed, wanted) in [
            ("กย.123456", "กย.123456"),
            ("สย. 12345", "สย.12345"),
            ("สย 12345", "สย.12345"),
            ("สย๑๒๓๔๕", "สย.12345"),
            ("ส.ย.12345", "สย.12345"),
            (" ภฟก.0007 ", "ภฟก.0007"),
        ] {
            assert_eq!(
                LicenceNumber::parse(typed).unwrap().as_str(),
                wanted,
                "{typed}"
            );
        }
    }

    #[test]
    fn each_mistake_has_its_own_answer() {
        for (typed, wanted) in [
            (" ", LicenceError::Empty),
            ("ก.123", LicenceError::Letters),
            ("กขคงจ.123", LicenceError::Letters),
            ("AB.123", LicenceError::Letters),
            ("12345", LicenceError::Letters),
            ("กย.", LicenceError::Digits),
            ("กย.12345678", LicenceError::Digits),
            ("กย.123ก", LicenceError::Digits),
        ] {
            assert_eq!(LicenceNumber::parse(typed), Err(wanted), "{typed}");
        }
    }

    #[test]
    fn the_first_letter_tells_the_grade() {
        let grade = |text: &str| LicenceNumber::parse(text).unwrap().grade();
        assert_eq!(grade("ภย.12345"), Some(Grade::AssociateEngineer));
        assert_eq!(grade("สย.12345"), Some(Grade::ProfessionalEngineer));
        assert_eq!(grade("วย.12345"), Some(Grade::SeniorProfessionalEngineer));
        assert_eq!(
            grade("กย.123456"),
            None,
            "a letter that is not settled is not guessed"
        );
    }

    #[test]
    fn configured_prefixes_may_be_longer() {
        let number = LicenceNumber::parse("ภพย.12").unwrap();
        let prefixes = [
            ("ภ", Grade::AssociateEngineer),
            ("ภพ", Grade::AdjunctEngineer),
        ];
        assert_eq!(number.grade_by(&prefixes), Some(Grade::AdjunctEngineer));
        assert_eq!(Grade::AdjunctEngineer.name(Language::Th), "ภาคีวิศวกรพิเศษ");
    }
}
