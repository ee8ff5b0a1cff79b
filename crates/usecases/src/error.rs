//! How a use case fails, and what the page is told.

use coe_domain::Refusal;
use coe_store::StoreError;
use coe_wire::{ErrorCode, UiError};

/// The result of a use case.
pub type DeskResult<T> = Result<T, DeskError>;

/// How a use case fails.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The person can do something about it.
    #[error("{}", .0.code.code())]
    Told(UiError),
    /// The database failed or refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<UiError> for DeskError {
    fn from(error: UiError) -> Self {
        Self::Told(error)
    }
}

impl From<ErrorCode> for DeskError {
    fn from(code: ErrorCode) -> Self {
        Self::Told(UiError::new(code))
    }
}

impl From<Refusal> for DeskError {
    fn from(refusal: Refusal) -> Self {
        Self::Store(StoreError::Refused(refusal))
    }
}

impl DeskError {
    /// Whether the failure is a surprise that belongs in the log. A conflict is one, because only
    /// the last of several tries is seen here: something holds the same rows all the time.
    #[must_use]
    pub fn is_unexpected(&self) -> bool {
        match self {
            Self::Told(error) => error.code == ErrorCode::Internal,
            Self::Store(error) => !matches!(error, StoreError::Refused(_) | StoreError::BadCursor),
        }
    }
}

impl From<DeskError> for UiError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Told(told) => told,
            DeskError::Store(error) => told_of_store(&error),
        }
    }
}

fn told_of_store(error: &StoreError) -> UiError {
    match error {
        StoreError::Refused(refusal) => (*refusal).into(),
        StoreError::Busy | StoreError::Conflict => UiError::new(ErrorCode::DatabaseBusy).retry(),
        StoreError::ReadOnly => UiError::new(ErrorCode::DatabaseReadOnly),
        StoreError::Corrupt => UiError::new(ErrorCode::DatabaseCorrupt),
        StoreError::DiskFull => UiError::new(ErrorCode::DiskFull).retry(),
        StoreError::NewerSchema { found, known } => UiError::new(ErrorCode::DatabaseNewer)
            .with("found", found)
            .with("known", known),
        StoreError::Unreachable => UiError::new(ErrorCode::DatabaseUnavailable).retry(),
        StoreError::BadCursor => UiError::new(ErrorCode::InvalidCursor),
        StoreError::Duplicate { .. } | StoreError::BadRow { .. } | StoreError::Engine { .. } => {
            UiError::new(ErrorCode::Internal)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_of_the_database_has_its_own_code() {
        let told = |error: StoreError| UiError::from(DeskError::from(error)).code;
        assert_eq!(told(StoreError::Busy), ErrorCode::DatabaseBusy);
        assert_eq!(told(StoreError::Conflict), ErrorCode::DatabaseBusy);
        assert_eq!(told(StoreError::ReadOnly), ErrorCode::DatabaseReadOnly);
        assert_eq!(told(StoreError::Corrupt), ErrorCode::DatabaseCorrupt);
        assert_eq!(told(StoreError::DiskFull), ErrorCode::DiskFull);
        assert_eq!(
            told(StoreError::Unreachable),
            ErrorCode::DatabaseUnavailable
        );
        assert_eq!(told(StoreError::BadCursor), ErrorCode::InvalidCursor);
        assert_eq!(
            told(StoreError::NewerSchema { found: 9, known: 1 }),
            ErrorCode::DatabaseNewer
        );
    }

    #[test]
    fn a_refusal_names_its_condition() {
        let told = UiError::from(DeskError::from(Refusal::PhoneChanged));
        assert_eq!(told.code, ErrorCode::Refused);
        assert_eq!(
            told.params.get("refusal").map(String::as_str),
            Some("phone_changed")
        );
    }

    #[test]
    fn a_conflict_that_stays_may_be_tried_by_hand_and_is_logged() {
        let error = DeskError::from(StoreError::Conflict);
        assert!(error.is_unexpected());
        assert!(UiError::from(error).retryable);
    }
}
