//! One row: from texts to a member, or to everything that is wrong with it.

use super::columns::Places;
use crate::day;
use chrono::{Datelike, NaiveDate};
use coe_domain::licence::LicenceError;
use coe_domain::member::Member;
use coe_domain::national_id::NationalIdError;
use coe_domain::phone::PhoneError;
use coe_domain::{
    Language, LicenceNumber, LoginState, MemberId, NationalId, PersonName, Phone, Standing,
    thai_text,
};
use coe_store_postgres::admin::Candidate;
use csv::ByteRecord;

const LONGEST_MEMBER_NO: usize = 32;
const LONGEST_NAME: usize = 200;
/// RFC 5321 allows no longer path.
const LONGEST_EMAIL: usize = 254;
/// Nobody in the register was born before.
const FIRST_BIRTH_YEAR: i32 = 1900;

/// What is wrong with a row: columns and codes.
pub(super) type Wrong = Vec<(&'static str, &'static str)>;

/// The member number of a row as far as it can be read, for naming the row.
pub(super) fn member_no(row: &ByteRecord, places: &Places) -> String {
    std::str::from_utf8(places.value(row, "member_no"))
        .ok()
        .and_then(|text| read_member_no(text).ok())
        .unwrap_or_default()
}

/// Reads a row. `today` is the day before which people are born.
pub(super) fn read(
    row: &ByteRecord,
    places: &Places,
    today: NaiveDate,
) -> Result<Candidate, Wrong> {
    let mut reader = Reader {
        row,
        places,
        wrong: Vec::new(),
    };
    let member_no = reader.get("member_no", read_member_no);
    let national_id = reader.get("national_id", read_national_id);
    let name_th = PersonName::new(
        reader.get("title_th", optional_name).unwrap_or_default(),
        reader.get("given_th", required_name).unwrap_or_default(),
        reader.get("family_th", optional_name).unwrap_or_default(),
    );
    let name_en = PersonName::new(
        reader.get("title_en", optional_name).unwrap_or_default(),
        reader.get("given_en", optional_name).unwrap_or_default(),
        reader.get("family_en", optional_name).unwrap_or_default(),
    );
    let birth_date = reader.get("birth_date", |text| {
        let day = day::parse(text).map_err(day::DayError::code)?;
        match day {
            day if day >= today => Err("in_the_future"),
            day if day.year() < FIRST_BIRTH_YEAR => Err("too_long_ago"),
            day => Ok(day),
        }
    });
    let phone = reader.get("phone", |text| Phone::parse(text).map_err(phone_code));
    let email = reader.get("email", read_email);
    let language = reader.get("language", read_code::<Language>);
    let standing = reader.get("standing", read_code::<Standing>);
    let expires = reader.get("membership_expires_on", |text| {
        day::parse(text).map_err(day::DayError::code)
    });
    let licences = reader.get("licences", read_licences);
    let wrong = reader.wrong;
    match (
        member_no,
        national_id,
        birth_date,
        phone,
        email,
        language,
        standing,
        expires,
        licences,
    ) {
        (
            Some(member_no),
            Some(national_id),
            Some(birth_date),
            Some(phone),
            Some(email),
            Some(language),
            Some(standing),
            Some(membership_expires_on),
            Some(licences),
        ) if wrong.is_empty() => Ok(Candidate {
            member: Member {
                id: MemberId(0),
                member_no,
                national_id,
                name_th,
                name_en,
                birth_date,
                phone,
                email,
                language,
                standing,
                membership_expires_on,
                login_state: LoginState::Enabled,
            },
            licences,
        }),
        _ => Err(wrong),
    }
}

/// Reads values and collects what is wrong with them.
struct Reader<'a> {
    row: &'a ByteRecord,
    places: &'a Places,
    wrong: Wrong,
}

impl Reader<'_> {
    fn get<T>(
        &mut self,
        column: &'static str,
        read: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> Option<T> {
        let bytes = self.places.value(self.row, column);
        let value = std::str::from_utf8(bytes)
            .map_err(|_| "not_utf8")
            .and_then(read);
        value.map_err(|code| self.wrong.push((column, code))).ok()
    }
}

fn read_member_no(text: &str) -> Result<String, &'static str> {
    let text = thai_text::normalise(text);
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/');
    match text.len() {
        0 => Err("empty"),
        length if length > LONGEST_MEMBER_NO => Err("too_long"),
        _ if !text.chars().all(usual) => Err("invalid_character"),
        _ => Ok(text),
    }
}

fn read_national_id(text: &str) -> Result<NationalId, &'static str> {
    let id = NationalId::parse(text).map_err(|error| match error {
        NationalIdError::Empty => "empty",
        NationalIdError::WrongLength => "wrong_length",
        NationalIdError::InvalidCharacter => "invalid_character",
    })?;
    if id.check_digit_holds() {
        Ok(id)
    } else {
        Err("check_digit")
    }
}

fn phone_code(error: PhoneError) -> &'static str {
    match error {
        PhoneError::Empty => "empty",
        PhoneError::NotAMobile => "not_a_mobile",
        PhoneError::WrongLength => "wrong_length",
        PhoneError::InvalidCharacter => "invalid_character",
    }
}

fn optional_name(text: &str) -> Result<String, &'static str> {
    if text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return Err("invalid_character");
    }
    let text = thai_text::normalise(text);
    if text.chars().count() > LONGEST_NAME {
        Err("too_long")
    } else {
        Ok(text)
    }
}

fn required_name(text: &str) -> Result<String, &'static str> {
    match optional_name(text) {
        Ok(name) if name.is_empty() => Err("empty"),
        name => name,
    }
}

/// Only whether it can be an address at all: whether it is one, only a letter to it tells.
fn read_email(text: &str) -> Result<Option<String>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    match text.rsplit_once('@') {
        _ if text.len() > LONGEST_EMAIL => Err("too_long"),
        Some((local, domain))
            if plain && !local.is_empty() && domain.contains('.') && !domain.starts_with('.') =>
        {
            Ok(Some(text.to_owned()))
        }
        _ => Err("not_an_address"),
    }
}

fn read_code<T: std::str::FromStr>(text: &str) -> Result<T, &'static str> {
    match text.trim().to_ascii_lowercase().as_str() {
        "" => Err("empty"),
        code => code.parse().map_err(|_| "unknown_code"),
    }
}

fn read_licences(text: &str) -> Result<Vec<LicenceNumber>, &'static str> {
    let mut licences: Vec<LicenceNumber> = Vec::new();
    for part in text.split(';').filter(|part| !part.trim().is_empty()) {
        let licence = LicenceNumber::parse(part).map_err(|error| match error {
            LicenceError::Empty => "empty",
            LicenceError::Letters => "letters",
            LicenceError::Digits => "digits",
        })?;
        if !licences.contains(&licence) {
            licences.push(licence);
        }
    }
    Ok(licences)
}
