//! A seal outside the database, for whoever wants to know later that nothing was taken away.

use crate::key::PublicKey;
use crate::seal::is_signed;
use chrono::{DateTime, SecondsFormat, Utc};
use coe_domain::AuditEventId;
use coe_store::{DatabaseId, Hash, Seal};
use serde::{Deserialize, Serialize};

const FORMAT: &str = "coe-desk-checkpoint/1";

/// Why a text is no checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// It has another form.
    #[error("the file holds no checkpoint")]
    Form,
    /// Its signature is not its key's: it was changed.
    #[error("the checkpoint's signature is not valid: the file was changed")]
    Signature,
}

/// An exported seal, whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    database: DatabaseId,
    seal: Seal,
    chain: Hash,
    key: PublicKey,
}

/// The file: JSON, one field a line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    format: String,
    database: String,
    events: u64,
    last_event: i64,
    chain_hash: String,
    sealed_at: String,
    caught_up: bool,
    key_id: String,
    public_key: String,
    signature: String,
}

impl Checkpoint {
    /// Takes a seal of a database.
    ///
    /// # Errors
    /// [`CheckpointError`] where the seal is not signed by the key it names: then the log is to be verified, and
    /// nothing exported.
    pub fn of(database: DatabaseId, seal: Seal) -> Result<Self, CheckpointError> {
        let chain = seal.chain_hash.parse().map_err(|_| CheckpointError::Form)?;
        let key = PublicKey::parse(&seal.public_key).map_err(|_| CheckpointError::Form)?;
        DateTime::<Utc>::from_timestamp_millis(seal.sealed_at_ms).ok_or(CheckpointError::Form)?;
        if !is_signed(&database, &seal, &key) {
            return Err(CheckpointError::Signature);
        }
        Ok(Self {
            database,
            seal,
            chain,
            key,
        })
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let content: Content = serde_json::from_str(text).map_err(|_| CheckpointError::Form)?;
        if content.format != FORMAT {
            return Err(CheckpointError::Form);
        }
        let sealed_at =
            DateTime::parse_from_rfc3339(&content.sealed_at).map_err(|_| CheckpointError::Form)?;
        let seal = Seal {
            sealed_at_ms: sealed_at.timestamp_millis(),
            event: AuditEventId(content.last_event),
            events: content.events,
            chain_hash: content.chain_hash,
            caught_up: content.caught_up,
            key_id: content.key_id,
            public_key: content.public_key,
            signature: content.signature,
        };
        Self::of(DatabaseId(content.database), seal)
    }

    /// The file's text.
    ///
    /// # Errors
    /// None in practice: every field has a form in JSON.
    pub fn text(&self) -> serde_json::Result<String> {
        let content = Content {
            format: FORMAT.to_owned(),
            database: self.database.0.clone(),
            events: self.seal.events,
            last_event: self.seal.event.0,
            chain_hash: self.seal.chain_hash.clone(),
            sealed_at: self
                .sealed_at()
                .to_rfc3339_opts(SecondsFormat::Millis, true),
            caught_up: self.seal.caught_up,
            key_id: self.seal.key_id.clone(),
            public_key: self.seal.public_key.clone(),
            signature: self.seal.signature.clone(),
        };
        let mut text = serde_json::to_string_pretty(&content)?;
        text.push('\n');
        Ok(text)
    }

    /// The database whose log it is of.
    #[must_use]
    pub fn database(&self) -> &DatabaseId {
        &self.database
    }

    /// How many events stood in the chain.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.seal.events
    }

    /// When.
    #[must_use]
    pub fn sealed_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.seal.sealed_at_ms).unwrap_or_default()
    }

    /// The hash of the chain.
    #[must_use]
    pub fn chain_hash(&self) -> Hash {
        self.chain
    }

    /// Whose signature it is.
    #[must_use]
    pub fn key(&self) -> PublicKey {
        self.key
    }
}
