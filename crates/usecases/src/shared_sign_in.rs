//! Signing in where the database itself checked the password: each person connects as a role of
//! their own, and the desk only looks up who that is.
//!
//! Every statement runs as that person, so nobody can enter or unlock as another here.

use crate::retry::settled;
use crate::sign_in::admit;
use crate::{Actor, Desk, DeskResult};
use coe_store::Staff;
use coe_wire::{ErrorCode, UiError};

/// Admits the person who connected to the database as `username`.
///
/// # Errors
/// `no_staff_account` where the database knows the role and the desk does not, `account_closed`, or
/// what the database answers.
pub async fn enter(desk: &Desk, username: &str) -> DeskResult<Actor> {
    settled(desk, || enter_once(desk, username)).await
}

async fn enter_once(desk: &Desk, username: &str) -> DeskResult<Actor> {
    let mut unit = desk.store.write().await?;
    let staff = known(unit.staff_by_username(username).await?)?;
    let now = desk.clock.now();
    let actor = admit(unit.as_mut(), &staff, now, "staff.signed_in").await?;
    unit.commit().await?;
    Ok(actor)
}

/// Opens a locked window after the database took the password again. Answers with the person as
/// they are now: role and name may have changed.
///
/// # Errors
/// As [`enter`].
pub async fn reopened(desk: &Desk, actor: &Actor) -> DeskResult<Actor> {
    settled(desk, || reopened_once(desk, actor)).await
}

async fn reopened_once(desk: &Desk, actor: &Actor) -> DeskResult<Actor> {
    let mut unit = desk.store.write().await?;
    let staff = known(unit.staff_by_id(actor.id).await?)?;
    let now = desk.clock.now();
    let actor = admit(unit.as_mut(), &staff, now, "staff.unlocked").await?;
    unit.commit().await?;
    Ok(actor)
}

fn known(staff: Option<Staff>) -> Result<Staff, UiError> {
    staff.ok_or_else(|| UiError::new(ErrorCode::NoStaffAccount))
}
