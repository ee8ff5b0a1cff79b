//! A client of all three gateways.

use coe_sms_simulator::{Fault, Gateway, Options, Running, Simulator};
use reqwest::{RequestBuilder, Response};
use serde_json::{Value, json};
use std::time::Duration;

pub(crate) const NUMBER: &str = "+66812345678";
pub(crate) const TEXT: &str = "เบอร์ใหม่ของท่านใช้ได้แล้ว";
pub(crate) const TOKEN: &str = "an-auth-token";
pub(crate) const ALL: [Gateway; 3] = [Gateway::ThaiBulkSms, Gateway::SmsMkt, Gateway::Twilio];

pub(crate) struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) running: Running,
}

pub(crate) async fn start(options: Options) -> Client {
    Client {
        http: http(),
        running: Simulator::start(options).await.unwrap(),
    }
}

pub(crate) async fn start_with(faults: impl IntoIterator<Item = Fault>) -> Client {
    let client = start(Options::default()).await;
    client.running.set_faults(faults);
    client
}

/// A client; reqwest wants a provider of cryptography to be named even for `http`.
pub(crate) fn http() -> reqwest::Client {
    // Fails where another test of this process was first, which is as good.
    let _named = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

/// A form as reqwest would write it with its feature `form`.
pub(crate) fn form(request: RequestBuilder, fields: &[(&str, &str)]) -> RequestBuilder {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    request
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body)
}

impl Client {
    fn url(&self, gateway: Gateway, path: &str) -> String {
        format!("{}/{path}", self.running.url(gateway))
    }

    /// A message, as each gateway wants it.
    pub(crate) fn message(&self, gateway: Gateway, to: &str, text: &str) -> RequestBuilder {
        match gateway {
            Gateway::ThaiBulkSms => {
                let request = self.http.post(self.url(gateway, "sms"));
                let fields = [("msisdn", to), ("message", text), ("sender", "COE")];
                form(request.basic_auth("key", Some("secret")), &fields)
            }
            Gateway::SmsMkt => {
                let body = json!({"phone": to, "message": text, "sender": "COE"});
                self.http
                    .post(self.url(gateway, "api/send-message"))
                    .header("api_key", "key")
                    .header("secret_key", "secret")
                    .body(body.to_string())
            }
            Gateway::Twilio => self.twilio(&[("To", to), ("From", "+15005550006"), ("Body", text)]),
        }
    }

    pub(crate) fn twilio(&self, fields: &[(&str, &str)]) -> RequestBuilder {
        let url = self.url(Gateway::Twilio, "2010-04-01/Accounts/AC1/Messages.json");
        form(self.http.post(url).basic_auth("AC1", Some(TOKEN)), fields)
    }

    /// Sends the usual message, and gives up after half a second.
    pub(crate) async fn send(&self, gateway: Gateway) -> reqwest::Result<Response> {
        let message = self.message(gateway, NUMBER, TEXT);
        message.timeout(Duration::from_millis(500)).send().await
    }

    /// Sends the usual message and reads the answer.
    pub(crate) async fn answer(&self, gateway: Gateway) -> (u16, Value) {
        read(self.send(gateway).await.unwrap()).await
    }

    pub(crate) async fn get(&self, gateway: Gateway, path: &str) -> (u16, Value) {
        let request = match gateway {
            Gateway::SmsMkt => self.http.post(self.url(gateway, path)),
            _ => self.http.get(self.url(gateway, path)),
        };
        let request = request
            .basic_auth("AC1", Some(TOKEN))
            .header("api_key", "key")
            .header("secret_key", "secret");
        read(request.send().await.unwrap()).await
    }

    /// A path outside of the gateways.
    pub(crate) fn own(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address())
    }

    pub(crate) async fn control(&self, change: Value) -> (u16, String) {
        let request = self.http.post(self.own("/control"));
        let response = request.body(change.to_string()).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// How often the usual message was taken.
    pub(crate) fn taken(&self) -> u32 {
        self.running.ledger().count_of(NUMBER, TEXT)
    }
}

/// Status and body; a body that is no JSON is null.
pub(crate) async fn read(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let body = response.bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

/// Waits until something holds, ten seconds at most.
pub(crate) async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..1_000 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{what} did not happen in ten seconds");
}
