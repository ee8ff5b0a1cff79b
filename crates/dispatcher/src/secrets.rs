//! Passwords, keys and tokens: from the environment, or from a file that nobody else can read.

use std::path::{Path, PathBuf};

/// A secret, which is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret itself.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// Why a secret cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// The file cannot be read.
    #[error(
        "the secret file {0} cannot be read: see that it exists and belongs to the service's user"
    )]
    Unreadable(PathBuf),
    /// Others than its owner can read it.
    #[error("the secret file {0} can be read by others: run \"chmod 600 {0}\"")]
    Open(PathBuf),
    /// It holds nothing.
    #[error("the secret file {0} is empty: write the secret into it")]
    Empty(PathBuf),
    /// It is named nowhere.
    #[error("there is no {what}: set {variable}, or name a file in the configuration ({key})")]
    Missing {
        /// What it is.
        what: &'static str,
        /// The variable of the environment.
        variable: &'static str,
        /// The key of the configuration.
        key: &'static str,
    },
}

/// Where secrets come from. The environment is asked through it, so that tests bring their own.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// A variable of the environment.
    pub variable: &'a (dyn Fn(&str) -> Option<String> + Sync),
}

impl Sources<'static> {
    /// The environment of this process.
    #[must_use]
    pub fn of_process() -> Self {
        Self {
            variable: &|name| std::env::var(name).ok(),
        }
    }
}

impl Sources<'_> {
    /// A secret: from the variable, else from the file, else none.
    ///
    /// # Errors
    /// Why the file cannot be used.
    pub fn find(&self, variable: &str, file: Option<&Path>) -> Result<Option<Secret>, SecretError> {
        if let Some(value) = (self.variable)(variable).filter(|value| !value.is_empty()) {
            return Ok(Some(Secret(value)));
        }
        file.map(|file| read(&self.placed(file))).transpose()
    }

    /// A file that is named without a folder is one of the credentials that systemd hands over.
    pub(crate) fn placed(&self, file: &Path) -> PathBuf {
        let credentials = (self.variable)("CREDENTIALS_DIRECTORY");
        match credentials {
            Some(folder) if file.components().count() == 1 => Path::new(&folder).join(file),
            _ => file.to_owned(),
        }
    }
}

fn read(file: &Path) -> Result<Secret, SecretError> {
    let unreadable = || SecretError::Unreadable(file.to_owned());
    let about = std::fs::metadata(file).map_err(|_| unreadable())?;
    if is_open_to_others(&about) {
        return Err(SecretError::Open(file.to_owned()));
    }
    let text = std::fs::read_to_string(file).map_err(|_| unreadable())?;
    match text.trim_end_matches(['\r', '\n']) {
        "" => Err(SecretError::Empty(file.to_owned())),
        secret => Ok(Secret(secret.to_owned())),
    }
}

#[cfg(unix)]
fn is_open_to_others(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    // What systemd hands over is readable by a group that only it is in, and never by others.
    about.permissions().mode() & 0o037 != 0
}

/// Elsewhere the folder's rights protect it.
#[cfg(not(unix))]
fn is_open_to_others(_about: &std::fs::Metadata) -> bool {
    false
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn file(mode: u32, text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        (folder, path)
    }

    const NOTHING: Sources<'static> = Sources {
        variable: &|_| None,
    };

    #[test]
    fn a_file_that_others_can_read_is_refused_and_says_what_to_do() {
        for mode in [0o644, 0o604, 0o660, 0o602, 0o620] {
            let (_folder, path) = file(mode, "secret");
            let error = NOTHING.find("X", Some(&path)).unwrap_err();
            assert_eq!(error, SecretError::Open(path.clone()), "{mode:o}");
            assert!(error.to_string().contains("chmod 600"));
        }
    }

    #[test]
    fn a_file_of_ones_own_is_read_without_its_last_line_break() {
        for mode in [0o600, 0o400] {
            let (_folder, path) = file(mode, "open sesame\n");
            let secret = NOTHING.find("X", Some(&path)).unwrap().unwrap();
            assert_eq!(secret.reveal(), "open sesame");
            assert_eq!(format!("{secret:?}"), "Secret", "it is never printed");
        }
    }

    #[test]
    fn the_environment_goes_before_the_file_and_a_missing_file_is_named() {
        let set = Sources {
            variable: &|name| (name == "X").then(|| "from outside".to_owned()),
        };
        let missing = Path::new("/nowhere/secret");
        let found = set.find("X", Some(missing)).unwrap().unwrap();
        assert_eq!(found.reveal(), "from outside");
        let error = NOTHING.find("X", Some(missing)).unwrap_err();
        assert!(error.to_string().contains("/nowhere/secret"));
        assert_eq!(NOTHING.find("X", None), Ok(None));
    }

    #[test]
    fn a_bare_name_is_a_credential_of_systemd() {
        let (folder, _path) = file(0o440, "handed over");
        let place = folder.path().to_string_lossy().into_owned();
        let systemd = Sources {
            variable: &move |name| (name == "CREDENTIALS_DIRECTORY").then(|| place.clone()),
        };
        let secret = systemd.find("X", Some(Path::new("secret"))).unwrap();
        assert_eq!(secret.unwrap().reveal(), "handed over");
    }

    #[test]
    fn an_empty_file_is_no_secret() {
        let (_folder, path) = file(0o600, "\n");
        assert_eq!(
            NOTHING.find("X", Some(&path)),
            Err(SecretError::Empty(path))
        );
    }
}
