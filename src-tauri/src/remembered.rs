//! The sign-in that this computer remembers, in the system's secret service.

use coe_usecases::credentials::token_digest;
use coe_wire::connection::ServerAddress;
use coe_wire::session::SecretService;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;

const SERVICE: &str = "th.or.coe.desk";

/// Who is remembered, and what signs them in: a token of the embedded database, or the password of
/// a shared one, which knows no tokens.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Remembered {
    pub(crate) username: String,
    // Computers that remember somebody already have it under this name.
    #[serde(rename = "token")]
    pub(crate) secret: String,
}

/// A place for secrets, by account. Its calls wait for D-Bus: never call them on the UI thread.
pub(crate) trait Secrets: Send + Sync {
    /// The secret of an account; `None` inside where there is none.
    ///
    /// # Errors
    /// Where nobody keeps secrets here.
    fn read(&self, account: &str) -> Result<Option<String>, NoSecrets>;

    /// Keeps a secret.
    ///
    /// # Errors
    /// Where it was not kept.
    fn write(&self, account: &str, secret: &str) -> Result<(), NoSecrets>;

    /// Forgets a secret.
    fn clear(&self, account: &str);
}

/// Nobody keeps secrets here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoSecrets;

/// The system's secret service.
pub(crate) struct SystemSecrets;

impl SystemSecrets {
    fn entry(account: &str) -> Result<keyring::Entry, NoSecrets> {
        keyring::Entry::new(SERVICE, account).map_err(|_| NoSecrets)
    }
}

impl Secrets for SystemSecrets {
    fn read(&self, account: &str) -> Result<Option<String>, NoSecrets> {
        match Self::entry(account)?.get_password() {
            Ok(secret) => Ok(Some(secret)),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(_) => Err(NoSecrets),
        }
    }

    fn write(&self, account: &str, secret: &str) -> Result<(), NoSecrets> {
        let entry = Self::entry(account)?;
        entry.set_password(secret).map_err(|_| NoSecrets)
    }

    fn clear(&self, account: &str) {
        if let Ok(entry) = Self::entry(account) {
            // Nothing to delete is what is wanted.
            let _ = entry.delete_credential();
        }
    }
}

/// What is remembered of one database, where this computer remembers anything.
#[derive(Clone)]
pub(crate) struct Keyring {
    secrets: Arc<dyn Secrets>,
    /// Tells databases on one computer apart.
    account: String,
}

impl Keyring {
    /// Of an embedded database.
    pub(crate) fn of_file(secrets: Arc<dyn Secrets>, database: &Path) -> Self {
        Self::named(secrets, &database.to_string_lossy())
    }

    /// Of a shared database.
    pub(crate) fn of_server(secrets: Arc<dyn Secrets>, address: &ServerAddress) -> Self {
        let host = address.host.to_ascii_lowercase();
        let (port, database) = (address.port, &address.database);
        Self::named(secrets, &format!("postgres://{host}:{port}/{database}"))
    }

    fn named(secrets: Arc<dyn Secrets>, database: &str) -> Self {
        let digest = token_digest(database);
        Self {
            secrets,
            account: format!("remembered-{}", &digest[..16]),
        }
    }

    /// Whether this computer keeps secrets, and who is remembered.
    pub(crate) fn ask(&self) -> (SecretService, Option<Remembered>) {
        match self.secrets.read(&self.account) {
            Ok(kept) => (SecretService::Available, kept.and_then(|json| parse(&json))),
            Err(NoSecrets) => (SecretService::Unavailable, None),
        }
    }

    /// Who is remembered.
    pub(crate) fn read(&self) -> Option<Remembered> {
        parse(&self.secrets.read(&self.account).ok()??)
    }

    /// Remembers someone. Returns whether the secret service took it.
    pub(crate) fn write(&self, remembered: &Remembered) -> bool {
        serde_json::to_string(remembered)
            .is_ok_and(|json| self.secrets.write(&self.account, &json).is_ok())
    }

    /// Forgets.
    pub(crate) fn clear(&self) {
        self.secrets.clear(&self.account);
    }
}

fn parse(json: &str) -> Option<Remembered> {
    serde_json::from_str(json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{MemorySecrets, at};

    #[test]
    fn each_database_has_an_account_of_its_own() {
        let secrets: Arc<dyn Secrets> = Arc::new(MemorySecrets::default());
        let account =
            |address: &ServerAddress| Keyring::of_server(Arc::clone(&secrets), address).account;
        let here = at("desk.example");
        let mut others = [here.clone(), here.clone(), here.clone()];
        others[0].host = "other.example".to_owned();
        others[1].port = 5433;
        others[2].database = "training".to_owned();
        for other in &others {
            assert_ne!(account(&here), account(other), "{other:?}");
        }
        let mut same = here.clone();
        same.host = "Desk.Example".to_owned();
        same.certificate = Some("/etc/coe-desk/authority.pem".to_owned());
        assert_eq!(account(&here), account(&same), "it is the same database");
        let file = Keyring::of_file(Arc::clone(&secrets), Path::new("/data/desk.sqlite"));
        assert_ne!(account(&here), file.account);
    }

    #[test]
    fn what_is_kept_of_one_database_is_not_found_for_another() {
        let secrets: Arc<dyn Secrets> = Arc::new(MemorySecrets::default());
        let here = Keyring::of_server(Arc::clone(&secrets), &at("desk.example"));
        let other = Keyring::of_server(secrets, &at("other.example"));
        assert!(here.write(&Remembered {
            username: "somchai".to_owned(),
            secret: "kept".to_owned(),
        }));
        assert!(other.read().is_none());
        assert_eq!(here.read().map(|kept| kept.secret).as_deref(), Some("kept"));
        here.clear();
        assert!(here.read().is_none());
    }

    #[test]
    fn a_sign_in_that_an_earlier_version_kept_is_still_known() {
        let kept = parse(r#"{"username":"somchai","token":"kept"}"#);
        assert_eq!(kept.map(|kept| kept.secret).as_deref(), Some("kept"));
    }
}
