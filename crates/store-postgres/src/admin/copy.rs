//! Rows in the text form of `COPY … FROM STDIN`.
//!
//! The form is described with the statement: https://www.postgresql.org/docs/15/sql-copy.html

use chrono::{DateTime, SecondsFormat, Utc};
use coe_store::transfer::{Kind, Value};

/// What could not be written: a value of another kind than its column, or a moment beyond time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unwritable;

/// A value as PostgreSQL reads it; `None` for nothing.
pub(super) fn plain(kind: Kind, value: &Value) -> Result<Option<String>, Unwritable> {
    let text = match (kind, value) {
        (_, Value::Null) => return Ok(None),
        (Kind::Number, Value::Number(number)) => number.to_string(),
        (Kind::Flag, Value::Number(0)) => "f".to_owned(),
        (Kind::Flag, Value::Number(1)) => "t".to_owned(),
        (Kind::Moment, Value::Number(millis)) => DateTime::<Utc>::from_timestamp_millis(*millis)
            .ok_or(Unwritable)?
            .to_rfc3339_opts(SecondsFormat::Millis, true),
        (Kind::Day | Kind::Text, Value::Text(text)) => text.clone(),
        (Kind::Json, Value::Json(json)) => json.to_string(),
        (Kind::Texts, Value::Json(json)) => {
            let items = json.as_array().ok_or(Unwritable)?;
            let items: Option<Vec<_>> = items.iter().map(|item| item.as_str()).collect();
            array(&items.ok_or(Unwritable)?)
        }
        (Kind::Bytes, Value::Bytes(bytes)) => {
            let mut text = String::with_capacity(2 + bytes.len() * 2);
            text.push_str("\\x");
            for byte in bytes {
                for digit in [byte >> 4, byte & 15] {
                    text.push(char::from_digit(u32::from(digit), 16).ok_or(Unwritable)?);
                }
            }
            text
        }
        _ => return Err(Unwritable),
    };
    Ok(Some(text))
}

/// Adds a row to `out`.
pub(super) fn write_row<'a>(
    out: &mut String,
    values: impl Iterator<Item = (Kind, &'a Value)>,
) -> Result<(), Unwritable> {
    for (place, (kind, value)) in values.enumerate() {
        if place > 0 {
            out.push('\t');
        }
        match plain(kind, value)? {
            Some(text) => escape(out, &text),
            None => out.push_str("\\N"),
        }
    }
    out.push('\n');
    Ok(())
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            plain => out.push(plain),
        }
    }
}

fn array(items: &[&str]) -> String {
    let quoted: Vec<_> = items
        .iter()
        .map(|item| format!("\"{}\"", item.replace('\\', "\\\\").replace('"', "\\\"")))
        .collect();
    format!("{{{}}}", quoted.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn row(values: &[(Kind, Value)]) -> Result<String, Unwritable> {
        let mut out = String::new();
        write_row(&mut out, values.iter().map(|(kind, value)| (*kind, value)))?;
        Ok(out)
    }

    #[test]
    fn each_kind_has_its_form() {
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(
            row(&[
                (Kind::Number, Value::Number(-5)),
                (Kind::Flag, Value::Number(1)),
                (Kind::Moment, Value::Number(1_764_000_000_123)),
                (Kind::Text, text("a\tb\\c\nd\r")),
                (Kind::Text, text("")),
                (Kind::Text, Value::Null),
                (Kind::Texts, Value::Json(json!(["a", "b\"\\,{}"]))),
                (Kind::Bytes, Value::Bytes(vec![0, 255])),
            ])
            .unwrap(),
            "-5\tt\t2025-11-24T16:00:00.123Z\ta\\tb\\\\c\\nd\\r\t\t\\N\t{\"a\",\"b\\\\\"\\\\\\\\,{}\"}\t\\\\x00ff\n"
        );
    }

    #[test]
    fn a_value_of_another_kind_is_not_written() {
        assert!(row(&[(Kind::Flag, Value::Number(2))]).is_err());
        assert!(row(&[(Kind::Number, Value::Text("1".to_owned()))]).is_err());
        assert!(row(&[(Kind::Moment, Value::Number(i64::MAX))]).is_err());
    }
}
