//! Hearing what others changed. One connection listens; when it is lost, it is made again.

use crate::error::engine;
use crate::server::Hearing;
use coe_domain::Refusal;
use coe_store::{StoreError, StoreResult};
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

/// The channels on which `desk.tell_change` and `desk.tell_outbox` speak.
const fn channel(hearing: Hearing) -> &'static str {
    match hearing {
        Hearing::Desk => "desk_changed",
        Hearing::Outbox => "desk_outbox",
    }
}

/// The first pause before the server is tried again; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// Without any notice for this long the server is asked whether it is there.
const SILENCE: Duration = Duration::from_secs(15);

/// A server that is there answers a question that it can always answer within this time.
pub(crate) const ANSWER: Duration = Duration::from_secs(5);

/// How things stand with the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// It answers.
    Open,
    /// It does not; it is being tried.
    Lost,
    /// It answers, and lets us in no more.
    Closed,
}

/// What was heard so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Heard {
    /// Grows with each notice, and whenever some may have been missed.
    version: i64,
    line: Line,
}

impl Heard {
    fn told(self) -> StoreResult<i64> {
        match self.line {
            Line::Open => Ok(self.version),
            Line::Lost => Err(StoreError::Unreachable),
            Line::Closed => Err(StoreError::Refused(Refusal::StaffInactive)),
        }
    }
}

type Question = oneshot::Sender<()>;

/// The listening connection.
#[derive(Debug)]
pub(crate) struct Live {
    questions: mpsc::Sender<Question>,
    heard: watch::Receiver<Heard>,
    /// What the last [`Live::version`] answered with.
    told: Mutex<Option<Heard>>,
    task: JoinHandle<()>,
}

impl Live {
    /// Begins to listen.
    pub(crate) async fn start(
        connecting: PgConnectOptions,
        patience: Duration,
        hearing: Hearing,
    ) -> StoreResult<Self> {
        let door = Door {
            connecting,
            patience,
            channel: channel(hearing),
        };
        let listener = door.listen().await?;
        let (questions, asked) = mpsc::channel(16);
        let first = Heard {
            version: 1,
            line: Line::Open,
        };
        let (tell, heard) = watch::channel(first);
        let ear = Ear { door, asked, tell };
        let task = tokio::spawn(ear.listen(listener));
        Ok(Self {
            questions,
            heard,
            told: Mutex::new(Some(first)),
            task,
        })
    }

    /// Stops listening.
    pub(crate) fn stop(&self) {
        self.task.abort();
    }

    /// Whether the server is believed to be there.
    pub(crate) fn state(&self) -> StoreResult<()> {
        self.heard.borrow().told().map(|_| ())
    }

    /// Waits until the server is known to be away, or to let us in no more.
    pub(crate) async fn lost(&self) -> StoreError {
        let mut heard = self.heard.clone();
        match heard.wait_for(|heard| heard.line != Line::Open).await {
            Ok(heard) => heard.told().err().unwrap_or(StoreError::Unreachable),
            // The store was closed.
            Err(_) => StoreError::Unreachable,
        }
    }

    /// A statement failed in a way that makes one wonder: the server is asked soon.
    pub(crate) fn doubt(&self) {
        // A full channel means that it is being asked already.
        let _ = self.questions.try_send(oneshot::channel().0);
    }

    /// Asks the server on the listening connection, which brings all notices of commits that ended
    /// before.
    pub(crate) async fn version(&self) -> StoreResult<i64> {
        let (question, answer) = oneshot::channel();
        if self.questions.send(question).await.is_err() || answer.await.is_err() {
            return Err(StoreError::Unreachable);
        }
        let heard = *self.heard.borrow();
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(heard);
        heard.told()
    }

    /// Waits until something else was heard than [`Live::version`] told.
    pub(crate) async fn changed(&self) {
        let told = *self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let mut heard = self.heard.clone();
        let other = async { heard.wait_for(|heard| Some(*heard) != told).await.is_ok() };
        if let Ok(false) = tokio::time::timeout(SILENCE, other).await {
            // Nobody listens any more; whoever waits shall not spin.
            tokio::time::sleep(SILENCE).await;
        }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.stop();
    }
}

/// How to come in.
struct Door {
    connecting: PgConnectOptions,
    patience: Duration,
    channel: &'static str,
}

impl Door {
    async fn listen(&self) -> StoreResult<PgListener> {
        // Each time a pool of its own: a connection that answers no more never leaves its place.
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(self.patience)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(self.connecting.clone());
        let mut listener = PgListener::connect_with(&pool).await.map_err(engine)?;
        // A lost connection is told to whoever works here before it is made again.
        listener.eager_reconnect(false);
        listener.listen(self.channel).await.map_err(engine)?;
        Ok(listener)
    }
}

/// The task behind [`Live`].
struct Ear {
    door: Door,
    asked: mpsc::Receiver<Question>,
    tell: watch::Sender<Heard>,
}

impl Ear {
    async fn listen(mut self, mut listener: PgListener) {
        while let Some(()) = self.hear(&mut listener).await {
            tracing::warn!("the connection to the database was lost");
            self.set(Line::Lost);
            drop(listener);
            match self.reconnect().await {
                Some(again) => listener = again,
                None => return,
            }
            tracing::info!("the database answers again");
            // What was said meanwhile is lost: everything may have changed.
            self.tell.send_modify(|heard| {
                heard.version += 1;
                heard.line = Line::Open;
            });
        }
    }

    /// Listens until the connection is lost; `None` when nobody is interested any more.
    async fn hear(&mut self, listener: &mut PgListener) -> Option<()> {
        loop {
            tokio::select! {
                question = self.asked.recv() => {
                    let question = question?;
                    if !is_there(listener).await {
                        self.set(Line::Lost);
                        drop(question);
                        return Some(());
                    }
                    let mut heard = false;
                    while listener.next_buffered().is_some() {
                        heard = true;
                    }
                    if heard {
                        self.tell.send_modify(|heard| heard.version += 1);
                    }
                    // Whoever asked may have gone.
                    let _ = question.send(());
                }
                notice = listener.try_recv() => match notice {
                    Ok(Some(_)) => self.tell.send_modify(|heard| heard.version += 1),
                    Ok(None) | Err(_) => return Some(()),
                },
            }
        }
    }

    /// Tries until the server is there again. Meanwhile every question is answered at once.
    async fn reconnect(&mut self) -> Option<PgListener> {
        // Desks that lost the same server do not all come back in the same moment.
        let spread = Duration::from_millis(u64::from(std::process::id() % 250));
        let mut pause = FIRST_PAUSE + spread;
        loop {
            let wait = tokio::time::sleep(pause);
            tokio::pin!(wait);
            loop {
                tokio::select! {
                    question = self.asked.recv() => { let _ = question?.send(()); }
                    () = &mut wait => break,
                }
            }
            let attempt = self.door.listen();
            tokio::pin!(attempt);
            let answer = loop {
                tokio::select! {
                    question = self.asked.recv() => { let _ = question?.send(()); }
                    answer = &mut attempt => break answer,
                }
            };
            match answer {
                Ok(listener) => return Some(listener),
                Err(StoreError::Refused(_)) => self.set(Line::Closed),
                Err(_) => self.set(Line::Lost),
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn set(&self, line: Line) {
        self.tell.send_if_modified(|heard| {
            let differs = heard.line != line;
            heard.line = line;
            differs
        });
    }
}

/// Asks the server something that it can always answer.
async fn is_there(listener: &mut PgListener) -> bool {
    let question = sqlx::query("SELECT 1").execute(&mut *listener);
    matches!(tokio::time::timeout(ANSWER, question).await, Ok(Ok(_)))
}
