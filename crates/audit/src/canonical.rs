//! One form of a JSON text, whichever engine wrote it.
//!
//! PostgreSQL keeps `detail` as `jsonb`, SQLite as text: spaces, the order of keys, escapes and the way a number
//! is written differ, and mean nothing. Everything else does, so numbers keep every digit, and a key that
//! occurs twice, which readers understand differently, is kept twice.
//!
//! What is no JSON, or is nested deeper than anybody writes, is taken as it is: only a forger stores it, and a
//! change of it must be found like any other.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Deeper nesting is taken as it is.
const DEEPEST: u32 = 32;

/// The canonical bytes: `j` and the JSON, or `r` and the bytes as they are.
#[must_use]
pub fn canonical(text: &[u8]) -> Vec<u8> {
    let mut out = vec![b'j'];
    let written = std::str::from_utf8(text)
        .ok()
        .and_then(|text| serde_json::from_str::<&RawValue>(text).ok())
        .and_then(|value| write(value.get(), 0, &mut out));
    if written.is_none() {
        out.clear();
        out.push(b'r');
        out.extend_from_slice(text);
    }
    out
}

/// The members of an object as they stand there, doubled keys and all.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Reader)
    }
}

/// Writes a JSON value; `None` where it cannot be read.
fn write(value: &str, depth: u32, out: &mut Vec<u8>) -> Option<()> {
    if depth > DEEPEST {
        return None;
    }
    match value.as_bytes().first()? {
        b'{' => {
            let mut members = serde_json::from_str::<Members<'_>>(value).ok()?.0;
            // Stable: doubled keys stay in their order.
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            out.push(b'{');
            for (at, (key, value)) in members.iter().enumerate() {
                separate(at, out);
                write_text(key, out)?;
                out.push(b':');
                write(value.get(), depth + 1, out)?;
            }
            out.push(b'}');
        }
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(value).ok()?;
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                separate(at, out);
                write(item.get(), depth + 1, out)?;
            }
            out.push(b']');
        }
        b'"' => write_text(&serde_json::from_str::<String>(value).ok()?, out)?,
        b't' | b'f' | b'n' => out.extend_from_slice(value.as_bytes()),
        _ => write_number(value, out),
    }
    Some(())
}

fn separate(at: usize, out: &mut Vec<u8>) {
    if at > 0 {
        out.push(b',');
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) -> Option<()> {
    serde_json::to_writer(out, text).ok()
}

/// Sign, digits without zeros at either end, `e`, power of ten of the last digit: `1.50` and `15e-1` are `15e-1`.
fn write_number(text: &str, out: &mut Vec<u8>) {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0');
    let trimmed = significant.trim_end_matches('0');
    if trimmed.is_empty() {
        out.push(b'0');
        return;
    }
    let shift = (significant.len() - trimmed.len()) as i64 - fraction.len() as i64;
    match exponent
        .parse::<i64>()
        .ok()
        .and_then(|e| e.checked_add(shift))
    {
        Some(exponent) => out.extend_from_slice(format!("{sign}{trimmed}e{exponent}").as_bytes()),
        // No engine holds such a number.
        None => out.extend_from_slice(text.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> String {
        String::from_utf8(canonical(text.as_bytes())).expect("UTF-8")
    }

    #[test]
    fn what_means_nothing_is_left_out() {
        assert_eq!(
            form(r#" { "b" : [ 1 , null ] , "a" : "\u0e44\u0e17\u0e22\/" } "#),
            form(r#"{"a":"ไทย/","b":[1,null]}"#)
        );
    }

    #[test]
    fn numbers_keep_their_value_and_lose_their_spelling() {
        for (one, other) in [
            ("100", "1e2"),
            ("1.50", "15E-1"),
            ("0.10", "1e-1"),
            ("-0", "0.00"),
            ("10", "1.0e+1"),
        ] {
            assert_eq!(form(one), form(other), "{one}");
        }
        for (one, other) in [
            ("1", "-1"),
            ("1", "10"),
            ("0.1", "0.1000000000000000000000000001"),
            ("18446744073709551617", "18446744073709551616"),
            ("1", "\"1\""),
        ] {
            assert_ne!(form(one), form(other), "{one}");
        }
    }

    #[test]
    fn a_key_that_occurs_twice_is_no_secret() {
        assert_ne!(form(r#"{"a":1,"a":2}"#), form(r#"{"a":2}"#));
        assert_ne!(form(r#"{"a":1,"a":2}"#), form(r#"{"a":2,"a":1}"#));
    }

    #[test]
    fn what_is_no_json_is_taken_as_it_is() {
        assert_eq!(canonical(b"{\"a\":\xff}"), b"r{\"a\":\xff}");
        assert_eq!(form("{a:1}"), "r{a:1}");
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert!(form(&deep).starts_with('r'));
    }
}
