//! The one error that the page sees.

use coe_domain::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What went wrong, as a code with parameters; the page has a sentence for each code in both
/// languages. Never a debug text, never personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UiError {
    /// What happened.
    pub code: ErrorCode,
    /// Values for the sentence, such as `minutes` or `holder`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
    /// Whether the same action may succeed if tried again unchanged.
    #[serde(default)]
    pub retryable: bool,
}

impl UiError {
    /// An error without parameters that will not go away by itself.
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            params: BTreeMap::new(),
            retryable: false,
        }
    }

    /// Adds a parameter for the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// Marks it as worth trying again.
    #[must_use]
    pub fn retry(mut self) -> Self {
        self.retryable = true;
        self
    }
}

/// Every way an action can fail. Exhaustive: a new code does not compile until the page has its
/// sentences.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::VariantArray,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ErrorCode {
    /// Nobody is signed in.
    NotSignedIn,
    /// The window is locked.
    Locked,
    /// User name or password is wrong. Does not tell which.
    WrongCredentials,
    /// Too many wrong passwords; `minutes` until the next try.
    TooManyAttempts,
    /// The account was closed by a supervisor.
    AccountClosed,
    /// The remembered sign-in is no longer valid.
    RememberedExpired,
    /// The role may not do this.
    NotAllowed,
    /// There is no such request.
    RequestNotFound,
    /// There is no such call.
    CallNotFound,
    /// There is no such message.
    MessageNotFound,
    /// The claim was lost: to `holder`, or (without it) by time or decision.
    ClaimLost,
    /// The database refused: `refusal` holds the [`Refusal`] code.
    Refused,
    /// A field is missing or wrong: `field` names it.
    InvalidInput,
    /// The date or time given lies in the past.
    TimeInPast,
    /// The meeting link is not an `https` address.
    InvalidLink,
    /// The system's browser could not be opened.
    BrowserUnavailable,
    /// The cursor of a page is not one that was given out.
    InvalidCursor,
    /// The file is not a photo.
    PhotoNotAnImage,
    /// The photo ends too early.
    PhotoTruncated,
    /// The photo has more pixels than can be opened safely: `megapixels`.
    PhotoTooLarge,
    /// The photo was purged after its retention time.
    PhotoPurged,
    /// The photo does not belong to the open request, or changed.
    PhotoMismatch,
    /// Another program holds the database file.
    DatabaseBusy,
    /// The database file may not be written.
    DatabaseReadOnly,
    /// The database file is damaged.
    DatabaseCorrupt,
    /// The database was made by a newer version.
    DatabaseNewer,
    /// The schema of the database is older than this program needs: `found` and `known`.
    DatabaseOlder,
    /// The disk is full.
    DiskFull,
    /// Nothing answers at the server's address: `host` and `port`.
    ServerUnreachable,
    /// The server's certificate is not trusted: it is not from a known authority, has expired, or
    /// names another host.
    ServerNotTrusted,
    /// The server offers no encrypted connection.
    ServerNoTls,
    /// The file of the certificate authority cannot be read: `file`.
    CertificateUnreadable,
    /// The server has no database of this name: `database`.
    ServerDatabaseMissing,
    /// The server's database was never prepared for the desk.
    ServerNotPrepared,
    /// The server takes no further connection.
    ServerFull,
    /// The server knows the user, the desk does not: there is no staff account.
    NoStaffAccount,
    /// An administrator's file says which database to use; it is not chosen here.
    ManagedByAdministrator,
    /// The configuration file cannot be used: `file`, and `line` where one is to blame.
    ConfigurationInvalid,
    /// The choice could not be saved on this computer.
    SettingsNotSaved,
    /// This computer keeps no secrets, so a gateway's key cannot be kept.
    SecretsNotKept,
    /// Messages are sent by a program beside the server; its gateway is not chosen here.
    GatewayElsewhere,
    /// The database cannot be opened or reached.
    DatabaseUnavailable,
    /// Anything else; the log has the rest under `reference`.
    Internal,
}

impl ErrorCode {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

impl From<Refusal> for UiError {
    fn from(refusal: Refusal) -> Self {
        Self::new(ErrorCode::Refused).with("refusal", refusal.code())
    }
}
