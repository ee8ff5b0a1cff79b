//! The program as an administrator runs it.

use crate::desk::{Desk, cluster, described};
use crate::ledger::{KEY, Ledger, SECRET, settings_at};
use coe_audit::{SealingKey, write_key_pair};
use coe_testkit::SeededRng;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The program beside a database and a gateway.
struct Stage {
    desk: Desk,
    ledger: Ledger,
    folder: TempDir,
    observed: SocketAddr,
}

impl Stage {
    async fn new() -> Self {
        let (desk, ledger) = (Desk::shared().await, Ledger::open().await);
        let observed = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let stage = Self {
            desk,
            ledger,
            folder: tempfile::tempdir().unwrap(),
            observed,
        };
        stage.configured("");
        stage
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes the configuration, with more at its end.
    fn configured(&self, more: &str) {
        let (database, _) = described(&self.desk.place);
        let text = format!(
            "{database}\n[gateway]\n{}\n[observation]\nlisten = \"{}\"\n[sending]\nlease_ms = 3000\nheartbeat_ms = 500\n{more}\n",
            settings_at(&self.ledger.url()),
            self.observed,
        );
        std::fs::write(self.file("dispatcher.toml"), text).unwrap();
    }

    fn program(&self) -> Command {
        let (_, password) = described(&self.desk.place);
        let mut command = Command::new(env!("CARGO_BIN_EXE_coe-desk-dispatcher"));
        command
            .arg("--config")
            .arg(self.file("dispatcher.toml"))
            .env("COE_DESK_PASSWORD", password)
            .env("COE_DESK_GATEWAY_KEY", KEY)
            .env("COE_DESK_GATEWAY_SECRET", SECRET)
            .stdin(Stdio::null());
        command
    }

    fn check(&self) -> Output {
        self.program().arg("--check").output().unwrap()
    }

    /// Asks the service how it gets on: status and body.
    async fn ask(&self, path: &str) -> Option<(u16, String)> {
        let mut stream = TcpStream::connect(self.observed).await.ok()?;
        let request = format!("GET {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.ok()?;
        let status = answer.split(' ').nth(1)?.parse().ok()?;
        Some((status, answer.split_once("\r\n\r\n")?.1.to_owned()))
    }

    async fn health_becomes(&self, wanted: u16) {
        let turned = async {
            while self.ask("/healthz").await.map(|(status, _)| status) != Some(wanted) {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(crate::desk::PATIENCE, turned)
            .await
            .unwrap();
    }
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

// The gateway answers while this waits for the program.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_says_what_was_found_and_sends_nothing() {
    let stage = Stage::new().await;
    stage.desk.queue(1).await;
    let output = stage.check();
    assert!(output.status.success(), "{}", told(&output));
    let said = String::from_utf8(output.stdout).unwrap();
    for expected in ["database: PostgreSQL", "gateway: thaibulksms", "credit:"] {
        assert!(said.contains(expected), "{said}");
    }
    assert!(stage.ledger.taken().is_empty());
}

#[tokio::test]
async fn what_is_wrong_is_told_in_one_sentence_with_what_to_do() {
    let stage = Stage::new().await;
    let refused = |mut command: Command| {
        let output = command.output().unwrap();
        (output.status.code(), told(&output))
    };

    let mut command = stage.program();
    command.env("COE_DESK_PASSWORD", "wrong");
    command.arg("--check");
    let (code, said) = refused(command);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("check database.user and its password"),
        "{said}"
    );

    let mut command = stage.program();
    command.env_remove("COE_DESK_GATEWAY_SECRET");
    let (code, said) = refused(command);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("secret"), "{said}");

    let open = stage.file("secret");
    std::fs::write(&open, "s3cret-value").unwrap();
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o644)).unwrap();
    stage.configured(&format!(
        "[secrets]\ngateway_secret_file = \"{}\"",
        open.display()
    ));
    let mut command = stage.program();
    command.env_remove("COE_DESK_GATEWAY_SECRET");
    let (code, said) = refused(command);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("chmod 600") && !said.contains("s3cret"),
        "{said}"
    );

    stage.configured("[nonsense]");
    let (code, said) = refused(stage.program());
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("nonsense"), "{said}");

    let mut command = stage.program();
    command.arg("--config=/nowhere.toml");
    let (code, said) = refused(command);
    assert_eq!(code, Some(2), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_sends_tells_how_it_gets_on_and_stops_in_good_order() {
    let stage = Stage::new().await;
    stage.desk.queue(20).await;
    let mut child = stage.program().stderr(Stdio::piped()).spawn().unwrap();
    stage.health_becomes(200).await;
    stage.desk.settles().await;
    assert_eq!(stage.ledger.taken().len(), 20);
    let (status, numbers) = stage.ask("/metrics").await.unwrap();
    assert_eq!(status, 200);
    for line in [
        "coe_desk_dispatcher_taken_total 20",
        "coe_desk_dispatcher_answers_written_total 20",
        "coe_desk_dispatcher_breaker 0",
    ] {
        assert!(numbers.contains(line), "{line} is missing in {numbers}");
    }
    let terminated = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(terminated.unwrap().success());
    assert!(child.wait().unwrap().success());
    let mut log = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut log).unwrap();
    assert!(log.contains("stopped in good order"), "{log}");
    for message in stage.desk.messages().await {
        assert!(
            !log.contains(message.to_phone.as_str()),
            "no number is in the log"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_seals_the_audit_log_where_it_has_a_key() {
    let stage = Stage::new().await;
    stage.desk.queue(3).await;
    let key = SealingKey::draw(&SeededRng::new(7));
    write_key_pair(&stage.file("seal.key"), &key).unwrap();
    stage.configured(&format!(
        "[secrets]\nsealing_key_file = \"{}\"",
        stage.file("seal.key").display()
    ));
    let said = String::from_utf8(stage.check().stdout).unwrap();
    assert!(said.contains(&key.public().id().to_string()), "{said}");

    let mut child = stage.program().stderr(Stdio::null()).spawn().unwrap();
    stage.health_becomes(200).await;
    let sealed = async {
        loop {
            let mut unit = stage.desk.store.read().await.unwrap();
            let events = unit.chain_tail().await.unwrap().events;
            if events >= 3 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(crate::desk::PATIENCE, sealed)
        .await
        .expect("what happened is sealed");
    child.kill().unwrap();
    child.wait().unwrap();

    std::fs::set_permissions(
        stage.file("seal.key"),
        std::fs::Permissions::from_mode(0o644),
    )
    .unwrap();
    let refused = stage.check();
    assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
    assert!(
        told(&refused).contains("open to others"),
        "{}",
        told(&refused)
    );
}

#[tokio::test]
async fn it_waits_for_a_database_that_is_away_and_goes_on_when_it_is_back() {
    let stage = Stage::new().await;
    let (_, password) = described(&stage.desk.place);
    let database = match &stage.desk.place {
        crate::desk::Place::Postgres { database } => database.clone(),
        other @ crate::desk::Place::Sqlite(_) => panic!("{other:?}"),
    };
    let allow = |allowed: bool| {
        let sql = format!(
            "ALTER ROLE {database}_sender {};
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{database}_sender'",
            if allowed { "CONNECTION LIMIT -1" } else { "CONNECTION LIMIT 0" }
        );
        cluster().query("postgres", &sql).unwrap();
    };
    assert!(!password.is_empty());
    allow(false);
    let mut child = stage.program().stderr(Stdio::null()).spawn().unwrap();
    stage.health_becomes(503).await;
    allow(true);
    stage.health_becomes(200).await;
    allow(false);
    stage.health_becomes(503).await;
    stage.desk.queue(3).await;
    allow(true);
    stage.health_becomes(200).await;
    stage.desk.settles().await;
    assert_eq!(stage.ledger.taken().len(), 3);
    child.kill().unwrap();
    child.wait().unwrap();
}
