//! Tables `reason_code`, `sms_template` and `setting`.

use crate::StoreResult;
use async_trait::async_trait;
use coe_domain::reason::Reason;
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

/// Access to the lists and settings.
#[async_trait]
pub trait ReferenceRepository {
    /// Reasons in use, in order.
    async fn reasons(&mut self) -> StoreResult<Vec<Reason>>;
    /// All message texts.
    async fn templates(&mut self) -> StoreResult<Vec<Template>>;
    /// A setting's value (JSON).
    async fn setting(&mut self, key: &str) -> StoreResult<Option<String>>;
    /// Stores a setting's value (JSON); the change is audited with key and actor.
    async fn put_setting(&mut self, key: &str, json: &str, by: Option<StaffId>) -> StoreResult<()>;
}
