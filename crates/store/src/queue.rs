//! Listing requests, page by page.

use crate::StoreResult;
use crate::cursor::Position;
use crate::search::{MemberSearch, QueueSearch};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use coe_domain::{LicenceNumber, Phone, RequestId, RequestNumber, RequestStatus, Risk, StaffId};
use strum::VariantArray;

/// Which requests.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct QueueFilter {
    /// Only these; empty means all.
    pub statuses: Vec<RequestStatus>,
    /// Only with a live claim of this person.
    pub claimed_by: Option<StaffId>,
    /// Only without a live claim.
    pub unclaimed: bool,
    /// Only this risk.
    pub risk: Option<Risk>,
    /// Filed at or after.
    pub filed_from: Option<DateTime<Utc>>,
    /// Filed before.
    pub filed_before: Option<DateTime<Utc>>,
    /// Search: an exact or leading request number, an exact member number, licence number,
    /// national ID or phone (normalised by the store's parse of the text), or part of a name.
    pub search: Option<String>,
}

impl QueueFilter {
    /// The statuses asked for, each once.
    #[must_use]
    pub fn each_status(&self) -> Vec<RequestStatus> {
        RequestStatus::VARIANTS
            .iter()
            .copied()
            .filter(|status| self.statuses.is_empty() || self.statuses.contains(status))
            .collect()
    }

    /// The search, understood; `None` where there is none.
    #[must_use]
    pub fn understood(&self) -> Option<QueueSearch> {
        self.search.as_deref().and_then(QueueSearch::of)
    }

    /// Whether nothing but the status matters, so that running counts answer how many there are.
    #[must_use]
    pub fn is_by_status_only(&self) -> bool {
        self.understood().is_none()
            && self.claimed_by.is_none()
            && !self.unclaimed
            && self.risk.is_none()
            && self.filed_from.is_none()
            && self.filed_before.is_none()
    }
}

/// Which requests one statement of a page or a count looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// One status, read in the order of an index.
    Ordered(RequestStatus),
    /// All of these, found by something rarer than a status.
    Found(Vec<RequestStatus>),
}

impl QueueFilter {
    /// The statements that a page or a count takes, given what the search turned out to be.
    #[must_use]
    pub fn scopes(&self, search: Option<&QueueSearch>) -> Vec<Scope> {
        let statuses = self.each_status();
        let by_status = match search {
            None => true,
            // Walking finds a page of a common name soon, and the open requests are never many. Among
            // all the closed ones it could walk for long.
            Some(QueueSearch::Member(MemberSearch::CommonName(_))) => {
                statuses.iter().all(|status| status.is_open())
            }
            Some(_) => false,
        };
        if !by_status || self.claimed_by.is_some() {
            vec![Scope::Found(statuses)]
        } else {
            statuses.into_iter().map(Scope::Ordered).collect()
        }
    }
}

/// The order of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum QueueOrder {
    /// Priority descending, then oldest first.
    #[default]
    Urgent,
    /// Newest first.
    Newest,
    /// Risk descending, then oldest first.
    Risk,
    /// Closed most recently first.
    Closed,
}

/// A row of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueItem {
    /// Identity.
    pub id: RequestId,
    /// Number.
    pub request_no: RequestNumber,
    /// Recorded full name in Thai, with title.
    pub name_th: String,
    /// Recorded full name in English, with title.
    pub name_en: String,
    /// Member number.
    pub member_no: String,
    /// First licence.
    pub licence: Option<LicenceNumber>,
    /// The number asked for.
    pub new_phone: Phone,
    /// Where it stands.
    pub status: RequestStatus,
    /// How much care it needs.
    pub risk: Risk,
    /// When it was filed.
    pub submitted_at: DateTime<Utc>,
    /// When it was last returned, while it is.
    pub returned_at: Option<DateTime<Utc>>,
    /// Intervals of waiting for the member.
    pub waited: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Who holds a live claim: identity and name.
    pub holder: Option<(StaffId, String)>,
    /// Next appointment that was not started.
    pub call_at: Option<DateTime<Utc>>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuePageRows {
    /// The rows.
    pub rows: Vec<QueueItem>,
    /// Cursor of the next page; opaque.
    pub next: Option<String>,
}

impl QueuePageRows {
    /// Puts the rows that statements found in order and cuts them off at `limit`. One row more than that
    /// tells that there is a next page.
    ///
    /// # Errors
    /// What `read` answers.
    pub fn of<Row>(
        mut found: Vec<Row>,
        order: QueueOrder,
        limit: u32,
        position: impl Fn(&Row) -> Position,
        read: impl Fn(Row) -> StoreResult<QueueItem>,
    ) -> StoreResult<Self> {
        found.sort_by_key(&position);
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = found.len() > wanted;
        found.truncate(wanted);
        let next = match found.last() {
            Some(last) if more => Some(position(last).write(order)),
            _ => None,
        };
        let rows = found.into_iter().map(read).collect::<StoreResult<_>>()?;
        Ok(Self { rows, next })
    }
}

/// Counts by tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueueTotals {
    /// Pending.
    pub pending: u64,
    /// Returned.
    pub returned: u64,
    /// Escalated.
    pub escalated: u64,
    /// Closed.
    pub closed: u64,
    /// Live claims of the asker.
    pub mine: u64,
    /// Closed at or after the moment asked for.
    pub closed_since: u64,
    /// Pending and filed before the moment asked for (and never returned).
    pub filed_before: u64,
}

/// Access to the queue.
#[async_trait]
pub trait QueueRepository {
    /// A page by keyset; the cursor holds the last row's keys.
    async fn queue_page(
        &mut self,
        filter: &QueueFilter,
        order: QueueOrder,
        after: Option<&str>,
        limit: u32,
    ) -> StoreResult<QueuePageRows>;
    /// How many rows match.
    async fn queue_total(&mut self, filter: &QueueFilter) -> StoreResult<u64>;
    /// The numbers on the tabs.
    async fn queue_totals(
        &mut self,
        asker: StaffId,
        closed_since: DateTime<Utc>,
        filed_before: DateTime<Utc>,
    ) -> StoreResult<QueueTotals>;
}
