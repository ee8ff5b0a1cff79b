//! Who may come in.

use crate::databases;
use crate::own_cluster::run;
use crate::people::{Person, hire, role_in};
use crate::told::{let_in, refused};
use coe_domain::Role;
use coe_store_postgres::{ConnectError, Credentials, Server, check_password};
use sqlx::PgConnection;

struct Door {
    superuser: PgConnection,
    server: Server,
    officer: Person,
    database: String,
}

impl Door {
    async fn new() -> Self {
        let database = databases::fresh_database().await;
        let mut superuser = databases::superuser(&database).await;
        let name = format!("{database}_officer");
        let officer = hire(&mut superuser, &name, Role::Officer).await;
        Self {
            superuser,
            server: databases::server(&database),
            officer,
            database,
        }
    }

    async fn changes_the_role(&mut self, how: &str) {
        let role = &self.officer.credentials.username;
        run(&mut self.superuser, &format!("ALTER ROLE {role} {how}")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_name_and_a_wrong_password_are_one_answer() {
    let mut door = Door::new().await;
    let right = door.officer.credentials.clone();
    check_password(&door.server, &right).await.expect("holds");
    let wrong = [
        Credentials {
            password: "wrong one".to_owned(),
            ..right.clone()
        },
        Credentials {
            password: String::new(),
            ..right.clone()
        },
        Credentials {
            username: "nobody_we_know".to_owned(),
            ..right.clone()
        },
        Credentials {
            username: String::new(),
            ..right.clone()
        },
    ];
    for credentials in wrong {
        let refused = refused(&door.server, &credentials).await;
        assert!(
            matches!(refused, ConnectError::WrongPassword),
            "{refused:?}"
        );
        let checked = check_password(&door.server, &credentials).await;
        assert!(
            matches!(checked, Err(ConnectError::WrongPassword)),
            "{checked:?}"
        );
    }
    door.changes_the_role("NOLOGIN").await;
    let barred = refused(&door.server, &right).await;
    assert!(
        matches!(barred, ConnectError::WrongPassword),
        "a role that may not log in: {barred:?}"
    );
    door.changes_the_role("LOGIN PASSWORD NULL").await;
    let without = refused(&door.server, &right).await;
    assert!(
        matches!(without, ConnectError::WrongPassword),
        "a role without a password: {without:?}"
    );
    door.changes_the_role("PASSWORD 'password of old' VALID UNTIL '2020-01-01'")
        .await;
    let old = Credentials {
        password: "password of old".to_owned(),
        ..right
    };
    let expired = refused(&door.server, &old).await;
    assert!(
        matches!(expired, ConnectError::WrongPassword),
        "a password that is too old: {expired:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_no_account_does_not_work_here() {
    let mut door = Door::new().await;
    let name = format!("{}_colleague", door.database);
    let member_of_a_group = role_in(&mut door.superuser, &name, "desk_officer").await;
    let unknown = refused(&door.server, &member_of_a_group).await;
    assert!(
        matches!(unknown, ConnectError::NoAccount),
        "in a group, and on no list: {unknown:?}"
    );
    // Somebody of another department, who may connect to this database.
    let name = format!("{}_stranger", door.database);
    run(
        &mut door.superuser,
        &format!("CREATE ROLE {name} LOGIN PASSWORD 'password of {name}'"),
    )
    .await;
    let stranger = Credentials {
        password: format!("password of {name}"),
        username: name,
    };
    let shut_out = refused(&door.server, &stranger).await;
    assert!(
        matches!(shut_out, ConnectError::NoAccount),
        "a role that may not even connect: {shut_out:?}"
    );
    run(
        &mut door.superuser,
        &format!(
            "GRANT CONNECT ON DATABASE {} TO {}",
            door.database, stranger.username
        ),
    )
    .await;
    let outside = refused(&door.server, &stranger).await;
    assert!(
        matches!(outside, ConnectError::NoAccount),
        "a role without the schema: {outside:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_is_closed_is_told_so() {
    let mut door = Door::new().await;
    let_in(&door.server, &door.officer.credentials).await;
    run(
        &mut door.superuser,
        "UPDATE desk.staff SET is_active = false",
    )
    .await;
    let closed = refused(&door.server, &door.officer.credentials).await;
    assert!(matches!(closed, ConnectError::AccountClosed), "{closed:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_server_is_told_apart() {
    let mut door = Door::new().await;
    door.changes_the_role("CONNECTION LIMIT 0").await;
    let full = refused(&door.server, &door.officer.credentials).await;
    assert!(matches!(full, ConnectError::Full), "{full:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_comes_in_as_nobody() {
    let mut door = Door::new().await;
    for group in ["desk_portal", "desk_dispatcher"] {
        let name = format!("{}_{group}", door.database);
        let service = role_in(&mut door.superuser, &name, group).await;
        let found = let_in(&door.server, &service).await;
        assert_eq!(found.staff, None, "{group} is no person");
    }
}
