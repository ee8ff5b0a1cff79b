//! Switching a table's triggers off for the length of a transaction.

use super::error::{AdminError, engine};
use sqlx::{AssertSqlSafe, PgConnection};

/// The triggers of a table, and how they stood.
pub(super) struct Triggers {
    table: &'static str,
    were: Vec<(String, String)>,
}

impl Triggers {
    /// Switches them off until [`Triggers::on`]. Whoever else uses the table waits, and sees them on.
    pub(super) async fn off(
        connection: &mut PgConnection,
        table: &'static str,
    ) -> Result<Self, AdminError> {
        let were = sqlx::query_as(
            "SELECT quote_ident(tgname), tgenabled::text
             FROM pg_catalog.pg_trigger
             WHERE tgrelid = ('desk.' || $1)::regclass AND NOT tgisinternal",
        )
        .bind(table)
        .fetch_all(&mut *connection)
        .await
        .map_err(engine)?;
        let sql = format!("ALTER TABLE desk.{table} DISABLE TRIGGER USER");
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(connection)
            .await
            .map_err(engine)?;
        Ok(Self { table, were })
    }

    /// As they were: one that was off before stays off, for a check to find.
    pub(super) async fn on(self, connection: &mut PgConnection) -> Result<(), AdminError> {
        for (name, state) in self.were {
            let how = match state.as_str() {
                "O" => "ENABLE",
                "A" => "ENABLE ALWAYS",
                "R" => "ENABLE REPLICA",
                _ => continue,
            };
            let sql = format!("ALTER TABLE desk.{} {how} TRIGGER {name}", self.table);
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(&mut *connection)
                .await
                .map_err(engine)?;
        }
        Ok(())
    }
}
