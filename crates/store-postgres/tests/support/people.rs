//! People as a server knows them: each with a login role and a password of their own.

use coe_domain::{Role, StaffId};
use coe_store_postgres::Credentials;
use sqlx::{AssertSqlSafe, PgConnection};

/// A person, and how they sign in.
pub(crate) struct Person {
    pub(crate) id: StaffId,
    pub(crate) credentials: Credentials,
}

/// Gives a person an account and a login role called `name`. `superuser` is connected to the desk.
pub(crate) async fn hire(superuser: &mut PgConnection, name: &str, role: Role) -> Person {
    let id = sqlx::query_scalar(
        "INSERT INTO desk.staff (username, db_role, display_name, role)
         VALUES ($1, $1, $1, $2)
         RETURNING id",
    )
    .bind(name)
    .bind(role.code())
    .fetch_one(&mut *superuser)
    .await
    .expect("the account is new");
    let group = format!("desk_{role}");
    Person {
        id: StaffId(id),
        credentials: role_in(superuser, name, &group).await,
    }
}

/// Makes a login role in a group.
pub(crate) async fn role_in(superuser: &mut PgConnection, name: &str, group: &str) -> Credentials {
    let credentials = Credentials {
        username: name.to_owned(),
        password: format!("password of {name}"),
    };
    let sql = format!(
        "CREATE ROLE {name} LOGIN PASSWORD '{}' IN ROLE {group}",
        credentials.password
    );
    sqlx::query(AssertSqlSafe(sql))
        .execute(superuser)
        .await
        .expect("the role is new");
    credentials
}
