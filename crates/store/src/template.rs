//! Tables `sms_template` and `sms_template_edit`.

use crate::StoreResult;
use crate::row::Row;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{Language, MessageTemplate, StaffId};

/// The text of a message in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Which message.
    pub template: MessageTemplate,
    /// Which language.
    pub language: Language,
    /// Text with `{placeholders}`.
    pub body: String,
}

impl Template {
    /// Reads a row of message, language and text.
    ///
    /// # Errors
    /// [`StoreError::BadRow`](crate::StoreError::BadRow) where it cannot be read.
    pub fn read((template, language, body): (String, String, String)) -> StoreResult<Self> {
        let row = Row::of("sms_template", 0);
        Ok(Self {
            template: row.parse("template", &template)?,
            language: row.parse("language", &language)?,
            body,
        })
    }
}

/// A text that was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateEdit {
    /// The text until then.
    pub before: String,
    /// The text from then on.
    pub after: String,
    /// Who changed it.
    pub by: StaffId,
    /// When.
    pub at: DateTime<Utc>,
}

/// Access to the texts of messages.
#[async_trait]
pub trait TemplateRepository {
    /// All of them.
    async fn templates(&mut self) -> StoreResult<Vec<Template>>;
    /// Changes one, for messages queued from now on. Keeps the text before it, and writes the event
    /// `template.changed`. The same text again changes nothing.
    ///
    /// # Errors
    /// Refused: `RoleNotAllowed` for all but supervisors; `TemplateUnfit` by the rules of
    /// [`coe_domain::template`].
    async fn put_template(&mut self, template: &Template, by: StaffId) -> StoreResult<()>;
    /// What one was before, the latest change first.
    async fn template_edits(
        &mut self,
        template: MessageTemplate,
        language: Language,
        limit: u32,
    ) -> StoreResult<Vec<TemplateEdit>>;
}
