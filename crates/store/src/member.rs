//! Tables `member`, `licence` and `phone_history`.

use crate::StoreResult;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::member::Member;
use coe_domain::{LicenceNumber, MemberId, Phone, RequestId};

/// A number that a member had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerPhone {
    /// Whose it was.
    pub member_id: MemberId,
    /// The number.
    pub phone: Phone,
    /// When it was replaced.
    pub replaced_at: DateTime<Utc>,
    /// The request that replaced it, where one did.
    pub request_id: Option<RequestId>,
}

/// Access to the register. A phone or login state changes only by a decision.
#[async_trait]
pub trait MemberRepository {
    /// Adds a member; `member.id` is ignored.
    async fn add_member(&mut self, member: &Member) -> StoreResult<MemberId>;
    /// Adds a licence.
    async fn add_licence(&mut self, id: MemberId, licence: &LicenceNumber) -> StoreResult<()>;
    /// Adds a number that a member had before they came to this database.
    async fn add_former_phone(
        &mut self,
        id: MemberId,
        phone: &Phone,
        replaced_at: DateTime<Utc>,
    ) -> StoreResult<()>;
    /// By identity.
    async fn member_by_id(&mut self, id: MemberId) -> StoreResult<Option<Member>>;
    /// A member's licence numbers, oldest row first.
    async fn licences_of(&mut self, id: MemberId) -> StoreResult<Vec<LicenceNumber>>;
    /// By member number, national ID, licence number or phone (exact, normalised by the caller's
    /// parse), or part of a name (Thai or English, normalised by `thai_text::search_key`). At
    /// most `limit` rows, by member number.
    async fn find_members(&mut self, text: &str, limit: u32) -> StoreResult<Vec<Member>>;
    /// Members whose number this is today, other than `except`.
    async fn other_holders_of(
        &mut self,
        phone: &Phone,
        except: MemberId,
    ) -> StoreResult<Vec<MemberId>>;
    /// Members other than `except` whose number this was, newest first.
    async fn former_holders_of(
        &mut self,
        phone: &Phone,
        except: MemberId,
    ) -> StoreResult<Vec<FormerPhone>>;
    /// The numbers a member had, newest first.
    async fn phone_history_of(&mut self, id: MemberId) -> StoreResult<Vec<FormerPhone>>;
}
