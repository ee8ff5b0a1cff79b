//! How a gateway is reached.

use coe_domain::GatewayKind;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use url::{Host, Url};

/// How long to wait for an answer where nothing else is said, in seconds.
const USUAL_TIMEOUT: u64 = 15;

/// Which gateway, and how it is reached. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewaySettings {
    /// Which one.
    pub kind: GatewayKind,
    /// The registered sender that members read. For Twilio a number, or a messaging service (`MG…`).
    #[serde(default)]
    pub sender: String,
    /// Another address than the gateway's own. Encrypted, or on this computer.
    #[serde(default)]
    pub base_url: Option<String>,
    /// Where the gateway shall send its reports, for those that are told with each message.
    #[serde(default)]
    pub report_url: Option<String>,
    /// How long to wait for an answer, in seconds: 1 to 120.
    #[serde(default = "usual_timeout")]
    pub timeout_seconds: u64,
}

const fn usual_timeout() -> u64 {
    USUAL_TIMEOUT
}

/// What a gateway knows us by. Never printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct GatewaySecrets {
    /// API key, or account.
    pub key: String,
    /// API secret, or token.
    pub secret: String,
}

impl std::fmt::Debug for GatewaySecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GatewaySecrets").finish_non_exhaustive()
    }
}

/// What a gateway calls its two secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretNames {
    /// Of [`GatewaySecrets::key`].
    pub key: &'static str,
    /// Of [`GatewaySecrets::secret`].
    pub secret: &'static str,
}

/// Why a gateway cannot be used as it is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Misconfigured {
    /// No sender.
    #[error("the gateway needs a registered sender")]
    NoSender,
    /// A key or a secret is missing.
    #[error("the gateway needs a key and a secret")]
    NoSecrets,
    /// A key or a secret holds what no header can carry.
    #[error("the gateway's key or secret holds a character that cannot be sent")]
    BadSecrets,
    /// An address is none, or not encrypted and not on this computer.
    #[error("the address must begin with https:// (http:// only on this computer)")]
    BadAddress,
    /// The waiting time is out of bounds.
    #[error("the waiting time must be 1 to 120 seconds")]
    BadTimeout,
    /// The system's certificates cannot be used.
    #[error("encrypted connections cannot be set up on this computer")]
    NoTls,
}

impl GatewaySettings {
    /// Settings of a gateway at its own address.
    #[must_use]
    pub fn of(kind: GatewayKind, sender: impl Into<String>) -> Self {
        Self {
            kind,
            sender: sender.into(),
            base_url: None,
            report_url: None,
            timeout_seconds: USUAL_TIMEOUT,
        }
    }

    /// Whether they can be used.
    ///
    /// # Errors
    /// [`Misconfigured`].
    pub fn check(&self) -> Result<(), Misconfigured> {
        if self.kind != GatewayKind::Simulator && self.sender.trim().is_empty() {
            return Err(Misconfigured::NoSender);
        }
        if !(1..=120).contains(&self.timeout_seconds) {
            return Err(Misconfigured::BadTimeout);
        }
        let addresses = [&self.base_url, &self.report_url];
        if addresses
            .into_iter()
            .flatten()
            .all(|address| is_safe(address))
        {
            Ok(())
        } else {
            Err(Misconfigured::BadAddress)
        }
    }

    /// The gateway's address, without a slash at its end.
    pub(crate) fn base(&self) -> &str {
        let usual = match self.kind {
            GatewayKind::Simulator => "",
            GatewayKind::Thaibulksms => "https://api-v2.thaibulksms.com",
            GatewayKind::Smsmkt => "https://portal-otp.smsmkt.com",
            GatewayKind::Twilio => "https://api.twilio.com",
        };
        self.base_url
            .as_deref()
            .unwrap_or(usual)
            .trim_end_matches('/')
    }

    pub(crate) fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds)
    }
}

impl SecretNames {
    /// Of a gateway; `None` for the simulator, which needs none.
    #[must_use]
    pub const fn of(kind: GatewayKind) -> Option<Self> {
        match kind {
            GatewayKind::Simulator => None,
            GatewayKind::Thaibulksms => Some(Self {
                key: "API Key",
                secret: "API Secret",
            }),
            GatewayKind::Smsmkt => Some(Self {
                key: "api_key",
                secret: "secret_key",
            }),
            GatewayKind::Twilio => Some(Self {
                key: "Account SID",
                secret: "Auth Token",
            }),
        }
    }
}

impl GatewaySecrets {
    pub(crate) fn check(&self) -> Result<(), Misconfigured> {
        let both = [&self.key, &self.secret];
        if both.iter().any(|secret| secret.is_empty()) {
            return Err(Misconfigured::NoSecrets);
        }
        if both
            .iter()
            .all(|secret| secret.bytes().all(|byte| byte.is_ascii_graphic()))
        {
            Ok(())
        } else {
            Err(Misconfigured::BadSecrets)
        }
    }
}

/// Whether secrets and messages may go there: encrypted, or without leaving this computer.
fn is_safe(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return false,
    };
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    plain && (url.scheme() == "https" || (url.scheme() == "http" && here))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_encrypted_or_here() {
        for address in [
            "https://sms.example/v2",
            "http://127.0.0.1:8080",
            "http://[::1]:1/x",
            "http://localhost",
        ] {
            assert!(is_safe(address), "{address}");
        }
        for address in [
            "http://sms.example",
            "http://localhost.example",
            "ftp://localhost",
            "",
            "https://",
            "https://a:b@sms.example",
            "https://sms.example/#x",
        ] {
            assert!(!is_safe(address), "{address}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let settings = GatewaySettings::of(GatewayKind::Twilio, " ");
        assert_eq!(settings.check(), Err(Misconfigured::NoSender));
        assert_eq!(
            GatewaySettings::of(GatewayKind::Simulator, "").check(),
            Ok(())
        );
        let forever = GatewaySettings {
            timeout_seconds: 0,
            ..GatewaySettings::of(GatewayKind::Twilio, "COE")
        };
        assert_eq!(forever.check(), Err(Misconfigured::BadTimeout));
        let open = GatewaySettings {
            report_url: Some("http://sms.example/reports".to_owned()),
            ..GatewaySettings::of(GatewayKind::Twilio, "COE")
        };
        assert_eq!(open.check(), Err(Misconfigured::BadAddress));
        let secrets = |key: &str, secret: &str| GatewaySecrets {
            key: key.to_owned(),
            secret: secret.to_owned(),
        };
        assert_eq!(secrets("k", "").check(), Err(Misconfigured::NoSecrets));
        assert_eq!(secrets("k", "a\nb").check(), Err(Misconfigured::BadSecrets));
        assert_eq!(secrets("k", "s").check(), Ok(()));
        assert_eq!(format!("{:?}", secrets("k", "s")), "GatewaySecrets { .. }");
    }
}
