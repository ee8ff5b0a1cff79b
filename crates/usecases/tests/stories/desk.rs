//! A desk to tell stories on: a database in a folder of its own, a clock that stands still.

use chrono::Duration;
use coe_domain::member::Member;
use coe_domain::{
    CallChannel, CallOutcome, ChallengeOutcome, CheckOutcome, Clock, DecisionKind, ImageKind,
    Language, LoginState, MemberId, MessageId, NationalId, PersonName, Phone, RequestId, Role,
    Standing,
};
use coe_store::{Answer, Answered, DispatcherId, NewDispatcher, NewStaff, Store};
use coe_store_contract::{Watch, WatchedStore};
use coe_store_sqlite::{Options, SqliteStore};
use coe_testkit::specimen::tiny_photo;
use coe_testkit::{FixedClock, SeededRng, person};
use coe_usecases::credentials::hash_password;
use coe_usecases::file_request::{Filing, file_request};
use coe_usecases::{Actor, Desk, DeskResult, call, claims, decide, open_case, set_check};
use coe_wire::UiError;
use coe_wire::review::{
    CaseView, Decide, DecisionResult, FinishCall, Observations, SetCheck, StartCall,
};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use std::sync::Arc;
use tempfile::TempDir;

/// The password of everyone in these stories.
pub(crate) const PASSWORD: &str = "a quiet afternoon";

const FILE: &str = "desk.sqlite";

/// The stage of a story.
pub(crate) struct Story {
    pub(crate) desk: Desk,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) store: Arc<SqliteStore>,
    folder: TempDir,
    pub(crate) officer: Actor,
    pub(crate) colleague: Actor,
    pub(crate) supervisor: Actor,
    pub(crate) support: Actor,
}

impl Story {
    /// A desk with four people, where it is just now.
    pub(crate) async fn begins() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let store = Arc::new(
            SqliteStore::create(&path, &Options::for_seeding())
                .await
                .unwrap(),
        );
        let now = store.read().await.unwrap().database_now().await.unwrap();
        let clock = Arc::new(FixedClock::at(now));
        let desk = Desk {
            store: Arc::clone(&store) as Arc<dyn Store>,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            rng: Arc::new(SeededRng::new(7)),
        };
        let officer = staff(&desk, "anong", Role::Officer).await;
        let colleague = staff(&desk, "bunmi", Role::Officer).await;
        let supervisor = staff(&desk, "chai", Role::Supervisor).await;
        let support = staff(&desk, "duang", Role::Support).await;
        Self {
            desk,
            clock,
            store,
            folder,
            officer,
            colleague,
            supervisor,
            support,
        }
    }

    /// The same desk, on a store that `watch` stands before.
    pub(crate) fn past(&self, watch: &Arc<impl Watch + 'static>) -> Desk {
        let store = Arc::clone(&self.store) as Arc<dyn Store>;
        Desk {
            store: Arc::new(WatchedStore::new(
                store,
                Arc::clone(watch) as Arc<dyn Watch>,
            )),
            ..self.desk.clone()
        }
    }

    /// Adds the invented person with this number to the register.
    pub(crate) async fn member(&self, number: u32) -> MemberId {
        let person = person(number);
        let member = Member {
            id: MemberId(0),
            member_no: (300_000 + number).to_string(),
            national_id: NationalId::parse(&person.national_id).unwrap(),
            name_th: PersonName::new(person.title_th, person.given_th, person.family_th),
            name_en: PersonName::new(person.title_en, person.given_en, person.family_en),
            birth_date: person.birth_date,
            phone: Phone::parse(&person.phone).unwrap(),
            email: None,
            language: Language::Th,
            standing: Standing::Normal,
            membership_expires_on: person.birth_date,
            login_state: LoginState::Enabled,
        };
        let mut unit = self.desk.store.write().await.unwrap();
        let id = unit.add_member(&member).await.unwrap();
        unit.commit().await.unwrap();
        id
    }

    /// A filing in which everything is as it should be.
    pub(crate) fn filing(&self, member_id: MemberId, number: u32) -> Filing {
        let person = person(number);
        Filing {
            member_id,
            stated_name: person.full_name_th(),
            stated_national_id: NationalId::parse(&person.national_id).unwrap(),
            new_phone: new_phone(number),
            id_card: photo(u64::from(number) * 2),
            selfie: photo(u64::from(number) * 2 + 1),
            submitted_at: self.desk.clock.now() - Duration::minutes(30),
        }
    }

    /// Files a good request of a new member.
    pub(crate) async fn files(&self, number: u32) -> RequestId {
        let member = self.member(number).await;
        file_request(&self.desk, self.filing(member, number))
            .await
            .unwrap()
            .0
    }

    /// The actor claims a request and opens it.
    pub(crate) async fn opens(&self, actor: &Actor, id: RequestId) -> CaseView {
        claims::claim(&self.desk, actor, id).await.unwrap();
        open_case::open_case(&self.desk, actor, id).await.unwrap()
    }

    /// The actor passes every check.
    pub(crate) async fn passes_all_checks(&self, actor: &Actor, case: &CaseView) -> CaseView {
        let mut seen = case.clone();
        for check in &case.checks {
            let input = SetCheck {
                request_id: case.id,
                revision: case.revision,
                code: check.code,
                outcome: Some(CheckOutcome::Passed),
                note: String::new(),
            };
            seen = set_check::set_check(&self.desk, actor, &input)
                .await
                .unwrap();
        }
        seen
    }

    /// The actor starts a call.
    pub(crate) async fn starts_call(&self, actor: &Actor, id: RequestId) -> CaseView {
        let input = StartCall {
            request_id: id,
            call_id: None,
            channel: CallChannel::Line,
        };
        call::start(&self.desk, actor, &input).await.unwrap()
    }

    /// What a call that convinces is ended with.
    pub(crate) fn verified(case: &CaseView) -> FinishCall {
        let running = case
            .calls
            .iter()
            .find(|call| Some(call.id) == case.running_call)
            .unwrap();
        let mut challenges = running.challenges.clone();
        for challenge in &mut challenges {
            challenge.outcome = Some(ChallengeOutcome::Passed);
        }
        FinishCall {
            request_id: case.id,
            call_id: running.id,
            outcome: CallOutcome::Verified,
            observations: Observations {
                real_card_shown: true,
                card_tilted: true,
                held_beside_face: true,
                face_matches: true,
                record_answers_correct: true,
            },
            challenges,
            notes: String::new(),
            fraud_flag: None,
        }
    }

    /// The actor does all that an approval needs.
    pub(crate) async fn prepares(&self, actor: &Actor, id: RequestId) -> CaseView {
        let case = self.opens(actor, id).await;
        self.passes_all_checks(actor, &case).await;
        let case = self.starts_call(actor, id).await;
        call::end(&self.desk, actor, &Self::verified(&case))
            .await
            .unwrap()
    }

    /// A decision on what is on screen.
    pub(crate) fn decision(&self, case: &CaseView, kind: DecisionKind) -> Decide {
        let sha256 = |kind| {
            case.photos
                .iter()
                .find(|photo| photo.kind == kind)
                .unwrap()
                .sha256
                .clone()
        };
        Decide {
            request_id: case.id,
            kind,
            revision: case.revision,
            id_card_sha256: sha256(ImageKind::IdCard),
            selfie_sha256: sha256(ImageKind::Selfie),
            reasons: Vec::new(),
            member_text: String::new(),
            private_note: String::new(),
            idempotency_key: self.desk.rng.key(),
        }
    }

    pub(crate) async fn decides(
        &self,
        actor: &Actor,
        input: &Decide,
    ) -> Result<DecisionResult, UiError> {
        decide::decide(&self.desk, actor, input)
            .await
            .map_err(UiError::from)
    }

    /// The member as the register has them now.
    pub(crate) async fn member_of(&self, id: RequestId) -> Member {
        let mut unit = self.desk.store.read().await.unwrap();
        let request = unit.request_by_id(id).await.unwrap().unwrap();
        unit.member_by_id(request.member_id).await.unwrap().unwrap()
    }

    /// The codes of what happened to a request.
    pub(crate) async fn actions(&self, id: RequestId) -> Vec<String> {
        let mut unit = self.desk.store.read().await.unwrap();
        unit.events_of(id)
            .await
            .unwrap()
            .into_iter()
            .map(|event| event.action)
            .collect()
    }

    /// A dispatcher starts, sends by this gateway, and takes everything that is due; each message is
    /// answered so.
    pub(crate) async fn sends(&self, gateway: &str, answered: &Answered) -> Vec<MessageId> {
        let id = DispatcherId(self.desk.rng.key());
        let new = NewDispatcher {
            id: id.clone(),
            gateway: gateway.to_owned(),
            simulated: gateway == "simulator",
        };
        let mut unit = self.desk.store.write().await.unwrap();
        let lease = Duration::seconds(60);
        unit.register_dispatcher(&new, lease).await.unwrap();
        let taken = unit.take_due_messages(&id, 100).await.unwrap();
        let answers: Vec<_> = taken
            .iter()
            .map(|message| Answer {
                message: message.id,
                attempt: message.attempts,
                answered: answered.clone(),
            })
            .collect();
        unit.note_answers(&answers).await.unwrap();
        unit.commit().await.unwrap();
        taken.into_iter().map(|message| message.id).collect()
    }

    /// Somebody who opens the file without the desk.
    async fn administrator(&self) -> SqliteConnection {
        SqliteConnectOptions::new()
            .filename(self.folder.path().join(FILE))
            .connect()
            .await
            .unwrap()
    }

    /// An account is closed. The desk itself has no such action.
    pub(crate) async fn closes_account(&self, of: &Actor) {
        sqlx::query("UPDATE staff SET is_active = 0 WHERE id = ?")
            .bind(of.id.0)
            .execute(&mut self.administrator().await)
            .await
            .unwrap();
    }

    /// The codes of what a person did that is about no request.
    pub(crate) async fn own_actions(&self, of: &Actor) -> Vec<String> {
        let sql = "SELECT action FROM audit_event \
            WHERE actor = ? AND request_id IS NULL ORDER BY id";
        sqlx::query_scalar(sql)
            .bind(of.id.0)
            .fetch_all(&mut self.administrator().await)
            .await
            .unwrap()
    }

    /// Time passes, for the program and for the database.
    pub(crate) async fn passes(&self, span: Duration) {
        self.clock.advance(span);
        let mut unit = self.desk.store.read().await.unwrap();
        let database = unit.database_now().await.unwrap();
        unit.rollback().await.unwrap();
        let ahead = (self.clock.now() - database).num_milliseconds();
        // The database's clock runs on by itself; it is only ever moved forward to ours.
        self.store.set_clock_offset(ahead.max(0)).await.unwrap();
    }
}

/// A photo of 320 × 240 pixels that is like no other.
pub(crate) fn photo(seed: u64) -> Vec<u8> {
    tiny_photo(seed)
}

/// The number that the invented person with this number asks for.
pub(crate) fn new_phone(number: u32) -> Phone {
    Phone::parse(&format!("09{:08}", 10_000 + number)).unwrap()
}

async fn staff(desk: &Desk, username: &str, role: Role) -> Actor {
    let password_hash = hash_password(PASSWORD, desk.rng.as_ref()).unwrap();
    let new = NewStaff {
        username: username.to_owned(),
        display_name: username.to_uppercase(),
        role,
        password_hash,
    };
    let mut unit = desk.store.write().await.unwrap();
    let id = unit.add_staff(&new).await.unwrap();
    unit.commit().await.unwrap();
    Actor {
        id,
        username: new.username,
        display_name: new.display_name,
        role,
    }
}

/// What the page is told of a failure.
pub(crate) fn told<T>(result: DeskResult<T>) -> UiError {
    UiError::from(result.err().expect("this must fail"))
}
