//! An X display that nobody sees, and the environment programs run in there.

use crate::E2eError;
use crate::process::Running;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The size of the sketches in the design: width, height.
const SCREEN: (u32, u32) = (1440, 922);

/// An invisible display with a home folder of its own. Nothing that runs there touches the
/// settings, the cache or the key ring of the person who runs it.
#[derive(Debug)]
pub struct Desktop {
    display: String,
    bus: Option<String>,
    home: TempDir,
    // Dropped in this order: what needs the bus, the bus, the display.
    keyring: Option<Running>,
    bus_daemon: Option<Running>,
    _screen: Running,
}

impl Desktop {
    /// A display on which no secret service runs, as on many a terminal server.
    ///
    /// # Errors
    /// When Xvfb does not start.
    pub fn start() -> Result<Self, E2eError> {
        let home = tempfile::Builder::new()
            .prefix("coe-desk-home-")
            .tempdir()
            .map_err(E2eError::file("create", std::env::temp_dir()))?;
        let size = format!("{}x{}x24", SCREEN.0, SCREEN.1);
        let mut screen = Running::start(
            Command::new("Xvfb")
                // It takes a free display and says on its standard output which.
                .args(["-displayfd", "1", "-screen", "0", &size, "-nolisten", "tcp"])
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        let number = first_line(&mut screen, "Xvfb")?;
        Ok(Self {
            display: format!(":{number}"),
            bus: None,
            home,
            keyring: None,
            bus_daemon: None,
            _screen: screen,
        })
    }

    /// A display with a session bus and an unlocked key ring, as on an ordinary desktop.
    ///
    /// # Errors
    /// When Xvfb, the bus or the key ring does not start.
    pub fn with_secret_service() -> Result<Self, E2eError> {
        let mut desktop = Self::start()?;
        let mut bus = Running::start(
            Command::new("dbus-daemon")
                .args(["--session", "--nofork", "--print-address=1"])
                .envs(desktop.environment())
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        desktop.bus = Some(first_line(&mut bus, "dbus-daemon")?);
        desktop.bus_daemon = Some(bus);

        let mut keyring = Running::start(
            Command::new("gnome-keyring-daemon")
                .args(["--foreground", "--unlock", "--components=secrets"])
                .envs(desktop.environment())
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        )?;
        if let Some(mut stdin) = keyring.child().stdin.take() {
            stdin
                .write_all(b"e2e")
                .map_err(E2eError::file("write to", "gnome-keyring-daemon"))?;
        }
        desktop.keyring = Some(keyring);
        desktop.await_secret_service()?;
        Ok(desktop)
    }

    /// Waits until somebody answers by the secret service's name on the bus.
    fn await_secret_service(&mut self) -> Result<(), E2eError> {
        const NAME: &str = "org.freedesktop.secrets";
        for _ in 0..100 {
            let answer = Command::new("dbus-send")
                .args([
                    "--session",
                    "--print-reply=literal",
                    "--dest=org.freedesktop.DBus",
                ])
                .args(["/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner"])
                .arg(format!("string:{NAME}"))
                .envs(self.environment())
                .output();
            if answer.is_ok_and(|a| String::from_utf8_lossy(&a.stdout).contains("true")) {
                return Ok(());
            }
            if let Some(keyring) = &mut self.keyring {
                keyring.still_runs()?;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        Err(E2eError::NotStarted {
            program: "gnome-keyring-daemon".into(),
            why: format!("{NAME} did not appear on the bus"),
        })
    }

    /// Such as `:99`.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }

    /// The home folder of this display.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// What a program has to find in its environment to run here.
    pub(crate) fn environment(&self) -> Vec<(&'static str, OsString)> {
        let home = self.home.path();
        let mut environment = vec![
            ("DISPLAY", OsString::from(&self.display)),
            ("GDK_BACKEND", "x11".into()),
            ("WAYLAND_DISPLAY", "".into()),
            ("HOME", home.into()),
            ("XDG_CACHE_HOME", home.join("cache").into()),
            ("XDG_CONFIG_HOME", home.join("config").into()),
            ("XDG_DATA_HOME", home.join("data").into()),
            ("XDG_RUNTIME_DIR", home.into()),
            ("LIBGL_ALWAYS_SOFTWARE", "1".into()),
            ("NO_AT_BRIDGE", "1".into()),
            ("GTK_A11Y", "none".into()),
        ];
        // Without an address programs would look for, or start, a bus of their own.
        let bus = self
            .bus
            .clone()
            .unwrap_or_else(|| "unix:path=/nonexistent/no-bus".to_owned());
        environment.push(("DBUS_SESSION_BUS_ADDRESS", bus.into()));
        environment
    }
}

/// The first line that a program prints.
fn first_line(running: &mut Running, program: &str) -> Result<String, E2eError> {
    let not_started = |why: String| E2eError::NotStarted {
        program: program.to_owned(),
        why,
    };
    let Some(output) = running.child().stdout.take() else {
        return Err(not_started("it has no output".to_owned()));
    };
    let mut reader = BufReader::new(output);
    let mut line = String::new();
    reader
        .read_line(&mut line)
        .map_err(|error| not_started(error.to_string()))?;
    // Goes on reading, so that the program never writes into a broken pipe.
    std::thread::spawn(move || {
        let mut rest = Vec::new();
        drop(reader.read_to_end(&mut rest));
    });
    let line = line.trim().to_owned();
    if line.is_empty() {
        Err(not_started("it said nothing".to_owned()))
    } else {
        Ok(line)
    }
}
