//! Tables `reason_code` and `setting`.

use crate::error::engine;
use crate::row::Row;
use crate::unit::SqliteUnit;
use async_trait::async_trait;
use coe_domain::StaffId;
use coe_domain::reason::Reason;
use coe_store::{ReferenceRepository, StoreResult};

#[derive(sqlx::FromRow)]
struct ReasonRow {
    position: i64,
    code: String,
    kind: String,
    finality: String,
    text_th: String,
    text_en: String,
}

impl ReasonRow {
    fn read(self) -> StoreResult<Reason> {
        let row = Row::of("reason_code", self.position);
        Ok(Reason {
            kind: row.parse("kind", &self.kind)?,
            finality: row.parse("finality", &self.finality)?,
            code: self.code,
            text_th: self.text_th,
            text_en: self.text_en,
        })
    }
}

#[async_trait]
impl ReferenceRepository for SqliteUnit {
    async fn reasons(&mut self) -> StoreResult<Vec<Reason>> {
        let rows: Vec<ReasonRow> = sqlx::query_as(
            "SELECT position, code, kind, finality, text_th, text_en
             FROM reason_code
             WHERE is_active = 1
             ORDER BY kind DESC, position, code",
        )
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(ReasonRow::read).collect()
    }

    async fn setting(&mut self, key: &str) -> StoreResult<Option<String>> {
        sqlx::query_scalar("SELECT value FROM setting WHERE key = ?")
            .bind(key)
            .fetch_optional(self.db())
            .await
            .map_err(engine)
    }

    async fn put_setting(&mut self, key: &str, json: &str, by: Option<StaffId>) -> StoreResult<()> {
        sqlx::query(
            "INSERT INTO setting (key, value, changed_by, changed_at)
             VALUES (?, ?, ?, (SELECT at FROM desk_now))
             ON CONFLICT (key) DO UPDATE
             SET value = excluded.value,
                 changed_by = excluded.changed_by,
                 changed_at = excluded.changed_at",
        )
        .bind(key)
        .bind(json)
        .bind(by.map(|id| id.0))
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(())
    }
}
