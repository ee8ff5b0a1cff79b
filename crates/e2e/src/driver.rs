//! tauri-driver with WebKit's driver behind it.

use crate::process::Running;
use crate::{Desktop, E2eError, Programs};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// A running driver. It serves one window; a second window takes a second driver.
#[derive(Debug)]
pub(crate) struct Driver {
    port: u16,
    _process: Running,
}

impl Driver {
    /// Starts it on free ports and waits until it listens.
    pub(crate) async fn start(programs: &Programs, desktop: &Desktop) -> Result<Self, E2eError> {
        let (port, native_port) = free_ports()?;
        let mut process = Running::start(
            Command::new(&programs.tauri_driver)
                .args(["--port", &port.to_string(), "--native-port", &native_port.to_string()])
                .arg("--native-driver")
                .arg(&programs.native_driver)
                // The app inherits this environment.
                .envs(desktop.environment())
                .envs(programs.environment.iter().cloned())
                .stdin(Stdio::null())
                .stdout(Stdio::null()),
        )?;
        let deadline = Instant::now() + Duration::from_secs(20);
        for port in [port, native_port] {
            while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
                process.still_runs()?;
                if Instant::now() > deadline {
                    return Err(E2eError::NotStarted {
                        program: "tauri-driver".into(),
                        why: format!("nothing listens on port {port}"),
                    });
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        Ok(Self {
            port,
            _process: process,
        })
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// Two ports that nobody uses at this moment.
fn free_ports() -> Result<(u16, u16), E2eError> {
    let open = || {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        Ok((listener, port))
    };
    // Both are held until both are known, or the second could be the first.
    let both = open().and_then(|first| Ok((first, open()?)));
    let ((_first, port), (_second, native)) =
        both.map_err(|error: std::io::Error| E2eError::NotStarted {
            program: "tauri-driver".into(),
            why: format!("no free port: {error}"),
        })?;
    Ok((port, native))
}
