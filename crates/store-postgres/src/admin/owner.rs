//! Acting as `desk_owner`, to whom everything belongs and as whom nobody signs in.
//!
//! A superuser may act as any role. Anybody else has to be a member of it, and is one only for the
//! length of a transaction: nobody else ever sees the membership.

use super::error::{AdminError, engine};
use sqlx::PgConnection;

/// From here on the transaction acts as the owner.
pub(super) async fn become_owner(transaction: &mut PgConnection) -> Result<(), AdminError> {
    let needs_membership: bool = sqlx::query_scalar(
        "SELECT NOT r.rolsuper
                AND NOT EXISTS (SELECT 1
                                FROM pg_catalog.pg_auth_members AS m
                                WHERE m.roleid = 'desk_owner'::regrole AND m.member = r.oid)
         FROM pg_catalog.pg_roles AS r
         WHERE r.rolname = session_user",
    )
    .fetch_one(&mut *transaction)
    .await
    .map_err(engine)?;
    if needs_membership {
        sqlx::raw_sql("GRANT desk_owner TO SESSION_USER")
            .execute(&mut *transaction)
            .await
            .map_err(engine)?;
    }
    sqlx::raw_sql("SET LOCAL ROLE desk_owner")
        .execute(transaction)
        .await
        .map_err(engine)?;
    Ok(())
}

/// From here on the transaction acts as the administrator again, who is no member of the owner.
pub(super) async fn be_oneself(transaction: &mut PgConnection) -> Result<(), AdminError> {
    sqlx::raw_sql("SET LOCAL ROLE NONE")
        .execute(&mut *transaction)
        .await
        .map_err(engine)?;
    let is_member: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1
                        FROM pg_catalog.pg_auth_members AS m
                        JOIN pg_catalog.pg_roles AS r ON r.oid = m.member
                        WHERE m.roleid = 'desk_owner'::regrole
                          AND r.rolname = session_user
                          AND NOT r.rolsuper)",
    )
    .fetch_one(&mut *transaction)
    .await
    .map_err(engine)?;
    if is_member {
        sqlx::raw_sql("REVOKE desk_owner FROM SESSION_USER")
            .execute(transaction)
            .await
            .map_err(engine)?;
    }
    Ok(())
}

/// Writes an event of the administrator's doing. The transaction acts as the owner. `detail` is
/// completed by the administrator's role name, and holds no personal data.
pub(super) async fn note_event(
    transaction: &mut PgConnection,
    action: &'static str,
    mut detail: serde_json::Value,
) -> Result<(), AdminError> {
    let name: String = sqlx::query_scalar("SELECT session_user::text")
        .fetch_one(&mut *transaction)
        .await
        .map_err(engine)?;
    if let Some(fields) = detail.as_object_mut() {
        fields.insert("administrator".to_owned(), name.into());
    }
    sqlx::query("SELECT desk.log($1, NULL, NULL, $2, NULL)")
        .bind(action)
        .bind(detail)
        .execute(transaction)
        .await
        .map_err(engine)?;
    Ok(())
}
