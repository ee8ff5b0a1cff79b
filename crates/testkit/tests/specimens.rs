//! The specimen photos are what they promise to be.
#![expect(clippy::unwrap_used, reason = "a test stops at what it cannot do")]

use chrono::NaiveDate;
use coe_evidence::{Limits, PhotoFormat, Size, inspect, render, sha256_hex};
use coe_testkit::person;
use coe_testkit::specimen::{
    CardData, Flaw, PhotoSize, SpecimenOptions, card_photo, selfie_photo, tiny_photo,
};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn options(number: u32) -> SpecimenOptions {
    let person = person(number);
    let data = CardData::of(&person, day(2022, 3, 15));
    SpecimenOptions::new(data, person.face, number.into()).with_size(PhotoSize::Small)
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert!(card_photo(&options(1)) == card_photo(&options(1)));
    assert!(selfie_photo(&options(1)) == selfie_photo(&options(1)));
    let reseeded = SpecimenOptions {
        seed: 99,
        ..options(1)
    };
    assert!(
        card_photo(&reseeded) != card_photo(&options(1)),
        "another seed, another photo"
    );
    assert!(selfie_photo(&options(2)) != selfie_photo(&options(1)));
}

#[test]
fn full_photos_are_as_phones_take_them() {
    let options = options(4).with_size(PhotoSize::Full);
    for photo in [card_photo(&options), selfie_photo(&options)] {
        let info = inspect(&photo, &Limits::default()).unwrap();
        assert_eq!(info.format, PhotoFormat::Jpeg);
        assert_eq!(info.width.max(info.height), 4032);
        assert_eq!(info.width.min(info.height), 3024);
        assert!(
            (700_000..3_000_000).contains(&photo.len()),
            "{} bytes",
            photo.len()
        );
        assert!(photo.windows(15).any(|it| it == b"SPECIMEN CAMERA"));
        let shown = render(&photo, &Limits::default(), Size::Screen, None).unwrap();
        assert_eq!(shown.width.max(shown.height), 1008);
    }
}

#[test]
fn selfies_are_stored_turned_and_come_out_upright() {
    for number in 0..4 {
        let info = inspect(&selfie_photo(&options(number)), &Limits::default()).unwrap();
        assert!(
            matches!(info.orientation, 6 | 8),
            "a phone stores a selfie turned"
        );
        assert!(info.height > info.width, "a selfie is upright once turned");
    }
}

#[test]
fn orientations_of_card_photos_vary() {
    let orientations: std::collections::BTreeSet<u8> = (0..16)
        .map(|number| {
            inspect(&card_photo(&options(number)), &Limits::default())
                .unwrap()
                .orientation
        })
        .collect();
    assert!(orientations.len() >= 3, "only {orientations:?}");
}

#[test]
fn flaws_change_the_photo() {
    let plain = card_photo(&options(5));
    for flaw in [
        Flaw::Blurred,
        Flaw::Dark,
        Flaw::Glare,
        Flaw::Cropped,
        Flaw::SmallPhoto,
    ] {
        let flawed = options(5).with_flaw(flaw);
        assert!(card_photo(&flawed) != plain, "{flaw:?}");
        assert!(!selfie_photo(&flawed).is_empty());
    }
    let small = card_photo(&options(5).with_flaw(Flaw::SmallPhoto));
    let info = inspect(&small, &Limits::default()).unwrap();
    assert_eq!(info.width.max(info.height), 640);
}

#[test]
fn another_face_on_the_card_changes_both_photos() {
    let same = options(6);
    let other = SpecimenOptions {
        other_card_face: Some(person(7).face),
        ..same.clone()
    };
    assert!(card_photo(&other) != card_photo(&same));
    assert!(
        selfie_photo(&other) != selfie_photo(&same),
        "the card in the hand shows it too"
    );
}

#[test]
fn cards_are_valid_up_to_a_birthday() {
    let mut person = person(0);
    person.birth_date = day(1980, 1, 14);
    let card = CardData::of(&person, day(2022, 3, 15));
    assert_eq!(card.expires_on, Some(day(2031, 1, 13)));
    person.birth_date = day(1950, 1, 14);
    assert_eq!(
        CardData::of(&person, day(2022, 3, 15)).expires_on,
        None,
        "for life from 70"
    );
    person.birth_date = day(1980, 2, 29);
    assert_eq!(
        CardData::of(&person, day(2022, 1, 15)).expires_on,
        Some(day(2030, 2, 28))
    );
    let expired = card.expired_on(day(2025, 1, 13));
    assert_eq!(expired.expires_on, Some(day(2025, 1, 13)));
}

#[test]
fn tiny_photos_are_small_and_unique() {
    let photos: Vec<_> = (0..40).map(tiny_photo).collect();
    let distinct: std::collections::HashSet<_> = photos.iter().map(|it| sha256_hex(it)).collect();
    assert_eq!(
        distinct.len(),
        photos.len(),
        "no two seeds may give the same bytes"
    );
    for photo in &photos {
        assert!(
            (2_000..12_000).contains(&photo.len()),
            "{} bytes",
            photo.len()
        );
        let info = inspect(photo, &Limits::default()).unwrap();
        assert_eq!((info.width, info.height), (320, 240));
    }
}
