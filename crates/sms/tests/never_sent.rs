//! What is known of a message whose gateway cannot be reached.

use coe_domain::{GatewayKind, MessageFailure, MessageId, Phone};
use coe_sms::{Gateway, GatewaySecrets, GatewaySettings, Outgoing, Sent, Whose, open};
use coe_testkit::SeededRng;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn gateway(address: &str) -> Arc<dyn Gateway> {
    let settings = GatewaySettings {
        base_url: Some(address.to_owned()),
        timeout_seconds: 1,
        ..GatewaySettings::of(GatewayKind::Thaibulksms, "COE")
    };
    let secrets = GatewaySecrets {
        key: "key".to_owned(),
        secret: "secret".to_owned(),
    };
    open(&settings, &secrets, Arc::new(SeededRng::new(1))).expect("a gateway")
}

async fn send(address: &str) -> Sent {
    let phone = Phone::parse("0812345678").expect("a phone");
    let message = Outgoing {
        message: MessageId(1),
        attempt: 1,
        to: &phone,
        body: "hello",
    };
    gateway(address).send(&message).await
}

async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

const DOWN: Sent = Sent::NotNow {
    cause: MessageFailure::GatewayDown,
    whose: Whose::Gateway,
    wait: None,
};

#[tokio::test]
async fn where_nobody_listens_nothing_was_taken() {
    let (listener, address) = listen().await;
    drop(listener);
    assert_eq!(send(&format!("http://{address}")).await, DOWN);
}

#[tokio::test]
async fn where_nobody_speaks_tls_nothing_was_taken() {
    let (listener, address) = listen().await;
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            let _ = peer.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let address = format!("https://localhost:{}", address.port());
    assert_eq!(send(&address).await, DOWN);
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_leaves_it_open() {
    let (listener, address) = listen().await;
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            let mut request = [0_u8; 4096];
            let _ = peer.read(&mut request).await;
        }
    });
    let unknown = Sent::Unknown {
        cause: MessageFailure::ConnectionLost,
    };
    assert_eq!(send(&format!("http://{address}")).await, unknown);
}

#[tokio::test]
async fn an_answer_that_does_not_come_leaves_it_open() {
    let (listener, address) = listen().await;
    let unknown = Sent::Unknown {
        cause: MessageFailure::NoAnswer,
    };
    assert_eq!(send(&format!("http://{address}")).await, unknown);
    drop(listener);
}
