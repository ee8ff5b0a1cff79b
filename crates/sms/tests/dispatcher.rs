//! What becomes of a queued message, answer by answer.
#![expect(
    clippy::unwrap_used,
    reason = "a story that cannot be set up must stop where it stands"
)]

use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use coe_domain::member::Member;
use coe_domain::{
    ImageKind, Language, LoginState, MemberId, MessageState, NationalId, PersonName, Phone, Risk,
    Standing,
};
use coe_evidence::sha256_hex;
use coe_sms::{Delivery, Dispatcher, Gateway, Sent, Simulator};
use coe_store::{Message, MessageFilter, NewImage, NewRequest, Store};
use coe_store_sqlite::{Options, SqliteStore};
use coe_testkit::specimen::tiny_photo;
use coe_testkit::{FixedClock, SeededRng, person};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// A gateway that always gives the same answers, and counts.
struct Scripted {
    sent: Sent,
    delivery: Delivery,
    calls: AtomicUsize,
}

impl Scripted {
    fn new(sent: Sent, delivery: Delivery) -> Arc<Self> {
        let calls = AtomicUsize::new(0);
        Arc::new(Self {
            sent,
            delivery,
            calls,
        })
    }
}

#[async_trait]
impl Gateway for Scripted {
    async fn send(&self, _to: &Phone, _body: &str) -> Sent {
        self.calls.fetch_add(1, Ordering::SeqCst);
        self.sent.clone()
    }

    async fn delivery(&self, _reference: &str) -> Delivery {
        self.delivery
    }

    fn is_simulated(&self) -> bool {
        true
    }
}

/// An outbox with one queued message.
struct Outbox {
    store: Arc<SqliteStore>,
    clock: Arc<FixedClock>,
    _folder: TempDir,
}

impl Outbox {
    async fn with_one_message() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("desk.sqlite");
        let store = Arc::new(
            SqliteStore::create(&path, &Options::for_seeding())
                .await
                .unwrap(),
        );
        let mut unit = store.write().await.unwrap();
        let now = unit.database_now().await.unwrap();
        let member_id = unit.add_member(&member()).await.unwrap();
        unit.file_request(&filing(member_id, now)).await.unwrap();
        unit.commit().await.unwrap();
        let clock = Arc::new(FixedClock::at(now));
        Self {
            store,
            clock,
            _folder: folder,
        }
    }

    fn dispatcher(&self, gateway: Arc<dyn Gateway>) -> Dispatcher {
        let store = Arc::clone(&self.store) as Arc<dyn Store>;
        let rng = Arc::new(SeededRng::new(1));
        Dispatcher::new(store, gateway, Arc::clone(&self.clock) as _, rng)
    }

    async fn message(&self) -> Message {
        let mut unit = self.store.read().await.unwrap();
        let filter = MessageFilter {
            limit: 10,
            ..MessageFilter::default()
        };
        let mut all = unit.messages(&filter).await.unwrap();
        assert_eq!(all.len(), 1, "sending must not make messages");
        all.remove(0).0
    }
}

#[tokio::test]
async fn a_message_that_is_taken_is_accepted_and_then_delivered() {
    let outbox = Outbox::with_one_message().await;
    let dispatcher = outbox.dispatcher(Arc::new(Simulator::new(Arc::new(SeededRng::new(2)))));
    assert_eq!(dispatcher.round().await.unwrap().sent, 1);
    let accepted = outbox.message().await;
    assert_eq!(accepted.state, MessageState::Accepted);
    assert!(
        accepted.gateway_ref.is_some(),
        "a report must find its message"
    );
    assert_eq!(dispatcher.round().await.unwrap().settled, 1);
    assert_eq!(outbox.message().await.state, MessageState::Delivered);
    let idle = dispatcher.round().await.unwrap();
    assert_eq!((idle.sent, idle.settled), (0, 0));
}

#[tokio::test]
async fn a_message_that_is_not_taken_now_waits_and_is_given_up_in_the_end() {
    let outbox = Outbox::with_one_message().await;
    let gateway = Scripted::new(Sent::NotNow { cause: "busy" }, Delivery::Pending);
    let dispatcher = outbox.dispatcher(Arc::clone(&gateway) as _);
    dispatcher.round().await.unwrap();
    let waiting = outbox.message().await;
    assert_eq!(waiting.state, MessageState::Queued);
    assert_eq!(waiting.failure.as_deref(), Some("busy"));
    assert!(waiting.next_attempt_at > waiting.queued_at + Duration::seconds(1));
    dispatcher.round().await.unwrap();
    assert_eq!(
        gateway.calls.load(Ordering::SeqCst),
        1,
        "not before its time"
    );

    for hour in 1..10 {
        outbox
            .store
            .set_clock_offset(hour * 3_600_000)
            .await
            .unwrap();
        dispatcher.round().await.unwrap();
    }
    assert_eq!(outbox.message().await.state, MessageState::Failed);
    assert_eq!(gateway.calls.load(Ordering::SeqCst), 6);
}

#[tokio::test]
async fn an_answer_that_never_came_is_unknown_and_is_not_sent_again() {
    let outbox = Outbox::with_one_message().await;
    let gateway = Scripted::new(Sent::Unknown { cause: "timeout" }, Delivery::Pending);
    let dispatcher = outbox.dispatcher(Arc::clone(&gateway) as _);
    dispatcher.round().await.unwrap();
    outbox.store.set_clock_offset(86_400_000).await.unwrap();
    dispatcher.round().await.unwrap();
    assert_eq!(outbox.message().await.state, MessageState::Unknown);
    assert_eq!(
        gateway.calls.load(Ordering::SeqCst),
        1,
        "a person settles it"
    );
}

#[tokio::test]
async fn a_refused_number_and_an_unreachable_phone_both_fail_with_their_cause() {
    let outbox = Outbox::with_one_message().await;
    let refused = Scripted::new(
        Sent::Refused {
            cause: "bad_number",
        },
        Delivery::Pending,
    );
    outbox.dispatcher(refused).round().await.unwrap();
    let message = outbox.message().await;
    assert_eq!(
        (message.state, message.failure.as_deref()),
        (MessageState::Failed, Some("bad_number"))
    );

    let outbox = Outbox::with_one_message().await;
    let reference = "r1".to_owned();
    let lost = Scripted::new(
        Sent::Taken { reference },
        Delivery::Failed {
            cause: "not_reachable",
        },
    );
    let dispatcher = outbox.dispatcher(lost);
    dispatcher.round().await.unwrap();
    dispatcher.round().await.unwrap();
    let message = outbox.message().await;
    assert_eq!(
        (message.state, message.failure.as_deref()),
        (MessageState::Failed, Some("not_reachable"))
    );
}

#[tokio::test]
async fn a_crash_between_sending_and_the_answer_leaves_unknown_and_repeats_nothing() {
    let outbox = Outbox::with_one_message().await;
    let mut unit = outbox.store.write().await.unwrap();
    assert_eq!(unit.take_due_messages(5).await.unwrap().len(), 1);
    unit.commit().await.unwrap();
    // Whoever took it is gone; another dispatcher comes later.
    outbox.store.set_clock_offset(600_000).await.unwrap();
    let gateway = Scripted::new(
        Sent::Taken {
            reference: "r1".to_owned(),
        },
        Delivery::Delivered,
    );
    outbox
        .dispatcher(Arc::clone(&gateway) as _)
        .round()
        .await
        .unwrap();
    assert_eq!(outbox.message().await.state, MessageState::Unknown);
    assert_eq!(gateway.calls.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn two_dispatchers_on_one_outbox_send_once() {
    let outbox = Outbox::with_one_message().await;
    let gateway = Scripted::new(
        Sent::Taken {
            reference: "r1".to_owned(),
        },
        Delivery::Pending,
    );
    let one = outbox.dispatcher(Arc::clone(&gateway) as _);
    let two = outbox.dispatcher(Arc::clone(&gateway) as _);
    let (first, second) = tokio::join!(one.round(), two.round());
    assert_eq!(first.unwrap().sent + second.unwrap().sent, 1);
    assert_eq!(gateway.calls.load(Ordering::SeqCst), 1);
}

fn member() -> Member {
    let person = person(1);
    Member {
        id: MemberId(0),
        member_no: "300001".to_owned(),
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

fn filing(member_id: MemberId, now: DateTime<Utc>) -> NewRequest {
    let image = |kind, seed| {
        let bytes = tiny_photo(seed);
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
        stated_name: person(1).full_name_th(),
        stated_national_id: NationalId::parse(&person(1).national_id).unwrap(),
        new_phone: Phone::parse("0900000017").unwrap(),
        risk: Risk::Low,
        submitted_at: now - Duration::minutes(5),
        images: vec![image(ImageKind::IdCard, 1), image(ImageKind::Selfie, 2)],
    }
}
