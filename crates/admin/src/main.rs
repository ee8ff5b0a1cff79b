//! The program.

use clap::Parser;
use coe_admin::{Arguments, commands, terminal};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match commands::run(&arguments).await {
        Ok(end) => ExitCode::from(end.exit_code()),
        Err(problem) => {
            terminal::tell(&problem.told());
            ExitCode::from(problem.exit_code())
        }
    }
}
