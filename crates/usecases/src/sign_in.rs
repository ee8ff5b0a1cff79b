//! Signing in with user name and password, rate-limited per account.

use crate::credentials::{NOBODY, verify_password};
use crate::retry::settled;
use crate::{Actor, Desk, DeskResult};
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
    let mut unit = desk.store.read().await?;
    let staff = unit.staff_by_username(username.trim()).await?;
    let now = desk.clock.now();
    if let Some(wait) = staff.as_ref().and_then(|staff| wait_of(staff, now)) {
        return Err(wait.into());
    }
    let hash = hash_of(staff.as_ref()).to_owned();
    // The hash is slow on purpose: no unit may be open meanwhile.
    unit.rollback().await?;
    let given = password.to_owned();
    let right = tokio::task::spawn_blocking(move || verify_password(&given, &hash))
        .await
        .map_err(|_| UiError::new(ErrorCode::Internal))?;
    let Some(staff) = staff.map(|staff| staff.id) else {
        return Err(ErrorCode::WrongCredentials.into());
    };
    let action = right.then_some(action);
    settled(desk, || answer_once(desk, staff, action, now)).await
}

/// Admits the person with `action`, or turns them away where the password was wrong.
async fn answer_once(
    desk: &Desk,
    staff: StaffId,
    action: Option<&'static str>,
    now: DateTime<Utc>,
) -> DeskResult<Actor> {
    let mut unit = desk.store.write().await?;
    // Read again: somebody may have used up the tries while this password was checked.
    let Some(staff) = unit.staff_by_id(staff).await? else {
        return Err(ErrorCode::WrongCredentials.into());
    };
    if let Some(wait) = wait_of(&staff, now) {
        return Err(wait.into());
    }
    let answer = match action {
        Some(action) => Ok(admit(unit.as_mut(), &staff, now, action).await?),
        None => Err(turn_away(unit.as_mut(), &staff, now).await?.into()),
    };
    // A wrong try is kept, too: it counts.
    unit.commit().await?;
    answer
}

/// What the password is checked against. Who has no hash has their password checked by the database:
/// none opens anything here.
fn hash_of(staff: Option<&Staff>) -> &str {
    staff
        .and_then(|staff| staff.password_hash.as_deref())
        .unwrap_or(NOBODY)
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

/// Records a sign-in of somebody whose password was right.
///
/// # Errors
/// `account_closed`, or what the database answers.
pub(crate) async fn admit(
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

/// Counts a wrong password. Returns what the person is told.
async fn turn_away(unit: &mut dyn Unit, staff: &Staff, now: DateTime<Utc>) -> DeskResult<UiError> {
    let pause = pause_after(staff.failed_sign_ins + 1);
    unit.record_failed_sign_in(staff.id, pause.map(|pause| now + pause))
        .await?;
    audit(unit, staff.id, "staff.sign_in_failed").await?;
    Ok(match pause {
        Some(pause) => UiError::new(ErrorCode::TooManyAttempts)
            .with("minutes", pause.num_minutes())
            .retry(),
        None => UiError::new(ErrorCode::WrongCredentials),
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
    settled(desk, || note_once(desk, staff, action)).await
}

async fn note_once(desk: &Desk, staff: StaffId, action: &'static str) -> DeskResult<()> {
    let mut unit = desk.store.write().await?;
    audit(unit.as_mut(), staff, action).await?;
    unit.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use coe_domain::Role;

    #[test]
    fn who_has_no_hash_cannot_be_signed_in_to_by_password() {
        let mut staff = Staff {
            id: StaffId(1),
            username: "anong".to_owned(),
            display_name: "ANONG".to_owned(),
            role: Role::Officer,
            password_hash: Some("$argon2id$x".to_owned()),
            failed_sign_ins: 0,
            locked_until: None,
            is_active: true,
            last_sign_in_at: None,
        };
        assert_eq!(hash_of(Some(&staff)), "$argon2id$x");
        staff.password_hash = None;
        assert_eq!(hash_of(Some(&staff)), NOBODY);
        assert_eq!(hash_of(None), NOBODY);
    }

    #[test]
    fn the_pause_begins_at_the_fifth_wrong_password_and_is_capped_at_a_day() {
        assert_eq!(pause_after(4), None);
        assert_eq!(pause_after(5), Some(Duration::minutes(5)));
        assert_eq!(pause_after(6), Some(Duration::minutes(10)));
        assert_eq!(pause_after(400), Some(Duration::minutes(1440)));
    }
}
