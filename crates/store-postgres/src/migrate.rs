//! Which schema a database has, and which this program knows.

use crate::error::connecting;
use crate::server::ConnectError;
use sqlx::PgConnection;
use sqlx::migrate::Migrator;

/// All migrations. They run as `desk_owner` with `search_path = desk`, see [`crate::admin`].
pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/postgres");

/// The newest schema this program knows.
pub(crate) fn known() -> i64 {
    MIGRATIONS
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or_default()
}

/// The schema of a database.
///
/// # Errors
/// [`ConnectError::NotPrepared`] where it holds no desk, [`ConnectError::NoAccount`] for a role that may
/// not look.
pub(crate) async fn version(connection: &mut PgConnection) -> Result<i64, ConnectError> {
    let found: Option<i64> = sqlx::query_scalar("SELECT desk.schema_version()")
        .fetch_one(connection)
        .await
        .map_err(connecting)?;
    found.ok_or(ConnectError::NotPrepared)
}

/// Whether this program may work on a schema.
///
/// # Errors
/// [`ConnectError::OlderSchema`], [`ConnectError::NewerSchema`].
pub(crate) fn compare(found: i64) -> Result<(), ConnectError> {
    let known = known();
    match found.cmp(&known) {
        std::cmp::Ordering::Less => Err(ConnectError::OlderSchema { found, known }),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(ConnectError::NewerSchema { found, known }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_schema_is_not_worked_on() {
        assert!(compare(known()).is_ok());
        assert!(matches!(
            compare(known() - 1),
            Err(ConnectError::OlderSchema { .. })
        ));
        assert!(matches!(
            compare(known() + 1),
            Err(ConnectError::NewerSchema { .. })
        ));
    }
}
