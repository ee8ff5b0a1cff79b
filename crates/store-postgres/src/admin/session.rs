//! An administrator's connection.

use super::error::{AdminError, engine};
use crate::connect;
use crate::server::{Credentials, Server};
use sqlx::{Connection, PgConnection};
use std::time::Duration;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection to a shared database with the rights to administer it.
#[derive(Debug)]
pub struct Admin {
    pub(super) connection: PgConnection,
    name: String,
    superuser: bool,
}

impl Admin {
    /// Connects. The database need not hold a desk yet.
    ///
    /// # Errors
    /// [`AdminError::Connect`] where the server cannot be worked on, and
    /// [`AdminError::NotAdministrator`] where the role has not the rights.
    pub async fn connect(server: &Server, credentials: &Credentials) -> Result<Self, AdminError> {
        let mut connection = connect::open(server, credentials, PATIENCE).await?;
        // A desk gives up early; an administrator's statements take as long as they take, but for
        // the wait for a lock, behind which the whole desk would queue. Texts of days and numbers
        // must have one form, whatever the server's settings.
        sqlx::raw_sql(
            "SET application_name = 'coe-desk-admin';
             SET statement_timeout = 0;
             SET idle_in_transaction_session_timeout = 0;
             SET DateStyle = 'ISO, YMD';
             SET extra_float_digits = 1;
             SET bytea_output = 'hex';",
        )
        .execute(&mut connection)
        .await
        .map_err(engine)?;
        let (name, superuser, entitled): (String, bool, bool) = sqlx::query_as(
            "SELECT r.rolname::text,
                    r.rolsuper,
                    r.rolsuper
                    OR (r.rolcreaterole
                        AND EXISTS (SELECT 1
                                    FROM pg_catalog.pg_database AS d
                                    WHERE d.datname = current_database()
                                      AND pg_has_role(r.oid, d.datdba, 'USAGE')))
             FROM pg_catalog.pg_roles AS r
             WHERE r.rolname = session_user",
        )
        .fetch_one(&mut connection)
        .await
        .map_err(engine)?;
        if !entitled {
            return Err(AdminError::NotAdministrator);
        }
        Ok(Self {
            connection,
            name,
            superuser,
        })
    }

    /// The name of the administrator's role.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is a superuser.
    #[must_use]
    pub fn is_superuser(&self) -> bool {
        self.superuser
    }

    /// Closes the connection and waits for it.
    pub async fn close(self) {
        // Whatever fails here, the server notices that nobody is there any more.
        let _ = self.connection.close().await;
    }
}
