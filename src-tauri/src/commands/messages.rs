//! The outbox, and looking up members.

use super::Shared;
use coe_usecases::{find_members as finding, list_messages};
use coe_wire::lookup::MemberMatches;
use coe_wire::messages::{MessagesPage, MessagesQuery};
use coe_wire::{UiError, command};

#[tauri::command]
pub(crate) async fn messages_page(
    state: Shared<'_>,
    input: MessagesQuery,
) -> Result<MessagesPage, UiError> {
    let (desk, _) = state.admit(command::MESSAGES_PAGE)?;
    // The embedded desk has no gateway but the simulator; a shared database has one of its own.
    let simulated = !state.is_shared();
    let page = list_messages::list_messages(&desk, &input, simulated).await;
    state.told(command::MESSAGES_PAGE, page)
}

#[tauri::command]
pub(crate) async fn find_members(
    state: Shared<'_>,
    input: String,
) -> Result<MemberMatches, UiError> {
    let (desk, actor) = state.admit(command::FIND_MEMBERS)?;
    state.told(
        command::FIND_MEMBERS,
        finding::find_members(&desk, &actor, &input).await,
    )
}
