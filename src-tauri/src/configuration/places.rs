//! Where the files are, and which of them decides.

use super::{file, saving};
use crate::arguments::Arguments;
use coe_wire::connection::DatabaseChoice;
use coe_wire::{ErrorCode, UiError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const FOLDER: &str = "coe-desk";
const CONFIG: &str = "config.toml";
const STATE: &str = "state.toml";
const DATABASE: &str = "desk.sqlite";

/// What was decided, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    /// The database; `None` where nobody has chosen one yet; or what is wrong with the file that
    /// should say it.
    pub(crate) choice: Result<Option<DatabaseChoice>, UiError>,
    /// Whether it was decided outside the window, which may not change it then.
    pub(crate) managed: bool,
}

/// Where the files of this desk are looked for.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// The file named on the command line.
    given: Option<PathBuf>,
    /// The folder of the embedded database named on the command line.
    data_dir: Option<PathBuf>,
    /// The administrator's file for the whole computer.
    system: Option<PathBuf>,
    /// The folder of the user's own files.
    user: Option<PathBuf>,
    /// The folder of the embedded database otherwise.
    user_data: Option<PathBuf>,
}

impl Places {
    /// The places of this computer and user.
    pub(crate) fn new(arguments: &Arguments) -> Self {
        Self {
            given: arguments.config.clone(),
            data_dir: arguments.data_dir.clone(),
            system: system_folder().map(|folder| folder.join(FOLDER).join(CONFIG)),
            user: dirs::config_dir().map(|folder| folder.join(FOLDER)),
            user_data: dirs::data_dir().map(|folder| folder.join(FOLDER)),
        }
    }

    /// The file of the embedded database.
    pub(crate) fn embedded(&self) -> PathBuf {
        let folder = self.data_dir.as_ref().or(self.user_data.as_ref());
        folder.map_or_else(
            || Path::new(FOLDER).join(DATABASE),
            |folder| folder.join(DATABASE),
        )
    }

    /// Which database this desk works on.
    pub(crate) fn decide(&self) -> Decision {
        let decided = |choice, managed| Decision { choice, managed };
        if let Some(given) = &self.given {
            let choice = read(given).and_then(|choice| {
                // Whoever names a file means it to be there.
                choice.ok_or_else(|| invalid(given, None)).map(Some)
            });
            return decided(choice, true);
        }
        if self.data_dir.is_some() {
            return decided(Ok(Some(DatabaseChoice::Embedded)), true);
        }
        let own = self.user.as_ref().map(|folder| folder.join(CONFIG));
        for (path, managed) in [(self.system.as_ref(), true), (own.as_ref(), false)] {
            match path.map(|path| read(path)) {
                Some(Ok(None)) | None => {}
                Some(choice) => return decided(choice, managed),
            }
        }
        // Who worked here before there was a choice goes on without being asked.
        let used = self.embedded().exists();
        decided(Ok(used.then_some(DatabaseChoice::Embedded)), false)
    }

    /// Writes the user's own file.
    ///
    /// # Errors
    /// `settings_not_saved`.
    pub(crate) fn choose(&self, choice: &DatabaseChoice) -> Result<(), UiError> {
        let failed = || UiError::new(ErrorCode::SettingsNotSaved);
        let folder = self.user.as_ref().ok_or_else(failed)?;
        let text = file::write(choice).map_err(|_| failed())?;
        saving::replace(&folder.join(CONFIG), &text).map_err(|error| {
            tracing::error!(kind = %error.kind(), "the choice of a database cannot be saved");
            failed()
        })
    }

    /// The user name that signed in last to the shared database.
    pub(crate) fn last_username(&self) -> Option<String> {
        saving::last_username(&self.user.as_ref()?.join(STATE))
    }

    /// Notes who signed in. Without the note a name has to be typed again, no more.
    pub(crate) fn note_username(&self, username: &str) {
        let Some(folder) = &self.user else { return };
        if let Err(error) = saving::note_username(&folder.join(STATE), username) {
            tracing::warn!(kind = %error.kind(), "the last user name cannot be noted");
        }
    }
}

/// What a file says; `None` where it is not there.
fn read(path: &Path) -> Result<Option<DatabaseChoice>, UiError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            tracing::error!(kind = %error.kind(), "a configuration file cannot be read");
            return Err(invalid(path, None));
        }
    };
    // A certificate has to be found from whichever folder the desk was started in.
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute.parent().unwrap_or(Path::new("/"));
    file::read(&text, folder).map(Some).map_err(|wrong| {
        tracing::error!(line = wrong.line, "a configuration file cannot be used");
        invalid(path, Some(wrong.line))
    })
}

fn invalid(path: &Path, line: Option<usize>) -> UiError {
    let error = UiError::new(ErrorCode::ConfigurationInvalid).with("file", path.display());
    match line {
        Some(line) => error.with("line", line),
        None => error,
    }
}

#[cfg(windows)]
fn system_folder() -> Option<PathBuf> {
    std::env::var_os("PROGRAMDATA").map(PathBuf::from)
}

#[cfg(target_os = "macos")]
fn system_folder() -> Option<PathBuf> {
    Some(PathBuf::from("/Library/Application Support"))
}

#[cfg(not(any(windows, target_os = "macos")))]
fn system_folder() -> Option<PathBuf> {
    Some(PathBuf::from("/etc"))
}

#[cfg(test)]
impl Places {
    /// All places inside one folder.
    pub(crate) fn inside(folder: &Path) -> Self {
        Self {
            given: None,
            data_dir: None,
            system: Some(folder.join("system").join(CONFIG)),
            user: Some(folder.join("user")),
            user_data: Some(folder.join("data")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMBEDDED: &str = "[database]\nkind = \"embedded\"\n";

    fn shared(host: &str) -> String {
        format!("[database]\nkind = \"shared\"\nhost = \"{host}\"\ndatabase = \"coe_desk\"\n")
    }

    fn write(path: &Path, text: &str) {
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("it is made");
        std::fs::write(path, text).expect("it is written");
    }

    fn host_of(decision: &Decision) -> &str {
        match &decision.choice {
            Ok(Some(DatabaseChoice::Shared(address))) => &address.host,
            other => panic!("not a shared database: {other:?}"),
        }
    }

    #[test]
    fn the_file_named_comes_before_the_administrators_and_that_before_the_users() {
        let home = tempfile::tempdir().expect("there is a folder");
        let mut places = Places::inside(home.path());
        assert_eq!(places.decide().choice, Ok(None), "nobody has chosen");

        write(
            &home.path().join("user").join(CONFIG),
            &shared("user.example"),
        );
        assert_eq!(host_of(&places.decide()), "user.example");
        assert!(!places.decide().managed);

        write(
            &home.path().join("system").join(CONFIG),
            &shared("system.example"),
        );
        assert_eq!(host_of(&places.decide()), "system.example");
        assert!(places.decide().managed);

        let given = home.path().join("given.toml");
        write(&given, &shared("given.example"));
        places.given = Some(given);
        places.data_dir = Some(home.path().to_owned());
        assert_eq!(host_of(&places.decide()), "given.example");
        assert!(places.decide().managed);
    }

    #[test]
    fn a_data_folder_named_on_the_command_line_asks_nobody() {
        let home = tempfile::tempdir().expect("there is a folder");
        write(
            &home.path().join("system").join(CONFIG),
            &shared("system.example"),
        );
        let places = Places {
            data_dir: Some(home.path().join("demo")),
            ..Places::inside(home.path())
        };
        let decision = places.decide();
        assert_eq!(decision.choice, Ok(Some(DatabaseChoice::Embedded)));
        assert!(
            decision.managed,
            "the window does not change what a command line says"
        );
        assert_eq!(places.embedded(), home.path().join("demo").join(DATABASE));
    }

    #[test]
    fn an_existing_embedded_database_goes_on_unasked() {
        let home = tempfile::tempdir().expect("there is a folder");
        let places = Places::inside(home.path());
        write(&places.embedded(), "");
        let decision = places.decide();
        assert_eq!(decision.choice, Ok(Some(DatabaseChoice::Embedded)));
        assert!(!decision.managed);
    }

    #[test]
    fn a_wrong_file_stops_the_search_and_is_named_with_its_line() {
        let home = tempfile::tempdir().expect("there is a folder");
        let places = Places::inside(home.path());
        let system = home.path().join("system").join(CONFIG);
        write(&system, "[database]\nkind = \"other\"\n");
        write(&home.path().join("user").join(CONFIG), EMBEDDED);
        let decision = places.decide();
        let error = decision.choice.expect_err("the first file is wrong");
        assert_eq!(error.code, ErrorCode::ConfigurationInvalid);
        assert_eq!(error.params["file"], system.display().to_string());
        assert_eq!(error.params["line"], "2");
        assert!(decision.managed);
    }

    #[test]
    fn a_file_that_was_named_has_to_be_there() {
        let home = tempfile::tempdir().expect("there is a folder");
        let places = Places {
            given: Some(home.path().join("missing.toml")),
            ..Places::inside(home.path())
        };
        let error = places.decide().choice.expect_err("there is no such file");
        assert_eq!(error.code, ErrorCode::ConfigurationInvalid);
        assert!(!error.params.contains_key("line"));
    }

    #[test]
    fn what_is_chosen_is_what_is_decided_next_time() {
        let home = tempfile::tempdir().expect("there is a folder");
        let places = Places::inside(home.path());
        places
            .choose(&DatabaseChoice::Embedded)
            .expect("it is saved");
        assert_eq!(places.decide().choice, Ok(Some(DatabaseChoice::Embedded)));
        assert!(!places.decide().managed);

        let nowhere = Places {
            user: None,
            ..Places::inside(home.path())
        };
        let error = nowhere
            .choose(&DatabaseChoice::Embedded)
            .expect_err("there is no folder");
        assert_eq!(error.code, ErrorCode::SettingsNotSaved);
    }
}
