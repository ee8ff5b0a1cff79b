//! Every function of the schema, by every role: what is not granted is refused. The list is the
//! catalog's, so that a new function cannot be forgotten; what is granted stands in `docs/SECURITY.md`.

use super::attempt::Who;
use super::document::Line;
use super::scene::Scene;
use sqlx::AssertSqlSafe;

pub(crate) const LINES: [Line; 1] = [Line::sweep(
    "8.2.1",
    "call any function that is not granted, be it inner or a trigger's",
)];

#[tokio::test]
async fn what_is_not_granted_is_refused() {
    let mut scene = Scene::with(&[]).await;
    for who in Who::ALL {
        let role = scene.blanks.fill(&format!("{{{}.role}}", who.name()));
        // A subquery, because the server answers for a strict function of a constant NULL by itself.
        let calls: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT format('SELECT %s(%s)', p.oid::regproc,
                           (SELECT string_agg(format('(SELECT NULL::%s)', type::regtype), ', '
                                              ORDER BY n)
                            FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY AS t (type, n)))
             FROM pg_proc AS p
             WHERE p.pronamespace = 'desk'::regnamespace
               AND NOT (has_schema_privilege('{role}', 'desk', 'USAGE')
                        AND has_function_privilege('{role}', p.oid, 'EXECUTE'))
             ORDER BY p.oid"
        )))
        .fetch_all(&mut scene.superuser)
        .await
        .expect("the superuser reads everything");
        assert!(calls.len() > 30, "most functions are not for everybody");
        scene.denies(who, &calls).await;
    }
}

#[tokio::test]
async fn none_is_for_the_public_and_each_looks_nowhere_by_itself() {
    let mut scene = Scene::with(&[]).await;
    let open: Vec<String> = sqlx::query_scalar(
        "SELECT oid::regprocedure::text
         FROM pg_proc
         WHERE pronamespace = 'desk'::regnamespace
           AND (proacl IS NULL
                OR EXISTS (SELECT 1 FROM aclexplode(proacl) AS a WHERE a.grantee = 0)
                OR proconfig IS DISTINCT FROM ARRAY['search_path=\"\"']
                OR proowner <> 'desk_owner'::regrole)",
    )
    .fetch_all(&mut scene.superuser)
    .await
    .expect("the superuser reads everything");
    assert!(
        open.is_empty(),
        "a function is the owner's, not everybody's, and has an empty search_path: {open:?}"
    );
}
