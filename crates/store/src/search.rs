//! What a person typed into a search field, taken for what it looks like. Every database finds the same.

use coe_domain::{LicenceNumber, NationalId, Phone, RequestNumber, thai_text};

/// What to look for in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberSearch {
    /// A whole national ID, digits only.
    NationalId(String),
    /// A whole phone number, digits only.
    Phone(String),
    /// A licence number as it is stored.
    Licence(String),
    /// A whole member number.
    MemberNo(String),
    /// Part of a name, of three letters or more: an index of three finds it.
    Name(String),
    /// Part of a name that is too short for that index, or that too many share for it to be of use.
    CommonName(String),
}

/// More members than this share a part of a name, and walking through the rows in their order finds a
/// page sooner than sorting all that match.
pub const MANY: u32 = 5_000;

impl MemberSearch {
    /// `None` where nothing was typed.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
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
}

/// Too short for an index of three letters.
#[must_use]
pub fn is_short(key: &str) -> bool {
    key.chars().count() < 3
}

/// What to look for in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueueSearch {
    /// A whole request number.
    RequestNo(String),
    /// The beginning of one, such as `69-11-`.
    RequestNoPrefix(String),
    /// Requests of members that are found.
    Member(MemberSearch),
}

impl QueueSearch {
    /// `None` where nothing was typed.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
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
