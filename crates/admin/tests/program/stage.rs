//! A server for one test, and the program beside it.

use coe_pg_cluster::Cluster;
use coe_store_postgres::admin::Admin;
use coe_store_postgres::{Credentials, Server, Tls};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A server with an empty database, and a folder for files.
pub(crate) struct Stage {
    pub(crate) cluster: Cluster,
    folder: TempDir,
}

/// What the program answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) told: String,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let cluster = Cluster::start().unwrap_or_else(|error| panic!("{error}"));
        let folder = tempfile::tempdir().expect("a folder");
        let stage = Self { cluster, folder };
        stage.psql("postgres", "CREATE DATABASE desk");
        stage
    }

    pub(crate) fn prepared() -> Self {
        let stage = Self::new();
        assert_eq!(stage.run(&["migrate", "--yes"]).code, 0);
        stage
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn psql(&self, database: &str, sql: &str) -> String {
        self.cluster
            .query(database, sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    pub(crate) fn ask(&self, sql: &str) -> String {
        self.psql("desk", sql)
    }

    pub(crate) fn address(&self) -> String {
        self.cluster.address().url("desk")
    }

    /// The program, ready to be run as the superuser.
    pub(crate) fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_coe-desk-admin"));
        command
            .args(arguments)
            .arg("--no-tls")
            .env("COE_DESK_SERVER", self.address())
            .env_remove("PGPASSWORD")
            .env_remove("COE_DESK_PASSWORD")
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        answer(self.program(arguments).output().expect("the program runs"))
    }

    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &str) -> Answer {
        let mut child = self
            .program(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut stdin = child.stdin.take().expect("it reads");
        stdin.write_all(input.as_bytes()).expect("it reads");
        drop(stdin);
        answer(child.wait_with_output().expect("it ends"))
    }

    pub(crate) async fn admin(&self) -> Admin {
        self.admin_of("desk").await
    }

    pub(crate) async fn admin_of(&self, database: &str) -> Admin {
        let server = Server {
            host: self.cluster.host().to_owned(),
            port: self.cluster.port(),
            database: database.to_owned(),
            tls: Tls::Off,
        };
        let credentials = Credentials {
            username: self.cluster.superuser().to_owned(),
            password: String::new(),
        };
        Admin::connect(&server, &credentials)
            .await
            .expect("connects")
    }
}

pub(crate) fn answer(output: Output) -> Answer {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Answer {
        code: output.status.code().unwrap_or(-1),
        out: text(output.stdout),
        told: text(output.stderr),
    }
}

pub(crate) fn text_of(path: &Path) -> String {
    std::fs::read_to_string(path).expect("the file is there")
}
