//! Asking over HTTP, with one question answered for whoever asks: may the request have arrived?

use super::plan::{Method, Plan};
use super::settings::Misconfigured;
use reqwest::{Client, Response, StatusCode, header, redirect};
use std::time::Duration;

/// How long making a connection may take. Shorter than any answer, so that its end is known for what it is.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a connection may lie idle. Shorter than the patience of usual servers, which begins at five
/// seconds: a request that is written while the server closes the connection leaves it open what became of it.
const IDLE: Duration = Duration::from_secs(4);
/// The most of an answer that is read; a real one has a few hundred bytes.
const LONGEST: usize = 64 * 1024;

/// A client for one gateway.
#[derive(Clone)]
pub(crate) struct Http {
    client: Client,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// How long the gateway asked us to wait.
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Silence {
    /// No connection was made: the request never left.
    NeverSent,
    /// It may have arrived, and no answer came in time.
    NoAnswer,
    /// It may have arrived, and the connection broke.
    Lost,
}

impl Http {
    pub(crate) fn new(timeout: Duration) -> Result<Self, Misconfigured> {
        // The whole program shares one; who comes second finds it set.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("coe-desk/", env!("CARGO_PKG_VERSION")))
            // Ends before the time for the whole does, or nobody could say that nothing was sent.
            .connect_timeout(CONNECT.min(timeout / 2))
            .timeout(timeout)
            // A message goes where it was meant to go, or nowhere.
            .redirect(redirect::Policy::none())
            .no_proxy()
            .retry(reqwest::retry::never())
            .pool_idle_timeout(IDLE)
            .build()
            .map_err(|_| Misconfigured::NoTls)?;
        Ok(Self { client })
    }

    /// Sends a request and reads its answer.
    ///
    /// # Errors
    /// [`Silence`].
    pub(crate) async fn ask(&self, plan: &Plan) -> Result<Reply, Silence> {
        let mut request = match plan.method {
            Method::Get => self.client.get(&plan.url),
            Method::Post => self.client.post(&plan.url),
        };
        for header in &plan.headers {
            request = request.header(header.name, &header.value);
        }
        if let Some((kind, body)) = plan.written_body() {
            request = request.header(header::CONTENT_TYPE, kind).body(body);
        }
        let response = request.send().await.map_err(|error| silence(&error))?;
        let status = response.status();
        let retry_after = retry_after(&response);
        Ok(Reply {
            status: status.as_u16(),
            retry_after,
            body: body(response, status).await?,
        })
    }
}

fn silence(error: &reqwest::Error) -> Silence {
    if error.is_connect() || error.is_builder() {
        Silence::NeverSent
    } else if error.is_timeout() {
        Silence::NoAnswer
    } else {
        Silence::Lost
    }
}

/// In seconds only: dates are for caches.
fn retry_after(response: &Response) -> Option<Duration> {
    let text = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?;
    text.trim().parse().ok().map(Duration::from_secs)
}

/// The beginning of the body. Where the status says no, what follows it may get lost.
async fn body(mut response: Response, status: StatusCode) -> Result<Vec<u8>, Silence> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                let room = LONGEST.saturating_sub(body.len());
                body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() >= room {
                    return Ok(body);
                }
            }
            Ok(None) => return Ok(body),
            Err(_) if !status.is_success() => return Ok(body),
            Err(error) => return Err(silence(&error)),
        }
    }
}
