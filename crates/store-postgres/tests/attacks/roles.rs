//! Being somebody else, and having more rights.

use super::attempt::{
    Attempt, DENIED, Dispatcher, EVERYBODY, Idle, Officer, Portal, Support, attempt, each,
};
use super::scene::Scene;

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list: Vec<_> = each(
        "8.3.3",
        EVERYBODY,
        DENIED,
        &[
            ("become the owner", "SET ROLE desk_owner"),
            ("become the superuser", "SET ROLE {superuser}"),
            (
                "become the owner for a transaction",
                "SELECT set_config('role', 'desk_owner', true)",
            ),
            (
                "take the superuser's session",
                "SET SESSION AUTHORIZATION {superuser}",
            ),
            (
                "take a colleague's session",
                "SET SESSION AUTHORIZATION {colleague.role}",
            ),
            (
                "take a colleague's session by a function",
                "SELECT set_config('session_authorization', '{colleague.role}', false)",
            ),
            ("become a colleague", "SET ROLE {colleague.role}"),
            (
                "make a colleague a member of oneself",
                "GRANT {colleague.role} TO CURRENT_USER",
            ),
        ],
    )
    .collect();
    list.extend([
        attempt(
            "8.2.1",
            &[Officer, Support, Portal, Dispatcher],
            DENIED,
            "become a supervisor",
            "SET ROLE desk_supervisor",
        ),
        attempt(
            "8.2.1",
            &[Support, Portal, Dispatcher],
            DENIED,
            "become an officer",
            "SET ROLE desk_officer",
        ),
        attempt(
            "8.2.1",
            super::attempt::STAFF,
            DENIED,
            "become the portal",
            "SET ROLE desk_portal",
        ),
        attempt(
            "8.2.1",
            super::attempt::STAFF,
            DENIED,
            "become the dispatcher",
            "SET ROLE desk_dispatcher",
        ),
    ]);
    list.extend(each(
        "13.2.2",
        EVERYBODY,
        DENIED,
        &[
            (
                "make oneself a supervisor",
                "GRANT desk_supervisor TO CURRENT_USER",
            ),
            ("make oneself the owner", "GRANT desk_owner TO CURRENT_USER"),
            (
                "read all data of the server",
                "GRANT pg_read_all_data TO CURRENT_USER",
            ),
            (
                "read files of the server",
                "GRANT pg_read_server_files TO CURRENT_USER",
            ),
            (
                "write the rights into the catalog",
                "UPDATE pg_catalog.pg_class SET relacl = NULL",
            ),
            (
                "write a role into the catalog",
                "UPDATE pg_catalog.pg_authid SET rolsuper = true",
            ),
            ("make a role", "CREATE ROLE {database}_mine LOGIN SUPERUSER"),
            (
                "make oneself a superuser",
                "ALTER ROLE CURRENT_USER SUPERUSER",
            ),
            (
                "let oneself make roles",
                "ALTER ROLE CURRENT_USER CREATEROLE",
            ),
            (
                "pass over row security",
                "ALTER ROLE CURRENT_USER BYPASSRLS",
            ),
            (
                "give a colleague another password",
                "ALTER ROLE {colleague.role} PASSWORD 'x'",
            ),
            (
                "give the owner a password",
                "ALTER ROLE desk_owner LOGIN PASSWORD 'x'",
            ),
            (
                "rename a colleague",
                "ALTER ROLE {colleague.role} RENAME TO {database}_mine",
            ),
            (
                "lock a colleague out",
                "ALTER ROLE {colleague.role} NOLOGIN",
            ),
            ("drop a colleague", "DROP ROLE {colleague.role}"),
            (
                "set a trap in a colleague's settings",
                "ALTER ROLE {colleague.role} SET search_path = public",
            ),
            (
                "set a trap in everybody's settings",
                "ALTER DATABASE {database} SET search_path = public",
            ),
            (
                "take a colleague's things over",
                "REASSIGN OWNED BY {colleague.role} TO CURRENT_USER",
            ),
            ("drop what the owner owns", "DROP OWNED BY desk_owner"),
            (
                "set rights to come for the owner's tables",
                "ALTER DEFAULT PRIVILEGES FOR ROLE desk_owner GRANT ALL ON TABLES TO PUBLIC",
            ),
            (
                "promote oneself",
                "UPDATE desk.staff SET role = 'supervisor' WHERE id = {officer}",
            ),
            (
                "go by a colleague's name",
                "UPDATE desk.staff SET db_role = 'x' WHERE id = {colleague}",
            ),
            (
                "enter a person",
                "INSERT INTO desk.staff (username, db_role, display_name, role)
                            VALUES ('x', session_user, 'x', 'supervisor')",
            ),
            (
                "close a colleague's account",
                "UPDATE desk.staff SET is_active = false WHERE id = {colleague}",
            ),
        ],
    ));
    list.extend(each(
        "8.2.2",
        EVERYBODY,
        DENIED,
        &[
            (
                "end a colleague's session",
                "SELECT pg_terminate_backend({colleague.pid})",
            ),
            (
                "stop what a colleague is doing",
                "SELECT pg_cancel_backend({colleague.pid})",
            ),
        ],
    ));
    list.extend(each(
        "13.2.2",
        EVERYBODY,
        Idle,
        &[
            (
                "give oneself a right",
                "GRANT UPDATE ON desk.member TO CURRENT_USER",
            ),
            (
                "give everybody a right",
                "GRANT ALL ON ALL TABLES IN SCHEMA desk TO PUBLIC",
            ),
            (
                "let everybody call what is inner",
                "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA desk TO PUBLIC",
            ),
            (
                "take a right from the others",
                "REVOKE INSERT ON desk.decision FROM desk_supervisor",
            ),
            (
                "take the register from the others",
                "REVOKE SELECT ON desk.member FROM desk_officer",
            ),
            (
                "take the database from the others",
                "REVOKE CONNECT ON DATABASE {database} FROM desk_officer",
            ),
            (
                "drop all that one owns, rights included",
                "DROP OWNED BY CURRENT_USER CASCADE",
            ),
            (
                "drop the rights of the officers",
                "DROP OWNED BY desk_officer CASCADE",
            ),
            (
                "drop the rights of the portal",
                "DROP OWNED BY desk_portal CASCADE",
            ),
            (
                "rewrite tables while others wait",
                "VACUUM FULL desk.member",
            ),
        ],
    ));
    list.push(attempt(
        "13.2.2",
        &[Officer],
        DENIED,
        "lend oneself to a colleague",
        "GRANT {officer.role} TO {colleague.role}",
    ));
    list.push(
        attempt(
            "8.3.3",
            &[Officer],
            super::attempt::Rule("claim_not_held"),
            "decide in the group's place",
            "<approve colleagues>",
        )
        .after(["SET ROLE desk_officer"]),
    );
    list.push(attempt(
        "14.2.4",
        EVERYBODY,
        super::attempt::Nothing,
        "read what a colleague is asking the server",
        "SELECT query FROM pg_stat_activity
                       WHERE pid = {colleague.pid} AND query NOT LIKE '_insufficient privilege_'",
    ));
    list.extend(in_the_groups_place());
    list
}

/// Whoever is a member of a group may take its place, and owns no more there.
fn in_the_groups_place() -> Vec<Attempt> {
    let as_group = |outcome, rule, sql: &str| {
        attempt("13.2.2", &[Officer], outcome, rule, sql).after(["SET ROLE desk_officer"])
    };
    vec![
        as_group(
            DENIED,
            "let somebody into one's group",
            "GRANT desk_officer TO {outsider.role}",
        ),
        as_group(
            DENIED,
            "throw a colleague out of the group",
            "REVOKE desk_officer FROM {colleague.role}",
        ),
        as_group(
            Idle,
            "drop the group's rights in its place",
            "DROP OWNED BY CURRENT_USER CASCADE",
        ),
        as_group(
            DENIED,
            "let the group be a superuser",
            "ALTER ROLE CURRENT_USER SUPERUSER",
        ),
    ]
}

#[tokio::test]
async fn roles_withstand() {
    let list = attempts();
    let mut scene = Scene::of(&list).await;
    scene
        .blanks
        .set("superuser", super::support::cluster().superuser());
    scene.withstands(&list).await;
}
