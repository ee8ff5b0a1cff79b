//! Members who file a request each, and so are owed one message each.

use chrono::{DateTime, Duration, Utc};
use coe_domain::member::Member;
use coe_domain::{
    ImageKind, Language, LoginState, MemberId, NationalId, PersonName, Phone, Risk, Standing,
};
use coe_store::{NewImage, NewRequest};
use coe_testkit::person;

/// The number that the message to this member goes to. No two members have the same.
pub(crate) fn phone(number: u32) -> Phone {
    Phone::parse(&format!("08{number:08}")).unwrap()
}

pub(crate) fn member(number: u32) -> Member {
    let person = person(number);
    Member {
        id: MemberId(0),
        member_no: format!("{:07}", 1_000_000 + number),
        national_id: NationalId::parse(&person.national_id).unwrap(),
        name_th: PersonName::new(person.title_th, person.given_th, person.family_th),
        name_en: PersonName::new(person.title_en, person.given_en, person.family_en),
        birth_date: person.birth_date,
        phone: phone(number),
        email: None,
        language: Language::Th,
        standing: Standing::Normal,
        membership_expires_on: person.birth_date,
        login_state: LoginState::Enabled,
    }
}

/// The photos are none: nobody looks at them here.
pub(crate) fn filing(number: u32, member_id: MemberId, now: DateTime<Utc>) -> NewRequest {
    let image = |kind, which: &str| {
        let bytes = format!("{which} {number}").into_bytes();
        NewImage {
            kind,
            sha256: coe_store_contract::world::sha256(&bytes),
            width: 320,
            height: 240,
            bytes,
        }
    };
    NewRequest {
        member_id,
        stated_name: person(number).full_name_th(),
        stated_national_id: NationalId::parse(&person(number).national_id).unwrap(),
        new_phone: Phone::parse(&format!("09{number:08}")).unwrap(),
        risk: Risk::Low,
        submitted_at: now - Duration::minutes(5),
        images: vec![
            image(ImageKind::IdCard, "card"),
            image(ImageKind::Selfie, "selfie"),
        ],
    }
}
