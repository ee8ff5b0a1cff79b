//! The gateway that an embedded desk sends by.

use coe_domain::{GatewayKind, Language, MessageFailure};
use serde::{Deserialize, Serialize};

/// Messages a second where nobody chose otherwise.
pub const USUAL_RATE: u32 = 10;
/// The most messages a second that can be asked for.
pub const HIGHEST_RATE: u32 = 200;

/// Which gateway, and how. Holds no secret: it is a setting of the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayChoice {
    /// Which one.
    pub kind: GatewayKind,
    /// The sender that members read.
    #[serde(default)]
    pub sender: String,
    /// Another address than the usual one.
    #[serde(default)]
    pub base_url: Option<String>,
    /// The most messages a second.
    #[serde(default = "usual_rate")]
    pub rate_per_second: u32,
}

fn usual_rate() -> u32 {
    USUAL_RATE
}

impl Default for GatewayChoice {
    fn default() -> Self {
        Self {
            kind: GatewayKind::Simulator,
            sender: String::new(),
            base_url: None,
            rate_per_second: USUAL_RATE,
        }
    }
}

/// What the page shows of the gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "sends", rename_all = "snake_case")]
pub enum GatewayView {
    /// A program beside the server sends; nothing is chosen here.
    Elsewhere,
    /// This desk sends.
    Here {
        /// Which gateway, and how.
        choice: GatewayChoice,
        /// What is known of each gateway's secrets.
        secrets: Vec<KeptSecrets>,
        /// Why nothing is sent, where the gateway cannot be used as it is set up.
        problem: Option<crate::UiError>,
    },
}

/// Whether the secrets of a gateway are there. Never the secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSecrets {
    /// Whose.
    pub kind: GatewayKind,
    /// Where the key is.
    pub key: SecretPlace,
    /// Where the secret is.
    pub secret: SecretPlace,
}

/// Where a secret is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretPlace {
    /// Nowhere.
    Missing,
    /// In the system's secret service.
    Kept,
    /// In the environment of the program, which goes first.
    Environment,
}

/// The gateway as typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayForm {
    /// Which gateway, and how.
    pub choice: GatewayChoice,
    /// The key; empty to use the one that is kept.
    pub key: String,
    /// The secret; empty to use the one that is kept.
    pub secret: String,
}

impl std::fmt::Debug for GatewayForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GatewayForm")
            .field("choice", &self.choice)
            .finish_non_exhaustive()
    }
}

/// What a gateway would be asked, and whether it knows us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayTrial {
    /// The request of a message, with the secrets and the number masked; `None` for the simulator, which
    /// asks nobody.
    pub request: Option<String>,
    /// What the gateway said to the question for its credit.
    pub answer: TrialAnswer,
}

/// What a gateway said without being sent anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TrialAnswer {
    /// It knows us.
    Known {
        /// What is left, in the gateway's own words; `None` where it does not tell.
        credit: Option<String>,
    },
    /// It does not, or could not be asked.
    Failed {
        /// Why.
        cause: MessageFailure,
    },
}

/// Sends a test message by the gateway as typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestMessage {
    /// The gateway.
    pub form: GatewayForm,
    /// To which mobile number.
    pub to: String,
    /// In which language.
    pub language: Language,
}

impl std::fmt::Debug for TestMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestMessage").finish_non_exhaustive()
    }
}

/// What the gateway answered to a test message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TestAnswer {
    /// It took it.
    Taken {
        /// Its reference.
        reference: Option<String>,
    },
    /// It did not.
    NotTaken {
        /// Why.
        cause: MessageFailure,
    },
    /// Nobody knows.
    Unknown {
        /// Why.
        cause: MessageFailure,
    },
}
