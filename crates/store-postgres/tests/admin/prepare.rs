//! Making a database ready.

use crate::support::{Stage, ask, close, credentials};
use coe_store_postgres::ConnectError;
use coe_store_postgres::admin::{Admin, AdminError, Expectations};

#[tokio::test]
async fn an_empty_database_is_made_ready_once() {
    let stage = Stage::new();
    let mut admin = stage.admin().await;
    assert_eq!(admin.schema().await.unwrap(), 0);
    let pending = admin.pending().await.unwrap();
    let newest = pending.last().unwrap().version;
    assert_eq!(
        stage.run("SELECT count(*) FROM pg_namespace WHERE nspname = 'desk'"),
        "0"
    );

    let first = admin.migrate().await.unwrap();
    assert_eq!((first.from, first.to), (0, newest));
    assert_eq!(first.made_roles.len(), 6);
    assert!(admin.seal_clock().await.unwrap(), "it was open");

    let second = admin.migrate().await.unwrap();
    assert_eq!((second.from, second.to), (newest, newest));
    assert!(second.made_roles.is_empty() && admin.pending().await.unwrap().is_empty());
    assert!(!admin.seal_clock().await.unwrap(), "it was sealed");
    assert!(
        admin
            .check(&Expectations::default())
            .await
            .unwrap()
            .deviations
            .is_empty(),
        "what was just made deviates in nothing"
    );
}

#[tokio::test]
async fn a_newer_or_altered_schema_is_left_alone() {
    let stage = Stage::prepared().await;
    let mut admin = stage.admin().await;
    stage.run("UPDATE desk._sqlx_migrations SET checksum = '\\x00' WHERE version = 3");
    assert!(matches!(
        admin.migrate().await,
        Err(AdminError::MigrationModified { version: 3 })
    ));
    stage.run(
        "INSERT INTO desk._sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'future', true, '', 0)",
    );
    for refused in [
        admin.migrate().await.map(|_| ()),
        admin.pending().await.map(|_| ()),
        admin.check(&Expectations::default()).await.map(|_| ()),
    ] {
        assert!(matches!(
            refused,
            Err(AdminError::Connect(ConnectError::NewerSchema {
                found: 9999,
                ..
            }))
        ));
    }
}

#[tokio::test]
async fn a_role_that_is_somebodys_is_not_taken_over() {
    let stage = Stage::new();
    stage.run("CREATE ROLE desk_owner LOGIN");
    let mut admin = stage.admin().await;
    let refused = admin.migrate().await;
    assert!(matches!(refused, Err(AdminError::RoleUnfit { role }) if role == "desk_owner"));
    assert_eq!(
        stage.run("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'desk\\_o%cer'"),
        "0",
        "all of it or nothing"
    );
}

#[tokio::test]
async fn a_schema_that_is_somebodys_is_not_taken_over() {
    let stage = Stage::new();
    stage.run("CREATE SCHEMA desk");
    let mut admin = stage.admin().await;
    assert!(matches!(
        admin.migrate().await,
        Err(AdminError::SchemaTaken)
    ));
}

#[tokio::test]
async fn whoever_owns_the_database_and_may_create_roles_is_an_administrator() {
    let stage = Stage::new();
    stage.run("CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'secret'");
    stage.run("CREATE ROLE visitor LOGIN CREATEROLE PASSWORD 'secret'");
    stage.run("ALTER DATABASE desk OWNER TO keeper");
    let refused = Admin::connect(&stage.server(), &credentials("visitor", "secret")).await;
    assert!(matches!(refused, Err(AdminError::NotAdministrator)));

    let mut keeper = stage.admin_as("keeper", "secret").await;
    keeper.migrate().await.expect("prepares");
    keeper.seal_clock().await.expect("seals");
    assert_eq!(
        stage.run("SELECT count(*) FROM pg_auth_members WHERE roleid = 'desk_owner'::regrole"),
        "0",
        "nobody stays a member of the owner"
    );
    let mut plain = stage.sign_in("keeper", "secret").await.expect("signs in");
    assert!(
        ask(&mut plain, "SELECT max(member_no) FROM desk.member")
            .await
            .is_err(),
        "an administrator without the program reads no member"
    );
    close(plain).await;
}

#[tokio::test]
async fn an_unprepared_database_cannot_be_checked() {
    let stage = Stage::new();
    let mut admin = stage.admin().await;
    assert!(matches!(
        admin.check(&Expectations::default()).await,
        Err(AdminError::Connect(ConnectError::NotPrepared))
    ));
}
