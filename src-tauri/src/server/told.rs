//! What the page is told of a server that cannot be worked on.

use coe_store_postgres::ConnectError;
use coe_usecases::DeskError;
use coe_wire::connection::ServerAddress;
use coe_wire::{ErrorCode, UiError};

/// The failure, as the page is told.
pub(crate) fn told(error: ConnectError, address: &ServerAddress) -> UiError {
    match error {
        ConnectError::Unreachable => UiError::new(ErrorCode::ServerUnreachable)
            .with("host", &address.host)
            .with("port", address.port)
            .retry(),
        ConnectError::NotTrusted => UiError::new(ErrorCode::ServerNotTrusted),
        ConnectError::NoTls | ConnectError::TlsRequired => UiError::new(ErrorCode::ServerNoTls),
        ConnectError::AuthorityUnreadable => UiError::new(ErrorCode::CertificateUnreadable)
            .with("file", address.certificate.as_deref().unwrap_or_default()),
        ConnectError::WrongPassword => UiError::new(ErrorCode::WrongCredentials),
        ConnectError::NoSuchDatabase => {
            UiError::new(ErrorCode::ServerDatabaseMissing).with("database", &address.database)
        }
        ConnectError::NotPrepared => UiError::new(ErrorCode::ServerNotPrepared),
        ConnectError::OlderSchema { found, known } => UiError::new(ErrorCode::DatabaseOlder)
            .with("found", found)
            .with("known", known),
        ConnectError::NewerSchema { found, known } => UiError::new(ErrorCode::DatabaseNewer)
            .with("found", found)
            .with("known", known),
        ConnectError::NoAccount => UiError::new(ErrorCode::NoStaffAccount),
        ConnectError::AccountClosed => UiError::new(ErrorCode::AccountClosed),
        ConnectError::Full => UiError::new(ErrorCode::ServerFull).retry(),
        ConnectError::Store(error) => DeskError::from(error).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;
    use coe_store::StoreError;

    #[test]
    fn each_failure_has_its_own_code() {
        let code = |error| told(error, &at("desk.example")).code;
        let known = 2;
        for (error, expected) in [
            (ConnectError::Unreachable, ErrorCode::ServerUnreachable),
            (ConnectError::NotTrusted, ErrorCode::ServerNotTrusted),
            (ConnectError::NoTls, ErrorCode::ServerNoTls),
            (ConnectError::TlsRequired, ErrorCode::ServerNoTls),
            (
                ConnectError::AuthorityUnreadable,
                ErrorCode::CertificateUnreadable,
            ),
            (ConnectError::WrongPassword, ErrorCode::WrongCredentials),
            (
                ConnectError::NoSuchDatabase,
                ErrorCode::ServerDatabaseMissing,
            ),
            (ConnectError::NotPrepared, ErrorCode::ServerNotPrepared),
            (
                ConnectError::OlderSchema { found: 1, known },
                ErrorCode::DatabaseOlder,
            ),
            (
                ConnectError::NewerSchema { found: 3, known },
                ErrorCode::DatabaseNewer,
            ),
            (ConnectError::NoAccount, ErrorCode::NoStaffAccount),
            (ConnectError::AccountClosed, ErrorCode::AccountClosed),
            (ConnectError::Full, ErrorCode::ServerFull),
            (
                ConnectError::Store(StoreError::Unreachable),
                ErrorCode::DatabaseUnavailable,
            ),
        ] {
            assert_eq!(code(error), expected);
        }
    }

    #[test]
    fn what_may_pass_by_itself_can_be_tried_again_and_a_wrong_password_cannot() {
        let retryable = |error| told(error, &at("desk.example")).retryable;
        assert!(retryable(ConnectError::Unreachable));
        assert!(retryable(ConnectError::Full));
        assert!(!retryable(ConnectError::WrongPassword));
        assert!(!retryable(ConnectError::NotTrusted));
    }

    #[test]
    fn the_sentences_get_their_values() {
        let mut address = at("desk.example");
        address.certificate = Some("/etc/coe-desk/authority.pem".to_owned());
        let error = told(ConnectError::Unreachable, &address);
        assert_eq!(error.params["host"], "desk.example");
        assert_eq!(error.params["port"], "5432");
        let error = told(ConnectError::AuthorityUnreadable, &address);
        assert_eq!(error.params["file"], "/etc/coe-desk/authority.pem");
        let error = told(ConnectError::NoSuchDatabase, &address);
        assert_eq!(error.params["database"], "coe_desk");
        let error = told(ConnectError::OlderSchema { found: 1, known: 2 }, &address);
        assert_eq!(
            (&*error.params["found"], &*error.params["known"]),
            ("1", "2")
        );
    }
}
