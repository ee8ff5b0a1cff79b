//! A gateway that writes down what it takes, speaks as ThaiBulkSMS does, and has bad moments.

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use coe_dispatcher::serve::serve;
use coe_dispatcher::system::SystemRng;
use coe_domain::{GatewayKind, Rng};
use coe_sms::{Gateway, GatewaySecrets, GatewaySettings};
use coe_testkit::SeededRng;
use http::{Response, StatusCode};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub(crate) const KEY: &str = "key-of-the-tests";
pub(crate) const SECRET: &str = "secret-of-the-tests";

/// Longer than whoever calls waits.
const TOO_LONG: Duration = Duration::from_millis(1500);

struct Books {
    /// How often each number's message was taken.
    taken: Mutex<BTreeMap<String, usize>>,
    holds: watch::Sender<bool>,
    bad_moments: AtomicBool,
    dice: SeededRng,
}

pub(crate) struct Ledger {
    books: Arc<Books>,
    url: String,
    _running: watch::Sender<()>,
}

impl Ledger {
    pub(crate) async fn open() -> Self {
        let books = Arc::new(Books {
            taken: Mutex::default(),
            holds: watch::Sender::new(false),
            bad_moments: AtomicBool::new(false),
            dice: SeededRng::new(4),
        });
        let router = Router::new()
            .route("/sms", post(take))
            .route("/credit", get(credit))
            .with_state(Arc::clone(&books));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (running, stop) = watch::channel(());
        tokio::spawn(serve(listener, router, stop));
        Self {
            books,
            url,
            _running: running,
        }
    }

    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    /// How often each number's message was taken.
    pub(crate) fn taken(&self) -> BTreeMap<String, usize> {
        self.books.taken.lock().unwrap().clone()
    }

    /// Whether it takes messages and does not answer.
    pub(crate) fn hold(&self, holds: bool) {
        self.books.holds.send_replace(holds);
    }

    /// Whether it fails now and then, in every way that it can.
    pub(crate) fn has_bad_moments(&self, has: bool) {
        self.books.bad_moments.store(has, Ordering::SeqCst);
    }

    /// Waits until it took so many messages.
    pub(crate) async fn has_taken(&self, messages: usize) {
        while self.taken().values().sum::<usize>() < messages {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// The gateway as a dispatcher reaches it.
pub(crate) fn gateway_at(url: &str) -> Arc<dyn Gateway> {
    let settings = GatewaySettings {
        base_url: Some(url.to_owned()),
        ..GatewaySettings::of(GatewayKind::Thaibulksms, "COE")
    };
    let secrets = GatewaySecrets {
        key: KEY.to_owned(),
        secret: SECRET.to_owned(),
    };
    coe_sms::open(&settings, &secrets, Arc::new(SystemRng)).unwrap()
}

/// The same, as a configuration says it.
pub(crate) fn settings_at(url: &str) -> String {
    format!("kind = \"thaibulksms\"\nsender = \"COE\"\nbase_url = \"{url}\"\ntimeout_seconds = 1\n")
}

impl Books {
    fn take(&self, phone: &str) {
        *self
            .taken
            .lock()
            .unwrap()
            .entry(phone.to_owned())
            .or_default() += 1;
    }

    /// What goes wrong with this call; most often nothing.
    fn moment(&self) -> u32 {
        if self.bad_moments.load(Ordering::SeqCst) {
            self.dice.below(30)
        } else {
            u32::MAX
        }
    }
}

async fn credit() -> &'static str {
    r#"{"remaining_credit": {"corporate": 1000}}"#
}

async fn take(State(books): State<Arc<Books>>, form: String) -> Response<Body> {
    let phone = form
        .split('&')
        .find_map(|field| field.strip_prefix("msisdn=66"))
        .map(|digits| format!("0{digits}"))
        .unwrap();
    let taken = || {
        books.take(&phone);
        r#"{"phone_number_list": [{"number": "x", "message_id": "m"}]}"#
    };
    match books.moment() {
        0 => (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "0")]).into_response(),
        1 => StatusCode::TOO_MANY_REQUESTS.into_response(),
        2 => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        3 => (StatusCode::INTERNAL_SERVER_ERROR, taken()).into_response(),
        4 => {
            let answer = taken();
            tokio::time::sleep(TOO_LONG).await;
            answer.into_response()
        }
        5 => {
            taken();
            // The connection breaks off in the middle of the answer.
            let broken = futures::stream::iter([Ok("{"), Err("lost")]);
            Body::from_stream(broken).into_response()
        }
        6 => {
            r#"{"bad_phone_number_list": [{"number": "x", "message": "invalid"}]}"#.into_response()
        }
        _ => {
            let answer = taken();
            let _ = books.holds.subscribe().wait_for(|holds| !holds).await;
            answer.into_response()
        }
    }
}
