//! `cargo xtask`: everything between a fresh clone and an open window, and every check and test.
//!
//! [`commands`] says which steps a command takes, in order; each step stands in a file of its own
//! under [`steps`], can be repeated at any time and is quick when there is nothing left to do.

mod cli;
mod command;
mod commands;
mod context;
mod error;
mod files;
mod lockfile;
mod progress;
mod steps;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let result = commands::perform(cli::Cli::parse().command);
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            progress::failure(&error);
            ExitCode::FAILURE
        }
    }
}
