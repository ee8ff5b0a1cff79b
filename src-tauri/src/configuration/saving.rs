//! Writing the user's own files: whole or not at all.

use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::Path;

/// What the desk notes for its user, beside the choice. Never a password.
#[derive(Default, Serialize, Deserialize)]
struct Noted {
    last_username: Option<String>,
}

/// Puts a file in the place of what is there. Whoever reads meanwhile, or after a crash, finds the
/// old text or the new one.
///
/// # Errors
/// What the operating system answers; the old text stays then.
pub(crate) fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let new = path.with_extension(format!("{}.new", std::process::id()));
    let written = write_through(&new, text).and_then(|()| std::fs::rename(&new, path));
    if written.is_err() {
        // What is left of it would be in the way of nobody, but belongs to nobody either.
        let _ = std::fs::remove_file(&new);
    }
    written
}

fn write_through(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = std::fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The user name that signed in last. A file that cannot be read is as good as none.
pub(crate) fn last_username(path: &Path) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    toml::from_str::<Noted>(&text).ok()?.last_username
}

/// Notes the user name that signed in last.
///
/// # Errors
/// What the operating system answers.
pub(crate) fn note_username(path: &Path, username: &str) -> std::io::Result<()> {
    let noted = Noted {
        last_username: Some(username.to_owned()),
    };
    let text = toml::to_string(&noted).map_err(std::io::Error::other)?;
    replace(path, &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("the folder is there");
        entries
            .map(|entry| entry.expect("it has a name").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_else_is_left() {
        let home = tempfile::tempdir().expect("there is a folder");
        let path = home.path().join("coe-desk").join("config.toml");
        replace(&path, "a longer text than the next").expect("the folder is made");
        replace(&path, "short").expect("it is replaced");
        assert_eq!(
            std::fs::read_to_string(&path).expect("it is there"),
            "short"
        );
        assert_eq!(
            names_in(path.parent().expect("it has one")),
            ["config.toml"]
        );
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_and_no_other() {
        let home = tempfile::tempdir().expect("there is a folder");
        // A folder that is not empty cannot be replaced by a file.
        let path = home.path().join("config.toml");
        std::fs::create_dir_all(path.join("inside")).expect("it is made");
        assert!(replace(&path, "text").is_err());
        assert_eq!(names_in(home.path()), ["config.toml"]);
        assert_eq!(names_in(&path), ["inside"]);
    }

    #[test]
    fn the_last_user_name_is_noted_and_a_broken_note_is_none() {
        let home = tempfile::tempdir().expect("there is a folder");
        let path = home.path().join("state.toml");
        assert_eq!(last_username(&path), None);
        note_username(&path, "somchai").expect("it is noted");
        assert_eq!(last_username(&path).as_deref(), Some("somchai"));
        std::fs::write(&path, "last_username = ").expect("it is broken");
        assert_eq!(last_username(&path), None);
    }
}
