//! The format of the configuration file.

use coe_wire::connection::{DEFAULT_PORT, DatabaseChoice, ServerAddress};
use serde::{Deserialize, Serialize};
use std::path::Path;
use toml::Spanned;

/// What the desk writes above a file of its own.
const HEADING: &str =
    "# Which database COE Desk works on. `coe-desk --help` explains this file.\n\n";

/// What is wrong with a file: where, and never what stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The line, counted from 1.
    pub(crate) line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    database: Spanned<Database>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Database {
    kind: Kind,
    host: Option<Spanned<String>>,
    port: Option<Spanned<i64>>,
    database: Option<Spanned<String>>,
    certificate: Option<Spanned<String>>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Embedded,
    Shared,
}

#[derive(Serialize)]
struct Written<'a> {
    database: WrittenDatabase<'a>,
}

#[derive(Serialize)]
struct WrittenDatabase<'a> {
    kind: Kind,
    host: Option<&'a str>,
    port: Option<u16>,
    database: Option<&'a str>,
    certificate: Option<&'a str>,
}

/// Reads a file. A certificate named without a folder stands in `folder`, beside the file.
///
/// # Errors
/// The line to blame.
pub(crate) fn read(text: &str, folder: &Path) -> Result<DatabaseChoice, Wrong> {
    let at = |offset: usize| Wrong {
        line: 1 + text
            .bytes()
            .take(offset)
            .filter(|byte| *byte == b'\n')
            .count(),
    };
    let file: File =
        toml::from_str(text).map_err(|error| at(error.span().map_or(0, |span| span.start)))?;
    let whole = at(file.database.span().start);
    let database = file.database.into_inner();
    match database.kind {
        Kind::Embedded => {
            // Most likely somebody forgot to change the kind: better said than guessed.
            let of_server = [
                database.host.map(|value| value.span()),
                database.port.map(|value| value.span()),
                database.database.map(|value| value.span()),
                database.certificate.map(|value| value.span()),
            ];
            match of_server.into_iter().flatten().next() {
                Some(span) => Err(at(span.start)),
                None => Ok(DatabaseChoice::Embedded),
            }
        }
        Kind::Shared => {
            let lines = [
                ("host", database.host.as_ref().map(Spanned::span)),
                ("port", database.port.as_ref().map(Spanned::span)),
                ("database", database.database.as_ref().map(Spanned::span)),
                (
                    "certificate",
                    database.certificate.as_ref().map(Spanned::span),
                ),
            ];
            let blame = |field: &str| {
                let span = lines.iter().find(|(name, _)| *name == field);
                let span = span.and_then(|(_, span)| span.clone());
                span.map_or(whole, |span| at(span.start))
            };
            let port = database
                .port
                .map_or(i64::from(DEFAULT_PORT), Spanned::into_inner);
            let beside = |name: Spanned<String>| folder.join(name.into_inner());
            let address = ServerAddress {
                host: database.host.map(Spanned::into_inner).unwrap_or_default(),
                port: u16::try_from(port).map_err(|_| blame("port"))?,
                database: database
                    .database
                    .map(Spanned::into_inner)
                    .unwrap_or_default(),
                certificate: database
                    .certificate
                    .map(|name| beside(name).to_string_lossy().into_owned()),
            };
            checked(&address).map(DatabaseChoice::Shared).map_err(blame)
        }
    }
}

/// The address without blanks around its parts.
///
/// # Errors
/// Which part is missing or wrong: `host`, `port`, `database` or `certificate`.
pub(crate) fn checked(address: &ServerAddress) -> Result<ServerAddress, &'static str> {
    let host = address.host.trim();
    let database = address.database.trim();
    let certificate = address.certificate.as_deref().map(str::trim);
    let certificate = certificate.filter(|file| !file.is_empty());
    // A folder of a socket may have blanks in its name; a host may not.
    let blank = |c: char| c.is_control() || (c.is_whitespace() && !host.starts_with('/'));
    if host.is_empty() || host.contains(blank) {
        return Err("host");
    }
    if address.port == 0 {
        return Err("port");
    }
    if database.is_empty() || database.contains(char::is_control) {
        return Err("database");
    }
    if certificate.is_some_and(|file| !Path::new(file).is_absolute()) {
        return Err("certificate");
    }
    Ok(ServerAddress {
        host: host.to_owned(),
        port: address.port,
        database: database.to_owned(),
        certificate: certificate.map(str::to_owned),
    })
}

/// The text of a file that makes this choice.
///
/// # Errors
/// When the choice cannot be written as TOML.
pub(crate) fn write(choice: &DatabaseChoice) -> Result<String, toml::ser::Error> {
    let database = match choice {
        DatabaseChoice::Embedded => WrittenDatabase {
            kind: Kind::Embedded,
            host: None,
            port: None,
            database: None,
            certificate: None,
        },
        DatabaseChoice::Shared(address) => WrittenDatabase {
            kind: Kind::Shared,
            host: Some(&address.host),
            port: Some(address.port),
            database: Some(&address.database),
            certificate: address.certificate.as_deref(),
        },
    };
    let text = toml::to_string(&Written { database })?;
    Ok(format!("{HEADING}{text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_home(text: &str) -> Result<DatabaseChoice, Wrong> {
        read(text, Path::new("/etc/coe-desk"))
    }

    fn line_of(text: &str) -> usize {
        at_home(text).expect_err("the file is wrong").line
    }

    fn address() -> ServerAddress {
        ServerAddress {
            host: "desk.example".to_owned(),
            port: 5433,
            database: "coe_desk".to_owned(),
            certificate: Some("/etc/coe-desk/authority.pem".to_owned()),
        }
    }

    #[test]
    fn both_kinds_are_read() {
        assert_eq!(
            at_home("[database]\nkind = \"embedded\"\n"),
            Ok(DatabaseChoice::Embedded)
        );
        let text = "[database]\nkind = \"shared\"\nhost = \"desk.example\"\nport = 5433\n\
                    database = \"coe_desk\"\ncertificate = \"authority.pem\"\n";
        assert_eq!(
            at_home(text),
            Ok(DatabaseChoice::Shared(address())),
            "a certificate stands beside the file"
        );
    }

    #[test]
    fn the_port_is_the_usual_one_unless_told_otherwise() {
        let text = "[database]\nkind = \"shared\"\nhost = \"desk.example\"\ndatabase = \"d\"\n";
        let Ok(DatabaseChoice::Shared(address)) = at_home(text) else {
            panic!("the file is right");
        };
        assert_eq!(address.port, DEFAULT_PORT);
        assert_eq!(address.certificate, None);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let odd = ServerAddress {
            certificate: Some("/folder with \"quotes\"/and \\ more.pem".to_owned()),
            ..address()
        };
        let socket = ServerAddress {
            host: "/run/postgresql".to_owned(),
            certificate: None,
            ..address()
        };
        for choice in [
            DatabaseChoice::Embedded,
            DatabaseChoice::Shared(address()),
            DatabaseChoice::Shared(odd),
            DatabaseChoice::Shared(socket),
        ] {
            let text = write(&choice).expect("the choice is written");
            assert_eq!(at_home(&text), Ok(choice));
        }
    }

    #[test]
    fn the_line_to_blame_is_named() {
        let shared = "[database]\nkind = \"shared\"\n";
        assert_eq!(line_of("[database]\nkind = \"sharde\"\n"), 2);
        assert_eq!(
            line_of("\n[database]\nkind = \"embedded\"\nhots = \"a\"\n"),
            4
        );
        assert_eq!(
            line_of("[database]\nkind = \"embedded\"\nhost = \"a\"\n"),
            3
        );
        assert_eq!(
            line_of(&format!("{shared}database = \"d\"\n")),
            1,
            "no host"
        );
        assert_eq!(
            line_of(&format!("{shared}host = \"\"\ndatabase = \"d\"\n")),
            3
        );
        assert_eq!(
            line_of(&format!("{shared}host = \"a b\"\ndatabase = \"d\"\n")),
            3
        );
        assert_eq!(
            line_of(&format!("{shared}host = \"a\"\n")),
            1,
            "no database"
        );
        for port in ["0", "65536", "-1", "\"5432\""] {
            let text = format!("{shared}host = \"a\"\ndatabase = \"d\"\nport = {port}\n");
            assert_eq!(line_of(&text), 5, "port {port}");
        }
        assert_eq!(line_of("[database]\nkind = \"shared\"\nhost = \"a\n"), 3);
        assert_eq!(line_of("[database]\nkind = \"embedded\"\n[more]\n"), 3);
        assert_eq!(line_of(""), 1);
    }

    #[test]
    fn a_typed_address_names_the_field_to_mend() {
        let blame = |change: fn(&mut ServerAddress)| {
            let mut address = address();
            change(&mut address);
            checked(&address).expect_err("the address is wrong")
        };
        assert_eq!(blame(|address| address.host = "  ".to_owned()), "host");
        assert_eq!(blame(|address| address.port = 0), "port");
        assert_eq!(blame(|address| address.database.clear()), "database");
        assert_eq!(
            blame(|address| address.certificate = Some("authority.pem".to_owned())),
            "certificate"
        );
        let typed = ServerAddress {
            host: " desk.example ".to_owned(),
            certificate: Some(String::new()),
            ..address()
        };
        let address = checked(&typed).expect("blanks around it do not matter");
        assert_eq!(address.host, "desk.example");
        assert_eq!(address.certificate, None);
    }
}
