//! Tables `reason_code` and `setting`.

use crate::error::engine;
use crate::unit::{PgUnit, Seat, guarded};
use async_trait::async_trait;
use coe_domain::StaffId;
use coe_domain::reason::Reason;
use coe_store::row::Row;
use coe_store::{ReferenceRepository, StoreResult};

#[derive(sqlx::FromRow)]
struct ReasonRow {
    position: i32,
    code: String,
    kind: String,
    finality: String,
    text_th: String,
    text_en: String,
}

impl ReasonRow {
    fn read(self) -> StoreResult<Reason> {
        let row = Row::of("reason_code", self.position.into());
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
impl ReferenceRepository for PgUnit {
    async fn reasons(&mut self) -> StoreResult<Vec<Reason>> {
        let rows: Vec<ReasonRow> = sqlx::query_as(
            "SELECT position, code, kind, finality, text_th, text_en
             FROM desk.reason_code
             WHERE is_active
             ORDER BY kind DESC, position, code",
        )
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(ReasonRow::read).collect()
    }

    async fn setting(&mut self, key: &str) -> StoreResult<Option<String>> {
        sqlx::query_scalar("SELECT value::text FROM desk.setting WHERE key = $1")
            .bind(key)
            .fetch_optional(self.db())
            .await
            .map_err(engine)
    }

    async fn put_setting(&mut self, key: &str, json: &str, by: Option<StaffId>) -> StoreResult<()> {
        self.act(by.map_or(Seat::System, Seat::Person)).await?;
        guarded!(self, db => sqlx::query("SELECT desk.put_setting($1, $2::json)")
            .bind(key)
            .bind(json)
            .execute(&mut *db));
        Ok(())
    }
}
