//! What the page may know of time: only for what is shown and for how often it asks. Rules about
//! time are the desk's.

use chrono::{DateTime, Utc};

/// Milliseconds since 1970.
#[must_use]
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// The present moment, for words such as "today".
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 fit"
)]
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(now_ms() as i64).unwrap_or_default()
}
