//! Several real dispatchers on one shared database are killed at random moments, while the gateway has bad
//! moments of its own and persons have unknown messages sent again.
//!
//! `COE_DESK_KILLS` says how many kills; `COE_DESK_KILL_SEED` from which seed.

use crate::desk::{Desk, described};
use crate::judge::judge;
use crate::ledger::{KEY, Ledger, SECRET, settings_at};
use coe_domain::{MessageChoice, MessageState, Rng};
use coe_store::NewChoice;
use coe_testkit::SeededRng;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Kills in the usual test run.
const KILLS: u32 = 25;
const DISPATCHERS: usize = 3;
/// Messages that wait at least, so that every kill finds work.
const BACKLOG: u64 = 40;

fn from_environment(name: &str, usual: u32) -> u32 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// The program, with a configuration of its own.
struct Program {
    configuration: PathBuf,
    password: &'static str,
}

impl Program {
    fn new(folder: &std::path::Path, desk: &Desk, ledger: &Ledger) -> Self {
        let (database, password) = described(&desk.place);
        let text = format!(
            "{database}
            [gateway]
            {}
            [sending]
            concurrency = 8
            lease_ms = 2000
            heartbeat_ms = 300
            tries = 50
            first_retry_ms = 20
            longest_retry_ms = 200
            first_wait_ms = 20
            longest_wait_ms = 100
            [observation]
            listen = \"127.0.0.1:0\"
            [log]
            level = \"error\"\n",
            settings_at(&ledger.url()),
        );
        let configuration = folder.join("dispatcher.toml");
        std::fs::write(&configuration, text).unwrap();
        Self {
            configuration,
            password,
        }
    }

    fn start(&self) -> Child {
        Command::new(env!("CARGO_BIN_EXE_coe-desk-dispatcher"))
            .arg("--config")
            .arg(&self.configuration)
            .env("COE_DESK_PASSWORD", self.password)
            .env("COE_DESK_GATEWAY_KEY", KEY)
            .env("COE_DESK_GATEWAY_SECRET", SECRET)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    }
}

fn between(rng: &dyn Rng, least: u32, most: u32) -> Duration {
    Duration::from_millis(u64::from(least + rng.below(most - least)))
}

/// Persons look at what is unknown: some is sent again, some is left to a call.
async fn persons_choose(desk: &Desk, rng: &dyn Rng) {
    for message in desk.need_person().await {
        let undecided = message.state == MessageState::Unknown && message.choice.is_none();
        // Not more than twice each, and not all: some stay unknown to the end.
        if !undecided || message.attempts > 2 || rng.below(3) == 0 {
            continue;
        }
        let choice = if rng.below(4) == 0 {
            MessageChoice::CallInstead
        } else {
            MessageChoice::SendAgain
        };
        let new = NewChoice {
            message: message.id,
            attempts: message.attempts,
            choice,
            by: desk.supervisor,
        };
        let mut unit = desk.store.write().await.unwrap();
        // A late answer may come in between: then there is nothing to choose any more.
        if unit.choose(&new).await.is_ok() {
            unit.commit().await.unwrap();
        }
    }
}

async fn keep_busy(desk: &Desk) {
    let missing = BACKLOG.saturating_sub(desk.queued().await);
    if missing > BACKLOG / 2 {
        desk.queue(u32::try_from(missing).unwrap()).await;
    }
}

fn end_in_good_order(mut child: Child) {
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    let status = child.wait().unwrap();
    assert!(status.success(), "SIGTERM ends it in good order: {status}");
}

#[expect(
    clippy::print_stdout,
    reason = "the figures of a long run are its result"
)]
fn tell(figures: &str) {
    println!("{figures}");
}

// The gateway answers while this waits for processes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dispatchers_that_are_killed_at_random_lose_nothing_and_repeat_nothing() {
    let kills = from_environment("COE_DESK_KILLS", KILLS);
    let seed = from_environment("COE_DESK_KILL_SEED", 2569);
    let rng = SeededRng::new(u64::from(seed));
    let desk = Desk::shared().await;
    let ledger = Ledger::open().await;
    ledger.has_bad_moments(true);
    let folder = tempfile::tempdir().unwrap();
    let program = Program::new(folder.path(), &desk, &ledger);
    let began = Instant::now();

    let mut dispatchers: Vec<Child> = (0..DISPATCHERS).map(|_| program.start()).collect();
    for kill in 0..kills {
        keep_busy(&desk).await;
        if kill % 10 == 9 {
            persons_choose(&desk, &rng).await;
        }
        tokio::time::sleep(between(&rng, 50, 350)).await;
        let which = usize::try_from(rng.below(3)).unwrap();
        dispatchers[which].kill().unwrap();
        dispatchers[which].wait().unwrap();
        dispatchers[which] = program.start();
    }
    ledger.has_bad_moments(false);
    persons_choose(&desk, &rng).await;
    desk.settles().await;
    dispatchers.into_iter().for_each(end_in_good_order);

    let verdict = judge(&desk, &ledger).await;
    let took = began.elapsed().as_secs();
    tell(&format!(
        "seed {seed}: {kills} kills of {DISPATCHERS} dispatchers in {took} s: {verdict:?}"
    ));
    assert!(verdict.accepted > 0, "something was sent meanwhile");
}
