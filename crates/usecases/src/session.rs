//! A session at one window: signed in, locked, ended. Knows no window.

use crate::Actor;
use chrono::{DateTime, Duration, Utc};
use coe_domain::{RequestId, Role};
use coe_wire::command::Access;
use coe_wire::{ErrorCode, UiError};

/// Who sits at the window, and which case is open.
#[derive(Debug, Clone, Default)]
pub struct Session {
    actor: Option<Actor>,
    locked: bool,
    last_active: Option<DateTime<Utc>>,
    open_case: Option<RequestId>,
}

impl Session {
    /// Begins a session.
    pub fn begin(&mut self, actor: Actor, now: DateTime<Utc>) {
        *self = Self {
            actor: Some(actor),
            locked: false,
            last_active: Some(now),
            open_case: None,
        };
    }

    /// Ends it. Returns who it was.
    pub fn end(&mut self) -> Option<Actor> {
        std::mem::take(self).actor
    }

    /// Locks the window. Returns who is signed in, where the lock is new.
    pub fn lock(&mut self) -> Option<&Actor> {
        let actor = self.actor.as_ref().filter(|_| !self.locked)?;
        self.locked = true;
        Some(actor)
    }

    /// Opens the lock for the person as they are now, after the password was checked.
    pub fn unlock(&mut self, actor: Actor, now: DateTime<Utc>) {
        self.actor = Some(actor);
        self.locked = false;
        self.last_active = Some(now);
    }

    /// The person did something.
    pub fn touch(&mut self, now: DateTime<Utc>) {
        if !self.locked {
            self.last_active = Some(now);
        }
    }

    /// Whether nobody did anything for `minutes`.
    #[must_use]
    pub fn is_idle(&self, now: DateTime<Utc>, minutes: u32) -> bool {
        !self.locked
            && self.actor.is_some()
            && self
                .last_active
                .is_some_and(|since| now - since >= Duration::minutes(i64::from(minutes)))
    }

    /// Who is signed in, locked or not.
    #[must_use]
    pub fn actor(&self) -> Option<&Actor> {
        self.actor.as_ref()
    }

    /// Whether the window is locked.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.locked
    }

    /// The actor, if a command with this access may run now.
    ///
    /// # Errors
    /// `not_signed_in`, `locked` or `not_allowed`.
    pub fn admit(&self, access: Access) -> Result<Actor, UiError> {
        let actor = self
            .actor
            .clone()
            .ok_or_else(|| UiError::new(ErrorCode::NotSignedIn))?;
        if self.locked {
            return Err(UiError::new(ErrorCode::Locked));
        }
        if !access.admits(Some(actor.role)) {
            return Err(UiError::new(ErrorCode::NotAllowed));
        }
        Ok(actor)
    }

    /// The case on screen, whose photos alone may be asked for.
    #[must_use]
    pub fn open_case(&self) -> Option<RequestId> {
        self.open_case
    }

    /// Puts a case on screen. Returns whether it was not there already.
    pub fn show_case(&mut self, id: RequestId) -> bool {
        self.open_case.replace(id) != Some(id)
    }

    /// Takes a case off the screen.
    pub fn leave_case(&mut self, id: RequestId) {
        if self.open_case == Some(id) {
            self.open_case = None;
        }
    }

    /// The actor, if the photos of `id` may be shown now.
    ///
    /// # Errors
    /// As [`Session::admit`], and `photo_mismatch` where another case is on screen.
    pub fn admit_photo(&self, id: RequestId) -> Result<Actor, UiError> {
        let actor = self.admit(Access::Reviewers)?;
        if actor.role == Role::Support || self.open_case != Some(id) {
            return Err(UiError::new(ErrorCode::PhotoMismatch));
        }
        Ok(actor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coe_domain::StaffId;

    fn actor(role: Role) -> Actor {
        Actor {
            id: StaffId(1),
            username: "a".into(),
            display_name: "A".into(),
            role,
        }
    }

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::minutes(minute)
    }

    #[test]
    fn a_locked_window_admits_no_command_until_it_is_unlocked() {
        let mut session = Session::default();
        session.begin(actor(Role::Officer), at(0));
        assert!(session.admit(Access::Reviewers).is_ok());
        assert!(session.lock().is_some());
        assert!(session.lock().is_none(), "the lock is new only once");
        assert_eq!(
            session.admit(Access::SignedIn).unwrap_err().code,
            ErrorCode::Locked
        );
        session.unlock(actor(Role::Officer), at(1));
        assert!(session.admit(Access::SignedIn).is_ok());
    }

    #[test]
    fn the_idle_clock_restarts_with_activity_but_not_behind_the_lock() {
        let mut session = Session::default();
        session.begin(actor(Role::Officer), at(0));
        session.touch(at(9));
        assert!(!session.is_idle(at(18), 10));
        assert!(session.is_idle(at(19), 10));
        session.lock();
        assert!(
            !session.is_idle(at(60), 10),
            "a locked window is not locked again"
        );
    }

    #[test]
    fn photos_are_shown_of_the_open_case_only_and_never_to_support() {
        let mut session = Session::default();
        session.begin(actor(Role::Officer), at(0));
        session.show_case(RequestId(7));
        assert!(session.admit_photo(RequestId(7)).is_ok());
        assert_eq!(
            session.admit_photo(RequestId(8)).unwrap_err().code,
            ErrorCode::PhotoMismatch
        );
        session.leave_case(RequestId(7));
        assert!(session.admit_photo(RequestId(7)).is_err());
        session.begin(actor(Role::Support), at(0));
        session.show_case(RequestId(7));
        assert_eq!(
            session.admit_photo(RequestId(7)).unwrap_err().code,
            ErrorCode::NotAllowed
        );
    }

    #[test]
    fn without_a_session_nothing_is_admitted() {
        let session = Session::default();
        assert_eq!(
            session.admit(Access::SignedIn).unwrap_err().code,
            ErrorCode::NotSignedIn
        );
    }
}
