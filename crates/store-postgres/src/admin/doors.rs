//! What PostgreSQL leaves open to everybody, and the desk closes.

use super::error::{AdminError, engine};
use super::roles::GROUPS;
use sqlx::{AssertSqlSafe, PgConnection};

/// Functions that make large objects, which every role may call by default and nobody here needs.
const LARGE_OBJECT_FUNCTIONS: [&str; 6] = [
    "lo_creat(integer)",
    "lo_create(oid)",
    "lo_from_bytea(oid, bytea)",
    "lo_open(oid, integer)",
    "lo_put(oid, bigint, bytea)",
    "lowrite(integer, bytea)",
];

/// By default everybody may connect, make temporary tables and large objects, and in databases of
/// older servers tables in `public`.
pub(super) async fn close(connection: &mut PgConnection) -> Result<(), AdminError> {
    let (database, superuser, public): (String, bool, bool) = sqlx::query_as(
        "SELECT format('%I', current_database()),
                (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user),
                to_regnamespace('public') IS NOT NULL",
    )
    .fetch_one(&mut *connection)
    .await
    .map_err(engine)?;
    let mut statements = vec![
        format!("REVOKE ALL ON DATABASE {database} FROM PUBLIC"),
        format!(
            "GRANT CONNECT ON DATABASE {database} TO {}",
            GROUPS.join(", ")
        ),
    ];
    if public {
        statements.push("REVOKE CREATE ON SCHEMA public FROM PUBLIC".to_owned());
    }
    if superuser {
        let functions = LARGE_OBJECT_FUNCTIONS.map(|name| format!("pg_catalog.{name}"));
        statements.push(format!(
            "REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC",
            functions.join(", ")
        ));
    } else {
        tracing::warn!("large objects stay open to every role: only a superuser can close them");
    }
    sqlx::raw_sql(AssertSqlSafe(statements.join(";\n")))
        .execute(connection)
        .await
        .map_err(engine)?;
    Ok(())
}
