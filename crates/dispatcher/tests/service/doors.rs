//! The door for reports, as callers of all kinds find it.

use crate::desk::Desk;
use async_trait::async_trait;
use chrono::TimeDelta;
use coe_dispatcher::reports::{Counted, Counts, Door, Sources, Token, router};
use coe_dispatcher::serve::serve;
use coe_domain::{GatewayKind, MessageId, MessageState, ReportedState};
use coe_sms::{Incoming, NotAReport, ReportReader};
use coe_store::{
    Answer, Answered, DispatcherId, NewDispatcher, Report, ReportAnswer, Store, StoreError,
    StoreResult, Subject, Unit,
};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// Reads bodies of the form `reference state`, signed by the header `x-signed: yes`.
#[derive(Default)]
struct Plain {
    urls: Mutex<Vec<String>>,
}

impl ReportReader for Plain {
    fn gateway(&self) -> GatewayKind {
        GatewayKind::Twilio
    }

    fn read(&self, incoming: &Incoming<'_>) -> Result<Vec<Report>, NotAReport> {
        self.urls.lock().unwrap().push(incoming.url.to_owned());
        if !incoming.headers.contains_key("x-signed") {
            return Err(NotAReport::Signature);
        }
        let text = std::str::from_utf8(incoming.body).map_err(|_| NotAReport::Unreadable)?;
        if text == "on its way" {
            return Ok(Vec::new());
        }
        let (reference, state) = text.split_once(' ').ok_or(NotAReport::Unreadable)?;
        Ok(vec![Report {
            gateway: "twilio".to_owned(),
            subject: Subject::Reference(reference.to_owned()),
            state: state.parse().map_err(|_| NotAReport::Unreadable)?,
            cause: None,
        }])
    }
}

#[derive(Default)]
struct Diary(Mutex<Vec<Counted>>);

impl Counts for Diary {
    fn count(&self, counted: Counted) {
        self.0.lock().unwrap().push(counted);
    }
}

/// A store that can be away.
struct Fickle {
    store: Arc<dyn Store>,
    away: AtomicBool,
}

#[async_trait]
impl Store for Fickle {
    async fn read(&self) -> StoreResult<Box<dyn Unit>> {
        self.store.read().await
    }

    async fn write(&self) -> StoreResult<Box<dyn Unit>> {
        if self.away.load(Ordering::SeqCst) {
            return Err(StoreError::Unreachable);
        }
        self.store.write().await
    }

    async fn version(&self) -> StoreResult<i64> {
        self.store.version().await
    }

    async fn changed(&self) {
        self.store.changed().await;
    }
}

struct House {
    desk: Desk,
    store: Arc<Fickle>,
    reader: Arc<Plain>,
    diary: Arc<Diary>,
    address: SocketAddr,
    _running: watch::Sender<()>,
}

impl House {
    async fn open(allow: &[&str]) -> Self {
        let desk = Desk::embedded().await;
        let store = Arc::new(Fickle {
            store: Arc::clone(&desk.store),
            away: AtomicBool::new(false),
        });
        let (reader, diary) = (Arc::new(Plain::default()), Arc::new(Diary::default()));
        let sources = Sources {
            allow: allow.iter().map(|one| one.parse().unwrap()).collect(),
            proxies: Vec::new(),
        };
        let door = Door::new(
            Arc::clone(&reader) as _,
            Token::new(TOKEN).unwrap(),
            sources,
            "https://sms.example/",
        );
        let router = router(Arc::clone(&store) as _, vec![door], Arc::clone(&diary) as _);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (running, stop) = watch::channel(());
        tokio::spawn(serve(listener, router, stop));
        Self {
            desk,
            store,
            reader,
            diary,
            address,
            _running: running,
        }
    }

    /// The status that a request is answered with.
    async fn post(&self, path: &str, headers: &str, body: &str) -> u16 {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n{body}",
            body.len()
        );
        self.ask(&request).await
    }

    async fn ask(&self, request: &str) -> u16 {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        // A door may close before the end of what is too long.
        let _ = stream.write_all(request.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8(answer).unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }

    async fn reports(&self, body: &str) -> u16 {
        let path = format!("/reports/twilio/{TOKEN}?m=1");
        self.post(&path, "x-signed: yes\r\n", body).await
    }

    fn counted(&self) -> Vec<Counted> {
        std::mem::take(&mut self.diary.0.lock().unwrap())
    }

    /// A message that the gateway took under this reference.
    async fn takes(&self, reference: &str) -> MessageId {
        self.desk.queue(1).await;
        let id = DispatcherId("d".to_owned());
        let new = NewDispatcher {
            id: id.clone(),
            gateway: "twilio".to_owned(),
            simulated: true,
        };
        let mut unit = self.desk.store.write().await.unwrap();
        unit.register_dispatcher(&new, TimeDelta::seconds(30))
            .await
            .unwrap();
        let message = unit.take_due_messages(&id, 1).await.unwrap().remove(0).id;
        let answered = Answered::Taken {
            gateway_ref: Some(reference.to_owned()),
            poll_in: None,
        };
        let answer = Answer {
            message,
            attempt: 1,
            answered,
        };
        unit.note_answers(&[answer]).await.unwrap();
        unit.commit().await.unwrap();
        message
    }

    async fn state(&self, id: MessageId) -> MessageState {
        let mut unit = self.desk.store.read().await.unwrap();
        unit.message_by_id(id).await.unwrap().unwrap().state
    }
}

fn report(answer: ReportAnswer) -> Counted {
    Counted::Report {
        state: ReportedState::Delivered,
        answer,
    }
}

#[tokio::test]
async fn a_report_is_on_record_when_its_gateway_is_told_that_it_arrived() {
    let house = House::open(&[]).await;
    let message = house.takes("SM1").await;
    assert_eq!(house.reports("SM1 delivered").await, 200);
    assert_eq!(house.state(message).await, MessageState::Delivered);
    assert_eq!(house.reports("SM1 delivered").await, 200, "told twice");
    assert_eq!(house.reports("on its way").await, 200);
    assert_eq!(
        house.counted(),
        [report(ReportAnswer::Applied), report(ReportAnswer::Noted)]
    );
    let url = house.reader.urls.lock().unwrap()[0].clone();
    let expected = format!("https://sms.example/reports/twilio/{TOKEN}?m=1");
    assert_eq!(
        url, expected,
        "signatures cover the address as the gateway called it"
    );
}

#[tokio::test]
async fn a_report_that_comes_before_its_answer_is_kept_and_applied_then() {
    let house = House::open(&[]).await;
    assert_eq!(house.reports("SM7 delivered").await, 200);
    assert_eq!(house.counted(), [report(ReportAnswer::Kept)]);
    let message = house.takes("SM7").await;
    assert_eq!(house.state(message).await, MessageState::Delivered);
}

#[tokio::test]
async fn whoever_does_not_know_the_address_learns_nothing() {
    let house = House::open(&[]).await;
    let message = house.takes("SM1").await;
    let wrong = "0123456789abcdef0123456789abcdee";
    for path in [
        format!("/reports/twilio/{wrong}"),
        "/reports/twilio/x".to_owned(),
        format!("/reports/smsmkt/{TOKEN}"),
    ] {
        let status = house
            .post(&path, "x-signed: yes\r\n", "SM1 delivered")
            .await;
        assert_eq!(status, 404, "{path}");
        assert_eq!(house.counted(), [Counted::Lost], "{path}");
    }
    for path in ["/", "/reports", "/reports/twilio", "/healthz", "/metrics"] {
        assert_eq!(house.post(path, "", "").await, 404, "{path}");
    }
    assert!(
        house.reader.urls.lock().unwrap().is_empty(),
        "nothing was read"
    );
    assert_eq!(house.state(message).await, MessageState::Accepted);
}

#[tokio::test]
async fn whoever_is_not_on_the_list_is_turned_away() {
    let house = House::open(&["203.0.113.0/24"]).await;
    let forged = "x-signed: yes\r\nx-forwarded-for: 203.0.113.9\r\n";
    let path = format!("/reports/twilio/{TOKEN}");
    assert_eq!(house.post(&path, forged, "SM1 delivered").await, 404);
    assert_eq!(house.counted(), [Counted::Stranger]);
}

#[tokio::test]
async fn what_is_not_signed_not_readable_or_too_long_is_refused_and_counted() {
    let house = House::open(&[]).await;
    let path = format!("/reports/twilio/{TOKEN}");
    assert_eq!(house.post(&path, "", "SM1 delivered").await, 403);
    assert_eq!(house.reports("nonsense").await, 400);
    assert_eq!(house.reports(&"x".repeat(17_000)).await, 413);
    assert_eq!(
        house.counted(),
        [
            Counted::Not(NotAReport::Signature),
            Counted::Not(NotAReport::Unreadable),
            Counted::TooMuch
        ]
    );
}

#[tokio::test]
async fn while_the_database_is_away_the_gateway_is_asked_to_repeat() {
    let house = House::open(&[]).await;
    let message = house.takes("SM1").await;
    house.store.away.store(true, Ordering::SeqCst);
    assert_eq!(house.reports("SM1 delivered").await, 503);
    assert_eq!(house.counted(), [Counted::Away]);
    house.store.away.store(false, Ordering::SeqCst);
    assert_eq!(house.reports("SM1 delivered").await, 200);
    assert_eq!(house.state(message).await, MessageState::Delivered);
}

#[tokio::test]
async fn reports_by_get_are_taken_too() {
    let house = House::open(&[]).await;
    let request = format!(
        "GET /reports/twilio/{TOKEN}?m=1 HTTP/1.1\r\nhost: here\r\nx-signed: yes\r\nconnection: close\r\n\r\n"
    );
    assert_eq!(house.ask(&request).await, 400, "this one says nothing");
    assert_eq!(house.counted(), [Counted::Not(NotAReport::Unreadable)]);
}
