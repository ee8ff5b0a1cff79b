//! The command line.

use clap::Parser;
use std::path::PathBuf;

/// Identity-review desk for phone-change requests of the Council of Engineers Thailand.
#[derive(Debug, Parser)]
#[command(name = "coe-desk", version)]
pub(crate) struct Arguments {
    /// Folder that holds the embedded database `desk.sqlite`. Without it: the user's data folder.
    #[arg(long, value_name = "FOLDER", env = "COE_DESK_DATA_DIR")]
    pub(crate) data_dir: Option<PathBuf>,
}

impl Arguments {
    /// The database file to work on.
    pub(crate) fn database(&self) -> PathBuf {
        let folder = self
            .data_dir
            .clone()
            .or_else(|| Some(dirs::data_dir()?.join("coe-desk")));
        folder
            .unwrap_or_else(|| PathBuf::from("coe-desk"))
            .join("desk.sqlite")
    }
}
