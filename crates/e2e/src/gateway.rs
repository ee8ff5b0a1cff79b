//! A gateway that takes messages over HTTP and reaches no phone.

use crate::process::Running;
use crate::{E2eError, Programs};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// A running simulated gateway. It ends with its owner.
#[derive(Debug)]
pub struct Gateway {
    address: String,
    http: reqwest::Client,
    _process: Running,
}

impl Gateway {
    /// Starts it, and tells the app of `programs` what it is known by there.
    ///
    /// # Errors
    /// When it was not built or does not start.
    pub fn start(programs: &mut Programs) -> Result<Self, E2eError> {
        let program = programs.simulator()?;
        let mut process = Running::start(
            Command::new(&program)
                .args(["--plain-numbers", "--report-delay-ms", "500"])
                .stdin(Stdio::null())
                .stdout(Stdio::piped()),
        )?;
        let mut line = String::new();
        if let Some(out) = process.child().stdout.take() {
            BufReader::new(out)
                .read_line(&mut line)
                .map_err(E2eError::file("read from", &program))?;
        }
        let address = line
            .trim()
            .strip_prefix("listening on ")
            .ok_or_else(|| E2eError::NotStarted {
                program: program.display().to_string(),
                why: "it told no address".to_owned(),
            })?
            .to_owned();
        for (name, value) in [
            ("COE_DESK_GATEWAY_KEY", "ACstory"),
            ("COE_DESK_GATEWAY_SECRET", "told"),
        ] {
            programs
                .environment
                .push((name.to_owned(), value.to_owned()));
        }
        // Whose TLS, where none is used; see the WebDriver session.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(Self {
            address,
            http: reqwest::Client::new(),
            _process: process,
        })
    }

    /// What a desk sends to, in Twilio's protocol.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}/twilio", self.address)
    }

    /// Tells it how to behave from now on, as its control takes it.
    ///
    /// # Errors
    /// When it does not take that.
    pub async fn told(&self, control: serde_json::Value) -> Result<(), E2eError> {
        let sent = self
            .http
            .post(format!("{}/control", self.address))
            .header("content-type", "application/json")
            .body(control.to_string())
            .send()
            .await;
        match sent.and_then(reqwest::Response::error_for_status) {
            Ok(_) => Ok(()),
            Err(error) => Err(E2eError::Gateway(error.to_string())),
        }
    }

    /// How many messages it took, each as often as it took it, and how many of them more than once.
    ///
    /// # Errors
    /// When it does not tell.
    pub async fn took(&self) -> Result<(u64, u64), E2eError> {
        let wrong = |error: String| E2eError::Gateway(error);
        let answer = self
            .http
            .get(format!("{}/ledger?summary=1", self.address))
            .send()
            .await
            .map_err(|error| wrong(error.to_string()))?;
        let body = answer
            .bytes()
            .await
            .map_err(|error| wrong(error.to_string()))?;
        let told: serde_json::Value =
            serde_json::from_slice(&body).map_err(|error| wrong(error.to_string()))?;
        let number = |name: &str| {
            told.get(name)
                .and_then(serde_json::Value::as_u64)
                .ok_or_else(|| wrong(format!("no {name}")))
        };
        Ok((number("total")?, number("repeated")?))
    }
}
