//! Objects of one's own that are found before the desk's. First none can be made; then, where a careless
//! administrator lets somebody make them, they change nothing.

use super::attempt::{Attempt, DENIED, EVERYBODY, Officer, Rule, Who, attempt, each};
use super::requests::State;
use super::scene::Scene;

const OFFICER: &[Who] = &[Officer];

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list: Vec<_> = each("13.2.2", EVERYBODY, DENIED, &[
        ("make a temporary table of people", "CREATE TEMP TABLE staff (id bigint, db_role text)"),
        ("keep a query's rows for the session", "SELECT 1 AS id INTO TEMP decision"),
        ("make a temporary view", "CREATE TEMP VIEW desk_now AS SELECT now() AS at"),
        ("make a temporary function",
         "CREATE FUNCTION pg_temp.clock() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'"),
        ("make a temporary type", "CREATE TYPE pg_temp.text AS ENUM ('x')"),
    ])
    .collect();
    for (rule, path) in [
        (
            "have everything looked up for the session first",
            "pg_temp, public, desk",
        ),
        (
            "have everything looked up in the desk's schema",
            "desk, pg_temp, pg_catalog",
        ),
    ] {
        list.push(
            attempt(
                "8.3.1",
                OFFICER,
                Rule("claim_not_held"),
                rule,
                "<approve colleagues>",
            )
            .after([format!("SET search_path = {path}")]),
        );
    }
    list
}

/// With the right to make temporary tables and schemas.
pub(crate) fn careless() -> Vec<Attempt> {
    let shadowed = |rule, refused, sql: &str, made: &[&str], path: &str| {
        let path = format!("SET LOCAL search_path = {path}");
        let steps = ["BEGIN"].into_iter().chain(made.iter().copied());
        attempt("8.3.1", OFFICER, Rule(refused), rule, sql)
            .after(steps.map(str::to_owned).chain([path]))
    };
    let people = "CREATE TEMP TABLE staff AS
                  SELECT id, session_user::text AS db_role, 'supervisor' AS role, true AS is_active
                  FROM desk.staff WHERE id = {colleague}";
    let requests = "CREATE TEMP TABLE change_request AS
                    SELECT id, {officer}::bigint AS claimed_by, 'pending'::text AS status,
                           now() + interval '1 day' AS claim_expires_at
                    FROM desk.change_request WHERE id = {colleagues}";
    let clock = "CREATE FUNCTION pg_temp.clock() RETURNS timestamptz LANGUAGE sql
                 AS 'SELECT ''2000-01-01''::timestamptz'";
    let schema = "CREATE SCHEMA mine";
    let me =
        "CREATE FUNCTION mine.me() RETURNS bigint LANGUAGE sql AS 'SELECT {colleague}::bigint'";
    let refuse = "CREATE FUNCTION mine.refuse(text) RETURNS void LANGUAGE sql AS ''";
    let never =
        "CREATE FUNCTION mine.never(bigint, bigint) RETURNS boolean LANGUAGE sql AS 'SELECT false'";
    let operator =
        "CREATE OPERATOR mine.= (FUNCTION = mine.never, LEFTARG = bigint, RIGHTARG = bigint)";
    let kind = "CREATE DOMAIN pg_temp.bigint AS text";
    vec![
        shadowed(
            "be a colleague in a table of one's own",
            "claim_not_held",
            "<approve colleagues>",
            &[people],
            "pg_temp, desk",
        ),
        shadowed(
            "hold a request in a table of one's own",
            "claim_not_held",
            "SELECT desk.set_check({colleagues}, 1, 'name_matches', 'failed', '')",
            &[requests],
            "pg_temp, desk",
        ),
        shadowed(
            "tell the time by a clock of one's own",
            "claim_not_held",
            "<approve pending>",
            &[clock],
            "pg_temp, desk, pg_catalog",
        ),
        shadowed(
            "be a colleague by a function of one's own",
            "claim_not_held",
            "<approve colleagues>",
            &[schema, me],
            "mine, desk",
        ),
        shadowed(
            "refuse nothing by a function of one's own",
            "claim_not_held",
            "<approve colleagues>",
            &[schema, refuse],
            "mine, desk",
        ),
        shadowed(
            "compare by an operator of one's own",
            "claim_not_held",
            "<approve colleagues>",
            &[schema, never, operator],
            "mine, desk, pg_catalog",
        ),
        shadowed(
            "have words mean something else",
            "four_eyes_required",
            "<approve high>",
            &[kind],
            "pg_temp, desk, pg_catalog",
        ),
    ]
}

#[tokio::test]
async fn shadows_cannot_be_made() {
    let list = attempts();
    Scene::of(&list).await.withstands(&list).await;
}

#[tokio::test]
async fn shadows_change_nothing() {
    let mut scene = Scene::with(&[State::Pending, State::Colleagues, State::High]).await;
    scene
        .arrange("GRANT TEMPORARY, CREATE ON DATABASE {database} TO {officer.role}")
        .await;
    scene.withstands(&careless()).await;
}
