//! Tables `change_request` and `request_image`.

use crate::row::Row;
use crate::{StoreError, StoreResult};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{
    ImageKind, LoginState, MemberId, NationalId, Phone, Refusal, RequestId, RequestNumber,
    RequestStatus, Risk, StaffId,
};

/// A phone-change request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRequest {
    /// Identity.
    pub id: RequestId,
    /// Number, as the member knows it.
    pub request_no: RequestNumber,
    /// Whose.
    pub member_id: MemberId,
    /// The full name as typed on the form.
    pub stated_name: String,
    /// The national ID as typed on the form.
    pub stated_national_id: NationalId,
    /// The number registered at filing.
    pub old_phone: Phone,
    /// The number asked for.
    pub new_phone: Phone,
    /// Where it stands.
    pub status: RequestStatus,
    /// How much care it needs.
    pub risk: Risk,
    /// Higher goes first.
    pub priority: i64,
    /// When it was filed.
    pub submitted_at: DateTime<Utc>,
    /// Which round of photos; begins at 1.
    pub revision: u32,
    /// Who holds it, live or not.
    pub claimed_by: Option<StaffId>,
    /// End of the lease.
    pub claim_expires_at: Option<DateTime<Utc>>,
    /// The login state to restore when nothing changes.
    pub login_state_before: LoginState,
    /// When it was last returned to the member, while it is.
    pub returned_at: Option<DateTime<Utc>>,
    /// Business that stopped the clock: closed intervals of waiting for the member.
    pub waited: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Who escalated it, while it is escalated.
    pub escalated_by: Option<StaffId>,
    /// Whether an unsettled fraud flag lies on it.
    pub fraud_flagged: bool,
}

/// A request to file. The database allocates the number, suspends the login and queues the notice
/// to the current phone.
pub struct NewRequest {
    /// Whose.
    pub member_id: MemberId,
    /// The full name as typed.
    pub stated_name: String,
    /// The national ID as typed.
    pub stated_national_id: NationalId,
    /// The number asked for.
    pub new_phone: Phone,
    /// The first assessment.
    pub risk: Risk,
    /// When it was filed; not later than the database's clock.
    pub submitted_at: DateTime<Utc>,
    /// Both photos, in any order.
    pub images: Vec<NewImage>,
}

/// A photo to store.
pub struct NewImage {
    /// Which of the two.
    pub kind: ImageKind,
    /// The file as it came.
    pub bytes: Vec<u8>,
    /// SHA-256 of `bytes`, hexadecimal.
    pub sha256: String,
    /// Upright size in pixels; 0 × 0 for what cannot be opened.
    pub width: u32,
    /// See `width`.
    pub height: u32,
}

/// A round of photos is one of each kind. Less could never be decided on.
///
/// # Errors
/// Refused (`EvidenceChanged`) for anything else.
pub fn both_kinds(images: &[NewImage]) -> StoreResult<()> {
    let has = |kind| images.iter().filter(|image| image.kind == kind).count() == 1;
    if images.len() == 2 && has(ImageKind::IdCard) && has(ImageKind::Selfie) {
        Ok(())
    } else {
        Err(StoreError::Refused(Refusal::EvidenceChanged))
    }
}

/// What is known of a photo without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageInfo {
    /// The request.
    pub request_id: RequestId,
    /// Which round.
    pub revision: u32,
    /// Which of the two.
    pub kind: ImageKind,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Size of the file.
    pub byte_len: u64,
    /// Upright size in pixels.
    pub width: u32,
    /// Upright size in pixels.
    pub height: u32,
    /// When the bytes were purged.
    pub purged_at: Option<DateTime<Utc>>,
}

/// Another request that shares something with this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedRequest {
    /// Identity.
    pub id: RequestId,
    /// Number.
    pub request_no: RequestNumber,
    /// Whose.
    pub member_id: MemberId,
}

impl RelatedRequest {
    /// Reads rows of id, number and member.
    ///
    /// # Errors
    /// [`StoreError::BadRow`] where a number cannot be read.
    pub fn read_all(rows: Vec<(i64, String, i64)>) -> StoreResult<Vec<Self>> {
        rows.into_iter()
            .map(|(id, request_no, member)| {
                Ok(Self {
                    id: RequestId(id),
                    request_no: Row::of("change_request", id).parse("request_no", &request_no)?,
                    member_id: MemberId(member),
                })
            })
            .collect()
    }
}

/// Access to requests.
#[async_trait]
pub trait RequestRepository {
    /// Files a request and everything filing entails.
    async fn file_request(&mut self, new: &NewRequest) -> StoreResult<(RequestId, RequestNumber)>;
    /// Adds a new round of photos to a returned request, which is pending again then and keeps
    /// its place. Returns the new revision.
    async fn add_revision(&mut self, id: RequestId, images: &[NewImage]) -> StoreResult<u32>;
    /// The member takes a pending or returned request back; login is restored.
    async fn cancel_request(&mut self, id: RequestId) -> StoreResult<()>;
    /// By identity.
    async fn request_by_id(&mut self, id: RequestId) -> StoreResult<Option<ChangeRequest>>;
    /// By number.
    async fn request_by_no(&mut self, no: &RequestNumber) -> StoreResult<Option<ChangeRequest>>;
    /// All requests of a member, newest first.
    async fn requests_of(&mut self, member: MemberId) -> StoreResult<Vec<ChangeRequest>>;
    /// What is known of the photos of a round.
    async fn images_of(&mut self, id: RequestId, revision: u32) -> StoreResult<Vec<ImageInfo>>;
    /// Puts on record that somebody is about to take a photo out of the database (`photo.fetched`).
    /// Commit it before [`RequestRepository::fetch_photo`]. Refused (`RoleNotAllowed`) for support.
    async fn announce_photo(
        &mut self,
        id: RequestId,
        revision: u32,
        kind: ImageKind,
        by: StaffId,
    ) -> StoreResult<()>;
    /// Takes the bytes of a photo out of the database; `None` where there is none or it was purged.
    /// Refused (`NotAnnounced`) unless the same person announced it within the last 15 minutes, in a
    /// unit that was committed: what could still be rolled back would take the record with it. Refused
    /// (`RoleNotAllowed`) for support.
    async fn fetch_photo(
        &mut self,
        id: RequestId,
        revision: u32,
        kind: ImageKind,
        by: StaffId,
    ) -> StoreResult<Option<Vec<u8>>>;
    /// Open requests of other members that ask for this number.
    async fn open_requests_for_phone(
        &mut self,
        phone: &Phone,
        except: MemberId,
    ) -> StoreResult<Vec<RelatedRequest>>;
    /// Requests of other members that came with this file.
    async fn requests_with_photo(
        &mut self,
        sha256: &str,
        except: MemberId,
    ) -> StoreResult<Vec<RelatedRequest>>;
    /// Stores a new assessment of an open request. Returns whether it differed.
    async fn set_risk(&mut self, id: RequestId, risk: Risk) -> StoreResult<bool>;
}
