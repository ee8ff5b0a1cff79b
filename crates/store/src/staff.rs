//! Table `staff` and the sign-ins remembered on computers.

use crate::StoreResult;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{Role, StaffId};

/// A person at the desk.
#[derive(Clone, PartialEq, Eq)]
pub struct Staff {
    /// Identity.
    pub id: StaffId,
    /// User name, lower case, unique.
    pub username: String,
    /// Name as colleagues see it.
    pub display_name: String,
    /// What they may do.
    pub role: Role,
    /// Argon2id hash in PHC form; `None` where the engine itself checks passwords.
    pub password_hash: Option<String>,
    /// Wrong passwords in a row.
    pub failed_sign_ins: u32,
    /// No sign-in before this moment.
    pub locked_until: Option<DateTime<Utc>>,
    /// Whether the account is open.
    pub is_active: bool,
    /// Last successful sign-in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for Staff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Staff")
            .field("id", &self.id)
            .field("role", &self.role)
            .field("is_active", &self.is_active)
            .finish_non_exhaustive()
    }
}

/// A person to add.
pub struct NewStaff {
    /// User name; stored in lower case.
    pub username: String,
    /// Name as colleagues see it.
    pub display_name: String,
    /// What they may do.
    pub role: Role,
    /// Argon2id hash in PHC form.
    pub password_hash: String,
}

/// Access to `staff`.
#[async_trait]
pub trait StaffRepository {
    /// Adds a person.
    async fn add_staff(&mut self, new: &NewStaff) -> StoreResult<StaffId>;
    /// By identity.
    async fn staff_by_id(&mut self, id: StaffId) -> StoreResult<Option<Staff>>;
    /// By user name; case does not matter.
    async fn staff_by_username(&mut self, username: &str) -> StoreResult<Option<Staff>>;
    /// Counts a wrong password; `locked_until` closes the account for a while.
    async fn record_failed_sign_in(
        &mut self,
        id: StaffId,
        locked_until: Option<DateTime<Utc>>,
    ) -> StoreResult<()>;
    /// Forgets the wrong passwords and notes the time.
    async fn record_sign_in(&mut self, id: StaffId, at: DateTime<Utc>) -> StoreResult<()>;
    /// Remembers a computer by the SHA-256 (hexadecimal) of its token.
    async fn remember_device(
        &mut self,
        id: StaffId,
        token_sha256: &str,
        expires_at: DateTime<Utc>,
    ) -> StoreResult<()>;
    /// Who a remembered computer belongs to, if its token is valid at `now`.
    async fn staff_by_device(
        &mut self,
        token_sha256: &str,
        now: DateTime<Utc>,
    ) -> StoreResult<Option<Staff>>;
    /// Forgets a computer. Returns whether it was known.
    async fn forget_device(&mut self, token_sha256: &str) -> StoreResult<bool>;
}
