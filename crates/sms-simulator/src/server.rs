//! Starting, running and stopping.

mod connection;

use crate::control;
use crate::exchange::Exchange;
use crate::fault::Fault;
use crate::gateway::Gateway;
use crate::ledger::{Ledger, Summary};
use crate::options::Options;
use crate::page;
use crate::protocol::{smsmkt, thaibulksms, twilio};
use crate::report::Reporter;
use axum::Router;
use axum::routing::get;
use std::net::{Ipv4Addr, SocketAddr};
use std::{io, sync::Arc};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Why the simulator did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken or may not be used.
    #[error("cannot listen on loopback")]
    Port(#[source] io::Error),
    /// The file of the ledger cannot be written.
    #[error("cannot open the file of the ledger")]
    Ledger(#[source] io::Error),
}

/// The simulator, before it runs.
#[derive(Debug, Clone, Copy)]
pub struct Simulator;

impl Simulator {
    /// Starts to listen. Needs a Tokio runtime with time and input.
    ///
    /// # Errors
    /// The port or the file cannot be used.
    pub async fn start(options: Options) -> Result<Running, StartError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))
            .await
            .map_err(StartError::Port)?;
        let address = listener.local_addr().map_err(StartError::Port)?;
        let (reporter, reports) = Reporter::new(options.report_delay);
        let exchange = Exchange::open(options, reporter).map_err(StartError::Ledger)?;
        let exchange = Arc::new(exchange);
        let router = router(Arc::clone(&exchange));
        let (stop, stopped) = watch::channel(());
        let work = tokio::spawn(async move {
            tokio::select! {
                () = connection::serve(listener, router, stopped) => {}
                () = reports => {}
            }
        });
        Ok(Running {
            address,
            exchange,
            stop,
            work,
        })
    }
}

fn router(exchange: Arc<Exchange>) -> Router {
    Router::new()
        .route("/", get(page::show))
        .merge(control::routes())
        .nest("/thaibulksms", thaibulksms::routes())
        .nest("/smsmkt", smsmkt::routes())
        .nest("/twilio", twilio::routes())
        .with_state(exchange)
}

/// A simulator that runs. It stops when this is dropped.
pub struct Running {
    address: SocketAddr,
    exchange: Arc<Exchange>,
    stop: watch::Sender<()>,
    work: JoinHandle<()>,
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base address of a gateway, without a slash at its end.
    #[must_use]
    pub fn url(&self, gateway: Gateway) -> String {
        format!("http://{}/{}", self.address, gateway.code())
    }

    /// All that was taken until now.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        self.exchange.book.ledger()
    }

    /// The same in a few numbers.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.exchange.book.summary()
    }

    /// Sets the faults from now on, in place of all others.
    pub fn set_faults(&self, faults: impl IntoIterator<Item = Fault>) {
        self.exchange.faults.set(faults.into_iter().collect());
    }

    /// Lets messages wait before they are taken.
    pub fn hold(&self) {
        self.exchange.before.hold(true);
    }

    /// Lets messages wait after they were taken, before the answer.
    pub fn hold_after(&self) {
        self.exchange.after.hold(true);
    }

    /// Ends both holds.
    pub fn release(&self) {
        self.exchange.before.hold(false);
        self.exchange.after.hold(false);
    }

    /// How many messages wait at the holds: before they are taken, and after.
    #[must_use]
    pub fn held(&self) -> (usize, usize) {
        let exchange = &self.exchange;
        (exchange.before.waiting(), exchange.after.waiting())
    }

    /// Stops: answers that are under way are finished, held and silent ones are cut off, reports
    /// that wait are forgotten.
    pub async fn stop(self) {
        let Self { stop, work, .. } = self;
        drop(stop);
        // A panic in there was a request's and is told by its own thread.
        let _ended = work.await;
    }
}
