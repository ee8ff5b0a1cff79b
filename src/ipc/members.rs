//! Looking up members.

use super::call;
use coe_wire::lookup::MemberMatches;
use coe_wire::{UiError, command};

/// Members by number, ID, licence, phone or part of a name.
pub async fn find_members(search: &str) -> Result<MemberMatches, UiError> {
    call(command::FIND_MEMBERS, search).await
}
