//! Serving HTTP/1 to callers that may be slow, many or silent.

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// Connections at the same time.
const CONNECTIONS: usize = 256;
/// How long the head of a request may take, and how long a silent connection is kept.
const HEAD: Duration = Duration::from_secs(10);
/// How long a whole request may take.
const REQUEST: Duration = Duration::from_secs(30);
/// How long the requests under way have when it ends.
const GOODBYE: Duration = Duration::from_secs(5);

/// Where a request comes from; each has it among its extensions.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Serves until `stop` ends; then finishes what is under way.
pub async fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<()>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            _ = stop.changed() => break,
            next = next => next,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (router, stop) = (router.clone(), stop.clone());
                connections.spawn(async move {
                    let _place = place;
                    connection(stream, peer, router, stop).await;
                });
            }
            Err(error) => {
                // Out of files, most likely: others end soon.
                tracing::warn!(%error, "a connection cannot be taken");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
    let ended = async { while connections.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(GOODBYE, ended).await;
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    mut stop: watch::Receiver<()>,
) {
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        let answer = answer(router.clone(), request);
        async move { Ok::<_, std::convert::Infallible>(answer.await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        // Whoever called may have gone.
        _ = connection.as_mut() => return,
        _ = stop.changed() => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

async fn answer(
    mut router: Router,
    request: hyper::Request<hyper::body::Incoming>,
) -> http::Response<axum::body::Body> {
    use tower_service::Service;
    let answered = tokio::time::timeout(REQUEST, router.call(request)).await;
    match answered {
        Ok(Ok(response)) => response,
        Err(_) => {
            let mut response = http::Response::new(axum::body::Body::empty());
            *response.status_mut() = http::StatusCode::REQUEST_TIMEOUT;
            response
        }
    }
}
