//! Tables `reason_code` and `setting`.

use crate::StoreResult;
use async_trait::async_trait;
use coe_domain::StaffId;
use coe_domain::reason::Reason;

/// Access to the lists and settings.
#[async_trait]
pub trait ReferenceRepository {
    /// Reasons in use, in order.
    async fn reasons(&mut self) -> StoreResult<Vec<Reason>>;
    /// A setting's value (JSON).
    async fn setting(&mut self, key: &str) -> StoreResult<Option<String>>;
    /// Stores a setting's value (JSON); the change is audited with key and actor.
    async fn put_setting(&mut self, key: &str, json: &str, by: Option<StaffId>) -> StoreResult<()>;
}
