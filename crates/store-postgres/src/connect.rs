//! Reaching a server: how to connect, what it must hold, and trying it out.

use crate::error::{connecting, engine};
use crate::server::{ConnectError, Credentials, Found, Options, Server, Tls};
use crate::{migrate, staff};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions, Connection, PgConnection};
use std::net::IpAddr;
use std::path::Path;

/// Whether a host is this computer: a socket's folder, or loopback.
fn is_here(host: &str) -> bool {
    host.starts_with('/')
        || host == "localhost"
        || host
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

/// How to connect. Nothing is taken from the environment but what is not named here.
///
/// # Errors
/// [`ConnectError::TlsRequired`], [`ConnectError::AuthorityUnreadable`].
pub(crate) fn options(
    server: &Server,
    credentials: &Credentials,
) -> Result<PgConnectOptions, ConnectError> {
    let mut options = PgConnectOptions::new_without_pgpass()
        .port(server.port)
        .database(&server.database)
        .username(&credentials.username)
        .password(&credentials.password)
        .application_name("coe-desk")
        .options([
            // Every name in a statement is whole: nobody can slip an object in between.
            ("search_path", ""),
            ("TimeZone", "UTC"),
            // Compiling a statement takes longer than any of ours.
            ("jit", "off"),
            ("lock_timeout", "10s"),
            ("statement_timeout", "60s"),
            ("idle_in_transaction_session_timeout", "60s"),
        ]);
    options = if server.host.starts_with('/') {
        options.socket(&server.host)
    } else {
        options.host(&server.host)
    };
    options = match &server.tls {
        Tls::Verified { authority } => {
            let verified = options.ssl_mode(PgSslMode::VerifyFull);
            match authority {
                Some(file) => verified.ssl_root_cert_from_pem(authority_of(file)?),
                None => verified,
            }
        }
        Tls::Off if is_here(&server.host) => options.ssl_mode(PgSslMode::Disable),
        Tls::Off => return Err(ConnectError::TlsRequired),
    };
    Ok(options.disable_statement_logging())
}

fn authority_of(file: &Path) -> Result<Vec<u8>, ConnectError> {
    const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
    let pem = std::fs::read(file).map_err(|_| ConnectError::AuthorityUnreadable)?;
    if pem.windows(BEGIN.len()).any(|window| window == BEGIN) {
        Ok(pem)
    } else {
        Err(ConnectError::AuthorityUnreadable)
    }
}

/// Opens one connection.
pub(crate) async fn open(
    server: &Server,
    credentials: &Credentials,
    patience: std::time::Duration,
) -> Result<PgConnection, ConnectError> {
    let options = options(server, credentials)?;
    tokio::time::timeout(patience, options.connect())
        .await
        .map_err(|_| ConnectError::Unreachable)?
        .map_err(connecting)
}

/// Looks whether a desk of our version is there, and who we are to it.
pub(crate) async fn look(connection: &mut PgConnection) -> Result<Found, ConnectError> {
    let schema = migrate::version(connection).await?;
    migrate::compare(schema)?;
    let (server_version, encrypted): (String, bool) = sqlx::query_as(
        "SELECT split_part(current_setting('server_version'), ' ', 1),
                COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)",
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(connecting)?;
    let service: bool = sqlx::query_scalar(
        "SELECT pg_has_role(session_user, 'desk_dispatcher', 'MEMBER')
             OR pg_has_role(session_user, 'desk_portal', 'MEMBER')",
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(connecting)?;
    let staff = if service {
        None
    } else {
        let staff = staff::by_session(connection).await?;
        Some(staff.ok_or(ConnectError::NoAccount)?)
    };
    match &staff {
        Some(staff) if !staff.is_active => Err(ConnectError::AccountClosed),
        _ => Ok(Found {
            server_version,
            schema,
            encrypted,
            staff,
        }),
    }
}

/// Tries a server out, and changes nothing there.
///
/// # Errors
/// What keeps the desk from working on it.
pub async fn probe(server: &Server, credentials: &Credentials) -> Result<Found, ConnectError> {
    let mut connection = open(server, credentials, Options::default().patience).await?;
    let found = look(&mut connection).await;
    // Whatever fails here, the server notices that nobody is there any more.
    let _ = connection.close().await;
    found
}

/// Asks the server whether these credentials still hold.
///
/// # Errors
/// [`ConnectError::WrongPassword`] where they do not, and whatever keeps the server from answering.
pub async fn check_password(
    server: &Server,
    credentials: &Credentials,
) -> Result<(), ConnectError> {
    let connection = open(server, credentials, Options::default().patience).await?;
    connection.close().await.map_err(engine)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(host: &str, tls: Tls) -> Server {
        Server {
            host: host.to_owned(),
            port: 5432,
            database: "desk".to_owned(),
            tls,
        }
    }

    fn nobody() -> Credentials {
        Credentials {
            username: "nobody".to_owned(),
            password: String::new(),
        }
    }

    #[test]
    fn an_unprotected_connection_stays_on_this_computer() {
        for host in ["/run/postgresql", "localhost", "127.0.0.1", "::1"] {
            assert!(
                options(&server(host, Tls::Off), &nobody()).is_ok(),
                "{host}"
            );
        }
        for host in ["desk.example", "192.0.2.1", "127.0.0.1.example", ""] {
            assert!(
                matches!(
                    options(&server(host, Tls::Off), &nobody()),
                    Err(ConnectError::TlsRequired)
                ),
                "{host}"
            );
        }
    }

    #[test]
    fn a_file_without_certificate_is_no_authority() {
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("empty.pem");
        std::fs::write(&empty, "nothing").unwrap();
        for file in [empty, folder.path().join("missing.pem")] {
            let tls = Tls::Verified {
                authority: Some(file),
            };
            assert!(matches!(
                options(&server("desk.example", tls), &nobody()),
                Err(ConnectError::AuthorityUnreadable)
            ));
        }
    }

    #[test]
    fn verification_is_whole_unless_it_is_switched_off() {
        let verified = Tls::Verified { authority: None };
        let options = options(&server("desk.example", verified), &nobody()).unwrap();
        assert!(matches!(options.get_ssl_mode(), PgSslMode::VerifyFull));
    }
}
