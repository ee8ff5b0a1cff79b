//! What can go wrong between the harness and the window.

use coe_pg_cluster::ClusterError;
use std::path::{Path, PathBuf};
use thirtyfour::error::WebDriverError;

/// A failure of the harness or of the story's expectations.
#[derive(Debug, thiserror::Error)]
pub enum E2eError {
    /// A program that the harness needs is not there.
    #[error("{what} was not found at {}: run the stories with `cargo xtask test --only stories`", path.display())]
    NotBuilt {
        /// What it is.
        what: &'static str,
        /// Where it was looked for.
        path: PathBuf,
    },

    /// A program of the harness could not be started or ended at once.
    #[error("{program} did not start: {why}")]
    NotStarted {
        /// Which program.
        program: String,
        /// What was seen.
        why: String,
    },

    /// The demo database could not be made.
    #[error("the demo database could not be made: {0}")]
    NoDemo(String),

    /// The shared database has no server.
    #[error(transparent)]
    Server(#[from] ClusterError),

    /// The administrator's program refused.
    #[error("`coe-desk-admin {command}` failed: {words}")]
    Admin {
        /// What it was asked to do.
        command: String,
        /// What it said.
        words: String,
    },

    /// Something on the disk.
    #[error("could not {action} {}: {source}", path.display())]
    File {
        /// What was tried.
        action: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },

    /// What the story waits for did not come.
    #[error("waited {seconds} s in vain for {what}{}", last.as_ref().map(|l| format!("; last seen: {l}")).unwrap_or_default())]
    NotSeen {
        /// What was awaited.
        what: String,
        /// How long.
        seconds: u64,
        /// What was there instead, if anything.
        last: Option<String>,
    },

    /// The story saw something else than it expects.
    #[error("{0}")]
    Expectation(String),

    /// The simulated gateway did not do as it was told.
    #[error("the simulated gateway: {0}")]
    Gateway(String),

    /// The WebDriver refused.
    #[error("WebDriver: {0}")]
    Driver(#[from] WebDriverError),
}

impl E2eError {
    /// For `map_err` on file operations: what was tried, and with which file.
    pub fn file(
        action: &'static str,
        path: impl AsRef<Path>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.as_ref().to_owned();
        move |source| Self::File {
            action,
            path,
            source,
        }
    }
}
