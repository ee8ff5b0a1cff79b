//! What runs beside the window: changes by others, the held claim, the idle lock, the outbox.

use crate::state::AppState;
use crate::system::within;
use chrono::{DateTime, TimeDelta, Utc};
use coe_domain::Refusal;
use coe_sms::{Dispatcher, Ended, Observer, Seen};
use coe_store::{ReportAnswer, StoreError};
use coe_usecases::{Desk, DeskError, DeskResult, claims, sign_in};
use coe_wire::ErrorCode;
use coe_wire::event::DeskEvent;
use std::sync::Arc;
use std::time::Duration;
use tauri::async_runtime::{JoinHandle, spawn};
use tokio::sync::watch::{Receiver, Sender, channel};

/// How often to ask a database that does not answer: nobody promises to tell when it is back.
const PAUSE: Duration = Duration::from_millis(400);
/// How often the clock is looked at for an expired lease or an idle window.
const CLOCK: Duration = Duration::from_secs(5);
/// How long a lock may wait to be on record.
const RECORD: Duration = Duration::from_secs(5);
/// How long a window stays open while nobody can tell whether whoever is signed in still works
/// here. A server that starts anew is back sooner; an account that was closed stays shut.
const BENEFIT: TimeDelta = TimeDelta::minutes(2);

/// What runs for one open database.
pub(crate) struct Watch {
    running: Sender<()>,
    tasks: Vec<JoinHandle<()>>,
}

impl Watch {
    /// Ends it, and waits until it ended. What is under way comes to its end first.
    pub(crate) async fn stop(self) {
        drop(self.running);
        for task in self.tasks {
            // One that panicked has ended too.
            let _ = task.await;
        }
    }
}

/// Starts what runs beside the window, until it is stopped.
pub(crate) fn start(state: &Arc<AppState>, desk: &Desk) -> Watch {
    let (running, stop) = channel(());
    let tasks = vec![
        spawn(changes(Arc::clone(state), desk.clone(), stop.clone())),
        spawn(clock(Arc::clone(state), desk.clone(), stop)),
    ];
    Watch { running, tasks }
}

/// Starts to send, until it is stopped.
pub(crate) fn send(state: &Arc<AppState>, dispatcher: Dispatcher) -> Watch {
    let (running, stop) = channel(());
    let tasks = vec![spawn(outbox(Arc::clone(state), dispatcher, stop))];
    Watch { running, tasks }
}

/// Waits, or until it is time to stop. Returns whether to go on.
async fn goes_on(stop: &mut Receiver<()>, wait: Duration) -> bool {
    // The channel carries nothing: it changes only by its end.
    tokio::time::timeout(wait, stop.changed()).await.is_err()
}

async fn changes(state: Arc<AppState>, desk: Desk, mut stop: Receiver<()>) {
    let mut seen = desk.store.version().await.ok();
    let mut answers = true;
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(PAUSE), if !answers => {}
            () = desk.store.changed(), if answers => {}
            () = state.changed.notified(), if answers => {}
        }
        let version = desk.store.version().await;
        if stop.has_changed().is_err() {
            return;
        }
        answers = version.is_ok();
        let turned = state.note_available(answers);
        if turned {
            state.tell(&DeskEvent::Database { available: answers });
        }
        match version {
            Ok(version) => {
                // Whoever was away cannot know what was missed.
                if seen.replace(version) != Some(version) || turned {
                    check_claim(&state, &desk).await;
                    state.tell(&DeskEvent::Changed);
                }
            }
            Err(error) => {
                if is_shut_out(&error.into()) {
                    lock(&state, &desk).await;
                }
            }
        }
    }
}

async fn clock(state: Arc<AppState>, desk: Desk, mut stop: Receiver<()>) {
    let mut unsure = None;
    while goes_on(&mut stop, CLOCK).await {
        check_claim(&state, &desk).await;
        let now = desk.clock.now();
        let idle = state.session().is_idle(now, state.idle_minutes());
        let current = is_current(&state, &desk).await;
        if idle || must_lock(&current, &mut unsure, now, state.is_shared()) {
            lock(&state, &desk).await;
        }
    }
}

/// Whether whoever is signed in still works here in the same role. A closed account, or another
/// role, locks the window within seconds; the password opens it only to what is true now.
async fn is_current(state: &AppState, desk: &Desk) -> DeskResult<bool> {
    let actor = state.session().actor().cloned();
    match actor {
        Some(actor) => sign_in::is_current(desk, &actor).await,
        None => Ok(true),
    }
}

/// Whether the window may stay open no longer. `unsure` is since when nobody can tell: a server
/// that cut the connections of a closed account may say no more than that it does not answer.
fn must_lock(
    current: &DeskResult<bool>,
    unsure: &mut Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    shared: bool,
) -> bool {
    match current {
        Ok(current) => {
            *unsure = None;
            !current
        }
        Err(error) if is_shut_out(error) => true,
        Err(_) => shared && now - *unsure.get_or_insert(now) >= BENEFIT,
    }
}

/// Whether the database says that the account is closed.
fn is_shut_out(error: &DeskError) -> bool {
    match error {
        DeskError::Told(told) => told.code == ErrorCode::AccountClosed,
        DeskError::Store(StoreError::Refused(refusal)) => *refusal == Refusal::StaffInactive,
        DeskError::Store(_) => false,
    }
}

/// Locks the window and tells the page.
pub(crate) async fn lock(state: &AppState, desk: &Desk) {
    let locked = state.session().lock().map(|actor| actor.id);
    let Some(actor) = locked else { return };
    state.photos.clear();
    state.tell(&DeskEvent::Locked);
    let noted = sign_in::note_session(desk, actor, "staff.locked");
    match within(RECORD, noted).await {
        Some(Ok(())) => {}
        Some(Err(error)) => tracing::error!(%error, "the lock is not on record"),
        None => tracing::error!("the lock was not on record in time"),
    }
}

/// Tells the page at once when the claim that it believes to hold is gone.
async fn check_claim(state: &AppState, desk: &Desk) {
    let actor = state.session().actor().cloned();
    let (Some(request_id), Some(actor)) = (state.held(), actor) else {
        return;
    };
    let Ok(view) = claims::state(desk, &actor, request_id).await else {
        return;
    };
    if view.holder.as_ref().is_some_and(|holder| holder.me) || state.held() != Some(request_id) {
        return;
    }
    state.hold(None);
    let holder = view.holder.map(|holder| holder.display_name);
    state.tell(&DeskEvent::ClaimLost { request_id, holder });
}

/// Lets the window look again when messages moved.
struct Movements(Arc<AppState>);

impl Observer for Movements {
    fn saw(&self, seen: Seen) {
        let moved = match seen {
            Seen::Taken(count) => count > 0,
            Seen::Written { moved, .. } => moved > 0,
            Seen::Reported { answer, .. } => answer == ReportAnswer::Applied,
            Seen::Interrupted(count) | Seen::Reminders(count) => count > 0,
            _ => false,
        };
        if moved {
            self.0.changed.notify_one();
        }
    }
}

async fn outbox(state: Arc<AppState>, dispatcher: Dispatcher, mut stop: Receiver<()>) {
    let dispatcher = dispatcher.observed_by(Arc::new(Movements(state)));
    let stopped = async {
        // The channel carries nothing: it changes only by its end.
        let _ = stop.changed().await;
    };
    match dispatcher.run(stopped).await {
        Ended::InGoodOrder => {}
        ended @ (Ended::Leaving(_) | Ended::Unnoticed) => {
            tracing::warn!(?ended, "the outbox was not left in good order");
        }
    }
}

#[cfg(test)]
mod tests;
