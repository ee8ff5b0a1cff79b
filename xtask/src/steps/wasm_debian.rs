//! The WebAssembly target where rustup cannot fetch it, on Debian and Ubuntu.
//!
//! Debian packages a recent Rust for its browsers (`rustc-web`) together with the sources of the
//! standard library. The standard library is compiled once for WebAssembly and put into that
//! toolchain's folder; after that every build of the page is an ordinary one.

use crate::command::Program;
use crate::context::{Context, WASM_TARGET};
use crate::error::TaskError;
use crate::files;
use crate::progress::note;
use crate::steps::packages::{self, Rights};
use crate::steps::wasm_target::{has_std, sysroot};
use std::path::{Path, PathBuf};

/// What the toolchain is called in rustup.
pub(crate) const TOOLCHAIN: &str = "debweb";

/// Where Debian's Rust lives.
const SYSROOT: &str = "/usr";

const PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy"];

/// Makes Debian's toolchain ready.
///
/// # Errors
/// When a package, rustup or the compilation of the standard library fails.
pub(crate) fn install(ctx: &Context) -> Result<(), TaskError> {
    packages::install_packages(PACKAGES)?;
    Program::new("rustup", "Making Debian's Rust known to rustup")
        .args(["toolchain", "link", TOOLCHAIN, SYSROOT])
        .advice("Install rustup (https://rustup.rs).")
        .run()?;
    if is_ready(ctx) {
        note("the standard library for WebAssembly is in place");
        return Ok(());
    }
    note("compiling the standard library for WebAssembly, once");
    let built = build_std(ctx)?;
    put_in_place(ctx, &built)
}

/// Whether the standard library in place was made by the present toolchain in the present way.
pub(crate) fn is_ready(ctx: &Context) -> bool {
    let stamped = std::fs::read_to_string(stamp(ctx)).unwrap_or_default();
    recipe().is_ok_and(|recipe| stamped == recipe) && has_std(Path::new(SYSROOT))
}

/// The linker for WebAssembly: Debian's Rust brings none, rustup's does.
pub(crate) fn linker() -> Result<PathBuf, TaskError> {
    let described = Program::new("rustc", "Asking rustc for its host")
        .arg("-vV")
        .output()?;
    let host = described
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .unwrap_or_default();
    let linker = sysroot()?
        .join("lib/rustlib")
        .join(host)
        .join("bin/rust-lld");
    if linker.is_file() {
        Ok(linker)
    } else {
        Err(TaskError::NotBuilt {
            what: "Rust's linker rust-lld",
            path: linker,
        })
    }
}

/// What the standard library is made from and how: where it differs, it is made anew.
fn recipe() -> Result<String, TaskError> {
    let version = Program::new("/usr/bin/rustc", "Asking Debian's rustc for its version")
        .arg("-vV")
        .env_remove("LD_LIBRARY_PATH")
        .output()?;
    Ok(format!("{version}{BUILD_STD} {EMBED_BITCODE}\n"))
}

fn stamp(ctx: &Context) -> PathBuf {
    ctx.cache.join("debweb-std.stamp")
}

/// The list of files that we put in place.
fn placed(ctx: &Context) -> PathBuf {
    ctx.cache.join("debweb-std.files")
}

/// Compiles the standard library; the folder with its parts.
fn build_std(ctx: &Context) -> Result<PathBuf, TaskError> {
    // A crate without dependencies: any other library in the folder would break later builds.
    let dir = ctx.cache.join("debweb-std");
    files::remove_tree(&dir)?;
    let manifest = format!(
        "[package]\nname = \"{EMPTY_CRATE}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n"
    );
    files::write(&dir.join("Cargo.toml"), manifest)?;
    files::write(&dir.join("src/lib.rs"), "#![no_std]\n")?;
    let target = dir.join("target");
    Program::cargo("Compiling the standard library for WebAssembly")
        .args(["build", "--release", "--target", WASM_TARGET, BUILD_STD])
        .dir(&dir)
        .env("RUSTUP_TOOLCHAIN", TOOLCHAIN)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", EMBED_BITCODE)
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker()?)
        .env_remove("LD_LIBRARY_PATH")
        .run()?;
    Ok(target.join(WASM_TARGET).join("release/deps"))
}

/// `test` is what a test is linked with.
const BUILD_STD: &str = "-Zbuild-std=std,panic_abort,test";

/// Without bitcode the page could not be optimised as a whole (`lto` of its profile).
const EMBED_BITCODE: &str = "-Cembed-bitcode=yes";

const EMPTY_CRATE: &str = "empty_for_std";

fn put_in_place(ctx: &Context, built: &Path) -> Result<(), TaskError> {
    let libraries: Vec<_> = files::files_below(built)?
        .into_iter()
        .filter(|path| belongs_to_std(path))
        .collect();
    let place = Path::new(SYSROOT)
        .join("lib/rustlib")
        .join(WASM_TARGET)
        .join("lib");
    let rights = Rights::at_hand();
    let what = "Putting the standard library in place";
    let advice = "It needs administrator rights: run the command as root or with sudo.";
    // Parts of an older version must not stay beside the new ones; only ours are removed.
    let old = std::fs::read_to_string(placed(ctx)).unwrap_or_default();
    if !old.is_empty() {
        rights
            .program("rm", what)
            .arg("-f")
            .args(old.lines())
            .advice(advice)
            .run()?;
    }
    rights
        .program("mkdir", what)
        .arg("-p")
        .arg(&place)
        .advice(advice)
        .run()?;
    rights
        .program("cp", what)
        .args(&libraries)
        .arg(&place)
        .advice(advice)
        .run()?;
    let names = libraries.iter().filter_map(|path| path.file_name());
    let list: Vec<_> = names
        .map(|name| place.join(name).display().to_string())
        .collect();
    // Cargo does not notice that the standard library is another one.
    files::remove_tree(&ctx.wasm_target.join(WASM_TARGET))?;
    files::write(&placed(ctx), list.join("\n"))?;
    files::write(&stamp(ctx), recipe()?)?;
    files::remove_tree(&ctx.cache.join("debweb-std"))
}

/// Whether a compiled file is a part of the standard library.
fn belongs_to_std(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("lib")
        && name.ends_with(".rlib")
        && !name.starts_with(&format!("lib{EMPTY_CRATE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_standard_librarys_parts_are_taken() {
        assert!(belongs_to_std(Path::new("deps/libstd-0a1b.rlib")));
        assert!(!belongs_to_std(Path::new("deps/libstd-0a1b.rmeta")));
        assert!(!belongs_to_std(Path::new(
            "deps/libempty_for_std-0a1b.rlib"
        )));
        assert!(!belongs_to_std(Path::new("deps/std-0a1b.d")));
    }
}
