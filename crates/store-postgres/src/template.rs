//! Tables `sms_template` and `sms_template_edit`.

use crate::error::engine;
use crate::unit::{PgUnit, Seat, guarded};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{Language, MessageTemplate, StaffId};
use coe_store::{StoreResult, Template, TemplateEdit, TemplateRepository};

#[derive(sqlx::FromRow)]
struct EditRow {
    before: String,
    after: String,
    staff: i64,
    at: DateTime<Utc>,
}

impl From<EditRow> for TemplateEdit {
    fn from(row: EditRow) -> Self {
        Self {
            before: row.before,
            after: row.after,
            by: StaffId(row.staff),
            at: row.at,
        }
    }
}

#[async_trait]
impl TemplateRepository for PgUnit {
    async fn templates(&mut self) -> StoreResult<Vec<Template>> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "SELECT template, language, body FROM desk.sms_template ORDER BY template, language",
        )
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(Template::read).collect()
    }

    async fn put_template(&mut self, template: &Template, by: StaffId) -> StoreResult<()> {
        self.act(Seat::Person(by)).await?;
        guarded!(self, db => sqlx::query("SELECT desk.put_template($1, $2, $3)")
            .bind(template.template.code())
            .bind(template.language.code())
            .bind(&template.body)
            .execute(&mut *db));
        Ok(())
    }

    async fn template_edits(
        &mut self,
        template: MessageTemplate,
        language: Language,
        limit: u32,
    ) -> StoreResult<Vec<TemplateEdit>> {
        let rows: Vec<EditRow> = sqlx::query_as(
            "SELECT before, after, staff, at
             FROM desk.sms_template_edit
             WHERE template = $1 AND language = $2
             ORDER BY id DESC
             LIMIT $3",
        )
        .bind(template.code())
        .bind(language.code())
        .bind(i64::from(limit))
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        Ok(rows.into_iter().map(TemplateEdit::from).collect())
    }
}
