//! Doing one thing at a time, and telling how it went.

use coe_wire::{ErrorCode, UiError};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// An action's state: whether it runs and how it failed. A second start while it runs does
/// nothing, so that a double click or a held key never acts twice.
#[derive(Debug, Clone, Copy)]
pub struct Busy {
    running: RwSignal<bool>,
    error: RwSignal<Option<UiError>>,
}

/// An action that belongs to the calling component.
#[must_use]
pub fn use_busy() -> Busy {
    Busy {
        running: RwSignal::new(false),
        error: RwSignal::new(None),
    }
}

impl Busy {
    /// Whether it runs.
    #[must_use]
    pub fn running(&self) -> Signal<bool> {
        self.running.into()
    }

    /// How it failed last; cleared by the next start.
    #[must_use]
    pub fn error(&self) -> Signal<Option<UiError>> {
        self.error.into()
    }

    /// Whether it failed last in this way.
    #[must_use]
    pub fn failed_as(&self, code: ErrorCode) -> bool {
        let failed = |error: &Option<UiError>| error.as_ref().is_some_and(|e| e.code == code);
        self.error.try_with_untracked(failed).unwrap_or(false)
    }

    /// Shows a failure that was found before asking the desk.
    pub fn fail(&self, error: UiError) {
        self.error.set(Some(error));
    }

    /// Takes the failure away.
    pub fn clear(&self) {
        self.error.set(None);
    }

    /// Runs `work` unless it runs already, then `done` with its answer. Where the component is gone
    /// by then, the answer is dropped: nobody is left to show it to.
    pub fn run<T: 'static>(
        &self,
        work: impl Future<Output = Result<T, UiError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        self.run_or(work, done, || {});
    }

    /// Like [`Busy::run`], and calls `failed` after a failure is shown.
    pub fn run_or<T: 'static>(
        &self,
        work: impl Future<Output = Result<T, UiError>> + 'static,
        done: impl FnOnce(T) + 'static,
        failed: impl FnOnce() + 'static,
    ) {
        let Self { running, error } = *self;
        if running.try_get_untracked() != Some(false) {
            return;
        }
        running.set(true);
        error.set(None);
        spawn_local(async move {
            let answer = work.await;
            // `try_set` gives the value back where the signal is gone.
            if running.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(value) => done(value),
                Err(failure) => {
                    error.try_set(Some(failure));
                    failed();
                }
            }
        });
    }
}
