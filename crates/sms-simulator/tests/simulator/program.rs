//! The program, as a test of the dispatcher starts it.

use crate::client::{NUMBER, TEXT, form, http};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

fn start(arguments: &[&str]) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_coe-sms-simulator"))
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let url = line.trim_end().strip_prefix("listening on ").unwrap();
    (child, url.to_owned())
}

#[cfg(unix)]
#[tokio::test]
async fn it_says_where_it_listens_and_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger.jsonl");
    let (mut child, url) = start(&["--ledger", ledger.to_str().unwrap(), "--seed", "1"]);
    let request = http().post(format!("{url}/thaibulksms/sms"));
    let request = request.basic_auth("key", Some("secret"));
    let request = form(request, &[("msisdn", NUMBER), ("message", TEXT)]);
    assert_eq!(request.send().await.unwrap().status().as_u16(), 201);
    let told = Command::new("kill").arg(child.id().to_string()).status();
    assert!(told.unwrap().success());
    assert!(child.wait().unwrap().success(), "SIGTERM is no failure");
    assert_eq!(std::fs::read_to_string(ledger).unwrap().lines().count(), 1);
}

#[test]
fn a_fault_that_there_is_not_is_refused() {
    let output = Command::new(env!("CARGO_BIN_EXE_coe-sms-simulator"))
        .args(["--fault", "lazy=0.5"])
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("no such fault"));
}

#[test]
fn why_it_does_not_start_is_told() {
    let output = Command::new(env!("CARGO_BIN_EXE_coe-sms-simulator"))
        .args(["--ledger", "/no/such/folder/ledger.jsonl"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("cannot open the file of the ledger: "),
        "{told}"
    );
}
