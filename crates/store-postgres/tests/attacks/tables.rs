//! Every table and view of the schema, by every role: what is not granted is refused. The list is the
//! catalog's, so that a new table cannot be forgotten.

use super::attempt::{Colleague, Officer, Portal, Supervisor, Who};
use super::document::Line;
use super::scene::Scene;
use sqlx::{AssertSqlSafe, PgConnection};

pub(crate) const LINES: [Line; 3] = [
    Line::sweep(
        "8.2.1",
        "read any table or view that is not granted, whole or by COPY TO",
    ),
    Line::sweep(
        "8.2.1",
        "insert into any table or view that is not granted, or COPY FROM",
    ),
    Line::sweep(
        "16.4.2",
        "update, delete from, truncate or lock any table or view",
    ),
];

/// Where rows are inserted, in granted columns: decisions by reviewers; requests and photos by the portal.
fn inserts(who: Who, table: &str) -> bool {
    match table {
        "desk.decision" => matches!(who, Officer | Colleague | Supervisor),
        "desk.change_request" | "desk.request_image" => who == Portal,
        _ => false,
    }
}

/// Views that nobody can change, because nothing says how: the server says that, whoever asks.
const UNCHANGEABLE: &[&str] = &[
    "desk.decision_message",
    "desk.desk_now",
    "desk.dispatcher_state",
    "desk.template_placeholder",
];

struct Relation {
    name: String,
    is_view: bool,
    /// One that is no identity.
    column: String,
}

async fn relations(superuser: &mut PgConnection) -> Vec<Relation> {
    let rows: Vec<(String, bool, String)> = sqlx::query_as(
        "SELECT c.oid::regclass::text, c.relkind = 'v', quote_ident(a.attname)
         FROM pg_class AS c
         JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = LEAST(2, c.relnatts)
         WHERE c.relnamespace = 'desk'::regnamespace AND c.relkind IN ('r', 'p', 'm', 'v')
         ORDER BY 1",
    )
    .fetch_all(superuser)
    .await
    .expect("the superuser reads everything");
    rows.into_iter()
        .map(|(name, is_view, column)| Relation {
            name,
            is_view,
            column,
        })
        .collect()
}

/// Whether the role reads all columns.
async fn reads(superuser: &mut PgConnection, role: &str, table: &str) -> bool {
    sqlx::query_scalar(AssertSqlSafe(format!(
        "SELECT has_schema_privilege('{role}', 'desk', 'USAGE')
            AND NOT EXISTS (SELECT 1 FROM pg_attribute
                        WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped
                          AND NOT has_column_privilege('{role}', attrelid, attnum, 'SELECT'))"
    )))
    .fetch_one(superuser)
    .await
    .expect("the superuser knows")
}

#[tokio::test]
async fn what_is_not_granted_is_refused() {
    let mut scene = Scene::with(&[]).await;
    let relations = relations(&mut scene.superuser).await;
    assert!(relations.len() > 25, "all of the schema is looked at");
    for who in Who::ALL {
        let role = scene.blanks.fill(&format!("{{{}.role}}", who.name()));
        let mut statements = Vec::new();
        for Relation {
            name,
            is_view,
            column,
        } in &relations
        {
            if !reads(&mut scene.superuser, &role, name).await {
                statements.push(format!("TABLE {name}"));
                statements.push(format!("SELECT count(t) FROM {name} AS t"));
                statements.push(format!("COPY (TABLE {name}) TO STDOUT"));
            }
            if !is_view {
                statements.push(format!("COPY {name} FROM STDIN"));
                statements.push(format!("TRUNCATE {name} CASCADE"));
                statements.push(format!("BEGIN; LOCK TABLE {name} IN EXCLUSIVE MODE"));
            }
            // Two views compute their rows: nobody can write into them, whoever asks.
            if !UNCHANGEABLE.contains(&name.as_str()) {
                if !inserts(who, name) {
                    statements.push(format!("INSERT INTO {name} ({column}) VALUES (DEFAULT)"));
                }
                statements.push(format!("UPDATE {name} SET {column} = DEFAULT"));
                statements.push(format!("DELETE FROM {name}"));
            }
        }
        scene.denies(who, &statements).await;
    }
}
