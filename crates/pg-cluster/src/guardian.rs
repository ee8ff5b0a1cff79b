//! Ends a cluster when its owner ends, even when that is killed.

use crate::ClusterError;
use crate::owner::Owner;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What becomes of a cluster's folder at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It is removed.
    Remove,
    /// It stays.
    Keep,
}

/// A shell that waits until we are gone. Dropping it is one way for us to go: it returns when the
/// server has stopped and the folder is removed, if it is to be.
#[derive(Debug)]
pub(crate) struct Guardian {
    shell: Child,
}

impl Guardian {
    /// Watches over the server of the cluster in `folder`.
    pub(crate) fn watch(
        owner: Owner,
        pg_ctl: &Path,
        folder: &Path,
        end: End,
    ) -> Result<Self, ClusterError> {
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", include_str!("guardian.sh"), "guardian"])
            .arg(pg_ctl)
            .arg(folder.join("data"))
            .args((end == End::Remove).then_some(folder))
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // A key pressed at the terminal ends the tests; the guardian must outlive them.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let shell = owner
            .run(&mut command)
            .spawn()
            .map_err(|source| ClusterError::NotStarted {
                program: "/bin/sh".to_owned(),
                source,
            })?;
        Ok(Self { shell })
    }
}

impl Drop for Guardian {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        // There is nobody to tell; what stays behind is a folder for temporary files.
        drop(self.shell.wait());
    }
}
