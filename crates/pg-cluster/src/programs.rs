//! Where PostgreSQL's programs are.

use crate::ClusterError;
use std::env::consts::EXE_SUFFIX;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest version that the desk works with.
const OLDEST: u32 = 15;

/// Programs without which there is no cluster. (`psql` is looked for when it is needed.)
const NEEDED: [&str; 3] = ["initdb", "pg_ctl", "postgres"];

/// The folder of one version's programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Programs {
    bin: PathBuf,
}

impl Programs {
    /// Those on the PATH, else the newest that Debian's packages have put below
    /// `/usr/lib/postgresql`, where the PATH does not lead.
    pub(crate) fn find() -> Result<Self, ClusterError> {
        Self::find_in(
            &std::env::var_os("PATH").unwrap_or_default(),
            Path::new("/usr/lib/postgresql"),
        )
    }

    /// As [`Programs::find`], with another PATH and another folder of versions.
    pub(crate) fn find_in(path: &OsStr, versions: &Path) -> Result<Self, ClusterError> {
        let mut newest_old: Option<(u32, String)> = None;
        for bin in std::env::split_paths(path).chain(newest_first(versions)) {
            let programs = Self { bin };
            let Some((major, version)) = programs.version() else {
                continue;
            };
            if major >= OLDEST {
                return Ok(programs);
            }
            newest_old = newest_old.max(Some((major, version)));
        }
        Err(ClusterError::MissingServer {
            found: newest_old.map(|(_, version)| version),
        })
    }

    /// One of the programs.
    pub(crate) fn path(&self, program: &str) -> PathBuf {
        self.bin.join(format!("{program}{EXE_SUFFIX}"))
    }

    /// Number and name of the version, if all programs are there.
    fn version(&self) -> Option<(u32, String)> {
        if !NEEDED.iter().all(|program| self.path(program).is_file()) {
            return None;
        }
        let output = Command::new(self.path("postgres"))
            .arg("--version")
            .output()
            .ok()?;
        let words = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Some((major(&words)?, words))
    }
}

/// The number of `postgres (PostgreSQL) 15.18 (Debian …)` or `… 18beta1`.
fn major(words: &str) -> Option<u32> {
    let version = words.split_once("(PostgreSQL) ")?.1;
    let digits = version.find(|c: char| !c.is_ascii_digit());
    version[..digits.unwrap_or(version.len())].parse().ok()
}

/// The program folders of a folder of versions (`15/bin`, `17/bin`), newest first.
fn newest_first(versions: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(versions).into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let number = entry.file_name().to_str()?.parse().ok()?;
            Some((number, entry.path().join("bin")))
        })
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, bin)| bin).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// A folder whose `postgres` says this version.
    fn install(bin: &Path, version: &str) {
        std::fs::create_dir_all(bin).expect("a folder can be made");
        for program in NEEDED {
            let file = bin.join(program);
            let script = format!("#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n");
            std::fs::write(&file, script).expect("a file can be written");
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755))
                .expect("it can be made a program");
        }
    }

    #[test]
    fn the_newest_of_several_is_taken_unless_the_path_has_one() {
        let dir = tempfile::tempdir().unwrap();
        for version in ["9", "15", "17"] {
            install(
                &dir.path().join(version).join("bin"),
                &format!("{version}.2"),
            );
        }
        let found = Programs::find_in(OsStr::new(""), dir.path()).unwrap();
        assert_eq!(found.bin, dir.path().join("17/bin"));

        let named = dir.path().join("15/bin");
        let found = Programs::find_in(named.as_os_str(), dir.path()).unwrap();
        assert_eq!(found.bin, named);
    }

    #[test]
    fn without_a_server_the_message_says_what_to_install() {
        let dir = tempfile::tempdir().unwrap();
        let error = Programs::find_in(OsStr::new(""), dir.path()).unwrap_err();
        let words = error.to_string();
        assert!(words.contains("was not found"), "{words}");
        assert!(words.contains("apt-get install postgresql"), "{words}");
    }

    #[test]
    fn a_server_that_is_too_old_is_named() {
        let dir = tempfile::tempdir().unwrap();
        install(&dir.path().join("13/bin"), "13.4");
        let error = Programs::find_in(OsStr::new(""), dir.path()).unwrap_err();
        let words = error.to_string();
        assert!(words.contains("only postgres (PostgreSQL) 13.4"), "{words}");
    }

    #[test]
    fn the_version_is_read_from_what_builds_of_all_kinds_say() {
        assert_eq!(
            major("postgres (PostgreSQL) 15.18 (Debian 15.18-0)"),
            Some(15)
        );
        assert_eq!(major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("postgres (PostgreSQL) 17"), Some(17));
        assert_eq!(major("something else"), None);
    }
}
