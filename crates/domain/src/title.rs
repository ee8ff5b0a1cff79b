//! Titles before a name: civil, noble, academic, military and police.

use crate::thai_text::{follows_a_letter, is_thai_consonant};

/// Titles of a person, of which a name has at most one. Longer ones first.
const CIVIL: &[&str] = &["นางสาว", "เด็กชาย", "เด็กหญิง", "นาย", "นาง"];

/// Ranks and degrees in full, which may stand beside others. Longer ones first, and with the
/// abbreviation (without dots) that means the same.
const IN_FULL: &[(&str, &str)] = &[
    ("ผู้ช่วยศาสตราจารย์", "ผศ"),
    ("รองศาสตราจารย์", "รศ"),
    ("ศาสตราจารย์", "ศ"),
    ("ดอกเตอร์", "ดร"),
    ("ด็อกเตอร์", "ดร"),
    ("หม่อมราชวงศ์", "มรว"),
    ("หม่อมหลวง", "มล"),
    ("ท่านผู้หญิง", "ท่านผู้หญิง"),
    ("คุณหญิง", "คุณหญิง"),
    ("พลตำรวจเอก", "พลตอ"),
    ("พลตำรวจโท", "พลตท"),
    ("พลตำรวจตรี", "พลตต"),
    ("พันตำรวจเอก", "พตอ"),
    ("พันตำรวจโท", "พตท"),
    ("พันตำรวจตรี", "พตต"),
    ("ร้อยตำรวจเอก", "รตอ"),
    ("ร้อยตำรวจโท", "รตท"),
    ("ร้อยตำรวจตรี", "รตต"),
    ("พลอากาศเอก", "พลออ"),
    ("พลอากาศโท", "พลอท"),
    ("พลอากาศตรี", "พลอต"),
    ("พลเรือเอก", "พลรอ"),
    ("พลเรือโท", "พลรท"),
    ("พลเรือตรี", "พลรต"),
    ("นาวาอากาศเอก", "นอ"),
    ("นาวาอากาศโท", "นท"),
    ("นาวาอากาศตรี", "นต"),
    ("เรืออากาศเอก", "รอ"),
    ("เรืออากาศโท", "รท"),
    ("เรืออากาศตรี", "รต"),
    ("นาวาเอก", "นอ"),
    ("นาวาโท", "นท"),
    ("นาวาตรี", "นต"),
    ("เรือเอก", "รอ"),
    ("เรือโท", "รท"),
    ("เรือตรี", "รต"),
    ("พลเอก", "พลอ"),
    ("พลโท", "พลท"),
    ("พลตรี", "พลต"),
    ("พันเอก", "พอ"),
    ("พันโท", "พท"),
    ("พันตรี", "พต"),
    ("ร้อยเอก", "รอ"),
    ("ร้อยโท", "รท"),
    ("ร้อยตรี", "รต"),
    ("จ่าสิบเอก", "จสอ"),
    ("จ่าสิบโท", "จสท"),
    ("จ่าสิบตรี", "จสต"),
    ("สิบเอก", "สอ"),
    ("สิบโท", "สท"),
    ("สิบตรี", "สต"),
    ("ว่าที่", "ว่าที่"),
];

/// Courtesies that begin many given names too, so they count only with a space behind them.
const WITH_SPACE: &[&str] = &["คุณ", "อาจารย์"];

/// English titles; each needs a dot or a space behind it. Longer ones first.
const LATIN: &[&str] = &[
    "Acting Sub Lt",
    "Acting Sub. Lt",
    "Professor",
    "Master",
    "Miss",
    "Prof",
    "Mrs",
    "Mr",
    "Ms",
    "Dr",
];

/// English abbreviations that could be names themselves, so they need their dot.
const LATIN_WITH_DOT: &[&str] = &[
    "Assoc", "Asst", "Capt", "Gen", "Maj", "Col", "Cdr", "Adm", "Pol", "Sub", "Sgt", "Act", "Lt",
];

/// Splits a normalised name into its titles and the rest, as byte positions: where the titles end
/// and where the name begins (a space may lie between). Both are 0 without a title.
pub(crate) fn split(name: &str) -> (usize, usize) {
    let (mut end, mut begin) = (0, 0);
    let (mut civil, mut ranked) = (false, false);
    loop {
        let rest = name.get(begin..).unwrap_or_default();
        let Some((length, kind)) = element(rest, civil, ranked) else {
            return (end, begin);
        };
        let behind = rest.get(length..).unwrap_or_default();
        let next = behind.trim_start();
        if next.is_empty() {
            // Nothing would be left for the name.
            return (end, begin);
        }
        end = begin + length;
        begin = end + (behind.len() - next.len());
        civil |= kind == Kind::Civil;
        ranked |= kind == Kind::Rank;
    }
}

/// Whether two titles mean the same: `น.ส.` and `นางสาว`, `ผศ. ดร.` and `ผศ.ดร.`, `Mr` and `Mr.`
pub(crate) fn equivalent(one: &str, other: &str) -> bool {
    canonical(one) == canonical(other)
}

fn canonical(title: &str) -> String {
    let mut text: String = title
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '.' | ' '))
        .collect();
    let civil = [("นางสาว", "นส"), ("เด็กชาย", "ดช"), ("เด็กหญิง", "ดญ")];
    for (full, short) in civil.iter().chain(IN_FULL) {
        text = text.replace(full, short);
    }
    text
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Civil,
    Rank,
    Other,
}

/// The title at the beginning of `rest`: its length in bytes and its kind.
fn element(rest: &str, civil: bool, ranked: bool) -> Option<(usize, Kind)> {
    if let Some(length) = dotted(rest) {
        return Some((length, Kind::Rank));
    }
    if !civil && let Some(length) = word(rest, CIVIL.iter().copied()) {
        return Some((length, Kind::Civil));
    }
    if let Some(length) = word(rest, IN_FULL.iter().map(|(full, _)| *full)) {
        return Some((length, Kind::Rank));
    }
    // A woman's rank, unless it is all that could be her given name.
    if ranked
        && let Some(length) = word(rest, ["หญิง"].into_iter())
        && rest.get(length..)?.split_whitespace().nth(1).is_some()
    {
        return Some((length, Kind::Other));
    }
    let spaced = WITH_SPACE.iter().find(|title| {
        rest.strip_prefix(**title)
            .is_some_and(|behind| behind.starts_with(' '))
    });
    if let Some(title) = spaced {
        return Some((title.len(), Kind::Other));
    }
    latin(rest).map(|length| (length, Kind::Other))
}

/// Thai abbreviations: up to four consonants and a dot, repeated (`พ.ต.อ.`, `ผศ.ดร.`, `น.ส.`).
fn dotted(rest: &str) -> Option<usize> {
    let mut length = 0;
    loop {
        let tail = rest.get(length..)?;
        let letters: usize = tail
            .chars()
            .take_while(|c| is_thai_consonant(*c))
            .map(char::len_utf8)
            .sum();
        // A Thai consonant takes three bytes.
        if !(3..=12).contains(&letters) || !tail.get(letters..)?.starts_with('.') {
            return (length > 0).then_some(length);
        }
        length += letters + 1;
    }
}

/// A title in full, also glued to the name; not where the next character belongs to its last
/// letter (`นายิกา` is a name).
fn word<'a>(rest: &str, mut titles: impl Iterator<Item = &'a str>) -> Option<usize> {
    titles.find_map(|title| {
        let behind = rest.strip_prefix(title)?;
        let apart = !behind.chars().next().is_some_and(follows_a_letter);
        apart.then_some(title.len())
    })
}

fn latin(rest: &str) -> Option<usize> {
    let starts = |title: &str| {
        rest.get(..title.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(title))
    };
    let next = |title: &str| {
        rest.get(title.len()..)
            .and_then(|behind| behind.chars().next())
    };
    let plain = LATIN
        .iter()
        .find(|title| starts(title) && matches!(next(title), Some('.' | ' ')));
    let dotted = LATIN_WITH_DOT
        .iter()
        .find(|title| starts(title) && next(title) == Some('.'));
    let title = plain.or(dotted)?;
    let dot = usize::from(next(title) == Some('.'));
    Some(title.len() + dot)
}
