//! Trying a gateway out, against one that answers what it is told to.

use crate::stage::{Answer, answer};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};

/// A gateway that answers each request with the next of these, and keeps what it was asked.
struct Gateway {
    address: String,
    asked: std::thread::JoinHandle<Vec<String>>,
}

fn gateway(answers: &'static [(u16, &'static str)]) -> Gateway {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let asked = std::thread::spawn(move || {
        answers
            .iter()
            .map(|(status, body)| {
                let (mut peer, _) = listener.accept().expect("somebody asks");
                let mut request = vec![0; 8192];
                let read = peer.read(&mut request).expect("it is read");
                let answer = format!(
                    "HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                );
                peer.write_all(answer.as_bytes()).expect("it is answered");
                String::from_utf8_lossy(&request[..read]).into_owned()
            })
            .collect()
    });
    Gateway { address, asked }
}

fn test(arguments: &[&str]) -> Answer {
    let output = Command::new(env!("CARGO_BIN_EXE_coe-desk-admin"))
        .args(["sms", "test"])
        .args(arguments)
        .env("COE_DESK_GATEWAY_KEY", "the-key")
        .env("COE_DESK_GATEWAY_SECRET", "the-secret")
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    answer(output)
}

const CREDIT: (u16, &str) = (200, r#"{"remaining_credit":{"corporate":812}}"#);

fn of<'a>(gateway: &'a Gateway, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec![
        "--gateway",
        "thaibulksms",
        "--sender",
        "COE",
        "--to",
        "0812345678",
    ];
    arguments.extend(["--base-url", &gateway.address]);
    arguments.extend(more);
    arguments
}

#[test]
fn a_dry_run_shows_the_request_and_sends_nothing() {
    let gateway = gateway(&[CREDIT]);
    let tried = test(&of(&gateway, &["--dry-run"]));
    assert_eq!(tried.code, 0, "{tried:?}");
    assert!(tried.out.contains("/sms"), "{}", tried.out);
    assert!(tried.out.contains("xxxxxxx5678"), "{}", tried.out);
    assert!(tried.out.contains("Credit: corporate 812"), "{}", tried.out);
    let shown = format!("{}{}", tried.out, tried.told);
    for covered in [
        "0812345678",
        "66812345678",
        "the-key",
        "the-secret",
        "dGhlLWtleTp0aGUtc2VjcmV0",
    ] {
        assert!(!shown.contains(covered), "{shown}");
    }
    let asked = gateway.asked.join().expect("it ends");
    assert!(asked[0].starts_with("GET /credit"), "{}", asked[0]);
}

#[test]
fn a_message_is_sent_once_somebody_said_yes() {
    let gateway = gateway(&[
        CREDIT,
        (
            201,
            r#"{"phone_number_list":[{"message_id":"m-7"}],"bad_phone_number_list":[]}"#,
        ),
    ]);
    let tried = test(&of(&gateway, &["--yes"]));
    assert_eq!(tried.code, 0, "{tried:?}");
    assert!(tried.out.contains("m-7"), "{}", tried.out);
    let asked = gateway.asked.join().expect("it ends");
    assert!(asked[1].contains("msisdn=66812345678"), "{}", asked[1]);
}

#[test]
fn what_the_gateway_says_no_to_is_told() {
    const NO: [(&[(u16, &str)], &str); 3] = [
        (&[(401, "{}")], "key or secret is wrong"),
        (&[CREDIT, (402, "")], "no credit left"),
        (&[CREDIT, (500, "")], "Nobody knows"),
    ];
    for (answers, words) in NO {
        let gateway = gateway(answers);
        let tried = test(&of(&gateway, &["--yes"]));
        assert_eq!(tried.code, 3, "{tried:?}");
        assert!(tried.told.contains(words), "{}", tried.told);
    }
}

#[test]
fn what_was_said_wrong_is_told_before_anybody_is_asked() {
    for (arguments, words) in [
        (
            &["--gateway", "smsmkt", "--sender", "COE", "--to", "12"] as &[_],
            "no Thai mobile number",
        ),
        (
            &["--gateway", "smsmkt", "--to", "0812345678"],
            "needs a registered sender",
        ),
        (
            &[
                "--gateway",
                "smsmkt",
                "--sender",
                "COE",
                "--to",
                "0812345678",
                "--base-url",
                "http://sms.example",
            ],
            "https://",
        ),
    ] {
        let tried = test(arguments);
        assert_eq!(tried.code, 2, "{tried:?}");
        assert!(tried.told.contains(words), "{}", tried.told);
    }
}
