//! The words in which the cases are told: a desk with five people, and members who file requests.
//!
//! Backends use them for their own tests too. Every word panics where the database does not do what
//! it is expected to.

use crate::harness::{Desk, Harness};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use coe_domain::member::Member;
use coe_domain::{
    Challenge, ChallengeOutcome, ImageKind, Language, LoginState, MemberId, NationalId, PersonName,
    Phone, RequestId, RequestNumber, Risk, Role, StaffId, Standing,
};
use coe_store::{
    AuditEvent, CallChallenge, ChangeRequest, Message, NewImage, NewRequest, NewStaff, Store,
    StoreError, StoreResult, Unit,
};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Runs one call in a writing unit of its own: commits what succeeded, rolls back what did not.
macro_rules! change {
    ($world:expr, $unit:ident => $call:expr) => {{
        let mut $unit = $world.write().await;
        let result = $call.await;
        match &result {
            Ok(_) => $unit.commit().await.expect("a unit that succeeded commits"),
            Err(_) => $unit.rollback().await.expect("a refused unit rolls back"),
        }
        result
    }};
}

/// Runs one call in a reading unit of its own.
macro_rules! look {
    ($world:expr, $unit:ident => $call:expr) => {{
        let mut $unit = $world.read().await;
        $call.await.expect("reading succeeds")
    }};
}

/// Expects a refusal with this code.
macro_rules! refused {
    ($result:expr, $refusal:ident, $($rule:tt)+) => {{
        let result = $result;
        assert!(
            matches!(&result, Err(coe_store::StoreError::Refused(coe_domain::Refusal::$refusal))),
            "{}: {:?}", format!($($rule)+), result.map(|_| "accepted"),
        );
    }};
}

pub(crate) use {change, look, refused};

mod sending;
mod work;

pub use sending::*;

/// A desk at work.
pub struct World {
    /// The database.
    pub desk: Box<dyn Desk>,
    store: Arc<dyn Store>,
    /// An officer.
    pub officer: StaffId,
    /// Another officer.
    pub colleague: StaffId,
    /// A supervisor.
    pub supervisor: StaffId,
    /// Another supervisor.
    pub second_supervisor: StaffId,
    /// Somebody of support.
    pub support: StaffId,
    counter: AtomicU32,
}

/// A request as it was filed.
#[derive(Debug, Clone)]
pub struct Filed {
    /// Identity.
    pub id: RequestId,
    /// Number.
    pub no: RequestNumber,
    /// Whose.
    pub member: MemberId,
    /// The number at filing.
    pub old_phone: Phone,
    /// The number asked for.
    pub new_phone: Phone,
    /// The round of photos.
    pub revision: u32,
    /// SHA-256 of the card photo.
    pub card: String,
    /// SHA-256 of the selfie.
    pub selfie: String,
}

/// A mobile number, `08` and eight digits.
pub fn phone(number: u32) -> Phone {
    Phone::parse(&format!("08{number:08}")).expect("a mobile number")
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A photo that is no picture.
pub fn photo(kind: ImageKind, content: &str) -> NewImage {
    let bytes = content.as_bytes().to_vec();
    NewImage {
        kind,
        sha256: sha256(&bytes),
        bytes,
        width: 4000,
        height: 3000,
    }
}

/// Three drawn challenges, each with this outcome.
pub fn challenges(outcome: Option<ChallengeOutcome>) -> Vec<CallChallenge> {
    [
        Challenge::CoverPhoto,
        Challenge::ReadThirdGroup,
        Challenge::TiltCard,
    ]
    .map(|challenge| CallChallenge { challenge, outcome })
    .to_vec()
}

impl World {
    /// A fresh database with five people.
    pub async fn new(harness: &dyn Harness) -> Self {
        let desk = harness.fresh().await;
        let store = desk.store();
        let mut unit = store
            .write()
            .await
            .expect("a fresh database can be written");
        let mut people = Vec::new();
        for (username, role) in [
            ("anong", Role::Officer),
            ("boonmee", Role::Officer),
            ("chanida", Role::Supervisor),
            ("decha", Role::Supervisor),
            ("ekachai", Role::Support),
        ] {
            let new = NewStaff {
                username: username.to_owned(),
                display_name: username.to_uppercase(),
                role,
                password_hash: "$argon2id$none".to_owned(),
            };
            people.push(unit.add_staff(&new).await.expect("adds a person"));
        }
        unit.commit().await.expect("commits");
        Self {
            desk,
            store,
            officer: people[0],
            colleague: people[1],
            supervisor: people[2],
            second_supervisor: people[3],
            support: people[4],
            counter: AtomicU32::new(1),
        }
    }

    /// Begins to read.
    pub async fn read(&self) -> Box<dyn Unit> {
        self.store.read().await.expect("a reading unit begins")
    }

    /// Begins to write.
    pub async fn write(&self) -> Box<dyn Unit> {
        self.store.write().await.expect("a writing unit begins")
    }

    /// The store of the first desk.
    pub fn store(&self) -> Arc<dyn Store> {
        self.store.clone()
    }

    /// The database's clock.
    pub async fn now(&self) -> DateTime<Utc> {
        look!(self, unit => unit.database_now())
    }

    /// Lets time pass.
    pub async fn pass(&self, minutes: i64) {
        self.desk.advance_clock(TimeDelta::minutes(minutes)).await;
    }

    /// A number that was not used in this world yet.
    pub fn next(&self) -> u32 {
        self.counter.fetch_add(1, Ordering::Relaxed)
    }

    /// A member who is not stored yet; number, ID and phone are unused.
    pub fn somebody(&self) -> Member {
        let n = self.next();
        let day = |year| NaiveDate::from_ymd_opt(year, 8, 2).expect("a date");
        Member {
            id: MemberId(0),
            member_no: format!("{}", 300_000 + n),
            national_id: NationalId::parse(&format!("1{n:012}")).expect("13 digits"),
            name_th: PersonName::new("นาย", "สมชาย", format!("ใจดี{n}")),
            name_en: PersonName::new("Mr.", "Somchai", format!("Jaidee{n}")),
            birth_date: day(1985),
            phone: phone(10_000_000 + n),
            email: None,
            language: Language::Th,
            standing: Standing::Normal,
            membership_expires_on: day(2028),
            login_state: LoginState::Enabled,
        }
    }

    /// Stores a member.
    pub async fn add(&self, member: &Member) -> MemberId {
        change!(self, unit => unit.add_member(member)).expect("adds a member")
    }

    /// Stores a new member.
    pub async fn member(&self) -> MemberId {
        self.add(&self.somebody()).await
    }

    /// A member as stored.
    pub async fn the_member(&self, id: MemberId) -> Member {
        look!(self, unit => unit.member_by_id(id)).expect("the member exists")
    }

    /// A request to file, with photos and a phone that nothing else has.
    pub async fn form(&self, member: MemberId) -> NewRequest {
        let n = self.next();
        let recorded = self.the_member(member).await;
        NewRequest {
            member_id: member,
            stated_name: recorded.name_th.full(),
            stated_national_id: recorded.national_id,
            new_phone: phone(20_000_000 + n),
            risk: Risk::Low,
            submitted_at: self.now().await,
            images: vec![
                photo(ImageKind::IdCard, &format!("card {n}")),
                photo(ImageKind::Selfie, &format!("selfie {n}")),
            ],
        }
    }

    /// Files a request.
    pub async fn files(&self, form: &NewRequest) -> Filed {
        let old_phone = self.the_member(form.member_id).await.phone;
        let (id, no) = change!(self, unit => unit.file_request(form)).expect("files a request");
        let of = |kind| {
            form.images
                .iter()
                .find(|image| image.kind == kind)
                .expect("both kinds")
                .sha256
                .clone()
        };
        Filed {
            id,
            no,
            member: form.member_id,
            old_phone,
            new_phone: form.new_phone.clone(),
            revision: 1,
            card: of(ImageKind::IdCard),
            selfie: of(ImageKind::Selfie),
        }
    }

    /// A request of a new member.
    pub async fn filed(&self) -> Filed {
        let member = self.member().await;
        let form = self.form(member).await;
        self.files(&form).await
    }

    /// A request as stored.
    pub async fn the_request(&self, id: RequestId) -> ChangeRequest {
        look!(self, unit => unit.request_by_id(id)).expect("the request exists")
    }

    /// The login state of the member.
    pub async fn login(&self, filed: &Filed) -> LoginState {
        self.the_member(filed.member).await.login_state
    }

    /// The messages of a request.
    pub async fn messages(&self, filed: &Filed) -> Vec<Message> {
        look!(self, unit => unit.messages_of(filed.id))
    }

    /// The events of a request.
    pub async fn events(&self, filed: &Filed) -> Vec<AuditEvent> {
        look!(self, unit => unit.events_of(filed.id))
    }

    /// The action codes of a request's events.
    pub async fn actions(&self, filed: &Filed) -> Vec<String> {
        self.events(filed)
            .await
            .into_iter()
            .map(|event| event.action)
            .collect()
    }
}

/// Whether it is the error of a doubled value of `constraint`.
pub fn is_duplicate<T>(result: &StoreResult<T>, wanted: &str) -> bool {
    matches!(result, Err(StoreError::Duplicate { constraint }) if constraint == wanted)
}
