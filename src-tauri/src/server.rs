//! Reaching a shared database.

mod connector;
mod protection;
mod told;

use coe_store_postgres::{ConnectError, Credentials, Found, Server};
use coe_wire::UiError;
use coe_wire::connection::{ConnectionFound, ServerAddress};
use coe_wire::{ErrorCode, connection::ConnectionTest};
pub(crate) use connector::{Connection, Connector, Postgres};
use protection::tls_for;
use std::sync::Arc;
use told::told;

/// Where a shared database is, and how it is reached.
pub(crate) struct Route<'a> {
    pub(crate) connector: &'a dyn Connector,
    pub(crate) address: &'a ServerAddress,
}

impl Route<'_> {
    /// Connects as a person.
    ///
    /// # Errors
    /// Why they cannot work there.
    pub(crate) async fn connect(
        &self,
        credentials: &Credentials,
    ) -> Result<Arc<dyn Connection>, UiError> {
        let connect = |server| async move { self.connector.connect(&server, credentials).await };
        self.protected(connect).await
    }

    /// Whether a person's password is still theirs.
    ///
    /// # Errors
    /// `wrong_credentials`, or why nobody can tell.
    pub(crate) async fn check_password(&self, credentials: &Credentials) -> Result<(), UiError> {
        let check =
            |server| async move { self.connector.check_password(&server, credentials).await };
        self.protected(check).await
    }

    /// What the server says of itself and of whoever asks.
    ///
    /// # Errors
    /// Why they could not work there.
    pub(crate) async fn probe(&self, credentials: &Credentials) -> Result<Found, UiError> {
        let probe = |server| async move { self.connector.probe(&server, credentials).await };
        self.protected(probe).await
    }

    /// Tries each protection that the address may have, best first. Only a server that offers no
    /// encryption leads to the next: a certificate that is not trusted never does.
    async fn protected<T, F>(&self, attempt: impl Fn(Server) -> F) -> Result<T, UiError>
    where
        F: Future<Output = Result<T, ConnectError>>,
    {
        let mut answer = Err(ConnectError::NoTls);
        for tls in tls_for(self.address) {
            answer = attempt(Server {
                host: self.address.host.clone(),
                port: self.address.port,
                database: self.address.database.clone(),
                tls,
            })
            .await;
            if !matches!(answer, Err(ConnectError::NoTls)) {
                break;
            }
        }
        answer.map_err(|error| {
            tracing::warn!(%error, "the shared database did not let somebody in");
            told(error, self.address)
        })
    }
}

/// Tries a server out as a person would work on it.
///
/// # Errors
/// Why they could not.
pub(crate) async fn test(
    connector: &dyn Connector,
    test: ConnectionTest,
) -> Result<ConnectionFound, UiError> {
    let address = crate::configuration::checked(&test.server)
        .map_err(|field| UiError::new(ErrorCode::InvalidInput).with("field", field))?;
    let route = Route {
        connector,
        address: &address,
    };
    let found = route
        .probe(&credentials(&test.username, test.password))
        .await?;
    let staff = found
        .staff
        .ok_or_else(|| UiError::new(ErrorCode::NoStaffAccount))?;
    if !staff.is_active {
        return Err(UiError::new(ErrorCode::AccountClosed));
    }
    Ok(ConnectionFound {
        server_version: found.server_version,
        schema: found.schema,
        encrypted: found.encrypted,
        display_name: staff.display_name,
        role: staff.role,
    })
}

/// Credentials as typed. Roles are called by user names in lower case.
pub(crate) fn credentials(username: &str, password: String) -> Credentials {
    Credentials {
        username: username.trim().to_ascii_lowercase(),
        password,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{FakeServer, PASSWORD, at};
    use coe_store_postgres::Tls;

    #[tokio::test]
    async fn only_this_computer_is_talked_to_without_encryption() {
        let server = FakeServer::new().await;
        server.offers_no_tls();
        let right = credentials(" Somchai ", PASSWORD.to_owned());
        let here = at("localhost");
        let route = Route {
            connector: &server,
            address: &here,
        };
        assert!(route.check_password(&right).await.is_ok());
        assert_eq!(
            server.asked(),
            [Tls::Verified { authority: None }, Tls::Off],
            "encrypted first, even here"
        );

        let elsewhere = at("desk.example");
        let route = Route {
            connector: &server,
            address: &elsewhere,
        };
        let error = route.check_password(&right).await.expect_err("refused");
        assert_eq!(error.code, ErrorCode::ServerNoTls);
        assert_eq!(server.asked(), [Tls::Verified { authority: None }]);
    }

    #[tokio::test]
    async fn an_untrusted_certificate_is_never_worked_around() {
        let server = FakeServer::new().await;
        server.refuses(Some(|| ConnectError::NotTrusted));
        let here = at("localhost");
        let route = Route {
            connector: &server,
            address: &here,
        };
        let error = route
            .check_password(&credentials("somchai", PASSWORD.to_owned()))
            .await
            .expect_err("refused");
        assert_eq!(error.code, ErrorCode::ServerNotTrusted);
        assert_eq!(server.asked(), [Tls::Verified { authority: None }]);
    }

    #[tokio::test]
    async fn a_test_says_who_the_desk_would_know() {
        let server = FakeServer::new().await;
        let as_typed = |host: &str, username: &str| ConnectionTest {
            server: at(host),
            username: username.to_owned(),
            password: PASSWORD.to_owned(),
        };
        let found = test(&server, as_typed(" desk.example ", "Somchai"))
            .await
            .expect("it would work");
        assert_eq!(found.role, coe_domain::Role::Officer);
        assert!(found.encrypted);

        let error = test(&server, as_typed("", "somchai"))
            .await
            .expect_err("no host");
        assert_eq!(error.code, ErrorCode::InvalidInput);
        assert_eq!(error.params["field"], "host");

        let error = test(&server, as_typed("desk.example", "nobody"))
            .await
            .expect_err("unknown");
        assert_eq!(error.code, ErrorCode::WrongCredentials);
    }
}
