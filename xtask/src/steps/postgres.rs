//! The PostgreSQL that the tests use: a cluster of their own, for one run.

use crate::error::TaskError;
use crate::progress::note;
use crate::steps::packages::Rights;
use coe_pg_cluster::{ADDRESS_VARIABLE, Cluster, SharedCluster};
use std::cell::OnceCell;

/// The cluster of one run: started when the first step asks for it, gone with its owner, whether
/// the tests pass, fail or are interrupted.
#[derive(Default)]
pub(crate) struct TestServer(OnceCell<Cluster>);

impl TestServer {
    /// Starts it.
    ///
    /// # Errors
    /// When PostgreSQL is missing, too old or does not start.
    pub(crate) fn start(&self) -> Result<(), TaskError> {
        let cluster = Cluster::start()?;
        note(&format!("it listens at {}", cluster.address()));
        // A second one would end the first.
        drop(self.0.set(cluster));
        Ok(())
    }

    /// The environment variable that tells the tests where it is, if it was started.
    pub(crate) fn environment(&self) -> Option<(&'static str, String)> {
        let address: &SharedCluster = self.0.get()?.address();
        Some((ADDRESS_VARIABLE, address.to_string()))
    }
}

/// Where Debian's and Ubuntu's packages look for further settings of clusters that they make.
const SETTINGS: &str = "/etc/postgresql-common/createcluster.d";

/// While it lives, the package `postgresql` can be installed without making and starting a cluster
/// of its own: the tests need the programs, and nobody asked for a server that runs from now on.
pub(crate) struct NoMainCluster {
    rights: Rights,
}

impl NoMainCluster {
    /// Tells the package so.
    pub(crate) fn say(rights: Rights) -> Self {
        let file = Self::file();
        let write = format!("mkdir -p {SETTINGS} && echo 'create_main_cluster = false' > {file}");
        // An older package does not read it and makes its cluster, which disturbs nobody.
        rights
            .program("sh", "Telling PostgreSQL's package to start nothing")
            .args(["-c", &write])
            .succeeds();
        Self { rights }
    }

    fn file() -> String {
        format!("{SETTINGS}/coe-desk.conf")
    }
}

impl Drop for NoMainCluster {
    /// Whoever installs a server later gets what they expect.
    fn drop(&mut self) {
        self.rights
            .program("rm", "Removing a setting of PostgreSQL's package")
            .args(["-f", &Self::file()])
            .succeeds();
    }
}
