//! A gateway that answers what it is told to, and counts.

use crate::{Fate, Gateway, Outgoing, Sent, Whose};
use async_trait::async_trait;
use coe_domain::{GatewayKind, MessageFailure, MessageId};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;
use tokio::time::Instant;

/// What it answers.
#[derive(Debug, Clone)]
pub(super) enum Reply {
    Says(Sent),
    /// Nothing, ever.
    Hangs,
    Panics,
}

/// A call that it got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) message: MessageId,
    pub(super) attempt: u32,
    pub(super) at: Instant,
}

pub(super) struct FakeGateway {
    pub(super) script: Mutex<VecDeque<Reply>>,
    /// What it answers once the script is over.
    pub(super) after: Mutex<Reply>,
    pub(super) calls: Mutex<Vec<Call>>,
    /// How long a call takes.
    pub(super) slow: Duration,
    pub(super) tells_fate: bool,
    pub(super) credit: Result<Option<String>, MessageFailure>,
    pub(super) now: AtomicUsize,
    pub(super) most: AtomicUsize,
}

pub(super) fn taken() -> Reply {
    Reply::Says(Sent::Taken {
        reference: Some("r".to_owned()),
    })
}

pub(super) fn down() -> Reply {
    Reply::Says(Sent::NotNow {
        cause: MessageFailure::GatewayDown,
        whose: Whose::Gateway,
        wait: None,
    })
}

pub(super) fn unknown() -> Reply {
    Reply::Says(Sent::Unknown {
        cause: MessageFailure::NoAnswer,
    })
}

impl Default for FakeGateway {
    fn default() -> Self {
        Self {
            script: Mutex::default(),
            after: Mutex::new(taken()),
            calls: Mutex::default(),
            slow: Duration::ZERO,
            tells_fate: false,
            credit: Ok(None),
            now: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
        }
    }
}

impl FakeGateway {
    /// That answers like this, and then takes every message.
    pub(super) fn scripted(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self {
            script: Mutex::new(replies.into_iter().collect()),
            ..Self::default()
        }
    }

    pub(super) fn always(reply: Reply) -> Self {
        Self {
            after: Mutex::new(reply),
            ..Self::default()
        }
    }

    pub(super) fn answers_from_now_on(&self, reply: Reply) {
        *self.after.lock().unwrap() = reply;
    }

    pub(super) fn calls(&self) -> MutexGuard<'_, Vec<Call>> {
        self.calls.lock().unwrap()
    }

    /// The most calls that were under way at once.
    pub(super) fn most_at_once(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Gateway for FakeGateway {
    fn kind(&self) -> GatewayKind {
        GatewayKind::Simulator
    }

    fn is_simulated(&self) -> bool {
        true
    }

    fn tells_fate(&self) -> bool {
        self.tells_fate
    }

    async fn send(&self, outgoing: &Outgoing<'_>) -> Sent {
        let call = Call {
            message: outgoing.message,
            attempt: outgoing.attempt,
            at: Instant::now(),
        };
        self.calls().push(call);
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        tokio::time::sleep(self.slow).await;
        self.now.fetch_sub(1, Ordering::SeqCst);
        let reply = self.script.lock().unwrap().pop_front();
        let reply = reply.unwrap_or_else(|| self.after.lock().unwrap().clone());
        match reply {
            Reply::Says(sent) => sent,
            Reply::Hangs => std::future::pending().await,
            Reply::Panics => panic!("the gateway breaks down"),
        }
    }

    async fn fate(&self, reference: &str) -> Result<Fate, MessageFailure> {
        match reference {
            "delivered" => Ok(Fate::Delivered),
            "pending" => Ok(Fate::Pending),
            "failed" => Ok(Fate::Failed {
                cause: MessageFailure::NotReachable,
            }),
            _ => Err(MessageFailure::GatewayDown),
        }
    }

    async fn credit(&self) -> Result<Option<String>, MessageFailure> {
        self.credit.clone()
    }
}
