//! A shared database, set up as an administrator sets one up.

use crate::desk::{Credentials, OFFICER, SECOND_OFFICER, SUPERVISOR, SUPPORT};
use crate::{E2eError, Programs, Start, Workspace};
use coe_pg_cluster::{Cluster, Settings};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The name of the database.
const DATABASE: &str = "coe_desk";

/// A PostgreSQL of its own, encrypted, with the requests of the small demo; gone with its owner.
#[derive(Debug)]
pub struct SharedWorkspace {
    cluster: Cluster,
    admin: PathBuf,
    // The windows' settings.
    dir: TempDir,
}

impl SharedWorkspace {
    /// Starts the server and prepares it by the administrator's own program: the schema, the
    /// demo's people and requests, moved from an embedded database, and a second officer.
    ///
    /// # Errors
    /// When PostgreSQL is missing or a step of the preparation fails.
    pub fn prepared(programs: &Programs) -> Result<Self, E2eError> {
        let dir = tempfile::Builder::new()
            .prefix("coe-desk-shared-")
            .tempdir()
            .map_err(E2eError::file("create", std::env::temp_dir()))?;
        let shared = Self {
            cluster: Cluster::start_with(Settings { tls: true })?,
            admin: programs.admin()?,
            dir,
        };
        shared
            .cluster
            .query("postgres", &format!("CREATE DATABASE {DATABASE}"))?;
        shared.administer(&["migrate"], None)?;
        let embedded = Workspace::fresh(programs)?;
        let file = embedded.data_dir().join("desk.sqlite");
        shared.administer(&["move", "--from", &file.to_string_lossy()], None)?;
        shared.administer(
            &["staff", "add", "--name", "อนงค์ ตั้งใจ", "--role", "officer"],
            Some(SECOND_OFFICER),
        )?;
        for moved in [OFFICER, SUPERVISOR, SUPPORT] {
            shared.administer(&["staff", "reset"], Some(moved))?;
        }
        Ok(shared)
    }

    /// The server, to stop it or to look into what the windows did.
    #[must_use]
    pub fn server(&self) -> &Cluster {
        &self.cluster
    }

    /// What is on the server: the answer to one question in SQL.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn ask(&self, sql: &str) -> Result<String, E2eError> {
        Ok(self.cluster.query(DATABASE, sql)?)
    }

    /// The file with the certificate of the authority that vouches for the server.
    #[must_use]
    pub fn authority(&self) -> &Path {
        self.cluster.authority().unwrap_or(Path::new(""))
    }

    /// What a window is started on: an administrator's file that names this database.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn start(&self) -> Result<Start, E2eError> {
        let file = self.dir.path().join("desk.toml");
        let text = format!(
            "[database]\nkind = \"shared\"\nhost = \"localhost\"\nport = {}\n\
             database = \"{DATABASE}\"\ncertificate = {}\n",
            self.cluster.port(),
            // What is a string in JSON is one in TOML.
            serde_json::Value::from(self.authority().to_string_lossy()),
        );
        std::fs::write(&file, text).map_err(E2eError::file("write", &file))?;
        Ok(Start::Config(file))
    }

    /// Runs the administrator's program, on behalf of `whom`, who gets this password.
    fn administer(&self, args: &[&str], whom: Option<Credentials>) -> Result<(), E2eError> {
        let command = args.join(" ");
        let mut admin = Command::new(&self.admin);
        let (user, port) = (self.cluster.superuser(), self.cluster.port());
        admin
            .arg("--server")
            .arg(format!("postgres://{user}@localhost:{port}/{DATABASE}"))
            .arg("--certificate")
            .arg(self.authority())
            .arg("--yes")
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(whom) = whom {
            admin.args(["--username", whom.username, "--password-stdin"]);
        }
        let mut running = admin
            .spawn()
            .map_err(E2eError::file("start", &self.admin))?;
        if let (Some(mut input), Some(whom)) = (running.stdin.take(), whom) {
            writeln!(input, "{}", whom.password).map_err(E2eError::file("ask", &self.admin))?;
        }
        let output = running
            .wait_with_output()
            .map_err(E2eError::file("wait for", &self.admin))?;
        if output.status.success() {
            return Ok(());
        }
        // What it found stands on the one channel, what went wrong on the other.
        let said = [output.stdout, output.stderr].concat();
        Err(E2eError::Admin {
            command,
            words: String::from_utf8_lossy(&said).trim().to_owned(),
        })
    }

    /// The name of the database.
    #[must_use]
    pub fn database(&self) -> &str {
        DATABASE
    }
}
