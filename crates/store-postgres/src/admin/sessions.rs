//! Ending a person's sessions.

use super::error::{AdminError, engine};
use super::session::Admin;
use sqlx::{AssertSqlSafe, Connection};
use std::collections::BTreeSet;
use std::time::Duration;

/// How often, and how long apart, to look whether a person's sessions are gone.
const LOOKS: u32 = 60;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

impl Admin {
    /// Ends the sessions of a role in every database, and waits until they are gone.
    pub(super) async fn end_sessions(
        &mut self,
        role: &str,
        quoted: &str,
    ) -> Result<u32, AdminError> {
        let mut ended = BTreeSet::new();
        for _ in 0..LOOKS {
            let pids: Vec<i32> = sqlx::query_scalar(
                "SELECT pid FROM pg_catalog.pg_stat_activity WHERE usename = $1",
            )
            .bind(role)
            .fetch_all(&mut self.connection)
            .await
            .map_err(engine)?;
            if pids.is_empty() {
                break;
            }
            self.signal(quoted, &pids).await?;
            ended.extend(pids);
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        Ok(u32::try_from(ended.len()).unwrap_or(u32::MAX))
    }

    /// A role may end its own sessions; a superuser anybody's.
    async fn signal(&mut self, quoted: &str, pids: &[i32]) -> Result<(), AdminError> {
        let superuser = self.is_superuser();
        let mut transaction = self.connection.begin().await.map_err(engine)?;
        if !superuser {
            let sql = format!("GRANT {0} TO SESSION_USER; SET LOCAL ROLE {0};", quoted);
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(&mut *transaction)
                .await
                .map_err(engine)?;
        }
        sqlx::query(
            "SELECT pg_catalog.pg_terminate_backend(pid) FROM unnest($1::integer[]) AS pid",
        )
        .bind(pids)
        .execute(&mut *transaction)
        .await
        .map_err(engine)?;
        // The membership was for this statement only.
        transaction.rollback().await.map_err(engine)
    }
}
