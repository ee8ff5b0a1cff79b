//! A hash of rows that is the same on every engine.

use super::{Table, TransferRow, Value};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

/// Takes rows in the order of their key, and gives one SHA-256 over all of them.
#[derive(Debug, Clone, Default)]
pub struct Digest {
    hash: Sha256,
    rows: u64,
}

impl Digest {
    /// Adds a row. The column `except` counts as empty.
    pub fn add(&mut self, table: &Table, row: &TransferRow, except: Option<&str>) {
        self.rows += 1;
        for (column, value) in table.columns.iter().zip(&row.0) {
            if Some(column.name) == except {
                self.part(0, b"");
            } else {
                self.value(value);
            }
        }
    }

    /// How many rows it took.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The hash, in hexadecimal.
    #[must_use]
    pub fn hex(&self) -> String {
        hex(&self.hash.clone().finalize())
    }

    /// The SHA-256 of some bytes, in hexadecimal.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> String {
        hex(&Sha256::digest(bytes))
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.part(0, b""),
            Value::Number(number) => self.part(1, number.to_string().as_bytes()),
            Value::Text(text) => self.part(2, text.as_bytes()),
            Value::Json(json) => {
                let mut text = String::new();
                write_json(json, &mut text);
                self.part(3, text.as_bytes());
            }
            Value::Bytes(bytes) => self.part(4, &Sha256::digest(bytes)),
            Value::Sha256(hash) => self.part(4, hash),
        }
    }

    /// With its length, so that no two rows of values run into the same bytes.
    fn part(&mut self, kind: u8, bytes: &[u8]) {
        self.hash.update([kind]);
        self.hash.update((bytes.len() as u64).to_le_bytes());
        self.hash.update(bytes);
    }
}

/// With sorted keys and without spaces, for engines keep JSON in their own order.
fn write_json(json: &Json, out: &mut String) {
    match json {
        Json::Object(fields) => {
            let mut keys: Vec<_> = fields.iter().collect();
            keys.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (key, value) in keys {
                out.push_str(&Json::from(key.as_str()).to_string());
                out.push(':');
                write_json(value, out);
                out.push(',');
            }
            out.push('}');
        }
        Json::Array(items) => {
            out.push('[');
            for item in items {
                write_json(item, out);
                out.push(',');
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transfer::TABLES;
    use serde_json::json;

    fn setting(key: &str, value: Json) -> String {
        let table = TABLES.iter().find(|table| table.name == "setting");
        let table = table.expect("settings are moved");
        let row = TransferRow(vec![
            Value::Text(key.to_owned()),
            Value::Json(value),
            Value::Null,
            Value::Number(0),
        ]);
        let mut digest = Digest::default();
        digest.add(table, &row, None);
        digest.hex()
    }

    #[test]
    fn the_order_of_keys_does_not_matter_and_all_else_does() {
        let one = setting("a", json!({"x": [1, 2], "y": null}));
        let same: Json = serde_json::from_str(r#"{ "y": null, "x": [1, 2] }"#).unwrap();
        assert_eq!(one, setting("a", same));
        assert_ne!(one, setting("a", json!({"x": [2, 1], "y": null})));
        assert_ne!(one, setting("a", json!({"x": [1, 2], "y": "null"})));
        assert_ne!(one, setting("b", json!({"x": [1, 2], "y": null})));
    }

    #[test]
    fn values_do_not_run_into_each_other() {
        let digest = |first: &str, second: &str| {
            let mut digest = Digest::default();
            digest.value(&Value::Text(first.to_owned()));
            digest.value(&Value::Text(second.to_owned()));
            digest.hex()
        };
        assert_ne!(digest("ab", "c"), digest("a", "bc"));
    }

    #[test]
    fn nothing_a_number_and_a_text_differ() {
        let digest = |value: Value| {
            let mut digest = Digest::default();
            digest.value(&value);
            digest.hex()
        };
        let nothing = digest(Value::Null);
        let number = digest(Value::Number(0));
        let text = digest(Value::Text("0".to_owned()));
        assert!(nothing != number && number != text && text != nothing);
    }
}
