//! Reads versions from Cargo.lock. Its layout is fixed, so no TOML parser is compiled for it.

use crate::error::TaskError;
use std::path::Path;

/// The version of `package` in the lock file at `path`.
///
/// # Errors
/// When the file cannot be read or does not list the package.
pub(crate) fn version_of(package: &'static str, path: &Path) -> Result<String, TaskError> {
    let text = std::fs::read_to_string(path).map_err(TaskError::file("read", path))?;
    find(&text, package)
        .map(str::to_owned)
        .ok_or(TaskError::NotLocked(package))
}

fn find<'a>(lockfile: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    lockfile
        .split("[[package]]")
        .find(|block| block.lines().any(|line| line.trim() == name))?
        .lines()
        .find_map(|line| line.trim().strip_prefix("version = \"")?.strip_suffix('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKFILE: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen-futures"
version = "0.4.80"
dependencies = [
 "wasm-bindgen",
]

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry+https://github.com/rust-lang/crates.io-index"
"#;

    #[test]
    fn the_whole_name_is_matched() {
        assert_eq!(find(LOCKFILE, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(find(LOCKFILE, "wasm-bindgen-futures"), Some("0.4.80"));
    }

    #[test]
    fn a_package_that_is_only_a_dependency_or_absent_is_not_found() {
        assert_eq!(find(LOCKFILE, "wasm"), None);
        assert_eq!(find("", "wasm-bindgen"), None);
    }
}
