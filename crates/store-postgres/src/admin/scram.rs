//! Passwords as PostgreSQL keeps them.
//!
//! A verifier is computed here and not by the server, so that no password travels in a statement
//! and none can end in a server's log.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use coe_domain::Rng;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// What PostgreSQL uses itself (`scram_iterations` since version 16).
const ITERATIONS: u32 = 4096;

/// Shorter ones are guessed.
pub const SHORTEST_PASSWORD: usize = 12;

/// A SCRAM-SHA-256 verifier: `SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>`.
/// It signs nobody in, but a password can be guessed from it: `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier(String);

/// Why a password is not taken. Holds nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than [`SHORTEST_PASSWORD`] characters.
    #[error("the password is shorter than {SHORTEST_PASSWORD} characters")]
    TooShort,
    /// It holds a character that RFC 4013 does not allow in a password, such as a control
    /// character, so that two programs would not agree on what was typed.
    #[error("the password holds a character that cannot be in one")]
    Character,
}

impl Verifier {
    /// The verifier of `password`, with a salt by `rng`.
    ///
    /// # Errors
    /// A [`PasswordError`] where the password cannot be taken.
    pub fn of(password: &str, rng: &dyn Rng) -> Result<Self, PasswordError> {
        let prepared = stringprep::saslprep(password).map_err(|_| PasswordError::Character)?;
        if prepared.chars().count() < SHORTEST_PASSWORD {
            return Err(PasswordError::TooShort);
        }
        let mut salt = [0_u8; 16];
        rng.fill(&mut salt);
        Ok(Self(verifier(prepared.as_bytes(), &salt, ITERATIONS)))
    }

    /// The text of `CREATE ROLE … PASSWORD '…'`. Its characters need no quoting: letters, digits
    /// and `$ : + / = -`.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Verifier(…)")
    }
}

/// RFC 5802, section 3, with the names it uses.
fn verifier(password: &[u8], salt: &[u8], iterations: u32) -> String {
    let salted: [u8; 32] = pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(password, salt, iterations);
    let client_key = keyed(&salted, b"Client Key");
    let stored_key = Sha256::digest(client_key);
    let server_key = keyed(&salted, b"Server Key");
    format!(
        "SCRAM-SHA-256${iterations}:{}${}:{}",
        STANDARD.encode(salt),
        STANDARD.encode(stored_key),
        STANDARD.encode(server_key)
    )
}

fn keyed(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    #[expect(
        clippy::expect_used,
        reason = "HMAC takes a key of any length, which its type does not say"
    )]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Zeros;

    impl Rng for Zeros {
        fn fill(&self, out: &mut [u8]) {
            out.fill(0);
        }
    }

    #[test]
    fn the_example_of_rfc_7677_comes_out() {
        // Section 3: password `pencil`, salt `W22ZaJ0SNY7soEsUEjb6gQ==`. The server key is the one
        // that signs the example's `v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=`.
        let salt = STANDARD.decode("W22ZaJ0SNY7soEsUEjb6gQ==").unwrap();
        let made = verifier(b"pencil", &salt, 4096);
        let server_key = made.rsplit(':').next().unwrap();
        let key: [u8; 32] = STANDARD.decode(server_key).unwrap().try_into().unwrap();
        let auth_message = "n=user,r=rOprNGfwEbeRWgbNEkqO,\
            r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,\
            c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        assert_eq!(
            STANDARD.encode(keyed(&key, auth_message.as_bytes())),
            "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
        );
        assert!(made.starts_with("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"));
    }

    #[test]
    fn a_verifier_needs_no_quoting_and_is_not_shown() {
        let made = Verifier::of("correct horse battery", &Zeros).unwrap();
        let plain = |c: char| c.is_ascii_alphanumeric() || "$:+/=-".contains(c);
        assert!(made.as_str().chars().all(plain));
        assert_eq!(format!("{made:?}"), "Verifier(…)");
    }

    #[test]
    fn what_cannot_be_a_password_is_refused() {
        assert_eq!(
            Verifier::of("elevenchars", &Zeros),
            Err(PasswordError::TooShort)
        );
        assert_eq!(
            Verifier::of("correct\u{7}horse battery", &Zeros),
            Err(PasswordError::Character)
        );
        assert!(
            Verifier::of("รหัสผ่านของฉัน", &Zeros).is_ok(),
            "a Thai password is one"
        );
    }
}
