//! Delivery reports.

mod reporter;
mod wording;

pub(crate) use reporter::Reporter;
pub(crate) use wording::twilio_status;

use crate::fault::FaultKind;
use crate::number::Number;
use axum::http::Uri;

/// How far a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Queued,
    Sent,
    Delivered,
    Failed,
}

/// What becomes of a message, and how it is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Delivered,
    Failed,
    /// Reported as delivered twice.
    Twice,
    /// Reported as delivered, then as failed.
    Reversed,
}

impl Fate {
    /// The fate of a message whose report meets this fault.
    pub(crate) fn of(fault: Option<FaultKind>) -> Self {
        match fault {
            Some(FaultKind::ReportFailed) => Self::Failed,
            Some(FaultKind::ReportDuplicate) => Self::Twice,
            Some(FaultKind::ReportReversed) => Self::Reversed,
            _ => Self::Delivered,
        }
    }

    /// What is reported, one after the other.
    pub(crate) fn states(self) -> &'static [State] {
        match self {
            Self::Delivered => &[State::Delivered],
            Self::Failed => &[State::Failed],
            Self::Twice => &[State::Delivered, State::Delivered],
            Self::Reversed => &[State::Delivered, State::Failed],
        }
    }

    /// What is known first.
    pub(crate) fn first(self) -> State {
        self.states().first().copied().unwrap_or(State::Delivered)
    }

    /// What is true in the end.
    pub(crate) fn last(self) -> State {
        self.states().last().copied().unwrap_or(State::Delivered)
    }
}

/// Who wants to know what becomes of a message.
#[derive(Debug, Clone)]
pub(crate) struct Callback {
    /// The address, as the client or the command line gave it.
    pub(crate) url: String,
    pub(crate) style: Style,
}

/// How a gateway reports.
#[derive(Clone)]
pub(crate) enum Style {
    /// `GET` with a query.
    ThaiBulkSms,
    /// A signed form.
    Twilio {
        /// The account, as the client named it.
        account: String,
        /// What reports are signed with.
        token: String,
    },
}

/// Without the token.
impl std::fmt::Debug for Style {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::ThaiBulkSms => "ThaiBulkSms",
            Self::Twilio { .. } => "Twilio",
        })
    }
}

impl Callback {
    /// Whether it may be called: a test server tells nobody outside of this computer.
    pub(crate) fn is_on_this_computer(&self) -> bool {
        let Ok(uri) = self.url.parse::<Uri>() else {
            return false;
        };
        let loopback = ["127.0.0.1", "localhost", "[::1]"];
        uri.scheme_str() == Some("http") && uri.host().is_some_and(|host| loopback.contains(&host))
    }
}

/// A report that is to be sent.
pub(crate) struct Report {
    pub(crate) callback: Callback,
    /// Which message on the page.
    pub(crate) serial: u64,
    pub(crate) reference: String,
    pub(crate) number: Number,
    pub(crate) fate: Fate,
}
