//! User names, which are also the names of database roles.

/// A name that a person signs in with: a small letter, then 1 to 30 small letters, digits, dots,
/// dashes or underlines. Not one that the server (`pg_…`) or the desk (`desk_…`) keeps for itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Username(String);

/// Why a text is not a user name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UsernameError {
    /// It is not of the form `^[a-z][a-z0-9._-]{1,30}$`.
    #[error(
        "a user name has 2 to 31 characters: a small letter, then small letters, digits, '.', '-' \
         or '_'"
    )]
    Form,
    /// It begins with `pg_` or `desk_`, or means something to the server.
    #[error("this user name is reserved")]
    Reserved,
}

/// Words that mean no certain role in SQL.
const RESERVED: [&str; 8] = [
    "current_role",
    "current_user",
    "desk",
    "none",
    "postgres",
    "public",
    "session_user",
    "user",
];

impl Username {
    /// The name, as stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as an identifier in a statement. None of its characters needs more than the quotes.
    pub(super) fn quoted(&self) -> String {
        format!("\"{}\"", self.0)
    }
}

impl std::str::FromStr for Username {
    type Err = UsernameError;

    fn from_str(text: &str) -> Result<Self, UsernameError> {
        let further = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
        match text.as_bytes() {
            [b'a'..=b'z', rest @ ..]
                if (1..=30).contains(&rest.len()) && rest.iter().copied().all(further) =>
            {
                let reserved = text.starts_with("pg_")
                    || text.starts_with("desk_")
                    || RESERVED.contains(&text);
                if reserved {
                    Err(UsernameError::Reserved)
                } else {
                    Ok(Self(text.to_owned()))
                }
            }
            _ => Err(UsernameError::Form),
        }
    }
}

impl std::fmt::Display for Username {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_a_role_may_be_called_without_trouble() {
        for name in ["ab", "somchai", "s.jaidee-2_x", &"a".repeat(31)] {
            assert!(name.parse::<Username>().is_ok(), "{name}");
        }
        for name in [
            "",
            "a",
            "Somchai",
            "1abc",
            ".abc",
            "สมชาย",
            "a b",
            "a\"b",
            "a'b",
            "a;b",
            "a\nb",
            &"a".repeat(32),
        ] {
            assert_eq!(name.parse::<Username>(), Err(UsernameError::Form), "{name}");
        }
    }

    #[test]
    fn names_of_the_server_and_the_desk_are_kept_for_them() {
        for name in [
            "pg_monitor",
            "desk_owner",
            "postgres",
            "public",
            "current_user",
        ] {
            assert_eq!(
                name.parse::<Username>(),
                Err(UsernameError::Reserved),
                "{name}"
            );
        }
    }
}
