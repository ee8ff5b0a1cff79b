//! Signing in with user name and password, rate-limited per account.

use crate::credentials::{NOBODY, verify_password};
use crate::{Actor, Desk, DeskError, DeskResult};
use chrono::{DateTime, Duration, Utc};
use coe_domain::StaffId;
use coe_store::{NewAuditEvent, Staff, Unit};
use coe_wire::{ErrorCode, UiError};
use std::collections::BTreeMap;

/// Wrong passwords in a row before the account closes for a while.
pub const TRIES: u32 = 5;

/// How long an account stays closed after `failed` wrong passwords: 5 minutes, doubling with each
/// further wrong one, at most a day (NIST SP 800-63B-4, section 3.2.2, asks for throttling).
fn pause_after(failed: u32) -> Option<Duration> {
    let over = failed.checked_sub(TRIES)?;
    Some(Duration::minutes((5_i64 << over.min(9)).min(24 * 60)))
}

/// Signs in. The answer for an unknown name is the one for a wrong password, and takes as long.
///
/// # Errors
/// `wrong_credentials`, `too_many_attempts`, `account_closed`, or what the database answers.
pub async fn sign_in(desk: &Desk, username: &str, password: &str) -> DeskResult<Actor> {
    check(desk, username, password, "staff.signed_in").await
}

/// Opens a locked window, by the same rules. Answers with the person as they are now: role and
/// name may have changed.
///
/// # Errors
/// As [`sign_in`].
pub async fn unlock(desk: &Desk, actor: &Actor, password: &str) -> DeskResult<Actor> {
    check(desk, &actor.username, password, "staff.unlocked").await
}

async fn check(
    desk: &Desk,
    username: &str,
    password: &str,
    action: &'static str,
) -> DeskResult<Actor> {
    let mut unit = desk.store.write().await?;
    let staff = unit.staff_by_username(username.trim()).await?;
    let now = desk.clock.now();
    if let Some(wait) = staff.as_ref().and_then(|staff| wait_of(staff, now)) {
        return Err(wait.into());
    }
    let hash = staff
        .as_ref()
        .map_or(NOBODY, |staff| &staff.password_hash)
        .to_owned();
    // The hash is slow on purpose: no unit may hold the database's writer meanwhile.
    unit.rollback().await?;
    let given = password.to_owned();
    let right = tokio::task::spawn_blocking(move || verify_password(&given, &hash))
        .await
        .map_err(|_| UiError::new(ErrorCode::Internal))?;
    let mut unit = desk.store.write().await?;
    // Read again: somebody may have used up the tries while this password was checked.
    let staff = match staff {
        Some(staff) => unit.staff_by_id(staff.id).await?,
        None => None,
    };
    let Some(staff) = staff else {
        return Err(ErrorCode::WrongCredentials.into());
    };
    if let Some(wait) = wait_of(&staff, now) {
        return Err(wait.into());
    }
    let answer = if right {
        admit(unit.as_mut(), &staff, now, action).await
    } else {
        turn_away(unit.as_mut(), &staff, now).await
    };
    unit.commit().await?;
    answer
}

fn wait_of(staff: &Staff, now: DateTime<Utc>) -> Option<UiError> {
    let left = staff.locked_until?.signed_duration_since(now);
    let minutes = left.num_seconds().div_euclid(60) + 1;
    (left > Duration::zero()).then(|| {
        UiError::new(ErrorCode::TooManyAttempts)
            .with("minutes", minutes)
            .retry()
    })
}

async fn admit(
    unit: &mut dyn Unit,
    staff: &Staff,
    now: DateTime<Utc>,
    action: &'static str,
) -> DeskResult<Actor> {
    if !staff.is_active {
        return Err(ErrorCode::AccountClosed.into());
    }
    unit.record_sign_in(staff.id, now).await?;
    audit(unit, staff.id, action).await?;
    Ok(Actor::from(staff))
}

async fn turn_away(unit: &mut dyn Unit, staff: &Staff, now: DateTime<Utc>) -> DeskResult<Actor> {
    let pause = pause_after(staff.failed_sign_ins + 1);
    unit.record_failed_sign_in(staff.id, pause.map(|pause| now + pause))
        .await?;
    audit(unit, staff.id, "staff.sign_in_failed").await?;
    Err(match pause {
        Some(pause) => DeskError::from(
            UiError::new(ErrorCode::TooManyAttempts)
                .with("minutes", pause.num_minutes())
                .retry(),
        ),
        None => ErrorCode::WrongCredentials.into(),
    })
}

/// Whether an actor's account is still open and has the same role.
///
/// # Errors
/// What the database answers.
pub async fn is_current(desk: &Desk, actor: &Actor) -> DeskResult<bool> {
    let mut unit = desk.store.read().await?;
    let staff = unit.staff_by_id(actor.id).await?;
    Ok(staff.is_some_and(|staff| staff.is_active && staff.role == actor.role))
}

/// Writes that somebody signed in, out, locked or unlocked.
///
/// # Errors
/// What the database answers.
pub(crate) async fn audit(
    unit: &mut dyn Unit,
    staff: StaffId,
    action: &'static str,
) -> DeskResult<()> {
    unit.append_event(&NewAuditEvent {
        actor: Some(staff),
        action,
        request_id: None,
        member_id: None,
        detail: BTreeMap::new(),
    })
    .await?;
    Ok(())
}

/// Writes that a session ended or was locked.
///
/// # Errors
/// What the database answers.
pub async fn note_session(desk: &Desk, staff: StaffId, action: &'static str) -> DeskResult<()> {
    let mut unit = desk.store.write().await?;
    audit(unit.as_mut(), staff, action).await?;
    unit.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_begins_at_the_fifth_wrong_password_and_is_capped_at_a_day() {
        assert_eq!(pause_after(4), None);
        assert_eq!(pause_after(5), Some(Duration::minutes(5)));
        assert_eq!(pause_after(6), Some(Duration::minutes(10)));
        assert_eq!(pause_after(400), Some(Duration::minutes(1440)));
    }
}
