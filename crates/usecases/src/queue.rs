//! The queue: pages and counts.

use crate::settings::SlaRules;
use crate::{Actor, Desk, DeskResult};
use chrono::{DateTime, Duration, Utc};
use coe_domain::sla::{self, BusinessCalendar};
use coe_domain::thai_date::{bangkok, from_bangkok};
use coe_domain::{Clock, RequestStatus};
use coe_store::{QueueFilter, QueueItem, QueueOrder};
use coe_wire::queue::{
    AgeFilter, Holder, QueueCounts, QueuePage, QueueQuery, QueueRow, QueueSort, QueueTab,
};

/// The most rows of a page.
pub const MOST: u32 = 200;
const CLOSED: [RequestStatus; 3] = [
    RequestStatus::Approved,
    RequestStatus::Rejected,
    RequestStatus::Cancelled,
];

/// Reads a page.
///
/// # Errors
/// `invalid_cursor`, or what the database answers.
pub async fn page(desk: &Desk, actor: &Actor, input: &QueueQuery) -> DeskResult<QueuePage> {
    let now = desk.clock.now();
    let (filter, order) = filter(actor, input, now);
    let mut unit = desk.store.read().await?;
    let rules = SlaRules::load(unit.as_mut()).await?;
    let limit = input.limit.clamp(1, MOST);
    let found = unit
        .queue_page(&filter, order, input.after.as_deref(), limit)
        .await?;
    let total = unit.queue_total(&filter).await?;
    Ok(QueuePage {
        rows: found
            .rows
            .into_iter()
            .map(|item| row(actor, &rules, now, item))
            .collect(),
        next: found.next,
        total,
    })
}

/// Reads the numbers on the tabs.
///
/// # Errors
/// What the database answers.
pub async fn counts(desk: &Desk, actor: &Actor) -> DeskResult<QueueCounts> {
    let now = desk.clock.now();
    let mut unit = desk.store.read().await?;
    let rules = SlaRules::load(unit.as_mut()).await?;
    let overdue_before = latest_overdue(&rules.calendar, rules.target.minutes, now);
    let totals = unit
        .queue_totals(actor.id, midnight(desk.clock.as_ref()), overdue_before)
        .await?;
    Ok(QueueCounts {
        waiting: totals.pending,
        mine: totals.mine,
        returned: totals.returned,
        escalated: totals.escalated,
        closed: totals.closed,
        overdue: totals.filed_before,
        closed_today: totals.closed_since,
    })
}

fn filter(actor: &Actor, input: &QueueQuery, now: DateTime<Utc>) -> (QueueFilter, QueueOrder) {
    let search = Some(input.search.trim().to_owned()).filter(|text| !text.is_empty());
    let statuses = match (&search, input.tab) {
        (Some(_), _) => Vec::new(),
        (None, QueueTab::Waiting) => vec![RequestStatus::Pending],
        (None, QueueTab::Mine) => vec![RequestStatus::Pending, RequestStatus::Escalated],
        (None, QueueTab::Returned) => vec![RequestStatus::Returned],
        (None, QueueTab::Escalated) => vec![RequestStatus::Escalated],
        (None, QueueTab::Closed) => CLOSED.to_vec(),
    };
    let (filed_from, filed_before) = match input.age {
        AgeFilter::Any => (None, None),
        AgeFilter::Today => (Some(now - Duration::hours(24)), None),
        AgeFilter::OverOneDay => (None, Some(now - Duration::hours(24))),
        AgeFilter::OverThreeDays => (None, Some(now - Duration::hours(72))),
    };
    let order = match (input.sort, input.tab, &search) {
        (QueueSort::Urgent, QueueTab::Closed, None) => QueueOrder::Closed,
        (QueueSort::Urgent, _, Some(_)) | (QueueSort::Newest, _, _) => QueueOrder::Newest,
        (QueueSort::Urgent, _, None) => QueueOrder::Urgent,
        (QueueSort::Risk, _, _) => QueueOrder::Risk,
    };
    let mine = input.tab == QueueTab::Mine && search.is_none();
    let filter = QueueFilter {
        statuses,
        claimed_by: mine.then_some(actor.id),
        unclaimed: input.unclaimed,
        risk: input.risk,
        filed_from,
        filed_before,
        search,
    };
    (filter, order)
}

fn row(actor: &Actor, rules: &SlaRules, now: DateTime<Utc>, item: QueueItem) -> QueueRow {
    let end = item.closed_at.unwrap_or(now);
    let sla = sla::assess(
        &rules.calendar,
        rules.target,
        item.submitted_at,
        end,
        &item.waited,
        item.returned_at,
    );
    QueueRow {
        id: item.id,
        request_no: item.request_no.to_string(),
        name_th: item.name_th,
        name_en: item.name_en,
        member_no: item.member_no,
        licence_no: item.licence.map(|licence| licence.as_str().to_owned()),
        new_phone_masked: item.new_phone.masked(),
        status: item.status,
        risk: item.risk,
        sla,
        submitted_at: item.submitted_at,
        closed_at: item.closed_at,
        holder: item.holder.map(|(id, display_name)| Holder {
            me: id == actor.id,
            display_name,
        }),
        call_at: item.call_at,
    }
}

/// The start of today in Bangkok.
fn midnight(clock: &dyn Clock) -> DateTime<Utc> {
    from_bangkok(bangkok(clock.now()).date().and_time(chrono::NaiveTime::MIN))
}

/// The latest moment of filing that is overdue at `now`: business minutes since it have reached
/// the target. Found by halving, because business time runs in one direction only.
fn latest_overdue(calendar: &BusinessCalendar, target: i64, now: DateTime<Utc>) -> DateTime<Utc> {
    let mut early = now - Duration::days(400);
    let mut late = now;
    if calendar.minutes_between(early, now) < target {
        return early;
    }
    while late - early > Duration::seconds(1) {
        let middle = early + (late - early) / 2;
        if calendar.minutes_between(middle, now) >= target {
            early = middle
        } else {
            late = middle
        }
    }
    late
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn overdue_begins_exactly_one_target_of_business_time_ago() {
        let calendar = BusinessCalendar::default();
        // Tuesday 24 Nov 2026, 10:00 in Bangkok; the target is one working day of 8 hours.
        let now = Utc.with_ymd_and_hms(2026, 11, 24, 3, 0, 0).unwrap();
        let border = latest_overdue(&calendar, 480, now);
        let monday_ten = Utc.with_ymd_and_hms(2026, 11, 23, 3, 0, 0).unwrap();
        assert!((border - monday_ten).num_seconds().abs() <= 60, "{border}");
    }
}
