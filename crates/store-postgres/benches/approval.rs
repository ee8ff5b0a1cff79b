//! How many approvals a second go through the store, against the same statements in pgbench.
//!
//! `cargo bench -p coe-store-postgres --bench approval`. Eight clients each, one after the other on the
//! same server, three rounds; prints approvals a second and the ratio, and judges nothing.

#![expect(
    clippy::print_stdout,
    reason = "the figures are what this program is for"
)]

#[path = "../tests/support/databases.rs"]
mod databases;

use coe_domain::{DecisionKind, RequestId};
use coe_store::{NewDecision, Store};
use coe_store_postgres::{Credentials, Options, PgStore};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

const CLIENTS: i64 = 8;
/// Approvals of one client in one round.
const EACH: i64 = 250;
const ROUNDS: i64 = 3;
/// SHA-256 of the photos that prepared.sql makes.
const CARD: &str = "id_card";
const SELFIE: &str = "selfie";

/// What the store sends for an approval, its transaction included.
const SCRIPT: &str = "
\\set i :i + 1
\\set request :first + :client_id * :each + :i
BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE;
SELECT id, request_id, kind, reason_code, further_reason_codes, member_text, note, staff, at, revision,
       id_card_sha256, selfie_sha256, idempotency_key
FROM desk.decision_seen WHERE idempotency_key = 'bench-' || :request::text;
SAVEPOINT s;
INSERT INTO desk.decision
    (request_id, kind, reason_code, further_reason_codes, member_text, note, revision, id_card_sha256,
     selfie_sha256, idempotency_key)
VALUES (:request::bigint, 'approve', NULL, '{}', '', '', 1, :card::text, :selfie::text,
        'bench-' || :request::text)
RETURNING id;
RELEASE SAVEPOINT s;
COMMIT;
";

#[tokio::main]
async fn main() {
    let database = databases::fresh_database().await;
    let total = 2 * ROUNDS * CLIENTS * EACH;
    let script = include_str!("prepared.sql").replace(":total", &total.to_string());
    let mut owner = databases::superuser(&database).await;
    sqlx::raw_sql(sqlx::AssertSqlSafe(script))
        .execute(&mut owner)
        .await
        .expect("prepares the requests");
    databases::cluster()
        .query(&database, "VACUUM ANALYZE")
        .expect("looks at what there is");
    let hash = |kind: &str| {
        let sql = format!("SELECT sha256 FROM desk.request_image WHERE kind = '{kind}' LIMIT 1");
        databases::cluster()
            .query(&database, &sql)
            .expect("answers")
    };
    let (card, selfie) = (hash(CARD), hash(SELFIE));
    println!("{CLIENTS} clients, {EACH} approvals each");
    println!(
        "{:<8}{:>14}{:>14}{:>10}",
        "round", "store", "pgbench", "ratio"
    );
    for round in 0..ROUNDS {
        let first = 2 * round * CLIENTS * EACH;
        let ours = through_the_store(&database, first, &card, &selfie).await;
        let theirs = by_pgbench(&database, first + CLIENTS * EACH, &card, &selfie);
        let (round, ratio) = (round + 1, ours / theirs);
        println!("{round:<8}{ours:>12.0}/s{theirs:>12.0}/s{ratio:>10.2}");
    }
}

/// Approvals a second.
async fn through_the_store(database: &str, first: i64, card: &str, selfie: &str) -> f64 {
    let credentials = Credentials {
        username: "bench_officer".to_owned(),
        password: "bench".to_owned(),
    };
    let options = Options {
        connections: u32::try_from(CLIENTS).unwrap_or(8),
        ..Options::default()
    };
    let store = PgStore::connect(&databases::server(database), &credentials, &options)
        .await
        .expect("connects");
    let me = store.me().expect("is a person");
    let store = Arc::new(store);
    let began = Instant::now();
    let clients = (0..CLIENTS).map(|client| {
        let (store, card, selfie) = (store.clone(), card.to_owned(), selfie.to_owned());
        tokio::spawn(async move {
            for i in 1..=EACH {
                let request = first + client * EACH + i;
                let mut unit = store.write().await.expect("begins");
                let new = NewDecision {
                    request_id: RequestId(request),
                    kind: DecisionKind::Approve,
                    staff: me,
                    revision: 1,
                    id_card_sha256: card.clone(),
                    selfie_sha256: selfie.clone(),
                    reasons: Vec::new(),
                    member_text: String::new(),
                    private_note: String::new(),
                    idempotency_key: format!("bench-{request}"),
                };
                unit.decide(&new).await.expect("is approved");
                unit.commit().await.expect("commits");
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.expect("ends");
    }
    per_second(began)
}

fn by_pgbench(database: &str, first: i64, card: &str, selfie: &str) -> f64 {
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("approve.sql");
    std::fs::write(&script, SCRIPT).expect("writes");
    let cluster = databases::cluster();
    let began = Instant::now();
    let output = Command::new("pgbench")
        .args(["--no-vacuum", "--protocol", "prepared", "--file"])
        .arg(&script)
        .args([
            "--client",
            &CLIENTS.to_string(),
            "--transactions",
            &EACH.to_string(),
        ])
        .args(["--define", "i=0", "--define", &format!("first={first}")])
        .args(["--define", &format!("each={EACH}")])
        .args([
            "--define",
            &format!("card={card}"),
            "--define",
            &format!("selfie={selfie}"),
        ])
        .args([
            "--host",
            cluster.host(),
            "--port",
            &cluster.port().to_string(),
        ])
        .args(["--username", "bench_officer", database])
        .env("PGPASSWORD", "bench")
        .env("PGOPTIONS", "-c jit=off")
        .output()
        .expect("pgbench is there");
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && !words.contains("aborted"),
        "{words}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    per_second(began)
}

fn per_second(began: Instant) -> f64 {
    f64::from(u32::try_from(CLIENTS * EACH).unwrap_or(u32::MAX)) / began.elapsed().as_secs_f64()
}
