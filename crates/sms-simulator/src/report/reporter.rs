//! Sends reports when they are due.

use super::{Report, State, wording};
use crate::recent::{Recent, ReportState};
use axum::body::Bytes;
use http_body_util::Full;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use std::{future::Future, sync::Arc, time::Duration};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};

/// How many reports may wait; more are lost, as some are in life.
const WAITING: usize = 200_000;

/// How many are sent at the same time.
const AT_ONCE: usize = 32;

/// How long a receiver may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Sends reports when they are due. All wait equally long, so the first planned is the first due.
#[derive(Clone)]
pub(crate) struct Reporter {
    planned: mpsc::Sender<(Instant, Report)>,
    delay: Duration,
    post: Post,
}

/// Sends one report now.
#[derive(Clone)]
struct Post {
    client: Client<HttpConnector, Full<Bytes>>,
    recent: Arc<Recent>,
}

impl Reporter {
    /// A reporter, and its work, which ends when it is dropped.
    pub(crate) fn new(delay: Duration) -> (Self, impl Future<Output = ()> + Send) {
        let (planned, due) = mpsc::channel(WAITING);
        let post = Post {
            client: Client::builder(TokioExecutor::new()).build_http(),
            recent: Arc::default(),
        };
        let work = send_when_due(due, post.clone());
        let reporter = Self {
            planned,
            delay,
            post,
        };
        (reporter, work)
    }

    /// The messages on the page, whose reports this notes.
    pub(crate) fn recent(&self) -> Arc<Recent> {
        Arc::clone(&self.post.recent)
    }

    /// Sends a report after the delay.
    pub(crate) fn plan(&self, report: Report) {
        let serial = report.serial;
        let due = Instant::now() + self.delay;
        if self.planned.try_send((due, report)).is_err() {
            self.post.recent.note(serial, ReportState::NotReceived);
        }
    }

    /// Sends a report now.
    pub(crate) async fn deliver(&self, report: Report) {
        self.post.deliver(report).await;
    }
}

async fn send_when_due(mut due: mpsc::Receiver<(Instant, Report)>, post: Post) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut sending = JoinSet::new();
    while let Some((at, report)) = due.recv().await {
        sleep_until(at).await;
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let post = post.clone();
        sending.spawn(async move {
            post.deliver(report).await;
            drop(place);
        });
        while sending.try_join_next().is_some() {}
    }
}

impl Post {
    async fn deliver(&self, report: Report) {
        let between = wording::before(&report.callback.style);
        for state in between.iter().chain(report.fate.states()) {
            let received = self.tell(&report, *state).await;
            let noted = match state {
                _ if !received => ReportState::NotReceived,
                State::Delivered => ReportState::Delivered,
                State::Failed => ReportState::Failed,
                State::Queued | State::Sent => ReportState::Waits,
            };
            self.recent.note(report.serial, noted);
        }
    }

    /// Tells one state, and whether the receiver answered with a success.
    async fn tell(&self, report: &Report, state: State) -> bool {
        let Ok(request) = wording::request(report, state) else {
            return false;
        };
        let answered = timeout(PATIENCE, self.client.request(request)).await;
        matches!(answered, Ok(Ok(response)) if response.status().is_success())
    }
}
