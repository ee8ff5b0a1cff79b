//! The queue.

use chrono::{DateTime, Utc};
use coe_domain::sla::SlaView;
use coe_domain::{RequestId, RequestStatus, Risk};
use serde::{Deserialize, Serialize};

/// The tabs above the queue.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    Default,
    strum::VariantArray,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum QueueTab {
    /// Waiting for review (pending).
    #[default]
    Waiting,
    /// Claimed by the person signed in.
    Mine,
    /// Waiting for the member's new photos (returned).
    Returned,
    /// Waiting for a supervisor (escalated).
    Escalated,
    /// Approved, rejected or cancelled; newest first.
    Closed,
}

/// The order of the rows.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    Default,
    strum::VariantArray,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum QueueSort {
    /// By priority, then oldest first.
    #[default]
    Urgent,
    /// Newest first.
    Newest,
    /// Highest risk first, then oldest.
    Risk,
}

/// Only requests of a certain age, in hours since filing.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    Default,
    strum::VariantArray,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AgeFilter {
    /// Any age.
    #[default]
    Any,
    /// Filed within the last 24 hours.
    Today,
    /// Older than one day.
    OverOneDay,
    /// Older than three days.
    OverThreeDays,
}

/// What to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct QueueQuery {
    /// Which tab.
    pub tab: QueueTab,
    /// Search text: request number, member or licence number, national ID, name or phone. A
    /// search looks through every tab's requests, open and closed, ignoring `tab`.
    pub search: String,
    /// Only this risk.
    pub risk: Option<Risk>,
    /// Only this age.
    pub age: AgeFilter,
    /// Only requests that nobody holds.
    pub unclaimed: bool,
    /// The order.
    pub sort: QueueSort,
    /// Where to go on: `next` of the page before.
    pub after: Option<String>,
    /// Rows wanted, at most 200.
    pub limit: u32,
}

/// A page of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePage {
    /// The rows.
    pub rows: Vec<QueueRow>,
    /// Cursor of the next page; `None` at the end.
    pub next: Option<String>,
    /// How many rows match in all.
    pub total: u64,
}

/// A request in the queue. Holds no full number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    /// Identity.
    pub id: RequestId,
    /// Number such as `67-2-4`.
    pub request_no: String,
    /// Recorded name in Thai.
    pub name_th: String,
    /// Recorded name in English.
    pub name_en: String,
    /// Member number.
    pub member_no: String,
    /// First licence number, where there is one.
    pub licence_no: Option<String>,
    /// New phone, masked.
    pub new_phone_masked: String,
    /// Where it stands.
    pub status: RequestStatus,
    /// How much care it needs.
    pub risk: Risk,
    /// Time left of the target, in business minutes.
    pub sla: SlaView,
    /// When it was filed.
    pub submitted_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Who holds it.
    pub holder: Option<Holder>,
    /// The next appointment for a call.
    pub call_at: Option<DateTime<Utc>>,
}

/// Who holds a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Name as shown to colleagues.
    pub display_name: String,
    /// Whether it is the person signed in.
    pub me: bool,
}

/// Numbers on the tabs and in the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct QueueCounts {
    /// Pending.
    pub waiting: u64,
    /// Claimed by me.
    pub mine: u64,
    /// Returned.
    pub returned: u64,
    /// Escalated.
    pub escalated: u64,
    /// Closed.
    pub closed: u64,
    /// Pending and past the target time.
    pub overdue: u64,
    /// Closed since midnight, Bangkok time.
    pub closed_today: u64,
}
