//! Where the app and its helpers are.

use crate::E2eError;
use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};

/// The programs that the harness starts. `cargo xtask` names them in environment variables;
/// without these they are looked for beside the running program and on the PATH.
#[derive(Debug, Clone)]
pub struct Programs {
    /// The app (`COE_DESK_APP`).
    pub app: PathBuf,
    /// What makes a demo database (`COE_DESK_DEMO`).
    pub demo: PathBuf,
    /// What administrators use (`COE_DESK_ADMIN`). Only stories on a shared database need it.
    admin: PathBuf,
    /// The simulated gateway (`COE_DESK_SMS_SIMULATOR`). Only stories about messages need it.
    simulator: PathBuf,
    /// `tauri-driver` (`COE_DESK_TAURI_DRIVER`).
    pub tauri_driver: PathBuf,
    /// WebKit's own driver (`COE_DESK_NATIVE_DRIVER`), which comes with the system.
    pub native_driver: PathBuf,
    /// A folder for what is kept between runs (`COE_DESK_E2E_DIR`): the prepared database and the
    /// screenshots.
    pub kept: PathBuf,
    /// What the app finds in its environment besides.
    pub environment: Vec<(String, String)>,
}

impl Programs {
    /// Finds them all.
    ///
    /// # Errors
    /// When one is missing; the message says how to get it.
    pub fn find() -> Result<Self, E2eError> {
        let beside = beside_us();
        let named = |variable: &str, fallback: PathBuf| {
            std::env::var_os(variable).map_or(fallback, PathBuf::from)
        };
        let built = |name: &str| beside.join(format!("{name}{EXE_SUFFIX}"));
        Ok(Self {
            app: existing("the app", named("COE_DESK_APP", built("coe-desk")))?,
            demo: existing(
                "the program that makes the demo",
                named("COE_DESK_DEMO", built("coe-desk-demo")),
            )?,
            admin: named("COE_DESK_ADMIN", built("coe-desk-admin")),
            simulator: named("COE_DESK_SMS_SIMULATOR", built("coe-sms-simulator")),
            tauri_driver: existing(
                "tauri-driver",
                named("COE_DESK_TAURI_DRIVER", on_path("tauri-driver")),
            )?,
            native_driver: existing(
                "WebKitWebDriver (Debian package webkit2gtk-driver)",
                named("COE_DESK_NATIVE_DRIVER", on_path("WebKitWebDriver")),
            )?,
            kept: named(
                "COE_DESK_E2E_DIR",
                std::env::temp_dir().join("coe-desk-e2e"),
            ),
            environment: Vec::new(),
        })
    }

    /// The administrator's program.
    ///
    /// # Errors
    /// When it was not built.
    pub fn admin(&self) -> Result<PathBuf, E2eError> {
        existing("the administrator's program", self.admin.clone())
    }

    /// The simulated gateway.
    ///
    /// # Errors
    /// When it was not built.
    pub(crate) fn simulator(&self) -> Result<PathBuf, E2eError> {
        existing("the simulated gateway", self.simulator.clone())
    }
}

/// The folder of built programs: ours, or its parent where we are a test in `deps`.
fn beside_us() -> PathBuf {
    let us = std::env::current_exe().unwrap_or_default();
    let dir = us.parent().unwrap_or(Path::new("."));
    if dir.ends_with("deps") {
        dir.parent().unwrap_or(dir).to_owned()
    } else {
        dir.to_owned()
    }
}

fn on_path(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|dir| dir.join(program))
        .find(|file| file.is_file())
        .unwrap_or_else(|| PathBuf::from(program))
}

fn existing(what: &'static str, path: PathBuf) -> Result<PathBuf, E2eError> {
    if path.is_file() {
        Ok(path)
    } else {
        Err(E2eError::NotBuilt { what, path })
    }
}
