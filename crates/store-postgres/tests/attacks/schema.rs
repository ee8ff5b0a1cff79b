//! The rules themselves: tables, triggers, functions.

use super::attempt::{Attempt, DENIED, EVERYBODY, Refused, attempt, each};
use super::scene::Scene;

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list: Vec<_> = each("13.2.2", EVERYBODY, DENIED, &[
        ("switch a trigger off", "ALTER TABLE desk.decision DISABLE TRIGGER decision_refused"),
        ("switch all triggers off", "ALTER TABLE desk.member DISABLE TRIGGER ALL"),
        ("switch triggers off for the session", "SET session_replication_role = replica"),
        ("switch triggers off by a function",
         "SELECT set_config('session_replication_role', 'replica', false)"),
        ("drop a trigger", "DROP TRIGGER decision_refused ON desk.decision"),
        ("drop a table", "DROP TABLE desk.audit_event"),
        ("drop a function", "DROP FUNCTION desk.refuse(text) CASCADE"),
        ("drop a view", "DROP VIEW desk.decision_seen"),
        ("drop the schema", "DROP SCHEMA desk CASCADE"),
        ("drop a constraint", "ALTER TABLE desk.member DROP CONSTRAINT member_national_id_key"),
        ("drop a column", "ALTER TABLE desk.decision DROP COLUMN note"),
        ("add a column", "ALTER TABLE desk.decision ADD COLUMN x text"),
        ("drop an index", "DROP INDEX desk.decision_request"),
        ("rename a table", "ALTER TABLE desk.decision RENAME TO decisions"),
        ("move a table elsewhere", "ALTER TABLE desk.decision SET SCHEMA public"),
        ("take a table over", "ALTER TABLE desk.decision OWNER TO CURRENT_USER"),
        ("give a column another default", "ALTER TABLE desk.change_request ALTER risk SET DEFAULT 'low'"),
        ("say by another function who one is",
         "CREATE OR REPLACE FUNCTION desk.me() RETURNS bigint LANGUAGE sql AS 'SELECT {colleague}::bigint'"),
        ("refuse nothing any more",
         "CREATE OR REPLACE FUNCTION desk.refuse(code text) RETURNS void LANGUAGE sql AS ''"),
        ("let a function run as whoever calls it", "ALTER FUNCTION desk.me() SECURITY INVOKER"),
        ("let a function look elsewhere first", "ALTER FUNCTION desk.me() SET search_path = public"),
        ("take a function over", "ALTER FUNCTION desk.me() OWNER TO CURRENT_USER"),
        ("rename a function", "ALTER FUNCTION desk.refuse(text) RENAME TO accept"),
        ("see what others see, by another view",
         "CREATE OR REPLACE VIEW desk.decision_seen AS SELECT * FROM desk.decision"),
        ("let a view run as whoever reads it",
         "ALTER VIEW desk.decision_seen SET (security_barrier = false)"),
        ("add a trigger of one's own",
         "CREATE TRIGGER mine AFTER INSERT ON desk.decision FOR EACH ROW EXECUTE FUNCTION desk.tell_change()"),
        ("add a rule of one's own",
         "CREATE RULE mine AS ON INSERT TO desk.audit_event DO INSTEAD NOTHING"),
        ("add an index of one's own", "CREATE INDEX mine ON desk.member (phone)"),
        ("add a child to a table", "CREATE TABLE public.mine () INHERITS (desk.decision)"),
        ("point at a table from one's own",
         "CREATE TABLE public.mine (id bigint REFERENCES desk.decision (id))"),
        ("make a table in the schema", "CREATE TABLE desk.mine (id bigint)"),
        ("make a function in the schema",
         "CREATE FUNCTION desk.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'"),
        ("make a type in the schema", "CREATE TYPE desk.mine AS ENUM ('x')"),
        ("make a sequence in the schema", "CREATE SEQUENCE desk.mine"),
        ("widen a domain", "ALTER DOMAIN desk.mobile DROP CONSTRAINT mobile_check"),
        ("comment a rule away", "COMMENT ON TABLE desk.decision IS 'x'"),
        ("rebuild an index while others wait", "REINDEX TABLE desk.member"),
        ("order a table anew while others wait", "CLUSTER desk.member USING member_pkey"),
    ])
    .collect();
    list.push(attempt(
        "13.2.2",
        EVERYBODY,
        DENIED,
        "say that a migration was applied",
        "INSERT INTO desk._sqlx_migrations VALUES (99, 'x', now(), true, '', 0)",
    ));
    // 55000: the view has no rule by which it could be changed; 42501 where one may not even ask.
    list.push(attempt(
        "13.2.2",
        &[super::attempt::Outsider],
        DENIED,
        "change the clock by its view",
        "UPDATE desk.desk_now SET at = now()",
    ));
    list.push(attempt(
        "13.2.2",
        super::attempt::STAFF,
        Refused("55000"),
        "change the clock by the view that shows it",
        "UPDATE desk.desk_now SET at = now()",
    ));
    list
}

#[tokio::test]
async fn the_schema_withstands() {
    let list = attempts();
    Scene::of(&list).await.withstands(&list).await;
}
