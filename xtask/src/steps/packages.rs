//! System packages: installed with apt on Debian and Ubuntu, listed elsewhere.

use crate::command::{Program, on_path};
use crate::error::TaskError;
use crate::progress::note;
use crate::steps::postgres::NoMainCluster;
use std::collections::BTreeSet;

/// What the packages are needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Building and running the app.
    Build,
    /// Running it on an invisible display and driving it.
    InvisibleWindow,
    /// Running the page's component tests.
    Browser,
    /// Testing the shared database: the server's programs, for a cluster of the tests' own.
    Postgres,
}

/// The newest server of the distribution, with its clients.
const POSTGRES: &str = "postgresql";

impl Need {
    /// Debian's names of the packages. Ubuntu's differ for the browser alone.
    fn packages(self, ubuntu: bool) -> &'static [&'static str] {
        match self {
            Self::Build => &[
                "libwebkit2gtk-4.1-dev",
                "libayatana-appindicator3-dev",
                "librsvg2-dev",
                "libsecret-1-dev",
                "build-essential",
                "pkg-config",
                "curl",
            ],
            Self::InvisibleWindow => &[
                "webkit2gtk-driver",
                "xvfb",
                "xdotool",
                "dbus-x11",
                "gnome-keyring",
            ],
            Self::Browser if ubuntu => &["chromium-browser", "chromium-chromedriver"],
            Self::Browser => &["chromium", "chromium-driver"],
            Self::Postgres => &[POSTGRES],
        }
    }
}

/// Installs what is missing for `needs`.
///
/// # Errors
/// When apt fails, when administrator rights are needed and not at hand (the message has the
/// command to type), or, without apt, when the libraries of the window are not there.
pub(crate) fn install(needs: &[Need]) -> Result<(), TaskError> {
    if !cfg!(target_os = "linux") {
        note("nothing to install here");
        return Ok(());
    }
    if !(on_path("apt-get") && on_path("dpkg-query")) {
        return without_apt(needs);
    }
    let wanted: Vec<_> = needs
        .iter()
        .flat_map(|need| need.packages(is_ubuntu()))
        .copied()
        .collect();
    install_packages(&wanted)
}

/// Installs those of `wanted` that are missing, by apt.
pub(crate) fn install_packages(wanted: &[&str]) -> Result<(), TaskError> {
    let missing = missing(wanted, &query(wanted));
    if missing.is_empty() {
        note(&format!("all {} packages are installed", wanted.len()));
        return Ok(());
    }
    note(&format!("installing {}", missing.join(" ")));
    let rights = Rights::at_hand();
    if rights == Rights::None {
        return Err(TaskError::PackagesMissing {
            command: format!("sudo apt-get install --yes {}", missing.join(" ")),
            packages: missing.iter().map(|&package| package.to_owned()).collect(),
        });
    }
    let lists = rights
        .program("apt-get", "Refreshing the package lists")
        .args(["update", "-qq"]);
    if lists.run().is_err() {
        note("the package lists could not be refreshed; going on with the old ones");
    }
    let _nothing_started = missing
        .contains(&POSTGRES)
        .then(|| NoMainCluster::say(rights));
    rights
        .program("env", "Installing system packages")
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "-qq"])
        // Another apt may be at work, as on a machine that was just started.
        .args(["-o", "DPkg::Lock::Timeout=300", "--no-install-recommends"])
        .args(&missing)
        .advice(format!(
            "Read apt's message above. You can also install them yourself:\n    sudo apt-get install {}",
            missing.join(" ")
        ))
        .run()
}

fn without_apt(needs: &[Need]) -> Result<(), TaskError> {
    note("no apt here, so nothing is installed automatically. By Debian's names, this is needed:");
    for need in needs {
        note(&format!("  {}", need.packages(false).join(" ")));
    }
    let there = Program::new("pkg-config", "Looking for WebKitGTK")
        .args(["--exists", "webkit2gtk-4.1"])
        .succeeds();
    if !there {
        return Err(TaskError::LibrariesMissing);
    }
    note("WebKitGTK 4.1 is there: going on");
    Ok(())
}

fn query(packages: &[&str]) -> String {
    // Unknown packages make dpkg-query fail while it still prints those it knows.
    let output = std::process::Command::new("dpkg-query")
        .args([
            "--show",
            "--showformat",
            "${Package} ${db:Status-Status}\\n",
        ])
        .args(packages)
        .output();
    output
        .map(|o| String::from_utf8_lossy(&o.stdout).into_owned())
        .unwrap_or_default()
}

/// Those of `wanted` that `answer` (lines of `package status`) does not say are installed.
fn missing<'a>(wanted: &[&'a str], answer: &str) -> Vec<&'a str> {
    let installed: BTreeSet<_> = answer
        .lines()
        .filter_map(|line| line.trim().strip_suffix(" installed"))
        .collect();
    wanted
        .iter()
        .copied()
        .filter(|package| !installed.contains(package))
        .collect()
}

fn is_ubuntu() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| names_ubuntu(&text))
}

fn names_ubuntu(os_release: &str) -> bool {
    os_release
        .lines()
        .filter_map(|line| {
            line.strip_prefix("ID=")
                .or_else(|| line.strip_prefix("ID_LIKE="))
        })
        .any(|value| {
            value
                .trim_matches('"')
                .split_whitespace()
                .any(|id| id == "ubuntu")
        })
}

/// How programs can be run as the administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rights {
    /// We are the administrator.
    Root,
    /// `sudo` works without asking for a password.
    Sudo,
    /// Not at all.
    None,
}

impl Rights {
    /// Finds out.
    pub(crate) fn at_hand() -> Self {
        if is_root() {
            Self::Root
        } else if Program::new("sudo", "Asking for rights")
            .args(["-n", "true"])
            .succeeds()
        {
            Self::Sudo
        } else {
            Self::None
        }
    }

    /// `program`, run as the administrator as far as possible.
    pub(crate) fn program(self, program: &str, what: &str) -> Program {
        match self {
            Self::Sudo => Program::new("sudo", what).args(["-n", program]),
            Self::Root | Self::None => Program::new(program, what),
        }
    }
}

/// Whether we run as root.
pub(crate) fn is_root() -> bool {
    cfg!(unix)
        && Program::new("id", "Asking who we are")
            .arg("-u")
            .output()
            .is_ok_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_fully_installed_counts() {
        let answer = "curl installed\nxvfb config-files\npkg-config installed\n";
        assert_eq!(
            missing(&["curl", "xvfb", "chromium", "pkg-config"], answer),
            ["xvfb", "chromium"]
        );
    }

    #[test]
    fn with_no_answer_everything_is_missing() {
        assert_eq!(missing(&["curl"], ""), ["curl"]);
    }

    #[test]
    fn a_package_is_not_found_in_the_name_of_another() {
        assert_eq!(
            missing(&["chromium"], "chromium-driver installed\n"),
            ["chromium"]
        );
    }

    #[test]
    fn ubuntu_and_its_derivatives_are_told_from_debian() {
        assert!(names_ubuntu("NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n"));
        assert!(names_ubuntu("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!names_ubuntu(
            "ID=debian\nHOME_URL=\"https://example.org/ubuntu\"\n"
        ));
    }
}
