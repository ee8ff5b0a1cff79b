//! Delivery reports that gateways send by themselves.

use coe_domain::GatewayKind;
use coe_store::Report;
use http::HeaderMap;

/// A request that claims to be a gateway's.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// The whole address as the gateway called it, with its query: some signatures cover it.
    pub url: &'a str,
    /// What follows `?`, without it.
    pub query: &'a str,
    /// Its headers.
    pub headers: &'a HeaderMap,
    /// Its body, as it came.
    pub body: &'a [u8],
}

/// Why a request is not taken for a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAReport {
    /// It does not prove that it comes from the gateway.
    #[error("the signature does not hold")]
    Signature,
    /// It cannot be read.
    #[error("it cannot be read")]
    Unreadable,
}

/// Reads the reports of one gateway.
pub trait ReportReader: Send + Sync {
    /// Whose reports.
    fn gateway(&self) -> GatewayKind;

    /// What a request reports. States in between, such as "handed to the network", are no report: the
    /// list is empty then.
    ///
    /// # Errors
    /// [`NotAReport`]; nothing of the request may be believed.
    fn read(&self, incoming: &Incoming<'_>) -> Result<Vec<Report>, NotAReport>;
}
