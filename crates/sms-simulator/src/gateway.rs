//! The gateways that are played.

use serde::Serialize;

/// A gateway that is played.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Gateway {
    /// ThaiBulkSMS, API v2.
    ThaiBulkSms,
    /// SMSMKT.
    SmsMkt,
    /// Twilio, API 2010-04-01.
    Twilio,
}

impl Gateway {
    /// Its name in addresses and in the ledger.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}
