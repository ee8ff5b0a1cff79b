//! A dispatcher is killed at each step of sending, on both databases, and others go on.
//!
//! This test program starts itself as that dispatcher (`as_a_dispatcher`), with the real engine, store and
//! gateway. The step is announced on standard output, where the dispatcher then stands still, and the kill
//! is SIGKILL.

use crate::desk::{Desk, Place, cluster};
use crate::judge::{Verdict, judge};
use crate::ledger::{Ledger, gateway_at};
use async_trait::async_trait;
use coe_dispatcher::system::{SystemClock, SystemRng};
use coe_sms::dispatcher::{Step, Steps, Unwatched};
use coe_sms::{Dispatcher, Pace};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

const PLACE: &str = "COE_DESK_KILL_PLACE";
const GATEWAY: &str = "COE_DESK_KILL_GATEWAY";
const STEP: &str = "COE_DESK_KILL_STEP";
const TIMES: &str = "COE_DESK_KILL_TIMES";
const ANNOUNCED: &str = "the dispatcher stands at ";

const MESSAGES: u32 = 6;
const AT_ONCE: u32 = 2;

/// A lease that others need not wait for long.
fn pace() -> Pace {
    Pace {
        lease: Duration::from_millis(1500),
        heartbeat: Duration::from_millis(300),
        concurrency: AT_ONCE,
        first_retry: Duration::from_millis(50),
        longest_retry: Duration::from_millis(200),
        look: Duration::from_millis(50),
        goodbye: Duration::from_secs(5),
        ..Pace::default()
    }
}

/// Announces that a step was reached so many times, and stands still there.
struct StandsAt {
    step: Step,
    left: AtomicU32,
}

#[async_trait]
impl Steps for StandsAt {
    async fn at(&self, step: Step) {
        if step != self.step || self.left.fetch_sub(1, Ordering::SeqCst) != 1 {
            return;
        }
        announce(step);
        // During the call the gateway holds; everywhere else the dispatcher does.
        if step != Step::Calling {
            std::future::pending::<()>().await;
        }
    }
}

fn announce(step: Step) {
    let name: &'static str = step.into();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{ANNOUNCED}{name}").unwrap();
    out.flush().unwrap();
}

/// The dispatcher that is killed; does nothing unless it is started as one.
#[tokio::test]
async fn as_a_dispatcher() {
    let Ok(place) = std::env::var(PLACE) else {
        return;
    };
    let store = Place::of(&place).open().await;
    let gateway = gateway_at(&std::env::var(GATEWAY).unwrap());
    let steps: Arc<dyn Steps> = match std::env::var(STEP) {
        Ok(step) => Arc::new(StandsAt {
            step: step.parse().unwrap(),
            left: AtomicU32::new(std::env::var(TIMES).unwrap().parse().unwrap()),
        }),
        Err(_) => Arc::new(Unwatched),
    };
    Dispatcher::new(store, gateway, Arc::new(SystemClock), Arc::new(SystemRng))
        .paced(pace())
        .stepping(steps)
        .run(std::future::pending())
        .await;
}

/// A dispatcher in a process of its own.
struct Process {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Process {
    fn start(desk: &Desk, ledger: &Ledger, stand: Option<(Step, u32)>) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "step_kills::as_a_dispatcher", "--nocapture"])
            .env(PLACE, desk.place.told())
            .env(GATEWAY, ledger.url())
            // Where the shared database is; a process of its own would start another server.
            .env(coe_pg_cluster::ADDRESS_VARIABLE, cluster().to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if let Some((step, times)) = stand {
            let name: &'static str = step.into();
            command.env(STEP, name).env(TIMES, times.to_string());
        }
        let mut child = command.spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self { child, out }
    }

    /// Waits until it stands at its step.
    fn stands(mut self) -> Self {
        let mut line = String::new();
        while !line.contains(ANNOUNCED) {
            line.clear();
            let read = self.out.read_line(&mut line).unwrap();
            assert!(read > 0, "the dispatcher ended before its step");
        }
        self
    }

    /// Kills it as nothing can be helped against.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Kills a dispatcher when it stands at a step for the n-th time, and lets another finish.
async fn killed_at(desk: &Desk, step: Step, times: u32) -> Verdict {
    let ledger = Ledger::open().await;
    desk.queue(MESSAGES).await;
    if step == Step::Calling {
        ledger.hold(true);
    }
    let first = Process::start(desk, &ledger, Some((step, times)));
    let first = tokio::task::spawn_blocking(|| first.stands())
        .await
        .unwrap();
    if step == Step::Calling {
        ledger.has_taken(1).await;
    }
    first.kill();
    ledger.hold(false);
    let second = Process::start(desk, &ledger, None);
    desk.settles().await;
    second.kill();
    judge(desk, &ledger).await
}

/// What a kill at a step may lead to.
fn check(step: Step, verdict: Verdict, place: &str) {
    let Verdict {
        messages,
        accepted,
        failed,
        unknown,
        unknown_and_taken,
        ..
    } = verdict;
    let all = usize::try_from(MESSAGES).unwrap();
    let most = usize::try_from(AT_ONCE).unwrap();
    assert_eq!(messages, all, "none is lost");
    assert_eq!((accepted + unknown, failed), (all, 0), "{place} {step:?}");
    match step {
        Step::BeforeTake | Step::Taken => {
            assert!(unknown <= most, "{place} {step:?}: {verdict:?}");
        }
        Step::Committed => {
            assert!(
                (1..=most).contains(&unknown),
                "{place} {step:?}: {verdict:?}"
            );
            assert_eq!(unknown_and_taken, 0, "nobody was called");
        }
        Step::Calling | Step::Answered | Step::Written => {
            assert!(
                (1..=most).contains(&unknown),
                "{place} {step:?}: {verdict:?}"
            );
            assert!(unknown_and_taken >= 1, "{place} {step:?}: {verdict:?}");
        }
        Step::Done => assert!(unknown <= most, "{place} {step:?}: {verdict:?}"),
    }
}

const STEPS: [Step; 7] = [
    Step::BeforeTake,
    Step::Taken,
    Step::Committed,
    Step::Calling,
    Step::Answered,
    Step::Written,
    Step::Done,
];

#[tokio::test]
async fn a_dispatcher_on_the_embedded_database_can_be_killed_at_every_step() {
    for step in STEPS {
        for times in [1, 2] {
            let desk = Desk::embedded().await;
            let verdict = killed_at(&desk, step, times).await;
            check(step, verdict, "embedded");
        }
    }
}

#[tokio::test]
async fn a_dispatcher_on_the_shared_database_can_be_killed_at_every_step() {
    for step in STEPS {
        for times in [1, 2] {
            let desk = Desk::shared().await;
            let verdict = killed_at(&desk, step, times).await;
            check(step, verdict, "shared");
        }
    }
}
