//! The rules, one function each.

use super::{Signal, SignalFacts};
use crate::{RequestNumber, Risk, SignalCode};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// A phone that changed at most this many days ago changed recently.
pub const RECENT_DAYS: i64 = 90;

/// A photo whose shorter side has fewer pixels than this is too small to compare.
pub const MIN_PHOTO_SIDE: u32 = 600;

/// All rules, in the order in which the officer reads the signals. A new signal joins here.
pub const RULES: &[fn(&SignalFacts) -> Option<Signal>] = &[
    number_of_another_member,
    number_in_open_request,
    photo_of_another_member,
    photos_identical,
    id_number_differs,
    number_was_another_members,
    name_differs,
    id_check_digit_wrong,
    phone_changed_recently,
    photo_too_small,
];

fn number_of_another_member(facts: &SignalFacts) -> Option<Signal> {
    facts
        .number_held_by_other_member
        .then(|| signal(SignalCode::NumberOfAnotherMember, Risk::High, []))
}

fn number_in_open_request(facts: &SignalFacts) -> Option<Signal> {
    let requests = listed(&facts.number_in_other_open_requests)?;
    Some(signal(
        SignalCode::NumberInOpenRequest,
        Risk::High,
        [("requests", requests)],
    ))
}

fn photo_of_another_member(facts: &SignalFacts) -> Option<Signal> {
    let requests = listed(&facts.photo_in_other_members_requests)?;
    Some(signal(
        SignalCode::PhotoOfAnotherMember,
        Risk::High,
        [("requests", requests)],
    ))
}

fn photos_identical(facts: &SignalFacts) -> Option<Signal> {
    facts
        .photos_identical
        .then(|| signal(SignalCode::PhotosIdentical, Risk::High, []))
}

fn id_number_differs(facts: &SignalFacts) -> Option<Signal> {
    (facts.stated_national_id != facts.recorded_national_id)
        .then(|| signal(SignalCode::IdNumberDiffers, Risk::High, []))
}

fn number_was_another_members(facts: &SignalFacts) -> Option<Signal> {
    let days = days_ago(facts.number_formerly_of_other_member?, facts.now);
    let params = [("days", days.to_string())];
    Some(signal(
        SignalCode::NumberWasAnotherMembers,
        Risk::Medium,
        params,
    ))
}

fn name_differs(facts: &SignalFacts) -> Option<Signal> {
    (!facts.recorded_name.matches_stated(&facts.stated_name))
        .then(|| signal(SignalCode::NameDiffers, Risk::Medium, []))
}

fn id_check_digit_wrong(facts: &SignalFacts) -> Option<Signal> {
    (!facts.stated_national_id.check_digit_holds())
        .then(|| signal(SignalCode::IdCheckDigitWrong, Risk::Medium, []))
}

fn phone_changed_recently(facts: &SignalFacts) -> Option<Signal> {
    let days = days_ago(facts.phone_changed_at?, facts.now);
    let params = [("days", days.to_string())];
    (days <= RECENT_DAYS).then(|| signal(SignalCode::PhoneChangedRecently, Risk::Medium, params))
}

/// Tells of the smallest photo.
fn photo_too_small(facts: &SignalFacts) -> Option<Signal> {
    let photo = facts
        .photos
        .iter()
        .filter(|photo| photo.width.min(photo.height) < MIN_PHOTO_SIDE)
        .min_by_key(|photo| photo.width.min(photo.height))?;
    let params = [
        ("photo", photo.kind.code().to_owned()),
        ("width", photo.width.to_string()),
        ("height", photo.height.to_string()),
        ("minimum", MIN_PHOTO_SIDE.to_string()),
    ];
    Some(signal(SignalCode::PhotoTooSmall, Risk::Low, params))
}

fn signal<const N: usize>(code: SignalCode, weight: Risk, params: [(&str, String); N]) -> Signal {
    let params: BTreeMap<String, String> = params
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    Signal {
        code,
        weight,
        params,
    }
}

/// The numbers in order, with commas; nothing where there are none.
fn listed(numbers: &[RequestNumber]) -> Option<String> {
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable();
    numbers.dedup();
    let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

fn days_ago(moment: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    now.signed_duration_since(moment).num_days().max(0)
}
