//! Rust's standard library for WebAssembly.

use crate::command::{Program, on_path};
use crate::context::{Context, WASM_TARGET};
use crate::error::TaskError;
use crate::progress::note;
use crate::steps::wasm_debian;
use std::path::{Path, PathBuf};

/// Which toolchain compiles the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WasmToolchain {
    /// The one that compiles the app.
    Usual,
    /// Debian's, with this linker. See [`wasm_debian`].
    Debian { linker: PathBuf },
}

impl WasmToolchain {
    /// The toolchain that [`install`] has made ready.
    pub(crate) fn ready(ctx: &Context) -> Result<Self, TaskError> {
        if !debian_forced() && has_std(&sysroot()?) {
            return Ok(Self::Usual);
        }
        let linker = wasm_debian::linker()?;
        if wasm_debian::is_ready(ctx) {
            return Ok(Self::Debian { linker });
        }
        Err(TaskError::NoWasmTarget("it is not installed".into()))
    }

    /// Cargo, set up to compile for WebAssembly.
    pub(crate) fn cargo(&self, ctx: &Context, what: &str) -> Program {
        let program = Program::cargo(what)
            .dir(&ctx.root)
            .env("CARGO_TARGET_DIR", &ctx.wasm_target);
        match self {
            Self::Usual => program,
            Self::Debian { linker } => program
                .env("RUSTUP_TOOLCHAIN", wasm_debian::TOOLCHAIN)
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                // Ours points to the libraries of the toolchain that compiled us.
                .env_remove("LD_LIBRARY_PATH"),
        }
    }
}

/// Installs the target: the plain way if at all possible, else Debian's toolchain.
///
/// # Errors
/// When neither way works.
pub(crate) fn install(ctx: &Context) -> Result<(), TaskError> {
    if debian_forced() {
        note("COE_DESK_WASM=debian: using Debian's toolchain");
        return wasm_debian::install(ctx);
    }
    if has_std(&sysroot()?) {
        note("installed");
        return Ok(());
    }
    let plain = Program::new("rustup", "Installing the WebAssembly target")
        .args(["target", "add", WASM_TARGET])
        .run();
    match plain {
        Ok(()) => Ok(()),
        Err(error) if on_path("apt-get") => {
            note(&format!("{error}\nTrying Debian's toolchain instead."));
            wasm_debian::install(ctx)
        }
        Err(error) => Err(TaskError::NoWasmTarget(error.to_string())),
    }
}

fn debian_forced() -> bool {
    std::env::var_os("COE_DESK_WASM").is_some_and(|value| value == "debian")
}

/// The folder of the toolchain in use.
pub(crate) fn sysroot() -> Result<PathBuf, TaskError> {
    let printed = Program::new("rustc", "Asking rustc for its folder")
        .args(["--print", "sysroot"])
        .output()?;
    Ok(PathBuf::from(printed.trim()))
}

/// Whether the toolchain in `sysroot` has a standard library for WebAssembly.
pub(crate) fn has_std(sysroot: &Path) -> bool {
    let libraries = sysroot.join("lib/rustlib").join(WASM_TARGET).join("lib");
    std::fs::read_dir(libraries).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files;

    #[test]
    fn an_empty_target_folder_is_no_target() {
        let dir = tempfile::tempdir().unwrap();
        let lib = dir.path().join("lib/rustlib").join(WASM_TARGET).join("lib");
        assert!(!has_std(dir.path()));
        files::write(&lib.join("libcore-1.rlib"), "").unwrap();
        assert!(!has_std(dir.path()));
        files::write(&lib.join("libstd-1.rlib"), "").unwrap();
        assert!(has_std(dir.path()));
    }
}
