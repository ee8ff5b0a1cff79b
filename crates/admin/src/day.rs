//! Days as files of the Council write them.

use chrono::{Datelike, NaiveDate};
use coe_domain::thai_date::BUDDHIST_ERA;
use coe_domain::thai_text;

/// No year of the common era that the register holds reaches it, and no Buddhist one lies before it.
const BETWEEN_THE_ERAS: i32 = 2300;

/// Why a text is not a day. The code stands in reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayError {
    /// Nothing is there.
    Empty,
    /// Neither `1990-05-31` nor `31/05/2533`, or no day of the calendar.
    NotADay,
    /// The year belongs to the other era: the form says which it must be.
    Era,
}

impl DayError {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotADay => "not_a_day",
            Self::Era => "era",
        }
    }
}

/// Reads `1990-05-31` in the common era, or `31/05/2533` in the Buddhist era. The form decides the
/// era, and a year that cannot be of it is refused: a guess would be wrong by 543 years.
///
/// # Errors
/// A [`DayError`] that says what is wrong.
pub fn parse(text: &str) -> Result<NaiveDate, DayError> {
    let text = thai_text::normalise(text);
    if text.is_empty() {
        return Err(DayError::Empty);
    }
    let slashed: Vec<_> = text.split('/').collect();
    match slashed.as_slice() {
        [day, month, year] => {
            let year = number(year, 4)?;
            if year < BETWEEN_THE_ERAS {
                return Err(DayError::Era);
            }
            ymd(year - BUDDHIST_ERA, number(month, 2)?, number(day, 2)?)
        }
        _ => {
            let dashed: Vec<_> = text.split('-').collect();
            let [year, month, day] = dashed.as_slice() else {
                return Err(DayError::NotADay);
            };
            let day = ymd(number(year, 4)?, number(month, 2)?, number(day, 2)?)?;
            if day.year() >= BETWEEN_THE_ERAS {
                return Err(DayError::Era);
            }
            Ok(day)
        }
    }
}

/// A number of at most so many digits, and nothing else.
fn number(text: &str, longest: usize) -> Result<i32, DayError> {
    let plain = (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain {
        text.parse().map_err(|_| DayError::NotADay)
    } else {
        Err(DayError::NotADay)
    }
}

fn ymd(year: i32, month: i32, day: i32) -> Result<NaiveDate, DayError> {
    let part = |value: i32| u32::try_from(value).map_err(|_| DayError::NotADay);
    NaiveDate::from_ymd_opt(year, part(month)?, part(day)?).ok_or(DayError::NotADay)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_also_in_thai_digits() {
        let wanted = NaiveDate::from_ymd_opt(1990, 5, 31).unwrap();
        for text in [
            "1990-05-31",
            "31/05/2533",
            "31/5/2533",
            " ๓๑/๐๕/๒๕๓๓ ",
            "๑๙๙๐-๐๕-๓๑",
        ] {
            assert_eq!(parse(text), Ok(wanted), "{text}");
        }
        assert_eq!(
            parse("29/02/2567"),
            Ok(NaiveDate::from_ymd_opt(2024, 2, 29).unwrap()),
            "a leap day is one in its own year"
        );
    }

    #[test]
    fn each_mistake_has_its_own_answer() {
        for (text, wanted) in [
            (" ", DayError::Empty),
            ("31/05/1990", DayError::Era),
            ("2533-05-31", DayError::Era),
            ("31/02/2533", DayError::NotADay),
            ("29/02/2566", DayError::NotADay),
            ("05/31/2533", DayError::NotADay),
            ("31-05-2533", DayError::NotADay),
            ("+1990-05-31", DayError::NotADay),
            ("31 พ.ค. 2533", DayError::NotADay),
            ("1990-05", DayError::NotADay),
        ] {
            assert_eq!(parse(text), Err(wanted), "{text}");
        }
    }
}
