//! Telling the page what happened unasked.

use coe_wire::event::{DESK_EVENT, DeskEvent};
use tauri::{AppHandle, Emitter};

/// Whom the desk tells what happened.
pub(crate) type Tell = Box<dyn Fn(&DeskEvent) + Send + Sync>;

/// Sends events to the page. A window that is closing does not hear them any more.
pub(crate) fn to_page(app: AppHandle) -> Tell {
    Box::new(move |event| {
        if let Err(error) = app.emit(DESK_EVENT, event) {
            tracing::debug!(%error, "the page did not hear an event");
        }
    })
}
