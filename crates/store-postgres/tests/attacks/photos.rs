//! The bytes of the photos: for reviewers, one at a time, and on the record.

use super::attempt::{
    Answers, Attempt, DENIED, EVERYBODY, MISSING, NO_REVIEWERS, Nothing, Officer, REVIEWERS,
    Refused, Rule, Who, attempt, each,
};
use super::requests::State;
use super::scene::Scene;

const OFFICER: &[Who] = &[Officer];
const UNTOLD: super::attempt::Outcome = Rule("not_announced");

pub(crate) fn attempts() -> Vec<Attempt> {
    let mut list = aside();
    list.extend(off_the_record());
    list.extend(changes());
    list
}

/// Past the one function that hands them out.
fn aside() -> Vec<Attempt> {
    let mut list: Vec<_> = each(
        "8.2.3",
        EVERYBODY,
        DENIED,
        &[
            (
                "read the bytes of a photo",
                "SELECT bytes FROM desk.request_image",
            ),
            (
                "read all of a photo's row",
                "SELECT * FROM desk.request_image",
            ),
            (
                "read a photo's row as one value",
                "SELECT i FROM desk.request_image AS i",
            ),
            (
                "read a photo's row as JSON",
                "SELECT to_jsonb(i) FROM desk.request_image AS i",
            ),
            (
                "read a photo's row as XML",
                "SELECT query_to_xml('SELECT bytes FROM desk.request_image', true, false, '')",
            ),
            (
                "read a photo by its digest",
                "SELECT md5(bytes) FROM desk.request_image",
            ),
            (
                "guess at the bytes of a photo",
                "SELECT id FROM desk.request_image WHERE get_byte(bytes, 0) > 127",
            ),
            (
                "sort by the bytes of a photo",
                "SELECT id FROM desk.request_image ORDER BY bytes",
            ),
            (
                "copy the photos out",
                "COPY desk.request_image (bytes) TO STDOUT",
            ),
            (
                "copy the photos out by a query",
                "COPY (SELECT bytes FROM desk.request_image) TO STDOUT",
            ),
            (
                "read photos where the server stores them",
                "SELECT * FROM {toast}",
            ),
            (
                "put a photo into a large object",
                "SELECT lo_from_bytea(0, bytes) FROM desk.request_image",
            ),
            (
                "read a photo in the statistics of the server",
                "SELECT * FROM pg_statistic",
            ),
        ],
    )
    .collect();
    list.push(attempt(
        "8.2.3",
        EVERYBODY,
        Nothing,
        "read a photo in the statistics of its table",
        "SELECT most_common_vals FROM pg_stats
                       WHERE schemaname = 'desk' AND tablename = 'request_image'
                         AND attname = 'bytes'",
    ));
    list.extend(each(
        "8.2.1",
        NO_REVIEWERS,
        DENIED,
        &[
            (
                "take a photo without being a reviewer",
                "SELECT desk.fetch_photo({ready}, 1, 'id_card')",
            ),
            (
                "announce a photo without being a reviewer",
                "SELECT desk.announce_photo({ready}, 1, 'id_card')",
            ),
        ],
    ));
    list
}

fn off_the_record() -> Vec<Attempt> {
    const ANNOUNCE: &str = "SELECT desk.announce_photo({ready}, 1, 'id_card')";
    const FETCH: &str = "SELECT desk.fetch_photo({ready}, 1, 'id_card')";
    let fetch = |rule, steps: &[&str]| {
        attempt("16.3.2", REVIEWERS, UNTOLD, rule, FETCH).after(steps.iter().copied())
    };
    vec![
        fetch("take a photo unannounced", &[]),
        fetch("announce and take in one transaction", &["BEGIN", ANNOUNCE]),
        fetch(
            "announce, take back and take",
            &["BEGIN", ANNOUNCE, "ROLLBACK"],
        ),
        fetch(
            "announce behind a savepoint and take",
            &["BEGIN", "SAVEPOINT s", ANNOUNCE],
        ),
        fetch(
            "announce in a savepoint that is released and take",
            &["BEGIN", "SAVEPOINT s", ANNOUNCE, "RELEASE s"],
        ),
        fetch(
            "announce in a savepoint that is rolled back and take",
            &["BEGIN", "SAVEPOINT s", ANNOUNCE, "ROLLBACK TO s"],
        ),
        attempt(
            "16.3.2",
            REVIEWERS,
            UNTOLD,
            "announce and take in one statement",
            "WITH a AS MATERIALIZED (SELECT desk.announce_photo({ready}, 1, 'id_card'))
                 SELECT desk.fetch_photo({ready}, 1, 'id_card') FROM a",
        ),
        attempt(
            "16.3.2",
            REVIEWERS,
            UNTOLD,
            "announce and take in one block",
            "DO $$ BEGIN PERFORM desk.announce_photo({ready}, 1, 'id_card');
                             PERFORM desk.fetch_photo({ready}, 1, 'id_card'); END $$",
        ),
        attempt(
            "16.3.2",
            OFFICER,
            Refused("55000"),
            "keep an announcement between two transactions",
            "PREPARE TRANSACTION 'wish'",
        )
        .after(["BEGIN", ANNOUNCE]),
        attempt(
            "16.3.2",
            OFFICER,
            UNTOLD,
            "take a photo that a colleague announced",
            "SELECT desk.fetch_photo({ready}, 1, 'selfie')",
        ),
        attempt(
            "16.2.1",
            OFFICER,
            Answers(""),
            "announce a photo that there is not",
            "SELECT desk.announce_photo({ready}, 7, 'id_card')",
        ),
        attempt(
            "16.4.1",
            OFFICER,
            Answers(""),
            "write into the log by the kind of a photo",
            "SELECT desk.announce_photo({ready}, 1, 'what the officer likes to say')",
        ),
    ]
}

fn changes() -> Vec<Attempt> {
    let mut list: Vec<_> = each("16.4.2", EVERYBODY, DENIED, &[
        ("put another photo in its place",
         r"UPDATE desk.request_image SET bytes = '\x00' WHERE request_id = {ready}"),
        ("purge the photo of an open request",
         "UPDATE desk.request_image SET bytes = NULL, purged_at = now() WHERE request_id = {ready}"),
        ("move a photo to another request",
         "UPDATE desk.request_image SET request_id = {pending} WHERE request_id = {ready}"),
        ("delete a photo", "DELETE FROM desk.request_image WHERE request_id = {decided}"),
    ])
    .collect();
    list.push(attempt("8.2.1", super::attempt::STAFF, DENIED, "add a photo from the desk",
                      r"INSERT INTO desk.request_image
                            (request_id, revision, kind, sha256, byte_len, width, height, bytes)
                        VALUES ({returned}, 2, 'selfie', encode(sha256('\x00'), 'hex'), 1, 1, 1, '\x00')"));
    list.push(attempt("2.2.1", &[super::attempt::Portal], MISSING, "add a photo of no kind",
                      r"INSERT INTO desk.request_image
                            (request_id, revision, kind, sha256, byte_len, width, height, bytes)
                        VALUES ({returned}, 2, NULL, encode(sha256('\x00'), 'hex'), 1, 1, 1, '\x00')"));
    list
}

#[tokio::test]
async fn photos_withstand() {
    let mut scene = Scene::with(&[
        State::Pending,
        State::Ready,
        State::Decided,
        State::Returned,
    ])
    .await;
    scene
        .lets(
            super::attempt::Colleague,
            "SELECT desk.announce_photo({ready}, 1, 'selfie')",
        )
        .await;
    scene.arrange("ANALYZE desk.request_image").await;
    let toast: String = sqlx::query_scalar(
        "SELECT reltoastrelid::regclass::text FROM pg_class
         WHERE oid = 'desk.request_image'::regclass",
    )
    .fetch_one(&mut scene.superuser)
    .await
    .expect("photos are stored aside");
    scene.blanks.set("toast", toast);
    scene.withstands(&attempts()).await;
}
