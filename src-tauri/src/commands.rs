//! The commands of the window: thin. Each asks the gate, calls one use case and tells the page.

mod connection;
mod messages;
mod queue;
mod review;
mod session;
mod settings;

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
        connection::setup,
        connection::test_connection,
        connection::choose_database,
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
        messages::request_messages,
        messages::message_detail,
        messages::message_health,
        messages::choose_message,
        settings::message_texts,
        settings::save_template,
        settings::template_edits,
        settings::save_message_numbers,
        settings::gateway,
        settings::save_gateway,
        settings::try_gateway,
        settings::send_test_message,
        messages::find_members,
    ]
}

#[cfg(test)]
mod tests {
    use coe_wire::command::ALL;
    use std::collections::BTreeSet;

    const MODULES: &[&str] = &[
        "connection",
        "session",
        "queue",
        "review",
        "messages",
        "settings",
    ];

    #[test]
    fn each_command_has_its_handler_and_its_gate() {
        let source = include_str!("commands.rs");
        let listed: BTreeSet<&str> = source
            .lines()
            .filter_map(|line| line.trim().strip_suffix(',')?.split_once("::"))
            .filter(|(module, _)| MODULES.contains(module))
            .map(|(_, name)| name)
            .collect();
        let named: BTreeSet<&str> = ALL.iter().map(|(name, _)| *name).collect();
        assert_eq!(listed, named);

        let files = [
            include_str!("commands/messages.rs"),
            include_str!("commands/queue.rs"),
            include_str!("commands/review.rs"),
            include_str!("commands/settings.rs"),
        ];
        for (name, _) in ALL {
            let gate = format!("state.admit(command::{})", name.to_uppercase());
            let body = format!("async fn {name}(");
            let home = files.iter().find(|file| file.contains(&body));
            if let Some(home) = home {
                assert!(home.contains(&gate), "{name} must ask the gate first");
            }
        }
    }
}
