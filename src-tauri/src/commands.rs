//! The commands of the window: thin. Each asks the gate, calls one use case and tells the page.

mod messages;
mod queue;
mod review;
mod session;

use crate::state::AppState;
use std::sync::Arc;

/// The state as commands take it.
pub(crate) type Shared<'a> = tauri::State<'a, Arc<AppState>>;

/// All commands. A test holds this list equal to `coe_wire::command::ALL`.
pub(crate) fn handler() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        session::session_state,
        session::sign_in,
        session::sign_in_remembered,
        session::unlock,
        session::lock,
        session::sign_out,
        session::touch,
        session::reference_data,
        queue::queue_page,
        queue::queue_counts,
        queue::take_next,
        queue::claim,
        queue::release,
        queue::heartbeat,
        review::open_case,
        review::close_case,
        review::timeline,
        review::reveal,
        review::set_check,
        review::save_draft,
        review::add_note,
        review::schedule_call,
        review::start_call,
        review::finish_call,
        review::open_meeting,
        review::preview_decision,
        review::decide,
        messages::messages_page,
        messages::find_members,
    ]
}
