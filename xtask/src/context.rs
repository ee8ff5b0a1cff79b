//! Where things are: the checkout, the cache beside it, and what was built into it.

use crate::error::TaskError;
use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};

/// The name of Rust's target for the page.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Everything the steps need to know about this computer and this invocation.
#[derive(Debug)]
pub(crate) struct Context {
    /// The checkout.
    pub(crate) root: PathBuf,
    /// Tools, the demo and, unless `CARGO_TARGET_DIR` says otherwise, build results.
    pub(crate) cache: PathBuf,
    /// Native build results.
    pub(crate) target: PathBuf,
    /// Build results of the page. Apart from the native ones, because the page may be compiled by
    /// another toolchain (see [`crate::steps::wasm_debian`]) and the two would undo each other.
    pub(crate) wasm_target: PathBuf,
    /// Optimised builds.
    pub(crate) release: bool,
}

impl Context {
    /// Looks around and makes the cache folder.
    pub(crate) fn new(release: bool) -> Result<Self, TaskError> {
        let root = checkout();
        let cache = absolute(cache_dir());
        let named = std::env::var_os("CARGO_TARGET_DIR").filter(|value| !value.is_empty());
        let (target, wasm_target) = match named {
            Some(dir) => {
                let target = absolute(PathBuf::from(dir));
                let mut wasm = target.clone().into_os_string();
                wasm.push("-wasm");
                (target, PathBuf::from(wasm))
            }
            None => (cache.join("target"), cache.join("target-wasm")),
        };
        std::fs::create_dir_all(&cache).map_err(TaskError::file("create", &cache))?;
        Ok(Self {
            root,
            cache,
            target,
            wasm_target,
            release,
        })
    }

    /// Where installed tools are.
    pub(crate) fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// An installed tool.
    pub(crate) fn tool(&self, name: &str) -> PathBuf {
        self.tools().join("bin").join(format!("{name}{EXE_SUFFIX}"))
    }

    /// A program that was built from this workspace.
    pub(crate) fn built(&self, name: &str) -> PathBuf {
        let profile = if self.release { "release" } else { "debug" };
        self.target
            .join(profile)
            .join(format!("{name}{EXE_SUFFIX}"))
    }

    /// The built page.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// A demo's data folder: `demo`, or `demo-` and what is special about it.
    pub(crate) fn demo(&self, special: Option<&str>) -> PathBuf {
        match special {
            Some(special) => self.cache.join(format!("demo-{special}")),
            None => self.cache.join("demo"),
        }
    }
}

fn checkout() -> PathBuf {
    // At run time first: the binary may be older than the checkout's present place.
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest
        .parent()
        .map_or_else(|| manifest.clone(), Path::to_path_buf)
}

fn cache_dir() -> PathBuf {
    let from_env = |name| {
        std::env::var_os(name)
            .filter(|v| !v.is_empty())
            .map(PathBuf::from)
    };
    from_env("COE_DESK_CACHE")
        .or_else(|| {
            cfg!(windows)
                .then(|| from_env("LOCALAPPDATA"))?
                .map(|d| d.join("coe-desk"))
        })
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache/coe-desk")))
        .unwrap_or_else(|| std::env::temp_dir().join("coe-desk"))
}

fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_special_demo_has_a_folder_of_its_own() {
        let context = Context {
            root: "/checkout".into(),
            cache: "/cache".into(),
            target: "/cache/target".into(),
            wasm_target: "/cache/target-wasm".into(),
            release: false,
        };
        assert_eq!(context.demo(None), Path::new("/cache/demo"));
        assert_eq!(context.demo(Some("20000")), Path::new("/cache/demo-20000"));
    }
}
