//! Small work on files: copying trees, telling whether something changed, compressed sizes.

use crate::error::TaskError;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::{Path, PathBuf};

/// All files below `dir`, sorted; none if it does not exist.
pub(crate) fn files_below(dir: &Path) -> Result<Vec<PathBuf>, TaskError> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(dir) = open.pop() {
        if !dir.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(&dir).map_err(TaskError::file("list", &dir))? {
            let path = entry.map_err(TaskError::file("list", &dir))?.path();
            if path.is_dir() {
                open.push(path)
            } else {
                found.push(path)
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Copies a file, making the folders it needs.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), TaskError> {
    if let Some(parent) = to.parent() {
        std::fs::create_dir_all(parent).map_err(TaskError::file("create", parent))?;
    }
    std::fs::copy(from, to).map_err(TaskError::file("copy", from))?;
    Ok(())
}

/// Copies every file below `from`; nothing happens if it does not exist.
pub(crate) fn copy_tree(from: &Path, to: &Path) -> Result<(), TaskError> {
    for file in files_below(from)? {
        let relative = file.strip_prefix(from).unwrap_or(&file);
        copy(&file, &to.join(relative))?;
    }
    Ok(())
}

/// Removes a folder and all in it, if it is there.
pub(crate) fn remove_tree(dir: &Path) -> Result<(), TaskError> {
    match std::fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(TaskError::file("remove", dir)(error))
        }
        _ => Ok(()),
    }
}

/// Writes a file, making the folders it needs.
pub(crate) fn write(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), TaskError> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(TaskError::file("create", parent))?;
    }
    std::fs::write(path, contents).map_err(TaskError::file("write", path))
}

/// A fingerprint of names and contents, to tell whether any of them changed.
#[derive(Default)]
pub(crate) struct Fingerprint(Sha256);

impl Fingerprint {
    /// Adds a value.
    pub(crate) fn add(&mut self, value: impl AsRef<[u8]>) {
        let value = value.as_ref();
        // The length keeps `ab` + `c` apart from `a` + `bc`.
        self.0.update((value.len() as u64).to_le_bytes());
        self.0.update(value);
    }

    /// Adds a file by its name relative to `base` and its content.
    pub(crate) fn add_file(&mut self, base: &Path, file: &Path) -> Result<(), TaskError> {
        let name = file.strip_prefix(base).unwrap_or(file);
        self.add(name.to_string_lossy().as_bytes());
        self.add(std::fs::read(file).map_err(TaskError::file("read", file))?);
        Ok(())
    }

    /// The fingerprint in hexadecimal digits.
    pub(crate) fn finish(self) -> String {
        self.0
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// How many bytes `contents` takes when compressed with gzip at its best.
pub(crate) fn gzip_size(contents: &[u8]) -> u64 {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    // Writing to memory cannot fail.
    let finished = encoder.write_all(contents).and_then(|()| encoder.finish());
    finished.map_or(0, |bytes| bytes.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_copied_with_its_folders() {
        let dir = tempfile::tempdir().unwrap();
        write(&dir.path().join("from/a/b.txt"), "b").unwrap();
        write(&dir.path().join("from/c.txt"), "c").unwrap();
        copy_tree(&dir.path().join("from"), &dir.path().join("to")).unwrap();
        assert_eq!(
            std::fs::read_to_string(dir.path().join("to/a/b.txt")).unwrap(),
            "b"
        );
        assert_eq!(files_below(&dir.path().join("to")).unwrap().len(), 2);
    }

    #[test]
    fn what_does_not_exist_is_empty_and_removed() {
        let dir = tempfile::tempdir().unwrap();
        let nowhere = dir.path().join("nowhere");
        assert!(files_below(&nowhere).unwrap().is_empty());
        remove_tree(&nowhere).unwrap();
    }

    #[test]
    fn a_fingerprint_tells_where_one_value_ends() {
        let of = |values: &[&str]| {
            let mut print = Fingerprint::default();
            values.iter().for_each(|value| print.add(value));
            print.finish()
        };
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
    }

    #[test]
    fn repetition_compresses() {
        assert!(gzip_size(&[7; 100_000]) < 1000);
    }
}
