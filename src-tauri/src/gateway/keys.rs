//! What a gateway knows us by: kept by the system's secret service, one entry for each gateway.

use crate::remembered::{NoSecrets, Secrets};
use coe_domain::GatewayKind;
use coe_sms::{GatewaySecrets, SecretNames};
use coe_wire::gateway::{KeptSecrets, SecretPlace};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use strum::VariantArray;

/// The key, for computers that keep no secrets.
const KEY_VARIABLE: &str = "COE_DESK_GATEWAY_KEY";
/// The secret.
const SECRET_VARIABLE: &str = "COE_DESK_GATEWAY_SECRET";

/// Tells a variable of the environment.
pub(crate) type Environment = fn(&str) -> Option<String>;

/// The environment of this program.
pub(crate) fn from_environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The secrets of gateways on this computer. Its calls wait for D-Bus: never call them on the UI thread.
pub(crate) struct GatewayKeys {
    secrets: Arc<dyn Secrets>,
    environment: Environment,
}

/// What is kept of one gateway. No `Debug`: it holds secrets.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Kept {
    #[serde(default)]
    key: String,
    #[serde(default)]
    secret: String,
}

impl GatewayKeys {
    pub(crate) fn new(secrets: Arc<dyn Secrets>, environment: Environment) -> Self {
        Self {
            secrets,
            environment,
        }
    }

    /// The secrets to use: those of the environment, else those typed, else those that are kept.
    pub(crate) fn secrets(&self, kind: GatewayKind, key: &str, secret: &str) -> GatewaySecrets {
        if SecretNames::of(kind).is_none() {
            return GatewaySecrets::default();
        }
        let kept = self.read(kind).unwrap_or_default();
        let first = |variable, typed: &str, kept: String| {
            let typed = Some(typed.trim().to_owned()).filter(|typed| !typed.is_empty());
            self.variable(variable).or(typed).unwrap_or(kept)
        };
        GatewaySecrets {
            key: first(KEY_VARIABLE, key, kept.key),
            secret: first(SECRET_VARIABLE, secret, kept.secret),
        }
    }

    /// Keeps what was typed; an empty one leaves what is kept.
    ///
    /// # Errors
    /// Where nobody keeps secrets here.
    pub(crate) fn keep(&self, kind: GatewayKind, key: &str, secret: &str) -> Result<(), NoSecrets> {
        let (key, secret) = (key.trim(), secret.trim());
        if key.is_empty() && secret.is_empty() {
            return Ok(());
        }
        let mut kept = self.read(kind)?;
        if !key.is_empty() {
            key.clone_into(&mut kept.key);
        }
        if !secret.is_empty() {
            secret.clone_into(&mut kept.secret);
        }
        let json = serde_json::to_string(&kept).map_err(|_| NoSecrets)?;
        self.secrets.write(&account(kind), &json)
    }

    /// Which secrets are there, of each gateway that needs any.
    pub(crate) fn known(&self) -> Vec<KeptSecrets> {
        let kinds = GatewayKind::VARIANTS.iter().copied();
        kinds
            .filter(|kind| SecretNames::of(*kind).is_some())
            .map(|kind| {
                let kept = self.read(kind).unwrap_or_default();
                let place = |variable, kept: &str| match self.variable(variable) {
                    Some(_) => SecretPlace::Environment,
                    None if kept.is_empty() => SecretPlace::Missing,
                    None => SecretPlace::Kept,
                };
                KeptSecrets {
                    kind,
                    key: place(KEY_VARIABLE, &kept.key),
                    secret: place(SECRET_VARIABLE, &kept.secret),
                }
            })
            .collect()
    }

    fn read(&self, kind: GatewayKind) -> Result<Kept, NoSecrets> {
        let json = self.secrets.read(&account(kind))?;
        // What cannot be read is typed anew.
        let kept = json.and_then(|json| serde_json::from_str(&json).ok());
        Ok(kept.unwrap_or_default())
    }

    fn variable(&self, name: &str) -> Option<String> {
        (self.environment)(name).filter(|value| !value.is_empty())
    }
}

fn account(kind: GatewayKind) -> String {
    format!("sms-gateway-{}", kind.code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::MemorySecrets;

    const KIND: GatewayKind = GatewayKind::Thaibulksms;

    fn nothing(_: &str) -> Option<String> {
        None
    }

    fn key_only(name: &str) -> Option<String> {
        (name == KEY_VARIABLE).then(|| "of-the-environment".to_owned())
    }

    fn keys(secrets: &Arc<MemorySecrets>, environment: Environment) -> GatewayKeys {
        GatewayKeys::new(Arc::clone(secrets) as Arc<dyn Secrets>, environment)
    }

    #[test]
    fn what_was_typed_is_kept_and_an_empty_field_leaves_it() {
        let secrets = Arc::new(MemorySecrets::default());
        let keys = keys(&secrets, nothing);
        keys.keep(KIND, " key ", "secret").unwrap();
        keys.keep(KIND, "", "newer").unwrap();
        let found = keys.secrets(KIND, "", "");
        assert_eq!(
            (found.key.as_str(), found.secret.as_str()),
            ("key", "newer")
        );
        let typed = keys.secrets(KIND, "typed", "");
        assert_eq!(
            (typed.key.as_str(), typed.secret.as_str()),
            ("typed", "newer")
        );
        assert_eq!(secrets.count(), 1, "typing alone keeps nothing");
    }

    #[test]
    fn each_gateway_has_secrets_of_its_own() {
        let secrets = Arc::new(MemorySecrets::default());
        let keys = keys(&secrets, nothing);
        keys.keep(KIND, "key", "secret").unwrap();
        assert!(keys.secrets(GatewayKind::Twilio, "", "") == GatewaySecrets::default());
        let simulator = keys.secrets(GatewayKind::Simulator, "typed", "typed");
        assert!(simulator == GatewaySecrets::default(), "it needs none");
    }

    #[test]
    fn the_environment_goes_first() {
        let secrets = Arc::new(MemorySecrets::default());
        let keys = keys(&secrets, key_only);
        keys.keep(KIND, "kept", "kept").unwrap();
        let found = keys.secrets(KIND, "typed", "typed");
        assert_eq!(
            (found.key.as_str(), found.secret.as_str()),
            ("of-the-environment", "typed")
        );
    }

    #[test]
    fn only_where_a_secret_is_becomes_known() {
        let secrets = Arc::new(MemorySecrets::default());
        let keys = keys(&secrets, key_only);
        keys.keep(KIND, "", "a-secret-value").unwrap();
        let known = keys.known();
        assert_eq!(
            known.len(),
            GatewayKind::VARIANTS.len() - 1,
            "all but the simulator"
        );
        let one = known.iter().find(|kept| kept.kind == KIND).unwrap();
        assert_eq!(
            (one.key, one.secret),
            (SecretPlace::Environment, SecretPlace::Kept)
        );
        let other = known
            .iter()
            .find(|kept| kept.kind == GatewayKind::Twilio)
            .unwrap();
        assert_eq!(other.secret, SecretPlace::Missing);
        assert!(!format!("{known:?}").contains("a-secret-value"));
    }

    #[test]
    fn a_computer_that_keeps_no_secrets_says_so_and_still_uses_the_environment() {
        let secrets = Arc::new(MemorySecrets::absent());
        let keys = keys(&secrets, key_only);
        assert!(keys.keep(KIND, "key", "secret").is_err());
        assert!(keys.keep(KIND, "", " ").is_ok(), "there is nothing to keep");
        assert_eq!(keys.secrets(KIND, "", "").key, "of-the-environment");
        let one = keys
            .known()
            .into_iter()
            .find(|kept| kept.kind == KIND)
            .unwrap();
        assert_eq!(
            (one.key, one.secret),
            (SecretPlace::Environment, SecretPlace::Missing)
        );
    }
}
