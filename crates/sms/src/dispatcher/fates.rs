//! Asking for the fate of messages, where the gateway tells it.

use super::engine::Engine;
use super::observer::{Seen, Work};
use crate::Fate;
use coe_domain::ReportedState;
use coe_store::{Poll, Report, Subject};
use futures::StreamExt;
use futures::stream;
use std::sync::Arc;
use std::time::Duration;

/// Fates asked for in one go.
const BATCH: u32 = 64;
/// Of these, at the same time.
const AT_ONCE: usize = 8;
/// The pause after the gateway did not tell any, or the database was away.
const AFTER_FAILURE: Duration = Duration::from_secs(10);

/// What a go brought.
enum Go {
    /// As many as could be were due: more may be.
    Full,
    /// All that were due.
    All,
    /// Nothing could be asked for.
    Failed,
}

/// Asks for what is due, for ever.
pub(crate) async fn ask(engine: Arc<Engine>) {
    loop {
        let pause = match go(&engine).await {
            Go::Full => continue,
            Go::All => engine.pace.look,
            Go::Failed => engine.jitter(AFTER_FAILURE),
        };
        tokio::time::sleep(pause).await;
    }
}

async fn go(engine: &Engine) -> Go {
    let gateway = engine.gateway.kind().code();
    let taken = engine.outbox.polls(gateway, BATCH).await;
    let Ok(polls) = engine.told(Work::Report, taken) else {
        return Go::Failed;
    };
    if polls.is_empty() {
        return Go::All;
    }
    let due = polls.len();
    let fates: Vec<_> = stream::iter(polls)
        .map(|poll| async {
            let fate = engine.gateway.fate(&poll.gateway_ref).await;
            (poll, fate)
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let silent = fates.iter().all(|(_, fate)| fate.is_err());
    let reports: Vec<Report> = fates
        .into_iter()
        .filter_map(|(poll, fate)| report(gateway, poll, fate.ok()?))
        .collect();
    if !put(engine, &reports).await || silent {
        return Go::Failed;
    }
    if due < usize::try_from(BATCH).unwrap_or(usize::MAX) {
        Go::All
    } else {
        Go::Full
    }
}

/// Those that cannot be written are asked for again.
async fn put(engine: &Engine, reports: &[Report]) -> bool {
    if reports.is_empty() {
        return true;
    }
    let noted = engine.outbox.report(reports).await;
    let Ok(answers) = engine.told(Work::Report, noted) else {
        return false;
    };
    for (report, answer) in reports.iter().zip(answers) {
        let state = report.state;
        engine.observer.saw(Seen::Reported { state, answer });
    }
    true
}

fn report(gateway: &str, poll: Poll, fate: Fate) -> Option<Report> {
    let (state, cause) = match fate {
        Fate::Pending => return None,
        Fate::Delivered => (ReportedState::Delivered, None),
        Fate::Failed { cause } => (ReportedState::Failed, Some(cause)),
    };
    Some(Report {
        gateway: gateway.to_owned(),
        subject: Subject::Attempt {
            message: poll.message,
            attempt: poll.attempt,
            gateway_ref: Some(poll.gateway_ref),
        },
        state,
        cause,
    })
}
