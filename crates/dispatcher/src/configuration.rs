//! The configuration file.

use crate::logging::Log;
use coe_sms::{GatewaySettings, Pace, Rate};
use coe_store_postgres::{Server, Tls};
use ipnet::IpNet;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Everything that the file says. Secrets stand elsewhere.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// Where the database is.
    pub database: Database,
    /// By which gateway to send.
    pub gateway: GatewaySettings,
    /// Files with secrets, for those that the environment does not hold.
    #[serde(default)]
    pub secrets: SecretFiles,
    /// How fast, and how patient.
    #[serde(default)]
    pub sending: Sending,
    /// Where the gateway tells what became of messages; none: it is not listened for.
    pub reports: Option<Reports>,
    /// Where the service tells how it gets on.
    #[serde(default)]
    pub observation: Observation,
    /// What is logged.
    #[serde(default)]
    pub log: Log,
}

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Name or address of the server, or the folder of its socket.
    pub host: String,
    /// Its port.
    #[serde(default = "default_port")]
    pub port: u16,
    /// Name of the database.
    pub database: String,
    /// The role, a member of `desk_dispatcher`.
    pub user: String,
    /// Certificate of the authority that vouches for the server (PEM).
    pub certificate: Option<PathBuf>,
    /// Whether the connection is encrypted. Off only for a server on this computer.
    #[serde(default = "yes")]
    pub tls: bool,
}

/// Files with secrets, each readable by the service's user only.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretFiles {
    /// The database role's password.
    pub password_file: Option<PathBuf>,
    /// The gateway's key or account.
    pub gateway_key_file: Option<PathBuf>,
    /// The gateway's secret.
    pub gateway_secret_file: Option<PathBuf>,
    /// The token in the address of the reports.
    pub reports_token_file: Option<PathBuf>,
    /// The key that seals the audit log; without one it is not sealed here.
    pub sealing_key_file: Option<PathBuf>,
}

/// How fast, and how patient. What is left out is as in [`Pace`].
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sending {
    /// Messages under way at once, at most.
    pub concurrency: Option<u32>,
    /// Calls a second, at most; none: no limit.
    pub per_second: Option<u32>,
    /// Tries before a message that is not taken fails.
    pub tries: Option<u32>,
    /// Milliseconds that the lease lasts.
    pub lease_ms: Option<u64>,
    /// Milliseconds between signs of life.
    pub heartbeat_ms: Option<u64>,
    /// Milliseconds after the first try.
    pub first_retry_ms: Option<u64>,
    /// Milliseconds between tries, at most.
    pub longest_retry_ms: Option<u64>,
    /// Milliseconds that a gateway out of order is left alone at first.
    pub first_wait_ms: Option<u64>,
    /// And at most.
    pub longest_wait_ms: Option<u64>,
    /// Milliseconds until the fate of a message is first asked for.
    pub poll_in_ms: Option<u64>,
    /// Milliseconds that the calls under way have when the service ends.
    pub goodbye_ms: Option<u64>,
}

/// Where the gateway tells what became of messages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reports {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// The address before the path, as the gateway calls it.
    pub public_url: String,
    /// Networks that may call; empty for all.
    #[serde(default)]
    pub allow: Vec<IpNet>,
    /// Proxies whose word on who called is taken.
    #[serde(default)]
    pub trusted_proxies: Vec<IpNet>,
}

/// Where the service tells how it gets on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Observation {
    /// Address and port to listen on.
    pub listen: SocketAddr,
}

impl Default for Observation {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 9470)),
        }
    }
}

fn default_port() -> u16 {
    5432
}

fn yes() -> bool {
    true
}

/// Why the configuration cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigurationError {
    /// The file cannot be read.
    #[error(
        "the configuration {0} cannot be read: write it (see docs/OPERATIONS.md), or name another by --config"
    )]
    Unreadable(PathBuf),
    /// It is no TOML, or a key is missing or unknown.
    #[error("the configuration {file} cannot be used: {why}")]
    Form {
        /// The file.
        file: PathBuf,
        /// Line, key and reason.
        why: String,
    },
    /// A value makes no sense.
    #[error("{0}")]
    Value(&'static str),
}

impl Configuration {
    /// Reads a file.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn read(file: &Path) -> Result<Self, ConfigurationError> {
        let text = std::fs::read_to_string(file)
            .map_err(|_| ConfigurationError::Unreadable(file.to_owned()))?;
        Self::parse(&text, file)
    }

    fn parse(text: &str, file: &Path) -> Result<Self, ConfigurationError> {
        let read: Self = toml::from_str(text).map_err(|error| ConfigurationError::Form {
            file: file.to_owned(),
            why: error.to_string().trim_end().to_owned(),
        })?;
        read.check()?;
        Ok(read)
    }

    fn check(&self) -> Result<(), ConfigurationError> {
        let pace = self.pace();
        if pace.lease < pace.heartbeat * 2 {
            return Err(ConfigurationError::Value(
                "sending.lease_ms must be at least twice sending.heartbeat_ms: else the lease ends between two signs of life",
            ));
        }
        if pace.tries == 0
            || pace.concurrency == 0
            || pace.heartbeat.is_zero()
            || self.sending.per_second == Some(0)
        {
            return Err(ConfigurationError::Value(
                "sending.tries, sending.concurrency, sending.per_second and sending.heartbeat_ms must be at least 1",
            ));
        }
        Ok(())
    }
}

impl Database {
    /// The server as the store knows it.
    #[must_use]
    pub fn server(&self) -> Server {
        Server {
            host: self.host.clone(),
            port: self.port,
            database: self.database.clone(),
            tls: if self.tls {
                Tls::Verified {
                    authority: self.certificate.clone(),
                }
            } else {
                Tls::Off
            },
        }
    }
}

/// How much longer than the gateway's own limit a call may take.
const MARGIN: Duration = Duration::from_secs(5);

impl Configuration {
    /// How fast and how patient to be with this gateway.
    #[must_use]
    pub fn pace(&self) -> Pace {
        let (usual, sending) = (Pace::default(), &self.sending);
        let span = |millis: Option<u64>, usual| millis.map_or(usual, Duration::from_millis);
        let call_limit = Duration::from_secs(self.gateway.timeout_seconds) + MARGIN;
        Pace {
            lease: span(sending.lease_ms, usual.lease),
            heartbeat: span(sending.heartbeat_ms, usual.heartbeat),
            concurrency: sending.concurrency.unwrap_or(usual.concurrency),
            rate: sending.per_second.map(|calls| Rate {
                per_second: f64::from(calls),
                burst: calls,
            }),
            tries: sending.tries.unwrap_or(usual.tries),
            first_retry: span(sending.first_retry_ms, usual.first_retry),
            longest_retry: span(sending.longest_retry_ms, usual.longest_retry),
            first_wait: span(sending.first_wait_ms, usual.first_wait),
            longest_wait: span(sending.longest_wait_ms, usual.longest_wait),
            poll_in: span(sending.poll_in_ms, usual.poll_in),
            call_limit,
            goodbye: span(sending.goodbye_ms, call_limit + MARGIN),
            ..usual
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = "
        [database]
        host = \"db.example\"
        database = \"coe_desk\"
        user = \"dispatcher\"
        [gateway]
        kind = \"thaibulksms\"
        sender = \"COE\"
    ";

    fn parse(more: &str) -> Result<Configuration, ConfigurationError> {
        Configuration::parse(&format!("{LEAST}\n{more}"), Path::new("dispatcher.toml"))
    }

    #[test]
    fn what_is_left_out_is_safe() {
        let configuration = parse("").unwrap();
        assert_eq!(
            configuration.database.server().tls,
            Tls::Verified { authority: None }
        );
        assert!(configuration.observation.listen.ip().is_loopback());
        assert_eq!(configuration.reports, None);
        let pace = configuration.pace();
        assert_eq!(pace.lease, Pace::default().lease);
        assert!(pace.call_limit > Duration::from_secs(configuration.gateway.timeout_seconds));
        assert!(
            pace.goodbye > pace.call_limit,
            "stopping waits for every call"
        );
    }

    #[test]
    fn a_key_that_nobody_knows_is_named_with_its_line() {
        let error = parse("[sending]\nspeed = 3").unwrap_err().to_string();
        assert!(error.contains("speed"), "{error}");
        assert!(error.contains("line"), "{error}");
    }

    #[test]
    fn values_that_make_no_sense_are_refused_with_what_to_do() {
        for (wrong, named) in [
            ("[sending]\nlease_ms = 10000", "lease_ms"),
            ("[sending]\ntries = 0", "tries"),
            ("[sending]\nconcurrency = 0", "concurrency"),
            ("[sending]\nper_second = 0", "per_second"),
        ] {
            let error = parse(wrong).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }

    #[test]
    fn a_secret_does_not_belong_into_the_file() {
        let error = parse("[log]\nlevel = \"info\"\npassword = \"x\"").unwrap_err();
        assert!(error.to_string().contains("password"));
    }
}
