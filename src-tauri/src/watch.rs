//! What runs beside the window: changes by others, the held claim, the idle lock, the outbox.

use crate::events::tell;
use crate::state::AppState;
use coe_sms::Dispatcher;
use coe_usecases::{Desk, claims, sign_in};
use coe_wire::event::DeskEvent;
use std::sync::Arc;
use std::time::Duration;
use tauri::AppHandle;

/// How often another desk's changes are looked for.
const LOOK: Duration = Duration::from_millis(400);
/// How often the clock is looked at for an expired lease or an idle window.
const CLOCK: Duration = Duration::from_secs(5);
/// How often the outbox is worked.
const OUTBOX: Duration = Duration::from_secs(1);

/// Starts what runs beside the window. It ends with the app.
pub(crate) fn start(app: &AppHandle, state: &Arc<AppState>, desk: &Desk, dispatcher: Dispatcher) {
    tauri::async_runtime::spawn(changes(app.clone(), Arc::clone(state), desk.clone()));
    tauri::async_runtime::spawn(clock(app.clone(), Arc::clone(state), desk.clone()));
    tauri::async_runtime::spawn(outbox(Arc::clone(state), dispatcher));
}

async fn changes(app: AppHandle, state: Arc<AppState>, desk: Desk) {
    let mut seen = None;
    let mut available = true;
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = state.changed.notified() => {}
        }
        let version = desk.store.version().await;
        if version.is_ok() != available {
            available = version.is_ok();
            tell(&app, &DeskEvent::Database { available });
        }
        let Ok(version) = version else { continue };
        if seen
            .replace(version)
            .is_some_and(|before| before != version)
        {
            check_claim(&app, &state, &desk).await;
            tell(&app, &DeskEvent::Changed);
        }
    }
}

async fn clock(app: AppHandle, state: Arc<AppState>, desk: Desk) {
    loop {
        tokio::time::sleep(CLOCK).await;
        check_claim(&app, &state, &desk).await;
        let idle = state
            .session()
            .is_idle(desk.clock.now(), state.idle_minutes());
        if idle || !is_current(&state, &desk).await {
            lock(&app, &state, &desk).await;
        }
    }
}

/// Whether whoever is signed in still works here in the same role. A closed account, or another
/// role, locks the window within seconds; the password opens it only to what is true now.
async fn is_current(state: &AppState, desk: &Desk) -> bool {
    let actor = state.session().actor().cloned();
    match actor {
        Some(actor) => sign_in::is_current(desk, &actor).await.unwrap_or(true),
        None => true,
    }
}

/// Locks the window and tells the page.
pub(crate) async fn lock(app: &AppHandle, state: &AppState, desk: &Desk) {
    let locked = state.session().lock().map(|actor| actor.id);
    let Some(actor) = locked else { return };
    state.photos.clear();
    tell(app, &DeskEvent::Locked);
    if let Err(error) = sign_in::note_session(desk, actor, "staff.locked").await {
        tracing::error!(%error, "the lock is not on record");
    }
}

/// Tells the page at once when the claim that it believes to hold is gone.
async fn check_claim(app: &AppHandle, state: &AppState, desk: &Desk) {
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
    tell(app, &DeskEvent::ClaimLost { request_id, holder });
}

async fn outbox(state: Arc<AppState>, dispatcher: Dispatcher) {
    loop {
        match dispatcher.round().await {
            Ok(round) if round.sent + round.settled > 0 => state.changed.notify_one(),
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the outbox cannot be worked"),
        }
        tokio::time::sleep(OUTBOX).await;
    }
}
