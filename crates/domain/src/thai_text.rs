//! Bringing Thai text into one form, so that two ways of typing the same thing compare equal.
//!
//! Two keyboards can write the same word differently: a tone before or after its vowel, sara am as
//! one character or as two, `แ` as two `เ`, invisible characters from copying. None of that is a
//! difference between two names.

use unicode_normalization::UnicodeNormalization;

const NIKHAHIT: char = '\u{0E4D}';
const SARA_AA: char = '\u{0E32}';
const SARA_AM: char = '\u{0E33}';
const SARA_E: char = '\u{0E40}';
const SARA_AE: char = '\u{0E41}';

/// Replaces Thai digits (๐–๙) by ASCII digits and leaves everything else alone.
#[must_use]
pub fn thai_digits_to_ascii(text: &str) -> String {
    text.chars().map(ascii_digit).collect()
}

/// The one form of `text`: NFC, no invisible characters, single spaces, no spaces at the ends,
/// ASCII digits, sara am as one character after its tone, `แ` as one character, and the marks over
/// and under a consonant in the order vowel, tone, others.
///
/// Letter case stays as it is. Applying it twice changes nothing more.
///
/// ```
/// use coe_domain::thai_text::normalise;
///
/// assert_eq!(normalise(" เเสง\u{200b}  ทํา ๑๒ "), "แสง ทำ 12");
/// ```
#[must_use]
pub fn normalise(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let mut current: String = arrange(&visible);
    // Marks of other scripts between Thai marks can need further passes; there are never many.
    for _ in 0..8 {
        let next = arrange(&current);
        if next == current {
            break;
        }
        current = next;
    }
    current
}

/// The key under which a text is searched: [`normalise`], in lower case.
#[must_use]
pub fn search_key(text: &str) -> String {
    normalise(&normalise(text).to_lowercase())
}

/// Whether `c` is a Thai consonant (ก–ฮ).
pub(crate) fn is_thai_consonant(c: char) -> bool {
    matches!(c, '\u{0E01}'..='\u{0E2E}')
}

/// Whether `c` can only follow another letter, so that no word begins with it.
pub(crate) fn follows_a_letter(c: char) -> bool {
    matches!(c, '\u{0E2F}'..='\u{0E3A}' | '\u{0E45}'..='\u{0E4E}')
}

fn ascii_digit(c: char) -> char {
    match c {
        '\u{0E50}'..='\u{0E59}' => {
            let value = u32::from(c) - 0x0E50;
            char::from_digit(value, 10).unwrap_or(c)
        }
        other => other,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// One pass over text without invisible characters.
fn arrange(text: &str) -> String {
    let composed: Vec<char> = text.nfc().map(ascii_digit).collect();
    let ordered = order_marks(&composed);
    join_sara_ae(&collapse_spaces(&ordered)).nfc().collect()
}

fn collapse_spaces(chars: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(chars.len());
    for c in chars {
        if !c.is_whitespace() {
            out.push(*c);
        } else if out.last().is_some_and(|last| *last != ' ') {
            out.push(' ');
        }
    }
    if out.last() == Some(&' ') {
        out.pop();
    }
    out
}

fn join_sara_ae(chars: &[char]) -> String {
    let mut out = String::with_capacity(chars.len() * 3);
    let mut rest = chars;
    loop {
        match rest {
            [] => return out,
            [SARA_E, SARA_E, tail @ ..] => {
                out.push(SARA_AE);
                rest = tail;
            }
            [c, tail @ ..] => {
                out.push(*c);
                rest = tail;
            }
        }
    }
}

/// Where a mark stands among the marks of one consonant; `None` for everything that is no mark.
/// Phinthu and the vowels below come first because NFC wants them there.
fn mark_rank(c: char) -> Option<u8> {
    Some(match c {
        '\u{0E3A}' => 0,
        '\u{0E38}' | '\u{0E39}' => 1,
        '\u{0E31}' | '\u{0E34}'..='\u{0E37}' | '\u{0E47}' => 2,
        '\u{0E48}'..='\u{0E4B}' => 3,
        '\u{0E4C}' | '\u{0E4E}' => 4,
        NIKHAHIT => 5,
        _ => return None,
    })
}

/// Sorts the marks of each consonant, and puts sara am, however it was typed, behind them.
fn order_marks(chars: &[char]) -> Vec<char> {
    let mut out = Vec::with_capacity(chars.len());
    let mut marks: Vec<(u8, char)> = Vec::new();
    let mut sara_ams = 0;
    for c in chars {
        if let Some(rank) = mark_rank(*c) {
            marks.push((rank, *c));
            continue;
        }
        if *c == SARA_AM {
            sara_ams += 1;
            continue;
        }
        if *c == SARA_AA
            && let Some(at) = marks.iter().position(|(_, mark)| *mark == NIKHAHIT)
        {
            marks.remove(at);
            sara_ams += 1;
            continue;
        }
        flush(&mut out, &mut marks, &mut sara_ams);
        out.push(*c);
    }
    flush(&mut out, &mut marks, &mut sara_ams);
    out
}

fn flush(out: &mut Vec<char>, marks: &mut Vec<(u8, char)>, sara_ams: &mut usize) {
    marks.sort_by_key(|(rank, _)| *rank);
    out.extend(marks.drain(..).map(|(_, mark)| mark));
    out.extend(std::iter::repeat_n(SARA_AM, *sara_ams));
    *sara_ams = 0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sara_am_has_one_form_however_it_was_typed() {
        let wanted = "น้ำ";
        assert_eq!(
            wanted.chars().map(u32::from).collect::<Vec<_>>(),
            [0x0E19, 0x0E49, 0x0E33]
        );
        for typed in [
            "\u{0E19}\u{0E49}\u{0E4D}\u{0E32}",
            "\u{0E19}\u{0E4D}\u{0E49}\u{0E32}",
            "\u{0E19}\u{0E4D}\u{0E32}\u{0E49}",
            "\u{0E19}\u{0E33}\u{0E49}",
            "\u{0E19}\u{0E49}\u{0E33}",
        ] {
            assert_eq!(normalise(typed), wanted, "{} is น้ำ", typed.escape_unicode());
        }
        assert_eq!(normalise("ท\u{0E4D}\u{0E32}"), "ทำ", "also without a tone");
    }

    #[test]
    fn vowel_comes_before_tone() {
        assert_eq!(
            normalise("ท\u{0E48}\u{0E35}"),
            "ท\u{0E35}\u{0E48}",
            "above: ที่"
        );
        assert_eq!(
            normalise("ผ\u{0E49}\u{0E39}"),
            "ผ\u{0E39}\u{0E49}",
            "below: ผู้"
        );
        assert_eq!(
            normalise("ส\u{0E4C}\u{0E34}ท"),
            "ส\u{0E34}\u{0E4C}ท",
            "thanthakhat: สิ์"
        );
    }

    #[test]
    fn two_sara_e_are_one_sara_ae() {
        assert_eq!(normalise("\u{0E40}\u{0E40}สง"), "\u{0E41}สง");
        assert_eq!(normalise("เกเร"), "เกเร", "a single เ stays");
    }

    #[test]
    fn spaces_are_single_and_invisible_characters_gone() {
        assert_eq!(
            normalise("\u{FEFF} สม\u{200B}ชาย\u{00A0}\t ใจ\u{200D}ดี\n"),
            "สมชาย ใจดี"
        );
        assert_eq!(normalise(" \u{200B} "), "");
        assert_eq!(
            normalise("เ\u{2060}เดง"),
            "แดง",
            "what was between them hides nothing"
        );
    }

    #[test]
    fn thai_digits_become_ascii() {
        assert_eq!(thai_digits_to_ascii("๐๑๒๓๔๕๖๗๘๙ ก"), "0123456789 ก");
    }

    #[test]
    fn latin_is_composed_and_searched_in_lower_case() {
        assert_eq!(normalise("Jose\u{0301}"), "José");
        assert_eq!(search_key("  SOMCHAI   Jaidee "), "somchai jaidee");
        assert_eq!(search_key("เเสง ๑"), "แสง 1");
    }
}
