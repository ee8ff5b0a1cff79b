//! The sign-in that this computer remembers, in the system's secret service.

use coe_wire::session::SecretService;
use serde::{Deserialize, Serialize};

const SERVICE: &str = "th.or.coe.desk";

/// Who is remembered, and the token that signs them in.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Remembered {
    pub(crate) username: String,
    pub(crate) token: String,
}

/// The secret service, or the lack of one. Its calls wait for D-Bus: never call them on the UI
/// thread.
#[derive(Debug, Clone)]
pub(crate) struct Keyring {
    /// Tells databases on one computer apart.
    account: String,
}

impl Keyring {
    pub(crate) fn new(database: &std::path::Path) -> Self {
        let account = coe_usecases::credentials::token_digest(&database.to_string_lossy());
        Self {
            account: format!("remembered-{}", &account[..16]),
        }
    }

    fn entry(&self) -> Option<keyring::Entry> {
        keyring::Entry::new(SERVICE, &self.account).ok()
    }

    /// Whether this computer keeps secrets.
    pub(crate) fn state(&self) -> SecretService {
        match self.entry().map(|entry| entry.get_password()) {
            Some(Ok(_) | Err(keyring::Error::NoEntry)) => SecretService::Available,
            _ => SecretService::Unavailable,
        }
    }

    /// Who is remembered.
    pub(crate) fn read(&self) -> Option<Remembered> {
        serde_json::from_str(&self.entry()?.get_password().ok()?).ok()
    }

    /// Remembers someone. Returns whether the secret service took it.
    pub(crate) fn write(&self, remembered: &Remembered) -> bool {
        let Ok(json) = serde_json::to_string(remembered) else {
            return false;
        };
        self.entry()
            .is_some_and(|entry| entry.set_password(&json).is_ok())
    }

    /// Forgets.
    pub(crate) fn clear(&self) {
        if let Some(entry) = self.entry() {
            // Nothing to delete is what is wanted.
            let _ = entry.delete_credential();
        }
    }
}
