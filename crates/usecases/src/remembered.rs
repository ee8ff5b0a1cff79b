//! Signing in with the token that this computer's secret service keeps.
//!
//! The token is random; the database keeps its SHA-256 only. It is replaced by nothing and ends
//! after [`DAYS`] days, with a sign-out, or when the account is closed.

use crate::credentials::token_digest;
use crate::retry::settled;
use crate::sign_in::audit;
use crate::{Actor, Desk, DeskResult};
use chrono::Duration;
use coe_domain::StaffId;
use coe_wire::ErrorCode;

/// How long a computer is remembered.
pub const DAYS: i64 = 30;

/// Makes a token for this computer; the caller gives it to the secret service.
///
/// # Errors
/// What the database answers.
pub async fn remember(desk: &Desk, staff: StaffId) -> DeskResult<String> {
    let token = format!("{}{}", desk.rng.key(), desk.rng.key());
    let digest = token_digest(&token);
    settled(desk, || remember_once(desk, staff, &digest)).await?;
    Ok(token)
}

async fn remember_once(desk: &Desk, staff: StaffId, digest: &str) -> DeskResult<()> {
    let until = desk.clock.now() + Duration::days(DAYS);
    let mut unit = desk.store.write().await?;
    unit.remember_device(staff, digest, until).await?;
    audit(unit.as_mut(), staff, "staff.computer_remembered").await?;
    unit.commit().await?;
    Ok(())
}

/// Signs in with a token.
///
/// # Errors
/// `remembered_expired` where the token is unknown or old, `account_closed`, or what the database
/// answers.
pub async fn sign_in(desk: &Desk, token: &str) -> DeskResult<Actor> {
    let digest = token_digest(token);
    settled(desk, || sign_in_once(desk, &digest)).await
}

async fn sign_in_once(desk: &Desk, digest: &str) -> DeskResult<Actor> {
    let mut unit = desk.store.write().await?;
    let now = desk.clock.now();
    let Some(staff) = unit.staff_by_device(digest, now).await? else {
        return Err(ErrorCode::RememberedExpired.into());
    };
    if !staff.is_active {
        return Err(ErrorCode::AccountClosed.into());
    }
    unit.record_sign_in(staff.id, now).await?;
    audit(unit.as_mut(), staff.id, "staff.signed_in_remembered").await?;
    unit.commit().await?;
    Ok(Actor::from(&staff))
}

/// Forgets this computer.
///
/// # Errors
/// What the database answers.
pub async fn forget(desk: &Desk, token: &str) -> DeskResult<()> {
    let digest = token_digest(token);
    settled(desk, || forget_once(desk, &digest)).await
}

async fn forget_once(desk: &Desk, digest: &str) -> DeskResult<()> {
    let mut unit = desk.store.write().await?;
    unit.forget_device(digest).await?;
    unit.commit().await?;
    Ok(())
}
