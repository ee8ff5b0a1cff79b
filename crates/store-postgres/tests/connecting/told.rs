//! What a failure to connect tells.

use coe_store_postgres::{ConnectError, Credentials, Found, Options, PgStore, Server, probe};

/// Words of this server's messages, its names and its passwords.
const NEVER_TOLD: [&str; 12] = [
    "password of",
    "wrong one",
    "desk_test_super",
    "FATAL",
    "role \"",
    "database \"",
    "relation",
    "127.0.0.1",
    "localhost",
    "authentication failed",
    "certificate verify",
    "UnknownIssuer",
];

/// Whether neither text of an error tells what the server said or who was asked for.
pub(crate) fn is_discreet(error: &ConnectError, credentials: &Credentials) {
    for text in [
        format!("{error}"),
        format!("{error:?}"),
        format!("{credentials:?}"),
    ] {
        for word in NEVER_TOLD
            .into_iter()
            .chain([credentials.username.as_str(), credentials.password.as_str()])
            .filter(|word| !word.is_empty())
        {
            assert!(!text.contains(word), "{text} tells {word}");
        }
    }
}

/// Tries to come in, by looking and by connecting, which must end alike.
pub(crate) async fn refused(server: &Server, credentials: &Credentials) -> ConnectError {
    let looked = probe(server, credentials).await.expect_err("is refused");
    let connected = PgStore::connect(server, credentials, &Options::default()).await;
    let connected = connected.expect_err("is refused");
    assert_eq!(
        format!("{looked:?}"),
        format!("{connected:?}"),
        "trying a server out tells what connecting tells"
    );
    is_discreet(&looked, credentials);
    looked
}

/// Comes in, by looking and by connecting.
pub(crate) async fn let_in(server: &Server, credentials: &Credentials) -> Found {
    let found = probe(server, credentials).await.expect("is let in");
    let store = PgStore::connect(server, credentials, &Options::default()).await;
    let store = store.expect("is let in");
    let me = found.staff.as_ref().map(|staff| staff.id);
    assert_eq!(store.me(), me, "it is the same person");
    store.close().await;
    found
}
