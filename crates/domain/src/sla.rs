//! Target times in business hours of Bangkok. The clock stands still while a request waits for
//! the member.
//!
//! Every moment counts as the beginning of its minute, so sums are exact:
//! `between(a, b) + between(b, c) == between(a, c)`.

use crate::thai_date;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// When the desk works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BusinessCalendar {
    /// Opening time, by the clock of Bangkok; whole minutes.
    pub opens: NaiveTime,
    /// Closing time on the same day. Nothing is open where it is not later than `opens`.
    pub closes: NaiveTime,
    /// Which days of the week are worked, Monday first.
    pub workdays: [bool; 7],
    /// Days on which the desk is closed.
    pub holidays: BTreeSet<NaiveDate>,
}

impl Default for BusinessCalendar {
    /// Monday to Friday, 08:30 to 16:30, no holidays.
    fn default() -> Self {
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        Self {
            opens: at(8, 30),
            closes: at(16, 30),
            workdays: [true, true, true, true, true, false, false],
            holidays: BTreeSet::new(),
        }
    }
}

impl BusinessCalendar {
    /// Business minutes from `from` to `to`; negative where `to` is earlier.
    ///
    /// The cost grows with the holidays between the two, not with the time.
    #[must_use]
    pub fn minutes_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        if to < from {
            return -self.minutes_between(to, from);
        }
        let (from, to) = (thai_date::bangkok(from), thai_date::bangkok(to));
        self.open_days(from.date(), to.date()) * self.minutes_a_day() + self.worked_on(to)
            - self.worked_on(from)
    }

    /// The earliest moment that lies `minutes` business minutes after `from`; `from` itself for 0
    /// and less. Where the desk is never open it is the end of time.
    #[must_use]
    pub fn add_minutes(&self, from: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
        if minutes <= 0 {
            return from;
        }
        let start = thai_date::bangkok(from);
        let today = start.date();
        // Counted from the opening of the first day.
        let Some(needed) = minutes.checked_add(self.worked_on(start)) else {
            return DateTime::<Utc>::MAX_UTC;
        };
        let per_day = self.minutes_a_day();
        if per_day == 0 {
            return DateTime::<Utc>::MAX_UTC;
        }
        let full_days = (needed - 1) / per_day;
        let rest = needed - full_days * per_day;
        let end = self
            .nth_open_day(today, full_days)
            .and_then(|day| at_minute(day, minute_of(self.opens) + rest));
        end.map_or(DateTime::<Utc>::MAX_UTC, thai_date::from_bangkok)
    }

    /// Whether the desk works on `day`.
    #[must_use]
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        self.is_workday(day) && !self.holidays.contains(&day)
    }

    fn is_workday(&self, day: NaiveDate) -> bool {
        let index = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or_default();
        self.workdays.get(index).copied().unwrap_or_default()
    }

    fn minutes_a_day(&self) -> i64 {
        (minute_of(self.closes) - minute_of(self.opens)).max(0)
    }

    /// Business minutes of that day before `local`.
    fn worked_on(&self, local: NaiveDateTime) -> i64 {
        if self.is_open_on(local.date()) {
            (minute_of(local.time()) - minute_of(self.opens)).clamp(0, self.minutes_a_day())
        } else {
            0
        }
    }

    /// How many days of `from..to` are open.
    fn open_days(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to <= from {
            return 0;
        }
        let days = (to - from).num_days();
        let a_week = i64::try_from(self.workdays.iter().filter(|open| **open).count()).unwrap_or(0);
        let first = usize::try_from(from.weekday().num_days_from_monday()).unwrap_or_default();
        let odd = usize::try_from(days % 7).unwrap_or_default();
        let beyond_weeks = self.workdays.iter().cycle().skip(first).take(odd);
        let beyond_weeks = i64::try_from(beyond_weeks.filter(|open| **open).count()).unwrap_or(0);
        let closed = self
            .holidays
            .range(from..to)
            .filter(|day| self.is_workday(**day))
            .count();
        days / 7 * a_week + beyond_weeks - i64::try_from(closed).unwrap_or(0)
    }

    /// The open day that has `n` open days before it, counted from `from`.
    fn nth_open_day(&self, from: NaiveDate, n: i64) -> Option<NaiveDate> {
        let reached = |days: u64| {
            // The calendar's last days are further away than any deadline.
            let end = from.checked_add_days(Days::new(days.checked_add(1)?))?;
            Some(self.open_days(from, end) > n)
        };
        let mut high = 1_u64;
        while !reached(high)? {
            high = high.checked_mul(2)?;
        }
        let mut low = 0;
        while low < high {
            let middle = low + (high - low) / 2;
            if reached(middle)? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        from.checked_add_days(Days::new(low))
    }
}

fn minute_of(time: NaiveTime) -> i64 {
    i64::from(time.hour() * 60 + time.minute())
}

fn at_minute(day: NaiveDate, minute: i64) -> Option<NaiveDateTime> {
    let minute = u32::try_from(minute).ok()?;
    day.and_hms_opt(minute / 60, minute % 60, 0)
}

/// How fast a request should be answered, in business minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlaTarget {
    /// The time from filing to the decision.
    pub minutes: i64,
    /// From how many minutes before its end a request is due soon.
    pub warn_minutes: i64,
}

impl Default for SlaTarget {
    /// One working day of eight hours, and an hour's warning.
    fn default() -> Self {
        Self {
            minutes: 480,
            warn_minutes: 60,
        }
    }
}

/// How a request stands against its target.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::EnumIter,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum SlaState {
    /// Enough time is left.
    OnTime,
    /// Little time is left.
    DueSoon,
    /// The time is used up.
    Overdue,
    /// Waits for the member; the clock stands still.
    Paused,
}

impl SlaState {
    /// The stable code of this value.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// A request's standing and what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlaView {
    /// The standing.
    pub state: SlaState,
    /// Business minutes left; negative when overdue.
    pub remaining_minutes: i64,
}

/// Judges a request at `now`.
///
/// `waited` holds the intervals in which it waited for the member, in any order and possibly
/// overlapping; one that runs backwards is passed over. `paused_since` is set while it waits now.
/// What lies before `submitted_at` or after `now` does not count.
#[must_use]
pub fn assess(
    calendar: &BusinessCalendar,
    target: SlaTarget,
    submitted_at: DateTime<Utc>,
    now: DateTime<Utc>,
    waited: &[(DateTime<Utc>, DateTime<Utc>)],
    paused_since: Option<DateTime<Utc>>,
) -> SlaView {
    let end = paused_since
        .map_or(now, |since| since.min(now))
        .max(submitted_at);
    let within = |moment: DateTime<Utc>| moment.clamp(submitted_at, end);
    let mut waits: Vec<_> = waited
        .iter()
        .map(|(from, to)| (within(*from), within(*to)))
        .filter(|(from, to)| from < to)
        .collect();
    waits.sort_unstable();

    let mut used = 0;
    let mut counted_to = submitted_at;
    for (from, to) in waits {
        if from > counted_to {
            used += calendar.minutes_between(counted_to, from);
        }
        counted_to = counted_to.max(to);
    }
    used += calendar.minutes_between(counted_to, end);

    let remaining_minutes = target.minutes.saturating_sub(used);
    let state = if paused_since.is_some() {
        SlaState::Paused
    } else if remaining_minutes <= 0 {
        SlaState::Overdue
    } else if remaining_minutes <= target.warn_minutes {
        SlaState::DueSoon
    } else {
        SlaState::OnTime
    };
    SlaView {
        state,
        remaining_minutes,
    }
}
