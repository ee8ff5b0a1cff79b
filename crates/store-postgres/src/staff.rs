//! Tables `staff` and `remembered_device`.

use crate::error::{connecting, engine};
use crate::server::ConnectError;
use crate::unit::{PgUnit, Seat, guarded};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::StaffId;
use coe_store::row::Row;
use coe_store::{NewStaff, Staff, StaffRepository, StoreResult};
use sqlx::{AssertSqlSafe, PgConnection};

const COLUMNS: &str = "s.id, s.username, s.display_name, s.role, s.failed_sign_ins, \
    s.locked_until_at, s.is_active, s.last_sign_in_at";

#[derive(sqlx::FromRow)]
struct StaffRow {
    id: i64,
    username: String,
    display_name: String,
    role: String,
    failed_sign_ins: i32,
    locked_until_at: Option<DateTime<Utc>>,
    is_active: bool,
    last_sign_in_at: Option<DateTime<Utc>>,
}

impl StaffRow {
    fn read(self) -> StoreResult<Staff> {
        let row = Row::of("staff", self.id);
        Ok(Staff {
            id: StaffId(self.id),
            role: row.parse("role", &self.role)?,
            failed_sign_ins: row.count("failed_sign_ins", self.failed_sign_ins.into())?,
            locked_until: self.locked_until_at,
            last_sign_in_at: self.last_sign_in_at,
            username: self.username,
            display_name: self.display_name,
            // The server itself checks passwords.
            password_hash: None,
            is_active: self.is_active,
        })
    }
}

/// The person behind the connection.
pub(crate) async fn by_session(
    connection: &mut PgConnection,
) -> Result<Option<Staff>, ConnectError> {
    let sql = format!("SELECT {COLUMNS} FROM desk.staff AS s WHERE s.db_role = session_user::text");
    let row: Option<StaffRow> = sqlx::query_as(AssertSqlSafe(sql))
        .fetch_optional(connection)
        .await
        .map_err(connecting)?;
    Ok(row.map(StaffRow::read).transpose()?)
}

#[async_trait]
impl StaffRepository for PgUnit {
    /// Adds the person and their database role, without a password. Needs an administrator.
    async fn add_staff(&mut self, new: &NewStaff) -> StoreResult<StaffId> {
        self.act(Seat::System).await?;
        let username = new.username.to_ascii_lowercase();
        let role = format!("{}{username}", self.role_prefix());
        let id: i64 = guarded!(self, db => sqlx::query_scalar(
                "INSERT INTO desk.staff (username, db_role, display_name, role)
                 VALUES ($1, $2, $3, $4)
                 RETURNING id",
            )
            .bind(&username)
            .bind(&role)
            .bind(&new.display_name)
            .bind(new.role.code())
            .fetch_one(&mut *db));
        // A utility statement takes no parameters; format() quotes.
        let statements: String = sqlx::query_scalar(
            "SELECT format('CREATE ROLE %I LOGIN IN ROLE %I', $1, 'desk_' || $2)",
        )
        .bind(&role)
        .bind(new.role.code())
        .fetch_one(self.db())
        .await
        .map_err(engine)?;
        guarded!(self, db => sqlx::query(AssertSqlSafe(statements)).execute(&mut *db));
        Ok(StaffId(id))
    }

    async fn staff_by_id(&mut self, id: StaffId) -> StoreResult<Option<Staff>> {
        let sql = format!("SELECT {COLUMNS} FROM desk.staff AS s WHERE s.id = $1");
        let row: Option<StaffRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(id.0)
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(StaffRow::read).transpose()
    }

    async fn staff_by_username(&mut self, username: &str) -> StoreResult<Option<Staff>> {
        let sql = format!("SELECT {COLUMNS} FROM desk.staff AS s WHERE s.username = $1");
        let row: Option<StaffRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(username.to_ascii_lowercase())
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(StaffRow::read).transpose()
    }

    /// For the embedded desk's sake; the server counts by itself whom it lets in.
    async fn record_failed_sign_in(
        &mut self,
        id: StaffId,
        locked_until: Option<DateTime<Utc>>,
    ) -> StoreResult<()> {
        self.act(Seat::System).await?;
        guarded!(self, db => sqlx::query(
                "UPDATE desk.staff
                 SET failed_sign_ins = failed_sign_ins + 1, locked_until_at = $2
                 WHERE id = $1",
            )
            .bind(id.0)
            .bind(locked_until)
            .execute(&mut *db));
        Ok(())
    }

    /// The moment is the caller's to name, as long as it is the present one.
    async fn record_sign_in(&mut self, id: StaffId, at: DateTime<Utc>) -> StoreResult<()> {
        self.act(Seat::Person(id)).await?;
        guarded!(self, db => sqlx::query("SELECT desk.note_sign_in($1)").bind(at).execute(&mut *db));
        Ok(())
    }

    async fn remember_device(
        &mut self,
        id: StaffId,
        token_sha256: &str,
        expires_at: DateTime<Utc>,
    ) -> StoreResult<()> {
        self.act(Seat::System).await?;
        guarded!(self, db => sqlx::query(
                "INSERT INTO desk.remembered_device (token_sha256, staff, created_at, expires_at)
                 VALUES ($1, $2, desk.clock(), $3)",
            )
            .bind(token_sha256)
            .bind(id.0)
            .bind(expires_at)
            .execute(&mut *db));
        Ok(())
    }

    async fn staff_by_device(
        &mut self,
        token_sha256: &str,
        now: DateTime<Utc>,
    ) -> StoreResult<Option<Staff>> {
        let sql = format!(
            "SELECT {COLUMNS}
             FROM desk.remembered_device AS d
             JOIN desk.staff AS s ON s.id = d.staff
             WHERE d.token_sha256 = $1 AND d.expires_at > $2"
        );
        let row: Option<StaffRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(token_sha256)
            .bind(now)
            .fetch_optional(self.db())
            .await
            .map_err(engine)?;
        row.map(StaffRow::read).transpose()
    }

    async fn forget_device(&mut self, token_sha256: &str) -> StoreResult<bool> {
        self.act(Seat::System).await?;
        let done = guarded!(self, db => sqlx::query(
                "DELETE FROM desk.remembered_device WHERE token_sha256 = $1",
            )
            .bind(token_sha256)
            .execute(&mut *db));
        Ok(done.rows_affected() > 0)
    }
}
