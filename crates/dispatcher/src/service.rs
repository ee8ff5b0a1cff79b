//! The service: what runs, from start to end.

use crate::configuration::{Configuration, Reports};
use crate::database;
use crate::metrics::Metrics;
use crate::observation::{self, Watched};
use crate::problem::Problem;
use crate::reports::{self, Counts, Door, Token};
use crate::sealing;
use crate::secrets::{Secret, SecretError, Sources};
use crate::serve::serve;
use crate::system::{SystemClock, SystemRng};
use coe_audit::{SealingKey, read_sealing_key};
use coe_sms::dispatcher::Steps;
use coe_sms::{Dispatcher, Ended, Gateway, GatewaySecrets, Observer, ReportReader};
use coe_store::Store;
use coe_store_postgres::{Credentials, PgStore};
use coe_usecases::Desk;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Everything that the service needs, checked.
pub struct Service {
    configuration: Configuration,
    credentials: Credentials,
    gateway: Arc<dyn Gateway>,
    reports: Option<Listening>,
    sealing: Option<SealingKey>,
}

/// Where reports are listened for.
struct Listening {
    listen: SocketAddr,
    door: Door,
}

impl Service {
    /// Makes it from configuration and secrets; reaches nothing.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn prepare(configuration: Configuration, secrets: Sources<'_>) -> Result<Self, Problem> {
        let files = &configuration.secrets;
        let password = secrets.find("COE_DESK_PASSWORD", files.password_file.as_deref())?;
        let credentials = Credentials {
            username: configuration.database.user.clone(),
            // A server may let the service in by other means, such as the socket's peer.
            password: text(password),
        };
        let known_by = GatewaySecrets {
            key: text(secrets.find("COE_DESK_GATEWAY_KEY", files.gateway_key_file.as_deref())?),
            secret: text(secrets.find(
                "COE_DESK_GATEWAY_SECRET",
                files.gateway_secret_file.as_deref(),
            )?),
        };
        let mut settings = configuration.gateway.clone();
        let token = match &configuration.reports {
            Some(reports) => {
                let token = token(secrets, files.reports_token_file.as_deref())?;
                settings.report_url = Some(token.address(&reports.public_url, settings.kind));
                Some(token)
            }
            None => None,
        };
        let gateway = coe_sms::open(&settings, &known_by, Arc::new(SystemRng))?;
        let reader = coe_sms::open_reader(&settings, &known_by);
        let reports = match (&configuration.reports, token, reader) {
            (Some(reports), Some(token), Some(reader)) => Some(listening(reports, token, reader)),
            (Some(_), _, None) => return Err(Problem::NoReports),
            _ => None,
        };
        let sealing = match &configuration.secrets.sealing_key_file {
            Some(file) => Some(read_sealing_key(&secrets.placed(file))?),
            None => None,
        };
        Ok(Self {
            configuration,
            credentials,
            gateway,
            reports,
            sealing,
        })
    }

    /// Reaches database and gateway once, and tells what was found.
    ///
    /// # Errors
    /// What keeps the service from working.
    pub async fn check(&self) -> Result<String, Problem> {
        let server = self.configuration.database.server();
        let found = coe_store_postgres::probe(&server, &self.credentials)
            .await
            .map_err(Problem::Database)?;
        if found.staff.is_some() {
            return Err(Problem::APerson);
        }
        let credit = self.gateway.credit().await;
        let credit = credit.map_err(Problem::GatewayTrouble)?;
        let encrypted = if found.encrypted {
            "encrypted"
        } else {
            "not encrypted"
        };
        let reports = match &self.reports {
            Some(reports) => format!("listened for on {}", reports.listen),
            None => "not listened for".to_owned(),
        };
        let sealing = match &self.sealing {
            Some(key) => format!("sealed with the key {}", key.public().id()),
            None => "not sealed here".to_owned(),
        };
        Ok(format!(
            "database: PostgreSQL {}, schema {}, {encrypted}\ngateway: {}{}\ncredit: {}\nreports: {reports}\naudit log: {sealing}\n",
            found.server_version,
            found.schema,
            self.gateway.kind().code(),
            if self.gateway.is_simulated() {
                " (reaches no phone)"
            } else {
                ""
            },
            credit.as_deref().unwrap_or("not told"),
        ))
    }

    /// Runs until `stop` is over; waits for a database that is away.
    ///
    /// # Errors
    /// What keeps it from working at all.
    pub async fn run(
        self,
        steps: Arc<dyn Steps>,
        stop: impl Future<Output = ()> + Send,
    ) -> Result<Ended, Problem> {
        let clock = Arc::new(SystemClock);
        let metrics = Arc::new(Metrics::new(clock.clone()));
        let store = Arc::new(OnceLock::new());
        let (running, stopped) = watch::channel(());
        let mut beside = JoinSet::new();
        let watched = Watched {
            metrics: Arc::clone(&metrics),
            store: Arc::clone(&store),
        };
        let listener = listen(self.configuration.observation.listen).await?;
        beside.spawn(serve(
            listener,
            observation::router(watched),
            stopped.clone(),
        ));
        // Before the database is reached: a port in use is told at once.
        let reports = match self.reports {
            Some(Listening { listen: at, door }) => Some((listen(at).await?, door)),
            None => None,
        };

        let mut stop = std::pin::pin!(stop);
        let server = self.configuration.database.server();
        let connected = tokio::select! {
            () = stop.as_mut() => return Ok(Ended::InGoodOrder),
            connected = database::connect(&server, &self.credentials) => connected?,
        };
        let connected = Arc::new(connected);
        let shared: Arc<dyn Store> = connected.clone();
        let _ = store.set(Arc::clone(&shared));
        if let Some((listener, door)) = reports {
            let counts = Arc::clone(&metrics) as Arc<dyn Counts>;
            let router = reports::router(Arc::clone(&shared), vec![door], counts);
            beside.spawn(serve(listener, router, stopped.clone()));
        }
        if let Some(key) = self.sealing {
            let desk = Desk {
                store: Arc::clone(&shared),
                clock: clock.clone(),
                rng: Arc::new(SystemRng),
            };
            beside.spawn(sealing::run(desk, key, Arc::clone(&metrics), stopped));
        }
        let ended = Dispatcher::new(shared, self.gateway, clock, Arc::new(SystemRng))
            .paced(self.configuration.pace())
            .observed_by(metrics as Arc<dyn Observer>)
            .stepping(steps)
            .run(stop)
            .await;
        drop(running);
        while beside.join_next().await.is_some() {}
        close(&connected).await;
        Ok(ended)
    }
}

fn text(secret: Option<Secret>) -> String {
    secret.map_or_else(String::new, |secret| secret.reveal().to_owned())
}

fn token(secrets: Sources<'_>, file: Option<&Path>) -> Result<Token, Problem> {
    const VARIABLE: &str = "COE_DESK_REPORTS_TOKEN";
    let found = secrets.find(VARIABLE, file)?.ok_or(SecretError::Missing {
        what: "token for the address of the reports",
        variable: VARIABLE,
        key: "secrets.reports_token_file",
    })?;
    Token::new(found.reveal()).ok_or(Problem::Token)
}

fn listening(reports: &Reports, token: Token, reader: Arc<dyn ReportReader>) -> Listening {
    let sources = reports::Sources {
        allow: reports.allow.clone(),
        proxies: reports.trusted_proxies.clone(),
    };
    Listening {
        listen: reports.listen,
        door: Door::new(reader, token, sources, &reports.public_url),
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Problem> {
    TcpListener::bind(address)
        .await
        .map_err(|_| Problem::Listen(address))
}

/// Says goodbye to a server, which may be gone.
async fn close(store: &PgStore) {
    let patience = std::time::Duration::from_secs(3);
    let _ = tokio::time::timeout(patience, store.close()).await;
}
