//! What can go wrong with a cluster.

use std::path::{Path, PathBuf};

/// A cluster could not be made, started or asked.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// There is no PostgreSQL, or only one that is too old.
    #[error(
        "PostgreSQL 15 or newer is needed and {}. Debian and Ubuntu: sudo apt-get install \
         postgresql; Fedora: sudo dnf install postgresql-server; macOS: brew install postgresql. \
         The programs initdb, pg_ctl and postgres must be on the PATH or below /usr/lib/postgresql",
        found.as_ref().map_or("was not found".to_owned(), |found| format!("only {found} was found"))
    )]
    MissingServer {
        /// The newest that was found.
        found: Option<String>,
    },

    /// Clusters are started on Unix systems only.
    #[error("a PostgreSQL for tests can be started on Linux and macOS only")]
    UnixOnly,

    /// The kept cluster runs already.
    #[error("the PostgreSQL in {} runs already: another command uses it", .0.display())]
    InUse(PathBuf),

    /// A program could not be started.
    #[error("`{program}` could not be started: {source}")]
    NotStarted {
        /// Which one.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },

    /// A program of PostgreSQL failed.
    #[error("{what} failed: {words}")]
    Failed {
        /// What was tried.
        what: &'static str,
        /// What the program and the end of the server's log say.
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

    /// No port was free.
    #[error("there is no free port: {0}")]
    NoPort(std::io::Error),

    /// The environment names a running cluster in a way that is not understood.
    #[error("COE_DESK_TEST_POSTGRES must say host:port:superuser, not `{0}`")]
    Address(String),

    /// A certificate could not be made.
    #[cfg(feature = "tls")]
    #[error("a certificate could not be made: {0}")]
    Certificate(#[from] rcgen::Error),

    /// The cluster was started without encryption.
    #[cfg(feature = "tls")]
    #[error("this cluster offers no encryption: start it with `Settings {{ tls: true, .. }}`")]
    NoTls,
}

impl ClusterError {
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
}
