//! A dispatcher on a real database: what stands there after each turn of events.
#![expect(
    clippy::unwrap_used,
    reason = "a story that cannot be set up must stop where it stands"
)]

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use coe_domain::member::Member;
use coe_domain::{
    GatewayKind, ImageKind, Language, LoginState, MemberId, MessageFailure, MessageId,
    MessageState, NationalId, PersonName, Phone, Risk, Standing,
};
use coe_evidence::sha256_hex;
use coe_sms::{Dispatcher, Ended, Fate, Gateway, Outgoing, Pace, Sent};
use coe_store::{DispatcherId, Message, MessageFilter, NewDispatcher, NewImage, NewRequest, Store};
use coe_store_sqlite::{Options, SqliteStore};
use coe_testkit::specimen::tiny_photo;
use coe_testkit::{FixedClock, SeededRng, person};
use std::sync::{Arc, Mutex};
use std::time::Duration as Span;
use tempfile::TempDir;

/// How long to wait for what should happen: much, on a busy computer.
const PATIENCE: Span = Span::from_secs(30);

/// A gateway that always gives the same answers, and remembers the calls.
struct Scripted {
    sent: Sent,
    fate: Fate,
    calls: Mutex<Vec<MessageId>>,
}

impl Scripted {
    fn new(sent: Sent, fate: Fate) -> Arc<Self> {
        let calls = Mutex::default();
        Arc::new(Self { sent, fate, calls })
    }

    fn takes_all() -> Arc<Self> {
        let sent = Sent::Taken {
            reference: Some("r1".to_owned()),
        };
        Self::new(sent, Fate::Pending)
    }

    fn calls(&self) -> Vec<MessageId> {
        let mut calls = self.calls.lock().unwrap().clone();
        calls.sort_unstable();
        calls
    }
}

#[async_trait]
impl Gateway for Scripted {
    fn kind(&self) -> GatewayKind {
        GatewayKind::Simulator
    }

    fn is_simulated(&self) -> bool {
        true
    }

    fn tells_fate(&self) -> bool {
        true
    }

    async fn send(&self, outgoing: &Outgoing<'_>) -> Sent {
        self.calls.lock().unwrap().push(outgoing.message);
        // Others may come in between.
        tokio::time::sleep(Span::from_millis(5)).await;
        match &self.sent {
            Sent::Taken { .. } => Sent::Taken {
                reference: Some(format!("r{}", outgoing.message)),
            },
            other => other.clone(),
        }
    }

    async fn fate(&self, _reference: &str) -> Result<Fate, MessageFailure> {
        Ok(self.fate)
    }

    async fn credit(&self) -> Result<Option<String>, MessageFailure> {
        Ok(None)
    }
}

/// An outbox with queued messages.
struct Outbox {
    store: Arc<SqliteStore>,
    _folder: TempDir,
}

impl Outbox {
    async fn with(messages: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.sqlite");
        let options = Options::for_seeding();
        let store = SqliteStore::create(&path, &options).await.unwrap();
        let store = Arc::new(store);
        let mut unit = store.write().await.unwrap();
        let now = unit.database_now().await.unwrap();
        for number in 1..=messages {
            let member_id = unit.add_member(&member(number)).await.unwrap();
            let filing = filing(number, member_id, now);
            unit.file_request(&filing).await.unwrap();
        }
        unit.commit().await.unwrap();
        Self {
            store,
            _folder: folder,
        }
    }

    fn dispatcher(&self, gateway: Arc<Scripted>, seed: u64) -> Dispatcher {
        let store = Arc::clone(&self.store) as Arc<dyn Store>;
        let (clock, rng) = (Arc::new(FixedClock::default()), SeededRng::new(seed));
        let pace = Pace {
            first_retry: Span::from_millis(1),
            longest_retry: Span::from_millis(4),
            first_wait: Span::from_millis(10),
            poll_in: Span::ZERO,
            goodbye: Span::from_secs(10),
            look: Span::from_millis(20),
            ..Pace::default()
        };
        Dispatcher::new(store, gateway, clock, Arc::new(rng)).paced(pace)
    }

    async fn messages(&self) -> Vec<Message> {
        let mut unit = self.store.read().await.unwrap();
        let filter = MessageFilter {
            limit: 200,
            ..MessageFilter::default()
        };
        let all = unit.messages(&filter).await.unwrap();
        all.into_iter().map(|(message, _)| message).collect()
    }

    /// Waits until every message stands there.
    async fn all_are(&self, state: MessageState) {
        let settled = async {
            while self.messages().await.iter().any(|one| one.state != state) {
                tokio::time::sleep(Span::from_millis(10)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, settled).await.is_err() {
            panic!("not all are {state}: {:?}", self.states().await);
        }
    }

    async fn states(&self) -> Vec<MessageState> {
        self.messages().await.iter().map(|one| one.state).collect()
    }

    /// Runs a dispatcher until every message stands there.
    async fn sends_until(&self, gateway: &Arc<Scripted>, state: MessageState) -> Ended {
        let dispatcher = self.dispatcher(Arc::clone(gateway), 1);
        dispatcher.run(self.all_are(state)).await
    }

    /// Somebody takes a message and is gone.
    async fn taken_by_somebody_who_is_gone(&self) {
        let id = DispatcherId("gone".to_owned());
        let new = NewDispatcher {
            id: id.clone(),
            gateway: "simulator".to_owned(),
            simulated: true,
        };
        let mut unit = self.store.write().await.unwrap();
        let lease = Duration::seconds(30);
        unit.register_dispatcher(&new, lease).await.unwrap();
        assert_eq!(unit.take_due_messages(&id, 5).await.unwrap().len(), 1);
        unit.commit().await.unwrap();
        self.store.set_clock_offset(31_000).await.unwrap();
    }
}

#[tokio::test]
async fn a_message_that_is_taken_is_accepted_and_then_delivered() {
    let outbox = Outbox::with(1).await;
    let sent = Sent::Taken {
        reference: Some(String::new()),
    };
    let gateway = Scripted::new(sent, Fate::Delivered);
    let ended = outbox.sends_until(&gateway, MessageState::Delivered).await;
    assert_eq!(ended, Ended::InGoodOrder);
    assert_eq!(gateway.calls().len(), 1);
    let mut unit = outbox.store.read().await.unwrap();
    let dispatchers = unit.dispatchers().await.unwrap();
    assert!(!dispatchers[0].alive, "it said that it stopped");
}

#[tokio::test]
async fn an_unreachable_phone_fails_with_its_cause() {
    let outbox = Outbox::with(1).await;
    let cause = MessageFailure::NotReachable;
    let sent = Sent::Taken {
        reference: Some(String::new()),
    };
    let gateway = Scripted::new(sent, Fate::Failed { cause });
    outbox.sends_until(&gateway, MessageState::Failed).await;
    let failure = outbox.messages().await.remove(0).failure;
    assert_eq!(failure.as_deref(), Some(cause.code()));
}

#[tokio::test]
async fn a_message_that_is_never_taken_now_is_given_up_in_the_end() {
    let outbox = Outbox::with(1).await;
    let busy = Sent::NotNow {
        cause: MessageFailure::GatewayDown,
        whose: coe_sms::Whose::Gateway,
        wait: None,
    };
    let gateway = Scripted::new(busy, Fate::Pending);
    outbox.sends_until(&gateway, MessageState::Failed).await;
    let message = outbox.messages().await.remove(0);
    assert_eq!(message.attempts, 10);
    assert_eq!(message.failure.as_deref(), Some("tried_out"));
    assert_eq!(gateway.calls().len(), 10);
}

#[tokio::test]
async fn what_was_under_way_when_somebody_died_is_unknown_and_not_sent_again() {
    let outbox = Outbox::with(1).await;
    outbox.taken_by_somebody_who_is_gone().await;
    let gateway = Scripted::takes_all();
    outbox.sends_until(&gateway, MessageState::Unknown).await;
    assert_eq!(gateway.calls().len(), 0);
    let message = outbox.messages().await.remove(0);
    assert_eq!(message.failure.as_deref(), Some("interrupted"));
}

#[tokio::test]
async fn three_dispatchers_on_one_outbox_send_each_message_once() {
    let outbox = Outbox::with(40).await;
    let gateway = Scripted::takes_all();
    let run = |seed| {
        let dispatcher = outbox.dispatcher(Arc::clone(&gateway), seed);
        dispatcher.run(outbox.all_are(MessageState::Accepted))
    };
    let ended = futures::join!(run(1), run(2), run(3));
    assert_eq!(
        ended,
        (Ended::InGoodOrder, Ended::InGoodOrder, Ended::InGoodOrder)
    );
    let mut ids: Vec<_> = outbox.messages().await.iter().map(|one| one.id).collect();
    ids.sort_unstable();
    assert_eq!(gateway.calls(), ids);
}

fn member(number: u32) -> Member {
    let person = person(number);
    Member {
        id: MemberId(0),
        member_no: format!("30{number:04}"),
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
    }
}

fn filing(number: u32, member_id: MemberId, now: DateTime<Utc>) -> NewRequest {
    let image = |kind, seed: u32| {
        let bytes = tiny_photo(seed.into());
        NewImage {
            kind,
            sha256: sha256_hex(&bytes),
            width: 320,
            height: 240,
            bytes,
        }
    };
    NewRequest {
        member_id,
        stated_name: person(number).full_name_th(),
        stated_national_id: NationalId::parse(&person(number).national_id).unwrap(),
        new_phone: Phone::parse(&format!("09{number:08}")).unwrap(),
        risk: Risk::Low,
        submitted_at: now - Duration::minutes(5),
        images: vec![
            image(ImageKind::IdCard, 2 * number),
            image(ImageKind::Selfie, 2 * number + 1),
        ],
    }
}
