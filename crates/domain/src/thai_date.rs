//! Dates and durations as people read them: the Buddhist era in Thai, the common era in English,
//! and the clock of Bangkok in both. Stored moments are UTC.

use crate::Language;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

/// Thailand has been seven hours ahead of UTC since 1920, without summer time.
const OFFSET: TimeDelta = TimeDelta::hours(7);

/// Years between the common era and the Buddhist era.
pub const BUDDHIST_ERA: i32 = 543;

const MONTHS_TH: [&str; 12] = [
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
];
const MONTHS_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// What clocks in Bangkok show at `moment`.
#[must_use]
pub fn bangkok(moment: DateTime<Utc>) -> NaiveDateTime {
    let utc = moment.naive_utc();
    utc.checked_add_signed(OFFSET).unwrap_or(utc)
}

/// The moment at which clocks in Bangkok show `local`.
#[must_use]
pub fn from_bangkok(local: NaiveDateTime) -> DateTime<Utc> {
    local.checked_sub_signed(OFFSET).unwrap_or(local).and_utc()
}

/// `23 พ.ย. 2569` or `23 Nov 2026`.
#[must_use]
pub fn format_date(date: NaiveDate, language: Language) -> String {
    let month = usize::try_from(date.month0()).unwrap_or_default();
    let months = match language {
        Language::Th => MONTHS_TH,
        Language::En => MONTHS_EN,
    };
    let name = months.get(month).copied().unwrap_or_default();
    format!("{} {name} {}", date.day(), shown_year(date, language))
}

/// `02/08/2571` or `02/08/2028`: day, month, year.
#[must_use]
pub fn format_date_numeric(date: NaiveDate, language: Language) -> String {
    format!(
        "{:02}/{:02}/{}",
        date.day(),
        date.month(),
        shown_year(date, language)
    )
}

/// `23 พ.ย. 2569 18:42` or `23 Nov 2026 18:42`, by the clock of Bangkok.
#[must_use]
pub fn format_moment(moment: DateTime<Utc>, language: Language) -> String {
    format!(
        "{} {}",
        format_date(bangkok(moment).date(), language),
        format_time(moment)
    )
}

/// `18:42`, by the clock of Bangkok.
#[must_use]
pub fn format_time(moment: DateTime<Utc>) -> String {
    let local = bangkok(moment);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// A duration in at most two units: `4 ชม. 48 น.`, `3 วัน 2 ชม.`, `4 h 48 min`, `3 d 2 h`.
///
/// A day is 24 hours. Minutes are left out from one day on. Negative durations begin with `-`.
#[must_use]
pub fn format_minutes(minutes: i64, language: Language) -> String {
    let (day, hour, minute) = match language {
        Language::Th => ("วัน", "ชม.", "น."),
        Language::En => ("d", "h", "min"),
    };
    let total = minutes.unsigned_abs();
    let (days, hours, rest) = (total / 1440, total % 1440 / 60, total % 60);
    let shown: &[(u64, &str)] = if days > 0 {
        &[(days, day), (hours, hour)]
    } else {
        &[(hours, hour), (rest, minute)]
    };
    let parts: Vec<String> = shown
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    let sign = if minutes < 0 { "-" } else { "" };
    if parts.is_empty() {
        format!("0 {minute}")
    } else {
        format!("{sign}{}", parts.join(" "))
    }
}

/// The moment at which clocks in Bangkok show `date` (`YYYY-MM-DD`, common era) and `time`
/// (`HH:MM`), as the fields of a form give them. `None` where either is not one.
#[must_use]
pub fn parse_local(date: &str, time: &str) -> Option<DateTime<Utc>> {
    let date = NaiveDate::parse_from_str(date.trim(), "%Y-%m-%d").ok()?;
    let time = NaiveTime::parse_from_str(time.trim(), "%H:%M").ok()?;
    Some(date.and_time(time).checked_sub_signed(OFFSET)?.and_utc())
}

fn shown_year(date: NaiveDate, language: Language) -> i32 {
    match language {
        Language::Th => date.year() + BUDDHIST_ERA,
        Language::En => date.year(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_has_the_era_of_its_language() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        assert_eq!(format_date(date, Language::Th), "23 พ.ย. 2569");
        assert_eq!(format_date(date, Language::En), "23 Nov 2026");
        let expiry = NaiveDate::from_ymd_opt(2028, 8, 2).unwrap();
        assert_eq!(format_date_numeric(expiry, Language::Th), "02/08/2571");
        assert_eq!(format_date_numeric(expiry, Language::En), "02/08/2028");
    }

    #[test]
    fn a_moment_is_shown_by_the_clock_of_bangkok() {
        assert_eq!(
            format_moment(moment("2026-11-23T11:42:59Z"), Language::Th),
            "23 พ.ย. 2569 18:42"
        );
        let new_year = moment("2026-12-31T17:00:00Z");
        assert_eq!(format_moment(new_year, Language::En), "1 Jan 2027 00:00");
        assert_eq!(format_time(new_year), "00:00");
    }

    #[test]
    fn durations_have_at_most_two_units() {
        for (minutes, th, en) in [
            (0, "0 น.", "0 min"),
            (48, "48 น.", "48 min"),
            (60, "1 ชม.", "1 h"),
            (288, "4 ชม. 48 น.", "4 h 48 min"),
            (1439, "23 ชม. 59 น.", "23 h 59 min"),
            (1441, "1 วัน", "1 d"),
            (4440, "3 วัน 2 ชม.", "3 d 2 h"),
            (-75, "-1 ชม. 15 น.", "-1 h 15 min"),
        ] {
            assert_eq!(format_minutes(minutes, Language::Th), th);
            assert_eq!(format_minutes(minutes, Language::En), en);
        }
    }

    #[test]
    fn the_fields_of_a_form_are_bangkok_time() {
        assert_eq!(
            parse_local("2026-11-23", "06:30"),
            Some(moment("2026-11-22T23:30:00Z"))
        );
        for (date, time) in [
            ("2026-02-30", "10:00"),
            ("2026-02-03", "24:00"),
            ("", ""),
            ("x", "y"),
        ] {
            assert_eq!(parse_local(date, time), None, "{date} {time}");
        }
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        for end in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            assert!(!format_moment(end, Language::Th).is_empty());
            let _ = from_bangkok(bangkok(end));
        }
        assert!(format_minutes(i64::MIN, Language::En).starts_with('-'));
    }
}
