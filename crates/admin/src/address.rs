//! Where the server is, as an administrator writes it: `postgres://user@host:port/database`.

use coe_store_postgres::{Server, Tls};
use std::path::PathBuf;

const DEFAULT_PORT: u16 = 5432;

/// A server, and as whom to connect, where the address says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Name or address of the server, or the folder of its socket.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The database.
    pub database: String,
    /// The administrator's role.
    pub user: Option<String>,
}

/// Why an address cannot be used. Holds nothing of it: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// A password stands in it, where every user of this computer could read it.
    #[error(
        "the address holds a password, which everybody on this computer could see: leave it out and \
         set PGPASSWORD or COE_DESK_PASSWORD, or type it when asked"
    )]
    Password,
    /// It is of another form.
    #[error("the address must have the form postgres://user@host:port/database")]
    Form,
    /// No database is named.
    #[error("the address names no database: postgres://user@host:port/database")]
    NoDatabase,
    /// The port is no number from 1 to 65535.
    #[error("the port in the address must be a number from 1 to 65535")]
    Port,
    /// It holds a parameter that is not `host`.
    #[error("the only parameter an address may have is ?host=/folder/of/the/socket")]
    Parameter,
}

impl Address {
    /// Reads an address. A socket is written `postgres://user@/database?host=/run/postgresql`.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let rest = text
            .strip_prefix("postgres://")
            .or_else(|| text.strip_prefix("postgresql://"))
            .ok_or(AddressError::Form)?;
        let (place, parameters) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = place.split_once('/').unwrap_or((place, ""));
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(user), host),
            None => (None, authority),
        };
        if user.is_some_and(|user| user.contains(':')) {
            return Err(AddressError::Password);
        }
        let (host, port) = split_port(host)?;
        let host = socket(parameters)?.map_or_else(|| decode(host), Ok)?;
        if database.is_empty() {
            return Err(AddressError::NoDatabase);
        }
        if host.is_empty() || user.is_some_and(str::is_empty) {
            return Err(AddressError::Form);
        }
        Ok(Self {
            host,
            port,
            database: decode(database)?,
            user: user.map(decode).transpose()?,
        })
    }

    /// The server, with this protection.
    #[must_use]
    pub fn server(&self, certificate: Option<PathBuf>, no_tls: bool) -> Server {
        Server {
            host: self.host.clone(),
            port: self.port,
            database: self.database.clone(),
            tls: if no_tls {
                Tls::Off
            } else {
                Tls::Verified {
                    authority: certificate,
                }
            },
        }
    }
}

/// An IPv6 address stands in brackets.
fn split_port(host: &str) -> Result<(&str, u16), AddressError> {
    let (host, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let (host, rest) = rest.split_once(']').ok_or(AddressError::Form)?;
            match rest.strip_prefix(':') {
                Some(port) => (host, Some(port)),
                None if rest.is_empty() => (host, None),
                None => return Err(AddressError::Form),
            }
        }
        None => match host.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (host, None),
        },
    };
    let port = match port {
        None => DEFAULT_PORT,
        Some(port) => match port.parse() {
            Ok(0) | Err(_) => return Err(AddressError::Port),
            Ok(port) => port,
        },
    };
    Ok((host, port))
}

fn socket(parameters: &str) -> Result<Option<String>, AddressError> {
    match parameters {
        "" => Ok(None),
        some => match some.strip_prefix("host=") {
            Some(folder) if !folder.contains('&') => decode(folder).map(Some),
            _ => Err(AddressError::Parameter),
        },
    }
}

/// `%2F` and the like.
fn decode(text: &str) -> Result<String, AddressError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    loop {
        match rest {
            [] => return String::from_utf8(bytes).map_err(|_| AddressError::Form),
            [b'%', high, low, tail @ ..] => {
                let digit = |byte: u8| char::from(byte).to_digit(16).ok_or(AddressError::Form);
                let value = digit(*high)? * 16 + digit(*low)?;
                bytes.push(u8::try_from(value).map_err(|_| AddressError::Form)?);
                rest = tail;
            }
            [byte, tail @ ..] => {
                bytes.push(*byte);
                rest = tail;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(host: &str, port: u16, database: &str, user: Option<&str>) -> Address {
        Address {
            host: host.to_owned(),
            port,
            database: database.to_owned(),
            user: user.map(str::to_owned),
        }
    }

    #[test]
    fn usual_addresses_are_read() {
        for (text, wanted) in [
            (
                "postgres://dba@db.example:5433/desk",
                address("db.example", 5433, "desk", Some("dba")),
            ),
            (
                "postgresql://db.example/desk",
                address("db.example", 5432, "desk", None),
            ),
            (
                "postgres://dba@[::1]:5433/desk",
                address("::1", 5433, "desk", Some("dba")),
            ),
            (
                "postgres://dba@/desk?host=/run/postgresql",
                address("/run/postgresql", 5432, "desk", Some("dba")),
            ),
            (
                "postgres://dba@%2Frun%2Fpostgresql/desk",
                address("/run/postgresql", 5432, "desk", Some("dba")),
            ),
            ("postgres://a%40b@h/d", address("h", 5432, "d", Some("a@b"))),
        ] {
            assert_eq!(Address::parse(text), Ok(wanted), "{text}");
        }
    }

    #[test]
    fn each_mistake_has_its_own_answer() {
        for (text, wanted) in [
            ("db.example/desk", AddressError::Form),
            ("postgres:///desk", AddressError::Form),
            ("postgres://@h/desk", AddressError::Form),
            ("postgres://h%zz/desk", AddressError::Form),
            ("postgres://dba:secret@h/desk", AddressError::Password),
            ("postgres://dba:@h/desk", AddressError::Password),
            ("postgres://h", AddressError::NoDatabase),
            ("postgres://h/", AddressError::NoDatabase),
            ("postgres://h:x/desk", AddressError::Port),
            ("postgres://h:0/desk", AddressError::Port),
            ("postgres://h/desk?sslmode=disable", AddressError::Parameter),
        ] {
            assert_eq!(Address::parse(text), Err(wanted), "{text}");
            assert!(!wanted.to_string().contains("secret"));
        }
    }
}
