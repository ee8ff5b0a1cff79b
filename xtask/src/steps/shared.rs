//! The shared database on one computer: a PostgreSQL that is kept, with the demo in it, and a
//! window for each of two people.

use crate::command::Program;
use crate::context::Context;
use crate::error::TaskError;
use crate::files;
use crate::progress::note;
use crate::steps::packages;
use coe_pg_cluster::Cluster;
use std::cell::OnceCell;
use std::path::PathBuf;

/// The name of the database.
const DATABASE: &str = "coe_desk";

/// Whoever signs in does so by this password, as the demo says.
const PASSWORD: &str = "demo-desk-2569";

/// The demo's people, who move with it, and one more, so that two officers can meet.
const MOVED: [&str; 3] = ["somchai", "siriporn", "malee"];
const SECOND_OFFICER: [&str; 6] = [
    "--username",
    "anong",
    "--name",
    "อนงค์ ตั้งใจ",
    "--role",
    "officer",
];

/// The windows that are opened.
const WINDOWS: [&str; 2] = ["first-desk", "second-desk"];

/// The server, while the command runs.
#[derive(Default)]
pub(crate) struct Server(OnceCell<Cluster>);

/// Starts the server, and fills it the first time.
///
/// # Errors
/// When PostgreSQL does not start or the administrator's program fails.
pub(crate) fn prepare(ctx: &Context, server: &Server, reset: bool) -> Result<(), TaskError> {
    let folder = folder(ctx);
    let ready = folder.join("ready");
    let cluster = if packages::is_root() {
        // The server does not run as root, and nobody else comes into root's home folder.
        note("as root, what is done here lasts as long as this command");
        Cluster::start()?
    } else {
        let cluster = Cluster::start_kept(&folder)?;
        if ready.is_file() && !reset {
            cluster
        } else {
            // What another version or an interrupted command has begun is not gone on with.
            drop(cluster);
            files::remove_tree(&folder)?;
            Cluster::start_kept(&folder)?
        }
    };
    if !ready.is_file() || packages::is_root() {
        fill(ctx, &cluster)?;
        if !packages::is_root() {
            files::write(&ready, "")?;
        }
    }
    note(&format!(
        "PostgreSQL listens at {}:{}; sign in as somchai, anong, siriporn or malee, \
         with the password {PASSWORD}",
        cluster.host(),
        cluster.port()
    ));
    // The step runs once.
    drop(server.0.set(cluster));
    Ok(())
}

/// Sets the database up as an administrator does, and moves the demo into it.
fn fill(ctx: &Context, cluster: &Cluster) -> Result<(), TaskError> {
    cluster.query("postgres", &format!("CREATE DATABASE {DATABASE}"))?;
    let administer = |args: &[&str]| {
        Program::new(ctx.built("coe-desk-admin"), "Preparing the shared database")
            .arg("--server")
            .arg(address(cluster))
            .args(["--no-tls", "--yes"])
            .args(args)
    };
    administer(&["migrate"]).run()?;
    let demo = ctx.demo(None).join("desk.sqlite");
    administer(&["move", "--from"]).arg(demo).run()?;
    let password = |command: Program| {
        command
            .arg("--password-stdin")
            .input(format!("{PASSWORD}\n"))
            .run()
    };
    password(administer(&["staff", "add"]).args(SECOND_OFFICER))?;
    for username in MOVED {
        password(administer(&["staff", "reset", "--username", username]))?;
    }
    Ok(())
}

/// The database, as the administrator's program is told where it is.
fn address(cluster: &Cluster) -> String {
    let at = cluster.address();
    let (user, host, port) = (at.superuser(), at.host(), at.port());
    if host.starts_with('/') {
        format!("postgres://{user}@:{port}/{DATABASE}?host={host}")
    } else {
        format!("postgres://{user}@{host}:{port}/{DATABASE}")
    }
}

/// Opens both windows and waits until they are closed. Each has settings of its own, as on two
/// computers.
///
/// # Errors
/// When the app cannot be started or ends with an error.
pub(crate) fn open(ctx: &Context, server: &Server) -> Result<(), TaskError> {
    let Some(cluster) = server.0.get() else {
        return Ok(());
    };
    let config = ctx.cache.join("shared-desks").join("config.toml");
    let text = format!(
        "[database]\nkind = \"shared\"\nhost = \"{}\"\nport = {}\ndatabase = \"{DATABASE}\"\n",
        cluster.host(),
        cluster.port()
    );
    files::write(&config, text)?;
    note("opening two windows; this command ends when you close both");
    std::thread::scope(|scope| {
        let windows = WINDOWS.map(|name| {
            let own = ctx.cache.join("shared-desks").join(name);
            let window = Program::new(ctx.built("coe-desk"), "A window")
                .arg("--config")
                .arg(&config)
                .env("XDG_CONFIG_HOME", own.join("config"))
                .env("XDG_DATA_HOME", own.join("data"))
                .env("XDG_CACHE_HOME", own.join("cache"))
                .advice("Its last words stand above. `--reset` begins with a fresh demo.");
            scope.spawn(|| window.run())
        });
        let ended = windows.map(|window| window.join().unwrap_or(Ok(())));
        ended.into_iter().collect()
    })
}

fn folder(ctx: &Context) -> PathBuf {
    ctx.cache.join("shared")
}
