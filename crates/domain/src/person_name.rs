//! Names of people.

use crate::{thai_text, title};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A name with its title. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonName {
    /// Title or titles, such as `นาย`, `ผศ.ดร.` or `Miss`; may be empty.
    pub title: String,
    /// Given name.
    pub given: String,
    /// Family name; may be of several words (`ณ อยุธยา`), and may be empty.
    pub family: String,
}

impl PersonName {
    /// A name of known parts, kept as they are.
    #[must_use]
    pub fn new(
        title: impl Into<String>,
        given: impl Into<String>,
        family: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            given: given.into(),
            family: family.into(),
        }
    }

    /// Splits a name that was stated in one field: titles in front (also glued to the name), then
    /// the given name, then everything else as the family name. The text is normalised.
    ///
    /// ```
    /// use coe_domain::PersonName;
    ///
    /// let name = PersonName::parse_stated("นายสมชาย  ณ ระนอง");
    /// assert_eq!((name.title.as_str(), name.given.as_str()), ("นาย", "สมชาย"));
    /// assert_eq!(name.family, "ณ ระนอง");
    /// ```
    #[must_use]
    pub fn parse_stated(text: &str) -> Self {
        let text = thai_text::normalise(text);
        let (title_end, name_begin) = title::split(&text);
        let title = text.get(..title_end).unwrap_or_default();
        let name = text.get(name_begin..).unwrap_or_default();
        let (given, family) = name.split_once(' ').unwrap_or((name, ""));
        Self::new(title, given, family)
    }

    /// Title, given and family name with single spaces.
    #[must_use]
    pub fn full(&self) -> String {
        joined(&[&self.title, &self.given, &self.family])
    }

    /// Given and family name with a single space.
    #[must_use]
    pub fn without_title(&self) -> String {
        joined(&[&self.given, &self.family])
    }

    /// Whether both name the same person: given and family name agree after
    /// [`thai_text::normalise`], whatever the titles and the letter case. Where the given name
    /// ends does not matter, so a middle name may stand on either side.
    #[must_use]
    pub fn same_person_name(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    /// Whether `stated`, a full name in one field, is this name.
    ///
    /// A given name can begin like a title (`นางนวล`), so the whole of `stated` counts as well.
    #[must_use]
    pub fn matches_stated(&self, stated: &str) -> bool {
        let key = self.key();
        !key.is_empty()
            && (Self::parse_stated(stated).key() == key || thai_text::search_key(stated) == key)
    }

    fn key(&self) -> String {
        thai_text::search_key(&self.without_title())
    }
}

fn joined(parts: &[&str]) -> String {
    let words: Vec<&str> = parts
        .iter()
        .flat_map(|part| part.split_whitespace())
        .collect();
    words.join(" ")
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (String, String, String) {
        let name = PersonName::parse_stated(text);
        (name.title, name.given, name.family)
    }

    #[test]
    fn titles_are_recognised_also_when_glued() {
        for (stated, title, given, family) in [
            ("นายสมชาย ใจดี", "นาย", "สมชาย", "ใจดี"),
            ("นาย  สมชาย  ใจดี", "นาย", "สมชาย", "ใจดี"),
            ("นางสาวสมศรี ใจดี", "นางสาว", "สมศรี", "ใจดี"),
            ("น.ส.สมศรี ใจดี", "น.ส.", "สมศรี", "ใจดี"),
            ("นางสมศรี ใจดี", "นาง", "สมศรี", "ใจดี"),
            ("ว่าที่ ร.ต.สมชาย ใจดี", "ว่าที่ ร.ต.", "สมชาย", "ใจดี"),
            ("ว่าที่ร้อยตรีหญิง สมศรี ใจดี", "ว่าที่ร้อยตรีหญิง", "สมศรี", "ใจดี"),
            ("พ.ต.อ.หญิงสมศรี ใจดี", "พ.ต.อ.หญิง", "สมศรี", "ใจดี"),
            ("พ.ต.อ. สมชาย ใจดี", "พ.ต.อ.", "สมชาย", "ใจดี"),
            ("ร.ต.อ.สมชาย ใจดี", "ร.ต.อ.", "สมชาย", "ใจดี"),
            ("พล.อ.สมชาย ใจดี", "พล.อ.", "สมชาย", "ใจดี"),
            ("ดร.สมชาย ใจดี", "ดร.", "สมชาย", "ใจดี"),
            ("ผศ.ดร.สมชาย ใจดี", "ผศ.ดร.", "สมชาย", "ใจดี"),
            ("ผศ. ดร. สมชาย ใจดี", "ผศ. ดร.", "สมชาย", "ใจดี"),
            (
                "รองศาสตราจารย์ ดร.สมชาย ใจดี",
                "รองศาสตราจารย์ ดร.",
                "สมชาย",
                "ใจดี",
            ),
            ("Mr. Somchai Jaidee", "Mr.", "Somchai", "Jaidee"),
            ("MR.Somchai Jaidee", "MR.", "Somchai", "Jaidee"),
            ("Miss Somsri Jaidee", "Miss", "Somsri", "Jaidee"),
            ("Mrs Somsri Na Ranong", "Mrs", "Somsri", "Na Ranong"),
            (
                "Asst. Prof. Dr. Somchai Jaidee",
                "Asst. Prof. Dr.",
                "Somchai",
                "Jaidee",
            ),
            (
                "Acting Sub Lt. Somchai Jaidee",
                "Acting Sub Lt.",
                "Somchai",
                "Jaidee",
            ),
        ] {
            let wanted = (title.to_owned(), given.to_owned(), family.to_owned());
            assert_eq!(parts(stated), wanted, "{stated}");
        }
    }

    #[test]
    fn a_name_that_only_looks_like_a_title_is_a_name() {
        for (stated, given) in [
            ("สมชาย ใจดี", "สมชาย"),
            ("นายิกา ใจดี", "นายิกา"),
            ("คุณากร ใจดี", "คุณากร"),
            ("คุณธรรม ใจดี", "คุณธรรม"),
            ("Mrinal Das", "Mrinal"),
            ("Drew Smith", "Drew"),
            ("Col Smith", "Col"),
        ] {
            let name = PersonName::parse_stated(stated);
            assert_eq!(
                (name.title.as_str(), name.given.as_str()),
                ("", given),
                "{stated}"
            );
        }
        assert_eq!(parts("ร.ต.หญิง ใจดี").1, "หญิง", "a given name is left over");
        assert_eq!(parts("นาย").1, "นาย", "a title alone is taken for a name");
        assert_eq!(parts("  "), (String::new(), String::new(), String::new()));
    }

    #[test]
    fn full_has_single_spaces() {
        assert_eq!(
            PersonName::new("นาย", "สมชาย", "ใจดี").full(),
            "นาย สมชาย ใจดี"
        );
        assert_eq!(
            PersonName::new("", "สมชาย ", " ณ  ระนอง").full(),
            "สมชาย ณ ระนอง"
        );
        assert_eq!(
            PersonName::new("นาย", "สมชาย", "ใจดี").without_title(),
            "สมชาย ใจดี"
        );
    }

    #[test]
    fn titles_and_letter_case_do_not_make_another_person() {
        let recorded = PersonName::new("นางสาว", "สมศรี", "น้ำใส");
        for stated in [
            "นาง สมศรี น้ำใส",
            "สมศรี  น\u{0E4D}\u{0E49}\u{0E32}ใส",
            "น.ส.สม\u{200B}ศรี น้ำใส",
        ] {
            assert!(
                recorded.same_person_name(&PersonName::parse_stated(stated)),
                "{stated}"
            );
        }
        assert!(!recorded.same_person_name(&PersonName::parse_stated("น.ส.สมศรี นำใส")));
        let english = PersonName::new("Mr.", "Somchai", "Jaidee");
        assert!(english.same_person_name(&PersonName::new("", "SOMCHAI", "JAIDEE")));
    }

    #[test]
    fn a_given_name_that_begins_like_a_title_still_matches() {
        let recorded = PersonName::new("นาง", "นางนวล", "ใจดี");
        assert!(
            recorded.matches_stated("นางนวล ใจดี"),
            "stated without a title"
        );
        assert!(recorded.matches_stated("นาง นางนวล ใจดี"));
        assert!(!recorded.matches_stated("นวล ใจดี"));
        assert!(
            !PersonName::new("", "", "").matches_stated(""),
            "nothing matches nothing"
        );
    }

    #[test]
    fn debug_shows_nothing() {
        let shown = format!("{:?}", PersonName::new("นาย", "สมชาย", "ใจดี"));
        assert_eq!(shown, "PersonName(…)");
    }
}
