//! Telling the page what happened unasked.

use coe_wire::event::{DESK_EVENT, DeskEvent};
use tauri::{AppHandle, Emitter};

/// Sends an event to the page. A window that is closing does not hear it any more.
pub(crate) fn tell(app: &AppHandle, event: &DeskEvent) {
    if let Err(error) = app.emit(DESK_EVENT, event) {
        tracing::debug!(%error, "the page did not hear an event");
    }
}
