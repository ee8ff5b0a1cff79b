//! A desk under attack.

use crate::support::{SqliteHarness, stranger};
use coe_domain::{CallId, DecisionKind};
use coe_store_contract::world::{Filed, World};
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

/// A request in the state to attack, and the attacker's connection.
pub(crate) struct Scene {
    pub(crate) world: World,
    pub(crate) filed: Filed,
    call: Option<CallId>,
    decision: i64,
    stranger: SqliteConnection,
    // Last, so that the folder goes after the connections.
    _harness: SqliteHarness,
}

/// An attempt: what it breaks, the code it must be refused with, the statement.
pub(crate) type Attack<'a> = (&'a str, &'a str, &'a str);

impl Scene {
    /// A request that waits, and nobody holds.
    pub(crate) async fn pending() -> Self {
        let harness = SqliteHarness::new();
        let world = World::new(&harness).await;
        // Another request with a decision, for attempts to borrow from it.
        let other = world.ready().await;
        let decided = world
            .decides(&other, DecisionKind::Approve, world.officer)
            .await;
        let filed = world.filed().await;
        let stranger = stranger(&harness.path(0)).await;
        let decision = decided.id.0;
        Self {
            world,
            filed,
            call: None,
            decision,
            stranger,
            _harness: harness,
        }
    }

    /// One that the officer holds and could approve.
    pub(crate) async fn ready() -> Self {
        let mut scene = Self::pending().await;
        scene.world.claims(&scene.filed, scene.world.officer).await;
        scene.world.checks(&scene.filed, scene.world.officer).await;
        scene.call = Some(
            scene
                .world
                .verifies(&scene.filed, scene.world.officer)
                .await,
        );
        scene
    }

    /// Decides as the rules allow.
    pub(crate) async fn decided(mut self, kind: DecisionKind) -> Self {
        let decided = self
            .world
            .decides(&self.filed, kind, self.world.officer)
            .await;
        self.decision = decided.id.0;
        self
    }

    /// A statement before the attack, which must succeed.
    pub(crate) async fn run(&mut self, sql: &str) {
        let sql = self.fill(sql);
        sqlx::query(AssertSqlSafe(sql))
            .execute(&mut self.stranger)
            .await
            .expect("the scene can be set");
    }

    /// Tries each, and expects the refusal and an untouched database.
    pub(crate) async fn withstands(&mut self, attacks: &[Attack<'_>]) {
        let mut before = self.dump().await;
        for (rule, code, sql) in attacks {
            let filled = self.fill(sql);
            let result = sqlx::query(AssertSqlSafe(filled))
                .execute(&mut self.stranger)
                .await;
            let message = match result {
                Ok(done) => panic!("{rule}: accepted, {} rows", done.rows_affected()),
                Err(sqlx::Error::Database(error)) => error.message().to_owned(),
                Err(error) => panic!("{rule}: {error}"),
            };
            assert_eq!(message, format!("desk:{code}"), "{rule}");
            let after = self.dump().await;
            assert!(after == before, "{rule}: refused, but something changed");
            before = after;
        }
    }

    fn fill(&self, sql: &str) -> String {
        let world = &self.world;
        let decision = |kind: &str, staff: i64, more: &str| {
            // `more` replaces values: `column=value` pairs after a bar.
            let mut values = vec![
                ("request_id", self.filed.id.to_string()),
                ("kind", format!("'{kind}'")),
                ("staff", staff.to_string()),
                ("at", "(SELECT at FROM desk_now)".to_owned()),
                ("revision", self.filed.revision.to_string()),
                ("id_card_sha256", format!("'{}'", self.filed.card)),
                ("selfie_sha256", format!("'{}'", self.filed.selfie)),
                ("note", "'why'".to_owned()),
                ("idempotency_key", "'attack'".to_owned()),
            ];
            for pair in more.split(';').filter(|pair| !pair.trim().is_empty()) {
                let (column, value) = pair.split_once('=').expect("the scene can be set");
                let (column, value) = (column.trim(), value.trim().to_owned());
                match values.iter_mut().find(|(known, _)| *known == column) {
                    Some(known) => known.1 = value,
                    None => values.push((column, value)),
                }
            }
            let (columns, values): (Vec<_>, Vec<_>) = values.into_iter().unzip();
            format!(
                "INTO decision ({}) VALUES ({})",
                columns.join(", "),
                values.join(", ")
            )
        };
        // INSERT <approve colleague | revision=2>
        let mut out = String::new();
        let mut rest = sql;
        while let Some((before, tail)) = rest.split_once('<') {
            let Some((inside, after)) = tail
                .split_once('>')
                .filter(|(inside, _)| inside.starts_with(char::is_alphabetic))
            else {
                out.push_str(before);
                out.push('<');
                rest = tail;
                continue;
            };
            let (head, more) = inside.split_once('|').unwrap_or((inside, ""));
            let (kind, who) = head.trim().split_once(' ').expect("the scene can be set");
            let staff = match who.trim() {
                "officer" => world.officer,
                "colleague" => world.colleague,
                "supervisor" => world.supervisor,
                "support" => world.support,
                other => panic!("who is {other}"),
            };
            out.push_str(before);
            out.push_str(&decision(kind, staff.0, more));
            rest = after;
        }
        out.push_str(rest);
        let replacements = [
            ("{request}", self.filed.id.to_string()),
            ("{member}", self.filed.member.to_string()),
            ("{old_phone}", self.filed.old_phone.as_str().to_owned()),
            ("{new_phone}", self.filed.new_phone.as_str().to_owned()),
            ("{card}", self.filed.card.clone()),
            ("{officer}", world.officer.to_string()),
            ("{colleague}", world.colleague.to_string()),
            ("{supervisor}", world.supervisor.to_string()),
            ("{support}", world.support.to_string()),
            ("{decision}", self.decision.to_string()),
            (
                "{call}",
                self.call
                    .map_or_else(|| "0".to_owned(), |call| call.to_string()),
            ),
            ("{now}", "(SELECT at FROM desk_now)".to_owned()),
        ];
        replacements
            .iter()
            .fold(out, |text, (name, value)| text.replace(name, value))
    }

    /// Every row of every table, as SQL would write it.
    async fn dump(&mut self) -> String {
        let tables: Vec<String> =
            sqlx::query_scalar("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
                .fetch_all(&mut self.stranger)
                .await
                .expect("the scene can be set");
        let mut text = String::new();
        for table in tables {
            let columns: Vec<String> =
                sqlx::query_scalar("SELECT name FROM pragma_table_xinfo(?) WHERE hidden <> 1")
                    .bind(&table)
                    .fetch_all(&mut self.stranger)
                    .await
                    .expect("the scene can be set");
            let quoted: Vec<_> = columns
                .iter()
                .map(|name| format!("quote(\"{name}\")"))
                .collect();
            let sql = format!(
                "SELECT {} FROM \"{table}\" ORDER BY 1",
                quoted.join("||','||")
            );
            let rows = sqlx::query(AssertSqlSafe(sql))
                .fetch_all(&mut self.stranger)
                .await
                .expect("the scene can be set");
            text.push_str(&table);
            for row in rows {
                text.push('\n');
                text.push_str(row.get::<&str, _>(0));
            }
            text.push('\n');
        }
        text
    }
}
