//! Makes the attempts, and looks what came of them.

use super::attempt::{Answers, Attempt, DENIED, Idle, Nothing, Outcome, Refused, Rule, Who};
use super::dump::Dump;
use super::scene::Scene;
use sqlx::{AssertSqlSafe, PgConnection, Row};

/// The SQLSTATE of the desk's own refusals.
const OWN: &str = "DK001";
/// insufficient_privilege
const NO_RIGHT: &str = "42501";

impl Scene {
    /// Makes each attempt by each of its roles, and expects what it says and an untouched server. Tells of
    /// all that went wrong at once.
    pub(crate) async fn withstands(&mut self, attempts: &[Attempt]) {
        assert!(!attempts.is_empty(), "there is something to withstand");
        let statement = Dump::statement(&mut self.superuser).await;
        let mut before = Dump::take(&mut self.superuser, &statement).await;
        let mut wrong = Vec::new();
        for attempt in attempts {
            for who in attempt.who {
                let what = format!("{}, as {}", attempt.rule, who.name());
                if let Err(unexpected) = self.tries(*who, attempt).await {
                    wrong.push(format!("{what}: {unexpected}"));
                }
                let after = Dump::take(&mut self.superuser, &statement).await;
                if after != before {
                    let changed = after.differences(&before);
                    wrong.push(format!("{what}: something changed: {changed:?}"));
                    before = after;
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    async fn tries(&mut self, who: Who, attempt: &Attempt) -> Result<(), String> {
        let sql = self.blanks.fill(&attempt.sql);
        let session = self.sessions.get_mut(&who).expect("everybody has one");
        let mut led_there = Ok(());
        for step in &attempt.before {
            let step = self.blanks.fill(step);
            if let Err(error) = came_of(session, &step).await {
                led_there = Err(format!("it does not come to the attempt: {error}: {step}"));
            }
        }
        let result = came_of(session, &sql).await;
        come_to_rest(session).await;
        led_there?;
        judge(result, attempt.outcome)
            .map_err(|unexpected| format!("expected {}, {unexpected}: {sql}", attempt.outcome))
    }

    /// Expects that these are refused for lack of a right, one by one, and leave no trace.
    pub(crate) async fn denies(&mut self, who: Who, statements: &[String]) {
        let statement = Dump::statement(&mut self.superuser).await;
        let before = Dump::take(&mut self.superuser, &statement).await;
        let session = self.sessions.get_mut(&who).expect("everybody has one");
        let mut wrong = Vec::new();
        for sql in statements {
            let result = came_of(session, sql).await;
            come_to_rest(session).await;
            if let Err(unexpected) = judge(result, DENIED) {
                wrong.push(format!("{unexpected}: {sql}"));
            }
        }
        let after = Dump::take(&mut self.superuser, &statement).await;
        let changed = after.differences(&before);
        assert!(
            wrong.is_empty() && changed.is_empty(),
            "{}: changed {changed:?}\n{}",
            who.name(),
            wrong.join("\n")
        );
    }
}

/// The rows of a statement, each by its first column.
async fn came_of(session: &mut PgConnection, sql: &str) -> sqlx::Result<Vec<Option<String>>> {
    let rows = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .fetch_all(session)
        .await?;
    rows.iter()
        .map(|row| {
            if row.is_empty() {
                Ok(None)
            } else {
                // Simple statements are answered in text, whatever the type.
                row.try_get_unchecked(0)
            }
        })
        .collect()
}

/// Ends what an attempt left open.
async fn come_to_rest(session: &mut PgConnection) {
    for sql in ["ROLLBACK", "RESET ROLE", "RESET ALL"] {
        sqlx::raw_sql(sql)
            .execute(&mut *session)
            .await
            .expect("the session lives on");
    }
}

fn judge(result: sqlx::Result<Vec<Option<String>>>, outcome: Outcome) -> Result<(), String> {
    let error = match (result, outcome) {
        (Ok(rows), Nothing | Idle) if rows.is_empty() => return Ok(()),
        (Ok(rows), Answers(wanted))
            if rows.len() == 1 && rows[0].as_deref().unwrap_or_default() == wanted =>
        {
            return Ok(());
        }
        (Ok(rows), _) => return Err(format!("accepted with {rows:?}")),
        (Err(error), _) => error,
    };
    let Some(refused) = error.as_database_error() else {
        return Err(format!("not understood: {error}"));
    };
    let state = refused.code().unwrap_or_default();
    let as_wanted = match outcome {
        Refused(wanted) => state == wanted,
        Rule(code) => state == OWN && refused.message() == format!("desk:{code}"),
        Idle => state == NO_RIGHT,
        Nothing | Answers(_) => false,
    };
    if as_wanted {
        Ok(())
    } else {
        Err(format!("refused by {state} {}", refused.message()))
    }
}
