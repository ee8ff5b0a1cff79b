//! One cluster: its folder, its server, its end.

use crate::ClusterError;
use crate::guardian::{End, Guardian};
use crate::owner::Owner;
use crate::programs::Programs;
use crate::shared::SharedCluster;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The name of every cluster's superuser.
pub const SUPERUSER: &str = "desk_test_super";

/// Where every cluster listens, and nowhere else.
const LOOPBACK: &str = "127.0.0.1";

/// A socket's path may have 107 characters; the rest is for our folder and the socket's name.
const LONGEST_TEMPORARY_FOLDER: usize = 60;

/// How often to look for another port when somebody else took the free one.
const ATTEMPTS: u32 = 5;

/// Who may connect from where. The first line that fits counts.
const WHO_MAY_CONNECT: &str = "\
local all desk_test_super trust
local all all scram-sha-256
host all desk_test_super 127.0.0.1/32 trust
host all all 127.0.0.1/32 scram-sha-256
";

/// The same for a cluster that is kept: its superuser comes by the socket alone, whose folder
/// belongs to one user.
const WHO_MAY_CONNECT_TO_KEPT: &str = "\
local all desk_test_super trust
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
";

/// How a cluster is started.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// Offer encrypted connections, with a certificate for `localhost` and 127.0.0.1.
    #[cfg(feature = "tls")]
    pub tls: bool,
}

/// A running PostgreSQL that belongs to us and goes with us.
#[derive(Debug)]
pub struct Cluster {
    programs: Programs,
    owner: Owner,
    folder: PathBuf,
    address: SharedCluster,
    #[cfg(feature = "tls")]
    pub(crate) authority: Option<crate::tls::Authority>,
    _guardian: Guardian,
}

impl Cluster {
    /// Starts a cluster without encryption.
    ///
    /// # Errors
    /// When PostgreSQL is missing ([`ClusterError::MissingServer`] says what to install) or does
    /// not start.
    pub fn start() -> Result<Self, ClusterError> {
        Self::start_with(Settings::default())
    }

    /// Starts a cluster.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    #[cfg_attr(
        not(feature = "tls"),
        expect(
            unused_variables,
            reason = "the only setting comes with the feature `tls`"
        )
    )]
    pub fn start_with(settings: Settings) -> Result<Self, ClusterError> {
        let folder = tempfile::Builder::new()
            .prefix("coe-desk-pg-")
            .tempdir_in(temporary_folder())
            .map_err(ClusterError::file("create a folder in", temporary_folder()))?;
        let owner = Owner::find()?;
        owner.give(folder.path())?;
        let mut cluster = Self::watched(Programs::find()?, owner, folder.keep(), End::Remove)?;
        cluster.make(WHO_MAY_CONNECT)?;
        #[cfg(feature = "tls")]
        if settings.tls {
            cluster.offer_encryption()?;
        }
        cluster.start_on_a_free_port()?;
        Ok(cluster)
    }

    /// Starts the cluster in `folder`, and makes it there the first time. It stops with its owner
    /// like any other, and its data stay. Its superuser comes by the socket only.
    ///
    /// # Errors
    /// As [`Cluster::start`]; [`ClusterError::InUse`] while it runs already; when the folder cannot
    /// be reached by whom the server runs as, which is `nobody` where we are root.
    pub fn start_kept(folder: &Path) -> Result<Self, ClusterError> {
        let programs = Programs::find()?;
        std::fs::create_dir_all(folder).map_err(ClusterError::file("create", folder))?;
        let owner = Owner::find()?;
        owner.give(folder)?;
        if is_running(&programs, owner, folder)? {
            return Err(ClusterError::InUse(folder.to_owned()));
        }
        let mut cluster = Self::watched(programs, owner, folder.to_owned(), End::Keep)?;
        if !cluster.data().exists() {
            cluster.make(WHO_MAY_CONNECT_TO_KEPT)?;
        }
        cluster.start_on_a_free_port()?;
        cluster.address = SharedCluster::new(&folder.to_string_lossy(), cluster.port(), SUPERUSER);
        Ok(cluster)
    }

    /// A cluster that does not run yet. From here on the guardian ends it.
    fn watched(
        programs: Programs,
        owner: Owner,
        folder: PathBuf,
        end: End,
    ) -> Result<Self, ClusterError> {
        let guardian = Guardian::watch(owner, &programs.path("pg_ctl"), &folder, end)?;
        Ok(Self {
            programs,
            owner,
            address: SharedCluster::new(LOOPBACK, 0, SUPERUSER),
            #[cfg(feature = "tls")]
            authority: None,
            _guardian: guardian,
            folder,
        })
    }

    /// The address it listens on: 127.0.0.1.
    #[must_use]
    pub fn host(&self) -> &str {
        LOOPBACK
    }

    /// The port it listens on. It stays the same when the server is stopped and started again.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The folder of its socket.
    #[must_use]
    pub fn socket_dir(&self) -> &Path {
        &self.folder
    }

    /// The name of its superuser, who needs no password.
    #[must_use]
    pub fn superuser(&self) -> &str {
        self.address.superuser()
    }

    /// Where its superuser finds it, in a form that can be passed on to other processes.
    #[must_use]
    pub fn address(&self) -> &SharedCluster {
        &self.address
    }

    /// The server's log.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.folder.join("server.log")
    }

    /// Asks the server as its superuser, by `psql`.
    ///
    /// # Errors
    /// When `psql` is missing, the server does not answer or refuses.
    pub fn query(&self, database: &str, sql: &str) -> Result<String, ClusterError> {
        self.address.query(database, sql)
    }

    /// Stops the server as a power cut would: connections break off without a word. Data stays.
    ///
    /// # Errors
    /// When it does not run or does not stop.
    pub fn stop(&self) -> Result<(), ClusterError> {
        self.pg_ctl("stopping PostgreSQL", &["--mode", "immediate", "stop"])
    }

    /// Starts the server again after [`Cluster::stop`], on the same port.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start_again(&self) -> Result<(), ClusterError> {
        let log = self.log();
        let log = log.to_string_lossy();
        self.pg_ctl("starting PostgreSQL", &["--log", &log, "start"])
    }

    /// Stops the server as an administrator would, and starts it again.
    ///
    /// # Errors
    /// When it does not stop or does not start.
    pub fn restart(&self) -> Result<(), ClusterError> {
        let log = self.log();
        let log = log.to_string_lossy();
        self.pg_ctl(
            "restarting PostgreSQL",
            &["--mode", "fast", "--log", &log, "restart"],
        )
    }

    /// Whom its files belong to.
    #[cfg(feature = "tls")]
    pub(crate) fn owner(&self) -> Owner {
        self.owner
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Makes the cluster's files, under another name first, so that half of them are never taken
    /// for all.
    fn make(&self, who_may_connect: &str) -> Result<(), ClusterError> {
        let unfinished = self.folder.join("unfinished");
        match std::fs::remove_dir_all(&unfinished) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(ClusterError::file("remove", &unfinished)(error));
            }
            _ => {}
        }
        // Letters beyond ASCII have cases and classes in it, as on any real server.
        let locale = if cfg!(target_os = "linux") {
            "C.UTF-8"
        } else {
            "C"
        };
        let mut initdb = Command::new(self.programs.path("initdb"));
        initdb
            .args(["--encoding", "UTF8", "--locale", locale])
            // Who may connect is written below; named here so that initdb does not warn.
            .args(["--username", SUPERUSER, "--auth", "trust"])
            .args(["--no-sync", "--no-instructions", "--pgdata"])
            .arg(&unfinished);
        self.run("making a PostgreSQL cluster", &mut initdb)?;
        let hba = unfinished.join("pg_hba.conf");
        std::fs::write(&hba, who_may_connect).map_err(ClusterError::file("write", &hba))?;
        std::fs::rename(&unfinished, self.data()).map_err(ClusterError::file("rename", &unfinished))
    }

    /// Somebody else may take the free port before the server does: then another is tried.
    fn start_on_a_free_port(&mut self) -> Result<(), ClusterError> {
        let mut attempts = 1;
        loop {
            let port = free_port().map_err(ClusterError::NoPort)?;
            self.address = SharedCluster::new(LOOPBACK, port, SUPERUSER);
            self.write_settings()?;
            match self.start_again() {
                Err(ClusterError::Failed { words, .. })
                    if attempts < ATTEMPTS && words.contains("could not bind") => {}
                result => return result,
            }
            attempts += 1;
        }
    }

    /// Writes the file that PostgreSQL reads after its own settings.
    fn write_settings(&self) -> Result<(), ClusterError> {
        let text = format!(
            "listen_addresses = '127.0.0.1'\n\
             port = {}\n\
             unix_socket_directories = '{}'\n\
             max_connections = 300\n\
             shared_buffers = '256MB'\n\
             password_encryption = 'scram-sha-256'\n\
             timezone = 'Asia/Bangkok'\n\
             fsync = off\n\
             full_page_writes = off\n",
            self.port(),
            self.folder.display(),
        );
        #[cfg(feature = "tls")]
        let text = self
            .authority
            .as_ref()
            .map_or(text.clone(), |authority| text + &authority.settings());
        let file = self.data().join("postgresql.auto.conf");
        std::fs::write(&file, text).map_err(ClusterError::file("write", &file))
    }

    fn pg_ctl(&self, what: &'static str, args: &[&str]) -> Result<(), ClusterError> {
        let mut command = Command::new(self.programs.path("pg_ctl"));
        command
            .arg("--pgdata")
            .arg(self.data())
            .args(["--wait", "--timeout", "60"])
            .args(args);
        self.run(what, &mut command)
    }

    fn run(&self, what: &'static str, command: &mut Command) -> Result<(), ClusterError> {
        self.owner
            .run(command)
            .current_dir(&self.folder)
            .env("LC_ALL", "C");
        let output = output_of(command)?;
        if output.status.success() {
            return Ok(());
        }
        let mut words = words_of(&output);
        if let Ok(log) = std::fs::read_to_string(self.log()) {
            let lines: Vec<_> = log.lines().collect();
            let end = &lines[lines.len().saturating_sub(20)..];
            words = format!("{words}\nThe server's log ends with:\n{}", end.join("\n"));
        }
        Err(ClusterError::Failed { what, words })
    }
}

/// Runs a program to its end.
pub(crate) fn output_of(command: &mut Command) -> Result<Output, ClusterError> {
    command
        .stdin(Stdio::null())
        .output()
        .map_err(|source| ClusterError::NotStarted {
            program: command.get_program().to_string_lossy().into_owned(),
            source,
        })
}

/// What a program that failed has said, by which channel ever.
pub(crate) fn words_of(output: &Output) -> String {
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    match said(&output.stderr) {
        words if words.is_empty() => said(&output.stdout),
        words => words,
    }
}

/// Whether a server works on the data in this folder.
fn is_running(programs: &Programs, owner: Owner, folder: &Path) -> Result<bool, ClusterError> {
    let mut status = Command::new(programs.path("pg_ctl"));
    status
        .arg("--pgdata")
        .arg(folder.join("data"))
        .arg("status");
    Ok(output_of(owner.run(&mut status).current_dir("/"))?
        .status
        .success())
}

fn temporary_folder() -> PathBuf {
    let usual = std::env::temp_dir();
    if usual.as_os_str().len() <= LONGEST_TEMPORARY_FOLDER {
        usual
    } else {
        PathBuf::from("/tmp")
    }
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind((LOOPBACK, 0))?.local_addr()?.port())
}
