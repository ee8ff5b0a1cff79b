//! A cluster starts, answers, survives what it is put through, and is gone afterwards.

#![cfg(unix)]

use coe_pg_cluster::{Cluster, ClusterError, SharedCluster};
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::time::{Duration, Instant};

/// Tells the test program to be the owner of a cluster that is killed.
const OWNER: &str = "COE_PG_CLUSTER_TEST_OWNER";

fn listens(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

/// Waits for the folder to vanish and the port to be closed.
fn assert_gone(folder: &Path, port: u16) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while folder.exists() || listens(port) {
        assert!(
            Instant::now() < deadline,
            "the folder {} or port {port} is still there",
            folder.display()
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn it_answers_its_superuser_and_is_gone_when_dropped() {
    let cluster = Cluster::start().unwrap();
    let version = cluster
        .query("postgres", "SHOW server_version_num")
        .unwrap();
    assert!(version.parse::<u32>().unwrap() >= 150_000, "{version}");
    let settings = "SELECT current_user, current_setting('listen_addresses'), \
                    (SELECT datcollate FROM pg_database WHERE datname = 'template1'), \
                    pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'postgres'";
    let answer = cluster.query("postgres", settings).unwrap();
    assert!(
        answer.starts_with("desk_test_super|127.0.0.1|C"),
        "{answer}"
    );
    assert!(answer.ends_with("|UTF8"), "{answer}");
    assert!(cluster.log().is_file());

    let (folder, port) = (cluster.socket_dir().to_owned(), cluster.port());
    drop(cluster);
    assert!(!folder.exists() && !listens(port), "it outlived its owner");
}

#[test]
fn everyone_but_the_superuser_needs_the_password() {
    let cluster = Cluster::start().unwrap();
    let make = "CREATE ROLE somebody LOGIN PASSWORD 'right'";
    cluster.query("postgres", make).unwrap();
    let ask = |host: &str, password: &str| {
        let asked = Command::new("psql")
            .args(["--host", host, "--port", &cluster.port().to_string()])
            .args(["--username", "somebody", "--dbname", "postgres"])
            .args(["--no-password", "--command", "SELECT 1"])
            .env("PGPASSWORD", password)
            .output()
            .unwrap();
        asked.status.success()
    };
    let socket = cluster.socket_dir().to_string_lossy().into_owned();
    for host in ["127.0.0.1", &socket] {
        assert!(ask(host, "right"), "refused at {host}");
        assert!(!ask(host, "wrong"), "let in at {host} without the password");
    }
}

#[test]
fn a_stopped_server_comes_back_with_its_data_at_the_same_address() {
    let cluster = Cluster::start().unwrap();
    let port = cluster.port();
    cluster
        .query("postgres", "CREATE TABLE kept AS SELECT 7 AS n")
        .unwrap();

    cluster.stop().unwrap();
    assert!(!listens(port));
    let refused = cluster.query("postgres", "SELECT 1").unwrap_err();
    assert!(
        refused.to_string().contains("asking PostgreSQL"),
        "{refused}"
    );

    cluster.start_again().unwrap();
    assert_eq!(
        cluster.query("postgres", "SELECT n FROM kept").unwrap(),
        "7"
    );
    cluster.restart().unwrap();
    assert_eq!(
        cluster.query("postgres", "SELECT n FROM kept").unwrap(),
        "7"
    );
    assert_eq!(cluster.port(), port);

    // One that is stopped already is removed all the same.
    cluster.stop().unwrap();
    let folder = cluster.socket_dir().to_owned();
    drop(cluster);
    assert!(!folder.exists());
}

#[test]
fn a_kept_cluster_has_its_data_the_next_time() {
    let outside = tempfile::tempdir().unwrap();
    // The server may run as another user, who has to reach it.
    std::fs::set_permissions(outside.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let folder = outside.path().join("kept");
    let cluster = Cluster::start_kept(&folder).unwrap();
    cluster
        .query("postgres", "CREATE TABLE kept AS SELECT 7 AS n")
        .unwrap();
    let second = Cluster::start_kept(&folder).unwrap_err();
    assert!(matches!(second, ClusterError::InUse(_)), "{second}");
    assert!(listens(cluster.port()), "the second ended the first");
    let by_network =
        SharedCluster::from_str(&format!("127.0.0.1:{}:desk_test_super", cluster.port()));
    let refused = by_network
        .unwrap()
        .query("postgres", "SELECT 1")
        .unwrap_err();
    assert!(refused.to_string().contains("password"), "{refused}");
    let port = cluster.port();
    drop(cluster);
    assert!(folder.is_dir() && !listens(port));

    let again = Cluster::start_kept(&folder).unwrap();
    assert_eq!(again.query("postgres", "SELECT n FROM kept").unwrap(), "7");
}

#[test]
fn one_cluster_serves_the_whole_process() {
    let first = Cluster::shared().unwrap();
    let second = Cluster::shared().unwrap();
    assert!(std::ptr::eq(first, second));
    let passed_on: SharedCluster = first.to_string().parse().unwrap();
    assert_eq!(passed_on.query("postgres", "SELECT 'ก'").unwrap(), "ก");
}

#[test]
fn it_ends_with_an_owner_that_is_killed() {
    let mut owner = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_owner_that_is_killed", "--nocapture"])
        .env(OWNER, "1")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(owner.stdout.take().unwrap()).lines();
    let (port, folder) = lines
        .map_while(Result::ok)
        // The test program begins the line with words of its own.
        .find_map(|line| {
            let (port, folder) = line.split_once("cluster ")?.1.split_once(' ')?;
            Some((port.parse().ok()?, PathBuf::from(folder)))
        })
        .expect("the owner says where its cluster is");
    assert!(listens(port) && folder.is_dir());

    owner.kill().unwrap();
    owner.wait().unwrap();
    assert_gone(&folder, port);
}

/// No test by itself: what the test above starts and kills.
#[test]
#[expect(clippy::print_stdout, reason = "the test that starts this reads it")]
fn the_owner_that_is_killed() {
    if std::env::var_os(OWNER).is_some() {
        let cluster = Cluster::start().unwrap();
        println!(
            "cluster {} {}",
            cluster.port(),
            cluster.socket_dir().display()
        );
        std::thread::sleep(Duration::from_secs(60));
    }
}
