//! Signing in and what the page needs to know about the desk.

use coe_domain::reason::Reason;
use coe_domain::{Language, MessageTemplate, Role, StaffId};
use serde::{Deserialize, Serialize};

/// Credentials typed on the sign-in page.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignIn {
    /// User name; case does not matter.
    pub username: String,
    /// Password.
    pub password: String,
    /// Remember this person on this computer.
    pub remember: bool,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn")
            .field("remember", &self.remember)
            .finish_non_exhaustive()
    }
}

/// The password that opens a locked window.
#[derive(Clone, Serialize, Deserialize)]
pub struct Unlock {
    /// Password of the person signed in.
    pub password: String,
}

impl std::fmt::Debug for Unlock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unlock").finish_non_exhaustive()
    }
}

/// Everything the frame of the window shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionState {
    /// Who is signed in.
    pub staff: Option<StaffView>,
    /// Whether the window is locked.
    pub locked: bool,
    /// Whether a sign-in is remembered on this computer, and whose.
    pub remembered: Option<String>,
    /// Whether this computer can remember a sign-in.
    pub secret_service: SecretService,
    /// Which database the desk works on.
    pub database: DatabaseView,
    /// Nobody has chosen a database on this computer yet: the page asks.
    pub needs_setup: bool,
    /// Minutes without activity before the window locks.
    pub idle_minutes: u32,
    /// Version of the app.
    pub version: String,
}

/// A person at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffView {
    /// Identity.
    pub id: StaffId,
    /// User name.
    pub username: String,
    /// Name as shown to colleagues.
    pub display_name: String,
    /// What they may do.
    pub role: Role,
}

/// Whether the system keeps secrets for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretService {
    /// It does.
    Available,
    /// There is none; a sign-in lasts for the session only.
    Unavailable,
}

/// Which database the desk works on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatabaseView {
    /// Embedded or shared.
    pub kind: DatabaseKind,
    /// Whether it holds invented demo data.
    pub demo: bool,
    /// Where the shared database is, such as `desk.example/coe_desk`; `None` for an embedded one.
    pub server: Option<String>,
    /// The user name that signed in last to the shared database on this computer.
    pub last_username: Option<String>,
    /// An error that keeps the desk from working at all.
    pub error: Option<crate::UiError>,
}

/// The two ways to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatabaseKind {
    /// One file on this computer.
    Embedded,
    /// PostgreSQL for many desks.
    Shared,
}

/// Lists that rarely change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceData {
    /// Reasons for returning and rejecting, in order.
    pub reasons: Vec<Reason>,
    /// Texts of the messages.
    pub templates: Vec<TemplateView>,
}

/// The text of a message in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateView {
    /// Which message.
    pub template: MessageTemplate,
    /// Which language.
    pub language: Language,
    /// Text with `{placeholders}`.
    pub body: String,
}
