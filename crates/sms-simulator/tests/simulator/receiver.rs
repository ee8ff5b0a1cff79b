//! A receiver of reports, as the dispatcher has one.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// A report as it came.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) method: Method,
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) signature: Option<String>,
}

pub(crate) struct Receiver {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/reports?desk=1", listener.local_addr().unwrap());
        let received = Arc::default();
        let router = Router::new()
            .fallback(note)
            .with_state(Arc::clone(&received));
        tokio::spawn(serve(listener, router));
        Self { url, received }
    }

    pub(crate) fn all(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// One field of each report.
    pub(crate) fn fields(&self, name: &str) -> Vec<String> {
        let all = self.all();
        all.iter()
            .map(|report| report.fields[name].clone())
            .collect()
    }
}

async fn note(
    State(received): State<Arc<Mutex<Vec<Received>>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let query = uri.query().unwrap_or_default().as_bytes();
    let both = form_urlencoded::parse(query)
        .into_owned()
        .chain(form_urlencoded::parse(&body).into_owned());
    let signature = headers.get("x-twilio-signature");
    received.lock().unwrap().push(Received {
        method,
        fields: both.collect(),
        signature: signature.map(|value| value.to_str().unwrap().to_owned()),
    });
    StatusCode::NO_CONTENT
}

async fn serve(listener: TcpListener, router: Router) {
    use hyper_util::{rt::TokioIo, service::TowerToHyperService};
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let service = TowerToHyperService::new(router.clone());
        let connection = hyper::server::conn::http1::Builder::new();
        tokio::spawn(connection.serve_connection(TokioIo::new(stream), service));
    }
}
