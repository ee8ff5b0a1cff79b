//! Making a database ready for the desk, and bringing its schema forward.

use super::error::{AdminError, engine};
use super::owner::{be_oneself, become_owner};
use super::session::Admin;
use super::{doors, roles};
use crate::migrate::{MIGRATIONS, known};
use crate::server::ConnectError;
use coe_store::StoreError;
use sqlx::{Connection, PgConnection};

/// A step of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// Its number.
    pub version: i64,
    /// What it is for, in a few words.
    pub description: String,
}

/// What [`apply`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The roles that were missing on the server.
    pub made_roles: Vec<&'static str>,
    /// The schema before; 0 where there was none.
    pub from: i64,
    /// The schema now.
    pub to: i64,
}

impl Admin {
    /// The schema of the database; 0 where it holds no desk.
    ///
    /// # Errors
    /// What keeps the database from being read.
    pub async fn schema(&mut self) -> Result<i64, AdminError> {
        version(&mut self.connection).await
    }

    /// The migrations that are missing, in their order. Changes nothing.
    ///
    /// # Errors
    /// [`ConnectError::NewerSchema`] and [`AdminError::MigrationModified`] where the database is not
    /// one that this program can bring forward.
    pub async fn pending(&mut self) -> Result<Vec<Migration>, AdminError> {
        let found = version(&mut self.connection).await?;
        compare(&mut self.connection, found).await?;
        let missing = MIGRATIONS
            .iter()
            .filter(|migration| migration.version > found);
        Ok(missing
            .map(|migration| Migration {
                version: migration.version,
                description: migration.description.to_string(),
            })
            .collect())
    }

    /// As [`apply`].
    ///
    /// # Errors
    /// As [`apply`].
    pub async fn migrate(&mut self) -> Result<Migrated, AdminError> {
        apply(&mut self.connection).await
    }

    /// Sets the database's clock to the server's and forbids any further change, for ever. Returns
    /// whether it was still open.
    ///
    /// # Errors
    /// What keeps the database from being written.
    pub async fn seal_clock(&mut self) -> Result<bool, AdminError> {
        let mut transaction = self.connection.begin().await.map_err(engine)?;
        become_owner(&mut transaction).await?;
        let done = sqlx::query(
            "UPDATE desk.desk_clock SET offset_ms = 0, sealed = true WHERE id = 1 AND NOT sealed",
        )
        .execute(&mut *transaction)
        .await
        .map_err(engine)?;
        be_oneself(&mut transaction).await?;
        transaction.commit().await.map_err(engine)?;
        Ok(done.rows_affected() > 0)
    }
}

/// Makes the roles that are missing on the server and the schema, applies the migrations that are
/// missing, and closes what PostgreSQL leaves open to everybody: all of it or nothing. Can be repeated
/// at any time; two who do so at once wait for each other.
///
/// # Errors
/// As [`Admin::pending`]; [`AdminError::RoleUnfit`] and [`AdminError::SchemaTaken`] where something is
/// in the way; [`AdminError::MigrationFailed`].
pub async fn apply(connection: &mut PgConnection) -> Result<Migrated, AdminError> {
    let mut transaction = connection.begin().await.map_err(engine)?;
    sqlx::raw_sql("SELECT pg_advisory_xact_lock(hashtextextended('coe-desk-admin migrate', 0))")
        .execute(&mut *transaction)
        .await
        .map_err(engine)?;
    let from = version(&mut transaction).await?;
    compare(&mut transaction, from).await?;
    let made_roles = roles::make_missing(&mut transaction).await?;
    let to = known();
    if from < to {
        make_schema(&mut transaction).await?;
        migrate(&mut transaction, from).await?;
        be_oneself(&mut transaction).await?;
    }
    doors::close(&mut transaction).await?;
    transaction.commit().await.map_err(engine)?;
    Ok(Migrated {
        made_roles,
        from,
        to,
    })
}

/// The schema that is there; 0 for none.
async fn version(connection: &mut PgConnection) -> Result<i64, AdminError> {
    // Not to_regclass: an administrator who is no superuser may not look into the schema.
    let exists: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1
                        FROM pg_catalog.pg_class AS c
                        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                        WHERE n.nspname = 'desk' AND c.relname = '_sqlx_migrations')",
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(engine)?;
    if !exists {
        return Ok(0);
    }
    let mut look = connection.begin().await.map_err(engine)?;
    become_owner(&mut look).await?;
    let version = sqlx::query_scalar(
        "SELECT COALESCE(max(version), 0) FROM desk._sqlx_migrations WHERE success",
    )
    .fetch_one(&mut *look)
    .await
    .map_err(engine)?;
    be_oneself(&mut look).await?;
    look.rollback().await.map_err(engine)?;
    Ok(version)
}

/// Refuses what this program did not make.
async fn compare(connection: &mut PgConnection, found: i64) -> Result<(), AdminError> {
    let known = known();
    if found > known {
        return Err(ConnectError::NewerSchema { found, known }.into());
    }
    if found == 0 {
        return Ok(());
    }
    let mut look = connection.begin().await.map_err(engine)?;
    become_owner(&mut look).await?;
    let applied: Vec<(i64, Vec<u8>)> = sqlx::query_as(
        "SELECT version, checksum FROM desk._sqlx_migrations WHERE success ORDER BY version",
    )
    .fetch_all(&mut *look)
    .await
    .map_err(engine)?;
    be_oneself(&mut look).await?;
    look.rollback().await.map_err(engine)?;
    for migration in MIGRATIONS.iter().filter(|known| known.version <= found) {
        let same = applied.iter().any(|(version, checksum)| {
            *version == migration.version && checksum[..] == migration.checksum[..]
        });
        if !same {
            return Err(AdminError::MigrationModified {
                version: migration.version,
            });
        }
    }
    Ok(())
}

/// Makes the schema where there is none, and leaves the transaction acting as its owner.
async fn make_schema(transaction: &mut PgConnection) -> Result<(), AdminError> {
    let owner: Option<String> = sqlx::query_scalar(
        "SELECT pg_get_userbyid(nspowner)::text
         FROM pg_catalog.pg_namespace
         WHERE nspname = 'desk'",
    )
    .fetch_optional(&mut *transaction)
    .await
    .map_err(engine)?;
    become_owner(transaction).await?;
    match owner {
        Some(owner) if owner == roles::OWNER => Ok(()),
        Some(_) => Err(AdminError::SchemaTaken),
        None => {
            // Only an administrator may make a schema; the owner may only have it.
            sqlx::raw_sql(
                "SET LOCAL ROLE NONE;
                 CREATE SCHEMA desk AUTHORIZATION desk_owner;
                 SET LOCAL ROLE desk_owner;",
            )
            .execute(transaction)
            .await
            .map_err(engine)?;
            Ok(())
        }
    }
}

/// Applies what is newer than `found`. The table of what was applied is the one that sqlx's own
/// tools read.
async fn migrate(transaction: &mut PgConnection, found: i64) -> Result<(), AdminError> {
    sqlx::raw_sql(
        "SET LOCAL search_path = desk;
         CREATE TABLE IF NOT EXISTS _sqlx_migrations (
             version        bigint PRIMARY KEY,
             description    text NOT NULL,
             installed_on   timestamptz NOT NULL DEFAULT now(),
             success        boolean NOT NULL,
             checksum       bytea NOT NULL,
             execution_time bigint NOT NULL
         );",
    )
    .execute(&mut *transaction)
    .await
    .map_err(|error| failed(0, error))?;
    for migration in MIGRATIONS.iter().filter(|known| known.version > found) {
        tracing::info!(version = migration.version, "applying a migration");
        sqlx::raw_sql(migration.sql.clone())
            .execute(&mut *transaction)
            .await
            .map_err(|error| failed(migration.version, error))?;
        sqlx::query(
            "INSERT INTO desk._sqlx_migrations
                 (version, description, success, checksum, execution_time)
             VALUES ($1, $2, true, $3, 0)",
        )
        .bind(migration.version)
        .bind(&*migration.description)
        .bind(&*migration.checksum)
        .execute(&mut *transaction)
        .await
        .map_err(|error| failed(migration.version, error))?;
    }
    sqlx::raw_sql("SET LOCAL search_path = ''")
        .execute(transaction)
        .await
        .map_err(engine)?;
    Ok(())
}

fn failed(version: i64, error: sqlx::Error) -> AdminError {
    let code = match crate::error::engine(error) {
        StoreError::Engine { code } => code,
        StoreError::Refused(refusal) => refusal.code().to_owned(),
        StoreError::Busy => "busy".to_owned(),
        StoreError::DiskFull => "disk_full".to_owned(),
        StoreError::Unreachable => "unreachable".to_owned(),
        _ => "other".to_owned(),
    };
    AdminError::MigrationFailed { version, code }
}
