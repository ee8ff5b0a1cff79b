//! Cargo's tools, installed into the cache so that nobody's own installation is touched.

use crate::command::Program;
use crate::context::Context;
use crate::error::TaskError;
use crate::lockfile;
use crate::progress::note;

/// A tool to install.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tool {
    package: &'static str,
    /// Programs of it that we use.
    programs: &'static [&'static str],
    version: Version,
    /// Whether to take the versions of its dependencies that its authors tested.
    locked: bool,
}

#[derive(Debug, Clone, Copy)]
enum Version {
    /// This one.
    Exactly(&'static str),
    /// The one that Cargo.lock has of this package.
    AsLocked(&'static str),
}

/// Makes JavaScript bindings. Its version must be that of the library the page is linked with.
///
/// It is driven from here and not through trunk: trunk would be six more minutes of compilation
/// in a fresh clone for what `ui_bundle` says in a page of code.
pub(crate) const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    version: Version::AsLocked("wasm-bindgen"),
    // Its lock file may name crates that a mirror does not have yet.
    locked: false,
};

/// Drives the real window.
pub(crate) const TAURI_DRIVER: Tool = Tool {
    package: "tauri-driver",
    programs: &["tauri-driver"],
    version: Version::Exactly("2.1.0"),
    locked: true,
};

/// Checks licences, sources, bans and advisories.
pub(crate) const CARGO_DENY: Tool = Tool {
    package: "cargo-deny",
    programs: &["cargo-deny"],
    version: Version::Exactly("0.20.2"),
    locked: true,
};

/// Installs those of `tools` that are missing or of another version.
///
/// # Errors
/// When a tool cannot be compiled.
pub(crate) fn install(ctx: &Context, tools: &[Tool]) -> Result<(), TaskError> {
    let record = ctx.tools().join(".crates.toml");
    for tool in tools {
        let version = match tool.version {
            Version::Exactly(version) => version.to_owned(),
            Version::AsLocked(package) => {
                lockfile::version_of(package, &ctx.root.join("Cargo.lock"))?
            }
        };
        let recorded = std::fs::read_to_string(&record).unwrap_or_default();
        let there = is_recorded(&recorded, tool.package, &version)
            && tool
                .programs
                .iter()
                .all(|program| ctx.tool(program).is_file());
        if there {
            note(&format!("{} {version} is installed", tool.package));
            continue;
        }
        note(&format!("installing {} {version}", tool.package));
        let advice = format!(
            "Check that crates.io can be reached. By hand:\n    cargo install {} --version {version} --root {}",
            tool.package,
            ctx.tools().display()
        );
        Program::cargo(format!("Installing {}", tool.package))
            .args(["install", tool.package, "--version", &version, "--force"])
            .args(tool.locked.then_some("--locked"))
            .arg("--root")
            .arg(ctx.tools())
            // Outside the checkout, whose configuration is none of the tool's business; and in a
            // build folder of its own, which cargo removes afterwards.
            .dir(&ctx.cache)
            .env_remove("CARGO_TARGET_DIR")
            .advice(advice)
            .run()?;
    }
    Ok(())
}

/// Whether cargo's record of installed packages has this very version.
fn is_recorded(record: &str, package: &str, version: &str) -> bool {
    let entry = format!("\"{package} {version} (");
    record
        .lines()
        .any(|line| line.trim_start().starts_with(&entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = "[v1]\n\"wasm-bindgen-cli 0.2.130 (registry+https://github.com/rust-lang/crates.io-index)\" = [\"wasm-bindgen\"]\n";

    #[test]
    fn another_version_or_a_longer_name_is_not_installed() {
        assert!(is_recorded(RECORD, "wasm-bindgen-cli", "0.2.130"));
        assert!(!is_recorded(RECORD, "wasm-bindgen-cli", "0.2.13"));
        assert!(!is_recorded(RECORD, "wasm-bindgen", "0.2.130"));
        assert!(!is_recorded("", "wasm-bindgen-cli", "0.2.130"));
    }
}
