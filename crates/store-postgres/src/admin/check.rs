//! Whether a live database is what this program's migrations make.

use super::describe::Fact;
use super::deviation::{Deviation, compare};
use super::error::{AdminError, engine};
use super::owner::{be_oneself, become_owner};
use super::people;
use super::session::Admin;
use crate::migrate::compare as compare_schema;
use crate::server::ConnectError;
use sqlx::{Connection, PgConnection};

/// What a freshly migrated database is. A test makes the file; see `tests/expected_schema.rs`.
const EXPECTED: &str = include_str!("expected_schema.txt");

/// The attribute of the line that says on which server the file was made.
const SERVER: &str = "server";

/// What an administrator accepts.
#[derive(Debug, Clone, Default)]
pub struct Expectations {
    /// Roles that may be powerful, besides whoever asks and the server's first superuser.
    pub administrators: Vec<String>,
}

/// What a check found.
#[derive(Debug, Clone)]
pub struct Checked {
    /// How many facts were compared.
    pub facts: usize,
    /// How many accounts the desk has.
    pub people: u64,
    /// In what the database deviates.
    pub deviations: Vec<Deviation>,
}

impl Admin {
    /// Compares everything that the desk's safety stands on with what this program would have made.
    /// Changes nothing.
    ///
    /// # Errors
    /// [`ConnectError::NotPrepared`], [`ConnectError::OlderSchema`] and
    /// [`ConnectError::NewerSchema`] where there is nothing to compare with.
    pub async fn check(&mut self, accepted: &Expectations) -> Result<Checked, AdminError> {
        match self.schema().await? {
            0 => return Err(ConnectError::NotPrepared.into()),
            found => compare_schema(found)?,
        }
        let (expected, made_on) = expected();
        let server = major_version(&mut self.connection).await?;
        let found = self.describe().await?;
        let mut deviations = compare(&expected, &found, |fact, wanted| {
            fact.value == wanted || (made_on != server && same_view(fact, wanted))
        });
        let mut look = self.connection.begin().await.map_err(engine)?;
        deviations.extend(accounts(&mut look, accepted).await?);
        let people = count_people(&mut look).await?;
        look.rollback().await.map_err(engine)?;
        if self.is_superuser() {
            deviations.extend(weak_passwords(&mut self.connection).await?);
        }
        deviations.sort();
        Ok(Checked {
            facts: expected.len(),
            people,
            deviations,
        })
    }
}

/// The lines of the expected file for these facts, made on this server.
#[must_use]
pub fn expected_file(facts: &[Fact], server: i32) -> String {
    let mut text = format!("expected\t{SERVER}\t{server}\n");
    for fact in facts {
        text.push_str(&fact.line());
        text.push('\n');
    }
    text
}

fn expected() -> (Vec<Fact>, i32) {
    let mut facts: Vec<_> = EXPECTED.lines().filter_map(Fact::of_line).collect();
    let made_on = facts
        .iter()
        .position(|fact| fact.attribute == SERVER)
        .map(|at| facts.remove(at).value)
        .and_then(|value| value.parse().ok())
        .unwrap_or_default();
    (facts, made_on)
}

async fn major_version(connection: &mut PgConnection) -> Result<i32, AdminError> {
    sqlx::query_scalar("SELECT current_setting('server_version_num')::integer / 10000")
        .fetch_one(connection)
        .await
        .map_err(engine)
}

/// Newer servers print the same view with fewer qualified names and parentheses.
fn same_view(fact: &Fact, wanted: &str) -> bool {
    fact.attribute == "definition"
        && fact.object.starts_with("view ")
        && bare(&fact.value) == bare(wanted)
}

fn bare(definition: &str) -> String {
    let words = definition.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ','));
    let last_part = |word: &str| word.rsplit('.').next().unwrap_or_default().to_owned();
    words.map(last_part).collect()
}

/// Accounts, roles and the clock: what differs from desk to desk.
async fn accounts(
    transaction: &mut PgConnection,
    accepted: &Expectations,
) -> Result<Vec<Deviation>, AdminError> {
    become_owner(transaction).await?;
    let open: bool = sqlx::query_scalar("SELECT NOT sealed OR offset_ms <> 0 FROM desk.desk_clock")
        .fetch_one(&mut *transaction)
        .await
        .map_err(engine)?;
    let mut found = people::deviations(transaction, &accepted.administrators).await?;
    if open {
        found.push(Deviation::ClockOpen);
    }
    Ok(found)
}

async fn count_people(transaction: &mut PgConnection) -> Result<u64, AdminError> {
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM desk.staff")
        .fetch_one(&mut *transaction)
        .await
        .map_err(engine)?;
    be_oneself(transaction).await?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Only a superuser may see in which form passwords are stored.
async fn weak_passwords(connection: &mut PgConnection) -> Result<Vec<Deviation>, AdminError> {
    let roles: Vec<String> = sqlx::query_scalar(
        "SELECT a.rolname::text
         FROM pg_catalog.pg_authid AS a
         JOIN desk.staff AS s ON s.db_role = a.rolname
         WHERE a.rolpassword NOT LIKE 'SCRAM-SHA-256$%'
         ORDER BY a.rolname",
    )
    .fetch_all(connection)
    .await
    .map_err(engine)?;
    Ok(roles
        .into_iter()
        .map(|role| Deviation::WeakPassword { role })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::known;

    #[test]
    fn a_view_is_the_same_on_a_newer_server() {
        let fact = Fact {
            object: "view a".to_owned(),
            attribute: "definition".to_owned(),
            value: " SELECT id,\n    note\n   FROM desk.decision".to_owned(),
        };
        assert!(same_view(
            &fact,
            " SELECT decision.id,\n    decision.note\n   FROM desk.decision"
        ));
        assert!(!same_view(
            &fact,
            " SELECT decision.id,\n    decision.staff\n   FROM desk.decision"
        ));
    }

    #[test]
    fn the_expected_file_belongs_to_the_schema_that_the_program_knows() {
        let (facts, made_on) = expected();
        let migrations = facts
            .iter()
            .filter(|fact| fact.object.starts_with("migration "));
        assert_eq!(i64::try_from(migrations.count()).unwrap(), known());
        assert!(made_on >= 15);
    }
}
