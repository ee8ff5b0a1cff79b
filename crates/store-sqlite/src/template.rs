//! Tables `sms_template` and `sms_template_edit`.

use crate::error::engine;
use crate::row::{Moments, Row};
use crate::unit::SqliteUnit;
use async_trait::async_trait;
use coe_domain::{Language, MessageTemplate, StaffId};
use coe_store::{StoreResult, Template, TemplateEdit, TemplateRepository};

#[derive(sqlx::FromRow)]
struct EditRow {
    id: i64,
    before: String,
    after: String,
    staff: i64,
    at: i64,
}

impl EditRow {
    fn read(self) -> StoreResult<TemplateEdit> {
        Ok(TemplateEdit {
            at: Row::of("sms_template_edit", self.id).moment("at", self.at)?,
            before: self.before,
            after: self.after,
            by: StaffId(self.staff),
        })
    }
}

#[async_trait]
impl TemplateRepository for SqliteUnit {
    async fn templates(&mut self) -> StoreResult<Vec<Template>> {
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "SELECT template, language, body FROM sms_template ORDER BY template, language",
        )
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(Template::read).collect()
    }

    async fn put_template(&mut self, template: &Template, by: StaffId) -> StoreResult<()> {
        sqlx::query(
            "INSERT INTO sms_template_edit (template, language, before, after, staff, at)
             SELECT template, language, body, ?3, ?4, (SELECT at FROM desk_now)
             FROM sms_template
             WHERE template = ?1 AND language = ?2 AND body <> ?3",
        )
        .bind(template.template.code())
        .bind(template.language.code())
        .bind(&template.body)
        .bind(by.0)
        .execute(self.db())
        .await
        .map_err(engine)?;
        Ok(())
    }

    async fn template_edits(
        &mut self,
        template: MessageTemplate,
        language: Language,
        limit: u32,
    ) -> StoreResult<Vec<TemplateEdit>> {
        let rows: Vec<EditRow> = sqlx::query_as(
            "SELECT id, before, after, staff, at
             FROM sms_template_edit
             WHERE template = ? AND language = ?
             ORDER BY id DESC
             LIMIT ?",
        )
        .bind(template.code())
        .bind(language.code())
        .bind(limit)
        .fetch_all(self.db())
        .await
        .map_err(engine)?;
        rows.into_iter().map(EditRow::read).collect()
    }
}
