//! A throw-away PostgreSQL cluster for tests.
//!
//! ```no_run
//! # fn a_test() -> Result<(), coe_pg_cluster::ClusterError> {
//! let cluster = coe_pg_cluster::Cluster::start()?;
//! let answer = cluster.query("postgres", "SELECT 1 + 1")?;
//! assert_eq!(answer, "2");
//! # Ok(())
//! # }
//! ```
//!
//! A cluster has a folder, a port and a superuser of its own and never touches the one that the
//! system may run. PostgreSQL refuses to work for root, so root starts it as the user `nobody`.
//! It is gone when its [`Cluster`] is dropped, and also when the process that owns it is killed: a
//! small shell waits for that (see `guardian.sh`).
//!
//! Roles other than the superuser need a password everywhere, as on a real server.
//!
//! The superuser needs none, so whoever can connect on this computer's loopback could be it while
//! the cluster runs. Start one only where all users of the computer may be trusted, and put
//! invented data into it only.
//!
//! Most tests take a database of their own on the one cluster of the process, or of the whole test
//! run: [`Cluster::shared`]. Where there is no PostgreSQL 15 or newer, all of this fails with a
//! message that says what to install. Nothing is skipped.

mod cluster;
mod error;
mod guardian;
mod owner;
mod programs;
mod shared;
#[cfg(feature = "tls")]
mod tls;

pub use cluster::{Cluster, SUPERUSER, Settings};
pub use error::ClusterError;
pub use shared::{ADDRESS_VARIABLE, SharedCluster};
#[cfg(feature = "tls")]
pub use tls::Certificate;
