//! The commands.

mod audit;
mod check;
mod import;
mod migrate;
mod relocate;
mod sms;
mod staff;

use crate::address::Address;
use crate::arguments::{Arguments, Command};
use crate::problem::Problem;
use crate::secrets;
use coe_store_postgres::admin::{Admin, AdminError};
use coe_store_postgres::{ConnectError, Credentials};

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// All is well.
    Well,
    /// Something was found that a person has to look at.
    Found,
}

impl End {
    /// 0 or 3.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Well => 0,
            Self::Found => 3,
        }
    }
}

/// Does what was said.
///
/// # Errors
/// What went wrong.
pub async fn run(arguments: &Arguments) -> Result<End, Problem> {
    // What can be seen to be wrong without a server is told without one.
    match &arguments.command {
        Command::Migrate { dry_run } => migrate::run(arguments, *dry_run).await,
        Command::Audit(audit) => audit::run(arguments, audit).await,
        Command::Staff(staff) => staff::run(arguments, staff).await,
        Command::Check { administrators } => check::run(arguments, administrators).await,
        Command::ImportMembers {
            file,
            dry_run,
            report,
        } => import::run(arguments, file, *dry_run, report.as_deref()).await,
        Command::Move { from } => relocate::run(arguments, from).await,
        Command::Sms(sms) => sms::run(sms, arguments.yes).await,
    }
}

/// A connection, and how to name the database to whoever is asked.
struct Session {
    admin: Admin,
    place: String,
}

/// Connects as the administrator. Without a password in the environment, it is asked for only if the
/// server wants one.
async fn connect(arguments: &Arguments) -> Result<Session, Problem> {
    let address = Address::parse(arguments.server.as_deref().ok_or(Problem::NoServer)?)?;
    let username = address
        .user
        .clone()
        .or_else(|| std::env::var("PGUSER").ok())
        .ok_or(Problem::NoUser)?;
    let server = address.server(arguments.certificate.clone(), arguments.no_tls);
    let known = secrets::from_environment();
    let asked = known.is_none();
    let mut credentials = Credentials {
        username,
        password: known.unwrap_or_default(),
    };
    let admin = match Admin::connect(&server, &credentials).await {
        Err(AdminError::Connect(ConnectError::WrongPassword)) if asked => {
            credentials.password =
                secrets::ask(&format!("Password of {}: ", credentials.username))?;
            Admin::connect(&server, &credentials).await?
        }
        connected => connected?,
    };
    Ok(Session {
        admin,
        place: format!("{} on {}:{}", address.database, address.host, address.port),
    })
}
