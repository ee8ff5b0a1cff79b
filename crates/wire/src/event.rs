//! What the desk tells the page unasked.

use coe_domain::RequestId;
use serde::{Deserialize, Serialize};

/// Name of the window event that carries a [`DeskEvent`].
pub const DESK_EVENT: &str = "desk-event";

/// Something happened that the page should show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DeskEvent {
    /// Data changed, here or at another desk; what is on screen may be stale.
    Changed,
    /// The claim on the open request is gone.
    ClaimLost {
        /// The request.
        request_id: RequestId,
        /// Who holds it now, where someone does.
        holder: Option<String>,
    },
    /// The idle lock closed the window.
    Locked,
    /// The database went away or came back.
    Database {
        /// Whether it answers.
        available: bool,
    },
}
