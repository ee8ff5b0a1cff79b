//! Choosing a database, and trying a server out.

use super::Shared;
use crate::{server, signing};
use coe_wire::UiError;
use coe_wire::connection::{ConnectionFound, ConnectionTest, DatabaseChoice, SetupView};
use coe_wire::session::SessionState;

#[tauri::command]
pub(crate) async fn setup(state: Shared<'_>) -> Result<SetupView, UiError> {
    Ok(state.setup())
}

#[tauri::command]
pub(crate) async fn test_connection(
    state: Shared<'_>,
    input: ConnectionTest,
) -> Result<ConnectionFound, UiError> {
    server::test(state.connector(), input).await
}

#[tauri::command]
pub(crate) async fn choose_database(
    state: Shared<'_>,
    input: DatabaseChoice,
) -> Result<SessionState, UiError> {
    signing::choose(&state, input).await?;
    Ok(state.view())
}
