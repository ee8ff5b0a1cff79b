//! From the engine's errors to the store's. Texts of the engine may hold values: they stop here.

use coe_domain::Refusal;
use coe_store::StoreError;
use std::str::FromStr;

// Primary result codes: https://www.sqlite.org/rescode.html
const BUSY: u32 = 5;
const LOCKED: u32 = 6;
const READONLY: u32 = 8;
const IOERR: u32 = 10;
const CORRUPT: u32 = 11;
const FULL: u32 = 13;
const CANTOPEN: u32 = 14;
const CONSTRAINT: u32 = 19;
const NOTADB: u32 = 26;

pub(crate) fn engine(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            match code.parse() {
                Ok(number) => by_code(number, error.message()),
                Err(_) => StoreError::Engine {
                    code: code.into_owned(),
                },
            }
        }
        // Every wait for a connection is a wait for somebody else's transaction.
        sqlx::Error::PoolTimedOut => StoreError::Busy,
        sqlx::Error::Io(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            StoreError::Unreachable
        }
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => StoreError::Engine {
            code: "decode".to_owned(),
        },
        sqlx::Error::RowNotFound => StoreError::Engine {
            code: "row_not_found".to_owned(),
        },
        _ => StoreError::Engine {
            code: "driver".to_owned(),
        },
    }
}

/// `code` is an extended result code; its low byte is the primary one.
fn by_code(code: u32, message: &str) -> StoreError {
    match code & 0xff {
        BUSY | LOCKED => StoreError::Busy,
        READONLY => StoreError::ReadOnly,
        CORRUPT | NOTADB => StoreError::Corrupt,
        FULL => StoreError::DiskFull,
        CANTOPEN | IOERR => StoreError::Unreachable,
        CONSTRAINT => constraint(code, message),
        _ => StoreError::Engine {
            code: code.to_string(),
        },
    }
}

fn constraint(code: u32, message: &str) -> StoreError {
    if let Some(rule) = message.strip_prefix("desk:") {
        if let Some(constraint) = rule.strip_prefix("duplicate:") {
            return StoreError::Duplicate {
                constraint: constraint.to_owned(),
            };
        }
        return match Refusal::from_str(rule) {
            Ok(refusal) => StoreError::Refused(refusal),
            Err(_) => StoreError::Engine {
                code: rule.to_owned(),
            },
        };
    }
    // Names columns, never values.
    match message.strip_prefix("UNIQUE constraint failed: ") {
        Some(constraint) => StoreError::Duplicate {
            constraint: constraint.to_owned(),
        },
        None => StoreError::Engine {
            code: code.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_its_meaning() {
        assert!(matches!(by_code(5, ""), StoreError::Busy));
        assert!(
            matches!(by_code(517, ""), StoreError::Busy),
            "BUSY_SNAPSHOT"
        );
        assert!(
            matches!(by_code(1032, ""), StoreError::ReadOnly),
            "READONLY_DBMOVED"
        );
        assert!(
            matches!(by_code(267, ""), StoreError::Corrupt),
            "CORRUPT_VTAB"
        );
        assert!(matches!(by_code(26, ""), StoreError::Corrupt));
        assert!(matches!(by_code(13, ""), StoreError::DiskFull));
        assert!(matches!(by_code(14, ""), StoreError::Unreachable));
        assert!(matches!(by_code(1, "near x"), StoreError::Engine { code } if code == "1"));
    }

    #[test]
    fn a_trigger_names_the_rule() {
        let refused = by_code(1811, "desk:claim_expired");
        assert!(matches!(
            refused,
            StoreError::Refused(Refusal::ClaimExpired)
        ));
        let doubled = by_code(1811, "desk:duplicate:member.member_no");
        assert!(
            matches!(doubled, StoreError::Duplicate { constraint } if constraint == "member.member_no")
        );
        let doubled = by_code(2067, "UNIQUE constraint failed: licence.number");
        assert!(
            matches!(doubled, StoreError::Duplicate { constraint } if constraint == "licence.number")
        );
    }
}
