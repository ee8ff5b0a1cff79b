//! Two people at desks of their own, on one shared database.

use crate::{Desk, Desktop, E2eError, Programs, SharedWorkspace};
use std::path::Path;

/// Two desks that share nothing but the server: each has a display, a home folder and a window of
/// its own, as on two computers.
#[derive(Debug)]
pub struct Office {
    /// One desk.
    pub first: Desk,
    /// The other.
    pub second: Desk,
    /// What both work on. Dropped after the windows.
    pub shared: SharedWorkspace,
}

impl Office {
    /// Opens both windows.
    ///
    /// # Errors
    /// When a program does not start.
    pub async fn open(
        programs: &Programs,
        shared: SharedWorkspace,
        shots: &Path,
    ) -> Result<Self, E2eError> {
        let open = async |name: &str| {
            let (start, desktop) = (shared.start()?, Desktop::start()?);
            Desk::open_on(programs.clone(), start, desktop, &shots.join(name)).await
        };
        let first = open("first-desk").await?;
        let second = open("second-desk").await?;
        Ok(Self {
            first,
            second,
            shared,
        })
    }

    /// Takes a picture of both windows.
    ///
    /// # Errors
    /// When a picture cannot be taken or written.
    pub async fn screenshot(&mut self, name: &str) -> Result<(), E2eError> {
        self.first.app.screenshot(name).await?;
        self.second.app.screenshot(name).await.map(drop)
    }

    /// Closes both windows.
    ///
    /// # Errors
    /// When the driver refuses.
    pub async fn close(self) -> Result<(), E2eError> {
        let first = self.first.close().await;
        first.and(self.second.close().await)
    }
}
