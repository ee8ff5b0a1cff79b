//! What can go wrong, and what to do about it.

use coe_pg_cluster::ClusterError;
use std::path::{Path, PathBuf};

/// A step's failure. [`TaskError::advice`] says what the person at the keyboard can do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TaskError {
    /// A program ran and failed; its own output stands above.
    #[error("{what} failed ({status}).\n  Command: {command}")]
    Failed {
        what: String,
        command: String,
        status: String,
        advice: Option<String>,
    },

    /// A program could not be started.
    #[error("{what} needs the program `{program}`, which could not be started: {source}")]
    NotStarted {
        what: String,
        program: String,
        source: std::io::Error,
        advice: Option<String>,
    },

    /// A file could not be read or written.
    #[error("could not {action} {}: {source}", path.display())]
    File {
        action: &'static str,
        path: PathBuf,
        source: std::io::Error,
    },

    /// Packages are missing that only an administrator can install.
    #[error("these system packages are missing: {}", packages.join(" "))]
    PackagesMissing {
        packages: Vec<String>,
        command: String,
    },

    /// The libraries the window needs are not there, and there is no apt to install them with.
    #[error("the libraries that the window needs were not found (pkg-config webkit2gtk-4.1)")]
    LibrariesMissing,

    /// The lock file does not name a package that a step depends on.
    #[error("Cargo.lock does not list the package `{0}`")]
    NotLocked(&'static str),

    /// Rust cannot compile to WebAssembly here.
    #[error("Rust's WebAssembly target could not be installed: {0}")]
    NoWasmTarget(String),

    /// Something that should have been built is not there.
    #[error("{what} was not found at {}", path.display())]
    NotBuilt { what: &'static str, path: PathBuf },

    /// There is no server for the tests of the shared database.
    #[error("the tests of the shared database have no server: {0}")]
    NoPostgres(#[from] ClusterError),

    /// There is nowhere to open a window.
    #[error("there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)")]
    NoDisplay,

    /// The invisible display and its driver exist on Linux only.
    #[error("{0} is only possible on Linux: it needs Xvfb and WebKitWebDriver")]
    LinuxOnly(&'static str),
}

impl TaskError {
    /// For `map_err` on file operations.
    pub(crate) fn file(
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

    /// What to do about it, where more can be said than the message says.
    pub(crate) fn advice(&self) -> Option<String> {
        match self {
            Self::Failed { advice, .. } | Self::NotStarted { advice, .. } => advice.clone(),
            Self::File { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => {
                Some("Free some disk space (a full build takes about 6 GB) and try again.".into())
            }
            Self::File { .. } => None,
            Self::PackagesMissing { command, .. } => {
                Some(format!("Install them, then run the same command again:\n    {command}"))
            }
            Self::LibrariesMissing => Some(
                "Install your system's development packages of WebKitGTK 4.1, GTK 3, librsvg, \
                 libayatana-appindicator and libsecret, a C compiler and pkg-config.\n    \
                 Fedora:  sudo dnf install webkit2gtk4.1-devel librsvg2-devel \
                 libayatana-appindicator-gtk3-devel libsecret-devel gcc pkgconf\n    \
                 Arch:    sudo pacman -S webkit2gtk-4.1 librsvg libayatana-appindicator libsecret \
                 base-devel"
                    .into(),
            ),
            Self::NotLocked(_) => {
                Some("Restore Cargo.lock (git checkout Cargo.lock), or make it anew: cargo generate-lockfile".into())
            }
            Self::NoWasmTarget(_) => Some(
                "Install Rust with rustup (https://rustup.rs), then run\n    \
                 rustup target add wasm32-unknown-unknown"
                    .into(),
            ),
            Self::NotBuilt { .. } => Some("Run the same command again; if it stays so, delete the cache folder (~/.cache/coe-desk).".into()),
            Self::NoPostgres(ClusterError::MissingServer { found: Some(_) }) => Some(
                "Your distribution's own is too old. PostgreSQL's packages for it are at \
                 https://www.postgresql.org/download. A server of another version may stay."
                    .into(),
            ),
            Self::NoPostgres(_) => None,
            Self::NoDisplay => Some(
                "`cargo xtask test --only stories` shows two desks on invisible displays, and \
                 leaves screenshots."
                    .into(),
            ),
            Self::LinuxOnly(_) => Some("Run `cargo xtask run` without `--headless` instead.".into()),
        }
    }
}
