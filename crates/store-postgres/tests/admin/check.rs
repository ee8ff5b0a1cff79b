//! What a check finds in a database that somebody worked on.

use crate::support::{Stage, person, verifier};
use coe_domain::Role;
use coe_store_postgres::admin::Expectations;

/// What is done to a database, what the check must say of it, and how it is undone.
struct Sabotage {
    done: &'static str,
    said: &'static str,
    undone: &'static str,
}

const TABLE: &[Sabotage] = &[
    Sabotage {
        done: "ALTER TABLE desk.decision DISABLE TRIGGER decision_tells",
        said: "trigger decision_tells on decision is disabled",
        undone: "ALTER TABLE desk.decision ENABLE TRIGGER decision_tells",
    },
    Sabotage {
        done: "ALTER TABLE desk.member ENABLE REPLICA TRIGGER member_phone_guard",
        said: "trigger member_phone_guard on member: fires is for replicas only, not yes",
        undone: "ALTER TABLE desk.member ENABLE TRIGGER member_phone_guard",
    },
    Sabotage {
        done: "ALTER TABLE desk.licence DISABLE TRIGGER ALL",
        said: "constraint licence_member_id_fkey on licence is not enforced",
        undone: "ALTER TABLE desk.licence ENABLE TRIGGER ALL",
    },
    Sabotage {
        done: "DROP TRIGGER member_no_delete ON desk.member",
        said: "trigger member_no_delete on member is missing",
        undone: "CREATE TRIGGER member_no_delete BEFORE DELETE ON desk.member
                 FOR EACH ROW EXECUTE FUNCTION desk.append_only()",
    },
    Sabotage {
        done: "GRANT UPDATE ON desk.member TO desk_support",
        said: "role desk_support may UPDATE table member",
        undone: "REVOKE UPDATE ON desk.member FROM desk_support",
    },
    Sabotage {
        done: "GRANT SELECT (bytes) ON desk.request_image TO somchai",
        said: "role somchai may SELECT column request_image.bytes",
        undone: "REVOKE SELECT (bytes) ON desk.request_image FROM somchai",
    },
    Sabotage {
        done: "GRANT EXECUTE ON FUNCTION desk.log(text, bigint, bigint, jsonb, bigint) TO PUBLIC",
        said: "everybody may EXECUTE function log(text, bigint, bigint, jsonb, bigint)",
        undone: "REVOKE EXECUTE ON FUNCTION desk.log(text, bigint, bigint, jsonb, bigint) FROM PUBLIC",
    },
    Sabotage {
        done: "GRANT CONNECT ON DATABASE desk TO PUBLIC",
        said: "everybody may CONNECT the database",
        undone: "REVOKE CONNECT ON DATABASE desk FROM PUBLIC",
    },
    Sabotage {
        done: "CREATE TABLE kept (body text);
               INSERT INTO kept SELECT pg_get_functiondef('desk.append_only()'::regprocedure);
               CREATE OR REPLACE FUNCTION desk.append_only() RETURNS trigger LANGUAGE plpgsql
               SET search_path = '' AS $$ BEGIN RETURN COALESCE(NEW, OLD); END $$;",
        said: "the body of function append_only() was altered",
        undone: "DO $$ BEGIN EXECUTE (SELECT body FROM kept); END $$; DROP TABLE kept;",
    },
    Sabotage {
        done: "ALTER FUNCTION desk.actor() SECURITY INVOKER",
        said: "function actor(): rights is of the caller, not of the owner",
        undone: "ALTER FUNCTION desk.actor() SECURITY DEFINER",
    },
    Sabotage {
        done: "ALTER FUNCTION desk.actor() SET search_path = public",
        said: "function actor(): settings is search_path=public, not search_path=\"\"",
        undone: "ALTER FUNCTION desk.actor() SET search_path = ''",
    },
    Sabotage {
        done: "ALTER FUNCTION desk.me() OWNER TO desk_portal",
        said: "function me(): owner is desk_portal, not desk_owner",
        undone: "ALTER FUNCTION desk.me() OWNER TO desk_owner;
                 GRANT EXECUTE ON FUNCTION desk.me() TO desk_portal;",
    },
    Sabotage {
        done: "CREATE FUNCTION desk.helpful() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'SELECT'",
        said: "function helpful() is not the desk's",
        undone: "DROP FUNCTION desk.helpful()",
    },
    Sabotage {
        done: "DROP POLICY draft_own ON desk.draft",
        said: "policy draft_own on draft is missing",
        undone: "CREATE POLICY draft_own ON desk.draft FOR SELECT USING (staff = desk.me())",
    },
    Sabotage {
        done: "ALTER TABLE desk.draft DISABLE ROW LEVEL SECURITY",
        said: "table draft: row security is off, not on",
        undone: "ALTER TABLE desk.draft ENABLE ROW LEVEL SECURITY",
    },
    Sabotage {
        done: "ALTER TABLE desk.note DROP CONSTRAINT note_body_check",
        said: "constraint note_body_check on note is missing",
        undone: "ALTER TABLE desk.note ADD CONSTRAINT note_body_check CHECK (body <> '')",
    },
    Sabotage {
        done: "ALTER TABLE desk.member ADD COLUMN secret text",
        said: "column member.secret is not the desk's",
        undone: "ALTER TABLE desk.member DROP COLUMN secret",
    },
    Sabotage {
        done: "CREATE RULE no_event AS ON INSERT TO desk.audit_event DO INSTEAD NOTHING",
        said: "rule no_event on audit_event is not the desk's",
        undone: "DROP RULE no_event ON desk.audit_event",
    },
    Sabotage {
        done: "UPDATE desk.check_definition SET required = false WHERE code = 'face_matches_selfie'",
        said: "check face_matches_selfie: required is false, not true",
        undone: "UPDATE desk.check_definition SET required = true WHERE code = 'face_matches_selfie'",
    },
    Sabotage {
        done: "ALTER DATABASE desk SET session_replication_role = replica",
        said: "settings of the database is not the desk's",
        undone: "ALTER DATABASE desk RESET session_replication_role",
    },
    Sabotage {
        done: "ALTER ROLE desk_officer BYPASSRLS",
        said: "role desk_officer: passes row security is true, not false",
        undone: "ALTER ROLE desk_officer NOBYPASSRLS",
    },
    Sabotage {
        done: "CREATE ROLE backdoor LOGIN SUPERUSER",
        said: "role backdoor is a superuser, for whom no rule holds",
        undone: "DROP ROLE backdoor",
    },
    Sabotage {
        done: "ALTER ROLE somchai SUPERUSER",
        said: "staff role somchai is a superuser, for whom no rule holds",
        undone: "ALTER ROLE somchai NOSUPERUSER",
    },
    Sabotage {
        done: "CREATE ROLE reader LOGIN IN ROLE pg_read_all_data",
        said: "role reader may read all data of the server",
        undone: "DROP ROLE reader",
    },
    Sabotage {
        done: "CREATE ROLE visitor LOGIN IN ROLE desk_officer",
        said: "role visitor is a member of desk_officer and nobody at the desk",
        undone: "DROP ROLE visitor",
    },
    Sabotage {
        done: "CREATE ROLE twin LOGIN IN ROLE siriporn",
        said: "role twin is a member of siriporn and nobody at the desk",
        undone: "DROP ROLE twin",
    },
    Sabotage {
        done: "GRANT desk_supervisor TO somchai; REVOKE desk_officer FROM somchai;",
        said: "staff role somchai is a member of desk_supervisor, but staff.role says officer",
        undone: "GRANT desk_officer TO somchai; REVOKE desk_supervisor FROM somchai;",
    },
    Sabotage {
        done: "ALTER ROLE somchai NOLOGIN",
        said: "staff role somchai may not log in, but its account is open",
        undone: "ALTER ROLE somchai LOGIN",
    },
    Sabotage {
        done: "ALTER ROLE somchai SET search_path = public",
        said: "settings are fixed for staff role somchai, which the desk never does",
        undone: "ALTER ROLE somchai RESET search_path",
    },
    Sabotage {
        done: "CREATE SCHEMA own AUTHORIZATION somchai",
        said: "role somchai owns 1 object(s) on the server, and should own none",
        undone: "DROP SCHEMA own",
    },
    Sabotage {
        done: "SET password_encryption = 'md5'; ALTER ROLE somchai PASSWORD 'x';",
        said: "the password of staff role somchai is not stored as SCRAM-SHA-256",
        undone: "SET password_encryption = 'scram-sha-256'; ALTER ROLE somchai PASSWORD 'x';",
    },
    Sabotage {
        done: "ALTER TABLE desk.desk_clock DISABLE TRIGGER USER;
               UPDATE desk.desk_clock SET sealed = false;
               ALTER TABLE desk.desk_clock ENABLE TRIGGER USER;",
        said: "the clock is not sealed: whoever may write it can move it",
        undone: "UPDATE desk.desk_clock SET sealed = true",
    },
];

#[tokio::test]
async fn each_sabotage_is_found_and_nothing_else() {
    let stage = Stage::prepared().await;
    let mut admin = stage.admin().await;
    admin
        .add_person(&person("siriporn", Role::Supervisor, true), &verifier())
        .await
        .expect("added");
    admin
        .add_person(&person("somchai", Role::Officer, false), &verifier())
        .await
        .expect("added");
    for sabotage in TABLE {
        stage.run(sabotage.done);
        // A setting of the database reaches the next session.
        admin.close().await;
        admin = stage.admin().await;
        let said: Vec<_> = found(&mut admin).await;
        assert!(
            said.iter().any(|line| line == sabotage.said),
            "{}\nshould say: {}\nsays: {said:#?}",
            sabotage.done,
            sabotage.said
        );
        stage.run(sabotage.undone);
        admin.close().await;
        admin = stage.admin().await;
        let left = found(&mut admin).await;
        assert!(left.is_empty(), "after {}: {left:#?}", sabotage.undone);
    }
}

async fn found(admin: &mut coe_store_postgres::admin::Admin) -> Vec<String> {
    let checked = admin.check(&Expectations::default()).await.expect("checks");
    checked.deviations.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn an_administrator_who_is_named_may_be_powerful() {
    let stage = Stage::prepared().await;
    stage.run("CREATE ROLE dba LOGIN SUPERUSER");
    let mut admin = stage.admin().await;
    assert_eq!(found(&mut admin).await.len(), 1);
    let accepted = Expectations {
        administrators: vec!["dba".to_owned()],
    };
    assert_eq!(admin.check(&accepted).await.unwrap().deviations, []);
}

#[tokio::test]
async fn a_lost_role_is_found() {
    let stage = Stage::prepared().await;
    let mut admin = stage.admin().await;
    admin
        .add_person(&person("somchai", Role::Officer, false), &verifier())
        .await
        .expect("added");
    stage.run("DROP ROLE somchai");
    assert_eq!(
        found(&mut admin).await,
        ["the account somchai has no role on the server"]
    );
}
