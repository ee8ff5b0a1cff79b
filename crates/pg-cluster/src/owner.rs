//! Whom the cluster's processes and files belong to.

use crate::ClusterError;
use std::path::Path;
use std::process::Command;

/// The user that PostgreSQL runs as: ourselves, or `nobody` where we are root, for whom it refuses
/// to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Owner {
    /// User and group, where these are not our own.
    other: Option<(u32, u32)>,
}

#[cfg(unix)]
impl Owner {
    /// Finds out, by whom a file belongs to that we have just made.
    pub(crate) fn find() -> Result<Self, ClusterError> {
        use std::os::unix::fs::MetadataExt;
        let ours = tempfile::tempfile().and_then(|file| file.metadata());
        let metadata = ours.map_err(ClusterError::file("make a file in", std::env::temp_dir()))?;
        let other = (metadata.uid() == 0)
            .then(|| Ok::<_, ClusterError>((number_of_nobody("-u")?, number_of_nobody("-g")?)))
            .transpose()?;
        Ok(Self { other })
    }

    /// Lets a program run as this user, without any further groups.
    pub(crate) fn run(self, command: &mut Command) -> &mut Command {
        use std::os::unix::process::CommandExt;
        if let Some((user, group)) = self.other {
            // Setting the user as root clears the supplementary groups as well.
            command.uid(user).gid(group);
        }
        command
    }

    /// Gives a file to this user.
    pub(crate) fn give(self, path: &Path) -> Result<(), ClusterError> {
        let Some((user, group)) = self.other else {
            return Ok(());
        };
        std::os::unix::fs::chown(path, Some(user), Some(group))
            .map_err(ClusterError::file("change the owner of", path))
    }
}

#[cfg(unix)]
fn number_of_nobody(which: &str) -> Result<u32, ClusterError> {
    let mut command = Command::new("id");
    let output = crate::cluster::output_of(command.args([which, "nobody"]))?;
    let words = String::from_utf8_lossy(&output.stdout);
    words.trim().parse().map_err(|_| ClusterError::Failed {
        what: "looking for the user `nobody`",
        words: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
    })
}

#[cfg(not(unix))]
impl Owner {
    pub(crate) fn find() -> Result<Self, ClusterError> {
        Err(ClusterError::UnixOnly)
    }

    pub(crate) fn run(self, command: &mut Command) -> &mut Command {
        command
    }

    pub(crate) fn give(self, _path: &Path) -> Result<(), ClusterError> {
        Ok(())
    }
}
