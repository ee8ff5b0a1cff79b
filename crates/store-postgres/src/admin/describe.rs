//! What a database's schema is: every table, column, constraint, trigger, function, policy, grant
//! and role, as sorted facts. Two databases with the same facts keep the same rules.

use super::error::{AdminError, engine};
use super::owner::{be_oneself, become_owner};
use super::session::Admin;
use sqlx::{Connection, PgConnection};

const RELATIONS: &str = include_str!("describe/relations.sql");
const ROUTINES: &str = include_str!("describe/routines.sql");
const GRANTS: &str = include_str!("describe/grants.sql");

/// One property of one thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fact {
    /// What it is about, such as `trigger decision_refused on decision`.
    pub object: String,
    /// Which property, such as `fires`.
    pub attribute: String,
    /// Its value.
    pub value: String,
}

impl Fact {
    /// As one line of a file: three parts between tabs, with line breaks as `\n`.
    #[must_use]
    pub fn line(&self) -> String {
        let part = |text: &str| {
            text.replace('\\', "\\\\")
                .replace('\n', "\\n")
                .replace('\t', "\\t")
        };
        format!(
            "{}\t{}\t{}",
            part(&self.object),
            part(&self.attribute),
            part(&self.value)
        )
    }

    /// Reads such a line.
    #[must_use]
    pub fn of_line(line: &str) -> Option<Self> {
        let mut parts = line.splitn(3, '\t').map(unescape);
        Some(Self {
            object: parts.next()?,
            attribute: parts.next()?,
            value: parts.next()?,
        })
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(match c {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some(other) => other,
                None => '\\',
            },
            plain => plain,
        });
    }
    out
}

impl Admin {
    /// The facts of the schema `desk`, sorted.
    ///
    /// # Errors
    /// What keeps the catalogs from being read.
    pub async fn describe(&mut self) -> Result<Vec<Fact>, AdminError> {
        let mut look = self.connection.begin().await.map_err(engine)?;
        sqlx::raw_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            .execute(&mut *look)
            .await
            .map_err(engine)?;
        become_owner(&mut look).await?;
        let facts = facts(&mut look).await?;
        be_oneself(&mut look).await?;
        look.rollback().await.map_err(engine)?;
        Ok(facts)
    }
}

/// The facts, for whoever may read the tables of the desk.
async fn facts(connection: &mut PgConnection) -> Result<Vec<Fact>, AdminError> {
    let mut facts = Vec::new();
    for sql in [RELATIONS, ROUTINES, GRANTS] {
        let rows: Vec<(String, String, Option<String>)> = sqlx::query_as(sql)
            .fetch_all(&mut *connection)
            .await
            .map_err(engine)?;
        facts.extend(rows.into_iter().map(|(object, attribute, value)| Fact {
            object,
            attribute,
            value: value.unwrap_or_default(),
        }));
    }
    facts.sort();
    Ok(facts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_one_line_whatever_it_holds() {
        let fact = Fact {
            object: "view a".to_owned(),
            attribute: "definition".to_owned(),
            value: " SELECT '\\'\n\tFROM b".to_owned(),
        };
        assert_eq!(fact.line().lines().count(), 1);
        assert_eq!(Fact::of_line(&fact.line()), Some(fact));
        assert_eq!(Fact::of_line("only\ttwo"), None);
    }
}
