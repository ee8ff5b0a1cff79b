//! Message texts: how large they are, and how a template becomes a text.

/// How large a text is when sent as SMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SmsSize {
    /// Counted units: 7-bit units where `unicode` is false, UTF-16 units where it is true.
    pub units: usize,
    /// How many messages the network carries and bills.
    pub segments: usize,
    /// Whether the text needs the wide alphabet, as any Thai text does.
    pub unicode: bool,
}

/// Measures `text`. The rule is simple enough for SQL to apply the same one:
///
/// * every character is printable ASCII (0x20–0x7E) or a line feed: one unit each, and two for
///   each of `^ { } \ [ ~ ] |`; 160 units in one message, 153 in each part of a split one;
/// * anything else: UTF-16 units; 70 in one message, 67 in each part of a split one.
///
/// This takes the ASCII part of the GSM 7-bit alphabet for the whole of it: a text with `é` would
/// fit the narrow alphabet and is counted wide, one with a backtick the other way round. Neither
/// occurs in the templates. An empty text has no segments.
#[must_use]
pub fn measure(text: &str) -> SmsSize {
    let narrow = text.chars().all(|c| matches!(c, ' '..='~' | '\n'));
    let (units, single, part) = if narrow {
        let doubled = text.chars().filter(|c| r"^{}\[~]|".contains(*c)).count();
        (text.chars().count() + doubled, 160, 153)
    } else {
        (text.encode_utf16().count(), 70, 67)
    };
    let segments = match units {
        0 => 0,
        units if units <= single => 1,
        units => units.div_ceil(part),
    };
    SmsSize {
        units,
        segments,
        unicode: !narrow,
    }
}

/// Replaces each `{name}` by its value. A name without a value stays as it is, so that a missing
/// one is seen; a value is never searched for further placeholders.
///
/// ```
/// use coe_domain::sms_text::fill;
///
/// assert_eq!(fill("คำร้อง {no} {x}", &[("no", "67-2-4")]), "คำร้อง 67-2-4 {x}");
/// ```
#[must_use]
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    for piece in pieces(template) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Placeholder { name, written } => {
                let value = values.iter().find(|(key, _)| *key == name);
                out.push_str(value.map_or(written, |(_, value)| value));
            }
        }
    }
    out
}

/// The names of the placeholders of `template`, each once, in the order of their first use.
#[must_use]
pub fn placeholders(template: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for piece in pieces(template) {
        if let Piece::Placeholder { name, .. } = piece
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

enum Piece<'a> {
    Text(&'a str),
    Placeholder { name: &'a str, written: &'a str },
}

/// Splits a template; all pieces together are the template. A name is made of ASCII letters,
/// digits and `_`; braces around anything else are text.
fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((name, written, tail)) = placeholder(rest) {
            rest = tail;
            return Some(Piece::Placeholder { name, written });
        }
        let next = rest.match_indices('{').map(|(at, _)| at).find(|at| *at > 0);
        let (text, tail) = rest.split_at(next.unwrap_or(rest.len()));
        rest = tail;
        Some(Piece::Text(text))
    })
}

fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (name, tail) = text.strip_prefix('{')?.split_once('}')?;
    let valid = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let written = text.get(..name.len() + 2)?;
    valid.then_some((name, written, tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segments(text: &str) -> usize {
        measure(text).segments
    }

    #[test]
    fn an_empty_text_costs_nothing() {
        assert_eq!(
            measure(""),
            SmsSize {
                units: 0,
                segments: 0,
                unicode: false
            }
        );
    }

    #[test]
    fn ascii_splits_at_160_into_parts_of_153() {
        for (length, wanted) in [
            (1, 1),
            (160, 1),
            (161, 2),
            (306, 2),
            (307, 3),
            (459, 3),
            (460, 4),
        ] {
            assert_eq!(segments(&"a".repeat(length)), wanted, "{length} letters");
        }
        assert!(
            !measure("Line one\nline two").unicode,
            "a line feed is narrow"
        );
        assert!(measure("tab\t").unicode, "a tab is not");
    }

    #[test]
    fn extension_characters_count_twice() {
        assert_eq!(measure(r"^{}\[~]|").units, 16);
        assert_eq!(segments(&"[".repeat(80)), 1);
        assert_eq!(segments(&"[".repeat(81)), 2);
    }

    #[test]
    fn thai_splits_at_70_into_parts_of_67() {
        for (length, wanted) in [
            (1, 1),
            (70, 1),
            (71, 2),
            (134, 2),
            (135, 3),
            (201, 3),
            (202, 4),
        ] {
            assert_eq!(segments(&"ก".repeat(length)), wanted, "{length} letters");
        }
        let mixed = format!("{}ก", "a".repeat(70));
        assert_eq!(
            segments(&mixed),
            2,
            "one Thai letter makes the whole text wide"
        );
        assert_eq!(measure("😀").units, 2, "UTF-16 units, not characters");
    }

    #[test]
    fn fill_replaces_known_names_only() {
        let values = [("no", "67-2-4"), ("name", "{no}"), ("empty", "")];
        assert_eq!(fill("{no}/{no}", &values), "67-2-4/67-2-4");
        assert_eq!(fill("a{empty}b", &values), "ab");
        assert_eq!(fill("{name}", &values), "{no}", "a value is not a template");
        assert_eq!(fill("{nobody} {", &values), "{nobody} {");
        assert_eq!(
            fill("{{no}} {not a name} {}", &values),
            "{67-2-4} {not a name} {}"
        );
        assert_eq!(fill("คำร้อง{no}ค่ะ", &values), "คำร้อง67-2-4ค่ะ");
    }

    #[test]
    fn placeholders_come_once_and_in_order() {
        assert_eq!(placeholders("{b} {a} {b} {not one} {c_1"), ["b", "a"]);
        assert!(placeholders("none").is_empty());
    }
}
