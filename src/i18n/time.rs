//! Spans of time as the desk speaks of them.

use super::Language;

/// Business minutes as hours and minutes: `4 ชม. 48 น.`, `4 h 48 min`. Never in days, because a
/// working day is not 24 hours. The sign is left to the words around it.
#[must_use]
pub fn business(minutes: i64, language: Language) -> String {
    let total = minutes.unsigned_abs();
    let (hours, rest) = (total / 60, total % 60);
    let (hour, minute) = match language {
        Language::Th => ("ชม.", "น."),
        Language::En => ("h", "min"),
    };
    match (hours, rest) {
        (0, rest) => format!("{rest} {minute}"),
        (hours, 0) => format!("{hours} {hour}"),
        (hours, rest) => format!("{hours} {hour} {rest:02} {minute}"),
    }
}
