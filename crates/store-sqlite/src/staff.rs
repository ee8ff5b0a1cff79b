//! Tables `staff` and `remembered_device`.

use crate::error::engine;
use crate::row::{Moments, Row};
use crate::unit::{SqliteUnit, millis};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::StaffId;
use coe_store::{NewStaff, Staff, StaffRepository, StoreResult};

const TABLE: &str = "staff";

#[derive(sqlx::FromRow)]
struct StaffRow {
    id: i64,
    username: String,
    display_name: String,
    role: String,
    password_hash: String,
    failed_sign_ins: i64,
    locked_until_at: Option<i64>,
    is_active: bool,
    last_sign_in_at: Option<i64>,
}

impl StaffRow {
    fn read(self) -> StoreResult<Staff> {
        let row = Row::of(TABLE, self.id);
        Ok(Staff {
            id: StaffId(self.id),
            role: row.parse("role", &self.role)?,
            failed_sign_ins: row.count("failed_sign_ins", self.failed_sign_ins)?,
            locked_until: row.moment_some("locked_until_at", self.locked_until_at)?,
            last_sign_in_at: row.moment_some("last_sign_in_at", self.last_sign_in_at)?,
            username: self.username,
            display_name: self.display_name,
            password_hash: Some(self.password_hash),
            is_active: self.is_active,
        })
    }
}

#[async_trait]
impl StaffRepository for SqliteUnit {
    async fn add_staff(&mut self, new: &NewStaff) -> StoreResult<StaffId> {
        let id = sqlx::query_scalar(
            "INSERT INTO staff (username, display_name, role, password_hash)
             VALUES (?, ?, ?, ?)
             RETURNING id",
        )
        .bind(new.username.to_ascii_lowercase())
        .bind(&new.display_name)
        .bind(new.role.code())
        .bind(&new.password_hash)
        .fetch_one(self.db())
        .await
        .map_err(engine)?;
        Ok(StaffId(id))
    }

    async fn staff_by_id(&mut self, id: StaffId) -> StoreResult<Option<Staff>> {
        let row: Option<StaffRow> = sqlx::query_as("SELECT * FROM staff WHERE id = ?")
            .bind(id.0)
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(StaffRow::read).transpose()
    }

    async fn staff_by_username(&mut self, username: &str) -> StoreResult<Option<Staff>> {
        let row: Option<StaffRow> = sqlx::query_as("SELECT * FROM staff WHERE username = ?")
            .bind(username.to_ascii_lowercase())
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(StaffRow::read).transpose()
    }

    async fn record_failed_sign_in(
        &mut self,
        id: StaffId,
        locked_until: Option<DateTime<Utc>>,
    ) -> StoreResult<()> {
        sqlx::query(
            "UPDATE staff
             SET failed_sign_ins = failed_sign_ins + 1, locked_until_at = ?
             WHERE id = ?",
        )
        .bind(locked_until.map(millis))
        .bind(id.0)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(())
    }

    async fn record_sign_in(&mut self, id: StaffId, at: DateTime<Utc>) -> StoreResult<()> {
        sqlx::query(
            "UPDATE staff
             SET failed_sign_ins = 0, locked_until_at = NULL, last_sign_in_at = ?
             WHERE id = ?",
        )
        .bind(millis(at))
        .bind(id.0)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(())
    }

    async fn remember_device(
        &mut self,
        id: StaffId,
        token_sha256: &str,
        expires_at: DateTime<Utc>,
    ) -> StoreResult<()> {
        sqlx::query(
            "INSERT INTO remembered_device (token_sha256, staff, created_at, expires_at)
             VALUES (?, ?, (SELECT at FROM desk_now), ?)",
        )
        .bind(token_sha256)
        .bind(id.0)
        .bind(millis(expires_at))
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(())
    }

    async fn staff_by_device(
        &mut self,
        token_sha256: &str,
        now: DateTime<Utc>,
    ) -> StoreResult<Option<Staff>> {
        let row: Option<StaffRow> = sqlx::query_as(
            "SELECT s.*
             FROM remembered_device AS d
             JOIN staff AS s ON s.id = d.staff
             WHERE d.token_sha256 = ? AND d.expires_at > ?",
        )
        .bind(token_sha256)
        .bind(millis(now))
        .fetch_optional(self.db())
        .await
        .map_err(engine)?;
        row.map(StaffRow::read).transpose()
    }

    async fn forget_device(&mut self, token_sha256: &str) -> StoreResult<bool> {
        let done = sqlx::query("DELETE FROM remembered_device WHERE token_sha256 = ?")
            .bind(token_sha256)
            .execute(self.db())
            .await
            .map_err(engine)?;
        Ok(done.rows_affected() > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, SqliteStore};
    use coe_domain::Role;
    use coe_store::Store;

    #[tokio::test]
    async fn the_hash_of_a_password_comes_back_as_it_was_stored() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.sqlite");
        let store = SqliteStore::create(&path, &Options::for_seeding())
            .await
            .unwrap();
        let mut unit = store.write().await.unwrap();
        let new = NewStaff {
            username: "anong".to_owned(),
            display_name: "ANONG".to_owned(),
            role: Role::Officer,
            password_hash: "$argon2id$x".to_owned(),
        };
        let id = unit.add_staff(&new).await.unwrap();
        let stored = unit.staff_by_id(id).await.unwrap().unwrap();
        assert_eq!(
            stored.password_hash.as_deref(),
            Some("$argon2id$x"),
            "nobody else checks passwords here"
        );
    }
}
