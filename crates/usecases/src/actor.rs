//! Who acts.

use coe_domain::{Role, StaffId};
use coe_store::Staff;
use coe_wire::session::StaffView;
use coe_wire::{ErrorCode, UiError};

/// A person who signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Identity.
    pub id: StaffId,
    /// User name.
    pub username: String,
    /// Name as colleagues see it.
    pub display_name: String,
    /// What they may do.
    pub role: Role,
}

impl Actor {
    /// # Errors
    /// `not_allowed` unless the actor's role works requests.
    pub fn must_review(&self) -> Result<(), UiError> {
        if self.role.reviews() {
            Ok(())
        } else {
            Err(UiError::new(ErrorCode::NotAllowed))
        }
    }

    /// # Errors
    /// `not_allowed` unless the actor is a supervisor.
    pub fn must_supervise(&self) -> Result<(), UiError> {
        if self.role == Role::Supervisor {
            Ok(())
        } else {
            Err(UiError::new(ErrorCode::NotAllowed))
        }
    }

    /// The actor as the page shows them.
    #[must_use]
    pub fn view(&self) -> StaffView {
        StaffView {
            id: self.id,
            username: self.username.clone(),
            display_name: self.display_name.clone(),
            role: self.role,
        }
    }
}

impl From<&Staff> for Actor {
    fn from(staff: &Staff) -> Self {
        Self {
            id: staff.id,
            username: staff.username.clone(),
            display_name: staff.display_name.clone(),
            role: staff.role,
        }
    }
}
