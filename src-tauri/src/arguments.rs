//! The command line.

use clap::Parser;
use std::path::PathBuf;

/// Identity-review desk for phone-change requests of the Council of Engineers Thailand.
#[derive(Debug, Parser)]
#[command(name = "coe-desk", version, after_long_help = FILES)]
pub(crate) struct Arguments {
    /// Folder that holds the embedded database `desk.sqlite`. Without it: the user's data folder.
    ///
    /// Without --config, naming this folder also decides for the embedded database: no
    /// configuration file is read, and the window asks nobody.
    #[arg(long, value_name = "FOLDER", env = "COE_DESK_DATA_DIR")]
    pub(crate) data_dir: Option<PathBuf>,

    /// Configuration file to use instead of those of the computer and the user.
    #[arg(long, value_name = "FILE", env = "COE_DESK_CONFIG")]
    pub(crate) config: Option<PathBuf>,
}

const FILES: &str = "\
Which database:
  The first file that is there decides; the others are not read.
    1. the one named by --config or COE_DESK_CONFIG
    2. the administrator's, for everybody on this computer:
         Linux    /etc/coe-desk/config.toml
         Windows  %PROGRAMDATA%\\coe-desk\\config.toml
         macOS    /Library/Application Support/coe-desk/config.toml
    3. the user's own, which the window writes when somebody chooses a database:
         Linux    ~/.config/coe-desk/config.toml
         Windows  %APPDATA%\\coe-desk\\config.toml
         macOS    ~/Library/Application Support/coe-desk/config.toml
  Without any, an embedded database that is there already is used; else the window asks.

A configuration file:
  [database]
  kind = \"shared\"               # or \"embedded\": one file on this computer, nothing more to say
  host = \"desk.example\"         # or the folder of a socket, such as /run/postgresql
  port = 5432                   # may be left out
  database = \"coe_desk\"
  certificate = \"authority.pem\" # may be left out

  `certificate` is the authority that vouches for the server (PEM); a name without a folder is
  looked for beside the file. Without it, the authorities that this computer trusts are asked.
  The connection is always encrypted and the server's name checked; only a server on this same
  computer that offers no encryption is talked to without.

Many desks:
  Put the administrator's file, and the certificate beside it, on every computer, by whatever
  installs programs there. The window then shows which database is used and lets nobody change
  it. Let nobody but administrators write to its folder (Windows lets anybody, unless told
  otherwise). The file holds no secret: each person signs in with their own user name and password.
";
