//! Passwords: whose they are, where they come from, and how new ones are made up.

use crate::arguments::PasswordSource;
use crate::problem::Problem;
use crate::terminal::is_attended;
use coe_domain::Rng;
use std::io::BufRead;

/// Letters and digits that nobody takes for another: no `0 1 i l o`.
const ALPHABET: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A new password: twenty characters in four groups, 99 bits.
#[must_use]
pub fn made_up(rng: &dyn Rng) -> String {
    let mut password = String::with_capacity(23);
    for place in 0..20 {
        if place > 0 && place % 5 == 0 {
            password.push('-');
        }
        let drawn = usize::try_from(rng.below(31)).unwrap_or_default();
        password.push(ALPHABET.get(drawn).copied().map_or('a', char::from));
    }
    password
}

/// A new password, and whether it was made up, so that somebody has to be told.
///
/// # Errors
/// [`Problem::NoPassword`] and [`Problem::PasswordsDiffer`].
pub fn new_password(source: PasswordSource, rng: &dyn Rng) -> Result<(String, bool), Problem> {
    if source.password_stdin {
        let mut line = String::new();
        std::io::stdin()
            .lock()
            .read_line(&mut line)
            .map_err(|_| Problem::NoPassword)?;
        let password = line.trim_end_matches(['\r', '\n']);
        return match password {
            "" => Err(Problem::NoPassword),
            password => Ok((password.to_owned(), false)),
        };
    }
    if source.prompt_password {
        let first = ask("New password: ")?;
        if first != ask("Once more: ")? {
            return Err(Problem::PasswordsDiffer);
        }
        return Ok((first, false));
    }
    Ok((made_up(rng), true))
}

/// The administrator's own password where the environment holds it.
#[must_use]
pub fn from_environment() -> Option<String> {
    ["COE_DESK_PASSWORD", "PGPASSWORD"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
}

/// Asks for a password without showing it.
///
/// # Errors
/// [`Problem::NoPassword`] where nobody is there to be asked.
pub fn ask(prompt: &str) -> Result<String, Problem> {
    if !is_attended() {
        return Err(Problem::NoPassword);
    }
    rpassword::prompt_password(prompt).map_err(|_| Problem::NoPassword)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(std::sync::atomic::AtomicU32);

    impl Rng for Counting {
        fn fill(&self, out: &mut [u8]) {
            let n = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            for (slot, byte) in out.iter_mut().zip(n.to_le_bytes()) {
                *slot = byte;
            }
        }
    }

    #[test]
    fn a_made_up_password_can_be_read_aloud_and_typed() {
        let password = made_up(&Counting(Default::default()));
        assert_eq!(password, "abcde-fghjk-mnpqr-stuvw");
    }
}
