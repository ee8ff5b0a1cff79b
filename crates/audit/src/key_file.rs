//! Keys in files: two lines of text, what it is and 64 hexadecimal digits.
//!
//! The sealing key's file is for its owner only (mode 0600), as OpenSSH asks of its keys: one that others may
//! read or write is refused, because nobody can say any more who seals.

use crate::hex;
use crate::key::{PublicKey, SealingKey};
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

const SEALING: &str = "coe-desk sealing key 1";
const PUBLIC: &str = "coe-desk public key 1";

/// A key's file is smaller.
const MOST: u64 = 1024;

/// Why a key's file cannot be used. No text holds anything of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileError {
    /// There is none, or it may not be read.
    #[error("the key file cannot be read")]
    Unreadable,
    /// Others than its owner may read or write it.
    #[error("the key file is open to others than its owner")]
    OpenToOthers,
    /// It holds no key of this kind.
    #[error("the file holds no such key")]
    NoKey,
    /// A file of this name exists.
    #[error("the key file exists already")]
    Exists,
    /// It cannot be written.
    #[error("the key file cannot be written")]
    Unwritable,
}

/// Reads a sealing key.
///
/// # Errors
/// [`KeyFileError::Unreadable`], [`KeyFileError::OpenToOthers`], [`KeyFileError::NoKey`].
pub fn read_sealing_key(path: &Path) -> Result<SealingKey, KeyFileError> {
    let mut file = File::open(path).map_err(|_| KeyFileError::Unreadable)?;
    // Of the open file and not of its name, which may be another's by now.
    if is_open_to_others(&file)? {
        return Err(KeyFileError::OpenToOthers);
    }
    let digits = content(&mut file, SEALING)?;
    let seed = hex::decode(&digits).ok_or(KeyFileError::NoKey)?;
    Ok(SealingKey::from_seed(&seed))
}

/// Reads a public key.
///
/// # Errors
/// [`KeyFileError::Unreadable`], [`KeyFileError::NoKey`].
pub fn read_public_key(path: &Path) -> Result<PublicKey, KeyFileError> {
    let mut file = File::open(path).map_err(|_| KeyFileError::Unreadable)?;
    PublicKey::parse(&content(&mut file, PUBLIC)?).map_err(|_| KeyFileError::NoKey)
}

/// Writes a sealing key, and its public half beside it with `.pub` at the end of the name, which is answered.
///
/// # Errors
/// [`KeyFileError::Exists`] where either exists, and [`KeyFileError::Unwritable`]. A key that is overwritten
/// could never seal again.
pub fn write_key_pair(path: &Path, key: &SealingKey) -> Result<PathBuf, KeyFileError> {
    let mut public = path.as_os_str().to_owned();
    public.push(".pub");
    let public = PathBuf::from(public);
    if public.exists() {
        return Err(KeyFileError::Exists);
    }
    write_new(
        path,
        true,
        &format!("{SEALING}\n{}\n", hex::encode(&key.seed())),
    )?;
    write_new(&public, false, &format!("{PUBLIC}\n{}\n", key.public()))?;
    Ok(public)
}

fn content(file: &mut File, kind: &str) -> Result<String, KeyFileError> {
    let mut text = String::new();
    file.take(MOST)
        .read_to_string(&mut text)
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::InvalidData => KeyFileError::NoKey,
            _ => KeyFileError::Unreadable,
        })?;
    let mut lines = text.lines();
    match (lines.next(), lines.next(), lines.next()) {
        (Some(first), Some(digits), None) if first == kind => Ok(digits.to_owned()),
        _ => Err(KeyFileError::NoKey),
    }
}

fn write_new(path: &Path, private: bool, text: &str) -> Result<(), KeyFileError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    for_owner(&mut options, private);
    let mut file = options.open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => KeyFileError::Exists,
        _ => KeyFileError::Unwritable,
    })?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(|_| KeyFileError::Unwritable)
}

#[cfg(unix)]
fn for_owner(options: &mut OpenOptions, private: bool) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(if private { 0o600 } else { 0o644 });
}

/// Elsewhere the folder decides who may read.
#[cfg(not(unix))]
fn for_owner(_: &mut OpenOptions, _: bool) {}

#[cfg(unix)]
fn is_open_to_others(file: &File) -> Result<bool, KeyFileError> {
    use std::os::unix::fs::PermissionsExt;
    let known = file.metadata().map_err(|_| KeyFileError::Unreadable)?;
    // What systemd hands to a service is readable by a group that only it is in, and never by others.
    Ok(known.permissions().mode() & 0o037 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &File) -> Result<bool, KeyFileError> {
    Ok(false)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_comes_back_and_is_its_owners_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        let key = SealingKey::from_seed(&[7; 32]);
        let public = write_key_pair(&path, &key).expect("writes");
        assert_eq!(
            read_sealing_key(&path).expect("reads").public(),
            key.public()
        );
        assert_eq!(read_public_key(&public).expect("reads"), key.public());
        assert_eq!(
            write_key_pair(&path, &key).expect_err("it is there"),
            KeyFileError::Exists
        );
        for mode in [0o644, 0o604, 0o620, 0o660] {
            let open = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(&path, open).expect("opens it");
            assert_eq!(
                read_sealing_key(&path).expect_err("refused"),
                KeyFileError::OpenToOthers,
                "{mode:o}"
            );
        }
    }

    #[test]
    fn what_holds_no_key_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        assert_eq!(
            read_sealing_key(&path).expect_err("none"),
            KeyFileError::Unreadable
        );
        for text in [
            "",
            "coe-desk public key 1\n00\n",
            "coe-desk sealing key 1\nzz\n",
        ] {
            let _ = std::fs::remove_file(&path);
            write_new(&path, true, text).expect("writes");
            assert_eq!(
                read_sealing_key(&path).expect_err("none"),
                KeyFileError::NoKey
            );
        }
    }
}
