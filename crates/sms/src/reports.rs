//! The reports that gateways send by themselves, read.

mod form;
mod thaibulksms;
mod twilio;

pub(crate) use thaibulksms::callback as thaibulksms_callback;

use crate::{GatewaySecrets, GatewaySettings, ReportReader};
use coe_domain::GatewayKind;
use std::sync::Arc;

/// Who reads the reports of a gateway; `None` for one that sends none.
#[must_use]
pub fn open_reader(
    settings: &GatewaySettings,
    secrets: &GatewaySecrets,
) -> Option<Arc<dyn ReportReader>> {
    match settings.kind {
        GatewayKind::Simulator | GatewayKind::Smsmkt => None,
        GatewayKind::Thaibulksms => Some(Arc::new(thaibulksms::Reports::new(&secrets.secret))),
        GatewayKind::Twilio => Some(Arc::new(twilio::Reports::new(&secrets.secret))),
    }
}
