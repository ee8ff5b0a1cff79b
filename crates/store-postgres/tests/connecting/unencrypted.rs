//! Servers without encryption, and none at all.

use crate::databases;
use crate::people::hire;
use crate::told::{let_in, refused};
use coe_domain::Role;
use coe_store_postgres::{ConnectError, Credentials, Server, Tls};
use std::io::{Read, Write};
use std::net::TcpListener;

fn nobody() -> Credentials {
    Credentials {
        username: "nobody_we_know".to_owned(),
        password: "wrong one".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn encryption_is_not_done_without() {
    let database = databases::fresh_database().await;
    let mut superuser = databases::superuser(&database).await;
    let name = format!("{database}_officer");
    let officer = hire(&mut superuser, &name, Role::Officer).await;
    let server = databases::server(&database);
    let found = let_in(&server, &officer.credentials).await;
    assert!(!found.encrypted, "here it was said to go without");
    let verified = Server {
        tls: Tls::Verified { authority: None },
        ..server.clone()
    };
    let none = refused(&verified, &officer.credentials).await;
    assert!(matches!(none, ConnectError::NoTls), "{none:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_computer_is_never_asked_without_encryption() {
    for host in ["desk.example", "192.0.2.1"] {
        let server = Server {
            host: host.to_owned(),
            port: 5432,
            database: "desk".to_owned(),
            tls: Tls::Off,
        };
        let refused = refused(&server, &nobody()).await;
        assert!(matches!(refused, ConnectError::TlsRequired), "{refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_nothing_listens_nothing_is_reached() {
    let port = {
        let ear = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        ear.local_addr().expect("it has one").port()
    };
    for tls in [Tls::Off, Tls::Verified { authority: None }] {
        let server = Server {
            host: "localhost".to_owned(),
            port,
            database: "desk".to_owned(),
            tls,
        };
        let refused = refused(&server, &nobody()).await;
        assert!(matches!(refused, ConnectError::Unreachable), "{refused:?}");
    }
    let nowhere = Server {
        host: "/nowhere/at/all".to_owned(),
        port,
        database: "desk".to_owned(),
        tls: Tls::Off,
    };
    let refused = refused(&nowhere, &nobody()).await;
    assert!(matches!(refused, ConnectError::Unreachable), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_nobody_knows_is_not_reached() {
    let server = Server {
        host: "desk.invalid".to_owned(),
        port: 5432,
        database: "desk".to_owned(),
        tls: Tls::Verified { authority: None },
    };
    let refused = refused(&server, &nobody()).await;
    assert!(matches!(refused, ConnectError::Unreachable), "{refused:?}");
}

/// Whoever connects is answered so, whatever they want.
fn something_else(answer: &'static [u8]) -> u16 {
    let ear = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = ear.local_addr().expect("it has one").port();
    // It ends with the test program.
    std::thread::spawn(move || {
        for mut caller in ear.incoming().map_while(Result::ok) {
            let _ = caller.read(&mut [0; 1024]);
            let _ = caller.write_all(answer);
        }
    });
    port
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn something_else_that_listens_is_no_server() {
    for answer in [b"".as_slice(), b"HTTP/1.1 400 Bad Request\r\n\r\n"] {
        let port = something_else(answer);
        for tls in [Tls::Off, Tls::Verified { authority: None }] {
            let server = Server {
                host: "localhost".to_owned(),
                port,
                database: "desk".to_owned(),
                tls,
            };
            let refused = refused(&server, &nobody()).await;
            assert!(matches!(refused, ConnectError::Unreachable), "{refused:?}");
        }
    }
}
