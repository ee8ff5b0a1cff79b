//! One cluster for many tests.

use crate::cluster::{output_of, words_of};
use crate::programs::Programs;
use crate::{Cluster, ClusterError};
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// The environment variable that names a running cluster: `host:port:superuser`, such as
/// `127.0.0.1:40123:desk_test_super`. `cargo xtask test` sets it, so that all test programs of a
/// run use one cluster.
pub const ADDRESS_VARIABLE: &str = "COE_DESK_TEST_POSTGRES";

/// Where a running cluster is, whoever started it. Its superuser needs no password.
///
/// Tests share it with others: each makes a database of its own, and roles with names of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedCluster {
    host: String,
    port: u16,
    superuser: String,
}

impl SharedCluster {
    pub(crate) fn new(host: &str, port: u16, superuser: &str) -> Self {
        Self {
            host: host.to_owned(),
            port,
            superuser: superuser.to_owned(),
        }
    }

    /// Its address, or the folder of its socket.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The name of its superuser.
    #[must_use]
    pub fn superuser(&self) -> &str {
        &self.superuser
    }

    /// As whom and where to connect to a database as superuser: `postgres://…`.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let Self {
            host,
            port,
            superuser,
        } = self;
        format!("postgres://{superuser}@{host}:{port}/{database}")
    }

    /// Asks the server as its superuser, by `psql`: the values of all rows, one row a line, with
    /// `|` between columns.
    ///
    /// # Errors
    /// When `psql` is missing, the server does not answer or refuses.
    pub fn query(&self, database: &str, sql: &str) -> Result<String, ClusterError> {
        // Older ones exist on the PATH of Debian as a wrapper that looks for the system's cluster.
        let beside = Programs::find().map(|programs| programs.path("psql"));
        let psql = beside
            .ok()
            .filter(|path| path.is_file())
            .unwrap_or_else(|| PathBuf::from("psql"));
        let mut command = Command::new(psql);
        command
            .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
            .args(["--set", "ON_ERROR_STOP=1", "--host", &self.host])
            .args(["--port", &self.port.to_string()])
            .args(["--username", &self.superuser, "--no-password"])
            .args(["--dbname", database, "--command", sql])
            .env("PGCONNECT_TIMEOUT", "10");
        let output = output_of(&mut command)?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
        } else {
            Err(ClusterError::Failed {
                what: "asking PostgreSQL",
                words: words_of(&output),
            })
        }
    }
}

/// What [`ADDRESS_VARIABLE`] holds.
impl std::fmt::Display for SharedCluster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.host, self.port, self.superuser)
    }
}

impl std::str::FromStr for SharedCluster {
    type Err = ClusterError;

    fn from_str(text: &str) -> Result<Self, ClusterError> {
        let mut parts = text.rsplitn(3, ':');
        let (superuser, port, host) = (parts.next(), parts.next(), parts.next());
        match (host, port.map(str::parse), superuser) {
            (Some(host), Some(Ok(port)), Some(superuser))
                if !host.is_empty() && !superuser.is_empty() =>
            {
                Ok(Self::new(host, port, superuser))
            }
            _ => Err(ClusterError::Address(text.to_owned())),
        }
    }
}

impl Cluster {
    /// The cluster that all tests of this process use: the running one that [`ADDRESS_VARIABLE`]
    /// names, else one that is started once and ends with the process.
    ///
    /// # Errors
    /// When PostgreSQL is missing or does not start, or the variable makes no sense. A test that
    /// needs a database fails then; it never skips itself.
    pub fn shared() -> Result<&'static SharedCluster, &'static ClusterError> {
        static ADDRESS: OnceLock<Result<SharedCluster, ClusterError>> = OnceLock::new();
        // A static is never dropped: the guardian ends the cluster when the process is gone.
        static OURS: OnceLock<Cluster> = OnceLock::new();
        ADDRESS
            .get_or_init(|| match std::env::var(ADDRESS_VARIABLE) {
                Ok(text) if !text.is_empty() => text.parse(),
                _ => {
                    let cluster = Cluster::start()?;
                    Ok(OURS.get_or_init(|| cluster).address().clone())
                }
            })
            .as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_is_written() {
        for text in [
            "127.0.0.1:40123:desk_test_super",
            "/tmp/pg:5432:somebody",
            "::1:5432:a",
        ] {
            let address: SharedCluster = text.parse().unwrap();
            assert_eq!(address.to_string(), text);
        }
    }

    #[test]
    fn an_address_that_lacks_something_is_refused() {
        for text in [
            "",
            "127.0.0.1",
            "127.0.0.1:5432",
            "host:port:user",
            ":5432:user",
            "h:5432:",
        ] {
            let error = text.parse::<SharedCluster>().unwrap_err();
            assert!(matches!(error, ClusterError::Address(_)), "{text}: {error}");
        }
    }
}
