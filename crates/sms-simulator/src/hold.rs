//! Gates at which messages wait for somebody to let them go on.

use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::watch;

/// A gate. Who waits at it and goes away leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Gate {
    held: watch::Sender<bool>,
    waiting: AtomicUsize,
}

impl Gate {
    pub(crate) fn open() -> Self {
        Self {
            held: watch::Sender::new(false),
            waiting: AtomicUsize::new(0),
        }
    }

    /// Closes the gate, or opens it for all who wait.
    pub(crate) fn hold(&self, held: bool) {
        self.held.send_replace(held);
    }

    pub(crate) fn is_held(&self) -> bool {
        *self.held.borrow()
    }

    /// How many wait now.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Waits until the gate is open; at once where it is.
    pub(crate) async fn pass(&self) {
        if !self.is_held() {
            return;
        }
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let _counted = Counted(&self.waiting);
        let mut held = self.held.subscribe();
        // The sender lives as long as `self`, so waiting cannot fail.
        let _opened = held.wait_for(|held| !held).await;
    }
}

/// Somebody who waits. Also counted down when a client goes away.
struct Counted<'a>(&'a AtomicUsize);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
