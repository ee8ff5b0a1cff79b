//! What an administrator may say. The texts are the program's `--help`.

use clap::{Args, Parser, Subcommand, ValueEnum};
use coe_domain::{GatewayKind, Role};
use std::path::PathBuf;

/// Sets up, checks and fills the shared database of COE Desk.
///
/// Everything is done as an administrator of the PostgreSQL server: a superuser, or a role with
/// CREATEROLE that owns the database. People at the desk never need this program.
///
/// The usual order for a new desk:
///   1. createdb desk                     (PostgreSQL's own program)
///   2. coe-desk-admin migrate            makes roles, tables and rules
///   3. coe-desk-admin import-members ... or, instead, move --from desk.sqlite
///   4. coe-desk-admin staff add --first  the first supervisor
///   5. coe-desk-admin check              and again from time to time
///
/// Exit codes: 0 all is well, 1 it failed, 2 the command line is wrong, 3 something was found that a
/// person has to look at (deviations, refused rows).
#[derive(Debug, Parser)]
#[command(name = "coe-desk-admin", version, verbatim_doc_comment)]
pub struct Arguments {
    /// The database: postgres://user@host:port/database.
    ///
    /// For a socket: postgres://user@/database?host=/run/postgresql. Without a user, PGUSER is used.
    /// A password never stands here: it is taken from COE_DESK_PASSWORD or PGPASSWORD, or asked for.
    #[arg(long, global = true, env = "COE_DESK_SERVER", value_name = "ADDRESS")]
    pub server: Option<String>,
    /// File with the certificate of the authority that vouches for the server (PEM).
    ///
    /// Without it, the authorities that this computer trusts anyway. The connection is always
    /// encrypted and the server's name always verified.
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "no_tls")]
    pub certificate: Option<PathBuf>,
    /// Do not encrypt. Only for a server on this computer: a socket or loopback.
    #[arg(long, global = true)]
    pub no_tls: bool,
    /// Do not ask before doing it.
    #[arg(long, global = true)]
    pub yes: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a database ready for the desk, or bring it forward to this version of the program.
    ///
    /// Makes the roles that are missing on the server (desk_owner, to whom everything belongs, and the
    /// groups; none of them can log in), the schema "desk" and its tables, and seals the database's
    /// clock. All of it happens or none. A database that a newer program made is left alone.
    Migrate {
        /// Only list what would be done.
        #[arg(long)]
        dry_run: bool,
    },
    /// Manage the people who work at the desk.
    #[command(subcommand)]
    Staff(Staff),
    /// Seal and verify the audit log, and export checkpoints of it.
    #[command(subcommand)]
    Audit(Audit),
    /// Compare the database with what this program would have made, and list every deviation.
    ///
    /// Looks at tables, columns, constraints, triggers (also whether they are enabled), functions,
    /// policies, grants and roles, at the accounts and their roles on the server, and at the clock.
    /// Changes nothing. Exit code 3 where anything deviates.
    Check {
        /// A role that may be powerful (a superuser, for example), besides the one that connects and
        /// the server's first superuser. Can be repeated.
        #[arg(long = "administrator", value_name = "ROLE")]
        administrators: Vec<String>,
    },
    /// Take members from a CSV file into the register.
    ///
    /// The file is UTF-8 with a header; the columns, in any order:
    ///   member_no, national_id, title_th, given_th, family_th, title_en, given_en, family_en,
    ///   birth_date, phone, email, language (th|en), standing (normal|expired|suspended),
    ///   membership_expires_on, licences (separated by ;)
    /// Dates are 1990-05-31 (common era) or 31/05/2533 (Buddhist era). Thai digits are read everywhere.
    ///
    /// A row is taken whole or refused whole. Members who are known (same member_no) get the file's
    /// names, standing, expiry, e-mail and further licences; never another phone, login, national ID
    /// or date of birth: a row that differs there is refused.
    ///
    /// Can be interrupted and repeated at any time. Exit code 3 where rows were refused.
    #[command(verbatim_doc_comment)]
    ImportMembers {
        /// The file.
        #[arg(value_name = "FILE.csv")]
        file: PathBuf,
        /// Only tell what would become of the rows.
        #[arg(long)]
        dry_run: bool,
        /// Write the refused rows to this file: line, member number, column and reason.
        #[arg(long, value_name = "REFUSED.csv")]
        report: Option<PathBuf>,
    },
    /// Move an embedded database (desk.sqlite) into a new shared one.
    ///
    /// The shared database must be migrated and otherwise empty. Everything moves with its ids:
    /// members, requests, photos (whose SHA-256 are computed again), decisions, messages, the audit
    /// log, settings and texts. People get a role on the server without a password: give each one by
    /// "staff reset". Passwords and remembered computers do not move.
    ///
    /// Close the desk first. Can be interrupted and repeated: it goes on where it stopped, and once it
    /// is done it compares both again.
    Move {
        /// The embedded database. It is only read.
        #[arg(long, value_name = "desk.sqlite")]
        from: PathBuf,
    },
    /// Try an SMS gateway out.
    #[command(subcommand)]
    Sms(Sms),
}

/// Trying a gateway out.
#[derive(Debug, Subcommand)]
pub enum Sms {
    /// Ask a gateway whether it knows us, and send one test message.
    ///
    /// First shows the request, with secrets and number covered, and asks for the credit. The text is
    /// always the same and says that it is a test. No database is needed. Key and secret are taken from
    /// COE_DESK_GATEWAY_KEY and COE_DESK_GATEWAY_SECRET, or asked for. Exit code 3 where the gateway did not
    /// take it.
    Test {
        /// Which gateway.
        #[arg(long)]
        gateway: GatewayName,
        /// The registered sender. For Twilio a number, or a messaging service (MG...).
        #[arg(long, default_value = "")]
        sender: String,
        /// A mobile number of your own.
        #[arg(long, value_name = "NUMBER")]
        to: String,
        /// Another address than the gateway's own.
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
        /// Show the request and ask for the credit, and send nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// A gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GatewayName {
    /// Reaches no phone.
    Simulator,
    /// ThaiBulkSMS, API v2.
    Thaibulksms,
    /// SMSMKT.
    Smsmkt,
    /// Twilio.
    Twilio,
}

impl From<GatewayName> for GatewayKind {
    fn from(name: GatewayName) -> Self {
        match name {
            GatewayName::Simulator => Self::Simulator,
            GatewayName::Thaibulksms => Self::Thaibulksms,
            GatewayName::Smsmkt => Self::Smsmkt,
            GatewayName::Twilio => Self::Twilio,
        }
    }
}

/// The audit log. For an embedded database say --embedded FILE; else the server's is meant.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Make a key that seals the log, and write it to a file that only its owner can read.
    ///
    /// Its public half is written beside it, with ".pub" at the end of the name. The key belongs to
    /// the service that seals, and on no desk; the public half to whoever verifies.
    Keygen {
        /// The new file.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Seal whatever waits, once. The dispatcher does it all the time.
    Seal {
        /// The file of the sealing key.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// An embedded database.
        #[arg(long, value_name = "desk.sqlite")]
        embedded: Option<PathBuf>,
    },
    /// Verify the whole log, and say what was changed and where.
    ///
    /// Without a checkpoint, a log that was cut off at its end cannot be told from a shorter one; without
    /// a public key or a checkpoint, nobody vouches for the key that signed. Changes nothing. Exit code
    /// 3 where anything was found. What each finding means stands in docs/AUDIT.md.
    Verify {
        /// A checkpoint that was exported. Can be repeated.
        #[arg(long = "checkpoint", value_name = "FILE")]
        checkpoints: Vec<PathBuf>,
        /// File with the public half of a key that may have sealed. Can be repeated. Without it, the
        /// keys of the checkpoints.
        #[arg(long = "public-key", value_name = "FILE")]
        public_keys: Vec<PathBuf>,
        /// An embedded database. It is only read.
        #[arg(long, value_name = "desk.sqlite")]
        embedded: Option<PathBuf>,
    },
    /// Write the last seal to a file, to be kept where nobody reaches both.
    ///
    /// The export is put on record.
    ExportCheckpoint {
        /// The new file.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// An embedded database.
        #[arg(long, value_name = "desk.sqlite")]
        embedded: Option<PathBuf>,
    },
}

/// Managing people.
#[derive(Debug, Subcommand)]
pub enum Staff {
    /// Add a person: a role on the server and an account at the desk.
    ///
    /// The first supervisor of a new desk is added with --first, which is refused as soon as there is
    /// one. Without a choice of password, one is made up and printed once.
    Add {
        /// User name: 2 to 31 characters, a small letter, then small letters, digits, ".", "-", "_".
        #[arg(long)]
        username: String,
        /// Name as colleagues see it.
        #[arg(long)]
        name: String,
        /// What the person may do.
        #[arg(long, required_unless_present = "first")]
        role: Option<RoleName>,
        /// The first supervisor of this desk.
        #[arg(long)]
        first: bool,
        /// Where the password comes from.
        #[command(flatten)]
        password: PasswordSource,
    },
    /// List everybody who has an account.
    List,
    /// Close an account at once: no further sign-in, and every session ends.
    Lock {
        /// User name.
        #[arg(long)]
        username: String,
    },
    /// Open a locked account again.
    Unlock {
        /// User name.
        #[arg(long)]
        username: String,
    },
    /// Give a person a new password; sessions with the old one end.
    Reset {
        /// User name.
        #[arg(long)]
        username: String,
        /// Where the password comes from.
        #[command(flatten)]
        password: PasswordSource,
    },
    /// Give a person another role; their sessions end.
    Role {
        /// User name.
        #[arg(long)]
        username: String,
        /// What the person may do from now on.
        #[arg(long)]
        role: RoleName,
    },
}

/// Where a new password comes from. Without either, it is made up and printed once.
#[derive(Debug, Clone, Copy, Args)]
pub struct PasswordSource {
    /// Read the new password from the first line of standard input.
    #[arg(long, conflicts_with = "prompt_password")]
    pub password_stdin: bool,
    /// Ask for the new password.
    #[arg(long)]
    pub prompt_password: bool,
}

/// A role at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleName {
    /// Works the queue and decides.
    Officer,
    /// Confirms, audits and overturns.
    Supervisor,
    /// Answers members; never sees photos.
    Support,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Officer => Self::Officer,
            RoleName::Supervisor => Self::Supervisor,
            RoleName::Support => Self::Support,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_role_may_be_left_out_only_for_the_first_supervisor() {
        let add = [
            "coe-desk-admin",
            "staff",
            "add",
            "--username",
            "ab",
            "--name",
            "A",
        ];
        assert!(Arguments::try_parse_from(add).is_err());
        assert!(Arguments::try_parse_from(add.iter().chain(&["--first"])).is_ok());
        assert!(Arguments::try_parse_from(add.iter().chain(&["--role", "officer"])).is_ok());
    }
}
