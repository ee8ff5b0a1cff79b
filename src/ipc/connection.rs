//! Which database the desk works on.

use super::{call, call0};
use coe_wire::connection::{ConnectionFound, ConnectionTest, DatabaseChoice, SetupView};
use coe_wire::session::SessionState;
use coe_wire::{UiError, command};

/// What is chosen on this computer.
pub async fn setup() -> Result<SetupView, UiError> {
    call0(command::SETUP).await
}

/// Tries a server out; changes nothing.
pub async fn test_connection(input: &ConnectionTest) -> Result<ConnectionFound, UiError> {
    call(command::TEST_CONNECTION, input).await
}

/// Remembers the choice on this computer and opens it.
pub async fn choose_database(input: &DatabaseChoice) -> Result<SessionState, UiError> {
    call(command::CHOOSE_DATABASE, input).await
}
