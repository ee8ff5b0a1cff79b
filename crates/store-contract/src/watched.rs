//! A store that passes everything on and tells somebody of each call.
//!
//! Each function of each trait is listed below once; a new one does not compile until it is here,
//! and then [`crate::coverage`] fails until a case calls it.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use coe_domain::member::Member;
use coe_domain::reason::Reason;
use coe_domain::*;
use coe_store::*;
use std::sync::Arc;

/// Is told of each call before it is made, and may answer in its place.
pub trait Watch: Send + Sync {
    /// Called with the name of the function. [`Store::changed`] is made whatever is answered.
    ///
    /// # Errors
    /// The answer that the caller gets instead; the store never hears of the call then. A unit
    /// whose `commit` fails so is rolled back.
    fn before(&self, function: &'static str) -> StoreResult<()>;
}

/// A store that passes everything on, past a [`Watch`].
pub struct WatchedStore {
    inner: Arc<dyn Store>,
    watch: Arc<dyn Watch>,
}

impl WatchedStore {
    /// Watches `inner`.
    #[must_use]
    pub fn new(inner: Arc<dyn Store>, watch: Arc<dyn Watch>) -> Self {
        Self { inner, watch }
    }

    fn unit(&self, inner: Box<dyn Unit>) -> Box<dyn Unit> {
        Box::new(WatchedUnit {
            inner,
            watch: self.watch.clone(),
        })
    }
}

#[async_trait]
impl Store for WatchedStore {
    async fn read(&self) -> StoreResult<Box<dyn Unit>> {
        self.watch.before("read")?;
        Ok(self.unit(self.inner.read().await?))
    }

    async fn write(&self) -> StoreResult<Box<dyn Unit>> {
        self.watch.before("write")?;
        Ok(self.unit(self.inner.write().await?))
    }

    async fn version(&self) -> StoreResult<i64> {
        self.watch.before("version")?;
        self.inner.version().await
    }

    async fn changed(&self) {
        // Waiting has no answer that could be another.
        let _ = self.watch.before("changed");
        self.inner.changed().await;
    }
}

struct WatchedUnit {
    inner: Box<dyn Unit>,
    watch: Arc<dyn Watch>,
}

#[async_trait]
impl Unit for WatchedUnit {
    async fn commit(self: Box<Self>) -> StoreResult<()> {
        self.watch.before("commit")?;
        self.inner.commit().await
    }

    async fn rollback(self: Box<Self>) -> StoreResult<()> {
        self.watch.before("rollback")?;
        self.inner.rollback().await
    }
}

macro_rules! watched {
    ($($repository:ident { $(fn $name:ident($($arg:ident: $ty:ty),* $(,)?) -> $ok:ty;)* })*) => {
        /// Every function of the store, of its units and of their repositories.
        pub const FUNCTIONS: &[&str] = &[
            "read", "write", "version", "changed", "commit", "rollback", $($(stringify!($name)),*),*
        ];

        $(#[async_trait]
        impl $repository for WatchedUnit {
            $(async fn $name(&mut self, $($arg: $ty),*) -> StoreResult<$ok> {
                self.watch.before(stringify!($name))?;
                self.inner.$name($($arg),*).await
            })*
        })*
    };
}

watched! {
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
    ChainRepository {
        fn database_id() -> DatabaseId;
        fn chain_size() -> ChainSize;
        fn links_after(position: u64, limit: u32) -> Vec<LinkedEvent>;
        fn unlinked_events_after(id: AuditEventId, limit: u32) -> Vec<UnlinkedEvent>;
        fn seals_after(id: i64, limit: u32) -> Vec<StoredSeal>;
        fn last_seal() -> Option<StoredSeal>;
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
        fn message_totals() -> MessageTotals;
        fn message_by_id(id: MessageId) -> Option<Message>;
        fn attempts_of(id: MessageId) -> Vec<Attempt>;
        fn choices_of(id: MessageId) -> Vec<MadeChoice>;
        fn choose(new: &NewChoice) -> ();
    }
    OutboxRepository {
        fn register_dispatcher(new: &NewDispatcher, lease: TimeDelta) -> ();
        fn renew_dispatcher(id: &DispatcherId, pulse: &Pulse) -> bool;
        fn end_dispatcher(id: &DispatcherId) -> bool;
        fn dispatchers() -> Vec<DispatcherState>;
        fn take_due_messages(by: &DispatcherId, limit: u32) -> Vec<Message>;
        fn settle_interrupted() -> u64;
        fn note_answers(answers: &[Answer]) -> u64;
        fn note_report(report: &Report) -> ReportAnswer;
        fn take_polls(gateway: &str, limit: u32) -> Vec<Poll>;
        fn queue_reminders() -> u64;
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
        fn announce_photo(id: RequestId, revision: u32, kind: ImageKind, by: StaffId) -> ();
        fn fetch_photo(
            id: RequestId,
            revision: u32,
            kind: ImageKind,
            by: StaffId,
        ) -> Option<Vec<u8>>;
        fn open_requests_for_phone(phone: &Phone, except: MemberId) -> Vec<RelatedRequest>;
        fn requests_with_photo(sha256: &str, except: MemberId) -> Vec<RelatedRequest>;
        fn set_risk(id: RequestId, risk: Risk) -> bool;
    }
    SealRepository {
        fn chain_tail() -> ChainTail;
        fn unsealed_events(limit: u32) -> Vec<LoggedEvent>;
        fn append_seal(links: &[Link], seal: &Seal) -> i64;
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
    TemplateRepository {
        fn templates() -> Vec<Template>;
        fn put_template(template: &Template, by: StaffId) -> ();
        fn template_edits(
            template: MessageTemplate,
            language: Language,
            limit: u32,
        ) -> Vec<TemplateEdit>;
    }
}
