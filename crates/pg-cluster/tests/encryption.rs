//! What the server shows to those who connect encrypted, seen by `psql`.

#![cfg(all(unix, feature = "tls"))]

use coe_pg_cluster::{Certificate, Cluster, ClusterError, Settings};
use std::path::Path;
use std::process::Command;

/// Connects as a careful client does; what it was told where it did not succeed.
fn connect(cluster: &Cluster, authority: &Path, host: &str) -> Result<String, String> {
    let place = format!(
        "host={host} port={} user=desk_test_super dbname=postgres sslmode=verify-full \
         sslrootcert={}",
        cluster.port(),
        authority.display()
    );
    let ask = "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let asked = Command::new("psql")
        .args([
            "--no-psqlrc",
            "--tuples-only",
            "--no-align",
            "--dbname",
            &place,
        ])
        .args(["--no-password", "--command", ask])
        .output()
        .expect("psql can be started");
    if asked.status.success() {
        Ok(String::from_utf8_lossy(&asked.stdout).trim().to_owned())
    } else {
        Err(String::from_utf8_lossy(&asked.stderr).into_owned())
    }
}

#[test]
fn only_the_valid_certificate_is_believed() {
    let cluster = Cluster::start_with(Settings { tls: true }).unwrap();
    let authority = cluster.authority().unwrap().to_owned();
    for host in ["localhost", "127.0.0.1"] {
        let version = connect(&cluster, &authority, host).unwrap();
        assert_eq!(version, "TLSv1.3", "at {host}");
    }
    for (certificate, words) in [
        (Certificate::OtherName, "does not match host name"),
        (Certificate::Expired, "certificate verify failed"),
        (Certificate::OtherAuthority, "certificate verify failed"),
    ] {
        cluster.show(certificate).unwrap();
        let refused = connect(&cluster, &authority, "localhost").unwrap_err();
        assert!(refused.contains(words), "{certificate:?}: {refused}");
    }
    cluster.show(Certificate::Valid).unwrap();
    connect(&cluster, &authority, "localhost").unwrap();
}

#[test]
fn a_cluster_without_encryption_says_so() {
    let cluster = Cluster::start().unwrap();
    assert!(cluster.authority().is_none());
    let error = cluster.show(Certificate::Valid).unwrap_err();
    assert!(matches!(error, ClusterError::NoTls), "{error}");
}
