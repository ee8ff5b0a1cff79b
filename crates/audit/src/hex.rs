//! Bytes as hexadecimal digits, in one way of writing.

use std::fmt::Write;

pub(crate) fn encode(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// `None` unless there are exactly so many bytes, in small letters.
pub(crate) fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N || digits.iter().any(u8::is_ascii_uppercase) {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = pair
            .iter()
            .map(|digit| char::from(*digit).to_digit(16))
            .collect::<Option<Vec<_>>>()?[..]
        else {
            return None;
        };
        *byte = u8::try_from(high << 4 | low).ok()?;
    }
    Some(bytes)
}
