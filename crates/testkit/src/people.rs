//! People who never were. Family names say so ("ตัวอย่างดี", a good example), ID numbers name a
//! district that does not exist, and phone numbers come from one narrow range.

use chrono::{Days, NaiveDate};

use crate::rng::Dice;
use crate::specimen::FaceTraits;

mod names;

use names::{ADDRESSES, FAMILIES, MEN, WOMEN};

/// The sex of an invented person; it chooses title, given name and hair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
}

/// An invented person.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Title in Thai, such as `นางสาว`.
    pub title_th: &'static str,
    /// Given name in Thai.
    pub given_th: &'static str,
    /// Family name in Thai.
    pub family_th: &'static str,
    /// Title in English, such as `Miss`.
    pub title_en: &'static str,
    /// Given name in Latin letters.
    pub given_en: &'static str,
    /// Family name in Latin letters.
    pub family_en: &'static str,
    /// 13 digits with a right check digit, of a district that does not exist.
    pub national_id: String,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Sex.
    pub sex: Sex,
    /// Mobile number, 10 digits.
    pub phone: String,
    /// Address in Thai, in a province that does not exist.
    pub address_th: String,
    /// Religion as on the card, in Thai, where it is given.
    pub religion: Option<&'static str>,
    /// What the person looks like.
    pub face: FaceTraits,
}

impl Person {
    /// Title, given and family name in Thai, as in the members' register.
    #[must_use]
    pub fn full_name_th(&self) -> String {
        format!("{}{} {}", self.title_th, self.given_th, self.family_th)
    }

    /// Title, given and family name in Latin letters.
    #[must_use]
    pub fn full_name_en(&self) -> String {
        format!("{} {} {}", self.title_en, self.given_en, self.family_en)
    }
}

/// The invented person with this number. Names repeat after 2,000 people, ID and phone numbers
/// after ten million and a hundred thousand.
#[must_use]
pub fn person(number: u32) -> Person {
    let mut dice = Dice::new(u64::from(number), "person");
    // Given names go round fast and families slowly, so that a list looks mixed and no pair
    // comes twice before all came once.
    let sex = if number % 5 < 3 {
        Sex::Male
    } else {
        Sex::Female
    };
    let (given, round) = match sex {
        Sex::Male => (MEN, number / 5 * 3 + number % 5),
        Sex::Female => (WOMEN, number / 5 * 2 + number % 5 - 3),
    };
    let given_at = round as usize % given.len();
    let family_at = (round as usize / given.len() + given_at * 7) % FAMILIES.len();
    let (given_th, given_en) = given[given_at];
    let (family_th, family_en) = FAMILIES[family_at];
    let years = 24 + dice.below(46).min(dice.below(56)) as u64;
    let birth_date = NaiveDate::from_ymd_opt(2026, 6, 1)
        .and_then(|it| it.checked_sub_days(Days::new(years * 365 + dice.below(365) as u64)))
        .unwrap_or_default();
    let (title_th, title_en) = match sex {
        Sex::Male => ("นาย", "Mr."),
        Sex::Female if years > 34 && dice.chance(0.5) => ("นาง", "Mrs."),
        Sex::Female => ("นางสาว", "Miss"),
    };
    let religion = match dice.below(10) {
        0..=6 => Some("พุทธ"),
        7 => Some("อิสลาม"),
        8 => Some("คริสต์"),
        _ => None,
    };
    let age = u8::try_from(years).unwrap_or(40);
    Person {
        title_th,
        given_th,
        family_th,
        title_en,
        given_en,
        family_en,
        national_id: national_id(number),
        birth_date,
        sex,
        phone: phone(number, &mut dice),
        address_th: address(&mut dice),
        religion,
        face: FaceTraits::invent(u64::from(number), sex, age),
    }
}

/// The first `count` invented people.
#[must_use]
pub fn people(count: u32) -> Vec<Person> {
    (0..count).map(person).collect()
}

/// District 0000 does not exist; the multiplier scatters neighbours without making two the same.
fn national_id(number: u32) -> String {
    let scattered = (u64::from(number) * 7_368_787 + 2_345_678) % 10_000_000;
    let mut digits = format!("10000{scattered:07}");
    let sum: u32 = digits
        .bytes()
        .zip((2..=13).rev())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    digits.push(char::from(b'0' + ((11 - sum % 11) % 10) as u8));
    digits
}

fn phone(number: u32, dice: &mut Dice) -> String {
    let scattered = (u64::from(number) * 73_679 + 1_613) % 100_000;
    format!("0{}000{scattered:05}", dice.pick(&['6', '8', '9']))
}

fn address(dice: &mut Dice) -> String {
    let house = 1 + dice.below(399);
    let village = 1 + dice.below(12);
    let (district, province) = dice.pick(ADDRESSES);
    match dice.below(3) {
        0 => format!(
            "{house}/{} หมู่ที่ {village} {district} {province}",
            1 + dice.below(60)
        ),
        1 => format!("{house} หมู่ที่ {village} {district} {province}"),
        _ => format!("{house} ซ.สมมติ {village} {district} {province}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn five_hundred_people_are_distinct() {
        let people = people(500);
        let distinct = |key: fn(&Person) -> String| people.iter().map(key).collect::<HashSet<_>>();
        assert_eq!(
            distinct(Person::full_name_th).len(),
            500,
            "names must differ"
        );
        assert_eq!(
            distinct(|it| it.national_id.clone()).len(),
            500,
            "ID numbers must differ"
        );
        assert_eq!(
            distinct(|it| it.phone.clone()).len(),
            500,
            "phones must differ"
        );
        assert_eq!(
            person(42),
            person(42),
            "the same number must be the same person"
        );
    }

    #[test]
    fn check_digits_hold() {
        for person in people(200) {
            let digits: Vec<u32> = person
                .national_id
                .bytes()
                .map(|it| u32::from(it - b'0'))
                .collect();
            let sum: u32 = digits
                .iter()
                .zip((2..=13).rev())
                .map(|(it, weight)| it * weight)
                .sum();
            assert_eq!(digits.len(), 13);
            assert_eq!(
                digits[12],
                (11 - sum % 11) % 10,
                "the check digit must hold"
            );
        }
    }
}
