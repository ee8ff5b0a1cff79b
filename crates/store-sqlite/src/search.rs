//! The statements that find what somebody typed.

use crate::error::engine;
use crate::unit::SqliteUnit;
use coe_store::StoreResult;
use coe_store::search::{MANY, MemberSearch, is_short};

/// How SQLite finds members.
pub(crate) trait Statement {
    /// A statement that selects the ids, with one parameter.
    fn ids(&self) -> &'static str;
    /// The value of that parameter.
    fn value(&self) -> String;
}

impl Statement for MemberSearch {
    fn ids(&self) -> &'static str {
        match self {
            Self::NationalId(_) => "SELECT id FROM member WHERE national_id = ?",
            Self::Phone(_) => "SELECT id FROM member WHERE phone = ?",
            Self::Licence(_) => "SELECT member_id FROM licence WHERE number = ?",
            Self::MemberNo(_) => "SELECT id FROM member WHERE member_no = ?",
            Self::CommonName(key) if is_short(key) => {
                "SELECT id FROM member WHERE instr(search_key, ?) > 0"
            }
            Self::Name(_) | Self::CommonName(_) => {
                "SELECT rowid FROM member_search WHERE member_search MATCH ?"
            }
        }
    }

    fn value(&self) -> String {
        match self {
            Self::NationalId(value)
            | Self::Phone(value)
            | Self::Licence(value)
            | Self::MemberNo(value) => value.clone(),
            Self::CommonName(key) if is_short(key) => key.clone(),
            // A phrase of FTS5: nothing in it is an operator.
            Self::Name(key) | Self::CommonName(key) => format!("\"{}\"", key.replace('"', "\"\"")),
        }
    }
}

impl SqliteUnit {
    /// Tells a name that many share from one that few have.
    pub(crate) async fn weigh(&mut self, search: MemberSearch) -> StoreResult<MemberSearch> {
        let MemberSearch::Name(key) = &search else {
            return Ok(search);
        };
        let found: u32 = sqlx::query_scalar(
            "SELECT count(*)
             FROM (SELECT 1 FROM member_search WHERE member_search MATCH ? LIMIT ?)",
        )
        .bind(search.value())
        .bind(MANY)
        .fetch_one(self.db())
        .await
        .map_err(engine)?;
        Ok(if found < MANY {
            search
        } else {
            MemberSearch::CommonName(key.clone())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_is_an_operator_of_the_index() {
        let phrase = MemberSearch::of("Som\"chai").map(|search| search.value());
        assert_eq!(phrase.as_deref(), Some("\"som\"\"chai\""));
    }
}
