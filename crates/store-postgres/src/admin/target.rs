//! The far end of a move: the rows of another database, written as they are and with their ids, and
//! read back for comparison.
//!
//! The rules of the desk are for what happens now; what happened elsewhere is history, and the
//! triggers of a table would refuse it. They are off for the transaction that writes a portion, and
//! only for it: nobody else ever sees them off. Constraints and references hold all the time.

use super::copy::plain;
use super::error::{AdminError, engine};
use super::owner::{be_oneself, become_owner, note_event};
use super::rows::{MOVED, bad, read, select, upsert, value, write, written};
use super::session::Admin;
use super::staff::make_role;
use super::triggers::Triggers;
use super::username::Username;
use coe_domain::Role;
use coe_store::StoreResult;
use coe_store::transfer::{Digest, Table, TransferRow, Value};
use futures::TryStreamExt;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

impl Admin {
    /// The hash of all rows of a table, with how many there are. The late column counts as empty
    /// where `late` is not set.
    ///
    /// # Errors
    /// What keeps the database from being read.
    pub async fn digest_of(
        &mut self,
        table: &'static Table,
        late: bool,
    ) -> Result<Digest, AdminError> {
        let mut look = self.connection.begin().await.map_err(engine)?;
        become_owner(&mut look).await?;
        let except = if late { None } else { table.late };
        let mut digest = Digest::default();
        let mut stream = sqlx::query(AssertSqlSafe(select(table))).fetch(&mut *look);
        while let Some(row) = stream.try_next().await.map_err(engine)? {
            digest.add(table, &read(table, &row)?, except);
        }
        drop(stream);
        look.rollback().await.map_err(engine)?;
        Ok(digest)
    }

    /// Adds rows behind those that are there. The late column stays empty. People get a role on the
    /// server, without a password.
    ///
    /// # Errors
    /// [`coe_store::StoreError::BadRow`] for a value that the column cannot hold; [`AdminError::RoleExists`] and
    /// [`AdminError::BadUsername`] for a person who cannot get a role; nothing was written then.
    pub async fn append_rows(
        &mut self,
        table: &'static Table,
        rows: &[TransferRow],
    ) -> Result<(), AdminError> {
        let mut text = String::new();
        for row in rows {
            write(table, row, &mut text)?;
        }
        let mut transaction = self.connection.begin().await.map_err(engine)?;
        if table.name == "staff" {
            for row in rows {
                add_role(&mut transaction, table, row).await?;
            }
        }
        become_owner(&mut transaction).await?;
        let triggers = Triggers::off(&mut transaction, table.name).await?;
        let mut columns: Vec<_> = written(table).map(|column| column.name).collect();
        if table.name == "staff" {
            columns.push("db_role");
        }
        let sql = format!(
            "COPY desk.{} ({}) FROM STDIN",
            table.name,
            columns.join(", ")
        );
        let mut copy = transaction.copy_in_raw(&sql).await.map_err(engine)?;
        copy.send(text.as_bytes()).await.map_err(engine)?;
        copy.finish().await.map_err(engine)?;
        triggers.on(&mut transaction).await?;
        be_oneself(&mut transaction).await?;
        transaction.commit().await.map_err(engine)
    }

    /// Writes the late column of rows that are there.
    ///
    /// # Errors
    /// What keeps the database from being written.
    pub async fn write_late(
        &mut self,
        table: &'static Table,
        rows: &[TransferRow],
    ) -> Result<(), AdminError> {
        let Some(late) = table.late else {
            return Ok(());
        };
        let number = |row: &TransferRow, column| match value(table, row, column) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        };
        let ids: Vec<_> = rows.iter().map(|row| number(row, "id")).collect();
        let values: Vec<_> = rows.iter().map(|row| number(row, late)).collect();
        let mut transaction = self.connection.begin().await.map_err(engine)?;
        become_owner(&mut transaction).await?;
        let triggers = Triggers::off(&mut transaction, table.name).await?;
        let sql = format!(
            "UPDATE desk.{} AS t
             SET {late} = n.late
             FROM unnest($1::bigint[], $2::bigint[]) AS n (id, late)
             WHERE t.id = n.id AND t.{late} IS DISTINCT FROM n.late",
            table.name
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(&ids)
            .bind(&values)
            .execute(&mut *transaction)
            .await
            .map_err(engine)?;
        triggers.on(&mut transaction).await?;
        be_oneself(&mut transaction).await?;
        transaction.commit().await.map_err(engine)
    }

    /// Writes rows over those of the same key, and leaves others alone.
    ///
    /// # Errors
    /// As [`Admin::append_rows`].
    pub async fn replace_rows(
        &mut self,
        table: &'static Table,
        rows: &[TransferRow],
    ) -> Result<(), AdminError> {
        let mut transaction = self.connection.begin().await.map_err(engine)?;
        become_owner(&mut transaction).await?;
        let triggers = Triggers::off(&mut transaction, table.name).await?;
        let sql = upsert(table);
        for row in rows {
            let mut query = sqlx::query(AssertSqlSafe(sql.clone()));
            for (column, value) in table.columns.iter().zip(&row.0) {
                let text = plain(column.kind, value).map_err(|_| bad(table, row, column.name))?;
                query = query.bind(text);
            }
            query.execute(&mut *transaction).await.map_err(engine)?;
        }
        triggers.on(&mut transaction).await?;
        be_oneself(&mut transaction).await?;
        transaction.commit().await.map_err(engine)
    }

    /// Whether every one of these rows is there as it is.
    ///
    /// # Errors
    /// What keeps the database from being read.
    pub async fn holds_rows(
        &mut self,
        table: &'static Table,
        rows: &[TransferRow],
    ) -> Result<bool, AdminError> {
        let mut look = self.connection.begin().await.map_err(engine)?;
        become_owner(&mut look).await?;
        let found = sqlx::query(AssertSqlSafe(select(table)))
            .fetch_all(&mut *look)
            .await
            .map_err(engine)?;
        look.rollback().await.map_err(engine)?;
        let found: StoreResult<Vec<_>> = found.iter().map(|row| read(table, row)).collect();
        let found = found?;
        Ok(rows.iter().all(|row| found.contains(row)))
    }

    /// Whether [`Admin::finish_move`] was done.
    ///
    /// # Errors
    /// What keeps the database from being read.
    pub async fn is_move_finished(&mut self) -> Result<bool, AdminError> {
        let mut look = self.connection.begin().await.map_err(engine)?;
        become_owner(&mut look).await?;
        let finished = has_moved(&mut look).await?;
        look.rollback().await.map_err(engine)?;
        Ok(finished)
    }

    /// What follows from rows that are all there: the next ids, the counts of the queue, the events that
    /// wait for a seal, and, once, the event.
    ///
    /// # Errors
    /// What keeps the database from being written.
    pub async fn finish_move(&mut self, tables: &[Table], rows: u64) -> Result<(), AdminError> {
        let mut transaction = self.connection.begin().await.map_err(engine)?;
        become_owner(&mut transaction).await?;
        for table in tables.iter().filter(|table| table.has_ids()) {
            let sql = format!(
                "SELECT setval(pg_get_serial_sequence('desk.{0}', 'id'), COALESCE(max(id), 1),
                               max(id) IS NOT NULL)
                 FROM desk.{0}",
                table.name
            );
            sqlx::raw_sql(AssertSqlSafe(sql))
                .execute(&mut *transaction)
                .await
                .map_err(engine)?;
        }
        sqlx::raw_sql(
            "UPDATE desk.request_tally AS t
             SET total = CASE t.slot
                             WHEN 0 THEN (SELECT count(*) FROM desk.change_request AS r
                                          WHERE r.status = t.status)
                             ELSE 0
                         END",
        )
        .execute(&mut *transaction)
        .await
        .map_err(engine)?;
        // What had no place in the source's chain waits for one here.
        sqlx::raw_sql(
            "INSERT INTO desk.audit_unsealed (event_id)
             SELECT e.id
             FROM desk.audit_event AS e
             WHERE NOT EXISTS (SELECT 1 FROM desk.audit_link AS l WHERE l.event_id = e.id)
             ON CONFLICT DO NOTHING",
        )
        .execute(&mut *transaction)
        .await
        .map_err(engine)?;
        let told = has_moved(&mut transaction).await?;
        if !told {
            note_event(&mut transaction, MOVED, json!({ "rows": rows })).await?;
        }
        be_oneself(&mut transaction).await?;
        transaction.commit().await.map_err(engine)
    }
}

async fn has_moved(connection: &mut PgConnection) -> Result<bool, AdminError> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM desk.audit_event WHERE action = $1)")
        .bind(MOVED)
        .fetch_one(connection)
        .await
        .map_err(engine)
}

async fn add_role(
    transaction: &mut PgConnection,
    table: &'static Table,
    row: &TransferRow,
) -> Result<(), AdminError> {
    let text = |column| match value(table, row, column) {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    let id = match value(table, row, "id") {
        Some(Value::Number(id)) => *id,
        _ => 0,
    };
    let username: Username = text("username")
        .parse()
        .map_err(|_| AdminError::BadUsername { row: id })?;
    let role: Role = text("role").parse().map_err(|_| bad(table, row, "role"))?;
    let is_active = value(table, row, "is_active") == Some(&Value::Number(1));
    make_role(transaction, &username, role, is_active, None).await
}
