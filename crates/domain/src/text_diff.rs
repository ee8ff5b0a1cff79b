//! The difference between two versions of a text.

use crate::name_diff::{DiffPart, append};
use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// Two versions side by side. The parts of each side together are its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextDiff {
    /// The text before; what differs was taken out.
    pub before: Vec<DiffPart>,
    /// The text after; what differs was put in.
    pub after: Vec<DiffPart>,
}

/// Compares two versions word by word; Thai, which has no spaces between words, letter by letter, each
/// with its vowels and tones.
#[must_use]
pub fn diff_texts(before: &str, after: &str) -> TextDiff {
    let old: Vec<&str> = before.split_word_bounds().collect();
    let new: Vec<&str> = after.split_word_bounds().collect();
    let mut diff = TextDiff {
        before: Vec::new(),
        after: Vec::new(),
    };
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let differs = op.tag() != DiffTag::Equal;
        let old = old.get(op.old_range()).unwrap_or_default();
        let new = new.get(op.new_range()).unwrap_or_default();
        append(&mut diff.before, old, differs);
        append(&mut diff.after, new, differs);
    }
    diff
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(parts: &[DiffPart]) -> Vec<&str> {
        let marked = parts.iter().filter(|part| part.differs);
        marked.map(|part| part.text.as_str()).collect()
    }

    fn whole(parts: &[DiffPart]) -> String {
        parts.iter().map(|part| part.text.as_str()).collect()
    }

    #[test]
    fn english_differs_by_whole_words() {
        let diff = diff_texts(
            "Your call is soon: {call_time}.",
            "Your call starts: {call_time}.",
        );
        assert_eq!(marked(&diff.before), ["is soon"]);
        assert_eq!(marked(&diff.after), ["starts"]);
        assert_eq!(whole(&diff.before), "Your call is soon: {call_time}.");
    }

    #[test]
    fn thai_differs_by_letters_that_keep_their_marks() {
        let diff = diff_texts("โปรดเตรียมบัตรไว้", "โปรดเตรียมบัตรตัวจริงไว้");
        assert!(marked(&diff.before).is_empty());
        assert_eq!(
            marked(&diff.after).concat().chars().count(),
            "ตัวจริง".chars().count()
        );
        assert_eq!(whole(&diff.after), "โปรดเตรียมบัตรตัวจริงไว้");
    }

    #[test]
    fn the_same_text_differs_nowhere() {
        let diff = diff_texts("ปู่ ญี่ปุ่น", "ปู่ ญี่ปุ่น");
        assert!(marked(&diff.before).is_empty() && marked(&diff.after).is_empty());
    }
}
