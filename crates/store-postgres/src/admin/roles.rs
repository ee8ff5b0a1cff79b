//! The roles of the cluster that the desk is built on.

use super::error::{AdminError, engine};
use coe_domain::Role;
use sqlx::{AssertSqlSafe, PgConnection};

/// To whom everything in the schema belongs.
pub(super) const OWNER: &str = "desk_owner";

/// What people and services are members of; nobody signs in as one of them.
pub(super) const GROUPS: [&str; 5] = [
    "desk_officer",
    "desk_supervisor",
    "desk_support",
    "desk_dispatcher",
    "desk_portal",
];

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    std::iter::once(OWNER).chain(GROUPS)
}

/// The group of the people with this role.
pub(super) fn group_of(role: Role) -> &'static str {
    match role {
        Role::Officer => "desk_officer",
        Role::Supervisor => "desk_supervisor",
        Role::Support => "desk_support",
    }
}

/// Makes the roles that are missing, inside a transaction. Returns their names.
///
/// # Errors
/// [`AdminError::RoleUnfit`] where one exists that may log in or has an attribute of power: it is
/// somebody's, and not the desk's.
pub(super) async fn make_missing(
    transaction: &mut PgConnection,
) -> Result<Vec<&'static str>, AdminError> {
    let mut made = Vec::new();
    for role in all() {
        let unfit: Option<bool> = sqlx::query_scalar(
            "SELECT rolcanlogin OR rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication
                    OR rolbypassrls
             FROM pg_catalog.pg_roles
             WHERE rolname = $1",
        )
        .bind(role)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(engine)?;
        match unfit {
            Some(false) => {}
            Some(true) => {
                return Err(AdminError::RoleUnfit {
                    role: role.to_owned(),
                });
            }
            None => {
                // NOINHERIT: should one of them ever be granted another, it gains nothing by itself.
                let sql = format!(
                    "CREATE ROLE {role} NOLOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE \
                     NOREPLICATION NOBYPASSRLS"
                );
                sqlx::raw_sql(AssertSqlSafe(sql))
                    .execute(&mut *transaction)
                    .await
                    .map_err(engine)?;
                made.push(role);
            }
        }
    }
    Ok(made)
}
