//! Folders with a demo database, thrown away afterwards.

use crate::{E2eError, Programs};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A data folder of the app that belongs to one story.
#[derive(Debug)]
pub struct Workspace {
    dir: TempDir,
}

impl Workspace {
    /// A copy of a small demo database, which is made once for each build of the program that
    /// makes it.
    ///
    /// # Errors
    /// When the database cannot be made or copied.
    pub fn fresh(programs: &Programs) -> Result<Self, E2eError> {
        Self::copy_of(&prepared(programs)?)
    }

    /// A copy of the data folder `source`. No app may have it open.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub fn copy_of(source: &Path) -> Result<Self, E2eError> {
        let dir = tempfile::Builder::new()
            .prefix("coe-desk-data-")
            .tempdir()
            .map_err(E2eError::file("create", std::env::temp_dir()))?;
        copy_tree(source, dir.path())?;
        Ok(Self { dir })
    }

    /// Has the desk send to a gateway at this address, in Twilio's protocol.
    ///
    /// # Errors
    /// When the program that makes the demo fails.
    pub fn send_to(&self, programs: &Programs, address: &str) -> Result<(), E2eError> {
        demo(programs, self.data_dir(), &["--gateway-url", address])
    }

    /// What the app gets as `--data-dir`.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        self.dir.path()
    }
}

/// What the app is started on.
#[derive(Debug)]
pub enum Start {
    /// A data folder, which goes with the desk.
    DataDir(Workspace),
    /// A file with the administrator's settings.
    Config(PathBuf),
    /// Nothing: a computer on which the app was just installed.
    Nothing,
}

impl Start {
    /// The app's arguments.
    pub(crate) fn args(&self) -> Vec<String> {
        let (option, value) = match self {
            Self::DataDir(workspace) => ("--data-dir", workspace.data_dir()),
            Self::Config(file) => ("--config", file.as_path()),
            Self::Nothing => return Vec::new(),
        };
        vec![option.to_owned(), value.display().to_string()]
    }
}

impl From<Workspace> for Start {
    fn from(workspace: Workspace) -> Self {
        Self::DataDir(workspace)
    }
}

/// The folder with the small demo, made if need be.
fn prepared(programs: &Programs) -> Result<PathBuf, E2eError> {
    let dir = programs.kept.join("small-demo");
    let stamp = programs.kept.join("small-demo.stamp");
    let build = build_of(&programs.demo)?;
    if std::fs::read_to_string(&stamp).is_ok_and(|made_by| made_by == build) {
        return Ok(dir);
    }
    if dir.exists() {
        std::fs::remove_dir_all(&dir).map_err(E2eError::file("remove", &dir))?;
    }
    std::fs::create_dir_all(&dir).map_err(E2eError::file("create", &dir))?;
    demo(programs, &dir, &["--small"])?;
    std::fs::write(&stamp, build).map_err(E2eError::file("write", &stamp))?;
    Ok(dir)
}

fn demo(programs: &Programs, dir: &Path, args: &[&str]) -> Result<(), E2eError> {
    let made = Command::new(&programs.demo)
        .arg("--data-dir")
        .arg(dir)
        .args(args)
        .output()
        .map_err(E2eError::file("start", &programs.demo))?;
    if made.status.success() {
        Ok(())
    } else {
        let words = String::from_utf8_lossy(&made.stderr);
        Err(E2eError::NoDemo(words.trim().to_owned()))
    }
}

/// Tells one build of a program from another.
fn build_of(program: &Path) -> Result<String, E2eError> {
    let described = || {
        let metadata = std::fs::metadata(program)?;
        Ok(format!("{} {:?}", metadata.len(), metadata.modified()?))
    };
    described().map_err(E2eError::file("look at", program))
}

fn copy_tree(from: &Path, to: &Path) -> Result<(), E2eError> {
    std::fs::create_dir_all(to).map_err(E2eError::file("create", to))?;
    for entry in std::fs::read_dir(from).map_err(E2eError::file("list", from))? {
        let path = entry.map_err(E2eError::file("list", from))?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_tree(&path, &target)?;
        } else {
            std::fs::copy(&path, &target).map_err(E2eError::file("copy", &path))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_complete_and_goes_with_its_owner() {
        let source = tempfile::tempdir().unwrap();
        std::fs::create_dir(source.path().join("a")).unwrap();
        std::fs::write(source.path().join("a/desk.sqlite"), "data").unwrap();
        let copy = Workspace::copy_of(source.path()).unwrap();
        let dir = copy.data_dir().to_owned();
        assert_eq!(
            std::fs::read_to_string(dir.join("a/desk.sqlite")).unwrap(),
            "data"
        );
        drop(copy);
        assert!(!dir.exists());
    }
}
