//! The reference in docs/SHARED-DATABASE.md is what the migrations make. `COE_DESK_REWRITE=1` writes it
//! anew.

#[expect(dead_code, reason = "nothing but a database is needed here")]
mod support;

use sqlx::PgConnection;
use std::fmt::Write;
use std::path::PathBuf;

const BEGIN: &str = "<!-- reference: begin -->\n";
const END: &str = "<!-- reference: end -->";

const RELATIONS: &str = "
    SELECT c.relname, c.relkind = 'v' AS is_view, obj_description(c.oid, 'pg_class'),
           COALESCE((SELECT string_agg(DISTINCT a.grantee::regrole::text || ' ' || lower(a.privilege_type), ', '
                                       ORDER BY a.grantee::regrole::text || ' ' || lower(a.privilege_type))
                     FROM aclexplode(c.relacl) AS a
                     WHERE a.grantee <> c.relowner AND a.grantee <> 0), '')
    FROM pg_class AS c
    WHERE c.relnamespace = 'desk'::regnamespace
      AND c.relkind IN ('r', 'v')
      AND c.relname <> '_sqlx_migrations'
    ORDER BY c.relkind, c.relname";

const COLUMNS: &str = "
    SELECT a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
           COALESCE(col_description(a.attrelid, a.attnum), ''),
           COALESCE((SELECT string_agg(x.grantee::regrole::text || ' ' || lower(x.privilege_type), ', '
                                       ORDER BY x.grantee::regrole::text || ' ' || lower(x.privilege_type))
                     FROM aclexplode(a.attacl) AS x), '')
    FROM pg_attribute AS a
    WHERE a.attrelid = ('desk.' || $1)::regclass
      AND a.attnum > 0
      AND NOT a.attisdropped
    ORDER BY a.attnum";

const FUNCTIONS: &str = "
    SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
           pg_get_function_result(p.oid),
           COALESCE(obj_description(p.oid, 'pg_proc'), ''),
           (SELECT string_agg(a.grantee::regrole::text, ', ' ORDER BY a.grantee::regrole::text)
            FROM aclexplode(p.proacl) AS a
            WHERE a.grantee <> p.proowner)
    FROM pg_proc AS p
    WHERE p.pronamespace = 'desk'::regnamespace
      AND EXISTS (SELECT 1 FROM aclexplode(p.proacl) AS a WHERE a.grantee <> p.proowner)
    ORDER BY 1";

/// What may stand in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace("desk_", "")
}

async fn relations(connection: &mut PgConnection, out: &mut String) {
    let found: Vec<(String, bool, Option<String>, String)> = sqlx::query_as(RELATIONS)
        .fetch_all(&mut *connection)
        .await
        .expect("reads the catalog");
    for (name, is_view, meaning, rights) in found {
        let meaning = meaning.unwrap_or_else(|| panic!("{name} has no comment"));
        let kind = if is_view { "view" } else { "table" };
        writeln!(out, "### `{name}` ({kind})\n\n{meaning}\n").expect("writes");
        if !rights.is_empty() {
            writeln!(out, "Rights: {}.\n", cell(&rights)).expect("writes");
        }
        out.push_str(
            "| column | type | null | meaning | rights of its own |\n|---|---|---|---|---|\n",
        );
        let columns: Vec<(String, String, bool, String, String)> = sqlx::query_as(COLUMNS)
            .bind(&name)
            .fetch_all(&mut *connection)
            .await
            .expect("reads the catalog");
        for (column, kind, nullable, meaning, rights) in columns {
            assert!(
                is_view || !meaning.is_empty(),
                "{name}.{column} has no comment"
            );
            let null = if nullable && !is_view { "yes" } else { "" };
            let (meaning, rights) = (cell(&meaning), cell(&rights));
            writeln!(
                out,
                "| `{column}` | {kind} | {null} | {meaning} | {rights} |"
            )
            .expect("writes");
        }
        out.push('\n');
    }
}

async fn functions(connection: &mut PgConnection, out: &mut String) {
    out.push_str("### Functions\n\n| function | answers | does | for |\n|---|---|---|---|\n");
    let found: Vec<(String, String, String, String)> = sqlx::query_as(FUNCTIONS)
        .fetch_all(connection)
        .await
        .expect("reads the catalog");
    for (signature, result, meaning, roles) in found {
        assert!(!meaning.is_empty(), "{signature} has no comment");
        let (result, meaning, roles) = (cell(&result), cell(&meaning), cell(&roles));
        writeln!(out, "| `{signature}` | {result} | {meaning} | {roles} |").expect("writes");
    }
}

#[tokio::test]
async fn the_reference_is_what_the_migrations_make() {
    let database = support::fresh_database().await;
    let mut connection = support::superuser(&database).await;
    let mut wanted = String::from(BEGIN);
    relations(&mut connection, &mut wanted).await;
    functions(&mut connection, &mut wanted).await;

    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/SHARED-DATABASE.md");
    let page = std::fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = page
        .split_once(BEGIN)
        .expect("the page has a beginning mark");
    let (there, after) = rest.split_once(END).expect("the page has an end mark");
    if std::env::var_os("COE_DESK_REWRITE").is_some() {
        std::fs::write(&path, format!("{before}{wanted}{END}{after}")).expect("writes the page");
        return;
    }
    assert!(
        format!("{BEGIN}{there}") == wanted,
        "the reference is not what the migrations make: run this test with COE_DESK_REWRITE=1"
    );
}
