//! The difference between a stated and a recorded name, letter by letter.

use crate::{thai_text, title};
use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// Two names side by side. The parts of each side together are its normalised name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameDiff {
    /// Whether both are the same name, whatever the titles and the letter case.
    pub same: bool,
    /// The stated name.
    pub stated: Vec<DiffPart>,
    /// The recorded name.
    pub recorded: Vec<DiffPart>,
}

/// A stretch of a name or another text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffPart {
    /// The letters, each with its vowels and tones.
    pub text: String,
    /// Whether the other side lacks them here.
    pub differs: bool,
}

/// Compares two full names after normalisation. A letter keeps its vowels and tones, so `ป้` and
/// `ป่` differ as a whole.
///
/// Titles are shown but do not decide [`NameDiff::same`]. They are marked only where both names
/// have one and the two mean different things: `น.ส.` is `นางสาว`, and a title left out is no
/// difference.
#[must_use]
pub fn diff_names(stated: &str, recorded: &str) -> NameDiff {
    let stated = thai_text::normalise(stated);
    let recorded = thai_text::normalise(recorded);
    let (one, other) = best_reading(&stated, &recorded);
    let title_differs = !one.title.is_empty()
        && !other.title.is_empty()
        && !title::equivalent(one.title, other.title);

    let mut sides = [
        Side::new(one.head, title_differs),
        Side::new(other.head, title_differs),
    ];
    let [left, right] = &mut sides;
    let (old, new) = (letters(one.name), letters(other.name));
    let (old_keys, new_keys) = (keys(&old), keys(&new));
    for op in capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys) {
        let differs = op.tag() != DiffTag::Equal;
        left.push(old.get(op.old_range()).unwrap_or_default(), differs);
        right.push(new.get(op.new_range()).unwrap_or_default(), differs);
    }
    let [left, right] = sides;
    NameDiff {
        same: old_keys == new_keys,
        stated: left.parts,
        recorded: right.parts,
    }
}

/// A name cut into titles and the name proper. `head` is everything before `name`.
#[derive(Clone, Copy)]
struct Reading<'a> {
    title: &'a str,
    head: &'a str,
    name: &'a str,
}

impl<'a> Reading<'a> {
    fn with_title(text: &'a str) -> Self {
        let (end, begin) = title::split(text);
        let (head, name) = text.split_at(begin);
        Self {
            title: head.get(..end).unwrap_or_default(),
            head,
            name,
        }
    }

    fn whole(text: &'a str) -> Self {
        Self {
            title: "",
            head: "",
            name: text,
        }
    }
}

/// A given name can begin like a title; the reading in which both names agree is the right one.
fn best_reading<'a>(stated: &'a str, recorded: &'a str) -> (Reading<'a>, Reading<'a>) {
    let readings = |text| [Reading::with_title(text), Reading::whole(text)];
    let agree = |one: &Reading<'_>, other: &Reading<'_>| {
        keys(&letters(one.name)) == keys(&letters(other.name))
    };
    for one in readings(stated) {
        for other in readings(recorded) {
            if agree(&one, &other) {
                return (one, other);
            }
        }
    }
    (Reading::with_title(stated), Reading::with_title(recorded))
}

fn letters(text: &str) -> Vec<&str> {
    text.graphemes(true).collect()
}

fn keys(letters: &[&str]) -> Vec<String> {
    letters.iter().map(|letter| letter.to_lowercase()).collect()
}

struct Side {
    parts: Vec<DiffPart>,
}

impl Side {
    fn new(head: &str, differs: bool) -> Self {
        let mut side = Self { parts: Vec::new() };
        side.push(&[head], differs);
        side
    }

    fn push(&mut self, letters: &[&str], differs: bool) {
        append(&mut self.parts, letters, differs);
    }
}

/// Adds pieces of text to a side of a difference.
pub(crate) fn append(parts: &mut Vec<DiffPart>, pieces: &[&str], differs: bool) {
    let text = pieces.concat();
    if text.is_empty() {
        return;
    }
    match parts.last_mut() {
        Some(last) if last.differs == differs => last.text.push_str(&text),
        _ => parts.push(DiffPart { text, differs }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(parts: &[DiffPart]) -> Vec<&str> {
        parts
            .iter()
            .filter(|part| part.differs)
            .map(|part| part.text.as_str())
            .collect()
    }

    #[test]
    fn equal_names_have_no_marked_part() {
        let diff = diff_names("นาย สมชาย  ใจดี", "นาย สมชาย ใจดี");
        assert!(diff.same);
        assert_eq!(
            diff.stated,
            [DiffPart {
                text: "นาย สมชาย ใจดี".to_owned(),
                differs: false
            }]
        );
        assert_eq!(diff.recorded, diff.stated);
    }

    #[test]
    fn a_letter_keeps_its_marks() {
        let diff = diff_names("นายสมชาย ป้อมใจ", "นาย สมชาย ป่อมใจ");
        assert!(!diff.same);
        assert_eq!(marked(&diff.stated), ["ป้"]);
        assert_eq!(marked(&diff.recorded), ["ป่"]);
    }

    #[test]
    fn a_missing_letter_is_marked_on_one_side() {
        let diff = diff_names("สมชาย ใจด", "สมชาย ใจดา");
        assert_eq!(marked(&diff.stated), Vec::<&str>::new());
        assert_eq!(marked(&diff.recorded), ["า"]);
    }

    #[test]
    fn a_title_is_marked_only_where_both_say_different_things() {
        for (stated, recorded) in [
            ("น.ส.สมศรี ใจดี", "นางสาว สมศรี ใจดี"),
            ("ผศ.ดร.สมศรี ใจดี", "ผู้ช่วยศาสตราจารย์ ดร. สมศรี ใจดี"),
            ("สมศรี ใจดี", "นาง สมศรี ใจดี"),
            ("miss Somsri Jaidee", "Miss SOMSRI JAIDEE"),
        ] {
            let diff = diff_names(stated, recorded);
            assert!(diff.same, "{stated}");
            assert!(marked(&diff.stated).is_empty(), "{stated}");
            assert!(marked(&diff.recorded).is_empty(), "{stated}");
        }
        let married = diff_names("นางสมศรี ใจดี", "นางสาว สมศรี ใจดี");
        assert!(married.same, "a title does not make another person");
        assert_eq!(marked(&married.stated), ["นาง"]);
        assert_eq!(marked(&married.recorded), ["นางสาว "]);
    }

    #[test]
    fn a_given_name_that_begins_like_a_title_is_no_difference() {
        let diff = diff_names("นางนวล ใจดี", "นาง นางนวล ใจดี");
        assert!(diff.same);
        assert!(marked(&diff.stated).is_empty() && marked(&diff.recorded).is_empty());
    }

    #[test]
    fn another_family_name_leaves_the_given_name_unmarked() {
        let diff = diff_names("นางสาว สมศรี ใจดี", "นางสาว สมศรี รักไทย");
        assert!(!diff.same);
        assert_eq!(
            diff.stated.first(),
            Some(&DiffPart {
                text: "นางสาว สมศรี ".to_owned(),
                differs: false
            })
        );
    }
}
