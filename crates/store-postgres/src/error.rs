//! From the server's errors to the store's. Texts of the server may hold values: they stop here.

use crate::server::ConnectError;
use coe_domain::Refusal;
use coe_store::StoreError;
use sqlx::postgres::PgDatabaseError;
use std::str::FromStr;

/// The SQLSTATE of our own refusals, see `desk.refuse`.
const REFUSED: &str = "DK001";

/// What a statement's failure means.
pub(crate) fn engine(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Database(error) => match error.try_downcast_ref::<PgDatabaseError>() {
            Some(error) => by_state(error.code(), error.message(), error.constraint()),
            None => code("database"),
        },
        // Every wait for a connection is a wait for somebody else's transaction.
        sqlx::Error::PoolTimedOut => StoreError::Busy,
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => StoreError::Unreachable,
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => code("decode"),
        sqlx::Error::RowNotFound => code("row_not_found"),
        _ => code("driver"),
    }
}

fn code(code: &str) -> StoreError {
    StoreError::Engine {
        code: code.to_owned(),
    }
}

/// SQLSTATE: https://www.postgresql.org/docs/15/errcodes-appendix.html
fn by_state(state: &str, message: &str, constraint: Option<&str>) -> StoreError {
    match state {
        REFUSED => refusal(message),
        // serialization_failure, deadlock_detected
        "40001" | "40P01" => StoreError::Conflict,
        // lock_not_available, query_canceled
        "55P03" | "57014" => StoreError::Busy,
        "25006" => StoreError::ReadOnly,
        // insufficient_privilege
        "42501" => StoreError::Refused(Refusal::RoleNotAllowed),
        // The account was closed while a connection was being made.
        "28P01" | "28000" => StoreError::Refused(Refusal::StaffInactive),
        "23505" => StoreError::Duplicate {
            constraint: constraint.map(column_of).unwrap_or_default(),
        },
        "53100" => StoreError::DiskFull,
        "53300" => StoreError::Busy,
        "XX001" | "XX002" => StoreError::Corrupt,
        // operator_intervention: shut down, crashed, starting; idle in a transaction for too long
        "57P01" | "57P02" | "57P03" | "57P05" | "25P03" => StoreError::Unreachable,
        state if state.starts_with("08") => StoreError::Unreachable,
        state => code(state),
    }
}

fn refusal(message: &str) -> StoreError {
    let rule = message.strip_prefix("desk:").unwrap_or(message);
    if let Some(constraint) = rule.strip_prefix("duplicate:") {
        return StoreError::Duplicate {
            constraint: constraint.to_owned(),
        };
    }
    match Refusal::from_str(rule) {
        Ok(refusal) => StoreError::Refused(refusal),
        Err(_) => code(rule),
    }
}

/// `staff_username_key`, as PostgreSQL names it, is `staff.username`. The tables with an underscore in
/// their name are told apart first.
fn column_of(constraint: &str) -> String {
    const LONG_NAMES: [&str; 4] = [
        "change_request",
        "request_image",
        "sms_message",
        "phone_history",
    ];
    let named = constraint.strip_suffix("_key").unwrap_or(constraint);
    let table = LONG_NAMES
        .iter()
        .copied()
        .find(|table| named.starts_with(table))
        .or_else(|| named.split_once('_').map(|(table, _)| table));
    match table.and_then(|table| Some((table, named.strip_prefix(table)?.strip_prefix('_')?))) {
        Some((table, column)) => format!("{table}.{column}"),
        None => named.to_owned(),
    }
}

/// What a failure to connect means.
pub(crate) fn connecting(error: sqlx::Error) -> ConnectError {
    match error {
        sqlx::Error::Database(error) => match error.code().as_deref().unwrap_or_default() {
            // invalid_password, invalid_authorization_specification
            "28P01" | "28000" => ConnectError::WrongPassword,
            "3D000" => ConnectError::NoSuchDatabase,
            "53300" => ConnectError::Full,
            // invalid_schema_name, undefined_function, undefined_table
            "3F000" | "42883" | "42P01" => ConnectError::NotPrepared,
            "42501" => ConnectError::NoAccount,
            _ => engine(sqlx::Error::Database(error)).into(),
        },
        sqlx::Error::Tls(error) if error.to_string().contains("does not support TLS") => {
            ConnectError::NoTls
        }
        sqlx::Error::Tls(_) => ConnectError::NotTrusted,
        // rustls hands its verdict on a certificate to the socket.
        sqlx::Error::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            ConnectError::NotTrusted
        }
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => ConnectError::Unreachable,
        other => engine(other).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_its_meaning() {
        let of = |state| by_state(state, "", None);
        assert!(matches!(of("40P01"), StoreError::Conflict), "a deadlock");
        assert!(matches!(of("40001"), StoreError::Conflict));
        assert!(matches!(of("55P03"), StoreError::Busy));
        assert!(matches!(of("25006"), StoreError::ReadOnly));
        assert!(matches!(of("53100"), StoreError::DiskFull));
        assert!(matches!(of("57P01"), StoreError::Unreachable));
        assert!(matches!(of("08006"), StoreError::Unreachable));
        assert!(matches!(of("XX001"), StoreError::Corrupt));
        assert!(matches!(
            of("42501"),
            StoreError::Refused(Refusal::RoleNotAllowed)
        ));
        assert!(matches!(of("42P01"), StoreError::Engine { code } if code == "42P01"));
    }

    #[test]
    fn a_rule_is_named_by_its_code() {
        let refused = by_state(REFUSED, "desk:claim_expired", None);
        assert!(matches!(
            refused,
            StoreError::Refused(Refusal::ClaimExpired)
        ));
        let doubled = by_state(REFUSED, "desk:duplicate:member.member_no", None);
        assert!(
            matches!(doubled, StoreError::Duplicate { constraint } if constraint == "member.member_no")
        );
        let unknown = by_state(REFUSED, "desk:incomplete", None);
        assert!(matches!(unknown, StoreError::Engine { code } if code == "incomplete"));
    }

    #[test]
    fn a_doubled_value_is_named_by_table_and_column() {
        assert_eq!(column_of("staff_username_key"), "staff.username");
        assert_eq!(column_of("licence_number_key"), "licence.number");
        assert_eq!(
            column_of("change_request_request_no_key"),
            "change_request.request_no"
        );
    }
}
