//! A store that passes everything on and remembers which functions were called.
//!
//! Each function of each trait is listed below once; a new one does not compile until it is here,
//! and then [`crate::coverage`] fails until a case calls it.

use crate::harness::{Desk, Harness};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use coe_domain::member::Member;
use coe_domain::reason::Reason;
use coe_domain::*;
use coe_store::*;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

type Called = Arc<Mutex<BTreeSet<&'static str>>>;

fn note(called: &Called, name: &'static str) {
    called
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(name);
}

/// A harness whose stores remember.
pub struct Recorder<'a> {
    inner: &'a dyn Harness,
    called: Called,
}

impl<'a> Recorder<'a> {
    /// Records on top of `inner`.
    #[must_use]
    pub fn new(inner: &'a dyn Harness) -> Self {
        Self {
            inner,
            called: Called::default(),
        }
    }

    /// The functions called so far.
    #[must_use]
    pub fn called(&self) -> BTreeSet<&'static str> {
        self.called
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

#[async_trait]
impl Harness for Recorder<'_> {
    async fn fresh(&self) -> Box<dyn Desk> {
        Box::new(RecordedDesk {
            inner: self.inner.fresh().await,
            called: self.called.clone(),
        })
    }
}

struct RecordedDesk {
    inner: Box<dyn Desk>,
    called: Called,
}

#[async_trait]
impl Desk for RecordedDesk {
    fn store(&self) -> Arc<dyn Store> {
        Arc::new(RecordedStore {
            inner: self.inner.store(),
            called: self.called.clone(),
        })
    }

    async fn another_store(&self) -> Arc<dyn Store> {
        let inner = self.inner.another_store().await;
        Arc::new(RecordedStore {
            inner,
            called: self.called.clone(),
        })
    }

    async fn advance_clock(&self, by: TimeDelta) {
        self.inner.advance_clock(by).await;
    }

    async fn close_account(&self, staff: StaffId) {
        self.inner.close_account(staff).await;
    }

    async fn purge_photo(&self, request: RequestId, revision: u32, kind: ImageKind) {
        self.inner.purge_photo(request, revision, kind).await;
    }

    async fn set_priority(&self, request: RequestId, priority: i64) {
        self.inner.set_priority(request, priority).await;
    }
}

struct RecordedStore {
    inner: Arc<dyn Store>,
    called: Called,
}

#[async_trait]
impl Store for RecordedStore {
    async fn read(&self) -> StoreResult<Box<dyn Unit>> {
        note(&self.called, "read");
        Ok(Box::new(RecordedUnit {
            inner: self.inner.read().await?,
            called: self.called.clone(),
        }))
    }

    async fn write(&self) -> StoreResult<Box<dyn Unit>> {
        note(&self.called, "write");
        Ok(Box::new(RecordedUnit {
            inner: self.inner.write().await?,
            called: self.called.clone(),
        }))
    }

    async fn version(&self) -> StoreResult<i64> {
        note(&self.called, "version");
        self.inner.version().await
    }
}

struct RecordedUnit {
    inner: Box<dyn Unit>,
    called: Called,
}

#[async_trait]
impl Unit for RecordedUnit {
    async fn commit(self: Box<Self>) -> StoreResult<()> {
        note(&self.called, "commit");
        self.inner.commit().await
    }

    async fn rollback(self: Box<Self>) -> StoreResult<()> {
        note(&self.called, "rollback");
        self.inner.rollback().await
    }
}

macro_rules! recorded {
    ($($repository:ident { $(fn $name:ident($($arg:ident: $ty:ty),* $(,)?) -> $ok:ty;)* })*) => {
        /// Every function of the store, of its units and of their repositories.
        pub const FUNCTIONS: &[&str] = &[
            "read", "write", "version", "commit", "rollback", $($(stringify!($name)),*),*
        ];

        $(#[async_trait]
        impl $repository for RecordedUnit {
            $(async fn $name(&mut self, $($arg: $ty),*) -> StoreResult<$ok> {
                note(&self.called, stringify!($name));
                self.inner.$name($($arg),*).await
            })*
        })*
    };
}

recorded! {
    AuditRepository {
        fn append_event(event: &NewAuditEvent) -> AuditEventId;
        fn events_of(id: RequestId) -> Vec<AuditEvent>;
    }
    CallRepository {
        fn schedule_call(new: &NewAppointment) -> CallId;
        fn start_scheduled_call(id: CallId, challenges: &[CallChallenge], by: StaffId) -> ();
        fn start_call(
            request: RequestId,
            channel: CallChannel,
            challenges: &[CallChallenge],
            by: StaffId,
        ) -> CallId;
        fn finish_call(report: &CallReport) -> ();
        fn call_by_id(id: CallId) -> Option<VideoCall>;
        fn calls_of(id: RequestId) -> Vec<VideoCall>;
    }
    CaseRepository {
        fn set_check(
            id: RequestId,
            revision: u32,
            code: CheckCode,
            outcome: CheckOutcome,
            note: &str,
            by: StaffId,
        ) -> ();
        fn clear_check(id: RequestId, revision: u32, code: CheckCode, by: StaffId) -> ();
        fn checks_of(id: RequestId, revision: u32) -> Vec<ReviewCheck>;
        fn required_checks() -> Vec<CheckCode>;
        fn add_note(id: RequestId, body: &str, by: StaffId) -> NoteId;
        fn notes_of(id: RequestId) -> Vec<Note>;
        fn save_draft(id: RequestId, by: StaffId, slot: &str, body: &str) -> ();
        fn drafts_of(id: RequestId, by: StaffId) -> Vec<(String, String)>;
    }
    ClaimRepository {
        fn database_now() -> DateTime<Utc>;
        fn claim(id: RequestId, by: StaffId) -> ClaimAnswer;
        fn take_next(by: StaffId, role: Role) -> Option<RequestId>;
        fn renew_claim(id: RequestId, by: StaffId) -> ClaimAnswer;
        fn claim_state(id: RequestId, asker: StaffId) -> ClaimAnswer;
        fn release_claim(id: RequestId, by: StaffId) -> bool;
    }
    DecisionRepository {
        fn decide(new: &NewDecision) -> Decided;
        fn decision_by_id(id: DecisionId) -> Option<Decision>;
        fn decisions_of(id: RequestId) -> Vec<Decision>;
    }
    MemberRepository {
        fn add_member(member: &Member) -> MemberId;
        fn add_licence(id: MemberId, licence: &LicenceNumber) -> ();
        fn add_former_phone(id: MemberId, phone: &Phone, replaced_at: DateTime<Utc>) -> ();
        fn member_by_id(id: MemberId) -> Option<Member>;
        fn licences_of(id: MemberId) -> Vec<LicenceNumber>;
        fn find_members(text: &str, limit: u32) -> Vec<Member>;
        fn other_holders_of(phone: &Phone, except: MemberId) -> Vec<MemberId>;
        fn former_holders_of(phone: &Phone, except: MemberId) -> Vec<FormerPhone>;
        fn phone_history_of(id: MemberId) -> Vec<FormerPhone>;
    }
    MessageRepository {
        fn messages(filter: &MessageFilter) -> Vec<(Message, String)>;
        fn messages_of(id: RequestId) -> Vec<Message>;
        fn take_due_messages(limit: u32) -> Vec<Message>;
        fn settle_interrupted(older_than: DateTime<Utc>) -> u64;
        fn move_message(
            id: MessageId,
            state: MessageState,
            gateway_ref: Option<&str>,
            failure: Option<&str>,
        ) -> bool;
        fn retry_message(id: MessageId, at: DateTime<Utc>, failure: &str) -> bool;
    }
    QueueRepository {
        fn queue_page(
            filter: &QueueFilter,
            order: QueueOrder,
            after: Option<&str>,
            limit: u32,
        ) -> QueuePageRows;
        fn queue_total(filter: &QueueFilter) -> u64;
        fn queue_totals(
            asker: StaffId,
            closed_since: DateTime<Utc>,
            filed_before: DateTime<Utc>,
        ) -> QueueTotals;
    }
    ReferenceRepository {
        fn reasons() -> Vec<Reason>;
        fn templates() -> Vec<Template>;
        fn setting(key: &str) -> Option<String>;
        fn put_setting(key: &str, json: &str, by: Option<StaffId>) -> ();
    }
    RequestRepository {
        fn file_request(new: &NewRequest) -> (RequestId, RequestNumber);
        fn add_revision(id: RequestId, images: &[NewImage]) -> u32;
        fn cancel_request(id: RequestId) -> ();
        fn request_by_id(id: RequestId) -> Option<ChangeRequest>;
        fn request_by_no(no: &RequestNumber) -> Option<ChangeRequest>;
        fn requests_of(member: MemberId) -> Vec<ChangeRequest>;
        fn images_of(id: RequestId, revision: u32) -> Vec<ImageInfo>;
        fn image_bytes(id: RequestId, revision: u32, kind: ImageKind) -> Option<Vec<u8>>;
        fn open_requests_for_phone(phone: &Phone, except: MemberId) -> Vec<RelatedRequest>;
        fn requests_with_photo(sha256: &str, except: MemberId) -> Vec<RelatedRequest>;
        fn set_risk(id: RequestId, risk: Risk) -> bool;
    }
    StaffRepository {
        fn add_staff(new: &NewStaff) -> StaffId;
        fn staff_by_id(id: StaffId) -> Option<Staff>;
        fn staff_by_username(username: &str) -> Option<Staff>;
        fn record_failed_sign_in(id: StaffId, locked_until: Option<DateTime<Utc>>) -> ();
        fn record_sign_in(id: StaffId, at: DateTime<Utc>) -> ();
        fn remember_device(id: StaffId, token_sha256: &str, expires_at: DateTime<Utc>) -> ();
        fn staff_by_device(token_sha256: &str, now: DateTime<Utc>) -> Option<Staff>;
        fn forget_device(token_sha256: &str) -> bool;
    }
}
