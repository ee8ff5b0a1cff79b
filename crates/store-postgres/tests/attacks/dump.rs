//! What the server holds, to tell whether an attempt left a trace.

use sqlx::{AssertSqlSafe, PgConnection, Row};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Everything that attempts could change, by what it is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dump(BTreeMap<String, Option<String>>);

impl Dump {
    /// As the superuser sees it.
    pub(crate) async fn take(superuser: &mut PgConnection, sql: &str) -> Self {
        let rows = sqlx::query(AssertSqlSafe(sql.to_owned()))
            .fetch_all(superuser)
            .await
            .expect("the superuser reads everything");
        Self(
            rows.iter()
                .map(|row| (row.get::<String, _>(0), row.get::<Option<String>, _>(1)))
                .collect(),
        )
    }

    /// The statement for [`Dump::take`]: every row of every table of the desk, and the catalog.
    pub(crate) async fn statement(superuser: &mut PgConnection) -> String {
        let tables: Vec<String> = sqlx::query_scalar(
            "SELECT oid::regclass::text FROM pg_class
             WHERE relnamespace = 'desk'::regnamespace AND relkind IN ('r', 'p', 'm')
             ORDER BY 1",
        )
        .fetch_all(superuser)
        .await
        .expect("the superuser reads everything");
        let mut sql = include_str!("dump.sql").to_owned();
        for table in tables {
            write!(
                sql,
                "UNION ALL
                 SELECT '{table}', string_agg(t::text, E'\\n' ORDER BY t::text) FROM {table} AS t\n"
            )
            .expect("a string takes text");
        }
        sql
    }

    /// What differs.
    pub(crate) fn differences<'a>(&'a self, other: &'a Self) -> Vec<&'a str> {
        let keys = self.0.keys().chain(other.0.keys());
        let mut names: Vec<_> = keys
            .filter(|key| self.0.get(*key) != other.0.get(*key))
            .map(String::as_str)
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
