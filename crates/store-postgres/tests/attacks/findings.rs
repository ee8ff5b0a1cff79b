//! What is for its author, or for reviewers, to read.

use super::attempt::{
    Answers, Attempt, Colleague, DENIED, EVERYBODY, Nothing, Officer, SERVICES, STAFF, Supervisor,
    Support, Who, attempt, each,
};
use super::requests::State;
use super::scene::Scene;

const SUPPORT: &[Who] = &[Support];

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list = drafts();
    list.extend(notes());
    list
}

fn drafts() -> Vec<Attempt> {
    let mut list: Vec<_> = each("8.2.2", &[Officer, Supervisor, Support], Nothing, &[
        ("read a colleague's draft", "SELECT body FROM desk.draft WHERE staff = {colleague}"),
        ("read a colleague's draft through a join",
         "SELECT d.body FROM desk.staff AS s JOIN desk.draft AS d ON d.staff = s.id
          WHERE s.id = {colleague}"),
        ("read a colleague's draft in the statistics",
         "SELECT most_common_vals FROM pg_stats WHERE schemaname = 'desk' AND tablename = 'draft'"),
    ])
    .collect();
    list.extend(each(
        "8.2.2",
        STAFF,
        DENIED,
        &[
            (
                "write a draft in a colleague's name",
                "INSERT INTO desk.draft (request_id, staff, slot, body, updated_at)
          VALUES ({ready}, {colleague}, 'note', 'x', now())",
            ),
            (
                "throw a colleague's draft away",
                "DELETE FROM desk.draft WHERE staff = {colleague}",
            ),
            (
                "open the drafts to everybody",
                "ALTER TABLE desk.draft DISABLE ROW LEVEL SECURITY",
            ),
            (
                "make a policy that shows everything",
                "CREATE POLICY all_of_it ON desk.draft USING (true)",
            ),
        ],
    ));
    list.push(
        attempt(
            "8.2.2",
            &[Officer, Supervisor, Support],
            DENIED,
            "read drafts with row security off",
            "SELECT body FROM desk.draft",
        )
        .after(["SET row_security = off"]),
    );
    list.push(attempt(
        "8.2.1",
        SERVICES,
        DENIED,
        "read drafts as a service",
        "SELECT body FROM desk.draft",
    ));
    list
}

fn notes() -> Vec<Attempt> {
    let mut list: Vec<_> = each(
        "8.2.3",
        SUPPORT,
        DENIED,
        &[
            (
                "read the private note of a decision",
                "SELECT note FROM desk.decision",
            ),
            (
                "read the note of a check",
                "SELECT note FROM desk.review_check",
            ),
            (
                "read the notes of a call",
                "SELECT notes FROM desk.video_call",
            ),
            (
                "read a suspicion of fraud",
                "SELECT fraud_flag FROM desk.video_call",
            ),
            (
                "read the log without its screen",
                "SELECT detail FROM desk.audit_event",
            ),
        ],
    )
    .collect();
    list.push(attempt(
        "8.2.3",
        SUPPORT,
        DENIED,
        "read findings in a reviewer's place",
        "SET ROLE desk_officer",
    ));
    list.extend(each(
        "8.2.3",
        SUPPORT,
        Nothing,
        &[
            (
                "read the private note of a decision through the view",
                "SELECT note FROM desk.decision_seen WHERE note <> ''",
            ),
            (
                "search the private notes through the view",
                "SELECT id FROM desk.decision_seen WHERE note LIKE '%seen%'",
            ),
            (
                "read the note of a check through the view",
                "SELECT note FROM desk.review_check_seen WHERE note <> ''",
            ),
            (
                "read the notes of a call through the view",
                "SELECT notes FROM desk.video_call_seen WHERE notes <> ''",
            ),
            (
                "read a suspicion of fraud through the view",
                "SELECT fraud_flag FROM desk.video_call_seen WHERE fraud_flag IS NOT NULL",
            ),
            (
                "read the challenges of a call through the view",
                "SELECT challenges FROM desk.video_call_seen WHERE challenges <> '[]'",
            ),
            (
                "read the address of a call through the view",
                "SELECT link FROM desk.video_call_seen WHERE link IS NOT NULL",
            ),
            (
                "read a suspicion of fraud in the log",
                "SELECT detail FROM desk.audit_event_seen WHERE detail ? 'fraud_flag'",
            ),
            (
                "read findings in the statistics",
                "SELECT most_common_vals FROM pg_stats
          WHERE schemaname = 'desk'
            AND tablename IN ('decision', 'review_check', 'video_call', 'audit_event')",
            ),
        ],
    ));
    list.push(
        attempt(
            "8.2.3",
            SUPPORT,
            Answers("f"),
            "be taken for a reviewer after a change of role",
            "SELECT desk.sees_findings()",
        )
        .after(["SET ROLE desk_support"]),
    );
    list.extend(each(
        "8.2.1",
        SERVICES,
        DENIED,
        &[
            (
                "read decisions as a service",
                "SELECT note FROM desk.decision_seen",
            ),
            (
                "read calls as a service",
                "SELECT notes FROM desk.video_call_seen",
            ),
            ("read notes as a service", "SELECT body FROM desk.note"),
            (
                "read the log as a service",
                "SELECT detail FROM desk.audit_event_seen",
            ),
        ],
    ));
    list.extend(each(
        "13.3.2",
        EVERYBODY,
        DENIED,
        &[
            (
                "read the passwords of the server",
                "SELECT rolpassword FROM pg_authid",
            ),
            (
                "read remembered computers",
                "SELECT token_sha256 FROM desk.remembered_device",
            ),
            (
                "read which migrations were applied",
                "SELECT checksum FROM desk._sqlx_migrations",
            ),
        ],
    ));
    list
}

#[tokio::test]
async fn findings_withstand() {
    let mut scene = Scene::with(&[
        State::Ready,
        State::Flagged,
        State::Decided,
        State::Escalated,
    ])
    .await;
    scene
        .lets(
            Colleague,
            "SELECT desk.save_draft({ready}, 'note', 'a thought')",
        )
        .await;
    // Something to find, and statistics that could tell it.
    scene
        .lets(
            Officer,
            "SELECT desk.set_check({ready}, 1, 'name_matches', 'passed', 'a finding')",
        )
        .await;
    scene.arrange("ANALYZE").await;
    scene.withstands(&attempts()).await;
}

#[tokio::test]
async fn reviewers_do_read_them() {
    let mut scene = Scene::with(&[State::Flagged, State::Decided]).await;
    for sql in [
        "SELECT note FROM desk.decision_seen WHERE note <> ''",
        "SELECT notes FROM desk.video_call_seen WHERE notes <> ''",
        "SELECT detail FROM desk.audit_event_seen WHERE detail ? 'fraud_flag'",
    ] {
        for who in [Officer, Supervisor] {
            let session = scene.sessions.get_mut(&who).expect("everybody has one");
            let rows = sqlx::raw_sql(sql).fetch_all(session).await.expect("reads");
            assert!(
                !rows.is_empty(),
                "there is something that support does not see: {sql}"
            );
        }
    }
}
