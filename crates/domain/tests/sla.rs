//! Business hours and target times.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use coe_domain::sla::{BusinessCalendar, SlaState, SlaTarget, SlaView, assess};
use coe_domain::thai_date::parse_local;

/// A moment by the clock of Bangkok.
fn at(date: &str, time: &str) -> DateTime<Utc> {
    parse_local(date, time).expect("a date and a time")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// 2026-11-23 is a Monday.
const MONDAY: &str = "2026-11-23";
const TUESDAY: &str = "2026-11-24";
const FRIDAY: &str = "2026-11-27";
const SATURDAY: &str = "2026-11-28";
const NEXT_MONDAY: &str = "2026-11-30";

#[test]
fn only_opening_hours_count() {
    let calendar = BusinessCalendar::default();
    let minutes = |from, to| calendar.minutes_between(from, to);
    assert_eq!(minutes(at(MONDAY, "09:00"), at(MONDAY, "10:30")), 90);
    assert_eq!(
        minutes(at(MONDAY, "07:00"), at(MONDAY, "08:31")),
        1,
        "before opening"
    );
    assert_eq!(
        minutes(at(MONDAY, "16:00"), at(MONDAY, "23:00")),
        30,
        "after closing"
    );
    assert_eq!(
        minutes(at(MONDAY, "16:00"), at(TUESDAY, "09:00")),
        60,
        "over a night"
    );
    assert_eq!(
        minutes(at(FRIDAY, "16:00"), at(NEXT_MONDAY, "09:00")),
        60,
        "over a weekend"
    );
    assert_eq!(
        minutes(at(SATURDAY, "09:00"), at(SATURDAY, "12:00")),
        0,
        "on a weekend"
    );
    assert_eq!(
        minutes(at(MONDAY, "00:00"), at(NEXT_MONDAY, "00:00")),
        5 * 480,
        "a week"
    );
    assert_eq!(
        minutes(at(MONDAY, "10:30"), at(MONDAY, "09:00")),
        -90,
        "backwards"
    );
}

#[test]
fn holidays_do_not_count() {
    let mut calendar = BusinessCalendar::default();
    calendar.holidays.insert(day(TUESDAY));
    calendar.holidays.insert(day(SATURDAY));
    let week = calendar.minutes_between(at(MONDAY, "00:00"), at(NEXT_MONDAY, "00:00"));
    assert_eq!(week, 4 * 480, "a holiday on a Saturday takes nothing away");
    assert_eq!(
        calendar.add_minutes(at(MONDAY, "16:00"), 60),
        at("2026-11-25", "09:00"),
        "the deadline passes over a holiday"
    );
}

#[test]
fn deadlines_fall_into_opening_hours() {
    let calendar = BusinessCalendar::default();
    let monday = at(MONDAY, "09:00");
    assert_eq!(calendar.add_minutes(monday, 90), at(MONDAY, "10:30"));
    assert_eq!(
        calendar.add_minutes(monday, 450),
        at(MONDAY, "16:30"),
        "closing time itself"
    );
    assert_eq!(calendar.add_minutes(monday, 451), at(TUESDAY, "08:31"));
    assert_eq!(
        calendar.add_minutes(at(FRIDAY, "20:00"), 480),
        at(NEXT_MONDAY, "16:30")
    );
    assert_eq!(
        calendar.add_minutes(at(SATURDAY, "12:00"), 1),
        at(NEXT_MONDAY, "08:31")
    );
    assert_eq!(
        calendar.add_minutes(at(SATURDAY, "12:00"), 0),
        at(SATURDAY, "12:00")
    );
}

#[test]
fn years_and_the_ends_of_time_are_no_trouble() {
    let calendar = BusinessCalendar::default();
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    assert!(calendar.minutes_between(first, last) > 0);
    assert_eq!(calendar.add_minutes(at(MONDAY, "09:00"), i64::MAX), last);
    assert_eq!(calendar.add_minutes(last, 100_000), last);
    let _ = calendar.add_minutes(first, 100_000);
    let century = calendar.minutes_between(at("1926-11-23", "09:00"), at(MONDAY, "09:00"));
    assert_eq!(
        century,
        36_525 / 7 * 5 * 480 + 4 * 480,
        "36 525 days: 5 217 weeks and 6 days"
    );
}

#[test]
fn a_desk_that_never_opens_never_counts() {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).expect("noon");
    let closed = BusinessCalendar {
        opens: noon,
        closes: noon,
        ..BusinessCalendar::default()
    };
    let idle = BusinessCalendar {
        workdays: [false; 7],
        ..BusinessCalendar::default()
    };
    for calendar in [closed, idle] {
        assert_eq!(
            calendar.minutes_between(at(MONDAY, "00:00"), at(FRIDAY, "00:00")),
            0
        );
        assert_eq!(
            calendar.add_minutes(at(MONDAY, "00:00"), 1),
            DateTime::<Utc>::MAX_UTC
        );
    }
}

#[test]
fn a_calendar_is_readable_json_with_defaults() {
    let calendar: BusinessCalendar =
        serde_json::from_str(r#"{"closes":"17:00:00","holidays":["2026-12-10"]}"#)
            .expect("missing fields have defaults");
    assert_eq!(calendar.opens, BusinessCalendar::default().opens);
    assert!(!calendar.is_open_on(day("2026-12-10")));
    let json = serde_json::to_string(&calendar).expect("it serialises");
    assert!(json.contains(r#""opens":"08:30:00""#), "{json}");
}

fn view(state: SlaState, remaining_minutes: i64) -> SlaView {
    SlaView {
        state,
        remaining_minutes,
    }
}

#[test]
fn a_request_grows_due_and_overdue() {
    let calendar = BusinessCalendar::default();
    let filed = at(MONDAY, "10:00");
    for (now, wanted) in [
        (at(MONDAY, "10:00"), view(SlaState::OnTime, 480)),
        (at(TUESDAY, "08:59"), view(SlaState::OnTime, 61)),
        (at(TUESDAY, "09:00"), view(SlaState::DueSoon, 60)),
        (at(TUESDAY, "09:59"), view(SlaState::DueSoon, 1)),
        (at(TUESDAY, "10:00"), view(SlaState::Overdue, 0)),
        (at(TUESDAY, "12:00"), view(SlaState::Overdue, -120)),
        (at(MONDAY, "07:00"), view(SlaState::OnTime, 480)),
    ] {
        let found = assess(&calendar, SlaTarget::default(), filed, now, &[], None);
        assert_eq!(found, wanted, "at {now}");
    }
}

#[test]
fn waiting_for_the_member_stops_the_clock() {
    let calendar = BusinessCalendar::default();
    let filed = at(MONDAY, "10:00");
    let now = at(MONDAY, "15:00");
    let waited = [
        (at(MONDAY, "12:00"), at(MONDAY, "13:00")),
        (at(MONDAY, "11:00"), at(MONDAY, "12:30")),
        (at(MONDAY, "08:00"), at(MONDAY, "10:30")),
        (at(MONDAY, "14:30"), at(TUESDAY, "10:00")),
        (at(MONDAY, "14:00"), at(MONDAY, "13:30")),
    ];
    let found = assess(&calendar, SlaTarget::default(), filed, now, &waited, None);
    assert_eq!(
        found,
        view(SlaState::OnTime, 480 - 30 - 90),
        "overlaps count once; what lies outside and what runs backwards does not count"
    );
}

#[test]
fn a_paused_request_keeps_what_is_left() {
    let calendar = BusinessCalendar::default();
    let filed = at(MONDAY, "10:00");
    let paused = Some(at(MONDAY, "11:00"));
    for now in [at(MONDAY, "12:00"), at(FRIDAY, "12:00")] {
        let found = assess(&calendar, SlaTarget::default(), filed, now, &[], paused);
        assert_eq!(found, view(SlaState::Paused, 420));
    }
    assert_eq!(SlaState::DueSoon.code(), "due_soon");
}
