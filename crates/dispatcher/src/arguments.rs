//! The command line. The texts are the program's `--help`.

use clap::Parser;
use std::path::PathBuf;

/// Sends the messages of COE Desk's shared database by an SMS gateway.
///
/// Runs as a service beside PostgreSQL, as a role that is a member of desk_dispatcher. Several may run at
/// once, on one computer or on many: no two send the same message. It ends in good order on SIGTERM.
///
/// Secrets never stand in the configuration. Each comes from the environment, or from a file that only the
/// service's user can read and that the configuration names:
///   COE_DESK_PASSWORD         the database role's password     secrets.password_file
///   COE_DESK_GATEWAY_KEY      the gateway's key or account     secrets.gateway_key_file
///   COE_DESK_GATEWAY_SECRET   the gateway's secret             secrets.gateway_secret_file
///   COE_DESK_REPORTS_TOKEN    token in the reports' address    secrets.reports_token_file
///
/// Exit codes: 0 it was stopped, 1 it failed, 2 the configuration or the command line is wrong.
#[derive(Debug, Parser)]
#[command(name = "coe-desk-dispatcher", version, verbatim_doc_comment)]
pub struct Arguments {
    /// The configuration (TOML). See docs/OPERATIONS.md for every key.
    #[arg(
        long,
        env = "COE_DESK_DISPATCHER_CONFIG",
        value_name = "FILE",
        default_value = "/etc/coe-desk/dispatcher.toml"
    )]
    pub config: PathBuf,
    /// Only check configuration, secrets, database and gateway, and say what was found. Sends nothing.
    #[arg(long)]
    pub check: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
