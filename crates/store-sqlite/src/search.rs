//! What a person typed into a search field, taken for what it looks like.

use crate::error::engine;
use crate::unit::SqliteUnit;
use coe_domain::{LicenceNumber, NationalId, Phone, RequestNumber, thai_text};
use coe_store::StoreResult;

/// What to look for in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MemberSearch {
    NationalId(String),
    Phone(String),
    Licence(String),
    MemberNo(String),
    /// Part of a name, of three letters or more: the index of three finds it.
    Name(String),
    /// Part of a name that is too short for that index, or that too many share for it to be of use.
    CommonName(String),
}

/// More members than this, and walking through the rows in their order finds a page sooner than
/// sorting all that match.
const MANY: u32 = 5_000;

impl MemberSearch {
    /// `None` where nothing was typed.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let key = thai_text::search_key(text);
        if key.is_empty() {
            return None;
        }
        if let Ok(id) = NationalId::parse(text) {
            return Some(Self::NationalId(id.as_str().to_owned()));
        }
        if let Ok(phone) = Phone::parse(text) {
            return Some(Self::Phone(phone.as_str().to_owned()));
        }
        if let Ok(licence) = LicenceNumber::parse(text) {
            return Some(Self::Licence(licence.as_str().to_owned()));
        }
        if key.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::MemberNo(thai_text::normalise(text)));
        }
        if is_short(&key) {
            return Some(Self::CommonName(key));
        }
        Some(Self::Name(key))
    }

    /// A statement that selects the ids, with one parameter.
    pub(crate) fn ids(&self) -> &'static str {
        match self {
            Self::NationalId(_) => "SELECT id FROM member WHERE national_id = ?",
            Self::Phone(_) => "SELECT id FROM member WHERE phone = ?",
            Self::Licence(_) => "SELECT member_id FROM licence WHERE number = ?",
            Self::MemberNo(_) => "SELECT id FROM member WHERE member_no = ?",
            Self::CommonName(key) if is_short(key) => {
                "SELECT id FROM member WHERE instr(search_key, ?) > 0"
            }
            Self::Name(_) | Self::CommonName(_) => {
                "SELECT rowid FROM member_search WHERE member_search MATCH ?"
            }
        }
    }

    /// The value of that parameter.
    pub(crate) fn value(&self) -> String {
        match self {
            Self::NationalId(value)
            | Self::Phone(value)
            | Self::Licence(value)
            | Self::MemberNo(value) => value.clone(),
            Self::CommonName(key) if is_short(key) => key.clone(),
            // A phrase of FTS5: nothing in it is an operator.
            Self::Name(key) | Self::CommonName(key) => format!("\"{}\"", key.replace('"', "\"\"")),
        }
    }
}

/// Too short for the index of three letters.
fn is_short(key: &str) -> bool {
    key.chars().count() < 3
}

impl SqliteUnit {
    /// Tells a name that many share from one that few have.
    pub(crate) async fn weigh(&mut self, search: MemberSearch) -> StoreResult<MemberSearch> {
        let MemberSearch::Name(key) = &search else {
            return Ok(search);
        };
        let found: u32 = sqlx::query_scalar(
            "SELECT count(*)
             FROM (SELECT 1 FROM member_search WHERE member_search MATCH ? LIMIT ?)",
        )
        .bind(search.value())
        .bind(MANY)
        .fetch_one(self.db())
        .await
        .map_err(engine)?;
        Ok(if found < MANY {
            search
        } else {
            MemberSearch::CommonName(key.clone())
        })
    }
}

/// What to look for in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum QueueSearch {
    /// A whole request number.
    RequestNo(String),
    /// The beginning of one, such as `69-11-`.
    RequestNoPrefix(String),
    Member(MemberSearch),
}

impl QueueSearch {
    pub(crate) fn of(text: &str) -> Option<Self> {
        if let Ok(number) = RequestNumber::parse(text) {
            return Some(Self::RequestNo(number.to_string()));
        }
        let normal = thai_text::normalise(text);
        if is_prefix(&normal) {
            return Some(Self::RequestNoPrefix(normal));
        }
        MemberSearch::of(text).map(Self::Member)
    }
}

/// `69-`, `69-1`, `69-11-`; the year alone could be anything.
fn is_prefix(text: &str) -> bool {
    let mut parts = text.split('-');
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), rest, None) => {
            year.len() == 2
                && digits(year)
                && month.len() <= 2
                && digits(month)
                && rest.is_none_or(|rest| rest.is_empty() && !month.is_empty())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_for_what_it_looks_like() {
        let of = |text| MemberSearch::of(text);
        assert_eq!(of("  "), None);
        assert_eq!(
            of("1-2345-67890-12-1"),
            Some(MemberSearch::NationalId("1234567890121".to_owned()))
        );
        assert_eq!(
            of("081-234 5678"),
            Some(MemberSearch::Phone("0812345678".to_owned()))
        );
        assert_eq!(
            of("กย 123456"),
            Some(MemberSearch::Licence("กย.123456".to_owned()))
        );
        assert_eq!(
            of("๓๐๐๑๔๒"),
            Some(MemberSearch::MemberNo("300142".to_owned()))
        );
        assert_eq!(of("ใจดี2"), Some(MemberSearch::Name("ใจดี2".to_owned())));
        assert_eq!(of("ใจ"), Some(MemberSearch::CommonName("ใจ".to_owned())));
        let phrase = of("Som\"chai").map(|search| search.value());
        assert_eq!(phrase.as_deref(), Some("\"som\"\"chai\""));
    }

    #[test]
    fn a_request_number_is_whole_or_begun() {
        let of = |text| QueueSearch::of(text);
        assert_eq!(
            of("๖๙-๑๑-๑๒"),
            Some(QueueSearch::RequestNo("69-11-12".to_owned()))
        );
        for prefix in ["69-", "69-1", "69-11", "69-11-"] {
            assert_eq!(
                of(prefix),
                Some(QueueSearch::RequestNoPrefix(prefix.to_owned()))
            );
        }
        for other in ["69", "69--", "699-1", "69-111", "69-11-x", "ก-1"] {
            assert!(matches!(of(other), Some(QueueSearch::Member(_))), "{other}");
        }
    }
}
