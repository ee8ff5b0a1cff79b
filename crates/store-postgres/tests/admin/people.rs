//! The people at the desk, and their roles.

use crate::support::{PASSWORD, Stage, ask, close, person, verifier, verifier_of};
use coe_domain::Role;
use coe_store_postgres::admin::{AdminError, Expectations};
use coe_store_postgres::{ConnectError, probe};
use std::time::Duration;

#[tokio::test]
async fn the_first_supervisor_signs_in_with_the_password() {
    let stage = Stage::prepared().await;
    let mut admin = stage.admin().await;
    let refused = admin
        .add_person(&person("siriporn", Role::Supervisor, false), &verifier())
        .await;
    assert!(matches!(refused, Err(AdminError::NoSupervisorYet)));
    admin
        .add_person(&person("siriporn", Role::Supervisor, true), &verifier())
        .await
        .expect("the first one is added");
    let refused = admin
        .add_person(&person("sombat", Role::Supervisor, true), &verifier())
        .await;
    assert!(matches!(refused, Err(AdminError::SupervisorExists)));

    let found = probe(
        &stage.server(),
        &crate::support::credentials("siriporn", PASSWORD),
    )
    .await
    .expect("the desk takes her");
    assert_eq!(found.staff.map(|staff| staff.role), Some(Role::Supervisor));
    let wrong = probe(
        &stage.server(),
        &crate::support::credentials("siriporn", "wrong"),
    )
    .await;
    assert!(matches!(wrong, Err(ConnectError::WrongPassword)));
    assert!(
        admin
            .check(&Expectations::default())
            .await
            .unwrap()
            .deviations
            .is_empty(),
        "a person as the program makes them deviates in nothing"
    );
}

#[tokio::test]
async fn no_password_is_in_the_log_of_a_server_that_logs_everything() {
    let stage = Stage::prepared().await;
    stage.run("ALTER SYSTEM SET log_statement = 'all'");
    stage.run("SELECT pg_reload_conf()");
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut admin = stage.admin().await;
    admin
        .add_person(&person("siriporn", Role::Supervisor, true), &verifier())
        .await
        .expect("is added");
    let log = std::fs::read_to_string(stage.cluster.log()).expect("the server logs");
    assert!(
        log.contains("CREATE ROLE \"siriporn\""),
        "everything is logged"
    );
    assert!(!log.contains(PASSWORD));
}

#[tokio::test]
async fn a_name_that_is_taken_is_refused_whole() {
    let stage = Stage::prepared().await;
    stage.run("CREATE ROLE somchai");
    let mut admin = stage.admin().await;
    let refused = admin
        .add_person(&person("somchai", Role::Officer, false), &verifier())
        .await;
    assert!(matches!(refused, Err(AdminError::RoleExists { .. })));
    let mut nameless = person("malee", Role::Support, false);
    nameless.display_name = " \u{7} ".to_owned();
    let refused = admin.add_person(&nameless, &verifier()).await;
    assert!(matches!(refused, Err(AdminError::BadDisplayName)));
    assert_eq!(stage.run("SELECT count(*) FROM desk.staff"), "0");
    assert_eq!(
        stage.run("SELECT count(*) FROM pg_roles WHERE rolname = 'malee'"),
        "0"
    );
}

#[tokio::test]
async fn a_lock_cuts_a_live_session_and_keeps_it_out() {
    let stage = Stage::prepared().await;
    stage.run("CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'secret'");
    stage.run("ALTER DATABASE desk OWNER TO keeper");
    // By a superuser, and by an administrator who is none.
    for (who, password, username) in [
        ("desk_test_super", "", "somchai"),
        ("keeper", "secret", "malee"),
    ] {
        let mut admin = stage.admin_as(who, password).await;
        admin
            .add_person(&person(username, Role::Officer, false), &verifier())
            .await
            .expect("is added");
        let mut session = stage.sign_in(username, PASSWORD).await.expect("signs in");
        assert_eq!(
            ask(&mut session, "SELECT session_user::text")
                .await
                .unwrap(),
            username
        );

        assert_eq!(
            admin.lock_person(username).await.expect("is locked"),
            1,
            "{who}"
        );
        assert!(
            ask(&mut session, "SELECT 'still here'").await.is_err(),
            "the session is cut"
        );
        assert!(
            stage.sign_in(username, PASSWORD).await.is_err(),
            "and stays out"
        );
        let people = admin.people().await.unwrap();
        let locked = people
            .iter()
            .find(|person| person.username == username)
            .unwrap();
        assert!(!locked.is_active && locked.sessions == 0);

        admin.unlock_person(username).await.expect("is unlocked");
        close(
            stage
                .sign_in(username, PASSWORD)
                .await
                .expect("is in again"),
        )
        .await;
        admin.close().await;
    }
    let mut admin = stage.admin().await;
    let accepted = Expectations {
        administrators: vec!["keeper".to_owned()],
    };
    assert_eq!(admin.check(&accepted).await.unwrap().deviations, []);
    assert!(matches!(
        admin.lock_person("nobody").await,
        Err(AdminError::NoSuchPerson)
    ));
}

#[tokio::test]
async fn a_new_password_replaces_the_old_one_and_its_sessions() {
    let stage = Stage::prepared().await;
    let mut admin = stage.admin().await;
    admin
        .add_person(&person("somchai", Role::Officer, false), &verifier())
        .await
        .expect("is added");
    let mut session = stage.sign_in("somchai", PASSWORD).await.expect("signs in");
    let another = "another long password";
    assert_eq!(
        admin
            .reset_password("somchai", &verifier_of(another))
            .await
            .expect("resets"),
        1
    );
    assert!(ask(&mut session, "SELECT 'still here'").await.is_err());
    assert!(stage.sign_in("somchai", PASSWORD).await.is_err());
    close(
        stage
            .sign_in("somchai", another)
            .await
            .expect("the new one opens"),
    )
    .await;
}

#[tokio::test]
async fn a_changed_role_changes_what_the_server_allows() {
    let stage = Stage::prepared().await;
    let mut admin = stage.admin().await;
    admin
        .add_person(&person("malee", Role::Support, false), &verifier())
        .await
        .expect("is added");
    let may = || {
        stage.run(
            "SELECT has_table_privilege('malee', 'desk.decision', 'SELECT')
                       || ' ' || has_any_column_privilege('malee', 'desk.decision', 'INSERT')",
        )
    };
    assert_eq!(may(), "false false", "support decides nothing");
    admin
        .change_role("malee", Role::Officer)
        .await
        .expect("changes");
    assert_eq!(may(), "false true");
    assert_eq!(
        stage.run(
            "SELECT string_agg(roleid::regrole::text, ',') FROM pg_auth_members
                   WHERE member = 'malee'::regrole"
        ),
        "desk_officer"
    );
    assert_eq!(
        admin
            .check(&Expectations::default())
            .await
            .unwrap()
            .deviations,
        []
    );
}

#[tokio::test]
async fn every_step_is_an_event_without_names_of_people() {
    let stage = Stage::prepared().await;
    let mut admin = stage.admin().await;
    admin
        .add_person(&person("somchai", Role::Officer, false), &verifier())
        .await
        .expect("is added");
    admin
        .reset_password("somchai", &verifier())
        .await
        .expect("resets");
    admin
        .change_role("somchai", Role::Support)
        .await
        .expect("changes");
    admin.lock_person("somchai").await.expect("locks");
    admin.unlock_person("somchai").await.expect("unlocks");
    let events = stage.run(
        "SELECT string_agg(action || ' ' || detail::text, E'\\n' ORDER BY id) FROM desk.audit_event",
    );
    let actions: Vec<_> = events
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(
        actions,
        [
            "staff.added",
            "staff.password_reset",
            "staff.role_changed",
            "staff.account_locked",
            "staff.account_unlocked"
        ]
    );
    for line in events.lines() {
        assert!(
            line.contains("desk_test_super"),
            "names the administrator: {line}"
        );
        assert!(
            !line.contains("somchai") && !line.contains("Somebody"),
            "{line}"
        );
    }
}
