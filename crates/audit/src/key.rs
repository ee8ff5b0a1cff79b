//! The key that signs, and the one that reads signatures.

use crate::hex;
use coe_domain::Rng;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use std::fmt;

/// A short name of a public key: the first 16 digits of a SHA-256 over it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId(String);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is no public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a public key has 64 hexadecimal digits")]
pub struct NoKey;

/// Reads signatures. Public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`NoKey`] for what is none, and for weak keys, under which a signature says nothing.
    pub fn parse(text: &str) -> Result<Self, NoKey> {
        let bytes = hex::decode(text).ok_or(NoKey)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| NoKey)?;
        if key.is_weak() {
            return Err(NoKey);
        }
        Ok(Self(key))
    }

    /// Its short name.
    #[must_use]
    pub fn id(&self) -> KeyId {
        let mut hash = Sha256::new();
        hash.update(b"coe-desk/audit-key/1");
        hash.update(self.0.as_bytes());
        let mut id = hex::encode(&hash.finalize());
        id.truncate(16);
        KeyId(id)
    }

    /// Whether the signature (128 hexadecimal digits) is this key's, over these bytes.
    pub(crate) fn has_signed(&self, message: &[u8], signature: &str) -> bool {
        hex::decode(signature).is_some_and(|bytes| {
            let signature = Signature::from_bytes(&bytes);
            self.0.verify_strict(message, &signature).is_ok()
        })
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0.as_bytes()))
    }
}

/// Signs seals. Kept where no person at the desk can read it. `Debug` shows its public half.
pub struct SealingKey(SigningKey);

impl SealingKey {
    /// Draws a new one.
    #[must_use]
    pub fn draw(rng: &dyn Rng) -> Self {
        let mut seed = [0; 32];
        rng.fill(&mut seed);
        Self(SigningKey::from_bytes(&seed))
    }

    /// The one with this seed.
    pub(crate) fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    pub(crate) fn seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Its public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The signature over these bytes, as 128 hexadecimal digits.
    pub(crate) fn sign(&self, message: &[u8]) -> String {
        hex::encode(&self.0.sign(message).to_bytes())
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SealingKey")
            .field(&self.public().id())
            .finish()
    }
}
