//! What is typed before anybody is signed in. It outlives the pages, so that going back and forth
//! between them loses nothing, and ends once it was used.

use crate::ipc;
use coe_wire::connection::{
    ConnectionFound, ConnectionTest, DEFAULT_PORT, DatabaseChoice, ServerAddress, SetupView,
};
use coe_wire::{ErrorCode, UiError};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What a desk's database is called unless told otherwise.
const DEFAULT_DATABASE: &str = "coe_desk";

/// Offers to try again what failed for want of an answer: nothing typed has to change for that.
pub fn offer_again(error: UiError) -> UiError {
    match error.code {
        ErrorCode::ServerUnreachable
        | ErrorCode::ServerFull
        | ErrorCode::DatabaseUnavailable
        | ErrorCode::DatabaseBusy => error.retry(),
        _ => error,
    }
}

/// The state of the pages before anybody is signed in; part of the desk.
#[derive(Debug, Clone, Copy)]
pub struct Gate {
    /// Whether somebody went to choose another database.
    pub choosing: RwSignal<bool>,
    /// What is chosen on this computer; `None` until the desk told.
    pub setup: RwSignal<Option<SetupView>>,
    /// User name on the sign-in page.
    pub username: RwSignal<String>,
    /// Password on the sign-in page.
    pub password: RwSignal<String>,
    /// Whether to remember the person.
    pub remember: RwSignal<bool>,
    /// The server that is being described.
    pub server: ServerForm,
}

impl Gate {
    /// Nothing typed yet.
    pub fn new() -> Self {
        Self {
            choosing: RwSignal::new(false),
            setup: RwSignal::new(None),
            username: RwSignal::new(String::new()),
            password: RwSignal::new(String::new()),
            remember: RwSignal::new(false),
            server: ServerForm::new(),
        }
    }

    /// Asks what is chosen on this computer. Where that fails, nothing can be changed either.
    pub fn ask(self) {
        spawn_local(async move {
            if let Ok(view) = ipc::connection::setup().await {
                self.setup.try_set(Some(view));
            }
        });
    }

    /// Whether the person at this computer may choose its database. Tracks.
    pub fn may_choose(self) -> bool {
        self.setup
            .with(|view| view.as_ref().is_some_and(|view| !view.managed))
    }

    /// A database was chosen: `username` is who goes on to sign in.
    pub fn chosen(self, username: String) {
        self.forget();
        self.username.set(username);
    }

    /// Forgets who typed here, and every password. The server stays as it was described.
    pub fn forget(self) {
        self.choosing.set(false);
        self.username.set(String::new());
        self.password.set(String::new());
        self.remember.set(false);
        self.server.forget();
    }
}

/// The server as typed, and what it answered last.
#[derive(Debug, Clone, Copy)]
pub struct ServerForm {
    /// Whether the form shows instead of the two choices.
    pub open: RwSignal<bool>,
    /// Name or address.
    pub host: RwSignal<String>,
    /// Port.
    pub port: RwSignal<String>,
    /// Name of the database.
    pub database: RwSignal<String>,
    /// File of the certificate authority; empty for those that the computer trusts.
    pub certificate: RwSignal<String>,
    /// User name.
    pub username: RwSignal<String>,
    /// Password.
    pub password: RwSignal<String>,
    /// What was tried out last with success.
    pub tried: RwSignal<Option<Tried>>,
}

/// A server that answered, and what it was asked with.
#[derive(Clone)]
pub struct Tried {
    /// The values of the fields.
    pub typed: Typed,
    /// What the server said of itself.
    pub found: ConnectionFound,
}

/// The values of the fields, without spaces around them. No `Debug`: it holds a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Typed {
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: String,
    /// Name of the database.
    pub database: String,
    /// File of the certificate authority.
    pub certificate: String,
    /// User name.
    pub username: String,
    /// Password.
    pub password: String,
}

impl Typed {
    /// The port, where it is one. Thai digits count.
    pub fn port_number(&self) -> Option<u16> {
        let digits: Option<String> = self
            .port
            .chars()
            .map(|digit| match digit {
                '๐'..='๙' => char::from_digit(u32::from(digit) - u32::from('๐'), 10),
                digit => Some(digit).filter(char::is_ascii_digit),
            })
            .collect();
        digits?.parse().ok().filter(|port| *port > 0)
    }

    /// The server, where the port is one.
    pub fn address(&self) -> Option<ServerAddress> {
        Some(ServerAddress {
            host: self.host.clone(),
            port: self.port_number()?,
            database: self.database.clone(),
            certificate: Some(self.certificate.clone()).filter(|file| !file.is_empty()),
        })
    }

    /// What to ask the desk, where the port is one.
    pub fn test(&self) -> Option<ConnectionTest> {
        Some(ConnectionTest {
            server: self.address()?,
            username: self.username.clone(),
            password: self.password.clone(),
        })
    }
}

impl ServerForm {
    fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            host: RwSignal::new(String::new()),
            port: RwSignal::new(DEFAULT_PORT.to_string()),
            database: RwSignal::new(DEFAULT_DATABASE.to_owned()),
            certificate: RwSignal::new(String::new()),
            username: RwSignal::new(String::new()),
            password: RwSignal::new(String::new()),
            tried: RwSignal::new(None),
        }
    }

    /// Begins with the server that is chosen now, unless something was typed already.
    pub fn begin(self, view: &SetupView) {
        if let Some(DatabaseChoice::Shared(server)) = &view.choice
            && self.host.with_untracked(String::is_empty)
        {
            self.host.set(server.host.clone());
            self.port.set(server.port.to_string());
            self.database.set(server.database.clone());
            self.certificate
                .set(server.certificate.clone().unwrap_or_default());
        }
        if let Some(username) = &view.last_username
            && self.username.with_untracked(String::is_empty)
        {
            self.username.set(username.clone());
        }
    }

    /// The values of the fields. Tracks.
    pub fn typed(self) -> Typed {
        let tidy = |field: RwSignal<String>| field.with(|text| text.trim().to_owned());
        Typed {
            host: tidy(self.host),
            port: tidy(self.port),
            database: tidy(self.database),
            certificate: tidy(self.certificate),
            username: tidy(self.username),
            password: self.password.get(),
        }
    }

    /// What the server said of itself, while nothing was changed since. Tracks.
    pub fn found(self) -> Option<ConnectionFound> {
        let typed = self.typed();
        self.tried.with(|tried| {
            let tried = tried.as_ref().filter(|tried| tried.typed == typed)?;
            Some(tried.found.clone())
        })
    }

    fn forget(self) {
        self.open.set(false);
        self.username.set(String::new());
        self.password.set(String::new());
        self.tried.set(None);
    }
}
