//! Passwords and tokens.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use coe_domain::Rng;
use coe_wire::{ErrorCode, UiError};
use sha2::{Digest, Sha256};

/// Argon2id with the OWASP Password Storage Cheat Sheet's first choice: 19 MiB, two passes, one
/// lane.
fn hasher() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// Hashes a password in PHC form. Costs some tens of milliseconds: call it off the UI thread.
///
/// # Errors
/// `internal` where the password is longer than the algorithm takes.
pub fn hash_password(password: &str, rng: &dyn Rng) -> Result<String, UiError> {
    let mut bytes = [0_u8; 16];
    rng.fill(&mut bytes);
    let internal = |_| UiError::new(ErrorCode::Internal);
    let salt = SaltString::encode_b64(&bytes).map_err(internal)?;
    Ok(hasher()
        .hash_password(password.as_bytes(), &salt)
        .map_err(internal)?
        .to_string())
}

/// Whether `password` is the one behind `phc`.
#[must_use]
pub fn verify_password(password: &str, phc: &str) -> bool {
    PasswordHash::new(phc)
        .is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok())
}

/// SHA-256 of a token in hexadecimal: what the database keeps of it.
#[must_use]
pub fn token_digest(token: &str) -> String {
    Sha256::digest(token.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// A hash that no password opens; verified where a user name is unknown, so that the answer takes
/// as long as for a known one.
pub(crate) const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keQ$Zm9yIGEgbmFtZSB0aGF0IG5vYm9keSBoYXMgISEhISE";

#[cfg(test)]
mod tests {
    use super::*;
    use coe_testkit::SeededRng;

    #[test]
    fn only_the_password_itself_opens_its_hash() {
        let hash = hash_password("correct horse", &SeededRng::new(1)).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify_password("correct horse", &hash));
        assert!(!verify_password("Correct horse", &hash));
        assert!(!verify_password("", &hash));
    }

    #[test]
    fn the_stand_in_hash_parses_and_opens_for_nobody() {
        assert!(
            PasswordHash::new(NOBODY).is_ok(),
            "a broken stand-in would answer too fast"
        );
        assert!(!verify_password("", NOBODY));
    }
}
