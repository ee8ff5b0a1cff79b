//! Risk signals: what stands out about a request, each explained to the officer. No signal
//! decides anything alone.
//!
//! Weights, and why:
//!
//! | Signal | Weight | Reason |
//! |---|---|---|
//! | number of another member | high | one phone would receive two members' passwords |
//! | number in another open request | high | one person may be collecting members |
//! | photo of another member | high | a photo was used twice |
//! | photos identical | high | card and selfie cannot be the same file |
//! | ID number differs | high | the card is not the record's |
//! | number was another member's | medium | carriers give numbers out again |
//! | name differs | medium | people marry, and people mistype |
//! | ID check digit wrong | medium | mistyped, or made up |
//! | phone changed recently | medium | a second change in [`RECENT_DAYS`] days is rare |
//! | photo too small | low | harder to compare, no sign of fraud |
//!
//! One high, or two medium ones, make the request high; one medium one makes it medium.

mod rules;
mod sentence;

pub use rules::{MIN_PHOTO_SIDE, RECENT_DAYS, RULES};
pub use sentence::sentence;

use crate::{ImageKind, NationalId, PersonName, RequestNumber, Risk, SignalCode};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something that stands out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// Which signal.
    pub code: SignalCode,
    /// How much it weighs.
    pub weight: Risk,
    /// What its sentence needs: request numbers, days, sizes. Never a personal datum.
    #[serde(default)]
    pub params: BTreeMap<String, String>,
}

/// What the rules look at. It holds personal data and therefore has no `Debug`.
#[derive(Clone)]
pub struct SignalFacts {
    /// The name as stated in the request.
    pub stated_name: String,
    /// The name in the register.
    pub recorded_name: PersonName,
    /// The national ID as stated.
    pub stated_national_id: NationalId,
    /// The national ID in the register.
    pub recorded_national_id: NationalId,
    /// Whether the new number is another member's today.
    pub number_held_by_other_member: bool,
    /// When another member gave the new number up, if one ever held it.
    pub number_formerly_of_other_member: Option<DateTime<Utc>>,
    /// Other members' open requests for the same number.
    pub number_in_other_open_requests: Vec<RequestNumber>,
    /// Other members' requests with one of these photos.
    pub photo_in_other_members_requests: Vec<RequestNumber>,
    /// Whether both photos are the same file.
    pub photos_identical: bool,
    /// When this member's phone last changed, if it ever did.
    pub phone_changed_at: Option<DateTime<Utc>>,
    /// The photos.
    pub photos: Vec<PhotoFacts>,
    /// The present moment.
    pub now: DateTime<Utc>,
}

/// What the rules know of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoFacts {
    /// Which photo.
    pub kind: ImageKind,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// What came of all rules together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The combined risk.
    pub risk: Risk,
    /// The signals, in the order of [`RULES`].
    pub signals: Vec<Signal>,
}

/// Applies every rule of [`RULES`].
#[must_use]
pub fn assess(facts: &SignalFacts) -> Assessment {
    let signals: Vec<Signal> = RULES.iter().filter_map(|rule| rule(facts)).collect();
    Assessment {
        risk: combined(&signals),
        signals,
    }
}

/// The risk of several signals together: any high, or two medium ones, make it high.
#[must_use]
pub fn combined(signals: &[Signal]) -> Risk {
    let count = |weight| {
        signals
            .iter()
            .filter(|signal| signal.weight == weight)
            .count()
    };
    if count(Risk::High) > 0 || count(Risk::Medium) > 1 {
        Risk::High
    } else if count(Risk::Medium) == 1 {
        Risk::Medium
    } else {
        Risk::Low
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;
    use strum::VariantArray;

    fn request(text: &str) -> RequestNumber {
        RequestNumber::parse(text).unwrap()
    }

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// Nothing stands out.
    fn plain() -> SignalFacts {
        let id = NationalId::parse("1-2345-67890-12-1").unwrap();
        SignalFacts {
            stated_name: "น.ส.สมศรี ใจดี".to_owned(),
            recorded_name: PersonName::new("นางสาว", "สมศรี", "ใจดี"),
            stated_national_id: id.clone(),
            recorded_national_id: id,
            number_held_by_other_member: false,
            number_formerly_of_other_member: None,
            number_in_other_open_requests: Vec::new(),
            photo_in_other_members_requests: Vec::new(),
            photos_identical: false,
            phone_changed_at: None,
            photos: vec![
                PhotoFacts {
                    kind: ImageKind::IdCard,
                    width: 4000,
                    height: 3000,
                },
                PhotoFacts {
                    kind: ImageKind::Selfie,
                    width: 600,
                    height: 800,
                },
            ],
            now: moment("2026-11-23T03:00:00Z"),
        }
    }

    /// Everything stands out.
    fn dreadful() -> SignalFacts {
        SignalFacts {
            stated_name: "สมศรี ใจร้าย".to_owned(),
            stated_national_id: NationalId::parse("1234567890122").unwrap(),
            number_held_by_other_member: true,
            number_formerly_of_other_member: Some(moment("2026-11-01T03:00:00Z")),
            number_in_other_open_requests: vec![request("69-11-7"), request("69-2-12")],
            photo_in_other_members_requests: vec![request("68-1-3"), request("68-1-3")],
            photos_identical: true,
            phone_changed_at: Some(moment("2026-11-22T23:00:00Z")),
            photos: vec![PhotoFacts {
                kind: ImageKind::Selfie,
                width: 480,
                height: 640,
            }],
            ..plain()
        }
    }

    fn codes(facts: &SignalFacts) -> Vec<SignalCode> {
        assess(facts)
            .signals
            .iter()
            .map(|signal| signal.code)
            .collect()
    }

    #[test]
    fn an_ordinary_request_has_no_signals() {
        assert_eq!(
            assess(&plain()),
            Assessment {
                risk: Risk::Low,
                signals: Vec::new()
            }
        );
    }

    #[test]
    fn every_code_has_a_rule() {
        let found = codes(&dreadful());
        for code in SignalCode::VARIANTS {
            assert!(found.contains(code), "{code} has no rule");
        }
        assert_eq!(
            found.len(),
            SignalCode::VARIANTS.len(),
            "no rule speaks twice"
        );
    }

    #[test]
    fn one_high_signal_makes_the_request_high() {
        let facts = SignalFacts {
            number_held_by_other_member: true,
            ..plain()
        };
        assert_eq!(assess(&facts).risk, Risk::High);
    }

    #[test]
    fn one_medium_signal_is_medium_and_two_are_high() {
        let renamed = SignalFacts {
            stated_name: "สมศรี รักไทย".to_owned(),
            ..plain()
        };
        assert_eq!(assess(&renamed).risk, Risk::Medium);
        let twice = SignalFacts {
            phone_changed_at: Some(renamed.now),
            ..renamed
        };
        assert_eq!(
            codes(&twice),
            [SignalCode::NameDiffers, SignalCode::PhoneChangedRecently]
        );
        assert_eq!(assess(&twice).risk, Risk::High);
    }

    #[test]
    fn a_small_photo_stays_low_and_the_smallest_is_told() {
        let mut facts = plain();
        facts.photos = vec![
            PhotoFacts {
                kind: ImageKind::IdCard,
                width: 599,
                height: 900,
            },
            PhotoFacts {
                kind: ImageKind::Selfie,
                width: 640,
                height: 480,
            },
        ];
        let assessment = assess(&facts);
        assert_eq!(assessment.risk, Risk::Low);
        let text = sentence(&assessment.signals[0], Language::En);
        assert_eq!(
            text,
            "The selfie is only 640 × 480 pixels; its shorter side should have at least 600 to \
             compare well."
        );
    }

    #[test]
    fn a_phone_change_is_recent_for_ninety_days() {
        let changed = |text| SignalFacts {
            phone_changed_at: Some(moment(text)),
            ..plain()
        };
        assert_eq!(
            codes(&changed("2026-08-25T03:00:00Z")),
            [SignalCode::PhoneChangedRecently],
            "90 days ago"
        );
        assert_eq!(codes(&changed("2026-08-24T03:00:00Z")), [], "91 days ago");
    }

    #[test]
    fn request_numbers_are_sorted_and_come_once() {
        let assessment = assess(&dreadful());
        let requests = |code| {
            let signal = assessment
                .signals
                .iter()
                .find(|signal| signal.code == code)
                .unwrap();
            signal.params.get("requests").cloned().unwrap()
        };
        assert_eq!(
            requests(SignalCode::NumberInOpenRequest),
            "69-2-12, 69-11-7"
        );
        assert_eq!(requests(SignalCode::PhotoOfAnotherMember), "68-1-3");
    }

    #[test]
    fn every_signal_has_a_full_sentence_in_both_languages_without_personal_data() {
        for signal in assess(&dreadful()).signals {
            let (th, en) = (
                sentence(&signal, Language::Th),
                sentence(&signal, Language::En),
            );
            assert!(
                th.chars().any(|c| ('ก'..='ฮ').contains(&c)),
                "{}: {th}",
                signal.code
            );
            assert!(en.is_ascii() || en.contains('×'), "{}: {en}", signal.code);
            assert!(en.ends_with('.'), "{}: {en}", signal.code);
            for text in [&th, &en] {
                assert!(
                    !text.contains('–'),
                    "{}: no parameter is missing: {text}",
                    signal.code
                );
                assert!(!text.contains("  "), "{}: {text}", signal.code);
                for secret in ["สมศรี", "ใจ", "1234567890122", "1-2345"] {
                    assert!(
                        !text.contains(secret),
                        "{} tells {secret}: {text}",
                        signal.code
                    );
                }
            }
        }
    }

    #[test]
    fn days_read_naturally() {
        let days = |days: &str| {
            let params = BTreeMap::from([("days".to_owned(), days.to_owned())]);
            let code = SignalCode::PhoneChangedRecently;
            sentence(
                &Signal {
                    code,
                    weight: Risk::Medium,
                    params,
                },
                Language::En,
            )
        };
        assert_eq!(
            days("0"),
            "This member's phone number last changed less than a day ago."
        );
        assert_eq!(
            days("1"),
            "This member's phone number last changed 1 day ago."
        );
        assert_eq!(
            days("12"),
            "This member's phone number last changed 12 days ago."
        );
    }

    #[test]
    fn a_stored_signal_without_parameters_still_reads() {
        let json = r#"{"code":"photo_too_small","weight":"low"}"#;
        let signal: Signal = serde_json::from_str(json).unwrap();
        assert!(sentence(&signal, Language::En).starts_with("The photo is only – × –"));
    }
}
