//! A dispatcher at work between a fake gateway and a fake outbox.

use super::fake_gateway::FakeGateway;
use super::fake_outbox::FakeOutbox;
use crate::dispatcher::engine::{Engine, Parts};
use crate::dispatcher::{Ended, Observer, Pace, Seen, Step, Steps, Unwatched, run};
use async_trait::async_trait;
use coe_testkit::{FixedClock, SeededRng};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Remembers what it saw.
#[derive(Default)]
pub(super) struct Diary(pub(super) Mutex<Vec<Seen>>);

impl Observer for Diary {
    fn saw(&self, seen: Seen) {
        self.0.lock().unwrap().push(seen);
    }
}

pub(super) struct Stage {
    pub(super) outbox: Arc<FakeOutbox>,
    pub(super) gateway: Arc<FakeGateway>,
    pub(super) clock: Arc<FixedClock>,
    pub(super) diary: Arc<Diary>,
    pub(super) pace: Pace,
    pub(super) steps: Arc<dyn Steps>,
}

/// A dispatcher that runs.
pub(super) struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Ended>,
}

impl Running {
    /// Tells it to stop, and waits until it did.
    pub(super) async fn stop(self) -> Ended {
        drop(self.stop);
        self.task.await.unwrap()
    }
}

impl Stage {
    pub(super) fn new(gateway: FakeGateway, messages: usize) -> Self {
        let outbox = FakeOutbox::default();
        outbox.queue(messages);
        Self {
            outbox: Arc::new(outbox),
            gateway: Arc::new(gateway),
            clock: Arc::default(),
            diary: Arc::default(),
            pace: Pace::default(),
            steps: Arc::new(Unwatched),
        }
    }

    pub(super) fn start(&self) -> Running {
        let engine = Engine::new(Parts {
            outbox: Arc::clone(&self.outbox) as _,
            gateway: Arc::clone(&self.gateway) as _,
            clock: Arc::clone(&self.clock) as _,
            rng: Arc::new(SeededRng::new(7)),
            pace: self.pace,
            steps: Arc::clone(&self.steps),
            observer: Arc::clone(&self.diary) as _,
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(run(Arc::new(engine), async {
            let _ = stopped.await;
        }));
        Running { stop, task }
    }

    /// Runs a dispatcher for a while and stops it.
    pub(super) async fn run_for(&self, span: Duration) -> Ended {
        let running = self.start();
        tokio::time::sleep(span).await;
        running.stop().await
    }

    pub(super) fn saw(&self, wanted: impl Fn(&Seen) -> bool) -> usize {
        let diary = self.diary.0.lock().unwrap();
        diary.iter().filter(|seen| wanted(seen)).count()
    }
}

/// Lets the clock on the wall jump ahead just before the first call, as when a computer slept.
pub(super) struct Sleeps {
    pub(super) clock: Arc<FixedClock>,
    pub(super) span: Mutex<Option<chrono::TimeDelta>>,
}

#[async_trait]
impl Steps for Sleeps {
    async fn at(&self, step: Step) {
        if step == Step::Calling
            && let Some(span) = self.span.lock().unwrap().take()
        {
            self.clock.advance(span);
        }
    }
}
