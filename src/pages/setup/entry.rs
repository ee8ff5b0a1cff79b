//! The fields of a server: what they are called, what is wrong with them, which one an error is
//! about.

use crate::gate::{ServerForm, Typed};
use crate::i18n::{Phrase, setup as words, sign_in};
use coe_wire::{ErrorCode, UiError};
use leptos::prelude::RwSignal;

/// A field, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Name or address of the server.
    Host,
    /// Its port.
    Port,
    /// Name of the database.
    Database,
    /// File of the certificate authority.
    Certificate,
    /// User name.
    Username,
    /// Password.
    Password,
}

impl Field {
    /// Its name, for tests and for what belongs to it on the page.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Host => "setup-host",
            Self::Port => "setup-port",
            Self::Database => "setup-database",
            Self::Certificate => "setup-certificate",
            Self::Username => "setup-username",
            Self::Password => "setup-password",
        }
    }

    /// What it is called.
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::Host => words::HOST,
            Self::Port => words::PORT,
            Self::Database => words::DATABASE,
            Self::Certificate => words::CERTIFICATE,
            Self::Username => sign_in::USERNAME,
            Self::Password => sign_in::PASSWORD,
        }
    }

    /// An example, shown while it is empty.
    pub const fn example(self) -> Option<Phrase> {
        match self {
            Self::Host => Some(words::HOST_EXAMPLE),
            _ => None,
        }
    }

    /// What helps to fill it in.
    pub const fn hint(self) -> Option<Phrase> {
        match self {
            Self::Certificate => Some(words::CERTIFICATE_HINT),
            Self::Password => Some(words::PASSWORD_HINT),
            Self::Host | Self::Port | Self::Database | Self::Username => None,
        }
    }

    /// Where what is typed into it is kept.
    pub const fn text(self, form: ServerForm) -> RwSignal<String> {
        match self {
            Self::Host => form.host,
            Self::Port => form.port,
            Self::Database => form.database,
            Self::Certificate => form.certificate,
            Self::Username => form.username,
            Self::Password => form.password,
        }
    }
}

/// What can be said against the values before anybody is asked, in the order of the form.
pub fn complaints(typed: &Typed) -> Vec<(Field, Phrase)> {
    let mut wrong = Vec::new();
    if typed.host.is_empty() {
        wrong.push((Field::Host, words::HOST_MISSING));
    } else if !is_host(&typed.host) {
        wrong.push((Field::Host, words::HOST_WRONG));
    }
    if typed.port_number().is_none() {
        wrong.push((Field::Port, words::PORT_WRONG));
    }
    for (field, text, missing) in [
        (Field::Database, &typed.database, words::DATABASE_MISSING),
        (Field::Username, &typed.username, words::USERNAME_MISSING),
        (Field::Password, &typed.password, words::PASSWORD_MISSING),
    ] {
        if text.is_empty() {
            wrong.push((field, missing));
        }
    }
    wrong
}

/// Whether it can be the name or address of a server, or the folder of a socket.
fn is_host(host: &str) -> bool {
    let is_folder = host.starts_with('/');
    let is_v6 = host.matches(':').count() > 1
        && host
            .chars()
            .all(|letter| letter.is_ascii_hexdigit() || ":.".contains(letter));
    let odd = |letter: char| letter.is_whitespace() || "/:@,;?#".contains(letter);
    is_folder || is_v6 || !host.contains(odd)
}

/// The fields that an error is about; none where it is about no field.
pub fn concerns(error: &UiError) -> &'static [Field] {
    match error.code {
        ErrorCode::ServerUnreachable => &[Field::Host, Field::Port],
        ErrorCode::ServerNoTls => &[Field::Host],
        ErrorCode::ServerNotTrusted | ErrorCode::CertificateUnreadable => &[Field::Certificate],
        ErrorCode::ServerDatabaseMissing
        | ErrorCode::ServerNotPrepared
        | ErrorCode::DatabaseOlder
        | ErrorCode::DatabaseNewer => &[Field::Database],
        ErrorCode::WrongCredentials => &[Field::Password, Field::Username],
        ErrorCode::NoStaffAccount | ErrorCode::AccountClosed => &[Field::Username],
        ErrorCode::InvalidInput => match error.params.get("field").map(String::as_str) {
            Some("host") => &[Field::Host],
            Some("port") => &[Field::Port],
            Some("database") => &[Field::Database],
            Some("certificate") => &[Field::Certificate],
            Some("username") => &[Field::Username],
            Some("password") => &[Field::Password],
            _ => &[],
        },
        _ => &[],
    }
}
