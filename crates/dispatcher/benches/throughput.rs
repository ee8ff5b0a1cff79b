//! Messages a second against a gateway that answers after a millisecond, on both databases, and the memory
//! that it takes.
//!
//! `cargo bench -p coe-dispatcher --bench throughput -- MESSAGES`
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be set up must stop where it stands, and says what it found"
)]

#[path = "../tests/service/desk.rs"]
#[expect(dead_code, reason = "the kill tests use more of it")]
mod desk;
#[path = "../tests/service/people.rs"]
mod people;

use async_trait::async_trait;
use coe_dispatcher::system::{SystemClock, SystemRng};
use coe_domain::{GatewayKind, MessageFailure};
use coe_sms::{Dispatcher, Fate, Gateway, Outgoing, Pace, Sent};
use desk::Desk;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Messages for each database where the command line says nothing.
const MESSAGES: u32 = 5_000;
const AT_ONCE: u32 = 256;

struct Fast;

#[async_trait]
impl Gateway for Fast {
    fn kind(&self) -> GatewayKind {
        GatewayKind::Simulator
    }

    fn is_simulated(&self) -> bool {
        true
    }

    fn tells_fate(&self) -> bool {
        false
    }

    async fn send(&self, message: &Outgoing<'_>) -> Sent {
        tokio::time::sleep(Duration::from_millis(1)).await;
        Sent::Taken {
            reference: Some(format!("fast-{}-{}", message.message, message.attempt)),
        }
    }

    async fn fate(&self, _reference: &str) -> Result<Fate, MessageFailure> {
        Ok(Fate::Pending)
    }

    async fn credit(&self) -> Result<Option<String>, MessageFailure> {
        Ok(None)
    }
}

/// Memory of this process, in MiB; 0 where the system does not tell.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    kilobytes
        .and_then(|text| text.parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}

async fn measure(name: &str, desk: Desk, messages: u32) {
    let mut left = messages;
    while left > 0 {
        let some = left.min(500);
        desk.queue(some).await;
        left -= some;
    }
    let store = desk.place.open().await;
    let pace = Pace {
        concurrency: AT_ONCE,
        ..Pace::default()
    };
    let (clock, rng) = (Arc::new(SystemClock), Arc::new(SystemRng));
    let dispatcher = Dispatcher::new(store, Arc::new(Fast), clock, rng).paced(pace);
    let (before, began) = (memory(), Instant::now());
    let mut most = before;
    let empty = async {
        while desk.queued().await > 0 {
            most = most.max(memory());
            // Counting costs the database as well.
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    };
    let ended = dispatcher.run(empty).await;
    let took = began.elapsed().as_secs_f64();
    println!(
        "{name}: {messages} messages in {took:.2} s, {:.0} a second ({ended:?}); memory {before} MiB before, {most} MiB at most",
        f64::from(messages) / took,
    );
}

#[tokio::main]
async fn main() {
    // Cargo adds words of its own.
    let wanted = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let messages = wanted.unwrap_or(MESSAGES);
    measure("embedded (SQLite, fsync)", Desk::embedded().await, messages).await;
    measure(
        "shared (PostgreSQL of the tests, no fsync)",
        Desk::shared().await,
        messages,
    )
    .await;
}
